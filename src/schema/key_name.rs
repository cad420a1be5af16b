//! Names under which fields are stored: short keys, sanitised names, reserved names.

use std::borrow::Cow;

/// A position in the alphabet `0-9a-z`, most significant digit first, without leading zeros.
#[must_use]
pub fn base36(index: u64) -> String {
    let mut digits = Vec::new();
    let mut rest = index;
    loop {
        let digit = u32::try_from(rest % 36).unwrap_or_default();
        digits.push(char::from_digit(digit, 36).unwrap_or('0'));
        rest /= 36;
        if rest == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

/// The index of a short key; `None` unless [`base36`] writes exactly this text.
#[must_use]
pub fn parse_base36(key: &str) -> Option<u64> {
    let canonical = !key.is_empty() && (key.len() == 1 || !key.starts_with('0'));
    if !canonical {
        return None;
    }
    key.bytes().try_fold(0_u64, |index, byte| {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'z' => byte - b'a' + 10,
            _ => return None,
        };
        index.checked_mul(36)?.checked_add(u64::from(digit))
    })
}

/// The index of a key of releases before 19.5.4, which counted in `0-9a-zA-Z`.
#[must_use]
pub fn parse_base62(key: &str) -> Option<u64> {
    if key.is_empty() {
        return None;
    }
    key.bytes().try_fold(0_u64, |index, byte| {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'z' => byte - b'a' + 10,
            b'A'..=b'Z' => byte - b'A' + 36,
            _ => return None,
        };
        index.checked_mul(62)?.checked_add(u64::from(digit))
    })
}

/// Whether a text may be a key of an explicit schema map: `^[0-9a-z]+$`.
#[must_use]
pub fn is_map_key(key: &str) -> bool {
    !key.is_empty()
        && key
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase())
}

/// The name of a metadata entry as every client stores it: each UTF-16 unit outside
/// `[A-Za-z0-9_-]` becomes `_`, then all is lower-cased.
#[must_use]
pub fn sanitize(name: &str) -> Cow<'_, str> {
    if name.bytes().all(is_stored_byte) {
        return Cow::Borrowed(name);
    }
    let mut stored = String::with_capacity(name.len());
    for character in name.chars() {
        if character.is_ascii_alphanumeric() || matches!(character, '-' | '_') {
            stored.push(character.to_ascii_lowercase());
        } else {
            stored.extend(std::iter::repeat_n('_', character.len_utf16()));
        }
    }
    Cow::Owned(stored)
}

/// Bytes of the name that [`sanitize`] makes, without making it.
#[must_use]
pub fn sanitized_len(name: &str) -> usize {
    if name.is_ascii() {
        name.len()
    } else {
        name.encode_utf16().count()
    }
}

fn is_stored_byte(byte: u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_')
}

/// What a metadata entry that is no field means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reserved {
    /// `_v`: version of the definition that the record was written under.
    Version,
    /// `_map`: JSON of the attribute map that the body was written with.
    Map,
    /// `_pluginmap`: JSON of the plugin map.
    PluginMap,
    /// `_overflow`: the rest of the record is in the body.
    Overflow,
    /// `_truncated`: a field was cut or left out.
    Truncated,
    /// `_hascontent`: the body is content.
    HasContent,
    /// `_mimetype`: media type of the content.
    MimeType,
    /// `_contentlength`: bytes of the content.
    ContentLength,
    /// `_historicaltimestamp`: when a historical copy was made.
    HistoricalTimestamp,
    /// `_cas`: stamp of conditional updates.
    Stamp,
    /// A read-only field that releases up to 21.6.2 copied into metadata by mistake.
    Copied,
}

/// Whether a field's name is the system's: what a user stores there is not read back.
#[must_use]
pub fn is_system(name: &str) -> bool {
    name.starts_with('_') && !name.starts_with("_geohash")
}

/// The meaning of a reserved name, in any case and in the `$` spelling of the markers.
#[must_use]
pub fn reserved(name: &str) -> Option<Reserved> {
    let bare = name.strip_prefix(['_', '$'])?;
    let meaning = match bare.to_ascii_lowercase().as_str() {
        "overflow" => return Some(Reserved::Overflow),
        "truncated" => return Some(Reserved::Truncated),
        "v" => Reserved::Version,
        "map" => Reserved::Map,
        "pluginmap" => Reserved::PluginMap,
        "hascontent" => Reserved::HasContent,
        "mimetype" => Reserved::MimeType,
        "contentlength" => Reserved::ContentLength,
        "historicaltimestamp" => Reserved::HistoricalTimestamp,
        "cas" => Reserved::Stamp,
        "lastmodified" | "etag" | "definitionhash" | "originalversion" | "versionmapped" => {
            Reserved::Copied
        }
        _ => return None,
    };
    name.starts_with('_').then_some(meaning)
}
