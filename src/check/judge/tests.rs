use crate::check::testing::{World, check, denied, kinds, resource, thing};
use crate::check::{Check, Subject, Verdict, judge};
use crate::resource::{GLOBAL, KindState, Resource};
use serde_json::{Value, json};

pub(super) const US: (&str, &str, &str) = ("111122223333", "us-east-1", "test");
pub(super) const EU: (&str, &str, &str) = ("111122223333", "eu-west-1", "test");
pub(super) const OWNERS: (&str, &str, &str) = ("111122223333", GLOBAL, "owners");
pub(super) const THING: &str = "AWS::Test::Thing";
pub(super) const PART: &str = "AWS::Test::Part";
pub(super) const OWNER: &str = "AWS::Test::Owner";

pub(super) fn named(id: &str, properties: Value) -> Resource {
    Resource { id: id.to_owned(), ..thing(properties) }
}

fn part(id: &str, things: Value) -> Resource {
    resource(PART, id, json!({"ThingIds": things, "On": true, "OwnerArn": null}))
}

fn with_parts(condition: &str, within: &str) -> Check {
    let related = format!(
        "[related.parts]\nresource = \"{PART}\"\nwhere = \"ThingIds\"\nequals = \"id\"\nwithin = \"{within}\""
    );
    check(condition, &related)
}

#[test]
fn each_resource_has_a_row_and_each_listing_its_sum() {
    let on = check("resource.On == true", "");
    let found = || vec![named("a", json!({"On": true})), named("b", json!({"On": false}))];
    let rows = |state, found| World::default().cell(US, &[(THING, state)], found).judged(&[&on], None);
    assert_eq!(
        rows(KindState::Read, found()),
        ["111122223333/us-east-1 a: pass", "111122223333/us-east-1 b: fail"]
    );
    assert_eq!(
        rows(KindState::Read, vec![]),
        ["111122223333/us-east-1 AWS::Test::Thing: not_applicable (no resources)"]
    );
    assert_eq!(
        rows(KindState::Partial, found()),
        [
            "111122223333/us-east-1 a: pass",
            "111122223333/us-east-1 b: fail",
            "111122223333/us-east-1 AWS::Test::Thing: not_evaluated (denied test:Describe)",
        ]
    );
    for state in [KindState::Denied, KindState::Failed, KindState::NotCollected] {
        assert_eq!(
            rows(state, vec![]),
            ["111122223333/us-east-1 AWS::Test::Thing: not_evaluated (denied test:Describe)"]
        );
    }
    assert_eq!(
        rows(KindState::NotOffered, vec![]),
        ["111122223333/us-east-1 AWS::Test::Thing: not_applicable (not offered in us-east-1)"]
    );
    assert_eq!(
        rows(KindState::Disabled, vec![]),
        ["111122223333/us-east-1 AWS::Test::Thing: not_applicable (region disabled)"]
    );
}

#[test]
fn an_account_that_no_cell_reports_a_kind_for_is_not_evaluated() {
    let on = check("resource.On == true", "");
    let world = World::default().cell(OWNERS, &[(OWNER, KindState::Read)], vec![]);
    assert_eq!(
        world.judged(&[&on], None),
        ["111122223333/aws-global AWS::Test::Thing: not_evaluated (not_collected)"]
    );
}

#[test]
fn a_cell_silent_about_a_kind_that_others_of_its_api_report_is_not_evaluated() {
    let on = check("resource.On == true", "");
    let global = ("111122223333", GLOBAL, "test");
    let other = ("444455556666", "eu-west-1", "test");
    let world = World::default()
        .cell(US, &[(THING, KindState::Read), (PART, KindState::Read)], vec![named("a", json!({"On": true}))])
        .cell(EU, &[(PART, KindState::Read)], vec![])
        .cell(global, &[(OWNER, KindState::Read)], vec![])
        .cell(other, &[(PART, KindState::Read)], vec![]);
    assert_eq!(
        world.judged(&[&on], None),
        [
            "111122223333/eu-west-1 AWS::Test::Thing: not_evaluated (not_collected)",
            "111122223333/us-east-1 a: pass",
            "444455556666/aws-global AWS::Test::Thing: not_evaluated (not_collected)",
        ],
        "global cells have other kinds, and an account in which nobody reports it has one row"
    );
}

