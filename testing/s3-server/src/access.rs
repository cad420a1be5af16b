//! Who may do what: the rules of signatures that the framework leaves open, and the faults that are
//! asked for.

use std::sync::Arc;

use http::HeaderMap;
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::{S3Auth, SecretKey};
use s3s::host::{S3Host, VirtualHost};
use s3s::{S3Result, s3_error};
use tokio::time::sleep;

use crate::exchange::{Disturbance, Exchange};
use crate::fault::{Faults, injected};

/// The only access key.
pub const ACCESS_KEY: &str = "test";
/// Its secret.
pub const SECRET_KEY: &str = "testtest";
/// The only region.
pub const REGION: &str = "us-east-1";

/// Knows the one key.
#[derive(Debug)]
pub struct Keys;

#[async_trait::async_trait]
impl S3Auth for Keys {
    async fn get_secret_key(&self, access_key: &str) -> S3Result<SecretKey> {
        if access_key == ACCESS_KEY {
            return Ok(SecretKey::from(SECRET_KEY));
        }
        Err(s3_error!(
            InvalidAccessKeyId,
            "The access key does not exist."
        ))
    }
}

/// Reads `<bucket>.localhost[:port]`; every other host means that the bucket is in the path.
#[derive(Debug)]
pub struct Hosts;

impl S3Host for Hosts {
    fn parse_host_header<'a>(&'a self, host: &'a str) -> S3Result<VirtualHost<'a>> {
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        let plain = VirtualHost::new(name);
        Ok(match name.strip_suffix(".localhost") {
            Some(bucket) => plain.with_bucket(bucket),
            None => plain,
        })
    }
}

/// Checks each request that is signed correctly.
#[derive(Debug)]
pub struct Access {
    faults: Arc<Faults>,
}

impl Access {
    /// Lets requests go wrong as these faults say.
    #[must_use]
    pub fn new(faults: Arc<Faults>) -> Self {
        Self { faults }
    }
}

#[async_trait::async_trait]
impl S3Access for Access {
    async fn check(&self, context: &mut S3AccessContext<'_>) -> S3Result<()> {
        if context.credentials().is_none() {
            return Err(s3_error!(AccessDenied, "The request is not signed."));
        }
        check_signature_scope(context.headers())?;
        let operation = context.s3_op().name().to_owned();
        let key = match context.s3_path().get_object_key() {
            Some(key) => Some(key.to_owned()),
            None => prefix_of(context.uri().query().unwrap_or_default()),
        };
        let outcome = self.faults.outcome(&operation, key.as_deref());
        let exchange = context.extensions_mut().get::<Arc<Exchange>>().cloned();
        let Some(exchange) = exchange else {
            return Err(s3_error!(
                InternalError,
                "A request without a place in the log."
            ));
        };
        exchange.identify(&operation, key);
        // A sleep of no time lasts a millisecond.
        if !outcome.latency.is_zero() {
            sleep(outcome.latency).await;
        }
        if let Some(code) = outcome.error {
            return Err(injected(code));
        }
        if let Some(disturbance) = outcome.disturbance {
            exchange.disturb(disturbance);
            if disturbance == Disturbance::Reset {
                return Err(s3_error!(InternalError, "The connection is reset."));
            }
        }
        Ok(())
    }
}

/// The region is the one of this server, and every header that means something is signed. Requests
/// that are signed in their address have no such header.
fn check_signature_scope(headers: &HeaderMap) -> S3Result<()> {
    let Some(authorization) = headers
        .get("authorization")
        .and_then(|text| text.to_str().ok())
    else {
        return Ok(());
    };
    let part = |name: &str| {
        let (_, rest) = authorization.split_once(name)?;
        rest.split(',').next().map(str::trim)
    };
    let region = part("Credential=").and_then(|scope| scope.split('/').nth(2));
    if region != Some(REGION) {
        return Err(s3_error!(
            AuthorizationHeaderMalformed,
            "The region is not {REGION}."
        ));
    }
    let signed: Vec<_> = part("SignedHeaders=")
        .unwrap_or_default()
        .split(';')
        .collect();
    let must_be = |name: &&str| name.starts_with("x-amz-") || *name == "host";
    match headers
        .keys()
        .map(http::HeaderName::as_str)
        .filter(must_be)
        .find(|n| !signed.contains(n))
    {
        Some(name) => Err(s3_error!(AccessDenied, "The header {name} is not signed.")),
        None => Ok(()),
    }
}

/// The prefix that a listing asks for.
fn prefix_of(query: &str) -> Option<String> {
    let value = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("prefix="))?;
    urlencoding::decode(value)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn check(authorization: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(
            "authorization",
            HeaderValue::from_str(authorization).unwrap(),
        );
        headers.insert("host", HeaderValue::from_static("h"));
        headers.insert("x-amz-meta-a", HeaderValue::from_static("1"));
        headers.insert("accept", HeaderValue::from_static("*/*"));
        let error = check_signature_scope(&headers).err()?;
        Some(error.code().as_str().to_owned())
    }

    #[test]
    fn the_region_must_be_right() {
        let of = |region: &str| {
            let scope = format!("Credential=test/20260101/{region}/s3/aws4_request");
            check(&format!(
                "AWS4-HMAC-SHA256 {scope}, SignedHeaders=host;x-amz-meta-a"
            ))
        };
        assert_eq!(of("us-east-1"), None);
        assert_eq!(
            of("eu-west-1").as_deref(),
            Some("AuthorizationHeaderMalformed")
        );
    }

    #[test]
    fn headers_must_be_signed() {
        let of = |names: &str| {
            let scope = "Credential=test/20260101/us-east-1/s3/aws4_request";
            check(&format!(
                "AWS4-HMAC-SHA256 {scope},SignedHeaders={names},Signature=0"
            ))
        };
        assert_eq!(of("host;x-amz-meta-a"), None);
        assert_eq!(of("host;x-amz-meta").as_deref(), Some("AccessDenied"));
        assert_eq!(of("x-amz-meta-a").as_deref(), Some("AccessDenied"));
    }

    #[test]
    fn buckets_in_hosts() {
        let bucket = |host| {
            Hosts
                .parse_host_header(host)
                .unwrap()
                .bucket()
                .map(str::to_owned)
        };
        assert_eq!(bucket("a.b.localhost:80").as_deref(), Some("a.b"));
        assert_eq!(bucket("b.localhost").as_deref(), Some("b"));
        assert_eq!(bucket("localhost:80"), None);
        assert_eq!(bucket("example.org"), None);
    }
}
