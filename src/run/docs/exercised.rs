//! The part of `docs/services.md` that says which operations the emulator has.

use anyhow::Context;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

/// A section from what the recording of the accounts wrote down: each operation, and who answered it.
///
/// # Errors
/// When the recording says nothing.
pub(super) fn section(accounts: &Path) -> anyhow::Result<String> {
    let file = accounts.join("answered.json");
    let text = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let answered: BTreeMap<String, BTreeSet<String>> =
        serde_json::from_slice(&text).with_context(|| format!("{} is malformed", file.display()))?;
    let mut apis: BTreeMap<&str, [Vec<&str>; 2]> = BTreeMap::new();
    for (operation, by) in &answered {
        let Some((api, name)) = operation.split_once(':') else { continue };
        let emulated = by.iter().any(|who| who == "moto" || who == "amended");
        apis.entry(api).or_default()[usize::from(!emulated)].push(name);
    }
    let all = answered.len();
    let emulated: usize = apis.values().map(|[moto, _]| moto.len()).sum();
    let mut section = format!(
        "\n## What drives them in the tests\n\n{emulated} of the {all} operations are asked of moto, an emulator of AWS that others \
         write; what moto lacks is answered as written in `tests/seed/estate`, held against AWS's own models.\n\n\
         | API | asked of moto | written answers |\n|---|---|---|\n"
    );
    let words = |names: &[&str]| if names.is_empty() { "-".to_owned() } else { names.join(", ") };
    for (api, [moto, written]) in &apis {
        let _ = writeln!(section, "| {api} | {} | {} |", words(moto), words(written));
    }
    Ok(section)
}
