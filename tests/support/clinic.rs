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
    /// Buckets whose policies AWS calls public.
    public: Vec<String>,
    shown: Vec<Shown>,
    reply: Vec<Reply>,
    /// Buckets behind the distribution, each with its origin access control.
    origins: BTreeMap<String, String>,
    /// Trails by name, with the error of their last delivery.
    undelivered: BTreeMap<String, String>,
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

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shown {
    item: String,
    id: String,
    values: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reply {
    service: String,
    operation: String,
    on: String,
    body: String,
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
    /// Seconds since 1970.
    last: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tagged {
    arn: String,
    region: String,
    tags: BTreeMap<String, String>,
}

/// The calls of RDS that are rewritten, and the element each lists.
const REWRITTEN: [(&str, &str); 3] = [
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
    for (operation, item) in REWRITTEN {
        let (engines, shown) = (beside.engine.clone(), beside.shown.clone());
        let change = Answer::amended(move |page| rewritten(&page, item, &engines, &shown));
        fake.rule(Rule::operation("rds", operation).answers(change));
    }
    for reply in &beside.reply {
        let rule = Rule::operation(&reply.service, &reply.operation).on(&reply.on);
        fake.rule(rule.answers(Answer::text(200, &reply.body)));
    }
    let origins = origins(&beside.origins);
    let shown = move |page: Bytes| {
        let page = String::from_utf8_lossy(&page).into_owned();
        let items = page.split_inclusive("</DistributionSummary>");
        Bytes::from(
            items.map(|item| within(item, "DistributionSummary", "Origins", &origins)).collect::<String>(),
        )
    };
    let rule = Rule::path("cloudfront", "GET", "/2020-05-31/distribution");
    fake.rule(rule.answers(Answer::amended(shown)));
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
    let here =
        |arn: &str| arn.contains(&format!(":{account}:")) || account == beside.account && arn.contains(":::");
    for region in beside.regions.keys() {
        let tagged = beside.tagged.iter().filter(|tagged| tagged.region == *region && here(&tagged.arn));
        let list: Vec<_> = tagged.map(|it| (it.arn.clone(), it.tags.clone().into_iter().collect())).collect();
        let rule = Rule::operation("tagging", "GetResources").region(region);
        fake.rule(rule.answers(answer::adding_resources(&list)));
        let item = |it: &&Protected| it.region == *region && here(&it.arn);
        let protected = protected(beside.protected.iter().filter(item));
        fake.rule(Rule::path("backup", "GET", "/resources/").region(region).answers(protected));
    }
    let status = |public: bool| {
        let body = format!("<PolicyStatus><IsPublic>{public}</IsPublic></PolicyStatus>");
        Rule::operation("s3", "GetBucketPolicyStatus").answers(Answer::text(200, &body))
    };
    fake.rule(status(false));
    for bucket in &beside.public {
        fake.rule(status(true).on(bucket));
    }
    for (trail, error) in &beside.undelivered {
        let error = error.clone();
        let change = Answer::amended(move |status| {
            let mut status: Value = serde_json::from_slice(&status).expect("GetTrailStatus answers in JSON");
            status["LatestDeliveryError"] = Value::from(error.clone());
            Bytes::from(status.to_string())
        });
        fake.rule(Rule::operation("cloudtrail", "GetTrailStatus").on(trail).answers(change));
    }
    let created = beside.bucket.clone();
    fake.rule(
        Rule::operation("s3", "ListBuckets").answers(Answer::amended(move |page| as_old(&page, &created))),
    );
    fake
}

fn denial(deny: &Deny) -> Rule {
    let rule = Rule::operation(&deny.service, &deny.operation);
    let rule = deny.on.iter().fold(rule, |rule, name| rule.on(name));
    deny.region.iter().fold(rule, |rule, region| rule.region(region))
}

/// `backup:ListProtectedResources`; times are seconds since 1970.
fn protected<'a>(list: impl Iterator<Item = &'a Protected>) -> Answer {
    let item =
        |it: &Protected| json!({ "ResourceArn": it.arn, "ResourceType": it.kind, "LastBackupTime": it.last });
    Answer::json(&json!({ "Results": list.map(item).collect::<Vec<Value>>() }))
}

/// The list of buckets with the days on which the clinic made them.
fn as_old(page: &Bytes, created: &BTreeMap<String, String>) -> Bytes {
    let page = String::from_utf8_lossy(page);
    let change = |item: &str| {
        let day = created.iter().find(|(name, _)| item.contains(&format!("<Name>{name}</Name>")));
        day.map_or_else(
            || item.to_owned(),
            |(_, day)| element(item, "CreationDate", &format!("{day}T09:30:00.000Z")),
        )
    };
    Bytes::from(page.split_inclusive("</Bucket>").map(change).collect::<String>())
}

/// The page with engines as they should be, and with what the emulator leaves out.
fn rewritten(page: &Bytes, item: &str, engines: &[Engine], shown: &[Shown]) -> Bytes {
    let page = String::from_utf8_lossy(page);
    let change = |text: &str| {
        let mut text = text.to_owned();
        let is = |text: &str, name: &str, id: &str| text.contains(&format!("<{name}>{id}</{name}>"));
        for engine in
            engines.iter().filter(|e| is(&text, "DBClusterIdentifier", &e.cluster)).collect::<Vec<_>>()
        {
            text = element(&element(&text, "Engine", &engine.engine), "EngineVersion", &engine.version);
        }
        let mine = |s: &&Shown| s.item == item && is(&text, &format!("{item}Identifier"), &s.id);
        for (name, value) in shown.iter().filter(mine).flat_map(|s| &s.values).collect::<Vec<_>>() {
            let key = text
                .split_once("<KmsKeyId>")
                .and_then(|(_, rest)| rest.split_once('<'))
                .map_or("", |(id, _)| id);
            let value = value.replace("{KmsKeyId}", key);
            text = within(&text, item, name, &value);
        }
        text
    };
    Bytes::from(page.split_inclusive(&format!("</{item}>")).map(change).collect::<String>())
}

/// The origins of a distribution as `cloudfront:ListDistributions` tells them.
fn origins(list: &BTreeMap<String, String>) -> String {
    let origin = |(bucket, control): (&String, &String)| {
        format!(
            "<Origin><Id>{bucket}</Id><DomainName>{bucket}.s3.us-east-1.amazonaws.com</DomainName><S3OriginConfig>\
             <OriginAccessIdentity></OriginAccessIdentity></S3OriginConfig><OriginAccessControlId>{control}\
             </OriginAccessControlId></Origin>"
        )
    };
    let items: String = list.iter().map(origin).collect();
    format!("<Quantity>{}</Quantity><Items>{items}</Items>", list.len())
}

/// The item with an element of this name in it: replaced, or added at its end.
fn within(xml: &str, item: &str, name: &str, text: &str) -> String {
    if xml.contains(&format!("<{name}>")) {
        return element(xml, name, text);
    }
    let close = format!("</{item}>");
    xml.replacen(&close, &format!("<{name}>{text}</{name}>{close}"), 1)
}

/// The XML with the text of the first element of this name replaced.
fn element(xml: &str, name: &str, text: &str) -> String {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    match xml.split_once(&open).and_then(|(before, rest)| Some((before, rest.split_once(&close)?.1))) {
        Some((before, after)) => format!("{before}{open}{text}{close}{after}"),
        None => xml.to_owned(),
    }
}
