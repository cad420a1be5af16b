//! An open folder: the files in it, and its lock.
//!
//! On Unix everything goes through one handle, so that a folder that is replaced meanwhile is never
//! mixed up with its successor, and `flock` on that handle is the lock. Elsewhere paths are used, and
//! a file is locked. The feature `portable` has the same on Unix, for tests.

#[cfg(any(not(unix), feature = "portable"))]
mod portable;
#[cfg(any(not(unix), feature = "portable"))]
mod sharing;
#[cfg(all(unix, not(feature = "portable")))]
mod unix;

#[cfg(any(not(unix), feature = "portable"))]
use portable as system;
#[cfg(all(unix, not(feature = "portable")))]
use unix as system;

pub(super) use system::{Directory, Reading, can_be_named, open_file, remove_folder, status};

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Bytes that are read at once: side files are shorter, and so are most bodies.
const CHUNK: usize = 4096;

/// The answer, or `None` where there is no such file.
pub(super) fn found<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// What the file at a path holds, or `None` when there is none.
pub(super) fn read_file(path: &Path) -> io::Result<Option<Vec<u8>>> {
    found(open_file(path))?
        .map(|mut file| read_all(&mut file))
        .transpose()
}

/// Everything that a file holds. One that fits `CHUNK` takes one call of the system, since regular
/// files give less than asked for only at their end.
pub(super) fn read_all(file: &mut File) -> io::Result<Vec<u8>> {
    let mut chunk = [0; CHUNK];
    let mut content = Vec::new();
    loop {
        let read = match file.read(&mut chunk) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            read => read?,
        };
        content.extend_from_slice(chunk.get(..read).unwrap_or_default());
        if read < CHUNK {
            return Ok(content);
        }
        if content.len() == CHUNK {
            file.read_to_end(&mut content)?;
            return Ok(content);
        }
    }
}

/// Where a test stops a protocol, as if the process were killed there, or lets one step of it fail.
#[cfg(test)]
pub(super) mod step {
    use std::cell::Cell;
    use std::io;

    thread_local! {
        static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
        static FAILING: Cell<Option<usize>> = const { Cell::new(None) };
    }

    /// Lets this thread change the disk `steps` more times and never again; `None` for no bound.
    pub fn allow(steps: Option<usize>) {
        LEFT.set(steps);
    }

    /// Whether a change was refused since.
    pub fn is_exhausted() -> bool {
        LEFT.get() == Some(0)
    }

    /// Lets one change of the disk fail for want of room, that after `steps` others which take room.
    pub fn fail_after(steps: usize) {
        FAILING.set(Some(steps));
    }

    /// Lets no change fail any more, and says whether one has.
    pub fn has_failed() -> bool {
        FAILING.take().is_none()
    }

    /// A change that takes room.
    pub(super) fn grow() -> io::Result<()> {
        match FAILING.get() {
            None => {}
            Some(0) => {
                FAILING.set(None);
                return Err(io::ErrorKind::StorageFull.into());
            }
            Some(left) => FAILING.set(Some(left - 1)),
        }
        take()
    }

    /// Any change.
    pub(super) fn take() -> io::Result<()> {
        match LEFT.get() {
            None => Ok(()),
            Some(0) => Err(io::Error::other("killed")),
            Some(left) => {
                LEFT.set(Some(left - 1));
                Ok(())
            }
        }
    }
}

#[cfg(not(test))]
mod step {
    #[inline]
    #[allow(clippy::unnecessary_wraps, reason = "tests can make it fail")]
    pub(super) fn grow() -> std::io::Result<()> {
        Ok(())
    }

    #[inline]
    #[allow(clippy::unnecessary_wraps, reason = "tests can make it fail")]
    pub(super) fn take() -> std::io::Result<()> {
        Ok(())
    }
}
