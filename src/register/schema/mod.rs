//! The register's written form as a JSON Schema, for editors, and as a page of keys, for people.
//!
//! The reader is written by hand, for its messages; these types say the same a second time, and tests feed the reader every
//! table to hold the two against each other. Documentation comments here are what an editor shows beside a key.

mod agreement;
mod forms;
mod keys;
mod tracker;

pub use keys::keys_page;

use agreement::Agreement;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};
use tracker::{Attestation, Facility, Insurance, Organization, Owner, Scope, Vendor};

/// A file of the BAA register: the agreements that cover PHI, the vendors, facilities and policies beside them, and where PHI is.
/// Every table is optional in one file; all files of a folder together hold one [organization] and at most one [scope].
#[derive(JsonSchema)]
#[schemars(title = "baascan register", deny_unknown_fields)]
#[expect(dead_code, reason = "only the schema is made of it")]
struct Register {
    /// Whose register this is. One in all files of a register.
    organization: Option<Organization>,
    /// An agreement about PHI: with a vendor (downstream) or with a customer (upstream).
    agreement: Option<Vec<Agreement>>,
    /// A row of the vendor tracker: who may touch what, under which agreement.
    vendor: Option<Vec<Vendor>>,
    /// A row of the entity map: a clinic or hospital that software is run for, and who signs for it.
    facility: Option<Vec<Facility>>,
    /// An insurance policy.
    insurance: Option<Vec<Insurance>>,
    /// Somebody vouches for what no scan can see.
    attestation: Option<Vec<Attestation>>,
    /// Where PHI is. One in all files of a register; without it every account counts as in scope.
    scope: Option<Scope>,
    /// Who looks after what, so that findings find their reader. Of those that match, the last tells.
    owner: Option<Vec<Owner>>,
}

/// The JSON Schema (draft 7, which taplo reads) of a register's file.
pub fn schema() -> Value {
    let settings = SchemaSettings::draft07().with(|settings| settings.inline_subschemas = true);
    let mut schema = Value::from(settings.into_generator().into_root_schema_for::<Register>());
    tidy(&mut schema);
    schema
}

/// TOML has no null, an editor shows a list of words better than alternatives of one word, and a description is a line.
fn tidy(value: &mut Value) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(tidy),
        Value::Object(members) => {
            members.values_mut().for_each(tidy);
            without_null(members);
            words_as_enum(members);
            if let Some(Value::String(text)) = members.get_mut("description") {
                *text = text.replace('\n', " ");
            }
            if members.get("format").is_some_and(|format| format == "int64") {
                members.remove("format");
            }
        }
        _ => {}
    }
}

fn without_null(members: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = members.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            members.insert("type".to_owned(), only);
        }
    }
    let Some(Value::Array(choices)) = members.get_mut("anyOf") else { return };
    choices.retain(|choice| choice["type"] != "null");
    if let [Value::Object(only)] = choices.as_slice() {
        let only = only.clone();
        members.remove("anyOf");
        for (key, value) in only {
            members.entry(key).or_insert(value);
        }
    }
}

fn words_as_enum(members: &mut Map<String, Value>) {
    let Some(Value::Array(choices)) = members.get("oneOf") else { return };
    let words: Vec<Value> = choices.iter().filter_map(|choice| choice.get("const").cloned()).collect();
    if words.is_empty() || words.len() != choices.len() {
        return;
    }
    let meanings: Vec<Value> = choices.iter().map(|choice| choice["description"].clone()).collect();
    members.remove("oneOf");
    members.insert("type".to_owned(), "string".into());
    members.insert("enum".to_owned(), words.into());
    members.insert("x-taplo".to_owned(), serde_json::json!({ "docs": { "enumValues": meanings } }));
}

#[cfg(test)]
pub(super) mod tests;
