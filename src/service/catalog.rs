//! Every API and kind there is: the embedded descriptions, and those of a folder of the user's.

use super::api::{Api, KindDescription, Protocol};
use super::vocabulary::{self, Vocabulary};
use super::{Kind, description};
use crate::diagnostic::{Problem, Problems, SourceText};
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Everything below `checks`: descriptions, checks, and what types of plans and templates are.
pub static CHECKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/checks");

/// Every API and kind there is.
#[derive(Debug, Default)]
pub struct Catalog {
    apis: BTreeMap<String, Api>,
    kinds: BTreeMap<String, Kind>,
    vocabulary: Vocabulary,
    /// The first file of each API.
    api_files: BTreeMap<String, PathBuf>,
    /// The file of each kind.
    kind_files: BTreeMap<String, PathBuf>,
}

impl Catalog {
    /// What this build embeds.
    ///
    /// A description that cannot be read leaves its API out here; [`Catalog::load`] reports it, and a test holds that
    /// there is none.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Catalog> = OnceLock::new();
        BUILTIN.get_or_init(|| Self::gather(embedded(), Vec::new()).0)
    }

    /// What this build embeds, and the descriptions under folders of the user's (`<folder>/<api>/service.toml`): new
    /// APIs, and more kinds of APIs that are described already.
    ///
    /// # Errors
    /// All that is wrong with any of them.
    pub fn load(extra_dirs: &[PathBuf]) -> Result<Self, Problems> {
        let mut files = Vec::new();
        let mut unreadable = Vec::new();
        for dir in extra_dirs {
            for path in described_under(dir) {
                match SourceText::read(&path) {
                    Ok(file) => files.push(file),
                    Err(problem) => unreadable.push(problem),
                }
            }
        }
        let (catalog, mut problems) = Self::gather(embedded(), files);
        problems.0.extend(unreadable);
        problems.or(catalog)
    }

    fn gather(builtin: Vec<Arc<SourceText>>, extra: Vec<Arc<SourceText>>) -> (Self, Problems) {
        let mut catalog = Self::default();
        let mut problems = Problems::default();
        for file in builtin {
            if file.path.file_name().is_some_and(|name| name == "vocabulary.toml") {
                match vocabulary::read(&file) {
                    Ok(vocabulary) => catalog.vocabulary = vocabulary,
                    Err(more) => problems.0.extend(more.0),
                }
                continue;
            }
            match description::read(&file) {
                Ok(api) => problems.0.extend(catalog.add(api, &file)),
                Err(more) => problems.0.extend(more.0),
            }
        }
        for file in extra {
            match description::read(&file) {
                Ok(api) if api.protocol == Protocol::Typed => problems.0.push(typed(&file)),
                Ok(api) => problems.0.extend(catalog.add(api, &file)),
                Err(more) => problems.0.extend(more.0),
            }
        }
        for kind in catalog.vocabulary.synthetic.clone() {
            catalog.kinds.insert(kind.name.clone(), kind);
        }
        (catalog, problems)
    }

    fn add(&mut self, mut api: Api, file: &Arc<SourceText>) -> Vec<Problem> {
        let mut problems = Vec::new();
        let at = |word: &str| file.text.find(word).map_or(0..0, |start| start..start + word.len());
        let folder = file.path.parent().and_then(Path::file_name);
        if folder.is_none_or(|folder| folder != api.id.as_str()) {
            let message = format!("this describes `{}` and lies in another folder", api.id);
            problems.push(
                Problem::new(file, at(&api.id), message).help(format!("move it to {}/service.toml", api.id)),
            );
        }
        if let Some((known, first)) = self.apis.get(&api.id).zip(self.api_files.get(&api.id)) {
            let differing = differing(known, &api);
            if !differing.is_empty() {
                problems.extend(differing.into_iter().map(|key| otherwise(file, &api.id, key, first)));
                return problems;
            }
        }
        let kinds = std::mem::take(&mut api.kinds);
        let id = api.id.clone();
        self.api_files.entry(id.clone()).or_insert_with(|| file.path.clone());
        let known = self.apis.entry(id).or_insert(api);
        for described in kinds {
            let name = &described.kind.name;
            if let Some(first) = self.kind_files.get(name) {
                let message = format!("the kind `{name}` is described in {} already", first.display());
                problems.push(
                    Problem::new(file, at(name), message).help("each kind is described once: remove one"),
                );
                continue;
            }
            self.kind_files.insert(name.clone(), file.path.clone());
            self.kinds.insert(name.clone(), described.kind.clone());
            known.kinds.push(described);
        }
        problems
    }

    /// One kind by its name.
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.get(name)
    }

    /// Every kind, by name.
    pub fn kinds(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.values()
    }

    /// The kinds of an API that are read once per account, or in each region.
    pub fn kinds_of(&self, api: &str, global: bool) -> impl Iterator<Item = &Kind> {
        let scope = if global { super::Scope::Global } else { super::Scope::Regional };
        let described = self.apis.get(api).into_iter().flat_map(|api| &api.kinds);
        described.filter(move |kind| kind.scope == scope).map(|kind| &kind.kind)
    }

    /// One API by botocore's id.
    pub fn api(&self, id: &str) -> Option<&Api> {
        self.apis.get(id)
    }

    /// Every API, by id.
    pub fn apis(&self) -> impl Iterator<Item = &Api> {
        self.apis.values()
    }

    /// How a kind is read; `None` for kinds that the scan makes itself.
    pub fn described(&self, kind: &str) -> Option<&KindDescription> {
        let api = self.apis.get(&self.kinds.get(kind)?.api)?;
        api.kinds.iter().find(|described| described.kind.name == kind)
    }

    /// The names that CloudFormation lacks.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }
}

