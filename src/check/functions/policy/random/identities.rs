//! Identity policies and trust policies: what is granted everywhere, and who may become somebody else.

use super::*;

const ROLE: &str = "arn:aws:iam::111122223333:role/zzz";
/// Some things of each kind: what holds for all of a row holds for whatever there is.
const THINGS: [[&str; 2]; 5] = [
    ["arn:aws:kms:us-east-1:111122223333:key/zzz", "arn:aws:kms:us-east-1:111122223333:key/yyy"],
    [ROLE, "arn:aws:iam::111122223333:role/path/yyy"],
    ["arn:aws:iam::111122223333:user/zzz", "arn:aws:iam::111122223333:user/yyy"],
    ["arn:aws:s3:::zzz", "arn:aws:s3:::yyy"],
    ["arn:aws:s3:::zzz/object", "arn:aws:s3:::yyy/object"],
];
const ACTIONS: [&str; 9] = [
    "*",
    "kms:*",
    "KMS:Decrypt",
    "kms:ReEncryptFrom",
    "s3:*",
    "s3:Get*",
    "iam:PassRole",
    "iam:*Role",
    "iam:CreatePolicyVersion",
];
const DENIED: [&str; 4] = ["*", "kms:*", "kms:Decrypt", "s3:Get*"];
const WANTED: [&str; 5] =
    ["kms:decrypt", "kms:reencrypt*", "iam:passrole", "s3:*", "iam:createpolicyversion"];
const RESOURCES: [&str; 8] = [
    "*",
    "arn:aws:kms:*:*:key/*",
    "arn:aws:kms:us-east-1:111122223333:key/zzz",
    "arn:aws:iam::111122223333:role/*",
    "arn:aws:iam::*:user/*",
    ROLE,
    "arn:aws:s3:::*",
    "arn:aws:s3:::zzz/*",
];
/// Conditions on what is reached, which narrow, and on who asks, which do not.
const WHAT: [(&str, &[&str]); 3] = [
    ("kms:ViaService", &["s3.us-east-1.amazonaws.com", "ebs.us-east-1.amazonaws.com"]),
    ("aws:ResourceTag/team", &["charts", "${aws:PrincipalTag/team}"]),
    ("iam:PassedToService", &["lambda.amazonaws.com"]),
];
const WHO: [(&str, &[&str]); 3] = [
    ("aws:PrincipalOrgID", &["o-a1b2c3d4e5"]),
    ("aws:MultiFactorAuthPresent", &["true"]),
    ("aws:RequestedRegion", &["us-east-1", "us-*"]),
];
const PLAIN: [&str; 3] = ["StringEquals", "StringLike", "StringNotEquals"];

fn grant(all_but: f64, conditions: impl Strategy<Value = Pairs>) -> impl Strategy<Value = Value> {
    let actions = prop_oneof![
        6 => texts_of(&ACTIONS).prop_map(|a| (false, a)),
        1 => texts_of(&ACTIONS[1..]).prop_map(|a| (true, a)),
    ];
    let not_resource = prop::bool::weighted(all_but);
    (actions, not_resource, texts_of(&RESOURCES[1..]), texts_of(&RESOURCES), conditions).prop_map(
        |((not_action, actions), not_resource, some, any, conditions)| {
            let mut made = json!({ "Effect": "Allow" });
            put(&mut made, "Action", not_action, actions);
            put(&mut made, "Resource", not_resource, if not_resource { some } else { any });
            if !conditions.is_empty() {
                made["Condition"] = block(conditions);
            }
            made
        },
    )
}

/// A `Deny` of everything named, on everything.
fn flat_denial() -> impl Strategy<Value = Value> {
    texts_of(&DENIED).prop_map(|a| json!({ "Effect": "Deny", "Action": a, "Resource": "*" }))
}

fn plain_policy() -> impl Strategy<Value = Value> {
    let pool = WHAT.into_iter().chain(WHO).collect();
    policy_of(prop_oneof![4 => grant(0.0, conditions(pool, &PLAIN)), 1 => flat_denial()])
}

/// Any statement at all, `Deny` with conditions and with all-buts among them.
pub(super) fn identity_policy() -> impl Strategy<Value = Value> {
    let pool: Vec<(&str, &[&str])> = WHAT.into_iter().chain(WHO).collect();
    let statement = (prop::bool::weighted(0.3), grant(0.1, conditions(pool, &OPERATORS))).prop_map(
        |(denies, mut made)| {
            made["Effect"] = json!(if denies { "Deny" } else { "Allow" });
            made
        },
    );
    policy_of(statement)
}

