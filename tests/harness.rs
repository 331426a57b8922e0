//! The harness the other tests stand on does what they trust it to do.
mod support;

use serde_json::Value;
use std::time::{Duration, Instant};
use support::{Answer, Baascan, FakeAws, Keys, Moto, Rule, answer, clinic};

const ASK: &str = "
import sys, json, boto3, botocore, botocore.config
config = botocore.config.Config(retries={'total_max_attempts': 1}, read_timeout=10)
service, operation, region, arguments, url = sys.argv[1:]
client = boto3.client(service, region_name=region, config=config, endpoint_url=url)
try:
    answer = getattr(client, operation)(**json.loads(arguments))
    answer.pop('ResponseMetadata')
    print(json.dumps({'answer': answer}, default=str))
except botocore.exceptions.ClientError as error:
    print(json.dumps({'code': error.response['Error']['Code'],
                      'status': error.response['ResponseMetadata']['HTTPStatusCode']}))
except Exception as error:
    print(json.dumps({'broke': type(error).__name__}))
";

fn ask(moto: &Moto, keys: &Keys, url: &str, call: [&str; 4]) -> Value {
    let [service, operation, region, arguments] = call;
    let printed = moto.run(keys, &["-c", ASK, service, operation, region, arguments, url]);
    serde_json::from_str(&printed).expect("the script prints JSON")
}

#[test]
fn accounts_of_the_emulator_are_told_apart_by_their_keys() {
    let moto = Moto::start();
    for account in ["444455556666", "777788889999"] {
        let who =
            ask(moto, &moto.account(account), moto.url(), ["sts", "get_caller_identity", "us-east-1", "{}"]);
        assert_eq!(who["answer"]["Account"], account);
    }
}

