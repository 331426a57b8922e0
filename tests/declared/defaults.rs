//! What nobody wrote: AWS's default where AWS documents it, and unknown where something else decides.

use crate::judged::{Judged, bad, bad_template, good};
use crate::plans::Plan;
use serde_json::json;

#[test]
fn whether_a_volume_is_encrypted_that_does_not_say_so_is_unknown_for_the_region_decides() {
    let bad = bad();
    bad.is_unknown("ebs-volume-encrypted", "module.compute.aws_ebs_volume.dicom");
    let good = good();
    assert_eq!(good.verdict("ebs-volume-encrypted", "module.compute.aws_ebs_volume.dicom"), "pass");
    let plan = Plan::new()
        .made("aws_ebs_volume.null", json!({ "size": 1, "encrypted": null }), json!({}))
        .made("aws_ebs_volume.no", json!({ "size": 1, "encrypted": false }), json!({}))
        .judged();
    plan.is_unknown("ebs-volume-encrypted", "aws_ebs_volume.null");
    assert_eq!(plan.verdict("ebs-volume-encrypted", "aws_ebs_volume.no"), "fail");
}

#[test]
fn a_database_that_does_not_say_whether_it_is_encrypted_is_not() {
    let bad = bad();
    assert_eq!(bad.verdict("rds-instance-storage-encrypted", "module.charts.aws_db_instance.charts"), "fail");
    let base = Judged::plan("plans/formats/base.json", &[]);
    assert_eq!(base.verdict("rds-instance-storage-encrypted", "aws_db_instance.ledger"), "fail");
    let null = json!({ "identifier": "db", "engine": "postgres", "storage_encrypted": null });
    let plan = Plan::new().made("aws_db_instance.db", null, json!({})).judged();
    assert_eq!(plan.verdict("rds-instance-storage-encrypted", "aws_db_instance.db"), "fail");
}

#[test]
fn a_database_that_comes_from_something_else_is_as_that_is() {
    let copy = json!({ "identifier": "db", "engine": "postgres", "snapshot_identifier": "old", "storage_encrypted": null });
    let plan = Plan::new().made("aws_db_instance.db", copy, json!({})).judged();
    assert_ne!(plan.verdict("rds-instance-storage-encrypted", "aws_db_instance.db"), "pass");
}

#[test]
fn what_a_template_leaves_out_is_what_aws_documents_or_not_known() {
    let bad = bad_template();
    bad.is_unknown("ebs-volume-encrypted", "Compute/Scratch");
    assert_eq!(bad.verdict("rds-instance-storage-encrypted", "Charts/Charts"), "fail");
}
