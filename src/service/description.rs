//! Reads `checks/<api>/service.toml` into an [`Api`], or says all that is wrong with it.
//!
//! ```toml
//! api = "kms"                      # botocore's id = the folder's name
//! service_id = "KMS"               # the model's serviceId, which names AWS_ENDPOINT_URL_KMS
//! protocol = "json-1.1"            # query | ec2-query | json-1.0 | json-1.1 | rest-json | rest-xml | typed
//! version = "2014-11-01"
//! endpoint_prefix = "kms"          # hosts are {endpoint_prefix}.{region}.{suffix}, unless `host` says otherwise
//! signing_name = "kms"             # default: endpoint_prefix
//! target_prefix = "TrentService"   # JSON protocols
//! iam_prefix = "kms"               # default: signing_name; a call's `action` overrides the whole action
//! # host, or hosts = { aws-us-gov = "..." } for one partition: a text with {account}, {region}, {suffix}
//! scope = "regional"               # or "global", with [global.<partition>] host and region where AWS has a global host
//!
//! [[kind]]
//! name = "AWS::KMS::Key"
//! service = "kms"                  # slug of the eligible list; service_by = { property = "Engine", prefixes = { aurora = "aurora" } }
//! scope = "regional"               # optional: overrides the API's
//! created_at_moves = "..."         # optional: what moves AWS's creation date
//! shows_use = false                # optional: always there (regions, account settings), so no sign that the service is used
//! id = "{.KeyId}"                  # {.Path} in the listed item ({.}: the item itself, where it is a text), {detail.Path} in a
//!                                  # detail's answer, {account}, {region}, {partition}
//! arn = "{.KeyArn}"
//! name_from = "{.Name}"
//! created_at = "describe.KeyMetadata.CreationDate"
//! keep = [{ path = ".HomeRegion", is = ["{region}"] }]
//! tags = { from = "tags", path = "Tags", key = "TagKey", value = "TagValue" }   # key = "" for a map
//!
//! [kind.list]
//! operation = "ListKeys"           # REST also: method, uri = "/v1/thing/{.Name}"; headers = { x-amz-account-id = "{account}" }
//! parameters = { Limit = 1000 }
//! items = "Keys"                   # left out: the answer itself is the only item
//! # items_form = "csv"             # they are the rows of a table in base64; paths within an item are its columns' names
//! paging = { in = "Marker", out = "NextMarker", more = "Truncated" }
//! not_configured = ["NoSuchThing"] # or "Code: beginning of its message", where one code means several things;
//!                                 # with items: an empty list; without: one item, all null
//!
//! [[kind.detail]]
//! name = "rotation"
//! operation = "GetKeyRotationStatus"
//! parameters = { KeyId = "{.KeyId}" }
//! when = [{ path = "describe.KeyMetadata.KeyManager", is = ["CUSTOMER"] }]   # not met: no call, null
//! gone = ["NotFoundException"]
//!
//! [kind.properties]
//! KeySpec = { from = "describe", path = "KeyMetadata.KeySpec", type = "string" }
//! EnableKeyRotation = { from = "rotation", path = "KeyRotationEnabled", type = "bool" }
//! Grants = { from = "grants", type = "[object]", members = { Operations = { type = "[string]" } } }
//! # path: the property's own name unless written; values = { ENABLED = true }; absent = false with absent_url
//! ```
//!
//! A second file with the same `api` adds kinds to it; what both write about the API must agree.
//!
//! A typed API (`protocol = "typed"`) writes kinds with `name`, `service`, `created_at_moves`, `actions = ["s3:ListAllMyBuckets"]`,
//! `tags_action`, and properties with `type`, `members` and `action` only.

use super::api::{Api, GlobalEndpoint, KindDescription, Protocol, Scope};
use super::description_kind::{Context, read_kind};
use crate::diagnostic::{Document, Problems, SourceText, Table};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Reads a description.
///
/// # Errors
/// All that is wrong with it.
pub fn read(file: &Arc<SourceText>) -> Result<Api, Problems> {
    let document = Document::parse(file);
    let api = read_api(document.root());
    let problems = document.into_problems();
    match api {
        Some(api) => problems.or(api),
        None => Err(problems),
    }
}

