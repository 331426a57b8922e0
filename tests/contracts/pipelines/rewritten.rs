//! A record on disk with lines that no scan of the emulator would bring: hostile names, files and lines, waivers.

use crate::world::World;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Names that break a format which trusts them.
pub(super) const HOSTILE: [&str; 19] = [
    "::error file=a.tf,line=1::pwned\n::set-output name=a::b",
    "##[set-env name=A;]b",
    "]]> <script>alert(1)</script> &amp; \" '",
    "a|b `c` ``d`` @octocat @org/team #1 org/repo#2 GH-3",
    "[x](https://example.com) ![i](https://example.com/i.png) www.example.com me@example.com",
    "<img src=x onerror=alert(1)> <!-- --> <details>",
    "\u{1b}[31mred\u{0}\u{7}\u{8}\u{ffff}\u{fffe}",
    "\u{202e}gnp.exe\u{2066}\u{200f}",
    "50%25 %0A::warning::x, title=y:z",
    "{0} {{1}} $x$ \\n \\",
    "```\nfenced\n```",
    "`",
    "--- - 1. x",
    "1. /close\n/close",
    "\r\n\r\n# heading\n* list\n| a | b |\n|---|---|",
    "--> ]]]]><![CDATA[>",
    "../../etc/passwd\u{2028}",
    "日本語 Ünïcödé 🏥",
    " ",
];

/// The record and the results of a world, to be changed and written again.
pub(super) struct Rewritten {
    pub(super) record: Value,
    pub(super) lines: Vec<Value>,
    pattern: (Value, Value),
    made: u64,
}

impl Rewritten {
    pub(super) fn of(world: &World) -> Self {
        let lines = world.results();
        let first = |verdict: &str| {
            lines.iter().find(|line| line["verdict"] == verdict).expect("a line of each verdict").clone()
        };
        let pattern = (first("fail"), first("not_evaluated"));
        Self { record: world.record(), lines, pattern, made: 0 }
    }

    /// A failure of a resource in a plan that is called, lies and is written in a file of this name.
    pub(super) fn failure(&mut self, check: &str, severity: &str, name: &str) -> Value {
        let mut line = self.pattern.0.clone();
        line["severity"] = json!(severity);
        line["message"] = json!(format!("{name} is not encrypted"));
        self.named(line, check, name)
    }

    /// The same, not evaluated.
    pub(super) fn unread(&mut self, check: &str, name: &str) -> Value {
        let mut line = self.pattern.1.clone();
        line["message"] = json!(format!("{name}: not evaluated, unknown_until_apply"));
        line["causes"] = json!([{
            "cause": "unknown_until_apply", "path": "/properties/Encrypted", "action": null, "code": name,
            "request_id": null, "principal": null,
        }]);
        self.named(line, check, name)
    }

    fn named(&mut self, mut line: Value, check: &str, name: &str) -> Value {
        self.made += 1;
        line["check"] = json!(check);
        line["id"] = json!(format!("f-{:016x}", self.made));
        let resource = &mut line["resource"];
        resource["name"] = json!(name);
        resource["id"] = json!(name);
        resource["arn"] = Value::Null;
        resource["address"] = json!(format!("module.{name}.aws_db_instance.charts[{}]", self.made));
        if !self.made.is_multiple_of(3) {
            resource["file"] = json!(format!("./infra\\{name}/main.tf"));
        }
        if self.made % 3 > 1 {
            resource["line"] = json!(self.made);
        }
        line
    }

    /// Puts a waiver with a hostile reason over every `nth` failure.
    pub(super) fn waive(&mut self, nth: usize) {
        let failures = self.lines.iter_mut().filter(|line| line["verdict"] == "fail");
        failures.step_by(nth).for_each(|line| line["waived"] = json!("w-1"));
        self.record["waivers"] = json!([{
            "id": "w-1", "check": "made-up-check", "resource": "*", "standing": "active", "stale": false, "waived": 1,
            "returned": 0, "of_another": 0, "reason": HOSTILE[2], "approved_by": "Kim Osei", "approved_on": "2026-03-01",
            "expires_on": "2027-02-01", "days_left": 71, "compensating_control": null, "ticket": null, "addressable": null,
        }]);
    }

    /// Writes both files, with counts and hash that are theirs.
    pub(super) fn write(mut self, world: &World, exit_code: u8) {
        self.count();
        let text: String = self.lines.iter().map(|line| format!("{line}\n")).collect();
        let hash: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        self.record["results"] =
            json!({ "file": "results.jsonl", "lines": self.lines.len(), "sha256": hash });
        self.record["run"]["judged"]["exit_code"] = json!(exit_code);
        world.write("out/results.jsonl", &text);
        world.write("out/record.json", &self.record.to_string());
    }

    fn count(&mut self) {
        let of = |lines: &[Value], key: &str, word: &str| {
            lines.iter().filter(|line| line[key].as_str() == Some(word)).count()
        };
        let verdicts = |lines: &[Value]| {
            json!({
                "pass": of(lines, "verdict", "pass"), "fail": of(lines, "verdict", "fail"),
                "not_evaluated": of(lines, "verdict", "not_evaluated"),
                "not_applicable": of(lines, "verdict", "not_applicable"),
            })
        };
        let severities = |lines: &[Value]| {
            json!({
                "critical": of(lines, "severity", "critical"), "high": of(lines, "severity", "high"),
                "medium": of(lines, "severity", "medium"), "low": of(lines, "severity", "low"),
            })
        };
        let failed: Vec<Value> =
            self.lines.iter().filter(|line| line["verdict"] == "fail").cloned().collect();
        let waived: Vec<Value> = failed.iter().filter(|line| line["waived"].is_string()).cloned().collect();
        let mut causes = json!({});
        for line in &self.lines {
            let first = &line["causes"][0]["cause"];
            if let Some(cause) = first.as_str() {
                causes[cause] = json!(causes[cause].as_u64().unwrap_or(0) + 1);
            }
        }
        let mut by_check: std::collections::BTreeMap<String, Vec<Value>> = std::collections::BTreeMap::new();
        for line in &self.lines {
            by_check
                .entry(line["check"].as_str().expect("a check").to_owned())
                .or_default()
                .push(line.clone());
        }
        let checks = by_check.iter().map(|(id, lines)| {
            json!({
                "id": id, "title": format!("{id} holds"), "severity": "high", "category": "encryption-at-rest",
                "citations": [{ "id": "164.312(a)(2)(iv)", "relation": "evidence_for" }],
                "evaluations": verdicts(lines),
            })
        });
        self.record["checks"] = checks.collect();
        let coverage = &mut self.record["coverage"];
        coverage["evaluations"] = verdicts(&self.lines);
        coverage["failed"] = severities(&failed);
        coverage["waived"] = severities(&waived);
        coverage["causes"] = causes;
    }
}
