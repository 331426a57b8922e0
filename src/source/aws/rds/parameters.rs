//! Parameter groups in use, and of their hundreds of parameters the few that decide over TLS and the audit log.

use super::engine::Engine;
use super::reading::{Found, Identity, Reading, without_tags};
use crate::resource::{Cause, Resource, Unread};
use crate::source::aws::typed::{Listing, listing, object, report};
use aws_sdk_rds::types::{DbClusterParameterGroup, DbParameterGroup, Filter, Parameter};
use futures::StreamExt;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// CloudFormation's kind of an instance's parameter group.
pub(super) const GROUP: &str = "AWS::RDS::DBParameterGroup";
const FAMILY: &str = "Family";
const PARAMETERS: &str = "Parameters";

/// A group that the region no longer knows:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBParameters.html>.
const GONE: &str = "DBParameterGroupNotFound";

/// The names of groups that something runs with, each with whose it is, and why some may be missing.
pub(super) struct Attached {
    pub(super) groups: BTreeMap<String, Engine>,
    pub(super) broken: Option<Unread>,
}

/// The groups of RDS's own instances; DocumentDB's and Neptune's settings live in their clusters' groups.
pub(super) async fn of_instances(rds: &Reading<'_>, attached: &Attached) -> Vec<Found> {
    const ACTION: &str = "rds:DescribeDBParameterGroups";
    if !rds.needs(GROUP) {
        return Vec::new();
    }
    let listing = listing_for(attached, async {
        let ask = |marker| rds.turn(rds.client.describe_db_parameter_groups().set_marker(marker).send());
        listing(ACTION, ask, |page| (page.db_parameter_groups, page.marker)).await
    });
    let listing = listing.await;
    let used: BTreeMap<&str, &DbParameterGroup> =
        listing.items.iter().filter_map(|group| Some((group.db_parameter_group_name()?, group))).collect();
    let read = |name| of_instance(rds, name, used.get(name).copied());
    let names = attached.groups.keys().map(String::as_str);
    let names = names.filter(|name| used.contains_key(name) || listing.broken.is_none());
    let resources =
        futures::stream::iter(names).map(read).buffered(rds.ctx.concurrency.max(1)).collect::<Vec<_>>();
    let resources = resources.await;
    vec![found(GROUP, resources, attached, listing.broken.as_ref())]
}

async fn of_instance(rds: &Reading<'_>, name: &str, group: Option<&DbParameterGroup>) -> Resource {
    let arn = group.and_then(|group| group.db_parameter_group_arn());
    let identity = Identity { kind: GROUP, id: Some(name), arn, created_at: None };
    let resource = without_tags(rds.resource(identity, object(json!({ "DBParameterGroupName": name }))));
    let Some(group) = group else { return unlisted(resource, "rds:DescribeDBParameterGroups") };
    let parameters = async {
        let call = rds.client.describe_db_parameters().db_parameter_group_name(name);
        let call = call.filters(by_name(Engine::Rds));
        let ask = |marker| rds.turn(call.clone().set_marker(marker).send());
        listing("rds:DescribeDBParameters", ask, |page| (page.parameters, page.marker)).await
    };
    with_parameters(rds, resource, group.db_parameter_group_family(), Engine::Rds, parameters).await
}

/// The groups of clusters, a kind for each engine.
pub(super) async fn of_clusters(rds: &Reading<'_>, attached: &Attached) -> Vec<Found> {
    const ACTION: &str = "rds:DescribeDBClusterParameterGroups";
    let needed: Vec<Engine> =
        Engine::ALL.into_iter().filter(|engine| rds.needs(engine.cluster_parameter_group())).collect();
    if needed.is_empty() {
        return Vec::new();
    }
    let listing = listing_for(attached, async {
        let ask =
            |marker| rds.turn(rds.client.describe_db_cluster_parameter_groups().set_marker(marker).send());
        listing(ACTION, ask, |page| (page.db_cluster_parameter_groups, page.marker)).await
    });
    let listing = listing.await;
    let used: BTreeMap<&str, &DbClusterParameterGroup> = listing
        .items
        .iter()
        .filter_map(|group| Some((group.db_cluster_parameter_group_name()?, group)))
        .collect();
    let mut all = Vec::new();
    for engine in needed {
        let read = |name| of_cluster(rds, engine, name, used.get(name).copied());
        let own =
            attached.groups.iter().filter(|(_, whose)| **whose == engine).map(|(name, _)| name.as_str());
        let names = own.filter(|name| used.contains_key(name) || listing.broken.is_none());
        let resources =
            futures::stream::iter(names).map(read).buffered(rds.ctx.concurrency.max(1)).collect::<Vec<_>>();
        let resources = resources.await;
        all.push(found(engine.cluster_parameter_group(), resources, attached, listing.broken.as_ref()));
    }
    all
}

