//! Related lists where only a part of what is there is known: what a plan makes is known whole, all else may have more.

use super::tests::{OWNER, OWNERS, PART, THING, US, named};
use crate::check::Check;
use crate::check::testing::{World, check, resource};
use crate::resource::{Change, KindState, Origin, Resource};
use serde_json::json;

fn planned(resource: Resource, change: Change) -> Resource {
    let address = format!("test_{}.it", resource.id);
    let origin = Origin { address, file: None, line: None, change, named: true };
    Resource { origin: Some(Box::new(origin)), ..resource }
}

fn part(id: &str, things: serde_json::Value, on: bool) -> Resource {
    planned(resource(PART, id, json!({"ThingIds": things, "On": on, "OwnerArn": null})), Change::Create)
}

fn with_parts(condition: &str, equals: &str) -> Check {
    let related = format!(
        "[related.parts]\nresource = \"{PART}\"\nwhere = \"ThingIds\"\nequals = \"{equals}\"\nwithin = \"region\""
    );
    check(condition, &related)
}

fn verdict(check: &Check, found: Vec<Resource>) -> String {
    let world = World::of_a_plan().cell(US, &[(THING, KindState::Read), (PART, KindState::Read)], found);
    world.judged(&[check], None)[0].split(' ').skip(1).collect::<Vec<_>>().join(" ")
}

const OPEN: &str = "a: not_evaluated (not_collected)";

#[test]
fn of_what_is_only_being_made_everything_is_known() {
    let made = || planned(named("a", json!({})), Change::Create);
    let none = with_parts("size(related.parts) == 0", "id");
    assert_eq!(verdict(&none, vec![made()]), "a: pass");
    assert_eq!(verdict(&none, vec![made(), part("p", json!(["a"]), true)]), "a: fail");
    let all = with_parts("related.parts.all(p, p.On == true)", "id");
    assert_eq!(verdict(&all, vec![made(), part("p", json!(["a"]), true)]), "a: pass");
}

#[test]
fn of_what_is_there_already_there_may_be_more() {
    let there = || planned(named("a", json!({})), Change::Update);
    let none = with_parts("size(related.parts) == 0", "id");
    assert_eq!(verdict(&none, vec![there()]), OPEN);
    assert_eq!(verdict(&none, vec![there(), part("p", json!(["a"]), true)]), "a: fail");
    let all = with_parts("related.parts.all(p, p.On == true)", "id");
    assert_eq!(verdict(&all, vec![there(), part("p", json!(["a"]), true)]), OPEN);
    assert_eq!(verdict(&all, vec![there(), part("p", json!(["a"]), false)]), "a: fail");
    let any = with_parts("related.parts.exists(p, p.On == true)", "id");
    assert_eq!(verdict(&any, vec![there(), part("p", json!(["a"]), false)]), OPEN);
    let found = vec![there(), part("p", json!(["a"]), false), part("q", json!(["a"]), true)];
    assert_eq!(verdict(&any, found), "a: pass");
}

#[test]
fn a_name_that_something_else_has_too_makes_no_list_whole() {
    // The thing names an owner outside; a part of the change happens to have the same name.
    let made = || planned(named("a", json!({"Owner": "main"})), Change::Create);
    let all = with_parts("related.parts.all(p, p.On == true)", "Owner");
    let other = planned(resource(OWNER, "main", json!({"Name": "main", "On": true})), Change::Create);
    let world = World::of_a_plan()
        .cell(US, &[(THING, KindState::Read), (PART, KindState::Read)], vec![made()])
        .cell(OWNERS, &[(OWNER, KindState::Read)], vec![other]);
    assert_eq!(world.judged(&[&all], None)[0], "111122223333/us-east-1 a: not_evaluated (not_collected)");
    // An address that stands for an id names one thing alone.
    let mut addressed = planned(named("test_thing.b", json!({"Owner": null})), Change::Create);
    addressed.origin.iter_mut().for_each(|origin| origin.named = false);
    let made = planned(named("a", json!({"Owner": "test_thing.b"})), Change::Create);
    assert_eq!(verdict(&all, vec![made, addressed]), "a: pass");
}

#[test]
fn what_has_the_name_in_another_region_is_another_thing() {
    let by_name = check(
        "related.parts.all(p, p.On == true)",
        &format!(
            "[related.parts]\nresource = \"{PART}\"\nwhere = \"id\"\nequals = \"Owner\"\nwithin = \"region\""
        ),
    );
    let made = || planned(named("a", json!({"Owner": "p"})), Change::Create);
    let kinds = [(THING, KindState::Read), (PART, KindState::Read)];
    let abroad = World::of_a_plan().cell(US, &kinds, vec![made()]).cell(
        super::tests::EU,
        &kinds,
        vec![part("p", json!([]), true)],
    );
    let rows = abroad.judged(&[&by_name], None);
    assert!(rows.contains(&"111122223333/us-east-1 a: not_evaluated (not_collected)".to_owned()), "{rows:?}");
    assert_eq!(verdict(&by_name, vec![made(), part("p", json!([]), true)]), "a: pass");
}

#[test]
fn a_list_that_hangs_on_an_open_one_is_unread() {
    let more = format!(
        "[related.parts]\nresource = \"{PART}\"\nwhere = \"ThingIds\"\nequals = \"id\"\nwithin = \"region\"\n\
         [related.owners]\nresource = \"{OWNER}\"\nwhere = \"Name\"\nequals = \"related.parts.OwnerArn\"\nas = \"name\"\nwithin = \"account\""
    );
    let none = check("size(related.owners) == 0", &more);
    let rows = |change| {
        let found = vec![planned(named("a", json!({})), change), part("p", json!(["a"]), true)];
        World::of_a_plan()
            .cell(US, &[(THING, KindState::Read), (PART, KindState::Read)], found)
            .cell(OWNERS, &[(OWNER, KindState::Read)], vec![])
            .judged(&[&none], None)[0]
            .clone()
    };
    assert_eq!(rows(Change::Create), "111122223333/us-east-1 a: pass");
    assert_eq!(rows(Change::Update), "111122223333/us-east-1 a: not_evaluated (not_collected)");
}

#[test]
fn all_of_a_kind_in_a_change_are_not_all_there_are() {
    let any = check(
        "size(related.parts) == 0",
        &format!("[related.parts]\nresource = \"{PART}\"\nwithin = \"account\""),
    );
    let made = || planned(named("a", json!({})), Change::Create);
    assert_eq!(verdict(&any, vec![made()]), OPEN);
    assert_eq!(verdict(&any, vec![made(), part("p", json!([]), true)]), "a: fail");
}
