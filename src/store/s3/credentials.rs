//! Credentials that are found when the first request needs them.

use aws_config::default_provider::credentials::DefaultCredentialsChain;
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::provider::future::ProvideCredentials as Providing;
use aws_credential_types::provider::{self, error::CredentialsError};
use aws_sdk_s3::config::{
    Credentials, ProvideCredentials, Region, SharedCredentialsProvider, SharedHttpClient,
};
use tokio::sync::OnceCell;

use super::config::{CredentialSource, S3Config};

/// What the chain looks at, in its order.
const TRIED: &str = "the connection string and the options name no key; tried the environment \
    (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY), the shared configuration and its profile (keys, roles, \
    processes, single sign-on), the web identity token, the container and the instance metadata";

/// The default chain of AWS, which is set up when it is first asked.
#[derive(Debug)]
struct Chain {
    region: Region,
    http: SharedHttpClient,
    found: OnceCell<DefaultCredentialsChain>,
}

/// Who signs the requests of a configuration; `http` is for what the chain has to ask services for.
#[must_use]
pub fn provider(
    config: &S3Config,
    http: impl FnOnce() -> SharedHttpClient,
) -> SharedCredentialsProvider {
    match &config.credentials {
        CredentialSource::Static(credentials) => {
            SharedCredentialsProvider::new(credentials.clone())
        }
        CredentialSource::Provider(provider) => provider.clone(),
        CredentialSource::Chain => SharedCredentialsProvider::new(Chain {
            region: Region::new(config.region.clone()),
            http: http(),
            found: OnceCell::new(),
        }),
    }
}

impl Chain {
    async fn find(&self) -> provider::Result {
        let chain = self.found.get_or_init(|| async {
            let region = Some(self.region.clone());
            let settings = ProviderConfig::without_region()
                .with_region(region)
                .with_http_client(self.http.clone());
            DefaultCredentialsChain::builder()
                .region(self.region.clone())
                .configure(settings)
                .build()
                .await
        });
        chain.await.provide_credentials().await
    }
}

impl ProvideCredentials for Chain {
    fn provide_credentials<'a>(&'a self) -> Providing<'a>
    where
        Self: 'a,
    {
        Providing::new(self.find())
    }

    fn fallback_on_interrupt(&self) -> Option<Credentials> {
        self.found.get()?.fallback_on_interrupt()
    }
}

/// Why there are no credentials: what was tried, and what it said.
#[must_use]
pub fn describe(error: &CredentialsError) -> String {
    let mut reasons = Vec::new();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        reasons.push(inner.to_string());
        source = inner.source();
    }
    match (error, reasons.is_empty()) {
        (CredentialsError::CredentialsNotLoaded(_), _) => format!("no credentials: {TRIED}"),
        (_, true) => format!("no credentials: {error}"),
        (_, false) => format!("no credentials: {}", reasons.join(": ")),
    }
}
