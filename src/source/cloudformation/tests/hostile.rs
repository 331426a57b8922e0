use super::*;
use std::time::Instant;

/// Reads whatever it is, in moments, and gives what was said where it was refused.
fn bounded(name: &str, text: &str) -> Option<String> {
    let begun = Instant::now();
    let read = parse(Path::new("t.yaml"), text.as_bytes(), &Options::default());
    let took = begun.elapsed();
    assert!(took.as_secs() < 30, "{name} took {took:?}");
    read.err().map(|problems| problems.to_string())
}

fn with_property(value: &str) -> String {
    format!("Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      P: {value}\n")
}

#[test]
fn deep_nesting_is_refused_in_one_sentence() {
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("{\"a\": ", "}")] {
        for depth in [200, 100_000] {
            let text = with_property(&format!("{}1{}", open.repeat(depth), close.repeat(depth)));
            let said = bounded(open, &text).expect("too deep");
            assert!(said.contains("stand in one another"), "{said:.300}");
        }
    }
    let json = format!("{{\"Resources\": {}1", "[".repeat(1_000_000));
    assert!(bounded("json", &json).expect("too deep").contains("stand in one another"));
    let block: String = (0..500).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    assert!(bounded("block", &block).expect("too deep").contains("stand in one another"));
    let fine = with_property(&format!("{}1{}", "[".repeat(100), "]".repeat(100)));
    assert_eq!(bounded("fine", &fine), None);
}

#[test]
fn aliases_of_aliases_are_bounded() {
    let mut text = String::from("A0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let inner = vec![format!("*a{}", level - 1); 10].join(", ");
        text += &format!("A{level}: &a{level} [{inner}]\n");
    }
    let said = bounded("aliases", &text).expect("too many");
    assert!(said.contains("with its aliases followed"), "{said:.300}");
    let said = bounded("itself", "Resources: &r\n  B: *r\n").expect("a circle");
    assert!(said.contains("has not ended yet") || said.contains("broken"), "{said}");
}

#[test]
fn texts_that_grow_when_they_are_worked_out_are_bounded() {
    let mut text = String::from("Parameters:\n  A: {Type: String, Default: ");
    text += &"x".repeat(100_000);
    text += "}\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      P: !Sub '";
    text += &"${A}".repeat(50_000);
    text += "'\n";
    let said = bounded("sub", &text).expect("too large");
    assert!(said.contains("grows too large"), "{said:.300}");
}

#[test]
fn loops_in_loops_are_bounded() {
    let members = (0..100).map(|n| n.to_string()).collect::<Vec<_>>().join(", ");
    let mut body = "{'K${A}x${B}x${C}x${D}': {Type: 'AWS::S3::Bucket'}}".to_owned();
    for name in ["A", "B", "C", "D"] {
        body = format!("{{'Fn::ForEach::L{name}': [{name}, [{members}], {body}]}}");
    }
    let said = bounded("loops", &format!("Resources: {body}\n")).expect("too many");
    assert!(said.contains("grows too large"), "{said:.300}");
}

#[test]
fn conditions_that_double_are_decided_once_each() {
    let mut text = String::from("Conditions:\n  C0: !Equals [a, a]\n");
    for level in 1..90 {
        let inner = level - 1;
        text += &format!("  C{level}: !And [!Condition C{inner}, !Condition C{inner}]\n");
    }
    text += "Resources:\n  B: {Type: 'AWS::S3::Bucket', Condition: C89}\n";
    assert_eq!(bounded("conditions", &text), None);
}

#[test]
fn huge_files_of_odd_shapes_are_read_or_refused_in_moments() {
    const BYTES: usize = 1_000_000;
    let many = |one: &str| one.repeat(BYTES / one.len());
    let numbered = |one: fn(usize) -> String| (0..20_000).map(one).collect::<String>();
    for (name, text) in [
        ("text", with_property(&many("x"))),
        ("subs", with_property(&format!("!Sub '{}'", many("${A}")))),
        ("opens", with_property(&format!("!Sub '{}'", many("${")))),
        ("dynamics", with_property(&format!("'{}'", many("{{resolve:")))),
        ("lists", with_property(&format!("[{}]", many("a, ")))),
        ("keys", format!("Resources:\n{}", numbered(|n| format!("  B{n}: {{Type: 'AWS::S3::Bucket'}}\n")))),
        (
            "refs",
            format!(
                "Resources:\n{}",
                numbered(|n| format!("  B{n}: {{Type: A, Properties: {{P: !Ref X{n}}}}}\n"))
            ),
        ),
        ("quotes", many("\"")),
        ("colons", many(": ")),
        ("dashes", many("- ")),
        ("questions", many("? ")),
        ("bangs", many("!a ")),
        ("anchors", many("&a ")),
        ("documents", many("---\n")),
        ("newlines", many("\n")),
        ("tabs", many("\t")),
        ("comments", many("# a\n")),
        ("percents", many("%TAG ! a\n")),
        ("pipes", format!("a: |\n{}", many(" x\n"))),
        ("folded", format!("a: >\n{}", many("  x\n\n"))),
        ("plain", format!("a: b\n{}", many("  c\n"))),
        ("json", format!("{{\"Resources\": {{\"B\": [{}1]}}}}", many("1,"))),
    ] {
        bounded(name, &text);
    }
}

#[test]
fn a_file_of_200_megabytes_is_refused_by_its_size() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("big.yaml");
    std::fs::File::create(&path).and_then(|file| file.set_len(200 << 20)).expect("a file");
    let said = super::super::read(&path, &Options::default()).expect_err("too large").to_string();
    assert!(said.contains("is larger than 50 MiB"), "{said}");
}
