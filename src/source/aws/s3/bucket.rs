//! One bucket: where it is, and how each of its parts is asked for.

use super::clients::{Clients, redirected_to, region_of};
use super::{BUCKET, parts};
use crate::resource::{Cause, GLOBAL, Resource, Unread};
use crate::service::TAGS;
use crate::source::aws::typed::seconds;
use crate::source::aws::{CellContext, refusal};
use aws_sdk_s3::{Client, types};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use serde_json::Map;
use std::error::Error;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use tokio::sync::Semaphore;

/// A bucket while it is read.
pub(super) struct Bucket<'a> {
    pub(super) ctx: &'a CellContext<'a>,
    clients: &'a Clients,
    permits: &'a Semaphore,
    listed: &'a types::Bucket,
    /// `None` until some answer tells it.
    region: Mutex<Option<String>>,
    /// Set when S3 no longer knows the bucket.
    gone: AtomicBool,
}

impl<'a> Bucket<'a> {
    /// A bucket as `ListBuckets` told it.
    pub(super) fn new(
        ctx: &'a CellContext<'a>,
        clients: &'a Clients,
        permits: &'a Semaphore,
        listed: &'a types::Bucket,
    ) -> Self {
        let region = Mutex::new(listed.bucket_region.clone());
        Self { ctx, clients, permits, listed, region, gone: AtomicBool::new(false) }
    }

    /// The bucket's name.
    pub(super) fn name(&self) -> &'a str {
        self.listed.name().unwrap_or_default()
    }

    /// Whether a property, or the tags, are asked for.
    pub(super) fn needs(&self, property: &str) -> bool {
        self.ctx.needs.property(BUCKET, property)
    }

    /// Asks for the region if need be, then for each part that is needed.
    pub(super) async fn read(self) -> Resource {
        let mut unread = Vec::new();
        if self.known_region().is_none()
            && let Err(why) = self.ask_region().await
        {
            unread.push(Unread { path: "/region".to_owned(), ..why });
        }
        let parts = parts::read(&self).await;
        let mut resource = self.envelope();
        if resource.region != GLOBAL {
            // A redirect told what the question for the region did not.
            unread.clear();
        }
        resource.unread = unread;
        for (property, part) in parts.properties {
            match part {
                Ok(value) => {
                    resource.properties.insert(property.to_owned(), value);
                }
                Err(why) => resource.property_unread(property, &why),
            }
        }
        match parts.tags {
            Ok(tags) => resource.tags = Some(tags),
            Err(why) => resource.unread.push(Unread { path: format!("/{TAGS}"), ..why }),
        }
        resource
    }

    fn envelope(&self) -> Resource {
        let name = self.name();
        let arn = self.listed.bucket_arn().map(str::to_owned);
        Resource {
            kind: BUCKET.to_owned(),
            id: name.to_owned(),
            arn: Some(arn.unwrap_or_else(|| format!("arn:{}:s3:::{name}", self.ctx.partition))),
            account: self.ctx.account.to_owned(),
            region: self.known_region().unwrap_or_else(|| GLOBAL.to_owned()),
            name: Some(name.to_owned()),
            created_at: self.listed.creation_date().and_then(seconds),
            tags: None,
            properties: Map::new(),
            unread: Vec::new(),
            origin: None,
        }
    }

    fn known_region(&self) -> Option<String> {
        self.region.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn learn_region(&self, region: &str) {
        *self.region.lock().unwrap_or_else(PoisonError::into_inner) = Some(region.to_owned());
    }

    async fn ask_region(&self) -> Result<(), Unread> {
        let call = |s3: Client| s3.get_bucket_location().bucket(self.name()).send();
        if let Some(answer) = self.ask("s3:GetBucketLocation", &[], call).await? {
            self.learn_region(region_of(answer.location_constraint().map(|constraint| constraint.as_str())));
        }
        Ok(())
    }

    /// Sends one call in the bucket's region, and once more where S3 says the bucket is. `None` when the error's code is
    /// one of `absent`: the codes that say that nothing is configured.
    ///
    /// # Errors
    /// Why the answer could not be had, with `action`, the IAM action of the call.
    pub(super) async fn ask<O, E, A>(
        &self,
        action: &str,
        absent: &[&str],
        call: impl Fn(Client) -> A,
    ) -> Result<Option<O>, Unread>
    where
        E: ProvideErrorMetadata + Error + 'static,
        A: Future<Output = Result<O, SdkError<E, HttpResponse>>>,
    {
        // The semaphore is never closed, so that a refused permit cannot happen.
        let _permit = self.permits.acquire().await.ok();
        if self.gone.load(Ordering::Relaxed) {
            let gone = Unread::without_call("", Cause::GoneDuringScan);
            return Err(Unread { action: Some(action.to_owned()), ..gone });
        }
        let region = self.known_region().unwrap_or_else(|| self.clients.home_region().to_owned());
        let mut answer = call(self.clients.of(&region)).await;
        if let Some(other) = answer.as_ref().err().and_then(elsewhere).filter(|other| *other != region) {
            self.learn_region(&other);
            answer = call(self.clients.of(&other)).await;
        }
        match answer {
            Ok(answer) => Ok(Some(answer)),
            Err(error) => self.settle(action, absent, &error).map(|()| None),
        }
    }

    /// What an error means: nothing configured, or unread.
    fn settle<E>(
        &self,
        action: &str,
        absent: &[&str],
        error: &SdkError<E, HttpResponse>,
    ) -> Result<(), Unread>
    where
        E: ProvideErrorMetadata + Error + 'static,
    {
        match code(error) {
            Some(code) if absent.contains(&code) => Ok(()),
            Some("NoSuchBucket") => {
                self.gone.store(true, Ordering::Relaxed);
                Err(Unread { cause: Cause::GoneDuringScan, ..refusal::unread(action, error) })
            }
            _ => Err(refusal::unread(action, error)),
        }
    }
}

fn code<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> Option<&str> {
    error.as_service_error().and_then(ProvideErrorMetadata::code)
}

fn elsewhere<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> Option<String> {
    redirected_to(code(error), error.raw_response()?)
}
