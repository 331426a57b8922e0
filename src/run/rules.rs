//! Everything a run is judged by: descriptions, checks, the eligible list, the register. All of it is loaded, and every
//! problem in it shown, before anything is read.

use super::{Failure, Terminal};
use crate::check::ruleset::{RuleSet, RuleSets};
use crate::check::{self, Check, CheckSet, Known, Relation, Requirement, Within, citation};
use crate::cli::RuleArgs;
use crate::diagnostic::{Problem, Problems, SourceText, did_you_mean};
use crate::eligibility::Eligibility;
use crate::register::{Register, WAIVERS};
use crate::resource::GLOBAL;
use crate::service::{Catalog, Kind, Needs, TAGS};
use crate::source::aws::Wanted;
use crate::source::facts::Selection;
use crate::vendor::Vendors;
use crate::waiver::{self, Waivers};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What this build embeds, or what the user gave instead.
pub(super) enum Held<T: 'static> {
    Embedded(&'static T),
    Own(Box<T>),
}

impl<T> Held<T> {
    pub(super) fn as_ref(&self) -> &T {
        match self {
            Self::Embedded(value) => value,
            Self::Own(value) => value,
        }
    }
}

impl<T> std::ops::Deref for Held<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.as_ref()
    }
}

/// The rules of one run.
pub(super) struct Rules {
    pub(super) catalog: Held<Catalog>,
    pub(super) checks: CheckSet,
    pub(super) eligibility: Held<Eligibility>,
    pub(super) register: Option<Register>,
    pub(super) vendors: Held<Vendors>,
    pub(super) waivers: Option<Waivers>,
    /// `--ruleset`, or the newest.
    pub(super) ruleset: RuleSet,
    /// `--services`, as slugs.
    pub(super) services: Option<BTreeSet<String>>,
    /// `--regions`.
    pub(super) regions: Option<BTreeSet<String>>,
}

impl Rules {
    /// Loads them all; every problem of every file comes back at once.
    pub(super) fn load(args: &RuleArgs) -> Result<Self, Failure> {
        let (catalog, checks) = checks_of(&args.checks)?;
        let ruleset =
            RuleSets::load(&args.checks)?.select(args.ruleset.as_deref()).map_err(Failure::Usage)?;
        let eligibility = eligible_list(args.eligibility.as_deref())?;
        let register = match &args.register {
            Some(path) => Some(Register::load(path, &eligibility.slugs())?),
            None => None,
        };
        let vendors = vendors_of(&args.vendors)?;
        let services = selected_services(&args.services, &eligibility)?;
        let regions = (!args.regions.is_empty()).then(|| args.regions.iter().cloned().collect());
        let waivers = waivers_of(args, Some(&checks))?;
        if let Some(register) = &register {
            refuse_unknown_conditions(register, &checks)?;
        }
        Ok(Self { catalog, checks, eligibility, register, vendors, waivers, ruleset, services, regions })
    }

    /// The checks that conditions of agreements name.
    pub(super) fn conditions(&self) -> BTreeSet<&str> {
        let agreements = self.register.iter().flat_map(|register| &register.agreements);
        agreements.flat_map(|a| &a.conditions).map(|condition| condition.check.as_str()).collect()
    }

    /// Takes over what an earlier scan was narrowed to, where this command line does not say: its facts hold no more.
    pub(super) fn adopt(&mut self, selected: &Selection) {
        let set = |list: &Option<Vec<String>>| list.as_ref().map(|l| l.iter().cloned().collect());
        self.regions = self.regions.take().or_else(|| set(&selected.regions));
        self.services = self.services.take().or_else(|| set(&selected.services));
    }

    /// What the command line narrows reading to, as plans hold it.
    fn selection(&self) -> Selection {
        let list = |set: &Option<BTreeSet<String>>| set.as_ref().map(|s| s.iter().cloned().collect());
        Selection { regions: list(&self.regions), services: list(&self.services) }
    }

    /// Whether a region is one that is judged.
    pub(super) fn reads(&self, region: &str) -> bool {
        region != GLOBAL && self.regions.as_ref().is_none_or(|selected| selected.contains(region))
    }

    /// Shows the warnings of files that were accepted.
    pub(super) fn warn(&self, terminal: &mut Terminal<'_>) {
        let waivers = self.waivers.iter().flat_map(|w| &w.warnings);
        for warning in self.register.iter().flat_map(|r| &r.warnings).chain(waivers) {
            terminal.say(&warning.to_string());
        }
    }

    /// The checks of the services selected, without those that judge the map.
    pub(super) fn selected(&self) -> Vec<&Check> {
        self.checks
            .checks()
            .iter()
            .filter(|check| !judges_the_map(check) && self.is_in_set(check))
            .filter(|check| self.selects(&self.services_of(check)))
            .collect()
    }

    /// The checks that judge rows of the map.
    pub(super) fn of_the_map(&self) -> Vec<&Check> {
        self.checks.checks().iter().filter(|check| judges_the_map(check) && self.is_in_set(check)).collect()
    }

