use super::*;
use crate::resource::{Cause, KindState, Resource};
use crate::source::aws::typed::fake::{Answer, Fake, assert_declared, error, ok, unread};
use serde_json::json;

fn answer(operation: &str, result: &str) -> Answer {
    ok(format!("<{operation}Response><{operation}Result>{result}</{operation}Result></{operation}Response>"))
}

fn instance(name: &str, engine: &str, group: &str) -> String {
    format!(
        "<DBInstance><DBInstanceIdentifier>{name}</DBInstanceIdentifier><Engine>{engine}</Engine>\
         <DBInstanceArn>arn:aws:rds:us-east-1:111122223333:db:{name}</DBInstanceArn>\
         <InstanceCreateTime>2025-03-01T10:20:30.123Z</InstanceCreateTime>\
         <DBParameterGroups><DBParameterGroup><DBParameterGroupName>{group}</DBParameterGroupName></DBParameterGroup></DBParameterGroups>\
         <OptionGroupMemberships><OptionGroupMembership><OptionGroupName>{}</OptionGroupName></OptionGroupMembership></OptionGroupMemberships>\
         <TagList><Tag><Key>phi</Key><Value>yes</Value></Tag><Tag><Key>owner</Key><Value>Jane</Value></Tag></TagList></DBInstance>",
        if engine == "postgres" { "charts-options" } else { "default:docdb-5-0" }
    )
}

fn cluster(name: &str, engine: &str, group: &str) -> String {
    let tags = if engine == "docdb" { "" } else { "<TagList/>" };
    format!(
        "<DBCluster><DBClusterIdentifier>{name}</DBClusterIdentifier><Engine>{engine}</Engine>\
         <DBClusterParameterGroup>{group}</DBClusterParameterGroup>{tags}\
         <DBClusterMembers><DBClusterMember><DBInstanceIdentifier>{name}-1</DBInstanceIdentifier></DBClusterMember></DBClusterMembers></DBCluster>"
    )
}

fn snapshot(name: &str, account: &str) -> String {
    format!(
        "<DBSnapshot><DBSnapshotIdentifier>{name}</DBSnapshotIdentifier>\
         <DBSnapshotArn>arn:aws:rds:us-east-1:{account}:snapshot:{name}</DBSnapshotArn></DBSnapshot>"
    )
}

fn cluster_snapshot(engine: &str) -> String {
    format!(
        "<DBClusterSnapshot><DBClusterSnapshotIdentifier>of-{engine}</DBClusterSnapshotIdentifier>\
         <Engine>{engine}</Engine></DBClusterSnapshot>"
    )
}

const RESTORE: &str = "<DBSnapshotAttributesResult><DBSnapshotAttributes><DBSnapshotAttribute>\
    <AttributeName>restore</AttributeName><AttributeValues><AttributeValue>all</AttributeValue></AttributeValues>\
    </DBSnapshotAttribute></DBSnapshotAttributes></DBSnapshotAttributesResult>";
const CLUSTER_RESTORE: &str = "<DBClusterSnapshotAttributesResult><DBClusterSnapshotAttributes><DBClusterSnapshotAttribute>\
    <AttributeName>restore</AttributeName><AttributeValues/>\
    </DBClusterSnapshotAttribute></DBClusterSnapshotAttributes></DBClusterSnapshotAttributesResult>";
const PARAMETERS: &str = "<Parameters><Parameter><ParameterName>tls</ParameterName><ParameterValue>enabled</ParameterValue></Parameter>\
    <Parameter><ParameterName>rds.force_ssl</ParameterName><ParameterValue>1</ParameterValue></Parameter>\
    <Parameter><ParameterName>work_mem</ParameterName><ParameterValue>9</ParameterValue></Parameter></Parameters>";

fn operation(question: &str) -> &str {
    let (_, rest) = question.split_once("Action=").expect("a query");
    rest.split('&').next().unwrap_or(rest)
}

