//! The program as a user runs it: the built binary, a bare environment, a folder and a home of its own.
use super::moto::Keys;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A command line to be run in a fresh folder, with nothing of the caller's environment.
pub(crate) struct Baascan {
    dir: TempDir,
    env: BTreeMap<String, String>,
}

/// What one run printed, and how it ended.
pub(crate) struct Output {
    /// Data.
    pub(crate) stdout: String,
    /// Everything else.
    pub(crate) stderr: String,
    /// The exit code; -1 when a signal ended it.
    pub(crate) code: i32,
}

impl Baascan {
    /// A fresh folder, in which `home` is the home directory.
    pub(crate) fn new() -> Baascan {
        let dir =
            TempDir::with_prefix_in("baascan-", env!("CARGO_TARGET_TMPDIR")).expect("target can be written");
        let home = dir.path().join("home");
        fs::create_dir(&home).expect("a new folder can be written");
        let home = home.to_str().expect("the checkout's path is text").to_owned();
        // Without this a machine without credentials waits for the metadata service.
        let env = [("HOME", home.as_str()), ("AWS_EC2_METADATA_DISABLED", "true"), ("NO_COLOR", "1")];
        let env = env.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Baascan { dir, env: BTreeMap::from(env) }
    }

    /// Sets one variable of the environment.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Baascan {
        self.env.insert(name.into(), value.into());
        self
    }

    /// Signs with these keys, in us-east-1 unless told otherwise.
    pub(crate) fn keys(mut self, keys: &Keys) -> Baascan {
        self.env.extend(keys.env().into_iter().map(|(name, value)| (name.to_owned(), value)));
        self.env.entry("AWS_REGION".into()).or_insert_with(|| "us-east-1".into());
        self
    }

    /// Sends every call to this endpoint.
    pub(crate) fn endpoint(self, url: &str) -> Baascan {
        self.env("AWS_ENDPOINT_URL", url)
    }

    /// The folder it runs in.
    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The command itself, for tests that stop it half way.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_baascan"));
        command.args(arguments).env_clear().envs(&self.env).current_dir(self.dir()).stdin(Stdio::null());
        command
    }

    /// Runs to the end.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Output {
        let output = self.command(arguments).output().expect("the binary under test runs");
        Output {
            stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
            code: output.status.code().unwrap_or(-1),
        }
    }
}

impl Output {
    /// Stdout as one JSON document.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{}", self.all()))
    }

    /// A file of JSON lines, such as `results.jsonl`.
    pub(crate) fn jsonl(path: &Path) -> Vec<Value> {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
    }

    /// Everything, for a failing assertion's message.
    pub(crate) fn all(&self) -> String {
        format!("exit code {}\n--- stdout\n{}\n--- stderr\n{}", self.code, self.stdout, self.stderr)
    }
}