async fn of_cluster(
    rds: &Reading<'_>,
    engine: Engine,
    name: &str,
    group: Option<&DbClusterParameterGroup>,
) -> Resource {
    let arn = group.and_then(|group| group.db_cluster_parameter_group_arn());
    let identity = Identity { kind: engine.cluster_parameter_group(), id: Some(name), arn, created_at: None };
    // CloudFormation calls the name differently in RDS's own kind.
    let label = if engine == Engine::Rds { "DBClusterParameterGroupName" } else { "Name" };
    let resource = without_tags(rds.resource(identity, object(json!({ label: name }))));
    let Some(group) = group else { return unlisted(resource, "rds:DescribeDBClusterParameterGroups") };
    let parameters = async {
        let call = rds.client.describe_db_cluster_parameters().db_cluster_parameter_group_name(name);
        let call = call.filters(by_name(engine));
        let ask = |marker| rds.turn(call.clone().set_marker(marker).send());
        listing("rds:DescribeDBClusterParameters", ask, |page| (page.parameters, page.marker)).await
    };
    with_parameters(rds, resource, group.db_parameter_group_family(), engine, parameters).await
}

/// Lists groups only where something runs with one.
async fn listing_for<T>(attached: &Attached, ask: impl Future<Output = Listing<T>>) -> Listing<T> {
    if attached.groups.is_empty() { Listing { items: Vec::new(), broken: None } } else { ask.await }
}

/// `parameter-name` is the only filter of either call:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBParameters.html>.
fn by_name(engine: Engine) -> Filter {
    let names = engine.parameters().iter().map(|name| (*name).to_owned()).collect();
    Filter::builder().name("parameter-name").set_values(Some(names)).build()
}

/// A group that something runs with and that a whole listing of groups does not have.
fn unlisted(mut resource: Resource, action: &str) -> Resource {
    let gone = Unread { action: Some(action.to_owned()), ..Unread::without_call("", Cause::GoneDuringScan) };
    resource.property_unread(FAMILY, &gone);
    resource.property_unread(PARAMETERS, &gone);
    resource
}

async fn with_parameters(
    rds: &Reading<'_>,
    mut resource: Resource,
    family: Option<&str>,
    engine: Engine,
    ask: impl Future<Output = Listing<Parameter>>,
) -> Resource {
    resource.properties.insert(FAMILY.to_owned(), json!(family));
    let broken = if rds.needs_property(&resource.kind, PARAMETERS) {
        let listing = ask.await;
        resource.properties.insert(PARAMETERS.to_owned(), selected(engine, &listing.items));
        listing.broken
    } else {
        Some(Unread::without_call("", Cause::NotCollected))
    };
    if let Some(why) = broken {
        let gone = why.code.as_deref() == Some(GONE);
        let why = if gone { Unread { cause: Cause::GoneDuringScan, ..why } } else { why };
        resource.property_unread(PARAMETERS, &why);
    }
    resource
}

/// The parameters of interest, whatever the answer was filtered by.
fn selected(engine: Engine, parameters: &[Parameter]) -> Value {
    let of_interest = parameters.iter().filter(|parameter| {
        parameter.parameter_name().is_some_and(|name| engine.parameters().contains(&name))
    });
    of_interest
        .map(|parameter| json!({ "Key": parameter.parameter_name(), "Value": parameter.parameter_value() }))
        .collect()
}

/// A group is missing when the groups, or those that run with them, could not all be listed.
pub(super) fn found(
    kind: &'static str,
    resources: Vec<Resource>,
    attached: &Attached,
    broken: Option<&Unread>,
) -> Found {
    let count = resources.len() as u64;
    let report = report(count, count > 0, broken.or(attached.broken.as_ref()));
    Found { kind, resources, report }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_parameters_of_interest_are_kept_even_from_an_unfiltered_answer() {
        let parameter = |name: &str, value: Option<&str>| {
            Parameter::builder().parameter_name(name).set_parameter_value(value.map(str::to_owned)).build()
        };
        let answer = [
            parameter("autovacuum", Some("1")),
            parameter("rds.force_ssl", Some("1")),
            parameter("require_secure_transport", None),
        ];
        assert_eq!(
            selected(Engine::Rds, &answer),
            json!([{ "Key": "rds.force_ssl", "Value": "1" }, { "Key": "require_secure_transport", "Value": null }])
        );
        assert_eq!(selected(Engine::DocDb, &answer), json!([]));
    }
}
