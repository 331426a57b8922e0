//! Tags: the short forms of CloudFormation's functions, and the few of YAML's own that it takes.

use super::super::json::Fault;
use super::super::node::{Entry, Kind, Node};
use super::{scalar as plain, untagged};
use crate::diagnostic::did_you_mean;
use saphyr_parser::{ScalarStyle, Tag};

/// Functions with a short form. <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>
/// and, from `Contains` on, those of rules, 2026-11-24.
const SHORT: [&str; 27] = [
    "Ref",
    "Condition",
    "GetAtt",
    "Sub",
    "Join",
    "If",
    "And",
    "Or",
    "Not",
    "Equals",
    "FindInMap",
    "Select",
    "Split",
    "Base64",
    "Cidr",
    "GetAZs",
    "ImportValue",
    "GetStackOutput",
    "Length",
    "ToJsonString",
    "Transform",
    "Contains",
    "EachMemberEquals",
    "EachMemberIn",
    "RefAll",
    "ValueOf",
    "ValueOfAll",
];

/// `!Sub x` as `Fn::Sub: x`; a name that is none of CloudFormation's leaves the value as it is, with a fault.
pub(super) fn long_form(node: Node, tag: &str) -> Result<Node, (Node, Fault)> {
    let at = node.at;
    if !SHORT.contains(&tag) {
        let name: String = tag.chars().take(80).collect();
        let meant =
            did_you_mean(tag, SHORT).map(|near| format!(": did you mean `!{near}`?")).unwrap_or_default();
        return Err((node, Fault { at, message: format!("CloudFormation has no `!{name}`{meant}") }));
    }
    let key = if matches!(tag, "Ref" | "Condition") { tag.to_owned() } else { format!("Fn::{tag}") };
    Ok(Node::new(at, Kind::Map(vec![Entry { at, key, value: node }])))
}

/// The value of a scalar. After a tag of CloudFormation's own it is a text, whatever it looks like.
pub(super) fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Kind {
    let Some(tag) = tag else { return untagged(text, style) };
    let core = if tag.is_yaml_core_schema() { tag.suffix.as_str() } else { "str" };
    match core {
        "int" | "float" | "bool" | "null" => plain::plain(text),
        _ => Kind::Text(text.to_owned()),
    }
}
