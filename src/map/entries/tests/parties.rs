//! Accounts, third parties and vendors.

use super::*;
use crate::map::Verdict;

const ORGANIZATION: &str = "status = \"executed\"\neffective = 2025-03-01\norganization = \"o-exampleorg1\"";

fn in_organization(text: &str, organization: Result<Option<&'static str>, Cause>) -> Resource {
    let mut house = House::of(text);
    house.organization = organization;
    house.subject("Register::Account", ACCOUNT)
}

#[test]
fn an_account_under_the_organizations_agreement_alone_says_so() {
    let subject = in_organization(&aws(ORGANIZATION), Ok(Some("o-exampleorg1")));
    assert_eq!(subject.properties["RegisterInForce"], json!(true));
    assert_eq!(subject.properties["ByOrganizationOnly"], json!(true));
    let both = format!("{ORGANIZATION}\naccounts = [\"111122223333\"]");
    let subject = in_organization(&aws(&both), Ok(Some("o-exampleorg1")));
    assert_eq!(subject.properties["ByOrganizationOnly"], json!(false));
    assert_eq!(in_organization(&aws(ORGANIZATION), Ok(None)).properties["RegisterInForce"], json!(false));
}

#[test]
fn while_the_organization_is_unread_its_agreement_may_be_over_the_account() {
    let subject = in_organization(&aws(ORGANIZATION), Err(Cause::Denied));
    assert_eq!(unread(&subject, "RegisterInForce"), Some(Cause::Denied));
    let over = format!("{ORGANIZATION}\nexpires = 2026-01-31");
    assert_eq!(in_organization(&aws(&over), Err(Cause::Denied)).properties["RegisterInForce"], json!(false));
    assert_eq!(
        in_organization(&aws(EXECUTED), Err(Cause::Denied)).properties["RegisterInForce"],
        json!(true)
    );
}

#[test]
fn artifact_alone_may_hold_it_and_is_not_quoted_where_nobody_asked() {
    let mut found = resource("AWS::Artifact::CustomerAgreement", "ca-1", GLOBAL);
    found.properties.insert("Id".to_owned(), json!("agreement-9c1kBcYznTkcpRIm"));
    found.properties.insert("State".to_owned(), json!("ACTIVE"));
    let kind = "AWS::Artifact::CustomerAgreement";
    let asked = |state, found| Memory::default().cell(GLOBAL, "artifact", kind, state, found);
    let of = |memory: &Memory| House::over("", memory).subject("Register::Account", ACCOUNT);
    let subject = of(&asked(KindState::Read, vec![found]));
    assert_eq!(subject.properties["ArtifactInForce"], json!(true));
    assert_eq!(subject.properties["RegisterInForce"], json!(false));
    assert_eq!(of(&asked(KindState::Read, Vec::new())).properties["ArtifactInForce"], json!(false));
    assert_eq!(unread(&of(&asked(KindState::Denied, Vec::new())), "ArtifactInForce"), Some(Cause::Denied));
    assert_eq!(unread(&of(&Memory::default()), "ArtifactInForce"), Some(Cause::NotCollected));
}

#[test]
fn an_account_that_the_register_declares_and_nobody_scanned_has_its_entry() {
    let house = House::of("[scope]\nphi_accounts = [\"444455556666\"]\n");
    let subject = house.subject("Register::Account", OTHER);
    assert_eq!(subject.properties["InFacts"], json!(false));
    assert_eq!(subject.properties["Phi"], json!("declared"));
    assert_eq!(unread(&subject, "ArtifactInForce"), Some(Cause::NotCollected));
}

