//! Resource policies: who is let in, and whether plain HTTP is.

use super::*;

const AWS: [&str; 7] = [
    "*",
    OURS,
    "arn:aws:iam::111122223333:root",
    "arn:aws:iam::444455556666:role/app",
    "arn:aws:iam::444455556666:root",
    "arn:aws:iam::*:root",
    "arn:aws:iam::111122223333:role/*",
];
const ACTIONS: [&str; 9] = [
    "*",
    "s3:*",
    "s3:Get*",
    "s3:GetObject",
    "S3:PUTobject",
    "kms:Decrypt",
    "kms:*",
    "s3:*Object",
    "s3:?etObject",
];
const RESOURCES: [&str; 6] =
    ["*", BUCKET, "arn:aws:s3:::charts/*", "arn:aws:s3:::char*", "arn:aws:s3:::charts/z*", "arn:aws:s3:::*"];

/// Conditions on who asks and whence, each with values that fix somebody and values that do not.
const WHO: [(&str, &[&str]); 10] = [
    ("aws:PrincipalOrgID", &["o-a1b2c3d4e5", "*"]),
    (
        "aws:PrincipalArn",
        &["arn:aws:iam::111122223333:role/app", "arn:aws:iam::*:role/app", "${aws:PrincipalArn}"],
    ),
    ("AWS:sourceaccount", &[OURS, OTHERS, "1111*"]),
    ("aws:SourceArn", &["arn:aws:sns:us-east-1:111122223333:charts", "arn:aws:sns:*:*:*"]),
    ("aws:SourceVpce", &["vpce-1a2b3c4d", "vpce-?a2b3c4d"]),
    ("kms:CallerAccount", &[OURS, "*"]),
    ("aws:userid", &["AIDACLINIC", "AROLEID:*"]),
    (
        "s3:DataAccessPointArn",
        &["arn:aws:s3:us-east-1:111122223333:accesspoint/*", "arn:aws:s3:us-east-1:*:accesspoint/*"],
    ),
    ("s3:DataAccessPointAccount", &[OURS]),
    (VIA_MOUNT_TARGET, &["true", "false"]),
];
/// Conditions on what the caller chooses for himself.
const CHOSEN: [(&str, &[&str]); 4] = [
    ("aws:UserAgent", &["clinic", "*"]),
    ("aws:Referer", &["https://clinic.example/*"]),
    ("aws:SecureTransport", &["true"]),
    ("kms:ViaService", &["s3.us-east-1.amazonaws.com"]),
];
const RANGES: [&str; 5] = ["192.0.2.0/24", "198.51.100.7", "10.0.0.0/8", "0.0.0.0/0", "128.0.0.0/1"];
const BROAD: [&str; 2] = ["0.0.0.0/0", "128.0.0.0/1"];

fn principal() -> impl Strategy<Value = Value> {
    let services = texts_of(&["s3.amazonaws.com", "*"]);
    let providers = texts_of(&["cognito-identity.amazonaws.com", "*"]);
    let owners = texts_of(&["79a59df900b949e5", "*"]);
    prop_oneof![
        2 => Just(json!("*")),
        8 => texts_of(&AWS).prop_map(|v| json!({ "AWS": v })),
        4 => texts_of(&AWS[1..5]).prop_map(|v| json!({ "AWS": v })),
        1 => services.prop_map(|v| json!({ "Service": v })),
        1 => providers.prop_map(|v| json!({ "Federated": v })),
        1 => owners.prop_map(|v| json!({ "CanonicalUser": v })),
        2 => (texts_of(&AWS[1..5]), texts_of(&["s3.amazonaws.com", "*"])).prop_map(|(a, s)| json!({ "AWS": a, "Service": s })),
    ]
}

