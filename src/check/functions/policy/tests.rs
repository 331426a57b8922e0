use super::{accounts, denies, is_public, is_public_for, requires_tls, requires_tls_for};
use serde_json::{Value, json};

fn policy(statement: Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": statement})
}

fn public(statement: Value) -> bool {
    let alone = is_public(&policy(statement.clone())).expect("a policy");
    let listed = is_public(&policy(json!([statement]))).expect("a policy");
    assert_eq!(alone, listed, "one statement alone and in a list");
    alone
}

fn allow(principal: Value, condition: Value) -> Value {
    json!({"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": "*", "Condition": condition})
}

#[test]
fn every_way_to_write_everybody_is_public() {
    for principal in [
        json!("*"),
        json!(["*"]),
        json!({"AWS": "*"}),
        json!({"AWS": ["*"]}),
        json!({"AWS": ["arn:aws:iam::111122223333:root", "*"]}),
        json!({"AWS": "arn:aws:iam::*:root"}),
        json!({"Service": "*"}),
        json!({"Federated": ["*"]}),
        json!({"CanonicalUser": "*"}),
    ] {
        assert!(public(allow(principal.clone(), json!({}))), "{principal}");
    }
}

#[test]
fn fixed_principals_are_not_public() {
    for principal in [
        json!({"AWS": "111122223333"}),
        json!({"AWS": ["arn:aws:iam::111122223333:role/a", "arn:aws:iam::444455556666:root"]}),
        json!({"Service": "cloudtrail.amazonaws.com"}),
        json!({"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}),
    ] {
        assert!(!public(allow(principal.clone(), json!({}))), "{principal}");
    }
}

#[test]
fn allowing_all_but_a_few_is_public() {
    let all_but = json!({"Effect": "Allow", "NotPrincipal": {"AWS": "111122223333"}, "NotAction": "s3:Delete*", "Resource": "*"});
    assert!(public(all_but));
    assert!(public(json!({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})));
}

#[test]
fn a_deny_grants_nothing() {
    assert!(!public(json!({"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"})));
    assert!(!public(
        json!({"Effect": "Deny", "NotPrincipal": {"AWS": "111122223333"}, "Action": "*", "Resource": "*"})
    ));
}

#[test]
fn a_condition_on_fixed_values_narrows() {
    for condition in [
        json!({"StringEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}}),
        json!({"StringEquals": {"AWS:SourceVPC": ["vpc-1", "vpc-2"]}}),
        json!({"StringLike": {"aws:PrincipalOrgID": "o-abc1234567"}}),
        json!({"ArnLike": {"aws:SourceArn": "arn:aws:sns:us-east-1:111122223333:topic"}}),
        json!({"ArnLike": {"aws:SourceArn": "arn:aws:cloudwatch:us-east-1:111122223333:alarm:*"}}),
        json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}}),
        json!({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-abc1234567/r-ab12/ou-ab12-11111111/*"}}),
        json!({"StringEquals": {"aws:SourceOrgID": "o-abc1234567"}}),
        json!({"StringEquals": {"aws:SourceAccount": "111122223333"}}),
        json!({"StringEquals": {"kms:CallerAccount": "111122223333"}}),
        json!({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}),
        json!({"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32"]}}),
        json!({"StringLike": {"s3:DataAccessPointArn": "arn:aws:s3:us-west-2:111122223333:accesspoint/*"}}),
        json!({"StringEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:us-east-1:111122223333:key/1a2b"}}),
        json!({"ForAnyValue:StringEquals": {"aws:PrincipalOrgID": ["o-abc1234567"]}}),
    ] {
        assert!(!public(allow(json!("*"), condition.clone())), "{condition}");
    }
}

#[test]
fn a_condition_that_lets_others_in_does_not_narrow() {
    for condition in [
        json!({"StringLike": {"aws:SourceVpc": "vpc-*"}}),
        json!({"StringEquals": {"aws:SourceVpc": ["vpc-1", "*"]}}),
        json!({"StringEquals": {"aws:SourceVpc": []}}),
        json!({"StringEquals": {"aws:userid": "${aws:userid}"}}),
        json!({"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}}),
        json!({"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-abc1234567"}}),
        json!({"StringNotEquals": {"aws:SourceVpc": "vpc-1"}}),
        json!({"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}),
        json!({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}),
        json!({"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/1"]}}),
        json!({"IpAddress": {"aws:SourceIp": "2600::/16"}}),
        json!({"Null": {"aws:SourceVpc": "false"}}),
        json!({"Bool": {"aws:SecureTransport": "true"}}),
        json!({"StringEquals": {"s3:prefix": "public"}}),
        json!({"ArnLike": {"aws:SourceArn": "arn:aws:cloudwatch:us-east-1:*:alarm:charts"}}),
        json!({"StringLike": {"aws:PrincipalOrgPaths": "o-*/r-ab12/*"}}),
        json!({"StringLike": {"s3:DataAccessPointArn": "arn:aws:s3:us-west-2:*:accesspoint/x"}}),
    ] {
        assert!(public(allow(json!("*"), condition.clone())), "{condition}");
    }
}

#[test]
fn one_public_statement_makes_the_policy_public() {
    let closed = allow(json!({"AWS": "111122223333"}), json!({}));
    let open = allow(json!("*"), json!({}));
    assert_eq!(is_public(&policy(json!([closed.clone(), open]))), Ok(true));
    assert_eq!(is_public(&policy(json!([closed]))), Ok(false));
    assert_eq!(is_public(&policy(json!([]))), Ok(false));
}

#[test]
fn a_policy_may_be_text_and_what_is_none_is_an_error() {
    let text = policy(allow(json!("*"), json!({}))).to_string();
    assert_eq!(is_public(&Value::from(text)), Ok(true));
    for wrong in [json!("not json"), json!({"Statement": "x"}), json!({"Statement": ["x"]}), json!([])] {
        assert!(is_public(&wrong).is_err(), "{wrong}");
    }
}

const BUCKET: &str = "arn:aws:s3:::charts";

fn deny(resource: Value) -> Value {
    json!({"Sid": "TlsOnly", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": resource,
           "Condition": {"Bool": {"aws:SecureTransport": "false"}}})
}

fn with(mut statement: Value, key: &str, value: Value) -> Value {
    statement[key] = value;
    statement
}

fn tls(statements: Value) -> bool {
    requires_tls(&policy(statements), BUCKET).expect("a policy")
}

#[test]
fn tls_is_required_when_bucket_and_objects_are_covered() {
    let both = json!([BUCKET, "arn:aws:s3:::charts/*"]);
    assert!(tls(deny(both.clone())));
    assert!(tls(json!([deny(both.clone())])));
    assert!(tls(deny(json!("*"))));
    assert!(tls(deny(json!("arn:aws:s3:::*"))));
    assert!(tls(deny(json!("arn:aws:s3:::charts*"))));
    assert!(
        tls(json!([deny(json!(BUCKET)), deny(json!("arn:aws:s3:::charts/*"))])),
        "two statements together"
    );
    assert!(tls(with(deny(both.clone()), "Action", json!("*"))));
    assert!(tls(with(deny(both.clone()), "Action", json!(["S3:*"]))));
    assert!(tls(with(deny(both.clone()), "Principal", json!({"AWS": "*"}))));
    assert!(tls(with(deny(both.clone()), "Principal", json!({"AWS": ["*"]}))));
    assert!(tls(with(deny(both.clone()), "Condition", json!({"Bool": {"aws:SecureTransport": ["false"]}}))));
    assert!(tls(with(deny(both), "Condition", json!({"Bool": {"AWS:securetransport": false}}))));
}

#[test]
fn tls_is_not_required_when_anything_is_left_open() {
    let both = json!([BUCKET, "arn:aws:s3:::charts/*"]);
    assert!(!tls(deny(json!("arn:aws:s3:::charts/*"))), "the bucket itself");
    assert!(!tls(deny(json!(BUCKET))), "the objects");
    assert!(!tls(deny(json!([BUCKET, "arn:aws:s3:::charts/public/*"]))), "some objects");
    assert!(!tls(deny(json!([BUCKET, "arn:aws:s3:::other/*"]))));
    assert!(!tls(with(deny(both.clone()), "Effect", json!("Allow"))));
    assert!(!tls(with(deny(both.clone()), "Action", json!("s3:GetObject"))));
    assert!(!tls(with(deny(both.clone()), "Action", json!(["s3:Get*", "s3:Put*"]))));
    assert!(!tls(with(deny(both.clone()), "Principal", json!({"AWS": "111122223333"}))));
    assert!(!tls(with(deny(both.clone()), "Condition", json!({"Bool": {"aws:SecureTransport": "true"}}))));
    let further =
        json!({"Bool": {"aws:SecureTransport": "false"}, "StringEquals": {"aws:SourceVpc": "vpc-1"}});
    assert!(!tls(with(deny(both.clone()), "Condition", further)), "a further condition narrows the denial");
    let version = json!({"NumericLessThan": {"s3:TlsVersion": "1.2"}});
    assert!(!tls(with(deny(both.clone()), "Condition", version)));
    let mut but_one = deny(both.clone());
    but_one.as_object_mut().expect("an object").remove("Action");
    but_one["NotAction"] = json!("s3:GetObject");
    assert!(!tls(but_one));
    let mut elsewhere = deny(both);
    elsewhere.as_object_mut().expect("an object").remove("Resource");
    elsewhere["NotResource"] = json!("arn:aws:s3:::charts/public/*");
    assert!(!tls(elsewhere));
}

#[test]
fn accounts_are_found_in_ids_and_arns() {
    let statements = json!([
        {"Effect": "Allow", "Principal": {"AWS": ["111122223333", "arn:aws:iam::444455556666:root"]}, "Action": "*", "Resource": "*"},
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:sts::777788889999:assumed-role/a/b"}, "Action": "*", "Resource": "*"},
        {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Principal": {"AWS": "123456789012"}, "Action": "*", "Resource": "*"},
    ]);
    let found: Vec<String> = accounts(&policy(statements)).expect("a policy").into_iter().collect();
    assert_eq!(found, ["111122223333", "444455556666", "777788889999"]);
}

fn open_to(actions: Value, wanted: &str) -> bool {
    let mut statement = allow(json!("*"), json!({}));
    let (key, actions) = match actions.get("NotAction") {
        Some(left_out) => ("NotAction", left_out.clone()),
        None => ("Action", actions),
    };
    statement.as_object_mut().expect("an object").remove("Action");
    statement[key] = actions;
    let wanted: Vec<String> = wanted.split_whitespace().map(str::to_lowercase).collect();
    is_public_for(&policy(statement), &wanted).expect("a policy")
}

#[test]
fn an_action_is_open_when_its_pattern_meets_a_wanted_one() {
    for actions in [
        json!("*"),
        json!("s3:*"),
        json!("S3:GETOBJECT"),
        json!("s3:getobjecttorrent"),
        json!(["s3:PutObject", "s3:GetObjectTagging"]),
        json!("s3:*Object"),
        json!("s3:?etObject"),
        json!({"NotAction": "s3:Get*"}),
        json!({"NotAction": ["s3:GetObject", "s3:List*"]}),
        json!({"NotAction": ["s3:Get?*", "s3:List*"]}),
    ] {
        assert!(open_to(actions.clone(), "s3:Get* s3:List*"), "{actions}");
    }
    for actions in [
        json!("s3:PutObject"),
        json!(["s3:Put*", "s3:DeleteObject"]),
        json!("kms:*"),
        json!({"NotAction": "*"}),
        json!({"NotAction": "S3:*"}),
        json!({"NotAction": ["s3:get*", "s3:L*"]}),
    ] {
        assert!(!open_to(actions.clone(), "s3:Get* s3:List*"), "{actions}");
    }
}

fn grantees(principal: Value, condition: Value) -> Vec<String> {
    accounts(&policy(allow(principal, condition))).expect("a policy").into_iter().collect()
}

#[test]
fn what_names_no_account_is_a_grantee_as_written() {
    let canonical = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";
    assert_eq!(grantees(json!({"CanonicalUser": canonical}), json!({})), [canonical]);
    assert_eq!(grantees(json!({"AWS": ["AROADBQP57FF2AEXAMPLE"]}), json!({})), ["AROADBQP57FF2AEXAMPLE"]);
    assert_eq!(
        grantees(json!({"Federated": "cognito-identity.amazonaws.com"}), json!({})),
        ["cognito-identity.amazonaws.com"]
    );
    let identity = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1";
    assert!(grantees(json!({"AWS": identity}), json!({})).is_empty());
    assert!(grantees(json!({"Service": "cloudtrail.amazonaws.com"}), json!({})).is_empty());
}

#[test]
fn a_narrowing_condition_names_the_grantees() {
    let other = "444455556666";
    for condition in [
        json!({"StringEquals": {"aws:PrincipalAccount": other}}),
        json!({"ArnEquals": {"AWS:PrincipalArn": "arn:aws:iam::444455556666:role/a"}}),
        json!({"StringEquals": {"aws:SourceAccount": [other]}}),
        json!({"ArnLike": {"aws:SourceArn": "arn:aws:sns:us-east-1:444455556666:topic"}}),
        json!({"StringLike": {"s3:DataAccessPointArn": "arn:aws:s3:us-west-2:444455556666:accesspoint/*"}}),
        json!({"StringEquals": {"aws:PrincipalOrgID": "o-abc1234567", "aws:PrincipalAccount": other}}),
    ] {
        assert_eq!(grantees(json!("*"), condition.clone()), [other], "{condition}");
    }
    let organization = json!({"StringEquals": {"aws:PrincipalOrgID": "o-abc1234567"}});
    assert_eq!(grantees(json!({"AWS": "*"}), organization.clone()), ["o-abc1234567"]);
    assert_eq!(grantees(json!({"AWS": "111122223333"}), organization), ["111122223333"]);
    let session = json!({"StringEquals": {"aws:userid": "AROADBQP57FF2AEXAMPLE:app"}});
    assert_eq!(grantees(json!("*"), session), ["AROADBQP57FF2AEXAMPLE"]);
    let service = json!({"Service": "cloudtrail.amazonaws.com"});
    assert_eq!(grantees(service, json!({"StringEquals": {"aws:SourceAccount": other}})), [other]);
    let key = json!({"StringEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "1a2b"}});
    assert_eq!(grantees(json!("*"), key), ["*"], "a key names no caller");
    assert!(grantees(json!("*"), json!({"StringEquals": {"aws:SourceVpce": "vpce-1"}})).is_empty());
}

#[test]
fn an_empty_document_says_nothing() {
    for document in [json!({}), json!("{}")] {
        assert_eq!(is_public(&document), Ok(false));
        assert_eq!(accounts(&document).map(|found| found.len()), Ok(0));
        assert_eq!(requires_tls(&document, TOPIC), Ok(false));
        assert_eq!(denies(&document, &["sns:publish".to_owned()]), Ok(false));
    }
    assert!(is_public(&json!({ "Version": "2012-10-17" })).is_err());
    assert!(is_public(&json!([])).is_err());
}

#[test]
fn a_mount_target_narrows_only_where_it_must_be_one() {
    let via = |operator: &str, value: Value| {
        allow(json!("*"), json!({ operator: { "elasticfilesystem:AccessedViaMountTarget": value } }))
    };
    for value in [json!("true"), json!(["true"]), json!(true), json!("True")] {
        assert!(!public(via("Bool", value.clone())), "{value}");
        let found = accounts(&policy(via("Bool", value.clone()))).expect("a policy");
        assert!(found.is_empty(), "{value} names {found:?}");
    }
    assert!(public(via("Bool", json!("false"))));
    assert!(public(via("Bool", json!(["true", "false"]))));
    assert!(public(via("BoolIfExists", json!("true"))));
}

const TOPIC: &str = "arn:aws:sns:us-east-1:111122223333:results";

fn refuses(principal: Value, actions: Value, resource: Value, condition: Value) -> Value {
    json!({"Effect": "Deny", "Principal": principal, "Action": actions, "Resource": resource, "Condition": condition})
}

fn tls_for(statements: Value, actions: &[&str]) -> bool {
    let actions: Vec<String> = actions.iter().map(|a| (*a).to_owned()).collect();
    requires_tls_for(&policy(statements), TOPIC, &actions).expect("a policy")
}

#[test]
fn plain_http_may_be_denied_action_by_action() {
    let plain = || json!({"Bool": {"aws:SecureTransport": "false"}});
    for principal in [json!("*"), json!(["*"]), json!({"AWS": "*"}), json!({"AWS": [OWNER, "*"]})] {
        assert!(tls_for(refuses(principal, json!("SNS:Publish"), json!(TOPIC), plain()), &["sns:publish"]));
    }
    let publish = refuses(json!("*"), json!("sns:Publish"), json!(TOPIC), plain());
    let subscribe = refuses(json!("*"), json!(["sns:Sub*"]), json!("arn:aws:sns:*:*:results"), plain());
    assert!(!tls_for(publish.clone(), &["sns:publish", "sns:subscribe"]));
    assert!(tls_for(json!([publish, subscribe]), &["sns:publish", "sns:subscribe"]));
    assert!(!tls_for(publish.clone(), &["sns:*"]), "one action is not all");
    assert!(!tls_for(publish, &[]), "nothing is asked");
    let but = json!({"Effect": "Deny", "Principal": "*", "NotAction": "sns:Get*", "Resource": "*", "Condition": plain()});
    assert!(tls_for(but.clone(), &["sns:publish"]) && !tls_for(but, &["sns:getendpointattributes"]));
}

#[test]
fn a_narrower_denial_of_plain_http_is_none() {
    let plain = || json!({"Bool": {"aws:SecureTransport": "false"}});
    let narrower = json!({"Bool": {"aws:SecureTransport": "false"}, "StringNotEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}});
    for statement in [
        refuses(json!({"AWS": OWNER}), json!("sns:Publish"), json!(TOPIC), plain()),
        refuses(json!({"Service": "*"}), json!("sns:Publish"), json!(TOPIC), plain()),
        refuses(json!("*"), json!("sns:Publish"), json!("arn:aws:sns:us-east-1:111122223333:other"), plain()),
        refuses(json!("*"), json!("sns:Publish"), json!(TOPIC), narrower),
        refuses(
            json!("*"),
            json!("sns:Publish"),
            json!(TOPIC),
            json!({"Bool": {"aws:SecureTransport": "true"}}),
        ),
        refuses(json!("*"), json!("sns:Publish"), json!(TOPIC), json!({})),
        json!({"Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": TOPIC, "Condition": plain()}),
    ] {
        assert!(!tls_for(statement.clone(), &["sns:publish"]), "{statement}");
    }
}

const OWNER: &str = "arn:aws:iam::111122223333:root";

#[test]
fn a_denial_is_for_everybody_everywhere_and_always() {
    let denied = |statements: Value| {
        denies(&policy(statements), &["backup:deleterecoverypoint".to_owned()]).expect("a policy")
    };
    let (delete, all) = (|| json!("backup:DeleteRecoveryPoint"), || json!("*"));
    assert!(denied(refuses(json!("*"), delete(), all(), json!({}))));
    assert!(denied(refuses(json!({"AWS": ["*"]}), json!(["backup:Delete*"]), json!(["*"]), Value::Null)));
    assert!(denied(
        json!({"Effect": "Deny", "Principal": "*", "NotAction": "backup:Copy*", "Resource": "*"})
    ));
    for statement in [
        refuses(json!({"AWS": OWNER}), delete(), all(), json!({})),
        refuses(json!("*"), json!("backup:DeleteBackupVault"), all(), json!({})),
        refuses(json!("*"), delete(), json!("arn:aws:ec2:us-east-1::snapshot/*"), json!({})),
        refuses(json!("*"), delete(), all(), json!({"ArnNotLike": {"aws:PrincipalArn": OWNER}})),
        json!({"Effect": "Deny", "NotPrincipal": {"AWS": OWNER}, "Action": "*", "Resource": "*"}),
        json!({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}),
    ] {
        assert!(!denied(statement.clone()), "{statement}");
    }
}
