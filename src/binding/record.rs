//! Calls of a collection about one record.

use napi::Env;
use napi::bindgen_prelude::BufferSlice;
use napi_derive::napi;

use super::collection::Collection;
use super::operation::{IfMatch, Operation, OwnedContent};
use super::preimage::PreimageHandle;
use super::text::Text;
use crate::Result;

#[napi]
impl Collection {
    /// Inserts a record.
    ///
    /// # Errors
    /// See [`crate::resource::insert`].
    #[napi]
    pub fn insert(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        length: u32,
        id: Option<Text>,
        content: Option<&[u8]>,
        media_type: Option<String>,
    ) -> napi::Result<i32> {
        let frame = frame(&buffer, length)?;
        let content = content.map(|bytes| OwnedContent {
            bytes: bytes.to_vec(),
            media_type: media_type.unwrap_or_default(),
        });
        self.answer(env, Operation::Insert { id, frame, content }, &mut buffer)
    }

    /// Writes a record whether it exists or not; `preimage` is the old one where it had to be loaded.
    ///
    /// # Errors
    /// See [`crate::resource::replace`].
    #[napi]
    pub fn replace(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        length: u32,
        id: Text,
        preimage: Option<&PreimageHandle>,
        old_dates: Option<Text>,
    ) -> napi::Result<i32> {
        let frame = frame(&buffer, length)?;
        let later = preimage.and_then(|preimage| self.later(preimage));
        let known = match (preimage, old_dates) {
            (Some(preimage), Some(dates)) => Some((preimage.take()?, dates)),
            _ => None,
        };
        let operation = Operation::Replace {
            id,
            frame,
            known,
            later,
        };
        self.answer(env, operation, &mut buffer)
    }

    /// Reads a record.
    ///
    /// # Errors
    /// See [`crate::resource::get`].
    #[napi]
    pub fn get(&self, env: Env, mut buffer: BufferSlice<'_>, id: Text) -> napi::Result<i32> {
        self.answer(env, Operation::Get { id }, &mut buffer)
    }

    /// Whether there is a record.
    ///
    /// # Errors
    /// See [`crate::resource::exists`].
    #[napi]
    pub fn exists(&self, env: Env, mut buffer: BufferSlice<'_>, id: Text) -> napi::Result<i32> {
        self.answer(env, Operation::Exists { id }, &mut buffer)
    }

    /// Reads a record that is to be written again, and keeps it in the handle.
    ///
    /// # Errors
    /// See [`crate::resource::load`].
    #[napi]
    pub fn load(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        id: Text,
        preimage: &PreimageHandle,
    ) -> napi::Result<i32> {
        self.answer(
            env,
            Operation::Load {
                id,
                place: preimage.place(),
            },
            &mut buffer,
        )
    }

    /// Writes a record that was loaded, if it has the `ETag` that is asked for; `is_recent` is that of
    /// [`crate::resource::Commit`].
    ///
    /// # Errors
    /// See [`crate::resource::commit`].
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "one crossing takes all of them")]
    pub fn commit(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        length: u32,
        preimage: &PreimageHandle,
        old_dates: Text,
        if_match: Option<Text>,
        is_recent: Option<bool>,
    ) -> napi::Result<i32> {
        let operation = Operation::Commit {
            preimage: preimage.take()?,
            frame: frame(&buffer, length)?,
            old_dates,
            if_match: if_match.map(|tag| IfMatch {
                tag,
                is_recent: is_recent.unwrap_or_default(),
            }),
            later: self.later(preimage),
        };
        self.answer(env, operation, &mut buffer)
    }

    /// Writes a historical copy of a record.
    ///
    /// # Errors
    /// See [`crate::resource::create_historical`].
    #[napi]
    pub fn create_historical(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        length: u32,
        id: Text,
        version: Text,
    ) -> napi::Result<i32> {
        let frame = frame(&buffer, length)?;
        self.answer(
            env,
            Operation::CreateHistorical { id, frame, version },
            &mut buffer,
        )
    }

    /// Moves the references that a write has left for later.
    ///
    /// # Errors
    /// None of the references': they are in the reply.
    #[napi]
    pub fn move_references(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        preimage: &PreimageHandle,
    ) -> napi::Result<i32> {
        let moves = preimage.take_moves();
        self.answer(env, Operation::MoveReferences { moves }, &mut buffer)
    }

    /// Reads and deletes a record.
    ///
    /// # Errors
    /// See [`crate::resource::take`].
    #[napi]
    pub fn take(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        id: Text,
        wants_record: bool,
    ) -> napi::Result<i32> {
        self.answer(env, Operation::Take { id, wants_record }, &mut buffer)
    }

    /// Deletes a record that was loaded.
    ///
    /// # Errors
    /// See [`crate::resource::delete`].
    #[napi]
    pub fn delete(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        preimage: &PreimageHandle,
        old_dates: Text,
    ) -> napi::Result<i32> {
        let operation = Operation::Delete {
            preimage: preimage.take()?,
            old_dates,
        };
        self.answer(env, operation, &mut buffer)
    }
}

/// The frame at the beginning of a buffer.
pub(super) fn frame(buffer: &[u8], length: u32) -> Result<Text> {
    Text::copy_of(buffer.get(..length as usize).unwrap_or_default())
}
