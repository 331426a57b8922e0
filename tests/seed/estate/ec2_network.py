"""Networks: in the east a VPC that is closed and logged, in the west one that is open, and the default VPC in use."""

from estate import ACCOUNT, EAST, WEST, allow, policy
from rules import amend, answer

API = "ec2"
LOGS = f"estate-flow-logs-{ACCOUNT}"
TRUST = {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}


def rule(port, to=None, protocol="tcp", v4="0.0.0.0/0"):
    ports = {} if protocol == "-1" else {"FromPort": port, "ToPort": to or port}
    return {"IpProtocol": protocol, **ports, "IpRanges": [{"CidrIp": v4}]}


def close_default_group(ec2, vpc):
    filters = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "group-name", "Values": ["default"]}]
    group = ec2.describe_security_groups(Filters=filters)["SecurityGroups"][0]
    if group["IpPermissions"]:
        ec2.revoke_security_group_ingress(GroupId=group["GroupId"], IpPermissions=group["IpPermissions"])
    if group["IpPermissionsEgress"]:
        ec2.revoke_security_group_egress(GroupId=group["GroupId"], IpPermissions=group["IpPermissionsEgress"])


def gateways(ec2, vpc, accept):
    options = {"AutoAcceptSharedAttachments": accept}
    ec2.create_transit_gateway(Options=options)
    customer = ec2.create_customer_gateway(Type="ipsec.1", PublicIp="203.0.113.7", BgpAsn=65000)["CustomerGateway"]
    vpn = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    ec2.attach_vpn_gateway(VpcId=vpc, VpnGatewayId=vpn)
    ec2.create_vpn_connection(Type="ipsec.1", CustomerGatewayId=customer["CustomerGatewayId"], VpnGatewayId=vpn)


def peer(ec2, vpc, region, destination):
    other = ec2.create_vpc(CidrBlock="10.77.0.0/16")["Vpc"]["VpcId"]
    made = ec2.create_vpc_peering_connection(VpcId=vpc, PeerVpcId=other, PeerRegion=region)
    connection = made["VpcPeeringConnection"]["VpcPeeringConnectionId"]
    ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=connection)
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationCidrBlock=destination, VpcPeeringConnectionId=connection)
    return table


def sound(ec2):
    vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.20.1.0/24", AvailabilityZone=f"{EAST}a")["Subnet"]["SubnetId"]
    ec2.create_network_interface(SubnetId=subnet)
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    close_default_group(ec2, vpc)
    group = ec2.create_security_group(GroupName="estate-web", Description="web", VpcId=vpc)["GroupId"]
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule(443), rule(5432, v4="10.20.0.0/16")])
    ec2.revoke_security_group_egress(GroupId=group, IpPermissions=[rule(0, protocol="-1")])
    ec2.authorize_security_group_egress(GroupId=group, IpPermissions=[rule(443)])
    acl = ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
    ports = {"From": 443, "To": 443}
    ec2.create_network_acl_entry(
        NetworkAclId=acl, RuleNumber=100, Egress=False, RuleAction="allow", Protocol="6", CidrBlock="0.0.0.0/0", PortRange=ports
    )
    found = ec2.describe_network_acls(Filters=[{"Name": "association.subnet-id", "Values": [subnet]}])["NetworkAcls"]
    for association in (a for f in found for a in f["Associations"] if a["SubnetId"] == subnet):
        ec2.replace_network_acl_association(AssociationId=association["NetworkAclAssociationId"], NetworkAclId=acl)
    table = peer(ec2, vpc, EAST, "10.77.4.0/24")
    ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
    ec2.create_vpc_endpoint(
        VpcId=vpc,
        VpcEndpointType="Gateway",
        ServiceName=f"com.amazonaws.{EAST}.s3",
        RouteTableIds=[table],
        PolicyDocument=policy(allow("*", "s3:*", Condition=TRUST)),
    )
    ec2.create_flow_logs(
        ResourceIds=[vpc], ResourceType="VPC", TrafficType="ALL", LogDestinationType="s3", LogDestination=f"arn:aws:s3:::{LOGS}"
    )
    gateways(ec2, vpc, "disable")


