//! Content: bytes in the body of a record's object, beside the fields in its metadata.
//!
//! An object has one body. Where fields are in it, it is never taken for content.

use super::Plan;
use super::marks::BodyUse;
use super::stamp;
use super::stored::StoredFields;
use super::update::Preimage;
use crate::codec::metadata;
use crate::frame::Reply;
use crate::schema::key_name::{Reserved, reserved};
use crate::store::{Condition, Metadata, NewObject, Object, ObjectStore, STAMP};
use crate::value::Output;
use crate::{Error, Result};

/// Says that the body is content. Of the marks it is the one that reading depends on.
const HAS_CONTENT: &str = "_hascontent";

/// Content that a record carries beside its fields.
#[derive(Debug, Clone, Copy)]
pub struct Content<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// Media type.
    pub media_type: &'a str,
}

impl Content<'_> {
    /// Marks the metadata of an object as that of content. What only repeats the object's own facts
    /// is left out where it does not fit.
    ///
    /// # Errors
    /// [`Error::MetadataTooLarge`] when no mark fits.
    pub(super) fn mark(&self, plan: &Plan, marked: &mut Metadata) -> Result<()> {
        let limit = plan.metadata_limit + 1;
        let length = self.bytes.len().to_string();
        let media_type = metadata::encode_text(self.media_type);
        let marks = [
            (HAS_CONTENT, "true"),
            ("_mimetype", &media_type),
            ("_contentlength", &length),
        ];
        for (name, value) in marks {
            let total = marked.size() + name.len() + value.len();
            if total <= limit {
                marked.set(name, value);
            } else if name == HAS_CONTENT {
                return Err(Error::MetadataTooLarge {
                    total,
                    limit,
                    absolute: plan.metadata_limit,
                });
            }
        }
        Ok(())
    }
}

/// Reads the body of a record's object, whatever it is: media type or null, bytes. Of a record that is
/// not there, the reply holds nothing but undefined.
///
/// # Errors
/// [`Error::InvalidId`] and what the store says.
pub async fn content<S: ObjectStore>(
    store: &S,
    plan: &Plan,
    id: &str,
    reply: &mut Reply,
) -> Result<()> {
    match store.get(&plan.record_key(id)?).await {
        Ok(object) => {
            reply.optional_text(object.content_type());
            reply.output(&Output::Bytes(object.body().to_vec()));
            Ok(())
        }
        Err(Error::NotFound { .. }) => {
            reply.output(&Output::Undefined);
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// Whether there is a record whose object has a body.
///
/// # Errors
/// [`Error::InvalidId`] and what the store says.
pub async fn has_content<S: ObjectStore>(store: &S, plan: &Plan, id: &str) -> Result<bool> {
    match store.head(&plan.record_key(id)?).await {
        Ok(object) => Ok(object.size() > 0),
        Err(Error::NotFound { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Gives a record that was loaded other content. Its fields stay as they are stored. The reply holds
/// the `ETag`.
///
/// # Errors
/// [`Error::BodyInUse`] when fields are in the body, [`Error::MetadataTooLarge`] when the metadata has
/// no room for the mark of content, and what the store says: nothing is changed.
pub async fn set_content<S: ObjectStore>(
    store: &S,
    plan: &Plan,
    Preimage { id, object, .. }: &Preimage,
    content: Content<'_>,
    reply: &mut Reply,
) -> Result<()> {
    let key = plan.record_key(id)?;
    let mut metadata = metadata_beside_content(plan, &key, object)?;
    content.mark(plan, &mut metadata)?;
    let changed = NewObject {
        metadata: &metadata,
        body: content.bytes,
        content_type: Some(content.media_type),
        content_encoding: None,
    };
    let etag = store.put(&key, changed, Condition::None).await?;
    reply.known_text(&stamp::tag(etag.as_str(), metadata.get(STAMP)));
    Ok(())
}

/// Takes the content off a record. Its fields stay as they are stored.
///
/// # Errors
/// [`Error::NotFound`], [`Error::InvalidId`], [`Error::BodyInUse`] when fields are in the body, and
/// what the store says: nothing is changed.
pub async fn delete_content<S: ObjectStore>(store: &S, plan: &Plan, id: &str) -> Result<()> {
    let key = plan.record_key(id)?;
    let object = store.head(&key).await?;
    let metadata = metadata_beside_content(plan, &key, &object)?;
    let emptied = NewObject {
        metadata: &metadata,
        body: &[],
        content_type: None,
        content_encoding: None,
    };
    store.put(&key, emptied, Condition::None).await?;
    Ok(())
}

/// The metadata of an object without what tells of its content, and without what releases up to
/// 21.6.2 copied there. A stamp changes.
fn metadata_beside_content(plan: &Plan, key: &str, object: &Object) -> Result<Metadata> {
    match StoredFields::body_use(plan, object)? {
        BodyUse::Content | BodyUse::Copy => {}
        BodyUse::Fields | BodyUse::LikelyFields => {
            return Err(Error::BodyInUse {
                key: key.to_owned(),
            });
        }
    }
    let tells_of_body = |name: &str| {
        matches!(
            reserved(name),
            Some(
                Reserved::HasContent
                    | Reserved::MimeType
                    | Reserved::ContentLength
                    | Reserved::Copied
            )
        )
    };
    let mut metadata: Metadata = object
        .metadata()
        .filter(|(name, _)| !tells_of_body(name))
        .collect();
    if metadata.get(STAMP).is_some() {
        metadata.set(STAMP, &stamp::generate());
    }
    Ok(metadata)
}
