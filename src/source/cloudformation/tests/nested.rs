use super::super::read as read_path;
use super::*;
use std::fs;
use tempfile::TempDir;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

fn stack(id: &str, properties: &str) -> String {
    format!("  {id}: {{Type: 'AWS::CloudFormation::Stack', Properties: {{{properties}}}}}\n")
}

const NETWORK: &str = "Parameters:
  Name: {Type: String}
  Key: {Type: String, Default: none}
Resources:
  Vpc: {Type: 'AWS::EC2::VPC', Properties: {N: !Ref Name, K: !Ref Key}}
Outputs:
  VpcId: {Value: !Ref Vpc}
  Shown: {Value: !Sub 'x-${Name}'}
";

#[test]
fn a_nested_stack_is_read_with_its_parameters_and_gives_its_outputs() {
    let app = "Parameters:\n  Vpc: {Type: String}\nResources:\n  G: {Type: 'AWS::EC2::SecurityGroup', Properties: {V: !Ref Vpc}}\n";
    let outer = format!(
        "Resources:\n  Key: {{Type: 'AWS::KMS::Key'}}\n{}{}  B: {{Type: 'AWS::S3::Bucket', Properties: {{N: !GetAtt Network.Outputs.Shown}}}}\n",
        stack("App", "TemplateURL: ./app.yaml, Parameters: {Vpc: !GetAtt Network.Outputs.VpcId}"),
        stack("Network", "TemplateURL: parts/network.yaml, Parameters: {Name: main, Key: !GetAtt Key.Arn}"),
    );
    let folder = folder(&[("outer.yaml", &outer), ("app.yaml", app), ("parts/network.yaml", NETWORK)]);
    let declaration = read_path(&folder.path().join("outer.yaml"), &Options::default()).expect("stacks");
    assert_eq!(addresses(&declaration), ["Key", "App", "App/G", "Network", "Network/Vpc", "B"]);
    assert_eq!(of(&declaration, "App/G").values.member("V"), &reference("Network/Vpc", "Ref"));
    let vpc = of(&declaration, "Network/Vpc");
    assert_eq!((vpc.values.member("N"), vpc.values.member("K")), (&text("main"), &reference("Key", "Arn")));
    assert_eq!(of(&declaration, "B").values.member("N"), &text("x-main"));
    assert!(
        vpc.file.as_deref().is_some_and(|file| file.ends_with("parts/network.yaml")) && vpc.line == Some(5)
    );
    assert_eq!(declaration.notes, Vec::<String>::new());
}

#[test]
fn what_cannot_be_read_is_told_of_and_nothing_else_is_nothing_to_judge() {
    let outer = format!(
        "Resources:\n{}{}{}",
        stack("Far", "TemplateURL: 'https://s3.amazonaws.com/b/k.yaml?X-Amz-Signature=abc'"),
        stack("Gone", "TemplateURL: gone.yaml"),
        stack("Dark", "TemplateURL: !ImportValue x"),
    );
    let folder = folder(&[("outer.yaml", &outer)]);
    let declaration = read_path(&folder.path().join("outer.yaml"), &Options::default()).expect("stacks");
    let notes = declaration.notes.join("\n");
    for words in [
        "Far is not read",
        "https://s3.amazonaws.com/b/k.yaml;",
        "Gone is not read",
        "Dark is not read",
        "there is nothing to judge",
    ] {
        assert!(notes.contains(words), "{words}\n{notes}");
    }
    assert!(!notes.contains("Signature"), "{notes}");
    assert_eq!(addresses(&declaration), ["Far", "Gone", "Dark"]);
}

#[test]
fn a_stack_that_nests_itself_is_refused() {
    let one = format!("Resources:\n{}", stack("Two", "TemplateURL: two.yaml"));
    let two = format!("Resources:\n{}", stack("One", "TemplateURL: one.yaml"));
    let folder = folder(&[("one.yaml", &one), ("two.yaml", &two)]);
    let said =
        read_path(&folder.path().join("one.yaml"), &Options::default()).expect_err("a circle").to_string();
    assert!(said.contains("nests itself"), "{said}");
}

