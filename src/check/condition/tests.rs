use crate::check::testing::{check, denied, refusal, says, thing};
use serde_json::json;

#[test]
fn a_value_decides() {
    let on = thing(json!({"On": true, "Word": "a", "Size": 3}));
    assert_eq!(says("resource.On == true", &on), "pass");
    assert_eq!(says("resource.On == false", &on), "fail");
    assert_eq!(says("resource.On && resource.Size > 2 && resource.Word.startsWith('a')", &on), "pass");
}

#[test]
fn null_is_an_answer_and_a_missing_key_is_not() {
    assert_eq!(says("resource.On == true", &thing(json!({"On": null}))), "fail");
    assert_eq!(says("resource.On == null", &thing(json!({"On": null}))), "pass");
    let mut unread = thing(json!({}));
    unread.unread.push(denied("/properties/On"));
    assert_eq!(says("resource.On == true", &unread), "not_evaluated");
    assert_eq!(says("resource.On == null", &unread), "not_evaluated");
    assert_eq!(says("resource.On != true", &unread), "not_evaluated");
}

#[test]
fn and_and_or_decide_when_what_was_read_is_enough() {
    let mut half = thing(json!({"Size": 3}));
    half.unread.push(denied("/properties/On"));
    assert_eq!(says("resource.On && resource.Size == 4", &half), "fail");
    assert_eq!(says("resource.Size == 4 && resource.On", &half), "fail");
    assert_eq!(says("resource.On || resource.Size == 3", &half), "pass");
    assert_eq!(says("resource.On && resource.Size == 3", &half), "not_evaluated");
    assert_eq!(says("resource.On || resource.Size == 4", &half), "not_evaluated");
    assert_eq!(says("!resource.On", &half), "not_evaluated");
    assert_eq!(says("resource.Size == 3 ? true : resource.On", &half), "pass");
}

#[test]
fn all_and_exists_decide_when_one_element_is_enough() {
    let mut rules = thing(json!({"Rules": [{"Words": []}, {"On": true, "Words": []}]}));
    rules.unread.push(denied("/properties/Rules/0/On"));
    assert_eq!(says("resource.Rules.exists(r, r.On == true)", &rules), "pass");
    assert_eq!(says("resource.Rules.all(r, r.On == true)", &rules), "not_evaluated");
    assert_eq!(says("resource.Rules.all(r, r.On == false)", &rules), "fail");
    assert_eq!(says("resource.Rules.exists(r, r.On == false)", &rules), "not_evaluated");
    assert_eq!(says("size(resource.Rules.filter(r, r.On == true)) == 1", &rules), "not_evaluated");
    assert_eq!(says("size(resource.Rules) == 2", &rules), "pass");
}

#[test]
fn a_type_error_is_a_defect_and_never_not_evaluated() {
    let none = thing(json!({"Rules": null, "On": null, "Box": null, "Word": null}));
    for condition in [
        "resource.Rules.all(r, r.On)",
        "size(resource.Rules) == 0",
        "!resource.On",
        "resource.Box.Word == 'a'",
        "resource.Word.startsWith('a')",
        "resource.Word",
    ] {
        assert!(says(condition, &none).starts_with("defect"), "{condition}: {}", says(condition, &none));
    }
    assert_eq!(says("resource.Rules != null && resource.Rules.all(r, r.On)", &none), "fail");
}

#[test]
fn at_walks_through_nulls_and_lists() {
    assert_eq!(says("at(resource, 'Box.Inner.On') == null", &thing(json!({"Box": null}))), "pass");
    assert_eq!(
        says("at(resource, 'Box.Inner.On') == true", &thing(json!({"Box": {"Inner": {"On": true}}}))),
        "pass"
    );
    assert_eq!(says("at(resource.Box, 'Inner.On') == true", &thing(json!({"Box": {"Inner": null}}))), "fail");
    let rules = thing(json!({"Rules": [{"Words": ["a"]}, {"Words": ["b", "c"]}]}));
    assert_eq!(says("at(resource, 'Rules.Words') == ['a', 'b', 'c']", &rules), "pass");
    assert_eq!(says("'b' in at(resource, 'Rules.Words')", &rules), "pass");
    let mut inner = thing(json!({"Box": {"Word": "x"}}));
    inner.unread.push(denied("/properties/Box/Inner"));
    assert_eq!(says("at(resource, 'Box.Inner.On') == true", &inner), "not_evaluated");
}

