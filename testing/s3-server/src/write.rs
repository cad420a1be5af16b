//! `PutObject` and `CopyObject`.

use std::time::SystemTime;

use http::HeaderMap;
use s3s::dto::{
    CopyObjectInput, CopyObjectOutput, CopyObjectResult, CopySource, MetadataDirective,
    PutObjectInput, PutObjectOutput, Timestamp,
};
use s3s::{S3Request, S3Response, S3Result, s3_error};

use crate::header;
use crate::operations::quoted;
use crate::store::{Conditions, Expectation, Object, Store};
use crate::upload::Upload;

/// The conditions of a write. AWS knows no other `If-None-Match` than `*` there.
fn conditions(headers: &HeaderMap) -> S3Result<Conditions> {
    let conditions = header::conditions(headers, "if-match", "if-none-match")?;
    if matches!(conditions.none_matching, Some(Expectation::Tag(_))) {
        return Err(s3_error!(
            NotImplemented,
            "A header you provided implies functionality that is not implemented"
        ));
    }
    Ok(conditions)
}

/// Writes an object.
///
/// # Errors
/// When the bucket is missing, a condition does not hold or the body is not the one that was meant.
pub async fn put(
    store: &Store,
    request: S3Request<PutObjectInput>,
) -> S3Result<S3Response<PutObjectOutput>> {
    let S3Request {
        input,
        headers,
        trailing_headers,
        ..
    } = request;
    let conditions = conditions(&headers)?;
    let upload = Upload::read(input.body, &headers, trailing_headers).await?;
    let output = PutObjectOutput {
        e_tag: Some(quoted(&upload.etag)),
        ..Default::default()
    };
    let response = S3Response::with_headers(output, upload.checksums.clone());
    let object = Object {
        body: upload.body,
        etag: upload.etag,
        headers: header::of_object(&headers),
        checksums: upload.checksums,
        modified: SystemTime::now(),
    };
    store.put(&input.bucket, &input.key, object, &conditions)?;
    Ok(response)
}

/// Writes an object that has the body of another, and its headers unless they are to be replaced.
///
/// # Errors
/// When an object or bucket is missing, a condition on either object does not hold, or an object
/// would be copied to itself as it is.
pub fn copy(
    store: &Store,
    request: &S3Request<CopyObjectInput>,
) -> S3Result<S3Response<CopyObjectOutput>> {
    let S3Request { input, headers, .. } = request;
    let CopySource::Bucket { bucket, key, .. } = &input.copy_source else {
        return Err(s3_error!(
            NotImplemented,
            "The source is not an object in a bucket."
        ));
    };
    let (source, target) = ([&**bucket, &**key], [&*input.bucket, &*input.key]);
    let directive = input.metadata_directive.as_ref();
    let replaces = directive.map(MetadataDirective::as_str) == Some(MetadataDirective::REPLACE);
    if source == target && !replaces {
        return Err(s3_error!(
            InvalidRequest,
            "This copy request is illegal because it is trying to copy an object to itself."
        ));
    }
    let matching = [
        "x-amz-copy-source-if-match",
        "x-amz-copy-source-if-none-match",
    ];
    let source_conditions = header::conditions(headers, matching[0], matching[1])?;
    let copied = |from: &Object| Object {
        body: from.body.clone(),
        etag: from.etag.clone(),
        headers: if replaces {
            header::of_object(headers)
        } else {
            from.headers.clone()
        },
        checksums: from.checksums.clone(),
        modified: SystemTime::now(),
    };
    let object = store.copy(
        source,
        &source_conditions,
        target,
        &conditions(headers)?,
        copied,
    )?;
    let result = CopyObjectResult {
        e_tag: Some(quoted(&object.etag)),
        last_modified: Some(Timestamp::from(object.modified)),
        ..Default::default()
    };
    let output = CopyObjectOutput {
        copy_object_result: Some(result),
        ..Default::default()
    };
    Ok(S3Response::new(output))
}
