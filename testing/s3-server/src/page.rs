//! `ListObjectsV2`: from its parameters to a query, and from a page to its answer.

use s3s::dto::{
    CommonPrefix, ETag, EncodingType, ListObjectsV2Input, ListObjectsV2Output, Object as Listed,
    ObjectStorageClass, Timestamp,
};
use s3s::{S3Result, s3_error};

use crate::listing::{LARGEST_PAGE, Page, Position, Query};

fn limit(input: &ListObjectsV2Input) -> S3Result<usize> {
    let Some(limit) = input.max_keys else {
        return Ok(LARGEST_PAGE);
    };
    let Ok(limit) = usize::try_from(limit) else {
        return Err(s3_error!(
            InvalidArgument,
            "Argument maxKeys must be an integer from 0 on."
        ));
    };
    Ok(limit.min(LARGEST_PAGE))
}

/// What is asked for; of one entry at most when the page is to be `short`.
///
/// # Errors
/// `InvalidArgument` for a token of another server, a negative limit or an unknown encoding.
pub fn query(input: &ListObjectsV2Input, short: bool) -> S3Result<Query<'_>> {
    let encoding = input.encoding_type.as_ref().map(EncodingType::as_str);
    if encoding.is_some_and(|encoding| encoding != EncodingType::URL) {
        return Err(s3_error!(
            InvalidArgument,
            "Invalid Encoding Method specified in Request"
        ));
    }
    let after = match (&input.continuation_token, &input.start_after) {
        (Some(token), _) => match Position::parse(token) {
            Some(position) => Some(position),
            None => {
                return Err(s3_error!(
                    InvalidArgument,
                    "The continuation token provided is incorrect"
                ));
            }
        },
        (None, Some(key)) => Some(Position::Key(key.clone())),
        (None, None) => None,
    };
    let limit = limit(input)?;
    Ok(Query {
        prefix: input.prefix.as_deref().unwrap_or_default(),
        delimiter: input
            .delimiter
            .as_deref()
            .filter(|delimiter| !delimiter.is_empty()),
        after,
        limit: if short { limit.min(1) } else { limit },
    })
}

/// The answer.
#[must_use]
pub fn output(input: &ListObjectsV2Input, page: Page) -> ListObjectsV2Output {
    let encoded = |text: String| match &input.encoding_type {
        Some(_) => urlencoding::encode(&text).replace("%2F", "/"),
        None => text,
    };
    let count = page.objects.len() + page.prefixes.len();
    let next = page.next.as_ref().map(Position::token);
    let objects = page.objects.into_iter().map(|(key, object)| Listed {
        e_tag: Some(ETag::Strong(object.etag.clone())),
        key: Some(encoded(key)),
        last_modified: Some(Timestamp::from(object.modified)),
        size: Some(i64::try_from(object.body.len()).unwrap_or(i64::MAX)),
        storage_class: Some(ObjectStorageClass::from_static(
            ObjectStorageClass::STANDARD,
        )),
        ..Default::default()
    });
    let contents = objects.collect();
    let prefixes = page.prefixes.into_iter().map(|prefix| CommonPrefix {
        prefix: Some(encoded(prefix)),
    });
    let common_prefixes = prefixes.collect();
    ListObjectsV2Output {
        name: Some(input.bucket.clone()),
        prefix: Some(encoded(input.prefix.clone().unwrap_or_default())),
        max_keys: Some(limit(input).map_or(i32::MAX, |limit| i32::try_from(limit).unwrap_or(0))),
        key_count: Some(i32::try_from(count).unwrap_or(i32::MAX)),
        continuation_token: input.continuation_token.clone(),
        is_truncated: Some(next.is_some()),
        next_continuation_token: next,
        contents: Some(contents),
        common_prefixes: Some(common_prefixes),
        delimiter: input.delimiter.clone().map(encoded),
        encoding_type: input.encoding_type.clone(),
        start_after: input.start_after.clone().map(encoded),
        ..Default::default()
    }
}
