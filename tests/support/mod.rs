//! What the integration tests stand on: Python with pinned packages, the emulator, the program as a user runs it, and an AWS
//! endpoint that can be told to misbehave.
pub(crate) mod answer;
pub(crate) mod clinic;
pub(crate) mod fake;
pub(crate) mod moto;
pub(crate) mod program;
pub(crate) mod proxy;
pub(crate) mod python;
pub(crate) mod request;
pub(crate) mod rule;

pub(crate) use answer::Answer;
pub(crate) use fake::FakeAws;
pub(crate) use moto::{Keys, Moto};
pub(crate) use program::Baascan;
pub(crate) use rule::Rule;

/// Each test file uses a part of this module. The whole is named here so that the compiler does not call the rest dead in the
/// others; what no test uses any more is to be removed from this list and from the module.
const _: () = {
    let _ = (Moto::estate, Moto::deny, Moto::answered);
    let _ = (Moto::start, Moto::start_with_iam, Moto::spawn, Moto::account, Moto::user, Moto::url);
    let _ = (
        Moto::seed,
        Moto::seed_with,
        Moto::run,
        Keys::env,
        Keys::forged,
        python::venv,
        python::site_packages,
    );
    let _ = (FakeAws::start, FakeAws::before, FakeAws::url, FakeAws::rule, FakeAws::forget_rules);
    let _ = (FakeAws::seen, FakeAws::count, FakeAws::clear_seen);
    let _ = (Rule::operation, Rule::path, Rule::service, Rule::on, Rule::region, Rule::times, Rule::answers);
    let _ = (Answer::json, Answer::text, Answer::error, Answer::denied, Answer::throttled, Answer::failed);
    let _ = (Answer::redirect, Answer::cut_off, Answer::hang, Answer::header);
    let _ = || Answer::amended(|body| body);
    let _ = (answer::agreements, answer::regions, answer::adding_resources, answer::Agreement::account);
    let _ = (answer::Agreement::organization, answer::Agreement::terminated, clinic::start);
    let _ = clinic::Clinic::other;
    let _ = (Baascan::new, Baascan::env, Baascan::keys, Baascan::endpoint, Baascan::dir);
    let _ = |program: Baascan| program.run(["--version"]);
    let _ = (program::Output::json, program::Output::jsonl, program::Output::all);
    let _ = |seen: request::Seen, output: program::Output, world: clinic::Clinic| {
        let request::Seen { service, region, operation, method, path, query, body, host, account } = seen;
        let program::Output { stdout, stderr, code } = output;
        let clinic::Clinic { moto, fake, keys } = world;
        let _ = (service, region, operation, method, path, query, body, host, account);
        let _ = (stdout, stderr, code, moto.url().len(), fake.url().len(), keys.id.len());
    };
};
