//! Several agreements over one row, dates that are not known, and listings that were denied.

use super::*;

fn second(text: &str) -> String {
    aws(text).replace("id = \"aws\"", "id = \"second\"")
}

#[test]
fn what_is_not_in_force_counts_only_where_its_scope_includes_the_row() {
    let memory = Memory::default().listed(vec![bucket("charts")]);
    let draft = "status = \"draft\"\naccounts = [\"111122223333\"]\nservices = [\"bedrock\"]";
    assert_eq!(verdicts(&memory, &aws(draft)), [Verdict::OutsideScope]);
    let ended = format!("{EXECUTED}\nexpires = 2026-01-01\ncarve_outs = [\"s3\"]");
    assert_eq!(verdicts(&memory, &aws(&ended)), [Verdict::CarvedOut, Verdict::Lapsed]);
    let narrow = aws(&format!("{EXECUTED}\nservices = [\"rds\"]"));
    let general = second(&format!("{EXECUTED}\nexpires = 2026-01-01"));
    assert_eq!(verdicts(&memory, &format!("{narrow}{general}")), [Verdict::Lapsed, Verdict::OutsideScope]);
}

#[test]
fn an_agreement_that_a_renewal_in_force_replaces_is_not_held_against_anything() {
    let memory = Memory::default().listed(vec![resource("AWS::S3::Bucket", "west", "us-west-2")]);
    let old = second(
        "status = \"executed\"\neffective = 2022-01-01\nexpires = 2025-02-28\naccounts = [\"111122223333\"]",
    );
    let renewal = aws(&format!("{EXECUTED}\nregions = [\"us-east-1\"]\npredecessor = \"second\""));
    assert_eq!(verdicts(&memory, &format!("{old}{renewal}")), [Verdict::OutsideScope]);
}

#[test]
fn a_predecessor_counts_only_for_what_it_covered() {
    let renewal = aws(&format!("{EXECUTED}\npredecessor = \"second\""));
    let old = |accounts: &str| {
        second(&format!(
            "status = \"executed\"\neffective = 2022-01-01\nexpires = 2025-02-28\naccounts = [\"{accounts}\"]"
        ))
    };
    let memory = Memory::default().listed(vec![bucket("old")]);
    let before = |text: &str| {
        let register = register(text);
        service_subjects(&rows(&memory, Some(&register))).remove(0).properties["CreatedBefore"].clone()
    };
    assert_eq!(before(&format!("{}{renewal}", old(ACCOUNT))), json!(0));
    assert_eq!(before(&format!("{}{renewal}", old(OTHER))), json!(1));
}

#[test]
fn an_agreement_elsewhere_has_no_date_here() {
    let register = register(&aws(&EXECUTED.replace(ACCOUNT, OTHER)));
    let memory = Memory::default().listed(vec![bucket("old")]);
    let subject = service_subjects(&rows(&memory, Some(&register))).remove(0);
    assert_eq!(subject.properties["AgreementEffective"], json!(null));
}

#[test]
fn an_agreement_that_is_said_not_to_be_required_covers_nothing() {
    let memory = Memory::default().listed(vec![bucket("charts")]);
    let text =
        "status = \"not_required\"\nreason = \"conduit\"\napprover = \"D\"\naccounts = [\"111122223333\"]";
    assert_eq!(verdicts(&memory, &aws(text)), [Verdict::NoAgreement]);
}

