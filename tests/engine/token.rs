//! Values of a reply, read as the shim reads them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use s3db_native::frame::WELL_KNOWN;
use serde_json::{Value, json};

/// A value of a reply.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    Absent,
    Undefined,
    Null,
    Boolean(bool),
    Number(f64),
    Text(String),
    Json(String),
    Bytes(Vec<u8>),
}

impl Token {
    /// The value in the notation of the vectors, `None` for an absent one.
    pub fn value(&self) -> Option<Value> {
        Some(match self {
            Self::Absent => return None,
            Self::Undefined => json!({ "$undefined": true }),
            Self::Null => Value::Null,
            Self::Boolean(flag) => json!(flag),
            Self::Number(number) if number.is_finite() => json!(number),
            Self::Number(number) => json!({ "$number": number.to_string() }),
            Self::Text(text) => json!(text),
            Self::Json(text) => serde_json::from_str(text).expect("JSON"),
            Self::Bytes(bytes) => json!({ "$buffer": BASE64.encode(bytes) }),
        })
    }
}

/// Reads a reply from its beginning.
pub struct Cursor<'a> {
    bytes: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub fn over(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// Everything has been read.
    pub fn finish(&self) {
        assert!(
            self.bytes.is_empty(),
            "{} bytes left over",
            self.bytes.len()
        );
    }

    pub fn token(&mut self) -> Token {
        match self.byte() {
            0 => Token::Absent,
            1 => Token::Undefined,
            2 => Token::Null,
            tag @ (3 | 4) => Token::Boolean(tag == 4),
            5 => Token::Number(f64::from_le_bytes(self.array())),
            6 => Token::Number(f64::from(i32::from_le_bytes(self.array()))),
            7 => {
                let length = self.byte().into();
                Token::Text(self.latin1(length))
            }
            8 => {
                let length = self.length();
                Token::Text(self.latin1(length))
            }
            9 => Token::Text(self.utf8()),
            10 => Token::Json(self.utf8()),
            13 => {
                let texts: Vec<_> = (0..self.byte()).map(|_| self.text()).collect();
                Token::Json(json!(texts).to_string())
            }
            11 => {
                let length = self.length();
                Token::Bytes(self.take(length).to_vec())
            }
            12 => Token::Text(WELL_KNOWN[usize::from(self.byte())].to_owned()),
            tag => panic!("tag {tag}"),
        }
    }

    pub fn text(&mut self) -> String {
        self.optional_text().expect("a text")
    }

    pub fn optional_text(&mut self) -> Option<String> {
        match self.token() {
            Token::Text(text) => Some(text),
            Token::Null => None,
            other => panic!("no text: {other:?}"),
        }
    }

    pub fn number(&mut self) -> f64 {
        match self.token() {
            Token::Number(number) => number,
            other => panic!("no number: {other:?}"),
        }
    }

    pub fn count(&mut self) -> usize {
        self.number() as usize
    }

    pub fn boolean(&mut self) -> bool {
        match self.token() {
            Token::Boolean(flag) => flag,
            other => panic!("no boolean: {other:?}"),
        }
    }

    fn take(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) = self.bytes.split_at(length);
        self.bytes = rest;
        taken
    }

    fn byte(&mut self) -> u8 {
        self.take(1)[0]
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        self.take(N).try_into().expect("length")
    }

    fn length(&mut self) -> usize {
        u32::from_le_bytes(self.array()) as usize
    }

    fn latin1(&mut self, length: usize) -> String {
        self.take(length).iter().copied().map(char::from).collect()
    }

    fn utf8(&mut self) -> String {
        let length = self.length();
        String::from_utf8(self.take(length).to_vec()).expect("UTF-8")
    }
}
