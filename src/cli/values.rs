//! What the values of options may be: sources, formats with their files, dates, causes.

use crate::resource::Cause;
use std::path::PathBuf;
use std::str::FromStr;

/// Where resources come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The account of the caller's credentials.
    Aws,
    /// Recorded facts.
    Facts(PathBuf),
    /// A plan, as `terraform show -json` writes it.
    TerraformPlan(PathBuf),
    /// A template, a folder of templates, or the output of the CDK.
    CloudFormation(PathBuf),
}

impl Source {
    /// The word used in records.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::Facts(_) => "facts",
            Self::TerraformPlan(_) => "terraform-plan",
            Self::CloudFormation(_) => "cloudformation",
        }
    }

    /// What is written down and not read from AWS: where.
    pub fn declared(&self) -> Option<&std::path::Path> {
        match self {
            Self::TerraformPlan(path) | Self::CloudFormation(path) => Some(path),
            Self::Aws | Self::Facts(_) => None,
        }
    }
}

impl FromStr for Source {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            None if text == "aws" => Ok(Self::Aws),
            Some(("facts", dir)) if !dir.is_empty() => Ok(Self::Facts(PathBuf::from(dir))),
            Some(("terraform-plan", file)) if !file.is_empty() => {
                Ok(Self::TerraformPlan(PathBuf::from(file)))
            }
            Some(("cloudformation", path)) if !path.is_empty() => {
                Ok(Self::CloudFormation(PathBuf::from(path)))
            }
            _ => Err(format!(
                "`{text}` is not a source; use `aws`, `facts:DIR`, `terraform-plan:FILE` or `cloudformation:PATH`"
            )),
        }
    }
}

/// A format and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The format's name.
    pub format: String,
    /// The file; stdout without one.
    pub file: Option<PathBuf>,
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known: Vec<&str> = crate::report::FORMATS.iter().map(|f| f.name).collect();
        output(text, &known).map(|(format, file)| Self { format, file })
    }
}

/// A format of the map and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapOutput {
    /// The format's name.
    pub format: String,
    /// The file; stdout without one.
    pub file: Option<PathBuf>,
}

impl FromStr for MapOutput {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known: Vec<&str> = crate::report::MAP_FORMATS.iter().map(|f| f.name).collect();
        output(text, &known).map(|(format, file)| Self { format, file })
    }
}

/// `NAME` or `NAME=FILE`, of known names.
fn output(text: &str, known: &[&str]) -> Result<(String, Option<PathBuf>), String> {
    let (name, file) = match text.split_once('=') {
        Some((_, "")) => return Err(format!("`{text}` names no file after `=`")),
        Some((name, file)) => (name, Some(PathBuf::from(file))),
        None => (text, None),
    };
    if !known.contains(&name) {
        return Err(format!("`{name}` is not a format; known: {}", known.join(", ")));
    }
    Ok((name.to_owned(), file))
}

pub(super) fn facts(text: &str) -> Result<PathBuf, String> {
    match text.parse() {
        Ok(Source::Facts(folder)) => Ok(folder),
        _ => Err(format!("`{text}` names no facts; use `facts:DIR`")),
    }
}

pub(super) fn day(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse().map_err(|_| format!("`{text}` is not a date such as 2026-11-22"))
}

pub(super) fn cause(text: &str) -> Result<Cause, String> {
    Cause::ALL.into_iter().find(|c| c.as_str() == text).ok_or_else(|| {
        let known: Vec<&str> = Cause::ALL.iter().map(|c| c.as_str()).collect();
        format!("`{text}` is not a cause; known: {}", known.join(", "))
    })
}
