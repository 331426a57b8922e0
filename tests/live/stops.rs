//! Scans that are stopped half way, and a disk that is full.
use crate::support::{Answer, FakeAws, Rule};
use crate::world::{ACCOUNT, NARROW, Scan, assert_same, causes, fake, plain, program};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Waits until the condition holds.
fn until(what: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(60), "never: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<String> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            all.extend(files(&entry.path()));
        } else {
            all.push(entry.path().display().to_string());
        }
    }
    all
}

/// Starts a scan that waits for the proxies of RDS, and stops it by this signal once S3 is read.
fn stopped_half_way(fake: &FakeAws, signal: &str, more: &[&str]) -> Scan {
    fake.rule(Rule::operation("rds", "DescribeDBProxies").answers(Answer::hang(Duration::from_secs(300))));
    let program = program(fake);
    let arguments = ["scan", "--out", "out"].iter().chain(&NARROW).chain(more);
    let mut command = program.command(arguments);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
    let out = program.dir().join("out");
    until("S3 is read and RDS is asked", || {
        let read = files(&out).iter().any(|file| file.ends_with("aws-global/s3.jsonl"));
        read && fake.count("rds", "DescribeDBProxies") > 0
    });
    let id = child.id().to_string();
    let sent = Command::new("kill").args([signal, &id]).status().expect("kill is there");
    assert!(sent.success());
    let output = if signal == "-KILL" {
        child.wait().expect("it ends");
        None
    } else {
        Some(child.wait_with_output().expect("it ends"))
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let output = crate::support::program::Output {
        stdout: output.as_ref().map_or_else(String::new, |output| text(&output.stdout)),
        stderr: output.as_ref().map_or_else(String::new, |output| text(&output.stderr)),
        code: output.and_then(|output| output.status.code()).unwrap_or(-1),
    };
    Scan { program, output }
}

#[test]
fn a_killed_scan_goes_on_where_it_stopped() {
    let fake = fake();
    let whole = Scan::narrow(&fake).rows();
    let scan = stopped_half_way(&fake, "-KILL", &[]);
    let left = files(&scan.out());
    assert!(!left.iter().any(|file| file.ends_with("record.json")), "{left:?}");
    assert!(!left.iter().any(|file| file.ends_with("us-east-1/rds.jsonl")), "{left:?}");

    plain(&fake);
    fake.clear_seen();
    let arguments = ["scan", "--resume", "out"].iter().chain(&NARROW);
    let output = scan.program.run(arguments);
    let resumed = Scan { output, ..scan };
    assert_same(&resumed.rows(), &whole);
    assert_eq!(fake.count("s3", "ListBuckets"), 0, "S3 had been read");
    assert_eq!(fake.count("rds", "DescribeDBInstances"), 1);
    let left = files(&resumed.out());
    assert!(!left.iter().any(|file| file.ends_with(".partial")), "{left:?}");
}

#[test]
fn a_file_that_was_cut_off_is_read_again() {
    let fake = fake();
    let scan = Scan::narrow(&fake);
    let whole = scan.rows();
    let cut = scan.out().join(format!("facts/{ACCOUNT}/us-east-1/rds.jsonl"));
    let text = fs::read(&cut).expect("RDS was read");
    fs::write(&cut, &text[..text.len() - 30]).expect("it can be written");
    fake.clear_seen();
    let output = scan.program.run(["scan", "--resume", "out"].iter().chain(&NARROW));
    let resumed = Scan { output, ..scan };
    assert_same(&resumed.rows(), &whole);
    assert_eq!((fake.count("s3", "ListBuckets"), fake.count("rds", "DescribeDBInstances")), (0, 1));
}

#[test]
fn a_scan_that_ends_before_its_plan_is_written_has_written_what_it_found_on_the_way() {
    let fake = fake();
    let program = program(&fake);
    let facts = program.dir().join("out/facts");
    // Where the plan should be written stands a folder.
    fs::create_dir_all(facts.join("scan.json.partial")).expect("it can be made");
    let resume = ["scan", "--resume", "out"].iter().chain(&NARROW);
    let stopped = program.run(resume.clone());
    assert_eq!(stopped.code, 4, "{}", stopped.all());
    assert!(!facts.join("scan.json").exists());
    for api in ["sts", "account"] {
        assert!(facts.join(format!("{ACCOUNT}/aws-global/{api}.jsonl")).exists(), "{api}");
    }
    fs::remove_dir(facts.join("scan.json.partial")).expect("it is empty");
    let output = program.run(resume);
    let resumed = Scan { output, program };
    assert_same(&resumed.rows(), &Scan::narrow(&fake).rows());
}

#[test]
fn a_scan_asked_to_stop_writes_what_it_has_and_says_what_it_lacks() {
    for (more, code) in [(&["--fail-on", "never"][..], 3), (&[], 1)] {
        let fake = fake();
        let scan = stopped_half_way(&fake, "-TERM", more);
        assert_eq!(scan.output.code, code, "{}", scan.output.all());
        let rows = scan.of("rds-instance-storage-encrypted");
        assert_eq!((rows.len(), causes(&rows[0])), (1, vec!["not_collected"]), "{rows:?}");
        assert!(scan.of("s3-bucket-versioning").iter().all(|row| row["verdict"] != "not_evaluated"));
    }
}

/// Runs the program where no file may grow over so many blocks: a full disk that needs no rights to be had.
fn with_small_files(scan: &Scan, blocks: u32, arguments: &str) -> (i32, String) {
    let command = scan.program.command(["--version"]);
    let binary = command.get_program().to_string_lossy().into_owned();
    let line = format!("trap '' XFSZ; ulimit -f {blocks}; exec {binary} {arguments}");
    let envs: Vec<_> = command.get_envs().filter_map(|(name, value)| Some((name, value?))).collect();
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", &line]).env_clear().envs(envs).current_dir(scan.program.dir());
    let output = shell.output().expect("there is a shell");
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_full_disk_ends_the_run_without_a_record() {
    let fake = fake();
    let scan = Scan::narrow(&fake);
    let reading = format!("scan --out full {}", NARROW.join(" "));
    let (code, stderr) = with_small_files(&scan, 4, &reading);
    assert_eq!(code, 4, "{stderr}");
    assert!(stderr.contains("File too large"), "{stderr}");
    let full = scan.program.dir().join("full");
    assert!(!full.join("record.json").exists());
    // What had been finished before the disk was full is whole.
    for file in files(&full).iter().filter(|file| file.ends_with(".jsonl")) {
        let text = fs::read_to_string(file).expect("facts are text");
        assert!(text.lines().last().is_some_and(|line| line.starts_with("{\"ended\":")), "{file}");
    }
    let (code, stderr) = with_small_files(&scan, 8, "scan --from facts:out/facts --out judged");
    assert_eq!(code, 4, "{stderr}");
    assert!(!scan.program.dir().join("judged/record.json").exists());
}
