//! The service that a type of Terraform's providers `aws` and `awscc` belongs to, described or not.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// By provider: from the words after it to a slug.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    aws: BTreeMap<String, String>,
    awscc: BTreeMap<String, String>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| toml::from_str(include_str!("services.toml")).unwrap_or_default())
}

/// The slug of a type's service. A service that no line names goes by the second word of the type's name, so that one newer
/// than this table is still told; `None`: no type of AWS's, or of no service of its own.
pub fn slug(type_name: &str) -> Option<String> {
    let (provider, words) = type_name.split_once('_')?;
    let services = match provider {
        "aws" => &table().aws,
        "awscc" => &table().awscc,
        _ => return None,
    };
    let slug = match known(services, words) {
        Some(slug) => slug,
        None => words.split('_').next().unwrap_or(words),
    };
    (!slug.is_empty()).then(|| slug.to_owned())
}

/// What is written of the most words that the name begins with.
fn known<'t>(services: &'t BTreeMap<String, String>, words: &str) -> Option<&'t str> {
    let mut beginning = words;
    loop {
        if let Some(slug) = services.get(beginning) {
            return Some(slug);
        }
        beginning = beginning.rsplit_once('_')?.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_be_read() {
        assert!(table().aws.len() > 200 && table().awscc.len() > 200);
    }

    #[test]
    fn the_most_words_that_match_decide() {
        for (type_name, expected) in [
            ("aws_s3_bucket", Some("s3")),
            ("aws_s3control_bucket_policy", Some("s3-on-outposts")),
            ("aws_s3control_multi_region_access_point", Some("s3")),
            ("aws_route", Some("vpc")),
            ("aws_route_table_association", Some("vpc")),
            ("aws_route53_record", Some("route53")),
            ("aws_instance", Some("ec2")),
            ("aws_bedrockagent_agent", Some("bedrock")),
            ("aws_kinesis_firehose_delivery_stream", Some("firehose")),
            ("aws_kinesis_stream", Some("kinesis")),
            ("aws_ec2_tag", None),
            ("awscc_ec2_instance", Some("ec2")),
            ("awscc_ec2_vpc_endpoint", Some("vpc")),
            ("awscc_logs_log_group", Some("cloudwatch-logs")),
        ] {
            assert_eq!(slug(type_name).as_deref(), expected, "{type_name}");
        }
    }

    #[test]
    fn an_unknown_service_goes_by_its_second_word_and_other_providers_have_none() {
        assert_eq!(slug("aws_quantumclinic_theatre").as_deref(), Some("quantumclinic"));
        assert_eq!(slug("aws_quantumclinic").as_deref(), Some("quantumclinic"));
        assert_eq!(slug("awscc_quantumclinic_theatre").as_deref(), Some("quantumclinic"));
        for other in ["random_id", "null_resource", "terraform_data", "awsx_thing_of", "aws", "aws_", ""] {
            assert_eq!(slug(other), None, "{other}");
        }
    }
}
