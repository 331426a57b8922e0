//! What is still there of a customer whose agreement has ended: return or destroy, in fact (164.504(e)(2)(ii)(J)).

use super::Chain;
use crate::register::{Agreement, Direction, Standing};
use crate::resource::{Cause, Resource, Unread};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Fills in `DataLeft` and `DataLeftCount`; both say nothing while the agreement stands.
pub(super) fn fill(chain: &Chain<'_>, agreement: &Agreement, subject: &mut Resource) {
    let ended =
        agreement.direction == Direction::Upstream && agreement.standing(chain.on) == Standing::Lapsed;
    let found = if ended { left(chain, agreement) } else { Left::default() };
    let sentences: Vec<String> =
        found.counts.iter().map(|((account, kind), count)| format!("{kind}: {count} in {account}")).collect();
    let count: u64 = found.counts.values().sum();
    subject.properties.insert("DataLeft".to_owned(), json!(sentences));
    subject.properties.insert("DataLeftCount".to_owned(), json!(ended.then_some(count)));
    // What was found stands, whatever else could not be told; that nothing is left is not known then.
    if let Some(why) = found.unread.filter(|_| count == 0) {
        subject.property_unread("DataLeftCount", &why);
    }
}

#[derive(Default)]
struct Left {
    counts: BTreeMap<(String, String), u64>,
    unread: Option<Unread>,
}

/// Counts what holds data in the accounts that are this customer's alone, and what carries its tags anywhere.
fn left(chain: &Chain<'_>, agreement: &Agreement) -> Left {
    let own = own_accounts(chain, agreement);
    let mut left = Left::default();
    for ((account, kind), count) in &chain.usage.holding.by_account {
        if own.contains(account.as_str()) {
            left.counts.insert((account.clone(), kind.clone()), *count);
        }
    }
    for ((id, account, kind), count) in &chain.usage.holding.by_tag {
        if *id == agreement.id && !own.contains(account.as_str()) {
            left.counts.insert((account.clone(), kind.clone()), *count);
        }
    }
    let named = chain.kin.accounts_of(agreement);
    let shared = named.iter().any(|account| !own.contains(account));
    // In an account that others use as well only tags tell what is whose.
    if agreement.tags.is_empty() && (own.is_empty() || shared) {
        let action = Some("register:agreement.tag".to_owned());
        left.unread = Some(Unread { action, ..Unread::without_call("", Cause::NotReviewed) });
        return left;
    }
    let scanned = |account: &&str| chain.accounts.iter().any(|seen| seen == account);
    left.unread = if named.iter().all(scanned) {
        unread(chain, &own, !agreement.tags.is_empty())
    } else {
        Some(Unread::without_call("", Cause::NotCollected))
    };
    left
}

/// Accounts that a customer whose agreement has ended names, and none whose agreement is in force.
fn own_accounts<'c>(chain: &'c Chain<'_>, agreement: &'c Agreement) -> BTreeSet<&'c str> {
    match chain.kin.taken() {
        None => BTreeSet::new(), // one that names no account may have its data in any
        Some(taken) => chain
            .kin
            .accounts_of(agreement)
            .iter()
            .filter(|account| !taken.contains(*account))
            .copied()
            .collect(),
    }
}

/// Why what is left cannot all be seen: a listing that was refused, or tags that could not be read.
fn unread(chain: &Chain<'_>, own: &BTreeSet<&str>, by_tag: bool) -> Option<Unread> {
    let listing =
        chain.usage.holding.unread.iter().find(|(account, _)| by_tag || own.contains(account.as_str()));
    let untold =
        chain.usage.holding.untold.iter().find(|(account, _)| by_tag && !own.contains(account.as_str()));
    listing.or(untold).map(|(_, why)| why.clone())
}
