//! Requests that are signed and sent without the SDK. See `docs/design/0010-requests-to-s3.md`.

use std::borrow::Cow;
use std::sync::Arc;

use aws_credential_types::Credentials;
use http::{HeaderName, HeaderValue, Request, Response};
use http_body_util::Full;
use hyper::body::{Body, Bytes, Incoming};

use super::cause::causes_of;
use super::checksum;
use super::config::{Checksums, S3Config};
use super::dial::Dialer;
use super::endpoint::Endpoint;
use super::failure::Failure;
use super::headers::Headers;
use super::hosts::Hosts;
use super::keys::Keys;
use super::line::{Line, Outgoing};
use super::patience::{Late, Patience};
use super::pool::Pool;
use super::signature::{self, Header, Signable, SigningTime};
use super::skew::Skew;

const USER_AGENT: &str = concat!("s3db-native/", env!("CARGO_PKG_VERSION"));

/// Sends requests to the objects of a bucket.
#[derive(Debug)]
pub struct Transport {
    service: Option<Service>,
    keys: Arc<Keys>,
    skew: Skew,
    region: String,
    checksums: Checksums,
    patience: Patience,
}

/// Where requests go, and the connections to it.
#[derive(Debug)]
struct Service {
    endpoint: Endpoint,
    pool: Pool,
}

/// A request to an object.
#[derive(Debug)]
pub struct Message<'a> {
    /// Method.
    pub method: &'static str,
    /// Key of the object.
    pub key: &'a str,
    /// Headers but those that every request has.
    pub headers: Vec<Header<'a>>,
    /// Body.
    pub body: &'a [u8],
}

/// What a service answers to a request that it carried out.
#[derive(Debug)]
pub struct Answer {
    /// Headers.
    pub headers: Headers,
    /// Body.
    pub body: Vec<u8>,
}

impl<'a> Message<'a> {
    /// A request without headers of its own and without a body.
    #[must_use]
    pub fn new(method: &'static str, key: &'a str) -> Self {
        Self {
            method,
            key,
            headers: Vec::new(),
            body: &[],
        }
    }

    /// Adds a header.
    pub fn push(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Cow<'a, str>>) {
        self.headers.push((name.into(), value.into()));
    }
}

impl Transport {
    /// Requests to the bucket of a configuration.
    #[must_use]
    pub fn new(config: &S3Config, keys: Arc<Keys>, skew: Skew) -> Self {
        Self {
            service: Service::of(config),
            keys,
            skew,
            region: config.region.clone(),
            checksums: config.checksums,
            patience: Patience::new(config.timeouts.read),
        }
    }

