//! Page after page of one operation.

use super::caller::{Caller, unusable};
use super::item::Surroundings;
use super::means;
use crate::resource::Unread;
use crate::service::{Call, Template};
use crate::source::aws::answer;
use crate::source::aws::protocol::Filled;
use serde_json::Value;
use std::borrow::Borrow;
use std::collections::BTreeSet;
use std::time::Duration;

/// How often and how fast is asked for what AWS is still writing down; IAM's credential report takes some seconds.
const PATIENCE: u32 = 20;
const PAUSE: Duration = Duration::from_secs(1);

/// The pages of one call, asked for one after the other. It borrows what is known around it, or holds it.
pub(super) struct Pages<'a, A> {
    caller: &'a Caller<'a>,
    call: &'a Call,
    around: A,
    token: Option<String>,
    seen: BTreeSet<String>,
    ended: bool,
}

impl<'a, A: Borrow<Surroundings<'a>>> Pages<'a, A> {
    pub(super) fn new(caller: &'a Caller<'a>, call: &'a Call, around: A) -> Self {
        Self { caller, call, around, token: None, seen: BTreeSet::new(), ended: false }
    }

    /// The next page; `None` after the last one or after an error.
    pub(super) async fn next(&mut self) -> Option<Result<Value, Unread>> {
        if self.ended {
            return None;
        }
        self.ended = true;
        let page = match self.ask_until_ready().await {
            Ok(page) => page,
            Err(unread) => return Some(Err(unread)),
        };
        match self.token_in(&page) {
            // A token that comes back would never end.
            Some(token) if !self.seen.insert(token.clone()) => {
                return Some(Err(unusable(&self.call.action, "PageTokenRepeated")));
            }
            Some(token) => {
                self.token = Some(token);
                self.ended = false;
            }
            None => {}
        }
        Some(Ok(page))
    }

    /// Every page.
    pub(super) async fn all(mut self) -> Result<Vec<Value>, Unread> {
        let mut pages = Vec::new();
        while let Some(page) = self.next().await {
            pages.push(page?);
        }
        Ok(pages)
    }

    fn token_in(&self, page: &Value) -> Option<String> {
        let paging = self.call.paging.as_ref()?;
        let more = paging.more.as_ref().and_then(|path| answer::text(&[page], path));
        if more.as_deref() == Some("false") {
            return None;
        }
        answer::text(&[page], &paging.output).filter(|token| !token.is_empty())
    }

    /// Asks, and asks again while AWS says that it is still writing the answer down.
    async fn ask_until_ready(&self) -> Result<Value, Unread> {
        for _ in 0..PATIENCE {
            match self.ask().await {
                Err(unread) if means(&unread, &self.call.again) => tokio::time::sleep(PAUSE).await,
                answer => return answer,
            }
        }
        self.ask().await
    }

    async fn ask(&self) -> Result<Value, Unread> {
        let (api, call) = (self.caller.api, self.call);
        let mut parameters = self.around.borrow().parameters(&call.parameters)?;
        if let (Some(paging), Some(token)) = (&call.paging, &self.token) {
            parameters.insert(paging.input.clone(), Value::from(token.clone()));
        }
        let mut headers = std::collections::BTreeMap::new();
        for (name, template) in &call.headers {
            if let Some(value) = self.around.borrow().text(template)? {
                headers.insert(name.clone(), value);
            }
        }
        let filled = Filled {
            protocol: api.protocol,
            version: &api.version,
            target_prefix: &api.target_prefix,
            operation: &call.operation,
            method: &call.method,
            path: self.path(&call.uri)?,
            headers,
            parameters,
        };
        let shared = &self.caller.shared;
        // What AWS is still writing down is asked for again.
        let Some(key) = shared.key(&filled).filter(|_| call.again.is_empty()) else {
            return self.caller.send(filled, call).await;
        };
        if let Some(answer) = shared.answer(&key) {
            return answer;
        }
        let answer = self.caller.send(filled, call).await;
        shared.keep(key, &answer);
        answer
    }

    fn path(&self, uri: &Template) -> Result<String, Unread> {
        let path = self.around.borrow().path(uri)?;
        path.ok_or_else(|| unusable(&self.call.action, "MissingPathParameter"))
    }
}
