//! Making connections to a service.

use std::sync::Arc;
use std::time::Duration;

use http::Uri;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use tokio::time::timeout;
use tower_service::Service;

use super::cause::causes_of;
use super::hosts::Hosts;
use super::trust;

type Connector = HttpsConnector<HttpConnector<Hosts>>;

/// Bytes to and from a service, through TLS or not.
pub type Channel = <Connector as Service<Uri>>::Response;

/// Makes connections to one place.
#[derive(Debug)]
pub struct Dialer {
    connector: Connector,
    place: Uri,
    limit: Option<Duration>,
}

impl Dialer {
    /// Connections to the host of a URL, each made within a limit of time. Nothing is looked up yet.
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(place: Uri, hosts: Hosts, limit: Option<Duration>) -> Result<Self, rustls::Error> {
        let is_secure = place.scheme_str() == Some("https");
        let roots = if is_secure {
            trust::roots()
        } else {
            RootCertStore::empty()
        };
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let mut tcp = HttpConnector::new_with_resolver(hosts);
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        Ok(Self {
            connector,
            place,
            limit,
        })
    }

    /// Makes a connection.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn dial(&self) -> Result<Channel, String> {
        let dialing = self.connector.clone().call(self.place.clone());
        let dialed = match self.limit {
            Some(limit) => timeout(limit, dialing)
                .await
                .map_err(|_| format!("no connection was made within {limit:?}"))?,
            None => dialing.await,
        };
        dialed.map_err(|error| causes_of(&*error))
    }
}
