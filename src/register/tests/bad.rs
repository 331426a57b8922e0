//! Registers that are wrong, each with the reason that is given.

use super::*;
use std::os::unix::fs::symlink;
use std::process::Command;

const DAY: &str = "effective = 2026-01-01\n";

/// A folder with a register of one agreement that names a document.
fn folder(document: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let text = format!("{OURS}{}", aws("aws", &format!("{DAY}document = \"{document}\"")));
    fs::write(folder.path().join("baa.toml"), text).expect("a file of the register");
    folder
}

fn state(folder: &Path) -> DocumentState {
    let register = Register::load(folder, &services()).expect("the register is right");
    let document = register.agreements[0].document.as_ref().expect("a document");
    register.documents.state(document).clone()
}

fn refusal(path: &Path) -> String {
    let problems = Register::load(path, &services()).expect_err("it is wrong").0;
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems[0].message.clone()
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo runs").success());
}

#[test]
fn days_that_do_not_exist_are_refused() {
    for (day, why) in [
        ("2026-02-29", "`2026-02-29` is not a date: expected day between 01 and 28"),
        ("2026-13-01", "`2026-13-01` is not a date"),
        ("2026-00-10", "`2026-00-10` is not a date"),
        ("2026-04-31", "`2026-04-31` is not a date"),
        ("20260431", "`expires` is an integer, not a date such as 2026-03-01"),
        ("\"2026-03-01\"", "`expires` is a string, not a date such as 2026-03-01"),
        ("07:32:00", "`expires` is a datetime, not a date such as 2026-03-01"),
        ("2025-12-31", "`expires` (2025-12-31) is before `effective` (2026-01-01)"),
    ] {
        let found = load_one(&aws("aws", &format!("{DAY}expires = {day}"))).expect_err(day);
        assert!(found.contains(why), "{found}");
    }
    load_one(&aws("aws", &format!("{DAY}expires = 2028-02-29"))).expect("a leap day");
}

#[test]
fn accounts_that_are_none_are_refused() {
    for account in ["11112222333", "1111222233334", "1111-2222-3333", "11112222333a", "", "*", "١١١١٢٢٢٢٣٣٣٣"]
    {
        let text = aws("aws", DAY).replace("111122223333", account);
        let found = load_one(&text).expect_err(account);
        assert!(found.contains(&format!("{account:?} is not an AWS account id")), "{found}");
    }
    let found = load_one(&aws("aws", DAY).replace("\"111122223333\"", "111122223333")).expect_err("a number");
    assert!(found.contains("`accounts` is an integer, not a text in quotes"), "{found}");
}

#[test]
fn two_agreements_over_one_scope_with_different_terms_are_both_named() {
    let text = aws("a", &format!("{DAY}breach_notice_days = 10"))
        + &aws("b", "effective = 2026-06-01\nbreach_notice_days = 60");
    let register = load_one(&text).expect("a warning refuses nothing");
    let shown = register.warnings[0].to_string();
    assert!(shown.contains("two agreements claim one scope with different terms: `b` and `a`"), "{shown}");
    assert!(shown.contains("write `predecessor` on the renewal"), "{shown}");
}

#[test]
fn a_document_outside_the_folder_is_refused_by_path_and_by_link() {
    let outside = tempfile::tempdir().expect("another folder");
    fs::write(outside.path().join("baa.pdf"), "signed").expect("a document");
    assert!(refusal(folder("../baa.pdf").path()).contains("`../baa.pdf` leads out of the register's folder"));
    let by_link = folder("baa.pdf");
    symlink(outside.path().join("baa.pdf"), by_link.path().join("baa.pdf")).expect("a link");
    assert_eq!(refusal(by_link.path()), "`baa.pdf` is a link that leads out of the register's folder");
    let by_folder = folder("signed/baa.pdf");
    symlink(outside.path(), by_folder.path().join("signed")).expect("a link");
    assert!(refusal(by_folder.path()).contains("is a link that leads out of the register's folder"));
    let within = folder("a.pdf");
    fs::write(within.path().join("b.pdf"), "signed").expect("a document");
    symlink("b.pdf", within.path().join("a.pdf")).expect("a link");
    assert!(matches!(state(within.path()), DocumentState::Present(_)), "a link within is followed");
}

#[test]
fn a_document_that_is_no_file_is_unreadable_and_not_waited_for() {
    let a_folder = folder("baa.pdf");
    fs::create_dir(a_folder.path().join("baa.pdf")).expect("a folder");
    assert_eq!(state(a_folder.path()), DocumentState::Unreadable("it is no file".to_owned()));
    let a_pipe = folder("baa.pdf");
    pipe(&a_pipe.path().join("baa.pdf"));
    assert_eq!(state(a_pipe.path()), DocumentState::Unreadable("it is no file".to_owned()));
    let circle = folder("baa.pdf");
    symlink("baa.pdf", circle.path().join("baa.pdf")).expect("a link to itself");
    assert!(matches!(state(circle.path()), DocumentState::Unreadable(_)));
    assert_eq!(state(folder("baa.pdf").path()), DocumentState::Missing);
    assert_eq!(state(folder(&"x".repeat(1000)).path()), state(folder(&"y".repeat(1000)).path()));
}

#[test]
fn links_in_a_circle_are_a_problem_as_register_and_within_it() {
    let folder = tempfile::tempdir().expect("a folder");
    symlink("b", folder.path().join("a")).expect("a link");
    symlink("a", folder.path().join("b")).expect("a link back");
    assert!(refusal(&folder.path().join("a")).contains("cannot read"));
    let within = tempfile::tempdir().expect("a folder");
    fs::write(within.path().join("baa.toml"), OURS).expect("a file");
    symlink("x.toml", within.path().join("x.toml")).expect("a link to itself");
    assert!(refusal(within.path()).contains("x.toml: "));
    fs::remove_file(within.path().join("x.toml")).expect("the link goes");
    symlink(within.path(), within.path().join("again")).expect("a link to the folder");
    Register::load(within.path(), &services()).expect("folders below are not read");
}

#[test]
fn what_lies_in_the_folder_and_is_no_file_is_refused_and_not_waited_for() {
    let a_pipe = tempfile::tempdir().expect("a folder");
    pipe(&a_pipe.path().join("baa.toml"));
    assert!(refusal(a_pipe.path()).contains("is no file: a pipe, a socket or a device"));
    let a_folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(a_folder.path().join("baa.toml")).expect("a folder");
    assert!(refusal(a_folder.path()).contains("is a folder with the name of a file"));
}
