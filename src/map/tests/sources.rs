//! Services that only Resource Explorer or the bill shows.

use super::*;
use crate::map::usage::SeenBy;
use std::collections::BTreeSet;

fn explored(memory: Memory, arns: &[&str]) -> Memory {
    let kind = "AWS::ResourceExplorer2::Resource";
    let resources = arns.iter().map(|arn| resource(kind, arn, "us-east-1")).collect();
    memory.cell("us-east-1", "resource-explorer-2", kind, KindState::Read, resources)
}

fn billed(memory: Memory, lines: &[(&str, &str, &str)]) -> Memory {
    let kind = "AWS::CE::ServiceCost";
    let line = |(service, account, cost): &(&str, &str, &str)| {
        let mut line = resource(kind, service, GLOBAL);
        line.properties.insert("Keys".to_owned(), json!([service, account]));
        line.properties.insert("UnblendedCost".to_owned(), json!(cost));
        line
    };
    memory.cell(GLOBAL, "ce", kind, KindState::Read, lines.iter().map(line).collect())
}

fn told(memory: &Memory) -> Vec<(String, u64, Vec<SeenBy>, Vec<String>)> {
    let rows = rows(memory, None).into_iter();
    rows.map(|row| (row.service, row.resources, row.seen_by, row.usage.disagreements())).collect()
}

#[test]
fn a_service_that_only_the_bill_names_has_a_row_that_says_so() {
    let memory = billed(
        Memory::default(),
        &[
            ("Amazon GameLift", ACCOUNT, "17.5"),
            ("AWS CodeStar", ACCOUNT, "0"),
            ("Amazon Athena", OTHER, "3.0"),
            ("Tax", ACCOUNT, "2.0"),
            ("Lab Partner, Inc. sequencing", ACCOUNT, "90.0"),
        ],
    );
    let bill = || vec![SeenBy::Billing];
    let nothing = "billed, and no resource was found".to_owned();
    let free = "named by the bill at zero cost, and no resource was found".to_owned();
    let mut expected = [
        ("gamelift".to_owned(), 0, bill(), vec![nothing.clone()]),
        ("codestar".to_owned(), 0, bill(), vec![free]),
        ("Lab Partner, Inc. sequencing".to_owned(), 0, bill(), vec![nothing]),
    ];
    let mut found = told(&memory);
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn a_line_of_the_bill_confirms_every_service_that_it_holds() {
    let mut instance =
        resource("AWS::RDS::DBInstance", "arn:aws:rds:us-east-1:111122223333:db:a", "us-east-1");
    instance.properties.insert("Engine".to_owned(), json!("aurora-postgresql"));
    let memory =
        Memory::default().cell("us-east-1", "rds", "AWS::RDS::DBInstance", KindState::Read, vec![instance]);
    let memory = billed(memory, &[("Amazon Relational Database Service", ACCOUNT, "200")]);
    assert_eq!(told(&memory), [("aurora".to_owned(), 1, vec![SeenBy::List, SeenBy::Billing], vec![])]);
}

#[test]
fn what_resource_explorer_shows_of_a_service_that_was_read_opens_no_row() {
    let memory = Memory::default().listed(vec![bucket("charts")]);
    let shown = ["arn:aws:s3:::charts", "arn:aws:gamelift:us-east-1:111122223333:fleet/f-1"];
    let memory = explored(memory, &shown);
    let found = told(&memory);
    let word = "Resource Explorer shows 1, and no list shows any".to_owned();
    let expected = [
        ("gamelift".to_owned(), 1, vec![SeenBy::ResourceExplorer], vec![word]),
        ("s3".to_owned(), 1, vec![SeenBy::List, SeenBy::ResourceExplorer], vec![]),
    ];
    assert_eq!(found, expected);
    // A default network is always there: its own list leaves it aside, and so does this.
    let empty = explored(Memory::default().listed(vec![]), &["arn:aws:s3:::aws-quicksetup-logs"]);
    assert_eq!(told(&empty), []);
}

#[test]
fn an_index_of_the_organization_and_of_all_regions_opens_no_row_of_another_account_or_region() {
    let kind = "AWS::ResourceExplorer2::Resource";
    let shown = |arn: &str, owner: &str| {
        let mut shown = resource(kind, arn, "us-east-1");
        shown.properties.insert("OwningAccountId".to_owned(), json!(owner));
        shown
    };
    let memory = Memory::default().cell(
        "us-east-1",
        "resource-explorer-2",
        kind,
        KindState::Read,
        vec![
            shown("arn:aws:gamelift:us-east-1:111122223333:fleet/f-1", ACCOUNT),
            shown("arn:aws:gamelift:us-east-1:444455556666:fleet/f-2", OTHER),
            shown("arn:aws:athena:eu-west-1:111122223333:workgroup/w", ACCOUNT),
        ],
    );
    let services = |regions: Option<&BTreeSet<String>>| {
        let sources = Sources { regions, ..sources(None) };
        let usage = Usage::gather(&memory, &sources).expect("facts in memory");
        usage
            .rows()
            .map(|(account, slug, used)| (account.to_owned(), slug.to_owned(), used.resources()))
            .collect::<Vec<_>>()
    };
    let row = |slug: &str| (ACCOUNT.to_owned(), slug.to_owned(), 1);
    assert_eq!(services(None), [row("athena"), row("gamelift")]);
    assert_eq!(services(Some(&BTreeSet::from(["us-east-1".to_owned()]))), [row("gamelift")]);
}

#[test]
fn a_source_that_cannot_be_asked_is_in_the_inventory_and_hides_no_row() {
    let denied = Memory::default().listed(vec![bucket("charts")]).cell(
        GLOBAL,
        "ce",
        "AWS::CE::ServiceCost",
        KindState::Denied,
        vec![],
    );
    let usage = gathered(&denied, None);
    let unread: Vec<_> = usage
        .inventory()
        .filter(|(_, by, _)| *by == SeenBy::Billing)
        .flat_map(|(_, _, told)| told.unread.iter().cloned())
        .collect();
    assert_eq!(unread, [(GLOBAL.to_owned(), Cause::Denied)]);
    assert_eq!(rows(&denied, None).len(), 1);
}
