//! Who looks after what: the map by which findings find their reader.

use super::Register;
use super::fields::{formed_list, place, slug_list, spanned_text, strip, text};
use crate::diagnostic::words::ACCOUNT;
use crate::diagnostic::{Place, Table};
use crate::resource::Tag;
use serde::Serialize;
use std::collections::BTreeSet;

/// One `[[owner]]`: of those that match, the last tells. One with a tag matches what carries it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Owner {
    /// A person, a team, an address.
    pub name: Option<String>,
    /// The tag whose value is the owner.
    pub tag: Option<String>,
    /// Accounts it speaks of; empty is all.
    pub accounts: Vec<String>,
    /// Slugs of services it speaks of; empty is all.
    pub services: Vec<String>,
    /// Where it is written.
    pub place: Place,
}

impl Register {
    /// Who looks after a resource, by the last `[[owner]]` that matches it.
    pub fn owner_of<'a>(&'a self, account: &str, service: &str, tags: &'a [Tag]) -> Option<&'a str> {
        self.owners.iter().rev().find_map(|owner| owner.of(account, service, tags))
    }
}

impl Owner {
    fn of<'a>(&'a self, account: &str, service: &str, tags: &'a [Tag]) -> Option<&'a str> {
        let named = |list: &[String], what: &str| list.is_empty() || list.iter().any(|one| one == what);
        if !named(&self.accounts, account) || !named(&self.services, service) {
            return None;
        }
        match &self.tag {
            Some(key) => tags.iter().find(|tag| tag.key == *key).and_then(|tag| tag.value.as_deref()),
            None => self.name.as_deref(),
        }
    }
}

pub(super) fn read(table: Table<'_>, known_services: &BTreeSet<String>) -> Option<Owner> {
    let (name, tag) = (text(&table, "name"), spanned_text(&table, "tag"));
    if table.has("name") == table.has("tag") {
        let message = "an owner is a `name`, or the value of a `tag`";
        table.problem(table.span.clone(), message, "write one of the two");
    }
    let owner = Owner {
        tag: tag.map(toml::Spanned::into_inner),
        accounts: strip(formed_list(&table, "accounts", &ACCOUNT)),
        services: strip(slug_list(&table, "services", known_services)),
        place: place(&table),
        name,
    };
    table.finish();
    (owner.name.is_some() != owner.tag.is_some()).then_some(owner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn register(text: &str) -> Register {
        let text = format!("[organization]\nname = \"Harbor\"\n{text}").into_bytes();
        let services = ["s3", "rds"].map(str::to_owned).into();
        Register::parse(&[(PathBuf::from("baa.toml"), text)], &services).expect("a register that is right")
    }

    #[test]
    fn the_last_owner_that_matches_tells() {
        let register = register(
            "[[owner]]\nname = \"platform\"\n[[owner]]\nname = \"data\"\nservices = [\"rds\"]\n\
             [[owner]]\nname = \"lab\"\naccounts = [\"111122223333\"]\n[[owner]]\ntag = \"team\"\n",
        );
        let tagged = [Tag { key: "team".to_owned(), value: Some("imaging".to_owned()) }];
        let hidden = [Tag { key: "team".to_owned(), value: None }];
        assert_eq!(register.owner_of("444455556666", "s3", &[]), Some("platform"));
        assert_eq!(register.owner_of("444455556666", "rds", &[]), Some("data"));
        assert_eq!(register.owner_of("111122223333", "rds", &hidden), Some("lab"));
        assert_eq!(register.owner_of("111122223333", "rds", &tagged), Some("imaging"));
    }

    #[test]
    fn an_owner_is_a_name_or_a_tag_and_not_both() {
        for both in ["", "name = \"a\"\ntag = \"b\"\n"] {
            let text = format!("[organization]\nname = \"Harbor\"\n[[owner]]\n{both}").into_bytes();
            let found = Register::parse(&[(PathBuf::from("baa.toml"), text)], &BTreeSet::new());
            let said = found.expect_err("it is wrong").to_string();
            assert!(said.contains("an owner is a `name`, or the value of a `tag`"), "{said}");
        }
    }
}
