//! What a thing takes from another that it belongs to: the protocol of a stage is its API's.

use super::Written;
use super::convert::Converter;
use super::mapping::Field;

impl Converter<'_> {
    /// The attribute of the thing that the attribute `of` refers to, as far as the same source has it: a text or nothing.
    pub(super) fn of_other(&self, of: &str, name: &str, field: &Field, around: &Written) -> Written {
        let own = self.style.own(name);
        let attribute = field.from.first().map_or(own.as_ref(), String::as_str);
        match self.walk(around, of).taken() {
            Written::Null => Written::Null,
            Written::Reference { to, .. } => {
                (self.resolve)(to, attribute).map_or(Written::Unknown, Written::Text)
            }
            _ => Written::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Change, Context, Declaration, Item, Mappings, resources};
    use super::*;
    use crate::service::Catalog;

    /// What the source knows of the protocol of a route of this API, beside an API for WebSockets.
    fn protocol(api: Written) -> Option<String> {
        let item = |type_name: &str, values: [(&str, Written); 2]| Item {
            address: format!("{type_name}.chat"),
            type_name: type_name.to_owned(),
            values: Written::Map(values.map(|(name, value)| (name.to_owned(), value)).into()),
            account: None,
            region: None,
            file: None,
            line: None,
            change: Change::Create,
        };
        let text = |text: &str| Written::Text(text.to_owned());
        let chat = [("name", text("chat")), ("protocol_type", text("WEBSOCKET"))];
        let items = vec![
            item("aws_apigatewayv2_api", chat),
            item("aws_apigatewayv2_route", [("api_id", api), ("route_key", text("$connect"))]),
        ];
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
        let found = resources(&declaration, &mut Mappings::new(catalog, &[]), &context);
        let route = found.expect("the mappings are right").pop().expect("a route");
        assert_eq!(route.kind, "AWS::ApiGatewayV2::Route");
        let found = route.properties.get("ProtocolType").and_then(|value| value.as_str()).map(str::to_owned);
        assert_eq!(found.is_none(), route.unread_at("/properties/ProtocolType").is_some());
        found
    }

    #[test]
    fn what_another_thing_has_is_known_where_it_is_referred_to_and_nowhere_else() {
        let refers = |to: &str| Written::Reference { to: to.to_owned(), attribute: "id".to_owned() };
        assert_eq!(protocol(refers("aws_apigatewayv2_api.chat")).as_deref(), Some("WEBSOCKET"));
        assert_eq!(protocol(refers("aws_apigatewayv2_api.other")), None);
        assert_eq!(protocol(Written::Text("a1b2c3".to_owned())), None);
    }
}
