//! CloudFormation's templates: YAML and JSON, SAM, nested stacks and what CDK writes, as a [`Declaration`].
//!
//! A file becomes a tree with places (`text`, `yaml`, `json`), the tree with values for its parameters a stack (`stack`),
//! and every resource of a stack an item whose properties are worked out as far as anybody can without an account
//! (`evaluate`, `conditions`). What nobody can is `Unknown`; what is passed over stands in the notes; what AWS would refuse is
//! a problem with its line.

mod assembly;
mod conditions;
mod evaluate;
mod folder;
mod json;
mod lists;
mod loops;
mod names;
mod nested;
mod node;
mod parameters;
mod reader;
mod references;
mod sam;
mod scalar;
mod stack;
mod template;
mod text;
mod texts;
mod yaml;

#[cfg(test)]
mod tests;

use crate::diagnostic::Problems;
use crate::source::declared::{Declaration, Item};
use parameters::Given;
use reader::Reader;
use stack::{Stack, Standing};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use template::Template;

/// What a template does not tell about itself.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Values of its parameters, by their names.
    pub parameters: BTreeMap<String, String>,
    /// The account that it is meant for: twelve digits.
    pub account: Option<String>,
    /// The region that it is meant for: a code.
    pub region: Option<String>,
}

/// A stack that no other nests.
struct Root {
    template: Rc<Template>,
    prefix: String,
    standing: Standing,
    parameters: BTreeMap<String, String>,
}

/// Values may stand deep in one another, and functions in functions: bytes of the stack on which they are worked out.
const STACK: usize = 64 << 20;

/// Reads a template, a folder of templates, or what `cdk synth` wrote. Everything that is wrong comes back at once.
pub fn read(path: &Path, options: &Options) -> Result<Declaration, Problems> {
    apart(|| {
        let reader = Reader::new(options);
        let roots = roots(&reader, path);
        declare(reader, &roots)
    })
}

/// Reads bytes as one template; files that it nests are sought beside `path`.
pub fn parse(path: &Path, bytes: &[u8], options: &Options) -> Result<Declaration, Problems> {
    apart(|| {
        let reader = Reader::new(options);
        let roots = Template::parse(path, bytes.to_vec()).map(|template| vec![single(&reader, template)]);
        let roots = roots.unwrap_or_else(|problems| {
            problems.into_iter().for_each(|problem| reader.problem(problem));
            Vec::new()
        });
        declare(reader, &roots)
    })
}

/// Runs on a stack of known size. Where no thread can be had, the caller's own must do.
fn apart<T: Send>(read: impl Fn() -> T + Send + Sync) -> T {
    std::thread::scope(|scope| {
        match std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, &read) {
            Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(_) => read(),
        }
    })
}

fn roots(reader: &Reader, path: &Path) -> Vec<Root> {
    let is_folder = path.is_dir();
    if is_folder && path.join(assembly::MANIFEST).is_file() {
        return assembly::roots(reader, path);
    }
    if is_folder {
        return folder::roots(reader, path);
    }
    let template =
        text::read(path).map_err(|problem| vec![*problem]).and_then(|bytes| Template::parse(path, bytes));
    match template {
        Ok(template) => vec![single(reader, template)],
        Err(problems) => {
            problems.into_iter().for_each(|problem| reader.problem(problem));
            Vec::new()
        }
    }
}

fn single(reader: &Reader, template: Template) -> Root {
    let options = &reader.options;
    let standing = Standing { account: options.account.clone(), region: options.region.clone(), name: None };
    Root {
        template: Rc::new(template),
        prefix: String::new(),
        standing,
        parameters: options.parameters.clone(),
    }
}

fn declare(reader: Reader, roots: &[Root]) -> Result<Declaration, Problems> {
    let templates: Vec<&Template> = roots.iter().map(|root| &*root.template).collect();
    parameters::check_given(&reader, &templates);
    let mut made: Vec<(PathBuf, Vec<Item>)> = Vec::new();
    for root in roots {
        let path = &root.template.file.path;
        let canonical = path.canonicalize().unwrap_or_else(|_| path.clone());
        if roots.len() > 1 && reader.is_nested(&canonical) {
            continue;
        }
        let stack = Stack::new(
            &reader,
            Rc::clone(&root.template),
            root.prefix.clone(),
            root.standing.clone(),
            &Given::Texts(&root.parameters),
            vec![canonical.clone()],
        );
        let items = stack.items();
        note_nothing(&reader, &stack.file(), &items);
        made.push((canonical, items));
    }
    // A stack that another one nests is judged there, with the values that it is given.
    let is_outer = |path: &PathBuf| !reader.is_nested(path);
    if made.iter().any(|(path, _)| is_outer(path)) {
        made.retain(|(path, _)| is_outer(path));
    }
    let items = made.into_iter().flat_map(|(_, items)| items).collect();
    Ok(Declaration { items, notes: reader.finish()?, ..Declaration::default() })
}

/// Says so where a template leaves nothing to judge: that is no pass.
fn note_nothing(reader: &Reader, file: &str, items: &[Item]) {
    if items.is_empty() {
        reader.note(format!("{file}: there is nothing to judge: it makes no resource here"));
    } else if items.iter().all(|item| item.type_name == "AWS::CloudFormation::Stack") {
        reader.note(format!(
            "{file}: there is nothing to judge: it holds nested stacks only, and none of them was read"
        ));
    }
}
