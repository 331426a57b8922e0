//! What a CDK app writes: `cdk.out`, its manifest, and the templates of its stacks.
//!
//! <https://github.com/aws/aws-cdk-cli/tree/main/packages/@aws-cdk/cloud-assembly-schema>, 2026-11-24.

use super::node::Node;
use super::reader::Reader;
use super::stack::Standing;
use super::template::Template;
use super::{Root, text};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// The name of a manifest.
pub(super) const MANIFEST: &str = "manifest.json";

/// Assemblies within assemblies (a `Stage` makes one), at most.
const DEEPEST: usize = 8;

/// The stacks of an assembly, those of its stages among them, in the manifest's order.
pub(super) fn roots(reader: &Reader, folder: &Path) -> Vec<Root> {
    let mut roots = Vec::new();
    add(reader, folder, 0, &mut roots);
    if roots.is_empty() {
        let path = folder.join(MANIFEST);
        let message = format!("{} names no stack whose template could be read", path.display());
        reader.problem(*text::refused(&path, message, "run cdk synth again"));
    }
    roots
}

fn add(reader: &Reader, folder: &Path, depth: usize, roots: &mut Vec<Root>) {
    let path = folder.join(MANIFEST);
    let tree = text::read(&path)
        .and_then(|bytes| text::decode(&path, bytes))
        .map_err(|problem| vec![*problem])
        .and_then(|file| text::tree(&file));
    let manifest = match tree {
        Ok(manifest) => manifest,
        Err(problems) => return problems.into_iter().for_each(|problem| reader.problem(problem)),
    };
    let artifacts = manifest.get("artifacts").map_or(&[][..], Node::entries);
    for artifact in artifacts {
        let property = |name: &str| artifact.value.get("properties").and_then(|node| node.get(name));
        match artifact.value.get("type").and_then(Node::text) {
            Some("aws:cloudformation:stack") => {
                let template = property("templateFile").and_then(Node::text);
                let Some(path) = template.and_then(|name| within(folder, name)) else {
                    let message = format!("stack {} has no template in its folder", artifact.key);
                    reader.problem(*text::refused(&path, message, "run cdk synth again"));
                    continue;
                };
                if let Some(template) = read(reader, &path) {
                    roots.push(root(reader, &artifact.key, &artifact.value, template));
                }
            }
            Some("cdk:cloud-assembly") if depth < DEEPEST => {
                let name = property("directoryName").and_then(Node::text);
                if let Some(inner) = name.and_then(|name| within(folder, name)) {
                    add(reader, &inner, depth + 1, roots);
                }
            }
            Some("cdk:cloud-assembly") => {
                let message = format!("more than {DEEPEST} assemblies are nested in one another");
                reader.problem(*text::refused(&path, message, "is a link in the folder a circle?"));
            }
            _ => {}
        }
    }
}

fn read(reader: &Reader, path: &Path) -> Option<Rc<Template>> {
    let read =
        text::read(path).map_err(|problem| vec![*problem]).and_then(|bytes| Template::parse(path, bytes));
    match read {
        Ok(template) => Some(Rc::new(template)),
        Err(problems) => {
            problems.into_iter().for_each(|problem| reader.problem(problem));
            None
        }
    }
}

fn root(reader: &Reader, id: &str, artifact: &Node, template: Rc<Template>) -> Root {
    let properties = artifact.get("properties");
    let (account, region) = environment(artifact.get("environment").and_then(Node::text).unwrap_or_default());
    let name = properties.and_then(|node| node.get("stackName")).and_then(Node::text).unwrap_or(id);
    let mut parameters = BTreeMap::new();
    for entry in properties.and_then(|node| node.get("parameters")).map_or(&[][..], Node::entries) {
        parameters.extend(entry.value.scalar().map(|value| (entry.key.clone(), value)));
    }
    parameters.extend(reader.options.parameters.clone());
    let standing = Standing {
        account: account.or_else(|| reader.options.account.clone()),
        region: region.or_else(|| reader.options.region.clone()),
        name: Some(name.to_owned()),
    };
    Root { template, prefix: format!("{id}/"), standing, parameters }
}

/// The account and the region of `aws://111122223333/us-east-1`, unless they are said to be unknown.
fn environment(text: &str) -> (Option<String>, Option<String>) {
    let Some((account, region)) = text.strip_prefix("aws://").and_then(|rest| rest.split_once('/')) else {
        return (None, None);
    };
    let account =
        (account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit())).then(|| account.to_owned());
    let region = (region != "unknown-region" && !region.is_empty()).then(|| region.to_owned());
    (account, region)
}

/// A file or a folder that an assembly names, within it.
fn within(folder: &Path, name: &str) -> Option<PathBuf> {
    let path = folder.join(name);
    let is_inner = Path::new(name).components().all(|part| matches!(part, std::path::Component::Normal(_)));
    (is_inner && path.metadata().is_ok_and(|found| found.is_file() || found.is_dir())).then_some(path)
}
