//! The readers of files people write return, whatever the bytes: each file of the corpora, and a fixed number of changes of
//! them that a seed decides. `tests/fuzz` searches further with the same readers; what it finds joins the corpora.

mod mutation;
mod readers;

use mutation::Mutations;
use std::fs;
use std::path::{Path, PathBuf};

type Reader = fn(&[u8]);

/// Each reader, by the name of its corpus and its fuzz target.
const READERS: [(&str, Reader); 5] = [
    ("plan", readers::plan),
    ("register", readers::register),
    ("templates", readers::templates),
    ("vendors", readers::vendors),
    ("waivers", readers::waivers),
];

/// Changed texts that each reader is given.
const CHANGED: usize = 2000;

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz")
}

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = fuzz().join("corpus").join(name);
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("a corpus").map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("a file of the corpus")).collect()
}

/// The words of `words.dict`, which libFuzzer reads too: `"..."` with `\xAB` for bytes that are no plain letters.
fn dictionary() -> Vec<Vec<u8>> {
    let text = fs::read_to_string(fuzz().join("words.dict")).expect("a dictionary");
    let quoted = text.lines().filter_map(|line| line.strip_prefix('"')?.strip_suffix('"'));
    quoted.map(unescaped).collect()
}

fn unescaped(word: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = word;
    while let Some((before, escape)) = rest.split_once("\\x") {
        bytes.extend(before.bytes());
        bytes.push(u8::from_str_radix(&escape[..2], 16).expect("two digits"));
        rest = &escape[2..];
    }
    bytes.extend(rest.bytes());
    bytes
}

#[test]
fn every_file_of_the_corpora_is_read_or_refused() {
    for (name, reader) in READERS {
        let corpus = corpus(name);
        assert!(corpus.len() >= 3, "{name}");
        corpus.iter().for_each(|bytes| reader(bytes));
    }
}

#[test]
fn every_change_of_them_is_read_or_refused() {
    let words = dictionary();
    assert!(words.len() > 50 && words.contains(&b"\n# another file\n".to_vec()));
    for (name, reader) in READERS {
        let mut mutations = Mutations::new(0x00ba_a5ca, corpus(name), words.clone());
        for number in 0..CHANGED {
            let bytes = mutations.next();
            let read = std::panic::catch_unwind(|| reader(&bytes));
            assert!(read.is_ok(), "{name}, change {number}:\n{}", bytes.escape_ascii());
        }
    }
}

/// A vendor's file of ten million bytes, in shapes that have made readers slow.
#[test]
fn a_huge_file_of_a_vendor_is_read_or_refused_in_moments() {
    const BYTES: usize = 10_000_000;
    let whole = String::from_utf8(corpus("vendors").swap_remove(0)).expect("text");
    let many = |one: &str| one.repeat(BYTES / one.len());
    let shapes = [
        format!(
            "{whole}\nprivatelink_services = [{}]\n",
            many("\"com.amazonaws.vpce.us-east-1.vpce-svc-1\", ")
        ),
        format!("{whole}\nhostnames = [{}]\n", many("\"https://a\", ")),
        format!("{whole}\naccounts = [{}]\n", many("\"1\", ")),
        format!("{whole}\n{}", (0..BYTES / 12).map(|n| format!("k{n} = 1\n")).collect::<String>()),
        format!("{whole}\n{}", many("accounts = []\n")),
        format!("{whole}\n{}", many("[[x]]\n")),
        format!("{whole}\ncarve_outs = [\"{}\"]\n", many("a b ")),
        format!("{whole}\nx = {}", many("[")),
        many("\""),
        many("\\u{202e}"),
        many("\n"),
    ];
    for (number, shape) in shapes.iter().enumerate() {
        let begun = std::time::Instant::now();
        readers::vendors(shape.as_bytes());
        let took = begun.elapsed();
        assert!(took.as_secs() < 20, "shape {number} took {took:?}");
    }
}

#[test]
fn every_target_of_the_fuzzer_is_among_them() {
    for entry in fs::read_dir(fuzz().join("targets")).expect("targets") {
        let path = entry.expect("a target").path();
        let name = path.file_stem().expect("a name").to_string_lossy();
        assert!(READERS.iter().any(|(reader, _)| *reader == name), "{name}");
    }
}
