//! An agreement as valid: its words, and where it stands on a day.

use super::parts::{Condition, Document, Rationale, Scoped};
use super::terms::{Answer, Term};
use crate::diagnostic::Place;
use crate::diagnostic::words::words;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

words! {
    /// Which way the promise goes.
    pub enum Direction {
        /// From a vendor to us: it covers what we run there.
        Downstream = "downstream",
        /// From us to a customer: it rests on what we run.
        Upstream = "upstream",
    }
}

words! {
    /// What people wrote about an agreement; that it has expired is computed, never written.
    pub enum Status {
        /// Being negotiated.
        Draft = "draft",
        /// With the other side, not signed.
        Sent = "sent",
        /// Signed by both.
        Executed = "executed",
        /// Ended by one of them.
        Terminated = "terminated",
        /// Somebody decided that none is needed, and says why.
        NotRequired = "not_required",
    }
}

words! {
    /// What the other side is under HIPAA (45 CFR 160.103).
    pub enum LegalRole {
        /// A clinic, hospital, plan or clearinghouse.
        CoveredEntity = "covered_entity",
        /// Handles PHI for a covered entity.
        BusinessAssociate = "business_associate",
        /// Handles PHI for a business associate.
        Subcontractor = "subcontractor",
        /// Carries PHI without keeping or reading it, and needs no agreement.
        Conduit = "conduit",
    }
}

words! {
    /// Whether PHI may leave the United States under an agreement.
    pub enum Offshore {
        /// It must stay.
        Forbidden = "forbidden",
        /// It may leave.
        Allowed = "allowed",
        /// Nobody looked.
        NotReviewed = "not_reviewed",
    }
}

words! {
    /// Where an agreement stands on a day.
    pub enum Standing {
        /// It covers what it names.
        InForce = "in_force",
        /// It does not cover anything yet.
        Pending = "pending",
        /// It covered something once.
        Lapsed = "lapsed",
        /// None is needed, by somebody's decision.
        NotRequired = "not_required",
    }
}

/// One `[[agreement]]`, valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Agreement {
    /// Its name in this register, unique.
    pub id: String,
    /// Which way it goes.
    pub direction: Direction,
    /// The other side, as the document names it.
    pub counterparty: String,
    /// Which vendor the other side is; `aws` makes it the platform's own agreement.
    pub vendor: Option<String>,
    /// What people wrote about it.
    pub status: Status,
    /// The first day it is in force; written on every executed agreement.
    pub effective: Option<Date>,
    /// The last day it is in force; without it the agreement has no planned end.
    pub expires: Option<Date>,
    /// The first day it is no longer in force, because somebody ended it.
    pub terminated: Option<Date>,
    /// The id of the agreement that this one renews.
    pub predecessor: Option<String>,
    /// AWS account ids it names.
    pub accounts: Vec<String>,
    /// The AWS organization it names: `o-` and 10 to 32 letters and digits.
    pub organization: Option<String>,
    /// AWS regions it is limited to; empty is no limit.
    pub regions: Vec<String>,
    /// Slugs of the services it is limited to; empty is no limit.
    pub services: Vec<String>,
    /// What it leaves out: slugs of AWS's services, or for another vendor the names of its surfaces.
    pub carve_outs: Vec<String>,
    /// The vendor's surfaces it is limited to, in the vendor's words; empty is no limit.
    pub features: Vec<String>,
    /// Our accounts at the vendor that it covers: an organization, a workspace, a project.
    pub vendor_accounts: Vec<String>,
    /// Tags of the resources that belong to this customer alone.
    pub tags: Vec<Scoped>,
    /// Ids of the facilities it is for.
    pub facilities: Vec<String>,
    /// What must hold in configuration for it to cover anything.
    pub conditions: Vec<Condition>,
    /// Days from discovery of a breach to its notice.
    pub breach_notice_days: Option<i64>,
    /// The same in hours, where the document counts in hours.
    pub breach_notice_hours: Option<i64>,
    /// Every term with its answer; one that is not written is `not_reviewed`.
    pub terms: BTreeMap<Term, Answer>,
    /// Whether PHI may leave the United States.
    pub offshore: Offshore,
    /// Whether substance-use records under 42 CFR Part 2 are among the data.
    pub part_2: bool,
    /// Whether the document is also a Qualified Service Organization Agreement (42 CFR 2.11).
    pub qsoa: Answer,
    /// What the other side is under HIPAA.
    pub legal_role: Option<LegalRole>,
    /// Who signed for the other side, as the document has it.
    pub signed_by: Option<String>,
    /// Which of our legal entities signed; the register's organization where it is not written.
    pub our_entity: Option<String>,
    /// The day of the later signature; the first day in force where it is not written.
    pub signed_on: Option<Date>,
    /// The first day on which PHI of it flowed, where somebody knows.
    pub phi_since: Option<Date>,
    /// Why a weaker promise than a customer's was accepted, and what is done instead.
    pub flow_down: Option<Rationale>,
    /// Why none is required.
    pub reason: Option<String>,
    /// Who decided that.
    pub approver: Option<String>,
    /// The signed document.
    pub document: Option<Document>,
    /// Who looks after it.
    pub owner: Option<String>,
    /// When somebody last read it.
    pub last_reviewed: Option<Date>,
    /// Where it is written.
    pub place: Place,
}

