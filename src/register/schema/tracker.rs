//! The organization, vendors, facilities, insurance, attestations and scope as they are written.
#![expect(dead_code, reason = "only the schema is made of these")]

use super::forms::{
    Account, Arn, Day, Done, Letter, Npi, OneOrMore, Path, Sha256, Slug, Text, UnitId, WayToSign,
};
use crate::register::tracker::Attested;
use schemars::JsonSchema;

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Organization {
    /// The legal name, as agreements have it.
    name: Text,
    /// Names of products. None of them is a legal entity, and none can sign.
    product_names: Option<Vec<Text>>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Vendor {
    /// Its short name, unique among the vendors: the `vendor` of its agreement. AWS is `aws`.
    id: Text,
    /// Its name, where the short one is not it.
    name: Option<Text>,
    /// What it is for, where its own file does not say: `ai`, `communications`, `error-tracking` or another word.
    category: Option<Text>,
    /// What data it touches, in a few words.
    data: Option<Text>,
    /// Whether PHI may go there.
    phi_allowed: Option<bool>,
    /// The `id` of the agreement with it.
    baa: Option<Text>,
    /// Its surfaces in use, in the vendor's words: `apm`, `session replay`.
    surfaces: Option<Vec<Text>>,
    /// AWS accounts from which it is used. Without it, all of them.
    accounts: Option<Vec<Account>>,
    /// Whether substance-use records under 42 CFR Part 2 reach it. Without it, nobody said.
    part_2: Option<bool>,
    /// The first day on which PHI went there, where somebody knows.
    phi_since: Option<Day>,
    /// The state of its sandbox.
    sandbox: Option<Text>,
    /// The state of its production use.
    production: Option<Text>,
    /// Who owns the account with it.
    owner: Option<Text>,
    /// Who administers it.
    admin_contact: Option<Text>,
    /// Whom to call about an incident.
    incident_contact: Option<Text>,
    /// How people and programs sign in.
    auth: Option<Text>,
    /// How its webhooks are verified.
    webhook_security: Option<Text>,
    /// How long it keeps what.
    retention: Option<Text>,
    /// A report on its controls that people rely on.
    assurance: Option<Vec<Assurance>>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(extend("dependencies" = { "document_sha256": ["document"] }))]
struct Assurance {
    /// What it is: `soc2_type2`, `soc2_type1`, `hitrust`, `iso27001` or another word.
    kind: Text,
    /// The first day of the period it speaks of.
    period_from: Option<Day>,
    /// The last day of that period.
    period_to: Option<Day>,
    /// The day it was issued.
    issued: Option<Day>,
    /// The last day that a bridge letter speaks for.
    bridge_until: Option<Day>,
    /// The report: its path from the register's folder.
    document: Option<Path>,
    /// The report's SHA-256 when somebody last read it.
    document_sha256: Option<Sha256>,
    /// The day somebody read it for what it leaves to the customer.
    reviewed: Option<Day>,
    /// Who read it.
    reviewed_by: Option<Text>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(extend("dependencies" = { "authority_document_sha256": ["authority_document"] }))]
pub(super) struct Facility {
    /// Its short name, unique among the facilities. Without it, the legal name.
    id: Option<Text>,
    /// The legal name: the one that can sign.
    legal_name: Text,
    /// The name it does business under.
    dba: Option<Text>,
    /// The street address.
    address: Option<Text>,
    /// The National Provider Identifier.
    npi: Option<Npi>,
    /// The tax id.
    tax_id: Option<Text>,
    /// Who owns it, with shares where known.
    owners: Option<Vec<Text>>,
    /// Who manages it.
    managing_entity: Option<Text>,
    /// Who can sign for it: one, or a list.
    can_sign: Option<OneOrMore>,
    /// How a signature is reached.
    signing_path: Option<WayToSign>,
    /// The state of the letter of authority; begins with `received`, `not_needed`, `requested` or `missing`.
    authority_letter: Option<Letter>,
    /// The letter itself: its path from the register's folder.
    authority_document: Option<Path>,
    /// The letter's SHA-256 when somebody last read it.
    authority_document_sha256: Option<Sha256>,
    /// AWS accounts that hold its data.
    accounts: Option<Vec<Account>>,
    /// Where its data lie at a vendor.
    vendor_account: Option<Vec<VendorAccount>>,
    /// Agreements with it, by `id`, beside those that name it in their `facilities`.
    agreements: Option<Vec<Text>>,
    /// Who approves vendors.
    approves_vendors: Option<Text>,
    /// Who answers legal questions.
    legal_contact: Option<Text>,
    /// Who answers questions of compliance.
    compliance_contact: Option<Text>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct VendorAccount {
    /// The vendor's short name.
    vendor: Text,
    /// The account, workspace or project there.
    account: Text,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(extend("dependencies" = { "document_sha256": ["document"] }))]
pub(super) struct Insurance {
    /// What it insures: `cyber`, `tech_eo` or another word.
    kind: Text,
    /// Who insures.
    carrier: Option<Text>,
    /// Whether it is bound, or since when.
    bound: Option<Done>,
    /// Whether somebody read its exclusions, or when.
    exclusions_reviewed: Option<Done>,
    /// Its first day.
    effective: Option<Day>,
    /// Its last day.
    expires: Option<Day>,
    /// Whether it covers incidents with PHI, as somebody read it.
    covers_phi: Option<bool>,
    /// The policy's number.
    policy: Option<Text>,
    /// The most it pays, as the policy has it.
    limit: Option<Text>,
    /// The policy itself: its path from the register's folder.
    document: Option<Path>,
    /// The policy's SHA-256 when somebody last read it.
    document_sha256: Option<Sha256>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(extend("dependencies" = { "document_sha256": ["document"] }))]
pub(super) struct Attestation {
    /// What is vouched for.
    kind: Attested,
    /// Who vouches.
    by: Text,
    /// The day it was vouched for.
    date: Day,
    /// The last day it is good for, where it ages.
    expires: Option<Day>,
    /// The evidence: its path from the register's folder.
    document: Option<Path>,
    /// The evidence's SHA-256 when somebody last read it.
    document_sha256: Option<Sha256>,
    /// What it says, in a sentence.
    note: Option<Text>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Scope {
    /// Accounts that hold PHI. One that is in neither list is undeclared, and counts as in scope.
    phi_accounts: Option<Vec<Account>>,
    /// Organizational units whose accounts hold PHI. Which accounts are in them is not read yet: list the accounts too.
    phi_ous: Option<Vec<UnitId>>,
    /// Accounts that hold no PHI.
    no_phi_accounts: Option<Vec<Account>>,
    /// A tag that sorts the resources of an undeclared account.
    tag_rule: Option<Vec<TagRule>>,
    /// One thing that is left out, by somebody's decision. Names exactly one of `account`, `arn` and `service`.
    exclusion: Option<Vec<Exclusion>>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct TagRule {
    /// The tag's key.
    key: Text,
    /// The values it applies to. Without it, any value.
    values: Option<Vec<Text>>,
    /// Whether a resource with the tag holds PHI.
    phi: bool,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(extend("oneOf" = [{ "required": ["account"] }, { "required": ["arn"] }, { "required": ["service"] }]))]
struct Exclusion {
    /// The account that is left out.
    account: Option<Account>,
    /// The resource that is left out.
    arn: Option<Arn>,
    /// The service that is left out in every account, by slug.
    service: Option<Slug>,
    /// Why.
    reason: Text,
    /// Who decided.
    approver: Text,
    /// When.
    date: Option<Day>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(extend("oneOf" = [{ "required": ["name"] }, { "required": ["tag"] }]))]
pub(super) struct Owner {
    /// A person, a team, an address.
    name: Option<Text>,
    /// The tag whose value is the owner. Facts keep its values.
    tag: Option<Text>,
    /// Accounts it speaks of. Without it, all.
    accounts: Option<Vec<Account>>,
    /// Services it speaks of, by slug. Without it, all.
    services: Option<Vec<Slug>>,
}
