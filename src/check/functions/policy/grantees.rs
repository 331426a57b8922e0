//! Whom a policy grants something, as far as it names them.
//!
//! * Principals: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
//! * Keys: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>

use super::{
    MOUNT_TARGET, Statement, allows, is_account, is_fixed, narrowings, parsed, reaches_anybody, statements,
    texts,
};
use crate::resource::Arn;
use serde_json::Value;
use std::collections::BTreeSet;

/// The grantees of each `Allow`: ids of accounts, named by id or in an ARN; what names a principal without its account
/// (canonical ids, unique ids, federated providers) as written; for everybody narrowed by a condition, and for a service, the
/// accounts the condition names, or else the organization. A service without such a condition names nobody.
///
/// Everybody without a narrowing condition is `is_public`'s to find. Networks and addresses name nobody.
///
/// # Errors
/// When the document is not a policy.
pub(crate) fn accounts(document: &Value) -> Result<BTreeSet<String>, String> {
    let document = parsed(document)?;
    let mut found = BTreeSet::new();
    for statement in statements(&document)?.into_iter().filter(|s| allows(s)) {
        let principals = ["AWS", "CanonicalUser", "Federated"];
        let named = |kind| texts(statement.get("Principal").and_then(|p| p.get(kind)));
        found.extend(principals.into_iter().flat_map(named).filter_map(grantee));
        if reaches_anybody(statement) || !named("Service").is_empty() {
            found.extend(conditioned(statement));
        }
    }
    Ok(found)
}

/// An ARN's account, or the name as written. A wildcard names nobody, and neither does an identity of CloudFront, whose ARN
/// has no account: it does not tell whose distribution it serves.
fn grantee(principal: &str) -> Option<String> {
    let account = Arn::parse(principal).map_or(principal, |arn| arn.account);
    match account {
        "cloudfront" => None,
        _ if is_account(account) => Some(account.to_owned()),
        _ => is_fixed(principal).then(|| principal.to_owned()),
    }
}

/// What the conditions of a statement name. They are joined by AND: an organization is of interest only when nothing names an
/// account or a principal in it.
fn conditioned(statement: &Statement) -> BTreeSet<String> {
    let (mut callers, mut organizations, mut keys) = (BTreeSet::new(), BTreeSet::new(), false);
    let mut places = false;
    for (key, values) in narrowings(statement) {
        match key.to_ascii_lowercase().as_str() {
            "aws:principalorgid" => organizations.extend(values.into_iter().map(str::to_owned)),
            MOUNT_TARGET | "aws:sourcevpc" | "aws:sourcevpce" | "aws:sourceip" => places = true,
            // Whoever may use the key: that names nobody.
            "s3:x-amz-server-side-encryption-aws-kms-key-id" => keys = true,
            // ARNs of buckets and the like have no account: the account stands in another condition.
            "aws:sourcearn" | "s3:dataaccesspointarn" => callers.extend(
                values
                    .into_iter()
                    .filter_map(Arn::parse)
                    .map(|arn| arn.account)
                    .filter(|a| is_account(a))
                    .map(str::to_owned),
            ),
            // The session's name follows the unique id.
            "aws:userid" => {
                callers.extend(values.into_iter().filter_map(|v| v.split(':').next()).map(str::to_owned))
            }
            _ => callers.extend(values.into_iter().filter_map(grantee)),
        }
    }
    match (callers.is_empty(), organizations.is_empty()) {
        (false, _) => callers,
        (true, false) => organizations,
        (true, true) if keys && !places && reaches_anybody(statement) => BTreeSet::from(["*".to_owned()]),
        _ => BTreeSet::new(),
    }
}
