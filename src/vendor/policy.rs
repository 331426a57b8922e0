//! Whom the `Allow` statements of a policy name. Conditions and resources name nobody, and a `NotPrincipal` names those
//! who are left out.
//!
//! Elements: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>

use super::access;
use super::words::Access;
use crate::resource::Arn;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Somebody a statement lets in.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Grantee {
    /// An AWS account, or somebody in it.
    Account(String),
    /// An OpenID Connect provider, without `https://`: `token.actions.githubusercontent.com`.
    Provider(String),
}

/// Everybody with an account or a provider whom a policy lets in, and how far. A document that is no policy names nobody.
pub(super) fn grantees(document: &Value) -> Vec<(Grantee, Access)> {
    let document = parsed(document);
    // A table's policy stands in an object of its own.
    let policy = document.get("PolicyDocument").map_or(Cow::Borrowed(&*document), parsed);
    let statements = match policy.get("Statement") {
        Some(Value::Array(many)) => many.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    statements.iter().filter_map(Value::as_object).filter(|s| allows(s)).flat_map(named).collect()
}

/// Everybody with an account whom the grants on a key let in. <https://docs.aws.amazon.com/kms/latest/developerguide/grants.html>
pub(super) fn grants(list: &Value) -> Vec<(Grantee, Access)> {
    let grants = list.as_array().into_iter().flatten();
    let account = |grant: &Value| account(grant.get("GranteePrincipal")?.as_str()?).map(str::to_owned);
    grants
        .filter_map(|grant| {
            let access = access::of_all(texts(grant.get("Operations")));
            Some((Grantee::Account(account(grant)?), access))
        })
        .collect()
}

/// The account id of a principal: twelve digits alone, or the account of an ARN.
pub(super) fn account(principal: &str) -> Option<&str> {
    let id = Arn::parse(principal).map_or(principal, |arn| arn.account);
    is_account(id).then_some(id)
}

/// Whether a text is an AWS account id.
pub(super) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// A policy may arrive as the text of its JSON.
fn parsed(document: &Value) -> Cow<'_, Value> {
    match document {
        Value::String(text) => Cow::Owned(serde_json::from_str(text).unwrap_or(Value::Null)),
        _ => Cow::Borrowed(document),
    }
}

fn allows(statement: &Map<String, Value>) -> bool {
    statement.get("Effect").and_then(Value::as_str) == Some("Allow")
}

fn named(statement: &Map<String, Value>) -> Vec<(Grantee, Access)> {
    let access = match statement.contains_key("NotAction") {
        true => Access::Admin,
        false => access::of_all(texts(statement.get("Action"))),
    };
    let principal = statement.get("Principal");
    let (accounts, federated) = match principal {
        Some(Value::Object(kinds)) => (texts(kinds.get("AWS")), texts(kinds.get("Federated"))),
        other => (texts(other), Vec::new()),
    };
    let accounts = accounts.into_iter().filter_map(account).map(|id| Grantee::Account(id.to_owned()));
    let providers = federated.into_iter().filter_map(provider).map(|host| Grantee::Provider(host.to_owned()));
    accounts.chain(providers).map(|grantee| (grantee, access)).collect()
}

/// The address of an OpenID Connect provider: the end of its ARN, or the whole of what AWS knows by name alone.
fn provider(federated: &str) -> Option<&str> {
    match Arn::parse(federated) {
        Some(arn) => arn.resource.strip_prefix("oidc-provider/"),
        None => Some(federated),
    }
}

/// The texts of an element that may be one text or a list.
fn texts(element: Option<&Value>) -> Vec<&str> {
    match element {
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        Some(value) => value.as_str().into_iter().collect(),
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn names(document: &Value) -> Vec<String> {
        let name = |(grantee, _)| match grantee {
            Grantee::Account(id) => id,
            Grantee::Provider(host) => host,
        };
        grantees(document).into_iter().map(name).collect()
    }

    #[test]
    fn principals_come_as_text_as_list_and_as_object_in_arns_and_bare() {
        let other = "arn:aws:iam::222233334444:role/reader";
        for (principal, expected) in [
            (json!("111122223333"), vec!["111122223333"]),
            (json!(["111122223333", other]), vec!["111122223333", "222233334444"]),
            (json!({ "AWS": other }), vec!["222233334444"]),
            (json!({ "AWS": ["111122223333", other] }), vec!["111122223333", "222233334444"]),
            (json!({ "AWS": "*" }), vec![]),
            (json!({ "AWS": "arn:aws:iam::cloudfront:user/x" }), vec![]),
            (json!({ "AWS": "AIDAEXAMPLE" }), vec![]),
            (json!({ "Service": "ec2.amazonaws.com", "CanonicalUser": "111122223333" }), vec![]),
            (json!(null), vec![]),
            (json!({ "AWS": { "Ref": "Vendor" } }), vec![]),
        ] {
            let document = json!({ "Statement": { "Effect": "Allow", "Principal": principal } });
            assert_eq!(names(&document), expected, "{document}");
        }
    }

    #[test]
    fn providers_are_told_without_the_arn_around_them() {
        let arn = "arn:aws:iam::111122223333:oidc-provider/oidc.circleci.com/org/1";
        let saml = "arn:aws:iam::111122223333:saml-provider/okta";
        let document = json!({ "Statement": [
            { "Effect": "Allow", "Principal": { "Federated": [arn, saml, "accounts.google.com"] } },
        ]});
        assert_eq!(names(&document), ["oidc.circleci.com/org/1", "accounts.google.com"]);
    }

    #[test]
    fn documents_may_be_texts_or_stand_deeper_and_what_is_none_names_nobody() {
        let policy = json!({ "Statement": [{ "Effect": "Allow", "Principal": "111122223333" }] });
        assert_eq!(names(&json!(policy.to_string())), ["111122223333"]);
        assert_eq!(names(&json!({ "PolicyDocument": policy })), ["111122223333"]);
        for nothing in [
            json!(null),
            json!({}),
            json!("no JSON"),
            json!([1]),
            json!({ "Statement": null }),
            json!({ "Statement": ["x", 1, null, {}] }),
            json!({ "PolicyDocument": null }),
        ] {
            assert_eq!(names(&nothing), Vec::<String>::new(), "{nothing}");
        }
    }

    #[test]
    fn a_grant_lets_its_grantee_do_its_operations() {
        let list = json!([
            { "GranteePrincipal": "arn:aws:iam::111122223333:root", "Operations": ["Decrypt", "Encrypt"] },
            { "GranteePrincipal": "rds.us-east-1.amazonaws.com", "Operations": ["Decrypt"] },
            { "GranteePrincipal": null },
        ]);
        assert_eq!(grants(&list), [(Grantee::Account("111122223333".to_owned()), Access::Write)]);
        assert_eq!(grants(&Value::Null), []);
    }
}
