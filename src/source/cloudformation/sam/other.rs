//! SAM's tables, layers, state machines and GraphQL APIs.

use super::events;
use super::made::{Maker, Properties, map, text};
use super::role::{Owner, role, trust};
use crate::source::declared::{Item, Written};

/// `AWS::Serverless::SimpleTable`.
pub(super) fn table(make: &Maker<'_, '_>, id: &str, from: &Written) -> Item {
    let mut properties = Properties::default();
    properties.copy(
        from,
        &["TableName", "SSESpecification", "PointInTimeRecoverySpecification", "ProvisionedThroughput"],
    );
    if from.member("ProvisionedThroughput").is_null() {
        properties.set("BillingMode", text("PAY_PER_REQUEST"));
    }
    let name = match from.member("PrimaryKey") {
        Written::Null => text("id"),
        key => key.member("Name").clone(),
    };
    properties
        .set("KeySchema", Written::List(vec![map([("AttributeName", name), ("KeyType", text("HASH"))])]));
    properties.tags(from, None);
    make.item(id, "AWS::DynamoDB::Table", properties)
}

/// `AWS::Serverless::LayerVersion`. SAM adds a hash of its content to the logical id; here it stays as it is written.
pub(super) fn layer(make: &Maker<'_, '_>, id: &str, from: &Written) -> Item {
    let mut properties = Properties::default();
    properties.copy(
        from,
        &["LayerName", "Description", "CompatibleRuntimes", "CompatibleArchitectures", "LicenseInfo"],
    );
    if from.member("LayerName").is_null() {
        properties.set("LayerName", text(id));
    }
    properties.set("Content", Written::Unknown);
    make.item(id, "AWS::Lambda::LayerVersion", properties)
}

/// `AWS::Serverless::StateMachine`.
pub(super) fn state_machine(make: &Maker<'_, '_>, id: &str, from: &Written, items: &mut Vec<Item>) {
    let mut properties = Properties::default();
    for (name, new) in [
        ("Name", "StateMachineName"),
        ("Type", "StateMachineType"),
        ("Logging", "LoggingConfiguration"),
        ("Tracing", "TracingConfiguration"),
    ] {
        properties.rename(from, name, new);
    }
    properties.set("DefinitionString", Written::Unknown);
    properties.copy(from, &["EncryptionConfiguration"]);
    properties.tags(from, Some("stateMachine:createdBy"));
    let has_role = !from.member("Role").is_null();
    let arn =
        if has_role { from.member("Role").clone() } else { make.attribute(&format!("{id}Role"), "Arn") };
    properties.set("RoleArn", arn);
    items.push(make.item(id, "AWS::StepFunctions::StateMachine", properties));
    if !has_role {
        let owner = Owner { id, service: "states.amazonaws.com", tag: "stateMachine:createdBy" };
        let traced = match from.member("Tracing").member("Enabled") {
            Written::Null | Written::Bool(false) => Vec::new(),
            Written::Bool(true) => vec![make.managed_policy("AWSXrayWriteOnlyAccess")],
            _ => vec![Written::Unknown],
        };
        items.push(role(make, &owner, from, traced));
    }
    // Rules and schedules start it by its own ARN.
    let started = match from {
        Written::Map(members) => {
            let kept = members.iter().filter(|(name, _)| *name == "Events");
            Written::Map(kept.map(|(name, value)| (name.clone(), value.clone())).collect())
        }
        other => other.clone(),
    };
    events::expand(make, id, &started, "states:StartExecution", items);
}

/// `AWS::Serverless::GraphQLApi`.
pub(super) fn graphql(make: &Maker<'_, '_>, id: &str, from: &Written, items: &mut Vec<Item>) {
    let mut properties = Properties::default();
    properties.copy(
        from,
        &[
            "Name",
            "XrayEnabled",
            "Visibility",
            "OwnerContact",
            "IntrospectionConfig",
            "QueryDepthLimit",
            "ResolverCountLimit",
        ],
    );
    if from.member("Name").is_null() {
        properties.set("Name", text(id));
    }
    properties.rename(from.member("Auth"), "Type", "AuthenticationType");
    if !from.member("Auth").member("Additional").is_null() {
        properties.set("AdditionalAuthenticationProviders", Written::Unknown);
    }
    properties.tags(from, Some("graphqlapi:createdBy"));
    // Logs are on unless they are turned off: at the level of all fields, by a role that SAM makes.
    let log_role = format!("{id}CloudWatchRole");
    let config = from.member("Logging");
    if !matches!(config, Written::Bool(false)) {
        let mut logging = Properties::default();
        logging.copy(config, &["FieldLogLevel", "ExcludeVerboseContent", "CloudWatchLogsRoleArn"]);
        if matches!(config, Written::Null | Written::Bool(true)) {
            logging.set("FieldLogLevel", text("ALL"));
        }
        if logging.0.contains_key("CloudWatchLogsRoleArn") {
            properties.set("LogConfig", Written::Map(logging.0));
        } else {
            logging.set("CloudWatchLogsRoleArn", make.attribute(&log_role, "Arn"));
            properties.set("LogConfig", Written::Map(logging.0));
            let mut role = Properties::default();
            role.set("AssumeRolePolicyDocument", trust("appsync.amazonaws.com"));
            let policy = make.managed_policy("service-role/AWSAppSyncPushToCloudWatchLogs");
            role.set("ManagedPolicyArns", Written::List(vec![policy]));
            items.push(make.item(id, "AWS::AppSync::GraphQLApi", properties));
            items.push(make.item(&log_role, "AWS::IAM::Role", role));
            return;
        }
    }
    items.push(make.item(id, "AWS::AppSync::GraphQLApi", properties));
}
