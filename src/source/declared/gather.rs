//! From a declaration to resources in CloudFormation's vocabulary: each thing by its mapping, its parts joined to it.

mod belong;

use super::convert::Converter;
use super::identity::{Names, Place, partition};
use super::mapping::Mapping;
use super::mappings::Mappings;
use super::merge::merge;
use super::parts::{append, lies_at, not_in_source, touched};
use super::plain::unknown;
use super::statement;
use super::undescribed::undescribed_thing;
use super::{Change, Declaration, Item, Style, Written};
use crate::diagnostic::Problems;
use crate::resource::{GLOBAL, NOT_SAID, Origin, Resource, Tag, Unread};
use crate::service::{Catalog, Kind, Scope};
use belong::{alike, each_of};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What gathering takes beside the declaration.
pub struct Context<'a> {
    /// The kinds there are.
    pub catalog: &'a Catalog,
    /// The slug of the service that a type counts under; `None` for what belongs to no service of AWS.
    pub slug: &'a dyn Fn(&str) -> Option<String>,
    /// When the source was made, RFC 3339 UTC.
    pub at: &'a str,
    /// The account of things whose source does not tell it.
    pub account: Option<&'a str>,
    /// The region of things whose source does not tell it.
    pub region: Option<&'a str>,
    /// Whether the scope asks for the values of tags with this key.
    pub keeps_value: &'a dyn Fn(&str) -> bool,
}

/// How many things a value is looked for from one to the next.
const STEPS: u8 = 4;

/// One thing, or one of the further things it makes.
pub(super) struct Draft<'d> {
    pub(super) item: &'d Item,
    pub(super) mapping: &'d Mapping,
    /// Its attributes; of an element, the element's.
    values: &'d Written,
    pub(super) account: &'d str,
    pub(super) region: &'d str,
    names: Names,
}

/// Everything that names things while they are put together.
pub(super) struct Board<'d> {
    pub(super) context: &'d Context<'d>,
    pub(super) drafts: Vec<Draft<'d>>,
    /// The first draft of each address.
    by_address: BTreeMap<&'d str, usize>,
}

/// Resources of every thing that is there after the change, in the declaration's order.
///
/// # Errors
/// When a mapping's file is wrong.
pub fn resources(
    declaration: &Declaration,
    mappings: &mut Mappings<'_>,
    context: &Context<'_>,
) -> Result<Vec<Resource>, Problems> {
    for item in &declaration.items {
        mappings.of(&item.type_name)?;
    }
    let board = Board::of(declaration, mappings, context);
    let parts = board.parts();
    let mut resources = Vec::new();
    let mut told = BTreeSet::new();
    for (at, draft) in board.drafts.iter().enumerate() {
        let mut is_new = |draft: &Draft<'_>| {
            let kept = draft.item.change == Change::Kept;
            told.insert((draft.account.to_owned(), draft.names.id.clone(), draft.mapping.kind.clone(), kept))
        };
        if draft.mapping.part_of.is_some() || draft.item.change == Change::Delete {
            continue;
        }
        if !draft.mapping.once || is_new(draft) {
            resources.push(board.resource(at, draft, &parts));
        }
    }
    resources.extend(board.parents_elsewhere(&parts));
    let undescribed = declaration.items.iter().filter(|item| mappings.known(&item.type_name).is_none());
    resources.extend(undescribed.filter_map(|item| undescribed_thing(item, context)));
    Ok(resources)
}

/// What parts belong to: by the draft's position; to something of a name that is not in the source; or to nobody knows what.
#[derive(Default)]
pub(super) struct Parts {
    of: BTreeMap<usize, Vec<usize>>,
    pub(super) elsewhere: BTreeMap<(String, String), Vec<usize>>,
    /// Kind, account and region, with the parts whose parent is not known.
    lost: BTreeMap<(String, String, String), Vec<usize>>,
}

impl Parts {
    fn lose(&mut self, part: &Draft<'_>, at: usize) {
        let place = (part.mapping.kind.clone(), part.account.to_owned(), part.region.to_owned());
        self.lost.entry(place).or_default().push(at);
    }
}

impl<'d> Board<'d> {
    fn of(declaration: &'d Declaration, mappings: &'d Mappings<'_>, context: &'d Context<'d>) -> Self {
        let mut board = Self { context, drafts: Vec::new(), by_address: BTreeMap::new() };
        for item in &declaration.items {
            let Some(mapping) = mappings.known(&item.type_name) else { continue };
            let first = board.drafts.len();
            for mapping in mapping.all() {
                board.add(item, mapping);
            }
            if board.drafts.len() > first {
                board.by_address.entry(&item.address).or_insert(first);
            }
        }
        board
    }

