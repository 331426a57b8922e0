//! Where in a file people write something stands.

use serde::{Serialize, Serializer};
use std::path::{Path, PathBuf};

/// Where an entry is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The file, as the user named it or its folder.
    #[serde(serialize_with = "as_text")]
    pub file: PathBuf,
    /// 1-based.
    pub line: usize,
}

/// A path as text: one that is not UTF-8 must not keep a record from being written.
pub(crate) fn as_text<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&path.display())
}
