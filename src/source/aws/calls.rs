//! Counts every attempt at a call, retries included, and every time AWS throttled one.

use super::refusal;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::{
    AfterDeserializationInterceptorContextRef, BeforeTransmitInterceptorContextRef,
};
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The calls of one cell.
#[derive(Debug, Default)]
pub(crate) struct CallLog {
    calls: Mutex<BTreeMap<String, u64>>,
    throttled: AtomicU64,
}

impl CallLog {
    /// Notes one attempt at `api:Operation`.
    pub(crate) fn call(&self, api: &str, operation: &str) {
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        *calls.entry(format!("{api}:{operation}")).or_default() += 1;
    }

    /// Notes that an attempt was throttled.
    pub(crate) fn throttle(&self) {
        self.throttled.fetch_add(1, Ordering::Relaxed);
    }

    /// Attempts so far by `api:Operation`.
    pub(crate) fn calls(&self) -> BTreeMap<String, u64> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Throttled attempts so far.
    pub(crate) fn throttled(&self) -> u64 {
        self.throttled.load(Ordering::Relaxed)
    }
}

/// Feeds a [`CallLog`]; push it as an interceptor onto a typed client's configuration or a described operation.
#[derive(Debug, Clone)]
pub(crate) struct CallCounter {
    log: Arc<CallLog>,
    api: String,
}

impl CallCounter {
    /// Counts under `api`, botocore's id of the service.
    pub(crate) fn new(log: &Arc<CallLog>, api: impl Into<String>) -> Self {
        Self { log: Arc::clone(log), api: api.into() }
    }
}

impl Intercept for CallCounter {
    fn name(&self) -> &'static str {
        "CallCounter"
    }

    fn read_before_transmit(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(metadata) = cfg.load::<Metadata>() {
            self.log.call(&self.api, metadata.name());
        }
        Ok(())
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if refusal::is_throttled(context.response()) {
            self.log.throttle();
        }
        Ok(())
    }
}
