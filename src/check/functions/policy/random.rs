//! Policies made at random, in every shape that AWS reads, held against the evaluator in `reference`.

mod identities;
mod resources;
mod shapes;

use super::reference::{
    Caller, Keys, Request, compared, every_choice, is_denied, is_granted, like, many, statements,
};
use super::*;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::json;
use std::collections::BTreeMap;

const OURS: &str = "111122223333";
const OTHERS: &str = "444455556666";
const STRANGERS: &str = "999999999999";
const VIA_MOUNT_TARGET: &str = "elasticfilesystem:AccessedViaMountTarget";
const BUCKET: &str = "arn:aws:s3:::charts";

fn config() -> ProptestConfig {
    // No file of failures beside the sources: a failure prints its policy.
    ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() }
}

/// One of the texts alone, or some of them in a list.
fn texts_of(pool: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let some = subsequence(pool, 1..=pool.len().min(3)).prop_map(|texts| json!(texts));
    prop_oneof![select(pool).prop_map(|text| json!(text)), some]
}

const OPERATORS: [&str; 8] = [
    "StringEquals",
    "StringLike",
    "StringEqualsIgnoreCase",
    "StringNotEquals",
    "StringNotLike",
    "StringEqualsIfExists",
    "ForAnyValue:StringEquals",
    "ForAllValues:StringLike",
];

type Pairs = Vec<(String, String, Value)>;

/// Up to two conditions on different keys, each with its operator.
fn conditions(
    pool: Vec<(&'static str, &'static [&'static str])>,
    operators: &'static [&'static str],
) -> impl Strategy<Value = Pairs> {
    let most = pool.len().min(2);
    let negated = operators.iter().any(|operator| operator.contains("Not"));
    subsequence(pool, 0..=most).prop_flat_map(move |keys| {
        let one = move |(key, values): (&'static str, &'static [&'static str])| {
            let operator = match key {
                "aws:SourceIp" => {
                    select(&["IpAddress", "NotIpAddress"][..if negated { 2 } else { 1 }]).boxed()
                }
                VIA_MOUNT_TARGET => select(&["Bool", "BoolIfExists"][..]).boxed(),
                _ => select(operators).boxed(),
            };
            (operator, texts_of(values)).prop_map(move |(op, v)| (op.to_owned(), key.to_owned(), v))
        };
        keys.into_iter().map(one).collect::<Vec<_>>()
    })
}

fn block(pairs: Pairs) -> Value {
    let mut block = json!({});
    for (operator, key, values) in pairs {
        block[operator][key] = values;
    }
    block
}

fn put(statement: &mut Value, element: &str, not: bool, value: Value) {
    statement[if not { format!("Not{element}") } else { element.to_owned() }] = value;
}

fn policy_of(statement: impl Strategy<Value = Value> + 'static) -> impl Strategy<Value = Value> {
    let statement = statement.boxed();
    let listed = prop::collection::vec(statement.clone(), 1..4).prop_map(Value::from);
    prop_oneof![statement, listed].prop_map(|s| json!({ "Version": "2012-10-17", "Statement": s }))
}

/// A text that a pattern matches: each wildcard stands for letters that no policy here names.
fn instance(pattern: &str) -> String {
    pattern.replace('*', "zzz").replace('?', "z")
}

fn is_open(text: &str) -> bool {
    text.contains(['*', '?', '$'])
}
