//! `live.toml`: which recorded resource each described one is, and where the sources may part.

use crate::described::HERE;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

/// The file, by kind.
pub(crate) struct Pairs(BTreeMap<String, Pair>);

#[derive(Deserialize, Default)]
struct Pair {
    /// Why no check of the kind passes and fails in all three.
    in_part: Option<String>,
    /// Why a check decides otherwise on the recorded resource.
    #[serde(default)]
    except: BTreeMap<String, String>,
    #[serde(flatten)]
    variants: BTreeMap<String, Recorded>,
}

#[derive(Deserialize, Clone, Default)]
#[serde(deny_unknown_fields)]
struct Recorded {
    account: Option<String>,
    region: Option<String>,
    /// The end of its name or id.
    name: Option<String>,
    /// Why there is none.
    none: Option<String>,
}

/// What the recorded resource of a variant goes by.
pub(crate) struct Wanted {
    pub(crate) account: String,
    region: Option<String>,
    name: Option<String>,
}

impl Wanted {
    pub(crate) fn is(&self, resource: &Value) -> bool {
        let named = |name: &str| {
            let whole = resource["name"] == name || resource["id"] == name;
            let end = |value: &Value| value.as_str().is_some_and(|id| id.ends_with(name));
            whole || (resource["name"].is_null() || name.starts_with('/')) && end(&resource["id"])
        };
        self.region.as_deref().is_none_or(|region| resource["region"] == region)
            && self.name.as_deref().is_none_or(named)
    }
}

impl Pairs {
    pub(crate) fn read() -> Pairs {
        let text = fs::read_to_string(format!("{HERE}/live.toml")).expect("live.toml is there");
        Pairs(toml::from_str(&text).expect("live.toml has its form"))
    }

    /// The recorded resource of a variant; `None` where the file says that there is none.
    pub(crate) fn live(&self, kind: &str, variant: &str) -> Option<Wanted> {
        let found = self.0.get(kind).and_then(|pair| pair.variants.get(variant)).cloned();
        let Recorded { account, region, name, none } = found.unwrap_or_default();
        let account = account.unwrap_or_else(|| "estate".to_owned());
        let only = if variant.starts_with("sound") { "us-east-1" } else { "us-west-2" };
        let region = region.or_else(|| name.is_none().then(|| only.to_owned()));
        none.is_none().then_some(Wanted { account, region, name })
    }

    /// Whether the kind need not be decided both ways in all three.
    pub(crate) fn in_part(&self, kind: &str) -> bool {
        self.0.get(kind).is_some_and(|pair| pair.in_part.is_some())
    }

    /// Whether the recorded resource of the kind may come out otherwise.
    pub(crate) fn excepted(&self, kind: &str, check: &str) -> bool {
        self.0.get(kind).is_some_and(|pair| pair.except.contains_key(check))
    }

    /// Every exception, as kind and check.
    pub(crate) fn exceptions(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(kind, pair)| pair.except.keys().map(|check| (kind.as_str(), check.as_str())))
    }

    /// Every kind that is held in part.
    pub(crate) fn partial(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|(_, pair)| pair.in_part.is_some()).map(|(kind, _)| kind.as_str())
    }

    /// Every kind and variant that the file names.
    pub(crate) fn named(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(kind, pair)| pair.variants.keys().map(|name| (kind.as_str(), name.as_str())))
    }
}
