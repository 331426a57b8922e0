//! Reads what must hold of an item: `keep = [{ path = ".State", is = ["available"] }]`.

use super::api::{Condition, Wanted};
use super::description_kind::read_reference;
use super::template::Parameter;
use crate::diagnostic::Table;

pub(super) fn read_conditions(table: &Table<'_>, key: &'static str, known: &[String]) -> Vec<Condition> {
    let mut conditions = Vec::new();
    for entry in table.tables(key) {
        let path = entry.required("path", "where to look, e.g. path = \".HomeRegion\"");
        let span = path.as_ref().map_or(0..0, |text| text.span());
        let path = path.and_then(|t| read_reference(&entry, &t, known));
        let present = entry.bool("present");
        let negated = entry.has("is_not");
        let asked = ["is", "is_not", "present"].iter().filter(|key| entry.has(key)).count();
        if asked > 1 {
            entry.problem(
                span,
                "two of `is`, `is_not` and `present`",
                "what must hold beside one is a condition of its own",
            );
        }
        if asked == 0 {
            let help =
                "the values of which one must stand there, e.g. is = [\"{region}\"]; or present = true";
            entry.missing("is", help);
        }
        let is = entry
            .json(if negated { "is_not" } else { "is" })
            .map(|value| (value.span(), Parameter::parse(value.get_ref())));
        match (path, is) {
            (Some(path), None) => {
                conditions.extend(present.map(|p| Condition { path, wanted: Wanted::Present(p) }));
            }
            (Some(path), Some((_, Ok(Parameter::List(is))))) => {
                let wanted = if negated { Wanted::NoneOf(is) } else { Wanted::OneOf(is) };
                conditions.push(Condition { path, wanted });
            }
            (_, Some((span, Err(message)))) => entry.problem(span, message, "see the other descriptions"),
            (_, Some((span, Ok(Parameter::Literal(_) | Parameter::Template(_) | Parameter::Table(_))))) => {
                entry.problem(
                    span,
                    "the values are not a list",
                    "write is = [\"VALUE\"] or is_not = [\"VALUE\"]",
                );
            }
            _ => {}
        }
        entry.finish();
    }
    conditions
}
