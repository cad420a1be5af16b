//! The second port: faults, the log and the buckets, for tests. Plain HTTP, without signatures.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::fault::Fault;
use crate::server::State;

type Answer = Response<Full<Bytes>>;

/// Serves the control endpoint for as long as the listener works.
///
/// # Errors
/// When no connection can be accepted any more.
pub async fn serve(listener: TcpListener, state: Arc<State>) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            let handle = service_fn(|request| handle(request, &state));
            let connection = hyper::server::conn::http1::Builder::new();
            let _ = connection
                .serve_connection(TokioIo::new(stream), handle)
                .await;
        });
    }
}

async fn handle(request: Request<Incoming>, state: &State) -> Result<Answer, Infallible> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    Ok(match (&parts.method, path) {
        (&Method::POST, "/fault") => match read_fault(body).await {
            Ok(fault) => {
                state.faults.add(fault);
                done()
            }
            Err(message) => answer(StatusCode::BAD_REQUEST, message),
        },
        (&Method::DELETE, "/fault") => {
            state.faults.clear();
            done()
        }
        (&Method::GET, "/requests") => match serde_json::to_string(&state.log.entries()) {
            Ok(json) => answer(StatusCode::OK, json),
            Err(error) => answer(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
        },
        (&Method::DELETE, "/requests") => {
            state.log.clear();
            done()
        }
        (&Method::PUT, "/clear") => {
            state.store.clear();
            done()
        }
        (&Method::PUT, path) => match path.strip_prefix("/buckets/") {
            Some(bucket) if s3s::path::check_bucket_name(bucket) => {
                state.store.create_bucket(bucket);
                done()
            }
            _ => unknown(),
        },
        _ => unknown(),
    })
}

async fn read_fault(body: Incoming) -> Result<Fault, String> {
    let bytes = body
        .collect()
        .await
        .map_err(|error| error.to_string())?
        .to_bytes();
    serde_json::from_slice(&bytes).map_err(|error| error.to_string())
}

fn answer(status: StatusCode, text: String) -> Answer {
    let mut answer = Response::new(Full::new(Bytes::from(text)));
    *answer.status_mut() = status;
    answer
}

fn done() -> Answer {
    answer(StatusCode::NO_CONTENT, String::new())
}

fn unknown() -> Answer {
    answer(StatusCode::NOT_FOUND, "no such control".to_owned())
}
