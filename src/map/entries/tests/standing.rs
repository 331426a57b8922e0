//! Days, renewals, since when PHI flowed, and conditions.

use super::*;
use crate::map::Verdict;

fn aws_until(expires: &str) -> String {
    aws(&format!("{EXECUTED}\nexpires = {expires}"))
}

fn renewal(rest: &str) -> String {
    aws(&format!("accounts = [\"111122223333\"]\npredecessor = \"aws\"\n{rest}"))
        .replace("id = \"aws\"", "id = \"aws-next\"")
}

#[test]
fn days_are_left_until_the_last_one_which_counts_as_none() {
    let left = |expires: &str| House::of(&aws_until(expires)).agreement("aws").properties["DaysLeft"].clone();
    assert_eq!(left("2026-11-22"), json!(0));
    assert_eq!(left("2026-11-23"), json!(1));
    assert_eq!(left("2027-02-20"), json!(90));
    assert_eq!(left("2026-11-21"), json!(null));
    let ended = aws(&format!("{EXECUTED}\nterminated = 2026-11-25"));
    assert_eq!(House::of(&ended).agreement("aws").properties["DaysLeft"], json!(2));
}

#[test]
fn a_signed_successor_renews_and_one_that_leaves_a_gap_of_a_day_does_not() {
    let renewed = |rest: &str| {
        let text = [aws_until("2026-12-31"), renewal(rest)].concat();
        House::of(&text).agreement("aws").properties["Renewed"].clone()
    };
    assert_eq!(renewed("status = \"executed\"\neffective = 2027-01-01"), json!(true));
    assert_eq!(renewed("status = \"executed\"\neffective = 2027-01-02"), json!(false));
    assert_eq!(renewed("status = \"sent\"\neffective = 2027-01-01"), json!(false));
    assert_eq!(renewed("status = \"executed\"\neffective = 2026-11-22"), json!(true));
}

#[test]
fn a_successor_that_is_over_before_it_is_needed_renews_nothing() {
    let renewed = |rest: &str| {
        let text = [aws_until("2026-12-31"), renewal(rest)].concat();
        House::of(&text).agreement("aws").properties["Renewed"].clone()
    };
    let begun = "status = \"executed\"\neffective = 2026-01-01";
    assert_eq!(renewed(&format!("{begun}\nexpires = 2026-06-30")), json!(false));
    assert_eq!(renewed(&format!("{begun}\nterminated = 2026-06-30")), json!(false));
    assert_eq!(renewed(&format!("{begun}\nexpires = 2027-01-01")), json!(true));
}

#[test]
fn a_vendors_row_tells_since_when_phi_went_there() {
    let came_first = |since: &str| {
        let tracker = format!("[[vendor]]\nid = \"datadog\"\nphi_allowed = true\nphi_since = {since}\n");
        let subject = House::of(&[vendor("datadog", ""), tracker].concat()).agreement("datadog");
        (subject.properties["PhiSince"].clone(), subject.properties["PhiCameFirst"].clone())
    };
    assert_eq!(came_first("2024-12-31"), (json!("2024-12-31"), json!(true)));
    assert_eq!(came_first("2025-01-01"), (json!("2025-01-01"), json!(false)));
}

const CONDITION: &str = "[[agreement.condition]]\nsays = \"buckets keep versions\"\ncheck = \"s3-bucket-versioning\"\nservices = [\"s3\"]";

fn with_outcome(text: &str, outcome: Option<Outcome>) -> House {
    let mut house = House::of(text);
    let key = ("s3-bucket-versioning".to_owned(), ACCOUNT.to_owned());
    house.outcomes.extend(outcome.map(|outcome| (key, outcome)));
    house.decided()
}

#[test]
fn a_condition_is_met_unmet_or_undecided_and_the_row_says_so() {
    let text = aws(&format!("{EXECUTED}\n{CONDITION}"));
    let met = with_outcome(&text, Some(Outcome::Held));
    assert_eq!(met.rows[0].verdict, Verdict::Covered);
    assert!(texts(&met.agreement("aws"), "ConditionsUnmet").is_empty());
    let unmet = with_outcome(&text, Some(Outcome::Failed));
    assert_eq!(unmet.rows[0].verdict, Verdict::CarvedOut);
    assert_eq!(
        texts(&unmet.agreement("aws"), "ConditionsUnmet"),
        ["buckets keep versions (s3-bucket-versioning fails in 111122223333)"]
    );
    let denied = Outcome::Undecided(Some(Unread::without_call("", Cause::Denied)));
    let undecided = with_outcome(&text, Some(denied));
    assert_eq!(undecided.rows[0].verdict, Verdict::Conditional);
    assert_eq!(unread(&undecided.agreement("aws"), "ConditionsDecided"), Some(Cause::Denied));
    let never_made = with_outcome(&text, None);
    assert_eq!(unread(&never_made.agreement("aws"), "ConditionsDecided"), Some(Cause::NotCollected));
}

#[test]
fn a_condition_of_another_vendors_agreement_is_asked_where_the_vendor_is_used() {
    let of = |scope: &str, outcome| {
        let tracker = format!("[[vendor]]\nid = \"datadog\"\nphi_allowed = true\n{scope}\n");
        let subject =
            with_outcome(&[vendor("datadog", CONDITION), tracker].concat(), outcome).agreement("datadog");
        (texts(&subject, "ConditionsUnmet").len(), unread(&subject, "ConditionsDecided"))
    };
    assert_eq!(of("", Some(Outcome::Failed)), (1, None));
    assert_eq!(of("", Some(Outcome::Held)), (0, None));
    assert_eq!(of("", None), (0, Some(Cause::NotCollected)));
    assert_eq!(of("accounts = [\"444455556666\"]", Some(Outcome::Failed)), (0, Some(Cause::NotCollected)));
}
