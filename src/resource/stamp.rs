//! Stamps: they tell states of a record apart whose bodies are the same.
//!
//! A record that was once updated under a condition carries a stamp, and what is read as its `ETag` is
//! that of the body with the stamp: `"<md5>-<stamp>"`.

use std::borrow::Cow;

use crate::id;

/// Characters of a stamp, six random bits each.
pub const SIZE: usize = 12;

/// A stamp for one write.
#[must_use]
pub fn generate() -> String {
    id::generate(SIZE)
}

/// The `ETag` of a record: that of its object, with the stamp.
#[must_use]
pub fn tag<'a>(etag: &'a str, stamp: Option<&str>) -> Cow<'a, str> {
    match stamp {
        None => Cow::Borrowed(etag),
        Some(stamp) => Cow::Owned(format!("\"{}-{stamp}\"", etag.trim_matches('"'))),
    }
}
