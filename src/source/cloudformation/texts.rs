//! Texts that functions make: the pieces of `Fn::Sub`, what joins them, and secrets that are named in them.

use crate::source::declared::Written;

/// What stands in a text of `Fn::Sub`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    /// `${!Name}`: the text `${Name}`.
    Literal(&'t str),
    /// `${Name}`, `${Name.Attribute}`.
    Name(&'t str),
}

/// Takes a text of `Fn::Sub` apart.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, following)) = after.split_once('}') else { break };
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        pieces.push(match name.strip_prefix('!') {
            Some(literal) => Piece::Literal(literal),
            None => Piece::Name(name.trim()),
        });
        rest = following;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// What begins a dynamic reference, whose value no template shows:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>, 2026-11-24.
const DYNAMIC: &str = "{{resolve:";
/// What ends it.
const END: &str = "}}";

/// A text as it is written, but for what it only names.
pub(super) fn literal(text: &str) -> Written {
    let whole = Written::Text(text.to_owned());
    if text.contains(DYNAMIC) { joined(vec![whole]) } else { whole }
}

/// Parts one after the other, as short as they can be said. What is not known stays in its place as `Unknown`.
pub(super) fn joined(parts: Vec<Written>) -> Written {
    let mut flat = Vec::new();
    for part in parts {
        match part {
            Written::Joined(inner) => inner.into_iter().for_each(|part| add(&mut flat, part)),
            other => add(&mut flat, other),
        }
    }
    let mut shown = without_dynamic(flat);
    match shown.len() {
        0 => Written::Text(String::new()),
        1 => shown.swap_remove(0),
        _ => Written::Joined(shown),
    }
}

fn add(parts: &mut Vec<Written>, part: Written) {
    let part = match part {
        Written::Null => return,
        Written::Number(number) => Written::Text(number.to_string()),
        Written::Bool(truth) => Written::Text(truth.to_string()),
        Written::List(_) | Written::Map(_) => Written::Unknown,
        other => other,
    };
    match (parts.last_mut(), part) {
        (_, Written::Text(text)) if text.is_empty() => {}
        (Some(Written::Text(before)), Written::Text(text)) => before.push_str(&text),
        (_, part) => parts.push(part),
    }
}

/// `{{resolve:...}}` becomes `Unknown`, from its beginning to its end, which may stand in a later part. One that has no end
/// is a text yet: what it is joined with may bring it.
fn without_dynamic(parts: Vec<Written>) -> Vec<Written> {
    let is_text_with = |part: &Written, sought: &str| part.text().is_some_and(|text| text.contains(sought));
    let last_end = parts.iter().rposition(|part| is_text_with(part, END));
    let mut shown = Vec::new();
    let mut within = false;
    for (index, part) in parts.into_iter().enumerate() {
        let Written::Text(text) = part else {
            if !within {
                shown.push(part);
            }
            continue;
        };
        let mut rest = text.as_str();
        loop {
            if within {
                let Some((_, after)) = rest.split_once(END) else { break };
                within = false;
                rest = after;
            }
            let ends_later = last_end.is_some_and(|end| end > index);
            let begun = rest.split_once(DYNAMIC).filter(|(_, after)| ends_later || after.contains(END));
            let Some((before, after)) = begun else {
                add(&mut shown, Written::Text(rest.to_owned()));
                break;
            };
            add(&mut shown, Written::Text(before.to_owned()));
            shown.push(Written::Unknown);
            within = true;
            rest = after;
        }
    }
    shown
}

/// A known value as CloudFormation turns it into a text.
pub(super) fn scalar(value: &Written) -> Option<String> {
    match value {
        Written::Text(text) => Some(text.clone()),
        Written::Number(number) => Some(number.to_string()),
        Written::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Written {
        Written::Text(text.to_owned())
    }

    #[test]
    fn a_text_of_sub_is_taken_apart() {
        let found = pieces("a-${B}-${!C}${D.Arn}");
        let expected = [
            Piece::Text("a-"),
            Piece::Name("B"),
            Piece::Text("-"),
            Piece::Literal("C"),
            Piece::Name("D.Arn"),
        ];
        assert_eq!(found, expected);
        assert_eq!(pieces("${open"), [Piece::Text("${open")]);
    }

    #[test]
    fn neighbouring_texts_become_one() {
        assert_eq!(joined(vec![text("a"), Written::Number(7.into()), text("b")]), text("a7b"));
        assert_eq!(joined(Vec::new()), text(""));
        assert_eq!(
            joined(vec![text("a"), Written::Unknown]),
            Written::Joined(vec![text("a"), Written::Unknown])
        );
    }

    #[test]
    fn a_dynamic_reference_is_unknown_and_its_name_goes_too() {
        assert_eq!(literal("{{resolve:secretsmanager:Ledger:SecretString:password}}"), Written::Unknown);
        let parts = vec![text("u:{{resolve:secretsmanager:"), Written::Unknown, text(":SecretString}}@host")];
        assert_eq!(joined(parts), Written::Joined(vec![text("u:"), Written::Unknown, text("@host")]));
        assert_eq!(literal("{{resolve:ssm:open"), text("{{resolve:ssm:open"));
    }
}
