//! What the two typed SDKs' answers have in common: objects, times, pages.

use super::refusal;
use crate::resource::{Cause, KindReport, KindState, Unread};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::error::Error;

/// The members of an object; nothing when the value is none.
pub(super) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// RFC 3339 UTC in whole seconds; `None` for a time outside the years 0 to 9999.
pub(super) fn seconds(time: &DateTime) -> Option<String> {
    DateTime::from_secs(time.secs()).fmt(Format::DateTime).ok()
}

/// The items of a paged listing, as far as it went.
#[derive(Debug)]
pub(super) struct Listing<T> {
    /// What was listed, in AWS's order.
    pub(super) items: Vec<T>,
    /// Why the listing broke off; `None` when it is whole.
    pub(super) broken: Option<Unread>,
}

impl<T> Listing<T> {
    /// The first of its items, when only a sample is read.
    pub(super) fn sampled(mut self, sample: Option<usize>) -> Self {
        self.items.truncate(sample.unwrap_or(usize::MAX));
        self
    }

    /// The report of a kind of which `count` resources were found in this listing.
    pub(super) fn report(&self, count: u64) -> KindReport {
        report(count, !self.items.is_empty(), self.broken.as_ref())
    }
}

/// The report of a kind: whole, broken off after `some` items, or never begun.
pub(super) fn report(count: u64, some: bool, broken: Option<&Unread>) -> KindReport {
    let state = match broken {
        None => KindState::Read,
        Some(_) if some => KindState::Partial,
        Some(why) if refusal::is_disabled(why) => {
            return KindReport { state: KindState::Disabled, count, unread: None };
        }
        Some(why) if why.cause == Cause::Denied => KindState::Denied,
        Some(_) => KindState::Failed,
    };
    KindReport { state, count, unread: broken.cloned() }
}

/// Asks for page after page. `ask` sends the call with a page's token; `open` takes the items and the next token out of
/// an answer. A token that comes back a second time would never end: the listing breaks off there.
pub(super) async fn listing<T, P, E, A>(
    action: &str,
    ask: impl Fn(Option<String>) -> A,
    open: impl Fn(P) -> (Option<Vec<T>>, Option<String>),
) -> Listing<T>
where
    E: ProvideErrorMetadata + Error + 'static,
    A: Future<Output = Result<P, SdkError<E, HttpResponse>>>,
{
    let mut items = Vec::new();
    let mut seen = BTreeSet::new();
    let mut token = None;
    loop {
        match ask(token.take()).await {
            Ok(page) => {
                let (more, next) = open(page);
                items.extend(more.unwrap_or_default());
                token = next.filter(|token| !token.is_empty());
            }
            Err(error) => return Listing { items, broken: Some(refusal::unread(action, &error)) },
        }
        match &token {
            None => return Listing { items, broken: None },
            Some(token) if !seen.insert(token.clone()) => {
                return Listing { items, broken: Some(endless(action)) };
            }
            Some(_) => {}
        }
    }
}

fn endless(action: &str) -> Unread {
    Unread {
        action: Some(action.to_owned()),
        code: Some("RepeatedPageToken".to_owned()),
        ..Unread::without_call("", Cause::Failed)
    }
}

#[cfg(test)]
#[path = "typed_fake.rs"]
pub(super) mod fake;

#[cfg(test)]
mod tests {
    use super::*;
    use aws_smithy_types::error::ErrorMetadata;
    use std::cell::RefCell;

    type Answer = Result<(u32, Option<&'static str>), SdkError<ErrorMetadata, HttpResponse>>;

    async fn pages(answers: Vec<Answer>) -> Listing<u32> {
        let answers = RefCell::new(answers.into_iter());
        let ask = |_| std::future::ready(answers.borrow_mut().next().expect("an answer is left"));
        listing("rds:DescribeDBInstances", ask, |(item, token)| (Some(vec![item]), token.map(str::to_owned)))
            .await
    }

    #[test]
    fn a_service_that_the_account_has_not_enabled_is_disabled_and_not_failed() {
        let opt_in =
            Unread { code: Some("OptInRequired".to_owned()), ..Unread::without_call("", Cause::Failed) };
        let report = report(0, false, Some(&opt_in));
        assert_eq!((report.state, report.unread), (KindState::Disabled, None));
    }

    #[test]
    fn times_are_cut_to_whole_seconds() {
        assert_eq!(seconds(&DateTime::from_secs_f64(0.9)), Some("1970-01-01T00:00:00Z".to_owned()));
    }

    #[tokio::test]
    async fn pages_are_read_to_the_end() {
        let listing = pages(vec![Ok((1, Some("a"))), Ok((2, Some("b"))), Ok((3, None))]).await;
        assert_eq!((listing.items.as_slice(), &listing.broken), ([1, 2, 3].as_slice(), &None));
        assert_eq!(listing.report(2).state, KindState::Read);
    }

    #[tokio::test]
    async fn an_empty_token_ends_a_listing() {
        assert_eq!(pages(vec![Ok((1, Some("")))]).await.broken, None);
    }

    #[tokio::test]
    async fn a_token_that_comes_back_breaks_the_listing_off() {
        let listing = pages(vec![Ok((1, Some("a"))), Ok((2, Some("b"))), Ok((3, Some("a")))]).await;
        assert_eq!(listing.broken.as_ref().and_then(|u| u.code.as_deref()), Some("RepeatedPageToken"));
        assert_eq!(listing.report(3).state, KindState::Partial);
    }

    #[tokio::test]
    async fn what_was_listed_before_an_error_is_kept() {
        let error = || SdkError::timeout_error("no answer");
        let listing = pages(vec![Ok((1, Some("a"))), Err(error())]).await;
        assert_eq!((listing.items.len(), listing.report(1).state), (1, KindState::Partial));
        let listing = pages(vec![Err(error())]).await;
        assert_eq!(listing.broken.as_ref().map(|u| u.cause), Some(Cause::Timeout));
        assert_eq!(listing.report(0).state, KindState::Failed);
    }
}
