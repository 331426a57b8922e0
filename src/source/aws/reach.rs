//! Hosts that cannot be reached: after two tries, further calls to one fail at once, so that a region without a connection
//! costs seconds and not a timeout a call.

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use std::collections::BTreeMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

/// Failed connections in a row after which a host is given up.
const TRIES: u32 = 2;

/// A client that remembers the hosts it could not connect to.
#[derive(Debug)]
pub(super) struct Reach {
    client: SharedHttpClient,
    hosts: Hosts,
}

impl Reach {
    pub(super) fn new(client: SharedHttpClient) -> Self {
        Self { client, hosts: Hosts::default() }
    }
}

/// Failed connections in a row, by host and port.
#[derive(Debug, Clone, Default)]
struct Hosts(Arc<Mutex<BTreeMap<String, Failures>>>);

/// What is known of one host.
#[derive(Debug, Clone, Copy, Default)]
struct Failures {
    count: u32,
    /// Whether its name was not known.
    unknown: bool,
}

impl Hosts {
    fn known(&self, host: &str) -> Failures {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(host).copied().unwrap_or_default()
    }

    fn failures(&self, host: &str) -> u32 {
        self.known(host).count
    }

    /// Counts a failure of a call that began when there were `before`: many calls that fail together count once.
    fn failed(&self, host: &str, before: u32, unknown: bool) {
        let mut hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let failures = hosts.entry(host.to_owned()).or_default();
        failures.count = failures.count.max(before + 1);
        failures.unknown = unknown;
    }

    fn reached(&self, host: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(host);
    }
}

impl HttpClient for Reach {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let connector = self.client.http_connector(settings, components);
        SharedHttpConnector::new(Connector { connector, hosts: self.hosts.clone() })
    }
}

#[derive(Debug)]
struct Connector {
    connector: SharedHttpConnector,
    hosts: Hosts,
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let host = authority(request.uri());
        let before = self.hosts.failures(&host);
        if before >= TRIES {
            let unknown = if self.hosts.known(&host).unknown { UNKNOWN } else { "could not be reached" };
            return HttpConnectorFuture::ready(Err(ConnectorError::io(format!("{host}: {unknown}").into())));
        }
        let (hosts, answer) = (self.hosts.clone(), self.connector.call(request));
        HttpConnectorFuture::new(async move {
            match answer.await {
                Err(error) if is_connecting(&error) => {
                    hosts.failed(&host, before, is_unknown_host(&error));
                    // "No connection in time" is out of reach, and no answer that came too late.
                    Err(ConnectorError::io(error.into()))
                }
                other => {
                    hosts.reached(&host);
                    other
                }
            }
        })
    }
}

/// Host and port of an address.
fn authority(uri: &str) -> String {
    let rest = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or(rest).to_owned()
}

/// Whether an error came before there was a connection. The types that could tell are private to the HTTP client; their
/// texts are `client error (Connect)` and `HTTP connect timeout occurred after …`.
fn is_connecting(error: &ConnectorError) -> bool {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        if text.contains("(Connect)") || text.contains("HTTP connect timeout") {
            return true;
        }
        next = error.source();
    }
    false
}

/// How a host's name that nobody knows is reported once it is given up.
const UNKNOWN: &str = "no host of this name";

const NO_NAME: [&str; 4] =
    [UNKNOWN, "Name or service not known", "Name does not resolve", "nodename nor servname provided"];

/// Whether an error says that the host's name is not known, which is more than that nobody could be asked for it. The texts
/// are those of `getaddrinfo` for `EAI_NONAME` in glibc, musl and macOS.
pub(super) fn is_unknown_host(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        if NO_NAME.iter().any(|said| text.contains(said)) {
            return true;
        }
        next = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_given_up_after_two_failures_in_a_row_that_did_not_begin_together() {
        let hosts = Hosts::default();
        hosts.failed("h", 0, false);
        hosts.failed("h", 0, false);
        assert_eq!(hosts.failures("h"), 1);
        hosts.failed("h", 1, true);
        assert!(hosts.known("h").unknown);
        assert_eq!(hosts.failures("h"), TRIES);
        hosts.reached("h");
        assert_eq!(hosts.failures("h"), 0);
    }

    #[test]
    fn hosts_are_told_apart_by_name_and_port() {
        assert_eq!(authority("https://kms.us-east-1.amazonaws.com/?x=1"), "kms.us-east-1.amazonaws.com");
        assert_eq!(authority("http://127.0.0.1:5000"), "127.0.0.1:5000");
    }

    #[test]
    fn errors_before_a_connection_are_told_by_the_clients_words() {
        let connect = ConnectorError::io("client error (Connect)".into());
        let late = ConnectorError::timeout("HTTP connect timeout occurred after 5s".into());
        assert!(is_connecting(&connect) && is_connecting(&late));
        assert!(!is_connecting(&ConnectorError::timeout("HTTP read timeout occurred after 30s".into())));
        assert!(!is_connecting(&ConnectorError::io("connection reset".into())));
    }
}