    fn is_in_set(&self, check: &Check) -> bool {
        !self.ruleset.later.contains(&check.id)
    }

    /// Whether the command line selects one of these services.
    pub(super) fn selects(&self, slugs: &BTreeSet<&str>) -> bool {
        self.services.as_ref().is_none_or(|wanted| slugs.iter().any(|slug| wanted.contains(*slug)))
    }

    /// The services a check is about: its kind's, or those of the kinds it relates an account or region to.
    pub(super) fn services_of<'a>(&'a self, check: &'a Check) -> BTreeSet<&'a str> {
        let own = self.catalog.kind(&check.resource).filter(|kind| !kind.api.is_empty());
        match own {
            Some(kind) => slugs(kind),
            None => check
                .related
                .iter()
                .filter_map(|related| self.catalog.kind(&related.resource))
                .flat_map(slugs)
                .collect(),
        }
    }

    /// What a scan is to read.
    pub(super) fn wanted(&self) -> Wanted {
        Wanted {
            needs: self.needs(),
            everywhere: self.everywhere(),
            tag_keys: self.tag_keys(),
            selected: self.selection(),
        }
    }

    /// What must be read: for the selected checks, the map and the register.
    pub(super) fn needs(&self) -> Needs {
        let mut needs: BTreeMap<String, BTreeSet<String>> =
            self.checks.needs(&|check| !judges_the_map(check) && self.selects(&self.services_of(check)));
        for kind in self.catalog.kinds() {
            // What no check reads still shows that its service is in use.
            if kind.shows_use && !kind.api.is_empty() && self.selects(&slugs(kind)) {
                needs.entry(kind.name.clone()).or_default();
            }
            if let Some(properties) = needs.get_mut(&kind.name) {
                for slug in slugs(kind) {
                    let deciding = self.eligibility.deciding_properties(slug, &kind.name);
                    let top = |path: &str| path.split('.').next().unwrap_or_default().to_owned();
                    properties.extend(deciding.into_iter().map(top));
                }
                properties.extend(kind.service_by.iter().map(|by| by.property.clone()));
                properties.insert(TAGS.to_owned());
            }
        }
        if self.services.is_none() {
            let tagged = needs.entry("AWS::ResourceGroupsTaggingAPI::Resource".to_owned()).or_default();
            tagged.extend(["ResourceARN".to_owned(), TAGS.to_owned()]);
            for index in ["AWS::ResourceExplorer2::Resource", "AWS::CE::ServiceCost"] {
                needs.insert(index.to_owned(), self.all_of(index));
            }
        }
        if let Some(register) = &self.register {
            needs.insert(
                "AWS::Artifact::CustomerAgreement".to_owned(),
                self.all_of("AWS::Artifact::CustomerAgreement"),
            );
            let everything = self.services.is_none();
            for (kind, properties) in crate::vendor::KINDS.iter().filter(|_| everything) {
                let wanted = needs.entry((*kind).to_owned()).or_default();
                wanted.extend(properties.iter().map(|name| (*name).to_owned()));
            }
            if register.agreements.iter().any(|a| a.organization.is_some()) {
                let kind = "AWS::Organizations::Organization";
                needs.insert(kind.to_owned(), self.all_of(kind));
            }
        }
        needs.retain(|kind, _| self.catalog.kind(kind).is_some_and(|k| !k.api.is_empty()));
        // The regions lie in the same cell as what else the API tells of the account.
        const REGION: &str = "AWS::Account::Region";
        let of_account = |kind: &String| self.catalog.kind(kind).is_some_and(|k| k.api == "account");
        if needs.keys().any(of_account) {
            needs.insert(REGION.to_owned(), self.all_of(REGION));
        }
        Needs(needs)
    }

    /// Kinds that a selected check relates to over a whole account or organization.
    fn everywhere(&self) -> BTreeSet<String> {
        let related = self.selected().into_iter().flat_map(|check| &check.related);
        related.filter(|r| r.within != Within::Region).map(|r| r.resource.clone()).collect()
    }

    fn all_of(&self, kind: &str) -> BTreeSet<String> {
        self.catalog.kind(kind).into_iter().flat_map(|k| k.properties.keys().cloned()).collect()
    }

    /// Tag keys whose values the register asks for: its scope, and customers whose data are told by tags.
    pub(super) fn tag_keys(&self) -> BTreeSet<String> {
        let scope = self.register.as_ref().and_then(|r| r.scope.as_ref());
        let rules = scope.into_iter().flat_map(|s| &s.tag_rules).map(|rule| rule.key.clone());
        let agreements = self.register.iter().flat_map(|r| &r.agreements);
        let customers = agreements.flat_map(|a| &a.tags).map(|tag| tag.key.clone());
        let owners = self.register.iter().flat_map(|r| &r.owners).filter_map(|owner| owner.tag.clone());
        rules.chain(customers).chain(owners).collect()
    }
}

