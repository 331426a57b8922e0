//! Promises to customers against those of vendors.

use super::*;

fn found(text: &str) -> (Vec<Weaker>, Vec<&'static str>) {
    House::of(text).ask(|chain| {
        let vendor = chain.register.agreement("datadog").expect("the vendor's agreement");
        weaker_than_promised(chain, vendor)
    })
}

fn clauses(text: &str) -> Vec<String> {
    found(text).0.iter().map(Weaker::sentence).collect()
}

#[test]
fn the_strictest_customer_is_named_with_the_margin() {
    let text = [
        upstream("mercy", "breach_notice_days = 10"),
        upstream("lakeside", "breach_notice_hours = 36"),
        vendor("datadog", "breach_notice_hours = 72\noffshore = \"forbidden\""),
    ]
    .concat();
    assert_eq!(
        clauses(&text),
        ["breach_notice: lakeside is promised 36 hours, and this promises 3 days (36 hours late)"]
    );
}

#[test]
fn hours_are_held_against_days_and_equal_is_not_weaker() {
    let of =
        |customer: &str, held: &str| found(&[upstream("mercy", customer), vendor("datadog", held)].concat());
    assert_eq!(of("breach_notice_days = 3", "breach_notice_hours = 72"), (Vec::new(), Vec::new()));
    assert_eq!(of("breach_notice_hours = 24", "breach_notice_days = 1"), (Vec::new(), Vec::new()));
    let (weaker, _) = of("breach_notice_days = 3", "breach_notice_hours = 73");
    assert_eq!((weaker[0].promised.as_str(), weaker[0].margin.as_str()), ("3 days", "1 hour late"));
}

#[test]
fn what_nobody_wrote_on_either_side_is_unknown_and_not_kept() {
    let of =
        |customers: &[String], held: &str| found(&[customers.concat(), vendor("datadog", held)].concat());
    let (mercy, silent) = (upstream("mercy", "breach_notice_days = 10"), upstream("silent", ""));
    let notice = (Vec::new(), vec!["breach_notice_days"]);
    assert_eq!(of(std::slice::from_ref(&mercy), ""), notice);
    assert_eq!(of(std::slice::from_ref(&silent), ""), notice);
    assert_eq!(of(std::slice::from_ref(&silent), "breach_notice_days = 1"), notice);
    assert_eq!(of(&[mercy.clone(), silent.clone()], "breach_notice_days = 1"), notice);
    assert_eq!(of(&[mercy, silent], "breach_notice_days = 11").0.len(), 1);
    assert_eq!(of(&[], ""), (Vec::new(), Vec::new()));
}

#[test]
fn an_unknown_clause_makes_the_comparison_unread_as_not_reviewed() {
    let house = House::of(&[upstream("mercy", "breach_notice_days = 10"), vendor("datadog", "")].concat());
    let subject = house.agreement("datadog");
    assert_eq!(unread(&subject, "FlowDownKnown"), Some(Cause::NotReviewed));
    let action = subject.unread_at("/properties/FlowDownKnown").and_then(|why| why.action.as_deref());
    assert_eq!(action, Some("register:agreement.breach_notice_days"));
}

#[test]
fn a_term_promised_to_a_customer_is_missing_denied_or_unknown_at_the_vendor() {
    let notice = "breach_notice_days = 5\n";
    let of = |customer: &str, held: &str| {
        let terms = |written: &str| format!("{notice}[agreement.terms]\n{written}");
        found(&[upstream("mercy", &terms(customer)), vendor("datadog", &terms(held))].concat())
    };
    let (weaker, unknown) = of("return_or_destroy = \"yes\"", "return_or_destroy = \"no\"");
    assert_eq!((weaker[0].clause.as_str(), unknown.len()), ("return_or_destroy", 0));
    assert_eq!(of("access = \"yes\"", "access = \"yes\""), (Vec::new(), Vec::new()));
    assert_eq!(of("access = \"yes\"", ""), (Vec::new(), vec!["terms"]));
    assert_eq!(of("access = \"no\"", "access = \"no\""), (Vec::new(), Vec::new()));
}

