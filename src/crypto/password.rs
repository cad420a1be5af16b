//! Password hashes: bcrypt and argon2id.

use std::fmt;

use argon2::password_hash::phc::PasswordHash;
use argon2::{PasswordHasher, PasswordVerifier};

use super::Effort;
use super::hash_form::{compact, expand, is_bcrypt_tail, is_hashed};
use crate::{Error, Result, id};

/// Rounds that a hash without them may have been made with: the defaults of the releases before 21.
const LEGACY_ROUNDS: [u32; 2] = [10, 12];

/// A hashing algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// bcrypt.
    Bcrypt,
    /// argon2id.
    Argon2,
}

/// Parameters of argon2id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argon2 {
    /// KiB; a power of two.
    pub memory: u32,
    /// Passes.
    pub time: u32,
    /// Lanes.
    pub parallelism: u32,
}

impl Default for Argon2 {
    fn default() -> Self {
        Self {
            memory: 65_536,
            time: 3,
            parallelism: 4,
        }
    }
}

/// How passwords are hashed.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// bcrypt rounds, 4 to 31.
    pub rounds: u32,
    /// Parameters of argon2id.
    pub argon2: Argon2,
    /// Appended to every password before hashing.
    pub pepper: String,
}

impl fmt::Debug for PasswordPolicy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PasswordPolicy")
            .field("rounds", &self.rounds)
            .field("argon2", &self.argon2)
            .finish_non_exhaustive()
    }
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            rounds: 12,
            argon2: Argon2::default(),
            pepper: String::new(),
        }
    }
}

impl PasswordPolicy {
    /// Hashes a password into the compact form; a text that already is a hash stays as it is.
    /// Answers `None` when it would have to hash and `effort` forbids.
    ///
    /// # Errors
    /// [`Error::Crypto`] for an empty password or parameters that the algorithm refuses.
    pub fn hash(
        &self,
        password: &str,
        algorithm: Algorithm,
        effort: Effort,
    ) -> Result<Option<String>> {
        if is_hashed(password) {
            return Ok(Some(password.to_owned()));
        }
        if password.is_empty() {
            return Err(crypto("password must be a non-empty string"));
        }
        if effort == Effort::Cheap {
            return Ok(None);
        }
        let peppered = format!("{password}{}", self.pepper);
        let full = match algorithm {
            Algorithm::Bcrypt => self.bcrypt(&peppered)?,
            Algorithm::Argon2 => self.argon2(&peppered)?,
        };
        Ok(Some(compact(&full).into_owned()))
    }

    fn bcrypt(&self, password: &str) -> Result<String> {
        let mut salt = [0; 16];
        id::random(&mut salt)?;
        // Like every bcrypt, the reference's reads 72 bytes.
        bcrypt::hash_with_salt(password, self.rounds, salt)
            .map(|parts| parts.format_for_version(bcrypt::Version::TwoB))
            .map_err(|error| crypto(error.to_string()))
    }

    fn argon2(&self, password: &str) -> Result<String> {
        if !self.argon2.memory.is_power_of_two() {
            return Err(crypto("argon2 memory must be a power of 2"));
        }
        let Argon2 {
            memory,
            time,
            parallelism,
        } = self.argon2;
        let params = argon2::Params::new(memory, time, parallelism, None)
            .map_err(|error| crypto(error.to_string()))?;
        let mut salt = [0; 16];
        id::random(&mut salt)?;
        let hasher =
            argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
        hasher
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(|error| crypto(error.to_string()))
    }
}

/// Whether a password fits a hash, compact or full, or what releases before 21 stored of one: salt
/// and digest of bcrypt without the rounds. A hash of another shape fits nothing.
#[must_use]
pub fn verify(password: &str, hash: &str, pepper: &str) -> bool {
    let peppered = format!("{password}{pepper}");
    let full = expand(hash);
    if full.starts_with("$argon2") {
        let Ok(parsed) = PasswordHash::new(&full) else {
            return false;
        };
        return argon2::Argon2::default()
            .verify_password(peppered.as_bytes(), &parsed)
            .is_ok();
    }
    let fits = |full: &str| bcrypt::verify(&peppered, full).unwrap_or(false);
    if is_bcrypt_tail(hash) {
        return LEGACY_ROUNDS
            .iter()
            .any(|rounds| fits(&format!("$2b${rounds}${hash}")));
    }
    fits(&full)
}

fn crypto(reason: impl Into<String>) -> Error {
    Error::Crypto {
        reason: reason.into(),
    }
}
