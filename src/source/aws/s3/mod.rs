//! S3: the buckets of an account, wherever they are. One cell; each bucket carries its own region.

mod access;
mod bucket;
mod clients;
mod compatible;
mod data;
mod parts;
mod traffic;

use super::CellContext;
use super::typed::{Listing, listing};
use crate::source::{Outcome, Sink};
use aws_sdk_s3::types;
use bucket::Bucket;
use clients::Clients;
use futures::StreamExt;
use tokio::sync::Semaphore;

/// CloudFormation's kind of a bucket.
const BUCKET: &str = "AWS::S3::Bucket";

/// Buckets in a page. Only a request with a parameter is answered with each bucket's region:
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Bucket.html>.
const PAGE: i32 = 1000;

/// Reads every bucket of the account, in the order in which S3 lists them.
pub(crate) async fn read(ctx: &CellContext<'_>, sink: &mut dyn Sink) -> Outcome {
    let mut outcome = Outcome::default();
    if !ctx.needs.kind(BUCKET) {
        return outcome;
    }
    let clients = Clients::new(ctx);
    let permits = Semaphore::new(ctx.concurrency.max(1));
    let listing = list(&clients).await.sampled(ctx.sample);
    let mut resources = futures::stream::iter(&listing.items)
        .map(|listed| Bucket::new(ctx, &clients, &permits, listed).read())
        .buffered(ctx.concurrency.max(1));
    let mut count = 0;
    while let Some(resource) = resources.next().await {
        count += 1;
        sink.resource(resource);
    }
    outcome.kinds.insert(BUCKET.to_owned(), listing.report(count));
    outcome
}

async fn list(clients: &Clients) -> Listing<types::Bucket> {
    let s3 = clients.home();
    listing(
        "s3:ListAllMyBuckets",
        |token| s3.list_buckets().max_buckets(PAGE).set_continuation_token(token).send(),
        |page| (page.buckets, page.continuation_token),
    )
    .await
}

#[cfg(test)]
mod tests;
