//! Signatures of requests, version 4.

use std::borrow::Cow;
use std::time::{Duration, UNIX_EPOCH};

use aws_credential_types::Credentials;
use aws_sigv4::sign::v4::{calculate_signature, generate_signing_key};
use sha2::{Digest, Sha256};

use crate::codec::date;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// SHA-256 of nothing.
const EMPTY_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Name in lower case and value of a header.
pub type Header<'a> = (Cow<'static, str>, Cow<'a, str>);

/// A request as it is signed. It has no query.
#[derive(Debug, Clone, Copy)]
pub struct Signable<'a> {
    /// Method.
    pub method: &'a str,
    /// Path, encoded.
    pub path: &'a str,
    /// Headers in the order of their names, `host` and the date among them.
    pub headers: &'a [Header<'a>],
    /// Hash of the body.
    pub hash: &'a str,
}

/// When a request is signed.
#[derive(Debug, Clone)]
pub struct SigningTime {
    milliseconds: u64,
    /// `20261121T174333Z`.
    pub text: String,
}

impl SigningTime {
    /// A time in milliseconds since 1970.
    #[must_use]
    pub fn at(milliseconds: u64) -> Self {
        let instant = i64::try_from(milliseconds).unwrap_or(i64::MAX);
        let iso = date::format_instant(instant).unwrap_or_default();
        let seconds = iso.split('.').next().unwrap_or_default();
        let mut text: String = seconds
            .chars()
            .filter(|character| !matches!(character, '-' | ':'))
            .collect();
        text.push('Z');
        Self { milliseconds, text }
    }

    fn day(&self) -> &str {
        self.text.get(..8).unwrap_or_default()
    }
}

/// SHA-256 of a body, in hexadecimal.
#[must_use]
pub fn hash_of(body: &[u8]) -> Cow<'static, str> {
    if body.is_empty() {
        return EMPTY_HASH.into();
    }
    hexadecimal(&Sha256::digest(body)).into()
}

/// The value of the header `authorization`.
#[must_use]
pub fn authorization(
    request: Signable<'_>,
    time: &SigningTime,
    region: &str,
    credentials: &Credentials,
) -> String {
    let names: Vec<&str> = request.headers.iter().map(|(name, _)| &**name).collect();
    let names = names.join(";");
    let canonical = canonical(request, &names);
    let scope = format!("{}/{region}/s3/aws4_request", time.day());
    let digest = hexadecimal(&Sha256::digest(canonical));
    let text = [ALGORITHM, &time.text, &scope, &digest].join("\n");
    let instant = UNIX_EPOCH + Duration::from_millis(time.milliseconds);
    let key = generate_signing_key(credentials.secret_access_key(), instant, region, "s3");
    let signature = calculate_signature(key, text.as_bytes());
    let id = credentials.access_key_id();
    format!("{ALGORITHM} Credential={id}/{scope}, SignedHeaders={names}, Signature={signature}")
}

fn canonical(request: Signable<'_>, names: &str) -> String {
    let Signable {
        method,
        path,
        headers,
        hash,
    } = request;
    let lines: usize = headers
        .iter()
        .map(|(name, value)| name.len() + value.len() + 2)
        .sum();
    let mut text = String::with_capacity(path.len() + lines + names.len() + hash.len() + 16);
    for part in [method, "\n", path, "\n\n"] {
        text.push_str(part);
    }
    for (name, value) in headers {
        text.push_str(name);
        text.push(':');
        push_trimmed(&mut text, value);
        text.push('\n');
    }
    for part in ["\n", names, "\n", hash] {
        text.push_str(part);
    }
    text
}

/// Appends a value without spaces at its ends, with one space for each row of them.
fn push_trimmed(text: &mut String, value: &str) {
    let value = value.trim_matches(' ');
    if !value.contains("  ") {
        text.push_str(value);
        return;
    }
    let words = value.split(' ').filter(|word| !word.is_empty());
    for (index, word) in words.enumerate() {
        if index > 0 {
            text.push(' ');
        }
        text.push_str(word);
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(u32::from(nibble), 16));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign(headers: &[(&'static str, &str)], path: &str, body: &[u8]) -> String {
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect();
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", secret, None, None, "test");
        let request = Signable {
            method: "PUT",
            path,
            headers: &headers,
            hash: &hash_of(body),
        };
        // 2013-05-24T00:00:00Z
        let time = SigningTime::at(1_369_353_600_999);
        assert_eq!(time.text, "20130524T000000Z");
        authorization(request, &time, "us-east-1", &credentials)
    }

    /// The example `PUT Object` of AWS's documentation of signatures in a header.
    #[test]
    fn signs_as_the_documentation_says() {
        let headers = [
            ("date", "Fri, 24 May 2013 00:00:00 GMT"),
            ("host", "examplebucket.s3.amazonaws.com"),
            (
                "x-amz-content-sha256",
                "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
            ),
            ("x-amz-date", "20130524T000000Z"),
            ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
        ];
        let authorization = sign(&headers, "/test%24file.text", b"Welcome to Amazon S3.");
        assert_eq!(
            authorization,
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, \
             SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class, \
             Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
        );
    }

    #[test]
    fn spaces_that_do_not_count_are_not_signed() {
        let signed = |value| sign(&[("host", "h"), ("x-amz-meta-a", value)], "/k", b"");
        assert_eq!(signed("  a   b "), signed("a b"));
        assert_ne!(signed("ab"), signed("a b"));
        assert_ne!(signed("a\tb"), signed("a b"));
    }

    #[test]
    fn the_hash_of_nothing_is_known() {
        assert_eq!(EMPTY_HASH, hexadecimal(&Sha256::digest(b"")));
        assert_eq!(hash_of(b"a"), hexadecimal(&Sha256::digest(b"a")));
    }
}
