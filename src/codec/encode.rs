//! From a validated value to the text in the mapped object.

use std::borrow::Cow;

use super::{
    Codec, bytes, date, double, duration, fixed_point, geo, identifier, ip, list, number, serial,
    text,
};
use crate::value::{Input, Mapped};
use crate::{Error, Result};

impl Codec {
    /// Text in the mapped object for a validated value.
    ///
    /// A value that the codec cannot hold in its own form is stored as the text that JavaScript
    /// prints for it; [`Codec::decode`] then returns that text.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidField`], with an empty path that the caller fills in: for a number in a
    /// numeric field that is not finite, also after scaling, for bytes of another length than a
    /// `bits` field declares, and for dates and bytes in an object field: they would read as texts.
    pub fn encode(self, value: Input<'_>) -> Result<Mapped<'_>> {
        match value {
            Input::Undefined => return Ok(Mapped::Undefined),
            Input::Null if self == Self::Boolean => return Ok(text_of("0")),
            Input::Null => return Ok(Mapped::Null),
            Input::Raw(text) => return Ok(text_of(text)),
            Input::Number(text) => self.check_number(text)?,
            Input::Date(_) if self == Self::Object => return Err(refused_as_object("a date")),
            Input::Bytes(_) if self == Self::Object => return Err(refused_as_object("bytes")),
            Input::Bytes(base64) => self.check_bits(base64)?,
            _ => {}
        }
        Ok(Mapped::Text(
            self.encode_own(value).unwrap_or_else(|| print(value)),
        ))
    }

    /// The codec's own form, `None` when it has none for the value.
    fn encode_own(self, value: Input<'_>) -> Option<Cow<'_, str>> {
        match self {
            Self::Number | Self::Integer => encode_number(value),
            Self::Boolean => Some(Cow::Borrowed(if is_true(value) { "1" } else { "0" })),
            Self::Money(_) | Self::Decimal(_) | Self::Latitude(_) | Self::Longitude(_) => {
                self.encode_scaled(number_of(value)?).map(Cow::Owned)
            }
            Self::Json | Self::Object => match value {
                Input::Number(text) if !is_finite(text) => Some(Cow::Borrowed("null")),
                _ => None,
            },
            Self::TextList => list::encode_texts(json_of(value)?).map(Cow::Owned),
            Self::IntegerList | Self::NumberList => {
                list::encode_numbers(json_of(value)?).map(Cow::Owned)
            }
            Self::Embedding => list::encode_vector(json_of(value)?).map(Cow::Owned),
            Self::Point(places) => geo::encode_point(json_of(value)?, places).map(Cow::Owned),
            Self::Date => encode_date(value),
            Self::DateTime => instant_of(value).map(date::encode_datetime).map(Cow::Owned),
            Self::DateOnly => instant_of(value).map(date::encode_day).map(Cow::Owned),
            Self::TimeOnly => {
                let time = text_value(value).and_then(date::parse_time);
                time.or_else(|| instant_of(value))
                    .map(date::encode_time)
                    .map(Cow::Owned)
            }
            Self::Duration => duration_of(value)
                .and_then(duration::encode)
                .map(Cow::Owned),
            _ => self.encode_text(text_value(value)?),
        }
    }

    fn encode_text(self, value: &str) -> Option<Cow<'_, str>> {
        match self {
            Self::Uuid => identifier::encode_uuid(value).map(Cow::Owned),
            Self::Mac => identifier::encode_mac(value).map(Cow::Owned),
            Self::Cidr => identifier::encode_cidr(value).map(Cow::Owned),
            Self::Color => identifier::encode_color(value).map(Cow::Owned),
            Self::Semver => serial::encode_semver(value),
            Self::Phone => serial::encode_phone(value).map(Cow::Owned),
            Self::Ean => serial::encode_ean(value).map(Cow::Owned),
            Self::Ip4 => ip::encode_v4(value).map(Cow::Owned),
            Self::Ip6 => ip::encode_v6(value).map(Cow::Owned),
            Self::CompressedText => Some(text::encode(value)),
            _ => None,
        }
    }

    fn encode_scaled(self, number: f64) -> Option<String> {
        match self {
            Self::Money(places) => Some(fixed_point::encode_money(number, places)),
            Self::Decimal(places) => Some(fixed_point::encode(number, places)),
            Self::Latitude(places) => geo::encode(geo::Axis::Latitude, number, places),
            Self::Longitude(places) => geo::encode(geo::Axis::Longitude, number, places),
            _ => None,
        }
    }

    fn check_bits(self, base64: &str) -> Result<()> {
        let Self::Bits(Some(bits)) = self else {
            return Ok(());
        };
        let (expected, actual) = (bytes::len_of_bits(bits), bytes::decode(base64).len());
        if actual == expected {
            return Ok(());
        }
        Err(refused(format!(
            "must hold {expected} bytes, got `{actual}`"
        )))
    }

    fn check_number(self, text: &str) -> Result<()> {
        let fits = match self {
            Self::Money(places) | Self::Decimal(places) => number::parse_decimal(text)
                .is_some_and(|number| (number * fixed_point::scale(places)).is_finite()),
            _ => !self.is_numeric() || is_finite(text),
        };
        if fits {
            return Ok(());
        }
        Err(refused(format!(
            "must be a finite number in range, got `{text}`"
        )))
    }

    fn is_numeric(self) -> bool {
        matches!(
            self,
            Self::Number
                | Self::Integer
                | Self::PlainNumber
                | Self::SecretNumber
                | Self::Latitude(_)
                | Self::Longitude(_)
                | Self::DateTime
                | Self::DateOnly
                | Self::TimeOnly
                | Self::Duration
        )
    }
}

/// The value as `String(value)` or `JSON.stringify(value)` prints it.
fn print(value: Input<'_>) -> Cow<'_, str> {
    Cow::Borrowed(match value {
        Input::Undefined => "undefined",
        Input::Null => "null",
        Input::Boolean(true) => "true",
        Input::Boolean(false) => "false",
        Input::Text(text)
        | Input::Number(text)
        | Input::Date(text)
        | Input::Json(text)
        | Input::Bytes(text)
        | Input::Raw(text) => text,
    })
}

fn encode_number(value: Input<'_>) -> Option<Cow<'_, str>> {
    match value {
        Input::Number(text) => number::encode(text),
        Input::Text(text) => {
            let printed = double::print(number::parse_decimal(text)?);
            Some(Cow::Owned(number::encode(&printed)?.into_owned()))
        }
        _ => None,
    }
}

fn encode_date(value: Input<'_>) -> Option<Cow<'_, str>> {
    match value {
        Input::Number(_) => date::format_instant(instant_of(value)?).map(Cow::Owned),
        Input::Text(text) => date::unquote(text).map(Cow::Borrowed),
        _ => None,
    }
}

fn is_true(value: Input<'_>) -> bool {
    match value {
        Input::Boolean(value) => value,
        Input::Number(text) => text == "1",
        Input::Text(text) => matches!(text, "true" | "1" | "yes" | "y"),
        _ => false,
    }
}

fn is_finite(number: &str) -> bool {
    number::is_plain(number) || number::parse_decimal(number).is_some()
}

fn number_of(value: Input<'_>) -> Option<f64> {
    match value {
        Input::Number(text) => number::parse_decimal(text),
        _ => None,
    }
}

/// Milliseconds since 1970 of a date, an ISO text or a number of milliseconds.
fn instant_of(value: Input<'_>) -> Option<i64> {
    match value {
        Input::Date(text) | Input::Text(text) => date::parse_instant(text),
        Input::Number(text) => {
            let instant = double::as_integer(number::parse_decimal(text)?.trunc())?;
            date::format_instant(instant).is_some().then_some(instant)
        }
        _ => None,
    }
}

/// Milliseconds of a number, rounded, or of a text.
fn duration_of(value: Input<'_>) -> Option<i64> {
    match value {
        Input::Number(text) => double::as_integer(double::round(number::parse_decimal(text)?)),
        _ => duration::parse(text_value(value)?),
    }
}

fn json_of(value: Input<'_>) -> Option<&str> {
    match value {
        Input::Json(text) => Some(text),
        _ => None,
    }
}

/// A string, or a number where digits make an identifier.
fn text_value(value: Input<'_>) -> Option<&str> {
    match value {
        Input::Text(text) | Input::Number(text) => Some(text),
        _ => None,
    }
}

fn text_of(text: &str) -> Mapped<'_> {
    Mapped::Text(Cow::Borrowed(text))
}

fn refused_as_object(found: &str) -> Error {
    refused(format!("must be an object, got {found}"))
}

fn refused(reason: String) -> Error {
    Error::InvalidField {
        field: String::new(),
        reason,
    }
}
