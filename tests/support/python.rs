//! A Python of the tests' own, under `target/`, with exactly the packages `tests/requirements.txt` pins.
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const REQUIREMENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/requirements.txt");
const INSTALL: &str = "the tests need Python 3.11 or newer with the venv module and pip \
    (Debian and Ubuntu: apt install python3 python3-venv; Fedora: dnf install python3; macOS: brew install python)";

/// The venv's folder, made once for each content of the requirements, whichever test binary comes first.
pub(crate) fn venv() -> &'static Path {
    static VENV: OnceLock<PathBuf> = OnceLock::new();
    VENV.get_or_init(|| {
        let text = fs::read(REQUIREMENTS).expect("tests/requirements.txt is part of the repository");
        let key: String = Sha256::digest(&text).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let root = target().join("test-venv");
        fs::create_dir_all(&root).expect("target can be written");
        let lock = File::create(root.join(format!("{key}.lock"))).expect("target can be written");
        lock.lock().expect("the file system under target knows locks");
        let venv = root.join(&key);
        // Written last: without it an earlier run was stopped half way.
        let whole = venv.join("whole");
        if !whole.exists() {
            install(&venv);
            File::create(whole).expect("target can be written");
        }
        venv
    })
}

/// The venv's interpreter.
pub(crate) fn python() -> PathBuf {
    venv().join("bin/python")
}

/// Where the venv's packages lie: botocore's models and cfn-lint's schemas are read from there.
pub(crate) fn site_packages() -> PathBuf {
    let lib = venv().join("lib");
    let versions = fs::read_dir(&lib).expect("a venv has a lib folder");
    versions
        .filter_map(Result::ok)
        .map(|entry| entry.path().join("site-packages"))
        .find(|path| path.is_dir())
        .expect("a venv has one lib/python3.x/site-packages")
}

/// The build's target folder.
pub(crate) fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("cargo puts its tmp folder into target")
}

fn install(venv: &Path) {
    if venv.exists() {
        fs::remove_dir_all(venv).expect("a half-made venv can be removed");
    }
    let recent = "import sys; sys.exit(sys.version_info < (3, 11))";
    must(Command::new("python3").args(["-c", recent]), &format!("python3 is missing or too old: {INSTALL}"));
    must(
        Command::new("python3").args(["-m", "venv"]).arg(venv),
        &format!("no venv could be made: {INSTALL}"),
    );
    let mut pip = Command::new(venv.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"]);
    pip.arg(REQUIREMENTS);
    must(&mut pip, "pip could not install tests/requirements.txt: a package index must be within reach");
}

fn must(command: &mut Command, complaint: &str) {
    match command.output() {
        Ok(output) if output.status.success() => {}
        Ok(output) => panic!("{complaint}\n{}", String::from_utf8_lossy(&output.stderr)),
        Err(error) => panic!("{complaint}\n{error}"),
    }
}
