//! Manual snapshots that the account owns, and the accounts that may restore them.

use super::engine::Engine;
use super::reading::{Found, Identity, Reading, created};
use crate::resource::{Arn, Cause, Resource, Unread};
use crate::source::aws::refusal;
use crate::source::aws::typed::{Listing, listing, object};
use aws_sdk_rds::types::{DbClusterSnapshot, DbSnapshot};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use futures::StreamExt;
use serde_json::{Map, Value, json};
use std::error::Error;

/// The kind of an instance's snapshot.
pub(super) const SNAPSHOT: &str = "AWS::RDS::DBSnapshot";
const RESTORE: &str = "RestoreAccounts";

/// Instances' snapshots.
pub(super) async fn instances(rds: &Reading<'_>) -> Vec<Found> {
    if !rds.needs(SNAPSHOT) {
        return Vec::new();
    }
    let listing = listing(
        "rds:DescribeDBSnapshots",
        |marker| {
            rds.turn(rds.client.describe_db_snapshots().snapshot_type("manual").set_marker(marker).send())
        },
        |page| (page.db_snapshots, page.marker),
    )
    .await
    .sampled(rds.ctx.sample);
    let own = listing.items.iter().filter(|snapshot| is_own(rds, snapshot.db_snapshot_arn()));
    let resources: Vec<Resource> = futures::stream::iter(own)
        .map(|snapshot| instance(rds, snapshot))
        .buffered(rds.ctx.concurrency.max(1))
        .collect()
        .await;
    let report = listing.report(resources.len() as u64);
    vec![Found { kind: SNAPSHOT, resources, report }]
}

async fn instance(rds: &Reading<'_>, snapshot: &DbSnapshot) -> Resource {
    let identity = Identity {
        kind: SNAPSHOT,
        id: snapshot.db_snapshot_identifier(),
        arn: snapshot.db_snapshot_arn(),
        created_at: created(snapshot.snapshot_create_time()),
    };
    let resource = rds.resource(identity, instance_properties(snapshot));
    let resource = rds.tagged(resource, snapshot.tag_list.as_deref());
    let id = resource.id.clone();
    let call = rds.client.describe_db_snapshot_attributes().db_snapshot_identifier(id);
    let accounts =
        restore_accounts(rds, SNAPSHOT, "rds:DescribeDBSnapshotAttributes", call.send(), |answer| {
            let attributes = answer.db_snapshot_attributes_result?.db_snapshot_attributes?;
            let restore = attributes.into_iter().find(|a| a.attribute_name() == Some("restore"))?;
            Some(restore.attribute_values.unwrap_or_default())
        });
    with_accounts(resource, accounts.await)
}

/// Clusters' snapshots, a kind for each engine.
pub(super) async fn clusters(rds: &Reading<'_>) -> Vec<Found> {
    if !Engine::ALL.iter().any(|engine| rds.needs(engine.cluster_snapshot())) {
        return Vec::new();
    }
    let listing = listing(
        "rds:DescribeDBClusterSnapshots",
        |marker| {
            let call = rds.client.describe_db_cluster_snapshots().snapshot_type("manual");
            rds.turn(call.set_marker(marker).send())
        },
        |page| (page.db_cluster_snapshots, page.marker),
    )
    .await
    .sampled(rds.ctx.sample);
    let mut found = Vec::new();
    for engine in Engine::ALL.into_iter().filter(|engine| rds.needs(engine.cluster_snapshot())) {
        found.push(of_engine(rds, engine, &listing).await);
    }
    found
}

async fn of_engine(rds: &Reading<'_>, engine: Engine, listing: &Listing<DbClusterSnapshot>) -> Found {
    let own = listing.items.iter().filter(|snapshot| {
        Engine::of(snapshot.engine()) == engine && is_own(rds, snapshot.db_cluster_snapshot_arn())
    });
    let resources: Vec<Resource> = futures::stream::iter(own)
        .map(|snapshot| cluster(rds, engine.cluster_snapshot(), snapshot))
        .buffered(rds.ctx.concurrency.max(1))
        .collect()
        .await;
    let report = listing.report(resources.len() as u64);
    Found { kind: engine.cluster_snapshot(), resources, report }
}

