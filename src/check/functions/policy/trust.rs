//! Whom a role's trust policy lets in.
//!
//! * External ids: <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html>
//! * Tokens: <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html>
//! * GitHub: <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub>

use super::identity::is_every_resource;
use super::{Statement, allows, conditions, is_account, is_broad, names_action, parsed, statements, texts};
use crate::resource::Arn;
use serde_json::Value;
use std::collections::BTreeSet;

/// Ids of the accounts that are let in whole: whoever their own administrators choose, with no condition that says which of
/// them, or on whose behalf (an external id).
///
/// # Errors
/// When the document is not a policy.
pub(crate) fn whole_accounts(document: &Value) -> Result<BTreeSet<String>, String> {
    let document = parsed(document)?;
    let mut found = BTreeSet::new();
    for statement in statements(&document)?.into_iter().filter(|s| allows(s) && !says_which(s)) {
        if !names_action(statement, "sts:assumerole") {
            continue;
        }
        let named = texts(statement.get("Principal").and_then(|p| p.get("AWS")));
        found.extend(named.into_iter().filter_map(|principal| match Arn::parse(principal) {
            Some(arn) => (arn.resource == "root").then(|| arn.account.to_owned()),
            None => is_account(principal).then(|| principal.to_owned()),
        }));
    }
    Ok(found)
}

/// Whether a condition picks some of an account's principals, or demands what a deputy of others does not know.
fn says_which(statement: &Statement) -> bool {
    let picks = |operator: &str, key: &str, value: &str| {
        let operator = operator.strip_prefix("ForAnyValue:").unwrap_or(operator);
        let key = key.to_ascii_lowercase();
        match operator {
            "Bool" => key == "aws:multifactorauthpresent" && value.eq_ignore_ascii_case("true"),
            "IpAddress" => key == "aws:sourceip" && is_broad(value) == Ok(false),
            "StringEquals" | "StringEqualsIgnoreCase" | "StringLike" | "ArnEquals" | "ArnLike" => {
                let known = [
                    "sts:externalid",
                    "aws:principalorgid",
                    "aws:principalorgpaths",
                    "aws:userid",
                    "aws:principalarn",
                    "aws:sourcevpc",
                    "aws:sourcevpce",
                ];
                let named = known.contains(&key.as_str()) || key.starts_with("aws:principaltag/");
                named && !value.is_empty() && !is_every_resource(value)
            }
            _ => false,
        }
    };
    conditions(statement)
        .any(|(operator, key, values)| !values.is_empty() && values.iter().all(|v| picks(operator, key, v)))
}

/// Issuers that many share, and whose tokens tell by a claim other than the audience for whom they act:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html>.
const BY_SUBJECT: [&str; 11] = [
    "agent.buildkite.com",
    "app.terraform.io",
    "gitlab.com",
    "oidc-configuration.audit-log.githubusercontent.com",
    "oidc.codefresh.io",
    "proidc.upbound.io",
    "scalr.io",
    "studio.datachain.ai/api",
    "token.actions.githubusercontent.com",
    "tokens.cloud.shisho.dev",
    "vstoken.actions.githubusercontent.com",
];

/// Issuers that many share, and whose tokens tell by their audience, of which IAM keeps no list for the first four:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif>.
const BY_AUDIENCE: [&str; 7] = [
    "accounts.google.com",
    "cognito-identity.amazonaws.com",
    "graph.facebook.com",
    "www.amazon.com",
    "api.pulumi.com/oidc",
    "oidc.vercel.com",
    "sandboxes.cloud",
];

/// What a cluster's issuer begins with; each program in the cluster has a token of its own:
/// <https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html>.
const CLUSTER: &str = "oidc.eks.";

/// The shared identity providers, as their hosts, any of whose users the policy lets in: no condition on the token says who.
/// SAML providers and issuers of a single tenant are somebody's own, who answers for their users.
///
/// # Errors
/// When the document is not a policy.
pub(crate) fn open_providers(document: &Value) -> Result<BTreeSet<String>, String> {
    let document = parsed(document)?;
    let mut found = BTreeSet::new();
    for statement in statements(&document)?.into_iter().filter(|s| allows(s)) {
        let named = texts(statement.get("Principal").and_then(|p| p.get("Federated")));
        for principal in named {
            let host = principal.split_once(":oidc-provider/").map_or(principal, |(_, host)| host);
            let host = host.to_ascii_lowercase();
            let by_subject = BY_SUBJECT.contains(&host.as_str()) || host.starts_with(CLUSTER);
            let shared = by_subject || BY_AUDIENCE.contains(&host.as_str());
            if shared && !asks_who(statement, &host, !by_subject) {
                found.insert(host);
            }
        }
    }
    Ok(found)
}

/// Whether a condition holds a claim of the token to a value; the audience is one where it tells something.
fn asks_who(statement: &Statement, host: &str, by_audience: bool) -> bool {
    let asks = |operator: &str, key: &str, value: &str| {
        let operator = operator.strip_prefix("ForAnyValue:").unwrap_or(operator);
        let key = key.to_ascii_lowercase();
        let claim = key.strip_prefix(host).and_then(|rest| rest.strip_prefix(':'));
        let tells = claim.is_some_and(|claim| by_audience || !["aud", "oaud", "azp", "amr"].contains(&claim));
        ["StringEquals", "StringEqualsIgnoreCase", "StringLike"].contains(&operator)
            && tells
            && names_somebody(value, operator == "StringLike")
    };
    conditions(statement)
        .any(|(operator, key, values)| !values.is_empty() && values.iter().all(|v| asks(operator, key, v)))
}

