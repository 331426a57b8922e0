//! Reading facts back, cell by cell, a line at a time.

use super::declared::declared_cells;
use super::file::{self, io_error, is_finished, read_ends, start_of_unfinished};
use super::plan::not_collected;
use super::{FORMAT, PLAN_FILE, Plan, cell_path, facts_below};
use crate::resource::{
    Cause, Cell, CellEnd, CellStart, Cells, FactsError, GLOBAL, KindReport, KindState, ReadCell, Resource,
    Unread,
};
use crate::service::Catalog;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A folder of facts, with the two synthetic kinds that always exist.
#[derive(Debug)]
pub struct Facts {
    folder: PathBuf,
    plans: Vec<Plan>,
    cells: Vec<ReadCell>,
    /// Resources that no file holds.
    synthetic: BTreeMap<Cell, Vec<Resource>>,
    /// Whether they are of a plan or a template, which hold a part of what is there.
    declared: bool,
    /// The organizations of accounts that an earlier record tells, where these facts cannot.
    organizations: BTreeMap<String, Option<String>>,
}

impl Facts {
    /// Opens a facts folder, or an output folder that holds one under `facts`.
    ///
    /// # Errors
    /// When there are no facts, or a file is not what the format says.
    pub fn open(folder: &Path, catalog: &Catalog) -> Result<Self, FactsError> {
        let folder = facts_below(folder);
        let plans = Plan::read_all(&folder, &folders(&folder)?)?;
        let mut cells = Vec::new();
        let files = cell_files(&folder)?;
        for (path, cell) in &files {
            cells.extend(read_ends(path, cell)?);
        }
        if files.is_empty() && plans.is_empty() {
            return Err(FactsError::Malformed {
                path: folder.display().to_string(),
                line: 0,
                message: "no facts here: expected <account>/<region>/<api>.jsonl".to_owned(),
            });
        }
        for plan in &plans {
            plan.add_unread_cells(&mut cells, catalog);
        }
        add_unfinished(&files, &mut cells, catalog);
        let mut facts = Self {
            folder,
            plans,
            cells,
            synthetic: BTreeMap::new(),
            declared: false,
            organizations: BTreeMap::new(),
        };
        facts.add_synthetic()?;
        facts.cells.sort_by(|a, b| a.start.cell.cmp(&b.start.cell));
        Ok(facts)
    }

    /// What a plan or a template says will be there, held in memory: a plan holds secrets in clear, so none of it is kept in
    /// files. `told` are the kinds that such a source can speak of, `at` is the moment it is judged for, RFC 3339 UTC.
    pub fn declared(resources: Vec<Resource>, told: &BTreeSet<String>, catalog: &Catalog, at: &str) -> Self {
        let (cells, synthetic) = declared_cells(resources, told, catalog, at);
        Self {
            folder: PathBuf::new(),
            plans: Vec::new(),
            cells,
            synthetic,
            declared: true,
            organizations: BTreeMap::new(),
        }
    }

    /// Takes over what an earlier record tells of the organizations of accounts: a plan says nothing of them.
    pub fn tell_organizations(&mut self, organizations: BTreeMap<String, Option<String>>) {
        self.organizations = organizations;
    }

    /// The plans of the scans that recorded them, by account.
    pub fn plans(&self) -> &[Plan] {
        &self.plans
    }

