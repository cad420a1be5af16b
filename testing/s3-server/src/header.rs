//! Headers of objects: which are kept, and what AWS allows in them.

use http::{HeaderMap, HeaderName, HeaderValue};
use s3s::{S3Result, s3_error};

use crate::store::{Conditions, Expectation};

const METADATA: &str = "x-amz-meta-";
const CHECKSUM: &str = "x-amz-checksum-";
const KEPT: [&str; 6] = [
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-type",
    "expires",
];
/// Bytes of names, without `x-amz-meta-`, and values of user metadata.
const METADATA_LIMIT: usize = 2048;
/// Bytes of all headers of a request.
const HEADERS_LIMIT: usize = 8192;

/// Checks the headers of a request before anything else is done with them.
///
/// # Errors
/// `InvalidArgument` for metadata with characters outside of visible ASCII, space and tab,
/// `MetadataTooLarge`, `RequestHeaderSectionTooLarge`.
pub fn check(headers: &HeaderMap) -> S3Result<()> {
    let size = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len();
    if headers.iter().map(size).sum::<usize>() > HEADERS_LIMIT {
        return Err(s3_error!(
            RequestHeaderSectionTooLarge,
            "Your request header section exceeds the maximum allowed size."
        ));
    }
    let allowed = |byte: &u8| matches!(byte, b'\t' | b' '..=b'~');
    let mut metadata = 0;
    for (name, value) in headers {
        let Some(name) = name.as_str().strip_prefix(METADATA) else {
            continue;
        };
        if !value.as_bytes().iter().all(allowed) {
            return Err(s3_error!(
                InvalidArgument,
                "The metadata {name} is not ASCII."
            ));
        }
        metadata += name.len() + value.len();
    }
    if metadata > METADATA_LIMIT {
        return Err(s3_error!(
            MetadataTooLarge,
            "Your metadata headers exceed the maximum allowed metadata size."
        ));
    }
    Ok(())
}

/// The headers of a request that an object keeps: user metadata as it was sent, and the content type
/// and its like. An `aws-chunked` encoding is one of the way, not of the object.
#[must_use]
pub fn of_object(headers: &HeaderMap) -> HeaderMap {
    let is_kept = |name: &str| KEPT.contains(&name) || name.starts_with(METADATA);
    let mut kept = select(headers, is_kept);
    if let Some(encoding) = kept
        .get("content-encoding")
        .and_then(|value| value.to_str().ok())
    {
        let parts = encoding
            .split(',')
            .map(str::trim)
            .filter(|part| *part != "aws-chunked");
        let rest = parts.collect::<Vec<_>>().join(", ");
        match HeaderValue::from_str(&rest) {
            Ok(value) if !rest.is_empty() => kept.insert("content-encoding", value),
            _ => kept.remove("content-encoding"),
        };
    }
    let unknown = HeaderValue::from_static("binary/octet-stream");
    kept.entry("content-type").or_insert(unknown);
    kept
}

/// The checksums among the headers or trailers of a request.
#[must_use]
pub fn checksums(headers: &HeaderMap) -> HeaderMap {
    let is_value = |name: &str| name.starts_with(CHECKSUM) && !name.ends_with("-mode");
    select(headers, |name| {
        is_value(name) && name != "x-amz-checksum-algorithm"
    })
}

fn select(headers: &HeaderMap, wanted: impl Fn(&str) -> bool) -> HeaderMap {
    let pairs = headers.iter().filter(|(name, _)| wanted(name.as_str()));
    pairs
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// The conditions in two headers of a request.
///
/// # Errors
/// `InvalidArgument` for a condition that is neither `*` nor an `ETag`.
pub fn conditions(
    headers: &HeaderMap,
    matching: &str,
    none_matching: &str,
) -> S3Result<Conditions> {
    let expectation = |name: &str| -> S3Result<Option<Expectation>> {
        let Some(value) = headers.get(name) else {
            return Ok(None);
        };
        let Ok(text) = value.to_str() else {
            return Err(s3_error!(
                InvalidArgument,
                "The header {name} is not an ETag."
            ));
        };
        Ok(Some(match text {
            "*" => Expectation::Any,
            tag => Expectation::Tag(tag.trim_matches('"').to_owned()),
        }))
    };
    Ok(Conditions {
        matching: expectation(matching)?,
        none_matching: expectation(none_matching)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let value = |text: &str| HeaderValue::from_bytes(text.as_bytes()).unwrap();
        let pairs = pairs
            .iter()
            .map(|(name, text)| (HeaderName::from_static(name), value(text)));
        pairs.collect()
    }

    fn refusal(pairs: &[(&'static str, &str)]) -> Option<String> {
        check(&headers(pairs))
            .err()
            .map(|error| error.code().as_str().to_owned())
    }

    #[test]
    fn metadata_has_a_limit() {
        let of = |length| refusal(&[("x-amz-meta-name", &"v".repeat(length))]);
        assert_eq!(of(2044), None);
        assert_eq!(of(2045).as_deref(), Some("MetadataTooLarge"));
        let long = "v".repeat(1024);
        let two = [("x-amz-meta-a", &*long), ("x-amz-meta-b", &*long)];
        assert_eq!(refusal(&two).as_deref(), Some("MetadataTooLarge"));
    }

    #[test]
    fn headers_have_a_limit() {
        let of = |length| refusal(&[("accept", &"v".repeat(length))]);
        assert_eq!(of(8186), None);
        assert_eq!(of(8187).as_deref(), Some("RequestHeaderSectionTooLarge"));
    }

    #[test]
    fn metadata_is_ascii() {
        let of = |text| refusal(&[("x-amz-meta-a", text)]);
        assert_eq!(of("\t ~"), None);
        assert_eq!(of("=?UTF-8?B?w6k=?="), None);
        assert_eq!(of("é").as_deref(), Some("InvalidArgument"));
    }

    #[test]
    fn objects_keep_what_describes_them() {
        let sent = [
            ("content-encoding", "aws-chunked, gzip"),
            ("x-amz-meta-a", "=?UTF-8?B?w6k=?="),
            ("x-amz-date", "now"),
        ];
        let kept = [
            ("content-encoding", "gzip"),
            ("content-type", "binary/octet-stream"),
            ("x-amz-meta-a", "=?UTF-8?B?w6k=?="),
        ];
        assert_eq!(of_object(&headers(&sent)), headers(&kept));
        let chunked = of_object(&headers(&[("content-encoding", "aws-chunked")]));
        assert!(!chunked.contains_key("content-encoding"));
    }

    #[test]
    fn checksums_are_values_only() {
        let sent = [
            ("x-amz-checksum-algorithm", "CRC32"),
            ("x-amz-checksum-crc32", "AAAAAA=="),
            ("x-amz-checksum-mode", "ENABLED"),
        ];
        let kept = headers(&[("x-amz-checksum-crc32", "AAAAAA==")]);
        assert_eq!(checksums(&headers(&sent)), kept);
    }

    #[test]
    fn conditions_are_stars_or_tags() {
        let read = |text: &'static str| {
            let sent = headers(&[("if-match", text)]);
            conditions(&sent, "if-match", "if-none-match").map(|found| found.matching)
        };
        assert_eq!(read("*").unwrap(), Some(Expectation::Any));
        let tag = Some(Expectation::Tag("abc".to_owned()));
        assert_eq!(read("\"abc\"").unwrap(), tag);
        assert_eq!(read("abc").unwrap(), tag);
        assert!(read("é").is_err());
    }
}
