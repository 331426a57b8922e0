//! `[[agreement]]` as it is written.
#![expect(dead_code, reason = "only the schema is made of these")]

use super::forms::{Account, Day, OrganizationId, Path, Region, Sha256, Slug, Terms, Text};
use crate::register::agreement::{Direction, LegalRole, Offshore, Status};
use crate::register::terms::Answer;
use schemars::JsonSchema;

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(extend("dependencies" = { "document_sha256": ["document"] }))]
#[schemars(extend("not" = { "required": ["breach_notice_days", "breach_notice_hours"] }))]
#[schemars(extend("if" = { "properties": { "status": { "const": "executed" } }, "required": ["status"] }))]
#[schemars(extend("then" = { "required": ["effective"] }))]
pub(super) struct Agreement {
    /// Its name in this register, unique: others refer to it by this.
    id: Text,
    /// Which way the promise goes.
    direction: Direction,
    /// The other side by its legal name, as the document has it.
    counterparty: Text,
    /// Which vendor the other side is, by its short name. Only `aws` makes it the agreement that covers AWS's services.
    vendor: Option<Text>,
    /// What became of it. That it has expired is computed from `expires`, never written.
    status: Status,
    /// The first day it is in force. Required when the status is `executed`.
    effective: Option<Day>,
    /// The last day it is in force. Without it there is no planned end.
    expires: Option<Day>,
    /// The first day it is no longer in force, because somebody ended it.
    terminated: Option<Day>,
    /// The `id` of the agreement that this one renews. A chain without a gap counts from its first day.
    predecessor: Option<Text>,
    /// AWS accounts it covers. An executed agreement with AWS that names neither accounts nor an organization covers nothing.
    accounts: Option<Vec<Account>>,
    /// The AWS organization it covers, with all its present and future accounts.
    organization: Option<OrganizationId>,
    /// AWS regions it is limited to. Without it, every region.
    regions: Option<Vec<Region>>,
    /// AWS services it is limited to, by slug (`baascan services` lists them). Without it, every service.
    services: Option<Vec<Slug>>,
    /// What it leaves out: with AWS, and to a customer, services by slug; with another vendor its surfaces, in the vendor's words.
    carve_outs: Option<Vec<Text>>,
    /// The vendor's surfaces it is limited to, in the vendor's words. Without it, all of them.
    features: Option<Vec<Text>>,
    /// Our accounts at the vendor that it covers: an organization, a workspace, a project.
    vendor_accounts: Option<Vec<Text>>,
    /// Resources with this tag belong to this customer alone.
    tag: Option<Vec<Tag>>,
    /// The facilities it is for, by the `id` of a `[[facility]]`, or its `legal_name` where that has no id.
    facilities: Option<Vec<Text>>,
    /// What must hold in configuration for it to cover anything.
    condition: Option<Vec<Condition>>,
    /// Days from the discovery of a breach to its notice, where the document counts in days.
    #[schemars(range(min = 0, max = 3650))]
    breach_notice_days: Option<i64>,
    /// The same in hours, where the document counts in hours. One of the two, not both.
    #[schemars(range(min = 0, max = 87600))]
    breach_notice_hours: Option<i64>,
    /// What the document says on each term that 45 CFR 164.504(e)(2) and 164.314(a)(2) ask for. A term that is not written is
    /// `not_reviewed`, which is not `no`.
    terms: Option<Terms>,
    /// Whether PHI may leave the United States under it. Without it, `not_reviewed`.
    offshore: Option<Offshore>,
    /// Whether substance-use records under 42 CFR Part 2 are among the data. Without it, `false`.
    part_2: Option<bool>,
    /// Whether the document is also a Qualified Service Organization Agreement (42 CFR 2.11). Without it, `not_reviewed`.
    qsoa: Option<Answer>,
    /// What the other side is under HIPAA (45 CFR 160.103).
    legal_role: Option<LegalRole>,
    /// Who signed for the other side, as the document has it.
    signed_by: Option<Text>,
    /// Which of our legal entities signed. Without it, the register's organization.
    our_entity: Option<Text>,
    /// The day of the later signature. Without it, the first day in force.
    signed_on: Option<Day>,
    /// The first day on which PHI flowed under it, where somebody knows.
    phi_since: Option<Day>,
    /// Why a weaker promise than a customer's was accepted from this vendor, and what is done instead.
    flow_down: Option<Rationale>,
    /// Why none is required: for the status `not_required`.
    reason: Option<Text>,
    /// Who decided that none is required.
    approver: Option<Text>,
    /// The signed document: its path from the register's folder, with `/`, and within that folder.
    document: Option<Path>,
    /// The document's SHA-256 when somebody last read it, as `sha256sum` prints it.
    document_sha256: Option<Sha256>,
    /// Who looks after it.
    owner: Option<Text>,
    /// The day somebody last read it.
    last_reviewed: Option<Day>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Tag {
    /// The tag's key.
    key: Text,
    /// The values that mean this customer. Without it, any value.
    values: Option<Vec<Text>>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Condition {
    /// What the document asks, in a sentence.
    says: Text,
    /// The id of the check that tells whether it holds (`baascan checks list`).
    check: Text,
    /// The services that depend on it, by slug. Without it, all that the agreement covers.
    services: Option<Vec<Slug>>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Rationale {
    /// Why the weaker promise was accepted: the term is not negotiable, say.
    reason: Text,
    /// What is done instead, so that the stricter promise can be kept.
    instead: Text,
    /// Who decided.
    approver: Text,
    /// When.
    date: Option<Day>,
}
