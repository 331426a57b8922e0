//! Reads every API that a description describes.

mod build;
mod caller;
mod each;
mod item;
mod pages;
mod shared;
#[cfg(test)]
mod tests;

use super::{CellContext, answer, refusal};
use crate::resource::{Cause, GLOBAL, KindReport, KindState, Unread};
use crate::service::{Api, KindDescription, Listing, Scope};
use crate::source::{Outcome, Sink};
use build::{Wanted, read_item};
use caller::{Caller, unusable};
use futures::StreamExt;
use item::{Outer, Surroundings};
use pages::Pages;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeSet;
use tokio::sync::Semaphore;

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
            _ => report(0, Some(Unread::without_call("", Cause::NotCollected)), None),
        };
        outcome.kinds.insert(described.kind.name.clone(), report);
    }
    outcome
}

fn report(count: u64, broken: Option<Unread>, asked: Option<&Caller<'_>>) -> KindReport {
    let state = match &broken {
        None => KindState::Read,
        Some(_) if count > 0 => KindState::Partial,
        Some(unread) if refusal::is_disabled(unread) => {
            return KindReport { state: KindState::Disabled, count, unread: None };
        }
        Some(unread)
            if asked.is_some_and(|c| refusal::is_not_offered(unread, &c.api.endpoint_prefix, &c.region)) =>
        {
            return KindReport { state: KindState::NotOffered, count, unread: None };
        }
        Some(unread) if unread.cause == Cause::Denied => KindState::Denied,
        Some(unread) if matches!(unread.cause, Cause::NotCollected | Cause::NoCollector) => {
            KindState::NotCollected
        }
        Some(_) => KindState::Failed,
    };
    KindReport { state, count, unread: broken }
}

fn surroundings<'a>(caller: &'a Caller<'a>, outer: &Outer, item: Option<&'a Value>) -> Surroundings<'a> {
    let context = caller.context;
    Surroundings {
        account: context.account,
        region: &caller.region,
        partition: context.partition,
        today: context.today,
        item,
        told: outer.clone(),
    }
}

async fn read_kind(
    caller: &Caller<'_>,
    described: &KindDescription,
    listing: &Listing,
    sink: &mut dyn Sink,
) -> KindReport {
    let nothing = BTreeSet::new();
    let wanted = caller.context.needs.0.get(&described.kind.name).unwrap_or(&nothing);
    let wanted = Wanted::new(described, listing, wanted);
    let mut kind = Kind { caller, listing, wanted, sink, count: 0, broken: None };
    let (outer, broken) = each::items(caller, listing).await;
    kind.broken = broken;
    if listing.each.is_empty() {
        kind.list(&Outer::new()).await;
    } else {
        kind.lists(&outer).await;
    }
    report(kind.count, kind.broken, Some(caller))
}

/// A kind being read.
struct Kind<'k> {
    caller: &'k Caller<'k>,
    listing: &'k Listing,
    wanted: Wanted<'k>,
    sink: &'k mut dyn Sink,
    count: u64,
    broken: Option<Unread>,
}

impl Kind<'_> {
    /// Whether a sample, if that is what is read, is not full yet.
    fn wants_more(&self) -> bool {
        self.left() > 0
    }

    fn left(&self) -> usize {
        let read = usize::try_from(self.count).unwrap_or(usize::MAX);
        self.caller.context.sample.unwrap_or(usize::MAX).saturating_sub(read)
    }

    /// Reads page after page of the list, and drops each before the next.
    async fn list(&mut self, outer: &Outer) {
        let around = surroundings(self.caller, outer, None);
        let mut pages = Pages::new(self.caller, &self.listing.call, &around);
        while self.wants_more()
            && let Some(page) = pages.next().await
        {
            self.page(outer, page).await;
        }
    }

    /// Reads the lists within the outer items, in their order. The next few are begun meanwhile, with one page each: what is in
    /// one outer item may be as long as the account is large.
    async fn lists(&mut self, outer: &[Outer]) {
        let (caller, listing, ahead) = (self.caller, self.listing, self.at_once());
        let turns = Semaphore::new(ahead);
        let begin = outer.iter().map(|outer| each::begin(caller, listing, outer, &turns));
        let mut begun = futures::stream::iter(begin).buffered(ahead);
        let (send, mut receive) = futures::channel::mpsc::unbounded();
        // Both go on together, so that no call under way is left to time out while a page is read.
        let beginning = async move {
            while let Some(list) = begun.next().await {
                if send.unbounded_send(list).is_err() {
                    break;
                }
            }
        };
        let reading = async {
            while let Some(mut list) = receive.next().await.flatten() {
                let mut next = list.first.take();
                while let Some(page) = next
                    && self.wants_more()
                {
                    self.page(list.outer, page).await;
                    next = list.rest.next().await;
                }
            }
        };
        futures::join!(beginning, reading);
    }

    /// How many calls about items may be under way; with outer lists the other half is theirs.
    fn at_once(&self) -> usize {
        let all = self.caller.context.concurrency;
        if self.listing.each.is_empty() { all.max(1) } else { (all / 2).max(1) }
    }

    async fn page(&mut self, outer: &Outer, page: Result<Value, Unread>) {
        let (caller, listing) = (self.caller, self.listing);
        let page = match page {
            Ok(page) => page,
            Err(unread) if means(&unread, &listing.gone) => return,
            Err(unread) if means(&unread, &listing.call.not_configured) => match listing.items {
                Some(_) => return,
                // The one item there is, with nothing configured.
                None => Value::Object(serde_json::Map::new()),
            },
            Err(unread) => {
                self.broken = Some(unread);
                return;
            }
        };
        let Ok(items) =
            listing.items.as_ref().map_or(Ok(vec![Cow::Borrowed(&page)]), |i| answer::items(&page, i))
        else {
            self.broken = Some(unusable(&listing.call.action, "UnexpectedAnswer"));
            return;
        };
        let kept = items
            .iter()
            .map(Cow::as_ref)
            .filter(|item| surroundings(caller, outer, Some(item)).holds(&listing.keep).unwrap_or(true))
            .take(self.left());
        let reading =
            kept.map(|item| read_item(caller, &self.wanted, surroundings(caller, outer, Some(item))));
        let mut read = futures::stream::iter(reading).buffered(self.at_once());
        while let Some(resource) = read.next().await {
            match resource {
                Ok(resource) => {
                    self.count += 1;
                    self.sink.resource(resource);
                }
                Err(unread) => self.broken = Some(unread),
            }
        }
    }
}

/// Whether an error's code is one of these.
fn means(unread: &Unread, codes: &[String]) -> bool {
    unread.code.as_ref().is_some_and(|code| codes.contains(code))
}
