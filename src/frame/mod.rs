//! Frames: the form in which records cross the border between JavaScript and the engine.
//!
//! This module and its twin `lib/frame/` are the only places that know the grammar.
//!
//! - A **write frame** goes to the engine as bytes that both see ([`WriteFrame`]): JavaScript writes
//!   each text where it is read.
//! - A **reply** comes back as bytes ([`Reply`]): a substring of a string would keep the whole
//!   string alive, a text copied out of bytes keeps nothing.

mod reply;
mod write;

pub use reply::{Reply, WELL_KNOWN};
pub use write::{FrameSlot, WriteFrame};
