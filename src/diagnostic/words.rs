//! The closed lists of words, and the forms of ids, that files people write may hold.

/// Declares an enum whose variants are words in files and in JSON: `WORDS` for readers, `as_str` for writers.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, serde::Deserialize, ::schemars::JsonSchema)]
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

pub(crate) use words;

/// A form that texts must have: how to tell, what it is called, and what to write.
pub(crate) struct Form {
    pub(crate) is: fn(&str) -> bool,
    pub(crate) name: &'static str,
    pub(crate) help: &'static str,
}

/// An AWS account id.
pub(crate) const ACCOUNT: Form = Form {
    is: is_account,
    name: "an AWS account id",
    help: "write its twelve digits in quotes, without dashes",
};

/// An AWS organization's id.
pub(crate) const ORGANIZATION: Form = Form {
    is: is_organization,
    name: "an AWS organization's id",
    help: "write \"o-\" and the 10 to 32 lower-case letters and digits after it",
};

/// An organizational unit's id.
pub(crate) const ORGANIZATIONAL_UNIT: Form = Form {
    is: is_organizational_unit,
    name: "an organizational unit's id",
    help: "write it as AWS Organizations shows it: \"ou-ab12-cdef3456\"",
};

/// A region's code.
pub(crate) const REGION: Form =
    Form { is: is_region, name: "a region's code", help: "write it as AWS does: \"us-east-1\"" };

/// A SHA-256.
pub(crate) const SHA256: Form = Form {
    is: is_sha256,
    name: "a SHA-256",
    help: "write 64 hexadecimal digits in lower case, as `sha256sum` prints them",
};

/// A National Provider Identifier. <https://www.cms.gov/medicare/regulations-guidance/administrative-simplification/national-provider-identifier-standard>
pub(crate) const NPI: Form = Form {
    is: |text| text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit()),
    name: "a National Provider Identifier",
    help: "write its ten digits in quotes",
};

/// An ARN. <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
pub(crate) const ARN: Form = Form {
    is: |text| text.starts_with("arn:") && text.splitn(6, ':').count() == 6,
    name: "an ARN",
    help: "write arn:partition:service:region:account:resource",
};

/// Free text.
pub(crate) const TEXT: Form = Form {
    is: |text| !text.trim().is_empty() && !text.chars().any(char::is_control),
    name: "a text on one line that says something",
    help: "write it, or leave it out",
};

/// Whether a text is an AWS account id: twelve digits.
/// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html>
pub(crate) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a text is an AWS organization's id.
/// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html>
pub(crate) fn is_organization(text: &str) -> bool {
    text.strip_prefix("o-").is_some_and(|rest| is_lower_alphanumeric(rest, 10..=32))
}

/// Whether a text is the id of an organizational unit.
/// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html>
pub(crate) fn is_organizational_unit(text: &str) -> bool {
    text.strip_prefix("ou-").and_then(|rest| rest.split_once('-')).is_some_and(|(root, unit)| {
        is_lower_alphanumeric(root, 4..=32) && is_lower_alphanumeric(unit, 8..=32)
    })
}

/// Whether a text could be a region's code: `us-east-1`, `us-gov-west-1`. Which regions there are, the account says.
pub(crate) fn is_region(text: &str) -> bool {
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
pub(crate) fn is_sha256(text: &str) -> bool {
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
        assert!(
            is_organization("o-exampleorg1")
                && !is_organization("o-short")
                && !is_organization("exampleorgid")
        );
        assert!(is_organizational_unit("ou-ab12-cdef3456") && !is_organizational_unit("ou-ab12"));
        assert!(is_sha256(&"0a".repeat(32)) && !is_sha256(&"0A".repeat(32)));
    }

    #[test]
    fn regions_of_every_partition_look_like_regions_and_zones_do_not() {
        for region in ["us-east-1", "us-gov-west-1", "cn-north-1", "us-iso-east-1", "ap-southeast-7"] {
            assert!(is_region(region), "{region}");
        }
        for other in
            ["us-east-1a", "us-east", "useast1", "us--1", "us-1", "virginia", "US-EAST-1", "", "é-a-1"]
        {
            assert!(!is_region(other), "{other}");
        }
    }
}
