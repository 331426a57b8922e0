//! What `--regions` leaves out.

use super::tests::{EU, OWNER, OWNERS, PART, THING, US, named};
use crate::check::testing::{World, check, resource};
use crate::resource::{GLOBAL, KindState, Resource};
use serde_json::json;
use std::collections::BTreeSet;

#[test]
fn selected_regions_leave_the_others_out() {
    let on = check("resource.On == true", "");
    let world = World::default()
        .cell(US, &[(THING, KindState::Read)], vec![named("a", json!({"On": true}))])
        .cell(EU, &[(THING, KindState::Read)], vec![named("b", json!({"On": true}))]);
    let only = BTreeSet::from(["eu-west-1".to_owned()]);
    assert_eq!(world.judged(&[&on], Some(&only)), ["111122223333/eu-west-1 b: pass"]);
}

#[test]
fn a_claim_that_needs_regions_left_out_does_not_apply_and_one_refused_inside_is_not_evaluated() {
    let owner =
        || Resource { region: GLOBAL.to_owned(), ..resource(OWNER, "o", json!({"On": true, "Name": "o"})) };
    let any = format!("[related.parts]\nresource = \"{PART}\"\nwithin = \"account\"");
    let mut claim = check("related.parts.exists(p, p.On == true)", &any);
    claim.resource = OWNER.to_owned();
    let only = BTreeSet::from(["us-east-1".to_owned()]);
    let world = |here, there: Option<KindState>| {
        let world = World::default().cell(OWNERS, &[(OWNER, KindState::Read)], vec![owner()]).cell(
            US,
            &[(PART, here)],
            vec![],
        );
        // A narrowed scan has no cell of the other region but the one that says it is enabled.
        let kind = there.map_or(("AWS::::Region", KindState::Read), |state| (PART, state));
        world.cell(EU, &[kind], vec![])
    };
    let left_out =
        ["111122223333/aws-global o: not_applicable (--regions leaves regions out that this claim needs)"];
    assert_eq!(world(KindState::Read, None).judged(&[&claim], Some(&only)), left_out);
    // What such claims need is read everywhere, and then it decides.
    assert_eq!(
        world(KindState::Read, Some(KindState::Read)).judged(&[&claim], Some(&only)),
        ["111122223333/aws-global o: fail"]
    );
    assert_eq!(
        world(KindState::Read, Some(KindState::Denied)).judged(&[&claim], Some(&only)),
        ["111122223333/aws-global o: not_evaluated (denied test:Describe)"]
    );
    assert_eq!(
        world(KindState::Denied, None).judged(&[&claim], Some(&only)),
        ["111122223333/aws-global o: not_evaluated (denied test:Describe)"]
    );
    assert_eq!(
        world(KindState::Read, None).judged(&[&claim], None),
        ["111122223333/aws-global o: not_evaluated (not_collected)"]
    );
}
