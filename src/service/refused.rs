//! Operations that no description may name: those that do not read, and those that read what must not be read.

use super::glob_matches;
use serde::Deserialize;
use std::sync::OnceLock;

/// How operations begin that only read.
const READING: [&str; 5] = ["Get", "List", "Describe", "BatchGet", "BatchDescribe"];

/// The one operation that does not read by its name and is allowed: it makes AWS write down what it already knows about
/// IAM users, and there is no other way to some of it.
const EXCEPTION: (&str, &str) = ("iam", "GenerateCredentialReport");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    refused: Vec<Refused>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refused {
    operations: Vec<String>,
    why: String,
}

fn list() -> &'static [Refused] {
    static LIST: OnceLock<Vec<Refused>> = OnceLock::new();
    LIST.get_or_init(|| {
        let text = include_str!("../source/aws/refused.toml");
        toml::from_str::<List>(text).map(|list| list.refused).unwrap_or_default()
    })
}

/// Why an operation is refused, and what to do instead; `None` when it is allowed.
pub(super) fn why(api: &str, operation: &str) -> Option<(String, String)> {
    if (api, operation) == EXCEPTION {
        return None;
    }
    if !READING.iter().any(|verb| operation.starts_with(verb)) {
        let message = format!("`{operation}` has no reading verb");
        return Some((message, format!("operations begin with one of {}", READING.join(", "))));
    }
    let name = format!("{api}:{operation}");
    let refused = list().iter().find(|entry| entry.operations.iter().any(|o| glob_matches(o, &name)))?;
    Some((
        format!("`{name}` is never called: {}", refused.why),
        "describe an operation that tells configuration only".to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_refused_operations_can_be_read() {
        assert!(list().len() > 5);
    }

    #[test]
    fn operations_that_write_or_reveal_are_refused() {
        for (api, operation) in [
            ("kms", "ScheduleKeyDeletion"),
            ("kms", "Decrypt"),
            ("s3", "GetObject"),
            ("ssm", "GetParametersByPath"),
            ("artifact", "GetReport"),
        ] {
            assert!(why(api, operation).is_some(), "{api}:{operation}");
        }
        assert_eq!(why("kms", "ListKeys"), None);
        assert_eq!(why("iam", "GenerateCredentialReport"), None);
    }
}
