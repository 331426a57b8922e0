//! Holds every description against AWS's own models: botocore's service models, paginators and endpoints, and the
//! CloudFormation schemas that cfn-lint ships.

mod actions;
mod botocore;
mod call;
mod cloudformation;
mod declared;
mod joined;
mod offered;
#[path = "../support/python.rs"]
mod packages;
mod parts;
mod services;
mod sources;
mod wire;

use baascan::service::{Api, Call, Catalog, ItemsForm, KindDescription, Parameter, Protocol, Template};
use botocore::Model;
use call::{check_paging, check_parameters, fits, labels, pattern};
use wire::{Spot, at, check_field};

/// The findings of one test, each a sentence.
#[derive(Default)]
struct Findings(Vec<String>);

impl Findings {
    fn expect(&mut self, holds: bool, otherwise: impl FnOnce() -> String) {
        if !holds {
            self.0.push(otherwise());
        }
    }

    fn done(self) {
        assert!(self.0.is_empty(), "{} problems:\n{}", self.0.len(), self.0.join("\n"));
    }
}

fn described() -> impl Iterator<Item = &'static Api> {
    Catalog::builtin().apis().filter(|api| api.protocol != Protocol::Typed)
}

#[test]
fn every_description_speaks_as_its_model_does() {
    let mut findings = Findings::default();
    for api in Catalog::builtin().apis() {
        let model = Model::of(&api.id);
        let metadata = &model.service["metadata"];
        let mut same = |what: &str, ours: &str, theirs: &str| {
            findings.expect(ours == theirs, || format!("{}: {what} is {theirs}, not {ours}", api.id));
        };
        same("service_id", &api.service_id, text(&metadata["serviceId"]));
        same("version", &api.version, text(&metadata["apiVersion"]));
        same("endpoint_prefix", &api.endpoint_prefix, text(&metadata["endpointPrefix"]));
        let prefix = text(&metadata["endpointPrefix"]);
        same("signing_name", &api.signing_name, metadata["signingName"].as_str().unwrap_or(prefix));
        if api.protocol == Protocol::Typed {
            continue;
        }
        same("target_prefix", &api.target_prefix, metadata["targetPrefix"].as_str().unwrap_or(""));
        let version = metadata["jsonVersion"].as_str();
        let spoken = metadata["protocols"].as_array().cloned().unwrap_or_default();
        let spoken: Vec<&str> =
            spoken.iter().chain([&metadata["protocol"]]).filter_map(|word| word.as_str()).collect();
        let ours = match api.protocol {
            Protocol::Json10 | Protocol::Json11 => "json",
            Protocol::Query => "query",
            Protocol::Ec2Query => "ec2",
            Protocol::RestJson => "rest-json",
            Protocol::RestXml => "rest-xml",
            Protocol::Typed => continue,
        };
        // The version of JSON is 1.1 unless the model says 1.0.
        let dialect =
            (ours == "json").then(|| (api.protocol == Protocol::Json10) == (version == Some("1.0")));
        findings.expect(spoken.contains(&ours) && dialect != Some(false), || {
            format!("{}: speaks {spoken:?} {version:?}, not {:?}", api.id, api.protocol)
        });
    }
    findings.done();
}

