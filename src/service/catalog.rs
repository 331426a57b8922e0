//! Every API and kind there is: the embedded descriptions, and those of a folder of the user's.

use super::api::{Api, KindDescription};
use super::vocabulary::{self, Vocabulary};
use super::{Kind, description};
use crate::diagnostic::{Problem, Problems, SourceText};
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

static CHECKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/checks");

/// Every API and kind there is.
#[derive(Debug, Default)]
pub struct Catalog {
    apis: BTreeMap<String, Api>,
    kinds: BTreeMap<String, Kind>,
    vocabulary: Vocabulary,
}

impl Catalog {
    /// What this build embeds.
    ///
    /// A description that cannot be read leaves its API out here; [`Catalog::load`] reports it, and a test holds that
    /// there is none.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Catalog> = OnceLock::new();
        BUILTIN.get_or_init(|| Self::gather(embedded()).0)
    }

    /// What this build embeds, and the descriptions under folders of the user's (`<folder>/<api>/service.toml`).
    ///
    /// # Errors
    /// All that is wrong with any of them.
    pub fn load(extra_dirs: &[PathBuf]) -> Result<Self, Problems> {
        let mut files = embedded();
        let mut unreadable = Vec::new();
        for dir in extra_dirs {
            for path in described_under(dir) {
                match SourceText::read(&path) {
                    Ok(file) => files.push(file),
                    Err(problem) => unreadable.push(problem),
                }
            }
        }
        let (catalog, mut problems) = Self::gather(files);
        problems.0.extend(unreadable);
        problems.or(catalog)
    }

    fn gather(files: Vec<Arc<SourceText>>) -> (Self, Problems) {
        let mut catalog = Self::default();
        let mut problems = Problems::default();
        for file in files {
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
        for kind in catalog.vocabulary.synthetic.clone() {
            catalog.kinds.insert(kind.name.clone(), kind);
        }
        (catalog, problems)
    }

    fn add(&mut self, api: Api, file: &Arc<SourceText>) -> Vec<Problem> {
        let mut problems = Vec::new();
        let at = |word: &str| file.text.find(word).map_or(0..0, |start| start..start + word.len());
        let folder = file.path.parent().and_then(Path::file_name);
        if folder.is_none_or(|folder| folder != api.id.as_str()) {
            let message = format!("this describes `{}` and lies in another folder", api.id);
            problems.push(
                Problem::new(file, at(&api.id), message).help(format!("move it to {}/service.toml", api.id)),
            );
        }
        if self.apis.contains_key(&api.id) {
            let message = format!("the API `{}` is described already", api.id);
            problems.push(Problem::new(file, at(&api.id), message).help("remove this file"));
            return problems;
        }
        for described in &api.kinds {
            let name = &described.kind.name;
            if self.kinds.insert(name.clone(), described.kind.clone()).is_some() {
                let message = format!("the kind `{name}` is described twice");
                problems.push(Problem::new(file, at(name), message).help("each kind is listed by one API"));
            }
        }
        self.apis.insert(api.id.clone(), api);
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

fn embedded() -> Vec<Arc<SourceText>> {
    let shown = |path: &Path| Path::new("checks").join(path);
    let folders = CHECKS.dirs().filter_map(|dir| dir.get_file(dir.path().join("service.toml")));
    CHECKS
        .get_file("vocabulary.toml")
        .into_iter()
        .chain(folders)
        .filter_map(|file| Some(SourceText::new(shown(file.path()), file.contents_utf8()?)))
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

    #[test]
    fn an_api_described_twice_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let api = folder.path().join("kms");
        std::fs::create_dir(&api).expect("a folder in it");
        let text =
            CHECKS.get_file("kms/service.toml").and_then(|f| f.contents_utf8()).expect("it is embedded");
        std::fs::write(api.join("service.toml"), text).expect("the file");
        let problems = Catalog::load(&[folder.path().to_path_buf()]).expect_err("twice");
        assert!(problems.to_string().contains("the API `kms` is described already"), "{problems}");
    }
}
