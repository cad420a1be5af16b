//! Connections of S3 clients, and what happens to a request around its operation.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use http::{HeaderValue, Response};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{Body, HttpRequest, HttpResponse};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::access::{Access, Hosts, Keys};
use crate::exchange::{Disturbance, Exchange, Log};
use crate::fault::Faults;
use crate::header;
use crate::operations::Operations;
use crate::slow::SlowBody;
use crate::store::Store;
use crate::wire::{Resetting, Wire};

/// What requests and the control endpoint share.
#[derive(Debug, Default)]
pub struct State {
    /// The buckets.
    pub store: Arc<Store>,
    /// What goes wrong.
    pub faults: Arc<Faults>,
    /// What came.
    pub log: Log,
    requests: AtomicU64,
}

/// A request that is not answered: its connection ends.
#[derive(Debug)]
struct Unanswered;

impl std::fmt::Display for Unanswered {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("the connection ends without an answer, as was asked for")
    }
}

impl std::error::Error for Unanswered {}

/// Serves S3 for as long as the listener works.
///
/// # Errors
/// When no connection can be accepted any more.
pub async fn serve(
    listener: TcpListener,
    state: Arc<State>,
    tls: Option<TlsAcceptor>,
) -> io::Result<()> {
    let operations = Operations::new(Arc::clone(&state.store), Arc::clone(&state.faults));
    let mut builder = S3ServiceBuilder::new(operations);
    builder.set_auth(Keys);
    builder.set_access(Access::new(Arc::clone(&state.faults)));
    builder.set_host(Hosts);
    let service = builder.build();
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let resetting = Resetting::default();
        let wire = Wire::new(stream, resetting.clone());
        let (service, state, tls) = (service.clone(), Arc::clone(&state), tls.clone());
        tokio::spawn(async move {
            if let Some(tls) = tls {
                if let Ok(stream) = tls.accept(wire).await {
                    converse(stream, service, state, resetting).await;
                }
            } else {
                converse(wire, service, state, resetting).await;
            }
        });
    }
}

async fn converse<T>(stream: T, service: S3Service, state: Arc<State>, resetting: Resetting)
where
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let answer = service_fn(|request| answer(request, &service, &state, &resetting));
    let connection = hyper::server::conn::http1::Builder::new();
    let _ = connection
        .serve_connection(TokioIo::new(stream), answer)
        .await;
}

async fn answer(
    request: http::Request<Incoming>,
    service: &S3Service,
    state: &State,
    resetting: &Resetting,
) -> Result<HttpResponse, Unanswered> {
    let exchange = state.log.begin();
    let number = state.requests.fetch_add(1, Ordering::Relaxed);
    let mut response = if let Err(error) = header::check(request.headers()) {
        error.to_http_response().map_err(|_| Unanswered)?
    } else {
        let mut request: HttpRequest = request.map(Body::from);
        request.extensions_mut().insert(Arc::clone(&exchange));
        service.call(request).await.map_err(|_| Unanswered)?
    };
    if let Ok(id) = HeaderValue::from_str(&format!("{number:016X}")) {
        response.headers_mut().insert("x-amz-request-id", id);
    }
    disturb(response, &exchange, resetting).await
}

async fn disturb(
    response: HttpResponse,
    exchange: &Exchange,
    resetting: &Resetting,
) -> Result<HttpResponse, Unanswered> {
    match exchange.disturbance() {
        Some(Disturbance::Reset) => {
            resetting.arm();
            return Err(Unanswered);
        }
        Some(Disturbance::DropAfterCommit) => return Err(Unanswered),
        _ => exchange.answer(response.status()),
    }
    match exchange.disturbance() {
        Some(Disturbance::SlowBody(pause)) => slowed(response, pause).await,
        _ => Ok(response),
    }
}

async fn slowed(response: HttpResponse, pause: Duration) -> Result<HttpResponse, Unanswered> {
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.map_err(|_| Unanswered)?.to_bytes();
    Ok(Response::from_parts(
        parts,
        Body::http_body(SlowBody::new(&bytes, pause)),
    ))
}