    fn add(&mut self, item: &'d Item, mapping: &'d Mapping) {
        if let Some((attribute, words)) = &mapping.when {
            match super::condition::holds(words, item.values.member(&mapping.style.written(attribute))) {
                Some(true) => {}
                None if !mapping.once => {}
                Some(false) | None => return,
            }
        }
        let account = item.account.as_deref().or(self.context.account).unwrap_or(NOT_SAID);
        let region = item.region.as_deref().or(self.context.region).unwrap_or(NOT_SAID);
        let place = Place { account, region, partition: partition(region) };
        let mut draft = |values: &'d Written, address: &str| {
            let names = Names::of(item, values, address, mapping, &place);
            self.drafts.push(Draft { item, mapping, values, account, region, names });
        };
        match mapping.each.as_deref() {
            None => draft(&item.values, &item.address),
            Some(attribute) => {
                let elements = match item.values.member(&mapping.style.written(attribute)) {
                    Written::List(elements) => elements.as_slice(),
                    one @ Written::Map(_) => std::slice::from_ref(one),
                    _ => &[],
                };
                for (at, element) in elements.iter().enumerate() {
                    draft(element, &format!("{}.{attribute}[{at}]", item.address));
                }
            }
        }
    }

    /// What an attribute of another thing gives.
    fn resolve(&self, to: &str, attribute: &str) -> Option<String> {
        self.resolve_within(to, attribute, STEPS)
    }

    /// Likewise, where what it gives is another thing's again: the VPC of a subnet.
    fn resolve_within(&self, to: &str, attribute: &str, steps: u8) -> Option<String> {
        let draft = &self.drafts[*self.by_address.get(to)?];
        if let Some(identity) = draft.mapping.refs.get(attribute) {
            return draft.names.get(*identity);
        }
        let on = |to: &str, attribute: &str| {
            steps.checked_sub(1).and_then(|steps| self.resolve_within(to, attribute, steps))
        };
        let converter = Converter { style: draft.mapping.style, resolve: &on, made: true };
        converter.text(&converter.walk(&draft.item.values, attribute))
    }

    fn parts(&self) -> Parts {
        let mut parts = Parts::default();
        for (at, draft) in self.drafts.iter().enumerate() {
            let Some(attribute) = &draft.mapping.part_of else { continue };
            if attribute == "." {
                let whole = self.by_address.get(draft.item.address.as_str());
                whole.into_iter().for_each(|whole| parts.of.entry(*whole).or_default().push(at));
                continue;
            }
            let converter = Converter { style: draft.mapping.style, resolve: &|_, _| None, made: true };
            let written = converter.walk(draft.values, attribute);
            let several = matches!(written.as_ref(), Written::List(several) if several.len() > 1);
            if several && draft.mapping.style == Style::Terraform && !attribute.ends_with('s') {
                // One of them, of which nobody says which: only an attribute of several names several.
                parts.lose(draft, at);
                continue;
            }
            for named in each_of(&written) {
                self.sort_in(&mut parts, at, draft, named);
            }
        }
        parts
    }

    fn resource(&self, at: usize, draft: &Draft<'_>, parts: &Parts) -> Resource {
        let mut resource = self.bare(draft);
        let resolve = |to: &str, attribute: &str| self.resolve(to, attribute);
        let made = draft.item.change == Change::Create;
        let converter = Converter { style: draft.mapping.style, resolve: &resolve, made };
        if let Some(kind) = self.context.catalog.kind(&draft.mapping.kind) {
            let (properties, unread) = converter.properties(draft.mapping, &kind.properties, draft.values);
            resource.properties = properties;
            resource.unread.extend(unread);
            let whole = self.by_address.get(draft.item.address.as_str()).map(|at| &self.drafts[*at].names);
            draft.names.tell(draft.mapping, whole, &mut resource);
            let own = parts.of.get(&at).map(Vec::as_slice).unwrap_or_default();
            self.join(&mut resource, kind, Some(draft.mapping), own);
            let here = |(kind, account, region): &(String, String, String)| {
                *kind == draft.mapping.kind && alike(account, draft.account) && alike(region, draft.region)
            };
            for lost in parts.lost.iter().filter(|(place, _)| here(place)).map(|(_, lost)| lost) {
                self.doubt(&mut resource, own, lost);
            }
            not_in_source(&mut resource, kind, draft.mapping);
        }
        resource
    }

    /// A resource without its properties.
    pub(super) fn bare(&self, draft: &Draft<'_>) -> Resource {
        let item = draft.item;
        let kind = draft.mapping.kind.as_str();
        let mut resource = Resource {
            kind: kind.to_owned(),
            id: draft.names.id.clone(),
            arn: draft.names.arn.clone(),
            account: draft.account.to_owned(),
            region: self.region(kind, draft.region),
            name: draft.names.name.clone(),
            // Made no earlier than now.
            created_at: (item.change == Change::Create).then(|| self.context.at.to_owned()),
            tags: None,
            properties: Map::new(),
            unread: Vec::new(),
            origin: Some(Box::new(Origin {
                address: item.address.clone(),
                file: item.file.clone(),
                line: item.line,
                change: item.change,
                named: draft.names.named,
            })),
        };
        if item.change != Change::Create {
            resource.unread.push(Unread::not_in_source("/created_at"));
        }
        if resource.arn.is_none() {
            resource.unread.push(unknown("/arn"));
        }
        self.tag(&mut resource, draft);
        resource
    }

    /// Where a kind is read once for the whole account, its resources have no region; a bucket keeps its own.
    fn region(&self, kind: &str, written: &str) -> String {
        let described = self.context.catalog.described(kind);
        let global = described.is_some_and(|d| d.scope == Scope::Global && d.kind.api != "s3");
        if global { GLOBAL.to_owned() } else { written.to_owned() }
    }

    fn tag(&self, resource: &mut Resource, draft: &Draft<'_>) {
        let resolve = |to: &str, attribute: &str| self.resolve(to, attribute);
        let converter = Converter { style: draft.mapping.style, resolve: &resolve, made: true };
        let found =
            draft.mapping.tags.iter().map(|name| draft.values.member(&draft.mapping.style.written(name)));
        let written: Vec<&Written> = found.filter(|written| !written.is_null()).collect();
        let keep = |key: &str, value: &Written| Tag {
            key: key.to_owned(),
            value: (self.context.keeps_value)(key).then(|| converter.text(value)).flatten(),
        };
        resource.tags = match written.as_slice() {
            [] => Some(Vec::new()),
            [Written::Map(tags), ..] | [_, Written::Map(tags), ..] => {
                Some(tags.iter().map(|(key, value)| keep(key, value)).collect())
            }
            [Written::List(tags), ..] => tags
                .iter()
                .map(|tag| {
                    let key = converter.text(tag.member(&draft.mapping.style.own("Key")))?;
                    Some(keep(&key, tag.member(&draft.mapping.style.own("Value"))))
                })
                .collect(),
            _ => None,
        };
        if resource.tags.is_none() {
            resource.unread.push(unknown("/tags"));
        }
    }

    /// Lays the parts over their parent.
    pub(super) fn join(&self, resource: &mut Resource, kind: &Kind, of: Option<&Mapping>, parts: &[usize]) {
        let resolve = |to: &str, attribute: &str| self.resolve(to, attribute);
        for part in parts.iter().map(|at| &self.drafts[*at]) {
            if part.item.change != Change::Kept {
                touched(resource);
            }
            if part.item.change == Change::Delete {
                continue;
            }
            let converter = Converter { style: part.mapping.style, resolve: &resolve, made: true };
            let (properties, unread) = converter.properties(part.mapping, &kind.properties, part.values);
            for (name, field) in &part.mapping.properties {
                let pointer = format!("/properties/{name}");
                let told = properties.get(name);
                if !field.statement.is_empty() {
                    statement::add(resource, name, statement::of(&converter, field, part.values));
                    continue;
                }
                if field.append && told.is_some() && told == field.absent.as_ref() {
                    continue; // the part says nothing of this: an egress rule of ingress
                }
                if field.append && told.is_none_or(Value::is_array) {
                    // What AWS puts there unasked goes as soon as anything is asked for: the rule that lets all out.
                    let unasked =
                        of.and_then(|of| of.properties.get(name)).and_then(|own| own.absent.as_ref());
                    if let Some(list) =
                        resource.properties.get_mut(name).filter(|list| Some(&**list) == unasked)
                    {
                        *list = Value::Null;
                    }
                    append(resource, name, told, unread.iter().filter(|u| lies_at(&u.path, &pointer)));
                    continue;
                }
                if field.merge {
                    merge(resource, name, told, &unread);
                    continue;
                }
                resource.unread.retain(|u| !lies_at(&u.path, &pointer));
                resource.unread.extend(unread.iter().filter(|u| lies_at(&u.path, &pointer)).cloned());
                match told {
                    Some(value) => _ = resource.properties.insert(name.clone(), value.clone()),
                    None => _ = resource.properties.remove(name),
                }
            }
        }
    }

    /// A part of which nobody knows the parent may be this one's.
    fn doubt(&self, resource: &mut Resource, own: &[usize], lost: &[usize]) {
        for part in lost.iter().map(|at| self.drafts[*at].mapping) {
            for (name, field) in &part.properties {
                let told = own.iter().any(|at| self.drafts[*at].mapping.properties.contains_key(name));
                if !told || field.append || field.merge {
                    resource.unread.retain(|u| !lies_at(&u.path, &format!("/properties/{name}")));
                    resource.property_unread(name, &unknown(""));
                }
            }
        }
    }
}
