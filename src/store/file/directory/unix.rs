//! A folder on Unix.

use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, FileType, Mode, OFlags, openat, renameat, statat, unlinkat};
#[cfg(target_os = "linux")]
use rustix::{
    fs::{RenameFlags, linkat},
    io::Errno,
};

use super::{found, read_all, step};

/// Permissions of new files, before the process's mask.
const MODE: Mode = Mode::from_raw_mode(0o666);
/// How files are opened to be read: what is no file and has nothing to say, such as a pipe, is not waited
/// for.
const READING: OFlags = OFlags::RDONLY
    .union(OFlags::CLOEXEC)
    .union(OFlags::NONBLOCK);

/// An open folder.
#[derive(Debug)]
pub struct Directory {
    handle: File,
}

impl Directory {
    /// Opens a folder.
    pub fn open(path: &Path) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let handle = rustix::fs::open(path, flags, Mode::empty())?.into();
        Ok(Self { handle })
    }

    /// Whether the folder has been removed.
    pub fn is_removed(&self) -> bool {
        rustix::fs::fstat(&self.handle).is_ok_and(|status| status.st_nlink == 0)
    }

    /// Takes the lock that all processes share, if nobody holds it. It is given back when the folder
    /// is closed, or by `unlock`.
    pub fn try_lock(&self) -> io::Result<bool> {
        match self.handle.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Gives the lock back.
    pub fn unlock(&self) -> io::Result<()> {
        self.handle.unlock()
    }

    /// Writes a new file.
    pub fn create(&self, name: &str, content: &[u8]) -> io::Result<File> {
        step::grow()?;
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        let mut file: File = openat(&self.handle, name, flags, MODE)?.into();
        if !content.is_empty() {
            file.write_all(content)?;
        }
        Ok(file)
    }

    /// Writes a new file that has no name until `link` gives it one. The file system may have no such
    /// files.
    #[cfg(target_os = "linux")]
    pub fn create_unnamed(&self, content: &[u8]) -> io::Result<File> {
        step::grow()?;
        let flags = OFlags::WRONLY | OFlags::TMPFILE | OFlags::CLOEXEC;
        let mut file: File = openat(&self.handle, ".", flags, MODE)?.into();
        file.write_all(content)?;
        Ok(file)
    }

    /// Files without a name are known to Linux only.
    #[cfg(not(target_os = "linux"))]
    #[allow(clippy::unused_self, reason = "on Linux it is used")]
    pub fn create_unnamed(&self, _content: &[u8]) -> io::Result<File> {
        Err(ErrorKind::Unsupported.into())
    }

    /// Gives an open file of the same file system a new name in this folder.
    #[cfg(target_os = "linux")]
    pub fn link(&self, file: &File, name: &str) -> io::Result<()> {
        use std::os::fd::AsRawFd;
        step::grow()?;
        match linkat(file, "", &self.handle, name, AtFlags::EMPTY_PATH) {
            // Before Linux 6.10 only some processes may name a file by its handle alone.
            Err(Errno::NOENT) => {
                let path = format!("/proc/self/fd/{}", file.as_raw_fd());
                let follow = AtFlags::SYMLINK_FOLLOW;
                Ok(linkat(rustix::fs::CWD, path, &self.handle, name, follow)?)
            }
            linked => Ok(linked?),
        }
    }

    /// Open files have no names by which they could be given others.
    #[cfg(not(target_os = "linux"))]
    #[allow(clippy::unused_self, reason = "on Linux it is used")]
    pub fn link(&self, _file: &File, _name: &str) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    /// What a file holds, or `None` when there is none.
    pub fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        let opened = openat(&self.handle, name, READING, Mode::empty()).map_err(io::Error::from);
        found(opened)?
            .map(|handle| read_all(&mut handle.into()))
            .transpose()
    }

    /// Bytes of a file, or `None` when there is none. A folder of this name is an error.
    pub fn size(&self, name: &str) -> io::Result<Option<u64>> {
        let status = statat(&self.handle, name, AtFlags::empty()).map_err(io::Error::from);
        let Some(status) = found(status)? else {
            return Ok(None);
        };
        if FileType::from_raw_mode(status.st_mode).is_dir() {
            return Err(ErrorKind::IsADirectory.into());
        }
        Ok(u64::try_from(status.st_size).ok())
    }

    /// Renames a file, in place of another one if there is one.
    pub fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        step::grow()?;
        Ok(renameat(&self.handle, from, &self.handle, to)?)
    }

    /// Renames a file unless there is one of the new name, and says whether it did.
    #[cfg(target_os = "linux")]
    pub fn rename_to_free(&self, from: &str, to: &str) -> io::Result<bool> {
        step::grow()?;
        let flags = RenameFlags::NOREPLACE;
        match rustix::fs::renameat_with(&self.handle, from, &self.handle, to, flags) {
            Ok(()) => Ok(true),
            Err(Errno::EXIST) => Ok(false),
            Err(Errno::INVAL | Errno::NOSYS) => self.rename_if_free(from, to),
            Err(error) => Err(error.into()),
        }
    }

    /// Renames a file unless there is one of the new name, and says whether it did.
    #[cfg(not(target_os = "linux"))]
    pub fn rename_to_free(&self, from: &str, to: &str) -> io::Result<bool> {
        self.rename_if_free(from, to)
    }

    fn rename_if_free(&self, from: &str, to: &str) -> io::Result<bool> {
        let is_free = self.size(to)?.is_none();
        if is_free {
            self.rename(from, to)?;
        }
        Ok(is_free)
    }

    /// Removes a file and says whether there was one.
    pub fn remove(&self, name: &str) -> io::Result<bool> {
        step::take()?;
        let removed = unlinkat(&self.handle, name, AtFlags::empty()).map_err(io::Error::from);
        Ok(found(removed)?.is_some())
    }

    /// The handle by which renames can be made durable, if there is one.
    #[allow(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
    pub fn into_handle(self, _renamed: &str) -> io::Result<Option<File>> {
        Ok(Some(self.handle))
    }
}

