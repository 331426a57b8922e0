//! `src/source/aws/offered.toml`: where each API is offered, taken from botocore's endpoint data.

use crate::botocore::endpoints;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

const HEAD: &str = "\
# Where APIs are offered, by endpoint prefix: https://github.com/boto/botocore/blob/develop/botocore/data/endpoints.json
# An API that is not here, and a region that is not, are decided by asking. Renewed by
# `BAASCAN_RECORD=1 cargo test --test models offered`, with the botocore that tests/requirements.txt pins.
";

#[test]
#[expect(clippy::disallowed_methods, reason = "whoever renews the data says so in the environment")]
fn where_apis_are_offered_is_what_the_endpoint_data_say() {
    let endpoints = endpoints();
    // All of them, so that a description that joins finds its own.
    let offered: BTreeMap<String, BTreeSet<String>> = endpoints
        .prefixes()
        .into_iter()
        .map(|prefix| {
            let regions = endpoints.regional(&prefix).into_iter().map(|(region, ..)| region).collect();
            (prefix, regions)
        })
        .filter(|(_, regions): &(String, BTreeSet<String>)| !regions.is_empty())
        .collect();
    let mut text = format!("{HEAD}\nregions = {}\n\n[offered]\n", list(&endpoints.regions()));
    for (prefix, regions) in &offered {
        let _ = writeln!(text, "{prefix:?} = {}", list(regions));
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/source/aws/offered.toml");
    if std::env::var_os("BAASCAN_RECORD").is_some_and(|value| value == "1") {
        std::fs::write(&file, &text).expect("the checkout can be written");
    }
    let written = std::fs::read_to_string(&file).expect("the data are part of the repository");
    assert!(
        written == text,
        "src/source/aws/offered.toml is not what the pinned botocore says; renew it as its head tells"
    );
}

fn list(regions: &BTreeSet<String>) -> String {
    let quoted: Vec<String> = regions.iter().map(|region| format!("{region:?}")).collect();
    format!("[{}]", quoted.join(", "))
}
