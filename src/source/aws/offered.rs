//! Which APIs are offered in which regions, by AWS's endpoint data.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    regions: BTreeSet<String>,
    /// By endpoint prefix.
    offered: BTreeMap<String, BTreeSet<String>>,
}

fn data() -> &'static File {
    static DATA: OnceLock<File> = OnceLock::new();
    DATA.get_or_init(|| {
        toml::from_str(include_str!("offered.toml")).expect("a test parses the endpoint data")
    })
}

/// Whether an API is offered in a region; `None` where the data do not know the API or the region.
pub(super) fn is_offered(endpoint_prefix: &str, region: &str) -> Option<bool> {
    let regions = data().offered.get(endpoint_prefix)?;
    data().regions.contains(region).then(|| regions.contains(region))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_data_do_not_know_is_not_decided() {
        assert_eq!(is_offered("kms", "us-east-1"), Some(true));
        assert_eq!(is_offered("kms", "xx-new-1"), None);
        assert_eq!(is_offered("an-api-of-tomorrow", "us-east-1"), None);
    }
}
