//! Who renews whom and who is for which facility, looked up once for all questions of a day: a register may be long.

use super::{Agreement, Direction, Facility, Register, Standing, Status};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A register on a day, with its relations at hand.
pub struct Kin<'r> {
    /// The register.
    pub register: &'r Register,
    /// The day.
    pub on: Date,
    by_id: BTreeMap<&'r str, &'r Agreement>,
    renewals: BTreeMap<&'r str, Vec<&'r Agreement>>,
    /// What a renewal, over any number of steps, is in force in place of.
    superseded: BTreeSet<&'r str>,
    since: BTreeMap<&'r str, Date>,
    facilities: BTreeMap<&'r str, Vec<&'r Facility>>,
    accounts: BTreeMap<&'r str, BTreeSet<&'r str>>,
    of_facility: BTreeMap<&'r str, Vec<&'r str>>,
    customers: Vec<&'r Agreement>,
    taken: Option<BTreeSet<&'r str>>,
}

impl<'r> Kin<'r> {
    /// Looks everything up.
    pub fn of(register: &'r Register, on: Date) -> Self {
        let all = || register.agreements.iter();
        let in_force = |a: &&Agreement| a.standing(on) == Standing::InForce;
        let mut kin = Self {
            register,
            on,
            by_id: all().rev().map(|a| (a.id.as_str(), a)).collect(),
            renewals: BTreeMap::new(),
            superseded: BTreeSet::new(),
            since: BTreeMap::new(),
            facilities: BTreeMap::new(),
            accounts: BTreeMap::new(),
            of_facility: BTreeMap::new(),
            customers: all().filter(|a| a.direction == Direction::Upstream).filter(in_force).collect(),
            taken: None,
        };
        for agreement in all() {
            if let Some(before) = agreement.predecessor.as_deref() {
                kin.renewals.entry(before).or_default().push(agreement);
            }
        }
        all().filter(in_force).for_each(|agreement| kin.supersede(agreement));
        all().for_each(|agreement| kin.note_since(agreement));
        kin.note_facilities();
        let theirs = || kin.customers.iter().map(|customer| kin.accounts_of(customer));
        if theirs().all(|accounts| !accounts.is_empty()) {
            kin.taken = Some(theirs().flatten().copied().collect());
        }
        kin
    }

