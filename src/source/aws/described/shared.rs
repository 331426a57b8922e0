//! Answers that several kinds of an API ask for alike: the same list, or the same outer list. They are kept while their cell is
//! read, so that AWS is asked once.

use crate::resource::Unread;
use crate::service::{Api, Listing, Needs};
use crate::source::aws::protocol::Filled;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// What AWS said, a refusal too.
type Answer = Result<Value, Unread>;

/// The operations of an API that several needed kinds list by, and what they answered.
pub(super) struct Shared {
    operations: BTreeSet<String>,
    answers: Mutex<BTreeMap<String, Answer>>,
}

impl Shared {
    pub(super) fn of(api: &Api, needs: &Needs) -> Self {
        let needed = api.kinds.iter().filter(|kind| needs.kind(&kind.kind.name));
        let mut kinds_by_operation: BTreeMap<&str, usize> = BTreeMap::new();
        for listing in needed.filter_map(|kind| kind.listing.as_ref()) {
            for operation in lists(listing) {
                *kinds_by_operation.entry(operation).or_default() += 1;
            }
        }
        let operations = kinds_by_operation.into_iter().filter(|(_, kinds)| *kinds > 1);
        Self {
            operations: operations.map(|(operation, _)| operation.to_owned()).collect(),
            answers: Mutex::default(),
        }
    }

    /// What stands for a request; `None` for requests that no two kinds make.
    pub(super) fn key(&self, filled: &Filled<'_>) -> Option<String> {
        let shared = self.operations.contains(filled.operation);
        shared.then(|| {
            let parameters = Value::Object(filled.parameters.clone());
            format!("{} {} {:?} {parameters}", filled.operation, filled.path, filled.headers)
        })
    }

    pub(super) fn answer(&self, key: &str) -> Option<Answer> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    pub(super) fn keep(&self, key: String, answer: &Answer) {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).insert(key, answer.clone());
    }
}

/// The operations by which a kind is listed.
fn lists(listing: &Listing) -> BTreeSet<&str> {
    let outer = listing.each.iter().map(|each| each.call.operation.as_str());
    outer.chain([listing.call.operation.as_str()]).collect()
}
