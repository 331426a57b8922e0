//! Credentials, region, endpoint, retries and timeouts: how this program speaks to AWS.

use super::endpoint::home_region;
use super::patience::retries;
use super::reach::Reach;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, Region, SdkConfig};
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_types::service_config::ServiceConfigKey;
use std::time::Duration;

/// Which of the user's configurations to use; all of it optional.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// A profile of the shared configuration files.
    pub profile: Option<String>,
    /// The region to ask first.
    pub region: Option<String>,
}

/// The way into AWS: found credentials and settings. Opaque outside this room.
#[derive(Debug, Clone)]
pub struct Access {
    sdk: SdkConfig,
}

impl Access {
    /// Reads environment, profiles and SSO caches. Asks nobody for credentials yet.
    pub async fn load(selection: &Selection) -> Self {
        let client = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .http_client(Reach::new(client))
            .timeout_config(timeouts())
            // Answers are small and read whole; the read timeout is their guard, and it names what happened.
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
        if let Ok(name) = AppName::new("baascan") {
            loader = loader.app_name(name);
        }
        if let Some(profile) = &selection.profile {
            loader = loader.profile_name(profile);
        }
        if let Some(region) = &selection.region {
            loader = loader.region(Region::new(region.clone()));
        }
        let sdk = loader.load().await;
        let retries = retries(sdk.retry_config());
        Self { sdk: sdk.into_builder().retry_config(retries).build() }
    }

    /// The SDK's settings with this region in them.
    pub(crate) fn in_region(&self, region: &str) -> SdkConfig {
        self.sdk.to_builder().region(Region::new(region.to_owned())).build()
    }

    /// The SDK's settings for calls that belong to no region: the user's own, else the partition's home.
    pub(crate) fn anywhere(&self, partition: &str) -> SdkConfig {
        self.in_region(self.region().unwrap_or_else(|| home_region(partition)))
    }

    /// The region that environment or profile name, if any.
    pub fn region(&self) -> Option<&str> {
        self.sdk.region().map(Region::as_ref)
    }
}

fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(5))
        .read_timeout(Duration::from_secs(30))
        .operation_attempt_timeout(Duration::from_secs(40))
        .operation_timeout(Duration::from_secs(180))
        .build()
}

/// The endpoint the user set instead of AWS's own: `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, or their profile's.
/// Rules: <https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>.
pub(crate) fn endpoint_override(sdk: &SdkConfig, service_id: &str) -> Option<String> {
    let key = ServiceConfigKey::builder()
        .service_id(service_id)
        .env("AWS_ENDPOINT_URL")
        .profile("endpoint_url")
        .build()
        .ok()?;
    sdk.service_config()
        .and_then(|config| config.load_config(key))
        .or_else(|| sdk.endpoint_url().map(str::to_owned))
        .map(|url| url.trim_end_matches('/').to_owned())
}
