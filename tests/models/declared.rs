//! What plans and templates become, read through the mappings as they are: where several things make one, and where a
//! default would be a guess.

use baascan::resource::Resource;
use baascan::service::Catalog;
use baascan::source::declared::{Change, Context, Declaration, Item, Mappings, Written, resources};
use serde_json::{Value, json};

/// `{"$ref": ["aws_vpc.main", "id"]}` is a reference, `"$unknown"` what only applying tells, `"$computed"` what nobody wrote.
fn written(value: &Value) -> Written {
    match value {
        Value::String(word) if word == "$unknown" => Written::Unknown,
        Value::String(word) if word == "$computed" => Written::Computed,
        Value::String(word) if word == "$withheld" => Written::Withheld,
        Value::Array(elements) => Written::List(elements.iter().map(written).collect()),
        Value::Object(members) => match members.get("$ref") {
            Some(Value::Array(to)) => Written::Reference {
                to: to[0].as_str().unwrap_or_default().to_owned(),
                attribute: to[1].as_str().unwrap_or_default().to_owned(),
            },
            _ => Written::Map(members.iter().map(|(name, value)| (name.clone(), written(value))).collect()),
        },
        other => Written::from(other.clone()),
    }
}

/// Every thing is an address, a type and its values.
fn read(things: &[(&str, &str, Value)]) -> Vec<Resource> {
    let items = things.iter().map(|(address, type_name, values)| Item {
        address: (*address).to_owned(),
        type_name: (*type_name).to_owned(),
        values: written(values),
        account: None,
        region: None,
        file: None,
        line: None,
        change: Change::Create,
    });
    let declaration = Declaration { items: items.collect(), ..Declaration::default() };
    let catalog = Catalog::builtin();
    let context = Context {
        catalog,
        slug: &|_| None,
        account: Some("111122223333"),
        region: Some("us-east-1"),
        keeps_value: &|_| false,
        at: "2026-11-24T09:00:00Z",
    };
    resources(&declaration, &mut Mappings::new(catalog, &[]), &context).expect("the mappings are right")
}

fn is_unread(resource: &Resource, pointer: &str) -> bool {
    resource.unread_at(pointer).is_some()
}

#[test]
fn rules_of_their_own_join_their_security_group() {
    let found = read(&[
        (
            "aws_security_group.web",
            "aws_security_group",
            json!({"name": "web", "id": "$unknown", "egress": "$computed"}),
        ),
        (
            "aws_security_group_rule.ssh",
            "aws_security_group_rule",
            json!({"security_group_id": {"$ref": ["aws_security_group.web", "id"]}, "type": "ingress", "protocol": "tcp",
                   "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}),
        ),
        (
            "aws_vpc_security_group_ingress_rule.all",
            "aws_vpc_security_group_ingress_rule",
            json!({"security_group_id": {"$ref": ["aws_security_group.web", "id"]}, "ip_protocol": "-1",
                   "from_port": 0, "to_port": 0, "cidr_ipv4": "$unknown"}),
        ),
    ]);
    let [group] = found.as_slice() else { panic!("one group: {found:#?}") };
    assert_eq!(
        group.properties["SecurityGroupIngress"],
        json!([
            {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}], "Ipv6Ranges": []},
            {"IpProtocol": "-1", "FromPort": null, "ToPort": null, "Ipv6Ranges": []},
        ])
    );
    assert!(!is_unread(group, "/properties/SecurityGroupIngress/0/IpRanges"));
    assert_eq!(group.properties["SecurityGroupEgress"], json!([]), "the provider takes away AWS's own rule");
    assert_eq!(group.properties["GroupId"], json!("aws_security_group.web"));
}

#[test]
fn a_templates_group_lets_everything_out_until_a_rule_says_otherwise() {
    let group = json!({"GroupDescription": "web"});
    let found = read(&[("Web", "AWS::EC2::SecurityGroup", group.clone())]);
    assert_eq!(found[0].properties["SecurityGroupEgress"][0]["IpRanges"], json!([{"CidrIp": "0.0.0.0/0"}]));
    let rule = json!({"GroupId": {"$ref": ["Web", "GroupId"]}, "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
                      "CidrIp": "10.0.0.0/8"});
    let found =
        read(&[("Web", "AWS::EC2::SecurityGroup", group), ("Out", "AWS::EC2::SecurityGroupEgress", rule)]);
    assert_eq!(
        found[0].properties["SecurityGroupEgress"],
        json!([{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/8"}],
                "Ipv6Ranges": []}])
    );
}

