//! The body of a request: read to its end and compared with the digests that were sent with it.

use std::fmt::Write;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use s3s::checksum::ChecksumHasher;
use s3s::crypto::{Checksum, Crc32, Crc32c, Crc64Nvme, Md5, Sha1, Sha256};
use s3s::dto::StreamingBlob;
use s3s::{Body, S3Error, S3ErrorCode, S3Result, StdError, TrailingHeaders, s3_error};

use crate::header;

/// Bytes of a body at most: everything is kept in memory.
const BODY_LIMIT: usize = 256 << 20;

/// A body that is what its sender meant.
#[derive(Debug)]
pub struct Upload {
    /// Its bytes.
    pub body: Bytes,
    /// Its MD5 in hexadecimal digits.
    pub etag: String,
    /// The checksums that came with it.
    pub checksums: HeaderMap,
}

impl Upload {
    /// Reads a body.
    ///
    /// # Errors
    /// `XAmzContentSHA256Mismatch`, `InvalidDigest` and `BadDigest` where a digest is not the one of
    /// the body, `IncompleteBody` where it ends early, `EntityTooLarge` above 256 MiB.
    pub async fn read(
        body: Option<StreamingBlob>,
        headers: &HeaderMap,
        trailers: Option<TrailingHeaders>,
    ) -> S3Result<Self> {
        let mut body = body.map_or_else(Body::empty, Body::from);
        let body = body
            .store_all_limited(BODY_LIMIT)
            .await
            .map_err(|e| reading_failed(&e))?;
        let mut checksums = header::checksums(headers);
        if let Some(trailers) = trailers.and_then(|trailers| trailers.take()) {
            checksums.extend(header::checksums(&trailers));
        }
        let md5 = Md5::checksum(&body);
        check_md5(headers.get("content-md5"), md5.as_ref())?;
        for (name, value) in &checksums {
            check_checksum(name, value, &body)?;
        }
        let etag = hex(&md5);
        Ok(Self {
            body,
            etag,
            checksums,
        })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn reading_failed(error: &StdError) -> S3Error {
    let text = error.to_string();
    if text.contains("Sha256Mismatch") {
        let code = S3ErrorCode::Custom("XAmzContentSHA256Mismatch".into());
        let message =
            "The provided 'x-amz-content-sha256' header does not match what was computed.";
        let mut error = S3Error::with_message(code, message);
        error.set_status_code(http::StatusCode::BAD_REQUEST);
        return error;
    }
    if text.contains("length limit") {
        return s3_error!(EntityTooLarge, "This server takes bodies of up to 256 MiB.");
    }
    s3_error!(IncompleteBody, "The body could not be read: {text}")
}

fn check_md5(sent: Option<&HeaderValue>, computed: &[u8]) -> S3Result<()> {
    let Some(sent) = sent else { return Ok(()) };
    match base64_simd::STANDARD.decode_to_vec(sent.as_bytes()) {
        Ok(sent) if sent == computed => Ok(()),
        Ok(sent) if sent.len() == computed.len() => Err(s3_error!(
            BadDigest,
            "The Content-MD5 you specified did not match what we received."
        )),
        _ => Err(s3_error!(
            InvalidDigest,
            "The Content-MD5 you specified is not valid."
        )),
    }
}

fn check_checksum(name: &HeaderName, sent: &HeaderValue, body: &[u8]) -> S3Result<()> {
    let mut hasher = ChecksumHasher::default();
    match name.as_str() {
        "x-amz-checksum-crc32" => hasher.crc32 = Some(Crc32::new()),
        "x-amz-checksum-crc32c" => hasher.crc32c = Some(Crc32c::new()),
        "x-amz-checksum-crc64nvme" => hasher.crc64nvme = Some(Crc64Nvme::new()),
        "x-amz-checksum-sha1" => hasher.sha1 = Some(Sha1::new()),
        "x-amz-checksum-sha256" => hasher.sha256 = Some(Sha256::new()),
        "x-amz-checksum-type" => return Ok(()),
        _ => return Err(s3_error!(InvalidRequest, "The checksum {name} is unknown.")),
    }
    hasher.update(body);
    let sums = hasher.finalize();
    let computed = sums
        .checksum_crc32
        .or(sums.checksum_crc32c)
        .or(sums.checksum_crc64nvme)
        .or(sums.checksum_sha1)
        .or(sums.checksum_sha256);
    if computed.as_deref().map(str::as_bytes) == Some(sent.as_bytes()) {
        return Ok(());
    }
    Err(s3_error!(
        BadDigest,
        "The {name} you specified did not match the calculated checksum."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(name: &'static str, value: &'static str) -> Result<Upload, String> {
        let body = StreamingBlob::from(Body::from(Bytes::from_static(b"hello")));
        let pair = (
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
        let headers = [pair].into_iter().collect();
        let upload = Upload::read(Some(body), &headers, None).await;
        upload.map_err(|error| error.code().as_str().to_owned())
    }

    #[tokio::test]
    async fn digests_of_the_body_are_taken() {
        for (name, value) in [
            ("content-md5", "XUFAKrxLKna5cZ2REBfFkg=="),
            ("x-amz-checksum-crc32", "NhCmhg=="),
            ("x-amz-checksum-sha1", "qvTGHdzF6KLavt4PO0gs2a6pQ00="),
        ] {
            let upload = read(name, value).await.unwrap();
            assert_eq!(upload.etag, "5d41402abc4b2a76b9719d911017c592");
            assert_eq!(upload.checksums.len(), usize::from(name != "content-md5"));
        }
    }

    #[tokio::test]
    async fn other_digests_are_refused() {
        for (name, value, code) in [
            ("content-md5", "AAAAAAAAAAAAAAAAAAAAAA==", "BadDigest"),
            ("content-md5", "AAAA", "InvalidDigest"),
            ("content-md5", "!", "InvalidDigest"),
            ("x-amz-checksum-crc32", "AAAAAA==", "BadDigest"),
            ("x-amz-checksum-crc99", "AAAAAA==", "InvalidRequest"),
        ] {
            assert_eq!(
                read(name, value).await.unwrap_err(),
                code,
                "{name}: {value}"
            );
        }
    }
}
