use super::*;

const BUCKET: &str = "Resources:\n  B: {Type: 'AWS::S3::Bucket'}\n";

#[test]
fn names_of_nothing_are_refused_with_their_lines_all_at_once() {
    let said = refused(
        "Parameters:
  Stage: {Type: String}
Resources:
  Vpc: {Type: 'AWS::EC2::VPC', Condition: IsProd}
  A:
    Type: AWS::S3::Bucket
    Properties:
      N: !Ref Stge
      M: !Sub 'a-${Vpcs}-${AWS::Region}-${!Fine}'
      O: !GetAtt Nothing.Arn
      P: !If [IsProd, a, b]
",
    );
    for (line, words) in [
        ("t.yaml:4:", "there is no condition `IsProd`"),
        ("t.yaml:8:", "`Stge` is neither a parameter nor a resource"),
        ("t.yaml:9:", "`${Vpcs}` names neither"),
        ("t.yaml:10:", "`Nothing` is no resource"),
        ("t.yaml:11:", "there is no condition `IsProd`"),
    ] {
        assert!(said.contains(line) && said.contains(words), "{line} {words}\n{said}");
    }
    assert!(said.contains("did you mean `Stage`?") && said.contains("did you mean `Vpc`?"), "{said}");
}

#[test]
fn a_key_that_stands_twice_is_refused_with_both_lines() {
    let said = refused("Resources:\n  B: {Type: 'AWS::S3::Bucket'}\n  B: {Type: 'AWS::S3::Bucket'}\n");
    assert!(
        said.contains("t.yaml:3:3") && said.contains("`B` stands here a second time: first in line 2"),
        "{said}"
    );
    let said = refused("{\"Resources\": {\"B\": {\"Type\": \"AWS::S3::Bucket\"},\n\"B\": {}}}");
    assert!(said.contains("t.yaml:2:1") && said.contains("first in line 1"), "{said}");
}

#[test]
fn what_is_no_template_is_told_what_it_is() {
    for (text, words) in [
        ("", "is empty"),
        ("# only a comment\n", "is empty"),
        ("- a\n", "is no map"),
        ("just words", "is no map"),
        ("AWSTemplateFormatVersion: 2010-09-09\n", "it has no section Resources"),
        ("Resources: {}\n", "has no resource in its section"),
        (
            r#"{"format_version": "1.2", "terraform_version": "1.11.0", "planned_values": {}}"#,
            "is a Terraform plan",
        ),
        (r#"{"version": "36.0.0", "artifacts": {}}"#, "is the manifest of a CDK assembly"),
        ("apiVersion: v1\nkind: Pod\n", "is a Kubernetes manifest"),
        ("openapi: 3.0.1\n", "describes an API"),
    ] {
        let said = refused(text);
        assert!(said.contains(words), "{text}\n{said}");
    }
}

#[test]
fn broken_yaml_and_broken_json_are_told_with_their_lines() {
    let said = refused("Resources:\n  B:\n   Type: 'AWS::S3::Bucket\n");
    assert!(said.contains("the YAML is broken") && said.contains("t.yaml:"), "{said}");
    let said = refused("{\"Resources\": {\n  \"B\": {\"Type\" \"AWS::S3::Bucket\"}\n}}");
    assert!(said.contains("a colon should stand here") && said.contains("t.yaml:2:16"), "{said}");
    let said = refused("{\"Resources\": {\"B\": {\"Type\": \"AWS::S3::Bucket\"}");
    assert!(said.contains("the file ends within"), "{said}");
}

#[test]
fn tags_and_functions_that_do_not_exist_are_refused() {
    let said = refused(
        "Resources:\n  B: {Type: 'AWS::S3::Bucket', Properties: {N: !Refs x, M: {'Fn::Joins': [a]}}}\n",
    );
    assert!(said.contains("CloudFormation has no `!Refs`: did you mean `!Ref`?"), "{said}");
    let said = refused("Resources:\n  B: {Type: 'AWS::S3::Bucket', Properties: {M: {'Fn::Joins': [a]}}}\n");
    assert!(said.contains("no function Fn::Joins") && said.contains("did you mean Fn::Join?"), "{said}");
}

#[test]
fn a_resource_that_is_none_is_refused() {
    let said = refused("Resources:\n  A: {Properties: {}}\n  B: text\n  c-d: {Type: 'AWS::S3::Bucket'}\n");
    assert!(said.contains("resource `A` has no Type") && said.contains("`B` is a text"), "{said}");
    assert!(said.contains("letters and digits only"), "{said}");
}

#[test]
fn every_encoding_of_an_editor_is_read() {
    let utf16 =
        |text: &str, unit: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(unit).collect() };
    let text = BUCKET.replace("B:", "B: #é\n   ");
    for bytes in [
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        [b"\xff\xfe".to_vec(), utf16(&text, u16::to_le_bytes)].concat(),
        [b"\xfe\xff".to_vec(), utf16(&text, u16::to_be_bytes)].concat(),
        text.replace('\n', "\r\n").into_bytes(),
    ] {
        let declaration = parse(Path::new("t.yaml"), &bytes, &Options::default()).expect("a template");
        assert_eq!(addresses(&declaration), ["B"]);
        assert_eq!(declaration.items[0].line, Some(2));
    }
    let odd = parse(Path::new("t.yaml"), b"\xff\xfea", &Options::default()).expect_err("half a letter");
    assert!(odd.to_string().contains("not UTF-16"), "{odd}");
    let latin = parse(Path::new("t.yaml"), b"Resources: \xe9", &Options::default()).expect_err("no UTF-8");
    assert!(latin.to_string().contains("not UTF-8"), "{latin}");
}

