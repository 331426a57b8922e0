//! What names stand for: parameters, pseudo parameters, resources and their attributes.

use super::conditions::Truth;
use super::evaluate::size;
use super::node::Node;
use super::stack::Stack;
use super::texts::scalar;
use crate::source::declared::Written;

/// Names that every template has.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html>, 2026-11-24.
pub(super) const PSEUDO: [&str; 8] = [
    "AWS::AccountId",
    "AWS::NotificationARNs",
    "AWS::NoValue",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
];

impl Stack<'_> {
    /// What `Ref` gives.
    pub(super) fn reference(&self, name: &str) -> Written {
        if let Some(value) = self.parameters.get(name) {
            let within = self.reader.spend(&self.template, size(value) / 64);
            return if within { value.clone() } else { Written::Unknown };
        }
        if name.starts_with("AWS::") {
            return self.pseudo(name);
        }
        self.of_resource(name, "Ref")
    }

    fn pseudo(&self, name: &str) -> Written {
        let known = |text: Option<&str>| text.map_or(Written::Unknown, |text| Written::Text(text.to_owned()));
        let partition = self.standing.region.as_deref().map(partition);
        match name {
            "AWS::AccountId" => known(self.standing.account.as_deref()),
            "AWS::Region" => known(self.standing.region.as_deref()),
            "AWS::StackName" => known(self.standing.name.as_deref()),
            "AWS::Partition" => known(partition),
            "AWS::URLSuffix" => known(partition.and_then(url_suffix)),
            "AWS::NoValue" => Written::Null,
            _ => Written::Unknown,
        }
    }

    /// `Fn::GetAtt`, as `a.b` or as a list.
    pub(super) fn get_att(&self, argument: &Node) -> Written {
        if let Some((id, attribute)) = argument.text().and_then(|text| text.split_once('.')) {
            return self.attribute(id, attribute);
        }
        let Some([id, rest @ ..]) = argument.list().filter(|list| list.len() >= 2) else {
            return self.misused(argument, "Fn::GetAtt takes a resource's logical id and an attribute");
        };
        let word = |node: &Node| self.evaluate(node).as_ref().and_then(scalar);
        match (word(id), rest.iter().map(word).collect::<Option<Vec<_>>>()) {
            (Some(id), Some(attribute)) => self.attribute(&id, &attribute.join(".")),
            _ => Written::Unknown,
        }
    }

    /// An attribute of a resource; of a nested stack, what its output comes to.
    pub(super) fn attribute(&self, id: &str, attribute: &str) -> Written {
        if let Some(output) = attribute.strip_prefix("Outputs.")
            && self.resource(id).is_some_and(is_stack)
        {
            return self.nested_stack(id).map_or(Written::Unknown, |stack| stack.output(output));
        }
        self.of_resource(id, attribute)
    }

    fn of_resource(&self, id: &str, attribute: &str) -> Written {
        if let Some(entry) = self.resource(id) {
            if self.is_made(entry) == Truth::No {
                let file = self.file();
                self.reader.note(format!(
                    "{file}: {id} is referred to, and its condition does not hold here: what refers to it is not known"
                ));
                return Written::Unknown;
            }
        } else if !self.may_be_added(id) {
            return Written::Unknown;
        }
        Written::Reference { to: format!("{}{id}", self.prefix), attribute: attribute.to_owned() }
    }
}

/// Whether a resource is a stack of its own.
pub(super) fn is_stack(entry: &super::node::Entry) -> bool {
    let type_name = entry.value.get("Type").and_then(Node::text);
    matches!(type_name, Some("AWS::CloudFormation::Stack" | "AWS::Serverless::Application"))
}

/// The partition of a region, by its beginning.
/// <https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html> and botocore's
/// partitions.json, 2026-11-24.
pub(super) fn partition(region: &str) -> &'static str {
    const BEGINNINGS: [(&str, &str); 7] = [
        ("cn-", "aws-cn"),
        ("us-gov-", "aws-us-gov"),
        ("us-isob-", "aws-iso-b"),
        ("us-isof-", "aws-iso-f"),
        ("eu-isoe-", "aws-iso-e"),
        ("us-iso-", "aws-iso"),
        ("eusc-", "aws-eusc"),
    ];
    BEGINNINGS.iter().find(|(beginning, _)| region.starts_with(beginning)).map_or("aws", |(_, name)| name)
}

fn url_suffix(partition: &str) -> Option<&'static str> {
    match partition {
        "aws" | "aws-us-gov" => Some("amazonaws.com"),
        "aws-cn" => Some("amazonaws.com.cn"),
        "aws-eusc" => Some("amazonaws.eu"),
        _ => None,
    }
}
