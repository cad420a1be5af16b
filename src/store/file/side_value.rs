//! Values of side files, read without copying where their JSON has no escapes.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::json::{Order, write_value};
use crate::store::Metadata;

/// A string.
pub(super) struct Text<'a>(pub Cow<'a, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Borrow;
        impl<'de> Visitor<'de> for Borrow {
            type Value = Text<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a string")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(text.into()))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(text.to_owned().into()))
            }
        }
        source.deserialize_str(Borrow)
    }
}

/// A number that is not negative, rounded down.
pub(super) struct Number(pub u64);

impl<'de> Deserialize<'de> for Number {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of a float saturates"
    )]
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let number = serde_json::Number::deserialize(source)?;
        let whole = number.as_u64();
        Ok(Self(whole.unwrap_or_else(|| {
            number.as_f64().unwrap_or_default() as u64
        })))
    }
}

/// Reads the object of metadata. Values that are no strings, which s3db.js can be made to write,
/// become their text.
pub(super) struct MetadataEntries;

impl<'de> DeserializeSeed<'de> for MetadataEntries {
    type Value = Metadata;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Metadata, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for MetadataEntries {
    type Value = Metadata;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object of texts")
    }

    fn visit_unit<E: Error>(self) -> Result<Metadata, E> {
        Ok(Metadata::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Metadata, A::Error> {
        let mut metadata = Metadata::default();
        while let Some(Text(name)) = map.next_key()? {
            map.next_value_seed(Entry {
                name: &name,
                metadata: &mut metadata,
            })?;
        }
        Ok(metadata)
    }
}

struct Entry<'m> {
    name: &'m str,
    metadata: &'m mut Metadata,
}

impl Entry<'_> {
    fn set(self, value: &Value) {
        let mut text = String::new();
        write_value(&mut text, value, Order::Property);
        self.metadata.set(self.name, &text);
    }
}

impl<'de> DeserializeSeed<'de> for Entry<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Entry<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.metadata.set(self.name, text);
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.set(&value.into());
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.set(&value.into());
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.set(&value.into());
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.set(&value.into());
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.set(&Value::Null);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.set(&Value::deserialize(MapAccessDeserializer::new(map))?);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        self.set(&Value::deserialize(SeqAccessDeserializer::new(items))?);
        Ok(())
    }
}