/// A region with one of everything, on two pages of instances.
fn region(question: &str) -> Answer {
    let operation = operation(question);
    let result = match operation {
        "DescribeDBInstances" if question.contains("Marker=more") => {
            format!("<DBInstances>{}{}</DBInstances>", instance("docs-1", "docdb", "x"), instance("graph-1", "neptune", "y"))
        }
        "DescribeDBInstances" => {
            format!("<DBInstances>{}</DBInstances><Marker>more</Marker>", instance("charts", "postgres", "charts-tls"))
        }
        "DescribeDBClusters" => format!(
            "<DBClusters>{}{}{}</DBClusters>",
            cluster("aurora", "aurora-postgresql", "aurora-tls"),
            cluster("docs", "docdb", "docs-tls"),
            cluster("graph", "neptune", "deleted")
        ),
        "DescribeDBSnapshots" => format!(
            "<DBSnapshots>{}{}</DBSnapshots>",
            snapshot("own", "111122223333"),
            snapshot("foreign", "444455556666")
        ),
        "DescribeDBClusterSnapshots" => format!(
            "<DBClusterSnapshots>{}{}{}</DBClusterSnapshots>",
            cluster_snapshot("aurora-mysql"),
            cluster_snapshot("docdb"),
            cluster_snapshot("neptune")
        ),
        "DescribeDBSnapshotAttributes" => RESTORE.to_owned(),
        "DescribeDBClusterSnapshotAttributes" => CLUSTER_RESTORE.to_owned(),
        "DescribeDBParameterGroups" => "<DBParameterGroups>\
            <DBParameterGroup><DBParameterGroupName>charts-tls</DBParameterGroupName><DBParameterGroupFamily>postgres16</DBParameterGroupFamily></DBParameterGroup>\
            <DBParameterGroup><DBParameterGroupName>unused</DBParameterGroupName></DBParameterGroup></DBParameterGroups>"
            .to_owned(),
        "DescribeDBClusterParameterGroups" => "<DBClusterParameterGroups>\
            <DBClusterParameterGroup><DBClusterParameterGroupName>aurora-tls</DBClusterParameterGroupName></DBClusterParameterGroup>\
            <DBClusterParameterGroup><DBClusterParameterGroupName>docs-tls</DBClusterParameterGroupName></DBClusterParameterGroup></DBClusterParameterGroups>"
            .to_owned(),
        "DescribeDBParameters" | "DescribeDBClusterParameters" => PARAMETERS.to_owned(),
        "DescribeOptionGroups" => "<OptionGroupsList><OptionGroup><OptionGroupName>charts-options</OptionGroupName></OptionGroup></OptionGroupsList>"
            .to_owned(),
        "DescribeEventSubscriptions" => "<EventSubscriptionsList><EventSubscription><CustSubscriptionId>alerts</CustSubscriptionId></EventSubscription></EventSubscriptionsList>".to_owned(),
        "DescribeDBProxies" => "<DBProxies><member><DBProxyName>front</DBProxyName></member></DBProxies>".to_owned(),
        other => panic!("nobody should ask {other}"),
    };
    answer(operation, &result)
}

async fn read_all(fake: &Fake) -> (Vec<Resource>, Outcome) {
    fake.read(None, async |ctx| {
        let mut resources = Vec::new();
        let outcome = read(&ctx, &mut resources).await;
        resources.iter().for_each(assert_declared);
        (resources, outcome)
    })
    .await
}

fn of<'a>(resources: &'a [Resource], kind: &str) -> Vec<&'a Resource> {
    resources.iter().filter(|resource| resource.kind == kind).collect()
}

#[tokio::test]
async fn every_kind_is_read_and_each_database_counts_once() {
    let (resources, outcome) = read_all(&Fake::new(region)).await;
    for (kind, report) in &outcome.kinds {
        assert_eq!((report.state, report.count), (KindState::Read, 1), "{kind}");
        assert_eq!(of(&resources, kind).len(), 1, "{kind}");
    }
    assert_eq!(outcome.kinds.len(), 17);
    assert_eq!(resources.len(), 17);
}

