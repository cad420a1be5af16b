//! `DeleteObject` and `DeleteObjects`.

use http::StatusCode;
use s3s::dto::{
    DeleteObjectInput, DeleteObjectOutput, DeleteObjectsInput, DeleteObjectsOutput, DeletedObject,
    ETag, Error, ObjectIdentifier,
};
use s3s::{S3Error, S3Request, S3Response, S3Result, s3_error};

use crate::fault::{Faults, injected};
use crate::header;
use crate::store::{Conditions, Expectation, Store};

/// Keys of one request at most, as AWS has it.
const LARGEST_REQUEST: usize = 1000;

/// Removes an object.
///
/// # Errors
/// When the bucket is missing or a condition does not hold.
pub fn one(
    store: &Store,
    request: &S3Request<DeleteObjectInput>,
) -> S3Result<S3Response<DeleteObjectOutput>> {
    let conditions = header::conditions(&request.headers, "if-match", "if-none-match")?;
    let DeleteObjectInput { bucket, key, .. } = &request.input;
    store.delete(bucket, key, &conditions)?;
    Ok(S3Response::with_status(
        DeleteObjectOutput::default(),
        StatusCode::NO_CONTENT,
    ))
}

/// Removes objects; the answer says for each key what became of it.
///
/// # Errors
/// When the bucket is missing, or there are no keys or too many.
pub fn many(
    store: &Store,
    faults: &Faults,
    request: S3Request<DeleteObjectsInput>,
) -> S3Result<S3Response<DeleteObjectsOutput>> {
    let DeleteObjectsInput { bucket, delete, .. } = request.input;
    if delete.objects.is_empty() || delete.objects.len() > LARGEST_REQUEST {
        return Err(s3_error!(
            MalformedXML,
            "1 to 1000 keys can be deleted at once."
        ));
    }
    store.find_bucket(&bucket)?;
    let (mut deleted, mut errors) = (Vec::new(), Vec::new());
    for identifier in delete.objects {
        match one_of_many(store, faults, &bucket, &identifier) {
            Ok(()) => deleted.push(DeletedObject {
                key: Some(identifier.key),
                ..Default::default()
            }),
            Err(error) => errors.push(Error {
                code: Some(error.code().as_str().to_owned()),
                key: Some(identifier.key),
                message: error.message().map(str::to_owned),
                version_id: None,
            }),
        }
    }
    let deleted = (!delete.quiet.unwrap_or(false)).then_some(deleted);
    let output = DeleteObjectsOutput {
        deleted,
        errors: Some(errors),
        ..Default::default()
    };
    Ok(S3Response::new(output))
}

fn one_of_many(
    store: &Store,
    faults: &Faults,
    bucket: &str,
    identifier: &ObjectIdentifier,
) -> Result<(), S3Error> {
    let key = &identifier.key;
    if let Some(code) = faults.error_of_key(key) {
        return Err(injected(code));
    }
    let tag = identifier.e_tag.as_ref().map(ETag::value);
    let matching = tag.map(|tag| Expectation::Tag(tag.to_owned()));
    Ok(store.delete(
        bucket,
        key,
        &Conditions {
            matching,
            none_matching: None,
        },
    )?)
}
