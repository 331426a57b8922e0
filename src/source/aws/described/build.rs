//! Makes a resource of a listed item: asks for its details and writes every declared property down.

use super::caller::{Caller, unusable};
use super::item::{Surroundings, Told};
use super::means;
use super::pages::Pages;
use crate::resource::{Cause, Resource, Tag, Unread};
use crate::service::{Detail, KindDescription, Listing, Reference, TAGS, Tags, Template};
use crate::source::aws::answer::{self, Answer};
use serde_json::Value;
use std::collections::BTreeSet;

/// What is read of a kind.
pub(super) struct Wanted<'a> {
    described: &'a KindDescription,
    listing: &'a Listing,
    details: Vec<&'a Detail>,
}

impl<'a> Wanted<'a> {
    pub(super) fn new(
        described: &'a KindDescription,
        listing: &'a Listing,
        properties: &BTreeSet<String>,
    ) -> Self {
        Self { described, listing, details: listing.details_for(properties).collect() }
    }

    fn asked(&self, source: Option<&str>) -> bool {
        source.is_none_or(|name| {
            self.listing.each.iter().any(|each| each.name == name)
                || self.details.iter().any(|detail| detail.name == name)
        })
    }
}

/// Reads one item.
///
/// # Errors
/// When AWS's answer does not tell the item's id: then there is nothing to hang findings on.
pub(super) async fn read_item(
    caller: &Caller<'_>,
    wanted: &Wanted<'_>,
    mut around: Surroundings<'_>,
) -> Result<Resource, Unread> {
    for detail in &wanted.details {
        let told = ask(caller, detail, &around).await;
        around.told.insert(detail.name.clone(), told);
    }
    let listing = wanted.listing;
    let id = around.text(&listing.id)?.filter(|id| !id.is_empty());
    let mut resource = Resource {
        kind: wanted.described.kind.name.clone(),
        id: id.ok_or_else(|| unusable(&listing.call.action, "ItemWithoutId"))?,
        arn: None,
        account: caller.context.account.to_owned(),
        region: caller.context.region.to_owned(),
        name: None,
        created_at: None,
        tags: None,
        properties: serde_json::Map::new(),
        unread: Vec::new(),
        origin: None,
    };
    resource.arn =
        envelope(&mut resource.unread, "/arn", listing.arn.as_ref(), |t: &Template| around.text(t));
    resource.name =
        envelope(&mut resource.unread, "/name", listing.name.as_ref(), |t: &Template| around.text(t));
    let created = |at: &Reference| Ok(around.value(at)?.and_then(answer::time));
    resource.created_at = envelope(&mut resource.unread, "/created_at", listing.created_at.as_ref(), created);
    write_properties(caller, wanted, &around, &mut resource);
    match &listing.tags {
        None => resource.tags = Some(Vec::new()),
        Some(tags) if wanted.asked(tags.from.as_deref()) => write_tags(caller, tags, &around, &mut resource),
        Some(_) => resource.unread.push(Unread::without_call(format!("/{TAGS}"), Cause::NotCollected)),
    }
    Ok(resource)
}

async fn ask(caller: &Caller<'_>, detail: &Detail, around: &Surroundings<'_>) -> Told {
    match around.holds(&detail.when) {
        Ok(true) => {}
        Ok(false) => return Told::Nothing,
        Err(unread) => return Told::Unread(unread),
    }
    match Pages::new(caller, &detail.call, around).all().await {
        Ok(pages) => Told::Pages(pages),
        Err(unread) if means(&unread, &detail.call.not_configured) => Told::Nothing,
        Err(unread) if means(&unread, &detail.gone) => {
            Told::Unread(Unread { cause: Cause::GoneDuringScan, ..unread })
        }
        Err(unread) => Told::Unread(unread),
    }
}

fn envelope<T>(
    unread: &mut Vec<Unread>,
    path: &str,
    source: Option<&T>,
    read: impl Fn(&T) -> Result<Option<String>, Unread>,
) -> Option<String> {
    match read(source?) {
        Ok(value) => value,
        Err(why) => {
            unread.push(Unread { path: path.to_owned(), ..why });
            None
        }
    }
}

fn write_properties(
    caller: &Caller<'_>,
    wanted: &Wanted<'_>,
    around: &Surroundings<'_>,
    resource: &mut Resource,
) {
    let answer = Answer { xml: caller.api.protocol.is_xml() };
    for (name, property) in &wanted.listing.properties {
        let source = property.from.as_deref();
        if !wanted.asked(source) {
            resource.property_unread(name, &Unread::without_call("", Cause::NotCollected));
            continue;
        }
        let value = around.roots(source).and_then(|roots| {
            if source.is_some() && roots.is_empty() {
                return Ok(Value::Null);
            }
            answer.field(&property.field, &roots).map_err(|_| {
                let detail = wanted.details.iter().find(|detail| Some(detail.name.as_str()) == source);
                let call = detail.map_or(&wanted.listing.call, |detail| &detail.call);
                unusable(&call.action, "UnexpectedAnswer")
            })
        });
        match value {
            Ok(value) => {
                resource.properties.insert(name.clone(), value);
            }
            Err(why) => resource.property_unread(name, &why),
        }
    }
}

fn write_tags(caller: &Caller<'_>, tags: &Tags, around: &Surroundings<'_>, resource: &mut Resource) {
    let roots = match around.roots(tags.from.as_deref()) {
        Ok(roots) => roots,
        Err(why) => {
            resource.unread.push(Unread { path: format!("/{TAGS}"), ..why });
            return;
        }
    };
    let found = answer::nodes(&roots, &tags.path);
    let tag = |key: String, value: Option<String>| caller.context.tag(key, value);
    let mut read: Vec<Tag> = if tags.key.is_empty() {
        let maps = found.iter().filter_map(|node| node.as_object());
        maps.flatten().map(|(key, value)| tag(key.clone(), answer::word(value))).collect()
    } else {
        let pairs = found
            .iter()
            .filter_map(|node| Some((answer::text(&[node], &tags.key)?, answer::text(&[node], &tags.value))));
        pairs.map(|(key, value)| tag(key, value)).collect()
    };
    read.sort_by(|a, b| a.key.cmp(&b.key));
    resource.tags = Some(read);
}
