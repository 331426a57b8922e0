//! One vendor's file, from as written to valid.

use super::policy::is_account;
use super::words::{Evidence, Posture, Signal};
use super::{Vendor, aws};
use crate::diagnostic::{Document, Problem, SourceText, Table, ValidText};
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;

/// A vendor as read, with the places that problems of all files together point at.
pub(super) struct Written {
    pub(super) vendor: Vendor,
    pub(super) file: Arc<SourceText>,
    pub(super) id: Range<usize>,
    pub(super) name: Range<usize>,
}

/// A form that texts must have: how to tell, what it is called, and what to write.
struct Form {
    is: fn(&str) -> bool,
    name: &'static str,
    help: &'static str,
}

const SLUG: Form = Form {
    is: |text| text.split('-').all(|p| !p.is_empty() && p.bytes().all(is_small)),
    name: "made of small letters, digits and single hyphens",
    help: "write it like \"grafana-cloud\"",
};
const ACCOUNT: Form =
    Form { is: is_account, name: "an AWS account id", help: "write its twelve digits, without dashes" };
const URL: Form = Form {
    is: |text| {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        rest.is_some_and(|rest| !rest.is_empty()) && is_plain(text)
    },
    name: "an address on the web",
    help: "write it in full, with https:// in front",
};
const HOST: Form = Form {
    is: |text| is_plain(text) && !text.contains("://") && !text.starts_with(['.', '/']),
    name: "a host",
    help: "write it without https://, such as \"datadoghq.com\"",
};
const PLAIN: Form =
    Form { is: is_plain, name: "a text without blanks", help: "write it, or leave it out of the list" };
const PARTNER: Form = Form {
    is: |text| text.strip_prefix("aws.partner/").is_some_and(|rest| !rest.is_empty()) && is_plain(text),
    name: "a partner event source",
    help: "write its beginning, such as \"aws.partner/datadog.com\"",
};
const PRIVATELINK: Form = Form {
    is: |text| text.starts_with("com.amazonaws.vpce.") && is_plain(text),
    name: "the name of an endpoint service",
    help: "write it in full: com.amazonaws.vpce.<region>.vpce-svc-<id>",
};
const TEXT: Form = Form {
    is: |text| text.chars().any(char::is_alphanumeric) && !text.chars().any(char::is_control),
    name: "a text on one line that says something",
    help: "write it, or leave it out",
};
const NAME: Form = Form { help: "write the name people know it by", ..TEXT };
const NOTE: Form = Form { help: "write what is known of its BAA, on one line", ..TEXT };
const DAY: Form = Form {
    is: |text| text == "undated" || is_day(text),
    name: "a date",
    help: "write the source's own date as 2026, 2026-03 or 2026-03-01, or \"undated\"",
};

/// Reads a file. What is wrong with it comes beside what could be understood, which is not to be used then.
pub(super) fn read(file: &Arc<SourceText>) -> (Option<Written>, Vec<Problem>) {
    let document = Document::parse(file);
    let written = {
        let root = document.root();
        let written = written(&root);
        root.finish();
        written
    };
    let mut problems = document.into_problems().0;
    problems.sort_by_key(|problem| problem.span.start);
    (written, problems)
}

fn written(root: &Table<'_>) -> Option<Written> {
    // All are asked for before any is insisted on, so that a missing one does not make the others look unknown.
    let id = required(root, "id", &SLUG);
    let name = required(root, "name", &NAME);
    let category = required(root, "category", &SLUG);
    let baa = word(root, "baa", Posture::WORDS);
    let baa_evidence = word(root, "baa_evidence", Evidence::WORDS);
    let baa_note = required(root, "baa_note", &NOTE);
    let as_of = required(root, "as_of", &DAY);
    if !root.has("retrieved") {
        root.missing("retrieved", "write the day the facts were collected, such as 2026-03-01");
    }
    let retrieved = root.date("retrieved");
    let vendor = Vendor {
        id: id.as_ref().map(|id| id.get_ref().clone()).unwrap_or_default(),
        name: name.as_ref().map(|name| name.get_ref().clone()).unwrap_or_default(),
        category: category.map(Spanned::into_inner).unwrap_or_default(),
        accounts: accounts(root, "accounts"),
        lambda_layer_accounts: accounts(root, "lambda_layer_accounts"),
        hostnames: list(root, "hostnames", &HOST),
        oidc_hosts: list(root, "oidc_hosts", &HOST),
        partner_event_sources: list(root, "partner_event_sources", &PARTNER),
        env_names: list(root, "env_names", &PLAIN),
        secret_name_globs: list(root, "secret_name_globs", &PLAIN),
        image_prefixes: list(root, "image_prefixes", &HOST),
        dns_suffixes: list(root, "dns_suffixes", &HOST),
        dns_txt_prefixes: list(root, "dns_txt_prefixes", &PLAIN),
        privatelink_services: list(root, "privatelink_services", &PRIVATELINK),
        weak_signals: signals(root),
        baa: baa.as_ref().map_or(Posture::Unknown, |baa| *baa.get_ref()),
        baa_evidence: baa_evidence.as_ref().map_or(Evidence::None, |evidence| *evidence.get_ref()),
        baa_note: baa_note.map(Spanned::into_inner).unwrap_or_default(),
        carve_outs: list(root, "carve_outs", &TEXT),
        requires: list(root, "requires", &TEXT),
        sources: list(root, "sources", &URL),
        retrieved: retrieved.map(Spanned::into_inner).unwrap_or_default(),
        as_of: as_of.map(Spanned::into_inner).unwrap_or_default(),
    };
    if let Some(baa) = baa {
        check_proof(root, &vendor, baa.span());
    }
    let (id, name) = (id?, name?);
    check_stem(root, &id);
    Some(Written { vendor, file: Arc::clone(root.file()), id: id.span(), name: name.span() })
}