#[test]
fn every_host_is_the_one_in_the_endpoint_data() {
    let endpoints = botocore::endpoints();
    let mut findings = Findings::default();
    for api in described() {
        for (partition, host) in &api.global {
            let Some(known) = endpoints.global(partition, &api.endpoint_prefix) else {
                let model = Model::of(&api.id);
                let rule = format!(
                    "https://{}.{{PartitionResult#implicitGlobalRegion}}.{{PartitionResult#dnsSuffix}}",
                    api.endpoint_prefix
                );
                // An API without a global host may be asked in the one region that knows the whole.
                let regional =
                    format!("https://{}.{{Region}}.{{PartitionResult#dnsSuffix}}", api.endpoint_prefix);
                let pinned = host.host.starts_with(&format!("{}.{}.", api.endpoint_prefix, host.region))
                    && model.endpoint_rules.contains(&regional);
                findings.expect(pinned || model.endpoint_rules.contains(&rule), || {
                    format!("{}: no rule gives {}", api.id, host.host)
                });
                continue;
            };
            findings.expect(known == (host.host.clone(), host.region.clone()), || {
                format!("{}: the host in {partition} is {} for {}, not {host:?}", api.id, known.0, known.1)
            });
        }
        for (region, suffix, known) in endpoints.regional(&api.endpoint_prefix) {
            let own = endpoints.partition_of(&region).and_then(|partition| api.hosts.get(partition));
            let rule = own.or(api.host.as_ref()).map_or("{prefix}.{region}.{suffix}", String::as_str);
            let ours = rule
                .replace("{account}.", "")
                .replace("{prefix}", &api.endpoint_prefix)
                .replace("{region}", &region)
                .replace("{suffix}", &suffix);
            findings
                .expect(ours == known, || format!("{}: the host in {region} is {known}, not {ours}", api.id));
        }
    }
    findings.done();
}

#[test]
fn every_call_is_one_that_the_model_has() {
    let mut findings = Findings::default();
    for api in described() {
        let model = Model::of(&api.id);
        for call in calls(api) {
            let what = format!("{}:{}", api.id, call.operation);
            let Some(operation) = model.service["operations"].get(&call.operation) else {
                findings.expect(false, || format!("{what} does not exist"));
                continue;
            };
            if api.protocol.is_rest() {
                let (method, uri) =
                    (text(&operation["http"]["method"]), text(&operation["http"]["requestUri"]));
                findings.expect(call.method == method, || format!("{what} is a {method}"));
                findings
                    .expect(fits(&pattern(&call.uri), &labels(uri)), || format!("{what} has the path {uri}"));
            }
            check_parameters(api, model, call, &what, &mut findings);
            check_paging(api, model, call, &what, &mut findings);
        }
    }
    findings.done();
}

#[test]
fn every_property_stands_in_the_answer_and_none_is_sensitive() {
    let mut findings = Findings::default();
    for api in described() {
        let model = Model::of(&api.id);
        for kind in &api.kinds {
            check_kind(model, api, kind, &mut findings);
        }
    }
    findings.done();
}

#[test]
fn what_is_wrong_in_a_description_is_found() {
    let text = r#"
api = "kms"
service_id = "KMS"
protocol = "json-1.1"
version = "2014-11-01"
endpoint_prefix = "kms"
target_prefix = "TrentService"
[[kind]]
name = "AWS::KMS::Key"
service = "kms"
id = "{.KeyId}"
[kind.list]
operation = "ListKeys"
parameters = { Limits = 1000 }
items = "Keys"
[[kind.detail]]
name = "describe"
operation = "DescribeKey"
[kind.properties]
KeyId = { type = "int" }
KeyState = { path = "KeyMetadata.KeyState", type = "string" }
Enabled = { from = "describe", path = "KeyMetadata.Enabled", type = "[bool]" }
"#;
    let api =
        baascan::service::read_description(&baascan::diagnostic::SourceText::new("kms/service.toml", text));
    let api = api.expect("its form is right");
    let model = Model::of("kms");
    let mut findings = Findings::default();
    for call in calls(&api) {
        check_parameters(&api, model, call, &call.operation, &mut findings);
        check_paging(&api, model, call, &call.operation, &mut findings);
    }
    check_kind(model, &api, &api.kinds[0], &mut findings);
    let expected = [
        "ListKeys has no parameter Limits",
        "ListKeys has pages",
        "DescribeKey needs KeyId",
        "AWS::KMS::Key.Enabled: BooleanType is not the elements of a list",
        "AWS::KMS::Key.KeyId: KeyIdType is a string, not Int",
        "AWS::KMS::Key.KeyState: `KeyMetadata`",
    ];
    for sentence in expected {
        assert!(findings.0.iter().any(|found| found.starts_with(sentence)), "{sentence}: {:?}", findings.0);
    }
    assert_eq!(
        findings.0.iter().filter(|f| !expected.iter().any(|e| f.starts_with(e))).count(),
        0,
        "{:?}",
        findings.0
    );
}

