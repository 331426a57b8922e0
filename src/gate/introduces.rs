//! What is new: services, regions, accounts and third parties, each with the agreement over it or the lack of one.

use crate::record::{Introduced, IntroducedKind, Record, Service};
use std::collections::BTreeSet;

/// What a record shows and was not there before, in the order of accounts and kinds: `baseline` is an earlier record, `kept` what
/// a plan says is there already. Without either, nobody knows what was there, and nothing is called new.
pub fn new(now: &Record, baseline: Option<&Record>, kept: Option<&Things>) -> Vec<Introduced> {
    let mut old = match (baseline, kept) {
        (None, None) => return Vec::new(),
        (baseline, kept) => {
            baseline.map(things).into_iter().flatten().chain(kept.into_iter().flatten().cloned())
        }
    }
    .collect::<Things>();
    if old.is_empty() {
        // Of a plan that begins with nothing, its places are no news.
        let is_place = |thing: &&Thing| matches!(thing.1, IntroducedKind::Account | IntroducedKind::Region);
        let shown = things(now);
        old.extend(shown.iter().filter(is_place).cloned());
    }
    things(now).difference(&old).map(|(account, what, name)| one(now, account, *what, name)).collect()
}

/// One new thing of a record: what covers it is read off the record's map and its vendors.
fn one(record: &Record, account: &str, what: IntroducedKind, name: &str) -> Introduced {
    let cover = if record.run.register.is_none() {
        Cover { agreement: None, verdict: "no_register".to_owned(), covered: false }
    } else {
        match what {
            IntroducedKind::ThirdParty => of_party(record, name),
            IntroducedKind::Account => of_rows(record, &|row| row.account == account),
            IntroducedKind::Region => {
                of_rows(record, &|row| row.account == account && row.regions.iter().any(|r| r == name))
            }
            IntroducedKind::Service => of_rows(record, &|row| row.account == account && row.service == name),
        }
    };
    let row = record.services.iter().find(|row| row.account == account && row.service == name);
    let shown = match what {
        IntroducedKind::Service => row.map_or(name, |row| row.name.as_str()),
        _ => name,
    };
    let place = match what {
        IntroducedKind::Account => format!("the account {name}"),
        IntroducedKind::Region => format!("the region {name} in {account}"),
        IntroducedKind::Service => format!("{shown} in {account}"),
        IntroducedKind::ThirdParty => format!("{name} as a third party in {account}"),
    };
    Introduced {
        account: account.to_owned(),
        what,
        name: name.to_owned(),
        message: format!("this change introduces {place}; {}", cover.words()),
        agreement: cover.agreement,
        verdict: cover.verdict,
        covered: cover.covered,
    }
}

/// Something in an account: the account, what it is, and its name.
pub type Thing = (String, IntroducedKind, String);

/// Things by which two states are held against each other.
pub type Things = BTreeSet<Thing>;

/// Everything that a record shows, so that two can be held against each other.
fn things(record: &Record) -> Things {
    let mut found = Things::new();
    for account in &record.coverage.accounts {
        found.insert((account.account.clone(), IntroducedKind::Account, account.account.clone()));
    }
    // A row whose listings were refused everywhere was seen nowhere.
    for row in record.services.iter().filter(|row| !row.seen_by.is_empty()) {
        found.insert((row.account.clone(), IntroducedKind::Service, row.service.clone()));
        let regions = row.regions.iter().filter(|region| *region != crate::resource::GLOBAL);
        found.extend(regions.map(|region| (row.account.clone(), IntroducedKind::Region, region.clone())));
    }
    for seen in &record.third_parties {
        found.insert((seen.account.clone(), IntroducedKind::ThirdParty, seen.party.clone()));
    }
    found
}

struct Cover {
    agreement: Option<String>,
    verdict: String,
    covered: bool,
}

impl Cover {
    fn words(&self) -> String {
        match (self.verdict.as_str(), &self.agreement) {
            ("no_register", _) => "no register was given, so nothing says what covers it".to_owned(),
            ("no_agreement", _) => "no agreement covers it".to_owned(),
            ("not_eligible", _) => {
                "AWS's HIPAA-eligible list does not hold it, so no agreement covers it".to_owned()
            }
            ("no_phi", _) => "the register keeps PHI away from it".to_owned(),
            ("not_read", _) => "what is there could not be read, so nobody can say what covers it".to_owned(),
            ("unmapped", _) => "no source says whether AWS's HIPAA-eligible list holds it".to_owned(),
            ("conditional", Some(agreement)) => {
                format!("the agreement `{agreement}` covers it under a condition that is not decided")
            }
            ("tooling", _) => "it holds no PHI by design".to_owned(),
            (_, Some(agreement)) if self.covered => format!("the agreement `{agreement}` covers it"),
            (verdict, Some(agreement)) => {
                format!("no agreement covers it ({verdict}; nearest is `{agreement}`)")
            }
            (verdict, None) => format!("no agreement covers it ({verdict})"),
        }
    }
}

/// The worst of some rows; where there are none, nothing was seen that an agreement could cover.
fn of_rows(record: &Record, of: &dyn Fn(&Service) -> bool) -> Cover {
    let worst = record.services.iter().filter(|row| of(row)).min_by_key(|row| row.verdict);
    match worst {
        Some(row) => Cover {
            agreement: row.agreement.clone(),
            verdict: row.verdict.as_str().to_owned(),
            covered: matches!(row.verdict.as_str(), "covered" | "no_phi" | "tooling"),
        },
        None => Cover { agreement: None, verdict: "no_agreement".to_owned(), covered: false },
    }
}

fn of_party(record: &Record, party: &str) -> Cover {
    let row = record.vendors.iter().find(|vendor| vendor.id == party);
    if row.is_some_and(|row| row.phi_allowed == Some(false)) {
        return Cover { agreement: None, verdict: "no_phi".to_owned(), covered: true };
    }
    let standing = row.and_then(|row| row.standing.clone());
    Cover {
        agreement: row.and_then(|row| row.agreement.clone()),
        covered: matches!(standing.as_deref(), Some("in_force" | "not_required")),
        verdict: standing.unwrap_or_else(|| "no_agreement".to_owned()),
    }
}
