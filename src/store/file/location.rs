//! Where an object lies, and the names of the files around it.
//!
//! ```text
//! <base>/<key>                              body
//! <base>/<key>.meta.json                    side file
//! <base>/<key>.meta.next                    waiting side file
//! <base>/<key>[.meta.json].tmp.<ms>.<id>    temporary file; six characters of id
//! ```

use std::path::{MAIN_SEPARATOR_STR, Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::codec::base62;
use crate::{Error, Result, clock, id};

/// Ending of side files.
pub(super) const SIDE: &str = ".meta.json";
/// Ending of waiting side files.
pub(super) const WAITING: &str = ".meta.next";
/// What precedes time and id in the names of temporary files.
const TEMPORARY: &str = ".tmp.";
/// Characters of a temporary file's id.
const ID_SIZE: usize = 6;
/// Longest name of a file, in bytes, on all common file systems.
const MAX_NAME_BYTES: usize = 255;
/// Longest path on Linux, in bytes. Windows would make more folders than that for one object.
const MAX_PATH_BYTES: usize = 4096;
/// Name of the file that is locked where folders cannot be.
pub(super) const LOCK: &str = ".s3db.lock";

/// A key that has been found safe, divided into folder and name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Location<'k> {
    /// The key.
    pub key: &'k str,
    /// Folder without a final `/`, empty for the base.
    pub folder: &'k str,
    /// The last segment.
    pub name: &'k str,
}

impl<'k> Location<'k> {
    /// Divides a key.
    ///
    /// # Errors
    /// [`Error::InvalidKey`] for a key that would leave its folder or that names a file of ours,
    /// [`Error::KeyTooLong`] for a segment that is no file name, or too many of them.
    pub fn of(key: &'k str) -> Result<Self> {
        if let Some(reason) = objection(key) {
            return Err(Error::InvalidKey {
                key: key.to_owned(),
                reason,
            });
        }
        let (folder, name) = key.rsplit_once('/').unwrap_or(("", key));
        let is_too_long = key.len() > MAX_PATH_BYTES
            || name.len() + SIDE.len() > MAX_NAME_BYTES
            || folder
                .split('/')
                .any(|segment| segment.len() > MAX_NAME_BYTES);
        if is_too_long {
            return Err(Error::KeyTooLong {
                key: key.to_owned(),
            });
        }
        Ok(Self { key, folder, name })
    }

    /// Path of the folder.
    pub fn folder_path(&self, base: &Path) -> PathBuf {
        path_of(base, self.folder, "")
    }

    /// Path of the body.
    pub fn body_path(&self, base: &Path) -> PathBuf {
        path_of(base, self.key, "")
    }

    /// Path of the side file.
    pub fn side_path(&self, base: &Path) -> PathBuf {
        path_of(base, self.key, SIDE)
    }

    /// Path of the waiting side file.
    pub fn waiting_path(&self, base: &Path) -> PathBuf {
        path_of(base, self.key, WAITING)
    }

    /// Name of the side file.
    pub fn side(&self) -> String {
        [self.name, SIDE].concat()
    }

    /// Name of the waiting side file.
    pub fn waiting(&self) -> String {
        [self.name, WAITING].concat()
    }
}

/// Whether keys can begin with a folder, which is empty or ends in `/`.
pub(super) fn is_folder(folder: &str) -> bool {
    objection(&[folder, "name"].concat()).is_none()
}

/// Why a key cannot be stored, if it cannot.
fn objection(key: &str) -> Option<&'static str> {
    let name = key.rsplit('/').next().unwrap_or_default();
    if key.split('/').any(str::is_empty) {
        Some("a path segment is empty")
    } else if key.split('/').any(|segment| matches!(segment, "." | "..")) {
        Some("a path segment is `.` or `..`")
    } else if key.contains('\0') {
        Some("it contains a null character")
    } else if [SIDE, WAITING]
        .iter()
        .any(|ending| has_ending(name, ending))
    {
        Some("it ends as a side file does")
    } else if written_at(name).is_some() {
        Some("it ends as a temporary file does")
    } else if name.eq_ignore_ascii_case(LOCK) {
        Some("it names a lock file")
    } else if cfg!(windows) && key.split('/').any(is_special_on_windows) {
        Some("a path segment is no file name on Windows")
    } else {
        None
    }
}

/// Whether Windows would change a name or take it for something else.
fn is_special_on_windows(segment: &str) -> bool {
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
    let stem = segment
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_ascii_lowercase();
    let is_port = ["com", "lpt"].iter().any(|port| {
        let number = stem.strip_prefix(port).map(str::chars);
        number.is_some_and(|mut number| {
            let digit = number
                .next()
                .is_some_and(|digit| "0123456789¹²³".contains(digit));
            digit && number.next().is_none()
        })
    });
    segment.ends_with(['.', ' '])
        || segment
            .chars()
            .any(|character| character < ' ' || "\\:*?\"<>|".contains(character))
        || is_port
        || DEVICES.contains(&&*stem)
}