#[test]
fn rows_come_in_the_order_of_cells_and_resources_whatever_the_order_of_checks() {
    let mut second = check("resource.On == true", "");
    second.id = "zz".to_owned();
    let first = check("resource.On == false", "");
    let world = World::default()
        .cell(US, &[(THING, KindState::Read)], vec![named("a", json!({"On": true}))])
        .cell(EU, &[(THING, KindState::Read)], vec![]);
    let expected = [
        "111122223333/eu-west-1 AWS::Test::Thing: not_applicable (no resources)",
        "111122223333/eu-west-1 AWS::Test::Thing: not_applicable (no resources)",
        "111122223333/us-east-1 a: fail",
        "111122223333/us-east-1 a: pass",
    ];
    assert_eq!(world.judged(&[&second, &first], None), expected);
    assert_eq!(world.judged(&[&first, &second], None), expected);
}

#[test]
fn a_check_that_does_not_apply_says_why() {
    let boxed = check(
        "resource.On == true",
        "applies = \"resource.Box == null\"\napplies_else = \"its box holds it\"",
    );
    let mut unread = named("c", json!({"On": true}));
    unread.unread.push(denied("/properties/Box"));
    let found = vec![
        named("a", json!({"On": true, "Box": null})),
        named("b", json!({"On": false, "Box": {"Inner": null, "Word": null}})),
        unread,
    ];
    let world = World::default().cell(US, &[(THING, KindState::Read)], found);
    assert_eq!(
        world.judged(&[&boxed], None),
        [
            "111122223333/us-east-1 a: pass",
            "111122223333/us-east-1 b: not_applicable (its box holds it)",
            "111122223333/us-east-1 c: not_evaluated (denied test:Describe)",
        ]
    );
}

#[test]
fn a_finding_names_the_unread_entries_on_above_or_below_what_is_read() {
    let inner = check("resource.Box.Inner.On == true", "");
    let mut subject = named("a", json!({"On": true, "Box": {"Inner": {}}}));
    subject.unread = vec![
        denied("/properties/Box/Inner/On"),
        denied("/properties/Box/Word"),
        denied("/properties/Words"),
        denied("/tags"),
    ];
    let world = World::default().cell(US, &[(THING, KindState::Read)], vec![subject]);
    let mut causes = Vec::new();
    judge(&[&inner], &kinds(), &world, jiff::Timestamp::UNIX_EPOCH, None, &mut |e| {
        assert_eq!(e.verdict, Verdict::NotEvaluated);
        assert_eq!(e.principal, Some("arn:aws:sts::111122223333:assumed-role/reader/x"));
        causes.extend(e.causes.iter().map(|c| c.path.clone()));
    })
    .expect("facts in memory read back");
    assert_eq!(causes, ["/properties/Box/Inner/On"]);
}

#[test]
fn a_property_that_older_facts_lack_was_not_collected_and_a_hole_below_is_a_defect() {
    let on = check("resource.On == true", "");
    let inner = check("resource.Box.Inner.On == true", "");
    let world = World::default().cell(US, &[(THING, KindState::Read)], vec![named("a", json!({"Box": {}}))]);
    assert_eq!(world.judged(&[&on], None), ["111122223333/us-east-1 a: not_evaluated (not_collected)"]);
    assert_eq!(
        world.judged(&[&inner], None),
        ["thing-good: defect a value that the condition reads is missing, and no unread entry says why"]
    );
}

#[test]
fn a_finding_shows_what_the_check_observes_and_nothing_else() {
    let mut on = check("resource.On == true", "");
    on.observe = vec!["On".to_owned(), "Rules.Words".to_owned(), "Box.Word".to_owned(), "tags".to_owned()];
    on.message = "{name} in {account}/{region} is {id}, {arn}".to_owned();
    let subject =
        named("a", json!({"On": false, "Size": 3, "Rules": [{"On": true, "Words": ["x"]}], "Box": null}));
    let world = World::default().cell(US, &[(THING, KindState::Read)], vec![subject]);
    judge(&[&on], &kinds(), &world, jiff::Timestamp::UNIX_EPOCH, None, &mut |e| {
        let expected = json!({"On": false, "Rules.Words": [["x"]], "Box.Word": null, "tags": []});
        assert_eq!(Value::Object(e.observed.clone()), expected);
        assert_eq!(
            e.message,
            "a in 111122223333/us-east-1 is a, arn:aws:test:us-east-1:111122223333:Thing/one"
        );
        assert!(matches!(e.subject, Subject::Resource(r) if r.id == "a"));
    })
    .expect("facts in memory read back");
}

