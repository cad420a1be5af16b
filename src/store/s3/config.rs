//! Where a bucket is, and how requests to it are made.

use std::net::IpAddr;
use std::time::Duration;

use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};

use super::endpoint::host_of;
use super::retry::Policy;
use super::tuning::TuningPolicy;

/// Attempts of a request, the first one included, where nothing else is asked for.
pub const DEFAULT_ATTEMPTS: u32 = 3;

/// Longest pause before the second attempt, where nothing else is asked for.
pub const DEFAULT_PAUSE: Duration = Duration::from_millis(100);

/// Longest pause of all, where nothing else is asked for.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Requests under way at a time, where nothing else is asked for.
pub const DEFAULT_CONCURRENCY: usize = 50;

/// A bucket and how requests to it are made.
#[derive(Debug, Clone)]
pub struct S3Config {
    /// URL of the service, without the bucket.
    pub endpoint: String,
    /// Region that requests are signed for.
    pub region: String,
    /// Name of the bucket.
    pub bucket: String,
    /// Whether the bucket is named in the path of requests and not in the host.
    pub path_style: bool,
    /// Who signs.
    pub credentials: CredentialSource,
    /// How often a request is made, and what lies between.
    pub retries: Policy,
    /// Names of errors after which a request is made again besides those that may pass.
    pub retryable: Vec<String>,
    /// Most requests under way at a time, to begin with where there is a tuning.
    pub concurrency: usize,
    /// Bounds within which the number of requests at a time follows the answers.
    pub tuning: Option<TuningPolicy>,
    /// When requests carry checksums besides that of the signature.
    pub checksums: Checksums,
    /// Whether the service compares conditions of writes itself. Otherwise they are compared with what
    /// HEAD says, just before the write.
    pub has_conditional_writes: bool,
    /// Addresses of hosts, and of all below them, which the system is not asked for.
    pub hosts: Vec<(String, IpAddr)>,
    /// Time limits.
    pub timeouts: Timeouts,
}

/// When requests carry checksums besides that of the signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checksums {
    /// Wherever the protocol has a place for one; answers are checked as well.
    Supported,
    /// Where the protocol asks for one.
    Required,
}

/// Who signs requests.
#[derive(Debug, Clone)]
pub enum CredentialSource {
    /// These keys.
    Static(Credentials),
    /// Keys that are asked for when they are needed, and again when they have expired.
    Provider(SharedCredentialsProvider),
    /// What the default chain of AWS finds.
    Chain,
}

/// Time limits of a request. Without a number there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Making a connection.
    pub connect: Option<Duration>,
    /// From the beginning of a request to the beginning of its answer.
    pub read: Option<Duration>,
    /// One attempt as a whole, the body of its answer included.
    pub attempt: Option<Duration>,
    /// How long a connection without requests is kept.
    pub idle: Option<Duration>,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Some(Duration::from_secs(10)),
            read: Some(Duration::from_secs(60)),
            attempt: None,
            idle: None,
        }
    }
}

impl S3Config {
    /// A bucket with the defaults of everything else. Names that no host can have are put in the path, and
    /// those of a service that has an address instead of a name.
    #[must_use]
    pub fn new(endpoint: &str, region: &str, bucket: &str, credentials: CredentialSource) -> Self {
        Self {
            endpoint: endpoint.to_owned(),
            region: region.to_owned(),
            bucket: bucket.to_owned(),
            path_style: !is_host_label(bucket) || has_address(endpoint),
            credentials,
            retries: Policy {
                attempts: DEFAULT_ATTEMPTS,
                first_pause: DEFAULT_PAUSE,
                longest_pause: LONGEST_PAUSE,
                heeds_service: true,
            },
            retryable: Vec::new(),
            concurrency: DEFAULT_CONCURRENCY,
            tuning: None,
            checksums: Checksums::Supported,
            has_conditional_writes: true,
            hosts: Vec::new(),
            timeouts: Timeouts::default(),
        }
    }
}

/// Whether the host of a URL is an address.
fn has_address(url: &str) -> bool {
    host_of(url).is_some_and(|host| host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok())
}

/// Whether a bucket can be the first label of a host. One with a dot can, but no certificate fits it.
fn is_host_label(bucket: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (3..=63).contains(&bucket.len())
        && bucket.bytes().all(is_allowed)
        && !bucket.starts_with('-')
        && !bucket.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_no_hosts_below_it() {
        for url in ["http://127.0.0.1:9000", "http://[::1]:9000", "http://[::1]"] {
            let config = S3Config::new(url, "r", "bucket", CredentialSource::Chain);
            assert!(config.path_style, "{url}");
        }
    }

    #[test]
    fn names_that_are_no_label_of_a_host_go_into_the_path() {
        let in_path = |bucket: &str| {
            S3Config::new("https://host", "r", bucket, CredentialSource::Chain).path_style
        };
        for bucket in ["bucket", "a-1", "123"] {
            assert!(!in_path(bucket), "{bucket}");
        }
        for bucket in ["with.dots", "Upper", "under_score", "ab", "-a-", "bu cket"] {
            assert!(in_path(bucket), "{bucket}");
        }
    }
}
