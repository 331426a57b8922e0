//! A part that tells some members of an object: a method of an API's resource, which has others by its side.

use super::parts::lies_at;
use super::plain::unknown;
use crate::resource::{Resource, Unread};
use serde_json::Value;

/// Lays what a part tells over the parent's object; what the part does not tell stays. Without knowing what the part tells,
/// nothing of the object is known.
pub(super) fn merge(resource: &mut Resource, name: &str, told: Option<&Value>, unread: &[Unread]) {
    let pointer = format!("/properties/{name}");
    let of_property = unread.iter().filter(|u| lies_at(&u.path, &pointer));
    let Some(told) = told else {
        resource.unread.retain(|u| !lies_at(&u.path, &pointer));
        resource.property_unread(name, of_property.into_iter().next().unwrap_or(&unknown("")));
        return;
    };
    if let Some(own) = resource.properties.get_mut(name) {
        lay(own, told);
        resource.unread.extend(of_property.cloned());
    }
}

fn lay(own: &mut Value, told: &Value) {
    match (own, told) {
        (_, Value::Null) => {}
        (Value::Object(own), Value::Object(told)) => {
            for (name, value) in told {
                lay(own.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (own, told) => *own = told.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Change, Context, Declaration, Item, Mappings, Written, resources};
    use super::*;
    use crate::service::Catalog;
    use serde_json::json;

    #[test]
    fn what_a_part_does_not_tell_stays() {
        let mut own = json!({ "Get": { "Authorization": "AWS_IAM", "Integration": null }, "Post": null });
        lay(&mut own, &json!({ "Get": { "Authorization": null, "Integration": "HTTP" }, "Post": null }));
        lay(&mut own, &json!({ "Get": null, "Post": { "Authorization": "NONE" } }));
        let both = json!({
            "Get": { "Authorization": "AWS_IAM", "Integration": "HTTP" },
            "Post": { "Authorization": "NONE" },
        });
        assert_eq!(own, both);
    }

    fn item(type_name: &str, name: &str, values: Written) -> Item {
        Item {
            address: format!("{type_name}.{name}"),
            type_name: type_name.to_owned(),
            values,
            account: Some("111122223333".to_owned()),
            region: Some("us-east-1".to_owned()),
            file: None,
            line: None,
            change: Change::Create,
        }
    }

    fn refers(to: &str, attribute: &str) -> Written {
        Written::Reference { to: to.to_owned(), attribute: attribute.to_owned() }
    }

    fn method(name: &str, verb: &str, resource: Written, authorization: &str) -> Item {
        let values = [
            ("http_method", Written::Text(verb.to_owned())),
            ("resource_id", resource),
            ("authorization", Written::Text(authorization.to_owned())),
        ];
        let values = values.map(|(name, value)| (name.to_owned(), value));
        item("aws_api_gateway_method", name, Written::Map(values.into()))
    }

    fn gathered(items: Vec<Item>) -> Vec<Resource> {
        let catalog = Catalog::builtin();
        let context = Context {
            catalog,
            slug: &|_| None,
            account: None,
            region: None,
            keeps_value: &|_| false,
            at: "2026-11-24T09:00:00Z",
        };
        let declaration = Declaration { items, ..Declaration::default() };
        let mut mappings = Mappings::new(catalog, &[]);
        resources(&declaration, &mut mappings, &context).expect("the mappings are right")
    }

    #[test]
    fn methods_of_one_resource_and_of_the_root_are_told_where_they_belong() {
        let charts = || refers("aws_api_gateway_resource.charts", "id");
        let api = || refers("aws_api_gateway_rest_api.portal", "id");
        let root = refers("aws_api_gateway_rest_api.portal", "root_resource_id");
        let written = json!({ "name": "portal", "endpoint_configuration": [{ "types": ["REGIONAL"] }] });
        let resource = [("rest_api_id".to_owned(), api()), ("path_part".to_owned(), json!("charts").into())];
        let items = vec![
            item("aws_api_gateway_rest_api", "portal", written.into()),
            item("aws_api_gateway_resource", "charts", Written::Map(resource.into())),
            method("get", "GET", charts(), "AWS_IAM"),
            method("post", "POST", charts(), "NONE"),
            method("root", "ANY", root, "CUSTOM"),
        ];
        let found = gathered(items);
        let kinds: Vec<&str> = found.iter().map(|resource| resource.kind.as_str()).collect();
        assert_eq!(
            kinds,
            ["AWS::ApiGateway::RestApi", "AWS::ApiGateway::Resource", "AWS::ApiGateway::Resource"]
        );
        let (root, charts) = (&found[1].properties, &found[2].properties);
        assert_eq!(root["Methods"]["Any"]["AuthorizationType"], "CUSTOM");
        assert_eq!(root["Methods"]["Get"], Value::Null);
        assert_eq!(charts["Methods"]["Get"]["AuthorizationType"], "AWS_IAM");
        assert_eq!(charts["Methods"]["Post"]["AuthorizationType"], "NONE");
        assert_eq!(charts["Methods"]["Any"], Value::Null);
        assert_eq!(charts["EndpointTypes"], json!(["REGIONAL"]));
        assert_eq!(
            (&charts["RestApiId"], &root["RestApiId"]),
            (&found[0].properties["RestApiId"], &charts["RestApiId"])
        );
    }

    #[test]
    fn a_name_that_two_things_have_leaves_both_in_doubt() {
        let api = |name: &str| refers(&format!("aws_api_gateway_rest_api.{name}"), "id");
        let stage = |of: &str| {
            let values =
                [("rest_api_id".to_owned(), api(of)), ("stage_name".to_owned(), json!("prod").into())];
            item("aws_api_gateway_stage", of, Written::Map(values.into()))
        };
        let settings = json!({
            "stage_name": "prod", "method_path": "*/*", "settings": [{ "logging_level": "INFO" }],
        });
        let settings = item("aws_api_gateway_method_settings", "all", settings.into());
        let found = gathered(vec![stage("portal"), settings.clone()]);
        assert_eq!(found[0].properties["DefaultMethodSettings"]["LoggingLevel"], "INFO");
        let found = gathered(vec![stage("portal"), stage("chat"), settings]);
        assert_eq!(found.len(), 2);
        for stage in found {
            assert_eq!(stage.properties.get("DefaultMethodSettings"), None);
            assert!(stage.unread_at("/properties/DefaultMethodSettings").is_some());
        }
    }
}
