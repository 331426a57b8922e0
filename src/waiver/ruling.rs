//! Whether a waiver holds over a finding.

use super::glob;
use super::{Matching, Tally, Waiver, Waivers};
use jiff::civil::Date;

/// A failure that a waiver may be over.
#[derive(Debug, Clone, Copy)]
pub struct Finding<'a> {
    /// The check that failed.
    pub check: &'a str,
    /// The resource's ARN, else its key.
    pub key: &'a str,
    /// CloudFormation's type name.
    pub kind: &'a str,
    /// The id that is unique for the kind within account and region; `None` when it speaks of a whole listing.
    pub id: Option<&'a str>,
    /// Twelve digits.
    pub account: &'a str,
    /// Region, or `aws-global`.
    pub region: &'a str,
    /// The day the resource was created, where AWS says so.
    pub created_on: Option<Date>,
}

/// What the waivers say of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling<'a> {
    /// This waiver holds over it.
    Applies(&'a Waiver),
    /// This waiver is over it, and was given to a resource of that name before this one was created.
    Recreated(&'a Waiver),
    /// This waiver held over it until its last day.
    Expired(&'a Waiver),
}

impl<'a> Ruling<'a> {
    /// The waiver.
    pub fn waiver(self) -> &'a Waiver {
        match self {
            Self::Applies(waiver) | Self::Recreated(waiver) | Self::Expired(waiver) => waiver,
        }
    }

    /// Whether the finding is waived.
    pub fn applies(self) -> bool {
        matches!(self, Self::Applies(_))
    }

    /// What one waiver that matches says on a day; nothing before it was approved.
    fn of(waiver: &'a Waiver, finding: &Finding<'_>, on: Date) -> Option<Self> {
        if on < waiver.approved_on {
            None
        } else if waiver.expires_on < on {
            Some(Self::Expired(waiver))
        } else if !waiver.recreated && finding.created_on.is_some_and(|day| day > waiver.approved_on) {
            Some(Self::Recreated(waiver))
        } else {
            Some(Self::Applies(waiver))
        }
    }

    /// The better the more a waiver still holds; of two alike the one that holds longer, then the first in the file.
    fn rank(self) -> (u8, Date, std::cmp::Reverse<usize>) {
        let kind = match self {
            Self::Applies(_) => 2,
            Self::Recreated(_) => 1,
            Self::Expired(_) => 0,
        };
        (kind, self.waiver().expires_on, std::cmp::Reverse(self.waiver().number))
    }
}

impl Waivers {
    /// What the waivers say of a finding on a day: that one holds, else that one was given before the resource was created,
    /// else that one has lapsed. The last of several alike to expire is named.
    pub fn over(&self, finding: &Finding<'_>, on: Date) -> Option<Ruling<'_>> {
        self.matching(finding)
            .into_iter()
            .filter_map(|waiver| Ruling::of(waiver, finding, on))
            .max_by_key(|ruling| ruling.rank())
    }

    /// [`Waivers::over`], and counts every waiver that matched.
    pub fn rule(&self, finding: &Finding<'_>, on: Date, tally: &mut Tally) -> Option<Ruling<'_>> {
        let ruling = self.over(finding, on)?;
        for matched in self.matching(finding).into_iter().filter_map(|waiver| Ruling::of(waiver, finding, on))
        {
            tally.count(matched, ruling.applies());
        }
        Some(ruling)
    }

    /// Every waiver that names the finding's check and its resource, whatever the day.
    fn matching(&self, finding: &Finding<'_>) -> Vec<&Waiver> {
        let by_kind = without_arn(finding);
        let keys = || std::iter::once(finding.key).chain(by_kind.as_deref());
        let exact = self.exact.get(finding.check);
        let exact =
            exact.into_iter().flat_map(|of_check| keys().filter_map(|key| of_check.get(key))).flatten();
        let globs = self.globs.get(finding.check).into_iter().flatten();
        let globs =
            globs.filter(|number| keys().any(|key| glob::matches(&self.waivers[**number].resource, key)));
        let found = exact.chain(globs).map(|number| &self.waivers[*number]);
        found.filter(|waiver| waiver.is_within(finding)).collect()
    }
}

/// Kind and id of what has no ARN, when that is not the finding's key already.
fn without_arn(finding: &Finding<'_>) -> Option<String> {
    if finding.key.starts_with("arn:") {
        return None;
    }
    let key = format!("{}/{}", finding.kind, finding.id?);
    (key != finding.key).then_some(key)
}

impl Waiver {
    /// Whether account and region, where it names them, are the finding's.
    fn is_within(&self, finding: &Finding<'_>) -> bool {
        self.account.as_deref().is_none_or(|account| account == finding.account)
            && self.region.as_deref().is_none_or(|region| region == finding.region)
    }

    /// Whether its resource is a pattern.
    pub fn is_glob(&self) -> bool {
        self.matching == Matching::Glob
    }
}
