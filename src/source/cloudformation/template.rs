//! One template as a file holds it, and what a file is that holds none.

use super::node::Node;
use super::text;
use crate::diagnostic::{Problem, SourceText};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A template's tree, before anything in it is evaluated.
pub(super) struct Template {
    pub(super) file: Arc<SourceText>,
    pub(super) root: std::rc::Rc<Node>,
}

impl Template {
    /// Reads bytes as a template.
    pub(super) fn parse(path: &Path, bytes: Vec<u8>) -> Result<Self, Vec<Problem>> {
        let file = text::decode(path, bytes).map_err(|problem| vec![*problem])?;
        let root = text::tree(&file)?;
        match flaw(&root) {
            None => Ok(Self { file, root: root.into() }),
            Some((message, help)) => {
                let message = format!("{} {message}", path.display());
                Err(vec![text::at(&file, root.at, message).help(help)])
            }
        }
    }

    /// The folder that paths within it are relative to.
    pub(super) fn folder(&self) -> PathBuf {
        self.file.path.parent().map(Path::to_owned).unwrap_or_default()
    }
}

/// Why a tree is no template, and what to do; nothing when it is one.
pub(super) fn flaw(root: &Node) -> Option<(&'static str, &'static str)> {
    const TEMPLATE: &str = "a template has a section Resources with at least one resource";
    let has = |key: &str| root.get(key).is_some();
    if text::is_empty(root) {
        return Some(("is empty", TEMPLATE));
    }
    if !root.is_map() {
        return Some(("is no template: it is no map at its top", TEMPLATE));
    }
    match root.get("Resources") {
        Some(resources) if !resources.entries().is_empty() => return None,
        Some(_) => return Some(("has no resource in its section Resources", TEMPLATE)),
        None => {}
    }
    let found = if has("planned_values")
        || has("resource_changes")
        || (has("format_version") && has("terraform_version"))
    {
        ("is a Terraform plan, not a template", "give it as --from terraform-plan:FILE")
    } else if has("terraform_version") && has("serial") {
        ("is Terraform's state, not a template", "make a plan and give it as --from terraform-plan:FILE")
    } else if has("artifacts") && has("version") {
        (
            "is the manifest of a CDK assembly, not a template",
            "name its folder: --from cloudformation:cdk.out",
        )
    } else if has("apiVersion") && has("kind") {
        ("is a Kubernetes manifest, not a template", TEMPLATE)
    } else if has("openapi") || has("swagger") {
        ("describes an API, and is no template", TEMPLATE)
    } else if has("StackId") && has("ChangeSetId") {
        (
            "is a change set, not a template",
            "aws cloudformation get-template --change-set-name shows its template",
        )
    } else if has("TemplateBody") {
        ("is the answer of an API, not a template", "save what stands in its TemplateBody")
    } else {
        ("is no template: it has no section Resources", TEMPLATE)
    };
    Some(found)
}

/// Names of the macros that change a template before it is applied: of its section Transform.
pub(super) fn transforms(root: &Node) -> Vec<String> {
    let name =
        |node: &Node| node.text().map(str::to_owned).or_else(|| node.get("Name").and_then(Node::scalar));
    let section = root.get("Transform").into_iter().chain(root.get("Fn::Transform"));
    section.flat_map(|node| node.list().unwrap_or(std::slice::from_ref(node))).filter_map(name).collect()
}
