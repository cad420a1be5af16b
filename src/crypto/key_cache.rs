//! Keys derived from passphrases.
//!
//! Deriving a key costs 100,000 rounds of HMAC. Keys are therefore kept, at most [`CAPACITY`] of
//! them, least recently used dropped first. A key in memory is wiped when it is dropped, and
//! entries are found by a hash of passphrase and salt, not by the passphrase.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::Effort;
use crate::{Result, clock, id};

/// Bytes of a salt.
pub const SALT: usize = 16;
/// Rounds of PBKDF2-HMAC-SHA256, fixed by the storage format.
const ROUNDS: u32 = 100_000;
/// Most keys kept.
const CAPACITY: usize = 512;
/// Values written under one salt before a new one is drawn: far below the 2^32 random nonces that
/// AES-GCM allows for one key.
const VALUES_PER_SALT: u32 = 1 << 20;
/// Milliseconds after which a new salt is drawn.
const SALT_LIFETIME: u64 = 60 * 60 * 1000;

/// An AES-256 key.
pub type Key = Zeroizing<[u8; 32]>;
type Fingerprint = [u8; 32];

/// Keys of one space.
#[derive(Debug, Default)]
pub struct KeyCache {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    keys: HashMap<Fingerprint, (Key, u64)>,
    uses: u64,
    salts: HashMap<Fingerprint, Salt>,
}

struct Salt {
    bytes: [u8; SALT],
    values: u32,
    drawn: u64,
}

impl std::fmt::Debug for State {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} keys", self.keys.len())
    }
}

impl KeyCache {
    /// The key for a stored salt, or `None` when it would have to be derived and `effort` forbids.
    #[must_use]
    pub fn key(&self, passphrase: &str, salt: &[u8; SALT], effort: Effort) -> Option<Key> {
        let fingerprint = fingerprint(passphrase, salt);
        if let Some(key) = self.with(|state| state.find(&fingerprint)) {
            return Some(key);
        }
        if effort == Effort::Cheap {
            return None;
        }
        let mut key = Key::default();
        pbkdf2::pbkdf2_hmac::<Sha256>(passphrase.as_bytes(), salt, ROUNDS, &mut *key);
        self.with(|state| state.keep(fingerprint, key.clone()));
        Some(key)
    }

    /// Salt and key for one new value, or `None` when a key would have to be derived and `effort`
    /// forbids. The salt is shared by the values of this space until it is used up or old.
    ///
    /// # Errors
    /// [`crate::Error::Crypto`] when the operating system has no random bytes.
    pub fn current(&self, passphrase: &str, effort: Effort) -> Result<Option<([u8; SALT], Key)>> {
        let owner = fingerprint(passphrase, &[]);
        let now = clock::now();
        let salt = match self.with(|state| state.current_salt(&owner, now)) {
            Some(salt) => salt,
            None if effort == Effort::Cheap => return Ok(None),
            None => {
                let salt = Salt {
                    bytes: drawn()?,
                    values: 1,
                    drawn: now,
                };
                // Another thread may have drawn one meanwhile.
                self.with(|state| state.salts.entry(owner).or_insert(salt).bytes)
            }
        };
        Ok(self.key(passphrase, &salt, effort).map(|key| (salt, key)))
    }

