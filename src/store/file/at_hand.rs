//! What the system can tell without asking a disk, so that whoever must not wait may ask.

use std::path::Path;

use super::FileStore;
use super::location::Location;
use crate::Result;

impl FileStore {
    /// Whether an object exists, if the system has the names on the way to its side file in memory.
    /// `None` where it has not, and where the side file would have to be read for its expiry.
    ///
    /// # Errors
    /// [`crate::Error::InvalidKey`].
    pub fn exists_at_hand(&self, key: &str) -> Result<Option<bool>> {
        let location = Location::of(key)?;
        if self.has_expiry() {
            return Ok(None);
        }
        Ok(is_file_at_hand(&location.side_path(self.base())))
    }
}

/// `RESOLVE_CACHED` is part of Linux since 5.12; older systems and some sandboxes refuse the call.
#[cfg(target_os = "linux")]
fn is_file_at_hand(path: &Path) -> Option<bool> {
    use rustix::fs::{CWD, FileType, Mode, OFlags, ResolveFlags, fstat, openat2};
    use rustix::io::Errno;

    let flags = OFlags::PATH | OFlags::CLOEXEC;
    match openat2(CWD, path, flags, Mode::empty(), ResolveFlags::CACHED) {
        Ok(file) => {
            let status = fstat(&file).ok()?;
            Some(FileType::from_raw_mode(status.st_mode).is_file())
        }
        Err(Errno::NOENT) => Some(false),
        Err(_) => None,
    }
}

#[cfg(not(target_os = "linux"))]
fn is_file_at_hand(_path: &Path) -> Option<bool> {
    None
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use super::*;
    use crate::Error;
    use crate::store::file::FileOptions;

    #[test]
    fn what_is_known_is_true() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileStore::open(FileOptions::new(folder.path().to_owned()));
        fs::create_dir(folder.path().join("a")).unwrap();
        fs::write(folder.path().join("a/b.meta.json"), "{}").unwrap();
        fs::create_dir(folder.path().join("a/c.meta.json")).unwrap();
        for (key, expected) in [
            ("a/b", true),
            ("a/c", false),
            ("a/d", false),
            ("x/y", false),
        ] {
            assert_eq!(store.has_object(key).unwrap(), expected, "{key}");
            let known = store.exists_at_hand(key).unwrap();
            assert!(known.is_none_or(|known| known == expected), "{key}");
        }
        assert!(matches!(
            store.exists_at_hand("../a"),
            Err(Error::InvalidKey { .. })
        ));
    }

    #[test]
    fn a_time_to_live_is_looked_up() {
        let folder = tempfile::tempdir().unwrap();
        let mut options = FileOptions::new(folder.path().to_owned());
        options.ttl = Some(Duration::from_secs(1));
        assert_eq!(FileStore::open(options).exists_at_hand("a").unwrap(), None);
    }
}
