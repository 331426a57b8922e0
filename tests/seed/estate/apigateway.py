"""REST APIs: one in the east that is logged and closed, one in the west that is not; both call a backend over HTTP."""

from estate import ACCOUNT, EAST, WEST
from rules import amend

ALL = "*/*"


def seed(aws):
    for region, authorization, tls in ((EAST, "AWS_IAM", "TLS_1_2"), (WEST, "NONE", "TLS_1_0")):
        api = aws("apigateway", region)
        made = api.create_rest_api(name="estate-portal", endpointConfiguration={"types": ["REGIONAL"]})["id"]
        root = api.get_resources(restApiId=made)["items"][0]["id"]
        patients = api.create_resource(restApiId=made, parentId=root, pathPart="patients")["id"]
        where = {"restApiId": made, "resourceId": patients, "httpMethod": "GET"}
        api.put_method(**where, authorizationType=authorization)
        api.put_method_response(**where, statusCode="200")
        api.put_integration(**where, type="HTTP_PROXY", integrationHttpMethod="GET", uri="https://charts.example.com")
        api.create_deployment(restApiId=made, stageName="prod")
        api.create_domain_name(domainName=f"api.{region}.example.com", securityPolicy=tls)


def sound(answer, _):
    """What moto does not take from create_stage."""
    for stage in answer["item"]:
        stage.update(
            cacheClusterEnabled=True,
            clientCertificateId="a1b2c3",
            tracingEnabled=True,
            webAclArn=f"arn:aws:wafv2:{EAST}:{ACCOUNT}:regional/webacl/estate-portal/0a1b2c3d",
            accessLogSettings={"destinationArn": f"arn:aws:logs:{EAST}:{ACCOUNT}:log-group:estate-portal"},
            methodSettings={ALL: settings(loggingLevel="INFO", cachingEnabled=True, cacheDataEncrypted=True)},
        )


def loose(answer, _):
    for stage in answer["item"]:
        stage.update(cacheClusterEnabled=True, methodSettings={ALL: settings(dataTraceEnabled=True)})


def settings(**changed):
    off = {"loggingLevel": "OFF", "dataTraceEnabled": False, "cachingEnabled": False, "cacheDataEncrypted": False}
    return {**off, **changed}


def modern(answer, _):
    for api in answer["items"]:
        api["securityPolicy"] = "TLS_1_2"


def rules():
    return [
        amend("GetRestApis", modern, region=EAST),
        amend("GetStages", sound, region=EAST),
        amend("GetStages", loose, region=WEST),
    ]
