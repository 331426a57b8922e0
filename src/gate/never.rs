//! Failures that no baseline makes known: what has no agreement over it, and data that everybody can reach.
//!
//! A baseline lets old failures wait. These may not wait: PHI without an agreement is a breach of contract and rule every day it
//! lies there, and public data is being read while the ticket ages. Each can still be waived, one by one, with a reason and an
//! approver. Gaps are a reviewed list. Public data is the category `public-access`, checks of people's own included, but for a
//! reviewed list of checks of that category whose failure alone shows nobody any data; a test holds both lists against the checks.

/// The category of checks over what everybody can reach.
pub(super) const PUBLIC: &str = "public-access";

/// Checks whose failure means that no agreement in force is over something with PHI. They do not apply where the register says
/// that no PHI is.
pub(super) const GAPS: [&str; 14] = [
    "access-after-termination",
    "baa-agreement-lapsed",
    "baa-carved-out",
    "baa-gap",
    "baa-gap-account",
    "baa-gap-third-party",
    "baa-gap-vendor",
    "baa-lapsed",
    "baa-outside-scope",
    "baa-pending",
    "baa-scope-unknown",
    "baa-service-not-eligible",
    "bedrock-no-provider-data-share",
    "vendor-surface-covered",
];

/// Checks of the category `public-access` whose failure alone makes no data public, with the reason.
pub(super) const MAY_BE_KNOWN: [(&str, &[&str]); 4] = [
    (
        "an address or a listener on the internet: what answers there still asks who one is",
        &[
            "autoscaling-launch-config-no-public-ip",
            "ec2-enclave-parent-not-public",
            "ec2-instance-no-public-ip",
            "ec2-launch-template-no-public-ip",
            "ecs-service-no-public-ip",
            "eks-endpoint-not-public",
            "eks-nodegroup-ssh-not-open",
            "elb-classic-internet-facing-reviewed",
            "elb-internet-facing-reviewed",
            "emr-master-no-public-ip",
            "lightsail-instance-ports-restricted",
            "mwaa-webserver-private",
            "opensearch-in-vpc",
            "rds-instance-not-in-public-subnet",
            "subnet-no-auto-assign-public-ip",
            "transfer-server-not-public",
        ],
    ),
    (
        "a way out, not in",
        &["sagemaker-notebook-no-direct-internet", "workspaces-directory-no-internet-access"],
    ),
    (
        "a lock that is not on: nothing is public until something else makes it so, and that has checks of its own",
        &[
            "ebs-snapshot-block-public-access",
            "ec2-image-block-public-access",
            "emr-block-public-access",
            "s3-access-point-public-access-block",
            "s3-account-public-access-block",
            "s3-bucket-public-access-block",
            "ssm-document-public-sharing-blocked",
        ],
    ),
    (
        "a second way to a bucket whose own policy is judged elsewhere",
        &["cloudfront-s3-origin-restricted", "s3-bucket-policy-cloudfront-only"],
    ),
];

/// Whether a check's failures always count.
pub fn is_never_known(check: &str, category: &str) -> bool {
    let may = || MAY_BE_KNOWN.iter().any(|(_, checks)| checks.contains(&check));
    GAPS.contains(&check) || check.starts_with("baa-gap") || category == PUBLIC && !may()
}
