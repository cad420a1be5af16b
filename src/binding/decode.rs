//! Records that are at hand, not in a store: calls of a [`Collection`].

use napi::Env;
use napi::bindgen_prelude::BufferSlice;
use napi_derive::napi;

use super::collection::Collection;
use super::object::{Pairs, encoded};
use super::operation::Operation;
use super::record::frame;
use super::text::Text;
use crate::store::etag::EMPTY_ETAG;
use crate::store::{NewObject, Object};

#[napi]
impl Collection {
    /// Reads a record from the metadata, as names and plain values, and the body of its object. The
    /// reply knows nothing else of the object.
    ///
    /// # Errors
    /// See [`crate::resource::write_object`].
    #[napi]
    pub fn decode(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        id: Text,
        metadata: Pairs,
        content_type: Option<String>,
        body: &[u8],
    ) -> napi::Result<i32> {
        let object = NewObject {
            metadata: &encoded(&metadata),
            body,
            content_type: content_type.as_deref(),
            content_encoding: None,
        };
        let object = Object::new(object, EMPTY_ETAG, 0);
        self.answer(env, Operation::Decode { id, object }, &mut buffer)
    }

    /// Maps a record, and stores nothing.
    ///
    /// # Errors
    /// See [`crate::resource::map`].
    #[napi]
    pub fn map(&self, env: Env, mut buffer: BufferSlice<'_>, length: u32) -> napi::Result<i32> {
        let frame = frame(&buffer, length)?;
        self.answer(env, Operation::Map { frame }, &mut buffer)
    }
}
