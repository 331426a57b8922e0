//! What waivers say of findings, and what became of them.

use super::*;
use proptest::prelude::*;

fn finding(key: &str) -> Finding<'_> {
    Finding {
        check: "s3-bucket-versioning",
        key,
        kind: "AWS::S3::Bucket",
        id: None,
        account: "111122223333",
        region: "us-east-1",
        created_on: None,
    }
}

fn read(text: &str) -> Waivers {
    load(text).expect("the waivers are right")
}

/// `applies w-1`, `expired w-1`, `recreated w-1` or `-`.
fn said(waivers: &Waivers, finding: &Finding<'_>, on: Date) -> String {
    let name = |kind: &str, waiver: &Waiver| format!("{kind} {}", waiver.id);
    match waivers.over(finding, on) {
        None => "-".to_owned(),
        Some(Ruling::Applies(waiver)) => name("applies", waiver),
        Some(Ruling::Expired(waiver)) => name("expired", waiver),
        Some(Ruling::Recreated(waiver)) => name("recreated", waiver),
    }
}

const DAY: Date = date(2026, 6, 1);

#[test]
fn a_waiver_for_ci_logs_does_not_touch_ci_logs_replica() {
    let waivers = read(&waiver("w", LOGS, ""));
    assert_eq!(said(&waivers, &finding(LOGS), DAY), "applies w");
    for other in
        ["arn:aws:s3:::ci-logs-replica", "arn:aws:s3:::ci-log", "arn:aws:s3:::CI-LOGS", "ci-logs", ""]
    {
        assert_eq!(said(&waivers, &finding(other), DAY), "-", "{other}");
    }
    let other_check = Finding { check: "baa-gap", ..finding(LOGS) };
    assert_eq!(said(&waivers, &other_check, DAY), "-");
}

#[test]
fn a_star_without_glob_matches_a_star_alone() {
    let waivers = read(&waiver("w", "arn:aws:s3:::ci-*", ""));
    assert_eq!(said(&waivers, &finding(LOGS), DAY), "-");
    assert_eq!(said(&waivers, &finding("arn:aws:s3:::ci-*"), DAY), "applies w");
}

#[test]
fn a_glob_matches_what_it_says_and_exact_is_no_better_than_glob() {
    let waivers = read(&waiver("w", "arn:aws:s3:::ci-log?", "match = \"glob\""));
    assert_eq!(said(&waivers, &finding(LOGS), DAY), "applies w");
    assert_eq!(said(&waivers, &finding("arn:aws:s3:::ci-logs-replica"), DAY), "-");
    let later = waiver("later", "arn:aws:s3:::ci-*", "match = \"glob\"").replace("2026-09-01", "2026-10-01");
    assert_eq!(said(&read(&(waiver("w", LOGS, "") + &later)), &finding(LOGS), DAY), "applies later");
}

#[test]
fn account_and_region_narrow() {
    let waivers = read(&waiver("w", LOGS, "account = \"111122223333\"\nregion = \"us-east-1\""));
    assert_eq!(said(&waivers, &finding(LOGS), DAY), "applies w");
    assert_eq!(said(&waivers, &Finding { account: "444455556666", ..finding(LOGS) }, DAY), "-");
    assert_eq!(said(&waivers, &Finding { region: "us-west-2", ..finding(LOGS) }, DAY), "-");
}

#[test]
fn a_waiver_holds_from_its_first_to_its_last_day() {
    let waivers = read(&waiver("w", LOGS, ""));
    let on = |day| said(&waivers, &finding(LOGS), day);
    assert_eq!(on(date(2026, 2, 28)), "-");
    assert_eq!(on(date(2026, 3, 1)), "applies w");
    assert_eq!(on(date(2026, 9, 1)), "applies w");
    assert_eq!(on(date(2026, 9, 2)), "expired w");
}

#[test]
fn the_latest_to_expire_of_several_is_named_and_one_that_holds_wins() {
    let early = waiver("early", LOGS, "").replace("2026-09-01", "2026-04-01");
    let late = waiver("late", LOGS, "").replace("2026-09-01", "2026-05-01");
    let lapsed = early + &late;
    assert_eq!(said(&read(&lapsed), &finding(LOGS), DAY), "expired late");
    assert_eq!(said(&read(&(lapsed + &waiver("w", LOGS, ""))), &finding(LOGS), DAY), "applies w");
}

#[test]
fn a_resource_created_after_the_approval_is_another_one_unless_the_waiver_says_so() {
    let created = |day| Finding { created_on: Some(day), ..finding(LOGS) };
    let waivers = read(&waiver("w", LOGS, ""));
    assert_eq!(said(&waivers, &created(date(2026, 3, 1)), DAY), "applies w");
    assert_eq!(said(&waivers, &created(date(2026, 3, 2)), DAY), "recreated w");
    assert_eq!(said(&waivers, &created(date(2026, 3, 2)), date(2026, 9, 2)), "expired w");
    let also = read(&waiver("w", LOGS, "recreated = true"));
    assert_eq!(said(&also, &created(date(2026, 3, 2)), DAY), "applies w");
}

