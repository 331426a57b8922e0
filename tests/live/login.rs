//! Scans that cannot start: one sentence, a next step, exit 4, and soon.
use crate::support::{Answer, Baascan, FakeAws, Rule};
use crate::world::keys;
use std::net::TcpListener;
use std::time::{Duration, Instant};

fn refused(program: &Baascan, within: u64, says: &[&str]) {
    let start = Instant::now();
    let output = program.run(["scan"]);
    let took = start.elapsed();
    assert_eq!(output.code, 4, "{}", output.all());
    assert_eq!((output.stdout.as_str(), output.stderr.lines().count()), ("", 1), "{}", output.all());
    for words in says {
        assert!(output.stderr.contains(words), "{words}: {}", output.all());
    }
    assert!(took < Duration::from_secs(within), "{took:?}: {}", output.all());
    assert!(!program.dir().join("baascan-out").exists(), "nothing was read, so nothing is written");
}

#[test]
fn without_credentials_there_is_a_next_step() {
    let program = Baascan::new().env("AWS_REGION", "us-east-1");
    refused(&program, 10, &["no credentials were found", "AWS_PROFILE", "aws configure sso"]);
}

#[test]
fn a_metadata_service_that_says_nothing_is_not_waited_for_long() {
    let silent = TcpListener::bind("127.0.0.1:0").expect("a loopback port is free");
    let url = format!("http://{}", silent.local_addr().expect("it is bound"));
    let program = Baascan::new()
        .env("AWS_EC2_METADATA_DISABLED", "false")
        .env("AWS_EC2_METADATA_SERVICE_ENDPOINT", &url);
    refused(&program, 15, &["no credentials were found"]);
}

#[test]
fn expired_and_unknown_keys_are_told_apart() {
    for (code, words) in [
        ("ExpiredToken", "the credentials have expired (ExpiredToken)"),
        ("InvalidClientTokenId", "AWS does not accept the credentials (InvalidClientTokenId)"),
        ("SignatureDoesNotMatch", "AWS does not accept the credentials (SignatureDoesNotMatch)"),
    ] {
        let fake = FakeAws::start();
        fake.rule(Rule::service("sts").answers(Answer::error(403, code)));
        refused(&Baascan::new().keys(keys()).endpoint(fake.url()), 10, &[words]);
        assert_eq!(fake.seen().len(), 1, "a refusal is not tried again");
    }
}

#[test]
fn an_endpoint_that_cannot_be_reached_is_said_to_be_so_at_once() {
    let program = Baascan::new().keys(keys()).endpoint("http://127.0.0.1:1");
    refused(&program, 10, &["no connection to the STS endpoint", "AWS_ENDPOINT_URL"]);
}

#[test]
fn a_profile_that_does_not_exist_is_named() {
    let program = Baascan::new().env("AWS_REGION", "us-east-1").env("AWS_PROFILE", "nobody");
    refused(&program, 10, &["cannot ask AWS who the caller is"]);
}
