//! Names in the styles of the sources: `StorageEncrypted`, `storage_encrypted`.

use std::borrow::Cow;

/// How a source writes CloudFormation's names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Style {
    /// As they are.
    #[default]
    CloudFormation,
    /// In Terraform's lower case with underscores.
    Terraform,
    /// CloudFormation's data, read with names in lower case: the provider `awscc`, which is generated from CloudFormation's
    /// schemas.
    CloudControl,
}

impl Style {
    /// A property's own name in this style.
    pub fn own(self, property: &str) -> Cow<'_, str> {
        match self {
            Self::CloudFormation => Cow::Borrowed(property),
            Self::Terraform | Self::CloudControl => Cow::Owned(snake(property)),
        }
    }

    /// A name as a file writes it, as the source has it.
    pub fn written(self, name: &str) -> Cow<'_, str> {
        match self {
            Self::CloudFormation | Self::Terraform => Cow::Borrowed(name),
            Self::CloudControl => Cow::Owned(snake(name)),
        }
    }
}

/// `EnableIAMDatabaseAuthentication` as `enable_iam_database_authentication`.
pub fn snake(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len() + 8);
    for (at, letter) in letters.iter().enumerate() {
        if letter.is_ascii_uppercase() && at > 0 {
            let before = letters[at - 1];
            let lower_follows = letters.get(at + 1).is_some_and(char::is_ascii_lowercase);
            if before != '_' && (!before.is_ascii_uppercase() || lower_follows) {
                out.push('_');
            }
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_as_the_providers_split_them() {
        for (name, expected) in [
            ("StorageEncrypted", "storage_encrypted"),
            ("DBInstanceIdentifier", "db_instance_identifier"),
            ("KmsKeyId", "kms_key_id"),
            ("EnableIAMDatabaseAuthentication", "enable_iam_database_authentication"),
            ("MultiAZ", "multi_az"),
            ("S3BucketName", "s3_bucket_name"),
            ("SSESpecification", "sse_specification"),
        ] {
            assert_eq!(snake(name), expected);
        }
    }
}
