//! The map against registers and facts in memory.

use super::*;
use crate::eligibility::Eligibility;
use crate::register::Register;
use crate::resource::{
    Cause, Cell, CellEnd, CellStart, Cells, FactsError, GLOBAL, KindReport, KindState, ReadCell, Resource,
    Tag,
};
use crate::service::Catalog;
use serde_json::{Map, json};
use std::collections::BTreeMap;

mod scope;
mod sources;

pub(super) const ACCOUNT: &str = "111122223333";
pub(super) const OTHER: &str = "444455556666";

/// Facts of one account in memory.
#[derive(Default)]
pub(super) struct Memory {
    cells: Vec<ReadCell>,
    resources: BTreeMap<Cell, Vec<Resource>>,
}

impl Memory {
    pub(super) fn cell(
        mut self,
        region: &str,
        api: &str,
        kind: &str,
        state: KindState,
        resources: Vec<Resource>,
    ) -> Self {
        let cell = Cell { account: ACCOUNT.to_owned(), region: region.to_owned(), api: api.to_owned() };
        let unread = (state != KindState::Read).then(|| Unread::without_call("", Cause::Denied));
        let report = KindReport { state, count: resources.len() as u64, unread };
        self.cells.push(ReadCell {
            start: CellStart { cell: cell.clone(), format: 1, principal: None, started: String::new() },
            end: CellEnd {
                ended: String::new(),
                calls: BTreeMap::new(),
                throttled: 0,
                kinds: BTreeMap::from([(kind.to_owned(), report)]),
            },
        });
        self.resources.entry(cell).or_default().extend(resources);
        self
    }

    pub(super) fn listed(self, resources: Vec<Resource>) -> Self {
        self.cell(GLOBAL, "s3", "AWS::S3::Bucket", KindState::Read, resources)
    }

    pub(super) fn tagged(self, arns: &[&str]) -> Self {
        let kind = "AWS::ResourceGroupsTaggingAPI::Resource";
        let resources = arns.iter().map(|arn| resource(kind, arn, "us-east-1")).collect();
        self.cell("us-east-1", "resourcegroupstaggingapi", kind, KindState::Read, resources)
    }
}

impl Cells for Memory {
    fn cells(&self) -> &[ReadCell] {
        &self.cells
    }

    fn resources(&self, cell: &Cell, each: &mut dyn FnMut(Resource)) -> Result<(), FactsError> {
        self.resources.get(cell).into_iter().flatten().cloned().for_each(each);
        Ok(())
    }
}

pub(super) fn resource(kind: &str, id: &str, region: &str) -> Resource {
    Resource {
        kind: kind.to_owned(),
        id: id.to_owned(),
        arn: Some(if kind == "AWS::S3::Bucket" { format!("arn:aws:s3:::{id}") } else { id.to_owned() }),
        account: ACCOUNT.to_owned(),
        region: region.to_owned(),
        name: Some(id.to_owned()),
        created_at: Some("2024-01-02T03:04:05Z".to_owned()),
        tags: Some(Vec::new()),
        properties: Map::new(),
        unread: Vec::new(),
        origin: None,
    }
}

pub(super) fn bucket(name: &str) -> Resource {
    resource("AWS::S3::Bucket", name, "us-east-1")
}

pub(super) fn with_tag(mut resource: Resource, value: &str) -> Resource {
    resource.tags = Some(vec![Tag { key: "phi".to_owned(), value: Some(value.to_owned()) }]);
    resource
}

/// A register of one organization with this text after it.
pub(super) fn register(text: &str) -> Register {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("baa.toml");
    std::fs::write(&path, format!("[organization]\nname = \"Clinic\"\n{text}")).expect("written");
    Register::load(&path, &Eligibility::builtin().slugs()).expect("a valid register")
}

pub(super) fn aws(rest: &str) -> String {
    format!(
        "[[agreement]]\nid = \"aws\"\ndirection = \"downstream\"\ncounterparty = \"Amazon Web Services, Inc.\"\n\
         vendor = \"aws\"\n{rest}\n"
    )
}

pub(super) fn upstream(id: &str, rest: &str) -> String {
    format!(
        "[[agreement]]\nid = \"{id}\"\ndirection = \"upstream\"\ncounterparty = \"Hospital\"\n\
         status = \"executed\"\neffective = 2025-01-01\n{rest}\n"
    )
}