#[test]
fn a_launch_template_leaves_open_what_the_instance_does_not_write() {
    let alone = read(&[("aws_instance.app", "aws_instance", json!({"monitoring": "$computed"}))]);
    assert_eq!(alone[0].properties["Monitoring"], json!(false));
    assert_eq!(alone[0].properties["EnclaveOptions"], json!({"Enabled": false}));
    let templated = json!({"monitoring": "$computed", "launch_template": [{"id": "lt-0a1b2c3d"}]});
    let found = read(&[("aws_instance.app", "aws_instance", templated)]);
    assert!(is_unread(&found[0], "/properties/Monitoring"));
    assert!(is_unread(&found[0], "/properties/EnclaveOptions"));
    assert!(is_unread(&found[0], "/properties/InstanceLifecycle"));
}

#[test]
fn an_address_gives_its_instance_a_public_ip_and_a_gateways_gives_none() {
    let instance = json!({"associate_public_ip_address": false});
    let found = read(&[
        ("aws_instance.app", "aws_instance", instance),
        ("aws_eip.nat", "aws_eip", json!({"domain": "vpc", "instance": "$computed"})),
    ]);
    assert_eq!(found[0].properties["PublicIp"], Value::Null);
    let found = read(&[
        ("aws_instance.app", "aws_instance", json!({"associate_public_ip_address": false})),
        ("aws_eip.app", "aws_eip", json!({"instance": {"$ref": ["aws_instance.app", "id"]}})),
    ]);
    assert_eq!(found[0].properties["PublicIp"], json!("assigned at launch"));
}

#[test]
fn a_route_to_a_gateway_that_is_not_made_yet_is_known_as_one() {
    let found = read(&[
        ("aws_internet_gateway.main", "aws_internet_gateway", json!({})),
        (
            "aws_route_table.public",
            "aws_route_table",
            json!({"vpc_id": "vpc-0a1b2c3d", "route": "$computed"}),
        ),
        (
            "aws_route.out",
            "aws_route",
            json!({"route_table_id": {"$ref": ["aws_route_table.public", "id"]}, "destination_cidr_block": "0.0.0.0/0",
                   "gateway_id": {"$ref": ["aws_internet_gateway.main", "id"]}}),
        ),
    ]);
    let route = &found[1].properties["Routes"][0];
    assert_eq!(route["GatewayId"], json!("igw-aws_internet_gateway.main"));
    assert_eq!(found[0].id, "igw-aws_internet_gateway.main");
}

#[test]
fn two_lists_of_a_thing_land_in_one_property() {
    let entry = json!({"rule_no": 100, "action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0", "from_port": 0,
                       "to_port": 0});
    let acl = json!({"vpc_id": "vpc-0a1b2c3d", "ingress": [entry.clone()], "egress": [entry]});
    let found = read(&[("aws_network_acl.main", "aws_network_acl", acl)]);
    let entries = &found[0].properties["Entries"];
    assert_eq!((&entries[0]["Egress"], &entries[1]["Egress"]), (&json!(false), &json!(true)));
    assert_eq!(entries[0]["PortRange"], Value::Null);
}

#[test]
fn containers_are_read_of_the_text_they_are_written_in() {
    let containers =
        r#"[{"name":"app","image":"app:1","privileged":true,"logConfiguration":{"logDriver":"awslogs"}}]"#;
    let task = json!({"family": "app", "container_definitions": containers});
    let found = read(&[("aws_ecs_task_definition.app", "aws_ecs_task_definition", task)]);
    let container = &found[0].properties["ContainerDefinitions"][0];
    assert_eq!(
        (&container["Privileged"], &container["LogConfiguration"]["LogDriver"]),
        (&json!(true), &json!("awslogs"))
    );
    assert_eq!(container["User"], Value::Null);
    let unknown = json!({"family": "app", "container_definitions": "$unknown"});
    let found = read(&[("aws_ecs_task_definition.app", "aws_ecs_task_definition", unknown)]);
    assert!(is_unread(&found[0], "/properties/ContainerDefinitions"));
}

