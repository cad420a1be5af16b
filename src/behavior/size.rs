//! Sizes: what a record counts against the metadata limit.
//!
//! s3db.js counts mapped values, before metadata encoding. Stores count what they receive, after
//! it. A record goes to metadata only if it fits by both.

use super::record::{Context, Field, Limits, PLUGIN_MAP_KEY, VERSION_KEY};
use crate::schema::key_name::sanitized_len;
use crate::value::Mapped;

/// What `timestamps` adds to the overhead: names and ISO texts of both fields.
const TIMESTAMPS_OVERHEAD: usize = 66;
/// Encoding multiplies the bytes of a value by no more than this,
const WORST_GROWTH: usize = 3;
/// and then adds no more than this: `undefined` for nothing.
const WORST_ADDITION: usize = 9;

/// Bytes of a record, names included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// By mapped values, as s3db.js counts.
    pub mapped: usize,
    /// By encoded values under sanitised names, as a store counts. Where no encoding could take
    /// the record over the limit this is an upper bound.
    pub encoded: usize,
}

impl Sizes {
    /// Sizes of all fields and `_v`. `encoded_len` gives the bytes of an encoded value, at most
    /// three times those of the value plus nine.
    #[must_use]
    pub fn of(
        fields: &[Field<'_>],
        context: &Context<'_>,
        encoded_len: impl Fn(&Mapped<'_>) -> usize,
    ) -> Self {
        let version = VERSION_KEY.len() + context.limits.version.len();
        let names: usize = fields.iter().map(|field| field.key.len()).sum();
        let values: usize = fields.iter().map(|field| value_len(&field.value)).sum();
        let mapped = version + names + values;
        let bound = version + names + values * WORST_GROWTH + fields.len() * WORST_ADDITION;
        if bound <= context.limits.encoded {
            return Self {
                mapped,
                encoded: bound,
            };
        }
        let encoded = fields
            .iter()
            .map(|field| encoded_field_len(field, &encoded_len))
            .sum::<usize>();
        Self {
            mapped,
            encoded: version + encoded,
        }
    }

    /// The same with another entry, which is plain ASCII.
    #[must_use]
    pub fn with_entry(self, key: &str, value_len: usize) -> Self {
        let bytes = key.len() + value_len;
        Self {
            mapped: self.mapped + bytes,
            encoded: self.encoded + bytes,
        }
    }

    /// The same with `_pluginmap`, if the resource has one.
    #[must_use]
    pub fn with_plugin_map(
        self,
        context: &Context<'_>,
        encoded_len: impl Fn(&Mapped<'_>) -> usize,
    ) -> Self {
        let Some(map) = context.plugin_map else {
            return self;
        };
        Self {
            mapped: self.mapped + PLUGIN_MAP_KEY.len() + map.len(),
            encoded: self.encoded + PLUGIN_MAP_KEY.len() + encoded_len(&Mapped::Text(map.into())),
        }
    }

    /// Whether a record of this size fits into metadata.
    #[must_use]
    pub fn fit(self, limits: &Limits<'_>) -> bool {
        self.mapped <= limits.effective() && self.encoded <= limits.encoded
    }
}

impl Limits<'_> {
    /// Bytes that system fields take from the limit.
    #[must_use]
    pub fn overhead(&self) -> usize {
        let timestamps = if self.timestamps {
            TIMESTAMPS_OVERHEAD
        } else {
            0
        };
        let id = self.id.map_or(0, |id| "id".len() + id.len());
        VERSION_KEY.len() + self.version.len() + timestamps + id
    }

    /// Bytes that are left for the record.
    #[must_use]
    pub fn effective(&self) -> usize {
        self.limit.saturating_sub(self.overhead())
    }
}

/// UTF-8 bytes of a mapped value; `null` and `undefined` count nothing.
#[must_use]
pub fn value_len(value: &Mapped<'_>) -> usize {
    match value {
        Mapped::Undefined | Mapped::Null => 0,
        Mapped::Text(text) => text.len(),
    }
}

/// Bytes that a field takes in the header of an object.
#[must_use]
pub fn encoded_field_len(field: &Field<'_>, encoded_len: impl Fn(&Mapped<'_>) -> usize) -> usize {
    sanitized_len(&field.key) + encoded_len(&field.value)
}
