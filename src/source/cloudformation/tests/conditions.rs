use super::*;

const STAGES: &str = "Parameters:
  Stage: {Type: String}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsTest: !Not [!Condition IsProd]
  IsBoth: !And [!Condition IsProd, !Equals [a, a]]
  IsEither: !Or [!Condition IsProd, !Equals [1, '1']]
  IsNever: !And [!Condition IsProd, !Equals [a, b]]
  IsText: {'Fn::Equals': [true, 'true']}
Resources:
  P: {Type: 'AWS::S3::Bucket', Condition: IsProd}
  T: {Type: 'AWS::S3::Bucket', Condition: IsTest}
  B: {Type: 'AWS::S3::Bucket', Condition: IsBoth}
  E: {Type: 'AWS::S3::Bucket', Condition: IsEither}
  N: {Type: 'AWS::S3::Bucket', Condition: IsNever}
  X: {Type: 'AWS::S3::Bucket', Condition: IsText}
";

#[test]
fn a_resource_whose_condition_does_not_hold_is_left_out() {
    assert_eq!(addresses(&read_with(STAGES, &with(&[("Stage", "prod")]))), ["P", "B", "E", "X"]);
    assert_eq!(addresses(&read_with(STAGES, &with(&[("Stage", "test")]))), ["T", "E", "X"]);
}

#[test]
fn a_resource_whose_condition_nobody_can_decide_stays_and_is_told_of() {
    let declaration = read(STAGES);
    assert_eq!(addresses(&declaration), ["P", "T", "B", "E", "X"]);
    let notes = declaration.notes.join("\n");
    assert!(
        notes.contains("whether the condition IsProd holds is not known here") && notes.contains(": P\n"),
        "{notes}"
    );
    assert!(!notes.contains("IsEither"), "{notes}");
}

#[test]
fn if_takes_the_branch_that_holds() {
    let before = "Parameters:\n  Stage: {Type: String}\nConditions:\n  IsProd: !Equals [!Ref Stage, prod]\n";
    let value = |written: &str, stage: &str| property(before, written, &with(&[("Stage", stage)]));
    assert_eq!(value("!If [IsProd, 30, 1]", "prod"), Written::Number(30.into()));
    assert_eq!(value("!If [IsProd, 30, !Ref AWS::NoValue]", "dev"), Written::Null);
    let unknown = |written: &str| property(before, written, &Options::default());
    assert_eq!(unknown("!If [IsProd, 30, 1]"), Written::Unknown);
    assert_eq!(unknown("!If [IsProd, 30, 30]"), Written::Number(30.into()));
    assert_eq!(unknown("!If [IsProd, 30, !Ref AWS::NoValue]"), Written::Unknown);
    let members =
        [("a".to_owned(), text("x")), ("b".to_owned(), Written::Unknown), ("c".to_owned(), Written::Unknown)];
    assert_eq!(unknown("!If [IsProd, {a: x, b: 1}, {a: x, b: 2, c: 3}]"), Written::Map(members.into()));
    assert_eq!(unknown("!If [IsProd, !If [IsProd, 1, 2], 1]"), Written::Unknown);
}

#[test]
fn what_refers_to_a_resource_that_is_not_made_is_unknown() {
    let declaration = read(
        "Conditions:\n  Never: !Equals [a, b]\nResources:\n  Key: {Type: 'AWS::KMS::Key', Condition: Never}\n  B: {Type: 'AWS::S3::Bucket', Properties: {K: !Ref Key}}\n",
    );
    assert_eq!(of(&declaration, "B").values.member("K"), &Written::Unknown);
    assert!(declaration.notes[0].contains("Key is referred to"), "{:?}", declaration.notes);
}

#[test]
fn the_key_condition_of_a_policy_is_no_condition() {
    let policy = "{Statement: [{Effect: Deny, Condition: {Bool: {'aws:SecureTransport': false}}}], Condition: Nothing}";
    let written = property("", policy, &Options::default());
    assert_eq!(written.member("Condition"), &text("Nothing"));
}

#[test]
fn conditions_that_rest_on_each_other_are_refused() {
    let said = refused(
        "Conditions:\n  A: !Not [!Condition B]\n  B: !Not [!Condition A]\nResources:\n  X: {Type: 'AWS::S3::Bucket', Condition: A}\n",
    );
    assert!(said.contains("rests on itself"), "{said}");
}
