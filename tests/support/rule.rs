//! Which requests the fake endpoint treats specially.
use super::answer::Answer;
use super::request::Seen;

/// A condition on requests, and what they get. Later rules win over earlier ones.
#[derive(Clone)]
pub(crate) struct Rule {
    service: String,
    operation: Option<String>,
    method: Option<String>,
    path: Option<String>,
    mention: Option<String>,
    region: Option<String>,
    left: Option<usize>,
    pub(crate) answer: Answer,
}

impl Rule {
    /// Every request of a service, by signing name (`s3`, `rds`, `kms`, `tagging` …).
    pub(crate) fn service(service: &str) -> Rule {
        Rule {
            service: service.into(),
            operation: None,
            method: None,
            path: None,
            mention: None,
            region: None,
            left: None,
            answer: Answer::denied(),
        }
    }

    /// One operation of a JSON, query or S3 API.
    pub(crate) fn operation(service: &str, operation: &str) -> Rule {
        Rule { operation: Some(operation.into()), ..Rule::service(service) }
    }

    /// One path of a REST API, without its query. A `*` at the end stands for any rest.
    pub(crate) fn path(service: &str, method: &str, path: &str) -> Rule {
        Rule { method: Some(method.into()), path: Some(path.into()), ..Rule::service(service) }
    }

    /// Only when this bucket (path segment), or this text in the body or query, is named.
    pub(crate) fn on(self, name: &str) -> Rule {
        Rule { mention: Some(name.into()), ..self }
    }

    /// Only in this region of the credential scope.
    pub(crate) fn region(self, region: &str) -> Rule {
        Rule { region: Some(region.into()), ..self }
    }

    /// Only the first so many matching requests.
    pub(crate) fn times(self, times: usize) -> Rule {
        Rule { left: Some(times), ..self }
    }

    /// What they get. Without this they are denied.
    pub(crate) fn answers(self, answer: Answer) -> Rule {
        Rule { answer, ..self }
    }

    /// Whether the request is meant, and if so uses up one of the rule's times.
    pub(crate) fn takes(&mut self, seen: &Seen) -> bool {
        if !self.matches(seen) || self.left == Some(0) {
            return false;
        }
        self.left = self.left.map(|left| left - 1);
        true
    }

    fn matches(&self, seen: &Seen) -> bool {
        let path = |wanted: &String| match wanted.strip_suffix('*') {
            Some(start) => seen.path.starts_with(start),
            None => seen.path.trim_end_matches('/') == wanted.trim_end_matches('/'),
        };
        let mention = |name: &String| {
            let in_query = seen.query.values().any(|value| value == name);
            in_query || seen.path.split('/').any(|segment| segment == name) || seen.body.contains(name)
        };
        self.service == seen.service
            && self.operation.as_ref().is_none_or(|operation| seen.operation.as_ref() == Some(operation))
            && self.method.as_ref().is_none_or(|method| *method == seen.method)
            && self.path.as_ref().is_none_or(path)
            && self.mention.as_ref().is_none_or(mention)
            && self.region.as_ref().is_none_or(|region| *region == seen.region)
    }
}
