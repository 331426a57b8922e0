//! Where a finding stands: the address in a plan, file and line of the logical id in a template.

use crate::judged::{Judged, bad, fixture};
use crate::support::Baascan;
use serde_json::Value;
use std::fs;
use std::path::Path;

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file can be copied");
        }
    }
}

/// The bad twin as a template, in the folder that the program runs in.
fn template() -> Judged {
    let program = Baascan::new();
    copied(&fixture("templates/hospital"), &program.dir().join("stacks"));
    Judged::by(
        program,
        &["scan"],
        "cloudformation:stacks/bad.yaml",
        &["--format=sarif=all.sarif", "--format=github=all.github"],
    )
}

#[test]
fn every_failure_in_a_plan_names_its_address() {
    let judged = bad();
    let text = fs::read_to_string(fixture("plans/hospital/bad.json")).expect("a plan");
    let plan: Value = serde_json::from_str(&text).expect("JSON");
    let changes = plan["resource_changes"].as_array().expect("changes");
    let planned = |address: &str| changes.iter().any(|change| change["address"] == address);
    let failures: Vec<&Value> = judged.lines.iter().filter(|line| line["verdict"] == "fail").collect();
    assert!(failures.len() > 200, "{}", failures.len());
    for line in failures {
        let address = line["resource"]["address"].as_str().unwrap_or_else(|| panic!("no address: {line:#}"));
        // An instance's own disks stand in the instance.
        assert!(planned(address), "{address}");
        assert!(line["resource"]["file"].is_null(), "a plan does not say where it was written: {line:#}");
    }
    let sarif = sarif(judged);
    for result in sarif["runs"][0]["results"].as_array().expect("results") {
        let named = result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].as_str();
        assert!(named.is_some_and(planned), "{result:#}");
    }
}

fn sarif(judged: &Judged) -> Value {
    let text = fs::read_to_string(judged.program.dir().join("all.sarif")).expect("a report");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn every_failure_in_a_template_names_the_file_and_the_line_of_its_logical_id() {
    let judged = template();
    let failures: Vec<&Value> = judged.lines.iter().filter(|line| line["verdict"] == "fail").collect();
    assert!(failures.len() > 150, "{}: {}", failures.len(), judged.run.all());
    let mut files = std::collections::BTreeSet::new();
    for line in failures {
        let place = &line["resource"];
        let (Some(address), Some(file), Some(at)) =
            (place["address"].as_str(), place["file"].as_str(), place["line"].as_u64())
        else {
            panic!("no place: {line:#}")
        };
        let text =
            fs::read_to_string(judged.program.dir().join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
        let id = address.rsplit('/').next().unwrap_or(address);
        let written = text.lines().nth(usize::try_from(at).expect("a small number") - 1).unwrap_or_default();
        assert!(written.trim_start().starts_with(&format!("{id}:")), "{file}:{at} is {written:?}, not {id}");
        files.insert(file);
    }
    assert!(files.len() >= 6, "the parts are files of their own: {files:?}");
}

#[test]
fn sarif_and_github_point_into_the_template() {
    let judged = template();
    let sarif = sarif(&judged);
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    assert!(results.len() > 150, "{}", results.len());
    let mut pointing = 0;
    for result in results {
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().expect("a file");
        let line = place["region"]["startLine"].as_u64().expect("a line");
        let name = result["locations"][0]["logicalLocations"][0]["name"].as_str().expect("a name");
        let text =
            fs::read_to_string(judged.program.dir().join(uri)).unwrap_or_else(|e| panic!("{uri}: {e}"));
        let id = name.rsplit('/').next().unwrap_or(name);
        let written =
            text.lines().nth(usize::try_from(line).expect("a small number") - 1).unwrap_or_default();
        pointing += usize::from(written.trim_start().starts_with(&format!("{id}:")));
    }
    // What is said of the account stands at no line of a template.
    assert!(pointing > 150, "{pointing} of {}", results.len());
    let github = fs::read_to_string(judged.program.dir().join("all.github")).expect("a report");
    assert!(github.contains("file=stacks/parts/charts.yaml,line="), "{github}");
}

#[test]
fn the_table_says_where_in_the_template() {
    let program = Baascan::new();
    copied(&fixture("templates/hospital"), &program.dir().join("stacks"));
    let judged = Judged::by(program, &["scan"], "cloudformation:stacks/bad.yaml", &["--format", "table"]);
    assert!(judged.run.stdout.contains("parts/charts.yaml:"), "{}", judged.run.stdout);
}
