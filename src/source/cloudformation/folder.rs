//! A folder of templates that no manifest names.

use super::reader::Reader;
use super::stack::Standing;
use super::template::{Template, flaw};
use super::{Root, text};
use crate::diagnostic::Problem;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Endings of templates' names.
const ENDINGS: [&str; 4] = ["yaml", "yml", "json", "template"];

/// Every template that lies in a folder, in the order of their names, those that nest stacks first: what they nest is read
/// as theirs. Files that are no templates are passed over; files that cannot be read as any are problems.
pub(super) fn roots(reader: &Reader, folder: &Path) -> Vec<Root> {
    let mut paths: Vec<PathBuf> = match folder.read_dir() {
        Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.path())).collect(),
        Err(error) => {
            let message = format!("cannot read {}: {error}", folder.display());
            reader.problem(*text::refused(folder, message, "check the path and its permissions"));
            return Vec::new();
        }
    };
    paths.retain(|path| {
        let is_named = path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known));
        let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        is_named && !is_hidden && path.is_file()
    });
    paths.sort();
    let mut roots = Vec::new();
    let mut has_problem = false;
    for path in paths {
        match template(&path) {
            Ok(Some(template)) => roots.push(root(reader, &path, template)),
            Ok(None) => {}
            Err(problems) => {
                has_problem = true;
                problems.into_iter().for_each(|problem| reader.problem(problem));
            }
        }
    }
    if roots.is_empty() && !has_problem {
        let message = format!("{} holds no template", folder.display());
        let help = "a template is a .yaml, .yml, .json or .template file with a section Resources; a folder of cdk synth has a manifest.json";
        reader.problem(*text::refused(folder, message, help));
    }
    roots.sort_by_key(|root| !nests(&root.template));
    roots
}

/// The template of a file; nothing where the file is something else.
fn template(path: &Path) -> Result<Option<Template>, Vec<Problem>> {
    let bytes = text::read(path).map_err(|problem| vec![*problem])?;
    let file = text::decode(path, bytes).map_err(|problem| vec![*problem])?;
    // What does not even speak of resources need not be readable.
    if !file.text.contains("Resources") {
        return Ok(None);
    }
    let root = text::tree(&file)?;
    Ok(flaw(&root).is_none().then(|| Template { file, root: root.into() }))
}

fn root(reader: &Reader, path: &Path, template: Template) -> Root {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let options = &reader.options;
    let standing = Standing { account: options.account.clone(), region: options.region.clone(), name: None };
    Root {
        template: Rc::new(template),
        prefix: format!("{name}/"),
        standing,
        parameters: options.parameters.clone(),
    }
}

fn nests(template: &Template) -> bool {
    let resources = template.root.get("Resources").map_or(&[][..], super::node::Node::entries);
    resources.iter().any(super::names::is_stack)
}
