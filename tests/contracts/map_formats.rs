//! One view of the map in every format: nothing is lost, and no name that somebody wrote is read as anything but a name.

use crate::map::network;
use crate::records::{holds, schema};
use crate::support::Baascan;
use crate::world::World;
use baascan::report::MAP_FORMATS;
use serde_json::Value;

/// A map in a format.
fn shown(program: &Baascan, format: &str, question: &[&str]) -> String {
    let run = program.run([&["map", "out", "--format", format], question].concat());
    assert_eq!(run.code, 0, "{format}: {}", run.all());
    run.stdout
}

fn list<'v>(view: &'v Value, key: &str) -> &'v Vec<Value> {
    view[key].as_array().unwrap_or_else(|| panic!("{key} is no list"))
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} is no text: {value}"))
}

/// What a vendor is called in formats for people.
fn called(vendor: &Value) -> &str {
    vendor["name"].as_str().unwrap_or_else(|| text(vendor, "id"))
}

/// Names of the rows and of the vendors.
struct Held<'v> {
    rows: Vec<&'v Value>,
    vendors: Vec<&'v Value>,
}

impl<'v> Held<'v> {
    fn of(view: &'v Value) -> Self {
        let rows = list(view, "services").iter().map(|row| &row["row"]).collect();
        Self { rows, vendors: list(view, "vendors").iter().collect() }
    }

    fn names(&self) -> impl Iterator<Item = &'v str> {
        let rows = self.rows.iter().map(|row| text(row, "name"));
        rows.chain(self.vendors.iter().map(|vendor| called(vendor)))
    }
}

fn all_of(wanted: &mut Vec<String>, found: &mut Vec<String>, format: &str) {
    wanted.sort();
    found.sort();
    assert_eq!(found, wanted, "{format}");
}

/// Cells of a Markdown table's row.
fn cells(line: &str) -> Vec<String> {
    let inner = line.trim_start_matches("| ").trim_end_matches(" |");
    inner
        .replace("\\|", "\u{1}")
        .split(" | ")
        .map(|cell| cell.replace('\u{1}', "|").trim().to_owned())
        .collect()
}

#[test]
fn one_view_in_every_format_loses_no_row_and_no_vendor() {
    let (program, _) = network();
    for question in [&[][..], &["--customer", "st-aldric"], &["--service", "iam"], &["--as-of", "2023-04-30"]]
    {
        let view: Value = serde_json::from_str(&shown(&program, "json", question)).expect("JSON");
        let held = Held::of(&view);
        assert!(!held.rows.is_empty());
        for format in MAP_FORMATS {
            let page = shown(&program, format.name, question);
            match format.name {
                "json" => holds(&schema("map-1.json"), &view),
                "csv" => in_the_csv(&page, &held),
                "table" => in_the_table(&page, &held),
                "markdown" => in_the_markdown(&page, &held),
                "page" => in_the_page(&page, &held),
                "mermaid" | "dot" => in_the_graph(&page, &held, format.name),
                other => panic!("say here how a row is found in {other}"),
            }
        }
    }
}

fn records(page: &str) -> Vec<csv::StringRecord> {
    assert!(
        page.ends_with("\r\n") && !page.replace("\r\n", "").contains('\n'),
        "RFC 4180 ends lines with CRLF"
    );
    // Without `flexible`, a row of another width is an error.
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(page.as_bytes());
    reader.records().map(|record| record.expect("a row as wide as the first")).collect()
}

