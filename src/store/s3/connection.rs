//! What requests are sent with: our own transport, and the client of the SDK, its own retries off.

use std::sync::{Arc, OnceLock};

use aws_sdk_s3::Client;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::{
    BehaviorVersion, Builder, ProvideCredentials, Region, RequestChecksumCalculation,
    ResponseChecksumValidation, SharedHttpClient,
};
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_http_client::{Connector, ConnectorBuilder};
use aws_smithy_runtime_api::client::http::{
    HttpConnectorSettings, SharedHttpConnector, http_client_fn,
};

use super::config::{Checksums, S3Config};
use super::credentials;
use super::endpoint::host_of;
use super::hosts::Hosts;
use super::keys::Keys;
use super::skew::{Skew, SkewObserver};
use super::transport::Transport;
use super::trust;

/// What the requests of a store share.
#[derive(Debug)]
pub struct Connection {
    /// Requests to single objects.
    pub transport: Transport,
    keys: Arc<Keys>,
    skew: Skew,
    client: OnceLock<Client>,
}

impl Connection {
    /// The connection of a configuration. Nothing is sent.
    #[must_use]
    pub fn new(config: &S3Config) -> Self {
        let provider = credentials::provider(config, || credentials_client(config));
        let keys = Arc::new(Keys::of(provider));
        let (skew, shared) = (Skew::default(), Arc::clone(&keys));
        Self {
            transport: Transport::new(config, shared, skew.clone()),
            keys,
            skew,
            client: OnceLock::new(),
        }
    }

    /// The client of the SDK, for requests whose bodies are XML.
    pub fn client(&self, config: &S3Config) -> &Client {
        self.client.get_or_init(|| {
            let connector = SharedHttpConnector::new(connector(config));
            let observer = SkewObserver::new(connector, self.skew.clone());
            let connector = SharedHttpConnector::new(observer);
            let keys: Arc<dyn ProvideCredentials> = self.keys.clone();
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
                .credentials_provider(keys)
                .time_source(self.skew.clone())
                .http_client(http_client_fn(move |_, _| connector.clone()))
                .request_checksum_calculation(sent)
                .response_checksum_validation(checked)
                .retry_config(RetryConfig::disabled());
            Client::from_conf(settings.build())
        })
    }
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

fn connector(config: &S3Config) -> Connector {
    let mut settings = HttpConnectorSettings::builder();
    settings
        .set_connect_timeout(config.timeouts.connect)
        .set_read_timeout(config.timeouts.read);
    let mut builder = Connector::builder().connector_settings(settings.build());
    if let Some(idle) = config.timeouts.idle {
        builder.set_pool_idle_timeout(Some(Some(idle)));
    }
    let hosts = Hosts::new(&config.hosts);
    if !config.endpoint.starts_with("http://") {
        return secure(builder, trusted(), hosts);
    }
    let asks_system = host_of(&config.endpoint).is_none_or(|host| !hosts.knows(&host));
    if config.hosts.is_empty() && asks_system {
        return builder.build_http();
    }
    // Only connectors with TLS can be given addresses; this one trusts nobody, and is not asked to.
    secure(builder, TrustStore::empty(), hosts)
}

fn secure(builder: ConnectorBuilder, trusted: TrustStore, hosts: Hosts) -> Connector {
    let builder = builder.tls_provider(Provider::Rustls(CryptoMode::Ring));
    let builder = match TlsContext::builder().with_trust_store(trusted).build() {
        Ok(context) => builder.tls_context(context),
        Err(_) => builder,
    };
    builder.build_with_resolver(hosts)
}

/// What the chain asks services for credentials with.
fn credentials_client(config: &S3Config) -> SharedHttpClient {
    let builder = aws_smithy_http_client::Builder::new();
    let builder = builder.tls_provider(Provider::Rustls(CryptoMode::Ring));
    let builder = match TlsContext::builder().with_trust_store(trusted()).build() {
        Ok(context) => builder.tls_context(context),
        Err(_) => builder,
    };
    builder.build_with_resolver(Hosts::new(&config.hosts))
}

/// Certificates of the system, and those that the environment names.
fn trusted() -> TrustStore {
    let mut trusted = TrustStore::default();
    for certificate in trust::extra_certificates() {
        trusted.add_pem_certificate(certificate);
    }
    trusted
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
}
