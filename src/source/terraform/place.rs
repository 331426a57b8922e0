//! Which account and region a planned resource is in: its own ARN, its provider, or what the rest of the plan shows.

use super::Options;
use super::configuration::Configuration;
use super::expression::Expression;
use super::plan::{Module, Plan, ProviderConfig, ResourceChange, State};
use crate::resource::Arn;
use crate::source::declared::Written;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Accounts and regions, as far as the plan tells them.
pub(super) struct Places {
    account: Option<String>,
    region: Option<String>,
    /// By the provider's key: those that all known ARNs of its resources have.
    of_provider: BTreeMap<String, (Option<String>, Option<String>)>,
}

/// The attributes that tell a place.
#[derive(Deserialize, Default)]
struct Telling {
    #[serde(default)]
    arn: Option<Value>,
    #[serde(default)]
    account_id: Option<Value>,
    #[serde(default)]
    name: Option<Value>,
    #[serde(default)]
    id: Option<Value>,
}

impl Places {
    pub(super) fn of(
        plan: &Plan<'_>,
        configuration: &Configuration<'_>,
        changes: &[ResourceChange<'_>],
        options: &Options,
    ) -> Self {
        let (mut accounts, mut regions) = (BTreeSet::new(), BTreeSet::new());
        let prior = plan.prior_state.and_then(|raw| serde_json::from_str::<Prior<'_>>(raw.get()).ok());
        if let Some(module) =
            prior.as_ref().and_then(|p| p.values.as_ref()).and_then(|s| s.root_module.as_ref())
        {
            told_by_data(module, &mut accounts, &mut regions);
        }
        let mut shown: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
        for change in changes.iter().filter(|change| change.is_managed() && change.is_of_aws()) {
            let module = change.module_address.as_deref().unwrap_or_default();
            let key = configuration.provider(module, &change.local()).map_or("", |(key, _)| key).to_owned();
            let of_key = shown.entry(key).or_default();
            for raw in [change.change.before, change.change.after].into_iter().flatten() {
                let telling: Telling = serde_json::from_str(raw.get()).unwrap_or_default();
                let arn = telling.arn.as_ref().and_then(Value::as_str).and_then(Arn::parse);
                if let Some(arn) = arn {
                    of_key.0.extend(account(arn.account));
                    of_key.1.extend((!arn.region.is_empty()).then(|| arn.region.to_owned()));
                }
            }
        }
        // A resource whose provider is not known is where all of them are, if that is one place.
        for config in configuration.providers() {
            let (account, region) = said(config, configuration);
            accounts.extend(account);
            regions.extend(region);
        }
        let of_provider = shown
            .into_iter()
            .map(|(key, (accounts, regions))| (key, (only(&accounts), only(&regions))))
            .collect();
        Self {
            account: options.account.clone().or_else(|| only(&accounts)),
            region: options.region.clone().or_else(|| only(&regions)),
            of_provider,
        }
    }

    /// The account and region of one resource.
    pub(super) fn of_change(
        &self,
        change: &ResourceChange<'_>,
        values: &Written,
        configuration: &Configuration<'_>,
    ) -> (Option<String>, Option<String>) {
        let arn = values.member("arn").text().and_then(Arn::parse);
        let own_region = values.member("region").text().filter(|text| !text.is_empty()).map(str::to_owned);
        let module = change.module_address.as_deref().unwrap_or_default();
        let provider = configuration.provider(module, &change.local());
        let (shown_account, shown_region) =
            self.of_provider.get(provider.map_or("", |(key, _)| key)).cloned().unwrap_or_default();
        let said = provider.map(|(_, config)| said(config, configuration)).unwrap_or_default();
        let by_arn = arn.as_ref().and_then(|arn| account(arn.account));
        let region_by_arn =
            arn.as_ref().map(|arn| arn.region).filter(|region| !region.is_empty()).map(str::to_owned);
        (
            by_arn.or(said.0).or_else(|| self.account.clone()).or(shown_account),
            own_region.or(region_by_arn).or(said.1).or_else(|| self.region.clone()).or(shown_region),
        )
    }
}

/// `prior_state`, of which only data are looked at.
#[derive(Deserialize)]
struct Prior<'p> {
    #[serde(borrow, default)]
    values: Option<State<'p>>,
}

/// What a provider's own configuration says: its region, and the account of the role it assumes or is held to.
fn said(config: &ProviderConfig, configuration: &Configuration<'_>) -> (Option<String>, Option<String>) {
    let constant = |expression: &Expression| configuration.constant(expression).cloned();
    let region = config.expressions.get("region").and_then(constant);
    let role = match config.expressions.get("assume_role") {
        Some(Expression::Blocks(blocks)) => {
            blocks.last().and_then(|block| block.get("role_arn")).and_then(constant)
        }
        _ => None,
    };
    let of_role =
        role.as_ref().and_then(Value::as_str).and_then(Arn::parse).and_then(|arn| account(arn.account));
    let allowed = config.expressions.get("allowed_account_ids").and_then(constant);
    let held = match allowed.as_ref().and_then(Value::as_array).map(Vec::as_slice) {
        Some([only]) => only.as_str().and_then(account),
        _ => None,
    };
    (of_role.or(held), region.as_ref().and_then(Value::as_str).map(str::to_owned))
}

/// The data sources that ask AWS who and where one is.
fn told_by_data(module: &Module<'_>, accounts: &mut BTreeSet<String>, regions: &mut BTreeSet<String>) {
    for data in module.resources.iter().filter(|resource| resource.mode.as_deref() == Some("data")) {
        let telling: Telling =
            data.values.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default();
        let text = |value: &Option<Value>| value.as_ref().and_then(Value::as_str).map(str::to_owned);
        match data.type_name.as_ref() {
            "aws_caller_identity" => accounts.extend(text(&telling.account_id).as_deref().and_then(account)),
            "aws_region" => regions.extend(text(&telling.name).or_else(|| text(&telling.id))),
            _ => {}
        }
    }
    module.child_modules.iter().for_each(|child| told_by_data(child, accounts, regions));
}

fn account(text: &str) -> Option<String> {
    (text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.to_owned())
}

fn only(texts: &BTreeSet<String>) -> Option<String> {
    match texts.len() {
        1 => texts.first().cloned(),
        _ => None,
    }
}
