//! What an agreement is worth as cover for a vendor on a day.

use super::agreement::{Agreement, Standing};
use jiff::civil::Date;

impl Agreement {
    /// Where it stands on a day as cover for a vendor: the word of its standing, or `scope_unknown` for one that is in force and
    /// names nothing that it covers.
    pub fn cover_word(&self, on: Date) -> &'static str {
        match self.standing(on) {
            Standing::InForce if !self.names_scope() => "scope_unknown",
            standing => standing.as_str(),
        }
    }

    /// Whether it covers something on a day, or nothing has to.
    pub fn is_cover(&self, on: Date) -> bool {
        matches!(self.standing(on), Standing::InForce | Standing::NotRequired)
    }

    /// Of several agreements with one vendor the greatest counts: the one in force, then the one signed last.
    pub fn rank(&self, on: Date) -> (u8, Option<Date>) {
        let standing = match self.standing(on) {
            Standing::InForce => 3,
            Standing::NotRequired => 2,
            Standing::Pending => 1,
            Standing::Lapsed => 0,
        };
        (standing, self.effective)
    }
}
