//! From the text in the mapped object to the value.

use std::borrow::Cow;

use super::{
    Codec, bytes, date, duration, fixed_point, geo, identifier, ip, json, list, number, serial,
    text,
};
use crate::value::{Mapped, Output};

impl Codec {
    /// Value of a mapped text, metadata being decoded already.
    ///
    /// Reads every form that s3db.js has written since version 11. A text that the codec has not
    /// written is returned as it is; booleans have no such text, all but the true ones are false.
    #[must_use]
    pub fn decode(self, stored: Mapped<'_>) -> Output<'_> {
        let text = match stored {
            Mapped::Undefined | Mapped::Null if self == Self::Boolean => {
                return Output::Boolean(false);
            }
            Mapped::Undefined => return Output::Undefined,
            Mapped::Null => return Output::Null,
            Mapped::Text(text) => text,
        };
        match self {
            Self::Any if json::is_container(&text) => Output::Json(text),
            Self::Json | Self::Object => json::parse(text),
            Self::TextList => list::decode_texts(text),
            Self::IntegerList | Self::NumberList | Self::Embedding => list::decode_numbers(text),
            _ => self.decode_own(&text).unwrap_or(Output::Text(text)),
        }
    }

    /// Value of a text in the codec's own form, `None` for any other text.
    fn decode_own(self, stored: &str) -> Option<Output<'static>> {
        let number = match self {
            Self::Number | Self::Integer => number::decode(stored),
            Self::PlainNumber | Self::SecretNumber => number::parse_decimal(stored),
            Self::Money(places) => fixed_point::parse_money(stored, places),
            Self::Decimal(places) => fixed_point::parse(stored, places),
            Self::Latitude(places) => geo::decode(geo::Axis::Latitude, stored, places),
            Self::Longitude(places) => geo::decode(geo::Axis::Longitude, stored, places),
            Self::Boolean => {
                let is_true = matches!(stored, "true" | "1" | "yes" | "y");
                return Some(Output::Boolean(is_true));
            }
            Self::PlainBoolean => return stored.parse().ok().map(Output::Boolean),
            Self::Point(places) => return decode_point(stored, places),
            Self::Buffer => return bytes::parse(stored).map(Output::Bytes),
            Self::Bits(bits) => return decode_bits(stored, bits),
            _ => {
                return self
                    .decode_text(stored)
                    .map(|text| Output::Text(Cow::Owned(text)));
            }
        };
        number.map(Output::Number)
    }

    fn decode_text(self, stored: &str) -> Option<String> {
        match self {
            Self::Date => date::unquote(stored).map(str::to_owned),
            Self::DateTime => date::decode_datetime(stored),
            Self::DateOnly => date::decode_day(stored),
            Self::TimeOnly => date::decode_time(stored),
            Self::Duration => duration::decode(stored),
            Self::Uuid => identifier::decode_uuid(stored),
            Self::Mac => identifier::decode_mac(stored),
            Self::Cidr => identifier::decode_cidr(stored),
            Self::Color => identifier::decode_color(stored),
            Self::Semver => serial::decode_semver(stored),
            Self::Phone => serial::decode_phone(stored),
            Self::Ean => serial::decode_ean(stored),
            Self::Ip4 => ip::decode_v4(stored),
            Self::Ip6 => ip::decode_v6(stored),
            Self::CompressedText => text::decompress(stored),
            _ => None,
        }
    }
}

fn decode_point(stored: &str, places: u8) -> Option<Output<'static>> {
    if json::is_container(stored) {
        return Some(Output::Json(Cow::Owned(stored.to_owned())));
    }
    geo::decode_point(stored, places).map(|point| Output::Json(Cow::Owned(point)))
}

fn decode_bits(stored: &str, bits: Option<u32>) -> Option<Output<'static>> {
    let bytes = bytes::parse(stored)?;
    let fits = bits.is_none_or(|bits| bytes.len() == bytes::len_of_bits(bits));
    fits.then_some(Output::Bytes(bytes))
}