#[test]
fn lookup_finds_an_entry_of_a_key_value_list() {
    let found = thing(json!({"Parameters": [{"Key": "tls", "Value": "on"}, {"Key": "x", "Value": null}]}));
    assert_eq!(says("lookup(resource.Parameters, 'tls') == 'on'", &found), "pass");
    assert_eq!(says("lookup(resource.Parameters, 'x') == null", &found), "pass");
    assert_eq!(says("lookup(resource.Parameters, 'y') == null", &found), "pass");
    assert_eq!(says("lookup(resource.Parameters, 'y') == null", &thing(json!({"Parameters": null}))), "pass");
    let mut unread = thing(json!({"Parameters": [{"Key": "tls"}]}));
    unread.unread.push(denied("/properties/Parameters/0/Value"));
    assert_eq!(says("lookup(resource.Parameters, 'tls') == 'on'", &unread), "not_evaluated");
    assert_eq!(says("lookup(resource.Parameters, 'y') == null", &unread), "pass");
}

#[test]
fn lists_of_scalars_are_compared_and_searched() {
    let words = thing(json!({"Words": ["a", "b"], "Word": "b"}));
    assert_eq!(says("resource.Words == ['a', 'b']", &words), "pass");
    assert_eq!(says("resource.Words != ['a']", &words), "pass");
    assert_eq!(says("resource.Word in resource.Words", &words), "pass");
    assert_eq!(says("resource.Word in ['a']", &words), "fail");
    assert_eq!(says("resource.Words.filter(w, w != 'a') == ['b']", &words), "pass");
    assert_eq!(says("resource.Words == []", &thing(json!({"Words": []}))), "pass");
}

#[test]
fn days_are_counted_to_the_date_of_judging() {
    let mut old = thing(json!({}));
    old.created_at = Some("2026-11-20T12:00:00Z".to_owned());
    assert_eq!(says("days_since(resource.created_at) == 1", &old), "pass");
    assert_eq!(says("resource.created_at == null || days_since(resource.created_at) > 90", &old), "fail");
    assert_eq!(says("days_since('2026-11-12') == 10", &old), "pass");
    assert!(says("days_since('soon') == 10", &old).starts_with("defect"));
}

#[test]
fn what_a_condition_reads_is_known_from_its_tree() {
    let read = check(
        "resource.Box != null && resource.Box.Inner.On && at(resource, 'Rules.On') != [] \
         && resource.Rules.exists(r, r.Words.exists(w, w == resource.name)) && lookup(resource.Parameters, 'x') == null",
        "",
    );
    let paths: Vec<&str> = read.condition.reads().resource.iter().map(String::as_str).collect();
    assert_eq!(
        paths,
        ["Box.Inner.On", "Parameters.Key", "Parameters.Value", "Rules.On", "Rules.Words", "name"]
    );
}

#[test]
fn unknown_names_are_refused_with_a_caret() {
    insta::assert_snapshot!(refusal("resource.Onn == true", ""));
    insta::assert_snapshot!(refusal("resource.Box.Innner.On", ""));
    insta::assert_snapshot!(refusal("resorce.On", ""));
    insta::assert_snapshot!(refusal("related.parts.exists(p, p.On)", ""));
    insta::assert_snapshot!(refusal("policy_is_publik(resource.Policy)", ""));
    insta::assert_snapshot!(refusal("at(resource, 'Box.Nothing') == null", ""));
}

#[test]
fn what_hides_the_unread_is_refused_with_a_caret() {
    insta::assert_snapshot!(refusal("has(resource.On)", ""));
    insta::assert_snapshot!(refusal("resource.?On.orValue(true)", ""));
    insta::assert_snapshot!(refusal("'Word' in resource.Box", ""));
    insta::assert_snapshot!(refusal("size(resource.Box) == 1", ""));
    insta::assert_snapshot!(refusal("resource.Box.all(m, m == 'x')", ""));
    insta::assert_snapshot!(refusal("resource.Box == resource.Box", ""));
    insta::assert_snapshot!(refusal("resource.Rules[0].On", ""));
    insta::assert_snapshot!(refusal("resource.Policy.Statement == null", ""));
    insta::assert_snapshot!(refusal("{'a': 1}.a == 1", ""));
    insta::assert_snapshot!(refusal("['a'] == resource.Words", ""));
}

#[test]
fn a_syntax_error_is_drawn_at_its_place() {
    insta::assert_snapshot!(refusal("resource.On == ", ""));
    insta::assert_snapshot!(refusal("resource.Word == 'é' &&\n  resource.Onn", ""));
}

#[test]
fn every_problem_of_a_condition_comes_at_once() {
    let said = refusal("resource.Onn && has(resource.On) && other", "");
    assert_eq!(said.matches("error:").count(), 3, "{said}");
}