#[test]
fn what_has_no_arn_is_named_by_its_kind_and_id() {
    let key = "AWS::::Service/111122223333/apprunner";
    let gap =
        waiver("w", key, "compensating_control = \"no PHI\"").replace("s3-bucket-versioning", "baa-gap");
    let waivers = read(&gap);
    let service = Finding { check: "baa-gap", kind: "AWS::::Service", ..finding(key) };
    assert_eq!(said(&waivers, &service, DAY), "applies w");
    let by_id = Finding { key: "111122223333/apprunner", id: Some("111122223333/apprunner"), ..service };
    assert_eq!(said(&waivers, &by_id, DAY), "applies w");
    let with_arn = Finding { key: "arn:aws:apprunner:::x", ..by_id };
    assert_eq!(said(&waivers, &with_arn, DAY), "-", "what has an ARN is named by it");
}

#[test]
fn each_waiver_tells_after_a_run_where_it_stands_and_what_it_matched() {
    let gone = "arn:aws:s3:::gone";
    let texts = [
        waiver("active", LOGS, ""),
        waiver("soon", "arn:aws:s3:::soon", "").replace("2026-09-01", "2026-07-01"),
        waiver("stale", gone, ""),
        waiver("lapsed", "arn:aws:s3:::old", "").replace("2026-09-01", "2026-05-31"),
        waiver("both", gone, "").replace("2026-09-01", "2026-05-31"),
        waiver("renewed", LOGS, "").replace("2026-09-01", "2026-05-31"),
        waiver("not-yet", LOGS, "").replace("2026-03-01", "2026-06-02"),
    ];
    let waivers = read(&texts.concat());
    let mut tally = Tally::default();
    for key in [LOGS, "arn:aws:s3:::soon", "arn:aws:s3:::old", "arn:aws:s3:::old", "arn:aws:s3:::unknown"] {
        waivers.rule(&finding(key), DAY, &mut tally);
    }
    let states = waivers.states(&tally, DAY);
    let told = |state: &State<'_>| {
        let m = state.matches;
        let counts = [m.applied, m.expired, m.recreated, m.renewed];
        format!(
            "{}: {} stale={} {counts:?} {}",
            state.waiver.id, state.standing, state.is_stale, state.days_left
        )
    };
    assert_eq!(
        states.iter().map(told).collect::<Vec<_>>(),
        [
            "active: active stale=false [1, 0, 0, 0] 92",
            "soon: soon stale=false [1, 0, 0, 0] 30",
            "stale: stale stale=true [0, 0, 0, 0] 92",
            "lapsed: lapsed stale=false [0, 2, 0, 0] -1",
            "both: lapsed stale=true [0, 0, 0, 0] -1",
            "renewed: lapsed stale=false [0, 0, 0, 1] -1",
            "not-yet: not_yet stale=false [0, 0, 0, 0] 92",
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..Default::default() })]

    /// The index by check and resource finds what looking at every waiver finds.
    #[test]
    fn the_index_finds_what_a_walk_over_all_waivers_finds(
        written in proptest::collection::vec(("[ab]{1,2}", any::<bool>(), 0..3u8, 3..7i8), 0..8),
        asked in "[ab]{1,3}",
        month in 1..9i8,
    ) {
        let accounts = ["", "account = \"111122223333\"", "account = \"444455556666\""];
        let text: String = written.iter().enumerate().map(|(n, (name, wild, account, until))| {
            let star = if *wild { "*" } else { "" };
            let more = format!("{}\n{}", accounts[usize::from(*account)], if *wild { "match = \"glob\"" } else { "" });
            waiver(&format!("w{n}"), &format!("arn:aws:s3:::{name}{star}"), &more)
                .replace("2026-09-01", &format!("2026-0{until}-15"))
        }).collect();
        let waivers = read(&text);
        let (key, day) = (format!("arn:aws:s3:::{asked}"), date(2026, month, 10));
        let holds = |w: &&Waiver| {
            let named = if w.is_glob() { key.starts_with(w.resource.trim_end_matches('*')) } else { key == w.resource };
            named && w.account.as_deref() != Some("444455556666") && w.approved_on <= day
        };
        let best = waivers.all().iter().filter(holds).map(|w| w.expires_on).max();
        let ruling = waivers.over(&finding(&key), day);
        prop_assert_eq!(ruling.map(|r| r.waiver().expires_on), best);
        prop_assert_eq!(ruling.is_some_and(Ruling::applies), best.is_some_and(|last| last >= day));
    }
}
