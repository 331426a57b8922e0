//! Registers that nobody wrote in good faith: large ones of every shape end, bad ones are refused with their reason.

use super::*;
use std::fmt::Write;

/// Ten megabytes; without optimisation a tenth of it, so that the tests stay quick and a square still shows.
const SIZE: usize = if cfg!(debug_assertions) { 1 << 20 } else { 10 << 20 };

/// Repeats what `entry` writes for 0, 1, 2 … until the size is reached.
fn megabytes(entry: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(SIZE + (1 << 16));
    for n in 0.. {
        text.push_str(&entry(n));
        if text.len() >= SIZE {
            break;
        }
    }
    text
}

/// A list of ever new texts of about so many bytes.
fn list(bytes: usize, start: usize, item: impl Fn(usize) -> String) -> String {
    let mut text = String::from("[");
    for n in start.. {
        let _ = write!(text, "\"{}\",", item(n));
        if text.len() >= bytes {
            break;
        }
    }
    text + "]"
}

/// The region with a number: `aa-aaaaa-1`, of which there are enough.
fn region(n: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap_or(0));
    format!(
        "us-{}{}{}{}-{}",
        letter(n),
        letter(n / 26),
        letter(n / 676),
        letter(n / 17_576),
        n / 456_976 % 10
    )
}

fn account(n: usize) -> String {
    format!("{n:012}")
}

fn agreement(id: &str, more: &str) -> String {
    format!(
        "[[agreement]]\nid=\"{id}\"\ndirection=\"downstream\"\ncounterparty=\"AWS\"\nvendor=\"aws\"\n\
         status=\"executed\"\neffective=2026-01-01\n{more}\n"
    )
}

/// What one loading says, in a word, and how long it took where somebody asks for it.
fn outcome(name: &str, text: &str) -> Result<Register, String> {
    let start = std::time::Instant::now();
    let found = load_one(text);
    let said = match &found {
        Ok(register) => format!("read, {} warnings", register.warnings.len()),
        Err(problems) => format!("refused, {} bytes of problems", problems.len()),
    };
    eprintln!("{name}: {} bytes, {:?}: {said}", text.len(), start.elapsed());
    found
}

#[test]
fn agreements_none_of_which_meet_are_compared_as_far_as_it_is_worth() {
    let more = |n| format!("accounts=[\"111122223333\"]\nregions=[\"{}\"]", region(n));
    let register = outcome("regions", &megabytes(|n| agreement(&format!("a{n}"), &more(n))));
    let register = register.expect("a warning refuses nothing");
    assert!(register.agreements.len() > 5_000, "{}", register.agreements.len());
    assert_eq!(
        warnings(&register),
        ["not all agreements were compared for claims of one scope: there are too many from here on"]
    );
}

#[test]
fn agreements_of_ever_new_terms_are_compared_as_far_as_it_is_worth() {
    let more = |n: usize| {
        let (hours, day) = (n % 80_000, region(n));
        format!("accounts=[\"111122223333\"]\nbreach_notice_hours={hours}\nregions=[\"{day}\"]")
    };
    let register = outcome("terms", &megabytes(|n| agreement(&format!("a{n}"), &more(n))));
    assert_eq!(register.expect("a warning refuses nothing").warnings.len(), 1);
}

#[test]
fn agreements_with_long_lists_are_compared_as_sets() {
    let regions = |n: usize| list(SIZE / 4, n * 1_000_000 % 4_000_000, region);
    let accounts = "accounts=[\"111122223333\"]";
    let text = (0..4).map(|n| agreement(&format!("a{n}"), &format!("{accounts}\nregions={}", regions(n))));
    outcome("long regions", &text.collect::<String>()).expect("warnings at most");
    let accounts = list(SIZE / 40, 0, account);
    let text = (0..40)
        .map(|n| agreement(&format!("a{n}"), &format!("accounts={accounts}\nregions=[\"{}\"]", region(n))));
    outcome("long accounts", &text.collect::<String>()).expect("warnings at most");
    let same = format!("accounts={accounts}");
    let text = (0..40).map(|n| agreement(&format!("a{n}"), &same)).collect::<String>();
    let warned = outcome("the same accounts", &text).expect("warnings at most").warnings.len();
    assert!(warned >= 39, "{warned}");
}