pub(super) fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn sources(register: Option<&Register>) -> Sources<'_> {
    Sources {
        eligibility: Eligibility::builtin(),
        register,
        vendors: crate::vendor::Vendors::builtin(),
        kind: &|name| Catalog::builtin().kind(name),
        regions: None,
        services: None,
    }
}

pub(super) fn gathered(memory: &Memory, register: Option<&Register>) -> Usage {
    Usage::gather(memory, &sources(register)).expect("facts in memory")
}

fn rows_of(
    memory: &Memory,
    register: Option<&Register>,
    organization: Result<Option<&str>, Cause>,
) -> Vec<Row> {
    let usage = gathered(memory, register);
    let known =
        |_: &str| organization.map(|o| o.map(str::to_owned)).map_err(|cause| Unread::without_call("", cause));
    decide(&usage, Eligibility::builtin(), register, &known, &Outcomes::new(), day("2026-11-22"))
}

fn rows(memory: &Memory, register: Option<&Register>) -> Vec<Row> {
    rows_of(memory, register, Ok(None))
}

fn verdicts(memory: &Memory, text: &str) -> Vec<Verdict> {
    let register = register(text);
    rows(memory, Some(&register)).remove(0).verdicts
}

pub(super) const EXECUTED: &str =
    "status = \"executed\"\neffective = 2025-03-01\naccounts = [\"111122223333\"]";

#[test]
fn an_agreement_in_force_over_account_region_and_service_covers() {
    let memory = Memory::default().listed(vec![bucket("charts")]);
    let register = register(&aws(EXECUTED));
    let row = rows(&memory, Some(&register)).remove(0);
    assert_eq!((row.verdict, row.evidence), (Verdict::Covered, Some(Evidence::Asserted)));
    assert_eq!(row.agreement.as_deref(), Some("aws"));
}

#[test]
fn a_register_without_any_agreement_with_aws_is_a_gap() {
    let memory = Memory::default().listed(vec![bucket("charts")]);
    assert_eq!(verdicts(&memory, ""), [Verdict::NoAgreement]);
}

#[test]
fn an_agreement_that_names_another_account_or_nothing_is_outside_scope() {
    let memory = Memory::default().listed(vec![bucket("charts")]);
    let other = EXECUTED.replace(ACCOUNT, OTHER);
    assert_eq!(verdicts(&memory, &aws(&other)), [Verdict::OutsideScope]);
    let nothing = "status = \"executed\"\neffective = 2025-03-01";
    assert_eq!(verdicts(&memory, &aws(nothing)), [Verdict::OutsideScope]);
}

#[test]
fn one_region_outside_the_agreement_is_enough() {
    let memory =
        Memory::default().listed(vec![bucket("charts"), resource("AWS::S3::Bucket", "west", "us-west-2")]);
    let narrowed = format!("{EXECUTED}\nregions = [\"us-east-1\"]");
    assert_eq!(verdicts(&memory, &aws(&narrowed)), [Verdict::OutsideScope]);
    let both = format!("{EXECUTED}\nregions = [\"us-east-1\", \"us-west-2\"]");
    assert_eq!(verdicts(&memory, &aws(&both)), [Verdict::Covered]);
}

#[test]
fn services_narrow_and_carve_outs_exclude() {
    let memory = Memory::default().listed(vec![bucket("charts")]);
    assert_eq!(
        verdicts(&memory, &aws(&format!("{EXECUTED}\nservices = [\"rds\"]"))),
        [Verdict::OutsideScope]
    );
    assert_eq!(verdicts(&memory, &aws(&format!("{EXECUTED}\ncarve_outs = [\"s3\"]"))), [Verdict::CarvedOut]);
}

#[test]
fn what_has_ended_is_lapsed_and_what_is_not_signed_is_pending() {
    let memory = Memory::default().listed(vec![bucket("charts")]);
    let ended = format!("{EXECUTED}\nexpires = 2026-11-21");
    assert_eq!(verdicts(&memory, &aws(&ended)), [Verdict::Lapsed]);
    let last_day = format!("{EXECUTED}\nexpires = 2026-11-22");
    assert_eq!(verdicts(&memory, &aws(&last_day)), [Verdict::Covered]);
    let sent = "status = \"sent\"\naccounts = [\"111122223333\"]";
    assert_eq!(verdicts(&memory, &aws(sent)), [Verdict::Pending]);
}

