//! The forms of texts in the schema: what `words::Form` tells the reader, as patterns.

use crate::register::terms::{Answer, Term};
use crate::register::tracker::SigningPath;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Declares texts of one form each: the pattern that a text must match, what it is called, and one that does.
macro_rules! forms {
    ($($name:ident: $title:literal, $pattern:literal, $example:literal;)*) => {$(
        #[doc = $title]
        pub(super) struct $name;

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "title": $title, "pattern": $pattern, "examples": [$example] })
            }
        }
    )*};
}

forms! {
    Account: "AWS account id", "^[0-9]{12}$", "111122223333";
    OrganizationId: "AWS organization id", "^o-[a-z0-9]{10,32}$", "o-exampleorgid";
    UnitId: "organizational unit id", "^ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}$", "ou-ab12-cdef3456";
    Region: "AWS region", "^[a-z]{2}(-[a-z]+)+-[0-9]$", "us-east-1";
    Slug: "service", "^[a-z0-9][a-z0-9-]*$", "s3";
    Sha256: "SHA-256", "^[0-9a-f]{64}$", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    Npi: "ten digits", "^[0-9]{10}$", "1234567893";
    Arn: "ARN", "^arn:[^:]*:[^:]*:[^:]*:[^:]*:", "arn:aws:s3:::brand-assets";
    // Not out of the folder: no leading slash, no step up, no backslash.
    Path: "path", r"^(?!/)(?!\.\.(/|$))(?!.*/\.\.(/|$))[^\\]*[^\\\s][^\\]*$", "documents/aws-2025.pdf";
    Text: "text", r"\S", "Example Clinic Software, Inc.";
    Phrase: "phrase that holds one of them", "([Ff]acility|[Oo]wner|[Mm]anaging entity|[Nn]ew entity)", "the facility itself";
    Letter: "text that begins with one of them", r"\S", "received 2026-05-20";
}

/// A calendar date, written without quotes. Editors check TOML's dates as texts of this form.
pub(super) struct Day;

impl JsonSchema for Day {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "title": "date", "format": "date", "examples": ["2026-03-01"] })
    }
}

/// Done or not, or the day on which it was done.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only the schema is made of it")]
pub(super) enum Done {
    Is(bool),
    On(Day),
}

/// A text, or a list of them.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only the schema is made of it")]
pub(super) enum OneOrMore {
    One(Text),
    Many(Vec<Text>),
}

/// One of the four words, or a phrase that holds one.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only the schema is made of it")]
pub(super) enum WayToSign {
    Word(SigningPath),
    Phrase(Phrase),
}

/// `[agreement.terms]`: every term is a key of its own, answered with one of three words.
pub(super) struct Terms;

impl JsonSchema for Terms {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Terms".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let terms = Term::json_schema(generator);
        let described = terms.get("oneOf").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let mut properties = Map::new();
        for term in described {
            let mut answer = Answer::json_schema(generator);
            if let Some(description) = term.get("description") {
                answer.insert("description".to_owned(), description.clone());
            }
            if let Some(word) = term.get("const").and_then(Value::as_str) {
                properties.insert(word.to_owned(), answer.to_value());
            }
        }
        json_schema!({ "type": "object", "additionalProperties": false, "properties": properties })
    }
}