fn text(table: &Table<'_>, key: &'static str) -> Option<String> {
    table.string(key).map(|t| t.into_inner())
}

fn read_api(table: Table<'_>) -> Option<Api> {
    let id = table.required("api", "the id of the API in botocore, e.g. api = \"kms\"");
    if !table.has("protocol") {
        table.missing("protocol", "one of query, ec2-query, json-1.0, json-1.1, rest-json, rest-xml, typed");
    }
    let protocol = table.one_of("protocol", &Protocol::WORDS).map(|p| p.into_inner());
    let scopes = [("regional", Scope::Regional), ("global", Scope::Global)];
    let scope = table.one_of("scope", &scopes).map_or(Scope::Regional, |s| s.into_inner());
    let typed = protocol == Some(Protocol::Typed);
    let wire = |key: &'static str, help: &str| {
        if typed { text(&table, key) } else { table.required(key, help).map(|t| t.into_inner()) }
    };
    let service_id = wire("service_id", "metadata.serviceId of the API's model");
    let version = wire("version", "metadata.apiVersion of the API's model");
    let endpoint_prefix = wire("endpoint_prefix", "metadata.endpointPrefix of the API's model");
    let signing_name = text(&table, "signing_name").or_else(|| endpoint_prefix.clone());
    let iam_prefix = text(&table, "iam_prefix").or_else(|| signing_name.clone());
    let target_prefix = text(&table, "target_prefix");
    if matches!(protocol, Some(Protocol::Json10 | Protocol::Json11)) && target_prefix.is_none() {
        table.missing("target_prefix", "metadata.targetPrefix of the API's model");
    }
    let host = text(&table, "host");
    let hosts = read_hosts(&table);
    let global = read_global(&table);
    let kinds =
        read_kinds(&table, id.as_ref().map_or("", |i| i.get_ref()), protocol, scope, iam_prefix.as_deref());
    table.finish();
    Some(Api {
        id: id?.into_inner(),
        service_id: service_id.unwrap_or_default(),
        protocol: protocol?,
        version: version.unwrap_or_default(),
        endpoint_prefix: endpoint_prefix.unwrap_or_default(),
        signing_name: signing_name.unwrap_or_default(),
        target_prefix: target_prefix.unwrap_or_default(),
        iam_prefix: iam_prefix.unwrap_or_default(),
        scope,
        host,
        hosts,
        global,
        kinds,
    })
}

/// `hosts = { aws-us-gov = "kinesisvideo-fips.{region}.{suffix}" }`.
fn read_hosts(table: &Table<'_>) -> BTreeMap<String, String> {
    let Some(value) = table.json("hosts") else { return BTreeMap::new() };
    let entries = value.get_ref().as_object().into_iter().flatten();
    entries
        .filter_map(|(partition, host)| match host.as_str() {
            Some(host) => Some((partition.clone(), host.to_owned())),
            None => {
                table.problem(value.span(), format!("the host of `{partition}` is no text"), "see `host`");
                None
            }
        })
        .collect()
}

fn read_global(table: &Table<'_>) -> BTreeMap<String, GlobalEndpoint> {
    let mut global = BTreeMap::new();
    for (partition, entry) in table.named_tables("global") {
        let host = entry.required("host", "the host's name in this partition");
        let region = entry.required("region", "the region that requests are signed for");
        entry.finish();
        if let (Some(host), Some(region)) = (host, region) {
            let endpoint = GlobalEndpoint { host: host.into_inner(), region: region.into_inner() };
            global.insert(partition.into_inner(), endpoint);
        }
    }
    global
}

fn read_kinds(
    table: &Table<'_>,
    api: &str,
    protocol: Option<Protocol>,
    scope: Scope,
    iam_prefix: Option<&str>,
) -> Vec<KindDescription> {
    let context = Context {
        api,
        protocol: protocol.unwrap_or(Protocol::Typed),
        scope,
        iam_prefix: iam_prefix.unwrap_or(""),
    };
    let tables = table.tables("kind");
    if tables.is_empty() && !table.has("kind") {
        table.missing("kind", "describe at least one kind: [[kind]]");
    }
    tables.into_iter().filter_map(|kind| read_kind(kind, &context)).collect()
}