#[test]
fn a_lapsed_agreement_and_its_unsigned_renewal_both_show_the_worse_first() {
    let memory = Memory::default().listed(vec![bucket("charts")]);
    let ended = aws(&format!("{EXECUTED}\nexpires = 2026-06-30"));
    let renewal = aws("status = \"sent\"\naccounts = [\"111122223333\"]\npredecessor = \"aws\"")
        .replace("id = \"aws\"", "id = \"aws-2026\"");
    assert_eq!(verdicts(&memory, &format!("{ended}{renewal}")), [Verdict::Lapsed, Verdict::Pending]);
}

#[test]
fn an_agreement_for_an_organization_covers_its_members_only() {
    let memory = Memory::default().listed(vec![bucket("charts")]);
    let text = "status = \"executed\"\neffective = 2025-03-01\norganization = \"o-exampleorg1\"";
    let register = register(&aws(text));
    let of = |organization| rows_of(&memory, Some(&register), organization).remove(0).verdicts;
    assert_eq!(of(Ok(Some("o-exampleorg1"))), [Verdict::Covered]);
    assert_eq!(of(Ok(Some("o-anotherorg22"))), [Verdict::OutsideScope]);
    assert_eq!(of(Ok(None)), [Verdict::OutsideScope]);
    assert_eq!(of(Err(Cause::Denied)), [Verdict::NotRead]);
}

#[test]
fn a_listing_that_was_denied_is_not_read_and_beats_everything() {
    let memory = Memory::default().cell(GLOBAL, "s3", "AWS::S3::Bucket", KindState::Denied, Vec::new());
    assert_eq!(verdicts(&memory, ""), [Verdict::NotRead, Verdict::NoAgreement]);
}

#[test]
fn services_seen_by_tag_alone_have_their_row_and_an_unknown_one_is_unmapped_not_ineligible() {
    let memory = Memory::default().tagged(&[
        "arn:aws:apprunner:us-east-1:111122223333:service/intake/1",
        "arn:aws:quantumledgerthing:us-east-1:111122223333:thing/1",
        "arn:aws:bedrock:us-east-1:111122223333:agent/A1",
    ]);
    let register = register(&aws(EXECUTED));
    let found: Vec<(String, Verdict)> =
        rows(&memory, Some(&register)).into_iter().map(|r| (r.service, r.verdict)).collect();
    assert_eq!(
        found,
        [
            ("app-runner".to_owned(), Verdict::NotEligible),
            ("bedrock".to_owned(), Verdict::Covered),
            ("quantumledgerthing".to_owned(), Verdict::Unmapped),
        ]
    );
}

#[test]
fn a_resource_that_is_listed_and_tagged_counts_once() {
    let memory = Memory::default().listed(vec![bucket("charts")]).tagged(&["arn:aws:s3:::charts"]);
    let row = rows(&memory, None).remove(0);
    assert_eq!((row.resources, row.seen_by), (1, vec![SeenBy::List, SeenBy::Tag]));
    assert_eq!(row.verdicts, [Verdict::NoRegister]);
}

#[test]
fn aurora_counts_under_its_own_service() {
    let mut instance =
        resource("AWS::RDS::DBInstance", "arn:aws:rds:us-east-1:111122223333:db:a", "us-east-1");
    instance.properties.insert("Engine".to_owned(), json!("aurora-postgresql"));
    let memory =
        Memory::default().cell("us-east-1", "rds", "AWS::RDS::DBInstance", KindState::Read, vec![instance]);
    assert_eq!(rows(&memory, None).remove(0).service, "aurora");
}

const SCOPE: &str = "[scope]\nphi_accounts = [\"111122223333\"]\n\
    [[scope.tag_rule]]\nkey = \"phi\"\nvalues = [\"no\"]\nphi = false\n\
    [[scope.tag_rule]]\nkey = \"phi\"\nvalues = [\"yes\"]\nphi = true\n";

#[test]
fn a_row_is_without_phi_only_when_every_resource_is_tagged_so() {
    let text = format!("{}{SCOPE}", aws(EXECUTED));
    let all = Memory::default().listed(vec![with_tag(bucket("a"), "no"), with_tag(bucket("b"), "no")]);
    assert_eq!(verdicts(&all, &text), [Verdict::NoPhi]);
    let one_untagged = Memory::default().listed(vec![with_tag(bucket("a"), "no"), bucket("b")]);
    assert_eq!(verdicts(&one_untagged, &text), [Verdict::Covered]);
    let mut unread = with_tag(bucket("b"), "no");
    unread.tags = None;
    let one_unread = Memory::default().listed(vec![with_tag(bucket("a"), "no"), unread]);
    assert_eq!(verdicts(&one_unread, &text), [Verdict::Covered]);
}

