//! Templates of a few lines, and what is read of them.

mod assemblies;
mod conditions;
mod functions;
mod hostile;
mod nested;
mod parameters;
mod refusals;
mod sam;

use super::{Options, parse};
use crate::source::declared::{Declaration, Item, Written};
use std::path::Path;

/// Reads a template that is right.
fn read(text: &str) -> Declaration {
    read_with(text, &Options::default())
}

fn read_with(text: &str, options: &Options) -> Declaration {
    parse(Path::new("t.yaml"), text.as_bytes(), options).unwrap_or_else(|problems| panic!("{problems}"))
}

/// What is said of a template that is wrong.
fn refused(text: &str) -> String {
    match parse(Path::new("t.yaml"), text.as_bytes(), &Options::default()) {
        Err(problems) => problems.to_string(),
        Ok(declaration) => panic!("{declaration:?}"),
    }
}

fn in_region(region: &str) -> Options {
    Options {
        region: Some(region.to_owned()),
        account: Some("111122223333".to_owned()),
        ..Options::default()
    }
}

fn with(parameters: &[(&str, &str)]) -> Options {
    let parameters =
        parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Options { parameters, ..Options::default() }
}

/// The one property `P` of the one resource `R`, written in YAML below `before`.
fn property(before: &str, value: &str, options: &Options) -> Written {
    let text = format!(
        "{before}\nResources:\n  R:\n    Type: AWS::S3::Bucket\n    Properties:\n      P: {value}\n  Key:\n    Type: AWS::KMS::Key\n"
    );
    of(&read_with(&text, options), "R").values.member("P").clone()
}

fn of<'d>(declaration: &'d Declaration, address: &str) -> &'d Item {
    declaration.items.iter().find(|item| item.address == address).unwrap_or_else(|| {
        let all: Vec<&str> = declaration.items.iter().map(|item| item.address.as_str()).collect();
        panic!("{address} is not among {all:?}")
    })
}

fn addresses(declaration: &Declaration) -> Vec<&str> {
    declaration.items.iter().map(|item| item.address.as_str()).collect()
}

fn text(text: &str) -> Written {
    Written::Text(text.to_owned())
}

fn texts(texts: &[&str]) -> Written {
    Written::List(texts.iter().map(|one| text(one)).collect())
}

fn reference(to: &str, attribute: &str) -> Written {
    Written::Reference { to: to.to_owned(), attribute: attribute.to_owned() }
}
