//! The write frame.
//!
//! ```text
//! frame   = header ";" texts
//! header  = slot* extra* ("+" name value)*
//! slot, extra, value = "a" | "u" | "z" | "t" | "f" | "=" | kind length ","
//! name    = length ","
//! kind    = "s" | "n" | "d" | "j" | "b" | "r"
//! ```
//!
//! `a` absent, `u` undefined, `z` null, `t` true, `f` false, `=` unchanged; `s` string, `n` number
//! as JavaScript prints it, `d` date as `toISOString` prints it, `j` JSON, `b` base64 of bytes, `r`
//! text encoded by a user's schema hook. Lengths are decimal and count UTF-16 units. The texts
//! follow each other in the order of the header, without separators.
//!
//! There is a slot for each slot of the plan, in its order, and an extra for each date that only
//! JavaScript can read (`Plan::date_texts`); attributes that the plan does not know follow as
//! pairs.

use crate::value::Input;
use crate::{Error, Result};

/// A slot of a write frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameSlot<'a> {
    /// Nothing is stored for the slot.
    Absent,
    /// The stored text of the record that was loaded stays as it is.
    Unchanged,
    /// A new value.
    Value(Input<'a>),
}

/// A record on its way into the bucket.
#[derive(Debug, PartialEq, Eq)]
pub struct WriteFrame<'a> {
    /// One entry per slot of the plan.
    pub slots: Vec<FrameSlot<'a>>,
    /// Dates of partition fields that only JavaScript can read.
    pub extras: Vec<Option<&'a str>>,
    /// Attributes that the plan does not know: path and value.
    pub unknown: Vec<(&'a str, Input<'a>)>,
}

impl<'a> WriteFrame<'a> {
    /// Whether a slot keeps the text that is stored.
    #[must_use]
    pub fn has_unchanged(&self) -> bool {
        self.slots.contains(&FrameSlot::Unchanged)
    }

    /// Takes a frame apart.
    ///
    /// # Errors
    /// [`Error::InvalidField`] with the slot's number, or the name of an unknown attribute, where a
    /// text begins or ends inside a character, which only a lone surrogate can cause;
    /// [`Error::Internal`] where the frame breaks the grammar.
    pub fn parse(frame: &'a str, slots: usize, extras: usize) -> Result<Self> {
        let (header, texts) = frame
            .split_once(';')
            .ok_or_else(|| broken("no end of header"))?;
        let mut cursor = Cursor {
            header: header.as_bytes(),
            texts,
            ascii: texts.is_ascii(),
        };
        let mut parsed = Self {
            slots: Vec::with_capacity(slots),
            extras: Vec::with_capacity(extras),
            unknown: Vec::new(),
        };
        for slot in 0..slots {
            let value = cursor
                .field()
                .map_err(|error| in_field(error, || slot.to_string()))?;
            parsed.slots.push(value);
        }
        for _ in 0..extras {
            parsed.extras.push(match cursor.field()? {
                FrameSlot::Value(Input::Text(text)) => Some(text),
                _ => None,
            });
        }
        while let Some(tag) = cursor.next() {
            if tag != b'+' {
                return Err(broken("more values than slots"));
            }
            let name = cursor.text()?;
            let value = cursor
                .field()
                .map_err(|error| in_field(error, || name.to_owned()))?;
            if let FrameSlot::Value(value) = value {
                parsed.unknown.push((name, value));
            }
        }
        if cursor.texts.is_empty() {
            Ok(parsed)
        } else {
            Err(broken("text left over"))
        }
    }
}

struct Cursor<'a> {
    header: &'a [u8],
    texts: &'a str,
    ascii: bool,
}

