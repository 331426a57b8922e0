//! The register's entries against the map and facts in memory.

use super::*;
use crate::eligibility::Eligibility;
use crate::map::decide;
use crate::map::holding::HOLD_DATA;
use crate::map::tests::{
    ACCOUNT, EXECUTED, Memory, OTHER, aws, bucket, day, gathered, register, resource, upstream,
};
use crate::resource::KindState;
use crate::service::Catalog;
use std::path::Path;

mod duties;
mod flow_down;
mod leftover;
mod parties;
mod standing;

/// A register over one account, and everything that is held against it.
struct House {
    register: Register,
    usage: Usage,
    rows: Vec<Row>,
    outcomes: Outcomes,
    accounts: Vec<String>,
    organization: Result<Option<&'static str>, Cause>,
    on: Date,
}

impl House {
    fn of(text: &str) -> Self {
        Self::over(text, &Memory::default().listed(vec![bucket("charts")]))
    }

    fn over(text: &str, memory: &Memory) -> Self {
        Self::made(register(text), memory)
    }

    fn made(register: Register, memory: &Memory) -> Self {
        let usage = gathered(memory, Some(&register));
        let house = Self {
            usage,
            register,
            rows: Vec::new(),
            outcomes: Outcomes::new(),
            accounts: vec![ACCOUNT.to_owned()],
            organization: Ok(None),
            on: day("2026-11-22"),
        };
        house.decided()
    }

    /// The same after something of it changed.
    fn decided(mut self) -> Self {
        let organization = |account: &str| self.organization_of(account);
        let list = Eligibility::builtin();
        self.rows = decide(&self.usage, list, Some(&self.register), &organization, &self.outcomes, self.on);
        self
    }

    fn organization_of(&self, account: &str) -> Result<Option<String>, Unread> {
        if !self.accounts.iter().any(|known| known == account) {
            return Err(Unread::without_call("", Cause::NotCollected));
        }
        self.organization.map(|o| o.map(str::to_owned)).map_err(|cause| Unread::without_call("", cause))
    }

    fn ask<T>(&self, question: impl FnOnce(&Chain<'_>) -> T) -> T {
        let organization = |account: &str| self.organization_of(account);
        let kin = Kin::of(&self.register, self.on);
        question(&Chain {
            register: &self.register,
            kin: &kin,
            rows: &self.rows,
            usage: &self.usage,
            outcomes: &self.outcomes,
            accounts: &self.accounts,
            organization: &organization,
            vendors: Vendors::builtin(),
            on: self.on,
        })
    }

    fn subjects(&self) -> Vec<Resource> {
        self.ask(|chain| chain.subjects())
    }

    fn subject(&self, kind: &str, id: &str) -> Resource {
        let found = self.subjects().into_iter().find(|s| s.kind == kind && s.id == id);
        found.unwrap_or_else(|| panic!("no {kind} {id}"))
    }

    fn agreement(&self, id: &str) -> Resource {
        self.subject("Register::Agreement", id)
    }
}

/// A vendor's agreement, executed, with the tracker's row for it.
fn vendor(id: &str, rest: &str) -> String {
    format!(
        "[[agreement]]\nid = \"{id}\"\ndirection = \"downstream\"\ncounterparty = \"The {id}, Inc.\"\n\
         vendor = \"{id}\"\nstatus = \"executed\"\neffective = 2025-01-01\n{rest}\n"
    )
}

/// The cause for which a property is unread.
fn unread(subject: &Resource, property: &str) -> Option<Cause> {
    let found = subject.unread_at(&format!("/properties/{property}")).map(|why| why.cause);
    assert!(found.is_none() || !subject.properties.contains_key(property), "{property} is read and unread");
    found
}

fn texts(subject: &Resource, property: &str) -> Vec<String> {
    serde_json::from_value(subject.properties[property].clone()).expect("a list of texts")
}

#[test]
fn every_property_of_the_vocabulary_is_there_or_unread() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/registers");
    let slugs = Eligibility::builtin().slugs();
    let load = |name: &str| Register::load(&folder.join(name), &slugs).expect("a valid register");
    let mut met = BTreeSet::new();
    let seen = || {
        let mut role = resource("AWS::IAM::Role", "arn:aws:iam::111122223333:role/watch", GLOBAL);
        let trust = json!({"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": {"AWS": ["arn:aws:iam::464622532012:root", "arn:aws:iam::909090909090:root"]}}]});
        role.properties.insert("AssumeRolePolicyDocument".to_owned(), trust);
        let memory = Memory::default().listed(vec![bucket("charts")]);
        memory.cell(GLOBAL, "iam", "AWS::IAM::Role", KindState::Read, vec![role])
    };
    for name in ["clinic", "network"] {
        for house in [House::made(load(name), &Memory::default()), House::made(load(name), &seen())] {
            for subject in house.subjects() {
                let kind = Catalog::builtin().kind(&subject.kind).expect("a kind of the vocabulary");
                for property in kind.properties.keys() {
                    let there = subject.properties.contains_key(property);
                    let told = subject.unread_at(&format!("/properties/{property}")).is_some();
                    assert!(there != told, "{name}: {property} of {} {}", subject.kind, subject.id);
                }
                for property in subject.properties.keys() {
                    assert!(kind.properties.contains_key(property), "{} has {property}", subject.kind);
                }
                met.insert(subject.kind);
            }
        }
    }
    let is_entry = |kind: &str| kind.starts_with("Register::") || kind == "AWS::::ThirdParty";
    let all = Catalog::builtin().kinds().map(|kind| kind.name.clone()).filter(|name| is_entry(name));
    let missing: Vec<String> = all.filter(|name| !met.contains(name)).collect();
    assert_eq!(missing, [""; 0]);
}
