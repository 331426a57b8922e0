//! The clinic: a plausible software company for clinics, seeded into an emulator, behind an endpoint that refuses some calls.
use super::answer::{self, Agreement};
use super::{FakeAws, Keys, Moto, Rule};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The clinic's account, ready to be scanned through `fake.url()` with `keys`.
pub(crate) struct Clinic {
    /// The emulator behind.
    pub(crate) moto: Moto,
    /// The endpoint to scan.
    pub(crate) fake: FakeAws,
    /// Keys of the clinic's account.
    pub(crate) keys: Keys,
}

/// `tests/seed/clinic.toml`: what the emulator cannot be seeded with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Beside {
    account: String,
    /// Seconds since 1970.
    baa_effective: i64,
    regions: BTreeMap<String, String>,
    deny: Vec<Deny>,
    tagged: Vec<Tagged>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Deny {
    service: String,
    operation: String,
    on: Option<String>,
    region: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tagged {
    arn: String,
    region: String,
    tags: BTreeMap<String, String>,
}

/// Seeds an emulator of its own and puts the endpoint before it.
pub(crate) fn start() -> Clinic {
    let beside: Beside = toml::from_str(include_str!("../seed/clinic.toml"))
        .unwrap_or_else(|error| panic!("clinic.toml: {error}"));
    let moto = Moto::spawn();
    let keys = moto.account(&beside.account);
    moto.seed_with(&keys, "clinic.py", &[]);
    let fake = FakeAws::before(moto.url());
    let signed = Agreement::account(&beside.account, beside.baa_effective);
    fake.rule(
        Rule::path("artifact", "GET", "/v1/customer-agreement/list").answers(answer::agreements(&[signed])),
    );
    let regions: Vec<(&str, &str)> = beside.regions.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    fake.rule(Rule::path("account", "POST", "/listRegions").answers(answer::regions(&regions)));
    for region in beside.regions.keys() {
        let here = beside.tagged.iter().filter(|tagged| tagged.region == *region);
        let list: Vec<_> = here.map(|it| (it.arn.clone(), it.tags.clone().into_iter().collect())).collect();
        let rule = Rule::operation("tagging", "GetResources").region(region);
        fake.rule(rule.answers(answer::adding_resources(&list)));
    }
    for deny in &beside.deny {
        fake.rule(denial(deny));
    }
    Clinic { moto, fake, keys }
}

fn denial(deny: &Deny) -> Rule {
    let rule = Rule::operation(&deny.service, &deny.operation);
    let rule = deny.on.iter().fold(rule, |rule, name| rule.on(name));
    deny.region.iter().fold(rule, |rule, region| rule.region(region))
}
