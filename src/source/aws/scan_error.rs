//! Why a scan does not come to facts.

use crate::resource::{Cause, Unread};
use std::io;

/// Why a scan could not start, or not go on.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// Nobody knows who is asking.
    #[error("cannot ask AWS who the caller is: {message}; {next}")]
    NoCaller {
        /// What went wrong.
        message: String,
        /// What to do.
        next: &'static str,
    },
    /// A facts folder of another account.
    #[error(
        "{folder} holds facts of account {recorded}, and these credentials are of {caller}; give another folder"
    )]
    OtherAccount {
        /// The folder.
        folder: String,
        /// The account it was recorded from.
        recorded: String,
        /// The account of the credentials.
        caller: String,
    },
    /// `--regions` names what is no region of the account.
    #[error("{0}")]
    UnknownRegion(String),
    /// The file system refused.
    #[error("cannot write facts: {0}")]
    Write(#[from] io::Error),
    /// What stood in the folder is not facts.
    #[error(transparent)]
    Facts(#[from] crate::resource::FactsError),
}

impl ScanError {
    /// Why nobody could say who the caller is, and what to do.
    pub(super) fn no_caller(why: Option<&Unread>) -> Self {
        let code = why.and_then(|w| w.code.clone()).unwrap_or_default();
        if code.starts_with("Credentials") {
            return Self::NoCaller {
                message: "no credentials were found".to_owned(),
                next: "set AWS_PROFILE or AWS_ACCESS_KEY_ID, or run `aws configure sso`",
            };
        }
        /// Codes for keys that AWS never gave, or no longer knows, and for a wrong secret:
        /// <https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html>.
        const UNKNOWN: [&str; 3] =
            ["InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch"];
        let unknown = UNKNOWN.contains(&code.as_str());
        let (message, next) = match why.map(|w| w.cause) {
            Some(Cause::ExpiredCredentials) if !unknown => (
                format!("the credentials have expired ({code})"),
                "sign in again (`aws sso login`, or new keys) and run the scan again",
            ),
            Some(cause) if unknown || cause == Cause::Denied => (
                format!("AWS does not accept the credentials ({code})"),
                "check AWS_PROFILE or the access key; `aws sts get-caller-identity` shows the same",
            ),
            Some(Cause::Unreachable | Cause::Timeout) => (
                "no connection to the STS endpoint".to_owned(),
                "check the network, AWS_REGION and AWS_ENDPOINT_URL",
            ),
            _ => (
                format!("STS answered {code}"),
                "`aws sts get-caller-identity` with the same settings may tell more",
            ),
        };
        Self::NoCaller { message, next }
    }
}
