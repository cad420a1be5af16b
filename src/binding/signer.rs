//! Credentials that a function of the user gives.
//!
//! A question crosses the thread boundary by number: the shim (`lib/clients/s3-signer.js`) calls the
//! function and answers the number. An operation that waits for the answer keeps the process alive; the
//! question itself does not.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Providing;
use aws_credential_types::provider::{self, ProvideCredentials, SharedCredentialsProvider};
use napi::Status;
use napi::bindgen_prelude::Function;
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi_derive::napi;

use super::pending::Pending;

type Ask = ThreadsafeFunction<u32, (), u32, Status, false, true>;

/// Who signs requests, as a handle.
#[napi]
pub struct Signer {
    questions: Arc<Questions>,
}

/// Keys that a function gave.
#[napi(object)]
pub struct GivenCredentials {
    /// Id of the access key.
    pub access_key_id: String,
    /// Its secret.
    pub secret_access_key: String,
    /// Token of a session.
    pub session_token: Option<String>,
    /// Milliseconds since 1970 after which the function is asked again.
    pub expires_at: Option<f64>,
}

struct Questions {
    ask: Ask,
    pending: Pending<provider::Result>,
}

#[napi]
impl Signer {
    /// A signer whose questions go to `ask(number)`. The function does not keep the process alive.
    ///
    /// # Errors
    /// napi refuses the function.
    #[napi(constructor)]
    pub fn new(ask: Function<'_, u32, ()>) -> napi::Result<Self> {
        let ask = ask.build_threadsafe_function().weak::<true>().build()?;
        Ok(Self {
            questions: Arc::new(Questions {
                ask,
                pending: Pending::default(),
            }),
        })
    }

    /// Answers a question.
    #[napi]
    pub fn give(&self, number: u32, given: GivenCredentials) {
        let expires = given.expires_at.and_then(|milliseconds| {
            let since = Duration::try_from_secs_f64(milliseconds / 1000.0).ok()?;
            UNIX_EPOCH.checked_add(since)
        });
        let credentials = Credentials::new(
            given.access_key_id,
            given.secret_access_key,
            given.session_token,
            expires,
            "credentials function",
        );
        self.questions.pending.settle(number, Ok(credentials));
    }

    /// Answers a question with why there is no answer.
    #[napi]
    pub fn refuse(&self, number: u32, reason: String) {
        let reason = format!("the credentials function failed: {reason}");
        self.questions
            .pending
            .settle(number, Err(CredentialsError::provider_error(reason)));
    }
}

impl Signer {
    /// The same for the SDK.
    #[must_use]
    pub fn provider(&self) -> SharedCredentialsProvider {
        SharedCredentialsProvider::new(Asking {
            questions: Arc::clone(&self.questions),
        })
    }
}

impl Questions {
    async fn credentials(&self) -> provider::Result {
        let ended = || CredentialsError::provider_error("the environment has ended");
        let (number, receiver) = self.pending.begin();
        if self
            .ask
            .call(number, ThreadsafeFunctionCallMode::NonBlocking)
            != Status::Ok
        {
            self.pending.forget(number);
            return Err(ended());
        }
        receiver.await.map_err(|_| ended())?
    }
}

struct Asking {
    questions: Arc<Questions>,
}

impl fmt::Debug for Asking {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Asking")
    }
}

impl ProvideCredentials for Asking {
    fn provide_credentials<'a>(&'a self) -> Providing<'a>
    where
        Self: 'a,
    {
        Providing::new(self.questions.credentials())
    }
}
