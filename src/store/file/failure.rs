//! What the operating system says, as errors of the engine.

use std::io;

use crate::Error;

/// The error of the engine for a failed operation on an object.
pub(super) fn failure(error: &io::Error, key: &str) -> Error {
    use io::ErrorKind as Kind;
    let key = || key.to_owned();
    if is_passing(error) {
        return Error::Unavailable {
            key: key(),
            reason: error.to_string(),
        };
    }
    match error.kind() {
        Kind::NotFound => Error::NotFound { key: key() },
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem => Error::AccessDenied { key: key() },
        Kind::StorageFull | Kind::QuotaExceeded => Error::Unavailable {
            key: key(),
            reason: error.to_string(),
        },
        Kind::IsADirectory | Kind::NotADirectory => Error::InvalidObjectState {
            key: key(),
            reason: error.to_string(),
        },
        Kind::InvalidFilename => Error::KeyTooLong { key: key() },
        _ => Error::Filesystem {
            key: key(),
            reason: error.to_string(),
        },
    }
}

/// Whether the process has too many files open, or another program has this one.
#[cfg(unix)]
fn is_passing(error: &io::Error) -> bool {
    use rustix::io::Errno;
    [Errno::MFILE, Errno::NFILE]
        .iter()
        .any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
}

#[cfg(not(unix))]
fn is_passing(error: &io::Error) -> bool {
    const TOO_MANY_OPEN_FILES: i32 = 4;
    const SHARING_VIOLATION: i32 = 32;
    const LOCK_VIOLATION: i32 = 33;
    error.raw_os_error().is_some_and(|code| {
        [TOO_MANY_OPEN_FILES, SHARING_VIOLATION, LOCK_VIOLATION].contains(&code)
    })
}

#[cfg(all(test, unix))]
mod tests {
    use rustix::io::Errno;

    use super::*;

    #[test]
    fn every_failure_has_the_code_of_its_meaning() {
        for (errno, code, status) in [
            (Errno::NOENT, "NoSuchKey", 404),
            (Errno::ACCESS, "AccessDenied", 403),
            (Errno::PERM, "AccessDenied", 403),
            (Errno::ROFS, "AccessDenied", 403),
            (Errno::NOSPC, "ServiceUnavailable", 503),
            (Errno::DQUOT, "ServiceUnavailable", 503),
            (Errno::MFILE, "ServiceUnavailable", 503),
            (Errno::NFILE, "ServiceUnavailable", 503),
            (Errno::ISDIR, "InvalidObjectState", 400),
            (Errno::NOTDIR, "InvalidObjectState", 400),
            (Errno::NAMETOOLONG, "KeyTooLongError", 400),
            (Errno::IO, "InternalError", 500),
            (Errno::FBIG, "InternalError", 500),
        ] {
            let error = failure(&io::Error::from(errno), "folder/key");
            assert_eq!((error.code(), error.status()), (code, status), "{errno:?}");
        }
    }
}

#[cfg(all(test, windows))]
mod tests {
    use super::*;

    #[test]
    fn every_failure_has_the_code_of_its_meaning() {
        for (system, code, status) in [
            (2, "NoSuchKey", 404),
            (3, "NoSuchKey", 404),
            (4, "ServiceUnavailable", 503),
            (5, "AccessDenied", 403),
            (19, "AccessDenied", 403),
            (32, "ServiceUnavailable", 503),
            (33, "ServiceUnavailable", 503),
            (112, "ServiceUnavailable", 503),
            (123, "KeyTooLongError", 400),
            (206, "KeyTooLongError", 400),
            (267, "InvalidObjectState", 400),
            (1117, "InternalError", 500),
        ] {
            let error = failure(&io::Error::from_raw_os_error(system), "folder/key");
            assert_eq!((error.code(), error.status()), (code, status), "{system}");
        }
    }
}
