//! SAM's types, as the services that they become.
//!
//! What each makes: <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html>,
//! 2026-11-24, and held against what version 1.110.0 of AWS's own translator (`aws-sam-translator`) makes of the same
//! templates. What SAM works out from code or from other files (an API's paths, policies from its own templates) is unknown.

mod api;
mod events;
mod function;
mod globals;
mod made;
mod other;
mod role;

use super::node::{Entry, Node};
use super::stack::Stack;
use crate::source::declared::{Item, Written};
use std::collections::BTreeSet;

/// The macro that SAM's templates ask for.
pub(super) const TRANSFORM: &str = "AWS::Serverless-2016-10-31";

/// What a resource of one of SAM's types becomes.
pub(super) fn expand(stack: &Stack<'_>, entry: &Entry, mut item: Item, items: &mut Vec<Item>) {
    let kind = item.type_name.strip_prefix("AWS::Serverless::").unwrap_or_default().to_owned();
    item.values = globals::applied(stack, entry, &kind, item.values);
    let id = entry.key.as_str();
    let make = made::Maker { stack, at: entry.at };
    match kind.as_str() {
        "Function" => function::expand(&make, id, &item.values, items),
        "Api" => api::rest(&make, id, &item.values, items),
        "HttpApi" => api::http(&make, id, &item.values, items),
        "SimpleTable" => items.push(other::table(&make, id, &item.values)),
        "LayerVersion" => items.push(other::layer(&make, id, &item.values)),
        "StateMachine" => other::state_machine(&make, id, &item.values, items),
        "GraphQLApi" => other::graphql(&make, id, &item.values, items),
        _ => {
            let file = stack.file();
            stack.reader.note(format!("{file}: {id} is of type {}, which is not judged", item.type_name));
        }
    }
}

/// What several resources of SAM's types share: the APIs that nobody writes, and notifications of buckets.
pub(super) fn share(stack: &Stack<'_>, mut items: Vec<Item>) -> Vec<Item> {
    let mut shared = Vec::new();
    let mut buckets = BTreeSet::new();
    let made: BTreeSet<String> = items.iter().map(|item| item.address.clone()).collect();
    for entry in stack.section("Resources") {
        let make = made::Maker { stack, at: entry.at };
        let kind = entry.value.get("Type").and_then(Node::text).unwrap_or_default();
        let is_made = made.contains(&format!("{}{}", stack.prefix, entry.key));
        if !matches!(kind, "AWS::Serverless::Function" | "AWS::Serverless::StateMachine") || !is_made {
            continue;
        }
        let events = entry.value.get("Properties").and_then(|node| node.get("Events"));
        for event in events.map_or(&[][..], Node::entries) {
            let of_event = |name: &str| event.value.get("Properties").and_then(|node| node.get(name));
            match event.value.get("Type").and_then(Node::text) {
                Some("Api") if of_event("RestApiId").is_none() => {
                    shared.push((make, "ServerlessRestApi"));
                }
                Some("HttpApi") if of_event("ApiId").is_none() => {
                    shared.push((make, "ServerlessHttpApi"));
                }
                Some("S3") => {
                    let bucket = of_event("Bucket").and_then(|node| stack.evaluate(node));
                    if let Some(Written::Reference { to, .. }) = bucket {
                        buckets.insert(to);
                    }
                }
                _ => {}
            }
        }
    }
    for name in ["ServerlessRestApi", "ServerlessHttpApi"] {
        // One that is written under this name takes the place of the one that SAM would make.
        let first = shared.iter().find(|(_, made)| *made == name);
        if let Some((make, _)) = first.filter(|_| stack.resource(name).is_none()) {
            api::implicit(make, name, &mut items);
        }
    }
    for item in items.iter_mut().filter(|item| buckets.contains(&item.address)) {
        if let Written::Map(members) = &mut item.values {
            members.insert("NotificationConfiguration".to_owned(), Written::Unknown);
        }
    }
    items
}
