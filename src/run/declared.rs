//! From a plan or a template to facts: read, brought into CloudFormation's vocabulary, and told what of it was passed over.

use super::Failure;
use super::rules::Rules;
use crate::cli::{DeclaredArgs, ScanArgs, Source};
use crate::gate::Things;
use crate::record::IntroducedKind;
use crate::resource::{Change, NOT_SAID, Resource, UNDESCRIBED};
use crate::source::declared::{self, Context, Declaration, Mappings};
use crate::source::facts::Facts;
use crate::source::{cloudformation, terraform};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Reads the file that the command line names.
pub(super) fn read(args: &ScanArgs) -> Result<Declaration, Failure> {
    let said = &args.declared;
    match &args.from {
        Source::TerraformPlan(path) => {
            let options = terraform::Options { account: said.account.clone(), region: said.region.clone() };
            terraform::read(path, &options).map_err(|error| Failure::Usage(error.to_string()))
        }
        Source::CloudFormation(path) => {
            let options = cloudformation::Options {
                parameters: said.parameter.iter().cloned().collect(),
                account: said.account.clone(),
                region: said.region.clone(),
            };
            Ok(cloudformation::read(path, &options)?)
        }
        Source::Aws | Source::Facts(_) => Err(Failure::Usage("this source declares nothing".to_owned())),
    }
}

/// The facts of a declaration, and what a reader must know of it.
pub(super) fn facts(
    source: &Source,
    said: &DeclaredArgs,
    dirs: &[PathBuf],
    declaration: Declaration,
    at: &str,
    rules: &Rules,
) -> Result<(Facts, Vec<String>, Option<Things>), Failure> {
    let catalog = rules.catalog.as_ref();
    let mut mappings = Mappings::new(catalog, dirs);
    let list = rules.eligibility.as_ref();
    let slug = |type_name: &str| {
        if type_name.starts_with("AWS::") {
            let of_kind = || list.slug_for_kind(type_name).map(str::to_owned);
            let word = || type_name.split("::").nth(1).map(str::to_ascii_lowercase);
            return if list.is_ignored_kind(type_name) { None } else { of_kind().or_else(word) };
        }
        terraform::slug(type_name)
    };
    let keys = rules.tag_keys();
    let context = Context {
        catalog,
        slug: &slug,
        at,
        account: said.account.as_deref(),
        region: said.region.as_deref(),
        keeps_value: &|key| keys.contains(key),
    };
    let resources = declared::resources(&declaration, &mut mappings, &context)?;
    let mut notes = declaration.notes.clone();
    notes.extend(passed_over(&resources));
    let kept = matches!(source, Source::TerraformPlan(_)).then(|| {
        let mut things = kept(&resources, &declaration.replaced, rules);
        let gone = declaration.items.iter().filter(|item| item.change == Change::Delete);
        things.extend(gone.filter_map(|item| {
            let account = item.account.clone().or_else(|| said.account.clone())?;
            Some((account, IntroducedKind::Service, slug(&item.type_name)?))
        }));
        things
    });
    let mut told = mappings.kinds();
    told.extend(resources.iter().map(|resource| resource.kind.clone()));
    Ok((Facts::declared(resources, &told, catalog, at), notes, kept))
}

/// What is there already, by the plan's word: what it keeps, what it changes without making it, and what it makes anew in the
/// place of another.
fn kept(resources: &[Resource], replaced: &BTreeSet<String>, rules: &Rules) -> Things {
    let mut things = Things::new();
    let there = |resource: &&Resource| {
        resource.origin.as_ref().is_some_and(|o| o.change != Change::Create || replaced.contains(&o.address))
    };
    for resource in resources.iter().filter(there) {
        let mut add = |what: IntroducedKind, name: &str| {
            things.insert((resource.account.clone(), what, name.to_owned()));
        };
        add(IntroducedKind::Account, &resource.account);
        add(IntroducedKind::Region, &resource.region);
        let undescribed = || resource.properties.get("Service").and_then(serde_json::Value::as_str);
        let described = rules.catalog.kind(&resource.kind).map(|kind| kind.service_of(&resource.properties));
        if let Some(service) = described.or_else(undescribed) {
            add(IntroducedKind::Service, service);
        }
        // What a changed thing lets in may be what the change is about.
        if resource.is_kept() {
            for sighting in rules.vendors.sightings(resource) {
                add(IntroducedKind::ThirdParty, &sighting.vendor);
            }
            for account in rules.vendors.foreign_accounts(resource) {
                add(IntroducedKind::ThirdParty, &account);
            }
        }
    }
    things
}

/// What nobody judges, and what nobody could place.
fn passed_over(resources: &[Resource]) -> Vec<String> {
    let changed = || resources.iter().filter(|resource| !resource.is_kept());
    let mut types: BTreeMap<&str, usize> = BTreeMap::new();
    for resource in changed().filter(|resource| resource.kind == UNDESCRIBED) {
        let type_name = resource.properties.get("Type").and_then(serde_json::Value::as_str);
        *types.entry(type_name.unwrap_or_default()).or_default() += 1;
    }
    let mut notes = Vec::new();
    if !types.is_empty() {
        let list: Vec<String> = types.iter().map(|(name, count)| format!("{name} ({count})")).collect();
        notes.push(format!(
            "Of these types only the service is judged, not the configuration: {}.",
            list.join(", ")
        ));
    }
    if changed().next().is_none() {
        let kept =
            resources.iter().filter(|r| r.origin.as_ref().is_some_and(|o| o.change == Change::Kept)).count();
        notes.push(if kept > 0 {
            format!("Nothing in it changes ({kept} resources stay as they are): there is nothing to judge.")
        } else {
            "There is nothing to judge in it.".to_owned()
        });
    }
    let places: BTreeSet<&str> = changed().flat_map(|r| [r.account.as_str(), r.region.as_str()]).collect();
    if places.contains(NOT_SAID) {
        let unplaced = changed().filter(|r| r.account == NOT_SAID || r.region == NOT_SAID).count();
        notes.push(format!(
            "The source does not say which account or region {unplaced} of the resources are for; give --account and --region."
        ));
    }
    notes
}
