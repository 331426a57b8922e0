//! The order of the house: who may name whom, how long a file may be, and that what is generated or claimed is so.

use baascan::service::{Catalog, Protocol};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Rows of the table in `docs/architecture.md`: the room, the words of its last column, and the rooms they mean.
const ORDER: [(&str, &str, &[&str]); 13] = [
    ("resource", "nothing of ours", &[]),
    ("diagnostic", "nothing of ours", &[]),
    ("service", "the two above", &["resource", "diagnostic"]),
    ("eligibility", "the two above", &["resource", "diagnostic"]),
    ("register", "the two above", &["resource", "diagnostic"]),
    ("vendor", "the two above", &["resource", "diagnostic"]),
    ("waiver", "the two above", &["resource", "diagnostic"]),
    ("source", "`service` and what it may name", &["service", "resource", "diagnostic"]),
    ("check", "`service` and what it may name", &["service", "resource", "diagnostic"]),
    (
        "map",
        "`resource`, `service`, `eligibility`, `register`, `vendor`",
        &["resource", "service", "eligibility", "register", "vendor"],
    ),
    (
        "record",
        "all above but `source`",
        &["resource", "diagnostic", "service", "eligibility", "register", "vendor", "waiver", "check", "map"],
    ),
    (
        "gate",
        "`record`, `register`, `check`, and what they may name",
        &["record", "register", "check", "resource", "diagnostic", "service"],
    ),
    (
        "report",
        "`record`, and the words of `resource`, `map`, `check`, `register`, `eligibility`",
        &["record", "resource", "map", "check", "register", "eligibility"],
    ),
];

/// Rooms that may name anything.
const FREE: [&str; 4] = ["run", "cli", "main", "lib"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, ending: &str, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).expect("a folder of the repository").flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, ending, found);
            } else if path.extension().is_some_and(|e| e == ending) {
                let name = path.strip_prefix(root()).expect("below the root").to_owned();
                found.push((name, fs::read_to_string(&path).expect("a text")));
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), ending, &mut found);
    found.sort();
    found
}

fn sources() -> Vec<(PathBuf, String)> {
    files("src", "rs")
}