/// Opens a file to read it.
pub fn open_file(path: &Path) -> io::Result<File> {
    Ok(rustix::fs::open(path, READING, Mode::empty())?.into())
}

/// Removes a folder if there is nothing in it.
pub fn remove_folder(path: &Path) -> io::Result<()> {
    fs::remove_dir(path)
}

/// What the system knows of a file or folder.
pub fn status(path: &Path) -> io::Result<Metadata> {
    fs::metadata(path)
}

/// A file that was read, and may be replaced meanwhile.
#[derive(Debug)]
pub struct Reading {
    file: File,
    content: Vec<u8>,
}

impl Reading {
    /// Reads a file.
    #[allow(clippy::needless_pass_by_value, reason = "elsewhere the path is kept")]
    pub fn of(path: PathBuf) -> io::Result<Self> {
        let mut file = open_file(&path)?;
        let content = read_all(&mut file)?;
        Ok(Self { file, content })
    }

    /// What the file held.
    pub fn content(&self) -> &[u8] {
        &self.content
    }

    /// Whether the file has been replaced or removed since.
    pub fn is_replaced(&self) -> io::Result<bool> {
        Ok(rustix::fs::fstat(&self.file)?.st_nlink == 0)
    }
}

/// Whether an empty file can be given one more name: it is still empty, and has names, but fewer than
/// any file system allows.
#[cfg(target_os = "linux")]
pub fn can_be_named(file: &File) -> bool {
    rustix::fs::fstat(file)
        .is_ok_and(|status| status.st_size == 0 && matches!(status.st_nlink, 1..1000))
}

/// Open files have no names by which they could be given others.
#[cfg(not(target_os = "linux"))]
pub fn can_be_named(_file: &File) -> bool {
    false
}
