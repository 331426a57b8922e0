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
    let (host, region) = match (global.filter(|_| region == GLOBAL), &api.host) {
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
