use super::agreement::tests::executed;
use super::*;
use jiff::civil::date;
use std::fs;

mod bad;
mod hostile;
mod warned;

pub(super) fn services() -> BTreeSet<String> {
    ["bedrock", "s3", "rds", "kms", "aurora", "ec2", "lambda"].map(str::to_owned).into()
}

pub(super) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/registers").join(name)
}

const OURS: &str = "[organization]\nname = \"Harbor\"\n";

/// Loads a register of these files, with the folder's path taken out of what is printed.
fn load(files: &[(&str, &str)]) -> Result<Register, String> {
    let folder = tempfile::tempdir().expect("a folder for the register");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file of the register");
    }
    let prefix = format!("{}/", folder.path().display());
    Register::load(folder.path(), &services()).map_err(|problems| problems.to_string().replace(&prefix, ""))
}

/// Loads one file that begins with an organization.
pub(super) fn load_one(text: &str) -> Result<Register, String> {
    load(&[("baa.toml", &format!("{OURS}{text}"))])
}

fn aws(id: &str, more: &str) -> String {
    format!(
        "[[agreement]]\nid = \"{id}\"\ndirection = \"downstream\"\ncounterparty = \"AWS\"\nvendor = \"aws\"\n\
         status = \"executed\"\naccounts = [\"111122223333\"]\n{more}\n"
    )
}

fn warnings(register: &Register) -> Vec<&str> {
    register.warnings.iter().map(|warning| warning.message.as_str()).collect()
}

#[test]
fn the_clinic_is_read_from_all_files_of_its_folder() {
    let clinic = Register::load(&fixture("clinic"), &services()).expect("the clinic's register is right");
    assert_eq!(clinic.organization.name, "Harbor Clinic Software, Inc.");
    let ids: Vec<&str> = clinic.agreements.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(
        ids,
        ["aws-2022", "aws", "datadog", "twilio", "sentry", "postal-service", "mercy", "lakeside"]
    );
    assert_eq!(warnings(&clinic), Vec::<&str>::new());
    let on = date(2026, 11, 22);
    let standings: Vec<&str> = clinic.agreements.iter().map(|a| a.standing(on).as_str()).collect();
    assert_eq!(
        standings,
        ["lapsed", "in_force", "in_force", "pending", "lapsed", "not_required", "in_force", "in_force"]
    );
    let aws = clinic.agreement("aws").expect("AWS's agreement");
    assert_eq!(clinic.in_force_since(aws), Some(date(2022, 5, 1)));
    assert_eq!(
        (aws.carve_outs.as_slice(), aws.term(Term::Access)),
        (&["bedrock".to_owned()][..], Answer::NotReviewed)
    );
    assert!(aws.place.file.ends_with("2-vendors.toml") && aws.place.line > 1, "{:?}", aws.place);
    assert_eq!((clinic.vendors.len(), clinic.facilities.len(), clinic.insurance.len()), (4, 2, 2));
    assert_eq!(clinic.insurance[0].bound, Some(Done::On(date(2026, 1, 1))));
    assert_eq!(clinic.insurance[1].bound, Some(Done::Is(true)));
}

