//! Resources that hold data, counted by account and by the tags of a customer: what must be gone when an agreement ends.

use crate::register::{Agreement, Direction, Register};
use crate::resource::{Cause, Resource, Unread};
use std::collections::{BTreeMap, BTreeSet};

/// Kinds whose resources keep what was put into them: buckets, databases, volumes, their copies and backups, logs, queues.
pub(super) const HOLD_DATA: [&str; 43] = [
    "AWS::Backup::RecoveryPoint",
    "AWS::Cassandra::Table",
    "AWS::DAX::Cluster",
    "AWS::DocDB::DBCluster",
    "AWS::DocDB::DBClusterSnapshot",
    "AWS::DynamoDB::Table",
    "AWS::EC2::Image",
    "AWS::EC2::Snapshot",
    "AWS::EC2::Volume",
    "AWS::EFS::FileSystem",
    "AWS::EMR::Cluster",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::ElastiCache::ServerlessCache",
    "AWS::FSx::FileSystem",
    "AWS::Glacier::Vault",
    "AWS::HealthImaging::Datastore",
    "AWS::HealthLake::FHIRDatastore",
    "AWS::Kendra::Index",
    "AWS::Kinesis::Stream",
    "AWS::KinesisVideo::Stream",
    "AWS::Lightsail::Bucket",
    "AWS::Logs::LogGroup",
    "AWS::MSK::Cluster",
    "AWS::MSK::ServerlessCluster",
    "AWS::MemoryDB::Cluster",
    "AWS::Neptune::DBCluster",
    "AWS::Neptune::DBClusterSnapshot",
    "AWS::NeptuneGraph::Graph",
    "AWS::OpenSearchServerless::Collection",
    "AWS::OpenSearchService::Domain",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBClusterSnapshot",
    "AWS::RDS::DBInstance",
    "AWS::RDS::DBSnapshot",
    "AWS::Redshift::Cluster",
    "AWS::RedshiftServerless::Namespace",
    "AWS::S3::Bucket",
    "AWS::SQS::Queue",
    "AWS::SageMaker::Domain",
    "AWS::Timestream::InfluxDBInstance",
    "AWS::WorkSpaces::Workspace",
    "AWS::SecretsManager::Secret",
];

/// Whether resources of a kind hold data.
fn holds_data(kind: &str) -> bool {
    HOLD_DATA.contains(&kind)
}

/// What holds data, as far as the register asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holding {
    /// By account and kind.
    pub by_account: BTreeMap<(String, String), u64>,
    /// By id of a customer's agreement whose tags they carry, account and kind.
    pub by_tag: BTreeMap<(String, String, String), u64>,
    /// Accounts in which some kind that holds data could not be listed whole, and the first reason.
    pub unread: BTreeMap<String, Unread>,
    /// Accounts in which the tags of something that holds data could not be read, and the first reason.
    pub untold: BTreeMap<String, Unread>,
    /// Accounts and kinds that were asked for, whatever came of it.
    asked: BTreeSet<(String, &'static str)>,
}

impl Holding {
    /// Counts a resource.
    pub(super) fn add(&mut self, resource: &Resource, register: &Register) {
        if !holds_data(&resource.kind) {
            return;
        }
        let (account, kind) = (&resource.account, &resource.kind);
        *self.by_account.entry((account.clone(), kind.clone())).or_default() += 1;
        let customers = register.agreements.iter().filter(|a| a.direction == Direction::Upstream);
        for customer in customers.filter(|a| !a.tags.is_empty()) {
            match carries(resource, customer) {
                Some(true) => {
                    let key = (customer.id.clone(), account.clone(), kind.clone());
                    *self.by_tag.entry(key).or_default() += 1;
                }
                Some(false) => {}
                None => {
                    if let Some(why) = resource.unread_at("/tags") {
                        self.untold.entry(account.clone()).or_insert_with(|| why.clone());
                    }
                }
            }
        }
    }

    /// Notes that a kind was asked for.
    pub(super) fn asked_for(&mut self, account: &str, kind: &str) {
        if let Some(kind) = HOLD_DATA.iter().find(|known| **known == kind) {
            self.asked.insert((account.to_owned(), *kind));
        }
    }

    /// Notes the accounts in which not everything was looked for: a kind that nobody asked for, or regions left out.
    pub(super) fn close(
        &mut self,
        accounts: &BTreeSet<&str>,
        is_known: &dyn Fn(&str) -> bool,
        narrowed: bool,
    ) {
        let known: Vec<&str> = HOLD_DATA.into_iter().filter(|kind| is_known(kind)).collect();
        for account in accounts {
            let asked = |kind: &&str| self.asked.contains(&((*account).to_owned(), *kind));
            if narrowed || !known.iter().all(asked) {
                let why = || Unread::without_call("", Cause::NotCollected);
                self.unread.entry((*account).to_owned()).or_insert_with(why);
            }
        }
    }

    /// Notes a listing that is not whole.
    pub(super) fn not_whole(&mut self, account: &str, kind: &str, why: &Unread) {
        if holds_data(kind) {
            self.unread.entry(account.to_owned()).or_insert_with(|| why.clone());
        }
    }
}

/// Whether a resource carries one of a customer's tags; `None`: its tags could not be read.
fn carries(resource: &Resource, customer: &Agreement) -> Option<bool> {
    let tags = resource.tags.as_ref()?;
    Some(customer.tags.iter().any(|wanted| {
        tags.iter().any(|tag| {
            let value = || tag.value.as_ref().is_some_and(|value| wanted.values.contains(value));
            tag.key == wanted.key && (wanted.values.is_empty() || value())
        })
    }))
}
