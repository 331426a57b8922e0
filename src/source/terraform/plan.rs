//! The parts of a plan that are read; the rest is passed over without being kept.

use super::PlanError;
use super::expression::Expressions;
use super::file::Text;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Deserialize)]
pub(super) struct Plan<'p> {
    format_version: Option<Text<'p>>,
    #[serde(borrow, default)]
    pub(super) timestamp: Option<Text<'p>>,
    #[serde(borrow, default)]
    resource_changes: Option<Vec<ResourceChange<'p>>>,
    #[serde(borrow, default)]
    planned_values: Option<State<'p>>,
    #[serde(borrow, default)]
    pub(super) prior_state: Option<&'p RawValue>,
    #[serde(default)]
    pub(super) configuration: Option<WrittenConfiguration>,
    #[serde(borrow, default)]
    pub(super) variables: Option<BTreeMap<Text<'p>, Variable>>,
    #[serde(borrow, default)]
    deferred_changes: Option<Vec<&'p RawValue>>,
    #[serde(default)]
    errored: bool,
    complete: Option<bool>,
    /// A state's file has one, a plan none.
    #[serde(borrow, default)]
    lineage: Option<&'p RawValue>,
    /// A state shown as JSON has one, a plan none.
    #[serde(borrow, default)]
    values: Option<&'p RawValue>,
    /// A line of `terraform plan -json` has one.
    #[serde(borrow, rename = "@level", default)]
    level: Option<&'p RawValue>,
    /// A template of CloudFormation has some.
    #[serde(borrow, rename = "Resources", default)]
    resources: Option<&'p RawValue>,
}

#[derive(Deserialize)]
pub(super) struct Variable {
    #[serde(default)]
    pub(super) value: Value,
}

#[derive(Deserialize)]
pub(super) struct ResourceChange<'p> {
    #[serde(borrow)]
    pub(super) address: Text<'p>,
    #[serde(borrow, default)]
    pub(super) module_address: Option<Text<'p>>,
    #[serde(borrow, default)]
    mode: Option<Text<'p>>,
    #[serde(borrow, rename = "type")]
    pub(super) type_name: Text<'p>,
    #[serde(borrow)]
    pub(super) name: Text<'p>,
    #[serde(default)]
    pub(super) index: Option<Value>,
    #[serde(borrow, default)]
    provider_name: Option<Text<'p>>,
    #[serde(borrow, default)]
    pub(super) deposed: Option<Text<'p>>,
    #[serde(borrow)]
    pub(super) change: Change<'p>,
}

#[derive(Deserialize, Default)]
pub(super) struct Change<'p> {
    #[serde(borrow, default)]
    pub(super) actions: Vec<Text<'p>>,
    #[serde(borrow, default)]
    pub(super) before: Option<&'p RawValue>,
    #[serde(borrow, default)]
    pub(super) after: Option<&'p RawValue>,
    #[serde(borrow, default)]
    pub(super) after_unknown: Option<&'p RawValue>,
    #[serde(borrow, default)]
    pub(super) after_sensitive: Option<&'p RawValue>,
    /// What is not in `after` is not known: the values come from `planned_values`, which says nothing of it.
    #[serde(skip)]
    pub(super) gaps_are_unknown: bool,
}

/// `planned_values` and what `prior_state` holds.
#[derive(Deserialize)]
pub(super) struct State<'p> {
    #[serde(borrow, default)]
    pub(super) root_module: Option<Module<'p>>,
}

#[derive(Deserialize)]
pub(super) struct Module<'p> {
    #[serde(borrow, default)]
    pub(super) address: Option<Text<'p>>,
    #[serde(borrow, default)]
    pub(super) resources: Vec<Shown<'p>>,
    #[serde(borrow, default)]
    pub(super) child_modules: Vec<Module<'p>>,
}

