//! One region's RDS while it is read: the client, the bound on calls, and the envelope that every resource shares.

use crate::resource::{Cause, KindReport, Resource, Unread};
use crate::service::TAGS;
use crate::source::aws::patience::Patience;
use crate::source::aws::typed::seconds;
use crate::source::aws::{CallCounter, CellContext};
use aws_sdk_rds::primitives::DateTime;
use aws_sdk_rds::{Client, config, types};
use serde_json::{Map, Value};
use tokio::sync::Semaphore;

/// The region's client, and who may call when.
pub(super) struct Reading<'a> {
    pub(super) ctx: &'a CellContext<'a>,
    pub(super) client: Client,
    permits: Semaphore,
}

/// What is read of one kind: its resources in AWS's order, and what became of the listing.
pub(super) struct Found {
    pub(super) kind: &'static str,
    pub(super) resources: Vec<Resource>,
    pub(super) report: KindReport,
}

/// What identifies a resource, beside its properties.
pub(super) struct Identity<'a> {
    pub(super) kind: &'static str,
    pub(super) id: Option<&'a str>,
    pub(super) arn: Option<&'a str>,
    pub(super) created_at: Option<String>,
}

impl<'a> Reading<'a> {
    /// Builds the region's client once.
    pub(super) fn new(ctx: &'a CellContext<'a>) -> Self {
        let counter = CallCounter::new(&ctx.calls, "rds");
        let config = config::Builder::from(ctx.sdk).interceptor(counter).interceptor(Patience).build();
        let permits = Semaphore::new(ctx.concurrency.max(1));
        Self { ctx, client: Client::from_conf(config), permits }
    }

    /// Awaits a call when it is its turn.
    pub(super) async fn turn<T>(&self, call: impl Future<Output = T>) -> T {
        // The semaphore is never closed, so that a refused permit cannot happen.
        let _permit = self.permits.acquire().await.ok();
        call.await
    }

    /// Whether a kind is asked for.
    pub(super) fn needs(&self, kind: &str) -> bool {
        self.ctx.needs.kind(kind)
    }

    /// Whether one of a kind's properties is asked for.
    pub(super) fn needs_property(&self, kind: &str, property: &str) -> bool {
        self.ctx.needs.property(kind, property)
    }

    /// A resource of this region, its tags not yet told.
    pub(super) fn resource(&self, identity: Identity<'_>, properties: Map<String, Value>) -> Resource {
        Resource {
            kind: identity.kind.to_owned(),
            id: identity.id.unwrap_or_default().to_owned(),
            arn: identity.arn.map(str::to_owned),
            account: self.ctx.account.to_owned(),
            region: self.ctx.region.to_owned(),
            name: identity.id.map(str::to_owned),
            created_at: identity.created_at,
            tags: None,
            properties,
            unread: Vec::new(),
            origin: None,
        }
    }

    /// A resource with the tags of its listing. RDS writes an empty list for a resource without tags, so that an answer
    /// without any list says nothing about them: <https://github.com/aws/aws-cli/issues/6392>.
    pub(super) fn tagged(&self, mut resource: Resource, listed: Option<&[types::Tag]>) -> Resource {
        let Some(listed) = listed else { return without_tags(resource) };
        let named = listed.iter().filter_map(|tag| Some((tag.key.clone()?, tag.value.clone())));
        resource.tags = Some(named.map(|(key, value)| self.ctx.tag(key, value)).collect());
        resource
    }
}

/// Says that the tags of a resource were not asked for: its listing does not carry them. Groups, subscriptions and proxies,
/// whose listings never do, hold no patient's data.
pub(super) fn without_tags(mut resource: Resource) -> Resource {
    resource.unread.push(Unread::without_call(format!("/{TAGS}"), Cause::NotCollected));
    resource
}

/// A creation time, as facts hold it.
pub(super) fn created(time: Option<&DateTime>) -> Option<String> {
    time.and_then(seconds)
}
