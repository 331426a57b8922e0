//! The closed lists of words, and the forms of ids, that the register's files may hold.

/// Declares an enum whose variants are words in files and in JSON: `WORDS` for readers, `as_str` for writers.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::schemars::JsonSchema)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $word)] $variant,)* }

        impl $name {
            /// Every word with what it means, in the order of their declaration.
            pub const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),*];

            /// The word in files, JSON and reports.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

pub(super) use words;

/// Whether a text is an AWS account id: twelve digits.
/// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html>
pub(super) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a text is an AWS organization's id.
/// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html>
pub(super) fn is_organization(text: &str) -> bool {
    text.strip_prefix("o-").is_some_and(|rest| is_lower_alphanumeric(rest, 10..=32))
}

/// Whether a text is the id of an organizational unit.
/// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html>
pub(super) fn is_organizational_unit(text: &str) -> bool {
    text.strip_prefix("ou-").and_then(|rest| rest.split_once('-')).is_some_and(|(root, unit)| {
        is_lower_alphanumeric(root, 4..=32) && is_lower_alphanumeric(unit, 8..=32)
    })
}

/// Whether a text could be a region's code: `us-east-1`, `us-gov-west-1`. Which regions there are, the account says.
pub(super) fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [area, middle @ .., number] = parts.as_slice() else {
        return false;
    };
    let letters = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase());
    area.len() == 2
        && letters(area)
        && !middle.is_empty()
        && middle.iter().all(letters)
        && number.len() == 1
        && number.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a text is a SHA-256 in lower-case hexadecimal digits.
pub(super) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_lower_alphanumeric(text: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_forms_that_aws_documents() {
        assert!(is_account("000000000001") && !is_account("11112222333") && !is_account("1111-2222-33"));
        assert!(is_organization("o-exampleorg1") && !is_organization("o-short") && !is_organization("exampleorgid"));
        assert!(is_organizational_unit("ou-ab12-cdef3456") && !is_organizational_unit("ou-ab12"));
        assert!(is_sha256(&"0a".repeat(32)) && !is_sha256(&"0A".repeat(32)));
    }

    #[test]
    fn regions_of_every_partition_look_like_regions_and_zones_do_not() {
        for region in ["us-east-1", "us-gov-west-1", "cn-north-1", "us-iso-east-1", "ap-southeast-7"] {
            assert!(is_region(region), "{region}");
        }
        for other in ["us-east-1a", "us-east", "useast1", "us--1", "us-1", "virginia", "US-EAST-1", "", "é-a-1"] {
            assert!(!is_region(other), "{other}");
        }
    }
}