#[test]
fn every_file_of_the_clinic_is_named_with_its_hash() {
    let clinic = Register::load(&fixture("clinic"), &services()).expect("the clinic's register is right");
    let names: Vec<String> = clinic
        .files
        .iter()
        .filter_map(|f| Some(f.path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    assert_eq!(names, ["1-organization.toml", "2-vendors.toml", "3-customers.toml"]);
    assert!(clinic.files.iter().all(|file| crate::diagnostic::words::is_sha256(&file.sha256)));
}

#[test]
fn the_clinics_document_has_the_hash_that_its_agreement_names() {
    use sha2::{Digest, Sha256};
    let clinic = Register::load(&fixture("clinic"), &services()).expect("the clinic's register is right");
    let mercy = clinic.agreement("mercy").expect("Mercy's agreement");
    let document = mercy.document.as_ref().expect("a document");
    let bytes = fs::read(fixture("clinic").join(&document.path)).expect("it is there");
    let digest: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(document.sha256.as_deref(), Some(digest.as_str()));
    assert_eq!(clinic.documents.matches(document), Some(true));
}

#[test]
fn an_account_holds_phi_or_none_or_nobody_said() {
    let clinic = Register::load(&fixture("clinic"), &services()).expect("the clinic's register is right");
    assert_eq!(clinic.phi("111122223333"), Phi::Declared);
    assert_eq!(clinic.phi("999988887777"), Phi::NoPhi);
    assert_eq!(clinic.phi("444455556666"), Phi::Undeclared);
    assert_eq!(load_one("").expect("enough").phi("999988887777"), Phi::Undeclared);
}

#[test]
fn an_expired_register_is_read_and_its_agreement_has_lapsed() {
    let register = Register::load(&fixture("expired"), &services()).expect("the register is right");
    let aws = register.agreement("aws").expect("AWS's agreement");
    assert_eq!(aws.standing(date(2026, 6, 30)), Standing::InForce);
    assert_eq!(aws.standing(date(2026, 11, 22)), Standing::Lapsed);
}

#[test]
fn everything_wrong_with_the_malformed_register_is_said_at_once() {
    let problems = Register::load(&fixture("malformed"), &services()).expect_err("it is wrong");
    let folder = format!("{}/", fixture("malformed").display());
    insta::assert_snapshot!(problems.to_string().replace(&folder, ""));
}

#[test]
fn a_register_may_be_one_file() {
    let register = Register::load(&fixture("expired").join("baa.toml"), &services()).expect("it is right");
    assert_eq!((register.agreements.len(), register.files.len()), (2, 1));
}

#[test]
fn hidden_files_other_names_and_folders_below_are_not_read() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("baa.toml"), OURS).expect("a file");
    fs::write(folder.path().join(".#baa.toml"), "not toml").expect("a file");
    fs::write(folder.path().join("notes.md"), "not toml").expect("a file");
    fs::create_dir(folder.path().join("old")).expect("a folder");
    fs::write(folder.path().join("old/baa.toml"), "not toml").expect("a file");
    let register = Register::load(folder.path(), &services()).expect("one file is read");
    assert_eq!(register.files.len(), 1);
}

#[test]
fn what_cannot_be_read_is_a_problem_and_no_panic() {
    let folder = tempfile::tempdir().expect("a folder");
    let message = |path: &Path| {
        let problems = Register::load(path, &services()).expect_err("it cannot be read").0;
        assert_eq!(problems.len(), 1, "{problems:?}");
        problems[0].message.clone()
    };
    assert!(message(&folder.path().join("absent")).contains("cannot read"));
    assert!(message(folder.path()).contains("holds no file whose name ends in .toml"));
    std::os::unix::fs::symlink("baa.toml", folder.path().join("baa.toml")).expect("a link to itself");
    assert!(message(folder.path()).contains("cannot read"));
    fs::remove_file(folder.path().join("baa.toml")).expect("the link goes");
    fs::create_dir(folder.path().join("baa.toml")).expect("a folder");
    assert!(message(folder.path()).contains("is a folder with the name of a file"));
    fs::write(folder.path().join("a.toml"), [b'a', 0xff]).expect("a file");
    assert!(message(&folder.path().join("a.toml")).contains("is not UTF-8"));
}

