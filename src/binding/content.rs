//! Content of records: calls of a [`Collection`].

use napi::Env;
use napi::bindgen_prelude::BufferSlice;
use napi_derive::napi;

use super::collection::Collection;
use super::operation::{Operation, OwnedContent};
use super::preimage::PreimageHandle;
use super::text::Text;

#[napi]
impl Collection {
    /// Reads the body of a record's object.
    ///
    /// # Errors
    /// See [`crate::resource::content`].
    #[napi]
    pub fn content(&self, env: Env, mut buffer: BufferSlice<'_>, id: Text) -> napi::Result<i32> {
        self.answer(env, Operation::Content { id }, &mut buffer)
    }

    /// Whether a record's object has a body.
    ///
    /// # Errors
    /// See [`crate::resource::has_content`].
    #[napi]
    pub fn has_content(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        id: Text,
    ) -> napi::Result<i32> {
        self.answer(env, Operation::HasContent { id }, &mut buffer)
    }

    /// Gives a record that was loaded other content.
    ///
    /// # Errors
    /// See [`crate::resource::set_content`].
    #[napi]
    pub fn set_content(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        preimage: &PreimageHandle,
        bytes: &[u8],
        media_type: String,
    ) -> napi::Result<i32> {
        let operation = Operation::SetContent {
            preimage: preimage.take()?,
            content: OwnedContent {
                bytes: bytes.to_vec(),
                media_type,
            },
        };
        self.answer(env, operation, &mut buffer)
    }

    /// Takes the content off a record.
    ///
    /// # Errors
    /// See [`crate::resource::delete_content`].
    #[napi]
    pub fn delete_content(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        id: Text,
    ) -> napi::Result<i32> {
        self.answer(env, Operation::DeleteContent { id }, &mut buffer)
    }
}
