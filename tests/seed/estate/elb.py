"""Classic load balancers: one that is sound, and one on the internet without anything."""

from estate import ACCOUNT, EAST, WEST

TLS12 = {
    "Reference-Security-Policy": "ELBSecurityPolicy-TLS-1-2-2017-01",
    "Protocol-TLSv1": "false",
    "Protocol-TLSv1.2": "true",
}
OLD = {
    "Reference-Security-Policy": "ELBSecurityPolicy-2016-08",
    "Protocol-TLSv1": "true",
    "Protocol-TLSv1.2": "true",
}


def balancer(elb, name, scheme, certificate, zone, attributes, **listener):
    https = {"Protocol": "HTTPS", "LoadBalancerPort": 443, "InstancePort": 8443, "SSLCertificateId": certificate}
    elb.create_load_balancer(
        LoadBalancerName=name, Listeners=[https, *listener.values()], AvailabilityZones=[zone], Scheme=scheme
    )
    pairs = [{"AttributeName": k, "AttributeValue": v} for k, v in attributes.items()]
    elb.create_load_balancer_policy(
        LoadBalancerName=name, PolicyName="tls", PolicyTypeName="SSLNegotiationPolicyType", PolicyAttributes=pairs
    )
    elb.set_load_balancer_policies_of_listener(LoadBalancerName=name, LoadBalancerPort=443, PolicyNames=["tls"])


def seed(aws):
    bucket = f"estate-classic-logs-{ACCOUNT}"
    aws("s3").create_bucket(Bucket=bucket)
    issued = aws("acm", EAST).request_certificate(DomainName="classic.estate.example")["CertificateArn"]
    pem = {"CertificateBody": "estate", "PrivateKey": "estate"}
    made = aws("iam").upload_server_certificate(ServerCertificateName="estate-classic", **pem)
    uploaded = made["ServerCertificateMetadata"]["Arn"]
    elb = aws("elb", EAST)
    balancer(elb, "estate-classic", "internal", issued, f"{EAST}a", TLS12)
    elb.modify_load_balancer_attributes(
        LoadBalancerName="estate-classic",
        LoadBalancerAttributes={
            "CrossZoneLoadBalancing": {"Enabled": True},
            "AccessLog": {"Enabled": True, "S3BucketName": bucket, "EmitInterval": 60},
        },
    )
    http = {"Protocol": "HTTP", "LoadBalancerPort": 80, "InstancePort": 8080}
    balancer(aws("elb", WEST), "estate-classic-open", "internet-facing", uploaded, f"{WEST}a", OLD, http=http)