#[test]
fn a_tag_that_says_phi_outweighs_an_account_declared_without() {
    let text = format!("{}{}", aws(EXECUTED), SCOPE.replace("phi_accounts", "no_phi_accounts"));
    let register = register(&text);
    let tagged = Memory::default().listed(vec![with_tag(bucket("a"), "yes")]);
    assert_eq!(rows(&tagged, Some(&register)).remove(0).phi, Phi::Declared);
    let plain = Memory::default().listed(vec![bucket("a")]);
    assert_eq!(rows(&plain, Some(&register)).remove(0).verdict, Verdict::NoPhi);
}

#[test]
fn exclusions_take_a_service_or_a_resource_out_of_scope() {
    let exclusion = |what: &str| {
        format!(
            "{}{SCOPE}[[scope.exclusion]]\n{what}\nreason = \"public\"\napprover = \"D\"\n",
            aws(EXECUTED)
        )
    };
    let memory = Memory::default().listed(vec![bucket("a")]);
    assert_eq!(verdicts(&memory, &exclusion("service = \"s3\"")), [Verdict::NoPhi]);
    assert_eq!(verdicts(&memory, &exclusion("arn = \"arn:aws:s3:::a\"")), [Verdict::NoPhi]);
    assert_eq!(verdicts(&memory, &exclusion("arn = \"arn:aws:s3:::b\"")), [Verdict::Covered]);
}

#[test]
fn customers_are_the_upstream_agreements_that_include_the_row() {
    let text = [
        aws(EXECUTED),
        upstream("everything", ""),
        upstream("here", "accounts = [\"111122223333\"]"),
        upstream("elsewhere", "accounts = [\"444455556666\"]"),
        upstream("databases", "services = [\"rds\"]"),
    ]
    .concat();
    let register = register(&text);
    let memory = Memory::default().listed(vec![bucket("a")]);
    assert_eq!(rows(&memory, Some(&register)).remove(0).customers, ["everything", "here"]);
}

#[test]
fn the_addendum_is_verified_when_artifact_lists_it_as_active() {
    let agreement = |state: &str| {
        let mut found = resource("AWS::Artifact::CustomerAgreement", "ca-1", GLOBAL);
        found.properties = Map::from_iter([
            ("Id".to_owned(), json!("customer-agreement-1")),
            ("AgreementArn".to_owned(), json!("arn:aws:artifact:::agreement/agreement-9c1kBcYznTkcpRIm")),
            ("Name".to_owned(), json!("AWS Business Associate Addendum")),
            ("State".to_owned(), json!(state)),
        ]);
        found
    };
    let register = register(&aws(EXECUTED));
    let of = |agreements: Vec<Resource>| {
        let kind = "AWS::Artifact::CustomerAgreement";
        let memory = Memory::default().listed(vec![bucket("a")]);
        let memory = memory.cell(GLOBAL, "artifact", kind, KindState::Read, agreements);
        rows(&memory, Some(&register)).remove(0).evidence
    };
    assert_eq!(of(vec![agreement("CUSTOMER_TERMINATED"), agreement("ACTIVE")]), Some(Evidence::Verified));
    assert_eq!(of(vec![agreement("CUSTOMER_TERMINATED")]), Some(Evidence::Asserted));
    assert_eq!(of(Vec::new()), Some(Evidence::Asserted));
}

#[test]
fn what_predates_the_chain_of_renewals_is_counted() {
    let text = aws(EXECUTED);
    let register = register(&text);
    let memory = Memory::default().listed(vec![bucket("old")]);
    let subject = service_subjects(&rows(&memory, Some(&register))).remove(0);
    assert_eq!(subject.properties["CreatedBefore"], json!(1));
    assert_eq!(subject.properties["AgreementEffective"], json!("2025-03-01"));
    assert_eq!(subject.properties["CreatedAtMoves"], json!(true));
}

#[test]
fn a_row_that_is_not_read_has_its_verdicts_unread() {
    let register = register(&aws(EXECUTED));
    let memory = Memory::default().cell(GLOBAL, "s3", "AWS::S3::Bucket", KindState::Denied, Vec::new());
    let subject = service_subjects(&rows(&memory, Some(&register))).remove(0);
    assert!(!subject.properties.contains_key("Verdicts"));
    assert!(subject.unread_at("/properties/Verdicts").is_some_and(|u| u.cause == Cause::Denied));
}
