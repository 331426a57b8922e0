//! Option groups that instances run with, and of their settings those that encrypt connections.

use super::parameters::{Attached, found};
use super::reading::{Found, Identity, Reading, without_tags};
use crate::resource::{Cause, Resource, Unread};
use crate::source::aws::typed::{listing, object};
use aws_sdk_rds::types::{Option as GroupOption, OptionGroup, OptionSetting};
use futures::StreamExt;
use serde_json::{Map, Value, json};

/// CloudFormation's kind of an option group.
pub(super) const KIND: &str = "AWS::RDS::OptionGroup";

const ACTION: &str = "rds:DescribeOptionGroups";

/// Oracle's native network encryption and TLS; other settings can hold secrets, and are left out whole.
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.Oracle.Options.SSL.html>
const KEPT: &str = "SQLNET.";

/// A group that the region no longer knows:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeOptionGroups.html>.
const GONE: &str = "OptionGroupNotFoundFault";

/// The groups that people made and instances run with, each asked for by its name: nothing is asked where nothing runs
/// with one.
pub(super) async fn read(rds: &Reading<'_>, attached: &Attached) -> Vec<Found> {
    if !rds.needs(KIND) {
        return Vec::new();
    }
    let read = attached.groups.keys().map(|name| group(rds, name));
    let read = futures::stream::iter(read).buffered(rds.ctx.concurrency.max(1));
    vec![found(KIND, read.collect().await, attached, None)]
}

/// One group by its name. That it is there is known from the instance, so that a refusal leaves it unread and not away.
async fn group(rds: &Reading<'_>, name: &str) -> Resource {
    let call = rds.client.describe_option_groups().option_group_name(name);
    let ask = |marker| rds.turn(call.clone().set_marker(marker).send());
    let listing = listing(ACTION, ask, |page| (page.option_groups_list, page.marker)).await;
    let group = listing.items.into_iter().find(|group| group.option_group_name() == Some(name));
    let arn = group.as_ref().and_then(|group| group.option_group_arn());
    let identity = Identity { kind: KIND, id: Some(name), arn, created_at: None };
    if let Some(group) = &group {
        return without_tags(rds.resource(identity, properties(group)));
    }
    let gone =
        || Unread { action: Some(ACTION.to_owned()), ..Unread::without_call("", Cause::GoneDuringScan) };
    let why = match listing.broken {
        Some(why) if why.code.as_deref() == Some(GONE) => Unread { cause: Cause::GoneDuringScan, ..why },
        Some(why) => why,
        None => gone(),
    };
    let mut resource = without_tags(rds.resource(identity, properties(&OptionGroup::builder().build())));
    for property in ["EngineName", "MajorEngineVersion", "OptionConfigurations"] {
        resource.property_unread(property, &why);
    }
    resource.properties.insert("OptionGroupName".to_owned(), json!(name));
    resource
}

/// AWS makes `default:<engine>-<version>` itself, without options:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithOptionGroups.html>.
pub(super) fn is_default(name: &str) -> bool {
    name.starts_with("default:")
}

fn properties(group: &OptionGroup) -> Map<String, Value> {
    object(json!({
        "OptionGroupName": group.option_group_name(),
        "EngineName": group.engine_name(),
        "MajorEngineVersion": group.major_engine_version(),
        "OptionConfigurations": group.options.as_ref().map(|options| options.iter().map(option).collect::<Vec<_>>()),
    }))
}

fn option(option: &GroupOption) -> Value {
    let kept =
        option.option_settings().iter().filter(|s| s.name().is_some_and(|name| name.starts_with(KEPT)));
    json!({ "OptionName": option.option_name(), "OptionSettings": kept.map(setting).collect::<Vec<_>>() })
}

fn setting(setting: &OptionSetting) -> Value {
    json!({ "Name": setting.name(), "Value": setting.value() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_answer_is_null_in_every_property() {
        let properties = properties(&OptionGroup::builder().build());
        assert_eq!(properties.len(), 4);
        assert!(properties.values().all(Value::is_null));
    }

    #[test]
    fn only_settings_that_encrypt_connections_are_kept() {
        let setting = |name: &str, value: &str| OptionSetting::builder().name(name).value(value).build();
        let group = OptionGroup::builder()
            .options(
                GroupOption::builder()
                    .option_name("OEM_AGENT")
                    .option_settings(setting("AGENT_REGISTRATION_PASSWORD", "hunter2"))
                    .option_settings(setting("SQLNET.SSL_VERSION", "1.2"))
                    .build(),
            )
            .build();
        assert_eq!(
            properties(&group)["OptionConfigurations"],
            json!([{ "OptionName": "OEM_AGENT", "OptionSettings": [{ "Name": "SQLNET.SSL_VERSION", "Value": "1.2" }] }])
        );
    }

    #[test]
    fn defaults_are_told_by_their_name() {
        assert!(is_default("default:oracle-ee-19"));
        assert!(!is_default("charts-oracle"));
    }
}
