//! Amazon Resource Names, taken apart.

/// `arn:partition:service:region:account:resource`, borrowed from its text.
/// Format: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arn<'a> {
    /// `aws`, `aws-us-gov`, `aws-cn` …
    pub partition: &'a str,
    /// IAM's service prefix, e.g. `s3`.
    pub service: &'a str,
    /// Empty for global services.
    pub region: &'a str,
    /// Empty where the ARN does not carry it (S3 buckets).
    pub account: &'a str,
    /// What follows the account, colons and slashes included.
    pub resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Takes an ARN apart; `None` when the text is not one.
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        let (Some("arn"), Some(partition), Some(service), Some(region), Some(account), Some(resource)) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        (!service.is_empty() && !resource.is_empty()).then_some(Self {
            partition,
            service,
            region,
            account,
            resource,
        })
    }

    /// The word before the first `:` or `/` of the resource part (`cluster` in `cluster:charts`), if there is a separator.
    pub fn resource_type(&self) -> Option<&'a str> {
        self.resource.find([':', '/']).map(|at| &self.resource[..at])
    }

    /// The last word of the resource part: what people call its name or id.
    pub fn last(&self) -> &'a str {
        self.resource.rsplit([':', '/']).next().unwrap_or(self.resource)
    }
}