#[derive(Deserialize)]
pub(super) struct Shown<'p> {
    #[serde(borrow)]
    pub(super) address: Text<'p>,
    #[serde(borrow, default)]
    pub(super) mode: Option<Text<'p>>,
    #[serde(borrow, rename = "type")]
    pub(super) type_name: Text<'p>,
    #[serde(borrow)]
    name: Text<'p>,
    #[serde(default)]
    index: Option<Value>,
    #[serde(borrow, default)]
    provider_name: Option<Text<'p>>,
    #[serde(borrow, default)]
    pub(super) values: Option<&'p RawValue>,
    #[serde(borrow, default)]
    sensitive_values: Option<&'p RawValue>,
}

/// The configuration as it is written, before references in it mean anything.
#[derive(Deserialize, Default)]
pub(super) struct WrittenConfiguration {
    #[serde(default)]
    pub(super) provider_config: BTreeMap<String, ProviderConfig>,
    #[serde(default)]
    pub(super) root_module: WrittenModule,
}

#[derive(Deserialize)]
pub(super) struct ProviderConfig {
    #[serde(default)]
    pub(super) expressions: Expressions,
}

#[derive(Deserialize, Default)]
pub(super) struct WrittenModule {
    #[serde(default)]
    pub(super) resources: Vec<WrittenResource>,
    #[serde(default)]
    pub(super) module_calls: BTreeMap<String, ModuleCall>,
    #[serde(default)]
    pub(super) outputs: BTreeMap<String, Output>,
}

#[derive(Deserialize)]
pub(super) struct WrittenResource {
    pub(super) address: String,
    #[serde(default)]
    pub(super) provider_config_key: Option<String>,
    #[serde(default)]
    pub(super) expressions: Expressions,
    #[serde(default)]
    pub(super) for_each_expression: Option<super::expression::Expression>,
}

#[derive(Deserialize)]
pub(super) struct ModuleCall {
    #[serde(default)]
    pub(super) expressions: Expressions,
    #[serde(default)]
    pub(super) module: WrittenModule,
    #[serde(default)]
    pub(super) for_each_expression: Option<super::expression::Expression>,
}

#[derive(Deserialize)]
pub(super) struct Output {
    #[serde(default)]
    pub(super) expression: super::expression::Expression,
}

impl<'p> Plan<'p> {
    /// The plan in a text, or what the text is instead.
    pub(super) fn parse(path: &Path, text: &'p str) -> Result<Self, PlanError> {
        let refused = |line: Option<usize>, message: String, help: &str| PlanError {
            path: path.display().to_string(),
            line,
            message,
            help: help.to_owned(),
        };
        let show = "give the output of `terraform show -json PLAN`, or of `tofu show -json PLAN`";
        if text.trim_start().is_empty() {
            return Err(refused(None, "it is empty".to_owned(), show));
        }
        let plan: Self = serde_json::from_str(text).map_err(|error| {
            let line = Some(error.line());
            match error.classify() {
                serde_json::error::Category::Eof => {
                    refused(line, "it is cut off: it ends in the middle".to_owned(), "write it again, whole")
                }
                serde_json::error::Category::Syntax if is_message(text) => refused(
                    line,
                    "these are the messages of `terraform plan -json`, not the plan".to_owned(),
                    show,
                ),
                _ => refused(line, format!("it is no plan: {}", plain(&error)), show),
            }
        })?;
        let instead = if plan.level.is_some() {
            Some("these are the messages of `terraform plan -json`, not the plan")
        } else if plan.lineage.is_some() {
            Some("this is a state's file, not a plan")
        } else if plan.resources.is_some() {
            Some("this is a template of CloudFormation: give it as cloudformation:FILE")
        } else if plan.format_version.is_none() {
            Some("it is no plan: it has no `format_version`")
        } else if plan.values.is_some() && plan.resource_changes.is_none() && plan.planned_values.is_none() {
            Some("this is a state, not a plan: it says what is there and not what will be")
        } else if plan.resource_changes.is_none()
            && plan.planned_values.is_none()
            && plan.configuration.is_none()
        {
            Some("it is no plan: it has neither `resource_changes` nor `planned_values`")
        } else {
            None
        };
        if let Some(instead) = instead {
            return Err(refused(None, instead.to_owned(), show));
        }
        let version = plan.format_version.as_deref().unwrap_or_default();
        if !matches!(version.split('.').next(), Some("0" | "1")) {
            let message = format!("its format_version is `{version}`, and 0.1 to 1.x are read");
            return Err(refused(None, message, "use a newer baascan, or an older Terraform"));
        }
        if plan.errored {
            let message = "the plan ended with errors, so it is not whole".to_owned();
            return Err(refused(None, message, "mend what Terraform complained of, and plan again"));
        }
        Ok(plan)
    }