def lacking(ec2):
    vpc = ec2.create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.30.1.0/24", AvailabilityZone=f"{WEST}a")["Subnet"]["SubnetId"]
    ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": True})
    ec2.create_network_interface(SubnetId=subnet)
    group = ec2.create_security_group(GroupName="estate-open", Description="open", VpcId=vpc)["GroupId"]
    opened = [rule(22), rule(3389), rule(5432), rule(0, protocol="-1")]
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=opened)
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    tables = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["RouteTables"]
    ec2.create_route(RouteTableId=tables[0]["RouteTableId"], DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    peer(ec2, vpc, WEST, "10.77.0.0/16")
    # Where nobody writes a policy, AWS lets everybody do everything.
    default = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"][0]["VpcId"]
    ec2.create_vpc_endpoint(
        VpcId=default,
        VpcEndpointType="Gateway",
        ServiceName=f"com.amazonaws.{WEST}.s3",
        PolicyDocument=policy(allow("*", "*")),
    )
    theirs = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [default]}])["Subnets"][0]["SubnetId"]
    ec2.create_network_interface(SubnetId=theirs)
    gateways(ec2, vpc, "enable")


def seed(aws):
    aws("s3").create_bucket(Bucket=LOGS)
    sound(aws("ec2", EAST))
    lacking(aws("ec2", WEST))


def client_vpn(hours, logs, kind):
    log = {"Enabled": logs, **({"CloudwatchLogGroup": "/estate/vpn"} if logs else {})}
    return {
        "ClientVpnEndpoints": [
            {
                "ClientVpnEndpointId": "cvpn-endpoint-0a1b2c3d4e5f60718",
                "Status": {"Code": "available"},
                "CreationTime": "2026-02-03T10:00:00",
                "SplitTunnel": False,
                "AuthenticationOptions": [{"Type": kind}],
                "ConnectionLogOptions": log,
                "SessionTimeoutHours": hours,
                "DisconnectOnSessionTimeout": True,
            }
        ]
    }


def tunnels(sound):
    def change(answer, _):
        for connection in answer.get("VpnConnections", []):
            connection["State"] = "available"
            statuses = ["UP", "UP" if sound else "DOWN"]
            addresses = ("203.0.113.11", "203.0.113.12")
            connection["VgwTelemetry"] = [
                {"OutsideIpAddress": a, "Status": s} for a, s in zip(addresses, statuses, strict=True)
            ]
            versions = ["ikev2"] if sound else ["ikev1", "ikev2"]
            options = {
                "IkeVersions": [{"Value": version} for version in versions],
                "LogOptions": {"CloudWatchLogOptions": {"LogEnabled": sound}},
            }
            connection["Options"] = {"TunnelOptions": [options, options]}
        return answer

    return change


def watched(answer, _):
    """moto knows no encryption controls."""
    for vpc in answer.get("Vpcs", []):
        if vpc["CidrBlock"] == "10.20.0.0/16":
            vpc["EncryptionControl"] = {"Mode": "monitor", "State": "available"}
    return answer


def owned(answer, _):
    for endpoint in answer.get("VpcEndpoints", []):
        endpoint.setdefault("OwnerId", ACCOUNT)
    return answer


def blocked(mode, account=ACCOUNT, region=None):
    return answer(
        "DescribeVpcBlockPublicAccessOptions",
        {"VpcBlockPublicAccessOptions": {"State": "default-state", "InternetGatewayBlockMode": mode}},
        region=region,
        account=account,
    )


def rules():
    return [
        blocked("block-ingress", region=EAST),
        blocked("off", account="*"),
        answer("DescribeClientVpnEndpoints", client_vpn(8, True, "federated-authentication"), region=EAST),
        answer("DescribeClientVpnEndpoints", client_vpn(24, False, "certificate-authentication"), region=WEST),
        answer("DescribeClientVpnEndpoints", {"ClientVpnEndpoints": []}, account="*"),
        amend("DescribeVpnConnections", tunnels(True), region=EAST),
        amend("DescribeVpnConnections", tunnels(False), region=WEST),
        amend("DescribeVpcEndpoints", owned),
        amend("DescribeVpcs", watched, region=EAST),
    ]
