//! Files that the system has in memory, looked up without waiting for a disk.
//!
//! `RESOLVE_CACHED` (Linux 5.12) walks only names that are in memory, `RWF_NOWAIT` reads only bytes that
//! are. Older systems and some sandboxes refuse the calls. Opening a file of a network may wait all the
//! same, so files are read on local file systems alone.

use std::path::Path;
#[cfg(target_os = "linux")]
use std::sync::atomic::{AtomicU8, Ordering};

/// What the system has in memory.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Cached<T> {
    /// The file, as it was understood.
    Found(T),
    /// That there is no file.
    Missing,
    /// Nothing, or something that was not understood.
    Unknown,
}

/// The memory of the system for one folder.
#[derive(Debug, Default)]
pub(super) struct PageCache {
    #[cfg(target_os = "linux")]
    kind: AtomicU8,
}

#[cfg(target_os = "linux")]
mod kind {
    /// Nobody has looked.
    pub const UNKNOWN: u8 = 0;
    /// Files of the folder can be read without waiting.
    pub const LOCAL: u8 = 1;
    /// They cannot.
    pub const OTHER: u8 = 2;
}

/// Magic numbers of file systems on disks of the machine, from `linux/magic.h` and, for ZFS, its sources.
#[cfg(target_os = "linux")]
const LOCAL: [u64; 8] = [
    0x0000_EF53, // ext4
    0x5846_5342, // XFS
    0x9123_683E, // Btrfs
    0x0102_1994, // tmpfs
    0xF2F5_2010, // F2FS
    0x794C_7630, // overlayfs
    0x2FC1_2FC1, // ZFS
    0xCA45_1A4E, // bcachefs
];

/// Bytes of the longest file that is read, and one more.
#[cfg(target_os = "linux")]
const CHUNK: usize = 4096;

#[cfg(target_os = "linux")]
impl PageCache {
    /// Finds out what file system a folder is on, for which a disk may have to be asked.
    pub fn learn(&self, folder: &Path) {
        if self.kind.load(Ordering::Relaxed) != kind::UNKNOWN {
            return;
        }
        let Ok(status) = rustix::fs::statfs(folder) else {
            return;
        };
        #[allow(clippy::cast_sign_loss, reason = "a magic number has 32 bits")]
        let magic = status.f_type as u64 & u64::from(u32::MAX);
        let kind = if LOCAL.contains(&magic) {
            kind::LOCAL
        } else {
            kind::OTHER
        };
        self.kind.store(kind, Ordering::Relaxed);
    }

    /// Reads a file of the folder that was learned about, and understands what it holds.
    pub fn read<T>(&self, path: &Path, understand: impl FnOnce(&[u8]) -> Option<T>) -> Cached<T> {
        use rustix::fs::OFlags;
        use rustix::io::{Errno, ReadWriteFlags, preadv2};
        use std::io::IoSliceMut;

        if self.kind.load(Ordering::Relaxed) != kind::LOCAL {
            return Cached::Unknown;
        }
        let file = match open(path, OFlags::RDONLY | OFlags::NONBLOCK) {
            Ok(file) => file,
            Err(Errno::NOENT) => return Cached::Missing,
            Err(Errno::NOSYS | Errno::PERM | Errno::INVAL) => return self.give_up(),
            Err(_) => return Cached::Unknown,
        };
        let mut chunk = [0; CHUNK];
        let mut parts = [IoSliceMut::new(&mut chunk)];
        let read = match preadv2(&file, &mut parts, 0, ReadWriteFlags::NOWAIT) {
            Ok(read) => read,
            Err(Errno::OPNOTSUPP | Errno::NOSYS | Errno::INVAL) => return self.give_up(),
            Err(_) => return Cached::Unknown,
        };
        // What fills the chunk may go on.
        let text = chunk.get(..read).filter(|_| read < CHUNK);
        text.and_then(understand)
            .map_or(Cached::Unknown, Cached::Found)
    }

    fn give_up<T>(&self) -> Cached<T> {
        self.kind.store(kind::OTHER, Ordering::Relaxed);
        Cached::Unknown
    }

    /// Whether there is a file, which is not opened.
    #[allow(clippy::unused_self, reason = "elsewhere nothing is known")]
    pub fn find(&self, path: &Path) -> Cached<()> {
        use rustix::fs::{FileType, OFlags, fstat};
        use rustix::io::Errno;

        match open(path, OFlags::PATH) {
            Ok(file) => match fstat(&file) {
                Ok(status) if FileType::from_raw_mode(status.st_mode).is_file() => {
                    Cached::Found(())
                }
                Ok(_) => Cached::Missing,
                Err(_) => Cached::Unknown,
            },
            Err(Errno::NOENT) => Cached::Missing,
            Err(_) => Cached::Unknown,
        }
    }
}

/// Opens a file if all names on the way to it are in memory.
#[cfg(target_os = "linux")]
fn open(path: &Path, flags: rustix::fs::OFlags) -> rustix::io::Result<std::os::fd::OwnedFd> {
    use rustix::fs::{CWD, Mode, OFlags, ResolveFlags, openat2};

    let flags = flags | OFlags::CLOEXEC;
    openat2(CWD, path, flags, Mode::empty(), ResolveFlags::CACHED)
}

#[cfg(not(target_os = "linux"))]
#[allow(clippy::unused_self, reason = "Linux knows more")]
impl PageCache {
    /// Other systems do not say what they have in memory.
    pub fn learn(&self, _folder: &Path) {}

    /// Nothing is known.
    pub fn read<T>(&self, _path: &Path, _understand: impl FnOnce(&[u8]) -> Option<T>) -> Cached<T> {
        Cached::Unknown
    }

    /// Nothing is known.
    pub fn find(&self, _path: &Path) -> Cached<()> {
        Cached::Unknown
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs;

    use super::*;

    fn text_of(cache: &PageCache, path: &Path) -> Cached<Vec<u8>> {
        cache.read(path, |text| Some(text.to_vec()))
    }

    #[test]
    fn nothing_is_read_before_the_file_system_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, "text").unwrap();
        let cache = PageCache::default();
        assert_eq!(text_of(&cache, &path), Cached::Unknown);
        cache.learn(&folder.path().join("missing"));
        assert_eq!(cache.kind.load(Ordering::Relaxed), kind::UNKNOWN);
        cache.learn(Path::new("/proc"));
        assert_eq!(cache.kind.load(Ordering::Relaxed), kind::OTHER);
        assert_eq!(text_of(&cache, Path::new("/proc/version")), Cached::Unknown);
    }

    #[test]
    fn what_is_read_is_the_whole_file() {
        let folder = tempfile::tempdir().unwrap();
        let cache = PageCache::default();
        cache.learn(folder.path());
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK] {
            let path = folder.path().join(length.to_string());
            let text = vec![b'x'; length];
            fs::write(&path, &text).unwrap();
            let expected = if length < CHUNK {
                [Cached::Found(text), Cached::Unknown]
            } else {
                [Cached::Unknown, Cached::Unknown]
            };
            assert!(expected.contains(&text_of(&cache, &path)), "{length}");
        }
        let missing = text_of(&cache, &folder.path().join("missing"));
        assert!([Cached::Missing, Cached::Unknown].contains(&missing));
        assert_eq!(text_of(&cache, folder.path()), Cached::Unknown);
    }
}
