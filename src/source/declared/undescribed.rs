//! Things of AWS that no mapping knows: only the service they count under is told of them.

use super::{Change, Context, Item};
use crate::resource::{Cause, NOT_SAID, Origin, Resource, UNDESCRIBED, Unread};
use serde_json::{Map, json};

/// The stand-in for a thing; `None` for what belongs to no service of AWS, or goes.
pub(super) fn undescribed_thing(item: &Item, context: &Context<'_>) -> Option<Resource> {
    if item.change == Change::Delete {
        return None;
    }
    let service = (context.slug)(&item.type_name)?;
    Some(Resource {
        kind: UNDESCRIBED.to_owned(),
        id: item.address.clone(),
        arn: None,
        account: item.account.as_deref().or(context.account).unwrap_or(NOT_SAID).to_owned(),
        region: item.region.as_deref().or(context.region).unwrap_or(NOT_SAID).to_owned(),
        name: None,
        created_at: (item.change == Change::Create).then(|| context.at.to_owned()),
        tags: None,
        properties: Map::from_iter([
            ("Service".to_owned(), json!(service)),
            ("Type".to_owned(), json!(item.type_name)),
        ]),
        unread: undescribed_unread(item.change),
        origin: Some(Box::new(Origin {
            address: item.address.clone(),
            file: item.file.clone(),
            line: item.line,
            change: item.change,
            named: false,
        })),
    })
}

/// What nothing describes has tags that nobody looked at; and what is there already was made some day.
fn undescribed_unread(change: Change) -> Vec<Unread> {
    let mut unread = vec![Unread::without_call("/tags", Cause::NoCollector)];
    if change != Change::Create {
        unread.push(Unread::not_in_source("/created_at"));
    }
    unread
}