    fn plan_of(&self, account: &str) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.account == account)
    }

    /// The accounts that the facts speak of, sorted.
    pub fn accounts(&self) -> BTreeSet<&str> {
        self.cells.iter().map(|c| c.start.cell.account.as_str()).collect()
    }

    /// Whether there is a facts file or a plan below the folder: else it is no folder of facts.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn are_below(folder: &Path) -> Result<bool, FactsError> {
        let folder = facts_below(folder);
        let planned = |folder: &Path| folder.join(PLAN_FILE).exists();
        Ok(planned(&folder)
            || folders(&folder)?.iter().any(|account| planned(account))
            || !cell_files(&folder)?.is_empty())
    }

    /// Every region that these facts speak of, enabled or not; `None` when some account's regions could not be listed, so
    /// that nobody knows them all.
    pub fn regions(&self) -> Option<BTreeSet<&str>> {
        let planned = self.plans.iter().map(|plan| &plan.regions);
        if planned.clone().any(|regions| regions.unread.is_some()) {
            return None;
        }
        let of_cells = self.cells.iter().map(|c| c.start.cell.region.as_str()).filter(|r| *r != GLOBAL);
        let planned = planned.flat_map(|r| r.enabled.iter().chain(&r.disabled)).map(String::as_str);
        Some(of_cells.chain(planned).collect())
    }

    /// The latest end of any cell, RFC 3339 UTC: what `as_of` defaults to.
    pub fn latest(&self) -> Option<&str> {
        self.cells.iter().map(|c| c.end.ended.as_str()).filter(|t| !t.is_empty()).max()
    }

    /// The organization of an account, `None` when it is in none.
    ///
    /// # Errors
    /// Why nobody could say.
    pub fn organization(&self, account: &str) -> Result<Option<String>, Unread> {
        let cell = Cell { account: account.to_owned(), region: GLOBAL.to_owned(), api: String::new() };
        let property = "OrganizationId";
        if let Some(told) = self.organizations.get(account) {
            return Ok(told.clone());
        }
        let Some(resource) = self.synthetic.get(&cell).and_then(|resources| resources.first()) else {
            return Err(Unread::without_call("", Cause::NotCollected));
        };
        match resource.properties.get(property) {
            Some(id) => Ok(id.as_str().map(str::to_owned)),
            None => Err(resource
                .unread_at(&format!("/properties/{property}"))
                .cloned()
                .unwrap_or_else(|| Unread::without_call("", Cause::NotCollected))),
        }
    }

    /// Adds `AWS::::Account` for each account and `AWS::::Region` for each enabled region.
    fn add_synthetic(&mut self) -> Result<(), FactsError> {
        let accounts: Vec<String> = self.accounts().into_iter().map(str::to_owned).collect();
        for account in accounts {
            let told = self.regions_of(&account)?;
            let organization = self.organization_of(&account)?;
            let of_account = self.cells.iter().filter(|c| c.start.cell.account == account);
            let principal = of_account.into_iter().find_map(|c| c.start.principal.clone());
            let mut resource = self.account_resource(&account, &told);
            match organization {
                Ok(id) => {
                    resource
                        .properties
                        .insert("OrganizationId".to_owned(), id.map_or(Value::Null, Value::from));
                }
                Err(why) => resource.property_unread("OrganizationId", &why),
            }
            self.add_synthetic_cell(
                &account,
                GLOBAL,
                "AWS::::Account",
                resource,
                &told.ended,
                principal.clone(),
            );
            for region in &told.enabled {
                let resource = region_resource(&account, region);
                self.add_synthetic_cell(
                    &account,
                    region,
                    "AWS::::Region",
                    resource,
                    &told.ended,
                    principal.clone(),
                );
            }
        }
        Ok(())
    }

    fn account_resource(&self, account: &str, told: &ToldRegions) -> Resource {
        let partition = self.plan_of(account).map_or("aws", |p| p.partition.as_str());
        let mut resource = synthetic("AWS::::Account", account, account, GLOBAL);
        resource.properties = Map::from_iter([
            ("AccountId".to_owned(), json!(account)),
            ("Partition".to_owned(), json!(partition)),
            ("Regions".to_owned(), json!(told.enabled)),
        ]);
        if let Some(why) = &told.unread {
            resource.property_unread("Regions", why);
        }
        resource
    }

    fn add_synthetic_cell(
        &mut self,
        account: &str,
        region: &str,
        kind: &str,
        resource: Resource,
        ended: &str,
        principal: Option<String>,
    ) {
        let cell = Cell { account: account.to_owned(), region: region.to_owned(), api: String::new() };
        let report = KindReport { state: KindState::Read, count: 1, unread: None };
        self.cells.push(ReadCell {
            start: CellStart { cell: cell.clone(), format: FORMAT, principal, started: ended.to_owned() },
            end: CellEnd {
                ended: ended.to_owned(),
                calls: BTreeMap::new(),
                throttled: 0,
                kinds: BTreeMap::from([(kind.to_owned(), report)]),
            },
        });
        self.synthetic.insert(cell, vec![resource]);
    }

    /// The account's enabled regions: as Account Management or EC2 listed them, else as the plan or the cells have them.
    fn regions_of(&self, account: &str) -> Result<ToldRegions, FactsError> {
        let mut enabled = BTreeSet::new();
        let mut unread = None;
        let mut ended = String::new();
        for cell in self.cells.iter().filter(|c| c.start.cell.account == account) {
            ended = ended.max(cell.end.ended.clone());
            if cell.start.cell.region != GLOBAL {
                enabled.insert(cell.start.cell.region.clone());
            }
        }
        let kinds = [
            ("account", "AWS::Account::Region", "RegionOptStatus"),
            ("ec2", "AWS::EC2::Region", "OptInStatus"),
        ];
        let mut told = false;
        for (api, kind, status) in kinds {
            let Some(report) = self.report(account, api, kind) else { continue };
            if report.state != KindState::Read {
                unread = unread.or_else(|| report.unread.clone());
                continue;
            }
            let cell = Cell { account: account.to_owned(), region: GLOBAL.to_owned(), api: api.to_owned() };
            self.resources(&cell, &mut |resource| {
                let on = resource.properties.get(status).and_then(Value::as_str).is_none_or(region_is_on);
                if resource.kind == kind && on {
                    enabled.insert(resource.id);
                }
            })?;
            told = true;
            break;
        }
        if let Some(plan) = self.plan_of(account) {
            enabled.extend(plan.regions.enabled.iter().cloned());
            unread = plan.regions.unread.clone();
        } else if told {
            unread = None;
        }
        Ok(ToldRegions { enabled: enabled.into_iter().collect(), unread, ended })
    }

    /// The organization's id, `None` when the account is in none; the reason when nobody could say.
    fn organization_of(&self, account: &str) -> Result<Result<Option<String>, Unread>, FactsError> {
        const KIND: &str = "AWS::Organizations::Organization";
        let not_collected = || Unread::without_call("", Cause::NotCollected);
        let Some(report) = self.report(account, "organizations", KIND) else {
            return Ok(Err(not_collected()));
        };
        if report.state != KindState::Read {
            return Ok(Err(report.unread.clone().unwrap_or_else(not_collected)));
        }
        let cell =
            Cell { account: account.to_owned(), region: GLOBAL.to_owned(), api: "organizations".to_owned() };
        let mut id = None;
        self.resources(&cell, &mut |resource| id = Some(resource.id))?;
        Ok(Ok(id))
    }

    fn report(&self, account: &str, api: &str, kind: &str) -> Option<&KindReport> {
        self.cells
            .iter()
            .filter(|c| c.start.cell.account == account && c.start.cell.api == api)
            .find_map(|c| c.end.kinds.get(kind))
    }
}

