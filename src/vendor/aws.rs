//! The accounts that AWS's own services work from. Whoever lets one of them in lets AWS in, and no third party.

use super::policy::is_account;
use crate::diagnostic::{Document, Problems, SourceText};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use toml::Spanned;

const BUILTIN: &str = include_str!("aws-service-accounts.toml");

/// The AWS service that works from an account: `Some("ELB logs")` for one of AWS's own.
pub fn service_of(account: &str) -> Option<&'static str> {
    static ACCOUNTS: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    let accounts = ACCOUNTS.get_or_init(|| {
        read(&SourceText::new("aws-service-accounts.toml", BUILTIN)).expect("a test reads the embedded list")
    });
    accounts.get(account).map(String::as_str)
}

/// Account to service.
fn read(file: &Arc<SourceText>) -> Result<BTreeMap<String, String>, Problems> {
    let document = Document::parse(file);
    let mut accounts = BTreeMap::new();
    {
        let root = document.root();
        root.date("retrieved");
        for service in root.tables("service") {
            let name = service.required("name", "write what the accounts are for");
            let name = name.map(Spanned::into_inner).unwrap_or_default();
            if service.strings("sources").is_none_or(|sources| sources.is_empty()) {
                service.missing("sources", "write where AWS tells its accounts");
            }
            for id in service.strings("accounts").unwrap_or_default() {
                if !is_account(id.get_ref()) {
                    let message = format!("{:?} is not an AWS account id", id.get_ref());
                    service.problem(id.span(), message, "write its twelve digits");
                }
                accounts.insert(id.into_inner(), name.clone());
            }
            service.finish();
        }
        root.finish();
    }
    document.into_problems().or(accounts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_list_knows_the_accounts_that_aws_documents() {
        let accounts = read(&SourceText::new("aws-service-accounts.toml", BUILTIN)).expect("no problems");
        assert!(accounts.len() > 190, "{}", accounts.len());
        assert_eq!(service_of("127311923021"), Some("ELB logs"));
        assert_eq!(service_of("464622532012"), None);
    }
}