#[tokio::test]
async fn tags_come_with_the_listing_and_keep_only_named_values() {
    let (resources, _) = read_all(&Fake::new(region)).await;
    let charts = of(&resources, "AWS::RDS::DBInstance")[0];
    assert_eq!(json!(charts.tags), json!([{ "Key": "phi", "Value": "yes" }, { "Key": "owner" }]));
    assert_eq!(charts.created_at.as_deref(), Some("2025-03-01T10:20:30Z"));
    assert_eq!(of(&resources, "AWS::RDS::DBCluster")[0].tags, Some(Vec::new()));
    let untold = of(&resources, "AWS::DocDB::DBCluster")[0];
    assert_eq!(
        (&untold.tags, untold.unread.len()),
        (&None, 1),
        "a listing without tags says nothing about them"
    );
}

#[tokio::test]
async fn a_snapshot_tells_who_may_restore_it_and_foreign_ones_are_left_out() {
    let (resources, _) = read_all(&Fake::new(region)).await;
    let snapshots = of(&resources, "AWS::RDS::DBSnapshot");
    assert_eq!(snapshots[0].id, "own");
    assert_eq!(snapshots[0].properties["RestoreAccounts"], json!(["all"]));
    let private = of(&resources, "AWS::DocDB::DBClusterSnapshot")[0];
    assert_eq!(private.properties["RestoreAccounts"], json!([]));
}

#[tokio::test]
async fn a_parameter_group_keeps_the_parameters_of_its_engine() {
    let fake = Fake::new(region);
    let (resources, _) = read_all(&fake).await;
    let parameters = |kind: &str| of(&resources, kind)[0].properties["Parameters"].clone();
    assert_eq!(parameters("AWS::RDS::DBParameterGroup"), json!([{ "Key": "rds.force_ssl", "Value": "1" }]));
    assert_eq!(
        parameters("AWS::DocDB::DBClusterParameterGroup"),
        json!([{ "Key": "tls", "Value": "enabled" }])
    );
    let asked = fake.asked("Action=DescribeDBParameters&");
    assert!(asked.iter().all(|question| question.contains("parameter-name")), "{asked:?}");
}

#[tokio::test]
async fn a_group_in_use_that_nothing_lists_is_there_and_unread() {
    let (resources, _) = read_all(&Fake::new(region)).await;
    let group = of(&resources, "AWS::Neptune::DBClusterParameterGroup")[0];
    assert_eq!((group.id.as_str(), unread(group, "Parameters").cause), ("deleted", Cause::GoneDuringScan));
}

#[tokio::test]
async fn each_refused_listing_is_its_kinds_report_and_never_silence() {
    let listings = [
        (
            "DescribeDBInstances",
            vec![
                "AWS::RDS::DBInstance",
                "AWS::DocDB::DBInstance",
                "AWS::RDS::DBParameterGroup",
                "AWS::RDS::OptionGroup",
            ],
        ),
        (
            "DescribeDBClusters",
            vec!["AWS::RDS::DBCluster", "AWS::Neptune::DBCluster", "AWS::DocDB::DBClusterParameterGroup"],
        ),
        ("DescribeDBSnapshots", vec!["AWS::RDS::DBSnapshot"]),
        (
            "DescribeDBClusterSnapshots",
            vec!["AWS::RDS::DBClusterSnapshot", "AWS::Neptune::DBClusterSnapshot"],
        ),
        ("DescribeDBParameterGroups", vec!["AWS::RDS::DBParameterGroup"]),
        ("DescribeDBClusterParameterGroups", vec!["AWS::RDS::DBClusterParameterGroup"]),
        ("DescribeEventSubscriptions", vec!["AWS::RDS::EventSubscription"]),
        ("DescribeDBProxies", vec!["AWS::RDS::DBProxy"]),
    ];
    for (refused, kinds) in listings {
        let fake = Fake::new(move |question| {
            if operation(question) == refused {
                error(403, "AccessDenied").enveloped()
            } else {
                region(question)
            }
        });
        let (resources, outcome) = read_all(&fake).await;
        for kind in kinds {
            let report = &outcome.kinds[kind];
            assert_eq!((report.state, report.count), (KindState::Denied, 0), "{refused} {kind}");
            let why = report.unread.as_ref().expect("a reason");
            assert_eq!(why.action.as_deref(), Some(format!("rds:{refused}").as_str()));
            assert!(of(&resources, kind).is_empty());
        }
    }
}