    /// Whether a request would find a connection.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        let service = self.service.as_ref();
        service.is_some_and(|service| service.pool.has_idle())
    }

    /// Sends a request once.
    ///
    /// # Errors
    /// Why there are no keys, what the service says of a request that it refuses, why there is no
    /// answer, and that its body is another one than was written.
    pub async fn send(&self, message: Message<'_>) -> Result<Answer, Failure> {
        let key = message.key;
        let is_checked = self.checksums == Checksums::Supported && message.method == "GET";
        let service = self.service.as_ref();
        let service =
            service.ok_or_else(|| Failure::invalid(key, "the endpoint is no URL of a service"))?;
        let keys = self.keys.get().await;
        let keys = keys.map_err(|error| Failure::without_keys(&error))?;
        let request = self.signed(&service.endpoint, message, &keys)?;
        let begun = self.patience.within(service.begin(request, key)).await;
        let begun = begun.map_err(|Late| Failure::timed_out(key, "no answer came in time"))?;
        let (mut line, response) = begun?;
        let (head, body) = response.into_parts();
        let body = self.body_of(&mut line, body, key).await?;
        service.pool.keep(line);
        let headers = Headers::of(head.headers)
            .ok_or_else(|| Failure::broken(key, "a header of the answer is no text"))?;
        if !head.status.is_success() {
            let status = head.status.as_u16();
            let failure = Failure::refused(status, &headers, &body, key);
            let is_late = self.skew.correct(status, headers.get("date"));
            return Err(if is_late { failure.passing() } else { failure });
        }
        if is_checked && !checksum::fits(&headers, &body) {
            let reason = "the body does not have the checksum that the service keeps of it";
            return Err(Failure::broken(key, reason));
        }
        Ok(Answer { headers, body })
    }

    fn signed(
        &self,
        endpoint: &Endpoint,
        message: Message<'_>,
        keys: &Credentials,
    ) -> Result<Outgoing, Failure> {
        let Message {
            method,
            key,
            mut headers,
            body,
        } = message;
        let invalid = |reason: &str| Failure::invalid(key, reason);
        // Without a key, the request would be one to the bucket.
        if key.is_empty() {
            return Err(invalid("the key is empty"));
        }
        let hash = signature::hash_of(body);
        let time = SigningTime::at(self.skew.now());
        headers.extend([
            ("host".into(), endpoint.host().into()),
            ("x-amz-content-sha256".into(), Cow::Borrowed(&*hash)),
            ("x-amz-date".into(), Cow::Borrowed(&*time.text)),
        ]);
        match (self.checksums, method) {
            (Checksums::Supported, "PUT") => {
                headers.push((checksum::CRC32.into(), checksum::crc32_of(body).into()));
            }
            (Checksums::Supported, "GET") => {
                headers.push((checksum::MODE.into(), "ENABLED".into()));
            }
            _ => {}
        }
        if let Some(token) = keys.session_token() {
            headers.push(("x-amz-security-token".into(), token.into()));
        }
        headers.sort_unstable();
        let path = endpoint.path(key);
        let signable = Signable {
            method,
            path: &path,
            headers: &headers,
            hash: &hash,
        };
        let authorization = signature::authorization(signable, &time, &self.region, keys);
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in &headers {
            request = request.header(
                HeaderName::from_bytes(name.as_bytes())
                    .map_err(|_| invalid("invalid header name"))?,
                HeaderValue::from_bytes(value.as_bytes())
                    .map_err(|_| invalid("invalid header value"))?,
            );
        }
        let request = request
            .header("user-agent", USER_AGENT)
            .header("authorization", authorization)
            .body(Full::new(Bytes::copy_from_slice(body)));
        request.map_err(|error| invalid(&error.to_string()))
    }

    /// The body of an answer. Each of its pieces may take as long as an answer to begin.
    async fn body_of(
        &self,
        line: &mut Line,
        mut incoming: Incoming,
        key: &str,
    ) -> Result<Vec<u8>, Failure> {
        let mut body = Vec::new();
        while !incoming.is_end_stream() {
            let piece = self.patience.within(line.piece(&mut incoming)).await;
            let piece = piece
                .map_err(|Late| Failure::timed_out(key, "the body of the answer does not go on"))?;
            let Some(piece) = piece else {
                break;
            };
            let piece = piece.map_err(|error| Failure::broken(key, &causes_of(&error)))?;
            body.extend_from_slice(&piece);
        }
        Ok(body)
    }
}

impl Service {
    fn of(config: &S3Config) -> Option<Self> {
        let endpoint = Endpoint::of(config)?;
        let (hosts, timeouts) = (Hosts::new(&config.hosts), config.timeouts);
        let dialer = Dialer::new(endpoint.place()?, hosts, timeouts.connect).ok()?;
        let pool = Pool::new(dialer, timeouts.idle);
        Some(Self { endpoint, pool })
    }

    /// Sends a request, on another connection where nothing of it was sent because the service had closed
    /// the one before.
    async fn begin(
        &self,
        mut request: Outgoing,
        key: &str,
    ) -> Result<(Line, Response<Incoming>), Failure> {
        loop {
            let (mut line, is_new) = match self.pool.take() {
                Some(line) => (line, false),
                None => (self.connected(key).await?, true),
            };
            let mut unsent = match line.send(request).await {
                Ok(response) => return Ok((line, response)),
                Err(unsent) => unsent,
            };
            match unsent.take_message() {
                Some(message) if !is_new => request = message,
                _ => return Err(Failure::unanswered(key, &causes_of(unsent.error()))),
            }
        }
    }

    async fn connected(&self, key: &str) -> Result<Line, Failure> {
        let dialed = self.pool.dial().await;
        dialed.map_err(|reason| Failure::unconnected(key, &reason))
    }
}

#[cfg(test)]
mod tests {
    use tokio::runtime::Runtime;

    use super::super::config::CredentialSource;
    use super::super::connection::Connection;
    use super::super::kind::Kind;
    use super::*;

    #[test]
    fn a_request_without_a_key_is_not_one_to_the_bucket() {
        let keys = Credentials::new("id", "secret", None, None, "test");
        let source = CredentialSource::Static(keys);
        let config = S3Config::new("http://127.0.0.1:1", "r", "bucket", source);
        let connection = Connection::new(&config);
        let sent = connection.transport.send(Message::new("DELETE", ""));
        let failure = Runtime::new().unwrap().block_on(sent).unwrap_err();
        assert_eq!(failure, Failure::invalid("", "the key is empty"));
        assert_eq!(failure.kind, Kind::Final);
    }
}