/// A file is found by its vendor's id, so it bears it.
fn check_stem(root: &Table<'_>, id: &ValidText) {
    let stem = root.file().path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    if stem != id.get_ref() {
        let message = format!("the id is `{}`, but the file is {stem}.toml", id.get_ref());
        root.problem(id.span(), message, format!("rename the file to {}.toml, or the id", id.get_ref()));
    }
}

/// A word on whether somebody signs is somebody's word.
fn check_proof(root: &Table<'_>, vendor: &Vendor, at: Range<usize>) {
    if vendor.baa == Posture::Unknown {
        return;
    }
    let said = format!("`{}` is somebody's word, and ", vendor.baa);
    if vendor.sources.is_empty() {
        root.problem(
            at,
            format!("{said}`sources` names nobody"),
            "add where it is said, or write \"unknown\"",
        );
    } else if vendor.baa_evidence == Evidence::None && root.has("baa_evidence") {
        let help = "write \"primary\" or \"secondary\", or the posture \"unknown\"";
        root.problem(at, format!("{said}`baa_evidence` is none"), help);
    }
}

fn required(root: &Table<'_>, key: &'static str, form: &Form) -> Option<ValidText> {
    root.required(key, form.help).filter(|text| check(root, text, form))
}

fn word<T: Clone>(root: &Table<'_>, key: &'static str, words: &[(&str, T)]) -> Option<Spanned<T>> {
    if !root.has(key) {
        let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        root.missing(key, format!("write one of {}", list.join(", ")));
    }
    root.one_of(key, words)
}

fn texts(root: &Table<'_>, key: &'static str, form: &Form) -> Vec<ValidText> {
    let mut texts = root.strings(key).unwrap_or_default();
    texts.retain(|text| check(root, text, form));
    texts
}

fn list(root: &Table<'_>, key: &'static str, form: &Form) -> Vec<String> {
    texts(root, key, form).into_iter().map(Spanned::into_inner).collect()
}

/// Account ids, none of which AWS itself uses.
fn accounts(root: &Table<'_>, key: &'static str) -> Vec<String> {
    let accounts = texts(root, key, &ACCOUNT);
    for id in &accounts {
        if let Some(service) = aws::service_of(id.get_ref()) {
            let message = format!("{} is an account of AWS's own: {service}", id.get_ref());
            root.problem(id.span(), message, "take it out: AWS's own accounts are no third party");
        }
    }
    accounts.into_iter().map(Spanned::into_inner).collect()
}

fn signals(root: &Table<'_>) -> Vec<Signal> {
    let mut signals = Vec::new();
    for text in root.strings("weak_signals").unwrap_or_default() {
        match Signal::WORDS.iter().find(|(word, _)| word == text.get_ref()) {
            Some((_, signal)) => signals.push(*signal),
            None => {
                let known: Vec<&str> = Signal::WORDS.iter().map(|(word, _)| *word).collect();
                let message = format!("{:?} is not a known signal", text.get_ref());
                root.problem(text.span(), message, format!("known: {}", known.join(", ")));
            }
        }
    }
    signals
}

fn check(root: &Table<'_>, text: &ValidText, form: &Form) -> bool {
    let good = (form.is)(text.get_ref());
    if !good {
        // Debug form: what is refused here was not looked through for control characters.
        root.problem(text.span(), format!("{:?} is not {}", text.get_ref(), form.name), form.help);
    }
    good
}

fn is_small(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// A day, a month or a year.
fn is_day(text: &str) -> bool {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    whole.len() == 10 && whole.parse::<jiff::civil::Date>().is_ok()
}
