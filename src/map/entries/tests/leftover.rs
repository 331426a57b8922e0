//! What is left of a customer whose agreement has ended.

use super::*;
use crate::resource::Tag;

/// Facts in which everything that holds data was asked for.
fn whole(buckets: Vec<Resource>) -> Memory {
    let known = |kind: &&&str| Catalog::builtin().kind(kind).is_some() && **kind != "AWS::S3::Bucket";
    HOLD_DATA.iter().filter(known).fold(Memory::default().listed(buckets), |memory, kind| {
        memory.cell(GLOBAL, kind, kind, KindState::Read, Vec::new())
    })
}

fn ended(rest: &str) -> String {
    upstream("left", &format!("expires = 2026-10-31\n{rest}"))
}

fn of(text: &str, memory: &Memory) -> (serde_json::Value, Option<Cause>) {
    let subject = House::over(text, memory).agreement("left");
    let count = subject.properties.get("DataLeftCount").cloned().unwrap_or_default();
    (count, unread(&subject, "DataLeftCount"))
}

const HERE: &str = "accounts = [\"111122223333\"]";
const TAGS: &str = "[[agreement.tag]]\nkey = \"customer\"\nvalues = [\"left\"]";

fn tagged(mut resource: Resource, value: &str) -> Resource {
    resource.tags = Some(vec![Tag { key: "customer".to_owned(), value: Some(value.to_owned()) }]);
    resource
}

#[test]
fn what_is_in_an_account_of_its_own_is_left_and_an_empty_account_is_clean() {
    assert_eq!(of(&ended(HERE), &whole(vec![bucket("charts")])), (json!(1), None));
    assert_eq!(of(&ended(HERE), &whole(Vec::new())), (json!(0), None));
}

#[test]
fn nothing_is_counted_while_the_agreement_stands() {
    assert_eq!(of(&upstream("left", HERE), &whole(vec![bucket("charts")])), (json!(null), None));
}

#[test]
fn in_a_shared_account_nothing_tells_what_is_whose_unless_tags_do() {
    let other = upstream("stays", HERE);
    let shared = |rest: &str, memory: Memory| of(&[ended(rest), other.clone()].concat(), &memory);
    let buckets = || vec![tagged(bucket("a"), "left"), tagged(bucket("b"), "stays"), bucket("c")];
    let not_told = (json!(null), Some(Cause::NotReviewed));
    assert_eq!(shared(HERE, whole(buckets())), not_told);
    assert_eq!(shared(&format!("{HERE}\n{TAGS}"), whole(buckets())), (json!(1), None));
    assert_eq!(shared(&format!("{HERE}\n{TAGS}"), whole(vec![bucket("c")])), (json!(0), None));
    // One account of its own does not tell of the other, which it shares.
    let both = "accounts = [\"111122223333\", \"444455556666\"]";
    let text = [ended(both), upstream("stays", "accounts = [\"444455556666\"]")].concat();
    assert_eq!(of(&text, &whole(Vec::new())), not_told);
    // Somebody who names no account may be in any.
    assert_eq!(of(&[ended(HERE), upstream("anywhere", "")].concat(), &whole(Vec::new())), not_told);
}

#[test]
fn tags_that_could_not_be_read_and_listings_that_were_refused_are_no_zero() {
    let mut untold = bucket("a");
    untold.tags = None;
    untold.unread.push(Unread { path: "/tags".to_owned(), ..Unread::without_call("", Cause::Denied) });
    let shared = [ended(&format!("{HERE}\n{TAGS}")), upstream("stays", HERE)].concat();
    assert_eq!(of(&shared, &whole(vec![untold])), (json!(null), Some(Cause::Denied)));
    let refused = whole(Vec::new()).cell("us-east-1", "x", "AWS::EC2::Volume", KindState::Denied, Vec::new());
    assert_eq!(of(&ended(HERE), &refused), (json!(null), Some(Cause::Denied)));
    let found =
        whole(vec![bucket("a")]).cell("us-east-1", "x", "AWS::EC2::Volume", KindState::Denied, Vec::new());
    assert_eq!(of(&ended(HERE), &found), (json!(1), None));
}

#[test]
fn what_nobody_looked_for_is_no_zero() {
    let not_collected = (json!(null), Some(Cause::NotCollected));
    assert_eq!(of(&ended("accounts = [\"444455556666\"]"), &whole(Vec::new())), not_collected);
    let shared = "accounts = [\"444455556666\"]";
    let text = [ended(&format!("{shared}\n{TAGS}")), upstream("stays", shared)].concat();
    assert_eq!(of(&text, &whole(Vec::new())), not_collected);
    assert_eq!(of(&ended(HERE), &Memory::default().listed(Vec::new())), not_collected);
}

#[test]
fn no_tag_beyond_its_count_reaches_the_subject() {
    let text = ended(&format!("{HERE}\n{TAGS}"));
    let subject = House::over(&text, &whole(vec![tagged(bucket("a"), "a secret")])).agreement("left");
    assert_eq!(texts(&subject, "DataLeft"), ["AWS::S3::Bucket: 1 in 111122223333"]);
}
