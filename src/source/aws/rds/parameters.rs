//! Parameter groups in use, and of their hundreds of parameters the few that decide over TLS and the audit log.

use super::engine::Engine;
use super::reading::{Found, Identity, Reading, without_tags};
use crate::resource::{Cause, Resource, Unread};
use crate::source::aws::typed::{Listing, listing, object, report};
use aws_sdk_rds::types::{DbClusterParameterGroup, DbParameterGroup, Filter, Parameter};
use futures::StreamExt;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// CloudFormation's kind of an instance's parameter group.
pub(super) const GROUP: &str = "AWS::RDS::DBParameterGroup";
const PARAMETERS: &str = "Parameters";

/// The names of groups that something runs with, and why that list may lack some.
pub(super) struct Attached {
    pub(super) names: BTreeSet<String>,
    pub(super) broken: Option<Unread>,
}

/// The groups of RDS's own instances; DocumentDB's and Neptune's settings live in their clusters' groups.
pub(super) async fn of_instances(rds: &Reading<'_>, attached: &Attached) -> Vec<Found> {
    if !rds.needs(GROUP) {
        return Vec::new();
    }
    let listing = if attached.names.is_empty() {
        Listing { items: Vec::new(), broken: None }
    } else {
        listing(
            "rds:DescribeDBParameterGroups",
            |marker| rds.turn(rds.client.describe_db_parameter_groups().set_marker(marker).send()),
            |page| (page.db_parameter_groups, page.marker),
        )
        .await
    };
    let used = listing.items.iter().filter(|group| is_attached(attached, group.db_parameter_group_name()));
    let resources: Vec<Resource> = futures::stream::iter(used)
        .map(|group| of_instance(rds, group))
        .buffered(rds.ctx.concurrency.max(1))
        .collect()
        .await;
    vec![found(GROUP, resources, attached, listing.broken.as_ref())]
}

async fn of_instance(rds: &Reading<'_>, group: &DbParameterGroup) -> Resource {
    let name = group.db_parameter_group_name();
    let identity = Identity { kind: GROUP, id: name, arn: group.db_parameter_group_arn(), created_at: None };
    let properties = object(json!({
        "DBParameterGroupName": name,
        "Family": group.db_parameter_group_family(),
    }));
    let resource = without_tags(rds.resource(identity, properties));
    if !rds.needs_property(GROUP, PARAMETERS) {
        return with_parameters(resource, Engine::Rds, Err(Unread::without_call("", Cause::NotCollected)));
    }
    let parameters = listing(
        "rds:DescribeDBParameters",
        |marker| {
            let call =
                rds.client.describe_db_parameters().set_db_parameter_group_name(name.map(str::to_owned));
            rds.turn(call.filters(by_name(Engine::Rds)).set_marker(marker).send())
        },
        |page| (page.parameters, page.marker),
    );
    let parameters = parameters.await;
    with_parameters(resource, Engine::Rds, whole(parameters))
}

/// The groups of clusters, a kind for each engine.
pub(super) async fn of_clusters(rds: &Reading<'_>, attached: &Attached) -> Vec<Found> {
    let needed: Vec<Engine> =
        Engine::ALL.into_iter().filter(|engine| rds.needs(engine.cluster_parameter_group())).collect();
    let listing = if needed.is_empty() || attached.names.is_empty() {
        Listing { items: Vec::new(), broken: None }
    } else {
        listing(
            "rds:DescribeDBClusterParameterGroups",
            |marker| rds.turn(rds.client.describe_db_cluster_parameter_groups().set_marker(marker).send()),
            |page| (page.db_cluster_parameter_groups, page.marker),
        )
        .await
    };
    let mut all = Vec::new();
    for engine in needed {
        let used = listing.items.iter().filter(|group| {
            Engine::of(group.db_parameter_group_family()) == engine
                && is_attached(attached, group.db_cluster_parameter_group_name())
        });
        let resources: Vec<Resource> = futures::stream::iter(used)
            .map(|group| of_cluster(rds, engine, group))
            .buffered(rds.ctx.concurrency.max(1))
            .collect()
            .await;
        all.push(found(engine.cluster_parameter_group(), resources, attached, listing.broken.as_ref()));
    }
    all
}

async fn of_cluster(rds: &Reading<'_>, engine: Engine, group: &DbClusterParameterGroup) -> Resource {
    let kind = engine.cluster_parameter_group();
    let name = group.db_cluster_parameter_group_name();
    let arn = group.db_cluster_parameter_group_arn();
    // CloudFormation calls the name differently in RDS's own kind.
    let label = if engine == Engine::Rds { "DBClusterParameterGroupName" } else { "Name" };
    let properties = object(json!({ label: name, "Family": group.db_parameter_group_family() }));
    let resource = without_tags(rds.resource(Identity { kind, id: name, arn, created_at: None }, properties));
    if !rds.needs_property(kind, PARAMETERS) {
        return with_parameters(resource, engine, Err(Unread::without_call("", Cause::NotCollected)));
    }
    let parameters = listing(
        "rds:DescribeDBClusterParameters",
        |marker| {
            let call = rds.client.describe_db_cluster_parameters();
            let call = call.set_db_cluster_parameter_group_name(name.map(str::to_owned));
            rds.turn(call.filters(by_name(engine)).set_marker(marker).send())
        },
        |page| (page.parameters, page.marker),
    );
    let parameters = parameters.await;
    with_parameters(resource, engine, whole(parameters))
}

/// `parameter-name` is the only filter of either call:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBParameters.html>.
fn by_name(engine: Engine) -> Filter {
    let names = engine.parameters().iter().map(|name| (*name).to_owned()).collect();
    Filter::builder().name("parameter-name").set_values(Some(names)).build()
}

fn is_attached(attached: &Attached, name: Option<&str>) -> bool {
    name.is_some_and(|name| attached.names.contains(name))
}

fn whole(listing: Listing<Parameter>) -> Result<Vec<Parameter>, Unread> {
    listing.broken.map_or(Ok(listing.items), Err)
}

fn with_parameters(
    mut resource: Resource,
    engine: Engine,
    parameters: Result<Vec<Parameter>, Unread>,
) -> Resource {
    match parameters {
        Ok(parameters) => {
            resource.properties.insert(PARAMETERS.to_owned(), selected(engine, &parameters));
        }
        Err(why) => resource.property_unread(PARAMETERS, &why),
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
fn found(
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
