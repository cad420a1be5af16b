//! S3 in memory, for tests: atomic conditional writes, the limits of AWS, and faults on demand.
//!
//! The crate `s3s` reads requests, checks signatures and writes answers; what it leaves open is done
//! here: regions and signed headers (`access`), headers and sizes (`header`), digests of bodies
//! (`upload`), conditions (`store`), pages (`listing`). A request passes `server`, `access` and
//! `operations`.

#![deny(
    missing_docs,
    clippy::dbg_macro,
    clippy::expect_used,
    clippy::print_stderr,
    clippy::unwrap_used,
    unsafe_code
)]
#![warn(clippy::pedantic)]
#![cfg_attr(test, allow(clippy::expect_used, clippy::unwrap_used))]

mod access;
pub mod control;
mod delete;
mod exchange;
mod fault;
mod header;
mod listing;
mod operations;
mod page;
mod read;
pub mod server;
mod slow;
mod store;
pub mod tls;
mod upload;
mod wire;
mod write;
