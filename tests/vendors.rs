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

/// A policy that is added to a description is to be looked at too, or to stand here with its reason.
#[test]
fn every_policy_of_a_resource_that_is_described_is_looked_at() {
    // Who may go through an endpoint, and what an identity may do, lets in nobody from elsewhere.
    let others = ["AWS::EC2::VPCEndpoint", "AWS::IAM::AttachedAwsPolicy", "AWS::IAM::ManagedPolicy"];
    for kind in Catalog::builtin().kinds().filter(|kind| !others.contains(&kind.name.as_str())) {
        let own = KINDS.iter().find(|(name, _)| *name == kind.name).map_or(&[][..], |(_, own)| own);
        for (property, shape) in &kind.properties {
            assert!(*shape != Shape::Json || own.contains(&property.as_str()), "{}: {property}", kind.name);
        }
    }
}
