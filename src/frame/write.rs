//! The write frame.
//!
//! ```text
//! frame  = slot* extra* ("+" text value)*
//! slot, extra, value = "a" | "u" | "z" | "t" | "f" | "=" | kind text
//! kind   = "s" | "n" | "d" | "j" | "b" | "r"
//! text   = length bytes
//! length = U+0000 to U+007E | U+007F digit digit digit digit digit
//! ```
//!
//! `a` absent, `u` undefined, `z` null, `t` true, `f` false, `=` unchanged; `s` string, `n` number
//! as JavaScript prints it, `d` date as `toISOString` prints it, `j` JSON, `b` base64 of bytes, `r`
//! text encoded by a user's schema hook. A length counts the bytes of UTF-8; a digit has seven bits,
//! the most significant comes first. So a frame is a text, and its texts need no check of their own.
//!
//! There is a slot for each slot of the plan, in its order, and an extra for each date that only
//! JavaScript can read (`Plan::date_texts`); attributes that the plan does not know follow as pairs
//! of name and value.

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
    /// [`Error::Internal`] where the frame breaks the grammar.
    pub fn parse(frame: &'a str, slots: usize, extras: usize) -> Result<Self> {
        let mut cursor = Cursor { rest: frame };
        let mut parsed = Self {
            slots: Vec::with_capacity(slots),
            extras: Vec::with_capacity(extras),
            unknown: Vec::new(),
        };
        for _ in 0..slots {
            parsed.slots.push(cursor.field()?);
        }
        for _ in 0..extras {
            parsed.extras.push(match cursor.field()? {
                FrameSlot::Value(Input::Text(text)) => Some(text),
                _ => None,
            });
        }
        while !cursor.rest.is_empty() {
            if cursor.next()? != b'+' {
                return Err(broken("more values than slots"));
            }
            let name = cursor.text()?;
            if let FrameSlot::Value(value) = cursor.field()? {
                parsed.unknown.push((name, value));
            }
        }
        Ok(parsed)
    }
}

struct Cursor<'a> {
    rest: &'a str,
}

/// Says that a length of five digits follows.
const LONG: u8 = 0x7f;
const DIGITS: usize = 5;

impl<'a> Cursor<'a> {
    fn take(&mut self, bytes: usize) -> Result<&'a str> {
        let (taken, rest) = self
            .rest
            .split_at_checked(bytes)
            .ok_or_else(|| broken("ends early"))?;
        self.rest = rest;
        Ok(taken)
    }

    fn next(&mut self) -> Result<u8> {
        let first = self.take(1)?.bytes().next();
        first.ok_or_else(|| broken("ends early"))
    }

    fn field(&mut self) -> Result<FrameSlot<'a>> {
        let value = match self.next()? {
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
        let length = match self.next()? {
            LONG => {
                let digits = self.take(DIGITS)?.bytes();
                digits.fold(0, |length, digit| length << 7 | usize::from(digit & 0x7f))
            }
            length => usize::from(length),
        };
        self.take(length)
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
            "s\x02hin\x034.2zutfad\x182024-01-15T10:20:30.456Z=s\x0a2024-01-15+\x01xj\x02[]",
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
    fn lengths_count_bytes_with_one_character_or_five_digits() {
        let text = "é".repeat(80);
        let frame = format!("s\x02és\x7f\0\0\0\x01\x20{text}");
        let frame = WriteFrame::parse(&frame, 2, 0).unwrap();
        assert_eq!(frame.slots[0], FrameSlot::Value(Input::Text("é")));
        assert_eq!(frame.slots[1], FrameSlot::Value(Input::Text(&text)));
    }

    #[test]
    fn broken_frames_are_refused() {
        for frame in [
            "",
            "s",
            "s\x01",
            "x",
            "s\x09a",
            "aleft",
            "aa",
            "s\x01é",
            "é",
            "s\x7f\0\0",
            "s\x7f\x7f\x7f\x7f\x7f\x7fa",
            "a+\x01x",
        ] {
            assert!(WriteFrame::parse(frame, 1, 0).is_err(), "{frame}");
        }
    }
}
