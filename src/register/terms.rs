//! What 45 CFR 164.504(e)(2) and 164.314(a)(2) ask an agreement to say, each term under its own key.

use crate::diagnostic::words::words;

words! {
    /// A term of a business associate agreement, and what people ask besides. Two provisions that ask for the same term share
    /// its key. <https://www.ecfr.gov/current/title-45/section-164.504>
    pub enum Term {
        /// 164.504(e)(2)(i): which uses and disclosures are permitted.
        PermittedUses = "permitted_uses",
        /// 164.504(e)(2)(i)(A): may the associate use PHI for its own management and legal duties? A permission, not a duty.
        OwnManagement = "own_management",
        /// 164.504(e)(2)(i)(B): may it aggregate data for the covered entity's operations? A permission, not a duty.
        DataAggregation = "data_aggregation",
        /// 164.504(e)(2)(ii)(A): no use or disclosure beyond them.
        NoFurtherUse = "no_further_use",
        /// 164.504(e)(2)(ii)(B), 164.314(a)(2)(i)(A): the Security Rule's safeguards.
        Safeguards = "safeguards",
        /// 164.504(e)(2)(ii)(C), 164.314(a)(2)(i)(C): breaches and incidents are reported.
        ReportIncidents = "report_incidents",
        /// 164.504(e)(2)(ii)(D), 164.314(a)(2)(i)(B): subcontractors are bound to the same.
        BindSubcontractors = "bind_subcontractors",
        /// 164.504(e)(2)(ii)(E): patients' access.
        Access = "access",
        /// 164.504(e)(2)(ii)(F): amendment.
        Amendment = "amendment",
        /// 164.504(e)(2)(ii)(G): accounting of disclosures.
        Accounting = "accounting",
        /// 164.504(e)(2)(ii)(H): where the associate carries out the covered entity's own duties, it keeps the same rules. Asked
        /// only of agreements that hand such duties over.
        DelegatedDuties = "delegated_duties",
        /// 164.504(e)(2)(ii)(I): books and records are open to HHS.
        BooksAndRecords = "books_and_records",
        /// 164.504(e)(2)(ii)(J): PHI is returned or destroyed at the end.
        ReturnOrDestroy = "return_or_destroy",
        /// 164.504(e)(2)(iii): a violation allows termination.
        TerminateForBreach = "terminate_for_breach",
        /// Not asked by the rule: whether the agreement passes to a successor.
        Assignment = "assignment",
    }
}

words! {
    /// Whether an agreement says a [`Term`].
    pub enum Answer {
        /// It does.
        Yes = "yes",
        /// It does not.
        No = "no",
        /// Nobody looked: not the same as `no`.
        NotReviewed = "not_reviewed",
    }
}

impl Term {
    /// The paragraphs of 45 CFR that ask for it; empty where none does.
    pub const fn provisions(self) -> &'static [&'static str] {
        match self {
            Self::PermittedUses => &["164.504(e)(2)(i)"],
            Self::OwnManagement => &["164.504(e)(2)(i)(A)"],
            Self::DataAggregation => &["164.504(e)(2)(i)(B)"],
            Self::NoFurtherUse => &["164.504(e)(2)(ii)(A)"],
            Self::Safeguards => &["164.504(e)(2)(ii)(B)", "164.314(a)(2)(i)(A)"],
            Self::ReportIncidents => &["164.504(e)(2)(ii)(C)", "164.314(a)(2)(i)(C)"],
            Self::BindSubcontractors => &["164.504(e)(2)(ii)(D)", "164.314(a)(2)(i)(B)"],
            Self::Access => &["164.504(e)(2)(ii)(E)"],
            Self::Amendment => &["164.504(e)(2)(ii)(F)"],
            Self::Accounting => &["164.504(e)(2)(ii)(G)"],
            Self::DelegatedDuties => &["164.504(e)(2)(ii)(H)"],
            Self::BooksAndRecords => &["164.504(e)(2)(ii)(I)"],
            Self::ReturnOrDestroy => &["164.504(e)(2)(ii)(J)"],
            Self::TerminateForBreach => &["164.504(e)(2)(iii)"],
            Self::Assignment => &[],
        }
    }

    /// Whether an agreement without it lacks something: permissions and what the rule does not ask are no lack.
    pub const fn is_required(self) -> bool {
        !matches!(
            self,
            Self::OwnManagement | Self::DataAggregation | Self::DelegatedDuties | Self::Assignment
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Every paragraph of 164.504(e)(2) and 164.314(a)(2)(i), by hand from the rule; 164.314(a)(2)(ii) and (iii) say for whom.
    const ASKED: [&str; 17] = [
        "164.314(a)(2)(i)(A)",
        "164.314(a)(2)(i)(B)",
        "164.314(a)(2)(i)(C)",
        "164.504(e)(2)(i)",
        "164.504(e)(2)(i)(A)",
        "164.504(e)(2)(i)(B)",
        "164.504(e)(2)(ii)(A)",
        "164.504(e)(2)(ii)(B)",
        "164.504(e)(2)(ii)(C)",
        "164.504(e)(2)(ii)(D)",
        "164.504(e)(2)(ii)(E)",
        "164.504(e)(2)(ii)(F)",
        "164.504(e)(2)(ii)(G)",
        "164.504(e)(2)(ii)(H)",
        "164.504(e)(2)(ii)(I)",
        "164.504(e)(2)(ii)(J)",
        "164.504(e)(2)(iii)",
    ];

    #[test]
    fn each_term_that_the_rule_asks_for_is_one_key() {
        let mut keys: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (word, term) in Term::WORDS {
            for provision in term.provisions() {
                keys.entry(provision).or_default().push(word);
            }
        }
        assert_eq!(keys.keys().copied().collect::<Vec<_>>(), ASKED);
        assert!(keys.values().all(|words| words.len() == 1), "{keys:?}");
        assert_eq!(Term::WORDS.iter().filter(|(_, term)| term.is_required()).count(), 11);
    }
}
