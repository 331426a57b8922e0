//! What `docs/ci.md` and the files it names tell a pipeline to run is what the program takes.

use baascan::cli::Cli;
use baascan::report::FORMATS;
use clap::CommandFactory;
use saphyr_parser::Parser;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const YAML: [&str; 5] = [
    ".github/actions/baascan/action.yml",
    ".pre-commit-hooks.yaml",
    "docs/ci/buildkite.yml",
    "docs/ci/github-workflow.yml",
    "docs/ci/gitlab.yml",
];
const GATE: &str = ".github/actions/baascan/gate.sh";

fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Command lines of a text that call the program, each as its words.
fn commands(text: &str) -> Vec<Vec<String>> {
    let joined = text.replace("\\\n", " ");
    let lines = joined.lines().map(|line| line.trim().trim_start_matches("entry: "));
    let calls = lines.filter(|line| line.starts_with("baascan "));
    let words = |line: &str| {
        let line = line.split(" || ").next().unwrap_or_default();
        line.split_whitespace().skip(1).map(|word| word.trim_matches('"').to_owned()).collect()
    };
    calls.map(words).collect()
}

/// The words of one call are the program's own: subcommand, options, formats.
fn holds(words: &[String], file: &str) {
    let mut command = Cli::command();
    command.build();
    let (mut at, mut left) = (&command, words);
    while let Some(below) = left.first().and_then(|word| at.find_subcommand(word)) {
        (at, left) = (below, &left[1..]);
    }
    assert!(at.get_name() != "baascan", "{file}: {words:?}");
    for (word, next) in left.iter().zip(left.iter().skip(1).map(Some).chain([None])) {
        let Some(option) = word.strip_prefix("--") else { continue };
        let is_known = at.get_arguments().any(|argument| argument.get_long() == Some(option));
        assert!(is_known, "{file}: `{}` has no --{option}", at.get_name());
        if option == "format" {
            let name = next.and_then(|word| word.split('=').next()).expect("a format's name");
            assert!(FORMATS.iter().any(|format| format.name == name), "{file}: {name}");
        }
    }
}

#[test]
fn what_a_pipeline_is_told_to_run_is_what_the_program_takes() {
    let has_gate = Cli::command().find_subcommand("gate").is_some();
    let mut found = 0;
    for file in YAML.iter().copied().chain(["docs/ci.md"]) {
        for words in commands(&text(file)) {
            found += 1;
            if has_gate || words[0] != "gate" {
                holds(&words, file);
            }
        }
    }
    assert_eq!(found, 5, "calls of the program");
    let gate = text(GATE).replace("arguments=(", "").replace("arguments+=(", "").replace(')', "");
    let lines = gate.lines().filter(|line| line.contains("--") && !line.trim_start().starts_with('#'));
    let words: Vec<String> =
        lines.flat_map(str::split_whitespace).map(|word| word.trim_matches('"').to_owned()).collect();
    assert!(words.iter().any(|word| word == "--register") && words.iter().any(|word| word == "gate"));
    let options: Vec<String> = ["gate".to_owned()]
        .into_iter()
        .chain(words.into_iter().skip_while(|word| word != "--from"))
        .collect();
    if has_gate {
        holds(&options, GATE);
    }
}

#[test]
fn the_files_of_pipelines_are_yaml() {
    for file in YAML {
        let text = text(file);
        let wrong = Parser::new_from_str(&text).find_map(Result::err);
        assert!(wrong.is_none(), "{file}: {wrong:?}");
    }
}

#[test]
fn every_input_of_the_action_is_declared_used_and_explained() {
    let (action, page) = (text(YAML[0]), text("docs/ci.md"));
    let (_, inputs) = action.split_once("\ninputs:\n").expect("inputs");
    let (inputs, rest) = inputs.split_once("\noutputs:\n").expect("outputs");
    let name = |line: &str| {
        let name = line.strip_prefix("  ")?.strip_suffix(':')?;
        (!name.starts_with(' ')).then(|| name.to_owned())
    };
    let declared: BTreeSet<String> = inputs.lines().filter_map(name).collect();
    let used: BTreeSet<String> = rest
        .split("inputs.")
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect())
        .collect();
    assert_eq!(declared, used);
    for input in declared {
        assert!(page.contains(&format!("| `{input}` |")), "docs/ci.md does not explain {input}");
    }
}
