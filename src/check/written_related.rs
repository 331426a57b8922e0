//! The related lists of a check's file: their kinds, and how they are joined.

use super::related::hop;
use super::set::Known;
use super::written::{check_path, kind, required_word};
use super::{Join, Normal, Related, Within};
use crate::diagnostic::Table;
use crate::service::Kind;
use std::collections::BTreeMap;

/// Reads `[related.<name>]`.
pub(super) fn related(root: &Table<'_>, known: &Known<'_>, subject: Option<&Kind>) -> Vec<Related> {
    if !root.has("related") {
        root.string("related");
        return Vec::new();
    }
    let tables = root.named_tables("related");
    let kinds: BTreeMap<String, &Kind> = tables
        .iter()
        .filter_map(|(name, table)| {
            let resource = table.string("resource")?;
            Some((name.get_ref().clone(), known.kinds.kind(resource.get_ref())?))
        })
        .collect();
    let mut lists = Vec::new();
    for (name, table) in tables {
        let element = kind(&table, "resource", known);
        let join = join(&table, name.get_ref(), element, subject, &kinds);
        let words = [
            ("region", Within::Region),
            ("account", Within::Account),
            ("organization", Within::Organization),
        ];
        let within = required_word(&table, "within", &words);
        table.finish();
        if let (Some(element), Some(within)) = (element, within) {
            lists.push(Related { name: name.into_inner(), resource: element.name.clone(), join, within });
        }
    }
    refuse_third_hops(root, &lists);
    lists
}

/// A list may hang on another list, and that one on the subject: no further.
fn refuse_third_hops(root: &Table<'_>, lists: &[Related]) {
    let other =
        |related: &Related| related.join.as_ref().and_then(|join| hop(join).map(|(name, _)| name.to_owned()));
    for related in lists {
        let further = other(related).and_then(|name| other(lists.iter().find(|r| r.name == name)?));
        if let Some(further) = further {
            root.problem(
                root.span_of("related").unwrap_or_default(),
                format!("`related.{}` hangs on a list that hangs on `related.{further}`", related.name),
                "two hops are the most",
            );
        }
    }
}

fn join(
    table: &Table<'_>,
    name: &str,
    element: Option<&Kind>,
    subject: Option<&Kind>,
    kinds: &BTreeMap<String, &Kind>,
) -> Option<Join> {
    let normal = table.one_of("as", &[("arn", Normal::Arn), ("id", Normal::Id), ("name", Normal::Name)]);
    let (ours, theirs) = match (table.string("where"), table.string("equals")) {
        (Some(ours), Some(theirs)) => (ours, theirs),
        (None, None) => return None,
        _ => {
            table.problem(
                table.span.clone(),
                "`where` and `equals` belong together",
                "write both, or neither for all of the kind within",
            );
            return None;
        }
    };
    check_path(table, &ours, ours.get_ref(), element);
    match theirs.get_ref().strip_prefix("related.").map(|hop| hop.split_once('.')) {
        None => check_path(table, &theirs, theirs.get_ref(), subject),
        Some(Some((other, path))) if other != name => match kinds.get(other) {
            Some(kind) => check_path(table, &theirs, path, Some(kind)),
            None => table.problem(
                theirs.span(),
                format!("`related.{other}` is not declared"),
                format!("declare it: [related.{other}]"),
            ),
        },
        Some(_) => table.problem(
            theirs.span(),
            format!("`{}` names no path of another related list", theirs.get_ref()),
            "write related.<another list>.<path>",
        ),
    }
    let normal = normal.map_or(Normal::Arn, |n| n.into_inner());
    Some(Join { r#where: ours.into_inner(), equals: theirs.into_inner(), normal })
}