impl Agreement {
    /// An agreement that says nothing: a draft to fill in.
    pub fn bare(place: Place) -> Self {
        Self {
            id: String::new(),
            direction: Direction::Downstream,
            counterparty: String::new(),
            vendor: None,
            status: Status::Draft,
            effective: None,
            expires: None,
            terminated: None,
            predecessor: None,
            accounts: Vec::new(),
            organization: None,
            regions: Vec::new(),
            services: Vec::new(),
            carve_outs: Vec::new(),
            features: Vec::new(),
            vendor_accounts: Vec::new(),
            tags: Vec::new(),
            facilities: Vec::new(),
            conditions: Vec::new(),
            breach_notice_days: None,
            breach_notice_hours: None,
            terms: BTreeMap::new(),
            offshore: Offshore::NotReviewed,
            part_2: false,
            qsoa: Answer::NotReviewed,
            legal_role: None,
            signed_by: None,
            our_entity: None,
            signed_on: None,
            phi_since: None,
            flow_down: None,
            reason: None,
            approver: None,
            document: None,
            owner: None,
            last_reviewed: None,
            place,
        }
    }

    /// Where it stands on a day: in force from `effective` to the day of `expires`, or to the day before `terminated`.
    pub fn standing(&self, on: Date) -> Standing {
        match self.status {
            Status::Draft | Status::Sent => return Standing::Pending,
            // Ended, and nobody wrote when: it may have ended before any day asked for.
            Status::Terminated if self.terminated.is_none() => return Standing::Lapsed,
            Status::Executed | Status::Terminated | Status::NotRequired => {}
        }
        if self.terminated.is_some_and(|day| day <= on) || self.expires.is_some_and(|day| day < on) {
            Standing::Lapsed
        } else if self.effective.is_some_and(|day| day > on) {
            Standing::Pending
        } else if self.status == Status::NotRequired {
            Standing::NotRequired
        } else if self.effective.is_none() {
            Standing::Pending
        } else {
            Standing::InForce
        }
    }

    /// Whether it says what it covers: accounts or an organization; with another vendor than AWS, our accounts there or its
    /// surfaces; for a customer's, accounts, services, tags or facilities.
    pub fn names_scope(&self) -> bool {
        let accounts = !self.accounts.is_empty();
        match self.direction {
            Direction::Downstream if self.is_with_aws() => accounts || self.organization.is_some(),
            Direction::Downstream => {
                let at_the_vendor = !self.vendor_accounts.is_empty() || !self.features.is_empty();
                accounts || self.organization.is_some() || at_the_vendor
            }
            Direction::Upstream => {
                accounts || !self.services.is_empty() || !self.tags.is_empty() || !self.facilities.is_empty()
            }
        }
    }

    /// Whether it is the platform's own agreement.
    pub fn is_with_aws(&self) -> bool {
        self.direction == Direction::Downstream && self.vendor.as_deref() == Some("aws")
    }

    /// How soon a breach must be told, in hours; `None` where nobody wrote it.
    pub fn notice_hours(&self) -> Option<i64> {
        self.breach_notice_hours.or_else(|| self.breach_notice_days.map(|days| days * 24))
    }

    /// The last day in force that is planned or written; `None` for no planned end, or where it was never in force.
    pub fn last_day(&self) -> Option<Date> {
        self.term_of_force().map(|(_, last)| last).filter(|last| *last != Date::MAX)
    }

    /// Whether it says a term.
    pub fn term(&self, term: Term) -> Answer {
        self.terms.get(&term).copied().unwrap_or(Answer::NotReviewed)
    }

    /// Terms that the rule requires and the document does not say.
    pub fn terms_missing(&self) -> impl Iterator<Item = Term> {
        self.required_terms(Answer::No)
    }

    /// Terms that the rule requires and nobody looked for.
    pub fn terms_not_reviewed(&self) -> impl Iterator<Item = Term> {
        self.required_terms(Answer::NotReviewed)
    }

