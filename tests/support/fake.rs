//! An AWS endpoint that does as it is told: answers, refuses, breaks off, hangs, passes on, and remembers.
use super::answer::{self, Answer, Reply};
use super::proxy;
use super::request::Seen;
use super::rule::Rule;
use futures::stream;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Bytes, Frame, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

type Body = BoxBody<Bytes, io::Error>;

/// A listening endpoint. It stops when dropped.
pub(crate) struct FakeAws {
    url: String,
    state: Arc<State>,
    task: JoinHandle<()>,
}

struct State {
    behind: Option<String>,
    rules: Mutex<Vec<Rule>>,
    seen: Mutex<Vec<Seen>>,
}

impl FakeAws {
    /// An endpoint that answers what its rules say, and 501 to all else.
    pub(crate) fn start() -> FakeAws {
        FakeAws::listen(None)
    }

    /// An endpoint that passes everything on to this one, except what its rules say.
    pub(crate) fn before(url: &str) -> FakeAws {
        FakeAws::listen(Some(url.to_owned()))
    }

    /// The endpoint, for `AWS_ENDPOINT_URL`.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Adds a rule; the one added last is asked first.
    pub(crate) fn rule(&self, rule: Rule) -> &FakeAws {
        lock(&self.state.rules).push(rule);
        self
    }

    /// Takes all rules away.
    pub(crate) fn forget_rules(&self) {
        lock(&self.state.rules).clear();
    }

    /// Every request so far, in the order of arrival.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        lock(&self.state.seen).clone()
    }

    /// How often an operation of a JSON, query or S3 API was asked for.
    pub(crate) fn count(&self, service: &str, operation: &str) -> usize {
        let seen = self.seen();
        let asked = |seen: &&Seen| seen.service == service && seen.operation.as_deref() == Some(operation);
        seen.iter().filter(asked).count()
    }

    /// Forgets the requests so far.
    pub(crate) fn clear_seen(&self) {
        lock(&self.state.seen).clear();
    }

    fn listen(behind: Option<String>) -> FakeAws {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port is free");
        listener.set_nonblocking(true).expect("sockets can be asynchronous");
        let url = format!("http://{}", listener.local_addr().expect("a bound socket has an address"));
        let state = Arc::new(State { behind, rules: Mutex::default(), seen: Mutex::default() });
        let task = runtime().spawn(accept(listener, Arc::clone(&state)));
        FakeAws { url, state, task }
    }
}

impl Drop for FakeAws {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(2).enable_all().build().expect("threads can be started")
    })
}

/// A test that failed while it held the lock says enough; the others go on.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

async fn accept(listener: TcpListener, state: Arc<State>) {
    let listener = tokio::net::TcpListener::from_std(listener).expect("the runtime takes the socket");
    while let Ok((stream, _)) = listener.accept().await {
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            let service = service_fn(|request| {
                let state = Arc::clone(&state);
                async move { Ok::<_, Infallible>(handle(&state, request).await) }
            });
            // A connection that breaks is what some tests ask for.
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn handle(state: &State, request: Request<Incoming>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    let seen = Seen::read(&head, &body);
    lock(&state.seen).push(seen.clone());
    let take = |rule: &mut Rule| rule.takes(&seen).then(|| rule.answer.clone());
    let rule = lock(&state.rules).iter_mut().rev().find_map(take);
    let behind = async {
        match &state.behind {
            Some(url) => proxy::pass_on(url, head, body).await,
            None => answer::error(&seen, 501, "NotImplemented", "no rule of the fake endpoint answers this"),
        }
    };
    match rule {
        None => whole(behind.await),
        Some(Answer::Fixed(reply)) => whole(reply),
        Some(Answer::Error(status, code, message)) => whole(answer::error(&seen, status, &code, &message)),
        Some(Answer::Redirect(region)) => whole(redirect(&seen, &region)),
        Some(Answer::CutOff) => half(behind.await),
        Some(Answer::Hang(time)) => {
            tokio::time::sleep(time).await;
            whole(behind.await)
        }
        Some(Answer::Amended(change)) => {
            let reply = behind.await;
            whole(Reply { body: change(reply.body), ..reply })
        }
    }
}

fn redirect(seen: &Seen, region: &str) -> Reply {
    let mut reply = answer::error(seen, 301, "PermanentRedirect", "the bucket lives elsewhere");
    reply.headers.push(("x-amz-bucket-region".into(), region.into()));
    reply
}

fn whole(reply: Reply) -> Response<Body> {
    let body = Full::new(reply.body.clone()).map_err(|never| match never {}).boxed();
    response(&reply, body)
}

/// The length of the whole is announced; the connection breaks after half of it.
fn half(mut reply: Reply) -> Response<Body> {
    reply.headers.push(("content-length".into(), reply.body.len().to_string()));
    let first = Frame::data(reply.body.slice(..reply.body.len() / 2));
    let frames = [Ok(first), Err(io::Error::other("cut off by the fake endpoint"))];
    response(&reply, StreamBody::new(stream::iter(frames)).boxed())
}

fn response(reply: &Reply, body: Body) -> Response<Body> {
    let mut builder = Response::builder().status(reply.status);
    for (name, value) in &reply.headers {
        builder = builder.header(name, value);
    }
    builder.body(body).expect("the harness writes valid headers")
}