fn in_the_csv(page: &str, held: &Held<'_>) {
    let table = records(page);
    let column = |name: &str| table[0].iter().position(|head| head == name).expect("a column");
    let (row, service, verdict) = (column("row"), column("service"), column("verdict"));
    let (account, customers) = (column("account"), column("customers"));
    assert_eq!(table.len(), 1 + held.rows.len() + held.vendors.len());
    let mut found: Vec<String> = table[1..]
        .iter()
        .map(|cells| [row, account, service, verdict, customers].map(|column| &cells[column]).join("/"))
        .collect();
    let joined = |value: &Value| {
        let words = value["customers"].as_array().expect("a list").iter();
        words.filter_map(Value::as_str).collect::<Vec<_>>().join(" ")
    };
    let services = held.rows.iter().map(|row| {
        let words = [text(row, "account"), text(row, "service"), text(row, "verdict")].join("/");
        format!("service/{words}/{}", joined(row))
    });
    let vendors = held.vendors.iter().map(|vendor| {
        let standing = vendor["standing"].as_str().unwrap_or("no_agreement");
        format!("vendor//{}/{standing}/{}", text(vendor, "id"), joined(vendor))
    });
    all_of(&mut services.chain(vendors).collect(), &mut found, "csv");
}

/// In the table long names are broken at blanks, so what is looked for are the first column's words; tooling is on lines of
/// its own.
fn in_the_table(page: &str, held: &Held<'_>) {
    let mut first = String::new();
    let mut width = None;
    for line in page.lines() {
        let heads = [("Service ", "Verdict"), ("Vendor ", "PHI")];
        let head =
            heads.iter().find(|(start, _)| line.starts_with(start)).and_then(|(_, next)| line.find(next));
        width = if line.trim().is_empty() || line.starts_with("Tooling ") { None } else { head.or(width) };
        let cell: String = line.chars().take(width.unwrap_or(usize::MAX)).collect();
        first.push_str(cell.trim());
        first.push(' ');
        assert!(line.chars().count() <= 100, "{line}");
    }
    let words = first.split_whitespace().collect::<Vec<_>>().join(" ");
    for name in held.names() {
        assert!(words.contains(name), "{name} in {page}");
    }
    let shown = |row: &&&Value| row["verdict"] != "tooling";
    let verdicts: usize = held.rows.iter().filter(shown).map(|row| list(row, "verdicts").len()).sum();
    let listed = page.lines().filter(|line| {
        let cell =
            line.chars().skip(page.lines().find_map(|l| l.find("Verdict ")).unwrap_or(0)).collect::<String>();
        let word = cell.split("  ").next().unwrap_or_default().trim().to_owned();
        baascan::map::Verdict::ALL.iter().any(|verdict| verdict.as_str() == word)
    });
    assert!(listed.count() >= verdicts, "{page}");
}

fn in_the_markdown(page: &str, held: &Held<'_>) {
    let body: Vec<Vec<String>> = page
        .split("\n|---")
        .skip(1)
        .flat_map(|t| t.lines().skip(1).take_while(|l| l.starts_with("| ")).map(cells))
        .collect();
    let mut found: Vec<String> = body.iter().map(|cells| cells[0].clone()).collect();
    let customers = page
        .split("| customer | agreement |")
        .nth(1)
        .map_or(0, |t| t.lines().skip(2).take_while(|line| line.starts_with("| ")).count());
    found.truncate(found.len() - customers);
    all_of(&mut held.names().map(str::to_owned).collect(), &mut found, "markdown");
}

