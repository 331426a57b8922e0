//! How old a saved record may be.

use crate::record::Run;
use jiff::Timestamp;
use std::str::FromStr;

/// A length of time as people write it: `36h`, `7d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Age {
    seconds: i64,
}

/// A record that is older than it may be, or of which nobody knows how old it is.
#[derive(Debug, thiserror::Error)]
#[error("{what} {age}, and --max-age allows {allowed}; scan again")]
pub struct TooOld {
    what: String,
    age: String,
    allowed: Age,
}

const UNITS: [(char, i64); 4] = [('w', 7 * 86_400), ('d', 86_400), ('h', 3_600), ('m', 60)];

impl FromStr for Age {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("`{text}` is not a length of time such as 36h or 7d");
        let (number, unit) =
            text.char_indices().next_back().map(|(at, unit)| (&text[..at], unit)).ok_or_else(wrong)?;
        let (_, seconds) = UNITS.into_iter().find(|(letter, _)| *letter == unit).ok_or_else(wrong)?;
        let number: u32 = number.parse().map_err(|_| wrong())?;
        Ok(Self { seconds: i64::from(number) * seconds })
    }
}

impl std::fmt::Display for Age {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let whole = UNITS.into_iter().filter(|(letter, _)| *letter != 'w');
        let (letter, seconds) =
            whole.into_iter().find(|(_, seconds)| self.seconds % seconds == 0).unwrap_or(('m', 60));
        write!(f, "{}{letter}", self.seconds / seconds)
    }
}

impl Age {
    /// Refuses a record whose reading ended longer ago. `what` begins the message: "the baseline".
    ///
    /// # Errors
    /// When it is too old, or does not say when its reading ended.
    pub fn admits(self, what: &str, run: &Run, now: Timestamp) -> Result<(), TooOld> {
        self.admits_end(what, run.ended.as_deref().unwrap_or(&run.judged.at), now)
    }

    /// Refuses what ended longer ago.
    ///
    /// # Errors
    /// As [`Age::admits`].
    pub fn admits_end(self, what: &str, ended: &str, now: Timestamp) -> Result<(), TooOld> {
        let refused = |age: String| TooOld { what: what.to_owned(), age, allowed: self };
        let Ok(end) = ended.parse::<Timestamp>() else {
            return Err(refused("does not say when its reading ended".to_owned()));
        };
        let seconds = now.as_second() - end.as_second();
        if seconds <= self.seconds {
            return Ok(());
        }
        let hours = seconds / 3600;
        let age = if hours < 48 { format!("{hours} hours") } else { format!("{} days", hours / 24) };
        Err(refused(format!("is {age} old (read until {ended})")))
    }
}
