//! Record ids and randomness. The only place that asks the operating system for random bytes.

use std::cell::RefCell;

use crate::{Error, Result};

/// Alphabet of default ids: that of the npm package nanoid, which the reference draws from.
const ALPHABET: [char; 64] = [
    'u', 's', 'e', 'a', 'n', 'd', 'o', 'm', '-', '2', '6', 'T', '1', '9', '8', '3', '4', '0', 'P',
    'X', '7', '5', 'p', 'x', 'J', 'A', 'C', 'K', 'V', 'E', 'R', 'Y', 'M', 'I', 'N', 'D', 'B', 'U',
    'S', 'H', 'W', 'O', 'L', 'F', '_', 'G', 'Q', 'Z', 'b', 'f', 'g', 'h', 'j', 'k', 'l', 'q', 'v',
    'w', 'y', 'z', 'r', 'i', 'c', 't',
];

/// Alphabet of passwords: letters and digits but for those that look alike (`I`, `O`, `l`, `0`, `1`).
const UNMISTAKABLE: [char; 57] = [
    'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'U',
    'V', 'W', 'X', 'Y', 'Z', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', '2', '3', '4', '5', '6', '7', '8', '9',
];

/// Length of a default id.
pub const DEFAULT_SIZE: usize = 22;

/// Random bytes that are asked for at once: one call of the operating system makes 186 ids.
const POOL: usize = 4096;

thread_local! {
    static RANDOM: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// A random id of `size` characters, six bits each.
///
/// # Panics
/// When the operating system has no random bytes: an id made of anything else could be guessed.
#[must_use]
pub fn generate(size: usize) -> String {
    nanoid::nanoid!(size, &ALPHABET, pooled)
}

/// A random password of `size` letters and digits that are not taken for one another, 5.8 bits each.
///
/// # Panics
/// As [`generate`].
#[must_use]
pub fn password(size: usize) -> String {
    nanoid::nanoid!(size, &UNMISTAKABLE, pooled)
}

/// Bytes from the thread's pool; each is given out once.
fn pooled(size: usize) -> Vec<u8> {
    RANDOM.with_borrow_mut(|pool| {
        if pool.len() < size {
            pool.resize(size.max(POOL), 0);
            assert!(random(pool).is_ok(), "no random bytes");
        }
        pool.split_off(pool.len() - size)
    })
}

/// Fills `bytes` with random bytes of the operating system.
///
/// # Errors
/// [`Error::Crypto`] when the operating system has none.
pub fn random(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|error| Error::Crypto {
        reason: format!("no random bytes: {error}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_size_and_alphabet_asked_for() {
        for size in [1, DEFAULT_SIZE, 5000] {
            let id = generate(size);
            assert_eq!(id.len(), size);
            assert!(id.chars().all(|character| ALPHABET.contains(&character)));
        }
        let ids: std::collections::HashSet<_> = (0..10_000).map(|_| generate(22)).collect();
        assert_eq!(ids.len(), 10_000);
    }

    #[test]
    fn passwords_use_all_of_their_alphabet_and_nothing_else() {
        let found: std::collections::BTreeSet<_> = password(10_000).chars().collect();
        assert!(found.iter().all(char::is_ascii_alphanumeric));
        assert!(found.is_disjoint(&['I', 'O', 'l', '0', '1'].into()));
        assert_eq!(found.len(), UNMISTAKABLE.len());
        assert_ne!(password(16), password(16));
    }
}
