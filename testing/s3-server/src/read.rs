//! `GetObject` and `HeadObject`.

use std::sync::Arc;

use http::HeaderMap;
use s3s::dto::{
    GetObjectInput, GetObjectOutput, HeadObjectInput, HeadObjectOutput, StreamingBlob, Timestamp,
};
use s3s::{Body, S3Request, S3Response, S3Result, s3_error};

use crate::header;
use crate::operations::quoted;
use crate::store::{Conditions, Object, Store};

fn find(store: &Store, headers: &HeaderMap, bucket: &str, key: &str) -> S3Result<Arc<Object>> {
    let Conditions {
        matching,
        none_matching,
    } = header::conditions(headers, "if-match", "if-none-match")?;
    let object = store.get(bucket, key)?;
    Conditions {
        matching,
        none_matching: None,
    }
    .check(Some(&object))?;
    let unchanged = Conditions {
        matching: None,
        none_matching,
    };
    if unchanged.check(Some(&object)).is_err() {
        return Err(s3_error!(NotModified));
    }
    Ok(object)
}

fn described(object: &Object, asked: &HeaderMap, whole: bool) -> HeaderMap {
    let mut headers = object.headers.clone();
    let mode = asked.get("x-amz-checksum-mode");
    if whole && mode.is_some_and(|mode| mode.as_bytes() == b"ENABLED") {
        headers.extend(object.checksums.clone());
    }
    headers
}

fn length(bytes: usize) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// The object, or the range of its body that is asked for.
///
/// # Errors
/// When there is none, a condition does not hold or the range lies outside.
pub fn get(
    store: &Store,
    request: &S3Request<GetObjectInput>,
) -> S3Result<S3Response<GetObjectOutput>> {
    let input = &request.input;
    let object = find(store, &request.headers, &input.bucket, &input.key)?;
    let total = object.body.len();
    let (body, content_range) = match &input.range {
        None => (object.body.clone(), None),
        Some(range) => {
            let bytes = range.check(u64::try_from(total).unwrap_or(u64::MAX))?;
            let start = usize::try_from(bytes.start).unwrap_or(total);
            let end = usize::try_from(bytes.end).unwrap_or(total);
            let text = format!("bytes {start}-{}/{total}", end.saturating_sub(1));
            (object.body.slice(start..end), Some(text))
        }
    };
    let headers = described(&object, &request.headers, content_range.is_none());
    let output = GetObjectOutput {
        accept_ranges: Some("bytes".to_owned()),
        content_length: Some(length(body.len())),
        body: Some(StreamingBlob::from(Body::from(body))),
        content_range,
        e_tag: Some(quoted(&object.etag)),
        last_modified: Some(Timestamp::from(object.modified)),
        ..Default::default()
    };
    Ok(S3Response::with_headers(output, headers))
}

/// The object without its body.
///
/// # Errors
/// When there is none or a condition does not hold.
pub fn head(
    store: &Store,
    request: &S3Request<HeadObjectInput>,
) -> S3Result<S3Response<HeadObjectOutput>> {
    let input = &request.input;
    let object = find(store, &request.headers, &input.bucket, &input.key)?;
    let output = HeadObjectOutput {
        accept_ranges: Some("bytes".to_owned()),
        content_length: Some(length(object.body.len())),
        e_tag: Some(quoted(&object.etag)),
        last_modified: Some(Timestamp::from(object.modified)),
        ..Default::default()
    };
    let headers = described(&object, &request.headers, true);
    Ok(S3Response::with_headers(output, headers))
}