fn actions_under(document: &Value, wanted: &str) -> BTreeSet<String> {
    let known = [
        "kms:decrypt",
        "kms:reencryptfrom",
        "s3:getobject",
        "s3:putobject",
        "iam:passrole",
        "iam:createpolicyversion",
    ];
    let elements = ["Action", "NotAction"];
    let patterns = statements(document).into_iter().flat_map(|s| elements.map(|e| many(&s[e]))).flatten();
    let made = patterns.map(|p| instance(&p.to_lowercase())).chain([instance(wanted)]);
    made.chain(known.map(str::to_owned)).filter(|action| like(wanted, action)).collect()
}

/// Whether an action is allowed on all things of some kind, whatever is true of them, to somebody who is as the conditions
/// want him to be.
fn everywhere(document: &Value, action: &str) -> bool {
    let mut who: BTreeMap<String, BTreeSet<Option<String>>> = BTreeMap::new();
    let mut what = who.clone();
    for (key, value) in compared(document) {
        if WHO.iter().any(|(k, _)| k.to_lowercase() == key) {
            who.entry(key).or_default().extend([
                None,
                Some("other".to_owned()),
                Some(instance(&value)),
                Some(value),
            ]);
        } else {
            what.entry(key).or_default().extend([None, Some("other".to_owned())]);
        }
    }
    let (who, what) = (every_choice(&who), every_choice(&what));
    // Things that the action is not about, no policy need allow.
    let service = action.split(':').next().unwrap_or_default();
    let things = THINGS.iter().filter(|row| row[0].split(':').nth(2) == Some(service));
    let mut things = things.map(|row| row.as_slice());
    things.any(|row| {
        who.iter().any(|who| {
            what.iter().all(|what| {
                let keys: Keys = who.clone().into_iter().chain(what.clone()).collect();
                row.iter().all(|resource| {
                    let request = Request { caller: None, action, resource, keys: &keys };
                    is_granted(document, &request) && !is_denied(document, &request)
                })
            })
        })
    })
}

/// Whom a trust policy may name, with the conditions that say which of them.
pub(super) fn trust_policy(operators: &'static [&'static str]) -> impl Strategy<Value = Value> {
    const CONDITIONS: [(&str, &[&str]); 6] = [
        ("sts:ExternalId", &["7f2c", "*", "7*"]),
        ("aws:PrincipalOrgID", &["o-a1b2c3d4e5"]),
        (
            "aws:PrincipalArn",
            &["arn:aws:iam::444455556666:role/deploy-*", "arn:aws:iam::444455556666:role/*"],
        ),
        ("aws:PrincipalAccount", &[OTHERS]),
        ("aws:PrincipalTag/team", &["charts"]),
        ("aws:SourceIp", &["192.0.2.0/24", "0.0.0.0/0"]),
    ];
    const NAMED: [&str; 4] = [
        OTHERS,
        "arn:aws:iam::444455556666:root",
        "arn:aws:iam::444455556666:role/deploy",
        "arn:aws:iam::111122223333:role/app",
    ];
    let accounts = (texts_of(&NAMED), texts_of(&["sts:AssumeRole", "sts:*", "sts:TagSession"]), conditions(CONDITIONS.to_vec(), operators))
        .prop_map(|(p, a, c)| json!({"Effect": "Allow", "Principal": {"AWS": p}, "Action": a, "Condition": block(c)}));
    policy_of(prop_oneof![accounts, federation(operators)])
}

/// What compares with a value of one's own, wildcards read.
const LIKE: [&str; 2] = ["StringLike", "ForAnyValue:StringLike"];
const GITHUB: &str = "token.actions.githubusercontent.com";

