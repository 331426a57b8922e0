//! The clinic: a plausible software company for clinics, seeded into an emulator, behind an endpoint that refuses some calls.
use super::answer::{self, Agreement};
use super::{Answer, FakeAws, Keys, Moto, Rule};
use hyper::body::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};
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

/// `tests/seed/clinic/beside.toml`: what the emulator cannot be seeded with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Beside {
    account: String,
    /// Seconds since 1970.
    baa_effective: i64,
    regions: BTreeMap<String, String>,
    /// The clinic's other accounts by name.
    other: BTreeMap<String, String>,
    /// The day each bucket was created.
    bucket: BTreeMap<String, String>,
    engine: Vec<Engine>,
    deny: Vec<Deny>,
    protected: Vec<Protected>,
    tagged: Vec<Tagged>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Engine {
    cluster: String,
    engine: String,
    version: String,
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
struct Protected {
    arn: String,
    kind: String,
    region: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tagged {
    arn: String,
    region: String,
    tags: BTreeMap<String, String>,
}

/// The calls that show a cluster's engine, and the element each lists.
const ENGINE_SHOWN: [(&str, &str); 3] = [
    ("DescribeDBClusters", "DBCluster"),
    ("DescribeDBInstances", "DBInstance"),
    ("DescribeDBClusterSnapshots", "DBClusterSnapshot"),
];

/// Seeds an emulator of its own and puts the endpoint before it.
pub(crate) fn start() -> Clinic {
    let beside = beside();
    let moto = Moto::spawn();
    let keys = moto.account(&beside.account);
    moto.seed_with(&keys, "clinic", &["production"]);
    let signed = Agreement::account(&beside.account, beside.baa_effective);
    let fake = before(&moto, &beside, &beside.account, &answer::agreements(&[signed]));
    for engine in &beside.engine {
        for (operation, item) in ENGINE_SHOWN {
            let engine = engine.clone();
            let change = Answer::amended(move |page| as_engine(&page, item, &engine));
            fake.rule(Rule::operation("rds", operation).answers(change));
        }
    }
    for deny in &beside.deny {
        fake.rule(denial(deny));
    }
    Clinic { moto, fake, keys }
}

impl Clinic {
    /// Seeds another of the clinic's accounts, where nobody has accepted AWS's agreement: an endpoint before it, and keys.
    pub(crate) fn other(&self, name: &str) -> (FakeAws, Keys) {
        let beside = beside();
        let account = beside.other.get(name).unwrap_or_else(|| panic!("beside.toml has no account {name}"));
        let keys = self.moto.account(account);
        self.moto.seed_with(&keys, "clinic", &[name]);
        (before(&self.moto, &beside, account, &answer::agreements(&[])), keys)
    }
}

fn beside() -> Beside {
    toml::from_str(include_str!("../seed/clinic/beside.toml"))
        .unwrap_or_else(|error| panic!("beside.toml: {error}"))
}

/// The endpoint before one account: what Artifact, Account Management, Backup and tags say beside the emulator.
fn before(moto: &Moto, beside: &Beside, account: &str, agreements: &Answer) -> FakeAws {
    let fake = FakeAws::before(moto.url());
    let list = Rule::path("artifact", "GET", "/v1/customer-agreement/list");
    fake.rule(list.answers(agreements.clone()));
    let regions: Vec<(&str, &str)> = beside.regions.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    fake.rule(Rule::path("account", "POST", "/listRegions").answers(answer::regions(&regions)));
    let here = |arn: &str| arn.contains(&format!(":{account}:")) || account == beside.account && arn.contains(":::");
    for region in beside.regions.keys() {
        let tagged = beside.tagged.iter().filter(|tagged| tagged.region == *region && here(&tagged.arn));
        let list: Vec<_> = tagged.map(|it| (it.arn.clone(), it.tags.clone().into_iter().collect())).collect();
        let rule = Rule::operation("tagging", "GetResources").region(region);
        fake.rule(rule.answers(answer::adding_resources(&list)));
        let item = |it: &&Protected| it.region == *region && here(&it.arn);
        let protected = protected(beside.protected.iter().filter(item));
        fake.rule(Rule::path("backup", "GET", "/resources/").region(region).answers(protected));
    }
    let created = beside.bucket.clone();
    fake.rule(Rule::operation("s3", "ListBuckets").answers(Answer::amended(move |page| as_old(&page, &created))));
    fake
}

fn denial(deny: &Deny) -> Rule {
    let rule = Rule::operation(&deny.service, &deny.operation);
    let rule = deny.on.iter().fold(rule, |rule, name| rule.on(name));
    deny.region.iter().fold(rule, |rule, region| rule.region(region))
}

/// `backup:ListProtectedResources`; times are seconds since 1970.
fn protected<'a>(list: impl Iterator<Item = &'a Protected>) -> Answer {
    let item = |it: &Protected| json!({ "ResourceArn": it.arn, "ResourceType": it.kind, "LastBackupTime": 1_790_000_000 });
    Answer::json(&json!({ "Results": list.map(item).collect::<Vec<Value>>() }))
}

/// The list of buckets with the days on which the clinic made them.
fn as_old(page: &Bytes, created: &BTreeMap<String, String>) -> Bytes {
    let page = String::from_utf8_lossy(page);
    let change = |item: &str| {
        let day = created.iter().find(|(name, _)| item.contains(&format!("<Name>{name}</Name>")));
        day.map_or_else(|| item.to_owned(), |(_, day)| element(item, "CreationDate", &format!("{day}T09:30:00.000Z")))
    };
    Bytes::from(page.split_inclusive("</Bucket>").map(change).collect::<String>())
}

/// The page with the cluster, its instances and snapshots shown as of this engine.
fn as_engine(page: &Bytes, item: &str, engine: &Engine) -> Bytes {
    let page = String::from_utf8_lossy(page);
    let mine = format!("<DBClusterIdentifier>{}</DBClusterIdentifier>", engine.cluster);
    let change = |item: &str| match item.contains(&mine) {
        true => element(&element(item, "Engine", &engine.engine), "EngineVersion", &engine.version),
        false => item.to_owned(),
    };
    Bytes::from(page.split_inclusive(&format!("</{item}>")).map(change).collect::<String>())
}

/// The XML with the text of the first element of this name replaced.
fn element(xml: &str, name: &str, text: &str) -> String {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    match xml.split_once(&open).and_then(|(before, rest)| Some((before, rest.split_once(&close)?.1))) {
        Some((before, after)) => format!("{before}{open}{text}{close}{after}"),
        None => xml.to_owned(),
    }
}
