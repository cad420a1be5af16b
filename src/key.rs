//! Object keys: pure functions that never leave their prefix.
//!
//! ```text
//! resource=<name>/data/id=<id>                                  record
//! resource=<name>/partition=<partition>/<f1>=<v1>/…/id=<id>     reference (`partition`)
//! resource=<name>/historical/v=<version>/id=<id>                older version of a record
//! ```
//!
//! Full keys begin with the connection's prefix.

use crate::{Error, Result};

/// Longest key that S3 accepts, in UTF-8 bytes.
pub const MAX_KEY_BYTES: usize = 1024;

/// Characters that ids, resource names and partition names may not contain.
const UNSAFE: [char; 4] = ['/', '\\', '=', '%'];

/// Joins a connection's prefix and a relative key. The prefix is normalised already: clients that
/// join keys as POSIX paths (`lib/clients/key-space.js`) say what theirs comes to.
///
/// ```
/// assert_eq!(s3db_native::key::join("app", "s3db.json"), "app/s3db.json");
/// assert_eq!(s3db_native::key::join("app/", "s3db.json"), "app/s3db.json");
/// assert_eq!(s3db_native::key::join("", "s3db.json"), "s3db.json");
/// ```
#[must_use]
pub fn join(prefix: &str, key: &str) -> String {
    match prefix.strip_suffix('/').unwrap_or(prefix) {
        "" if !prefix.starts_with('/') => key.to_owned(),
        folder => format!("{folder}/{key}"),
    }
}

/// The first character of `text` that is unsafe in ids and names.
#[must_use]
pub fn unsafe_character(text: &str) -> Option<char> {
    text.chars().find(|character| UNSAFE.contains(character))
}

/// Checks that an id can be part of a key.
///
/// # Errors
/// [`Error::InvalidId`].
pub fn check_id(id: &str) -> Result<()> {
    // Without an early end the compiler makes vector instructions of this.
    let is_safe = id.bytes().fold(true, |safe, byte| {
        safe & !matches!(byte, b'/' | b'\\' | b'=' | b'%')
    });
    if is_safe {
        return Ok(());
    }
    match unsafe_character(id) {
        Some(character) => Err(Error::InvalidId {
            reason: format!("contains unsafe character '{character}'"),
        }),
        None => Ok(()),
    }
}

/// Appends an id to a key that ends in `id=`.
///
/// # Errors
/// [`Error::InvalidId`] for unsafe characters or a key longer than [`MAX_KEY_BYTES`].
pub fn with_id(prefix: &str, id: &str) -> Result<String> {
    check_id(id)?;
    if prefix.len() + id.len() > MAX_KEY_BYTES {
        return Err(Error::InvalidId {
            reason: format!("makes a key of more than {MAX_KEY_BYTES} bytes"),
        });
    }
    let mut key = String::with_capacity(prefix.len() + id.len());
    key.push_str(prefix);
    key.push_str(id);
    Ok(key)
}

/// The id at the end of a record or reference key: what follows the last `/id=`.
#[must_use]
pub fn id_of(key: &str) -> Option<&str> {
    let (_, segment) = key.rsplit_once('/')?;
    segment.strip_prefix("id=")
}

/// Collapses `//` and drops a final `/`, as POSIX path-join does.
///
/// # Errors
/// [`Error::InvalidKey`] when a segment is `.` or `..`: resolving it would leave the key's folder.
pub fn normalize(key: &str) -> Result<String> {
    let mut normal = String::with_capacity(key.len());
    for segment in key.split('/').filter(|segment| !segment.is_empty()) {
        if segment == "." || segment == ".." {
            return Err(Error::InvalidKey {
                key: key.to_owned(),
                reason: "a path segment is `.` or `..`",
            });
        }
        if !normal.is_empty() {
            normal.push('/');
        }
        normal.push_str(segment);
    }
    Ok(normal)
}