/// A value without wildcards, or one that names an owner before the first: `repo:clinic/*`, and neither `repo:*` nor
/// `repo:clinic*`, which other owners' names begin with too; of a cluster's accounts, a namespace.
fn names_somebody(value: &str, is_pattern: bool) -> bool {
    let Some(end) = value.find(['*', '?']).filter(|_| is_pattern) else {
        return !value.is_empty();
    };
    let fixed = &value[..end];
    let whole = fixed.rfind([':', '/']).map_or("", |at| &fixed[..at]);
    let whole = whole.strip_prefix("system:").unwrap_or(whole);
    whole.split([':', '/']).filter(|word| !word.is_empty()).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::{open_providers, whole_accounts};
    use serde_json::{Value, json};

    fn trust(principal: Value, condition: Value) -> Value {
        json!({"Statement": {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", "Condition": condition}})
    }

    fn whole(principal: Value, condition: Value) -> Vec<String> {
        whole_accounts(&trust(principal, condition)).expect("a policy").into_iter().collect()
    }

    fn open(host: &str, condition: Value) -> bool {
        let principal = json!({"Federated": format!("arn:aws:iam::111122223333:oidc-provider/{host}")});
        let statement = json!({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": condition});
        !open_providers(&json!({ "Statement": [statement] })).expect("a policy").is_empty()
    }

    #[test]
    fn an_account_by_its_id_or_its_root_is_whole() {
        let both = json!({"AWS": ["444455556666", "arn:aws:iam::111122223333:root", "arn:aws:iam::777788889999:role/a"]});
        assert_eq!(whole(both, json!({})), ["111122223333", "444455556666"]);
        let none: [&str; 0] = [];
        assert_eq!(whole(json!({"Service": "ec2.amazonaws.com"}), json!({})), none);
        let other = json!({"Statement": {"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "sts:TagSession"}});
        assert!(whole_accounts(&other).expect("a policy").is_empty());
    }

    #[test]
    fn a_condition_may_say_which_of_an_account() {
        let account = json!({"AWS": "444455556666"});
        let none: [&str; 0] = [];
        for narrow in [
            json!({"StringEquals": {"sts:ExternalId": "7f2c"}}),
            json!({"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}),
            json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::444455556666:role/deploy-*"}}),
            json!({"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
            json!({"StringEquals": {"aws:PrincipalTag/team": "charts"}}),
        ] {
            assert_eq!(whole(account.clone(), narrow.clone()), none, "{narrow}");
        }
        for wide in [
            json!({"StringLike": {"sts:ExternalId": "*"}}),
            json!({"StringEqualsIfExists": {"sts:ExternalId": "7f2c"}}),
            json!({"StringNotEquals": {"sts:ExternalId": "7f2c"}}),
            json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::444455556666:role/*"}}),
            json!({"StringEquals": {"aws:PrincipalAccount": "444455556666"}}),
        ] {
            assert_eq!(whole(account.clone(), wide.clone()), ["444455556666"], "{wide}");
        }
    }

    #[test]
    fn a_provider_is_open_unless_a_claim_says_who() {
        const GITHUB: &str = "token.actions.githubusercontent.com";
        let github = |operator: &str, claim: &str, value: Value| {
            open(GITHUB, json!({operator: {format!("{GITHUB}:{claim}"): value}}))
        };
        assert!(open(GITHUB, json!({})));
        assert!(github("StringEquals", "aud", json!("sts.amazonaws.com")));
        for value in ["repo:*", "*", "repo:clinic*", "repo:*/charts:*"] {
            assert!(github("StringLike", "sub", json!(value)), "{value}");
        }
        assert!(github("StringLike", "sub", json!(["repo:clinic/*", "repo:*"])));
        assert!(github("StringLikeIfExists", "sub", json!("repo:clinic/*")));
        for value in ["repo:clinic/charts:ref:refs/heads/main", "repo:clinic/*", "repo:clinic/charts:*"] {
            assert!(!github("StringLike", "sub", json!(value)), "{value}");
        }
        // Whose tenant it is stands in the issuer's address, and IAM's provider lists the audiences.
        assert!(!open("clinic.okta.com", json!({})));
        let cluster = "oidc.eks.us-east-1.amazonaws.com/id/ABC";
        let account = |value: &str| open(cluster, json!({"StringLike": {format!("{cluster}:sub"): value}}));
        assert!(account("system:serviceaccount:*"));
        assert!(!account("system:serviceaccount:charts:*"));
        assert!(!account("system:serviceaccount:charts:reader"));
    }

    #[test]
    fn public_issuers_tell_by_audience_and_saml_answers_for_itself() {
        let federated = |provider: &str, condition: Value| {
            open_providers(&trust(json!({ "Federated": provider }), condition)).expect("a policy").len()
        };
        let pool = "cognito-identity.amazonaws.com";
        assert_eq!(federated(pool, json!({})), 1);
        assert_eq!(federated(pool, json!({"StringEquals": {format!("{pool}:aud"): "us-east-1:pool"}})), 0);
        assert_eq!(federated("arn:aws:iam::111122223333:saml-provider/staff", json!({})), 0);
    }
}
