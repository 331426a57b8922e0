//! What the events of a function make: mappings, rules, schedules, subscriptions. APIs and buckets are shared by several.

use super::function::target;
use super::made::{Maker, Properties, map, text};
use super::role::trust;
use crate::source::declared::{Item, Written};

/// `action` is what calls it: `lambda:InvokeFunction`.
pub(super) fn expand(make: &Maker<'_, '_>, id: &str, from: &Written, action: &str, items: &mut Vec<Item>) {
    let events = match from.member("Events") {
        Written::Map(events) => events,
        Written::Null => return,
        _ => {
            let file = make.stack.file();
            make.stack
                .reader
                .note(format!("{file}: what calls {id} is not known here, and nothing of it is judged"));
            return;
        }
    };
    for (name, event) in events {
        let id = format!("{id}{name}");
        let given = event.member("Properties");
        let called = target(make, id.strip_suffix(name.as_str()).unwrap_or(&id), from);
        match event.member("Type").text() {
            Some(
                kind @ ("SQS" | "Kinesis" | "DynamoDB" | "MSK" | "MQ" | "SelfManagedKafka" | "DocumentDB"),
            ) => {
                items.push(mapping(make, &id, kind, given, called));
            }
            Some("Schedule") => items.push(rule(make, &id, given, called, "ScheduleExpression", "Schedule")),
            Some("EventBridgeRule" | "CloudWatchEvent") => {
                items.push(rule(make, &id, given, called, "EventPattern", "Pattern"));
            }
            Some("ScheduleV2") => schedule(make, &id, given, (called, action), items),
            Some("SNS") => items.push(subscription(make, &id, given, called)),
            Some("CloudWatchLogs") => {
                let mut properties = Properties::default();
                properties.copy(given, &["LogGroupName", "FilterPattern"]);
                properties.set("DestinationArn", called);
                items.push(make.item(&id, "AWS::Logs::SubscriptionFilter", properties));
            }
            Some("IoTRule") => {
                let mut payload = Properties::default();
                payload.copy(given, &["Sql", "AwsIotSqlVersion"]);
                payload
                    .set("Actions", Written::List(vec![map([("Lambda", map([("FunctionArn", called)]))])]));
                let mut properties = Properties::default();
                properties.set("TopicRulePayload", Written::Map(payload.0));
                items.push(make.item(&id, "AWS::IoT::TopicRule", properties));
            }
            Some("Api" | "HttpApi" | "S3" | "AlexaSkill" | "Cognito") => {}
            kind => {
                let (file, kind) = (make.stack.file(), kind.unwrap_or("nobody knows which"));
                make.stack.reader.note(format!("{file}: event {id} of type {kind} is not judged"));
            }
        }
    }
}

/// What reads a queue or a stream.
fn mapping(make: &Maker<'_, '_>, id: &str, kind: &str, given: &Written, called: Written) -> Item {
    let source = match kind {
        "SQS" => "Queue",
        "MQ" => "Broker",
        "DocumentDB" => "Cluster",
        _ => "Stream",
    };
    let mut properties = Properties::default();
    if let Written::Map(members) = given {
        for (name, value) in members.iter().filter(|(name, _)| *name != source) {
            properties.set(name, value.clone());
        }
    }
    match kind {
        "SelfManagedKafka" => {
            let servers = given.member("KafkaBootstrapServers").clone();
            let endpoints = map([("Endpoints", map([("KafkaBootstrapServers", servers)]))]);
            properties.set("SelfManagedEventSource", endpoints);
            properties.0.remove("KafkaBootstrapServers");
        }
        _ => properties.rename(given, source, "EventSourceArn"),
    }
    properties.set("FunctionName", called);
    make.item(id, "AWS::Lambda::EventSourceMapping", properties)
}

fn rule(make: &Maker<'_, '_>, id: &str, given: &Written, called: Written, new: &str, name: &str) -> Item {
    let mut target = Properties::default();
    target.set("Arn", called);
    target.set("Id", Written::Text(format!("{id}LambdaTarget")));
    target.copy(given, &["Input", "InputPath", "RetryPolicy"]);
    let queue = given.member("DeadLetterConfig").member("Arn").clone();
    if !queue.is_null() {
        target.set("DeadLetterConfig", map([("Arn", queue)]));
    }
    let mut properties = Properties::default();
    properties.rename(given, name, new);
    properties.copy(given, &["EventBusName", "Name", "Description", "State"]);
    properties.set("Targets", Written::List(vec![Written::Map(target.0)]));
    make.item(id, "AWS::Events::Rule", properties)
}

fn schedule(
    make: &Maker<'_, '_>,
    id: &str,
    given: &Written,
    (called, action): (Written, &str),
    items: &mut Vec<Item>,
) {
    const SAME: [&str; 9] = [
        "ScheduleExpression",
        "FlexibleTimeWindow",
        "Name",
        "Description",
        "State",
        "GroupName",
        "KmsKeyArn",
        "ScheduleExpressionTimezone",
        "StartDate",
    ];
    let role = format!("{id}Role");
    let has_role = !given.member("RoleArn").is_null();
    let mut target = Properties::default();
    target.set("Arn", called.clone());
    target.set(
        "RoleArn",
        if has_role { given.member("RoleArn").clone() } else { make.attribute(&role, "Arn") },
    );
    target.copy(given, &["Input", "RetryPolicy"]);
    let mut properties = Properties::default();
    properties.set("Target", Written::Map(target.0));
    properties.copy(given, &SAME);
    items.push(make.item(id, "AWS::Scheduler::Schedule", properties));
    if !has_role {
        let statement = map([("Action", text(action)), ("Effect", text("Allow")), ("Resource", called)]);
        let document = map([("Statement", Written::List(vec![statement]))]);
        let name = Written::Text(format!("{id}LambdaPolicy"));
        let mut properties = Properties::default();
        properties.set("AssumeRolePolicyDocument", trust("scheduler.amazonaws.com"));
        let policy = map([("PolicyName", name), ("PolicyDocument", document)]);
        properties.set("Policies", Written::List(vec![policy]));
        items.push(make.item(&role, "AWS::IAM::Role", properties));
    }
}

fn subscription(make: &Maker<'_, '_>, id: &str, given: &Written, called: Written) -> Item {
    let mut properties = Properties::default();
    properties.rename(given, "Topic", "TopicArn");
    properties.copy(given, &["FilterPolicy", "FilterPolicyScope", "Region", "RedrivePolicy"]);
    match given.member("SqsSubscription") {
        // The topic sends to a queue that SAM makes or is given.
        Written::Null | Written::Bool(false) => {
            properties.set("Protocol", text("lambda"));
            properties.set("Endpoint", called);
        }
        _ => {
            properties.set("Protocol", text("sqs"));
            properties.set("Endpoint", Written::Unknown);
            let file = make.stack.file();
            make.stack.reader.note(format!("{file}: the queue between a topic and {id} is not judged"));
        }
    }
    make.item(id, "AWS::SNS::Subscription", properties)
}