#[test]
fn the_emulator_with_iam_refuses_what_no_policy_allows_and_what_is_signed_wrongly() {
    let moto = Moto::start_with_iam();
    let keys = moto.user(
        "reader",
        r#"[{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"},
        {"Effect":"Allow","Action":["s3:ListBuckets","kms:ListKeys"],"Resource":"*"}]"#,
    );
    let keys_of_kms = ask(moto, &keys, moto.url(), ["kms", "list_keys", "us-east-1", "{}"]);
    assert!(keys_of_kms["answer"].is_object(), "{keys_of_kms}");
    let refused = ask(moto, &keys, moto.url(), ["rds", "describe_db_instances", "us-east-1", "{}"]);
    assert_eq!(refused["code"], "AccessDenied", "{refused}");
    let refused = ask(moto, &keys.forged(), moto.url(), ["rds", "describe_db_instances", "us-east-1", "{}"]);
    assert_eq!(refused["code"], "SignatureDoesNotMatch", "{refused}");
    let refused = ask(moto, &keys, moto.url(), ["kms", "list_aliases", "us-east-1", "{}"]);
    assert_eq!(refused["status"], 403, "{refused}");
    let refused = ask(moto, &keys, moto.url(), ["s3", "get_bucket_acl", "us-east-1", r#"{"Bucket":"none"}"#]);
    assert_eq!(refused["code"], "AccessDenied", "{refused}");
}

#[test]
fn a_signature_still_holds_behind_the_fake_endpoint() {
    let moto = Moto::start_with_iam();
    let fake = FakeAws::before(moto.url());
    let keys = moto.user("through", r#"[{"Effect":"Allow","Action":"kms:*","Resource":"*"}]"#);
    let keys_of_kms = ask(moto, &keys, fake.url(), ["kms", "list_keys", "us-west-2", "{}"]);
    assert!(keys_of_kms["answer"].is_object(), "{keys_of_kms}");
    let seen = fake.seen();
    assert_eq!(seen.len(), 1);
    assert_eq!((seen[0].service.as_str(), seen[0].region.as_str()), ("kms", "us-west-2"));
    assert_eq!(seen[0].operation.as_deref(), Some("ListKeys"));
}

#[test]
fn a_denial_speaks_the_protocol_of_the_request() {
    let moto = Moto::start();
    let keys = moto.account("444455556666");
    let fake = FakeAws::before(moto.url());
    for service in ["s3", "rds", "ec2", "kms", "artifact"] {
        fake.rule(Rule::service(service));
    }
    let calls = [
        ("s3", "get_bucket_encryption", r#"{"Bucket":"charts"}"#, "AccessDenied", 403),
        ("rds", "describe_db_instances", "{}", "AccessDenied", 403),
        ("ec2", "describe_regions", "{}", "UnauthorizedOperation", 403),
        ("kms", "list_keys", "{}", "AccessDeniedException", 400),
        ("artifact", "list_customer_agreements", "{}", "AccessDeniedException", 403),
    ];
    for (service, operation, arguments, code, status) in calls {
        let answer = ask(moto, &keys, fake.url(), [service, operation, "us-east-1", arguments]);
        assert_eq!(
            (answer["code"].as_str(), answer["status"].as_u64()),
            (Some(code), Some(status)),
            "{service}"
        );
    }
}

#[test]
fn one_call_on_one_bucket_can_be_denied_and_the_rest_passes() {
    let moto = Moto::start();
    let keys = moto.account("555566667777");
    let fake = FakeAws::before(moto.url());
    for bucket in ["harness-open", "harness-shut"] {
        ask(
            moto,
            &keys,
            fake.url(),
            ["s3", "create_bucket", "us-east-1", &format!(r#"{{"Bucket":"{bucket}"}}"#)],
        );
    }
    fake.clear_seen();
    fake.rule(Rule::operation("s3", "GetBucketVersioning").on("harness-shut"));
    let get = |bucket: &str, operation: &str| {
        ask(moto, &keys, fake.url(), ["s3", operation, "us-east-1", &format!(r#"{{"Bucket":"{bucket}"}}"#)])
    };
    assert_eq!(get("harness-shut", "get_bucket_versioning")["code"], "AccessDenied");
    assert!(get("harness-open", "get_bucket_versioning")["answer"].is_object());
    assert!(get("harness-shut", "get_bucket_acl")["answer"].is_object());
    assert_eq!(fake.count("s3", "GetBucketVersioning"), 2);
    fake.forget_rules();
    assert!(get("harness-shut", "get_bucket_versioning")["answer"].is_object());
}

#[test]
fn faults_reach_the_client_as_faults() {
    let moto = Moto::start();
    let keys = moto.account("666677778888");
    let fake = FakeAws::before(moto.url());
    let list = |region: &str| ask(moto, &keys, fake.url(), ["rds", "describe_db_instances", region, "{}"]);
    let rule = || Rule::operation("rds", "DescribeDBInstances");
    fake.rule(rule().answers(Answer::cut_off()).region("us-west-2"));
    assert!(list("us-west-2")["broke"].is_string());
    assert!(list("us-east-1")["answer"].is_object());
    fake.rule(rule().answers(Answer::failed()));
    assert_eq!(list("us-east-1")["status"], 500);
    fake.forget_rules();
    fake.rule(rule().answers(Answer::throttled()).times(2));
    assert_eq!(list("us-east-1")["code"], "Throttling");
    assert_eq!(list("us-east-1")["code"], "Throttling");
    assert!(list("us-east-1")["answer"].is_object());
    fake.rule(rule().answers(Answer::hang(Duration::from_secs(90))));
    let start = Instant::now();
    assert_eq!(list("us-east-1")["broke"], "ReadTimeoutError");
    assert!(start.elapsed() < Duration::from_secs(60));
    fake.rule(Rule::operation("s3", "HeadBucket").answers(Answer::redirect("us-west-2")));
    let head = ask(moto, &keys, fake.url(), ["s3", "head_bucket", "us-east-1", r#"{"Bucket":"far"}"#]);
    assert_eq!(head["status"], 301, "{head}");
}

#[test]
fn what_the_emulator_lacks_is_answered_by_rules() {
    let moto = Moto::start();
    let keys = moto.account("999900001111");
    let fake = FakeAws::start();
    let organization = answer::Agreement::organization("999900001111", "o-exampleorg1", 1_700_000_000);
    let ended = answer::Agreement::account("999900001111", 1_600_000_000).terminated(1_650_000_000);
    let agreements = answer::agreements(&[organization, ended]);
    fake.rule(Rule::path("artifact", "GET", "/v1/customer-agreement/*").answers(agreements));
    let list = ask(moto, &keys, fake.url(), ["artifact", "list_customer_agreements", "us-east-1", "{}"]);
    let list = &list["answer"]["customerAgreements"];
    assert_eq!(list[0]["agreementArn"], "arn:aws:artifact:::agreement/agreement-y03aUwMAEorHtqjv");
    assert!(list[0]["effectiveStart"].as_str().is_some_and(|time| time.starts_with("2023-11-14")));
    assert_eq!(list[1]["state"], "CUSTOMER_TERMINATED");
    let regions = answer::regions(&[("us-east-1", "ENABLED_BY_DEFAULT"), ("ap-east-1", "DISABLED")]);
    fake.rule(Rule::path("account", "POST", "/listRegions").answers(regions));
    let list = ask(moto, &keys, fake.url(), ["account", "list_regions", "us-east-1", "{}"]);
    assert_eq!(list["answer"]["Regions"][1]["RegionOptStatus"], "DISABLED");
    let other = ask(moto, &keys, fake.url(), ["kms", "list_keys", "us-east-1", "{}"]);
    assert_eq!(other["status"], 501);
    let fixed = Answer::text(418, "<Error><Code>Teapot</Code></Error>").header("x-amz-id-2", "x");
    fake.rule(Rule::operation("s3", "ListBuckets").answers(fixed));
    assert_eq!(ask(moto, &keys, fake.url(), ["s3", "list_buckets", "us-east-1", "{}"])["code"], "Teapot");
}

#[test]
fn the_clinic_can_be_seeded_and_shows_what_only_tags_show() {
    let clinic = clinic::start();
    let ask = |call| ask(&clinic.moto, &clinic.keys, clinic.fake.url(), call);
    let buckets = ask(["s3", "list_buckets", "us-east-1", "{}"]);
    assert!(buckets["answer"]["Buckets"].as_array().is_some_and(|list| list.len() >= 14));
    let arns = ask(["resourcegroupstaggingapi", "get_resources", "us-east-1", "{}"]).to_string();
    for service in ["bedrock", "apprunner", "quantumclinic", "rds", "kms"] {
        assert!(arns.contains(&format!("arn:aws:{service}:us-east-1:111122223333:")), "{service} in {arns}");
    }
    let clusters = ask(["docdb", "describe_db_clusters", "us-east-1", "{}"]);
    let clusters = clusters["answer"]["DBClusters"].as_array().expect("a list").clone();
    let engines = |name: &str| clusters.iter().filter(|cluster| cluster["Engine"] == name).count();
    assert_eq!([engines("docdb"), engines("neptune"), engines("aurora-postgresql")], [2, 2, 1]);
    let protected = ask(["backup", "list_protected_resources", "us-east-1", "{}"]);
    assert_eq!(protected["answer"]["Results"].as_array().map(Vec::len), Some(4));
    let denied = ask(["s3", "get_bucket_policy", "us-east-1", r#"{"Bucket":"clinic-legacy-fax"}"#]);
    assert_eq!(denied["code"], "AccessDenied");
}

#[test]
fn the_bench_world_has_the_size_it_was_asked_for() {
    let moto = Moto::start();
    let keys = moto.account("222233334444");
    moto.seed_with(&keys, "world.py", &["--buckets", "12", "--instances", "5"]);
    let instances = ask(moto, &keys, moto.url(), ["rds", "describe_db_instances", "us-east-1", "{}"]);
    assert_eq!(instances["answer"]["DBInstances"].as_array().map(Vec::len), Some(5));
}

#[test]
fn the_program_sees_nothing_of_the_callers_environment() {
    let run = Baascan::new().env("LANG", "C");
    assert!(run.dir().join("home").is_dir());
    let output = run.run(["--version"]);
    assert_ne!(output.code, -1, "{}", output.all());
}

#[test]
fn the_venv_holds_the_models_that_other_tests_read() {
    for part in ["botocore/data/s3", "cfnlint/data/schemas", "moto"] {
        assert!(support::python::site_packages().join(part).is_dir(), "{part}");
    }
    assert!(support::python::venv().join("whole").is_file());
}
