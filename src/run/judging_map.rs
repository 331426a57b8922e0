//! Judging the map and the register's entries, after the facts: what rests on agreements, and how that stands.

use super::judging::Moment;
use super::rules::Rules;
use crate::check::{self, Check, Evaluation, Subject, Verdict};
use crate::map::{self, Chain};
use crate::resource::{GLOBAL, Unread};
use std::collections::BTreeSet;

/// Without a register the checks of the map do not apply: one row for each in each account, and for an entry of the register
/// one in all.
pub(super) fn no_register(rules: &Rules, accounts: &[String], emit: &mut dyn FnMut(Evaluation<'_>)) {
    let (of_entries, of_accounts): (Vec<&Check>, Vec<&Check>) =
        rules.of_the_map().into_iter().partition(|check| is_of_the_register(check));
    for account in accounts {
        for check in &of_accounts {
            emit(of_listing(check, account, GLOBAL, Why::Not(NO_REGISTER)));
        }
    }
    for check in of_entries {
        emit(of_listing(check, "", GLOBAL, Why::Not(NO_REGISTER)));
    }
}

const NO_REGISTER: &str = "no register given";

fn is_of_the_register(check: &Check) -> bool {
    check.resource.starts_with("Register::")
}

/// The checks over the rows, over AWS's own agreement and over the register's entries. A kind of entry that the register does
/// not have gives one row for each of its checks.
pub(super) fn evaluate(
    rules: &Rules,
    chain: &Chain<'_>,
    moment: &Moment,
    emit: &mut dyn FnMut(Evaluation<'_>),
) -> Vec<check::Defect> {
    let checks = rules.of_the_map();
    let mut subjects = map::service_subjects(chain.rows);
    let known: Vec<(String, Result<Option<String>, Unread>)> =
        chain.accounts.iter().map(|a| (a.clone(), (chain.organization)(a))).collect();
    subjects.extend(map::agreement_subjects(chain.usage, chain.register, &known, moment.day));
    subjects.extend(chain.subjects());
    let defects = check::judge_resources(&checks, rules.catalog.as_ref(), &subjects, moment.at, emit);
    for (account, region, why) in &chain.usage.unseen {
        for check in checks.iter().filter(|c| c.resource == "AWS::::Service") {
            emit(of_listing(check, account, region, Why::Unread(UNSEEN, vec![why.clone()])));
        }
    }
    let kinds: BTreeSet<&str> = subjects.iter().map(|s| s.kind.as_str()).collect();
    let missing = |check: &&&Check| is_of_the_register(check) && !kinds.contains(check.resource.as_str());
    for check in checks.iter().filter(missing) {
        emit(of_listing(check, "", GLOBAL, Why::Not("the register has none")));
    }
    let third_party = "AWS::::ThirdParty";
    for check in checks.iter().filter(|c| c.resource == third_party) {
        let seen = |account: &String| subjects.iter().any(|s| s.kind == third_party && s.account == *account);
        for account in chain.accounts {
            if let Some(unread) = chain.usage.unseen_parties.get(account) {
                let causes = unread.iter().cloned().collect();
                emit(of_listing(check, account, GLOBAL, Why::Unread(UNSEEN_PARTIES, causes)));
            } else if !seen(account) {
                emit(of_listing(
                    check,
                    account,
                    GLOBAL,
                    Why::Not("no other company was seen to have access"),
                ));
            }
        }
    }
    defects
}

const UNSEEN: &str = "services in use could not be listed by tag";
const UNSEEN_PARTIES: &str = "not everything could be read that may let another company in";

/// Why a check of the map has a row without a resource.
enum Why {
    /// It does not apply.
    Not(&'static str),
    /// Something could not be read that may hold a resource.
    Unread(&'static str, Vec<Unread>),
}

/// A row of a map's check that has no resource to name.
fn of_listing<'a>(check: &'a Check, account: &'a str, region: &'a str, why: Why) -> Evaluation<'a> {
    let (verdict, reason, causes) = match why {
        Why::Not(reason) => (Verdict::NotApplicable, reason, Vec::new()),
        Why::Unread(reason, causes) => (Verdict::NotEvaluated, reason, causes),
    };
    Evaluation {
        check,
        verdict,
        severity: check.severity,
        subject: Subject::Listing { account, region, api: "", kind: &check.resource },
        observed: serde_json::Map::new(),
        message: String::new(),
        mend: None,
        reason: Some(reason.to_owned()),
        causes,
        principal: None,
    }
}