#[test]
fn a_load_balancer_has_aws_defaults_behind_what_is_written() {
    let balancer = json!({"Name": "app", "LoadBalancerAttributes": [{"Key": "deletion_protection.enabled", "Value": "true"}]});
    let found = read(&[("App", "AWS::ElasticLoadBalancingV2::LoadBalancer", balancer)]);
    let attributes = &found[0].properties["LoadBalancerAttributes"];
    assert_eq!(attributes[0], json!({"Key": "deletion_protection.enabled", "Value": "true"}));
    assert_eq!(attributes[4], json!({"Key": "routing.http.desync_mitigation_mode", "Value": "defensive"}));
    let found = read(&[(
        "aws_lb.app",
        "aws_lb",
        json!({"name": "app", "access_logs": [{"bucket": "logs", "enabled": true}]}),
    )]);
    assert_eq!(
        found[0].properties["LoadBalancerAttributes"][1],
        json!({"Key": "access_logs.s3.enabled", "Value": "true"})
    );
}

#[test]
fn a_secret_says_that_it_is_there_and_no_more() {
    let group = json!({"replication_group_id": "charts", "auth_token": "$withheld", "engine": "redis",
                       "at_rest_encryption_enabled": "$computed"});
    let found = read(&[("aws_elasticache_replication_group.a", "aws_elasticache_replication_group", group)]);
    assert_eq!(found[0].properties["AuthTokenEnabled"], json!(true));
    assert_eq!(found[0].properties["AtRestEncryptionEnabled"], json!(false));
    let valkey = json!({"replication_group_id": "charts", "engine": "valkey"});
    let found = read(&[("aws_elasticache_replication_group.a", "aws_elasticache_replication_group", valkey)]);
    assert!(is_unread(&found[0], "/properties/AtRestEncryptionEnabled"));
    assert!(!serde_json::to_string(&found).unwrap_or_default().contains("withheld"));
}

#[test]
fn a_directory_is_of_the_kind_its_type_says() {
    let directory = json!({"name": "corp.example.org", "type": "MicrosoftAD", "edition": "$computed"});
    let subscription = json!({"directory_id": {"$ref": ["aws_directory_service_directory.corp", "id"]}, "log_group_name": "ad"});
    let found = read(&[
        ("aws_directory_service_directory.corp", "aws_directory_service_directory", directory),
        (
            "aws_directory_service_log_subscription.corp",
            "aws_directory_service_log_subscription",
            subscription,
        ),
    ]);
    let kinds: Vec<&str> = found.iter().map(|resource| resource.kind.as_str()).collect();
    assert_eq!(kinds, ["AWS::DirectoryService::MicrosoftAD", "AWS::DirectoryService::LogSubscription"]);
    assert_eq!(found[0].properties["Edition"], json!("Enterprise"));
    assert_eq!(found[0].properties["DirectoryId"], found[1].properties["DirectoryId"]);
    let plain = read(&[(
        "aws_directory_service_directory.a",
        "aws_directory_service_directory",
        json!({"name": "a"}),
    )]);
    assert_eq!(plain[0].kind, "AWS::DirectoryService::SimpleAD");
}

#[test]
fn settings_go_to_the_lists_of_their_namespaces() {
    let setting =
        |space: &str, name: &str, value: &str| json!({"namespace": space, "name": name, "value": value});
    let environment = json!({"name": "app", "application": "app", "setting": [
        setting("aws:elasticbeanstalk:healthreporting:system", "SystemType", "enhanced"),
        setting("aws:elasticbeanstalk:application:environment", "PASSWORD", "hunter2"),
        setting("aws:elasticbeanstalk:cloudwatch:logs", "StreamLogs", "$unknown"),
    ]});
    let found =
        read(&[("aws_elastic_beanstalk_environment.app", "aws_elastic_beanstalk_environment", environment)]);
    let [app] = found.as_slice() else { panic!("one environment: {found:#?}") };
    assert_eq!(app.properties["HealthReporting"], json!([{"OptionName": "SystemType", "Value": "enhanced"}]));
    assert_eq!(app.properties["ManagedActions"], json!([]));
    assert!(!format!("{found:?}").contains("hunter2"));
}

#[test]
fn an_instance_has_a_root_volume_also_where_nothing_is_written_of_it() {
    for silent in [json!([]), json!("$computed"), Value::Null] {
        let found = read(&[("aws_instance.app", "aws_instance", json!({"root_block_device": silent}))]);
        let [_, volume] = found.as_slice() else { panic!("an instance and its volume: {found:#?}") };
        assert_eq!(volume.id, "root-volume-of-aws_instance.app");
        assert!(is_unread(volume, "/properties/Encrypted"));
    }
    let written = json!({"root_block_device": [{"encrypted": true}]});
    let found = read(&[("aws_instance.app", "aws_instance", written)]);
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].properties["Encrypted"], json!(true));
}