impl Cells for Facts {
    fn cells(&self) -> &[ReadCell] {
        &self.cells
    }

    fn are_a_part(&self) -> bool {
        self.declared
    }

    fn resources(&self, cell: &Cell, each: &mut dyn FnMut(Resource)) -> Result<(), FactsError> {
        if let Some(resources) = self.synthetic.get(cell) {
            resources.iter().cloned().for_each(each);
            return Ok(());
        }
        if self.declared {
            return Ok(()); // a cell of which nothing is declared
        }
        let path = cell_path(&self.folder, cell);
        if !is_finished(&path)? {
            return Ok(()); // its report says so
        }
        file::resources(&path, each)
    }
}

/// Adds a cell for each unfinished file that no plan speaks of.
fn add_unfinished(files: &BTreeMap<PathBuf, Cell>, cells: &mut Vec<ReadCell>, catalog: &Catalog) {
    let known: BTreeSet<Cell> = cells.iter().map(|c| c.start.cell.clone()).collect();
    for (path, cell) in files.iter().filter(|(_, cell)| !known.contains(*cell)) {
        let (principal, started) =
            start_of_unfinished(path).map(|s| (s.principal, s.started)).unwrap_or_default();
        cells.push(not_collected(cell, principal, started, catalog));
    }
}

struct ToldRegions {
    enabled: Vec<String>,
    unread: Option<Unread>,
    ended: String,
}

/// Whether an opt-in status means that the region can be used: <https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html>.
pub fn region_is_on(status: &str) -> bool {
    matches!(status, "ENABLED" | "ENABLED_BY_DEFAULT" | "DISABLING" | "opt-in-not-required" | "opted-in")
}

fn synthetic(kind: &str, id: &str, account: &str, region: &str) -> Resource {
    Resource {
        kind: kind.to_owned(),
        id: id.to_owned(),
        arn: None,
        account: account.to_owned(),
        region: region.to_owned(),
        name: Some(id.to_owned()),
        created_at: None,
        tags: Some(Vec::new()),
        properties: Map::new(),
        unread: Vec::new(),
        origin: None,
    }
}

fn region_resource(account: &str, region: &str) -> Resource {
    let mut resource = synthetic("AWS::::Region", region, account, region);
    resource.properties =
        Map::from_iter([("RegionName".to_owned(), json!(region)), ("AccountId".to_owned(), json!(account))]);
    resource
}

/// Every `<account>/<region>/<api>.jsonl` below the folder, sorted, with the cell that its path names; also those of which
/// only the unfinished `.partial` is there.
fn cell_files(folder: &Path) -> Result<BTreeMap<PathBuf, Cell>, FactsError> {
    let name = |path: &Path| path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let mut files = BTreeMap::new();
    for account in folders(folder)? {
        for region in folders(&account)? {
            for entry in entries(&region)? {
                let file = name(&entry);
                let Some(api) = file.strip_suffix(".partial").unwrap_or(&file).strip_suffix(".jsonl") else {
                    continue;
                };
                let cell = Cell { account: name(&account), region: name(&region), api: api.to_owned() };
                files.insert(cell_path(folder, &cell), cell);
            }
        }
    }
    Ok(files)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, FactsError> {
    let list = fs::read_dir(folder).map_err(|error| io_error(folder, error))?;
    list.map(|e| e.map(|e| e.path()).map_err(|error| io_error(folder, error))).collect()
}

fn folders(folder: &Path) -> Result<Vec<PathBuf>, FactsError> {
    Ok(entries(folder)?.into_iter().filter(|p| p.is_dir()).collect())
}