#[test]
fn the_first_true_severity_rule_is_the_failures_severity() {
    let rules = "[[severity_if]]\nwhen = \"resource.Size == 1\"\nseverity = \"low\"\n\
                 [[severity_if]]\nwhen = \"resource.Word == 'x'\"\nseverity = \"critical\"";
    let on = check("resource.On == true", rules);
    let mut unread = named("c", json!({"On": false, "Size": 2}));
    unread.unread.push(denied("/properties/Word"));
    let found = vec![
        named("a", json!({"On": false, "Size": 1, "Word": "x"})),
        named("b", json!({"On": false, "Size": 2, "Word": "x"})),
        unread,
    ];
    let world = World::default().cell(US, &[(THING, KindState::Read)], found);
    let mut severities = Vec::new();
    judge(&[&on], &kinds(), &world, jiff::Timestamp::UNIX_EPOCH, None, &mut |e| {
        severities.push(e.severity.as_str())
    })
    .expect("facts in memory read back");
    assert_eq!(severities, ["low", "critical", "high"]);
}

#[test]
fn related_resources_are_joined_within_their_region() {
    let parts = with_parts("related.parts.exists(p, p.On == true)", "region");
    let world = World::default()
        .cell(
            US,
            &[(THING, KindState::Read), (PART, KindState::Read)],
            vec![named("a", json!({})), named("b", json!({})), part("p", json!(["x", "a"]))],
        )
        .cell(EU, &[(THING, KindState::Read), (PART, KindState::Read)], vec![part("q", json!(["b"]))]);
    assert_eq!(
        world.judged(&[&parts], None),
        [
            "111122223333/eu-west-1 AWS::Test::Thing: not_applicable (no resources)",
            "111122223333/us-east-1 a: pass",
            "111122223333/us-east-1 b: fail",
        ]
    );
    let wide = with_parts("related.parts.exists(p, p.On == true)", "account");
    assert_eq!(world.judged(&[&wide], None)[2], "111122223333/us-east-1 b: pass");
}

#[test]
fn a_related_kind_that_is_not_fully_read_leaves_its_readers_not_evaluated() {
    let parts = with_parts("related.parts.exists(p, p.On == true)", "account");
    let near = with_parts("related.parts.exists(p, p.On == true)", "region");
    let world = |state| {
        World::default()
            .cell(
                US,
                &[(THING, KindState::Read), (PART, KindState::Read)],
                vec![named("a", json!({})), part("p", json!(["a"]))],
            )
            .cell(EU, &[(PART, state), (THING, KindState::NotOffered)], vec![])
    };
    for state in [KindState::Denied, KindState::Partial, KindState::Failed] {
        let judged = world(state).judged(&[&parts], None);
        assert_eq!(judged[1], "111122223333/us-east-1 a: not_evaluated (denied test:Describe)");
        assert_eq!(world(state).judged(&[&near], None)[1], "111122223333/us-east-1 a: pass");
    }
    for state in [KindState::Read, KindState::NotOffered, KindState::Disabled] {
        assert_eq!(world(state).judged(&[&parts], None)[1], "111122223333/us-east-1 a: pass");
    }
}

#[test]
fn a_related_kind_without_a_report_was_not_collected() {
    let parts = with_parts("size(related.parts) == 0", "account");
    let world = World::default().cell(US, &[(THING, KindState::Read)], vec![named("a", json!({}))]);
    assert_eq!(world.judged(&[&parts], None), ["111122223333/us-east-1 a: not_evaluated (not_collected)"]);
    let world = world.cell(EU, &[(PART, KindState::Read)], vec![]);
    assert_eq!(
        world.judged(&[&parts], None),
        [
            "111122223333/eu-west-1 AWS::Test::Thing: not_evaluated (not_collected)",
            "111122223333/us-east-1 a: not_evaluated (not_collected)"
        ],
        "us-east-1 is a region of the account that was not read"
    );
}