#[test]
fn a_folder_has_one_organization_and_one_scope_in_all_its_files() {
    let scope = "[scope]\nphi_accounts = [\"111122223333\"]\n";
    let both = format!("{OURS}{scope}");
    insta::assert_snapshot!(load(&[("a.toml", &both), ("b.toml", &both)]).expect_err("two of each"), @r"
    error: a second [organization]: the first is in a.toml:1
     --> b.toml:1:1
      |
    1 | [organization]
      | ^^^^^^^^^^^^^^
      |
      = help: a register has one in all its files: join them

    error: a second [scope]: the first is in a.toml:3
     --> b.toml:3:1
      |
    3 | [scope]
      | ^^^^^^^
      |
      = help: a register has one in all its files: join them
    ");
    let found = load(&[("a.toml", scope), ("b.toml", "")]).expect_err("no organization");
    assert!(found.contains("the register names no [organization]"), "{found}");
}

#[test]
fn an_id_is_taken_once_across_files() {
    let second = aws("aws", "effective = 2026-01-01");
    let first = format!("{OURS}{second}");
    let found = load(&[("a.toml", &first), ("b.toml", &second)]).expect_err("twice");
    assert!(found.contains("`aws` is the id of another agreement too (a.toml:3)"), "{found}");
    assert!(found.contains("--> b.toml:2:6"), "{found}");
}

#[test]
fn an_executed_downstream_agreement_without_scope_is_warned_of() {
    let text = aws("aws", "effective = 2026-01-01").replace("accounts = [\"111122223333\"]\n", "");
    let register = load_one(&text).expect("a warning refuses nothing");
    assert_eq!(
        warnings(&register),
        ["scope_unknown: `aws` names neither accounts nor an organization and covers nothing"]
    );
    let upstream = text.replace("downstream", "upstream");
    assert_eq!(warnings(&load_one(&upstream).expect("right")), Vec::<&str>::new());
}

#[test]
fn executed_needs_its_first_day_and_terminated_is_warned_without_its_last() {
    let found = load_one(&aws("aws", "")).expect_err("no first day");
    assert!(found.contains("an executed agreement without `effective`"), "{found}");
    let ended = aws("aws", "effective = 2025-01-01").replace("executed", "terminated");
    let register = load_one(&ended).expect("a warning refuses nothing");
    assert_eq!(warnings(&register), ["a terminated agreement without `terminated`"]);
}

#[test]
fn an_exclusion_names_one_thing_its_reason_and_its_approver() {
    let text = "[[scope.exclusion]]\naccount = \"999988887777\"\nservice = \"s4\"\nreason = \"\"\n";
    let found = load_one(text).expect_err("wrong in four ways");
    for message in [
        "an exclusion names one thing, and this one names 2",
        "\"s4\" is not a known service",
        "`reason` is empty",
        "`approver` is missing",
    ] {
        assert!(found.contains(message), "{message} in {found}");
    }
}

#[test]
fn documents_stay_in_the_registers_folder() {
    for path in ["/etc/passwd", "../baa.pdf", "a/../../b.pdf", "..\\\\b.pdf"] {
        let found = load_one(&aws("aws", &format!("effective = 2026-01-01\ndocument = \"{path}\"")));
        assert!(found.as_ref().is_err_and(|f| f.contains("leads out of the register's folder")), "{found:?}");
    }
    load_one(&aws("aws", "effective = 2026-01-01\ndocument = \"signed/aws.pdf\"")).expect("below is fine");
}

#[test]
fn a_renewal_leads_to_a_known_agreement_with_the_same_party() {
    let day = "effective = 2026-01-01\n";
    let unknown = load_one(&aws("aws", &format!("{day}predecessor = \"aws-2021\""))).expect_err("unknown");
    assert!(
        unknown.contains("names the agreement `aws-2021`, which the register does not have"),
        "{unknown}"
    );
    let itself = load_one(&aws("aws", &format!("{day}predecessor = \"aws\""))).expect_err("itself");
    assert!(itself.contains("`aws` is its own predecessor"), "{itself}");
    let other = format!(
        "{}{}",
        aws("a", day).replace("vendor = \"aws\"", "vendor = \"gcp\""),
        aws("b", &format!("{day}predecessor = \"a\""))
    );
    let found = load_one(&other).expect_err("another vendor");
    assert!(found.contains("the predecessor `a` is with another vendor (line 3)"), "{found}");
}

#[test]
fn predecessors_in_a_circle_are_named_once() {
    let one = |id, before| aws(id, &format!("effective = 2026-01-01\npredecessor = \"{before}\""));
    let text = [one("tail", "a"), one("a", "b"), one("b", "c"), one("c", "a")].concat();
    let found = load_one(&text).expect_err("a circle");
    assert!(found.contains("in a circle: `a` renews `b` renews `c` renews `a`"), "{found}");
    assert_eq!(found.matches("error:").count(), 1, "{found}");
}

#[test]
fn a_renewal_of_a_renewal_does_not_claim_the_first_ones_scope_but_a_second_renewal_claims_the_other_ones() {
    let one = |id, before: &str, days| {
        aws(id, &format!("effective = 2025-01-01\nbreach_notice_days = {days}\n{before}"))
    };
    let chain = [one("a", "", 1), one("b", "predecessor = \"a\"", 2), one("c", "predecessor = \"b\"", 3)];
    assert_eq!(warnings(&load_one(&chain.concat()).expect("one chain")), Vec::<&str>::new());
    let fork = [one("a", "", 1), one("b", "predecessor = \"a\"", 2), one("c", "predecessor = \"a\"", 3)];
    let found = load_one(&fork.concat()).expect("a warning refuses nothing");
    let shown = warnings(&found).concat();
    assert!(shown.starts_with("two agreements claim one scope with different terms: `c` and `b`"), "{shown}");
}

#[test]
fn the_public_words_are_these() {
    fn list<T>(words: &[(&str, T)]) -> String {
        words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" ")
    }
    let all = [
        list(Direction::WORDS),
        list(Status::WORDS),
        list(Standing::WORDS),
        list(Answer::WORDS),
        list(Phi::WORDS),
        list(Term::WORDS),
    ];
    insta::assert_snapshot!(all.join("\n"));
    assert_eq!(serde_json::to_value(Status::NotRequired).expect("a word"), "not_required");
}

