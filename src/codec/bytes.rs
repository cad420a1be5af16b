//! Base64: `buffer`, `bits` and the payloads of metadata.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Standard base64 with padding.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Appends standard base64 with padding.
pub fn append(bytes: &[u8], text: &mut String) {
    STANDARD.encode_string(bytes, text);
}

/// Bytes of a base64 text as Node.js reads it: standard and URL alphabet, characters outside of
/// both are skipped, the first `=` ends the text, a lone last character is dropped.
#[must_use]
pub fn decode(text: &str) -> Vec<u8> {
    STANDARD
        .decode(text)
        .unwrap_or_else(|_| decode_leniently(text))
}

fn decode_leniently(text: &str) -> Vec<u8> {
    let sextets: Vec<u8> = text
        .bytes()
        .take_while(|byte| *byte != b'=')
        .filter_map(value_of)
        .collect();
    let mut bytes = Vec::with_capacity(sextets.len() * 3 / 4);
    for group in sextets.chunks(4) {
        match *group {
            [a, b, c, d] => bytes.extend([a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]),
            [a, b, c] => bytes.extend([a << 2 | b >> 4, b << 4 | c >> 2]),
            [a, b] => bytes.push(a << 2 | b >> 4),
            _ => {}
        }
    }
    bytes
}

/// Bytes of a text that consists of base64 and white space only, `None` for any other.
#[must_use]
pub fn parse(text: &str) -> Option<Vec<u8>> {
    let body = text.trim_end_matches('=');
    let is_base64 = |byte: u8| value_of(byte).is_some() || byte.is_ascii_whitespace();
    let is_lone = body
        .bytes()
        .filter(|byte| value_of(*byte).is_some())
        .count()
        % 4
        == 1;
    (body.bytes().all(is_base64) && !is_lone).then(|| decode(text))
}

/// Bytes of standard base64 with padding and nothing else.
#[must_use]
pub fn parse_strictly<const LENGTH: usize>(text: &str) -> Option<[u8; LENGTH]> {
    STANDARD.decode(text).ok()?.try_into().ok()
}

/// Bytes of a field of `bits` bits.
#[must_use]
pub fn len_of_bits(bits: u32) -> usize {
    usize::try_from(bits.div_ceil(8)).unwrap_or(usize::MAX)
}

fn value_of(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}
