//! What the vendors' room says it reads stands in the descriptions, so that a scan can be told to read it.

use baascan::service::{Catalog, Shape};
use baascan::vendor::KINDS;

#[test]
fn every_kind_and_property_that_can_show_a_vendor_is_described() {
    for (name, properties) in KINDS {
        let kind = Catalog::builtin().kind(name).unwrap_or_else(|| panic!("no description has {name}"));
        for property in *properties {
            assert!(kind.properties.contains_key(*property), "{name} has no {property}");
        }
    }
}

/// A policy that is added to a description is to be looked at too, or to be left out here with its reason.
#[test]
fn every_resource_policy_that_is_described_is_looked_at() {
    // Who may go through an endpoint, and what an identity may do, let in nobody from elsewhere.
    let others = ["AWS::EC2::VPCEndpoint", "AWS::IAM::ManagedPolicy", "AWS::IAM::AttachedAwsPolicy"];
    let mut found = 0;
    for kind in Catalog::builtin().kinds().filter(|kind| !others.contains(&kind.name.as_str())) {
        for (property, shape) in &kind.properties {
            let looked_at =
                KINDS.iter().any(|(name, own)| *name == kind.name && own.contains(&property.as_str()));
            assert!(looked_at || *shape != Shape::Json, "{}: {property}", kind.name);
            found += usize::from(looked_at);
        }
    }
    assert_eq!(found, KINDS.iter().map(|(_, own)| own.len()).sum::<usize>());
}
