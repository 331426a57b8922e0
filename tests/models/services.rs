//! Holds the services of Terraform's types against the list of eligible services and CloudFormation's types.

use crate::Findings;
use crate::cloudformation::Schemas;
use crate::sources::provider;
use baascan::eligibility::Eligibility;
use baascan::source::declared::snake;
use baascan::source::terraform::services::slug;

/// Kinds of IPAM that CloudFormation spells in another way than those the list knows: a VPC's all the same.
const ANOTHER_SPELLING: &str = "AWS::EC2::Ipam";

/// Types that stand for no service of their own.
const OF_NO_SERVICE: [&str; 1] = ["aws_ec2_tag"];

#[test]
fn every_type_of_the_provider_belongs_to_a_service_that_the_list_knows() {
    let list = Eligibility::builtin();
    let mut findings = Findings::default();
    let types = provider();
    findings.expect(types.len() > 1500, || format!("{} types are few", types.len()));
    for name in types.keys() {
        match slug(name) {
            Some(slug) => findings
                .expect(list.entry(&slug).is_some(), || format!("{name}: the list does not know `{slug}`")),
            None => findings
                .expect(OF_NO_SERVICE.contains(&name.as_str()), || format!("{name} belongs to no service")),
        }
    }
    findings.done();
}

#[test]
fn a_type_made_from_cloudformation_belongs_where_cloudformation_s_does() {
    let list = Eligibility::builtin();
    let mut findings = Findings::default();
    for kind in Schemas::load().kinds() {
        let mut words = kind.split("::").skip(1);
        let (Some(service), Some(name)) = (words.next(), words.next()) else { continue };
        let Some(expected) = list.slug_for_kind(kind) else { continue };
        let expected = if kind.starts_with(ANOTHER_SPELLING) { "vpc" } else { expected };
        let type_name = format!("awscc_{}_{}", service.to_lowercase(), snake(name));
        let found = slug(&type_name);
        findings.expect(found.as_deref() == Some(expected), || {
            format!("{type_name} comes out as {found:?}, {kind} as `{expected}`")
        });
    }
    findings.done();
}
