//! Requests that are signed here and sent by the SDK's connector, without its layers in between. See
//! `docs/design/0010-requests-to-s3.md`.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_sdk_s3::config::http::{HttpRequest, HttpResponse};
use aws_sdk_s3::primitives::{ByteStream, SdkBody};
use aws_smithy_runtime_api::client::http::{HttpConnector, SharedHttpConnector};
use aws_smithy_runtime_api::http::Headers;
use http::{HeaderName, HeaderValue, Request};
use tokio::time::timeout;

use super::checksum;
use super::config::{Checksums, S3Config};
use super::endpoint::Endpoint;
use super::failure::Failure;
use super::keys::Keys;
use super::signature::{self, Header, Signable, SigningTime};
use super::skew::Skew;

const USER_AGENT: &str = concat!("s3db-native/", env!("CARGO_PKG_VERSION"));

/// Sends requests to the objects of a bucket.
#[derive(Debug)]
pub struct Transport {
    connector: SharedHttpConnector,
    keys: Arc<Keys>,
    skew: Skew,
    endpoint: Option<Endpoint>,
    region: String,
    checksums: Checksums,
    patience: Option<Duration>,
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
    pub fn new(
        config: &S3Config,
        connector: SharedHttpConnector,
        keys: Arc<Keys>,
        skew: Skew,
    ) -> Self {
        Self {
            connector,
            keys,
            skew,
            endpoint: Endpoint::of(config),
            region: config.region.clone(),
            checksums: config.checksums,
            patience: config.timeouts.read,
        }
    }

    /// Sends a request once.
    ///
    /// # Errors
    /// Why there are no keys, what the service says of a request that it refuses, why there is no
    /// answer, and that its body is another one than was written.
    pub async fn send(&self, message: Message<'_>) -> Result<Answer, Failure> {
        let key = message.key;
        let is_checked = self.checksums == Checksums::Supported && message.method == "GET";
        let keys = self.keys.get().await;
        let keys = keys.map_err(|error| Failure::without_keys(&error))?;
        let request = self.signed(message, &keys)?;
        let response = self.connector.call(request).await;
        let mut response = response.map_err(|error| Failure::of_connection(error, key))?;
        let body = self.body_of(&mut response, key).await?;
        if !response.status().is_success() {
            let status = response.status().as_u16();
            let failure = Failure::refused(status, response.headers(), &body, key);
            let is_late = self.skew.correct(status, response.headers());
            return Err(if is_late { failure.passing() } else { failure });
        }
        if is_checked && !checksum::fits(response.headers(), &body) {
            let reason = "the body does not have the checksum that the service keeps of it";
            return Err(Failure::broken(key, reason));
        }
        let headers = std::mem::take(response.headers_mut());
        Ok(Answer { headers, body })
    }

    fn signed(&self, message: Message<'_>, keys: &Credentials) -> Result<HttpRequest, Failure> {
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
        let endpoint = self.endpoint.as_ref();
        let endpoint = endpoint.ok_or_else(|| invalid("the endpoint is no URL"))?;
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
        let mut request = Request::builder().method(method).uri(endpoint.url(&path));
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
            .body(SdkBody::from(body.to_vec()));
        let request = request.map_err(|error| invalid(&error.to_string()))?;
        HttpRequest::try_from(request).map_err(|error| invalid(&error.to_string()))
    }

    /// The body of an answer. Each of its pieces may take as long as an answer to begin.
    async fn body_of(&self, response: &mut HttpResponse, key: &str) -> Result<Vec<u8>, Failure> {
        let mut stream = ByteStream::new(response.take_body());
        let mut body = Vec::new();
        loop {
            let piece = match self.patience {
                Some(longest) => timeout(longest, stream.next()).await.map_err(|_| {
                    Failure::timed_out(key, "the body of the answer does not go on")
                })?,
                None => stream.next().await,
            };
            let Some(piece) = piece else {
                return Ok(body);
            };
            let piece = piece.map_err(|error| Failure::broken(key, &error.to_string()))?;
            body.extend_from_slice(&piece);
        }
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
