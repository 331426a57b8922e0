//! What indexes and the bill show beside the services' own lists.

use super::{SeenBy, Sources, Usage, declared_phi, hash};
use crate::map::inventory;
use crate::resource::{Arn, Cause, GLOBAL, Resource, Unread};
use serde_json::Value;
use std::collections::HashMap;

impl Usage {
    /// Counts an ARN that only an index showed; one that was counted before only confirms its row.
    pub(super) fn add_indexed(
        &mut self,
        by: SeenBy,
        resource: &Resource,
        counted: &mut HashMap<u64, String>,
        sources: &Sources<'_>,
    ) {
        let Some(arn) = Arn::parse(&resource.id) else { return };
        let said = |name| resource.properties.get(name).and_then(Value::as_str);
        if said("OwningAccountId").is_some_and(|owner| owner != resource.account) {
            // An organization's view shows other accounts' resources; those accounts tell of them themselves.
            return;
        }
        // A bucket's ARN has no region, and the tagging API lists it in the bucket's own.
        let region = match (arn.region, arn.service) {
            ("", "s3") => said("Region").unwrap_or(&resource.region),
            ("", _) => GLOBAL,
            (region, _) => region,
        };
        if sources.leaves_out(region) {
            return; // an aggregator's index shows every region
        }
        let known = counted.get(&hash(&resource.id)).cloned();
        let slug = known
            .clone()
            .or_else(|| sources.eligibility.slug_for_arn(&arn))
            .unwrap_or_else(|| arn.service.to_owned());
        *self.told(&resource.account, by).services.entry(slug.clone()).or_default() += 1;
        if known.is_some() {
            self.row(&resource.account, &slug).seen_by.insert(by);
            return;
        }
        if by == SeenBy::ResourceExplorer && self.is_listed(&resource.account, &slug, region) {
            // Its own lists were read: what they leave aside (default networks, service-linked roles) is no sign of use.
            if let Some(row) = self.rows.get_mut(&(resource.account.clone(), slug)) {
                row.seen_by.insert(by);
            }
            return;
        }
        counted.insert(hash(&resource.id), slug.clone());
        let phi = declared_phi(resource, sources.register);
        let row = self.row(&resource.account, &slug);
        match by {
            SeenBy::Tag => row.tagged += 1,
            _ => row.disagreement.explored += 1,
        }
        if row.listed == 0 {
            // Nothing reads this service. What is only tagged of one that is read (a subnet group) is left at its tags.
            row.undated.get_or_insert_with(|| Unread::without_call("/created_at", Cause::NoCollector));
        }
        row.seen_by.insert(by);
        row.regions.insert(region.to_owned());
        row.with_phi += u64::from(phi == Some(true));
        row.without_phi += u64::from(phi == Some(false));
    }

    /// Counts what a plan or a template declares and no description knows: its service will be in use.
    pub(super) fn add_undescribed(&mut self, resource: &Resource) {
        let Some(slug) = resource.properties.get("Service").and_then(Value::as_str) else { return };
        let row = self.row(&resource.account, slug);
        row.listed += 1;
        row.seen_by.insert(SeenBy::Declared);
        row.regions.insert(resource.region.clone());
        if let Some(at) = &resource.created_at {
            *row.created.entry(at.chars().take(10).collect()).or_default() += 1;
        } else {
            row.undated.get_or_insert_with(|| Unread::without_call("/created_at", Cause::NoCollector));
        }
    }

    /// Whether a list of the service's own was read in the region, or once for all of them; anywhere, where the region is not
    /// known.
    fn is_listed(&self, account: &str, slug: &str, region: &str) -> bool {
        let from = (account.to_owned(), slug.to_owned(), String::new());
        let mut listed = self.listed_in.range(from..).take_while(|(a, s, _)| a == account && s == slug);
        listed.any(|(_, _, at)| region == GLOBAL || at == region || at == GLOBAL)
    }

    /// Opens or confirms a row by a line of the bill; a name that no row of the list has stands for itself.
    pub(super) fn add_billed(&mut self, resource: &Resource, sources: &Sources<'_>) {
        let Some(bill) = inventory::bill(resource) else { return };
        let named = sources.eligibility.slugs_for_bill(bill.name);
        let in_use = |slug: &&str| self.rows.contains_key(&(resource.account.clone(), (*slug).to_owned()));
        let mut slugs: Vec<String> = named.iter().copied().filter(in_use).map(str::to_owned).collect();
        if slugs.is_empty() {
            slugs.push(named.first().copied().unwrap_or(bill.name).to_owned());
        }
        for slug in slugs {
            self.told(&resource.account, SeenBy::Billing).services.insert(slug.clone(), 1);
            let dated = self.is_listed(&resource.account, &slug, GLOBAL);
            let row = self.row(&resource.account, &slug);
            row.seen_by.insert(SeenBy::Billing);
            row.disagreement.free = !bill.costs && (row.disagreement.free || !row.disagreement.billed);
            row.disagreement.billed = true;
            if row.resources() == 0 && !dated {
                row.undated.get_or_insert_with(|| Unread::without_call("/created_at", Cause::NoCollector));
            }
        }
    }
}