fn federation(operators: &'static [&'static str]) -> impl Strategy<Value = Value> {
    const CLAIMS: [(&str, &[&str]); 3] = [
        ("token.actions.githubusercontent.com:aud", &["sts.amazonaws.com"]),
        (
            "token.actions.githubusercontent.com:sub",
            &["repo:clinic/*", "repo:clinic/charts:*", "repo:*", "*", "repo:clinic*"],
        ),
        ("token.actions.githubusercontent.com:repository_owner", &["clinic"]),
    ];
    const PROVIDERS: [&str; 2] = [
        "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
        "arn:aws:iam::111122223333:saml-provider/staff",
    ];
    (texts_of(&PROVIDERS), conditions(CLAIMS.to_vec(), operators))
        .prop_map(|(p, c)| json!({"Effect": "Allow", "Principal": {"Federated": p}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": block(c)}))
}

/// Whether somebody in the account whom no policy knows gets in.
fn lets_in_whole(document: &Value, account: &'static str) -> bool {
    ["role/zzz", "user/zzz"].iter().any(|name| {
        let name = format!("arn:aws:iam::{account}:{name}");
        let caller = Caller { kind: "AWS", name: name.clone(), account: Some(account) };
        let mut candidates: BTreeMap<String, BTreeSet<Option<String>>> = BTreeMap::new();
        for key in ["sts:externalid", "aws:principalorgid", "aws:principaltag/team"] {
            candidates.insert(key.to_owned(), BTreeSet::from([None, Some("zzz".to_owned())]));
        }
        let always = [
            ("aws:principalarn", name.as_str()),
            ("aws:principalaccount", account),
            ("aws:sourceip", "203.0.113.9"),
        ];
        candidates.extend(always.map(|(k, v)| (k.to_owned(), BTreeSet::from([Some(v.to_owned())]))));
        every_choice(&candidates).iter().any(|keys| {
            is_granted(
                document,
                &Request { caller: Some(&caller), action: "sts:assumerole", resource: ROLE, keys },
            )
        })
    })
}

/// Whether a workflow of somebody else's repository gets in.
fn lets_in_any_repository(document: &Value) -> bool {
    let name = format!("arn:aws:iam::111122223333:oidc-provider/{GITHUB}");
    let caller = Caller { kind: "Federated", name, account: None };
    ["zzz", "clinic-zzz"].iter().any(|owner| {
        let claims = [
            ("aud", "sts.amazonaws.com".to_owned()),
            ("sub", format!("repo:{owner}/charts:ref:main")),
            ("repository_owner", (*owner).to_owned()),
        ];
        let keys: Keys =
            claims.into_iter().map(|(claim, value)| (format!("{GITHUB}:{claim}"), value)).collect();
        is_granted(
            document,
            &Request {
                caller: Some(&caller),
                action: "sts:assumerolewithwebidentity",
                resource: ROLE,
                keys: &keys,
            },
        )
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_allowed_is_what_every_request_for_it_gets(document in plain_policy(), wanted in select(&WANTED[..])) {
        let expected = actions_under(&document, wanted).iter().any(|action| everywhere(&document, action));
        prop_assert_eq!(allows_everywhere(&document, &[wanted.to_owned()]), Ok(expected));
    }

    #[test]
    fn nothing_that_is_allowed_everywhere_is_missed(document in identity_policy()) {
        for wanted in WANTED {
            let expected = actions_under(&document, wanted).iter().any(|action| everywhere(&document, action));
            prop_assert!(!expected || allows_everywhere(&document, &[wanted.to_owned()]) == Ok(true), "{}", wanted);
        }
        let found = full_services(&document).expect("a policy");
        let all_but = found.iter().any(|f| f.starts_with("all but"));
        for service in ["kms", "s3"] {
            let actions = actions_under(&document, &format!("{service}:*"));
            let full = actions.iter().all(|action| everywhere(&document, action));
            prop_assert!(!full || all_but || found.contains("*") || found.contains(service), "{}", service);
        }
        let escalates = everywhere(&document, "iam:createpolicyversion");
        let found = escalations(&document).expect("a policy");
        prop_assert!(!escalates || found.contains("iam:createpolicyversion"));
    }

    #[test]
    fn an_account_is_let_in_whole_where_anybody_there_gets_in(document in trust_policy(&LIKE)) {
        let found = whole_accounts(&document).expect("a policy");
        prop_assert_eq!(found.contains(OTHERS), lets_in_whole(&document, OTHERS));
        prop_assert_eq!(found.contains(OURS), lets_in_whole(&document, OURS));
    }

    #[test]
    fn a_provider_is_open_where_any_repository_gets_in(document in policy_of(federation(&LIKE))) {
        let found = open_providers(&document).expect("a policy");
        prop_assert_eq!(found.contains(GITHUB), lets_in_any_repository(&document));
    }

    #[test]
    fn nobody_who_gets_in_is_missed(document in trust_policy(&OPERATORS)) {
        let found = whole_accounts(&document).expect("a policy");
        prop_assert!(found.contains(OTHERS) || !lets_in_whole(&document, OTHERS));
        let found = open_providers(&document).expect("a policy");
        prop_assert!(found.contains(GITHUB) || !lets_in_any_repository(&document));
    }
}
