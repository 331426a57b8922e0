//! The controls that other tools check, from `controls.toml`, and what answers each of them here.

use super::{Check, CheckSet};
use serde::Deserialize;
use std::sync::OnceLock;

const CONTROLS: &str = include_str!("controls.toml");

/// One control of other tools.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// Its name here: the id of the check that answers it, where there is one of the same id.
    pub id: String,
    /// What it asks, in our words.
    pub title: String,
    /// Whether some tool checks it for HIPAA; otherwise it was found worth having beyond them.
    pub peers: bool,
    /// Ids of Prowler's checks; `~` before one means near, not the same. So in the lists below.
    #[serde(default)]
    pub prowler: Vec<String>,
    /// Powerpipe's controls.
    #[serde(default)]
    pub powerpipe: Vec<String>,
    /// AWS Config's managed rules.
    #[serde(default)]
    pub aws_config: Vec<String>,
    /// CloudFormation Guard's rules.
    #[serde(default)]
    pub guard: Vec<String>,
    /// Security Hub's controls.
    #[serde(default)]
    pub security_hub: Vec<String>,
    /// The checks that answer it, where no check has its id.
    #[serde(default)]
    checks: Vec<String>,
    /// What answers it in the register or on paper.
    #[serde(default)]
    rule: Option<String>,
    /// Why nothing answers it.
    #[serde(default)]
    left_out: Option<String>,
}

/// What answers a control.
#[derive(Debug, Clone)]
pub enum Answer<'a> {
    /// These checks.
    Checks(Vec<&'a Check>),
    /// A rule of the register, or people.
    Rule(&'a str),
    /// Nothing, and why.
    LeftOut(&'a str),
    /// Nothing yet.
    Nothing,
}

impl Control {
    /// What answers it among these checks.
    pub fn answer<'a>(&'a self, checks: &'a CheckSet) -> Answer<'a> {
        let ids = [&self.id].into_iter().chain(&self.checks);
        let found: Vec<&Check> = ids.filter_map(|id| checks.get(id)).collect();
        match (&self.rule, &self.left_out) {
            _ if !found.is_empty() => Answer::Checks(found),
            (Some(rule), _) => Answer::Rule(rule),
            (None, Some(why)) => Answer::LeftOut(why),
            (None, None) => Answer::Nothing,
        }
    }

    /// The lists of other tools' ids, by the tools' names.
    pub fn elsewhere(&self) -> [(&'static str, &[String]); 5] {
        [
            ("Prowler", &self.prowler),
            ("Powerpipe", &self.powerpipe),
            ("AWS Config", &self.aws_config),
            ("Guard", &self.guard),
            ("Security Hub", &self.security_hub),
        ]
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "schema")]
    _schema: u8,
    #[serde(rename = "compiled")]
    _compiled: toml::value::Datetime,
    control: Vec<Control>,
}

/// Every control, in the order of its area; parsed at the first call.
pub fn all() -> &'static [Control] {
    static ALL: OnceLock<Vec<Control>> = OnceLock::new();
    ALL.get_or_init(|| toml::from_str::<File>(CONTROLS).expect("a test parses the controls").control)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Known, citation};
    use crate::service::Catalog;
    use std::collections::BTreeSet;

    fn checks() -> CheckSet {
        let known = Known { kinds: Catalog::builtin(), is_citation: &|id| citation(id).is_some() };
        CheckSet::load(&known, true, &[]).expect("the embedded checks are valid")
    }

    #[test]
    fn every_control_of_the_peers_is_answered_and_few_are_left_out() {
        let checks = checks();
        let answers = |peers| all().iter().filter(move |c| c.peers == peers);
        assert_eq!((answers(true).count(), answers(false).count()), (218, 206));
        let nothing: Vec<&str> = answers(true)
            .filter(|c| matches!(c.answer(&checks), Answer::Nothing))
            .map(|c| c.id.as_str())
            .collect();
        assert_eq!(nothing, Vec::<&str>::new());
        let out = answers(true).filter(|c| matches!(c.answer(&checks), Answer::LeftOut(_))).count();
        assert!(out <= 15, "{out} are left out");
        let beyond = answers(false).filter(|c| matches!(c.answer(&checks), Answer::Checks(_))).count();
        assert!(beyond >= 120, "{beyond} beyond the peers");
    }

    #[test]
    fn ids_are_unique_and_name_checks_that_exist() {
        let checks = checks();
        let ids: BTreeSet<&str> = all().iter().map(|c| c.id.as_str()).collect();
        assert_eq!(ids.len(), all().len());
        for control in all() {
            let unknown: Vec<_> = control.checks.iter().filter(|id| checks.get(id).is_none()).collect();
            assert!(unknown.is_empty(), "{}: {unknown:?}", control.id);
            let reasons =
                [control.rule.is_some(), control.left_out.is_some(), checks.get(&control.id).is_some()];
            assert!(reasons.iter().filter(|r| **r).count() <= 1, "{} has two answers", control.id);
        }
    }
}
