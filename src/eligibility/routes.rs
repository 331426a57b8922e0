//! From a CloudFormation type or an ARN to the service it counts under: the longest match decides.

use std::collections::BTreeMap;

/// Ways to a slug, by family: a CloudFormation namespace or an ARN's service prefix.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Routes(BTreeMap<String, Family>);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Family {
    /// The service of all that nothing more special matches.
    owner: Option<String>,
    /// Longest first.
    special: Vec<Special>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Special {
    beginning: String,
    whole: bool,
    slug: String,
}

impl Routes {
    /// Names the service of a whole family; an owner that stands already stays.
    pub(super) fn own(&mut self, family: &str, slug: &str) {
        self.0.entry(family.to_owned()).or_default().owner.get_or_insert_with(|| slug.to_owned());
    }

    /// Whether the family has an owner.
    pub(super) fn is_owned(&self, family: &str) -> bool {
        self.0.get(family).is_some_and(|f| f.owner.is_some())
    }

    /// Sends what is called `beginning`, or with `whole` unset begins so, to a service of its own.
    pub(super) fn except(&mut self, family: &str, beginning: &str, whole: bool, slug: &str) {
        let special = &mut self.0.entry(family.to_owned()).or_default().special;
        special.push(Special { beginning: beginning.to_owned(), whole, slug: slug.to_owned() });
        special.sort_by(|a, b| b.beginning.len().cmp(&a.beginning.len()).then(b.whole.cmp(&a.whole)));
    }

    /// The slug for a name within a family.
    pub(super) fn find(&self, family: &str, name: &str) -> Option<&str> {
        let family = self.0.get(family)?;
        family
            .special
            .iter()
            .find(|s| if s.whole { name == s.beginning } else { name.starts_with(&s.beginning) })
            .map(|s| s.slug.as_str())
            .or(family.owner.as_deref())
    }
}

/// `AWS::EC2::Volume` as `AWS::EC2` and `Volume`; the second is empty for a namespace alone.
pub(super) fn split_kind(kind: &str) -> (&str, &str) {
    let end = kind.match_indices("::").nth(1).map_or(kind.len(), |(at, _)| at);
    (&kind[..end], kind[end..].strip_prefix("::").unwrap_or(""))
}
