//! What the command line says of a plan or a template.

use clap::Args;

/// What a plan or a template does not tell itself.
#[derive(Debug, Clone, Default, Args)]
pub struct DeclaredArgs {
    /// The account that a plan or a template is for, where neither its provider nor its ARNs tell it
    #[arg(long, value_name = "ID", value_parser = account)]
    pub account: Option<String>,
    /// The region that it is for, likewise
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// A parameter of a template; repeatable
    #[arg(long, value_name = "NAME=VALUE", value_parser = parameter)]
    pub parameter: Vec<(String, String)>,
}

fn account(text: &str) -> Result<String, String> {
    if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(text.to_owned());
    }
    Err(format!("`{text}` is no account id; it has twelve digits, such as 111122223333"))
}

fn parameter(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err(format!("`{text}` is no parameter; write NAME=VALUE")),
    }
}
