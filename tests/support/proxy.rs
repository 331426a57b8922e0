//! Passing a request on to the endpoint behind, unchanged, so that its signature still holds there.
use super::answer::Reply;
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::Bytes;
use hyper::http::request::Parts;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// The answer of the endpoint behind.
pub(crate) async fn pass_on(to: &str, head: Parts, body: Bytes) -> Reply {
    let address = to.strip_prefix("http://").expect("the endpoint behind speaks plain HTTP");
    let stream = TcpStream::connect(address).await.expect("the endpoint behind listens");
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.expect("a fresh connection");
    tokio::spawn(connection);
    let request = Request::from_parts(head, Full::new(body));
    let answer = sender.send_request(request).await.expect("the endpoint behind answers");
    let (head, body) = answer.into_parts();
    let hop = ["connection", "transfer-encoding", "content-length", "keep-alive"];
    let headers = head.headers.iter().filter(|(name, _)| !hop.contains(&name.as_str()));
    let headers =
        headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()));
    let headers = headers.collect();
    let body = body.collect().await.expect("the endpoint behind sends its whole body").to_bytes();
    Reply { status: head.status.as_u16(), headers, body }
}
