//! Option groups that people made, and of their settings those that encrypt connections.

use super::reading::{Found, Identity, Reading, without_tags};
use crate::source::aws::typed::{listing, object};
use aws_sdk_rds::types::{Option as GroupOption, OptionGroup, OptionSetting};
use serde_json::{Map, Value, json};

const KIND: &str = "AWS::RDS::OptionGroup";

/// Oracle's native network encryption and TLS; other settings can hold secrets, and are left out whole.
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.Oracle.Options.SSL.html>
const KEPT: &str = "SQLNET.";

/// The only error of the call; where no group was named, it says that there is none.
/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeOptionGroups.html>
const NONE: &str = "OptionGroupNotFoundFault";

/// Every option group but AWS's defaults, which have no options of their own.
pub(super) async fn read(rds: &Reading<'_>) -> Vec<Found> {
    if !rds.needs(KIND) {
        return Vec::new();
    }
    let mut listing = listing(
        "rds:DescribeOptionGroups",
        |marker| rds.turn(rds.client.describe_option_groups().set_marker(marker).send()),
        |page| (page.option_groups_list, page.marker),
    )
    .await;
    if listing.broken.as_ref().is_some_and(|why| why.code.as_deref() == Some(NONE)) {
        listing.broken = None;
    }
    let own = listing.items.iter().filter(|group| !group.option_group_name().is_some_and(is_default));
    let resources: Vec<_> = own
        .map(|group| {
            let identity = Identity {
                kind: KIND,
                id: group.option_group_name(),
                arn: group.option_group_arn(),
                created_at: None,
            };
            without_tags(rds.resource(identity, properties(group)))
        })
        .collect();
    let report = listing.report(resources.len() as u64);
    vec![Found { kind: KIND, resources, report }]
}

/// AWS makes `default:<engine>-<version>` itself:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithOptionGroups.html>.
fn is_default(name: &str) -> bool {
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
