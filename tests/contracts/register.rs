//! `baascan register` as a person uses it who begins with nothing.

use crate::support::Baascan;
use crate::support::program::Output;
use std::fs;
use std::path::Path;

fn clinic() -> String {
    format!("{}/fixtures/registers/clinic", env!("CARGO_MANIFEST_DIR"))
}

fn done(output: Output) -> Output {
    assert_eq!(output.code, 0, "{}", output.all());
    output
}

#[test]
fn a_register_begun_on_stdout_is_right_as_it_is() {
    let program = Baascan::new();
    let begun = done(program.run(["register", "init"]));
    assert!(begun.stderr.is_empty(), "nothing is asked where nobody answers: {}", begun.stderr);
    fs::write(program.dir().join("baa.toml"), begun.stdout).expect("a file");
    let linted = done(program.run(["register", "lint", "baa.toml"]));
    assert!(linted.stderr.is_empty(), "{}", linted.all());
    assert_eq!(
        linted.stdout,
        "REPLACE: your legal name, as agreements have it: 1 agreements (0 upstream, 1 downstream), 0 vendors, 0 facilities, \
         0 insurance policies, 0 attestations, 0 warnings\n"
    );
}

#[test]
fn a_register_that_is_there_is_left_alone() {
    let program = Baascan::new();
    let path = program.dir().join("baa.toml");
    done(program.run(["register", "init", "--out", "baa.toml"]));
    let first = fs::read_to_string(&path).expect("it is written");
    fs::write(&path, "# mine\n").expect("a file");
    let again = program.run(["register", "init", "--out", "baa.toml"]);
    assert_eq!(again.code, 2, "{}", again.all());
    assert!(again.stderr.contains("baa.toml is there already"), "{}", again.stderr);
    assert_eq!(fs::read_to_string(&path).expect("it is there"), "# mine\n");
    assert!(first.contains("[organization]"));
    let left: Vec<_> =
        fs::read_dir(program.dir()).expect("a folder").flatten().map(|e| e.file_name()).collect();
    assert_eq!(left.len(), 2, "the register and the home, no .partial: {left:?}");
}

#[test]
fn facts_fill_in_what_they_tell() {
    let program = Baascan::new();
    let facts = format!("facts:{}/fixtures/accounts/clinic", env!("CARGO_MANIFEST_DIR"));
    done(program.run(["register", "init", "--from", &facts, "--out", "baa.toml"]));
    let text = fs::read_to_string(program.dir().join("baa.toml")).expect("it is written");
    assert!(
        text.contains("status = \"executed\"\neffective = 2025-03-01\naccounts = [\"111122223333\"]\n"),
        "{text}"
    );
    assert!(text.contains("# 444455556666 was read, and nobody said yet whether PHI is here"), "{text}");
    done(program.run(["register", "lint", "baa.toml"]));
    for wrong in ["facts:absent", "aws", "facts:"] {
        let refused = program.run(["register", "init", "--from", wrong]);
        assert_eq!(refused.code, 2, "{}", refused.all());
    }
}

#[test]
fn the_chain_is_shown_in_each_format() {
    let program = Baascan::new();
    for (format, start) in
        [("tree", "Harbor Clinic"), ("mermaid", "flowchart LR\n"), ("dot", "digraph chain {\n")]
    {
        let shown =
            done(program.run(["register", "show", &clinic(), "--format", format, "--as-of", "2026-11-22"]));
        assert!(shown.stdout.starts_with(start), "{}", shown.stdout);
    }
    let today = done(program.run(["register", "show", &clinic()]));
    assert!(today.stdout.contains("the chain on 2"), "{}", today.stdout);
    let then = done(program.run(["register", "show", &clinic(), "--as-of", "2024-12-31"]));
    assert!(then.stdout.contains("agreement aws-2022: in force since 2022-05-01"), "{}", then.stdout);
    assert_eq!(program.run(["register", "show", &clinic(), "--format", "svg"]).code, 2);
}

#[test]
fn a_file_and_a_folder_are_linted_and_what_is_wrong_is_exit_2() {
    let program = Baascan::new();
    let folder = done(program.run(["register", "lint", &clinic()]));
    assert_eq!(
        folder.stdout,
        "Harbor Clinic Software, Inc.: 8 agreements (2 upstream, 6 downstream), 4 vendors, 2 facilities, 2 insurance policies, \
         0 attestations, 0 warnings\n"
    );
    let file = Path::new(&clinic()).join("../expired/baa.toml");
    let file = done(program.run(["register".as_ref(), "lint".as_ref(), file.as_os_str()]));
    assert!(file.stdout.starts_with("Harbor Clinic Software, Inc.: 2 agreements (1 upstream, 1 downstream)"));
    let wrong = program.run(["register", "lint", &clinic().replace("clinic", "malformed")]);
    assert_eq!((wrong.code, wrong.stdout.as_str()), (2, ""), "{}", wrong.all());
    assert!(wrong.stderr.contains("baa.toml:13:13"), "{}", wrong.stderr);
}

#[test]
fn a_warning_is_said_and_is_exit_0() {
    let program = Baascan::new();
    let text = "[organization]\nname = \"Harbor\"\n[[agreement]]\nid = \"aws\"\ndirection = \"downstream\"\n\
                counterparty = \"AWS\"\nvendor = \"aws\"\nstatus = \"executed\"\neffective = 2026-01-01\n";
    fs::write(program.dir().join("baa.toml"), text).expect("a file");
    let linted = done(program.run(["register", "lint", "baa.toml"]));
    assert!(linted.stderr.starts_with("warning: scope_unknown"), "{}", linted.stderr);
    assert!(linted.stdout.ends_with("1 warnings\n"), "{}", linted.stdout);
}

#[test]
fn the_schema_that_is_printed_is_the_one_of_the_docs() {
    let printed = done(Baascan::new().run(["register", "schema"])).stdout;
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema/register-1.json");
    assert_eq!(printed, fs::read_to_string(kept).expect("the schema"));
}

#[test]
fn help_says_what_a_beginner_needs() {
    let program = Baascan::new();
    for (command, words) in [
        (&["register", "--help"][..], &["lint", "init", "show", "schema"][..]),
        (
            &["register", "init", "--help"],
            &["--out", "facts:DIR", "left alone", "AWS Artifact", "asks nothing"],
        ),
        (&["register", "show", "--help"], &["tree", "mermaid", "dot", "--as-of", "today"]),
        (&["register", "lint", "--help"], &["offline", "Exit code 0", "folder"]),
        (&["register", "schema", "--help"], &["#:schema", "taplo"]),
    ] {
        let help = done(program.run(command)).stdout;
        for word in words {
            assert!(help.contains(word), "{command:?}: {word}: {help}");
        }
    }
}
