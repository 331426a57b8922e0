//! Calls that fail otherwise than by a denial. A call that hangs takes half a minute to time out, which is proven beside the
//! code (`source::aws::refusal`); here it would only cost time.
use crate::support::{Answer, Rule};
use crate::world::{ACCOUNT, NARROW, Scan, assert_same, causes, fake, keys, program};
use hyper::body::Bytes;
use serde_json::{Value, json};

const CHECK: &str = "rds-instance-storage-encrypted";

fn instances() -> Rule {
    Rule::operation("rds", "DescribeDBInstances")
}

/// The one row of the check, which must be about the listing.
fn only_row(scan: &Scan) -> Value {
    let mut rows = scan.of(CHECK);
    assert_eq!(rows.len(), 1, "{rows:?}");
    let row = rows.remove(0);
    assert_eq!(row["verdict"], "not_evaluated", "{row}");
    row
}

#[test]
fn throttling_that_ends_changes_nothing() {
    let fake = fake();
    let whole = Scan::narrow(&fake).rows();
    fake.rule(instances().times(3).answers(Answer::throttled()));
    fake.rule(Rule::operation("s3", "GetBucketVersioning").times(2).answers(Answer::throttled()));
    fake.rule(Rule::operation("kms", "ListKeys").times(2).answers(Answer::throttled()));
    let program = crate::support::Baascan::new().keys(keys()).endpoint(fake.url());
    let scan = Scan::run(program, &NARROW);
    assert_same(&scan.rows(), &whole);
    let throttled = scan.record()["run"]["throttled"].clone();
    assert_eq!((throttled["rds"].as_u64(), throttled["s3"].as_u64()), (Some(3), Some(2)), "{throttled}");
}

#[test]
fn throttling_without_end_is_said_to_be_so() {
    let fake = fake();
    fake.rule(instances().answers(Answer::throttled()));
    let scan = Scan::narrow(&fake);
    assert_eq!(causes(&only_row(&scan)), ["throttled"]);
    assert_eq!(fake.count("rds", "DescribeDBInstances"), 2, "AWS_MAX_ATTEMPTS is 2");
}

#[test]
fn a_server_that_fails_is_a_failure_and_costs_little() {
    let fake = fake();
    fake.rule(instances().answers(Answer::failed()));
    let program = crate::support::Baascan::new().keys(keys()).endpoint(fake.url());
    let scan = Scan::run(program, &NARROW);
    let row = only_row(&scan);
    assert_eq!(causes(&row), ["failed"]);
    assert_eq!(row["causes"][0]["code"], "InternalError");
    assert_eq!(fake.count("rds", "DescribeDBInstances"), 3);
}

#[test]
fn a_page_cut_off_is_no_empty_page() {
    let fake = fake();
    fake.rule(instances().answers(Answer::cut_off()));
    let row = only_row(&Scan::narrow(&fake));
    assert!(["failed", "unreachable"].contains(&causes(&row)[0]), "{row}");
}

/// The first page of instances, as if there were another.
fn more(body: Bytes) -> Bytes {
    let page = String::from_utf8_lossy(&body);
    Bytes::from(page.replace("</DBInstances>", "</DBInstances><Marker>second-page</Marker>"))
}

#[test]
fn a_second_page_cut_off_leaves_the_first_and_one_row_more() {
    let fake = fake();
    let whole = Scan::narrow(&fake).of(CHECK);
    fake.rule(instances().answers(Answer::amended(more)));
    fake.rule(instances().on("second-page").answers(Answer::cut_off()));
    let rows = Scan::narrow(&fake).of(CHECK);
    assert_eq!(rows.len(), whole.len() + 1, "{rows:?}");
    let unread: Vec<_> = rows.iter().filter(|row| row["verdict"] == "not_evaluated").collect();
    assert_eq!(unread.len(), 1, "{unread:?}");
}

#[test]
fn a_page_that_points_to_itself_ends() {
    let fake = fake();
    let page = "<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances/><Marker>again</Marker>\
        </DescribeDBInstancesResult></DescribeDBInstancesResponse>";
    fake.rule(instances().answers(Answer::text(200, page)));
    let keys = json!({ "Keys": [], "Truncated": true, "NextMarker": "again" });
    fake.rule(Rule::operation("kms", "ListKeys").answers(Answer::json(&keys)));
    let scan = Scan::run(program(&fake), &["--services", "rds,kms"]);
    assert_eq!(causes(&only_row(&scan)), ["failed"]);
    assert_eq!(fake.count("rds", "DescribeDBInstances"), 2);
    assert_eq!(fake.count("kms", "ListKeys"), 2);
    let rotation = scan.of("kms-key-rotation-enabled");
    assert_eq!((rotation.len(), causes(&rotation[0])), (1, vec!["failed"]), "{rotation:?}");
}

#[test]
fn a_bucket_that_lives_elsewhere_is_asked_there() {
    let fake = fake();
    let bucket = format!("small-bare-{ACCOUNT}");
    let whole = Scan::run(program(&fake), &["--services", "s3"]);
    fake.clear_seen();
    let here = Rule::operation("s3", "GetBucketVersioning").on(&bucket).region("us-east-1");
    fake.rule(here.answers(Answer::redirect("eu-west-1")));
    let scan = Scan::run(program(&fake), &["--services", "s3"]);
    let there = fake.seen().into_iter().any(|seen| {
        seen.region == "eu-west-1"
            && seen.operation.as_deref() == Some("GetBucketVersioning")
            && seen.path.contains(&bucket)
    });
    assert!(there, "{:?}", fake.seen());
    let verdicts = |scan: &Scan| -> Vec<_> {
        let rows = scan.of("s3-bucket-versioning");
        rows.into_iter().map(|row| (row["resource"]["id"].clone(), row["verdict"].clone())).collect()
    };
    assert_eq!(verdicts(&scan), verdicts(&whole));
}

#[test]
fn a_service_that_the_account_has_not_enabled_does_not_apply() {
    let fake = fake();
    fake.rule(Rule::service("rds").answers(Answer::error(403, "OptInRequired")));
    fake.rule(Rule::service("kms").answers(Answer::error(403, "OptInRequired")));
    let scan = Scan::run(program(&fake), &["--services", "rds,kms"]);
    for check in [CHECK, "rds-proxy-require-tls", "kms-key-rotation-enabled"] {
        let rows = scan.of(check);
        assert_eq!(rows.len(), 1, "{rows:?}");
        assert_eq!(
            (&rows[0]["verdict"], &rows[0]["reason"]),
            (&json!("not_applicable"), &json!("region disabled"))
        );
    }
}
