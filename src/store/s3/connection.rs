//! The client of the SDK, with one stack for HTTP and its own retries off.

use std::env;
use std::fs;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{
    BehaviorVersion, Builder, Region, RequestChecksumCalculation, ResponseChecksumValidation,
    SharedHttpClient,
};
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use super::config::{Checksums, S3Config};
use super::credentials;
use super::hosts::Hosts;

/// Names a file of certificates to be trusted besides those of the system.
const EXTRA_CERTIFICATES: &str = "NODE_EXTRA_CA_CERTS";

/// Last line of a certificate in PEM.
const END: &str = "-----END CERTIFICATE-----";

/// Makes the client of a configuration.
#[must_use]
pub fn client(config: &S3Config) -> Client {
    let is_plain = config.endpoint.starts_with("http://");
    let http = if is_plain {
        plain(config)
    } else {
        https(config)
    };
    let mut timeouts = TimeoutConfig::builder();
    timeouts.set_connect_timeout(config.timeouts.connect);
    timeouts.set_read_timeout(config.timeouts.read);
    let secure = http.clone();
    let credentials =
        credentials::provider(config, || if is_plain { https(config) } else { secure });
    let (sent, checked) = match config.checksums {
        Checksums::Supported => (
            RequestChecksumCalculation::WhenSupported,
            ResponseChecksumValidation::WhenSupported,
        ),
        Checksums::Required => (
            RequestChecksumCalculation::WhenRequired,
            ResponseChecksumValidation::WhenRequired,
        ),
    };
    let settings = Builder::new()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new(config.region.clone()))
        .endpoint_url(endpoint(config))
        .force_path_style(config.path_style)
        .credentials_provider(credentials)
        .http_client(http)
        .timeout_config(timeouts.build())
        .request_checksum_calculation(sent)
        .response_checksum_validation(checked)
        .retry_config(RetryConfig::disabled());
    Client::from_conf(settings.build())
}

/// The endpoint, in the form to which the SDK appends a bucket.
fn endpoint(config: &S3Config) -> String {
    let url = config.endpoint.trim_end_matches('/');
    let has_path = url
        .split_once("://")
        .is_some_and(|(_, rest)| rest.contains('/'));
    if has_path && config.path_style {
        format!("{url}/")
    } else {
        url.to_owned()
    }
}

fn http_builder(config: &S3Config) -> aws_smithy_http_client::Builder {
    let mut builder = aws_smithy_http_client::Builder::new();
    if let Some(idle) = config.timeouts.idle {
        builder.set_pool_idle_timeout(Some(Some(idle)));
    }
    builder
}

/// A client for endpoints without TLS. The SDK lets only its client with TLS ask somebody else than the
/// system for addresses; that one trusts nobody here.
fn plain(config: &S3Config) -> SharedHttpClient {
    let hosts = Hosts::new(&config.hosts);
    if host_of(&config.endpoint).is_none_or(|host| !hosts.knows(host)) {
        return http_builder(config).build_http();
    }
    secure(config, TrustStore::empty())
}

fn https(config: &S3Config) -> SharedHttpClient {
    let mut trusted = TrustStore::default();
    // As in Node.js, a file that cannot be read is passed over.
    if let Some(extra) = env::var_os(EXTRA_CERTIFICATES)
        && let Ok(text) = fs::read_to_string(extra)
    {
        for certificate in certificates(&text) {
            trusted.add_pem_certificate(certificate);
        }
    }
    secure(config, trusted)
}

fn secure(config: &S3Config, trusted: TrustStore) -> SharedHttpClient {
    let builder = http_builder(config).tls_provider(Provider::Rustls(CryptoMode::Ring));
    let builder = match TlsContext::builder().with_trust_store(trusted).build() {
        Ok(context) => builder.tls_context(context),
        Err(_) => builder,
    };
    builder.build_with_resolver(Hosts::new(&config.hosts))
}

/// Name of the host of a URL.
pub fn host_of(url: &str) -> Option<&str> {
    let authority = url.split_once("://")?.1.split(['/', '?']).next()?;
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => Some(name),
        _ => Some(host),
    }
}

/// The certificates of a PEM text that can be trusted; the SDK panics at others.
fn certificates(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(END).filter(|block| {
        CertificateDer::from_pem_slice(block.as_bytes())
            .is_ok_and(|certificate| RootCertStore::empty().add(certificate).is_ok())
    })
}

#[cfg(test)]
mod tests {
    use super::super::config::CredentialSource;
    use super::*;

    #[test]
    fn a_bucket_is_a_segment_of_its_own() {
        let endpoint_of = |url: &str, path_style| {
            let mut config = S3Config::new(url, "r", "bucket", CredentialSource::Chain);
            config.path_style = path_style;
            endpoint(&config)
        };
        assert_eq!(endpoint_of("http://h:1/a", true), "http://h:1/a/");
        assert_eq!(endpoint_of("http://h:1/a/", true), "http://h:1/a/");
        assert_eq!(endpoint_of("http://h:1/a/", false), "http://h:1/a");
        assert_eq!(endpoint_of("http://h:1/", true), "http://h:1");
    }

    #[test]
    fn the_host_of_a_url_is_without_port_and_path() {
        for (url, host) in [
            ("http://localhost:9000/a:1/b", "localhost"),
            ("http://user:pass@host", "host"),
            ("https://a.b/c", "a.b"),
            ("http://[::1]:9000", "[::1]"),
        ] {
            assert_eq!(host_of(url), Some(host), "{url}");
        }
        assert_eq!(host_of("nowhere"), None);
    }

    #[test]
    fn what_is_no_certificate_is_passed_over() {
        for text in [
            "",
            "garbage",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        ] {
            assert_eq!(certificates(text).count(), 0, "{text}");
        }
    }
}