    fn required_terms(&self, answered: Answer) -> impl Iterator<Item = Term> {
        let required = Term::WORDS.iter().map(|(_, term)| *term).filter(|term| term.is_required());
        required.filter(move |term| self.term(*term) == answered)
    }

    /// The days it was or will be in force, first and last; `None` when it never was, or when nobody wrote from when.
    /// [`Date::MAX`] stands for no planned end.
    pub(super) fn term_of_force(&self) -> Option<(Date, Date)> {
        let ended = match (self.status, self.terminated) {
            (Status::Executed, None) => Date::MAX,
            (Status::Executed | Status::Terminated, Some(day)) => day.yesterday().ok()?,
            _ => return None,
        };
        let last = self.expires.map_or(ended, |day| day.min(ended));
        let first = self.effective?;
        (first <= last).then_some((first, last))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use jiff::civil::date;
    use std::path::PathBuf;

    pub(in crate::register) fn executed(id: &str, effective: Date, expires: Option<Date>) -> Agreement {
        Agreement {
            id: id.to_owned(),
            counterparty: "Amazon Web Services, Inc.".to_owned(),
            vendor: Some("aws".to_owned()),
            status: Status::Executed,
            effective: Some(effective),
            expires,
            accounts: vec!["111122223333".to_owned()],
            ..Agreement::bare(Place { file: PathBuf::from("baa.toml"), line: 1 })
        }
    }

    #[test]
    fn an_executed_agreement_is_in_force_from_its_first_to_its_last_day() {
        let a = executed("aws", date(2025, 3, 1), Some(date(2027, 2, 28)));
        assert_eq!(a.standing(date(2025, 2, 28)), Standing::Pending);
        assert_eq!(a.standing(date(2025, 3, 1)), Standing::InForce);
        assert_eq!(a.standing(date(2027, 2, 28)), Standing::InForce);
        assert_eq!(a.standing(date(2027, 3, 1)), Standing::Lapsed);
    }

    #[test]
    fn without_an_end_it_stays_in_force() {
        let a = executed("aws", date(2025, 3, 1), None);
        assert_eq!(a.standing(date(2099, 1, 1)), Standing::InForce);
    }

    #[test]
    fn the_day_of_termination_is_no_longer_in_force() {
        let mut a = executed("aws", date(2025, 3, 1), None);
        a.terminated = Some(date(2026, 1, 10));
        for status in [Status::Executed, Status::Terminated] {
            a.status = status;
            assert_eq!(a.standing(date(2026, 1, 9)), Standing::InForce);
            assert_eq!(a.standing(date(2026, 1, 10)), Standing::Lapsed);
        }
    }

    #[test]
    fn terminated_without_a_date_has_lapsed_on_every_day() {
        let mut a = executed("aws", date(2025, 3, 1), None);
        a.status = Status::Terminated;
        assert_eq!(a.standing(date(2025, 3, 2)), Standing::Lapsed);
    }

    #[test]
    fn what_is_not_signed_is_pending_whatever_its_dates() {
        let mut a = executed("aws", date(2025, 3, 1), Some(date(2025, 4, 1)));
        for status in [Status::Draft, Status::Sent] {
            a.status = status;
            assert_eq!(a.standing(date(2025, 3, 15)), Standing::Pending);
            assert_eq!(a.standing(date(2026, 3, 15)), Standing::Pending);
        }
    }

    #[test]
    fn a_decision_that_none_is_required_holds_until_it_expires() {
        let mut a = executed("post", date(2025, 3, 1), Some(date(2026, 3, 1)));
        a.status = Status::NotRequired;
        assert_eq!(a.standing(date(2026, 3, 1)), Standing::NotRequired);
        assert_eq!(a.standing(date(2026, 3, 2)), Standing::Lapsed);
        (a.effective, a.expires) = (None, None);
        assert_eq!(a.standing(date(2026, 3, 2)), Standing::NotRequired);
    }

    #[test]
    fn a_downstream_agreement_names_accounts_or_an_organization_and_an_upstream_one_accounts_or_services() {
        let mut a = executed("aws", date(2025, 3, 1), None);
        assert!(a.names_scope());
        a.accounts.clear();
        a.services = vec!["s3".to_owned()];
        assert!(!a.names_scope());
        a.direction = Direction::Upstream;
        assert!(a.names_scope());
        a.services.clear();
        a.organization = Some("o-abcdefghij".to_owned());
        assert!(!a.names_scope());
        a.direction = Direction::Downstream;
        assert!(a.names_scope());
    }

    #[test]
    fn a_term_that_nobody_wrote_is_not_reviewed() {
        let a = executed("aws", date(2025, 3, 1), None);
        assert_eq!(a.term(Term::Access), Answer::NotReviewed);
    }
}
