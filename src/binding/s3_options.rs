//! Options of a bucket of an S3 service, as the shim gives them.

use std::net::IpAddr;
use std::time::Duration;

use aws_credential_types::Credentials;
use napi_derive::napi;

use super::signer::Signer;
use crate::clock::milliseconds;
use crate::store::s3::{Checksums, CredentialSource, S3Config, TuningPolicy};

/// Where a bucket is, who signs, and how requests are made. Times are in milliseconds.
#[napi(object)]
pub struct S3BucketOptions {
    /// URL of the service, without the bucket.
    pub endpoint: String,
    /// Region that requests are signed for.
    pub region: String,
    /// Name of the bucket.
    pub bucket: String,
    /// Whether the bucket is named in the path; without a value only where no host can have its name.
    pub path_style: Option<bool>,
    /// Id of the access key. Without it the signer is asked, or the default chain of AWS.
    pub access_key_id: Option<String>,
    /// Secret of the access key.
    pub secret_access_key: Option<String>,
    /// Token of a session.
    pub session_token: Option<String>,
    /// Attempts of a request.
    pub attempts: Option<u32>,
    /// Longest pause before the second attempt.
    pub retry_delay: Option<f64>,
    /// Longest pause of all.
    pub longest_pause: Option<f64>,
    /// Whether the service's wish for a pause counts; it does without a value.
    pub heeds_service: Option<bool>,
    /// Names of errors after which a request is made again besides those that may pass.
    pub retryable: Option<Vec<String>>,
    /// Most requests at a time.
    pub concurrency: Option<u32>,
    /// Bounds within which that number follows the answers.
    pub tuning: Option<S3TuningOptions>,
    /// Whether requests carry checksums only where the protocol asks for them.
    pub bare: Option<bool>,
    /// Whether the service compares conditions of writes itself; it does without a value.
    pub conditional_writes: Option<bool>,
    /// Names of hosts and their addresses, one after another.
    pub hosts: Option<Vec<String>>,
    /// Time to make a connection; 0 is without limit.
    pub connect_timeout: Option<f64>,
    /// Time to the beginning of an answer; 0 is without limit.
    pub read_timeout: Option<f64>,
    /// Time of an attempt as a whole; 0 is without limit.
    pub attempt_timeout: Option<f64>,
    /// Time that a connection without requests is kept; 0 keeps none.
    pub idle_timeout: Option<f64>,
}

/// Bounds within which the number of requests at a time follows the answers.
#[napi(object)]
pub struct S3TuningOptions {
    /// Lowest number, 1 without a value.
    pub least: Option<u32>,
    /// Highest number, 100 without a value.
    pub most: Option<u32>,
    /// Milliseconds that an attempt may take on the average, 200 without a value.
    pub target: Option<f64>,
    /// Milliseconds between two changes, 5000 without a value.
    pub interval: Option<f64>,
}

impl S3TuningOptions {
    /// The bounds with the defaults of what is not given.
    #[must_use]
    pub fn policy(&self) -> TuningPolicy {
        let default = TuningPolicy::default();
        let count = |given: Option<u32>, default| given.map_or(default, |number| number as usize);
        TuningPolicy {
            least: count(self.least, default.least),
            most: count(self.most, default.most),
            target: self.target.map_or(default.target, milliseconds),
            interval: self.interval.map_or(default.interval, milliseconds),
        }
    }
}

impl S3BucketOptions {
    /// The configuration of a store.
    #[must_use]
    pub fn config(self, signer: Option<&Signer>) -> S3Config {
        let credentials = match (self.access_key_id, self.secret_access_key, signer) {
            (Some(id), Some(secret), _) => CredentialSource::Static(Credentials::new(
                id,
                secret,
                self.session_token,
                None,
                "connection string",
            )),
            (_, _, Some(signer)) => CredentialSource::Provider(signer.provider()),
            _ => CredentialSource::Chain,
        };
        let mut config = S3Config::new(&self.endpoint, &self.region, &self.bucket, credentials);
        if self.path_style == Some(true) {
            config.path_style = true;
        }
        if let Some(attempts) = self.attempts {
            config.retries.attempts = attempts.max(1);
        }
        if let Some(pause) = self.retry_delay {
            config.retries.first_pause = milliseconds(pause);
        }
        if let Some(pause) = self.longest_pause {
            config.retries.longest_pause = milliseconds(pause);
        }
        config.retries.heeds_service = self.heeds_service != Some(false);
        config.retryable = self.retryable.unwrap_or_default();
        if let Some(concurrency) = self.concurrency {
            config.concurrency = concurrency.max(1) as usize;
        }
        config.tuning = self.tuning.map(|tuning| tuning.policy());
        if self.bare == Some(true) {
            config.checksums = Checksums::Required;
        }
        config.has_conditional_writes = self.conditional_writes != Some(false);
        config.hosts = addresses(&self.hosts.unwrap_or_default());
        let timeouts = &mut config.timeouts;
        timeouts.connect = limit(self.connect_timeout, timeouts.connect);
        timeouts.read = limit(self.read_timeout, timeouts.read);
        timeouts.attempt = limit(self.attempt_timeout, timeouts.attempt);
        timeouts.idle = self.idle_timeout.map(milliseconds).or(timeouts.idle);
        config
    }
}

/// Names and addresses, one after another; those that are none were refused by the shim.
fn addresses(pairs: &[String]) -> Vec<(String, IpAddr)> {
    let pairs = pairs.chunks_exact(2);
    pairs
        .filter_map(|pair| match pair {
            [name, address] => Some((name.clone(), address.parse().ok()?)),
            _ => None,
        })
        .collect()
}

fn limit(given: Option<f64>, default: Option<Duration>) -> Option<Duration> {
    match given {
        Some(number) => Some(milliseconds(number)).filter(|limit| !limit.is_zero()),
        None => default,
    }
}
