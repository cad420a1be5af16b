//! What the exported functions `dictionaryEncode` and `metadataEncode` print.
//!
//! They promise the texts of s3db.js, including those that do not read back: the words `null` and
//! `undefined`, `font/woff2`, outer spaces, and the names that every JavaScript object inherits.
//! Nothing that reaches a bucket goes through this module. Their inverses are
//! [`dictionary::decode`] and [`metadata::decode_strictly`].

use std::borrow::Cow;

use super::{dictionary, metadata};

/// Result of [`dictionary_encode`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DictionaryCode {
    /// Stored text.
    pub encoded: String,
    /// Length of the value in UTF-16 units.
    pub original_len: usize,
    /// Length of the stored text as s3db.js counts it; `None` stands for `NaN`.
    pub encoded_len: Option<usize>,
    /// The known beginning of the value, `None` when the whole value is known.
    pub prefix: Option<&'static str>,
}

impl DictionaryCode {
    /// Difference of the lengths, `None` for `NaN`.
    #[must_use]
    pub fn savings(&self) -> Option<usize> {
        Some(self.original_len.saturating_sub(self.encoded_len?))
    }
}

/// Result of [`metadata_encode`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetadataCode<'a> {
    /// Stored text, `None` for `undefined`.
    pub encoded: Option<Cow<'a, str>>,
    /// Name of the form: `none`, `special`, `dictionary`, `url` or `base64`; `None` for `null`.
    pub encoding: Option<&'static str>,
}

impl<'a> MetadataCode<'a> {
    fn new(encoded: Cow<'a, str>, encoding: &'static str) -> Self {
        Self {
            encoded: Some(encoded),
            encoding: Some(encoding),
        }
    }
}

/// Members of `Object.prototype` and the number of parameters each declares.
const INHERITED: &[(&str, usize)] = &[
    ("constructor", 1),
    ("__defineGetter__", 2),
    ("__defineSetter__", 2),
    ("hasOwnProperty", 1),
    ("__lookupGetter__", 1),
    ("__lookupSetter__", 1),
    ("isPrototypeOf", 1),
    ("propertyIsEnumerable", 1),
    ("toString", 0),
    ("valueOf", 0),
    ("toLocaleString", 0),
];

/// `dictionaryEncode(value)`; `None` when the dictionary does not know the value.
#[must_use]
pub fn dictionary_encode(value: &str) -> Option<DictionaryCode> {
    let original_len = value.encode_utf16().count();
    let whole = |encoded: String, code_len: Option<usize>| DictionaryCode {
        encoded,
        original_len,
        encoded_len: code_len.map(|len| dictionary::MARK.len() + len),
        prefix: None,
    };
    if let Some((name, arity)) = INHERITED.iter().find(|(name, _)| *name == value) {
        let name = if *name == "constructor" {
            "Object"
        } else {
            name
        };
        return Some(whole(
            format!("d:function {name}() {{ [native code] }}"),
            Some(*arity),
        ));
    }
    match value {
        "__proto__" => return Some(whole("d:[object Object]".to_owned(), None)),
        "font/woff2" => return Some(whole("d:f".to_owned(), Some(1))),
        _ => {}
    }
    let entry = dictionary::find(value)?;
    Some(DictionaryCode {
        encoded: entry.stored(),
        original_len,
        encoded_len: Some(entry.stored().encode_utf16().count()),
        prefix: entry.code.starts_with('@').then_some(entry.meaning),
    })
}

/// `metadataEncode(value)` for a string, or for `String(value)` of a number or boolean. Null and
/// undefined print as their words.
#[must_use]
pub fn metadata_encode(value: &str) -> MetadataCode<'_> {
    if value == "null" || value == "undefined" {
        return MetadataCode::new(Cow::Borrowed(value), "special");
    }
    let known = dictionary_encode(value).filter(|_| !metadata::is_marked(value));
    match known {
        Some(code) if code.savings() > Some(0) => {
            return MetadataCode::new(Cow::Owned(code.encoded), "dictionary");
        }
        Some(code) if code.savings().is_none() => {
            return MetadataCode {
                encoded: None,
                encoding: None,
            };
        }
        _ => {}
    }
    let form = escape(value);
    let encoding = match form {
        metadata::Form::Percent => "url",
        metadata::Form::Base64 => "base64",
        _ => "none",
    };
    MetadataCode::new(form.write(value), encoding)
}

fn escape(value: &str) -> metadata::Form<'_> {
    if metadata::is_marked(value) {
        metadata::Form::Base64
    } else if metadata::is_printable(value) {
        metadata::Form::Plain
    } else {
        metadata::Profile::of(value).escape()
    }
}
