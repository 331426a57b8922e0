//! Descriptions, valid: what each API is asked, and where in its answers the properties stand.

use super::Kind;
use super::form::Property;
use super::template::{Parameter, Reference, Template};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How requests and answers are written. <https://smithy.io/2.0/aws/protocols/index.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// Form in, XML out.
    Query,
    /// EC2's dialect of it.
    Ec2Query,
    /// JSON 1.0.
    Json10,
    /// JSON 1.1.
    Json11,
    /// HTTP paths and JSON.
    RestJson,
    /// HTTP paths and XML.
    RestXml,
    /// Read by code of its own, over a typed SDK.
    Typed,
}

impl Protocol {
    /// The words that descriptions use.
    pub const WORDS: [(&'static str, Self); 7] = [
        ("query", Self::Query),
        ("ec2-query", Self::Ec2Query),
        ("json-1.0", Self::Json10),
        ("json-1.1", Self::Json11),
        ("rest-json", Self::RestJson),
        ("rest-xml", Self::RestXml),
        ("typed", Self::Typed),
    ];

    /// Whether operations have methods and paths of their own.
    pub fn is_rest(self) -> bool {
        matches!(self, Self::RestJson | Self::RestXml)
    }

    /// Whether answers are XML.
    pub fn is_xml(self) -> bool {
        matches!(self, Self::Query | Self::Ec2Query | Self::RestXml)
    }
}

/// Where an API is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// In each enabled region.
    Regional,
    /// Once per account, in the cell [`crate::resource::GLOBAL`].
    Global,
}

/// The host of a global API in one partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlobalEndpoint {
    /// The host's name.
    pub host: String,
    /// The region its requests are signed for.
    pub region: String,
}

/// One API.
#[derive(Debug, Clone)]
pub struct Api {
    /// botocore's id, and the folder's name: `kms`.
    pub id: String,
    /// The model's `serviceId`, which names `AWS_ENDPOINT_URL_<SERVICE_ID>`.
    pub service_id: String,
    /// How it speaks.
    pub protocol: Protocol,
    /// The API's version, as requests carry it.
    pub version: String,
    /// The first word of its hosts.
    pub endpoint_prefix: String,
    /// The service's name in signatures.
    pub signing_name: String,
    /// What stands before the operation in `X-Amz-Target`; JSON protocols only.
    pub target_prefix: String,
    /// The service's prefix in IAM actions.
    pub iam_prefix: String,
    /// Where it is asked, unless a kind says otherwise.
    pub scope: Scope,
    /// Hosts that do not follow the rule `{endpoint_prefix}.{region}.{suffix}`: a text with `{account}`, `{region}`, `{suffix}`.
    pub host: Option<String>,
    /// Hosts of other partitions that follow another rule than `host`, by partition.
    pub hosts: BTreeMap<String, String>,
    /// Hosts of a global API by partition.
    pub global: BTreeMap<String, GlobalEndpoint>,
    /// What it lists.
    pub kinds: Vec<KindDescription>,
}

impl Api {
    /// The scopes of its kinds: the cells there are of it.
    pub fn scopes(&self) -> BTreeSet<Scope> {
        self.kinds.iter().map(|kind| kind.scope).collect()
    }
}

/// One kind, and how it is read.
#[derive(Debug, Clone)]
pub struct KindDescription {
    /// Its name, service and shapes.
    pub kind: Kind,
    /// Where it is asked.
    pub scope: Scope,
    /// How it is listed; `None` for typed APIs, whose code knows.
    pub listing: Option<Listing>,
    /// IAM actions of typed APIs that every reading of the kind takes.
    pub actions: BTreeSet<String>,
    /// IAM actions of typed APIs by the top-level property that takes them (and [`super::TAGS`]).
    pub property_actions: BTreeMap<String, String>,
}

impl KindDescription {
    /// The IAM actions that reading these properties takes (and [`super::TAGS`] among them).
    pub fn actions(&self, wanted: &BTreeSet<String>) -> BTreeSet<String> {
        let mut actions = self.actions.clone();
        actions.extend(wanted.iter().filter_map(|property| self.property_actions.get(property).cloned()));
        if let Some(listing) = &self.listing {
            actions.insert(listing.call.action.clone());
            actions.extend(listing.each.iter().map(|each| each.call.action.clone()));
            actions.extend(listing.details_for(wanted).map(|detail| detail.call.action.clone()));
        }
        actions
    }
}

/// How a kind is listed, and what is asked about each item.
#[derive(Debug, Clone)]
pub struct Listing {
    /// Outer lists, for APIs that list a kind only within another thing: the clusters whose services are listed.
    pub each: Vec<Each>,
    /// The operation that lists, once for every item of the outer lists.
    pub call: Call,
    /// Error codes of the list that mean: the outer item is gone since it was listed.
    pub gone: Vec<String>,
    /// Where the items stand; `None`: the answer itself is the one item.
    pub items: Option<Items>,
    /// Only items that meet all of these belong to the cell.
    pub keep: Vec<Condition>,
    /// The resource's id.
    pub id: Template,
    /// Its ARN.
    pub arn: Option<Template>,
    /// Its name.
    pub name: Option<Template>,
    /// When it was created.
    pub created_at: Option<Reference>,
    /// Its tags.
    pub tags: Option<Tags>,
    /// What is asked about each item, in an order in which each refers to earlier ones only.
    pub details: Vec<Detail>,
    /// Top-level properties.
    pub properties: BTreeMap<String, Property>,
}