/// The keys by which a second description of an API speaks of it otherwise than the first. What it may leave out, it takes
/// over; where a kind is asked is the kind's own.
fn differing(known: &Api, more: &Api) -> Vec<&'static str> {
    let target = more.target_prefix.is_empty() || more.target_prefix == known.target_prefix;
    [
        ("service_id", more.service_id == known.service_id),
        ("protocol", more.protocol == known.protocol),
        ("version", more.version == known.version),
        ("endpoint_prefix", more.endpoint_prefix == known.endpoint_prefix),
        ("signing_name", more.signing_name == known.signing_name),
        ("target_prefix", target),
        ("iam_prefix", more.iam_prefix == known.iam_prefix),
        ("host", more.host.is_none() || more.host == known.host),
        ("hosts", more.hosts.iter().all(|(partition, host)| known.hosts.get(partition) == Some(host))),
        ("global", more.global.iter().all(|(partition, host)| known.global.get(partition) == Some(host))),
    ]
    .into_iter()
    .filter_map(|(key, same)| (!same).then_some(key))
    .collect()
}

fn otherwise(file: &Arc<SourceText>, id: &str, key: &str, first: &Path) -> Problem {
    let lines = file.text.split_inclusive('\n').scan(0, |next, line| {
        let start = *next;
        *next += line.len();
        Some((start, line.trim_end()))
    });
    let mut written = lines.filter(|(_, line)| {
        line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
            || line.strip_prefix('[').is_some_and(|rest| rest.starts_with(key))
    });
    let span = written.next().map_or(0..0, |(start, line)| start..start + line.len());
    let message = format!("`{key}` of the API `{id}` differs from {}", first.display());
    Problem::new(file, span, message)
        .help(format!("kinds are added to an API as it is: write `{key}` as there"))
}

fn typed(file: &Arc<SourceText>) -> Problem {
    let word = "\"typed\"";
    let span = file.text.find(word).map_or(0..0, |start| start..start + word.len());
    Problem::new(file, span, "a typed API is read by code, so no file can add to it")
        .help("describe the API's own protocol, or build baascan with the code for it")
}

fn embedded() -> Vec<Arc<SourceText>> {
    let shown = |path: &Path| Path::new("checks").join(path);
    let folders = CHECKS.dirs().filter_map(|dir| dir.get_file(dir.path().join("service.toml")));
    CHECKS
        .get_file("vocabulary.toml")
        .into_iter()
        .chain(folders)
        .filter_map(|file| Some(SourceText::embedded(shown(file.path()), file.contents_utf8()?)))
        .collect()
}

