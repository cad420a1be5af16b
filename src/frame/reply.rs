//! The reply.
//!
//! ```text
//! value = 0 absent | 1 undefined | 2 null | 3 false | 4 true
//!       | 5 f64 | 6 i32
//!       | 7 u8 Latin-1 | 8 u32 Latin-1 | 9 u32 UTF-8  text
//!       | 10 u32 UTF-8                                JSON text
//!       | 11 u32 bytes                                Buffer
//!       | 12 u8                                       index into WELL_KNOWN
//!       | 13 u8 value*                                array of that many texts
//! ```
//!
//! Numbers are little-endian; a length is followed by that many bytes. What values stand for is
//! said where they are written (`resource::*`) and read (`lib/plan.js`).

use crate::Error;
use crate::codec::metadata::Simple;
use crate::codec::{list, percent};
use crate::value::Output;

/// Texts that nearly every reply contains and that cross the border as one byte. JavaScript asks
/// for this list once.
pub const WELL_KNOWN: &[&str] = &[
    "application/octet-stream",
    "application/json",
    "\"d41d8cd98f00b204e9800998ecf8427e\"",
];

/// Most bytes of a JSON text that is looked at for plain texts.
const LIST_BYTES: usize = 512;

/// A reply under construction.
#[derive(Debug, Default)]
pub struct Reply {
    bytes: Vec<u8>,
}

impl Reply {
    /// An empty reply that writes into `bytes`, which lose their content.
    #[must_use]
    pub fn reusing(mut bytes: Vec<u8>) -> Self {
        bytes.clear();
        Self { bytes }
    }

    /// The finished reply.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Bytes written so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether nothing has been written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Takes back everything written after `len`.
    pub fn truncate(&mut self, len: usize) {
        self.bytes.truncate(len);
    }

    /// A slot without a value.
    pub fn absent(&mut self) {
        self.bytes.push(0);
    }

    /// A value as its codec restored it.
    pub fn output(&mut self, value: &Output<'_>) {
        match value {
            Output::Undefined => self.bytes.push(1),
            Output::Null => self.null(),
            Output::Boolean(value) => self.boolean(*value),
            Output::Number(value) => self.number(*value),
            Output::Text(text) => self.text(text),
            Output::Json(json) => match plain_texts(json) {
                Some(texts) => self.texts(texts),
                None => self.long(10, json.as_bytes()),
            },
            Output::TextList(stored) => self.texts(list::texts(stored)),
            Output::Bytes(bytes) => self.long(11, bytes),
        }
    }

    /// A value as its codec restored it, or a slot without one.
    pub fn optional_output(&mut self, value: Option<&Output<'_>>) {
        match value {
            Some(value) => self.output(value),
            None => self.absent(),
        }
    }

    /// `null`.
    pub fn null(&mut self) {
        self.bytes.push(2);
    }

    /// A boolean.
    pub fn boolean(&mut self, value: bool) {
        self.bytes.push(if value { 4 } else { 3 });
    }

