//! Which thing a part belongs to.

use super::{Board, Draft, Parts, STEPS};
use crate::resource::NOT_SAID;
use crate::source::declared::Written;
use crate::source::declared::convert::Converter;

impl Board<'_> {
    pub(super) fn sort_in(&self, parts: &mut Parts, at: usize, draft: &Draft<'_>, named: &Written) {
        let kind = draft.mapping.kind.as_str();
        let is_parent = |other: &Draft<'_>| other.mapping.part_of.is_none() && other.mapping.kind == kind;
        let resolve = |to: &str, attribute: &str| self.resolve(to, attribute);
        let converter = Converter { style: draft.mapping.style, resolve: &resolve, made: true };
        let named = named.taken();
        let by_reference = match named {
            Written::Reference { to, .. } => self.parent(to, kind, STEPS),
            Written::Joined(words) if draft.mapping.of_several => self.only_one_in(words, kind),
            _ => None,
        };
        let by_name = match (by_reference, converter.text(named)) {
            (None, Some(text)) => self.called(&text, draft, &is_parent),
            _ => Vec::new(),
        };
        // Of several that go by the name, none is the parent for sure: two APIs with a stage `prod`.
        let only = by_name.first().copied().filter(|_| by_name.len() == 1);
        match by_reference.or(only) {
            Some(parent) => parts.of.entry(parent).or_default().push(at),
            None if draft.mapping.of_several && self.is_another(named, kind) => {}
            None => match named.text() {
                Some(text) if by_name.is_empty() => {
                    parts.elsewhere.entry((kind.to_owned(), text.to_owned())).or_default().push(at);
                }
                _ => parts.lose(draft, at),
            },
        }
    }

    /// The things that a text names: those in the part's account and region before others.
    fn called(&self, text: &str, part: &Draft<'_>, is_parent: &dyn Fn(&Draft<'_>) -> bool) -> Vec<usize> {
        let fits = |at: &usize| is_parent(&self.drafts[*at]) && self.drafts[*at].names.are(text);
        let all: Vec<usize> = (0..self.drafts.len()).filter(fits).collect();
        let here =
            |at: &usize| (self.drafts[*at].account, self.drafts[*at].region) == (part.account, part.region);
        let near: Vec<usize> = all.iter().copied().filter(here).collect();
        if near.is_empty() { all } else { near }
    }

    /// The thing of the kind at an address, or the one that a part at that address belongs to: a rotation names the attachment
    /// of a secret, and means the secret.
    fn parent(&self, to: &str, kind: &str, steps: u8) -> Option<usize> {
        let at = *self.by_address.get(to)?;
        let draft = &self.drafts[at];
        let attribute = match draft.mapping.part_of.as_deref() {
            _ if draft.mapping.kind != kind => return None,
            None => return Some(at),
            Some(attribute) => attribute,
        };
        let converter = Converter { style: draft.mapping.style, resolve: &|_, _| None, made: true };
        match converter.walk(draft.values, attribute).as_ref() {
            Written::Reference { to, .. } => self.parent(to, kind, steps.checked_sub(1)?),
            _ => None,
        }
    }

    /// The only thing of the kind that a text put together speaks of.
    fn only_one_in(&self, words: &[Written], kind: &str) -> Option<usize> {
        let mut found = words.iter().filter_map(|word| match word {
            Written::Reference { to, .. } => self.parent(to, kind, STEPS),
            _ => None,
        });
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }

    /// Whether what a part names is surely none of the kind, where it may be of several: the firewall's association names a
    /// load balancer and no stage.
    fn is_another(&self, named: &Written, kind: &str) -> bool {
        let is_of_kind =
            |to: &str| self.by_address.get(to).is_some_and(|at| self.drafts[*at].mapping.kind == kind);
        match named {
            Written::Reference { to, .. } => !is_of_kind(to),
            Written::Joined(words) => !words.iter().any(|word| match word {
                Written::Reference { to, .. } => is_of_kind(to),
                Written::Unknown | Written::Computed => true,
                _ => false,
            }),
            // One that is not in the source is nothing that is judged here.
            Written::Text(_) => true,
            _ => false,
        }
    }
}

/// The things that one attribute names: a policy attachment may name several roles.
pub(super) fn each_of(written: &Written) -> &[Written] {
    match written {
        Written::List(elements) => elements,
        // One that the provider computes names nothing that is written: an address that belongs to no instance.
        Written::Null | Written::Computed => &[],
        one => std::slice::from_ref(one),
    }
}

/// Whether two places are the same as far as they are said.
pub(super) fn alike(one: &str, other: &str) -> bool {
    one == other || one == NOT_SAID || other == NOT_SAID
}
