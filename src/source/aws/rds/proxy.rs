//! Database proxies, and whether they insist on TLS.

use super::reading::{Found, Identity, Reading, created, without_tags};
use crate::source::aws::typed::{listing, object};
use aws_sdk_rds::types::{DbProxy, UserAuthConfigInfo};
use serde_json::{Map, Value, json};

const KIND: &str = "AWS::RDS::DBProxy";

/// Every proxy of the region.
pub(super) async fn read(rds: &Reading<'_>) -> Vec<Found> {
    if !rds.needs(KIND) {
        return Vec::new();
    }
    let listing = listing(
        "rds:DescribeDBProxies",
        |marker| rds.turn(rds.client.describe_db_proxies().set_marker(marker).send()),
        |page| (page.db_proxies, page.marker),
    )
    .await;
    let resources: Vec<_> = listing
        .items
        .iter()
        .map(|proxy| {
            let identity = Identity {
                kind: KIND,
                id: proxy.db_proxy_name(),
                arn: proxy.db_proxy_arn(),
                created_at: created(proxy.created_date()),
            };
            without_tags(rds.resource(identity, properties(proxy)))
        })
        .collect();
    let report = listing.report(resources.len() as u64);
    vec![Found { kind: KIND, resources, report }]
}

fn properties(proxy: &DbProxy) -> Map<String, Value> {
    object(json!({
        "DBProxyName": proxy.db_proxy_name(),
        "RequireTLS": proxy.require_tls(),
        "EngineFamily": proxy.engine_family(),
        "Auth": proxy.auth.as_ref().map(|auth| auth.iter().map(authentication).collect::<Vec<_>>()),
    }))
}

fn authentication(auth: &UserAuthConfigInfo) -> Value {
    json!({
        "IAMAuth": auth.iam_auth().map(|mode| mode.as_str()),
        "AuthScheme": auth.auth_scheme().map(|scheme| scheme.as_str()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_rds::types::{AuthScheme, IamAuthMode};

    #[test]
    fn an_empty_answer_is_null_in_every_property() {
        let properties = properties(&DbProxy::builder().build());
        assert_eq!(properties.len(), 4);
        assert!(properties.values().all(Value::is_null));
    }

    #[test]
    fn a_proxy_tells_how_it_authenticates_and_not_as_whom() {
        let auth = UserAuthConfigInfo::builder()
            .auth_scheme(AuthScheme::Secrets)
            .iam_auth(IamAuthMode::Required)
            .user_name("jane")
            .build();
        let proxy = DbProxy::builder().require_tls(true).auth(auth).build();
        assert_eq!(properties(&proxy)["RequireTLS"], json!(true));
        assert_eq!(properties(&proxy)["Auth"], json!([{ "IAMAuth": "REQUIRED", "AuthScheme": "SECRETS" }]));
    }
}
