use super::*;
use crate::register::tests::{fixture, load_one, services};
use jiff::civil::date;

fn clinic() -> Register {
    Register::load(&fixture("clinic"), &services()).expect("the clinic's register is right")
}

const ON: Date = date(2026, 11, 22);

/// A register whose every name is out to break what it is written into.
fn hostile() -> Register {
    let names = [
        r#"end"#,
        r#"1. a \"quoted\" [list] of <b>tags</b> & {braces}"#,
        r#"`code` \\N back\\slash; #35; %% -->"#,
        "AVeryLongNameWithoutAnySpaceInIt",
    ];
    let mut text = String::new();
    for (index, name) in names.iter().enumerate() {
        let name = if index == 3 { name.repeat(10) } else { (*name).to_owned() };
        text += &format!(
            "[[agreement]]\nid = \"{name}\"\ndirection = \"{}\"\ncounterparty = \"{name}\"\nstatus = \"not_required\"\n\
             reason = \"{name}\"\napprover = \"{name}\"\nfeatures = [\"{name}\"]\n[[vendor]]\nid = \"v{name}\"\ndata = \"{name}\"\n",
            if index % 2 == 0 { "downstream" } else { "upstream" }
        );
    }
    load_one(&text).expect("names are free")
}

#[test]
fn the_clinics_chain_as_a_tree() {
    insta::assert_snapshot!(tree(&clinic(), ON));
}

#[test]
fn the_clinics_chain_for_mermaid() {
    insta::assert_snapshot!(mermaid(&clinic(), ON));
}

#[test]
fn the_clinics_chain_for_graphviz() {
    insta::assert_snapshot!(dot(&clinic(), ON));
}

#[test]
fn the_tree_stays_within_100_columns() {
    for register in [clinic(), hostile()] {
        let tree = tree(&register, ON);
        for line in tree.lines() {
            assert!(line.chars().count() <= 100 && line.trim_end() == line, "{line:?}");
        }
        assert!(register.agreements.iter().all(|a| tree.contains(a.id.get(..20).unwrap_or(&a.id))), "{tree}");
    }
}

#[test]
fn no_name_breaks_out_of_its_label() {
    let register = hostile();
    for line in mermaid(&register, ON).lines().skip(1).filter(|line| line.contains('[')) {
        let (start, rest) = line.split_once("[\"").expect("a label");
        let (label, class) = rest.split_once("\"]:::").expect("its end");
        assert!(start.trim().strip_prefix(['n', 'g']).is_some_and(|n| n.parse::<u32>().is_ok()), "{line}");
        assert!(class.chars().all(|c| c.is_ascii_lowercase()), "{line}");
        let label = label.replace("<br/>", "");
        assert!(!label.contains(['"', '<', '>', '[', ']', '{', '`', '\\']), "{line}");
    }
    for line in dot(&register, ON).lines().filter(|line| line.contains("label=")) {
        let unescaped = line.replace("\\\\", "").replace("\\\"", "");
        assert!(matches!(unescaped.matches('"').count(), 4 | 6), "{line}");
    }
}

#[test]
fn what_lacks_an_agreement_is_shown_as_that() {
    let register = load_one(
        "[[vendor]]\nid = \"okta\"\nphi_allowed = false\n[[vendor]]\nid = \"s\"\nname = \"Snow\"\n\
         [[facility]]\nlegal_name = \"Lakeside\"\n",
    )
    .expect("right");
    insta::assert_snapshot!(tree(&register, ON), @r"
    Harbor, the chain on 2026-11-22

    customers: what we promise
    └─ Lakeside
       ├─ a facility
       └─ no agreement in this register

    vendors: what is promised to us
    ├─ okta
    │  ├─ PHI not allowed
    │  └─ no agreement in this register
    └─ Snow (s)
       ├─ nobody said whether PHI is allowed
       └─ no agreement in this register
    ");
    let mermaid = mermaid(&register, ON);
    assert_eq!(mermaid.matches("\"no agreement in this register\"").count(), 3, "{mermaid}");
    assert_eq!(mermaid.matches("-.->").count(), 6, "{mermaid}");
    let empty = load_one("").expect("right");
    assert!(tree(&empty, ON).contains("no agreement with a customer"));
}

#[test]
fn standings_are_told_with_their_days() {
    let one = |id: &str, status: &str, more: &str| {
        format!(
            "[[agreement]]\nid = \"{id}\"\ndirection = \"downstream\"\ncounterparty = \"X\"\nvendor = \"x\"\nstatus = \"{status}\"\n{more}\n"
        )
    };
    let text = [
        one("a", "executed", "effective = 2024-01-01\nexpires = 2024-12-31\nvendor_accounts = [\"p\"]"),
        one(
            "b",
            "executed",
            "effective = 2025-01-01\npredecessor = \"a\"\nbreach_notice_hours = 1\nvendor_accounts = [\"p\"]",
        ),
        one("c", "executed", "effective = 2027-01-01\nbreach_notice_days = 10"),
        one("d", "terminated", ""),
        one("e", "not_required", ""),
        one("f", "draft", "organization = \"o-exampleorgid\""),
    ];
    insta::assert_snapshot!(tree(&load_one(&text.concat()).expect("right"), ON), @r"
    Harbor, the chain on 2026-11-22

    customers: what we promise
    └─ no agreement with a customer, and no facility

    vendors: what is promised to us
    └─ X (x)
       ├─ agreement a: lapsed: its last day was 2024-12-31, breach notice not written, renewed by b
       │  └─ accounts there: p
       ├─ agreement b: in force since 2024-01-01, no planned end, breach notice within 1 hour
       │  └─ accounts there: p
       ├─ agreement c: pending: begins on 2027-01-01, breach notice within 10 days
       │  └─ covers: nothing: it names neither accounts nor an organization
       ├─ agreement d: lapsed: ended, and nobody wrote when, breach notice not written
       │  └─ covers: nothing: it names neither accounts nor an organization
       ├─ agreement e: not required: nobody wrote why, nobody is named who decided
       └─ agreement f: pending: a draft, breach notice not written
          └─ organization: o-exampleorgid
    ");
}
