//! Vendors in facts: what a resource names that only one vendor can be.

use super::policy::{Grantee, account, grantees, grants};
use super::words::{Access, Signal};
use super::{Vendor, Vendors, aws};
use crate::resource::Resource;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The kinds that can show a vendor, each with the top-level properties that are looked at: what a scan has to read.
pub const KINDS: &[(&str, &[&str])] = &[
    ("AWS::Backup::BackupVault", &["AccessPolicy"]),
    ("AWS::DynamoDB::Table", &["ResourcePolicy"]),
    ("AWS::EC2::VPCEndpoint", &["ServiceName"]),
    ("AWS::ECR::Repository", &["RepositoryPolicyText"]),
    ("AWS::ECS::TaskDefinition", &["ContainerDefinitions"]),
    ("AWS::EFS::FileSystem", &["FileSystemPolicy"]),
    ("AWS::Events::EventBus", &["Name", "Policy"]),
    ("AWS::Glacier::Vault", &["AccessPolicy"]),
    ("AWS::Glue::ResourcePolicy", &["PolicyInJson"]),
    ("AWS::IAM::Role", &["AssumeRolePolicyDocument"]),
    ("AWS::KMS::Key", &["Grants", "KeyPolicy"]),
    ("AWS::Kinesis::Stream", &["ResourcePolicy"]),
    ("AWS::Lambda::Function", &["Layers", "Policy"]),
    ("AWS::Logs::ResourcePolicy", &["PolicyDocument"]),
    ("AWS::OpenSearchService::Domain", &["AccessPolicies"]),
    ("AWS::S3::Bucket", &["PolicyDocument"]),
    ("AWS::SES::IdentityPolicy", &["Policy"]),
    ("AWS::SNS::Topic", &["Policy"]),
    ("AWS::SQS::Queue", &["Policy"]),
    ("AWS::SecretsManager::Secret", &["ResourcePolicy"]),
];

/// A vendor, seen in a resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sighting {
    /// The vendor's id.
    pub vendor: String,
    /// By what it was seen.
    pub signal: Signal,
    /// What matched: an account id, a layer's ARN, an issuer, an event source, an endpoint service or an image.
    pub what: String,
    /// How far it lets the vendor in: the most that any statement gives.
    pub access: Access,
}

impl Vendors {
    /// The vendors that a resource names, in the order of their ids; each once for the same signal and the same text. The
    /// resource's own account is nobody else, and what could not be read shows nobody.
    pub fn sightings(&self, resource: &Resource) -> Vec<Sighting> {
        let mut seen: BTreeMap<(String, Signal, String), Access> = BTreeMap::new();
        for property in looked_at(resource) {
            for (vendor, signal, what, access) in self.in_property(resource, property) {
                if !vendor.weak_signals.contains(&signal) {
                    let most = seen.entry((vendor.id.clone(), signal, what)).or_insert(access);
                    *most = access.max(*most);
                }
            }
        }
        seen.into_iter()
            .map(|((vendor, signal, what), access)| Sighting { vendor, signal, what, access })
            .collect()
    }

    /// The accounts that policies and grants of a resource let in, whether their vendor is known or not, without the
    /// resource's own account and those of AWS's services.
    pub fn foreign_accounts(&self, resource: &Resource) -> BTreeSet<String> {
        looked_at(resource)
            .flat_map(|(name, value)| let_in(name, value))
            .filter_map(|(grantee, _)| match grantee {
                Grantee::Account(id) => Some(id),
                Grantee::Provider(_) => None,
            })
            .filter(|id| *id != resource.account && aws::service_of(id).is_none())
            .collect()
    }

    fn in_property(&self, resource: &Resource, (name, value): Property<'_>) -> Vec<Found<'_>> {
        let own = resource.account.as_str();
        match name {
            "Layers" => texts(value).flat_map(|arn| self.of_layer(arn, own)).collect(),
            "Name" => value.as_str().into_iter().flat_map(|bus| self.of_bus(bus)).collect(),
            "ServiceName" => value.as_str().into_iter().flat_map(|name| self.of_endpoint(name)).collect(),
            "ContainerDefinitions" => {
                let containers = value.as_array().into_iter().flatten();
                let images = containers.filter_map(|container| container.get("Image")?.as_str());
                images.flat_map(|image| self.of_image(image, own)).collect()
            }
            _ => {
                let is_trust = name == "AssumeRolePolicyDocument";
                let_in(name, value).into_iter().flat_map(|g| self.of_grantee(g, is_trust, own)).collect()
            }
        }
    }

    fn of_grantee(&self, (grantee, access): (Grantee, Access), trust: bool, own: &str) -> Vec<Found<'_>> {
        // What a role may do, its own policies tell, and not the one that lets somebody take it.
        match grantee {
            Grantee::Account(id) if trust => self
                .of_account(&id, own)
                .map(|v| (v, Signal::TrustPolicy, id.clone(), Access::Unknown))
                .collect(),
            Grantee::Account(id) => {
                self.of_account(&id, own).map(|v| (v, Signal::ResourcePolicy, id.clone(), access)).collect()
            }
            Grantee::Provider(host) => {
                let issues = |v: &&Vendor| v.oidc_hosts.iter().any(|pattern| is_issuer(pattern, &host));
                let vendors = self.vendors.iter().filter(issues);
                vendors.map(|v| (v, Signal::OidcProvider, host.clone(), Access::Unknown)).collect()
            }
        }
    }

