//! Base 85 as s3db.js writes it: four bytes, big-endian, as five characters.
//!
//! A last group of n bytes gives n + 1 characters. The alphabet leaves out what would need quoting
//! in headers and JSON.

const ALPHABET: &[u8; 85] =
    b"!#$%&()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxy";

/// Base 85 text of bytes.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(4) * 5);
    for group in bytes.chunks(4) {
        let padded = group.iter().copied().chain([0; 3]).take(4);
        let mut rest = padded.fold(0_u32, |word, byte| word << 8 | u32::from(byte));
        let mut digits = [0_u32; 5];
        for digit in digits.iter_mut().rev() {
            *digit = rest % 85;
            rest /= 85;
        }
        text.extend(digits.into_iter().take(group.len() + 1).map(character));
    }
    text
}

/// Bytes of a base 85 text, `None` when a character or group is impossible.
#[must_use]
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len().div_ceil(5) * 4);
    for group in text.as_bytes().chunks(5) {
        let padded = group.iter().copied().chain(*b"yyyy").take(5);
        let word = padded.map(value_of).try_fold(0_u32, |word, digit| {
            word.checked_mul(85)?.checked_add(digit?)
        })?;
        bytes.extend(word.to_be_bytes().into_iter().take(group.len() - 1));
    }
    Some(bytes)
}

fn character(value: u32) -> char {
    let index = usize::try_from(value).unwrap_or_default();
    ALPHABET.get(index).map_or('!', |byte| char::from(*byte))
}

fn value_of(character: u8) -> Option<u32> {
    let position = ALPHABET.iter().position(|known| *known == character)?;
    u32::try_from(position).ok()
}