/// The room a source file stands in.
fn room(path: &Path) -> String {
    let first = path.components().nth(1).expect("src/<room>").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// Rooms that a text names as `crate::<room>`, in `use` lines and elsewhere, comments left out.
fn named(text: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .filter(|name: &String| !name.is_empty())
        .collect()
}

#[test]
fn every_room_names_only_those_it_may() {
    let order: BTreeMap<&str, &[&str]> = ORDER.iter().map(|(room, _, may)| (*room, *may)).collect();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let room = room(&path);
        if FREE.contains(&room.as_str()) {
            continue;
        }
        let may = order.get(room.as_str()).unwrap_or_else(|| panic!("{room} has no row in the table"));
        for other in named(&text).into_iter().filter(|other| *other != room) {
            if !may.contains(&other.as_str()) {
                wrong.push(format!("{} names {other}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_order_is_the_one_the_architecture_tells() {
    let page = fs::read_to_string(root().join("docs/architecture.md")).expect("docs/architecture.md");
    for (room, words, _) in ORDER {
        let start = format!("| `src/{room}` |");
        let row =
            page.lines().find(|line| line.starts_with(&start)).unwrap_or_else(|| panic!("no row {start}"));
        assert!(row.ends_with(&format!("| {words} |")), "{row} does not say: {words}");
    }
}

#[test]
fn the_types_of_the_sdk_stay_where_aws_is_read() {
    for (path, text) in sources() {
        if path.starts_with("src/source/aws") || path == Path::new("src/main.rs") {
            continue;
        }
        let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for name in ["aws_sdk_", "aws_smithy_", "aws_config::", "aws_types::", "aws_runtime::", "aws_sigv4::"]
        {
            assert!(!code.contains(name), "{} names {name}", path.display());
        }
    }
}

#[test]
fn no_source_file_is_longer_than_400_lines() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > 400)
        .map(|(path, lines)| format!("{}: {lines}", path.display()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn every_check_has_its_id_as_its_file_name() {
    for (path, text) in files("checks", "toml") {
        let name = path.file_stem().expect("a name").to_string_lossy();
        let maps_a_type = name.starts_with("aws_") || name.starts_with("AWS-");
        if !["service", "vocabulary", "rulesets"].contains(&name.as_ref()) && !maps_a_type {
            assert!(text.contains(&format!("id = \"{name}\"")), "{} has another id", path.display());
        }
    }
}

#[test]
fn no_file_tells_of_the_machine_it_was_written_on() {
    let mut homes = ["home", "Users", "root"].map(|folder| format!("/{folder}/")).to_vec();
    homes.push(env!("CARGO_MANIFEST_DIR").to_owned());
    for folder in ["src", "checks", "docs", "tests", "fixtures"] {
        for ending in ["rs", "toml", "md", "json", "jsonl", "snap", "py", "txt"] {
            for (path, text) in files(folder, ending) {
                let told = homes.iter().find(|home| begins_a_path(&text, home));
                assert_eq!(told, None, "{}", path.display());
            }
        }
    }
}

/// Whether a text holds a path that begins so. What follows a letter is the middle of an address on the web.
fn begins_a_path(text: &str, beginning: &str) -> bool {
    text.match_indices(beginning).any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric))
}

#[test]
fn generated_pages_are_up_to_date() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = Command::new(env!("CARGO_BIN_EXE_baascan"))
        .args(["checks", "docs", "--out"])
        .arg(folder.path())
        .output();
    assert!(run.expect("the binary runs").status.success());
    let mut pages = 0;
    for (path, fresh) in ["md", "json"].iter().flat_map(|ending| below(folder.path(), ending)) {
        let kept = fs::read_to_string(root().join("docs").join(&path)).unwrap_or_default();
        assert!(kept == fresh, "docs/{} is out of date: run `baascan checks docs`", path.display());
        pages += 1;
    }
    assert!(pages >= 6, "only {pages} pages");
}

fn below(folder: &Path, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            let name = PathBuf::from(path.file_name().expect("a name"));
            found.extend(below(&path, ending).into_iter().map(|(inner, text)| (name.join(inner), text)));
        } else if path.extension().is_some_and(|e| e == ending) {
            let name = PathBuf::from(path.file_name().expect("a name"));
            found.push((name, fs::read_to_string(&path).expect("a text")));
        }
    }
    found
}

/// The commands in the README's blocks are commands of this program.
#[test]
fn the_commands_of_the_readme_are_there() {
    let readme = fs::read_to_string(root().join("README.md")).expect("README.md");
    let blocks = readme.split("```").skip(1).step_by(2);
    let lines = blocks.flat_map(str::lines).map(str::trim);
    let mut seen = 0;
    for line in lines {
        let Some(rest) = line
            .strip_prefix("baascan ")
            .or_else(|| Some(line.split_once("cargo run")?.1.split_once("-- ")?.1))
        else {
            continue;
        };
        let words: Vec<&str> = rest.split_whitespace().take_while(|word| !word.starts_with('#')).collect();
        let command: Vec<&str> =
            words.iter().copied().take_while(|word| !word.starts_with('-')).take(1).collect();
        let run = Command::new(env!("CARGO_BIN_EXE_baascan"))
            .args(&command)
            .arg("--help")
            .output()
            .expect("it runs");
        assert!(run.status.success(), "README: {line}");
        let help = String::from_utf8_lossy(&run.stdout);
        for flag in words.iter().filter(|word| word.starts_with("--")) {
            let flag = flag.split('=').next().unwrap_or(flag);
            assert!(help.contains(flag), "README: {line}: no {flag}");
        }
        seen += 1;
    }
    assert!(seen > 0, "the README shows no command");
}

#[test]
fn there_is_no_room_without_a_row() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).expect("src/lib.rs");
    for room in lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')) {
        assert!(FREE.contains(&room) || ORDER.iter().any(|(known, ..)| *known == room), "{room}");
        assert!(lib.contains(&format!("//! * [`{room}`]:")), "the map of the house lacks {room}");
    }
}

