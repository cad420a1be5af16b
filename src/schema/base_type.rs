//! Base types: from the text of a definition to its codec.
//!
//! The codec follows from the base type alone, the text before the first `|` and its parameter.
//! s3db.js searches the whole text instead, so that `string|default:decimal` becomes a decimal.

use super::attribute_name::invalid;
use crate::codec::Codec;
use crate::error::Result;

/// Number arrays of this length or longer are stored as vectors.
const VECTOR_LENGTH: f64 = 256.0;
/// Decimal places of `geo:…` without a parameter.
const GEO_PLACES: u8 = 6;

/// A definition written as text: `base:parameter|modifier|modifier:value`.
#[derive(Clone, Copy, Debug)]
pub struct TypeText<'a> {
    /// Base type; `geo:lat`, `geo:lon` and `geo:point` count as one name.
    pub base: &'a str,
    /// What follows the base type and a colon.
    pub parameter: Option<&'a str>,
    modifiers: &'a str,
}

impl<'a> TypeText<'a> {
    /// Takes a text apart. Any text has a base type, an empty one if need be.
    #[must_use]
    pub fn parse(text: &'a str) -> Self {
        let (head, modifiers) = text.split_once('|').unwrap_or((text, ""));
        let head = head.trim();
        let prefix = if head.starts_with("geo:") {
            "geo:".len()
        } else {
            0
        };
        let colon = head
            .get(prefix..)
            .and_then(|rest| rest.find(':'))
            .map(|at| at + prefix);
        let (base, parameter) = match colon {
            Some(at) => (head.get(..at).unwrap_or(head), head.get(at + 1..)),
            None => (head, None),
        };
        Self {
            base,
            parameter,
            modifiers,
        }
    }

    /// The value of a modifier, the last one if repeated; `true` for one without a value.
    #[must_use]
    pub fn modifier(&self, name: &str) -> Option<&'a str> {
        self.modifiers
            .split('|')
            .rev()
            .map(str::trim)
            .find_map(|part| {
                let (key, value) = part.split_once(':').unwrap_or((part, "true"));
                (key == name).then_some(value)
            })
    }

    /// Whether a modifier is present and not `false`.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        self.modifier(name).is_some_and(|value| value != "false")
    }
}

/// The codec of a definition written as text.
///
/// # Errors
/// [`crate::Error::InvalidDefinition`] if the parameter does not fit the base type.
pub fn codec_of_text(attribute: &str, text: &TypeText<'_>) -> Result<Codec> {
    Ok(match text.base {
        "string" | "email" | "url" | "cron" | "locale" | "currency" | "country" | "enum"
        | "luhn" => Codec::Text,
        "number" if text.flag("integer") => Codec::Integer,
        "number" => Codec::Number,
        "boolean" | "bool" => Codec::Boolean,
        "json" => Codec::Json,
        "object" | "record" | "tuple" => Codec::Object,
        "array" => list_codec(
            &TypeText::parse(text.modifier("items").unwrap_or_default()),
            text.flag("integer"),
            text.modifier("length")
                .and_then(|length| length.parse().ok()),
        ),
        list if list.ends_with("[]") => Codec::Object,
        "embedding" => count(attribute, text, 0).map(|_: u32| Codec::Embedding)?,
        "date" => Codec::Date,
        "datetime" => Codec::DateTime,
        "dateonly" => Codec::DateOnly,
        "timeonly" => Codec::TimeOnly,
        "uuid" => Codec::Uuid,
        "mac" => Codec::Mac,
        "cidr" => Codec::Cidr,
        "semver" => Codec::Semver,
        "phone" => Codec::Phone,
        "color" => Codec::Color,
        "duration" => Codec::Duration,
        "ean" => Codec::Ean,
        "ip4" => Codec::Ip4,
        "ip6" => Codec::Ip6,
        "money" => Codec::Money(count(attribute, text, 2)?),
        "crypto" => Codec::Money(count(attribute, text, 8)?),
        "decimal" => Codec::Decimal(count(attribute, text, 2)?),
        "geo:lat" | "geo-lat" | "geoLat" => Codec::Latitude(count(attribute, text, GEO_PLACES)?),
        "geo:lon" | "geo-lon" | "geoLon" => Codec::Longitude(count(attribute, text, GEO_PLACES)?),
        "geo:point" | "geo-point" | "geoPoint" => Codec::Point(count(attribute, text, GEO_PLACES)?),
        "buffer" => Codec::Buffer,
        "bits" => bits(text),
        "text" => Codec::CompressedText,
        "secret" => Codec::Secret,
        "secretNumber" => Codec::SecretNumber,
        "secretAny" => Codec::SecretAny,
        "password" => password(attribute, text)?,
        _ => Codec::Any,
    })
}

/// The codec of an array, by its items.
pub(super) fn list_codec(items: &TypeText<'_>, integer: bool, length: Option<f64>) -> Codec {
    match items.base {
        "string" => Codec::TextList,
        "number" if integer => Codec::IntegerList,
        "number" if length.is_some_and(|length| length >= VECTOR_LENGTH) => Codec::Embedding,
        "number" => Codec::NumberList,
        _ => Codec::Object,
    }
}

/// The codec of `bits:N`; what is no count stands for any number of bits.
pub(super) fn bits(text: &TypeText<'_>) -> Codec {
    Codec::Bits(text.parameter.and_then(|count| count.parse().ok()))
}

/// The codec of `password:algorithm`.
pub(super) fn password(attribute: &str, text: &TypeText<'_>) -> Result<Codec> {
    match text.parameter {
        None | Some("bcrypt") => Ok(Codec::PasswordBcrypt),
        Some("argon2id") => Ok(Codec::PasswordArgon2),
        Some(other) => Err(invalid(
            attribute,
            &format!("names an unknown algorithm `{other}`"),
        )),
    }
}

/// A count after the colon, or its default.
fn count<T: std::str::FromStr>(attribute: &str, text: &TypeText<'_>, default: T) -> Result<T> {
    let Some(digits) = text.parameter else {
        return Ok(default);
    };
    digits.parse().map_err(|_| {
        invalid(
            attribute,
            &format!("has `{digits}` where a count is expected"),
        )
    })
}
