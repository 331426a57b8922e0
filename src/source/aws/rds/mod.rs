//! RDS in one region: databases, their snapshots, and the groups they run with. Aurora, DocumentDB and Neptune answer here too.

mod cluster;
mod databases;
mod engine;
mod instance;
mod option_group;
mod parameters;
mod proxy;
mod reading;
mod snapshot;
mod subscription;

use super::CellContext;
use crate::source::{Outcome, Sink};
use reading::Reading;

/// Reads every needed kind of the region, kind by kind in one order.
pub(crate) async fn read(ctx: &CellContext<'_>, sink: &mut dyn Sink) -> Outcome {
    let rds = Reading::new(ctx);
    let (instances, clusters, snapshots, cluster_snapshots, subscriptions, proxies) = tokio::join!(
        databases::instances(&rds),
        databases::clusters(&rds),
        snapshot::instances(&rds),
        snapshot::clusters(&rds),
        subscription::read(&rds),
        proxy::read(&rds),
    );
    let (of_instances, of_clusters) =
        (databases::instance_groups(&instances), databases::cluster_groups(&clusters));
    let with_options = databases::option_groups(&instances);
    let (groups, cluster_groups, options) = tokio::join!(
        parameters::of_instances(&rds, &of_instances),
        parameters::of_clusters(&rds, &of_clusters),
        option_group::read(&rds, &with_options)
    );
    let mut outcome = Outcome::default();
    let databases =
        [databases::found_instances(&rds, &instances), databases::found_clusters(&rds, &clusters)];
    let others = [snapshots, cluster_snapshots, groups, cluster_groups, options, subscriptions, proxies];
    for found in databases.into_iter().chain(others).flatten() {
        outcome.kinds.insert(found.kind.to_owned(), found.report);
        for resource in found.resources {
            sink.resource(resource);
        }
    }
    outcome
}

#[cfg(test)]
mod tests;