    /// The vendors of an account, unless it is the one that was scanned.
    fn of_account(&self, id: &str, own: &str) -> impl Iterator<Item = &Vendor> {
        let places = self.accounts.get(id).filter(|_| id != own);
        places.into_iter().flatten().filter_map(|at| self.vendors.get(*at))
    }

    /// A layer's code runs with the role of the function.
    fn of_layer(&self, arn: &str, own: &str) -> Vec<Found<'_>> {
        let owner = account(arn).unwrap_or_default();
        let found = self.of_account(owner, own);
        found.map(|v| (v, Signal::LambdaLayer, arn.to_owned(), Access::Unknown)).collect()
    }

    /// The bus of a partner has the name of its event source.
    /// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-saas.html>
    fn of_bus(&self, bus: &str) -> Vec<Found<'_>> {
        let sends = |v: &&Vendor| v.partner_event_sources.iter().any(|source| is_below(source, bus));
        let vendors = self.vendors.iter().filter(sends);
        vendors.map(|v| (v, Signal::PartnerEventSource, bus.to_owned(), Access::None)).collect()
    }

    fn of_endpoint(&self, service: &str) -> Vec<Found<'_>> {
        let offers = |v: &&Vendor| v.privatelink_services.iter().any(|own| own == service);
        let vendors = self.vendors.iter().filter(offers);
        vendors.map(|v| (v, Signal::Privatelink, service.to_owned(), Access::None)).collect()
    }

    /// By the beginning of its name, or by the account whose registry holds it. It runs with the role of the task.
    fn of_image(&self, image: &str, own: &str) -> Vec<Found<'_>> {
        let name = image.strip_prefix("docker.io/").unwrap_or(image);
        let name = name.strip_prefix("library/").unwrap_or(name);
        let begins = |v: &&Vendor| v.image_prefixes.iter().any(|prefix| name.starts_with(prefix.as_str()));
        let owner = image.split_once(".dkr.ecr.").map_or("", |(account, _)| account);
        let vendors = self.vendors.iter().filter(begins).chain(self.of_account(owner, own));
        vendors.map(|v| (v, Signal::Image, image.to_owned(), Access::Unknown)).collect()
    }
}

/// A vendor, by what it was seen, what matched, and how far it is let in.
type Found<'a> = (&'a Vendor, Signal, String, Access);

/// A top-level property.
type Property<'a> = (&'static str, &'a Value);

/// The properties of a resource that [`KINDS`] names and that were read.
fn looked_at(resource: &Resource) -> impl Iterator<Item = Property<'_>> {
    let kind = KINDS.iter().find(|(kind, _)| *kind == resource.kind);
    let names = kind.map_or(&[][..], |(_, properties)| properties);
    names.iter().filter_map(|name| Some((*name, resource.properties.get(*name)?)))
}

/// Whom a property lets in; what is no policy and no list of grants lets in nobody.
fn let_in(name: &str, value: &Value) -> Vec<(Grantee, Access)> {
    match name {
        "Grants" => grants(value),
        _ => grantees(value),
    }
}

fn texts(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// Whether an issuer's address is a host, or one below it, and goes on with the path of the pattern.
fn is_issuer(pattern: &str, address: &str) -> bool {
    let (wanted, path) = pattern.split_at(pattern.find('/').unwrap_or(pattern.len()));
    let (host, rest) = address.split_at(address.find('/').unwrap_or(address.len()));
    is_host_of(wanted, host) && (path.is_empty() || is_below(path, rest))
}

/// Whether a host ends with the labels of a pattern, where `*` and `{region}` stand for one label.
fn is_host_of(pattern: &str, host: &str) -> bool {
    let mut labels = host.rsplit('.');
    pattern.rsplit('.').all(|wanted| {
        labels.next().is_some_and(|label| {
            matches!(wanted, "*" | "{region}") && !label.is_empty() || wanted.eq_ignore_ascii_case(label)
        })
    })
}

/// Whether a path is another, or goes on after it with a `/`.
fn is_below(above: &str, path: &str) -> bool {
    path.strip_prefix(above.trim_end_matches('/'))
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests;
