//! Where a bucket's requests and events go, and which web pages may use it: S3's answers as CloudFormation's properties.

use aws_sdk_s3::operation::get_bucket_cors::GetBucketCorsOutput;
use aws_sdk_s3::operation::get_bucket_logging::GetBucketLoggingOutput;
use aws_sdk_s3::operation::get_bucket_notification_configuration::GetBucketNotificationConfigurationOutput;
use aws_sdk_s3::operation::get_bucket_website::GetBucketWebsiteOutput;
use aws_sdk_s3::types::CorsRule;
use serde_json::{Value, json};

/// `LoggingConfiguration`.
pub(super) fn logging(out: &GetBucketLoggingOutput) -> Value {
    match out.logging_enabled() {
        Some(logging) => json!({
            "DestinationBucketName": logging.target_bucket(),
            "LogFilePrefix": logging.target_prefix(),
        }),
        None => Value::Null,
    }
}

/// `WebsiteConfiguration`.
pub(super) fn website(out: &GetBucketWebsiteOutput) -> Value {
    json!({
        "IndexDocument": out.index_document().map(|document| document.suffix()),
        "ErrorDocument": out.error_document().map(|document| document.key()),
        "RedirectAllRequestsTo": out.redirect_all_requests_to().map(|redirect| json!({
            "HostName": redirect.host_name(),
            "Protocol": redirect.protocol().map(|protocol| protocol.as_str()),
        })),
    })
}

/// `CorsConfiguration`.
pub(super) fn cors(out: &GetBucketCorsOutput) -> Value {
    json!({ "CorsRules": out.cors_rules().iter().map(cors_rule).collect::<Vec<_>>() })
}

fn cors_rule(rule: &CorsRule) -> Value {
    json!({
        "AllowedHeaders": rule.allowed_headers,
        "AllowedMethods": rule.allowed_methods(),
        "AllowedOrigins": rule.allowed_origins(),
        "ExposedHeaders": rule.expose_headers,
        "MaxAge": rule.max_age_seconds(),
    })
}

/// `NotificationConfiguration`: always an object. EventBridge is on when its element is there, which is empty:
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_EventBridgeConfiguration.html>.
pub(super) fn notification(out: &GetBucketNotificationConfigurationOutput) -> Value {
    let functions = out.lambda_function_configurations().iter();
    let queues = out.queue_configurations().iter();
    let topics = out.topic_configurations().iter();
    json!({
        "EventBridgeConfiguration": out.event_bridge_configuration().map(|_| json!({ "EventBridgeEnabled": true })),
        "LambdaConfigurations": functions.map(|c| json!({ "Function": c.lambda_function_arn() })).collect::<Vec<_>>(),
        "QueueConfigurations": queues.map(|c| json!({ "Queue": c.queue_arn() })).collect::<Vec<_>>(),
        "TopicConfigurations": topics.map(|c| json!({ "Topic": c.topic_arn() })).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_s3::types::{
        Event, EventBridgeConfiguration, IndexDocument, LoggingEnabled, RedirectAllRequestsTo,
        TopicConfiguration,
    };

    #[test]
    fn a_bucket_that_logs_nowhere_says_null() {
        assert_eq!(logging(&GetBucketLoggingOutput::builder().build()), Value::Null);
    }

    #[test]
    fn logging_tells_where_to() {
        let enabled =
            LoggingEnabled::builder().target_bucket("logs").target_prefix("").build().expect("both set");
        let out = GetBucketLoggingOutput::builder().logging_enabled(enabled).build();
        assert_eq!(logging(&out), json!({ "DestinationBucketName": "logs", "LogFilePrefix": "" }));
    }

    #[test]
    fn a_website_writes_every_member() {
        let index = IndexDocument::builder().suffix("index.html").build().expect("a suffix");
        let out = GetBucketWebsiteOutput::builder().index_document(index).build();
        assert_eq!(
            website(&out),
            json!({ "IndexDocument": "index.html", "ErrorDocument": null, "RedirectAllRequestsTo": null })
        );
        let away = RedirectAllRequestsTo::builder().host_name("example.com").build().expect("a host");
        let out = GetBucketWebsiteOutput::builder().redirect_all_requests_to(away).build();
        assert_eq!(
            website(&out)["RedirectAllRequestsTo"],
            json!({ "HostName": "example.com", "Protocol": null })
        );
    }

    #[test]
    fn a_cors_rule_writes_every_member() {
        let rule = CorsRule::builder().allowed_methods("GET").allowed_origins("*").build().expect("both set");
        let out = GetBucketCorsOutput::builder().cors_rules(rule).build();
        assert_eq!(
            cors(&out),
            json!({ "CorsRules": [{
                "AllowedHeaders": null, "AllowedMethods": ["GET"], "AllowedOrigins": ["*"],
                "ExposedHeaders": null, "MaxAge": null,
            }] })
        );
    }

    #[test]
    fn no_notification_is_an_object_of_empty_lists() {
        assert_eq!(
            notification(&GetBucketNotificationConfigurationOutput::builder().build()),
            json!({
                "EventBridgeConfiguration": null, "LambdaConfigurations": [],
                "QueueConfigurations": [], "TopicConfigurations": [],
            })
        );
    }

    #[test]
    fn notifications_tell_their_targets_only() {
        let topic = TopicConfiguration::builder()
            .topic_arn("arn:aws:sns:us-east-1:111122223333:charts")
            .events(Event::S3ObjectCreated)
            .build()
            .expect("both set");
        let out = GetBucketNotificationConfigurationOutput::builder()
            .topic_configurations(topic)
            .event_bridge_configuration(EventBridgeConfiguration::builder().build())
            .build();
        let value = notification(&out);
        assert_eq!(value["EventBridgeConfiguration"], json!({ "EventBridgeEnabled": true }));
        assert_eq!(
            value["TopicConfigurations"],
            json!([{ "Topic": "arn:aws:sns:us-east-1:111122223333:charts" }])
        );
    }
}