#[test]
fn a_permission_is_weaker_where_the_vendor_has_it_and_the_customer_gave_none() {
    let notice = "breach_notice_days = 5\n";
    let of = |customer: &str, held: &str| {
        let terms = |answer: &str| format!("{notice}[agreement.terms]\ndata_aggregation = \"{answer}\"");
        found(&[upstream("mercy", &terms(customer)), vendor("datadog", &terms(held))].concat()).0
    };
    assert_eq!(of("yes", "no"), []);
    let weaker = of("no", "yes");
    assert_eq!((weaker[0].promised.as_str(), weaker[0].held.as_str()), ("no", "yes"));
}

#[test]
fn phi_that_must_stay_in_the_country_is_weaker_where_it_may_leave_and_unknown_where_nobody_looked() {
    let notice = "breach_notice_days = 5\n";
    let of = |customer: &str, held: &str| {
        let (customer, held) = (format!("{notice}{customer}"), format!("{notice}{held}"));
        let (weaker, unknown) = found(&[upstream("mercy", &customer), vendor("datadog", &held)].concat());
        (weaker.into_iter().map(|w| w.clause).collect::<Vec<_>>(), unknown)
    };
    let stays = "offshore = \"forbidden\"";
    assert_eq!(of(stays, "offshore = \"allowed\""), (vec!["offshore".to_owned()], vec![]));
    assert_eq!(of(stays, stays), (vec![], vec![]));
    assert_eq!(of(stays, ""), (vec![], vec!["offshore"]));
    assert_eq!(of(stays, "regions = [\"us-east-1\"]"), (vec![], vec![]));
    let region = "regions = [\"us-east-1\"]";
    assert_eq!(of(region, stays), (vec![], vec![]));
    assert_eq!(of(region, "offshore = \"allowed\""), (vec!["regions".to_owned()], vec![]));
    assert_eq!(of(region, ""), (vec![], vec!["offshore"]));
    assert_eq!(of(region, "regions = [\"us-east-1\"]"), (vec![], vec![]));
    assert_eq!(of(region, "regions = [\"us-east-1\", \"us-west-2\"]"), (vec!["regions".to_owned()], vec![]));
}

#[test]
fn only_customers_whose_accounts_meet_the_vendors_count() {
    let of = |customer: &str, held: &str| {
        let customer = format!("breach_notice_days = 1\n{customer}");
        let held = format!("breach_notice_days = 60\n{held}");
        found(&[upstream("mercy", &customer), vendor("datadog", &held)].concat()).0.len()
    };
    let (here, there) = ("accounts = [\"111122223333\"]", "accounts = [\"444455556666\"]");
    assert_eq!(of(here, there), 0);
    assert_eq!(of(here, here), 1);
    assert_eq!(of("", there), 1);
    assert_eq!(of(here, ""), 1);
    assert_eq!(of(here, &format!("{there}\norganization = \"o-exampleorg1\"")), 1);
    assert_eq!(of(&format!("{here}\nexpires = 2026-11-21"), here), 0);
}

#[test]
fn a_vendor_that_gets_no_phi_says_so_beside_the_comparison() {
    let tracker = "[[vendor]]\nid = \"datadog\"\nphi_allowed = false\n";
    let text =
        [upstream("mercy", "breach_notice_days = 1"), vendor("datadog", ""), tracker.to_owned()].concat();
    let subject = House::of(&text).agreement("datadog");
    assert_eq!(subject.properties["PhiAllowed"], json!(false));
    assert_eq!(House::of(&text).subject("Register::Vendor", "datadog").properties["Customers"], json!([]));
}

#[test]
fn an_agreement_that_somebody_will_end_is_still_compared() {
    let ending = vendor("datadog", "breach_notice_days = 60\nterminated = 2027-01-31")
        .replace("status = \"executed\"", "status = \"terminated\"");
    let house = House::of(&[upstream("mercy", "breach_notice_days = 1"), ending].concat());
    let subject = house.agreement("datadog");
    assert_eq!(subject.properties["Standing"], json!("in_force"));
    assert_eq!(texts(&subject, "FlowDownClauses").len(), 1);
}
