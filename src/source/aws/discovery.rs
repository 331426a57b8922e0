//! What must be known before there are cells: whose account it is, and which regions it has enabled.

use super::{Access, CallLog, CellContext, described};
use crate::resource::{Arn, Cause, GLOBAL, KindReport, Resource, Unread};
use crate::service::{Catalog, Needs};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Whose credentials these are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Twelve digits.
    pub account: String,
    /// The ARN of the user or of the role's session.
    pub arn: String,
    /// `aws`, `aws-cn`, `aws-us-gov`.
    pub partition: String,
}

/// The regions an account has enabled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Regions {
    /// Region codes, sorted.
    pub enabled: BTreeSet<String>,
    /// Regions there are that the account has not enabled.
    pub disabled: BTreeSet<String>,
    /// What could not be read: `account:ListRegions`, when EC2 told instead; both, when neither did.
    pub unread: Vec<Unread>,
    /// Calls by operation, retries included.
    pub calls: BTreeMap<String, u64>,
}

impl Access {
    /// Asks STS whose credentials these are.
    ///
    /// # Errors
    /// Why AWS would not or could not say.
    pub async fn identity(&self, catalog: &Catalog) -> Result<Identity, Unread> {
        let calls = Arc::new(CallLog::default());
        let (found, report) = self.discover(catalog, "AWS::STS::CallerIdentity", "", "aws", &calls).await;
        let text = |resource: &Resource, name: &str| {
            resource.properties.get(name).and_then(|value| value.as_str()).map(str::to_owned)
        };
        let told = found.first().and_then(|found| Some((text(found, "Account")?, text(found, "Arn")?)));
        match told {
            Some((account, arn)) => {
                let partition = Arn::parse(&arn).map_or("aws", |arn| arn.partition).to_owned();
                Ok(Identity { account, arn, partition })
            }
            None => Err(report.unread.unwrap_or_else(|| Unread::without_call("", Cause::Failed))),
        }
    }

    /// Asks which regions the account has enabled: the account's own list, else EC2's.
    pub async fn regions(&self, catalog: &Catalog, identity: &Identity) -> Regions {
        let calls = Arc::new(CallLog::default());
        let mut regions = Regions::default();
        // The words of the two APIs for a region that can be used.
        // https://docs.aws.amazon.com/accounts/latest/reference/API_Region.html
        // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Region.html
        let sources = [
            ("AWS::Account::Region", "RegionOptStatus", ["ENABLED", "ENABLED_BY_DEFAULT"]),
            ("AWS::EC2::Region", "OptInStatus", ["opted-in", "opt-in-not-required"]),
        ];
        for (kind, status, usable) in sources {
            let (found, report) =
                self.discover(catalog, kind, &identity.account, &identity.partition, &calls).await;
            if let Some(unread) = report.unread {
                regions.unread.push(unread);
                continue;
            }
            for region in found {
                let status = region.properties.get(status).and_then(|value| value.as_str());
                let enabled = status.is_some_and(|status| usable.contains(&status));
                let list = if enabled { &mut regions.enabled } else { &mut regions.disabled };
                list.insert(region.id);
            }
            break;
        }
        regions.calls = calls.calls();
        regions
    }

    async fn discover(
        &self,
        catalog: &Catalog,
        kind: &str,
        account: &str,
        partition: &str,
        calls: &Arc<CallLog>,
    ) -> (Vec<Resource>, KindReport) {
        let api = catalog.kind(kind).and_then(|kind| catalog.api(&kind.api));
        let Some(api) = api else {
            let unread = Some(Unread::without_call("", Cause::NoCollector));
            return (
                Vec::new(),
                KindReport { state: crate::resource::KindState::NotCollected, count: 0, unread },
            );
        };
        let (sdk, needs, tag_keys) = (self.anywhere(partition), Needs::everything(catalog), BTreeSet::new());
        let context = CellContext {
            account,
            region: GLOBAL,
            partition,
            sdk: &sdk,
            calls: Arc::clone(calls),
            needs: &needs,
            tag_keys: &tag_keys,
            concurrency: 1,
        };
        described::list(api, kind, &context).await
    }
}
