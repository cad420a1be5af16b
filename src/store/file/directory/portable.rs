//! A folder by its path, where the system has no handles of folders that could be locked.
//!
//! A file of the folder is locked instead.

use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::super::location::LOCK;
use super::sharing::{CHANGE, READ, patiently};
use super::{found, read_all, step};

/// A folder.
#[derive(Debug)]
pub struct Directory {
    path: PathBuf,
    lock: Mutex<Option<File>>,
}

impl Directory {
    /// Opens a folder.
    pub fn open(path: &Path) -> io::Result<Self> {
        if !status(path)?.is_dir() {
            return Err(ErrorKind::NotADirectory.into());
        }
        Ok(Self {
            path: path.to_owned(),
            lock: Mutex::default(),
        })
    }

    /// Whether the folder has been removed.
    pub fn is_removed(&self) -> bool {
        !self.path.exists()
    }

    /// Takes the lock that all processes share, if nobody holds it. It is given back when the folder
    /// is closed, or by `unlock`.
    pub fn try_lock(&self) -> io::Result<bool> {
        let path = self.path.join(LOCK);
        let file = patiently(&path, CHANGE, || lock_options().open(&path))?;
        match file.try_lock() {
            Ok(()) => {
                *self.locked() = Some(file);
                Ok(true)
            }
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Gives the lock back.
    #[allow(clippy::unnecessary_wraps, reason = "on Unix it can fail")]
    pub fn unlock(&self) -> io::Result<()> {
        if let Some(file) = self.locked().take() {
            // Where this fails, closing the file does it. Windows may take its time over that.
            drop(file.unlock());
        }
        Ok(())
    }

    fn locked(&self) -> MutexGuard<'_, Option<File>> {
        self.lock.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a new file.
    pub fn create(&self, name: &str, content: &[u8]) -> io::Result<File> {
        step::grow()?;
        let path = self.path.join(name);
        let mut file = patiently(&path, CHANGE, || File::create_new(&path))?;
        file.write_all(content)?;
        Ok(file)
    }

    /// Files have names here.
    #[allow(clippy::unused_self, reason = "on Linux it is used")]
    pub fn create_unnamed(&self, _content: &[u8]) -> io::Result<File> {
        Err(ErrorKind::Unsupported.into())
    }

    /// Open files have no names by which they could be given others.
    #[allow(clippy::unused_self, reason = "on Linux it is used")]
    pub fn link(&self, _file: &File, _name: &str) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    /// What a file holds, or `None` when there is none.
    pub fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        found(open_file(&self.path.join(name)))?
            .map(|mut file| read_all(&mut file))
            .transpose()
    }

    /// Bytes of a file, or `None` when there is none. A folder of this name is an error.
    pub fn size(&self, name: &str) -> io::Result<Option<u64>> {
        let Some(status) = found(status(&self.path.join(name)))? else {
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
        let (from, to) = (self.path.join(from), self.path.join(to));
        patiently(&to, CHANGE, || fs::rename(&from, &to))
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
        let path = self.path.join(name);
        Ok(found(patiently(&path, CHANGE, || fs::remove_file(&path)))?.is_some())
    }

    /// The handle by which renames can be made durable, if there is one: the file that was renamed.
    pub fn into_handle(self, renamed: &str) -> io::Result<Option<File>> {
        let path = self.path.join(renamed);
        found(patiently(&path, CHANGE, || {
            OpenOptions::new().write(true).open(&path)
        }))
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        drop(self.unlock());
    }
}

/// How the file that is locked is opened.
fn lock_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt;
        const SHARE_READ_AND_WRITE: u32 = 3;
        // Nobody can remove the file while another has it open: two would hold two locks.
        options.share_mode(SHARE_READ_AND_WRITE);
    }
    options
}

/// Removes a folder if there is nothing in it but the file that is locked, of which nobody knows then.
pub fn remove_folder(path: &Path) -> io::Result<()> {
    fs::remove_file(path.join(LOCK)).or_else(|error| match error.kind() {
        ErrorKind::NotFound => Ok(()),
        _ => Err(error),
    })?;
    fs::remove_dir(path)
}

/// What the system knows of a file or folder.
pub fn status(path: &Path) -> io::Result<Metadata> {
    patiently(path, READ, || fs::metadata(path))
}

/// Opens a file to read it.
pub fn open_file(path: &Path) -> io::Result<File> {
    patiently(path, READ, || File::open(path))
}

/// A file that was read, and may be replaced meanwhile. It is not kept open, because where it is, some
/// systems let nobody replace it.
#[derive(Debug)]
pub struct Reading {
    path: PathBuf,
    content: Vec<u8>,
}

impl Reading {
    /// Reads a file.
    pub fn of(path: PathBuf) -> io::Result<Self> {
        let content = read_all(&mut open_file(&path)?)?;
        Ok(Self { path, content })
    }

    /// What the file held.
    pub fn content(&self) -> &[u8] {
        &self.content
    }

    /// Whether the file has been replaced or removed since.
    pub fn is_replaced(&self) -> io::Result<bool> {
        let current = super::read_file(&self.path)?;
        Ok(current.is_none_or(|current| current != self.content))
    }
}

/// Open files have no names by which they could be given others.
pub fn can_be_named(_file: &File) -> bool {
    false
}
