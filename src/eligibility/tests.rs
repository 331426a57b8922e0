//! The built-in list, what configuration decides, and what may replace it.

use super::*;
use std::collections::BTreeMap;

fn builtin() -> &'static Eligibility {
    Eligibility::builtin()
}

fn verdict(slug: &str) -> Verdict {
    builtin().decide(slug, &[]).verdict
}

fn engine<'a>(kind: &'a str, value: &'a str) -> Evidence<'a> {
    Evidence { kind, property: "Engine", value, arn: None }
}

/// Writes a list to disk and reads it as a replacement.
fn replace(text: &str) -> Result<Eligibility, String> {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let path = dir.path().join("list.toml");
    std::fs::write(&path, text).expect("the list is written");
    Eligibility::load(&path).map_err(|problems| problems.to_string())
}

/// The built-in list without those services that `drop` names, and without what else would speak of them.
fn without(drop: impl Fn(&str) -> bool) -> String {
    let mut parts = BUILTIN.split("[[service]]\n");
    let head = parts.next().expect("a header");
    let head: String = head.split("[counts]").next().expect("a header").to_owned()
        + &head
            [head.find("[[source]]").expect("sources")..head.find("# CloudFormation names").expect("ignore")];
    parts.fold(head, |mut text, service| {
        let slug = service.lines().next().and_then(|l| l.split('"').nth(1)).expect("a slug");
        if !drop(slug) {
            // Owners of shared prefixes stand in the header that is left out here; so let none be shared.
            let kept = service
                .lines()
                .filter(|l| !l.starts_with("prefixes") && !l.starts_with("cfn") && !l.starts_with("parent"));
            text.push_str("[[service]]\n");
            kept.for_each(|line| text.extend([line, "\n"]));
        }
        text
    })
}

#[test]
fn every_service_of_the_source_is_there_by_class() {
    let mut classes: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in builtin().entries() {
        *classes.entry(entry.class.as_str()).or_default() += 1;
    }
    assert_eq!(builtin().entries().len(), 394);
    let expected =
        [("absent", 99), ("excluded", 2), ("feature", 82), ("listed", 173), ("new", 18), ("tool", 20)];
    assert_eq!(classes, BTreeMap::from(expected));
}