/// The descriptions under a folder of the user's, in the order of their names; an unreadable folder yields none, since
/// whoever reads its checks reports that.
fn described_under(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path().join("service.toml"))
        // The folder of one API may be named itself.
        .chain([dir.join("service.toml")])
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_description_is_valid() {
        if let Err(problems) = Catalog::load(&[]) {
            panic!("{problems}");
        }
    }

    /// Loads a description of the user's beside the embedded ones.
    fn load(api: &str, text: &str) -> Result<Catalog, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let below = folder.path().join(api);
        std::fs::create_dir(&below).expect("a folder in it");
        std::fs::write(below.join("service.toml"), text).expect("the file");
        Catalog::load(&[folder.path().to_path_buf()])
            .map_err(|problems| problems.to_string().replace(&format!("{}/", folder.path().display()), ""))
    }

    const SUBNET: &str = r#"
api = "ec2"
service_id = "EC2"
protocol = "ec2-query"
version = "2016-11-15"
endpoint_prefix = "ec2"
[[kind]]
name = "AWS::EC2::TestSubnet"
service = "ec2"
id = "{.subnetId}"
list = { operation = "DescribeSubnets", items = "subnetSet" }
[kind.properties]
VpcId = { type = "string", path = "vpcId" }
"#;

    #[test]
    fn a_users_file_adds_kinds_to_an_api_that_is_described_already() {
        let catalog = load("ec2", SUBNET).expect("it adds a kind");
        assert!(catalog.described("AWS::EC2::TestSubnet").is_some_and(|d| d.listing.is_some()));
        assert!(catalog.described("AWS::EC2::Region").is_some(), "what was there stays");
        assert!(catalog.kinds_of("ec2", false).any(|kind| kind.name == "AWS::EC2::TestSubnet"));
    }

    #[test]
    fn the_folder_of_one_api_may_be_named_itself() {
        let folder = tempfile::tempdir().expect("a folder");
        let below = folder.path().join("ec2");
        std::fs::create_dir(&below).expect("a folder in it");
        std::fs::write(below.join("service.toml"), SUBNET).expect("the file");
        let catalog = Catalog::load(&[below]).expect("it adds a kind");
        assert!(catalog.kind("AWS::EC2::TestSubnet").is_some());
    }

    #[test]
    fn a_kind_described_twice_is_refused_with_both_files() {
        let text = SUBNET.replace("AWS::EC2::TestSubnet", "AWS::EC2::Region");
        let problems = load("ec2", &text).expect_err("twice");
        assert!(
            problems.contains("the kind `AWS::EC2::Region` is described in checks/ec2/service.toml already"),
            "{problems}"
        );
        assert!(problems.contains("--> ec2/service.toml:8"), "{problems}");
    }

    #[test]
    fn an_api_described_otherwise_is_refused_with_the_keys_that_differ() {
        let text = SUBNET.replace("2016-11-15", "2015-10-01").replace("\"ec2-query\"", "\"query\"");
        let problems = load("ec2", &text).expect_err("otherwise");
        for (key, line) in [("protocol", 4), ("version", 5)] {
            let message = format!("`{key}` of the API `ec2` differs from checks/ec2/service.toml");
            assert!(problems.contains(&message), "{problems}");
            assert!(problems.contains(&format!("--> ec2/service.toml:{line}")), "{problems}");
        }
        assert_eq!(problems.matches("error:").count(), 2, "{problems}");
    }

    #[test]
    fn nothing_is_added_to_what_code_reads() {
        let text = "api = \"s3\"\nprotocol = \"typed\"\n[[kind]]\nname = \"AWS::S3::Thing\"\nservice = \"s3\"\n\
                    [kind.properties]\nName = { type = \"string\" }\n";
        let problems = load("s3", text).expect_err("there is no code for it");
        assert!(problems.contains("a typed API is read by code"), "{problems}");
    }
}