impl Listing {
    /// Every call that reading the kind may take.
    pub fn calls(&self) -> impl Iterator<Item = &Call> {
        let outer = self.each.iter().map(|each| &each.call);
        outer.chain([&self.call]).chain(self.details.iter().map(|detail| &detail.call))
    }

    /// The details that these properties (and [`super::TAGS`]) and the resource's envelope take, in order.
    pub fn details_for(&self, wanted: &BTreeSet<String>) -> impl Iterator<Item = &Detail> {
        let mut names: BTreeSet<&str> = BTreeSet::new();
        let envelope = [Some(&self.id), self.arn.as_ref(), self.name.as_ref()];
        names.extend(envelope.into_iter().flatten().flat_map(Template::sources));
        names.extend(self.created_at.iter().filter_map(|r| r.source.as_deref()));
        if wanted.contains(super::TAGS) {
            names.extend(self.tags.iter().filter_map(|tags| tags.from.as_deref()));
        }
        names.extend(
            wanted
                .iter()
                .filter_map(|property| self.properties.get(property))
                .filter_map(|p| p.from.as_deref()),
        );
        for detail in self.details.iter().rev() {
            if names.contains(detail.name.as_str()) {
                names.extend(detail.sources());
            }
        }
        self.details.iter().filter(move |detail| names.contains(detail.name.as_str()))
    }
}

/// Where the items of a list stand in its answer.
#[derive(Debug, Clone)]
pub struct Items {
    /// Path to them, or to the table that holds them.
    pub path: String,
    /// How they are written there.
    pub form: ItemsForm,
}

/// How the items of a list are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemsForm {
    /// Each as an element.
    Elements,
    /// Each as a row of one table of comma-separated values in base64, whose columns are the paths within an item.
    Csv,
}

impl ItemsForm {
    /// The words that descriptions use.
    pub const WORDS: [(&'static str, Self); 2] = [("elements", Self::Elements), ("csv", Self::Csv)];
}

/// One operation, and with what it is called.
#[derive(Debug, Clone)]
pub struct Call {
    /// The API's name for it.
    pub operation: String,
    /// The IAM action it takes.
    pub action: String,
    /// `POST`, unless the protocol is REST.
    pub method: String,
    /// Its path; `/` unless the protocol is REST.
    pub uri: Template,
    /// Its parameters: form, JSON body, or the query string of a GET.
    pub parameters: BTreeMap<String, Parameter>,
    /// Parameters that travel as headers.
    pub headers: BTreeMap<String, Template>,
    /// How the next page is asked for.
    pub paging: Option<Paging>,
    /// Error codes that mean: nothing is configured.
    pub not_configured: Vec<String>,
    /// Error codes that mean: AWS is still writing it down, ask again.
    pub again: Vec<String>,
}

/// An outer list.
#[derive(Debug, Clone)]
pub struct Each {
    /// How paths refer to its item.
    pub name: String,
    /// The operation that lists; it may refer to items of the lists above.
    pub call: Call,
    /// Path to the items; `None`: the answer itself is the one item.
    pub items: Option<String>,
    /// Only items that meet all of these are gone through.
    pub keep: Vec<Condition>,
}

/// How the next page is asked for.
#[derive(Debug, Clone)]
pub struct Paging {
    /// The parameter that takes the token.
    pub input: String,
    /// The path of the token in the answer.
    pub output: String,
    /// The path of the flag that says whether there is more, where the API has one.
    pub more: Option<String>,
}

/// A call about each item.
#[derive(Debug, Clone)]
pub struct Detail {
    /// How paths refer to its answer.
    pub name: String,
    /// The call.
    pub call: Call,
    /// Made only when all of these hold; otherwise what it would tell is `null`.
    pub when: Vec<Condition>,
    /// Error codes that mean: the item is gone since it was listed.
    pub gone: Vec<String>,
}

impl Detail {
    /// The other details whose answers it takes.
    fn sources(&self) -> impl Iterator<Item = &str> {
        let parameters = self.call.parameters.values().flat_map(Parameter::sources);
        let headers = self.call.headers.values().flat_map(Template::sources);
        let when = self.when.iter().filter_map(|c| c.path.source.as_deref());
        parameters.chain(headers).chain(self.call.uri.sources()).chain(when)
    }
}

/// What must stand at a path.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Where to look.
    pub path: Reference,
    /// What it holds the value against.
    pub wanted: Wanted,
}

/// What a [`Condition`] asks of the value.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// One of these: literals, or texts with placeholders.
    OneOf(Vec<Parameter>),
    /// None of these; nothing there is none of them.
    NoneOf(Vec<Parameter>),
    /// That there is one, or that there is none.
    Present(bool),
}

/// Where tags stand.
#[derive(Debug, Clone)]
pub struct Tags {
    /// The detail that tells; `None`: the listed item.
    pub from: Option<String>,
    /// The path of the list (or map) of tags.
    pub path: String,
    /// The member with a tag's key; the empty text for a map.
    pub key: String,
    /// The member with a tag's value.
    pub value: String,
}

/// A literal that stands for a value AWS leaves out, with the page that says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Absent {
    /// AWS's default.
    pub value: Value,
    /// Where AWS documents it.
    pub url: String,
}