#[test]
fn an_id_of_a_megabyte_is_not_repeated_in_every_warning() {
    let long = agreement(&"x".repeat(1 << 20), "accounts=[\"111122223333\"]");
    let text = long + &megabytes(|n| agreement(&format!("a{n}"), "accounts=[\"111122223333\"]"));
    let register = outcome("long id", &text).expect("warnings refuse nothing");
    assert!(register.warnings.iter().all(|warning| warning.message.len() < 500));
}

#[test]
fn names_that_lead_nowhere_are_refused_however_many() {
    let known: String = (0..900).map(|n| agreement(&format!("agreement-{n}"), "")).collect();
    let facility = |n| format!("[[facility]]\nlegal_name=\"f{n}\"\nagreements=[\"agreement-x{n}\"]\n");
    let vendor = |n| format!("[[vendor]]\nid=\"v{n}\"\nbaa=\"agreement-y{n}\"\n");
    let renewal = |n: usize| agreement(&format!("b{n}"), &format!("predecessor=\"agreement-z{n}\""));
    let lists = |n: usize| agreement(&format!("c{n}"), &format!("facilities={}", list(SIZE / 2, 0, account)));
    for (name, text) in [
        ("facilities", known.clone() + &megabytes(facility)),
        ("vendors", known.clone() + &megabytes(vendor)),
        ("renewals", known.clone() + &megabytes(renewal)),
        ("lists of facilities", known + &megabytes(lists)),
    ] {
        assert!(outcome(name, &text).expect_err(name).contains("which the register does not have"), "{name}");
    }
}

#[test]
fn a_chain_of_renewals_and_a_circle_of_them_end() {
    let chain = |n: usize| match n {
        0 => agreement("a0", ""),
        _ => agreement(&format!("a{n}"), &format!("predecessor=\"a{}\"", n - 1)),
    };
    let register = outcome("chain", &megabytes(chain)).expect("warnings at most");
    let last = register.agreements.last().expect("an agreement");
    assert_eq!(register.in_force_since(last), Some(date(2026, 1, 1)));
    let count = register.agreements.len();
    let back = |n: usize| agreement(&format!("a{n}"), &format!("predecessor=\"a{}\"", (n + 1) % count));
    let circle: String = (0..count).map(back).collect();
    assert!(outcome("circle", &circle).expect_err("a circle").contains("in a circle"));
}

#[test]
fn megabytes_of_one_mistake_are_refused() {
    let long = "x".repeat(SIZE);
    let shapes: [(&str, String); 12] = [
        ("unknown keys", megabytes(|n| format!("acount{n} = 1\n"))),
        ("unknown keys of an agreement", agreement("a", "") + &megabytes(|n| format!("acount{n}=1\n"))),
        ("empty agreements", megabytes(|_| "[[agreement]]\n".to_owned())),
        ("one key again and again", megabytes(|_| "x = 1\n".to_owned())),
        ("numbers for accounts", agreement("a", &format!("accounts=[{}]", "1,".repeat(SIZE / 2)))),
        ("words for accounts", agreement("a", &format!("accounts=[{}]", "\"\",".repeat(SIZE / 3)))),
        ("unknown services", agreement("a", &format!("services={}", list(SIZE, 0, |n| format!("s{n}"))))),
        ("one long key", format!("{long} = 1")),
        ("one long word", agreement("a", "").replace("executed", &long)),
        ("no TOML", "]\n".repeat(SIZE / 2)),
        ("open brackets", "[".repeat(SIZE)),
        ("control characters", "\u{1}".repeat(SIZE)),
    ];
    for (name, text) in shapes {
        assert!(outcome(name, &text).expect_err(name).contains("error"), "{name}");
    }
}