/// A statement of a resource policy with these conditions.
fn statement(conditions: impl Strategy<Value = Pairs>) -> impl Strategy<Value = Value> {
    // All but everything, and everybody but everybody, would be nothing.
    let who = prop_oneof![
        6 => principal().prop_map(|p| (false, p)),
        1 => texts_of(&AWS[1..]).prop_map(|p| (true, json!({ "AWS": p }))),
    ];
    let what = prop_oneof![
        6 => texts_of(&ACTIONS).prop_map(|a| (false, a)),
        1 => texts_of(&ACTIONS[1..]).prop_map(|a| (true, a)),
    ];
    (prop::bool::weighted(0.15), who, what, texts_of(&RESOURCES), conditions).prop_map(
        |(denies, (not_principal, principal), (not_action, actions), resources, conditions)| {
            let mut made = json!({ "Effect": if denies { "Deny" } else { "Allow" }, "Resource": resources });
            put(&mut made, "Principal", not_principal, principal);
            put(&mut made, "Action", not_action, actions);
            if !conditions.is_empty() {
                made["Condition"] = block(conditions);
            }
            made
        },
    )
}

fn any_conditions() -> impl Strategy<Value = Pairs> {
    let ranges: (&str, &[&str]) = ("aws:SourceIp", &RANGES);
    conditions(WHO.into_iter().chain(CHOSEN).chain([ranges]).collect(), &OPERATORS)
}

pub(super) fn resource_policy() -> impl Strategy<Value = Value> {
    policy_of(statement(any_conditions()))
}

/// Whoever no policy names, and whoever its wildcards would let in.
fn strangers(document: &Value) -> Vec<Caller> {
    let caller = |kind, name: &str, account| Caller { kind, name: name.to_owned(), account };
    let mut found = vec![
        caller("AWS", "arn:aws:iam::999999999999:root", Some(STRANGERS)),
        caller("Anonymous", "", None),
        caller("Service", "stranger.amazonaws.com", None),
        caller("Federated", "stranger.example", None),
        caller("CanonicalUser", "f00d", None),
    ];
    let named = statements(document).into_iter().filter_map(|s| s["Principal"].get("AWS")).flat_map(many);
    found.extend(
        named.filter(|name| is_open(name)).map(|name| caller("AWS", &instance(name), Some(STRANGERS))),
    );
    found
}

/// What a stranger's requests can carry: anything for what callers choose, nothing fixed for what AWS says of them.
fn strange_keys(document: &Value) -> Vec<Keys> {
    let mut candidates: BTreeMap<String, BTreeSet<Option<String>>> = BTreeMap::new();
    for (key, value) in compared(document) {
        let of_key = candidates.entry(key.clone()).or_default();
        let chosen = CHOSEN.iter().any(|(chosen, _)| chosen.to_lowercase() == key);
        match key.as_str() {
            "aws:sourceip" => {
                of_key.insert(Some("203.0.113.9".to_owned()).filter(|_| BROAD.contains(&value.as_str())));
                of_key.insert(Some("172.217.0.1".to_owned()));
                of_key.insert(None);
            }
            "s3:dataaccesspointarn" => {
                of_key.extend([None, Some("arn:aws:s3:us-east-1:999999999999:accesspoint/zzz".to_owned())]);
                // It is fixed by its account, whatever the access point's name.
                if value.split(':').nth(4).is_some_and(is_open) {
                    of_key.extend([Some(instance(&value)), Some(value)]);
                }
            }
            "elasticfilesystem:accessedviamounttarget" => of_key.extend([None, Some("false".to_owned())]),
            _ => {
                of_key.extend([None, Some("stranger".to_owned())]);
                if chosen || is_open(&value) {
                    of_key.extend([Some(instance(&value)), Some(value)]);
                }
            }
        }
    }
    every_choice(&candidates)
}

/// Actions that AWS has, and for each pattern one that no policy names.
fn universe(document: &Value, wanted: &[String]) -> BTreeSet<String> {
    let known = [
        "s3:getobject",
        "s3:putobject",
        "s3:getobjectacl",
        "s3:deletebucket",
        "kms:decrypt",
        "kms:reencryptfrom",
        "iam:passrole",
    ];
    let elements = ["Action", "NotAction"];
    let patterns = statements(document).into_iter().flat_map(|s| elements.map(|e| many(&s[e]))).flatten();
    let made = patterns.map(str::to_lowercase).chain(wanted.iter().cloned()).map(|p| instance(&p));
    made.chain(known.map(str::to_owned)).collect()
}