    /// A salt that no other value has and its key, or `None` when `effort` forbids to derive one.
    ///
    /// # Errors
    /// [`crate::Error::Crypto`] when the operating system has no random bytes.
    pub fn fresh(&self, passphrase: &str, effort: Effort) -> Result<Option<([u8; SALT], Key)>> {
        if effort == Effort::Cheap {
            return Ok(None);
        }
        let salt = drawn()?;
        Ok(self.key(passphrase, &salt, effort).map(|key| (salt, key)))
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    fn find(&mut self, fingerprint: &Fingerprint) -> Option<Key> {
        self.uses += 1;
        let (key, used) = self.keys.get_mut(fingerprint)?;
        *used = self.uses;
        Some(key.clone())
    }

    fn keep(&mut self, fingerprint: Fingerprint, key: Key) {
        if self.keys.len() >= CAPACITY && !self.keys.contains_key(&fingerprint) {
            let oldest = self
                .keys
                .iter()
                .min_by_key(|(_, (_, used))| *used)
                .map(|(print, _)| *print);
            if let Some(oldest) = oldest {
                self.keys.remove(&oldest);
            }
        }
        self.keys.insert(fingerprint, (key, self.uses));
    }

    fn current_salt(&mut self, owner: &Fingerprint, now: u64) -> Option<[u8; SALT]> {
        let salt = self.salts.get_mut(owner)?;
        if salt.values >= VALUES_PER_SALT || now.saturating_sub(salt.drawn) > SALT_LIFETIME {
            self.salts.remove(owner);
            return None;
        }
        salt.values += 1;
        Some(salt.bytes)
    }
}

fn drawn() -> Result<[u8; SALT]> {
    let mut bytes = [0; SALT];
    id::random(&mut bytes)?;
    Ok(bytes)
}

fn fingerprint(passphrase: &str, salt: &[u8]) -> Fingerprint {
    let mut hash = Sha256::new();
    hash.update((salt.len() as u64).to_le_bytes());
    hash.update(salt);
    hash.update(passphrase.as_bytes());
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(number: usize) -> Fingerprint {
        fingerprint("passphrase", &number.to_le_bytes())
    }

    #[test]
    fn the_key_used_longest_ago_makes_room() {
        let mut state = State::default();
        for number in 0..CAPACITY {
            assert!(state.find(&numbered(number)).is_none());
            state.keep(numbered(number), Key::default());
        }
        assert!(state.find(&numbered(0)).is_some());
        assert!(state.find(&numbered(CAPACITY)).is_none());
        state.keep(numbered(CAPACITY), Key::default());
        assert_eq!(state.keys.len(), CAPACITY);
        assert!(state.find(&numbered(0)).is_some());
        assert!(state.find(&numbered(1)).is_none());
        assert!(state.find(&numbered(2)).is_some());
        assert!(state.find(&numbered(CAPACITY)).is_some());
    }

    #[test]
    fn a_key_derived_twice_drops_no_other() {
        let mut state = State::default();
        for number in 0..CAPACITY {
            state.keep(numbered(number), Key::default());
        }
        state.keep(numbered(7), Key::default());
        assert_eq!(state.keys.len(), CAPACITY);
    }

    #[test]
    fn a_salt_is_given_up_when_it_is_used_up_or_old() {
        let (mut state, owner, drawn) = (State::default(), numbered(0), 1_000_000);
        let salt = |values| Salt {
            bytes: [7; SALT],
            values,
            drawn,
        };
        assert!(state.current_salt(&owner, drawn).is_none());
        state.salts.insert(owner, salt(VALUES_PER_SALT - 1));
        assert_eq!(state.current_salt(&owner, drawn), Some([7; SALT]));
        assert_eq!(state.current_salt(&owner, drawn), None);
        assert!(state.salts.is_empty());

        state.salts.insert(owner, salt(1));
        assert!(state.current_salt(&numbered(1), drawn).is_none());
        assert!(
            state.current_salt(&owner, drawn - 10).is_some(),
            "the clock was set back"
        );
        assert!(state.current_salt(&owner, drawn + SALT_LIFETIME).is_some());
        assert!(
            state
                .current_salt(&owner, drawn + SALT_LIFETIME + 1)
                .is_none()
        );
    }

    #[test]
    fn values_of_one_passphrase_share_a_salt() {
        let keys = KeyCache::default();
        assert_eq!(keys.current("one", Effort::Cheap), Ok(None));
        let (salt, key) = keys.current("one", Effort::Any).unwrap().unwrap();
        assert_eq!(
            keys.current("one", Effort::Cheap),
            Ok(Some((salt, key.clone())))
        );
        assert_eq!(keys.key("one", &salt, Effort::Cheap), Some(key.clone()));
        assert_eq!(keys.key("two", &salt, Effort::Cheap), None);
        assert_eq!(keys.current("two", Effort::Cheap), Ok(None));
        let (other_salt, other_key) = keys.current("two", Effort::Any).unwrap().unwrap();
        assert!(other_salt != salt && other_key != key);
        keys.with(|state| state.salts.clear());
        let (new_salt, new_key) = keys.current("one", Effort::Any).unwrap().unwrap();
        assert!(new_salt != salt && new_key != key);
        assert_eq!(
            format!("{keys:?}"),
            "KeyCache { state: Mutex { data: 3 keys, poisoned: false, .. } }"
        );
    }
    #[test]
    fn fresh_salts_are_shared_by_nobody() {
        let keys = KeyCache::default();
        assert_eq!(keys.fresh("one", Effort::Cheap), Ok(None));
        let (first, _) = keys.fresh("one", Effort::Any).unwrap().unwrap();
        let (second, key) = keys.fresh("one", Effort::Any).unwrap().unwrap();
        assert_ne!(first, second);
        assert_eq!(keys.key("one", &second, Effort::Cheap), Some(key));
        assert_eq!(keys.current("one", Effort::Cheap), Ok(None));
    }
}
