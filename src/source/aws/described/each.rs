//! The outer lists of a kind that AWS lists only within another thing.

use super::caller::Caller;
use super::item::{Outer, Surroundings, Told};
use super::pages::Pages;
use super::{means, surroundings};
use crate::resource::Unread;
use crate::service::{Each, Listing};
use crate::source::aws::answer;
use futures::StreamExt;
use serde_json::Value;
use tokio::sync::{Semaphore, SemaphorePermit};

/// Every combination of items of the outer lists, in order, and why some may be missing.
pub(super) async fn items(caller: &Caller<'_>, listing: &Listing) -> (Vec<Outer>, Option<Unread>) {
    let mut combinations = vec![Outer::new()];
    let mut broken = None;
    for each in &listing.each {
        let asked = combinations.iter().map(|outer| within(caller, each, outer));
        let mut asked = futures::stream::iter(asked).buffered(caller.context.concurrency.max(1));
        let mut next = Vec::new();
        while let Some((found, why)) = asked.next().await {
            next.extend(found);
            broken = broken.or(why);
        }
        drop(asked);
        next.truncate(caller.context.sample.unwrap_or(usize::MAX));
        combinations = next;
    }
    (combinations, broken)
}

/// The items of one outer list within one combination of those above it.
async fn within(caller: &Caller<'_>, each: &Each, outer: &Outer) -> (Vec<Outer>, Option<Unread>) {
    let around = surroundings(caller, outer, None);
    let mut pages = Pages::new(caller, &each.call, &around);
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        let page = match page {
            Ok(page) => page,
            Err(unread) if means(&unread, &each.call.not_configured) => break,
            Err(unread) => return (found, Some(unread)),
        };
        let items = match &each.items {
            Some(path) => answer::nodes(&[&page], path),
            None => vec![&page],
        };
        for item in items {
            if surroundings(caller, outer, Some(item)).holds(&each.keep).unwrap_or(true) {
                let mut more = outer.clone();
                more.insert(each.name.clone(), Told::Pages(vec![item.clone()]));
                found.push(more);
            }
        }
    }
    (found, None)
}

/// The list within one combination, begun: its first page, and those that are left to ask for.
pub(super) struct Begun<'o> {
    pub(super) outer: &'o Outer,
    pub(super) first: Option<Result<Value, Unread>>,
    pub(super) rest: Pages<'o, Surroundings<'o>>,
    /// How many lists may be begun at once: held until this one is read.
    _turn: SemaphorePermit<'o>,
}

/// Begins the list within one combination when it is its turn. `None` never happens: nobody closes the turns.
pub(super) async fn begin<'o>(
    caller: &'o Caller<'o>,
    listing: &'o Listing,
    outer: &'o Outer,
    turns: &'o Semaphore,
) -> Option<Begun<'o>> {
    let turn = turns.acquire().await.ok()?;
    let mut rest = Pages::new(caller, &listing.call, surroundings(caller, outer, None));
    let first = rest.next().await;
    Some(Begun { outer, first, rest, _turn: turn })
}