fn in_the_page(page: &str, held: &Held<'_>) {
    for name in held.names() {
        assert!(page.contains(&format!("<td>{}", escaped(name))), "{name}");
    }
    let rows = page.matches("<tr>").count();
    assert!(rows >= held.rows.len() + held.vendors.len(), "{rows} rows");
    harmless(page);
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The page needs nothing from outside, runs nothing, and opens at once.
fn harmless(page: &str) {
    for word in [
        "<script",
        "javascript:",
        "http:",
        "https:",
        "src=",
        "href=",
        "url(",
        "@import",
        "<iframe",
        "<link",
        "onload=",
    ] {
        assert!(!page.to_lowercase().contains(word), "{word}");
    }
    assert!(page.starts_with("<!DOCTYPE html>") && page.len() < 5_000_000, "{} bytes", page.len());
}

fn in_the_graph(page: &str, held: &Held<'_>, format: &str) {
    let labels = labels(page, format);
    for row in &held.rows {
        let (name, account) = (text(row, "name"), text(row, "account"));
        assert!(
            labels.iter().any(|label| label.contains(name) && label.contains(account)),
            "{format}: {name} {account}"
        );
    }
    for vendor in &held.vendors {
        let name = called(vendor);
        let of_aws = text(vendor, "id") == "aws";
        assert!(of_aws || labels.iter().any(|label| label.starts_with(name)), "{format}: {name}");
    }
}

/// The texts of a graph, as the reader of the picture sees them. What stands outside of them must be the format's own words.
fn labels(page: &str, format: &str) -> Vec<String> {
    let (mut labels, mut own) = (Vec::new(), String::new());
    for line in page.lines().filter(|line| !line.starts_with("%%")) {
        let mut rest = line.chars();
        while let Some(c) = rest.next() {
            if c != '"' {
                own.push(c);
                continue;
            }
            let mut label = String::new();
            loop {
                match rest.next().unwrap_or_else(|| panic!("{format}: a text without an end: {line}")) {
                    '"' => break,
                    '\\' if format == "dot" => match rest.next() {
                        Some('n') => label.push('\n'),
                        Some(c) => label.push(c),
                        None => panic!("{format}: a text without an end: {line}"),
                    },
                    c => label.push(c),
                }
            }
            labels.push(label);
        }
        own.push('\n');
    }
    let words = own.split(|c: char| !c.is_alphanumeric() && c != '#');
    for word in words.filter(|word| !word.is_empty()) {
        let key = word.strip_prefix(['c', 's', 'v', 'a', 't']).is_some_and(|n| n.parse::<u32>().is_ok());
        let grammar = "digraph chain label rankdir LR node edge fontname fontsize shape box style rounded dashed color ellipse \
                       doubleoctagon us flowchart classDef gap stroke #b00020 width dasharray 2px 9 10 4 3";
        assert!(
            key || grammar.split_whitespace().any(|known| known == word),
            "{format}: {word:?} stands outside of a text"
        );
    }
    if format == "mermaid" {
        for label in &labels {
            let plain = label.replace("<br/>", " ");
            assert!(!plain.contains(['<', '>', '`', '"']), "{label}");
        }
    }
    labels.iter().map(|label| unescaped(label, format)).collect()
}

fn unescaped(label: &str, format: &str) -> String {
    if format != "mermaid" {
        return label.to_owned();
    }
    let known =
        [("<br/>", "\n"), ("#quot;", "\""), ("#lt;", "<"), ("#gt;", ">"), ("#96;", "`"), ("#35;", "#")];
    known.iter().fold(label.to_owned(), |text, (entity, c)| text.replace(entity, c))
}

/// Names that mean something to one of the formats.
const HOSTILE: [&str; 9] = [
    r#"Quote " end ] } ) --> us"#,
    "Pipe | a | b",
    "end",
    "<script>alert(1)</script>",
    "</td></table><img src=x onerror=alert(1)>",
    "#quot; &quot; #35;",
    "=HYPERLINK(\"http://evil.example\")",
    "back\\slash \\\"",
    "%%{init: {}}%% `code`",
];

/// A customer, a facility and a vendor of each name.
fn hostile_register(names: &[&str]) -> String {
    let us = toml::Value::String(names[0].to_owned());
    let mut register = format!(
        "[organization]\nname = {us}\n[scope]\nphi_accounts = [\"111122223333\"]\n\
         [[agreement]]\nid = \"aws\"\ndirection = \"downstream\"\ncounterparty = {us}\nvendor = \"aws\"\n\
         status = \"executed\"\neffective = 2025-03-01\naccounts = [\"111122223333\"]\n"
    );
    for (number, name) in names.iter().enumerate() {
        let name = toml::Value::String((*name).to_owned());
        register.push_str(&format!(
            "[[agreement]]\nid = \"customer-{number}\"\ndirection = \"upstream\"\ncounterparty = {name}\n\
             status = \"executed\"\neffective = 2025-03-01\naccounts = [\"111122223333\"]\n\
             facilities = [\"facility-{number}\"]\n\
             [[facility]]\nid = \"facility-{number}\"\nlegal_name = {name}\n\
             [[vendor]]\nid = \"vendor-{number}\"\nname = {name}\ndata = {name}\nphi_allowed = true\n\
             surfaces = [{name}]\nowner = {name}\nincident_contact = {name}\nauth = {name}\nretention = {name}\n\
             production = {name}\n"
        ));
    }
    register
}

#[test]
fn a_hostile_name_is_a_name_in_every_format() {
    let world = World::sound();
    world.write("baa.toml", &hostile_register(&HOSTILE));
    let run = world.scan_keys(&["--register", "baa.toml"]);
    assert!(matches!(run.code, 1 | 3), "{}", run.all());
    for question in [&[][..], &["--customer", "customer-3"], &["--facility", "facility-4"]] {
        let page = |format: &str| shown(&world.program, format, question);
        let view: Value = serde_json::from_str(&page("json")).expect("JSON");
        let vendors: Vec<&str> = list(&view, "vendors").iter().map(called).collect();
        let customers = list(&view, "agreements").iter().filter(|a| a["direction"] == "upstream");
        let names: Vec<&str> =
            vendors.iter().copied().chain(customers.map(|a| text(a, "counterparty"))).collect();
        assert!(!names.is_empty() || question.contains(&"facility-4"), "{question:?}");
        harmless_but_for_text(&page("page"), &names);
        for format in ["mermaid", "dot"] {
            let labels = labels(&page(format), format);
            for name in &names {
                assert!(labels.iter().any(|label| label.contains(name)), "{format}: {name}: {labels:#?}");
            }
        }
        let table = records(&page("csv"));
        let told = table.iter().filter(|record| &record[0] == "vendor").map(|record| record[3].to_owned());
        let inert = |name: &&str| if name.starts_with('=') { format!("'{name}") } else { (*name).to_owned() };
        assert_eq!(told.collect::<Vec<_>>(), vendors.iter().map(inert).collect::<Vec<_>>());
        in_whole_tables(&page("markdown"));
        assert!(page("table").lines().all(|line| line.chars().count() <= 100), "{}", page("table"));
    }
}

/// Every row of a Markdown table has as many cells as its head, and none of them is markup.
fn in_whole_tables(markdown: &str) {
    assert!(!markdown.contains("<script") && !markdown.contains("<img"), "{markdown}");
    let lines: Vec<&str> = markdown.lines().collect();
    let rules = lines.iter().enumerate().filter(|(_, line)| line.starts_with("|---"));
    for (at, rule) in rules {
        let columns = rule.matches("---").count();
        for row in lines[at + 1..].iter().take_while(|line| line.starts_with("| ")) {
            assert_eq!(cells(row).len(), columns, "{row}");
        }
    }
}

/// The page's markup without the texts in it is harmless; the name is there, escaped.
fn harmless_but_for_text(page: &str, names: &[&str]) {
    let mut markup = page.to_owned();
    for name in HOSTILE.iter().chain(names) {
        assert!(page.contains(&escaped(name)) || !names.contains(name), "{name}");
        markup = markup.replace(&escaped(name), "");
    }
    harmless(&markup);
    assert!(!page.contains("<img") && !page.contains("<script"), "{names:?}");
}

#[test]
fn a_name_with_a_line_break_or_a_control_character_is_refused() {
    let world = World::sound();
    for name in ["two\nlines", "\u{1b}[31mred", "a\u{0}b"] {
        world.write("baa.toml", &hostile_register(&[name]));
        let run = world.scan_keys(&["--register", "baa.toml"]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{name:?}: {}", run.all());
        assert!(!run.stderr.contains('\u{1b}'), "{name:?}");
    }
}
