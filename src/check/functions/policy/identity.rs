//! What an identity policy grants to the user, group or role that carries it.
//!
//! * Allow and deny: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>
//! * All but: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html>
//! * Resources: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>

use super::glob::{glob, meet};
use super::{Statement, allows, conditions, names_action, parsed, statements, texts};
use serde_json::Value;
use std::collections::BTreeSet;

/// Whether something that falls under one of these patterns of actions, given in lower case, is allowed on every resource.
///
/// # Errors
/// When the document is not a policy.
pub(crate) fn allows_everywhere(document: &Value, actions: &[String]) -> Result<bool, String> {
    let document = parsed(document)?;
    let grants = Grants::of(statements(&document)?);
    Ok(actions.iter().any(|action| grants.everywhere(action)))
}

/// The services all of whose actions are allowed on every resource, by the prefix of their actions; `*` for all services.
/// All but a few is `*` too, as long as IAM is not among the few: whoever has IAM can grant himself the rest.
///
/// # Errors
/// When the document is not a policy.
pub(crate) fn full_services(document: &Value) -> Result<BTreeSet<String>, String> {
    let document = parsed(document)?;
    let grants = Grants::of(statements(&document)?);
    let mut found = BTreeSet::new();
    for statement in &grants.wide {
        let excepted = lowered(statement, "NotAction");
        if statement.contains_key("NotAction") && !grants.denied("*:*") {
            found.insert(match excepted.iter().any(|p| glob(p, "iam:*")) {
                true => format!("all but {}", excepted.join(", ")),
                false => "*".to_owned(),
            });
        }
        for pattern in lowered(statement, "Action") {
            let (service, rest) = pattern.split_once(':').unwrap_or((&pattern, "*"));
            if only_wildcards(rest)
                && reaches_all(statement, service)
                && !grants.denied(&format!("{service}:*"))
            {
                found.insert(if only_wildcards(service) { "*" } else { service }.to_owned());
            }
        }
    }
    Ok(found)
}

/// Actions each of which is enough to gain rights that the policy does not grant. IAM's stand under "Permissions management"
/// and "Write" in <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html>;
/// new code of a function runs with the function's role:
/// <https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html>.
const ESCALATING: [&str; 17] = [
    "iam:addusertogroup",
    "iam:attachgrouppolicy",
    "iam:attachrolepolicy",
    "iam:attachuserpolicy",
    "iam:createaccesskey",
    "iam:createloginprofile",
    "iam:createpolicyversion",
    "iam:deleterolepermissionsboundary",
    "iam:deleteuserpermissionsboundary",
    "iam:putgrouppolicy",
    "iam:putrolepolicy",
    "iam:putuserpolicy",
    "iam:setdefaultpolicyversion",
    "iam:updateassumerolepolicy",
    "iam:updateloginprofile",
    "lambda:updatefunctioncode",
    "lambda:updatefunctionconfiguration",
];

/// Actions that start something with a role of the caller's choice, once the caller may pass any role:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html>.
const TAKING_A_ROLE: [&str; 17] = [
    "apprunner:createservice",
    "cloudformation:createstack",
    "cloudformation:updatestack",
    "codebuild:createproject",
    "datapipeline:createpipeline",
    "ec2:associateiaminstanceprofile",
    "ec2:runinstances",
    "ecs:registertaskdefinition",
    "glue:createdevendpoint",
    "glue:createjob",
    "lambda:createfunction",
    "sagemaker:createnotebookinstance",
    "sagemaker:createprocessingjob",
    "sagemaker:createtrainingjob",
    "scheduler:createschedule",
    "ssm:startautomationexecution",
    "states:createstatemachine",
];

