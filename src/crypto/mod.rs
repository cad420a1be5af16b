//! Secrets and passwords.
//!
//! Key derivation and password hashing take milliseconds. Every function that may need one takes an
//! [`Effort`]: with [`Effort::Cheap`] it answers `None` instead of working long, so that a
//! synchronous call can step back before it has any effect and run again on a thread that may wait.

mod hash_form;
mod key_cache;
mod password;
mod secret;

pub use hash_form::{compact, expand, is_hashed};
pub use key_cache::KeyCache;
pub use password::{Algorithm, Argon2, PasswordPolicy, verify};
pub use secret::{decrypt, encrypt, encrypt_apart, is_sealed};

/// How long a call may work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// Microseconds: what the JavaScript thread may do.
    Cheap,
    /// As long as it takes.
    Any,
}

/// Bytes that may be encrypted or decrypted with [`Effort::Cheap`]: about as long as giving the work
/// to another thread takes.
const MAX_CHEAP: usize = 16 << 10;

impl Effort {
    /// Whether so many bytes may be encrypted or decrypted, given their key.
    fn allows(self, bytes: usize) -> bool {
        self == Self::Any || bytes <= MAX_CHEAP
    }
}
