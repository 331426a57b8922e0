//! Where mappings are found: the embedded files by the name of a type, and those of the folders a user names. Only the types
//! that a plan or a template holds are read.

use super::mapping::Mapping;
use super::mapping_read::read_mapping;
use super::names::{Style, snake};
use crate::diagnostic::{Problems, SourceText};
use crate::service::{CHECKS, Catalog};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder of an API that holds the types of Terraform's provider `aws`.
pub const TERRAFORM: &str = "terraform";
/// The folder of an API that holds CloudFormation's types.
pub const CLOUDFORMATION: &str = "cloudformation";

/// Mappings by the type's name in its source.
pub struct Mappings<'c> {
    catalog: &'c Catalog,
    files: BTreeMap<String, Arc<SourceText>>,
    read: BTreeMap<String, Option<Mapping>>,
}

impl<'c> Mappings<'c> {
    /// Finds every file; reads none of them.
    pub fn new(catalog: &'c Catalog, dirs: &[PathBuf]) -> Self {
        let mut files = BTreeMap::new();
        for api in CHECKS.dirs() {
            for folder in api.dirs().filter(|dir| folder_style(dir.path()).is_some()) {
                for file in folder.files() {
                    let path = Path::new("checks").join(file.path());
                    let Some(text) = file.contents_utf8() else { continue };
                    files.extend(type_of(&path).map(|name| (name, SourceText::embedded(path, text))));
                }
            }
        }
        for path in dirs.iter().flat_map(|dir| written_below(dir)) {
            if let (Some(name), Ok(text)) = (type_of(&path), SourceText::read(&path)) {
                files.insert(name, text);
            }
        }
        Self { catalog, files, read: BTreeMap::new() }
    }

    /// The types that have a file, sorted.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The mapping of a type, read when it is first asked for; `None` for a type that no file maps.
    ///
    /// # Errors
    /// All that is wrong with its file.
    pub fn of(&mut self, type_name: &str) -> Result<Option<&Mapping>, Problems> {
        if !self.read.contains_key(type_name) {
            let mapping = self.read(type_name)?;
            self.read.insert(type_name.to_owned(), mapping);
        }
        Ok(self.read.get(type_name).and_then(Option::as_ref))
    }

    /// The kinds that plans or templates have words for. What only the other sort of source can say is configured somewhere
    /// all the same: an account's settings stand in no template, and a bucket's verdict rests on them.
    pub fn kinds(&self) -> std::collections::BTreeSet<String> {
        let lines = self.files.values().flat_map(|file| file.text.lines());
        let kinds = lines.filter_map(|line| line.strip_prefix("kind = \"")?.split('"').next());
        kinds.map(str::to_owned).collect()
    }

    /// A mapping that was asked for before.
    pub fn known(&self, type_name: &str) -> Option<&Mapping> {
        self.read.get(type_name).and_then(Option::as_ref)
    }

    fn read(&self, type_name: &str) -> Result<Option<Mapping>, Problems> {
        if let Some(rest) = type_name.strip_prefix("awscc_") {
            let Some(name) = self.files.keys().find(|name| is_cloud_control(name, rest)) else {
                return Ok(None);
            };
            return read_mapping(&self.files[name], Style::CloudControl, self.catalog).map(Some);
        }
        let Some(file) = self.files.get(type_name) else { return Ok(None) };
        if type_name.starts_with("AWS::") {
            return read_mapping(file, Style::CloudFormation, self.catalog).map(Some);
        }
        let mut mapping = read_mapping(file, Style::Terraform, self.catalog)?;
        self.inherit(&mut mapping)?;
        Ok(Some(mapping))
    }

    /// What AWS does without a property is the same whoever leaves it out: where Terraform's file says nothing of it,
    /// CloudFormation's counts.
    fn inherit(&self, mapping: &mut Mapping) -> Result<(), Problems> {
        let Some(file) = self.files.get(&mapping.kind).filter(|_| mapping.part_of.is_none()) else {
            return Ok(());
        };
        let of_kind = read_mapping(file, Style::CloudFormation, self.catalog)?;
        for (name, field) in &mut mapping.properties {
            if let (None, Some(theirs)) = (&field.absent, of_kind.properties.get(name)) {
                // What else decides over the default is told in the other source's names; without it, the default is not said.
                if theirs.unless.is_empty() || !field.unless.is_empty() {
                    field.absent.clone_from(&theirs.absent);
                    field.new_only |= theirs.new_only;
                }
            }
        }
        mapping.arn = mapping.arn.take().or(of_kind.arn);
        Ok(())
    }
}

/// Whether `s3_bucket` is `AWS::S3::Bucket` to the provider that is generated from CloudFormation's schemas.
fn is_cloud_control(kind: &str, name: &str) -> bool {
    let mut words = kind.split("::").skip(1);
    match (words.next(), words.next()) {
        (Some(service), Some(resource)) => name
            .strip_prefix(service.to_ascii_lowercase().as_str())
            .and_then(|rest| rest.strip_prefix('_'))
            .is_some_and(|rest| rest == snake(resource)),
        _ => false,
    }
}

fn folder_style(path: &Path) -> Option<Style> {
    match path.file_name()?.to_str()? {
        TERRAFORM => Some(Style::Terraform),
        CLOUDFORMATION => Some(Style::CloudFormation),
        _ => None,
    }
}

/// `aws_s3_bucket` of `terraform/aws_s3_bucket.toml`, `AWS::S3::Bucket` of `cloudformation/AWS-S3-Bucket.toml`.
fn type_of(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?.strip_suffix(".toml")?;
    match folder_style(path.parent()?)? {
        Style::Terraform => Some(name.to_owned()),
        Style::CloudFormation | Style::CloudControl => Some(name.replace('-', "::")),
    }
}

/// The files of a user's folder, of one API's folder or of one that holds several.
fn written_below(dir: &Path) -> Vec<PathBuf> {
    let listed = |dir: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        paths
    };
    let apis = listed(dir).into_iter().filter(|path| path.is_dir()).chain([dir.to_owned()]);
    let folders = apis.flat_map(|api| [api.join(TERRAFORM), api.join(CLOUDFORMATION)]);
    folders.flat_map(|folder| listed(&folder)).collect()
}