/// The ways in which the policy alone lets its holder gain other rights: an action on every resource, or `iam:passrole` on
/// every role together with an action that takes one.
///
/// # Errors
/// When the document is not a policy.
pub(crate) fn escalations(document: &Value) -> Result<BTreeSet<String>, String> {
    let document = parsed(document)?;
    let grants = Grants::of(statements(&document)?);
    let mut found: BTreeSet<String> =
        ESCALATING.into_iter().filter(|a| grants.everywhere(a)).map(str::to_owned).collect();
    if grants.everywhere("iam:passrole") {
        let taking = TAKING_A_ROLE.into_iter().filter(|a| grants.somewhere(a));
        found.extend(taking.map(|a| format!("iam:passrole with {a}")));
    }
    Ok(found)
}

/// The statements of a policy by what they do.
struct Grants<'p> {
    /// What allows something.
    allowing: Vec<&'p Statement>,
    /// Of these, what allows it on every resource.
    wide: Vec<&'p Statement>,
    /// What denies something on every resource, always.
    denying: Vec<&'p Statement>,
}

impl<'p> Grants<'p> {
    fn of(statements: Vec<&'p Statement>) -> Self {
        let (allowing, denying): (Vec<_>, Vec<_>) = statements.into_iter().partition(|s| allows(s));
        let wide = allowing.iter().copied().filter(|s| is_wide(s)).collect();
        let always = |s: &&Statement| {
            s.get("Effect").and_then(Value::as_str) == Some("Deny")
                && texts(s.get("Resource")).into_iter().any(only_wildcards)
                && s.get("Condition").and_then(Value::as_object).is_none_or(serde_json::Map::is_empty)
        };
        Self { allowing, wide, denying: denying.into_iter().filter(always).collect() }
    }

    /// Whether all that falls under a pattern is denied.
    fn denied(&self, wanted: &str) -> bool {
        self.denying.iter().any(|s| match s.contains_key("NotAction") {
            true => !lowered(s, "NotAction").iter().any(|p| meet(p, wanted)),
            false => lowered(s, "Action").iter().any(|p| glob(p, wanted)),
        })
    }

    fn grants(&self, statement: &Statement, wanted: &str) -> bool {
        if statement.contains_key("NotAction") {
            return names_action(statement, wanted) && !self.denied(wanted);
        }
        // What is denied may be all of what is wanted, or all of what is granted.
        let granted = lowered(statement, "Action");
        granted.iter().any(|p| meet(p, wanted) && !self.denied(p)) && !self.denied(wanted)
    }

    fn everywhere(&self, wanted: &str) -> bool {
        let service = wanted.split(':').next().unwrap_or_default();
        self.wide.iter().any(|s| reaches_all(s, service) && self.grants(s, wanted))
    }

    fn somewhere(&self, wanted: &str) -> bool {
        self.allowing.iter().any(|s| self.grants(s, wanted))
    }
}

fn lowered(statement: &Statement, element: &str) -> Vec<String> {
    texts(statement.get(element)).into_iter().map(str::to_ascii_lowercase).collect()
}

fn only_wildcards(pattern: &str) -> bool {
    !pattern.is_empty() && pattern.bytes().all(|b| b == b'*')
}

/// Whether a statement holds for every resource of some type, and no condition holds it to some.
fn is_wide(statement: &Statement) -> bool {
    let narrowed = conditions(statement).any(|(operator, key, values)| {
        !values.is_empty() && values.iter().all(|v| selects(operator, key, v))
    });
    reaches_all(statement, "*") && !narrowed
}

/// Whether a statement names every resource of some type of a service; all but a few count as every one. What STS does, it
/// does to IAM's roles.
fn reaches_all(statement: &Statement, service: &str) -> bool {
    let of_service = |pattern: &str| match pattern.split(':').nth(2) {
        Some(of) => meet(of, service) || (service == "sts" && of == "iam"),
        None => true,
    };
    match statement.get("Resource") {
        Some(resource) => texts(Some(resource)).into_iter().any(|p| is_every_resource(p) && of_service(p)),
        None => true,
    }
}

