//! What a customer was promised, held against what a vendor promises.

use super::Chain;
use crate::register::{Agreement, Answer, Offshore, Term};

/// One promise to a customer that a vendor's agreement does not keep up with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weaker {
    /// Id of the customer's agreement: the strictest of them, for one clause.
    pub customer: String,
    /// `breach_notice`, `regions`, `offshore`, or a term's key.
    pub clause: String,
    /// What the customer was promised.
    pub promised: String,
    /// What the vendor promises.
    pub held: String,
    /// How far apart they are.
    pub margin: String,
}

impl Weaker {
    /// Both clauses side by side, with the margin.
    pub fn sentence(&self) -> String {
        let Self { customer, clause, promised, held, margin } = self;
        format!("{clause}: {customer} is promised {promised}, and this promises {held} ({margin})")
    }
}

/// Every clause in which an agreement with a vendor is weaker than the strictest promise to a customer that rests on it, and the
/// keys of the register that nobody wrote and that could tell of more.
pub fn weaker_than_promised(chain: &Chain<'_>, vendor: &Agreement) -> (Vec<Weaker>, Vec<&'static str>) {
    let customers = chain.resting_on(vendor);
    let (mut weaker, mut unknown) = (Vec::new(), Vec::new());
    notice(&customers, vendor, &mut weaker, &mut unknown);
    regions(&customers, vendor, &mut weaker, &mut unknown);
    offshore(&customers, vendor, &mut weaker, &mut unknown);
    terms(&customers, vendor, &mut weaker, &mut unknown);
    (weaker, unknown)
}

fn clause(customer: &Agreement, clause: &str, promised: String, held: String, margin: &str) -> Weaker {
    let (customer, clause) = (customer.id.clone(), clause.to_owned());
    Weaker { customer, clause, promised, held, margin: margin.to_owned() }
}

fn notice(
    customers: &[&Agreement],
    vendor: &Agreement,
    weaker: &mut Vec<Weaker>,
    unknown: &mut Vec<&'static str>,
) {
    let strictest =
        customers.iter().filter_map(|c| Some((c.notice_hours()?, *c))).min_by_key(|(hours, _)| *hours);
    match (strictest, vendor.notice_hours()) {
        (Some((promised, customer)), Some(held)) if held > promised => {
            let margin = format!("{} late", span(held - promised));
            weaker.push(clause(customer, "breach_notice", span(promised), span(held), &margin));
        }
        // Where nobody wrote what a customer was promised, a vendor that seems early enough may be late.
        (_, Some(_)) if customers.iter().all(|c| c.notice_hours().is_some()) => {}
        _ if customers.is_empty() => {}
        _ => unknown.push("breach_notice_days"),
    }
}

/// What a customer is promised and the vendor does not promise; and what a vendor may do that a customer does not permit.
fn terms(
    customers: &[&Agreement],
    vendor: &Agreement,
    weaker: &mut Vec<Weaker>,
    unknown: &mut Vec<&'static str>,
) {
    for (word, term) in Term::WORDS {
        let (asked, kept, margin) = match term {
            Term::OwnManagement | Term::DataAggregation => (Answer::No, Answer::No, "permitted beyond it"),
            // Whether an agreement passes to a successor is no promise about PHI.
            Term::Assignment => continue,
            _ => (Answer::Yes, Answer::Yes, "not promised at all"),
        };
        let Some(customer) = customers.iter().find(|c| c.term(*term) == asked) else { continue };
        match vendor.term(*term) {
            held if held == kept => {}
            Answer::NotReviewed => unknown.push("terms"),
            held => {
                let (asked, held) = (asked.as_str().to_owned(), held.as_str().to_owned());
                weaker.push(clause(customer, word, asked, held, margin));
            }
        }
    }
}

/// Hours in the words that agreements use.
fn span(hours: i64) -> String {
    match hours {
        1 => "1 hour".to_owned(),
        24 => "1 day".to_owned(),
        hours if hours % 24 == 0 => format!("{} days", hours / 24),
        hours => format!("{hours} hours"),
    }
}

fn regions(
    customers: &[&Agreement],
    vendor: &Agreement,
    weaker: &mut Vec<Weaker>,
    unknown: &mut Vec<&'static str>,
) {
    for customer in customers.iter().filter(|c| !c.regions.is_empty()) {
        // Regions are AWS's: of another vendor a customer asks that PHI stays in the country.
        let domestic = customer.regions.iter().all(|region| is_domestic(region));
        if domestic && !vendor.is_with_aws() && vendor.regions.is_empty() {
            match vendor.offshore {
                Offshore::Forbidden => continue,
                Offshore::NotReviewed => {
                    unknown.push("offshore");
                    continue;
                }
                Offshore::Allowed => {}
            }
        }
        let beyond: Vec<&str> =
            vendor.regions.iter().filter(|r| !customer.regions.contains(r)).map(String::as_str).collect();
        let (held, margin) = match (vendor.regions.is_empty(), beyond.is_empty()) {
            (true, _) => ("any region".to_owned(), "no limit".to_owned()),
            (false, false) => (vendor.regions.join(", "), format!("{} beyond it", beyond.join(", "))),
            (false, true) => continue,
        };
        weaker.push(clause(customer, "regions", customer.regions.join(", "), held, &margin));
    }
}

fn offshore(
    customers: &[&Agreement],
    vendor: &Agreement,
    weaker: &mut Vec<Weaker>,
    unknown: &mut Vec<&'static str>,
) {
    let Some(customer) = customers.iter().find(|c| c.offshore == Offshore::Forbidden) else { return };
    let within = !vendor.regions.is_empty() && vendor.regions.iter().all(|region| is_domestic(region));
    match vendor.offshore {
        Offshore::Forbidden => {}
        _ if within => {}
        Offshore::Allowed => {
            let (promised, held) = ("forbidden".to_owned(), "allowed".to_owned());
            weaker.push(clause(customer, "offshore", promised, held, "PHI may leave the United States"));
        }
        Offshore::NotReviewed => unknown.push("offshore"),
    }
}

/// Whether a region lies in the United States.
/// <https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html>
pub(super) fn is_domestic(region: &str) -> bool {
    region.starts_with("us-")
}
