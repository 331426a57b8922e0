//! A plan or a template judged by the program, and its lines.

use crate::support::Baascan;
use crate::support::program::Output;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A file of `fixtures`.
pub(crate) fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path)
}

/// The hospital's sound twin as a plan, judged once.
pub(crate) fn good() -> &'static Judged {
    static GOOD: OnceLock<Judged> = OnceLock::new();
    GOOD.get_or_init(|| Judged::plan("plans/hospital/good.json", &["--fail-on", "never"]))
}

/// The bad twin.
pub(crate) fn bad() -> &'static Judged {
    static BAD: OnceLock<Judged> = OnceLock::new();
    BAD.get_or_init(|| {
        Judged::plan("plans/hospital/bad.json", &["--fail-on", "never", "--format=sarif=all.sarif"])
    })
}

/// The sound twin as templates.
pub(crate) fn good_template() -> &'static Judged {
    static GOOD: OnceLock<Judged> = OnceLock::new();
    GOOD.get_or_init(|| Judged::template("templates/hospital/good.yaml", &["--fail-on", "never"]))
}

/// The bad twin.
pub(crate) fn bad_template() -> &'static Judged {
    static BAD: OnceLock<Judged> = OnceLock::new();
    BAD.get_or_init(|| Judged::template("templates/hospital/bad.yaml", &["--fail-on", "never"]))
}

/// One run of the program and what it wrote.
pub(crate) struct Judged {
    pub(crate) program: Baascan,
    pub(crate) run: Output,
    /// Lines of `results.jsonl`; none where the run was refused.
    pub(crate) lines: Vec<Value>,
}

impl Judged {
    /// `baascan scan --from SOURCE --out out` and more.
    pub(crate) fn of(source: &str, more: &[&str]) -> Self {
        Self::by(Baascan::new(), &["scan"], source, more)
    }

    /// A command in a folder that is there already.
    pub(crate) fn by(program: Baascan, command: &[&str], source: &str, more: &[&str]) -> Self {
        let run = program.run(command.iter().chain(&["--from", source, "--out", "out"]).chain(more));
        let results = program.dir().join("out/results.jsonl");
        let lines = if results.is_file() { Output::jsonl(&results) } else { Vec::new() };
        Self { program, run, lines }
    }

    /// A plan of `fixtures`.
    pub(crate) fn plan(path: &str, more: &[&str]) -> Self {
        Self::of(&format!("terraform-plan:{}", fixture(path).display()), more)
    }

    /// A template of `fixtures`.
    pub(crate) fn template(path: &str, more: &[&str]) -> Self {
        Self::of(&format!("cloudformation:{}", fixture(path).display()), more)
    }

    /// The bytes of a plan.
    pub(crate) fn plan_of(bytes: &[u8], more: &[&str]) -> Self {
        let program = Baascan::new();
        fs::write(program.dir().join("plan.json"), bytes).expect("the folder can be written");
        Self::by(program, &["scan"], "terraform-plan:plan.json", more)
    }

    /// The text of a template.
    pub(crate) fn template_of(text: &str, more: &[&str]) -> Self {
        let program = Baascan::new();
        fs::write(program.dir().join("stack.yaml"), text).expect("the folder can be written");
        Self::by(program, &["scan"], "cloudformation:stack.yaml", more)
    }

    /// The line of a check over what stands at an address.
    pub(crate) fn line(&self, check: &str, address: &str) -> &Value {
        let is = |line: &&Value| line["check"] == check && line["resource"]["address"] == address;
        let found: Vec<&Value> = self.lines.iter().filter(is).collect();
        match found.as_slice() {
            [only] => only,
            _ => panic!("{} lines of {check} over {address}: {}", found.len(), self.run.all()),
        }
    }

    /// The verdict of a check over what stands at an address.
    pub(crate) fn verdict(&self, check: &str, address: &str) -> &str {
        self.line(check, address)["verdict"].as_str().expect("a verdict")
    }

    /// Why a check could not be evaluated: causes without repetition.
    pub(crate) fn causes(&self, check: &str, address: &str) -> Vec<&str> {
        let line = self.line(check, address);
        assert_eq!(line["verdict"], "not_evaluated", "{line:#}");
        let all = line["causes"].as_array().expect("causes");
        let mut causes: Vec<&str> = all.iter().filter_map(|cause| cause["cause"].as_str()).collect();
        causes.sort_unstable();
        causes.dedup();
        causes
    }

    /// Asserts that a check over what stands at an address waits for the plan to be applied, and for nothing else.
    pub(crate) fn is_unknown(&self, check: &str, address: &str) {
        assert_eq!(self.causes(check, address), ["unknown_until_apply"], "{check} over {address}");
    }

    /// Every address that a line speaks of, checks that do not apply left out.
    pub(crate) fn addresses(&self) -> Vec<&str> {
        let judged = self.lines.iter().filter(|line| line["verdict"] != "not_applicable");
        let mut found: Vec<&str> = judged.filter_map(|line| line["resource"]["address"].as_str()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Asserts that nothing was judged, and that the one error says this.
    pub(crate) fn is_refused(&self, said: &str) {
        assert_eq!(self.run.code, 2, "{}", self.run.all());
        assert!(self.run.stderr.contains(said), "no {said:?}: {}", self.run.all());
        assert_eq!(self.run.stderr.matches("error:").count(), 1, "{}", self.run.all());
        assert!(!self.run.stderr.contains("panicked"), "{}", self.run.all());
        assert!(!self.program.dir().join("out").exists(), "something was left behind");
    }
}