fn a_stranger_is_granted(document: &Value, actions: &BTreeSet<String>) -> bool {
    let resources: BTreeSet<String> =
        statements(document).into_iter().flat_map(|s| many(&s["Resource"])).map(instance).collect();
    let (callers, contexts) = (strangers(document), strange_keys(document));
    callers.iter().any(|caller| {
        contexts.iter().any(|keys| {
            actions.iter().any(|action| {
                resources.iter().any(|resource| {
                    is_granted(document, &Request { caller: Some(caller), action, resource, keys })
                })
            })
        })
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn public_is_what_grants_a_stranger_something(document in resource_policy()) {
        let expected = a_stranger_is_granted(&document, &universe(&document, &["zzz".to_owned()]));
        prop_assert_eq!(is_public(&document), Ok(expected));
    }

    #[test]
    fn public_for_an_action_is_what_grants_a_stranger_that(
        document in resource_policy(),
        wanted in select(&["s3:get*", "s3:*", "*", "kms:decrypt", "s3:putobject", "s3:*acl"][..]),
    ) {
        let wanted = [wanted.to_owned()];
        let mut actions = universe(&document, &wanted);
        actions.retain(|action| like(&wanted[0], action));
        prop_assert_eq!(is_public_for(&document, &wanted), Ok(a_stranger_is_granted(&document, &actions)));
    }

    #[test]
    fn whoever_is_granted_something_is_of_an_account_that_is_named(
        document in policy_of(statement(conditions(vec![WHO[1], WHO[5]], &OPERATORS))),
    ) {
        let found = accounts(&document).expect("a policy");
        // What is public names nobody in particular.
        let named = if is_public(&document) == Ok(false) { &[OURS, OTHERS][..] } else { &[] };
        for account in named.iter().copied() {
            let keys = |name: &str| Keys::from([
                ("aws:principalarn".to_owned(), name.to_owned()), ("kms:calleraccount".to_owned(), account.to_owned()),
            ]);
            let name = format!("arn:aws:iam::{account}:role/app");
            let (caller, keys) = (Caller { kind: "AWS", name: name.clone(), account: Some(account) }, keys(&name));
            let granted = universe(&document, &[]).iter().any(|action| ["arn:aws:s3:::charts/zzz", BUCKET, "arn:aws:s3:::zzz"].iter().any(|resource| {
                is_granted(&document, &Request { caller: Some(&caller), action, resource, keys: &keys })
            }));
            prop_assert!(!granted || found.contains(account), "{} in {:?}", account, found);
        }
    }
}

/// Denials of plain HTTP, whole and not.
fn tls_statement(alone: f64) -> impl Strategy<Value = Value> {
    let who = prop_oneof![3 => Just(json!("*")), 3 => texts_of(&["*", OURS]).prop_map(|v| json!({ "AWS": v })), 1 => Just(json!({"Service": "*"}))];
    let action = texts_of(&["*", "s3:*", "s3:Get*", "kms:*"]);
    let further = conditions(vec![WHO[1], CHOSEN[1]], &OPERATORS);
    let transport = (select(&["Bool", "BoolIfExists"][..]), texts_of(&["false", "true"]));
    (who, action, texts_of(&RESOURCES), prop::bool::weighted(alone), further, transport).prop_map(
        |(who, action, resource, alone, further, (operator, values))| {
            let mut pairs = if alone { Vec::new() } else { further };
            pairs.push((operator.to_owned(), "aws:SecureTransport".to_owned(), values));
            json!({"Effect": "Deny", "Principal": who, "Action": action, "Resource": resource, "Condition": block(pairs)})
        },
    )
}

fn plain_http_is_denied(document: &Value) -> bool {
    let below = ["/", "/zzz", "/a/b"].map(|rest| format!("{BUCKET}{rest}"));
    let resources: Vec<&str> = below.iter().map(String::as_str).chain([BUCKET]).collect();
    let plain = Some(("aws:securetransport", "false"));
    is_denied_to_all(document, &["s3:GetObject", "s3:PutObject", "s3:zzz"], &resources, plain)
}

/// Whether each action on each resource is denied to whoever asks, in whichever way, but for what is `given` of the request.
fn is_denied_to_all(
    document: &Value,
    actions: &[&str],
    resources: &[&str],
    given: Option<(&str, &str)>,
) -> bool {
    let mut candidates: BTreeMap<String, BTreeSet<Option<String>>> = BTreeMap::new();
    for (key, value) in compared(document) {
        candidates.entry(key).or_default().extend([None, Some("stranger".to_owned()), Some(value)]);
    }
    candidates.extend(given.map(|(key, value)| (key.to_owned(), BTreeSet::from([Some(value.to_owned())]))));
    let callers = [Some(OURS), Some(STRANGERS), None].map(|account| Caller {
        kind: if account.is_some() { "AWS" } else { "Anonymous" },
        name: account.map_or_else(String::new, |a| format!("arn:aws:iam::{a}:user/zzz")),
        account,
    });
    every_choice(&candidates).iter().all(|keys| {
        callers.iter().all(|caller| {
            actions.iter().all(|action| {
                resources.iter().all(|resource| {
                    is_denied(document, &Request { caller: Some(caller), action, resource, keys })
                })
            })
        })
    })
}

const GET_AND_PUT: [&str; 2] = ["s3:GetObject", "s3:PutObject"];
/// What no pattern here covers but `*`, and what some do.
const ANYWHERE: [&str; 2] = ["arn:aws:ec2:us-east-1::snapshot/zzz", BUCKET];

fn get_and_put() -> Vec<String> {
    GET_AND_PUT.map(str::to_lowercase).to_vec()
}

/// Mostly denials.
fn flipped(mut statement: Value) -> Value {
    let denies = statement["Effect"] == "Deny";
    statement["Effect"] = json!(if denies { "Allow" } else { "Deny" });
    statement
}

/// Everybody, for everybody but somebody.
fn without_exceptions(mut statement: Value) -> Value {
    if statement.as_object_mut().and_then(|s| s.remove("NotPrincipal")).is_some() {
        statement["Principal"] = json!("*");
    }
    statement
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn tls_is_required_where_every_plain_request_is_denied(document in policy_of(tls_statement(0.8))) {
        prop_assert_eq!(requires_tls(&document, BUCKET), Ok(plain_http_is_denied(&document)));
    }

    #[test]
    fn tls_is_never_required_where_a_plain_request_passes(document in policy_of(prop_oneof![tls_statement(0.8), statement(any_conditions())])) {
        prop_assert!(requires_tls(&document, BUCKET) == Ok(false) || plain_http_is_denied(&document));
    }

    #[test]
    fn tls_is_required_for_actions_where_each_plain_request_is_denied(document in policy_of(tls_statement(1.0))) {
        let denied = is_denied_to_all(&document, &GET_AND_PUT, &[BUCKET], Some(("aws:securetransport", "false")));
        prop_assert_eq!(requires_tls_for(&document, BUCKET, &get_and_put()), Ok(denied));
    }

    #[test]
    fn tls_is_never_required_for_an_action_where_a_plain_request_passes(
        document in policy_of(prop_oneof![tls_statement(0.5), statement(any_conditions())]),
    ) {
        let denied = || is_denied_to_all(&document, &GET_AND_PUT, &[BUCKET], Some(("aws:securetransport", "false")));
        prop_assert!(requires_tls_for(&document, BUCKET, &get_and_put()) == Ok(false) || denied());
    }

    #[test]
    fn denied_is_what_nobody_gets_anywhere(document in policy_of(statement(Just(Pairs::new())).prop_map(flipped).prop_map(without_exceptions))) {
        let denied = is_denied_to_all(&document, &GET_AND_PUT, &ANYWHERE, None);
        prop_assert_eq!(denies(&document, &get_and_put()), Ok(denied));
    }

    #[test]
    fn what_a_condition_lets_through_is_not_denied(document in policy_of(statement(any_conditions()).prop_map(flipped))) {
        let denied = || is_denied_to_all(&document, &GET_AND_PUT, &ANYWHERE, None);
        prop_assert!(denies(&document, &get_and_put()) == Ok(false) || denied());
    }
}