/// `snake_case` names of operations that the typed collectors call on their clients.
fn typed_operations() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (path, text) in sources() {
        let api = ["s3", "rds"].into_iter().find(|api| path.starts_with(format!("src/source/aws/{api}")));
        let Some(api) = api else { continue };
        let squeezed: String = text.split_whitespace().collect();
        for receiver in ["client.", "s3.", "rds."] {
            for rest in squeezed.split(receiver).skip(1) {
                let name: String = rest
                    .chars()
                    .take_while(|c| c.is_ascii_lowercase() || *c == '_' || c.is_ascii_digit())
                    .collect();
                if rest[name.len()..].starts_with("()") && name.contains('_') {
                    found.insert(format!("{api}:{name} (typed)"));
                }
            }
        }
    }
    found
}

#[test]
fn every_operation_that_may_be_called_is_listed_and_reads() {
    let mut operations = typed_operations();
    assert!(operations.len() > 25, "{operations:?}");
    for api in Catalog::builtin().apis().filter(|api| api.protocol != Protocol::Typed) {
        for listing in api.kinds.iter().filter_map(|kind| kind.listing.as_ref()) {
            let calls = listing.calls();
            operations.extend(calls.map(|call| format!("{}:{}", api.id, call.operation)));
        }
    }
    let refused: toml::Table = include_str!("../src/source/aws/refused.toml").parse().expect("refused.toml");
    let refused: Vec<&str> = refused["refused"]
        .as_array()
        .expect("tables")
        .iter()
        .flat_map(|entry| entry["operations"].as_array().expect("a list"))
        .filter_map(toml::Value::as_str)
        .collect();
    assert!(refused.len() > 50);
    for operation in &operations {
        let (api, name) = operation.trim_end_matches(" (typed)").split_once(':').expect("api:operation");
        let name: String = name.split('_').map(capitalised).collect();
        let reads = ["Get", "List", "Describe", "Head", "BatchGet", "BatchDescribe"]
            .iter()
            .any(|verb| name.starts_with(verb));
        assert!(reads || operation == "iam:GenerateCredentialReport", "{operation} has no reading verb");
        for pattern in &refused {
            assert!(!matches(pattern, &format!("{api}:{name}")), "{operation} is refused by {pattern}");
        }
    }
    insta::assert_snapshot!(operations.into_iter().collect::<Vec<_>>().join("\n"));
}

/// Builders of writing operations cannot hide behind another receiver's name.
#[test]
fn no_writing_operation_of_an_sdk_is_named_anywhere() {
    let verbs = [
        "put",
        "create",
        "delete",
        "modify",
        "copy",
        "upload",
        "abort",
        "complete",
        "restore",
        "reboot",
        "start",
        "stop",
        "promote",
        "failover",
        "authorize",
        "revoke",
        "purchase",
        "register",
        "switchover",
        "enable",
        "disable",
        "rename",
        "select_object",
        "get_object_torrent",
        "download",
    ];
    let things =
        ["bucket", "object", "db", "public_access", "event_subscription", "option_group", "multipart"];
    for (path, text) in sources().into_iter().filter(|(path, _)| path.starts_with("src/source/aws")) {
        for verb in verbs {
            for thing in things {
                let call = format!(".{verb}_{thing}");
                assert!(!text.contains(&call), "{} calls {call}", path.display());
            }
        }
        for reading in [".get_object(", ".list_objects", ".select_object", "DownloadDBLogFile"] {
            assert!(!text.contains(reading), "{} calls {reading}", path.display());
        }
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `*` stands for any rest.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern.eq_ignore_ascii_case(text),
        Some((head, tail)) => {
            let (text, head, tail) = (text.to_lowercase(), head.to_lowercase(), tail.to_lowercase());
            text.starts_with(&head)
                && (tail.is_empty() || text[head.len()..].contains(tail.trim_end_matches('*')))
        }
    }
}
