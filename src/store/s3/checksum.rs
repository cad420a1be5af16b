//! Checksums of bodies, besides the digest that is signed.

use std::borrow::Cow;

use aws_smithy_checksums::ChecksumAlgorithm;
use aws_smithy_checksums::http::CHECKSUM_ALGORITHMS_IN_PRIORITY_ORDER as ALGORITHMS;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use md5::{Digest, Md5};

use super::headers::Headers;

/// Header with the CRC32 of a body.
pub const CRC32: &str = "x-amz-checksum-crc32";

/// Header that asks for the checksum of what is read.
pub const MODE: &str = "x-amz-checksum-mode";

/// MD5 of nothing.
const EMPTY_MD5: &str = "1B2M2Y8AsgTpgAmY7PhCfg==";

/// MD5 of a body, in Base64: buckets that keep objects from being changed insist on it.
#[must_use]
pub fn md5_of(body: &[u8]) -> Cow<'static, str> {
    if body.is_empty() {
        return EMPTY_MD5.into();
    }
    BASE64.encode(Md5::digest(body)).into()
}

/// CRC32 of a body, in Base64.
#[must_use]
pub fn crc32_of(body: &[u8]) -> String {
    checksum_of(ChecksumAlgorithm::Crc32, body)
}

/// Whether a body has the checksum that the headers of an answer name; they need not. That of an object
/// in parts is one of their checksums, and tells nothing of the body.
#[must_use]
pub fn fits(headers: &Headers, body: &[u8]) -> bool {
    let told = ALGORITHMS.iter().find_map(|name| {
        let expected = headers.get(&["x-amz-checksum-", name].concat())?;
        Some((name.parse::<ChecksumAlgorithm>().ok()?, expected))
    });
    told.is_none_or(|(algorithm, expected)| {
        expected.contains('-') || checksum_of(algorithm, body) == expected
    })
}

fn checksum_of(algorithm: ChecksumAlgorithm, body: &[u8]) -> String {
    let mut checksum = algorithm.into_impl();
    checksum.update(body);
    BASE64.encode(checksum.finalize())
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::*;

    fn headers(name: &'static str, value: &'static str) -> Headers {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_static(value));
        Headers::of(headers).unwrap()
    }

    #[test]
    fn the_md5_of_nothing_is_known() {
        assert_eq!(EMPTY_MD5, BASE64.encode(Md5::digest(b"")));
        assert_eq!(md5_of(b"abc"), "kAFQmDzST7DWlj99KOF/cg==");
    }

    #[test]
    fn the_crc32_of_a_body_is_in_base64() {
        assert_eq!(crc32_of(b""), "AAAAAA==");
        assert_eq!(crc32_of(b"123456789"), "y/Q5Jg==");
    }

    #[test]
    fn a_body_is_compared_with_whichever_checksum_is_told() {
        for (name, value) in [
            ("x-amz-checksum-crc32", "y/Q5Jg=="),
            ("x-amz-checksum-crc32c", "4waSgw=="),
            ("x-amz-checksum-crc64nvme", "rosUhgp5mIg="),
            ("x-amz-checksum-sha1", "98O8HYCOBHMq32eZZczDTKeuNEE="),
            (
                "x-amz-checksum-sha256",
                "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
            ),
        ] {
            assert!(fits(&headers(name, value), b"123456789"), "{name}");
            assert!(!fits(&headers(name, value), b"12345678"), "{name}");
        }
    }

    #[test]
    fn what_tells_nothing_of_the_body_is_not_compared() {
        assert!(fits(&Headers::default(), b"a"));
        let of_parts = headers("x-amz-checksum-crc32", "AAAAAA==-2");
        assert!(fits(&of_parts, b"a"));
    }
}
