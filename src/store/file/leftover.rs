//! What writers that were killed have left: temporary files, and waiting side files without an
//! object.

use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use super::location::{WAITING, written_at};
use crate::clock;

/// Age from which no writer is still at it. One that was suspended for longer finds its files gone
/// and fails or begins anew.
const AGE: Duration = Duration::from_secs(60 * 60);

/// Whether a name is one that writers leave.
pub(super) fn may_be(name: &str) -> bool {
    written_at(name).is_some() || name.ends_with(WAITING)
}

/// Removes those files of a folder that are old and belong to none of its objects, whose names are
/// sorted. What cannot be removed stays.
pub(super) fn remove(folder: &Path, leftovers: Vec<String>, objects: &[String]) {
    let is_object = |name: &str| {
        objects
            .binary_search_by(|object| object.as_str().cmp(name))
            .is_ok()
    };
    for name in leftovers {
        let owner = name.strip_suffix(WAITING).unwrap_or(&name);
        let path = folder.join(&name);
        if !is_object(owner) && is_old(&name, &path).unwrap_or(false) {
            drop(fs::remove_file(path));
        }
    }
}

fn is_old(name: &str, path: &Path) -> io::Result<bool> {
    let changed = fs::symlink_metadata(path)?.modified()?;
    let changed = changed.duration_since(UNIX_EPOCH).unwrap_or_default();
    let made = Duration::from_millis(written_at(name).unwrap_or_default());
    Ok(changed.max(made) + AGE < Duration::from_millis(clock::now()))
}
