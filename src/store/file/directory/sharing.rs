//! Files that another program has open: on Windows they may be neither read nor replaced nor removed
//! meanwhile. Virus scanners, indexers and backups do so for milliseconds.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::clock::Deadline;

/// How long a change waits for another program.
pub(super) const CHANGE: Duration = Duration::from_secs(1);
/// How long a reader does. Windows says the same of a file that may never be read.
pub(super) const READ: Duration = Duration::from_millis(200);
/// First and longest pause before a call is repeated.
const PAUSES: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(5));

/// What the system says of files that are open elsewhere. Windows answers that access is denied to
/// whoever would replace an open file or open one that is being removed.
const ACCESS_DENIED: i32 = 5;
const SHARING_VIOLATION: i32 = 32;
const LOCK_VIOLATION: i32 = 33;
const DELETE_PENDING: i32 = 303;
const MAPPED: i32 = 1224;

/// Calls the system for a file, and again while another program is in the way and for no longer than
/// `patience`.
///
/// # Errors
/// What the system says, [`ErrorKind::IsADirectory`] where it denies access to a folder.
pub(super) fn patiently<T>(
    path: &Path,
    patience: Duration,
    mut call: impl FnMut() -> io::Result<T>,
) -> io::Result<T> {
    let mut error = match call() {
        Err(error) if is_denied(&error) => error,
        answer => return answer,
    };
    let deadline = Deadline::after(patience);
    let mut pause = PAUSES.0;
    loop {
        if path.is_dir() {
            return Err(ErrorKind::IsADirectory.into());
        }
        if is_protected(path) {
            return Err(error);
        }
        let Some(left) = deadline.left() else {
            return Err(error);
        };
        wait(pause.min(left));
        pause = (pause * 2).min(PAUSES.1);
        error = match call() {
            Err(error) if is_denied(&error) => error,
            answer => return answer,
        };
    }
}

/// Whether another program may be the reason.
fn is_denied(error: &io::Error) -> bool {
    const CODES: [i32; 5] = [
        ACCESS_DENIED,
        SHARING_VIOLATION,
        LOCK_VIOLATION,
        DELETE_PENDING,
        MAPPED,
    ];
    cfg!(windows)
        && error
            .raw_os_error()
            .is_some_and(|code| CODES.contains(&code))
}

/// Whether a file is marked as one that must not be changed.
fn is_protected(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|status| status.permissions().readonly())
}

#[allow(
    clippy::disallowed_methods,
    reason = "callers are on threads that may wait, and the system does not say when a file is free"
)]
fn wait(pause: Duration) {
    thread::sleep(pause);
}
