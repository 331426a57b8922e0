use super::{CellWriter, Facts, Plan, Regions, Selection, cell_path, is_finished};
use crate::resource::{
    Cell, CellEnd, CellStart, Cells, FactsError, KindReport, KindState, ReadCell, Resource, Unread,
};
use crate::service::Catalog;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const KEY: &str = "AWS::KMS::Key";

fn cell() -> Cell {
    Cell { account: "111122223333".to_owned(), region: "us-east-1".to_owned(), api: "kms".to_owned() }
}

/// A finished cell of two keys, whose last line counts so many.
fn recorded(folder: &Path, count: u64) -> PathBuf {
    let principal = Some("arn:aws:iam::111122223333:user/reader".to_owned());
    let start = CellStart::now(cell(), principal, "2026-01-01T00:00:00Z".to_owned());
    let mut writer = CellWriter::create(folder, &start).expect("a new folder can be written");
    for id in ["one", "two"] {
        let key: Resource = serde_json::from_value(serde_json::json!({
            "kind": KEY, "id": id, "arn": null, "account": cell().account, "region": cell().region,
            "name": null, "created_at": null, "tags": [], "properties": {}, "unread": [],
        }))
        .expect("it is a resource");
        writer.resource(&key).expect("a new file can be written");
    }
    let report = KindReport { state: KindState::Read, count, unread: None };
    let kinds = BTreeMap::from([(KEY.to_owned(), report)]);
    let ended = "2026-01-01T00:00:09Z".to_owned();
    writer
        .finish(&CellEnd { ended, calls: BTreeMap::new(), throttled: 0, kinds })
        .expect("it can be finished");
    cell_path(folder, &cell())
}

fn keys(facts: &Facts) -> Result<usize, FactsError> {
    let mut count = 0;
    facts.resources(&cell(), &mut |_| count += 1)?;
    Ok(count)
}

fn of_kms(facts: &Facts) -> Vec<&ReadCell> {
    facts.cells().iter().filter(|read| read.start.cell == cell()).collect()
}

#[test]
fn a_file_cut_off_anywhere_is_unfinished_and_its_cell_not_collected() {
    let folder = TempDir::new().expect("there is room");
    let path = recorded(folder.path(), 2);
    let whole = fs::read(&path).expect("it was written");
    assert!(is_finished(&path).expect("it can be read"));
    let facts = Facts::open(folder.path(), Catalog::builtin()).expect("the facts are whole");
    assert_eq!((of_kms(&facts).len(), keys(&facts).expect("they are whole")), (1, 2));
    // Empty, within the first line, within a resource, after a resource, within the last line, without its line break.
    let breaks: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] == b'\n').collect();
    for length in [0, 20, breaks[0] + 1, breaks[1] - 9, breaks[2] + 1, breaks[2] + 30, whole.len() - 1] {
        fs::write(&path, &whole[..length]).expect("it can be written");
        assert!(!is_finished(&path).expect("it can be read"), "{length}");
        let facts = Facts::open(folder.path(), Catalog::builtin()).expect("unfinished files are no error");
        let cells = of_kms(&facts);
        assert_eq!((cells.len(), keys(&facts).expect("nothing is read of it")), (1, 0), "{length}");
        let report = &cells[0].end.kinds[KEY];
        let cause = report.unread.as_ref().map(|unread: &Unread| unread.cause.to_string());
        assert_eq!(
            (report.state, cause.as_deref()),
            (KindState::NotCollected, Some("not_collected")),
            "{length}"
        );
        assert_eq!(cells[0].start.principal.is_some(), length > breaks[0], "{length}");
    }
    fs::rename(&path, path.with_extension("jsonl.partial")).expect("it can be renamed");
    let facts = Facts::open(folder.path(), Catalog::builtin()).expect("unfinished files are no error");
    assert_eq!(of_kms(&facts).len(), 1, "a file that was never renamed is unfinished too");
}

#[test]
fn a_count_that_the_file_does_not_hold_is_refused() {
    let folder = TempDir::new().expect("there is room");
    recorded(folder.path(), 3);
    let facts = Facts::open(folder.path(), Catalog::builtin()).expect("its ends are whole");
    let error = keys(&facts).expect_err("three are counted").to_string();
    assert!(error.contains("line 4: it counts 3 of AWS::KMS::Key, and the file holds 2"), "{error}");
}

#[test]
fn a_file_that_lies_where_its_first_line_does_not_say_or_goes_on_after_its_end_is_refused() {
    let folder = TempDir::new().expect("there is room");
    let path = recorded(folder.path(), 2);
    let mut twice = fs::read(&path).expect("it was written");
    twice.extend(twice.clone());
    fs::write(&path, twice).expect("it can be written");
    let facts = Facts::open(folder.path(), Catalog::builtin()).expect("its ends are whole");
    let error = keys(&facts).expect_err("it is there twice").to_string();
    assert!(error.contains("line 5: there is more after"), "{error}");
    fs::rename(&path, path.with_file_name("rds.jsonl")).expect("it can be renamed");
    let error = Facts::open(folder.path(), Catalog::builtin()).expect_err("it is of KMS").to_string();
    assert!(
        error.contains("111122223333/us-east-1/kms, and it lies at 111122223333/us-east-1/rds"),
        "{error}"
    );
}

#[test]
fn a_selected_region_is_one_the_account_has_unless_nobody_could_list_them() {
    let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let mut regions = Regions {
        enabled: names(&["eu-west-1", "us-east-1"]),
        disabled: names(&["af-south-1"]),
        told_by: "account:ListRegions".to_owned(),
        unread: None,
    };
    let select = |list: &[&str]| Selection { regions: Some(names(list)), services: None };
    assert_eq!(regions.know(&Selection::default()), Ok(()));
    assert_eq!(regions.know(&select(&["us-east-1", "af-south-1"])), Ok(()));
    let wrong = regions.know(&select(&["us-east-1", "us-eats-1"])).expect_err("it is mistyped");
    assert_eq!(wrong, "--regions: `us-eats-1` is no region of this account; did you mean `us-east-1`?");
    regions.unread = Some(Unread::without_call("", crate::resource::Cause::Denied));
    assert_eq!(regions.know(&select(&["us-eats-1"])), Ok(()));
}

#[test]
fn a_planned_cell_with_an_unfinished_file_is_there_once() {
    let folder = TempDir::new().expect("there is room");
    let path = recorded(folder.path(), 2);
    let whole = fs::read(&path).expect("it was written");
    fs::write(&path, &whole[..whole.len() - 7]).expect("it can be written");
    let plan = Plan {
        format: super::FORMAT,
        started: "2026-01-01T00:00:00Z".to_owned(),
        tool: "baascan".to_owned(),
        account: cell().account,
        partition: "aws".to_owned(),
        principal: "arn:aws:iam::111122223333:user/reader".to_owned(),
        regions: Regions {
            enabled: vec![cell().region],
            disabled: Vec::new(),
            told_by: "account:ListRegions".to_owned(),
            unread: None,
        },
        selected: Selection::default(),
        cells: vec![cell()],
    };
    plan.write(folder.path()).expect("it can be written");
    let facts = Facts::open(folder.path(), Catalog::builtin()).expect("unfinished files are no error");
    assert_eq!((of_kms(&facts).len(), keys(&facts).expect("nothing is read of it")), (1, 0));
}
