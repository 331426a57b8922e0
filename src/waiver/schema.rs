//! The JSON schema of a file of waivers: the written form, for editors. What a schema cannot say, the reader does.

use schemars::JsonSchema;
use serde_json::Value;

/// A file of waivers: failures that somebody accepted, each with reason, approver and last day
#[derive(JsonSchema)]
#[schemars(rename = "Waivers", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used: the reader keeps places and notes every problem")]
pub(super) struct WrittenFile {
    /// The waivers
    #[schemars(default)]
    waiver: Vec<WrittenWaiver>,
}

/// One failure that is accepted
#[derive(JsonSchema)]
#[schemars(
    rename = "Waiver",
    deny_unknown_fields,
    extend("oneOf" = [{"required": ["resource"]}, {"required": ["arn"]}]),
    extend("if" = {"properties": {"check": {"pattern": "^baa-gap"}}}),
    extend("then" = {"required": ["compensating_control"]})
)]
#[expect(dead_code, reason = "only its schema is used")]
struct WrittenWaiver {
    /// Its name, unique in the file
    #[schemars(length(min = 1))]
    id: String,
    /// The id of the check whose failure is accepted
    #[schemars(length(min = 1))]
    check: String,
    /// The ARN of the resource, or the key that the finding shows where it has none
    #[schemars(length(min = 1, max = 2048))]
    resource: Option<String>,
    /// Another name of `resource`
    #[schemars(length(min = 1, max = 2048))]
    arn: Option<String>,
    /// `exact` unless written otherwise; `glob` makes `*` and `?` wild, across `/` and `:`
    #[schemars(rename = "match")]
    matching: Option<super::Matching>,
    /// The only account it holds in: twelve digits
    #[schemars(regex(pattern = "^[0-9]{12}$"))]
    account: Option<String>,
    /// The only region it holds in, or `aws-global`
    #[schemars(regex(pattern = "^(aws-global|[a-z]{2}(-[a-z]+)+-[0-9])$"))]
    region: Option<String>,
    /// Why the failure is accepted
    #[schemars(length(min = 1))]
    reason: String,
    /// Who accepted it
    #[schemars(length(min = 1))]
    approved_by: String,
    /// The first day it holds
    #[schemars(extend("format" = "date"))]
    approved_on: String,
    /// The last day it holds
    #[schemars(extend("format" = "date"))]
    expires_on: String,
    /// What is done instead; required where the check's id begins with `baa-gap`
    #[schemars(length(min = 1))]
    compensating_control: Option<String>,
    /// Where the decision is tracked
    #[schemars(length(min = 1))]
    ticket: Option<String>,
    /// Whether it is also over a resource that was created after it was approved
    recreated: Option<bool>,
    /// Why an addressable specification is not implemented: 45 CFR 164.306(d)(3)
    addressable: Option<WrittenAddressable>,
}

/// The assessment that 45 CFR 164.306(d)(3) wants in writing
#[derive(JsonSchema)]
#[schemars(rename = "Addressable", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct WrittenAddressable {
    /// The addressable specification: `164.312(a)(2)(iv)`
    #[schemars(length(min = 1))]
    specification: String,
    /// Why it is not reasonable and appropriate here
    #[schemars(length(min = 1))]
    not_reasonable: String,
    /// The equivalent measure, or why there is none
    #[schemars(length(min = 1))]
    instead: String,
}

/// The JSON schema of a file of waivers, `docs/schema/waivers-1.json`.
pub fn schema() -> Value {
    schemars::schema_for!(WrittenFile).to_value()
}