impl<'a> Cursor<'a> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.header.split_first()?;
        self.header = rest;
        Some(*first)
    }

    fn field(&mut self) -> Result<FrameSlot<'a>> {
        let value = match self
            .next()
            .ok_or_else(|| broken("fewer values than slots"))?
        {
            b'a' => return Ok(FrameSlot::Absent),
            b'=' => return Ok(FrameSlot::Unchanged),
            b'u' => Input::Undefined,
            b'z' => Input::Null,
            b't' => Input::Boolean(true),
            b'f' => Input::Boolean(false),
            b's' => Input::Text(self.text()?),
            b'n' => Input::Number(self.text()?),
            b'd' => Input::Date(self.text()?),
            b'j' => Input::Json(self.text()?),
            b'b' => Input::Bytes(self.text()?),
            b'r' => Input::Raw(self.text()?),
            _ => return Err(broken("unknown tag")),
        };
        Ok(FrameSlot::Value(value))
    }

    fn text(&mut self) -> Result<&'a str> {
        let units = self.length()?;
        let begins_ascii = || {
            let start = self.texts.as_bytes().get(..units);
            start.is_some_and(<[u8]>::is_ascii)
        };
        let bytes = if self.ascii || begins_ascii() {
            units
        } else {
            byte_length(self.texts, units)?
        };
        let (text, rest) = self
            .texts
            .split_at_checked(bytes)
            .ok_or_else(|| broken("text ends early"))?;
        self.texts = rest;
        Ok(text)
    }

    fn length(&mut self) -> Result<usize> {
        let mut length = 0_usize;
        loop {
            match self.next() {
                Some(digit @ b'0'..=b'9') => {
                    length = length
                        .checked_mul(10)
                        .and_then(|tens| tens.checked_add(usize::from(digit - b'0')))
                        .ok_or_else(|| broken("length overflows"))?;
                }
                Some(b',') => return Ok(length),
                _ => return Err(broken("length without end")),
            }
        }
    }
}

/// Bytes taken by the first `units` UTF-16 units of `text`.
fn byte_length(text: &str, units: usize) -> Result<usize> {
    let (start, mut left) = skip_chunks(text, units);
    let rest = text.get(start..).unwrap_or_default();
    for (offset, character) in rest.char_indices() {
        if left == 0 {
            return Ok(start + offset);
        }
        left = left
            .checked_sub(character.len_utf16())
            .ok_or_else(lone_surrogate)?;
    }
    if left == 0 {
        Ok(text.len())
    } else {
        Err(broken("text ends early"))
    }
}

/// Passes over the beginning of a text in steps that the compiler turns into vector instructions.
/// Answers the bytes passed and the units left.
fn skip_chunks(text: &str, units: usize) -> (usize, usize) {
    const CHUNK: usize = 64;
    let (mut start, mut left) = (0, units);
    for chunk in text.as_bytes().chunks(CHUNK) {
        let begins = |byte: &u8| usize::from(byte & 0xC0 != 0x80) + usize::from(*byte >= 0xF0);
        let passed: usize = chunk.iter().map(begins).sum();
        if passed > left {
            break;
        }
        start += chunk.len();
        left -= passed;
    }
    while !text.is_char_boundary(start) {
        start += 1;
    }
    (start, left)
}

fn lone_surrogate() -> Error {
    Error::InvalidField {
        field: String::new(),
        reason: "contains a lone surrogate, which cannot be stored".to_owned(),
    }
}

fn in_field(error: Error, name: impl FnOnce() -> String) -> Error {
    match error {
        Error::InvalidField { reason, .. } => Error::InvalidField {
            field: name(),
            reason,
        },
        other => other,
    }
}

fn broken(reason: &str) -> Error {
    Error::Internal {
        reason: format!("write frame: {reason}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_every_kind_apart() {
        let frame = WriteFrame::parse(
            "s2,n3,zutfad24,=s10,+1,j2,;hi4.22024-01-15T10:20:30.456Z2024-01-15x[]",
            9,
            1,
        )
        .unwrap();
        assert_eq!(frame.slots[0], FrameSlot::Value(Input::Text("hi")));
        assert_eq!(frame.slots[1], FrameSlot::Value(Input::Number("4.2")));
        assert_eq!(frame.slots[6], FrameSlot::Absent);
        assert_eq!(frame.slots[8], FrameSlot::Unchanged);
        assert_eq!(frame.extras, vec![Some("2024-01-15")]);
        assert_eq!(frame.unknown, vec![("x", Input::Json("[]"))]);
    }

    #[test]
    fn lengths_count_utf16_units() {
        let frame = WriteFrame::parse("s3,s1,;a😀é", 2, 0).unwrap();
        assert_eq!(frame.slots[0], FrameSlot::Value(Input::Text("a😀")));
        assert_eq!(frame.slots[1], FrameSlot::Value(Input::Text("é")));
    }

    #[test]
    fn a_character_split_between_texts_is_a_lone_surrogate() {
        let error = WriteFrame::parse("s1,s1,;😀", 2, 0).unwrap_err();
        assert_eq!(error.code(), "INVALID_FIELD");
    }

    #[test]
    fn broken_frames_are_refused() {
        for frame in [
            "",
            "s1,",
            "s1,;",
            "x;",
            "s9,;a",
            "a;left",
            "aa;",
            "s;",
            "s99999999999999999999,;",
        ] {
            assert!(WriteFrame::parse(frame, 1, 0).is_err(), "{frame}");
        }
    }
}