/// A role that lets an account in.
fn trusting(account: &str) -> Memory {
    let mut role = resource("AWS::IAM::Role", "arn:aws:iam::111122223333:role/watch", GLOBAL);
    let trust = json!({"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"AWS": format!("arn:aws:iam::{account}:root")}}]});
    role.properties.insert("AssumeRolePolicyDocument".to_owned(), trust);
    Memory::default().cell(GLOBAL, "iam", "AWS::IAM::Role", KindState::Read, vec![role])
}

const DATADOG: &str = "464622532012";

fn third_party(text: &str) -> Resource {
    House::over(text, &trusting(DATADOG)).subject("AWS::::ThirdParty", "datadog")
}

fn standing(text: &str) -> serde_json::Value {
    third_party(text).properties["Standing"].clone()
}

#[test]
fn a_third_party_is_registered_by_its_row_or_its_agreement_and_stands_as_that_does() {
    let of = third_party("");
    assert_eq!(of.properties["Registered"], json!(false));
    assert_eq!(of.properties["Standing"], json!(null));
    let here = "accounts = [\"111122223333\"]";
    assert_eq!(standing(&vendor("datadog", here)), json!("in_force"));
    let lapsed = third_party(&vendor("datadog", &format!("{here}\nexpires = 2026-11-21")));
    assert_eq!(lapsed.properties["Standing"], json!("lapsed"));
    assert_eq!(lapsed.properties["Ended"], json!("2026-11-21"));
    assert_eq!(standing(&vendor("datadog", "")), json!("scope_unknown"));
    let row = third_party("[[vendor]]\nid = \"dd\"\nname = \"data dog\"\nphi_allowed = true\n");
    assert_eq!(row.properties["Registered"], json!(true));
}

#[test]
fn an_agreement_over_another_account_is_none_here() {
    let there = "accounts = [\"444455556666\"]";
    assert_eq!(standing(&vendor("datadog", there)), json!("outside_scope"));
    let here =
        vendor("datadog", "accounts = [\"111122223333\"]").replace("id = \"datadog\"", "id = \"dd-2024\"");
    let here = here.replace("2025-01-01", "2024-01-01");
    assert_eq!(standing(&[vendor("datadog", there), here].concat()), json!("in_force"));
    assert_eq!(standing(&vendor("datadog", "vendor_accounts = [\"org 12\"]")), json!("in_force"));
    let organization = "organization = \"o-exampleorg1\"";
    assert_eq!(standing(&vendor("datadog", organization)), json!("outside_scope"));
    let mut house = House::over(&vendor("datadog", organization), &trusting(DATADOG));
    house.organization = Err(Cause::Denied);
    let subject = house.subject("AWS::::ThirdParty", "datadog");
    assert_eq!(unread(&subject, "Standing"), Some(Cause::Denied));
}

#[test]
fn an_account_that_nobody_knows_stands_for_itself_and_our_own_is_no_third_party() {
    let house = House::over("", &trusting("909090909090"));
    let subject = house.subject("AWS::::ThirdParty", "909090909090");
    assert_eq!(subject.name.as_deref(), Some("account 909090909090"));
    assert_eq!(subject.properties["Registered"], json!(false));
    let ours = "[scope]\nno_phi_accounts = [\"909090909090\"]\n";
    let none = House::over(ours, &trusting("909090909090")).subjects();
    assert!(none.iter().all(|subject| subject.kind != "AWS::::ThirdParty"));
}

#[test]
fn of_a_vendors_agreements_the_one_in_force_counts_and_then_its_renewal() {
    let row = "[[vendor]]\nid = \"paging\"\nphi_allowed = true\nbaa = \"paging\"\n";
    let scope = "accounts = [\"111122223333\"]";
    let old = vendor("paging", &format!("{scope}\nexpires = 2026-06-30"));
    let renewed = vendor("paging", &format!("{scope}\npredecessor = \"paging\""))
        .replace("id = \"paging\"", "id = \"paging-2026\"")
        .replace("2025-01-01", "2026-07-01")
        .replace("vendor = \"paging\"\n", "");
    let of = |text: &[&str]| {
        let subject = House::of(&text.concat()).subject("Register::Vendor", "paging");
        (subject.properties["Agreement"].clone(), subject.properties["Standing"].clone())
    };
    assert_eq!(of(&[&old, row]), (json!("paging"), json!("lapsed")));
    assert_eq!(of(&[&old, &renewed, row]), (json!("paging-2026"), json!("in_force")));
    let draft = renewed.replace("\"executed\"", "\"draft\"");
    assert_eq!(of(&[&old, &draft, row]), (json!("paging-2026"), json!("pending")));
    assert_eq!(of(&[&vendor("paging", ""), row]), (json!("paging"), json!("scope_unknown")));
}

#[test]
fn surfaces_that_nobody_wrote_are_not_said_to_be_covered() {
    let row = |rest: &str| format!("[[vendor]]\nid = \"paging\"\nphi_allowed = true\n{rest}\n");
    let of = |agreement: &str, rest: &str| {
        let text = [vendor("paging", agreement), row(rest)].concat();
        House::of(&text).subject("Register::Vendor", "paging")
    };
    let narrow = "features = [\"alerts\"]";
    assert_eq!(unread(&of(narrow, ""), "CarvedOut"), Some(Cause::NotReviewed));
    assert_eq!(texts(&of(narrow, "surfaces = [\"alerts\"]"), "CarvedOut"), [""; 0]);
    assert_eq!(texts(&of(narrow, "surfaces = [\"chat\"]"), "CarvedOut").len(), 1);
    assert_eq!(texts(&of("vendor_accounts = [\"1\"]", ""), "CarvedOut"), [""; 0]);
}

#[test]
fn a_vendor_that_is_seen_under_its_known_name_is_seen() {
    let row = "[[vendor]]\nid = \"dd\"\nname = \"Datadog\"\nphi_allowed = true\n";
    let subject = House::over(row, &trusting(DATADOG)).subject("Register::Vendor", "dd");
    assert_eq!(texts(&subject, "SeenAs"), ["trust_policy in 111122223333"]);
}

#[test]
fn a_region_that_was_refused_is_no_gap_of_an_agreement_limited_to_another() {
    let memory = Memory::default().listed(vec![bucket("a")]).cell(
        "eu-west-1",
        "x",
        "AWS::S3::Bucket",
        KindState::Denied,
        Vec::new(),
    );
    let house = House::over(&aws(&format!("{EXECUTED}\nregions = [\"us-east-1\"]")), &memory);
    assert_eq!(house.rows[0].verdicts, [Verdict::NotRead]);
    assert_eq!(house.rows[0].regions, ["us-east-1"]);
}