    /// A number.
    pub fn number(&mut self, value: f64) {
        #[allow(
            clippy::cast_possible_truncation,
            reason = "the comparison below finds what was lost"
        )]
        let integer = value as i32;
        if f64::from(integer).to_bits() == value.to_bits() {
            self.bytes.push(6);
            self.bytes.extend_from_slice(&integer.to_le_bytes());
        } else {
            self.bytes.push(5);
            self.bytes.extend_from_slice(&value.to_le_bytes());
        }
    }

    /// A count or a number of milliseconds; exact up to 2^53.
    #[allow(
        clippy::cast_precision_loss,
        reason = "sizes and times stay far below 2^53"
    )]
    pub fn count(&mut self, value: u64) {
        self.number(value as f64);
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        if text.is_ascii() {
            match u8::try_from(text.len()) {
                Ok(length) => {
                    self.bytes.extend_from_slice(&[7, length]);
                    self.bytes.extend_from_slice(text.as_bytes());
                }
                Err(_) => self.long(8, text.as_bytes()),
            }
        } else if is_latin1(text) {
            self.latin1(text.len(), |bytes| {
                append_latin1(text, bytes);
                true
            });
        } else {
            self.long(9, text.as_bytes());
        }
    }

    /// A text as metadata hold it, where its value is read in one pass. Answers whether it is; if not,
    /// nothing is written.
    pub fn metadata_text(&mut self, stored: &str) -> bool {
        match Simple::of(stored) {
            Some(Simple::Plain(text)) => {
                self.text(text);
                true
            }
            Some(Simple::Percent(encoded)) => self.latin1(encoded.len(), |bytes| {
                percent::append_latin1(encoded, bytes)
            }),
            None => false,
        }
    }

    /// A text that is often one of [`WELL_KNOWN`].
    pub fn known_text(&mut self, text: &str) {
        let index = WELL_KNOWN.iter().position(|known| *known == text);
        match index.and_then(|index| u8::try_from(index).ok()) {
            Some(index) => self.bytes.extend_from_slice(&[12, index]),
            None => self.text(text),
        }
    }

    /// A text or `null`.
    pub fn optional_text(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.known_text(text),
            None => self.null(),
        }
    }

    /// An error: its facts, as JSON text.
    pub fn error(&mut self, error: &Error) {
        self.text(&error.facts().to_string());
    }

    /// Writes a text of at most `bound` bytes that `append` adds in Latin-1, unless it says that it cannot.
    /// JavaScript keeps such texts as they are written here; UTF-8 it would have to decode.
    fn latin1(&mut self, bound: usize, append: impl FnOnce(&mut Vec<u8>) -> bool) -> bool {
        let start = self.bytes.len();
        let is_short = u8::try_from(bound).is_ok();
        let head: &[u8] = if is_short { &[7, 0] } else { &[8, 0, 0, 0, 0] };
        self.bytes.extend_from_slice(head);
        let text = self.bytes.len();
        if !append(&mut self.bytes) {
            self.bytes.truncate(start);
            return false;
        }
        let length = (self.bytes.len() - text).to_le_bytes();
        let places = self.bytes.get_mut(start + 1..text).unwrap_or_default();
        for (place, byte) in places.iter_mut().zip(length) {
            *place = byte;
        }
        true
    }

    /// A short array of texts, which JavaScript reads faster than JSON.
    fn texts<'a>(&mut self, texts: impl Iterator<Item = &'a str>) {
        self.bytes.extend_from_slice(&[13, 0]);
        let place = self.bytes.len() - 1;
        let mut count = 0_u8;
        for text in texts {
            self.text(text);
            count = count.saturating_add(1);
        }
        if let Some(place) = self.bytes.get_mut(place) {
            *place = count;
        }
    }

    fn long(&mut self, tag: u8, bytes: &[u8]) {
        self.bytes.push(tag);
        // A reply of 4 GiB exceeds what a JavaScript buffer or string can hold.
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        self.bytes.extend_from_slice(&length.to_le_bytes());
        self.bytes.extend_from_slice(bytes);
    }
}

/// The items of a JSON array that holds a few strings without escapes and nothing else. Without
/// escapes every quote begins or ends a string.
fn plain_texts(json: &str) -> Option<impl Iterator<Item = &str>> {
    let items = json.strip_prefix("[\"")?.strip_suffix("\"]")?;
    let texts = items.split("\",\"");
    let is_plain = |text: &str| text.bytes().all(|byte| byte != b'"' && byte != b'\\');
    // Between two texts stand three characters, so that there are fewer than 255.
    (items.len() <= LIST_BYTES && texts.clone().all(is_plain)).then_some(texts)
}

/// Whether all characters are below U+0100: then no byte of the text is above 0xC3.
fn is_latin1(text: &str) -> bool {
    // Without an early end the compiler makes vector instructions of this.
    text.bytes().fold(0, u8::max) < 0xC4
}

/// Appends a text whose characters are all below U+0100, a byte for each.
///
/// Of a character's two bytes the first holds the two high bits and the second the six low ones. It
/// is written without a branch: which bytes belong together cannot be predicted.
fn append_latin1(text: &str, bytes: &mut Vec<u8>) {
    let start = bytes.len();
    bytes.resize(start + text.len(), 0);
    let room = bytes.get_mut(start..).unwrap_or_default();
    let (mut length, mut before) = (0, 0_u8);
    for byte in text.bytes() {
        let character = if byte < 0x80 {
            byte
        } else {
            before << 6 | byte & 0x3f
        };
        // What a first byte gives is overwritten by the second's.
        if let Some(place) = room.get_mut(length) {
            *place = character;
        }
        length += usize::from(byte < 0xc0);
        before = byte;
    }
    bytes.truncate(start + length);
}