    fn before(&self, agreement: &Agreement) -> Option<&'r Agreement> {
        self.by_id.get(agreement.predecessor.as_deref()?).copied()
    }

    /// Marks everything before an agreement, as far as nothing after it did.
    fn supersede(&mut self, agreement: &'r Agreement) {
        let mut next = self.before(agreement);
        while let Some(before) = next.filter(|before| self.superseded.insert(&before.id)) {
            next = self.before(before);
        }
    }

    /// The links of an unbroken chain all begin where its first one does.
    fn note_since(&mut self, agreement: &'r Agreement) {
        let Some((mut first, _)) = agreement.term_of_force() else { return };
        let mut chain = vec![agreement];
        // A loaded register has no circles; one made by hand may.
        while let Some(before) =
            self.before(chain[chain.len() - 1]).filter(|_| chain.len() <= self.by_id.len())
        {
            let Some((begun, last)) = before.term_of_force() else { break };
            if begun > first || first.yesterday().is_ok_and(|day| last < day) {
                break;
            }
            first = begun;
            chain.push(before);
            if let Some(known) = self.since.get(before.id.as_str()) {
                first = *known;
                break;
            }
        }
        self.since.extend(chain.into_iter().map(|link| (link.id.as_str(), first)));
    }

    fn note_facilities(&mut self) {
        let mut named: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, facility) in self.register.facilities.iter().enumerate() {
            places.entry(&facility.id).or_default().push(at);
            for agreement in &facility.agreements {
                named.entry(agreement).or_default().insert(at);
            }
        }
        for agreement in &self.register.agreements {
            let mut at = named.get(agreement.id.as_str()).cloned().unwrap_or_default();
            at.extend(agreement.facilities.iter().filter_map(|id| places.get(id.as_str())).flatten());
            let facilities: Vec<&Facility> = at.into_iter().map(|at| &self.register.facilities[at]).collect();
            let theirs = facilities.iter().flat_map(|facility| &facility.accounts);
            let accounts = agreement.accounts.iter().chain(theirs).map(String::as_str).collect();
            for facility in &facilities {
                self.of_facility.entry(&facility.id).or_default().push(&agreement.id);
            }
            self.accounts.insert(&agreement.id, accounts);
            self.facilities.insert(&agreement.id, facilities);
        }
    }

    /// The agreement with an id.
    pub fn agreement(&self, id: &str) -> Option<&'r Agreement> {
        self.by_id.get(id).copied()
    }

    /// Customers' agreements that are in force.
    pub fn customers(&self) -> &[&'r Agreement] {
        &self.customers
    }

    /// The accounts of customers whose agreements are in force; `None` where one of them names none, and so may be in any.
    pub fn taken(&self) -> Option<&BTreeSet<&'r str>> {
        self.taken.as_ref()
    }

    /// The AWS accounts that an agreement names, itself or by its facilities; empty is no limit.
    pub fn accounts_of(&self, agreement: &Agreement) -> &BTreeSet<&'r str> {
        static NONE: BTreeSet<&str> = BTreeSet::new();
        self.accounts.get(agreement.id.as_str()).unwrap_or(&NONE)
    }

    /// The facilities that an agreement is for: those it names, and those that name it.
    pub fn facilities_of(&self, agreement: &Agreement) -> &[&'r Facility] {
        self.facilities.get(agreement.id.as_str()).map_or(&[], Vec::as_slice)
    }

    /// Ids of the agreements that are for a facility.
    pub fn agreements_of(&self, facility: &Facility) -> &[&'r str] {
        self.of_facility.get(facility.id.as_str()).map_or(&[], Vec::as_slice)
    }

    /// Whether a renewal of an agreement, over any number of steps, is in force.
    pub fn is_superseded(&self, agreement: &Agreement) -> bool {
        self.superseded.contains(agreement.id.as_str())
    }

    /// [`Register::in_force_since`].
    pub fn in_force_since(&self, agreement: &Agreement) -> Option<Date> {
        self.since.get(agreement.id.as_str()).copied()
    }

    /// Whether a renewal takes an agreement's place: one in force on the day, or, while this one is in force, one that is signed and
    /// will be in force on the day after its last.
    pub fn is_renewed(&self, agreement: &Agreement) -> bool {
        if self.is_superseded(agreement) {
            return true;
        }
        let next = agreement.last_day().filter(|_| agreement.standing(self.on) == Standing::InForce);
        let Some(next) = next.and_then(|last| last.tomorrow().ok()) else { return false };
        let mut seen = BTreeSet::from([agreement.id.as_str()]);
        let mut open = vec![agreement.id.as_str()];
        while let Some(id) = open.pop() {
            for renewal in self.renewals.get(id).into_iter().flatten() {
                // One that begins in time and is over by then takes no place.
                if renewal.status == Status::Executed && renewal.standing(next) == Standing::InForce {
                    return true;
                }
                if seen.insert(&renewal.id) {
                    open.push(&renewal.id);
                }
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::super::agreement::tests::executed;
    use super::super::tests::load_one;
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_chain_of_seventy_thousand_renewals_is_looked_up_in_moments() {
        let link = |n: usize| {
            let mut link = executed(&format!("a{n}"), date(2020, 1, 1), Some(date(2020, 12, 31)));
            link.predecessor = n.checked_sub(1).map(|before| format!("a{before}"));
            link
        };
        let mut register = load_one("").expect("a register");
        register.agreements = (0..70_000).map(link).collect();
        let begun = std::time::Instant::now();
        let kin = Kin::of(&register, date(2020, 6, 1));
        let all = || register.agreements.iter();
        assert_eq!(all().filter(|a| kin.is_renewed(a)).count(), 69_999);
        assert!(all().all(|a| kin.in_force_since(a) == Some(date(2020, 1, 1))));
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }
}
