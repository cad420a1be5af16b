//! `body-overflow`: smallest fields first into metadata, the rest in the body.

use super::body::body_text;
use super::record::{Context, Field, MARKED, OVERFLOW_KEY, PLUGIN_MAP_KEY, WritePlan};
use super::size::{Sizes, encoded_field_len, value_len};
use super::user_managed::system_entries;
use crate::json::sort_properties;
use crate::value::Mapped;

pub(super) fn plan<'a>(
    mut fields: Vec<Field<'a>>,
    context: &Context<'a>,
    encoded_len: impl Fn(&Mapped<'_>) -> usize,
) -> WritePlan<'a> {
    let sizes = Sizes::of(&fields, context, &encoded_len).with_plugin_map(context, &encoded_len);
    if sizes.fit(&context.limits) {
        let mut plan = WritePlan::in_metadata(fields, context);
        plan.metadata.extend(
            context
                .plugin_map
                .map(|map| Field::system(PLUGIN_MAP_KEY, map)),
        );
        return plan;
    }
    sort_properties(&mut fields, |field| &field.key);
    fields.sort_by_key(|field| value_len(&field.value));
    let system = system_entries(context, &encoded_len);
    let kept = kept_count(&fields, &system, context, &encoded_len);
    let overflow = fields.split_off(kept);
    let mut metadata = fields;
    metadata.extend(system);
    if overflow.is_empty() {
        return WritePlan {
            metadata,
            ..WritePlan::default()
        };
    }
    metadata.push(Field::system(OVERFLOW_KEY, MARKED));
    WritePlan {
        metadata,
        body: body_text(&overflow.iter().collect::<Vec<_>>(), None),
        overflowed: true,
        ..WritePlan::default()
    }
}

/// How many fields, smallest first, stay in metadata: as many as s3db.js keeps, which counts
/// values but not names, if the store has room for them.
fn kept_count(
    fields: &[Field<'_>],
    system: &[Field<'_>],
    context: &Context<'_>,
    encoded_len: impl Fn(&Mapped<'_>) -> usize,
) -> usize {
    let marker = OVERFLOW_KEY.len() + MARKED.len();
    let mut mapped = reference_len(system);
    let mut encoded: usize = system
        .iter()
        .map(|entry| encoded_field_len(entry, &encoded_len))
        .sum();
    for (rank, field) in fields.iter().enumerate() {
        mapped += value_len(&field.value);
        encoded += encoded_field_len(field, &encoded_len);
        let reserved = if rank + 1 == fields.len() { 0 } else { marker };
        if mapped > context.limits.effective() || encoded + reserved > context.limits.encoded {
            return rank;
        }
    }
    fields.len()
}

/// Bytes that s3db.js counts for system entries: the value of `_v`, all of `_pluginmap`.
fn reference_len(system: &[Field<'_>]) -> usize {
    let names = system.iter().skip(1).map(|entry| entry.key.len());
    names.sum::<usize>()
        + system
            .iter()
            .map(|entry| value_len(&entry.value))
            .sum::<usize>()
}
