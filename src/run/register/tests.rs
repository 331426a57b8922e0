use super::*;
use crate::register::Standing;
use jiff::Timestamp;
use jiff::civil::date;
use std::io::Cursor;

fn clock() -> Timestamp {
    Timestamp::from_second(1_795_305_600).expect("a time")
}

/// Begins a register with these answers typed; the register, and what was said on the other stream.
fn begun(from: Option<&str>, typed: Option<&str>) -> (Register, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("baa.toml");
    let args = InitArgs { out: Some(out.clone()), from: from.map(Into::into) };
    let (mut data, mut rest) = (Vec::new(), Vec::new());
    let mut answers = Cursor::new(typed.unwrap_or_default().as_bytes().to_vec());
    let mut terminal = Terminal::new(&mut data, &mut rest, true, clock);
    if typed.is_some() {
        terminal = terminal.answered_by(&mut answers);
    }
    init(&args, &mut terminal).expect("it is written");
    let register = loaded(&out, &mut terminal).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(register.warnings, Vec::new());
    assert!(data.is_empty());
    (register, String::from_utf8(rest).expect("text"))
}

#[test]
fn answers_are_written_and_wrong_ones_are_asked_for_again() {
    let typed = "O'Neil \"Clinic\" \\ Co.\n1111\n111122223333, 444455556666\nsoon\n2025-03-01\n";
    let (register, said) = begun(None, Some(typed));
    assert_eq!(register.organization.name, "O'Neil \"Clinic\" \\ Co.");
    assert_eq!(register.scope.expect("a scope").phi_accounts, ["111122223333", "444455556666"]);
    assert_eq!(register.agreements[0].accounts, ["111122223333", "444455556666"]);
    assert_eq!(register.agreements[0].standing(date(2025, 3, 1)), Standing::InForce);
    for line in ["\"1111\" is not an AWS account id", "\"soon\" is not a date", "register lint"] {
        assert!(said.contains(line), "{said}");
    }
}

#[test]
fn enter_and_the_end_of_input_leave_a_question_open() {
    for typed in [Some("\n\n\n"), Some("\n"), Some(""), None] {
        let (register, said) = begun(None, typed);
        assert_eq!(register.organization.name, NAMELESS);
        assert_eq!(register.agreements[0].standing(date(2026, 1, 1)), Standing::Pending);
        assert_eq!(typed.is_some(), said.contains("Legal name"), "{said}");
        assert!(!said.contains("First day"), "without an account there is nothing it could cover: {said}");
    }
}

#[test]
fn the_clinics_facts_tell_its_accounts_and_where_the_agreement_is_active() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/accounts/clinic");
    let (register, said) = begun(Some(folder), Some("Harbor\n\n"));
    assert!(said.contains("(read were 111122223333, 444455556666, 999988887777)"), "{said}");
    assert_eq!(register.agreements.len(), 1);
    let aws = &register.agreements[0];
    assert_eq!(
        (aws.accounts.as_slice(), aws.effective),
        (&["111122223333".to_owned()][..], Some(date(2025, 3, 1)))
    );
    assert!(register.scope.expect("a scope").phi_accounts.is_empty(), "nobody said where PHI is");
}

#[test]
fn agreements_of_one_day_are_one_and_an_organizations_is_one_for_all() {
    let accepted = |account: &str, day: Date, organization: Option<&str>| Accepted {
        effective: day,
        accounts: if organization.is_some() { Vec::new() } else { vec![account.to_owned()] },
        organization: organization.map(str::to_owned),
        source: String::new(),
    };
    let mut all = Vec::new();
    for (account, day, organization) in [
        ("1", date(2025, 3, 1), None),
        ("2", date(2025, 3, 1), None),
        ("3", date(2025, 4, 1), None),
        ("4", date(2025, 3, 1), Some("o-exampleorgid")),
        ("5", date(2025, 3, 2), Some("o-exampleorgid")),
    ] {
        join(&mut all, accepted(account, day, organization));
    }
    assert_eq!(all.len(), 3);
    assert_eq!(all[0].accounts, ["1", "2"]);
}
