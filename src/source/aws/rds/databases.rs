//! The instances and clusters of a region, told apart by engine, and the groups they run with.

use super::engine::Engine;
use super::parameters::{Attached, GROUP};
use super::reading::{Found, Identity, Reading, created};
use super::{cluster, instance, option_group};
use crate::resource::Resource;
use crate::source::aws::typed::{Listing, listing};
use aws_sdk_rds::types::{DbCluster, DbInstance};

/// Lists the instances, where they or their groups are needed.
pub(super) async fn instances(rds: &Reading<'_>) -> Listing<DbInstance> {
    let groups = [GROUP, option_group::KIND];
    if !groups.iter().any(|kind| rds.needs(kind))
        && !Engine::ALL.iter().any(|engine| rds.needs(engine.instance()))
    {
        return Listing { items: Vec::new(), broken: None };
    }
    listing(
        "rds:DescribeDBInstances",
        |marker| rds.turn(rds.client.describe_db_instances().set_marker(marker).send()),
        |page| (page.db_instances, page.marker),
    )
    .await
    .sampled(rds.ctx.sample)
}

/// Lists the clusters, where they or their parameter groups are needed.
pub(super) async fn clusters(rds: &Reading<'_>) -> Listing<DbCluster> {
    let needed = |engine: &Engine| rds.needs(engine.cluster()) || rds.needs(engine.cluster_parameter_group());
    if !Engine::ALL.iter().any(needed) {
        return Listing { items: Vec::new(), broken: None };
    }
    listing(
        "rds:DescribeDBClusters",
        |marker| rds.turn(rds.client.describe_db_clusters().set_marker(marker).send()),
        |page| (page.db_clusters, page.marker),
    )
    .await
    .sampled(rds.ctx.sample)
}

/// The instances as resources, a kind for each engine.
pub(super) fn found_instances(rds: &Reading<'_>, listing: &Listing<DbInstance>) -> Vec<Found> {
    let of = |engine: Engine| {
        let own = listing.items.iter().filter(|instance| Engine::of(instance.engine()) == engine);
        let resources: Vec<Resource> = own.map(|instance| instance_resource(rds, engine, instance)).collect();
        let report = listing.report(resources.len() as u64);
        Found { kind: engine.instance(), resources, report }
    };
    Engine::ALL.into_iter().filter(|engine| rds.needs(engine.instance())).map(of).collect()
}

fn instance_resource(rds: &Reading<'_>, engine: Engine, listed: &DbInstance) -> Resource {
    let identity = Identity {
        kind: engine.instance(),
        id: listed.db_instance_identifier(),
        arn: listed.db_instance_arn(),
        created_at: created(listed.instance_create_time()),
    };
    let resource = rds.resource(identity, instance::properties(engine, listed));
    rds.tagged(resource, listed.tag_list.as_deref())
}

/// The clusters as resources, a kind for each engine.
pub(super) fn found_clusters(rds: &Reading<'_>, listing: &Listing<DbCluster>) -> Vec<Found> {
    let of = |engine: Engine| {
        let own = listing.items.iter().filter(|cluster| Engine::of(cluster.engine()) == engine);
        let resources: Vec<Resource> = own.map(|cluster| cluster_resource(rds, engine, cluster)).collect();
        let report = listing.report(resources.len() as u64);
        Found { kind: engine.cluster(), resources, report }
    };
    Engine::ALL.into_iter().filter(|engine| rds.needs(engine.cluster())).map(of).collect()
}

fn cluster_resource(rds: &Reading<'_>, engine: Engine, listed: &DbCluster) -> Resource {
    let identity = Identity {
        kind: engine.cluster(),
        id: listed.db_cluster_identifier(),
        arn: listed.db_cluster_arn(),
        created_at: created(listed.cluster_create_time()),
    };
    let resource = rds.resource(identity, cluster::properties(engine, listed));
    rds.tagged(resource, listed.tag_list.as_deref())
}

/// The option groups that people made and instances run with.
pub(super) fn option_groups(listing: &Listing<DbInstance>) -> Attached {
    let own =
        listing.items.iter().filter_map(instance::option_group).filter(|n| !option_group::is_default(n));
    let groups = own.map(|name| (name.to_owned(), Engine::Rds)).collect();
    Attached { groups, broken: listing.broken.clone() }
}

/// The parameter groups that RDS's own instances run with.
pub(super) fn instance_groups(listing: &Listing<DbInstance>) -> Attached {
    let own = listing.items.iter().filter(|instance| Engine::of(instance.engine()) == Engine::Rds);
    let groups = own.filter_map(|i| Some((instance::parameter_group(i)?.to_owned(), Engine::Rds))).collect();
    Attached { groups, broken: listing.broken.clone() }
}

/// The parameter groups that clusters run with.
pub(super) fn cluster_groups(listing: &Listing<DbCluster>) -> Attached {
    let group = |c: &DbCluster| Some((c.db_cluster_parameter_group.clone()?, Engine::of(c.engine())));
    Attached { groups: listing.items.iter().filter_map(group).collect(), broken: listing.broken.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_rds::types::DbParameterGroupStatus;

    #[test]
    fn only_groups_of_rds_own_instances_count_as_attached() {
        let instance = |engine: &str, group: &str| {
            let group = DbParameterGroupStatus::builder().db_parameter_group_name(group).build();
            DbInstance::builder().engine(engine).db_parameter_groups(group).build()
        };
        let items =
            vec![instance("postgres", "default.postgres16"), instance("neptune", "default.neptune1.3")];
        let attached = instance_groups(&Listing { items, broken: None });
        assert_eq!(attached.groups.into_keys().collect::<Vec<_>>(), ["default.postgres16"]);
    }
}
