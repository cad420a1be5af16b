//! Sizes of encoded metadata values, without the dictionary: enough to judge layouts.

use s3db_native::value::Mapped;

const PREFIXES: [&str; 5] = ["d:", "u:", "b:", "z:", "z85:"];

/// Bytes of a value after metadata encoding.
pub fn encoded_len(value: &Mapped<'_>) -> usize {
    match value {
        Mapped::Undefined => "undefined".len(),
        Mapped::Null => "null".len(),
        Mapped::Text(text) => text_len(text),
    }
}

fn text_len(text: &str) -> usize {
    let base64 = 2 + text.len().div_ceil(3) * 4;
    if matches!(text, "null" | "undefined") || PREFIXES.iter().any(|p| text.starts_with(p)) {
        return base64;
    }
    let units: Vec<u16> = text.encode_utf16().collect();
    let many = units
        .iter()
        .filter(|u| **u < 0x20 || **u == 0x7f || **u > 0xff)
        .count();
    let latin = units.iter().filter(|u| (0x80..=0xff).contains(*u)).count();
    if many + latin == 0 {
        return text.len();
    }
    let (share, most) = if many > 0 { (many, 0.3) } else { (latin, 0.5) };
    if share as f64 / units.len() as f64 > most {
        base64
    } else {
        2 + url_len(text)
    }
}

fn url_len(text: &str) -> usize {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte);
    text.bytes()
        .map(|byte| if unreserved(byte) { 1 } else { 3 })
        .sum()
}
