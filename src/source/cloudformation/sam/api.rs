//! `AWS::Serverless::Api` and `AWS::Serverless::HttpApi`: the API, its stage, its domain; and the ones that events make.

use super::globals;
use super::made::{Maker, Properties, map, text};
use crate::source::declared::{Item, Written};

/// A REST API with its stage.
pub(super) fn rest(make: &Maker<'_, '_>, id: &str, from: &Written, items: &mut Vec<Item>) {
    let mut properties = Properties::default();
    properties.copy(
        from,
        &[
            "Name",
            "Description",
            "BinaryMediaTypes",
            "MinimumCompressionSize",
            "DisableExecuteApiEndpoint",
            "ApiKeySourceType",
            "Mode",
            "SecurityPolicy",
            "EndpointAccessMode",
        ],
    );
    // Its paths come from events and files, with SAM's own keys added.
    properties.set("Body", Written::Unknown);
    properties.set("EndpointConfiguration", endpoint(from.member("EndpointConfiguration")));
    if !from.member("Auth").member("ResourcePolicy").is_null() {
        properties.set("Policy", Written::Unknown);
    }
    properties.tags(from, None);
    items.push(make.item(id, "AWS::ApiGateway::RestApi", properties));
    let name = from.member("StageName");
    let mut stage = Properties::default();
    stage.copy(
        from,
        &[
            "AccessLogSetting",
            "CacheClusterEnabled",
            "CacheClusterSize",
            "CanarySetting",
            "MethodSettings",
            "StageName",
            "TracingEnabled",
            "Variables",
        ],
    );
    stage.set("RestApiId", make.attribute(id, "Ref"));
    stage.set("DeploymentId", Written::Unknown);
    stage.tags(from, None);
    // SAM names the resource after the stage; a name that nobody knows yet leaves `Stage`.
    let suffix: String =
        name.text().unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect();
    items.push(make.item(&format!("{id}{suffix}Stage"), "AWS::ApiGateway::Stage", stage));
    domain(make, id, from, "AWS::ApiGateway::DomainName", items);
}

/// An API of HTTP with its stage.
pub(super) fn http(make: &Maker<'_, '_>, id: &str, from: &Written, items: &mut Vec<Item>) {
    let mut properties = Properties::default();
    properties.copy(from, &["Name", "Description", "DisableExecuteApiEndpoint", "CorsConfiguration"]);
    properties.set("ProtocolType", text("HTTP"));
    properties.set("Body", Written::Unknown);
    properties.copy(from, &["Tags"]);
    items.push(make.item(id, "AWS::ApiGatewayV2::Api", properties));
    let (stage, suffix) = match from.member("StageName") {
        Written::Null => (text("$default"), "ApiGatewayDefault".to_owned()),
        name => {
            let name = name.text().unwrap_or_default();
            (from.member("StageName").clone(), name.chars().filter(char::is_ascii_alphanumeric).collect())
        }
    };
    let mut properties = Properties::default();
    properties.copy(
        from,
        &["AccessLogSettings", "DefaultRouteSettings", "RouteSettings", "StageVariables", "Tags"],
    );
    properties.set("ApiId", make.attribute(id, "Ref"));
    properties.set("StageName", stage);
    properties.set("AutoDeploy", Written::Bool(true));
    items.push(make.item(&format!("{id}{suffix}Stage"), "AWS::ApiGatewayV2::Stage", properties));
    domain(make, id, from, "AWS::ApiGatewayV2::DomainName", items);
}

/// The API that SAM makes for events that name none, with what Globals gives it.
pub(super) fn implicit(make: &Maker<'_, '_>, id: &str, items: &mut Vec<Item>) {
    let is_rest = id == "ServerlessRestApi";
    let given = globals::of(make.stack, if is_rest { "Api" } else { "HttpApi" });
    let mut from = given.unwrap_or_else(|| map([]));
    if let (true, Written::Map(members)) = (is_rest, &mut from) {
        members.insert("StageName".to_owned(), text("Prod"));
    }
    if is_rest {
        rest(make, id, &from, items);
    } else {
        http(make, id, &from, items);
    }
}

/// `Type` and `VPCEndpointIds` in SAM, which also takes the type alone.
fn endpoint(from: &Written) -> Written {
    let kinds = match from {
        Written::Null | Written::Unknown => return from.clone(),
        Written::Map(_) => from.member("Type"),
        kind => kind,
    };
    let mut made = Properties::default();
    if !kinds.is_null() {
        made.set("Types", Written::List(vec![kinds.clone()]));
    }
    if matches!(from, Written::Map(_)) {
        made.rename(from, "VPCEndpointIds", "VpcEndpointIds");
        made.copy(from, &["IpAddressType"]);
    }
    Written::Map(made.0)
}

/// A domain of its own. SAM names the resource after a hash of the domain's name.
fn domain(make: &Maker<'_, '_>, id: &str, from: &Written, type_name: &str, items: &mut Vec<Item>) {
    let given = from.member("Domain");
    if given.is_null() {
        return;
    }
    let kind = match given.member("EndpointConfiguration") {
        Written::Null => text("REGIONAL"),
        kind => kind.clone(),
    };
    let mut properties = Properties::default();
    properties.copy(given, &["DomainName"]);
    if type_name.contains("V2") {
        let mut configuration = Properties::default();
        configuration.copy(given, &["CertificateArn", "SecurityPolicy"]);
        configuration.set("EndpointType", kind);
        properties.set("DomainNameConfigurations", Written::List(vec![Written::Map(configuration.0)]));
    } else {
        let certificate =
            if kind.text() == Some("EDGE") { "CertificateArn" } else { "RegionalCertificateArn" };
        properties.rename(given, "CertificateArn", certificate);
        properties.copy(given, &["SecurityPolicy"]);
        properties.set("EndpointConfiguration", map([("Types", Written::List(vec![kind]))]));
    }
    if !given.member("MutualTlsAuthentication").is_null() {
        properties.set("MutualTlsAuthentication", Written::Unknown);
    }
    items.push(make.item(&format!("{id}DomainName"), type_name, properties));
}
