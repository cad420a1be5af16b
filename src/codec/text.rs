//! Compressed text: `z:` and base64, or `z85:` and base 85, of raw DEFLATE (RFC 1951).

use std::borrow::Cow;
use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::{base85, bytes};

/// Texts of fewer bytes are not compressed.
pub const THRESHOLD: usize = 100;

/// DEFLATE level.
pub const LEVEL: u32 = 6;

/// Bytes of a text that are inflated at most: V8 has no longer strings.
const INFLATED_LIMIT: u64 = 1 << 29;

/// How compressed bytes become text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// `z:`
    Base64,
    /// `z85:`
    Base85,
}

/// Stored form of a text: compressed from [`THRESHOLD`] bytes on when that is shorter. A text that
/// looks like a compressed one is always compressed, so that it reads back as itself.
#[must_use]
pub fn encode(text: &str) -> Cow<'_, str> {
    if decompress(text).is_some() {
        return pack(text, Packing::Base64, LEVEL).map_or(Cow::Borrowed(text), Cow::Owned);
    }
    compress(text, Packing::Base64, THRESHOLD, LEVEL)
}

/// Compressed form of a text of at least `threshold` bytes when it is shorter than the text, else
/// the text.
#[must_use]
pub fn compress(text: &str, packing: Packing, threshold: usize, level: u32) -> Cow<'_, str> {
    if text.len() < threshold {
        return Cow::Borrowed(text);
    }
    match pack(text, packing, level) {
        Some(packed) if packed.len() < text.len() => Cow::Owned(packed),
        _ => Cow::Borrowed(text),
    }
}

/// Text of a compressed form, `None` when it is none.
#[must_use]
pub fn decompress(stored: &str) -> Option<String> {
    let deflated = match stored.strip_prefix("z:") {
        Some(payload) => bytes::decode(payload),
        None => base85::decode(stored.strip_prefix("z85:")?)?,
    };
    let mut text = String::new();
    let mut decoder = DeflateDecoder::new(deflated.as_slice()).take(INFLATED_LIMIT);
    decoder.read_to_string(&mut text).ok()?;
    (decoder.limit() > 0).then_some(text)
}

fn pack(text: &str, packing: Packing, level: u32) -> Option<String> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(level));
    encoder.write_all(text.as_bytes()).ok()?;
    let deflated = encoder.finish().ok()?;
    Some(match packing {
        Packing::Base64 => format!("z:{}", bytes::encode(&deflated)),
        Packing::Base85 => format!("z85:{}", base85::encode(&deflated)),
    })
}
