//! Where a resource stands that is written down and not read from AWS: in a plan, in a template.

/// The kind of what a plan or a template declares and nothing describes: only the service it counts under is told of it.
pub const UNDESCRIBED: &str = "AWS::::Undescribed";

/// The account or region of a thing whose source does not tell it.
pub const NOT_SAID: &str = "unknown";

/// What a plan or a template says of a resource beside its configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// A plan's address (`module.data.aws_s3_bucket.charts`) or a template's logical id.
    pub address: String,
    /// The file it is written in, where that is known.
    pub file: Option<String>,
    /// The 1-based line in that file.
    pub line: Option<u64>,
    /// What becomes of it.
    pub change: Change,
    /// Whether its id is the one that AWS will know it by. Until AWS gives one, the address stands for it.
    pub named: bool,
}

/// What becomes of a thing when the plan or the template is applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is made anew: nothing outside can know it yet.
    Create,
    /// It is there already, and changed.
    Update,
    /// It is there already, and stays as it is: no row of it, but others may rest on it.
    Kept,
    /// It goes: no row of it, and nothing rests on it.
    Delete,
}
