//! Metadata values: printable ASCII as it is, anything else behind a mark.
//!
//! | stored | value |
//! |---|---|
//! | `null`, `undefined` | null, undefined |
//! | `d:` code | an entry of the [dictionary] |
//! | `u:` text | percent-encoded as `encodeURIComponent` does |
//! | `b:` text | base64 of UTF-8 |
//! | `z:`, `z85:` text | [compressed](text); read, never written by this module |
//! | anything else | itself |
//!
//! The format is that of s3db.js, which reads all that is written here. Where it loses a string
//! (the words `null` and `undefined`, outer spaces, a URL with characters outside ASCII), the
//! string is written as base64 or percent-encoded.

use std::borrow::Cow;

use super::{bytes, dictionary, percent, text};
use crate::value::Mapped;

const NULL: &str = "null";
const UNDEFINED: &str = "undefined";

/// Characters of a text by the place they take in a header, counted in UTF-16 units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Printable ASCII.
    pub ascii: usize,
    /// U+0080 to U+00FF.
    pub latin1: usize,
    /// Control characters and everything above U+00FF.
    pub multibyte: usize,
}

impl Profile {
    /// Counts the characters of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        text.chars()
            .fold(Self::default(), |mut profile, character| {
                match character {
                    ' '..='~' => profile.ascii += 1,
                    '\u{80}'..='\u{ff}' => profile.latin1 += 1,
                    _ => profile.multibyte += character.len_utf16(),
                }
                profile
            })
    }

    /// Form for a text that is not printable ASCII: base64 from 30 % of multibyte or, without any,
    /// from 50 % of Latin-1 characters on, else percent-encoding.
    #[must_use]
    pub fn escape(&self) -> Form<'static> {
        let total = self.ascii + self.latin1 + self.multibyte;
        let is_dense = match self.multibyte {
            0 => self.latin1 * 2 > total,
            multibyte => multibyte * 10 > total * 3,
        };
        if is_dense {
            Form::Base64
        } else {
            Form::Percent
        }
    }
}

/// How a text is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form<'a> {
    /// As it is.
    Plain,
    /// Behind `d:`.
    Dictionary(dictionary::Entry<'a>),
    /// Behind `u:`.
    Percent,
    /// Behind `b:`.
    Base64,
}

impl<'a> Form<'a> {
    /// Form in which a text survives every store.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        if !is_printable(text) {
            return if is_marked(text) {
                Self::Base64
            } else {
                Profile::of(text).escape()
            };
        }
        let is_padded = text.starts_with(' ') || text.ends_with(' ');
        if is_padded || is_marked(text) || text == NULL || text == UNDEFINED {
            return Self::Base64;
        }
        match dictionary::find(text) {
            Some(entry) if entry.savings() > 0 => Self::Dictionary(entry),
            _ => Self::Plain,
        }
    }

    /// The text in this form.
    #[must_use]
    pub fn write(self, text: &'a str) -> Cow<'a, str> {
        if self == Self::Plain {
            return Cow::Borrowed(text);
        }
        let mut stored = String::with_capacity(self.len(text));
        self.append(text, &mut stored);
        Cow::Owned(stored)
    }

    /// Appends the text in this form.
    pub fn append(self, text: &str, stored: &mut String) {
        match self {
            Self::Plain => stored.push_str(text),
            Self::Dictionary(entry) => entry.append(stored),
            Self::Percent => {
                stored.push_str("u:");
                percent::append(text, stored);
            }
            Self::Base64 => {
                stored.push_str("b:");
                bytes::append(text.as_bytes(), stored);
            }
        }
    }

    /// Bytes of the text in this form.
    #[must_use]
    pub fn len(self, text: &str) -> usize {
        match self {
            Self::Plain => text.len(),
            Self::Dictionary(entry) => entry.stored_len(),
            Self::Percent => 2 + percent::encoded_len(text),
            Self::Base64 => 2 + text.len().div_ceil(3) * 4,
        }
    }
}

