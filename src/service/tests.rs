//! What a description may not say.

use super::*;
use crate::diagnostic::SourceText;

fn problems(text: &str) -> String {
    let file = SourceText::new("checks/kms/service.toml", text);
    read_description(&file).expect_err("it is wrong").to_string()
}

const HEAD: &str = r#"
api = "kms"
service_id = "KMS"
protocol = "json-1.1"
version = "2014-11-01"
endpoint_prefix = "kms"
target_prefix = "TrentService"
"#;

#[test]
fn all_problems_of_a_description_come_at_once_with_their_lines() {
    let text = format!(
        r#"{HEAD}
regoin = "x"
[[kind]]
name = "Key"
service = "kms"
id = "{{KeyId}}"
[kind.list]
operation = "Decrypt"
[kind.properties]
keyId = {{ type = "string" }}
Enabled = {{ from = "descrbe", type = "boolean" }}
Rules = {{ type = "[object]" }}
Flag = {{ type = "bool", absent = false }}
"#
    );
    let shown = problems(&text);
    for expected in [
        "unknown key `regoin`",
        "a kind's name has three words",
        "no list or detail above is named `KeyId`",
        "`Decrypt` has no reading verb",
        "property `keyId` does not begin with a capital letter",
        "no detail is named `descrbe`",
        "`boolean` is not a known type",
        "did you mean `bool`?",
        "`members` is missing",
        "`absent` has no source",
        "checks/kms/service.toml:9",
    ] {
        assert!(shown.contains(expected), "{expected} is missing in:\n{shown}");
    }
}

#[test]
fn a_detail_may_refer_to_earlier_ones_only() {
    let text = format!(
        r#"{HEAD}
[[kind]]
name = "AWS::KMS::Key"
service = "kms"
id = "{{.KeyId}}"
list = {{ operation = "ListKeys", items = "Keys" }}
[[kind.detail]]
name = "a"
operation = "GetKeyPolicy"
when = [{{ path = "b.X", is = ["y"] }}]
[[kind.detail]]
name = "b"
operation = "DescribeKey"
[kind.properties]
KeyId = {{ type = "string" }}
"#
    );
    assert!(problems(&text).contains("no list or detail above is named `b`"));
}

#[test]
fn rows_of_a_table_have_columns_and_nothing_below_them() {
    let with = |list: &str, properties: &str| {
        format!(
            "{HEAD}[[kind]]\nname = \"AWS::KMS::Key\"\nservice = \"kms\"\nid = \"{{.key}}\"\n\
             list = {{ operation = \"ListKeys\", {list} }}\n[kind.properties]\n{properties}\n"
        )
    };
    let shown = problems(&with(
        "items = \"Keys\", items_form = \"csv\"",
        "KeyId = { path = \"key\", type = \"[string]\" }\nState = { path = \"state.name\", type = \"string\" }",
    ));
    assert!(shown.contains("a cell of a table is no `[string]`"), "{shown}");
    assert!(shown.contains("a row has columns and nothing below them"), "{shown}");
    assert!(shown.contains("checks/kms/service.toml:14"), "{shown}");
    let key = "KeyId = { path = \"key\", type = \"string\" }";
    let shown = problems(&with("items_form = \"csv\"", key));
    assert!(shown.contains("`items_form` without `items`"), "{shown}");
    let shown = problems(&with("items = \"Keys\", items_form = \"cvs\"", key));
    assert!(shown.contains("known: elements, csv"), "{shown}");
}

#[test]
fn a_typed_description_names_no_paths() {
    let text = r#"
api = "s3"
protocol = "typed"
[[kind]]
name = "AWS::S3::Bucket"
service = "s3"
[kind.properties]
BucketName = { type = "string", path = "Name" }
"#;
    assert!(problems(text).contains("unknown key `path`"));
}

#[test]
fn only_the_details_that_are_needed_are_asked() {
    let catalog = Catalog::builtin();
    let key = catalog.described("AWS::KMS::Key").expect("it is described");
    let actions = |names: &[&str]| {
        let wanted = names.iter().map(|name| (*name).to_owned()).collect();
        key.actions(&wanted).into_iter().collect::<Vec<_>>()
    };
    // The creation date is in the envelope and takes DescribeKey.
    assert_eq!(actions(&["KeyId"]), ["kms:DescribeKey", "kms:ListKeys"]);
    assert_eq!(
        actions(&["EnableKeyRotation"]),
        ["kms:DescribeKey", "kms:GetKeyRotationStatus", "kms:ListKeys"]
    );
    assert_eq!(actions(&[TAGS]), ["kms:DescribeKey", "kms:ListKeys", "kms:ListResourceTags"]);
}

#[test]
fn what_says_two_things_or_nothing_is_refused() {
    let text = format!(
        r#"{HEAD}
[[kind]]
name = "AWS::KMS::Key"
service = "kms"
id = "{{.KeyId}}"
keep = [{{ path = ".KeyId", is = ["a"], present = true }}]
[kind.list]
operation = "ListKeys"
items = "Keys"
gone = ["NotFoundException"]
[kind.properties]
KeyId = {{ type = "string", path = "Entry[key=]" }}
"#
    );
    let shown = problems(&text);
    for problem in [
        "two of `is`, `is_not` and `present`",
        "`gone` on a list that lies in nothing",
        "a path is words with dots between them",
    ] {
        assert!(shown.contains(problem), "{problem} is missing in:\n{shown}");
    }
}