fn calls(api: &Api) -> impl Iterator<Item = &Call> {
    let listings = api.kinds.iter().filter_map(|kind| kind.listing.as_ref());
    listings.flat_map(|listing| listing.calls())
}

fn text(value: &serde_json::Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn check_kind(model: &Model, api: &Api, kind: &KindDescription, findings: &mut Findings) {
    let name = &kind.kind.name;
    let Some(listing) = &kind.listing else {
        return findings.expect(false, || format!("{name} is not listed"));
    };
    let root = |call: &Call| model.answer(&call.operation).map(|shape| Spot::root(&shape));
    let item = root(&listing.call).map(|answer| match &listing.items {
        None => Ok(answer),
        Some(items) => at(model, api.protocol, &answer, &items.path).map(Spot::element),
    });
    let item = match item {
        Some(Ok(item)) => item,
        Some(Err(why)) => return findings.expect(false, || format!("{name}: items: {why}")),
        None => {
            return findings.expect(false, || format!("{name}: {} answers nothing", listing.call.operation));
        }
    };
    // A row's columns are in no model, only the table is.
    let rows = listing.items.as_ref().is_some_and(|items| items.form == ItemsForm::Csv);
    findings.expect(!rows || item.is_table(model), || format!("{name}: items: {item:?} is no table"));
    let outer = |name: &str| {
        let each = listing.each.iter().find(|each| each.name == name)?;
        let answer = root(&each.call)?;
        match &each.items {
            None => Some(answer),
            Some(path) => at(model, api.protocol, &answer, path).map(Spot::element).ok(),
        }
    };
    let spot = |source: Option<&str>| match source {
        None => Some(item.clone()),
        Some(name) => outer(name)
            .or_else(|| listing.details.iter().find(|d| d.name == name).and_then(|d| root(&d.call))),
    };
    for (property, described) in listing.properties.iter().filter(|(_, p)| !rows || p.from.is_some()) {
        let Some(spot) = spot(described.from.as_deref()) else {
            findings.expect(false, || format!("{name}.{property}: no answer to look in"));
            continue;
        };
        check_field(
            model,
            api.protocol,
            &spot,
            &described.field,
            &format!("{name}.{property}"),
            &mut findings.0,
        );
    }
    let envelope = [Some(&listing.id), listing.arn.as_ref(), listing.name.as_ref()];
    let parameters = listing.calls().flat_map(|call| {
        call.parameters.values().flat_map(Parameter::references).chain(call.uri.references())
    });
    let conditions = listing.keep.iter().chain(listing.details.iter().flat_map(|detail| &detail.when));
    let references = envelope.into_iter().flatten().flat_map(Template::references);
    let references =
        references.chain(&listing.created_at).chain(parameters).chain(conditions.map(|c| &c.path));
    for each in &listing.each {
        let own = outer(&each.name);
        for reference in each.keep.iter().map(|condition| &condition.path) {
            let spot = reference.source.as_deref().map_or_else(|| own.clone(), outer);
            let found = spot.map(|spot| at(model, api.protocol, &spot, &reference.path));
            findings.expect(matches!(found, Some(Ok(_))), || format!("{name}: {reference:?}: {found:?}"));
        }
    }
    for reference in references.filter(|reference| !rows || reference.source.is_some()) {
        let found =
            spot(reference.source.as_deref()).map(|spot| at(model, api.protocol, &spot, &reference.path));
        findings.expect(matches!(found, Some(Ok(_))), || format!("{name}: {reference:?}: {found:?}"));
    }
    if let Some(tags) = &listing.tags {
        let found = spot(tags.from.as_deref()).map(|spot| at(model, api.protocol, &spot, &tags.path));
        let Some(Ok(found)) = found else {
            return findings.expect(false, || format!("{name}: tags: {found:?}"));
        };
        let pair = found.element();
        for member in [&tags.key, &tags.value].into_iter().filter(|_| !tags.key.is_empty()) {
            let there = at(model, api.protocol, &pair, member).is_ok();
            findings.expect(there, || format!("{name}: tags have no {member}"));
        }
    }
}
