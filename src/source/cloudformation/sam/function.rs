//! `AWS::Serverless::Function`: the function, its role, its address, its alias, and what its events make.

use super::events;
use super::made::{Maker, Properties, map, text};
use super::role::{Owner, role};
use crate::source::declared::{Item, Written};

/// Properties that a function of Lambda has under the same name.
const SAME: [&str; 23] = [
    "Architectures",
    "CapacityProviderConfig",
    "CodeSigningConfigArn",
    "Description",
    "DurableConfig",
    "Environment",
    "EphemeralStorage",
    "FileSystemConfigs",
    "FunctionName",
    "FunctionScalingConfig",
    "Handler",
    "ImageConfig",
    "KmsKeyArn",
    "Layers",
    "LoggingConfig",
    "MemorySize",
    "PackageType",
    "RecursiveLoop",
    "ReservedConcurrentExecutions",
    "Runtime",
    "RuntimeManagementConfig",
    "SnapStart",
    "Timeout",
];

pub(super) fn expand(make: &Maker<'_, '_>, id: &str, from: &Written, items: &mut Vec<Item>) {
    let mut properties = Properties::default();
    properties.copy(from, &SAME);
    properties.copy(from, &["VpcConfig", "TenancyConfig"]);
    properties.set("Code", code(from));
    properties.tags(from, Some("lambda:createdBy"));
    match from.member("Tracing") {
        Written::Null => {}
        Written::Text(mode) if mode == "Disabled" => {}
        mode => properties.set("TracingConfig", map([("Mode", mode.clone())])),
    }
    if !from.member("DeadLetterQueue").is_null() {
        let target = from.member("DeadLetterQueue").member("TargetArn").clone();
        properties.set("DeadLetterConfig", map([("TargetArn", target)]));
    }
    let has_role = !from.member("Role").is_null();
    let arn =
        if has_role { from.member("Role").clone() } else { make.attribute(&format!("{id}Role"), "Arn") };
    properties.set("Role", arn);
    items.push(make.item(id, "AWS::Lambda::Function", properties));
    if !has_role {
        let owner = Owner { id, service: "lambda.amazonaws.com", tag: "lambda:createdBy" };
        items.push(role(make, &owner, from, own_policies(make, from)));
    }
    url(make, id, from, items);
    alias(make, id, from, items);
    events::expand(make, id, from, "lambda:InvokeFunction", items);
}

/// Where its code lies. Code that is written into the template may hold anything and is judged by nobody.
fn code(from: &Written) -> Written {
    match (from.member("ImageUri"), from.member("CodeUri")) {
        (Written::Null, Written::Map(_)) => {
            let uri = from.member("CodeUri");
            let members = [("S3Bucket", "Bucket"), ("S3Key", "Key"), ("S3ObjectVersion", "Version")];
            let mut code = Properties::default();
            members.iter().for_each(|(new, name)| code.rename(uri, name, new));
            Written::Map(code.0)
        }
        (Written::Null, _) => Written::Unknown,
        (image, _) => map([("ImageUri", image.clone())]),
    }
}

/// Policies that SAM attaches without being asked: for logs, traces, a network, and what the function reads from.
fn own_policies(make: &Maker<'_, '_>, from: &Written) -> Vec<Written> {
    let mut policies = vec![make.managed_policy("service-role/AWSLambdaBasicExecutionRole")];
    match from.member("Tracing") {
        Written::Null => {}
        Written::Text(mode) if mode == "Disabled" => {}
        Written::Text(_) => policies.push(make.managed_policy("AWSXrayWriteOnlyAccess")),
        _ => policies.push(Written::Unknown),
    }
    match from.member("VpcConfig") {
        Written::Null => {}
        Written::Map(_) => policies.push(make.managed_policy("service-role/AWSLambdaVPCAccessExecutionRole")),
        _ => policies.push(Written::Unknown),
    }
    let mut sources = Vec::new();
    if let Written::Map(events) = from.member("Events") {
        sources.extend(events.values().filter_map(|event| event.member("Type").text()));
    }
    // In SAM's order, each once.
    for (source, policy) in [
        ("MSK", "AWSLambdaMSKExecutionRole"),
        ("SQS", "AWSLambdaSQSQueueExecutionRole"),
        ("Kinesis", "AWSLambdaKinesisExecutionRole"),
        ("DynamoDB", "AWSLambdaDynamoDBExecutionRole"),
    ] {
        if sources.contains(&source) {
            policies.push(make.managed_policy(&format!("service-role/{policy}")));
        }
    }
    policies
}

/// A function's own address on the web.
fn url(make: &Maker<'_, '_>, id: &str, from: &Written, items: &mut Vec<Item>) {
    let config = from.member("FunctionUrlConfig");
    if config.is_null() {
        return;
    }
    let mut properties = Properties::default();
    properties.copy(config, &["AuthType", "Cors", "InvokeMode"]);
    properties.set("TargetFunctionArn", target(make, id, from));
    items.push(make.item(&format!("{id}Url"), "AWS::Lambda::Url", properties));
    if config.member("AuthType").text() == Some("NONE") {
        let mut permission = Properties::default();
        permission.set("Action", text("lambda:InvokeFunctionUrl"));
        permission.set("FunctionName", target(make, id, from));
        permission.set("Principal", text("*"));
        permission.set("FunctionUrlAuthType", text("NONE"));
        items.push(make.item(&format!("{id}UrlPublicPermissions"), "AWS::Lambda::Permission", permission));
    }
}

/// What others call: the function, or its alias.
pub(super) fn target(make: &Maker<'_, '_>, id: &str, from: &Written) -> Written {
    match from.member("AutoPublishAlias") {
        Written::Null => make.attribute(id, "Arn"),
        Written::Text(alias) => make.attribute(&format!("{id}Alias{alias}"), "Ref"),
        _ => Written::Unknown,
    }
}

fn alias(make: &Maker<'_, '_>, id: &str, from: &Written, items: &mut Vec<Item>) {
    let Some(name) = from.member("AutoPublishAlias").text() else { return };
    let mut properties = Properties::default();
    properties.set("Name", text(name));
    properties.set("FunctionName", make.attribute(id, "Ref"));
    properties.set("FunctionVersion", Written::Unknown);
    properties.copy(from, &["ProvisionedConcurrencyConfig"]);
    items.push(make.item(&format!("{id}Alias{name}"), "AWS::Lambda::Alias", properties));
}
