//! Keys that requests are signed with, kept until they expire.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_credential_types::Credentials;
use aws_credential_types::provider::future::ProvideCredentials as Providing;
use aws_credential_types::provider::{
    self, ProvideCredentials, SharedCredentialsProvider, error::CredentialsError,
};
use tokio::sync::Mutex as AsyncMutex;
use tokio::time::timeout;

use crate::clock;

/// How long keys that do not expire are kept.
const KEPT: Duration = Duration::from_secs(15 * 60);

/// How long before they expire others are asked for.
const MARGIN: Duration = Duration::from_secs(10);

/// How long a provider may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Keys of a provider.
#[derive(Debug)]
pub struct Keys {
    provider: SharedCredentialsProvider,
    known: Mutex<Option<Known>>,
    /// Held by who asks, so that others wait for the answer.
    asking: AsyncMutex<()>,
}

#[derive(Debug)]
struct Known {
    credentials: Credentials,
    until: SystemTime,
}

impl Keys {
    /// Keys that `provider` gives when they are needed.
    #[must_use]
    pub fn of(provider: SharedCredentialsProvider) -> Self {
        Self {
            provider,
            known: Mutex::default(),
            asking: AsyncMutex::default(),
        }
    }

    /// The keys.
    ///
    /// # Errors
    /// What the provider says, and that it takes too long.
    pub async fn get(&self) -> provider::Result {
        if let Some(known) = self.known() {
            return Ok(known);
        }
        let _asking = self.asking.lock().await;
        if let Some(known) = self.known() {
            return Ok(known);
        }
        let asked = timeout(PATIENCE, self.provider.provide_credentials());
        let credentials = asked
            .await
            .map_err(|_| CredentialsError::provider_timed_out(PATIENCE))??;
        let expiry = credentials.expiry();
        let until = expiry.map_or_else(|| now() + KEPT, |expiry| expiry - MARGIN);
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(Known {
            credentials: credentials.clone(),
            until,
        });
        Ok(credentials)
    }

    fn known(&self) -> Option<Credentials> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.as_ref().filter(|known| now() < known.until)?;
        Some(known.credentials.clone())
    }
}

impl ProvideCredentials for Keys {
    fn provide_credentials<'a>(&'a self) -> Providing<'a>
    where
        Self: 'a,
    {
        Providing::new(self.get())
    }
}

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(clock::now())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use futures_util::future::join_all;
    use tokio::runtime::Builder;

    use super::*;

    #[derive(Debug)]
    struct Counting {
        asked: Arc<AtomicU32>,
        expires_in: Option<Duration>,
    }

    impl ProvideCredentials for Counting {
        fn provide_credentials<'a>(&'a self) -> Providing<'a>
        where
            Self: 'a,
        {
            Providing::new(async {
                tokio::task::yield_now().await;
                let number = self.asked.fetch_add(1, Ordering::Relaxed);
                if number == 0 && self.expires_in.is_none() {
                    return Err(CredentialsError::provider_error("not yet"));
                }
                let expiry = self.expires_in.map(|duration| now() + duration);
                Ok(Credentials::new("id", "secret", None, expiry, "test"))
            })
        }
    }

    fn asked(expires_in: Option<Duration>) -> u32 {
        let asked = Arc::new(AtomicU32::new(0));
        let provider = Counting {
            asked: Arc::clone(&asked),
            expires_in,
        };
        let keys = Keys::of(SharedCredentialsProvider::new(provider));
        let runtime = Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let given = join_all((0..3).map(|_| keys.get())).await;
            assert!(given.iter().any(Result::is_ok));
            keys.get().await.unwrap();
        });
        asked.load(Ordering::Relaxed)
    }

    #[test]
    fn keys_are_asked_for_once_until_they_expire() {
        assert_eq!(asked(Some(Duration::from_secs(60))), 1);
        assert_eq!(asked(Some(MARGIN / 2)), 4);
    }

    #[test]
    fn a_failure_is_not_kept() {
        assert_eq!(asked(None), 2);
    }
}
