//! How far an action of IAM goes, by its name: a coarse word for people to read, never a decision about access.
//!
//! AWS sorts actions into levels in its service authorization reference, <https://docs.aws.amazon.com/service-authorization/>.
//! The beginnings below follow it for the actions that resource policies hold; what begins otherwise is
//! [`Access::Unknown`].

use super::words::Access;

/// Names of actions that end so change who may do what, unless they only read it.
const PERMISSIONS: [&str; 4] = ["policy", "permission", "acl", "grant"];

/// Beginnings of the names of actions that read.
const READING: [&str; 20] = [
    "batchcheck",
    "batchget",
    "check",
    "clientmount",
    "decrypt",
    "describe",
    "download",
    "eshttpget",
    "eshttphead",
    "get",
    "head",
    "list",
    "lookup",
    "query",
    "read",
    "receive",
    "scan",
    "search",
    "select",
    "subscribe",
];

/// Beginnings of the names of actions that change, send or run something.
const WRITING: [&str; 34] = [
    "abort",
    "add",
    "batch",
    "cancel",
    "change",
    "clientwrite",
    "complete",
    "copy",
    "create",
    "delete",
    "encrypt",
    "eshttp",
    "execute",
    "generate",
    "import",
    "initiate",
    "invoke",
    "modify",
    "post",
    "publish",
    "purge",
    "put",
    "reencrypt",
    "register",
    "remove",
    "replicate",
    "restore",
    "send",
    "sign",
    "start",
    "stop",
    "tag",
    "update",
    "upload",
];

/// Names that give everything, or as much as changing the policy would.
const EVERYTHING: [&str; 4] = ["*", "clientrootaccess", "setqueueattributes", "settopicattributes"];

/// The most that these actions, or patterns of them, give.
pub(super) fn of_all<'a>(actions: impl IntoIterator<Item = &'a str>) -> Access {
    actions.into_iter().map(of).max().unwrap_or(Access::Unknown)
}

/// What an action gives: `s3:GetObject`, `s3:Get*`, `*`; also `Decrypt`, as a key's grant has it.
fn of(action: &str) -> Access {
    let name = action.rsplit(':').next().unwrap_or(action).to_ascii_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| name.starts_with(word));
    let reads = begins(&READING);
    if EVERYTHING.contains(&name.as_str()) || !reads && PERMISSIONS.iter().any(|end| name.ends_with(end)) {
        Access::Admin
    } else if reads {
        Access::Read
    } else if begins(&WRITING) {
        Access::Write
    } else {
        Access::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_gives_what_its_name_begins_with() {
        for (action, access) in [
            ("s3:GetObject", Access::Read),
            ("s3:GetBucketPolicy", Access::Read),
            ("kms:Decrypt", Access::Read),
            ("Decrypt", Access::Read),
            ("s3:Get*", Access::Read),
            ("SQS:SendMessage", Access::Write),
            ("kms:GenerateDataKeyWithoutPlaintext", Access::Write),
            ("es:ESHttpPut", Access::Write),
            ("es:ESHttpGet", Access::Read),
            ("s3:PutBucketPolicy", Access::Admin),
            ("s3:PutObjectAcl", Access::Admin),
            ("kms:CreateGrant", Access::Admin),
            ("lambda:AddPermission", Access::Admin),
            ("s3:*", Access::Admin),
            ("*", Access::Admin),
            ("s3:*Object", Access::Unknown),
            ("", Access::Unknown),
        ] {
            assert_eq!(of(action), access, "{action}");
        }
    }

    #[test]
    fn several_actions_give_the_most_of_them_and_none_gives_what_nobody_knows() {
        assert_eq!(of_all(["s3:GetObject", "s3:PutObject"]), Access::Write);
        assert_eq!(of_all(["s3:GetObject", "s3:*Object"]), Access::Unknown);
        assert_eq!(of_all([]), Access::Unknown);
    }
}