/// Whether a name ends so on a file system that does not tell capitals from small letters.
fn has_ending(name: &str, ending: &str) -> bool {
    name.len()
        .checked_sub(ending.len())
        .and_then(|at| name.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case(ending))
}

/// A fresh name of a temporary file for a file of the name given.
pub(super) fn temporary(name: &str) -> String {
    let ending = format!("{TEMPORARY}{}.{}", clock::now(), temporary_id());
    let mut length = name.len().min(MAX_NAME_BYTES - ending.len());
    while !name.is_char_boundary(length) {
        length -= 1;
    }
    [name.get(..length).unwrap_or_default(), &ending].concat()
}

/// An id that this process gives once and that another one hardly gives in the same millisecond.
fn temporary_id() -> String {
    static NEXT: LazyLock<AtomicU64> = LazyLock::new(|| {
        let mut seed = [0; 8];
        let seeded = id::random(&mut seed);
        AtomicU64::new(seeded.map_or_else(|_| clock::now(), |()| u64::from_le_bytes(seed)))
    });
    let number = NEXT.fetch_add(1, Ordering::Relaxed) % 62_u64.pow(6);
    let mut text = String::with_capacity(ID_SIZE);
    base62::push_padded(&mut text, number, ID_SIZE);
    text
}

/// When a temporary file of this name was made, in milliseconds since 1970; `None` for any other
/// name.
pub(super) fn written_at(name: &str) -> Option<u64> {
    let (rest, id) = name.rsplit_once('.')?;
    let (rest, time) = rest.rsplit_once('.')?;
    let is_id = id.len() == ID_SIZE
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    let is_temporary = is_id && has_ending(rest, ".tmp") && !time.starts_with('+');
    time.parse().ok().filter(|_| is_temporary)
}

/// Path of a key below the base, with an ending.
pub(super) fn path_of(base: &Path, key: &str, ending: &str) -> PathBuf {
    let mut path = base.as_os_str().to_owned();
    path.reserve(1 + key.len() + ending.len());
    if !key.is_empty() {
        path.push(MAIN_SEPARATOR_STR);
        if cfg!(windows) {
            // Paths that begin with `\\?\` know no other separator.
            path.push(key.replace('/', MAIN_SEPARATOR_STR));
        } else {
            path.push(key);
        }
    }
    path.push(ending);
    path.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_leave_their_folder_are_refused() {
        for key in [
            "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/..", "a/../b", "./a", "a/./b",
            "a\0b",
        ] {
            let refused = Location::of(key);
            assert!(
                matches!(refused, Err(Error::InvalidKey { .. })),
                "`{key}`: {refused:?}"
            );
        }
        for key in ["a", "a/b", ".a/..b", ".tmp.1.abcdef/a"] {
            assert!(Location::of(key).is_ok(), "{key}");
        }
    }

    #[test]
    fn names_that_windows_has_for_something_else_are_refused_there() {
        for name in [
            "...", "b..", "a.", "a ", "C:", "a\\b", "a:b", "a?", "a*", "a|b", "<a>", "\"a\"",
            "a\tb", "CON", "con.txt", "Aux.a.b", "nul .x", "PRN", "CONIN$", "com1", "LPT9.txt",
            "COM²",
        ] {
            assert!(is_special_on_windows(name), "{name}");
            for key in [
                name.to_owned(),
                ["a/", name].concat(),
                [name, "/a"].concat(),
            ] {
                assert_eq!(Location::of(&key).is_ok(), !cfg!(windows), "{key}");
            }
        }
        for name in [
            "a.b", ".a", "come", "lpt", "com10", "console", "cont.aux", "é", "a b", "COMA.x",
        ] {
            assert!(!is_special_on_windows(name), "{name}");
            assert!(Location::of(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn names_of_our_files_are_refused() {
        for key in [
            ".meta.json",
            "a/b.meta.json",
            "a/b.META.json",
            "b.meta.next",
            "b.tmp.1700000000000.Ab-_09",
            "b.meta.json.tmp.1700000000000.abcdef",
            ".s3db.lock",
        ] {
            assert!(
                matches!(Location::of(key), Err(Error::InvalidKey { .. })),
                "{key}"
            );
        }
        for key in [
            "b.meta.jso",
            "b.tmp.x.abcdef",
            "b.tmp.1.abcde",
            "b.tmp",
            "meta.json",
        ] {
            assert!(Location::of(key).is_ok(), "{key}");
        }
    }

    #[test]
    fn every_name_fits_and_temporary_names_are_known() {
        let longest = "é".repeat(122) + "x";
        let location = Location::of(&longest).unwrap();
        for name in [location.side(), location.waiting()] {
            assert_eq!(name.len(), 255);
            let temporary = temporary(&name);
            assert!(
                temporary.len() <= 255 && written_at(&temporary).is_some(),
                "{temporary}"
            );
        }
        let too_long = [longest + "x", "x".repeat(256) + "/a"];
        for key in too_long {
            assert!(
                matches!(Location::of(&key), Err(Error::KeyTooLong { .. })),
                "{key}"
            );
        }
    }
}
