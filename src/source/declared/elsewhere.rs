//! Parts of something that another plan, another template or somebody made.

use super::Change;
use super::gather::{Board, Draft, Parts};
use super::identity::partition;
use crate::resource::{Cause, Resource, Unread};

impl Board<'_> {
    /// Parts of something that is not in the source: of that, only what they say is known.
    pub(super) fn parents_elsewhere(&self, parts: &Parts) -> Vec<Resource> {
        let mut found = Vec::new();
        for ((kind, text), of_one) in &parts.elsewhere {
            let live = |at: &&usize| !matches!(self.drafts[**at].item.change, Change::Kept | Change::Delete);
            let (Some(first), Some(kind)) = (of_one.iter().find(live), self.context.catalog.kind(kind))
            else {
                continue;
            };
            let draft = &self.drafts[*first];
            let mut resource = self.bare(draft);
            let is_arn = text.starts_with("arn:");
            resource.id = text.rsplit([':', '/']).next().filter(|_| is_arn).unwrap_or(text).to_owned();
            resource.arn =
                is_arn.then(|| text.clone()).or_else(|| self.arn_elsewhere(&kind.name, text, draft));
            resource.name = None;
            resource.tags = None;
            if let Some(origin) = resource.origin.as_mut() {
                origin.change = Change::Update;
                origin.named = true;
            }
            let elsewhere = Unread {
                code: Some("NotInThisChange".to_owned()),
                ..Unread::without_call("", Cause::NotCollected)
            };
            resource.unread = vec![Unread { path: "/tags".to_owned(), ..elsewhere.clone() }];
            for property in kind.properties.keys() {
                resource.property_unread(property, &elsewhere);
            }
            self.join(&mut resource, kind, None, of_one);
            found.push(resource);
        }
        found
    }

    fn arn_elsewhere(&self, kind: &str, id: &str, draft: &Draft<'_>) -> Option<String> {
        let template = self.drafts.iter().map(|d| d.mapping).find(|m| m.kind == kind && m.part_of.is_none());
        let template = template?.arn.as_deref()?;
        let filled = template
            .replace("{id}", id)
            .replace("{account}", draft.account)
            .replace("{region}", draft.region)
            .replace("{partition}", partition(draft.region));
        (!filled.contains('{')).then_some(filled)
    }
}