#[test]
fn dates_that_are_not_known_leave_the_claim_open_unless_an_older_resource_is_known() {
    let register = register(&aws(EXECUTED));
    let subject = |memory: &Memory| service_subjects(&rows(memory, Some(&register))).remove(0);
    let tagged = subject(&Memory::default().tagged(&["arn:aws:sqs:us-east-1:111122223333:orders"]));
    assert!(!tagged.properties.contains_key("CreatedBefore"));
    assert!(tagged.unread_at("/properties/CreatedBefore").is_some_and(|u| u.cause == Cause::NoCollector));
    let mut undated = bucket("new");
    undated.created_at = None;
    undated.unread.push(Unread::without_call("/created_at", Cause::Denied));
    let alone = subject(&Memory::default().listed(vec![undated.clone()]));
    assert!(!alone.properties.contains_key("EarliestCreated"));
    let beside_an_old_one = subject(&Memory::default().listed(vec![undated, bucket("old")]));
    assert_eq!(beside_an_old_one.properties["CreatedBefore"], json!(1));
}

#[test]
fn a_denied_setting_of_the_account_hides_no_use_and_a_denied_listing_no_gap() {
    let memory = Memory::default().listed(vec![bucket("charts")]).cell(
        GLOBAL,
        "s3control",
        "AWS::S3::AccountPublicAccessBlock",
        KindState::Denied,
        Vec::new(),
    );
    assert_eq!(verdicts(&memory, &aws(EXECUTED)), [Verdict::Covered]);
    let memory = Memory::default().listed(vec![bucket("charts")]).cell(
        "us-east-1",
        "s3control",
        "AWS::S3::AccessPoint",
        KindState::Denied,
        Vec::new(),
    );
    let register = register("");
    let subject = service_subjects(&rows(&memory, Some(&register))).remove(0);
    assert_eq!(subject.properties["Verdicts"], json!(["not_read", "no_agreement"]));
    assert!(!subject.properties.contains_key("Read"));
}

#[test]
fn the_addendum_is_active_by_its_dates_and_over_this_account_only() {
    let found = |more: serde_json::Value| {
        let mut agreement = resource("AWS::Artifact::CustomerAgreement", "ca-1", GLOBAL);
        let mut properties = json!({
            "Id": "customer-agreement-1", "AgreementArn": null, "Name": "AWS Business Associate Addendum",
            "State": "ACTIVE", "Type": "DEFAULT", "AwsAccountId": ACCOUNT, "OrganizationArn": null,
            "EffectiveStart": "2025-01-01T00:00:00Z", "EffectiveEnd": null,
        });
        for (key, value) in more.as_object().expect("an object") {
            properties[key] = value.clone();
        }
        agreement.properties = properties.as_object().cloned().expect("an object");
        let kind = "AWS::Artifact::CustomerAgreement";
        let memory = Memory::default().listed(vec![bucket("a")]).cell(
            GLOBAL,
            "artifact",
            kind,
            KindState::Read,
            vec![agreement],
        );
        rows(&memory, Some(&register(&aws(EXECUTED)))).remove(0).evidence
    };
    assert_eq!(found(json!({})), Some(Evidence::Verified));
    assert_eq!(found(json!({ "EffectiveStart": "2027-01-01T00:00:00Z" })), Some(Evidence::Asserted));
    assert_eq!(found(json!({ "EffectiveEnd": "2025-06-01T00:00:00Z" })), Some(Evidence::Asserted));
    assert_eq!(found(json!({ "AwsAccountId": OTHER })), Some(Evidence::Asserted));
    assert_eq!(found(json!({ "Name": "Custom BAA", "Type": "CUSTOM" })), Some(Evidence::Verified));
    assert_eq!(found(json!({ "Name": "Enterprise Agreement", "Type": "CUSTOM" })), Some(Evidence::Asserted));
}

#[test]
fn customers_agreements_are_held_against_regions_and_carve_outs_too() {
    let text = [
        aws(EXECUTED),
        upstream("europe", "regions = [\"eu-west-1\"]"),
        upstream("without", "carve_outs = [\"s3\"]"),
        upstream("america", "regions = [\"us-east-1\"]"),
    ]
    .concat();
    let register = register(&text);
    let memory = Memory::default().listed(vec![bucket("a")]);
    assert_eq!(rows(&memory, Some(&register)).remove(0).customers, ["america"]);
}