async fn cluster(rds: &Reading<'_>, kind: &'static str, snapshot: &DbClusterSnapshot) -> Resource {
    let identity = Identity {
        kind,
        id: snapshot.db_cluster_snapshot_identifier(),
        arn: snapshot.db_cluster_snapshot_arn(),
        created_at: created(snapshot.snapshot_create_time()),
    };
    let resource = rds.resource(identity, cluster_properties(snapshot));
    let resource = rds.tagged(resource, snapshot.tag_list.as_deref());
    let id = resource.id.clone();
    let call = rds.client.describe_db_cluster_snapshot_attributes().db_cluster_snapshot_identifier(id);
    let accounts =
        restore_accounts(rds, kind, "rds:DescribeDBClusterSnapshotAttributes", call.send(), |answer| {
            let attributes = answer.db_cluster_snapshot_attributes_result?.db_cluster_snapshot_attributes?;
            let restore = attributes.into_iter().find(|a| a.attribute_name() == Some("restore"))?;
            Some(restore.attribute_values.unwrap_or_default())
        });
    with_accounts(resource, accounts.await)
}

/// Whether a snapshot is the account's own; one without an ARN counts as such.
fn is_own(rds: &Reading<'_>, arn: Option<&str>) -> bool {
    arn.and_then(Arn::parse).is_none_or(|arn| arn.account == rds.ctx.account)
}

/// Who may restore a snapshot: account ids, or `all`.
/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBSnapshotAttribute.html>
async fn restore_accounts<O, E>(
    rds: &Reading<'_>,
    kind: &str,
    action: &str,
    call: impl Future<Output = Result<O, SdkError<E, HttpResponse>>>,
    open: impl Fn(O) -> Option<Vec<String>>,
) -> Result<Value, Unread>
where
    E: ProvideErrorMetadata + Error + 'static,
{
    if !rds.needs_property(kind, RESTORE) {
        return Err(Unread::without_call("", Cause::NotCollected));
    }
    match rds.turn(call).await {
        Ok(answer) => Ok(json!(open(answer))),
        Err(error) => Err(explain(action, &error)),
    }
}

/// The codes that say that a snapshot was deleted since it was listed:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSnapshotAttributes.html>,
/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterSnapshotAttributes.html>.
const GONE: [&str; 2] = ["DBSnapshotNotFound", "DBClusterSnapshotNotFoundFault"];

fn explain<E>(action: &str, error: &SdkError<E, HttpResponse>) -> Unread
where
    E: ProvideErrorMetadata + Error + 'static,
{
    let why = refusal::unread(action, error);
    let gone = why.code.as_deref().is_some_and(|code| GONE.contains(&code));
    if gone { Unread { cause: Cause::GoneDuringScan, ..why } } else { why }
}

fn with_accounts(mut resource: Resource, accounts: Result<Value, Unread>) -> Resource {
    match accounts {
        Ok(accounts) => {
            resource.properties.insert(RESTORE.to_owned(), accounts);
        }
        Err(why) => resource.property_unread(RESTORE, &why),
    }
    resource
}

fn instance_properties(snapshot: &DbSnapshot) -> Map<String, Value> {
    object(json!({
        "DBSnapshotIdentifier": snapshot.db_snapshot_identifier(),
        "DBInstanceIdentifier": snapshot.db_instance_identifier(),
        "Engine": snapshot.engine(),
        "Encrypted": snapshot.encrypted(),
        "KmsKeyId": snapshot.kms_key_id(),
        "SnapshotType": snapshot.snapshot_type(),
        "Status": snapshot.status(),
    }))
}

fn cluster_properties(snapshot: &DbClusterSnapshot) -> Map<String, Value> {
    object(json!({
        "DBClusterSnapshotIdentifier": snapshot.db_cluster_snapshot_identifier(),
        "DBClusterIdentifier": snapshot.db_cluster_identifier(),
        "Engine": snapshot.engine(),
        "StorageEncrypted": snapshot.storage_encrypted(),
        "KmsKeyId": snapshot.kms_key_id(),
        "SnapshotType": snapshot.snapshot_type(),
        "Status": snapshot.status(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_answer_is_null_in_every_property() {
        let instance = instance_properties(&DbSnapshot::builder().build());
        let cluster = cluster_properties(&DbClusterSnapshot::builder().build());
        assert_eq!((instance.len(), cluster.len()), (7, 7));
        assert!(instance.values().chain(cluster.values()).all(Value::is_null));
    }

    #[test]
    fn a_snapshot_keeps_its_values() {
        let snapshot = DbSnapshot::builder().db_snapshot_identifier("before-move").encrypted(false).build();
        let properties = instance_properties(&snapshot);
        assert_eq!(properties["DBSnapshotIdentifier"], json!("before-move"));
        assert_eq!(properties["Encrypted"], json!(false));
    }
}
