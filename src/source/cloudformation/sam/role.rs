//! The role that SAM makes for a function or a state machine that is given none.

use super::made::{Maker, Properties, map, text};
use crate::source::declared::{Item, Written};

/// Whose role it is.
pub(super) struct Owner<'o> {
    pub(super) id: &'o str,
    /// The service that assumes it: `lambda.amazonaws.com`.
    pub(super) service: &'o str,
    /// The key of the tag by which SAM marks what it makes.
    pub(super) tag: &'o str,
}

/// A role with the policies that SAM adds by itself, and those that are written.
pub(super) fn role(make: &Maker<'_, '_>, owner: &Owner<'_>, from: &Written, by_itself: Vec<Written>) -> Item {
    let id = format!("{}Role", owner.id);
    let mut properties = Properties::default();
    match from.member("AssumeRolePolicyDocument") {
        Written::Null => properties.set("AssumeRolePolicyDocument", trust(owner.service)),
        written => properties.set("AssumeRolePolicyDocument", written.clone()),
    }
    let (managed, inline) = policies(make, &id, from.member("Policies"), by_itself);
    properties.set("ManagedPolicyArns", managed);
    properties.set("Policies", inline);
    properties.copy(from, &["PermissionsBoundary"]);
    properties.rename(from, "RolePath", "Path");
    properties.tags(&Written::Null, Some(owner.tag));
    make.item(&id, "AWS::IAM::Role", properties)
}

/// Who may assume a role: one service, on no condition.
pub(super) fn trust(service: &str) -> Written {
    let principal = map([("Service", Written::List(vec![text(service)]))]);
    let statement = map([
        ("Action", Written::List(vec![text("sts:AssumeRole")])),
        ("Effect", text("Allow")),
        ("Principal", principal),
    ]);
    map([("Version", text("2012-10-17")), ("Statement", Written::List(vec![statement]))])
}

/// Managed policies and inline ones, of what stands in `Policies`: names, ARNs, documents, and SAM's own templates, whose
/// documents are unknown here.
fn policies(
    make: &Maker<'_, '_>,
    role: &str,
    written: &Written,
    by_itself: Vec<Written>,
) -> (Written, Written) {
    let mut managed = by_itself;
    let mut inline = Vec::new();
    let each = match written {
        Written::Null => Vec::new(),
        Written::Unknown => return (Written::Unknown, Written::Unknown),
        Written::List(each) => each.iter().collect(),
        one => vec![one],
    };
    for (index, policy) in each.into_iter().enumerate() {
        match policy {
            Written::Text(name) if name.starts_with("arn:") => managed.push(policy.clone()),
            Written::Text(name) => {
                managed.push(path(name).map_or(Written::Unknown, |path| make.managed_policy(&path)))
            }
            Written::Map(members) => {
                let is_document = members.contains_key("Statement");
                let document = if is_document { policy.clone() } else { Written::Unknown };
                let name = Written::Text(format!("{role}Policy{index}"));
                inline.push(map([("PolicyName", name), ("PolicyDocument", document)]));
            }
            // A reference to a managed policy of the same template, or nobody can tell what.
            other => managed.push(other.clone()),
        }
    }
    let list = |values: Vec<Written>| if values.is_empty() { Written::Null } else { Written::List(values) };
    (list(managed), list(inline))
}

/// Where a policy that AWS manages stands, by its name; nothing where the name does not tell.
fn path(name: &str) -> Option<String> {
    let is_plain = ["AdministratorAccess", "PowerUserAccess", "SecurityAudit", "AWSXrayWriteOnlyAccess"]
        .contains(&name)
        || ["FullAccess", "ReadOnlyAccess", "ReadOnly"].iter().any(|ending| name.ends_with(ending));
    if name.starts_with("AWSLambda") && name.ends_with("Role") {
        return Some(format!("service-role/{name}"));
    }
    is_plain.then(|| name.to_owned())
}
