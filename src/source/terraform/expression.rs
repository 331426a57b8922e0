//! What the configuration writes for an attribute: references, a constant, or blocks of attributes.

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::collections::BTreeMap;

/// Attributes and blocks by name.
pub(super) type Expressions = BTreeMap<String, Expression>;

/// One attribute or block, as `configuration` has it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Expression {
    /// What it refers to, most exact first: `aws_kms_key.main.arn`, `aws_kms_key.main`.
    References(Vec<String>),
    /// A constant. Without a value: something made of constants.
    Constant(Value),
    /// A block, or one of several.
    Blocks(Vec<Expressions>),
    /// Nothing that is understood.
    #[default]
    Other,
}

impl<'de> Deserialize<'de> for Expression {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self::of(Value::deserialize(from)?))
    }
}

impl Expression {
    fn of(value: Value) -> Self {
        match value {
            Value::Array(blocks) => Self::Blocks(blocks.into_iter().filter_map(block).collect()),
            Value::Object(mut members) => {
                if let Some(Value::Array(references)) = members.get("references") {
                    let texts = references.iter().filter_map(|text| text.as_str().map(str::to_owned));
                    return Self::References(most_exact(texts.collect()));
                }
                if let Some(constant) = members.remove("constant_value") {
                    return Self::Constant(constant);
                }
                if members.is_empty() {
                    return Self::Constant(Value::Null);
                }
                block(Value::Object(members)).map_or(Self::Other, |block| Self::Blocks(vec![block]))
            }
            _ => Self::Other,
        }
    }

    /// What it refers to, blocks left out.
    pub(super) fn references(&self) -> &[String] {
        match self {
            Self::References(references) => references,
            _ => &[],
        }
    }
}

fn block(value: Value) -> Option<Expressions> {
    match value {
        Value::Object(members) => {
            Some(members.into_iter().map(|(name, value)| (name, Expression::of(value))).collect())
        }
        _ => None,
    }
}

/// Terraform lists `a.b.c` together with `a.b`; only the most exact say anything.
fn most_exact(mut references: Vec<String>) -> Vec<String> {
    references.sort();
    references.dedup();
    let is_beginning = |short: &str| {
        ['.', '['].iter().any(|next| {
            let beginning = format!("{short}{next}");
            let at = references.partition_point(|reference| *reference < beginning);
            references.get(at).is_some_and(|long| long.starts_with(&beginning))
        })
    };
    references.iter().filter(|reference| !is_beginning(reference)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn of_references_the_most_exact_count() {
        let written = json!({ "references": ["aws_kms_key.main.arn", "aws_kms_key.main", "var.x"] });
        let expected = Expression::References(vec!["aws_kms_key.main.arn".to_owned(), "var.x".to_owned()]);
        assert_eq!(Expression::of(written), expected);
    }

    #[test]
    fn a_block_holds_attributes_whether_it_stands_alone_or_in_a_list() {
        let alone = Expression::of(json!({ "status": { "constant_value": "Enabled" } }));
        let listed = Expression::of(json!([{ "status": { "constant_value": "Enabled" } }]));
        assert_eq!(alone, listed);
        assert!(matches!(alone, Expression::Blocks(blocks) if blocks[0].contains_key("status")));
    }
}
