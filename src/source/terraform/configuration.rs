//! The configuration, by the address of what it writes: a resource's attributes, a module's arguments and outputs.

use super::expression::{Expression, Expressions};
use super::plan::{Plan, ProviderConfig, WrittenModule};
use serde_json::Value;
use std::collections::BTreeMap;

/// The configuration of a plan.
pub(super) struct Configuration<'p> {
    /// Whether the plan holds one at all.
    pub(super) is_there: bool,
    modules: BTreeMap<String, Module<'p>>,
    providers: BTreeMap<&'p str, &'p ProviderConfig>,
    variables: BTreeMap<&'p str, &'p Value>,
}

/// A module as it is written once, however often it is called.
struct Module<'p> {
    resources: BTreeMap<&'p str, Written<'p>>,
    outputs: BTreeMap<&'p str, &'p Expression>,
    /// What the call gives for each variable; of the root module nothing.
    arguments: Option<&'p Expressions>,
    for_each: Option<&'p Expression>,
}

/// A resource as it is written.
#[derive(Clone, Copy)]
pub(super) struct Written<'p> {
    pub(super) expressions: &'p Expressions,
    pub(super) for_each: Option<&'p Expression>,
    provider: Option<&'p str>,
}

impl<'p> Configuration<'p> {
    pub(super) fn of(plan: &'p Plan<'_>) -> Self {
        let mut configuration = Self {
            is_there: plan.configuration.is_some(),
            modules: BTreeMap::new(),
            providers: BTreeMap::new(),
            variables: BTreeMap::new(),
        };
        if let Some(written) = &plan.configuration {
            configuration.add(String::new(), &written.root_module, None, None);
            configuration.providers =
                written.provider_config.iter().map(|(key, config)| (key.as_str(), config)).collect();
        }
        let variables = plan.variables.iter().flatten();
        configuration.variables =
            variables.map(|(name, variable)| (name.as_ref(), &variable.value)).collect();
        configuration
    }

    fn add(
        &mut self,
        path: String,
        module: &'p WrittenModule,
        arguments: Option<&'p Expressions>,
        for_each: Option<&'p Expression>,
    ) {
        for (name, call) in &module.module_calls {
            let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            self.add(below, &call.module, Some(&call.expressions), call.for_each_expression.as_ref());
        }
        let written = |resource: &'p super::plan::WrittenResource| {
            let of = Written {
                expressions: &resource.expressions,
                for_each: resource.for_each_expression.as_ref(),
                provider: resource.provider_config_key.as_deref(),
            };
            (resource.address.as_str(), of)
        };
        let outputs = module.outputs.iter().map(|(name, output)| (name.as_str(), &output.expression));
        let resources = module.resources.iter().map(written).collect();
        self.modules.insert(path, Module { resources, outputs: outputs.collect(), arguments, for_each });
    }

    /// A resource of a module, by its address without indices.
    pub(super) fn resource(&self, module: &str, local: &str) -> Option<Written<'p>> {
        self.modules.get(&without_indices(module))?.resources.get(local).copied()
    }

    /// What an output of a module is.
    pub(super) fn output(&self, module: &str, name: &str) -> Option<&'p Expression> {
        self.modules.get(&without_indices(module))?.outputs.get(name).copied()
    }

    /// What a module's call gives for a variable.
    pub(super) fn argument(&self, module: &str, name: &str) -> Option<&'p Expression> {
        self.modules.get(&without_indices(module))?.arguments?.get(name)
    }

    /// What a module is called for each of.
    pub(super) fn for_each(&self, module: &str) -> Option<&'p Expression> {
        self.modules.get(&without_indices(module))?.for_each
    }

    /// The provider that a resource is made with.
    pub(super) fn provider(&self, module: &str, local: &str) -> Option<(&'p str, &'p ProviderConfig)> {
        let key = self.resource(module, local)?.provider?;
        // A module's own key (`data:aws`) stands for the provider that it was given, which the last word names.
        let given = key.rsplit(':').next().unwrap_or(key);
        let found = self.providers.get_key_value(key).or_else(|| self.providers.get_key_value(given))?;
        Some((found.0, found.1))
    }

    /// Every configured provider for AWS.
    pub(super) fn providers(&self) -> impl Iterator<Item = &'p ProviderConfig> {
        let of_aws = |key: &str| {
            matches!(key.rsplit(':').next().and_then(|k| k.split('.').next()), Some("aws" | "awscc"))
        };
        self.providers.iter().filter(move |(key, _)| of_aws(key)).map(|(_, config)| *config)
    }

    /// The constant that an expression of the root module comes to.
    pub(super) fn constant(&self, expression: &'p Expression) -> Option<&'p Value> {
        match expression {
            Expression::Constant(value) => Some(value),
            Expression::References(references) => match references.as_slice() {
                [only] => self.variables.get(only.strip_prefix("var.")?).copied(),
                _ => None,
            },
            _ => None,
        }
    }
}

/// `module.data["a"].module.log[0]` as `data.log`.
fn without_indices(module: &str) -> String {
    let mut names = Vec::new();
    for step in super::references::steps(module) {
        if let super::references::Step::Name(name) = step
            && name != "module"
        {
            names.push(name);
        }
    }
    names.join(".")
}
