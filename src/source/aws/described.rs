//! Reads every API that a description describes.

mod build;
mod caller;
mod item;
mod pages;
#[cfg(test)]
mod tests;

use super::{CellContext, answer, refusal};
use crate::resource::{Cause, GLOBAL, KindReport, KindState, Unread};
use crate::service::{Api, KindDescription, Listing, Scope};
use crate::source::{Outcome, Sink};
use build::{Wanted, read_item};
use caller::Caller;
use futures::StreamExt;
use item::Surroundings;
use pages::Pages;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Reads the kinds of one API that the cell asks for, and hands their resources over.
pub(crate) async fn collect(api: &Api, context: &CellContext<'_>, sink: &mut dyn Sink) -> Outcome {
    let caller = Caller::new(api, context);
    let scope = if context.region == GLOBAL { Scope::Global } else { Scope::Regional };
    let mut outcome = Outcome::default();
    for described in api.kinds.iter().filter(|kind| kind.scope == scope) {
        let report = match &described.listing {
            Some(listing) if context.needs.kind(&described.kind.name) => {
                read_kind(&caller, described, listing, sink).await
            }
            _ => report(0, Some(Unread::without_call("", Cause::NotCollected))),
        };
        outcome.kinds.insert(described.kind.name.clone(), report);
    }
    outcome
}

fn report(count: u64, broken: Option<Unread>) -> KindReport {
    let state = match &broken {
        None => KindState::Read,
        Some(_) if count > 0 => KindState::Partial,
        Some(unread) if refusal::is_disabled(unread) => {
            return KindReport { state: KindState::Disabled, count, unread: None };
        }
        Some(unread) if unread.cause == Cause::Denied => KindState::Denied,
        Some(unread) if matches!(unread.cause, Cause::NotCollected | Cause::NoCollector) => {
            KindState::NotCollected
        }
        Some(_) => KindState::Failed,
    };
    KindReport { state, count, unread: broken }
}

fn surroundings<'a>(caller: &'a Caller<'a>, item: Option<&'a Value>) -> Surroundings<'a> {
    let context = caller.context;
    Surroundings {
        account: context.account,
        region: &caller.region,
        partition: context.partition,
        item,
        told: BTreeMap::new(),
    }
}

async fn read_kind(
    caller: &Caller<'_>,
    described: &KindDescription,
    listing: &Listing,
    sink: &mut dyn Sink,
) -> KindReport {
    let nothing = BTreeSet::new();
    let context = caller.context;
    let wanted = context.needs.0.get(&described.kind.name).unwrap_or(&nothing);
    let wanted = Wanted::new(described, listing, wanted);
    let around = surroundings(caller, None);
    let mut pages = Pages::new(caller, &listing.call, &around);
    let mut count = 0;
    let mut broken = None;
    while let Some(page) = pages.next().await {
        let page = match page {
            Ok(page) => page,
            Err(unread) if means(&unread, &listing.call.not_configured) => match listing.items {
                Some(_) => break,
                // The one item there is, with nothing configured.
                None => Value::Object(serde_json::Map::new()),
            },
            Err(unread) => {
                broken = Some(unread);
                break;
            }
        };
        let items = match &listing.items {
            Some(path) => answer::nodes(&[&page], path),
            None => vec![&page],
        };
        let kept = items
            .into_iter()
            .filter(|item| surroundings(caller, Some(item)).holds(&listing.keep).unwrap_or(true));
        let reading = kept.map(|item| read_item(caller, &wanted, surroundings(caller, Some(item))));
        let mut read = futures::stream::iter(reading).buffered(context.concurrency.max(1));
        while let Some(resource) = read.next().await {
            match resource {
                Ok(resource) => {
                    count += 1;
                    sink.resource(resource);
                }
                Err(unread) => broken = Some(unread),
            }
        }
    }
    report(count, broken)
}

/// Whether an error's code is one of these.
fn means(unread: &Unread, codes: &[String]) -> bool {
    unread.code.as_ref().is_some_and(|code| codes.contains(code))
}
