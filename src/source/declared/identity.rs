//! What names a thing: its id, ARN and name as AWS will know them, or its address until then.

use super::convert::Converter;
use super::mapping::{Identity, Mapping};
use super::plain::unknown;
use super::{Item, Written};
use crate::resource::Resource;

/// The names of one thing.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Names {
    pub(super) id: String,
    /// Whether the id is AWS's own.
    pub(super) named: bool,
    pub(super) arn: Option<String>,
    pub(super) name: Option<String>,
}

impl Names {
    /// Names a thing by its mapping's templates.
    pub(super) fn of(
        item: &Item,
        values: &Written,
        address: &str,
        mapping: &Mapping,
        place: &Place<'_>,
    ) -> Self {
        let converter = Converter { style: mapping.style, resolve: &|_, _| None, made: true };
        let attribute = |name: &str| match name {
            "account" => Some(place.account.to_owned()),
            "region" => Some(place.region.to_owned()),
            "partition" => Some(place.partition.to_owned()),
            name => {
                let (name, default) = name.split_once('|').map_or((name, None), |(name, d)| (name, Some(d)));
                match converter.walk(values, name).as_ref() {
                    Written::Null | Written::Computed => default.map(str::to_owned),
                    written => converter.text(written).filter(|text| !text.is_empty()),
                }
            }
        };
        let own = mapping.id.as_deref().and_then(|template| fill(template, &attribute));
        let named = own.is_some();
        let id = own.unwrap_or_else(|| format!("{}{address}", mapping.id_prefix));
        let written = converter.text(&converter.walk(&item.values, &mapping.style.own("Arn")));
        // Until a name is known, the address stands for it: the ARN is then one by which other things of the source find this one.
        let with_id = |name: &str| match name.strip_suffix("|address").unwrap_or(name) {
            "id" => Some(id.clone()),
            "address" => Some(address.to_owned()),
            name => attribute(name).or_else(|| Some(address.to_owned())),
        };
        let arn = written
            .filter(|text| text.starts_with("arn:") && mapping.each.is_none())
            .or_else(|| mapping.arn.as_deref().and_then(|template| fill(template, &with_id)));
        let own_name = |word: &str| if word == "id" { Some(id.clone()) } else { attribute(word) };
        let name = mapping.name.as_deref().and_then(|template| fill(template, &own_name));
        Self { id, named, arn, name }
    }

    /// The text that an attribute of it gives.
    pub(super) fn get(&self, identity: Identity) -> Option<String> {
        match identity {
            Identity::Id => Some(self.id.clone()),
            Identity::Arn => self.arn.clone(),
            Identity::Below => self.arn.as_ref().map(|arn| format!("{arn}:*")),
            Identity::Name => Some(self.name.clone().unwrap_or_else(|| self.id.clone())),
        }
    }

    /// Writes the properties that are its own names, under which other things of the source know it too, or those of the item
    /// that makes it.
    pub(super) fn tell(&self, mapping: &Mapping, item: Option<&Self>, resource: &mut Resource) {
        for (name, field) in &mapping.properties {
            let own = field.own.map(|identity| self.get(identity));
            let of_item = || field.item.map(|identity| item.and_then(|item| item.get(identity)));
            match own.or_else(of_item) {
                None => {}
                Some(Some(text)) => _ = resource.properties.insert(name.clone(), text.into()),
                Some(None) => resource.unread.push(unknown(&format!("/properties/{name}"))),
            }
        }
    }

    /// Whether a text that another thing uses means this one.
    pub(super) fn are(&self, text: &str) -> bool {
        self.id == text || self.arn.as_deref() == Some(text) || self.name.as_deref() == Some(text)
    }
}

/// Where a thing is.
pub(super) struct Place<'p> {
    pub(super) account: &'p str,
    pub(super) region: &'p str,
    pub(super) partition: &'p str,
}

/// The partition of a region: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>.
pub(super) fn partition(region: &str) -> &'static str {
    match region {
        r if r.starts_with("cn-") => "aws-cn",
        r if r.starts_with("us-gov-") => "aws-us-gov",
        r if r.starts_with("eusc-") => "aws-eusc",
        _ => "aws",
    }
}

/// A template with the words in braces filled in; `None` when one is not known.
fn fill(template: &str, word: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}')?;
        text.push_str(before);
        text.push_str(&word(name)?);
        rest = behind;
    }
    text.push_str(rest);
    Some(text)
}