/// `*`, or an ARN that leaves the name open: `arn:aws:kms:*:*:key/*`, `arn:aws:iam::111122223333:role/*`, `arn:aws:s3:::*`.
pub(super) fn is_every_resource(pattern: &str) -> bool {
    // Where the first word is a name, not a type.
    const NAMES: [&str; 2] = ["s3", "execute-api"];
    let fields: Vec<&str> = pattern.splitn(6, ':').collect();
    match fields.as_slice() {
        [_, _, service, _, _, resource] => match resource.split_once(['/', ':']) {
            Some((kind, name)) => {
                only_wildcards(name)
                    && (only_wildcards(kind) || !kind.contains('*') && !NAMES.contains(service))
            }
            None => only_wildcards(resource),
        },
        // `*`, `arn:aws:kms:*`: whatever follows.
        _ => fields.last().is_some_and(|last| only_wildcards(last)),
    }
}

/// Whether a condition with this value picks some resources, or some ways to reach them. Who asks, from where and when is
/// not a choice of resources, and neither is the account that the resources are in.
fn selects(operator: &str, key: &str, value: &str) -> bool {
    const CALLERS: [&str; 22] = [
        "aws:principal",
        "aws:user",
        "aws:source",
        "aws:vpcsource",
        "aws:ec2instancesource",
        "aws:multifactorauth",
        "aws:token",
        "aws:currenttime",
        "aws:epochtime",
        "aws:securetransport",
        "aws:referer",
        "aws:federatedprovider",
        "aws:assumedroot",
        "aws:requestedregion",
        "aws:resourceaccount",
        "aws:resourceorg",
        "aws:viaawsservice",
        "aws:chatbot",
        "aws:issmcp",
        "kms:calleraccount",
        "saml:",
        "sts:",
    ];
    let operator = operator.strip_prefix("ForAnyValue:").unwrap_or(operator);
    let key = key.to_ascii_lowercase();
    ["StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "Bool"]
        .contains(&operator)
        && !value.is_empty()
        && !only_wildcards(value)
        && !CALLERS.iter().any(|of_callers| key.starts_with(of_callers))
}

#[cfg(test)]
mod tests {
    use super::{allows_everywhere, escalations, full_services, is_every_resource};
    use serde_json::{Value, json};

    fn policy(statements: Value) -> Value {
        json!({ "Version": "2012-10-17", "Statement": statements })
    }

    fn decrypts(statements: Value) -> bool {
        let actions = ["kms:decrypt".to_owned(), "kms:reencrypt*".to_owned()];
        allows_everywhere(&policy(statements), &actions).expect("a policy")
    }

    fn full(statements: Value) -> Vec<String> {
        full_services(&policy(statements)).expect("a policy").into_iter().collect()
    }

    fn ways(statements: Value) -> Vec<String> {
        escalations(&policy(statements)).expect("a policy").into_iter().collect()
    }

    #[test]
    fn an_action_on_every_resource_is_allowed_everywhere() {
        for statement in [
            json!({"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"}),
            json!([{"Effect": "Allow", "Action": ["s3:Get*", "KMS:*"], "Resource": ["*"]}]),
            json!({"Effect": "Allow", "Action": "*", "Resource": "*"}),
            json!({"Effect": "Allow", "Action": "kms:ReEncryptFrom", "Resource": "arn:aws:kms:*:*:key/*"}),
            json!({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}),
            json!({"Effect": "Allow", "Action": "kms:*", "NotResource": "arn:aws:kms:us-east-1:111122223333:key/a"}),
            json!([{"Effect": "Allow", "Action": "kms:*", "Resource": "*"},
                   {"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*"}]),
            json!([{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"},
                   {"Effect": "Deny", "Action": "kms:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]),
            json!({"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}),
            json!({"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringLike": {"kms:ViaService": "*"}}}),
            json!({"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringNotEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}}),
        ] {
            assert!(decrypts(statement.clone()), "{statement}");
        }
    }

    #[test]
    fn named_resources_denials_and_conditions_on_resources_are_narrower() {
        for statement in [
            json!({"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:us-east-1:111122223333:key/a"}),
            json!({"Effect": "Allow", "Action": "kms:Describe*", "Resource": "*"}),
            json!({"Effect": "Allow", "NotAction": ["iam:*", "kms:*"], "Resource": "*"}),
            json!({"Effect": "Deny", "Action": "kms:*", "Resource": "*"}),
            json!([{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "kms:*", "Resource": "*"}]),
            json!([{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"}]),
            json!({"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/team": "charts"}}}),
            json!({"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}}),
            json!([]),
        ] {
            assert!(!decrypts(statement.clone()), "{statement}");
        }
    }

    #[test]
    fn whole_services_are_named() {
        let allow = |action: Value| json!({"Effect": "Allow", "Action": action, "Resource": "*"});
        assert_eq!(full(allow(json!("*"))), ["*"]);
        assert_eq!(full(allow(json!("*:*"))), ["*"]);
        assert_eq!(full(allow(json!(["S3:*", "dynamodb:Get*", "sqs:**"]))), ["s3", "sqs"]);
        assert_eq!(full(json!({"Effect": "Allow", "NotAction": "s3:DeleteBucket", "Resource": "*"})), ["*"]);
        let power = json!({"Effect": "Allow", "NotAction": ["iam:*", "organizations:*"], "Resource": "*"});
        assert_eq!(full(power), ["all but iam:*, organizations:*"]);
        let none: [&str; 0] = [];
        assert_eq!(
            full(json!({"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::charts/*"})),
            none
        );
        let denied = json!([allow(json!("s3:*")), {"Effect": "Deny", "Action": "*", "Resource": "*"}]);
        assert_eq!(full(denied), none);
    }

    #[test]
    fn ways_to_other_rights_are_named() {
        let allow = |action: Value, resource: &str| json!({"Effect": "Allow", "Action": action, "Resource": resource});
        assert_eq!(ways(allow(json!("iam:CreatePolicyVersion"), "*")), ["iam:createpolicyversion"]);
        assert_eq!(
            ways(allow(json!("iam:PutUserPolicy"), "arn:aws:iam::111122223333:user/*")),
            ["iam:putuserpolicy"]
        );
        let passing = json!([
            allow(json!("iam:PassRole"), "arn:aws:iam::*:role/*"),
            allow(json!("lambda:Create*"), "arn:aws:lambda:us-east-1:111122223333:function:charts-*"),
        ]);
        assert_eq!(ways(passing), ["iam:passrole with lambda:createfunction"]);
        let none: [&str; 0] = [];
        for narrow in [
            json!([
                allow(json!("iam:PassRole"), "arn:aws:iam::111122223333:role/app"),
                allow(json!("lambda:*"), "arn:aws:lambda:us-east-1:111122223333:function:a")
            ]),
            json!({"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}}),
            // What each user may do with his own keys.
            allow(json!("iam:CreateAccessKey"), "arn:aws:iam::*:user/${aws:username}"),
            allow(json!(["iam:Get*", "iam:List*"]), "*"),
        ] {
            assert_eq!(ways(narrow.clone()), none, "{narrow}");
        }
        assert!(ways(allow(json!("*"), "*")).len() > 30);
    }

    #[test]
    fn a_pattern_that_leaves_the_name_open_is_every_resource() {
        for open in [
            "*",
            "arn:aws:s3:::*",
            "arn:*",
            "arn:aws:kms:*",
            "arn:aws:kms:*:*:key/*",
            "arn:aws:iam::1:role/*",
            "arn:aws:logs:*:*:log-group:*",
            "arn:aws:s3:::*/*",
        ] {
            assert!(is_every_resource(open), "{open}");
        }
        for fixed in [
            "",
            "arn:aws:s3:::charts/*",
            "arn:aws:kms:us-east-1:1:key/a",
            "arn:aws:iam::1:role/app-*",
            "arn:aws:execute-api:us-east-1:1:api/*",
            "arn:aws:logs:us-east-1:1:log-group:a:*",
        ] {
            assert!(!is_every_resource(fixed), "{fixed}");
        }
    }
}
