"""Application and Network Load Balancers: sound ones in the east, open ones in the west."""

from estate import ACCOUNT, EAST, WEST

SOUND = {
    "routing.http.drop_invalid_header_fields.enabled": "true",
    "routing.http.desync_mitigation_mode": "defensive",
    "deletion_protection.enabled": "true",
    "access_logs.s3.enabled": "true",
    "access_logs.s3.bucket": f"estate-balancer-logs-{ACCOUNT}",
}
TO_HTTPS = {"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}}


def network(aws, region):
    ec2 = aws("ec2", region)
    vpc = ec2.create_vpc(CidrBlock="10.60.0.0/16")["Vpc"]["VpcId"]
    zones = [("10.60.1.0/24", "a"), ("10.60.2.0/24", "b")]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=cidr, AvailabilityZone=f"{region}{zone}")["Subnet"]["SubnetId"]
        for cidr, zone in zones
    ]
    return vpc, subnets


def balancer(elbv2, name, scheme, subnets, kind="application"):
    made = elbv2.create_load_balancer(Name=name, Subnets=subnets, Scheme=scheme, Type=kind)
    return made["LoadBalancers"][0]["LoadBalancerArn"]


def attributes(elbv2, balancer, wanted):
    pairs = [{"Key": key, "Value": value} for key, value in wanted.items()]
    elbv2.modify_load_balancer_attributes(LoadBalancerArn=balancer, Attributes=pairs)


def listen(elbv2, balancer, protocol, port, action, **more):
    elbv2.create_listener(
        LoadBalancerArn=balancer, Protocol=protocol, Port=port, DefaultActions=[action], **more
    )


def forward(elbv2, name, vpc, protocol, port):
    made = elbv2.create_target_group(Name=name, Protocol=protocol, Port=port, VpcId=vpc)
    return {"Type": "forward", "TargetGroupArn": made["TargetGroups"][0]["TargetGroupArn"]}


def seed(aws):
    aws("s3").create_bucket(Bucket=SOUND["access_logs.s3.bucket"])
    issued = aws("acm", EAST).request_certificate(DomainName="portal.estate.example")["CertificateArn"]
    pem = {"CertificateBody": "estate", "PrivateKey": "estate"}
    made = aws("iam").upload_server_certificate(ServerCertificateName="estate-scratch", **pem)
    uploaded = made["ServerCertificateMetadata"]["Arn"]
    elbv2 = aws("elbv2", EAST)
    vpc, subnets = network(aws, EAST)
    portal = balancer(elbv2, "estate-portal", "internet-facing", subnets)
    attributes(elbv2, portal, SOUND)
    listen(elbv2, portal, "HTTP", 80, TO_HTTPS)
    tls = {"Certificates": [{"CertificateArn": issued}], "SslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06"}
    listen(elbv2, portal, "HTTPS", 443, forward(elbv2, "estate-portal", vpc, "HTTPS", 8443), **tls)
    balancer(elbv2, "estate-inside", "internal", subnets)

    elbv2 = aws("elbv2", WEST)
    vpc, subnets = network(aws, WEST)
    scratch = balancer(elbv2, "estate-scratch", "internet-facing", subnets)
    attributes(elbv2, scratch, {"routing.http.desync_mitigation_mode": "monitor"})
    plain = forward(elbv2, "estate-scratch", vpc, "HTTP", 8080)
    listen(elbv2, scratch, "HTTP", 80, plain)
    old = {"Certificates": [{"CertificateArn": uploaded}], "SslPolicy": "ELBSecurityPolicy-2016-08"}
    listen(elbv2, scratch, "HTTPS", 443, plain, **old)
