//! `baascan policy`: the IAM policy that allows what the selected checks, the map and the register need, and no more.

use super::rules::Rules;
use super::{Failure, Terminal};
use crate::cli::PolicyArgs;
use crate::record::Exit;
use crate::service::Needs;
use anyhow::Error;
use serde::Serialize;
use std::collections::BTreeSet;

/// Characters of a managed policy, white space left out.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const MANAGED: usize = 6_144;
/// Characters of all inline policies of a role together.
const INLINE: usize = 10_240;

/// Actions that allow their holder more than what baascan calls by them, or that cost something.
const WIDE: [(&str, &str); 4] = [
    // https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_service-with-iam.html
    ("cassandra:Select", "also lets its holder read the rows of Keyspaces tables, which baascan never does"),
    // https://docs.aws.amazon.com/aws-cost-management/latest/userguide/ce-api.html
    ("ce:GetCostAndUsage", "is a request to Cost Explorer, for which AWS charges USD 0.01 a scan"),
    (
        "cloudformation:DescribeStacks",
        "also shows its holder parameters and outputs; baascan keeps the outputs' names alone",
    ),
    // https://docs.aws.amazon.com/systems-manager/latest/userguide/security_iam_service-with-iam.html
    (
        "ssm:GetDocument",
        "also lets its holder read other documents; baascan reads Session Manager's preferences alone",
    ),
];

/// Prints the policy, or with `--parts` a list of policies that each fit into a managed policy.
pub(super) fn print(args: &PolicyArgs, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let rules = Rules::load(&args.rules)?;
    rules.warn(terminal);
    let actions = rules.actions();
    let whole = Policy::of(actions.clone());
    let length = whole.length();
    if args.parts {
        serde_json::to_writer_pretty(&mut *terminal.data(), &parts(&actions)).map_err(Error::from)?;
    } else {
        serde_json::to_writer_pretty(&mut *terminal.data(), &whole).map_err(Error::from)?;
    }
    writeln!(terminal.data()).map_err(Error::from)?;
    terminal.say(&format!("{} actions, all of them reading", actions.len()));
    for (action, note) in WIDE.iter().filter(|(action, _)| actions.contains(*action)) {
        terminal.say(&format!("note: {action} {note}; without it, what it tells is not evaluated"));
    }
    if !args.parts && length > MANAGED {
        let inline =
            if length <= INLINE { ", or embed this one in the role as its inline policy" } else { "" };
        terminal.say(&format!(
            "{length} characters, and a managed policy takes {MANAGED}: --parts prints policies that fit{inline}"
        ));
    }
    Ok(Exit::Clean)
}

/// A policy document, its members in the order in which people write them.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Policy {
    version: &'static str,
    statement: [Statement; 1],
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    sid: &'static str,
    effect: &'static str,
    action: BTreeSet<String>,
    resource: &'static str,
}

impl Policy {
    /// Resources are not narrowed: lists take none, and a scan that names its resources would not see others.
    pub(super) fn of(action: BTreeSet<String>) -> Self {
        let statement = Statement { sid: "BaascanReads", effect: "Allow", action, resource: "*" };
        Self { version: "2012-10-17", statement: [statement] }
    }

    /// Characters without white space, as IAM counts them.
    fn length(&self) -> usize {
        let text = serde_json::to_string(self).unwrap_or_default();
        text.chars().filter(|c| !c.is_whitespace()).count()
    }
}

/// Policies that each fit into a managed policy; the actions keep their order.
fn parts(actions: &BTreeSet<String>) -> Vec<Policy> {
    let mut parts = vec![Policy::of(BTreeSet::new())];
    let room = MANAGED - parts[0].length();
    let mut used = 0;
    for action in actions {
        // The action, its quotation marks and a comma.
        let length = action.chars().count() + 3;
        if used + length > room {
            parts.push(Policy::of(BTreeSet::new()));
            used = 0;
        }
        used += length;
        if let Some(part) = parts.last_mut() {
            part.statement[0].action.insert(action.clone());
        }
    }
    parts
}

impl Rules {
    /// The IAM actions that a scan takes.
    pub(super) fn actions(&self) -> BTreeSet<String> {
        let mut needs = self.needs();
        // The regions are asked for before anything else is known.
        needs.add("AWS::Account::Region", "RegionName");
        self.actions_of(&needs)
    }

    /// The IAM actions that reading these takes.
    pub(super) fn actions_of(&self, needs: &Needs) -> BTreeSet<String> {
        let described =
            needs.0.iter().filter_map(|(kind, wanted)| Some((self.catalog.described(kind)?, wanted)));
        described
            .flat_map(|(described, wanted)| described.actions(wanted))
            // Whoever has credentials may ask who they are.
            // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
            .filter(|action| action != "sts:GetCallerIdentity")
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_fit_and_lose_no_action() {
        let actions: BTreeSet<String> =
            (0..900).map(|n| format!("service{n:03}:DescribeSomething")).collect();
        let parts = parts(&actions);
        assert!(parts.len() > 3);
        let listed: Vec<&str> =
            parts.iter().flat_map(|part| &part.statement[0].action).map(String::as_str).collect();
        assert_eq!(listed, actions.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(parts.iter().all(|part| part.length() <= MANAGED));
    }
}