#[test]
fn an_unread_side_of_a_join_leaves_the_list_unread() {
    let parts = with_parts("size(related.parts) == 0", "region");
    let mut hole = part("p", json!([]));
    hole.properties.remove("ThingIds");
    hole.unread.push(denied("/properties/ThingIds"));
    let world = World::default().cell(
        US,
        &[(THING, KindState::Read), (PART, KindState::Read)],
        vec![named("a", json!({})), hole],
    );
    assert_eq!(
        world.judged(&[&parts], None),
        ["111122223333/us-east-1 a: not_evaluated (denied test:Describe)"]
    );

    let by_owner = check(
        "size(related.owners) == 1",
        &format!(
            "[related.owners]\nresource = \"{OWNER}\"\nwhere = \"arn\"\nequals = \"Owner\"\nas = \"id\"\nwithin = \"region\""
        ),
    );
    let mut unread = named("c", json!({}));
    unread.unread.push(denied("/properties/Owner"));
    let things = vec![
        named("a", json!({"Owner": "arn:aws:test:us-east-1:111122223333:Owner/me"})),
        named("b", json!({"Owner": null})),
        unread,
    ];
    let world = World::default().cell(US, &[(THING, KindState::Read)], things).cell(
        OWNERS,
        &[(OWNER, KindState::Read)],
        vec![resource(OWNER, "me", json!({"Name": "me", "On": true}))],
    );
    assert_eq!(
        world.judged(&[&by_owner], None),
        [
            "111122223333/us-east-1 a: pass",
            "111122223333/us-east-1 b: fail",
            "111122223333/us-east-1 c: not_evaluated (denied test:Describe)",
        ]
    );
}

#[test]
fn an_unread_value_of_a_related_resource_is_a_cause() {
    let parts = with_parts("related.parts.exists(p, p.On == true)", "region");
    let mut blind = part("p", json!(["a"]));
    blind.properties.remove("On");
    blind.unread.push(denied("/properties/On"));
    let read = [(THING, KindState::Read), (PART, KindState::Read)];
    let world = World::default().cell(US, &read, vec![named("a", json!({})), blind.clone()]);
    assert_eq!(
        world.judged(&[&parts], None),
        ["111122223333/us-east-1 a: not_evaluated (denied test:Describe)"]
    );
    let world = World::default().cell(US, &read, vec![named("a", json!({})), blind, part("q", json!(["a"]))]);
    assert_eq!(world.judged(&[&parts], None), ["111122223333/us-east-1 a: pass"]);
}

#[test]
fn a_list_may_hang_on_another_list() {
    let more = format!(
        "[related.parts]\nresource = \"{PART}\"\nwhere = \"ThingIds\"\nequals = \"id\"\nwithin = \"region\"\n\
         [related.owners]\nresource = \"{OWNER}\"\nwhere = \"Name\"\nequals = \"related.parts.OwnerArn\"\nas = \"name\"\nwithin = \"account\""
    );
    let owned = check("related.owners.exists(o, o.On == true)", &more);
    let part = resource(
        PART,
        "p",
        json!({"ThingIds": ["a"], "On": true, "OwnerArn": "arn:aws:test:us-east-1:111122223333:owner:me:*"}),
    );
    let world = World::default()
        .cell(
            US,
            &[(THING, KindState::Read), (PART, KindState::Read)],
            vec![named("a", json!({})), named("b", json!({})), part],
        )
        .cell(
            OWNERS,
            &[(OWNER, KindState::Read)],
            vec![resource(OWNER, "me", json!({"Name": "me", "On": true}))],
        );
    assert_eq!(
        world.judged(&[&owned], None),
        ["111122223333/us-east-1 a: pass", "111122223333/us-east-1 b: fail"]
    );
}

#[test]
fn all_of_a_kind_are_related_when_nothing_joins() {
    let any = |within: &str| {
        check(
            "related.owners.exists(o, o.On == true)",
            &format!("[related.owners]\nresource = \"{OWNER}\"\nwithin = \"{within}\""),
        )
    };
    let other = ("444455556666", GLOBAL, "owners");
    let world = World::default()
        .cell(US, &[(THING, KindState::Read)], vec![named("a", json!({}))])
        .cell(OWNERS, &[(OWNER, KindState::Read)], vec![])
        .cell(
            other,
            &[(OWNER, KindState::Read)],
            vec![resource(OWNER, "you", json!({"Name": "you", "On": true}))],
        );
    assert_eq!(world.judged(&[&any("account")], None)[0], "111122223333/us-east-1 a: fail");
    assert_eq!(world.judged(&[&any("organization")], None)[0], "111122223333/us-east-1 a: pass");
}
