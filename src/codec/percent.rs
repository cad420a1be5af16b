//! Percent-encoding as `encodeURIComponent` and `decodeURIComponent` do it.

use super::ascii;

const DIGITS: &[u8; 16] = b"0123456789ABCDEF";

/// Bytes that are encoded at a time.
const CHUNK: usize = 64;

/// Bytes of an escape.
const ESCAPE: usize = 3;

/// Bytes that are searched at a time.
const WORD: usize = 8;

/// The text with everything but letters, digits and `-_.!~*'()` as `%XX` of its UTF-8 bytes.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(encoded_len(text));
    append(text, &mut encoded);
    encoded
}

/// Appends what [`encode`] makes of a text.
pub fn append(text: &str, encoded: &mut String) {
    let mut room = [0; CHUNK * ESCAPE];
    for chunk in text.as_bytes().chunks(CHUNK) {
        let mut length = 0;
        for byte in chunk {
            let Some([first, high, low, ..]) = room.get_mut(length..) else {
                break;
            };
            if is_unreserved(*byte) {
                *first = *byte;
                length += 1;
            } else {
                *first = b'%';
                *high = hexadecimal_digit(byte >> 4);
                *low = hexadecimal_digit(byte & 15);
                length += ESCAPE;
            }
        }
        encoded.push_str(ascii(room.get(..length).unwrap_or_default()));
    }
}

fn hexadecimal_digit(value: u8) -> u8 {
    DIGITS.get(usize::from(value)).copied().unwrap_or_default()
}

/// Bytes of [`encode`]'s result.
#[must_use]
pub fn encoded_len(text: &str) -> usize {
    let escaped = text.bytes().filter(|byte| !is_unreserved(*byte)).count();
    text.len() + 2 * escaped
}

/// Inverse of [`encode`]; `None` for an incomplete escape or bytes that are not UTF-8.
#[must_use]
pub fn decode(encoded: &str) -> Option<String> {
    let mut decoded = vec![0; encoded.len()];
    let mut places = decoded.iter_mut();
    let mut rest = encoded.as_bytes();
    while let [first, after @ ..] = rest {
        let place = places.next()?;
        if *first == b'%' {
            *place = escaped(rest)?;
            rest = rest.get(ESCAPE..)?;
        } else {
            *place = *first;
            rest = after;
        }
    }
    let left = places.len();
    decoded.truncate(encoded.len() - left);
    String::from_utf8(decoded).ok()
}

/// Appends what [`decode`] gives in Latin-1, a byte for a character. Answers whether all of it has such
/// characters; if not, nothing is appended.
pub fn append_latin1(encoded: &str, decoded: &mut Vec<u8>) -> bool {
    let start = decoded.len();
    decoded.resize(start + encoded.len(), 0);
    let room = decoded.get_mut(start..).unwrap_or_default();
    let length = write_latin1(encoded.as_bytes(), room);
    decoded.truncate(start + length.unwrap_or_default());
    length.is_some()
}

/// Writes the characters and answers their number. Eight bytes are copied at a time, of which those
/// before the first escape count: where it stands cannot be predicted.
fn write_latin1(encoded: &[u8], room: &mut [u8]) -> Option<usize> {
    let (mut from, mut to) = (0, 0);
    while let Some(word) = encoded.get(from..from + WORD) {
        room.get_mut(to..to + WORD)?.copy_from_slice(word);
        let plain = bytes_before_escape(u64::from_le_bytes(word.try_into().ok()?));
        from += plain;
        to += plain;
        if plain < WORD {
            let (character, length) = escaped_latin1(encoded.get(from..)?)?;
            *room.get_mut(to)? = character;
            from += length;
            to += 1;
        }
    }
    while let Some(byte) = encoded.get(from) {
        let (character, length) = match byte {
            b'%' => escaped_latin1(encoded.get(from..)?)?,
            _ => (*byte, 1),
        };
        *room.get_mut(to)? = character;
        from += length;
        to += 1;
    }
    Some(to)
}

/// The character at the beginning, in one or two escapes, and their length.
fn escaped_latin1(encoded: &[u8]) -> Option<(u8, usize)> {
    match escaped(encoded)? {
        byte @ ..0x80 => Some((byte, ESCAPE)),
        first @ 0xc2..=0xc3 => {
            let second = escaped(encoded.get(ESCAPE..)?)?;
            let character = first << 6 | second & 0x3f;
            matches!(second, 0x80..0xc0).then_some((character, 2 * ESCAPE))
        }
        _ => None,
    }
}

/// The byte of the escape at the beginning.
fn escaped(encoded: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = encoded else {
        return None;
    };
    Some(value_of(*high)? << 4 | value_of(*low)?)
}

/// Bytes before the first `%` in a little-endian word, [`WORD`] where there is none.
fn bytes_before_escape(word: u64) -> usize {
    const ONES: u64 = u64::from_le_bytes([1; WORD]);
    let distance = word ^ u64::from_le_bytes([b'%'; WORD]);
    let zeros = distance.wrapping_sub(ONES) & !distance & (ONES << 7);
    zeros.trailing_zeros() as usize / 8
}

/// Whether each byte stands for itself.
#[allow(
    clippy::indexing_slicing,
    reason = "an index out of range ends the compilation"
)]
const UNRESERVED: [bool; 256] = {
    let mut unreserved = [false; 256];
    let mut byte = 0;
    while byte < unreserved.len() {
        #[allow(clippy::cast_possible_truncation, reason = "the table has 256 places")]
        let character = byte as u8;
        unreserved[byte] = character.is_ascii_alphanumeric()
            || matches!(
                character,
                b'-' | b'_' | b'.' | b'!' | b'~' | b'*' | b'\'' | b'(' | b')'
            );
        byte += 1;
    }
    unreserved
};

fn is_unreserved(byte: u8) -> bool {
    UNRESERVED
        .get(usize::from(byte))
        .copied()
        .unwrap_or_default()
}

/// Values of the hexadecimal digits by their byte; [`NO_DIGIT`] for the others.
#[allow(
    clippy::indexing_slicing,
    reason = "an index out of range ends the compilation"
)]
const VALUES: [u8; 256] = {
    let mut values = [NO_DIGIT; 256];
    let mut value = 0;
    while value < 16 {
        let digit = DIGITS[value as usize];
        values[digit as usize] = value;
        values[digit.to_ascii_lowercase() as usize] = value;
        value += 1;
    }
    values
};

const NO_DIGIT: u8 = u8::MAX;

fn value_of(digit: u8) -> Option<u8> {
    let value = VALUES.get(usize::from(digit)).copied();
    value.filter(|value| *value != NO_DIGIT)
}
