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
    regions(&customers, vendor, &mut weaker);
    offshore(&customers, vendor, &mut weaker, &mut unknown);
    for (word, term) in Term::WORDS {
        let promised = customers.iter().find(|c| c.term(*term) == Answer::Yes);
        if let Some(customer) = promised.filter(|_| vendor.term(*term) == Answer::No) {
            weaker.push(clause(customer, word, "yes".to_owned(), "no".to_owned(), "not promised at all"));
        }
    }
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
    let Some((promised, customer)) = strictest else { return };
    match vendor.notice_hours() {
        None => unknown.push("breach_notice_days"),
        Some(held) if held > promised => {
            let margin = format!("{} late", span(held - promised));
            weaker.push(clause(customer, "breach_notice", span(promised), span(held), &margin));
        }
        Some(_) => {}
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

fn regions(customers: &[&Agreement], vendor: &Agreement, weaker: &mut Vec<Weaker>) {
    // Regions are AWS's: of another vendor a customer asks that PHI stays in the country.
    let stays = !vendor.is_with_aws() && vendor.offshore == Offshore::Forbidden;
    let kept = |c: &Agreement| stays && c.regions.iter().all(|region| is_domestic(region));
    for customer in customers.iter().filter(|c| !c.regions.is_empty() && !kept(c)) {
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