/// The descriptions and checks of this build and of the user's folders, as a run needs them.
pub(super) fn checks_of(dirs: &[PathBuf]) -> Result<(Held<Catalog>, CheckSet), Problems> {
    let catalog = catalog_of(dirs)?;
    let known = Known { kinds: catalog.as_ref(), is_citation: &|id| citation(id).is_some() };
    let checks = CheckSet::for_a_run(&known, dirs)?;
    Ok((catalog, checks))
}

/// The same with every check read whole, for commands that look at all of them.
pub(super) fn whole_checks_of(dirs: &[PathBuf]) -> Result<(Held<Catalog>, CheckSet), Problems> {
    let catalog = catalog_of(dirs)?;
    let known = Known { kinds: catalog.as_ref(), is_citation: &|id| citation(id).is_some() };
    let checks = CheckSet::load(&known, true, dirs)?;
    Ok((catalog, checks))
}

fn catalog_of(dirs: &[PathBuf]) -> Result<Held<Catalog>, Problems> {
    let catalog = if dirs.is_empty() {
        Held::Embedded(Catalog::builtin())
    } else {
        Held::Own(Box::new(Catalog::load(dirs)?))
    };
    Ok(catalog)
}

/// The eligible list of this build, or the user's.
pub(super) fn eligible_list(file: Option<&Path>) -> Result<Held<Eligibility>, Problems> {
    file.map_or_else(
        || Ok(Held::Embedded(Eligibility::builtin())),
        |path| Eligibility::load(path).map(|list| Held::Own(Box::new(list))),
    )
}

fn judges_the_map(check: &Check) -> bool {
    check::is_of_the_map(&check.resource)
}

fn slugs(kind: &Kind) -> BTreeSet<&str> {
    let by = kind.service_by.iter().flat_map(|by| by.prefixes.iter().map(|(_, slug)| slug.as_str()));
    by.chain([kind.service.as_str()]).filter(|slug| !slug.is_empty()).collect()
}

/// A condition of an agreement that names a check which does not exist would never be decided.
pub(super) fn refuse_unknown_conditions(register: &Register, checks: &CheckSet) -> Result<(), Problems> {
    let conditions = register.agreements.iter().flat_map(|agreement| &agreement.conditions);
    let unknown = conditions.filter(|condition| checks.get(&condition.check).is_none());
    let problems: Vec<Problem> = unknown
        .filter_map(|condition| {
            let ids = checks.checks().iter().map(|check| check.id.as_str());
            let hint = did_you_mean(&condition.check, ids)
                .map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            let file = SourceText::read(&condition.place.file).ok()?;
            let span = file.line_span(condition.place.line);
            let message =
                format!("the condition names the check `{}`, which does not exist", condition.check);
            Some(
                Problem::new(&file, span, message)
                    .help(format!("{hint}`baascan checks list` lists them all")),
            )
        })
        .collect();
    if problems.is_empty() { Ok(()) } else { Err(Problems(problems)) }
}

/// The waivers that the command line names, or those beside the register.
/// Without checks at hand the built-in ones are loaded, where there is a file to read.
pub(super) fn waivers_of(args: &RuleArgs, checks: Option<&CheckSet>) -> Result<Option<Waivers>, Problems> {
    let beside = || Some(args.register.as_ref()?.join(WAIVERS)).filter(|file| file.is_file());
    let Some(path) = args.waivers.clone().or_else(beside) else {
        return Ok(None);
    };
    let Some(checks) = checks else {
        let (_, checks) = checks_of(&args.checks)?;
        return waivers_of(&RuleArgs { waivers: Some(path), ..args.clone() }, Some(&checks));
    };
    let addressable = |id: &str| citation(id).is_some_and(|c| c.requirement == Requirement::Addressable);
    let evidence_for = |check: &str| {
        let cited = &checks.get(check)?.citations;
        let found = cited.iter().find(|c| c.relation == Relation::EvidenceFor && addressable(&c.id));
        found.map(|c| c.id.as_str())
    };
    let known = waiver::Known {
        checks: checks.checks().iter().map(|check| check.id.as_str()).collect(),
        is_addressable: &addressable,
        addressable_of: &evidence_for,
        today: None,
        longest_days: args.max_waiver_days.unwrap_or(waiver::LONGEST_DAYS),
    };
    Waivers::load(&path, &known).map(Some)
}

/// The vendors of this build, with those of the user's folders.
pub(super) fn vendors_of(dirs: &[PathBuf]) -> Result<Held<Vendors>, Problems> {
    if dirs.is_empty() {
        return Ok(Held::Embedded(Vendors::builtin()));
    }
    Vendors::load(dirs).map(|vendors| Held::Own(Box::new(vendors)))
}

fn selected_services(slugs: &[String], list: &Eligibility) -> Result<Option<BTreeSet<String>>, Failure> {
    let known = list.slugs();
    if let Some(slug) = slugs.iter().find(|s| !known.contains(*s)) {
        let hint = did_you_mean(slug, known.iter().map(String::as_str))
            .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        return Err(Failure::Usage(format!(
            "`{slug}` is not a service{hint} (`baascan services` lists all {})",
            known.len()
        )));
    }
    Ok((!slugs.is_empty()).then(|| slugs.iter().cloned().collect()))
}
