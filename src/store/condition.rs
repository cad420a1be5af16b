//! What a write asks of the object that is there.

use crate::{Error, Result};

/// Metadata of records that are updated under a condition: a random text that every write changes. An
/// `ETag` tells bodies apart only, and most records have none.
pub const STAMP: &str = "_cas";

/// Why a condition on the `ETag` does not hold.
pub const MISMATCH: &str = "ETag mismatch";

/// What a write asks of the object that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition<'a> {
    /// Nothing.
    None,
    /// No object has the key (`If-None-Match: *`).
    Absent,
    /// The object has this `ETag` (`If-Match`).
    Matches(&'a str),
    /// The object has this `ETag` and this stamp: it is the one that was read.
    Unchanged {
        /// `ETag`, as it was read.
        etag: &'a str,
        /// Value of [`STAMP`], as it was read.
        stamp: Option<&'a str>,
        /// Whether it was read just now: then a store that can compare stamps only by reading once
        /// more would learn nothing by it.
        is_recent: bool,
    },
}

impl Condition<'_> {
    /// Checks the condition against the `ETag` of the object that is there, if there is one.
    ///
    /// # Errors
    /// [`Error::Precondition`].
    pub fn check(self, key: &str, current: Option<&str>) -> Result<()> {
        let reason = match (self, current) {
            (Self::Absent, Some(_)) => "object already exists",
            (Self::Matches(_) | Self::Unchanged { .. }, None) => "object does not exist",
            (Self::Matches(wanted) | Self::Unchanged { etag: wanted, .. }, Some(etag))
                if !matches(wanted, etag) =>
            {
                MISMATCH
            }
            _ => return Ok(()),
        };
        Err(Error::Precondition {
            key: key.to_owned(),
            reason,
        })
    }

    /// Checks the condition against the stamp of the object that is there; `stamp` is called only
    /// where it counts.
    ///
    /// # Errors
    /// [`Error::Precondition`].
    pub fn check_stamp<'s>(self, key: &str, stamp: impl FnOnce() -> Option<&'s str>) -> Result<()> {
        match self {
            Self::Unchanged { stamp: wanted, .. } if wanted != stamp() => {
                Err(Error::Precondition {
                    key: key.to_owned(),
                    reason: MISMATCH,
                })
            }
            _ => Ok(()),
        }
    }
}

/// Whether one of the tags in an `If-Match` value is the object's. `*`, weak prefixes, quotes and
/// comma lists are understood.
fn matches(wanted: &str, etag: &str) -> bool {
    let bare = |tag: &str| {
        tag.trim()
            .trim_start_matches("W/")
            .trim_matches('"')
            .to_owned()
    };
    wanted
        .split(',')
        .any(|tag| tag.trim() == "*" || bare(tag) == bare(etag))
}
