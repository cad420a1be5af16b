//! A folder where the system has no handles for them that could be locked.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::super::location::LOCK;
use super::{found, read_all, step};

/// A folder.
#[derive(Debug)]
pub struct Directory {
    path: PathBuf,
    lock: OnceLock<File>,
}

impl Directory {
    /// Opens a folder.
    pub fn open(path: &Path) -> io::Result<Self> {
        if !fs::metadata(path)?.is_dir() {
            return Err(ErrorKind::NotADirectory.into());
        }
        Ok(Self {
            path: path.to_owned(),
            lock: OnceLock::new(),
        })
    }

    /// Whether the folder has been removed.
    pub fn is_removed(&self) -> bool {
        !self.path.exists()
    }

    /// Takes the lock that all processes share, if nobody holds it. It is given back when the folder
    /// is closed, or by `unlock`.
    pub fn try_lock(&self) -> io::Result<bool> {
        let file = if let Some(file) = self.lock.get() {
            file
        } else {
            let path = self.path.join(LOCK);
            let file = OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(false)
                .open(path)?;
            self.lock.get_or_init(|| file)
        };
        match file.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Gives the lock back.
    pub fn unlock(&self) -> io::Result<()> {
        self.lock.get().map_or(Ok(()), File::unlock)
    }

    /// Writes a new file.
    pub fn create(&self, name: &str, content: &[u8]) -> io::Result<File> {
        step::grow()?;
        let mut file = File::create_new(self.path.join(name))?;
        file.write_all(content)?;
        Ok(file)
    }

    /// Files have names here.
    pub fn create_unnamed(&self, _content: &[u8]) -> io::Result<File> {
        Err(ErrorKind::Unsupported.into())
    }

    /// Open files have no names by which they could be given others.
    pub fn link(&self, _file: &File, _name: &str) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    /// What a file holds, or `None` when there is none.
    pub fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        found(File::open(self.path.join(name)))?
            .map(|mut file| read_all(&mut file))
            .transpose()
    }

    /// Bytes of a file, or `None` when there is none. A folder of this name is an error.
    pub fn size(&self, name: &str) -> io::Result<Option<u64>> {
        let Some(status) = found(fs::metadata(self.path.join(name)))? else {
            return Ok(None);
        };
        if status.is_dir() {
            return Err(ErrorKind::IsADirectory.into());
        }
        Ok(Some(status.len()))
    }

    /// Renames a file, in place of another one if there is one.
    pub fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        step::grow()?;
        fs::rename(self.path.join(from), self.path.join(to))
    }

    /// Renames a file unless there is one of the new name, and says whether it did.
    pub fn rename_to_free(&self, from: &str, to: &str) -> io::Result<bool> {
        let is_free = self.size(to)?.is_none();
        if is_free {
            self.rename(from, to)?;
        }
        Ok(is_free)
    }

    /// Removes a file and says whether there was one.
    pub fn remove(&self, name: &str) -> io::Result<bool> {
        step::take()?;
        Ok(found(fs::remove_file(self.path.join(name)))?.is_some())
    }

    /// The handle by which renames can be made durable, if there is one: the file that was renamed.
    pub fn into_handle(self, renamed: &str) -> io::Result<Option<File>> {
        found(OpenOptions::new().write(true).open(self.path.join(renamed)))
    }
}

/// Opens a file to read it.
pub fn open_file(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Whether the file that was opened at a path, and read as `content`, has been replaced or removed
/// since.
pub fn is_replaced(_file: &File, path: &Path, content: &[u8]) -> io::Result<bool> {
    Ok(found(fs::read(path))?.is_none_or(|current| current != content))
}

/// Open files have no names by which they could be given others.
pub fn can_be_named(_file: &File) -> bool {
    false
}
