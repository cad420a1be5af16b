//! The border to Node.js: the only module that names napi.
//!
//! Handles hold what the engine works with; their methods take strings, numbers and buffers and
//! answer with the bytes of a [`Reply`](crate::frame::Reply). Objects that users see are made by the
//! shim.

#![allow(
    clippy::needless_pass_by_value,
    reason = "napi hands arguments over by value"
)]

mod answer;
mod bucket;
mod collection;
mod completion;
mod content;
mod decode;
mod failure;
mod first_step;
mod folder;
mod js_requests;
mod js_store;
mod layout;
mod object;
mod operation;
mod pending;
mod preimage;
mod record;
mod runtime;
mod s3_bucket;
mod s3_options;
mod signer;
mod space;
mod text;
mod thread_pool;
mod tuner;
mod walk;

pub use bucket::Bucket;
pub use collection::Collection;
pub use folder::Folder;
pub use js_store::JsStoreHandle;
pub use object::{decode_metadata, encode_metadata};
pub use preimage::PreimageHandle;
pub use s3_bucket::S3Bucket;
pub use signer::Signer;
pub use space::Space;
pub use tuner::Tuner;

use napi_derive::napi;

/// Answer of a method whose reply did not fit the caller's buffer.
///
/// Lower numbers are those of operations that run on a thread: the ticket is what they are below this
/// one.
#[napi]
pub const SPILLED: i32 = -1;

/// `ETag` of objects without a body.
#[napi]
pub const EMPTY_ETAG: &str = crate::store::etag::EMPTY_ETAG;

/// Texts that replies name by a number.
#[napi]
#[must_use]
pub fn well_known_texts() -> Vec<&'static str> {
    crate::frame::WELL_KNOWN.to_vec()
}

/// Attribute types whose object form (`{type: 'number', min: 0}`) is a definition.
#[napi]
#[must_use]
pub fn explicit_types() -> Vec<&'static str> {
    crate::schema::explicit::EXPLICIT.split(' ').collect()
}

/// A random id of `size` characters.
#[napi]
#[must_use]
pub fn generate_id(size: u32) -> String {
    crate::id::generate(size as usize)
}

/// A random password of `size` letters and digits that are not taken for one another.
#[napi]
#[must_use]
pub fn generate_password(size: u32) -> String {
    crate::id::password(size as usize)
}

/// Version of this package.
#[napi]
#[must_use]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