#[test]
fn slugs_are_unique_and_none_is_renamed_unseen() {
    let slugs = builtin().slugs();
    assert_eq!(slugs.len(), 394);
    insta::assert_snapshot!(slugs.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn well_known_services_have_the_verdict_of_the_page() {
    use Verdict::{Eligible, EligibleWithConditions, NotEligible, Tooling, Unmapped};
    let expected = [
        (
            Eligible,
            "s3 s3-glacier ebs ec2 aurora documentdb neptune dynamodb bedrock bedrock-agentcore lambda",
        ),
        (
            Eligible,
            "apigateway cloudtrail cloudwatch cloudwatch-logs kms sns sqs ses ecs ecr eks elb efs fsx",
        ),
        (
            Eligible,
            "organizations cloudformation elasticache healthlake comprehend-medical transcribe connect config",
        ),
        (
            Eligible,
            "security-hub guardduty backup step-functions eventbridge secrets-manager ssm cognito vpc iot-core",
        ),
        (
            EligibleWithConditions,
            "rds cloudfront sagemaker augmented-ai directory-service pinpoint workdocs kiro",
        ),
        (EligibleWithConditions, "connect-health managed-services alexa-for-business"),
        (
            NotEligible,
            "app-runner lightsail robomaker workmail vpc-lattice security-lake simpledb codeartifact",
        ),
        (NotEligible, "end-user-messaging-social pinpoint-voice iot-device-defender managed-grafana"),
        (
            Unmapped,
            "dax s3-tables s3-vectors neptune-analytics emr-serverless timestream-influxdb eventbridge-v2",
        ),
        (
            Tooling,
            "iam sts artifact account cost-explorer tagging service-quotas sign-in health billing support",
        ),
        (Tooling, "resource-groups cloud-control trusted-advisor budgets"),
    ];
    for (wanted, slugs) in expected {
        for slug in slugs.split(' ') {
            assert!(builtin().entry(slug).is_some(), "{slug} is a slug");
            assert_eq!(verdict(slug), wanted, "{slug}");
        }
    }
}

#[test]
fn a_service_nobody_names_is_unmapped_and_never_not_eligible() {
    let decision = builtin().decide("holodeck", &[]);
    assert_eq!(decision.verdict, Verdict::Unmapped);
    assert!(decision.reason.expect("a reason").contains("holodeck"));
    let unknown = builtin().entries().iter().filter(|e| matches!(e.class, Class::Feature | Class::New));
    assert!(unknown.map(|e| e.verdict).all(|v| matches!(v, Verdict::Unmapped | Verdict::Tooling)));
}

#[test]
fn every_kind_that_is_read_counts_under_its_service() {
    let expected = [
        ("AWS::S3::Bucket", "s3"),
        ("AWS::S3::AccountPublicAccessBlock", "s3"),
        ("AWS::S3::AccessPoint", "s3"),
        ("AWS::RDS::DBInstance", "rds"),
        ("AWS::RDS::DBCluster", "rds"),
        ("AWS::RDS::DBSnapshot", "rds"),
        ("AWS::RDS::DBClusterSnapshot", "rds"),
        ("AWS::RDS::DBParameterGroup", "rds"),
        ("AWS::RDS::DBClusterParameterGroup", "rds"),
        ("AWS::RDS::OptionGroup", "rds"),
        ("AWS::RDS::EventSubscription", "rds"),
        ("AWS::RDS::DBProxy", "rds"),
        ("AWS::DocDB::DBCluster", "documentdb"),
        ("AWS::DocDB::DBInstance", "documentdb"),
        ("AWS::DocDB::DBClusterSnapshot", "documentdb"),
        ("AWS::DocDB::DBClusterParameterGroup", "documentdb"),
        ("AWS::Neptune::DBCluster", "neptune"),
        ("AWS::Neptune::DBInstance", "neptune"),
        ("AWS::Neptune::DBClusterSnapshot", "neptune"),
        ("AWS::Neptune::DBClusterParameterGroup", "neptune"),
        ("AWS::KMS::Key", "kms"),
        ("AWS::CloudTrail::Trail", "cloudtrail"),
        ("AWS::Backup::ProtectedResource", "backup"),
        ("AWS::CloudFront::Distribution", "cloudfront"),
        ("AWS::Account::Region", "account"),
        ("AWS::EC2::Region", "ec2"),
        ("AWS::STS::CallerIdentity", "sts"),
        ("AWS::Artifact::CustomerAgreement", "artifact"),
        ("AWS::EC2::Volume", "ebs"),
        ("AWS::EC2::Snapshot", "ebs"),
        ("AWS::EC2::Instance", "ec2"),
        ("AWS::EC2::VPC", "vpc"),
        ("AWS::EC2::VPCEndpoint", "vpc"),
        ("AWS::EC2::SecurityGroup", "vpc"),
        ("AWS::EC2::Subnet", "vpc"),
        ("AWS::EC2::FlowLog", "vpc"),
        ("AWS::EC2::Route", "vpc"),
        ("AWS::EC2::RouteServerPeer", "vpc"),
        ("AWS::EC2::VerifiedAccessInstance", "verified-access"),
        ("AWS::DSQL::Cluster", "aurora"),
        ("AWS::DirectoryService::SimpleAD", "directory-service"),
        ("AWS::IoT::Thing", "iot-core"),
        ("AWS::IoT::SecurityProfile", "iot-device-defender"),
        ("AWS::Timestream::Table", "timestream"),
        ("AWS::Timestream::InfluxDBInstance", "timestream-influxdb"),
        ("AWS::Serverless::Function", "lambda"),
        ("AWS::AppRunner::Service", "app-runner"),
    ];
    for (kind, slug) in expected {
        assert_eq!(builtin().slug_for_kind(kind), Some(slug), "{kind}");
    }
    let none =
        ["AWS::::Account", "AWS::::Service", "AWS::ResourceGroupsTaggingAPI::Resource", "Custom::Thing", ""];
    for kind in none.into_iter().chain(["AWS::CDK::Metadata", "AWS::Holodeck::Deck"]) {
        assert_eq!(builtin().slug_for_kind(kind), None, "{kind}");
    }
    assert!(builtin().is_ignored_kind("AWS::CDK::Metadata"));
}

#[test]
fn every_arn_counts_under_the_most_special_service() {
    let expected = [
        ("arn:aws:s3:::charts", Some("s3")),
        ("arn:aws:rds:us-east-1:111122223333:cluster:charts", Some("rds")),
        ("arn:aws:ec2:us-east-1:111122223333:volume/vol-1", Some("ebs")),
        ("arn:aws:ec2:us-east-1::snapshot/snap-1", Some("ebs")),
        ("arn:aws:ec2:us-east-1:111122223333:instance/i-1", Some("ec2")),
        ("arn:aws:ec2:us-east-1:111122223333:vpc-flow-log/fl-1", Some("vpc")),
        ("arn:aws:ec2:us-east-1:111122223333:security-group-rule/sgr-1", Some("vpc")),
        ("arn:aws-us-gov:bedrock:us-gov-west-1:111122223333:guardrail/g", Some("bedrock")),
        ("arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/r", Some("bedrock-agentcore")),
        ("arn:aws:apprunner:us-east-1:111122223333:service/web/1", Some("app-runner")),
        ("arn:aws:apigateway:us-east-1::/restapis/a", Some("apigateway")),
        ("arn:aws:logs:us-east-1:111122223333:log-group:audit", Some("cloudwatch-logs")),
        ("arn:aws:cloudwatch:us-east-1:111122223333:alarm:cpu", Some("cloudwatch")),
        ("arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/1", Some("elb")),
        ("arn:aws:ses:us-east-1:111122223333:identity/example.com", Some("ses")),
        ("arn:aws:sagemaker:us-east-1:111122223333:flow-definition/review", Some("augmented-ai")),
        ("arn:aws:iot:us-east-1:111122223333:securityprofile/p", Some("iot-device-defender")),
        ("arn:aws:states:us-east-1:111122223333:stateMachine:intake", Some("step-functions")),
        ("arn:aws:holodeck:us-east-1:111122223333:deck/1", None),
    ];
    for (arn, slug) in expected {
        let arn = Arn::parse(arn).expect("an ARN");
        assert_eq!(builtin().slug_for_arn(&arn).as_deref(), slug, "{arn:?}");
    }
}

#[test]
fn every_prefix_and_namespace_of_the_list_leads_to_a_service_that_claims_it() {
    for entry in builtin().entries() {
        for prefix in &entry.prefixes {
            let text = format!("arn:aws:{prefix}:us-east-1:111122223333:thing");
            let slug = builtin().slug_for_arn(&Arn::parse(&text).expect("an ARN")).expect("a slug");
            let owner = builtin().entry(&slug).expect("an entry");
            assert!(owner.prefixes.contains(prefix), "{prefix} leads to {slug}");
        }
        for namespace in &entry.cfn {
            let slug = builtin().slug_for_kind(&format!("{namespace}::Thing")).expect("a slug");
            let owner = builtin().entry(slug).expect("an entry");
            assert!(owner.cfn.contains(namespace), "{namespace} leads to {slug}");
        }
    }
}

#[test]
fn rds_is_decided_by_its_engines() {
    let kind = "AWS::RDS::DBInstance";
    let nothing = builtin().decide("rds", &[]);
    assert_eq!((nothing.verdict, nothing.undecided), (Verdict::EligibleWithConditions, true));
    let named = builtin().decide("rds", &[engine(kind, "postgres"), engine(kind, "oracle-ee-cdb")]);
    assert_eq!((named.verdict, named.undecided), (Verdict::Eligible, false));
    assert_eq!(named.reason.as_deref(), Some("Engine oracle-ee-cdb; Engine postgres"));
    let custom = builtin().decide("rds", &[engine(kind, "postgres"), engine(kind, "custom-oracle-ee")]);
    assert_eq!(custom.verdict, Verdict::NotEligible);
    assert_eq!(custom.reason.as_deref(), Some("Engine custom-oracle-ee is not named by the list"));
    let aurora = builtin().decide("rds", &[engine("AWS::RDS::DBCluster", "aurora-mysql")]);
    assert!(aurora.undecided, "Aurora has a line of its own and says nothing of RDS");
}

#[test]
fn other_qualifiers_are_decided_where_configuration_shows_them() {
    let simple = Evidence { kind: "AWS::DirectoryService::SimpleAD", property: "", value: "", arn: None };
    assert_eq!(builtin().decide("directory-service", &[simple]).verdict, Verdict::NotEligible);
    let managed = Evidence {
        kind: "AWS::DirectoryService::Directory",
        property: "Type",
        value: "MicrosoftAD",
        arn: None,
    };
    assert_eq!(builtin().decide("directory-service", &[managed]).verdict, Verdict::Eligible);
    let team = "arn:aws:sagemaker:us-east-1:394669845002:workteam/public-crowd/default";
    let crowd = Evidence {
        kind: "AWS::SageMaker::FlowDefinition",
        property: "HumanLoopConfig.WorkteamArn",
        value: team,
        arn: None,
    };
    assert_eq!(builtin().decide("augmented-ai", &[crowd]).verdict, Verdict::NotEligible);
    assert_eq!(builtin().decide("fargate", &[]).verdict, Verdict::Eligible);
    let hub = Evidence { kind: "AWS::SecurityHub::HubV2", property: "", value: "", arn: None };
    assert_eq!(builtin().decide("security-hub", &[hub]).verdict, Verdict::Unmapped);
    assert!(builtin().decide("cloudfront", &[]).undecided);
}

#[test]
fn every_qualifier_has_its_exclusion_and_says_the_same() {
    let printed: BTreeMap<&str, &str> = (builtin().exclusions.iter().filter(|e| e.printed))
        .map(|e| (e.service.as_str(), e.text.as_str()))
        .collect();
    let qualified: BTreeMap<&str, &str> = (builtin().entries().iter())
        .filter_map(|e| Some((e.slug.as_str(), e.qualifier.as_deref()?)))
        .collect();
    assert_eq!(printed, qualified);
}

#[test]
fn age_counts_from_the_last_look_at_the_page() {
    let list = builtin();
    let on = |text: &str| text.parse().expect("a date");
    assert_eq!(list.page_last_updated, on("2026-05-22"));
    assert_eq!(list.is_stale(on("2026-11-30")), None);
    assert_eq!(list.is_stale(on("2026-12-01")), Some(91));
    assert_eq!(list.is_stale(on("2026-01-01")), None);
}

#[test]
fn the_built_in_list_may_replace_itself() {
    let list = replace(BUILTIN).expect("the built-in list is complete");
    assert_eq!(&list, builtin());
    assert_eq!(list.sha256.len(), 64);
}

#[test]
fn a_list_of_twelve_services_is_refused() {
    let kept =
        ["s3", "ec2", "rds", "lambda", "dynamodb", "kms", "sns", "sqs", "ecs", "eks", "ebs", "cloudtrail"];
    let refusal = replace(&without(|slug| !kept.contains(&slug))).expect_err("twelve are too few");
    assert!(refusal.contains("only 12 listed services"), "{refusal}");
    assert!(refusal.contains("the built-in list of 2026-05-22 stays in use"), "{refusal}");
}

#[test]
fn a_list_without_s3_is_refused_and_one_without_worklink_is_not() {
    let refusal = replace(&without(|slug| slug == "s3")).expect_err("s3 is missing");
    assert!(refusal.contains("not listed in it: s3"), "{refusal}");
    assert!(replace(&without(|slug| slug == "worklink")).is_ok());
}

#[test]
fn a_list_that_lost_one_service_in_ten_is_refused() {
    let dropped = |slug: &str| slug.starts_with(['c', 'g']) && slug != "config";
    let refusal = replace(&without(dropped)).expect_err("too many are gone");
    assert!(refusal.contains("more than 5%"), "{refusal}");
}

#[test]
fn mistakes_in_a_list_are_all_reported_at_once() {
    let text = BUILTIN
        .replacen("eligible = \"yes\"", "eligible = \"maybe\"", 1)
        .replacen("retrieved_at = 2026-09-01", "retreived_at = 2026-09-01", 1)
        .replacen("yes = 173", "yes = 174", 1)
        .replacen("\"catalog\" = \"service-catalog\"", "\"catalog\" = \"service-catalogue\"", 1);
    let refusal = replace(&text).expect_err("four mistakes");
    for part in ["`maybe` is not a known eligible", "`retrieved_at` is missing", "unknown key `retreived_at`"]
    {
        assert!(refusal.contains(part), "{part}: {refusal}");
    }
    assert!(refusal.contains("did you mean `service-catalog`?"), "{refusal}");
    assert!(refusal.contains("`yes` says 174"), "{refusal}");
}