    /// Every change; of a plan without them, what it says will be there. The plan holds them no more.
    pub(super) fn take_changes(&mut self) -> Vec<ResourceChange<'p>> {
        if let Some(changes) = self.resource_changes.take() {
            return changes;
        }
        let mut changes = Vec::new();
        if let Some(module) = self.planned_values.take().and_then(|state| state.root_module) {
            shown(module, &mut changes);
        }
        changes
    }

    /// What a reader must know of it.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let deferred = self.deferred_changes.as_ref().map_or(0, Vec::len);
        if deferred > 0 {
            notes.push(format!("Terraform puts {deferred} changes off to a later plan; they are not judged"));
        } else if self.complete == Some(false) {
            notes.push("the plan is not complete: after it is applied, more changes remain".to_owned());
        }
        if self.resource_changes.is_none() {
            let said = "the plan holds no changes, so everything that it says will be there is judged as new";
            notes.push(said.to_owned());
        }
        notes
    }
}

/// Whether a text begins with a message of `terraform plan -json`, one a line.
fn is_message(text: &str) -> bool {
    text.trim_start().lines().next().is_some_and(|line| line.starts_with('{') && line.contains("\"@level\""))
}

/// What the error says, without the place, which stands before it, and without what stands there, which may be a secret.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(before, _)| before);
    match text.rsplit_once(", expected ") {
        Some((_, expected)) => format!("something stands there that is not {expected}"),
        None => text.to_owned(),
    }
}

fn shown<'p>(module: Module<'p>, changes: &mut Vec<ResourceChange<'p>>) {
    let Module { address, resources, child_modules } = module;
    changes.extend(resources.into_iter().map(|resource| ResourceChange {
        address: resource.address,
        module_address: address.clone(),
        mode: resource.mode,
        type_name: resource.type_name,
        name: resource.name,
        index: resource.index,
        provider_name: resource.provider_name,
        deposed: None,
        change: Change {
            actions: vec![Text::Borrowed("create")],
            after: resource.values,
            after_sensitive: resource.sensitive_values,
            gaps_are_unknown: true,
            ..Change::default()
        },
    }));
    child_modules.into_iter().for_each(|child| shown(child, changes));
}

impl ResourceChange<'_> {
    /// Whether Terraform manages it; data are only read.
    pub(super) fn is_managed(&self) -> bool {
        self.mode.as_deref().is_none_or(|mode| mode == "managed")
    }

    /// Whether it is of one of the providers for AWS, whatever registry they come from.
    pub(super) fn is_of_aws(&self) -> bool {
        matches!(self.provider(), "aws" | "awscc")
            || (self.provider_name.is_none()
                && (self.type_name.starts_with("aws_") || self.type_name.starts_with("awscc_")))
    }

    /// Whether it comes in the place of something that is there.
    pub(super) fn is_replaced(&self) -> bool {
        let does = |action: &str| self.change.actions.iter().any(|done| done == action);
        does("create") && (does("delete") || does("forget"))
    }

    /// The provider's name without its registry.
    pub(super) fn provider(&self) -> &str {
        self.provider_name.as_deref().map_or("", |name| name.rsplit('/').next().unwrap_or(name))
    }

    /// Whether the plan does not know the id it will have.
    pub(super) fn id_is_unknown(&self) -> bool {
        #[derive(Deserialize)]
        struct Id {
            #[serde(default)]
            id: Option<Value>,
        }
        let unknown = self.change.after_unknown.map(|raw| serde_json::from_str::<Id>(raw.get()));
        matches!(unknown, Some(Ok(Id { id: Some(Value::Bool(true)) })))
    }

    /// The address without its indices and its module: `aws_s3_bucket.charts`.
    pub(super) fn local(&self) -> String {
        format!("{}.{}", self.type_name, self.name)
    }
}
