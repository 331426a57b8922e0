//! Denials of plain HTTP that hold whatever else a request says: alone, or two together of which one asks for what the other
//! leaves.

use super::{Statement, conditions};

/// A condition beside plain HTTP: its operator, key and values.
type Condition<'s> = (&'s str, &'s str, Vec<&'s str>);

/// The statements, each alone where it asks for nothing beside plain HTTP, and in pairs where two complete one another. Whoever
/// reads them takes what all of a pair cover.
pub(super) fn whole<'s>(denials: &[&'s Statement]) -> Vec<Vec<&'s Statement>> {
    let mut whole = Vec::new();
    let asks: Vec<(&Statement, Vec<Condition<'_>>)> =
        denials.iter().filter_map(|statement| Some((*statement, beside_plain_http(statement)?))).collect();
    for (at, (one, beside)) in asks.iter().enumerate() {
        match beside.as_slice() {
            [] => whole.push(vec![*one]),
            [condition] => {
                let completes =
                    |other: &[Condition<'_>]| matches!(other, [other] if are_contrary(condition, other));
                let others = asks[at + 1..].iter().filter(|(_, other)| completes(other));
                whole.extend(others.map(|(other, _)| vec![*one, *other]));
            }
            _ => {}
        }
    }
    whole
}

/// What a statement asks for beside plain HTTP; `None` when it is not about that.
fn beside_plain_http(statement: &Statement) -> Option<Vec<Condition<'_>>> {
    let (plain, beside): (Vec<Condition<'_>>, Vec<_>) = conditions(statement).partition(is_plain_http);
    (plain.len() == 1).then_some(beside)
}

/// Whether a condition holds for each request in plain HTTP. SecureTransport is in every request, so that IfExists changes nothing.
pub(super) fn is_plain_http((operator, key, values): &Condition<'_>) -> bool {
    ["Bool", "BoolIfExists"].contains(operator)
        && key.eq_ignore_ascii_case("aws:SecureTransport")
        && values.iter().any(|value| value.eq_ignore_ascii_case("false"))
}

/// Whether of two conditions one holds exactly where the other does not; where the key is not in the request, the negated one does:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>.
fn are_contrary(one: &Condition<'_>, other: &Condition<'_>) -> bool {
    const PAIRS: [(&str, &str); 5] = [
        ("StringEquals", "StringNotEquals"),
        ("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
        ("StringLike", "StringNotLike"),
        ("ArnEquals", "ArnNotEquals"),
        ("ArnLike", "ArnNotLike"),
    ];
    let bare = |operator: &'static str, written: &str| {
        written == operator || written.strip_suffix("IfExists") == Some(operator)
    };
    let sorted = |values: &[&str]| {
        let mut values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        values.sort_unstable();
        values.dedup();
        values
    };
    let negates = |(yes, no): &(&'static str, &'static str)| {
        (bare(yes, one.0) && bare(no, other.0)) || (bare(no, one.0) && bare(yes, other.0))
    };
    PAIRS.iter().any(negates)
        && one.1.eq_ignore_ascii_case(other.1)
        && !one.2.is_empty()
        && sorted(&one.2) == sorted(&other.2)
}

#[cfg(test)]
mod tests {
    use super::super::requires_tls;
    use serde_json::{Value, json};

    fn denial(resource: &str, operator: &str, referer: &str) -> Value {
        json!({
            "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": resource,
            "Condition": { "Bool": { "aws:SecureTransport": "false" }, operator: { "aws:Referer": referer } },
        })
    }

    fn told(statements: [Value; 2]) -> bool {
        let document = json!({ "Version": "2012-10-17", "Statement": statements });
        requires_tls(&document, "arn:aws:s3:::charts").expect("a policy")
    }

    #[test]
    fn two_denials_of_which_one_asks_for_what_the_other_leaves_deny_everything() {
        let all = "arn:aws:s3:::*";
        let one = || denial(all, "StringEquals", "https://clinic.example");
        assert!(told([one(), denial(all, "StringNotEquals", "https://clinic.example")]));
        assert!(told([one(), denial("arn:aws:s3:::char*", "StringNotEquals", "https://clinic.example")]));
        for (why, other) in [
            ("twice the same", one()),
            ("another value", denial(all, "StringNotEquals", "https://other.example")),
            ("another operator", denial(all, "StringNotLike", "https://clinic.example")),
            ("elsewhere", denial("arn:aws:s3:::logs*", "StringNotEquals", "https://clinic.example")),
        ] {
            assert!(!told([one(), other]), "{why}");
        }
    }
}
