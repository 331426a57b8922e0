//! Where an API answers.

use super::client::endpoint_override;
use crate::resource::GLOBAL;
use crate::service::Api;
use aws_config::SdkConfig;

/// One partition: its name, the end of its hosts' names, and the region to ask when the user names none.
struct Partition {
    name: &'static str,
    suffix: &'static str,
    home: &'static str,
}

/// The partitions, from <https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json>
/// (`dnsSuffix`, `implicitGlobalRegion`).
const PARTITIONS: [Partition; 8] = [
    Partition { name: "aws", suffix: "amazonaws.com", home: "us-east-1" },
    Partition { name: "aws-cn", suffix: "amazonaws.com.cn", home: "cn-northwest-1" },
    Partition { name: "aws-us-gov", suffix: "amazonaws.com", home: "us-gov-west-1" },
    Partition { name: "aws-eusc", suffix: "amazonaws.eu", home: "eusc-de-east-1" },
    Partition { name: "aws-iso", suffix: "c2s.ic.gov", home: "us-iso-east-1" },
    Partition { name: "aws-iso-b", suffix: "sc2s.sgov.gov", home: "us-isob-east-1" },
    Partition { name: "aws-iso-e", suffix: "cloud.adc-e.uk", home: "eu-isoe-west-1" },
    Partition { name: "aws-iso-f", suffix: "csp.hci.ic.gov", home: "us-isof-south-1" },
];

fn partition(name: &str) -> &'static Partition {
    PARTITIONS.iter().find(|p| p.name == name).unwrap_or(&PARTITIONS[0])
}

/// The region whose endpoint global APIs use when the user names none.
pub(crate) fn home_region(partition_name: &str) -> &'static str {
    partition(partition_name).home
}

/// Where to send requests, and what region to sign them for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Endpoint {
    pub(super) url: String,
    pub(super) region: String,
}

/// The user's own endpoint, else the API's.
pub(super) fn endpoint(
    api: &Api,
    account: &str,
    region: &str,
    partition_name: &str,
    sdk: &SdkConfig,
) -> Endpoint {
    let partition = partition(partition_name);
    let global = api.global.get(partition_name);
    let asked = match region {
        GLOBAL => sdk.region().map_or(partition.home, AsRef::as_ref),
        regional => regional,
    };
    let rule = api.hosts.get(partition_name).or(api.host.as_ref());
    let (host, region) = match (global.filter(|_| region == GLOBAL), rule) {
        (Some(global), _) => (global.host.clone(), global.region.clone()),
        (None, Some(host)) => {
            let host = host.replace("{account}", account).replace("{region}", asked);
            (host.replace("{suffix}", partition.suffix), asked.to_owned())
        }
        (None, None) => (format!("{}.{asked}.{}", api.endpoint_prefix, partition.suffix), asked.to_owned()),
    };
    let url = endpoint_override(sdk, &api.service_id).unwrap_or_else(|| format!("https://{host}"));
    Endpoint { url, region }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::Catalog;
    use aws_config::Region;

    fn of(api: &str, region: &str, partition: &str, sdk: &SdkConfig) -> (String, String) {
        let api = Catalog::builtin().api(api).expect("it is described");
        let found = endpoint(api, "111122223333", region, partition, sdk);
        (found.url, found.region)
    }

    #[test]
    fn hosts_follow_api_region_and_partition() {
        let sdk = SdkConfig::builder().region(Region::new("eu-west-1")).build();
        for (api, region, partition, url, signed) in [
            ("kms", "us-west-2", "aws", "https://kms.us-west-2.amazonaws.com", "us-west-2"),
            ("kms", "cn-north-1", "aws-cn", "https://kms.cn-north-1.amazonaws.com.cn", "cn-north-1"),
            ("cloudfront", GLOBAL, "aws", "https://cloudfront.amazonaws.com", "us-east-1"),
            (
                "artifact",
                GLOBAL,
                "aws-us-gov",
                "https://artifact.us-gov-west-1.amazonaws.com",
                "us-gov-west-1",
            ),
            ("sts", GLOBAL, "aws", "https://sts.eu-west-1.amazonaws.com", "eu-west-1"),
            (
                "s3control",
                GLOBAL,
                "aws",
                "https://111122223333.s3-control.eu-west-1.amazonaws.com",
                "eu-west-1",
            ),
        ] {
            assert_eq!(of(api, region, partition, &sdk), (url.to_owned(), signed.to_owned()));
        }
    }

    #[test]
    fn an_endpoint_of_the_users_own_takes_the_place_of_every_host() {
        let sdk = SdkConfig::builder()
            .region(Region::new("us-east-1"))
            .endpoint_url("http://127.0.0.1:5000/")
            .build();
        assert_eq!(of("s3control", GLOBAL, "aws", &sdk).0, "http://127.0.0.1:5000");
        assert_eq!(
            of("kms", "us-west-2", "aws", &sdk),
            ("http://127.0.0.1:5000".to_owned(), "us-west-2".to_owned())
        );
    }
}
