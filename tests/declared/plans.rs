//! Small plans, written as `terraform show -json` writes them.

use crate::judged::Judged;
use serde_json::{Map, Value, json};

/// A plan in the making.
pub(crate) struct Plan {
    changes: Vec<Value>,
    configuration: Value,
}

impl Plan {
    /// A plan of nothing, for us-east-1.
    pub(crate) fn new() -> Self {
        let provider =
            json!({ "name": "aws", "expressions": { "region": { "constant_value": "us-east-1" } } });
        Self {
            changes: Vec::new(),
            configuration: json!({ "provider_config": { "aws": provider }, "root_module": {} }),
        }
    }

    /// Something that is made: its known values, and what is not known.
    pub(crate) fn made(self, address: &str, after: Value, unknown: Value) -> Self {
        self.change(address, &["create"], Value::Null, after, unknown)
    }

    /// Something that these actions are done to.
    pub(crate) fn change(
        self,
        address: &str,
        actions: &[&str],
        before: Value,
        after: Value,
        unknown: Value,
    ) -> Self {
        self.raw(
            address,
            json!({
                "actions": actions, "before": before, "after": after, "after_unknown": unknown,
                "before_sensitive": false, "after_sensitive": {},
            }),
        )
    }

    /// Something with the whole of its change.
    pub(crate) fn raw(mut self, address: &str, change: Value) -> Self {
        let (module, rest) = of_module(address);
        let (bare, index) = of_index(rest);
        let (type_name, name) = bare.split_once('.').expect("a type and a name");
        let mut resource = json!({
            "address": address, "mode": "managed", "type": type_name, "name": name,
            "provider_name": "registry.terraform.io/hashicorp/aws", "change": change,
        });
        if !module.is_empty() {
            resource["module_address"] = module.into();
        }
        if let Some(index) = index {
            resource["index"] = serde_json::from_str(index).expect("an index");
        }
        self.changes.push(resource);
        self
    }

    /// What the configuration of the root module says.
    pub(crate) fn written(mut self, root: Value) -> Self {
        self.configuration["root_module"] = root;
        self
    }

    /// The plan as JSON.
    pub(crate) fn json(&self) -> Value {
        json!({
            "format_version": "1.2", "terraform_version": "1.11.4", "timestamp": "2026-11-24T09:00:00Z",
            "resource_changes": self.changes, "configuration": self.configuration,
        })
    }

    /// What the program says of it, in an account that the command line names.
    pub(crate) fn judged(&self) -> Judged {
        let bytes = serde_json::to_vec(&self.json()).expect("JSON");
        Judged::plan_of(&bytes, &["--account", "111122223333", "--fail-on", "never"])
    }
}

/// A resource of the configuration: its address in its module, and its expressions.
pub(crate) fn resource(address: &str, expressions: Value) -> Value {
    let (type_name, name) = address.split_once('.').expect("a type and a name");
    json!({
        "address": address, "mode": "managed", "type": type_name, "name": name, "provider_config_key": "aws",
        "expressions": expressions,
    })
}

/// An expression that refers to these.
pub(crate) fn refers(to: &[&str]) -> Value {
    json!({ "references": to })
}

/// A constant.
pub(crate) fn constant(value: impl Into<Value>) -> Value {
    json!({ "constant_value": value.into() })
}

/// A module of the configuration: resources, calls, outputs.
pub(crate) fn module(resources: Vec<Value>, calls: Value, outputs: &[(&str, Value)]) -> Value {
    let outputs: Map<String, Value> =
        outputs.iter().map(|(name, value)| ((*name).to_owned(), json!({ "expression": value }))).collect();
    json!({ "resources": resources, "module_calls": calls, "outputs": outputs })
}

fn of_module(address: &str) -> (&str, &str) {
    let at = address.rfind(".aws").filter(|_| address.starts_with("module."));
    at.map_or(("", address), |at| (&address[..at], &address[at + 1..]))
}

fn of_index(rest: &str) -> (&str, Option<&str>) {
    rest.find('[').map_or((rest, None), |at| (&rest[..at], Some(&rest[at + 1..rest.len() - 1])))
}