#[test]
fn stacks_that_rest_on_each_others_outputs_are_refused() {
    let inner = "Parameters:\n  A: {Type: String}\nResources:\n  B: {Type: 'AWS::S3::Bucket'}\nOutputs:\n  O: {Value: !Ref A}\n";
    let outer = format!(
        "Resources:\n{}{}",
        stack("One", "TemplateURL: in.yaml, Parameters: {A: !GetAtt Two.Outputs.O}"),
        stack("Two", "TemplateURL: in.yaml, Parameters: {A: !GetAtt One.Outputs.O}"),
    );
    let folder = folder(&[("outer.yaml", &outer), ("in.yaml", inner)]);
    let said =
        read_path(&folder.path().join("outer.yaml"), &Options::default()).expect_err("a circle").to_string();
    assert!(said.contains("rests on its own outputs"), "{said}");
}

#[test]
fn stacks_that_double_are_bounded() {
    let mut files: Vec<(String, String)> = (0..14)
        .map(|level| {
            let url = format!("TemplateURL: s{}.yaml", level + 1);
            (format!("s{level}.yaml"), format!("Resources:\n{}{}", stack("A", &url), stack("B", &url)))
        })
        .collect();
    files.push(("s14.yaml".to_owned(), "Resources:\n  B: {Type: 'AWS::S3::Bucket'}\n".to_owned()));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = folder(&files);
    let said =
        read_path(&folder.path().join("s0.yaml"), &Options::default()).expect_err("too many").to_string();
    assert!(said.contains("more than 2500 stacks"), "{said:.300}");
}

#[test]
fn a_file_that_a_template_names_is_never_drawn() {
    let outer = format!("Resources:\n{}", stack("Keys", "TemplateURL: keys.txt"));
    let folder = folder(&[("outer.yaml", &outer), ("keys.txt", "token: 'hunter2\n")]);
    let said = read_path(&folder.path().join("outer.yaml"), &Options::default())
        .expect_err("no template")
        .to_string();
    assert!(said.contains("keys.txt") && !said.contains("hunter2"), "{said}");
}

#[test]
fn a_parameter_that_the_nested_template_lacks_is_refused() {
    let outer = format!("Resources:\n{}", stack("Network", "TemplateURL: n.yaml, Parameters: {Nme: x}"));
    let folder = folder(&[("outer.yaml", &outer), ("n.yaml", NETWORK)]);
    let said = read_path(&folder.path().join("outer.yaml"), &Options::default())
        .expect_err("no parameter")
        .to_string();
    assert!(said.contains("has no parameter `Nme`") && said.contains("did you mean `Name`?"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_device_is_not_waited_for() {
    let outer = format!("Resources:\n{}", stack("Zero", "TemplateURL: /dev/zero"));
    let folder = folder(&[("outer.yaml", &outer)]);
    let declaration = read_path(&folder.path().join("outer.yaml"), &Options::default()).expect("a note");
    assert!(declaration.notes[0].contains("/dev/zero is no file"), "{:?}", declaration.notes);
}

#[test]
fn a_folder_gives_every_template_and_nested_ones_once() {
    let outer =
        format!("Resources:\n{}", stack("Network", "TemplateURL: a-network.yaml, Parameters: {Name: x}"));
    let files = [
        ("outer.yaml", outer.as_str()),
        ("a-network.yaml", NETWORK),
        ("z.json", r#"{"Resources": {"Z": {"Type": "A::B::C"}}}"#),
        ("values.yaml", "a: b\n"),
        (".hidden.yaml", "Resources: ["),
    ];
    let folder = folder(&files);
    let declaration = read_path(folder.path(), &Options::default()).expect("templates");
    assert_eq!(addresses(&declaration), ["outer.yaml/Network", "outer.yaml/Network/Vpc", "z.json/Z"]);
    assert_eq!(of(&declaration, "outer.yaml/Network/Vpc").values.member("N"), &text("x"));
}

#[test]
fn a_folder_without_templates_is_refused() {
    let folder = folder(&[("values.yaml", "a: b\n")]);
    let said = read_path(folder.path(), &Options::default()).expect_err("nothing").to_string();
    assert!(said.contains("holds no template"), "{said}");
    let gone =
        read_path(&folder.path().join("gone.yaml"), &Options::default()).expect_err("nothing").to_string();
    assert!(gone.contains("cannot read") && gone.contains("gone.yaml"), "{gone}");
}