#[test]
fn a_chain_of_renewals_is_in_force_from_its_first_day_unless_a_gap_breaks_it() {
    let mut register = load_one("").expect("enough");
    let mut chain = [
        executed("a", date(2020, 1, 1), Some(date(2021, 12, 31))),
        executed("b", date(2022, 1, 1), Some(date(2023, 12, 31))),
        executed("c", date(2023, 12, 1), None),
    ];
    (chain[1].predecessor, chain[2].predecessor) = (Some("a".to_owned()), Some("b".to_owned()));
    register.agreements = chain.to_vec();
    let since = |register: &Register| register.in_force_since(&register.agreements[2]);
    assert_eq!(since(&register), Some(date(2020, 1, 1)));

    register.agreements[0].expires = Some(date(2021, 12, 30));
    assert_eq!(since(&register), Some(date(2022, 1, 1)), "a day between `a` and `b` is a gap");

    register.agreements[1].terminated = Some(date(2023, 11, 30));
    assert_eq!(since(&register), Some(date(2023, 12, 1)), "`b` ended before it expired");

    register.agreements[1].terminated = Some(date(2023, 12, 1));
    assert_eq!(since(&register), Some(date(2022, 1, 1)), "`b` was in force until the day before");

    register.agreements[1].status = Status::Sent;
    assert_eq!(since(&register), Some(date(2023, 12, 1)), "`b` was never signed");

    register.agreements[2].status = Status::Draft;
    assert_eq!(since(&register), None);
}

#[test]
fn a_circle_made_by_hand_ends() {
    let mut register = load_one("").expect("enough");
    let mut a = executed("a", date(2020, 1, 1), None);
    a.predecessor = Some("a".to_owned());
    register.agreements = vec![a.clone()];
    assert_eq!(register.in_force_since(&a), Some(date(2020, 1, 1)));
}

#[test]
fn a_register_of_ten_megabytes_is_read_or_refused_in_moments() {
    let start = std::time::Instant::now();
    let day =
        format!("effective = 2026-01-01\nregions = [\"us-east-1\"]\nreason = \"{}\"", "because ".repeat(100));
    let good: String = (0..10_000).map(|n| aws(&format!("a{n}"), &day)).collect();
    assert!(good.len() > 9 << 20, "{}", good.len());
    let register = load_one(&good).expect("warnings refuse nothing");
    assert_eq!((register.agreements.len(), register.warnings.len()), (10_000, 9_999));
    let bad = good.replace("us-east-1", "us east 1").replace("2026-01-01", "2026-01-32");
    assert!(load_one(&bad).expect_err("two problems an agreement").lines().count() > 20_000);
    let nested = format!("x = {}", "[".repeat(1 << 20));
    assert!(load_one(&nested).expect_err("too deep").contains("error"));
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
