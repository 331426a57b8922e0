//! Who may reach a bucket: S3's answers as CloudFormation's properties.

use crate::source::aws::answer::drop_statement_ids;
use aws_sdk_s3::operation::get_bucket_acl::GetBucketAclOutput;
use aws_sdk_s3::operation::get_bucket_ownership_controls::GetBucketOwnershipControlsOutput;
use aws_sdk_s3::operation::get_bucket_policy::GetBucketPolicyOutput;
use aws_sdk_s3::operation::get_bucket_policy_status::GetBucketPolicyStatusOutput;
use aws_sdk_s3::operation::get_public_access_block::GetPublicAccessBlockOutput;
use aws_sdk_s3::types::Grant;
use serde_json::{Value, json};

/// `PublicAccessBlockConfiguration`. A switch that is left out is off in effect, and said as `null`.
pub(super) fn public_access_block(out: &GetPublicAccessBlockOutput) -> Value {
    let Some(block) = out.public_access_block_configuration() else { return Value::Null };
    json!({
        "BlockPublicAcls": block.block_public_acls(),
        "BlockPublicPolicy": block.block_public_policy(),
        "IgnorePublicAcls": block.ignore_public_acls(),
        "RestrictPublicBuckets": block.restrict_public_buckets(),
    })
}

/// `OwnershipControls`.
pub(super) fn ownership_controls(out: &GetBucketOwnershipControlsOutput) -> Value {
    let Some(controls) = out.ownership_controls() else { return Value::Null };
    let rules: Vec<Value> = controls
        .rules()
        .iter()
        .map(|rule| json!({ "ObjectOwnership": rule.object_ownership().as_str() }))
        .collect();
    json!({ "Rules": rules })
}

/// `PolicyDocument`, as `AWS::S3::BucketPolicy` has it; the error's text when AWS's answer is no JSON.
pub(super) fn policy(out: &GetBucketPolicyOutput) -> Result<Value, serde_json::Error> {
    let Some(text) = out.policy() else { return Ok(Value::Null) };
    let mut document = serde_json::from_str(text)?;
    drop_statement_ids(&mut document);
    Ok(document)
}

/// `PolicyStatus`.
pub(super) fn policy_status(out: &GetBucketPolicyStatusOutput) -> Value {
    match out.policy_status() {
        Some(status) => json!({ "IsPublic": status.is_public() }),
        None => Value::Null,
    }
}

/// `AccessControlList`. Display names and e-mail addresses stay in AWS.
pub(super) fn access_control_list(out: &GetBucketAclOutput) -> Value {
    json!({
        "Owner": out.owner().map(|owner| json!({ "ID": owner.id() })),
        "Grants": out.grants().iter().map(grant).collect::<Vec<_>>(),
    })
}

fn grant(grant: &Grant) -> Value {
    json!({
        "Grantee": grant.grantee().map(|grantee| json!({
            "Type": grantee.r#type().as_str(),
            "URI": grantee.uri(),
            "ID": grantee.id(),
        })),
        "Permission": grant.permission().map(|permission| permission.as_str()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_s3::types::{Grantee, Owner, Permission, PublicAccessBlockConfiguration, Type};

    #[test]
    fn an_empty_answer_says_that_nothing_is_configured() {
        assert_eq!(public_access_block(&GetPublicAccessBlockOutput::builder().build()), Value::Null);
        assert_eq!(ownership_controls(&GetBucketOwnershipControlsOutput::builder().build()), Value::Null);
        assert_eq!(policy(&GetBucketPolicyOutput::builder().build()).expect("no text"), Value::Null);
        assert_eq!(policy_status(&GetBucketPolicyStatusOutput::builder().build()), Value::Null);
        assert_eq!(
            access_control_list(&GetBucketAclOutput::builder().build()),
            json!({ "Owner": null, "Grants": [] })
        );
    }

    #[test]
    fn a_switch_that_is_left_out_is_null_beside_those_that_are_set() {
        let block = PublicAccessBlockConfiguration::builder().block_public_acls(true).build();
        let out = GetPublicAccessBlockOutput::builder().public_access_block_configuration(block).build();
        assert_eq!(
            public_access_block(&out),
            json!({ "BlockPublicAcls": true, "BlockPublicPolicy": null, "IgnorePublicAcls": null, "RestrictPublicBuckets": null })
        );
    }

    #[test]
    fn statement_ids_are_dropped_from_a_list_and_from_a_single_statement() {
        let list = r#"{"Statement":[{"Sid":"call Jane 555-0100","Effect":"Deny"}]}"#;
        let one = r#"{"Statement":{"Sid":"x","Effect":"Deny"}}"#;
        for text in [list, one] {
            let document = policy(&GetBucketPolicyOutput::builder().policy(text).build()).expect("JSON");
            assert!(!document.to_string().contains("Sid"), "{document}");
            assert!(document.to_string().contains("Deny"), "{document}");
        }
    }

    #[test]
    fn a_policy_that_is_no_json_is_an_error() {
        assert!(policy(&GetBucketPolicyOutput::builder().policy("{").build()).is_err());
    }

    #[test]
    fn a_grant_keeps_ids_and_leaves_names_and_addresses() {
        let grantee = Grantee::builder()
            .r#type(Type::Group)
            .uri("http://acs.amazonaws.com/groups/global/AllUsers")
            .display_name("Jane")
            .email_address("jane@example.com")
            .build()
            .expect("a type is set");
        let out = GetBucketAclOutput::builder()
            .owner(Owner::builder().id("75aa").display_name("Jane").build())
            .grants(Grant::builder().grantee(grantee).permission(Permission::Read).build())
            .build();
        assert_eq!(
            access_control_list(&out),
            json!({
                "Owner": { "ID": "75aa" },
                "Grants": [{
                    "Grantee": { "Type": "Group", "URI": "http://acs.amazonaws.com/groups/global/AllUsers", "ID": null },
                    "Permission": "READ",
                }],
            })
        );
    }
}
