//! Copying objects.

use aws_sdk_s3::types::MetadataDirective;

use super::S3Store;
use super::failure::Failure;
use super::read::quoted;
use super::retry::Exhausted;
use crate::Result;
use crate::codec::percent;
use crate::store::{Etag, Metadata};

impl S3Store {
    /// Copies an object. New metadata or another media type replaces all that the service keeps with an
    /// object, so that the rest is read first and sent along.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] when there is no object `from`, and what the service says.
    pub(super) async fn copy_object(
        &self,
        from: &str,
        to: &str,
        metadata: Option<&Metadata>,
        content_type: Option<&str>,
    ) -> Result<Etag> {
        let replaces = metadata.is_some() || content_type.is_some();
        let source = if replaces || from == to {
            Some(self.read_head(from).await?)
        } else {
            None
        };
        if !replaces && let Some(source) = &source {
            return Ok(source.to_etag());
        }
        let copied = self.requests.make(from, || async {
            let request = self.requests.client().copy_object();
            let mut request = request
                .bucket(self.requests.bucket())
                .key(to)
                .copy_source(source_of(self.requests.bucket(), from));
            if let Some(source) = &source {
                let kept = source.to_metadata();
                for (name, value) in metadata.unwrap_or(&kept) {
                    request = request.metadata(name, value);
                }
                let kind = content_type.or(source.content_type());
                request = request
                    .metadata_directive(MetadataDirective::Replace)
                    .set_content_type(kind.map(str::to_owned))
                    .set_content_encoding(source.content_encoding().map(str::to_owned));
            }
            let answer = request.send().await;
            let answer = answer.map_err(|error| Failure::of(&error, from))?;
            let result = answer.copy_object_result();
            let etag = result.and_then(|result| result.e_tag());
            Ok(quoted(etag.unwrap_or_default()).into())
        });
        copied.await.map_err(Exhausted::of_change)
    }
}

/// Bucket and key, percent-encoded but for the slashes of the key.
fn source_of(bucket: &str, key: &str) -> String {
    let mut source = percent::encode(bucket);
    for segment in key.split('/') {
        source.push('/');
        percent::append(segment, &mut source);
    }
    source
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_ascii_and_keep_their_slashes() {
        assert_eq!(
            source_of("b", "a b/id=ü+%?"),
            "b/a%20b/id%3D%C3%BC%2B%25%3F"
        );
        assert_eq!(source_of("b", "/a//"), "b//a//");
    }
}
