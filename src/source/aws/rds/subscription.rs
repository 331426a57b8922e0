//! Event subscriptions: who is told when a database fails, and of what.

use super::reading::{Found, Identity, Reading, without_tags};
use crate::source::aws::typed::{listing, object};
use aws_sdk_rds::types::EventSubscription;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

const KIND: &str = "AWS::RDS::EventSubscription";

/// Every subscription of the region.
pub(super) async fn read(rds: &Reading<'_>) -> Vec<Found> {
    if !rds.needs(KIND) {
        return Vec::new();
    }
    let listing = listing(
        "rds:DescribeEventSubscriptions",
        |marker| rds.turn(rds.client.describe_event_subscriptions().set_marker(marker).send()),
        |page| (page.event_subscriptions_list, page.marker),
    )
    .await;
    let resources: Vec<_> = listing
        .items
        .iter()
        .map(|subscription| {
            let identity = Identity {
                kind: KIND,
                id: subscription.cust_subscription_id(),
                arn: subscription.event_subscription_arn(),
                created_at: subscription.subscription_creation_time().and_then(time_of_text),
            };
            without_tags(rds.resource(identity, properties(subscription)))
        })
        .collect();
    let report = listing.report(resources.len() as u64);
    vec![Found { kind: KIND, resources, report }]
}

fn properties(subscription: &EventSubscription) -> Map<String, Value> {
    object(json!({
        "SubscriptionName": subscription.cust_subscription_id(),
        "Enabled": subscription.enabled(),
        "SourceType": subscription.source_type(),
        "EventCategories": subscription.event_categories_list,
        "SourceIds": subscription.source_ids_list,
        "SnsTopicArn": subscription.sns_topic_arn(),
    }))
}

/// This one time is a text in RDS's model, `2018-07-31 23:22:01.893` in its example:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_EventSubscription.html>.
fn time_of_text(text: &str) -> Option<String> {
    let civil = || text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    let time = text.parse::<Timestamp>().ok().or_else(civil)?;
    Timestamp::from_second(time.as_second()).ok().map(|time| time.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_answer_is_null_in_every_property() {
        let properties = properties(&EventSubscription::builder().build());
        assert_eq!(properties.len(), 6);
        assert!(properties.values().all(Value::is_null));
    }

    #[test]
    fn the_creation_time_is_read_from_either_form_of_text() {
        let expected = Some("2018-07-31T23:22:01Z".to_owned());
        assert_eq!(time_of_text("2018-07-31 23:22:01.893"), expected);
        assert_eq!(time_of_text("2018-07-31T23:22:01.893Z"), expected);
        assert_eq!(time_of_text("a while ago"), None);
    }
}
