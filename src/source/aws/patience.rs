//! How often a failed call is tried again: an overloaded API gets patience, a broken one little, a silent host hardly any.

use super::refusal;
use aws_config::retry::RetryConfig;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::FinalizerInterceptorContextRef;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use std::time::Duration;

/// Attempts of a call that is throttled. With [`FIRST_WAIT`], doubled each time and cut short at random, they take half a
/// minute; an API that throttles longer than that has no quota left for a scan.
const THROTTLED: u32 = 8;
/// Attempts of a call that AWS answers with an error of its own.
const FAILED: u32 = 3;
/// Attempts of a call that nobody answers, each of which costs a whole timeout.
const SILENT: u32 = 2;
/// The longest first wait.
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// What `RetryConfig` has where neither environment nor profile says a number:
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>.
const UNSAID: u32 = 3;

/// The retries of this program, no more of them than the user allows (`AWS_MAX_ATTEMPTS`, or the profile's `max_attempts`).
pub(super) fn retries(users: Option<&RetryConfig>) -> RetryConfig {
    let users = users.map_or(UNSAID, RetryConfig::max_attempts);
    let most = if users == UNSAID { THROTTLED } else { users };
    RetryConfig::standard().with_max_attempts(most).with_initial_backoff(FIRST_WAIT)
}

/// Lowers the number of attempts once it is known how a call fails; push it as an interceptor onto a client.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience;

impl Intercept for Patience {
    fn name(&self) -> &'static str {
        "Patience"
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if !matches!(context.output_or_error(), Some(Err(_))) {
            return Ok(());
        }
        let attempts = match context.response() {
            Some(response) if refusal::is_throttled(response) => return Ok(()),
            Some(_) => FAILED,
            None => SILENT,
        };
        if let Some(retries) = cfg.load::<RetryConfig>().cloned() {
            let attempts = attempts.min(retries.max_attempts());
            cfg.interceptor_state().store_put(retries.with_max_attempts(attempts));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_may_allow_fewer_attempts_and_more() {
        assert_eq!(retries(None).max_attempts(), THROTTLED);
        assert_eq!(retries(Some(&RetryConfig::standard())).max_attempts(), THROTTLED);
        assert_eq!(retries(Some(&RetryConfig::standard().with_max_attempts(2))).max_attempts(), 2);
        assert_eq!(retries(Some(&RetryConfig::standard().with_max_attempts(20))).max_attempts(), 20);
    }
}
