//! The engine of s3db-native: a document database that keeps records in the metadata of objects.
//!
//! Everything that decides bytes lives here: codecs, schema mapping, behaviors, object keys,
//! partitions, stores and the operations on records. What a user can replace (hooks, middlewares,
//! validation, events) lives in the JavaScript shim under `lib/`. `ARCHITECTURE.md` follows one
//! record through both.
//!
//! The engine knows nothing of Node.js: `binding` is the only module that names napi, and
//! everything else builds and tests without it (`cargo test --no-default-features`).

#![deny(
    missing_docs,
    clippy::dbg_macro,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    unsafe_code
)]
#![warn(clippy::pedantic)]
#![allow(
    clippy::similar_names,
    reason = "`context` and `content` are what they are called"
)]
#![cfg_attr(
    test,
    allow(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

pub mod behavior;
#[cfg(feature = "binding")]
pub mod binding;
pub mod clock;
pub mod codec;
pub mod crypto;
pub mod error;
mod facts;
pub mod frame;
pub mod id;
pub mod json;
pub mod key;
pub mod partition;
pub mod resource;
pub mod schema;
pub mod store;
pub mod value;

pub use error::{Error, Result};

#[cfg(test)]
mod error_tests;
