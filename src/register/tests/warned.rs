//! What is read and warned of, since a register that describes what was signed is never wrong.

use super::*;

fn one(id: &str, more: &str) -> String {
    aws(id, &format!("effective = 2025-03-01\n{more}"))
}

#[test]
fn agreements_over_one_scope_are_warned_of_whatever_their_terms() {
    let first = one("a", "breach_notice_days = 10");
    let with =
        |more: &str| load_one(&format!("{first}{}", aws("b", more))).expect("a warning refuses nothing");
    let different = with("effective = 2026-01-01\nbreach_notice_days = 60");
    assert_eq!(
        warnings(&different),
        ["two agreements claim one scope with different terms: `b` and `a` (line 3)"]
    );
    let same = with("effective = 2026-01-01\nbreach_notice_hours = 240");
    assert_eq!(warnings(&same), ["two agreements claim one scope with the same terms: `b` and `a` (line 3)"]);
    for apart in [
        "effective = 2026-01-01\npredecessor = \"a\"",
        "effective = 2023-01-01\nexpires = 2025-02-28",
        "effective = 2023-01-01\nterminated = 2025-03-01",
    ] {
        assert_eq!(warnings(&with(apart)), Vec::<&str>::new(), "{apart}");
    }
}

#[test]
fn an_agreement_that_ends_on_the_day_the_next_begins_is_read_with_that_day_named() {
    let old = aws("old", "effective = 2022-03-01\nexpires = 2025-03-01\nbreach_notice_days = 5");
    let register = load_one(&format!("{old}{}", one("new", ""))).expect("a warning refuses nothing");
    assert_eq!(register.warnings.len(), 1);
    let shown = register.warnings[0].to_string();
    assert!(shown.contains("both are in force on 2025-03-01, since `expires` is the last day"), "{shown}");
}

#[test]
fn what_one_carves_out_another_may_cover() {
    for (a, b, meet) in [
        ("carve_outs = [\"bedrock\"]", "services = [\"bedrock\"]", false),
        ("services = [\"bedrock\"]", "carve_outs = [\"bedrock\"]", false),
        ("carve_outs = [\"bedrock\"]", "services = [\"bedrock\", \"s3\"]", true),
        ("services = [\"s3\"]", "services = [\"rds\"]", false),
        ("services = [\"s3\"]", "services = [\"rds\", \"s3\"]", true),
        ("carve_outs = [\"bedrock\"]", "carve_outs = [\"s3\"]", true),
        ("regions = [\"us-east-1\"]", "regions = [\"us-west-2\"]", false),
        ("regions = [\"us-east-1\"]", "", true),
    ] {
        let register = load_one(&format!("{}{}", one("a", a), one("b", b))).expect("warnings at most");
        assert_eq!(register.warnings.len(), usize::from(meet), "{a} beside {b}");
    }
}

#[test]
fn a_chain_over_one_thing_ends_before_a_predecessor_that_lacks_it() {
    let mut register = load_one("").expect("enough");
    let mut chain = [
        executed("a", date(2020, 1, 1), Some(date(2021, 12, 31))),
        executed("b", date(2022, 1, 1), Some(date(2023, 12, 31))),
        executed("c", date(2024, 1, 1), None),
    ];
    (chain[1].predecessor, chain[2].predecessor) = (Some("a".to_owned()), Some("b".to_owned()));
    register.agreements = chain.to_vec();
    let since = |lacking: &str| register.in_force_since_over(&chain[2], &|before| before.id != lacking);
    assert_eq!(since("none"), Some(date(2020, 1, 1)));
    assert_eq!(since("a"), Some(date(2022, 1, 1)));
    assert_eq!(since("b"), Some(date(2024, 1, 1)), "what `a` covered is not reached over `b`");
    assert_eq!(since("c"), Some(date(2020, 1, 1)), "the agreement itself is not asked about");
}

#[test]
fn organizational_units_are_warned_of_with_their_line() {
    let register = load_one("[scope]\nphi_accounts = []\nphi_ous = [\"ou-ab12-cdef3456\"]\n").expect("right");
    assert_eq!(register.warnings.len(), 1);
    let warning = &register.warnings[0];
    assert_eq!(warning.file.line(warning.span.start), 5);
    let shown = warning.to_string();
    assert!(shown.contains("count as undeclared, because organizational units are not read yet"), "{shown}");
    assert!(shown.contains("list the accounts in `phi_accounts`"), "{shown}");
    assert_eq!(warnings(&load_one("[scope]\nphi_ous = []\n").expect("right")), Vec::<&str>::new());
}

#[test]
fn other_names_for_aws_are_refused() {
    for name in ["AWS", "Aws", "amazon", "Amazon-Web-Services", "Amazon Web Services", " aws"] {
        let text = one("a", "").replace("vendor = \"aws\"", &format!("vendor = \"{name}\""));
        let found = load_one(&text).expect_err(name);
        assert!(found.contains("did you mean `aws`?"), "{found}");
    }
    load_one(&one("a", "").replace("vendor = \"aws\"", "vendor = \"amazon-connect\""))
        .expect("another vendor");
}

#[test]
fn an_agreement_with_aws_that_does_not_say_so_is_warned_of() {
    let without = |name: &str| {
        one("a", "").replace("vendor = \"aws\"\n", "").replace("\"AWS\"", &format!("\"{name}\""))
    };
    for name in ["Amazon Web Services, Inc.", "AWS", "AWS EMEA SARL", "amazon web services"] {
        let register = load_one(&without(name)).expect("a warning refuses nothing");
        assert_eq!(warnings(&register), ["`a` without vendor = \"aws\" covers no AWS service"], "{name}");
    }
    for text in [without("Awsome Labs"), without("AWS").replace("downstream", "upstream")] {
        assert_eq!(warnings(&load_one(&text).expect("right")), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn that_no_agreement_with_aws_is_required_is_warned_of() {
    let decided = one("a", "reason = \"encrypted\"\napprover = \"Kim\"").replace("executed", "not_required");
    let register = load_one(&decided).expect("a warning refuses nothing");
    assert_eq!(
        warnings(&register),
        ["AWS stores what it is given and is no conduit: `not_required` covers nothing here"]
    );
    let post = decided.replace("vendor = \"aws\"", "vendor = \"usps\"").replace("\"AWS\"", "\"Post\"");
    assert_eq!(warnings(&load_one(&post).expect("right")), Vec::<&str>::new());
}

#[test]
fn a_term_is_answered_with_one_of_three_words() {
    let found = load_one(&one("a", "[agreement.terms]\nbind_subcontractors = \"maybe\"")).expect_err("maybe");
    assert!(found.contains("`bind_subcontractors` is answered \"maybe\""), "{found}");
    assert!(found.contains("\"yes\", \"no\" or \"not_reviewed\""), "{found}");
}