#[test]
fn json_and_yaml_say_the_same() {
    let yaml = read(
        "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    DeletionPolicy: Retain\n    Metadata: {a: b}\n    Properties:\n      Versioned: yes\n      Name: !Sub '${AWS::Region}-\\n'\n",
    );
    let json = read(
        "{\n\t\"Resources\": {\"B\": {\"Type\": \"AWS::S3::Bucket\", \"Properties\": {\n\"Versioned\": true, \"Name\": {\"Fn::Sub\": \"${AWS::Region}-\\\\n\"}}}}}",
    );
    assert_eq!(yaml.items[0].values, json.items[0].values);
    assert_eq!(yaml.items[0].values.member("DeletionPolicy"), &Written::Null);
    assert_eq!(json.items[0].line, Some(2));
    let emoji = read(r#"{"Resources": {"B": {"Type": "A::B::C", "Properties": {"N": "\ud83d\ude00"}}}}"#);
    assert_eq!(emoji.items[0].values.member("N"), &text("\u{1f600}"));
}

#[test]
fn dates_ids_and_anchors_are_read_as_people_mean_them() {
    let declaration = read(
        "AWSTemplateFormatVersion: 2010-09-09
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: &trust
        Version: 2012-10-17
        Statement: [{Effect: Allow, Principal: {AWS: 012345678901}}]
      On: !!str yes
      Text: \"7\"
  S:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: *trust
      Merged: {<<: {a: 1, b: 2}, b: 3}
",
    );
    let role = &of(&declaration, "R").values;
    let trust = role.member("AssumeRolePolicyDocument");
    assert_eq!(trust.member("Version"), &text("2012-10-17"));
    assert!(format!("{trust:?}").contains("\"012345678901\""), "{trust:?}");
    assert_eq!((role.member("On"), role.member("Text")), (&text("yes"), &text("7")));
    let second = &of(&declaration, "S").values;
    assert_eq!(second.member("AssumeRolePolicyDocument"), trust);
    let merged = second.member("Merged");
    assert_eq!(
        (merged.member("a"), merged.member("b")),
        (&Written::Number(1.into()), &Written::Number(3.into()))
    );
}

#[test]
fn an_item_knows_its_file_and_the_line_of_its_logical_id() {
    let declaration =
        read_with("\n\nResources:\n\n  B:\n    Type: AWS::S3::Bucket\n", &in_region("us-east-1"));
    let item = &declaration.items[0];
    assert_eq!((item.file.as_deref(), item.line), (Some("t.yaml"), Some(5)));
    assert_eq!((item.account.as_deref(), item.region.as_deref()), (Some("111122223333"), Some("us-east-1")));
    assert_eq!(item.values, Written::Map([].into()));
}

#[test]
fn a_macro_is_told_of_and_what_is_written_stays() {
    let declaration = read(&format!(
        "Transform: [Guard, 'AWS::LanguageExtensions']\n{BUCKET}  C: {{Type: 'AWS::S3::Bucket', Properties: {{N: !Ref Made}}}}\n"
    ));
    assert_eq!(addresses(&declaration), ["B", "C"]);
    assert_eq!(declaration.notes.len(), 1);
    assert!(declaration.notes[0].contains("the macro Guard changes the template"), "{:?}", declaration.notes);
    assert_eq!(of(&declaration, "C").values.member("N"), &reference("Made", "Ref"));
}
