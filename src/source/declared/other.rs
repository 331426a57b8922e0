//! What a thing takes from another that it belongs to: the protocol of a stage is its API's.

use super::Written;
use super::convert::Converter;
use super::mapping::Field;

impl Converter<'_> {
    /// The attribute of the thing that the attribute `of` refers to, as far as the same source has it: a text or nothing.
    pub(super) fn of_other(&self, of: &str, name: &str, field: &Field, around: &Written) -> Written {
        let own = self.style.own(name);
        let attribute = field.from.first().map_or(own.as_ref(), String::as_str);
        match self.walk(around, of).as_ref() {
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
    use super::super::names::Style;
    use super::*;

    #[test]
    fn what_another_thing_has_is_known_where_it_is_referred_to_and_nowhere_else() {
        let resolve = |to: &str, attribute: &str| {
            (to == "aws_apigatewayv2_api.chat" && attribute == "protocol_type")
                .then(|| "WEBSOCKET".to_owned())
        };
        let field = Field { of: Some("api_id".to_owned()), ..Field::default() };
        let found = |api: Written| {
            let around = Written::Map([("api_id".to_owned(), api)].into());
            let converter = Converter { style: Style::Terraform, resolve: &resolve };
            converter.of_other("api_id", "ProtocolType", &field, &around)
        };
        let refers = |to: &str| Written::Reference { to: to.to_owned(), attribute: "id".to_owned() };
        assert_eq!(found(refers("aws_apigatewayv2_api.chat")), Written::Text("WEBSOCKET".to_owned()));
        assert_eq!(found(refers("aws_apigatewayv2_api.other")), Written::Unknown);
        assert_eq!(found(Written::Text("a1b2c3".to_owned())), Written::Unknown);
        assert_eq!(found(Written::Null), Written::Null);
    }
}
