//! What requests are sent with: one connector, and the client of the SDK on it, its own retries off.

use std::env;
use std::fs;
use std::sync::{Arc, OnceLock};

use aws_sdk_s3::Client;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{BehaviorVersion, Builder, ProvideCredentials, Region, SharedHttpClient};
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_http_client::{Connector, ConnectorBuilder};
use aws_smithy_runtime_api::client::http::{
    HttpConnectorSettings, SharedHttpConnector, http_client_fn,
};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use super::config::S3Config;
use super::credentials;
use super::keys::Keys;
use super::transport::Transport;

/// Names a file of certificates to be trusted besides those of the system.
const EXTRA_CERTIFICATES: &str = "NODE_EXTRA_CA_CERTS";

/// Last line of a certificate in PEM.
const END: &str = "-----END CERTIFICATE-----";

/// What the requests of a store share.
#[derive(Debug)]
pub struct Connection {
    /// Requests to single objects.
    pub transport: Transport,
    connector: SharedHttpConnector,
    keys: Arc<Keys>,
    client: OnceLock<Client>,
}

impl Connection {
    /// The connection of a configuration. Nothing is sent.
    #[must_use]
    pub fn new(config: &S3Config) -> Self {
        let connector = connector(config);
        let keys = Arc::new(Keys::of(credentials::provider(config, credentials_client)));
        Self {
            transport: Transport::new(config, connector.clone(), Arc::clone(&keys)),
            connector,
            keys,
            client: OnceLock::new(),
        }
    }

    /// The client of the SDK, for requests whose bodies are XML.
    pub fn client(&self, config: &S3Config) -> &Client {
        self.client.get_or_init(|| {
            let connector = self.connector.clone();
            let keys: Arc<dyn ProvideCredentials> = self.keys.clone();
            let mut timeouts = TimeoutConfig::builder();
            timeouts.set_connect_timeout(config.timeouts.connect);
            timeouts.set_read_timeout(config.timeouts.read);
            let settings = Builder::new()
                .behavior_version(BehaviorVersion::v2026_01_12())
                .region(Region::new(config.region.clone()))
                .endpoint_url(&config.endpoint)
                .force_path_style(config.path_style)
                .credentials_provider(keys)
                .http_client(http_client_fn(move |_, _| connector.clone()))
                .timeout_config(timeouts.build())
                .retry_config(RetryConfig::disabled());
            Client::from_conf(settings.build())
        })
    }
}

fn connector(config: &S3Config) -> SharedHttpConnector {
    let mut settings = HttpConnectorSettings::builder();
    settings
        .set_connect_timeout(config.timeouts.connect)
        .set_read_timeout(config.timeouts.read);
    let mut builder = Connector::builder().connector_settings(settings.build());
    if let Some(idle) = config.timeouts.idle {
        builder.set_pool_idle_timeout(Some(Some(idle)));
    }
    let connector = if config.endpoint.starts_with("http://") {
        builder.build_http()
    } else {
        secure(builder)
    };
    SharedHttpConnector::new(connector)
}

fn secure(builder: ConnectorBuilder) -> Connector {
    let builder = builder.tls_provider(Provider::Rustls(CryptoMode::Ring));
    match trusted() {
        Some(context) => builder.tls_context(context).build(),
        None => builder.build(),
    }
}

/// What the chain asks services for credentials with.
fn credentials_client() -> SharedHttpClient {
    let builder = aws_smithy_http_client::Builder::new();
    let builder = builder.tls_provider(Provider::Rustls(CryptoMode::Ring));
    match trusted() {
        Some(context) => builder.tls_context(context).build_https(),
        None => builder.build_https(),
    }
}

/// Certificates of the system, and those that the environment names.
fn trusted() -> Option<TlsContext> {
    let mut trusted = TrustStore::default();
    // As in Node.js, a file that cannot be read is passed over.
    if let Some(extra) = env::var_os(EXTRA_CERTIFICATES)
        && let Ok(text) = fs::read_to_string(extra)
    {
        for certificate in certificates(&text) {
            trusted.add_pem_certificate(certificate);
        }
    }
    TlsContext::builder().with_trust_store(trusted).build().ok()
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
    use super::*;

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
