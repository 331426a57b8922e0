//! The section Globals: properties that all resources of a type have, unless they say otherwise.
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html>,
//! 2026-11-24: what is single is replaced, maps are merged, lists are added to.

use super::super::node::{Entry, Node};
use super::super::stack::Stack;
use crate::source::declared::Written;
use std::collections::BTreeMap;

/// A resource's properties with those that Globals gives its type (`Function`, `Api`).
pub(super) fn applied(stack: &Stack<'_>, entry: &Entry, kind: &str, own: Written) -> Written {
    let ignored = entry.value.get("IgnoreGlobals");
    if ignored.and_then(Node::text) == Some("*") {
        return own;
    }
    let Some(mut given) = of(stack, kind) else { return own };
    if let (Some(names), Written::Map(members)) = (ignored.and_then(Node::list), &mut given) {
        members.retain(|name, _| !names.iter().any(|ignored| ignored.text() == Some(name)));
    }
    merged(given, own)
}

/// What Globals gives a type.
pub(super) fn of(stack: &Stack<'_>, kind: &str) -> Option<Written> {
    let node = stack.root.get("Globals")?.get(kind)?;
    stack.evaluate(node).filter(|value| !value.is_null())
}

fn merged(given: Written, own: Written) -> Written {
    match (given, own) {
        (given, Written::Null) => given,
        (Written::Map(mut given), Written::Map(own)) => {
            let mut all = BTreeMap::new();
            for (name, own) in own {
                let given = given.remove(&name).unwrap_or(Written::Null);
                all.insert(name, merged(given, own));
            }
            all.extend(given);
            Written::Map(all)
        }
        (Written::List(mut given), Written::List(own)) => {
            given.extend(own);
            Written::List(given)
        }
        // Nobody can tell what comes out of a map or a list and what is not known.
        (Written::Map(_) | Written::List(_) | Written::Unknown, Written::Unknown)
        | (Written::Unknown, Written::Map(_) | Written::List(_)) => Written::Unknown,
        (_, own) => own,
    }
}