/// Metadata text of a mapped value.
#[must_use]
pub fn encode<'a>(value: &'a Mapped<'_>) -> Cow<'a, str> {
    match value {
        Mapped::Undefined => Cow::Borrowed(UNDEFINED),
        Mapped::Null => Cow::Borrowed(NULL),
        Mapped::Text(text) => encode_text(text),
    }
}

/// Metadata text of a string.
#[must_use]
pub fn encode_text(text: &str) -> Cow<'_, str> {
    Form::of(text).write(text)
}

/// Bytes of [`encode`]'s result, without making it.
#[must_use]
pub fn encoded_len(value: &Mapped<'_>) -> usize {
    match value {
        Mapped::Undefined => UNDEFINED.len(),
        Mapped::Null => NULL.len(),
        Mapped::Text(text) => Form::of(text).len(text),
    }
}

/// Mapped value of a metadata text. What cannot be decoded is returned as it is.
///
/// Also repairs what s3db.js makes of strings that are names of `Object.prototype`:
/// `d:function toString() { [native code] }` reads as `toString`.
#[must_use]
pub fn decode(stored: &str) -> Mapped<'_> {
    match stored.as_bytes() {
        // Marks and words begin with these.
        [b'b' | b'd' | b'n' | b'u' | b'z', ..] => match inherited_name(stored) {
            Some(name) => Mapped::Text(Cow::Borrowed(name)),
            None => decode_strictly(stored),
        },
        _ => Mapped::Text(Cow::Borrowed(stored)),
    }
}

/// [`decode`] without repair: what the exported function `metadataDecode` reads.
#[must_use]
pub fn decode_strictly(stored: &str) -> Mapped<'_> {
    match stored {
        NULL => Mapped::Null,
        UNDEFINED => Mapped::Undefined,
        _ => Mapped::Text(unmark(stored).unwrap_or(Cow::Borrowed(stored))),
    }
}

/// A metadata text whose value is read in one pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Simple<'a> {
    /// The value itself.
    Plain(&'a str),
    /// The value, percent-encoded.
    Percent(&'a str),
}

impl<'a> Simple<'a> {
    /// The text, if it is one of those.
    #[must_use]
    pub fn of(stored: &'a str) -> Option<Self> {
        match stored.strip_prefix("u:") {
            Some("") => Some(Self::Plain(stored)),
            Some(payload) => Some(Self::Percent(payload)),
            None if is_marked(stored) || matches!(stored, NULL | UNDEFINED) => None,
            None => Some(Self::Plain(stored)),
        }
    }
}

/// Whether a reader would take the text for one in another form.
pub(super) fn is_marked(text: &str) -> bool {
    let bytes = text.as_bytes();
    matches!(
        bytes,
        [b'd' | b'u' | b'b' | b'z', b':', ..] | [b'z', b'8', b'5', b':', ..]
    )
}

/// Whether a header can hold the text: U+0020 to U+007E only.
pub(super) fn is_printable(text: &str) -> bool {
    // Without an early end the compiler makes vector instructions of this.
    text.bytes().fold(true, |printable, byte| {
        printable & matches!(byte, b' '..=b'~')
    })
}

fn unmark(stored: &str) -> Option<Cow<'_, str>> {
    if !is_marked(stored) {
        return None;
    }
    let (mark, payload) = stored.split_at_checked("u:".len())?;
    if payload.is_empty() {
        return None;
    }
    match mark {
        "d:" => dictionary::decode(payload),
        "u:" => percent::decode(payload).map(Cow::Owned),
        "b:" => Some(Cow::Owned(
            String::from_utf8_lossy(&bytes::decode(payload)).into_owned(),
        )),
        _ => text::decompress(stored).map(Cow::Owned),
    }
}

fn inherited_name(stored: &str) -> Option<&str> {
    if !is_marked(stored) {
        return None;
    }
    let name = stored
        .strip_prefix("d:function ")?
        .strip_suffix("() { [native code] }")?;
    let is_word = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    match name {
        "Object" => Some("constructor"),
        _ => (is_word && !name.is_empty()).then_some(name),
    }
}