#[tokio::test]
async fn a_listing_cut_off_on_its_second_page_is_partial() {
    let fake = Fake::new(|question| {
        if question.contains("Marker=more") {
            error(500, "InternalFailure").enveloped()
        } else {
            region(question)
        }
    });
    let (resources, outcome) = read_all(&fake).await;
    for kind in ["AWS::RDS::DBInstance", "AWS::DocDB::DBInstance", "AWS::RDS::DBParameterGroup"] {
        assert_eq!(outcome.kinds[kind].state, KindState::Partial, "{kind}");
    }
    assert_eq!(of(&resources, "AWS::RDS::DBInstance").len(), 1);
}

#[tokio::test]
async fn each_refused_detail_is_unread_on_its_resource() {
    let details = [
        ("DescribeDBSnapshotAttributes", "AWS::RDS::DBSnapshot", "RestoreAccounts"),
        ("DescribeDBClusterSnapshotAttributes", "AWS::Neptune::DBClusterSnapshot", "RestoreAccounts"),
        ("DescribeDBParameters", "AWS::RDS::DBParameterGroup", "Parameters"),
        ("DescribeDBClusterParameters", "AWS::DocDB::DBClusterParameterGroup", "Parameters"),
        ("DescribeOptionGroups", "AWS::RDS::OptionGroup", "OptionConfigurations"),
    ];
    for (refused, kind, property) in details {
        let fake = Fake::new(move |question| {
            if operation(question) == refused {
                error(403, "AccessDenied").enveloped()
            } else {
                region(question)
            }
        });
        let (resources, outcome) = read_all(&fake).await;
        assert_eq!(outcome.kinds[kind].state, KindState::Read);
        let why = unread(of(&resources, kind)[0], property);
        assert_eq!((why.cause, why.action.clone()), (Cause::Denied, Some(format!("rds:{refused}"))));
    }
}

#[tokio::test]
async fn what_is_deleted_between_listing_and_detail_is_gone() {
    let details = [
        ("DescribeDBSnapshotAttributes", "DBSnapshotNotFound", "AWS::RDS::DBSnapshot", "RestoreAccounts"),
        ("DescribeDBParameters", "DBParameterGroupNotFound", "AWS::RDS::DBParameterGroup", "Parameters"),
        ("DescribeOptionGroups", "OptionGroupNotFoundFault", "AWS::RDS::OptionGroup", "OptionConfigurations"),
    ];
    for (asked, code, kind, property) in details {
        let fake = Fake::new(move |question| {
            if operation(question) == asked { error(404, code).enveloped() } else { region(question) }
        });
        let (resources, _) = read_all(&fake).await;
        assert_eq!(unread(of(&resources, kind)[0], property).cause, Cause::GoneDuringScan, "{asked}");
    }
}

#[tokio::test]
async fn option_groups_are_asked_for_by_name_and_only_where_something_runs_with_one() {
    let fake = Fake::new(region);
    let (resources, _) = read_all(&fake).await;
    assert_eq!(of(&resources, "AWS::RDS::OptionGroup")[0].id, "charts-options");
    let asked = fake.asked("Action=DescribeOptionGroups");
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert!(asked[0].contains("OptionGroupName=charts-options"), "{asked:?}");
    let fake = Fake::new(|question| {
        let instances = operation(question) == "DescribeDBInstances";
        if instances { answer("DescribeDBInstances", "<DBInstances/>") } else { region(question) }
    });
    let (_, outcome) = read_all(&fake).await;
    let report = &outcome.kinds["AWS::RDS::OptionGroup"];
    assert_eq!((report.state, report.count), (KindState::Read, 0));
    assert!(fake.asked("Action=DescribeOptionGroups").is_empty());
}
