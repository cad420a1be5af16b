//! `body-only`: all of every record in the body, and the map it was written with.

use super::body::body_text;
use super::record::{Context, Field, MAP_KEY, WritePlan};
use super::size::{Sizes, encoded_field_len, value_len};
use super::user_managed::system_entries;
use crate::value::Mapped;

pub(super) fn plan<'a>(
    fields: &[Field<'a>],
    context: &Context<'a>,
    encoded_len: impl Fn(&Mapped<'_>) -> usize,
) -> WritePlan<'a> {
    let mut metadata = system_entries(context, &encoded_len);
    let map = Field::system(MAP_KEY, context.map);
    let used = Sizes {
        mapped: metadata.iter().chain([&map]).map(mapped_field_len).sum(),
        encoded: metadata
            .iter()
            .chain([&map])
            .map(|f| encoded_field_len(f, &encoded_len))
            .sum(),
    };
    // Readers do without a map that is too long by the current one, whose keys never move.
    if used.fit(&context.limits) {
        metadata.insert(1, map);
    }
    let fields: Vec<_> = fields.iter().collect();
    WritePlan {
        body: body_text(&fields, Some(context.limits.version)),
        metadata,
        ..WritePlan::default()
    }
}

fn mapped_field_len(field: &Field<'_>) -> usize {
    field.key.len() + value_len(&field.value)
}
