//! Percent-encoding as `encodeURIComponent` and `decodeURIComponent` do it.

const DIGITS: [char; 16] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
];

/// The text with everything but letters, digits and `-_.!~*'()` as `%XX` of its UTF-8 bytes.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(encoded_len(text));
    append(text, &mut encoded);
    encoded
}

/// Appends what [`encode`] makes of a text.
pub fn append(text: &str, encoded: &mut String) {
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        if is_unreserved(byte) {
            continue;
        }
        // Between two bytes of one character there is no text.
        encoded.push_str(text.get(start..at).unwrap_or_default());
        encoded.push('%');
        for digit in [byte >> 4, byte & 15] {
            encoded.extend(DIGITS.get(usize::from(digit)));
        }
        start = at + 1;
    }
    encoded.push_str(text.get(start..).unwrap_or_default());
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
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut bytes = encoded.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => value_of(bytes.next()?)? << 4 | value_of(bytes.next()?)?,
            byte => byte,
        });
    }
    String::from_utf8(decoded).ok()
}

fn is_unreserved(byte: u8) -> bool {
    matches!(
        byte,
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9'
            | b'-' | b'_' | b'.' | b'!' | b'~' | b'*' | b'\'' | b'(' | b')'
    )
}

fn value_of(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}
