//! Values on their way between JavaScript and the bucket.
//!
//! ```text
//! Input ──codec──▶ Mapped ──behavior, metadata encoding──▶ object
//! object ──metadata decoding──▶ Mapped ──codec──▶ Output
//! ```

use std::borrow::Cow;

/// A field as JavaScript hands it over, already validated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input<'a> {
    /// The key is present and its value is `undefined`.
    Undefined,
    /// `null`.
    Null,
    /// A string.
    Text(&'a str),
    /// A number as JavaScript prints it (`String(n)`), `NaN` and the infinities included.
    Number(&'a str),
    /// A boolean.
    Boolean(bool),
    /// A valid `Date`, as `toISOString` prints it.
    Date(&'a str),
    /// An array or object, as `JSON.stringify` prints it.
    Json(&'a str),
    /// A `Buffer` or typed array, in standard base64.
    Bytes(&'a str),
    /// Text that a user's schema hook has already encoded.
    Raw(&'a str),
}

/// A field between its codec and the behavior: what the reference calls a mapped value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mapped<'a> {
    /// Stored as the word `undefined` in metadata, left out of a JSON body.
    Undefined,
    /// Stored as the word `null` in metadata, as `null` in a JSON body.
    Null,
    /// Text; metadata encoding (`codec::metadata`) happens later and only in metadata.
    Text(Cow<'a, str>),
}

/// A field as a codec restores it.
#[derive(Clone, Debug, PartialEq)]
pub enum Output<'a> {
    /// `undefined`: the key is present.
    Undefined,
    /// `null`.
    Null,
    /// A string.
    Text(Cow<'a, str>),
    /// A number; may be `NaN` where stored text is no number.
    Number(f64),
    /// A boolean.
    Boolean(bool),
    /// JSON text that JavaScript parses into an array or object.
    Json(Cow<'a, str>),
    /// A short array of strings as it is stored: joined by `|`, which none of them contains. Never
    /// empty.
    TextList(Cow<'a, str>),
    /// Bytes that JavaScript sees as a `Buffer`.
    Bytes(Vec<u8>),
}

impl Output<'_> {
    /// The value with texts of its own.
    #[must_use]
    pub fn into_owned(self) -> Output<'static> {
        match self {
            Self::Undefined => Output::Undefined,
            Self::Null => Output::Null,
            Self::Text(text) => Output::Text(Cow::Owned(text.into_owned())),
            Self::Number(number) => Output::Number(number),
            Self::Boolean(flag) => Output::Boolean(flag),
            Self::Json(json) => Output::Json(Cow::Owned(json.into_owned())),
            Self::TextList(texts) => Output::TextList(Cow::Owned(texts.into_owned())),
            Self::Bytes(bytes) => Output::Bytes(bytes),
        }
    }
}
