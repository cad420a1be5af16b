//! What the operating system says, as errors of the engine.

use std::io;

use crate::Error;

/// The error of the engine for a failed operation on an object.
pub(super) fn failure(error: &io::Error, key: &str) -> Error {
    use io::ErrorKind as Kind;
    let key = || key.to_owned();
    if is_out_of_handles(error) {
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

#[cfg(unix)]
fn is_out_of_handles(error: &io::Error) -> bool {
    use rustix::io::Errno;
    [Errno::MFILE, Errno::NFILE]
        .iter()
        .any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
}

#[cfg(not(unix))]
fn is_out_of_handles(error: &io::Error) -> bool {
    const TOO_MANY_OPEN_FILES: i32 = 4;
    error.raw_os_error() == Some(TOO_MANY_OPEN_FILES)
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
