//! What a list must hold to replace the built-in one: a truncated or foreign file must not turn services into gaps.

use super::{Class, Eligibility, Entry};
use crate::diagnostic::{Problem, Problems, SourceText};
use std::sync::Arc;

/// Fewer listed services than this is not AWS's list; it has named more since 2019.
const FEWEST_LISTED: usize = 100;
/// Services without which no edition of the list is plausible.
const ALWAYS: [&str; 5] = ["s3", "ec2", "rds", "lambda", "dynamodb"];
/// How much of the built-in list a newer edition may have dropped: one in twenty.
const DROPPED_ONE_IN: usize = 20;

/// Accepts a list as a successor of `builtin`, or says everything that speaks against it.
pub(super) fn admit(
    list: &Eligibility,
    builtin: &Eligibility,
    file: &Arc<SourceText>,
) -> Result<(), Problems> {
    let mut problems = Problems::default();
    let mut refuse = |message: String| {
        let help = format!(
            "the built-in list of {} stays in use; give a complete list, or leave --eligibility out",
            builtin.page_last_updated
        );
        problems.0.push(Problem::new(file, 0..0, message).help(help));
    };
    let named = listed(list).count();
    if named < FEWEST_LISTED {
        refuse(format!("only {named} listed services, at least {FEWEST_LISTED} are expected"));
    }
    let missing: Vec<&str> = ALWAYS.into_iter().filter(|slug| !is_listed(list, slug)).collect();
    if !missing.is_empty() {
        refuse(format!("not listed in it: {}", missing.join(", ")));
    }
    let unlisted: Vec<&str> =
        listed(builtin).map(|e| e.slug.as_str()).filter(|slug| !is_listed(list, slug)).collect();
    if unlisted.len() * DROPPED_ONE_IN > listed(builtin).count() {
        refuse(too_many(&unlisted, listed(builtin).count(), "listed services"));
    }
    let lost: Vec<&str> =
        builtin.entries.iter().map(|e| e.slug.as_str()).filter(|slug| list.entry(slug).is_none()).collect();
    if lost.len() * DROPPED_ONE_IN > builtin.entries.len() {
        refuse(too_many(&lost, builtin.entries.len(), "slugs"));
    }
    problems.or(())
}

fn listed(list: &Eligibility) -> impl Iterator<Item = &Entry> {
    list.entries.iter().filter(|e| e.class == Class::Listed)
}

fn is_listed(list: &Eligibility, slug: &str) -> bool {
    list.entry(slug).is_some_and(|e| e.class == Class::Listed)
}

fn too_many(gone: &[&str], of: usize, what: &str) -> String {
    let shown = gone.iter().take(5).copied().collect::<Vec<_>>().join(", ");
    let more = if gone.len() > 5 { ", …" } else { "" };
    format!("{} of the {of} {what} of the built-in list are gone, more than 5% ({shown}{more})", gone.len())
}
