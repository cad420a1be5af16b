//! `user-managed`: metadata, or all of the record in the body.

use super::body::body_text;
use super::record::{Context, Exceeds, Field, PLUGIN_MAP_KEY, VERSION_KEY, WritePlan};
use super::size::Sizes;
use crate::value::Mapped;

pub(super) fn plan<'a>(
    fields: Vec<Field<'a>>,
    context: &Context<'a>,
    encoded_len: impl Fn(&Mapped<'_>) -> usize,
) -> WritePlan<'a> {
    let sizes = Sizes::of(&fields, context, &encoded_len);
    if sizes.fit(&context.limits) {
        return WritePlan::in_metadata(fields, context);
    }
    let limits = &context.limits;
    WritePlan {
        body: body_text(&fields.iter().collect::<Vec<_>>(), Some(limits.version)),
        metadata: system_entries(context, encoded_len),
        exceeds: Some(Exceeds {
            total: sizes.mapped,
            limit: limits.limit,
            effective: limits.effective(),
            excess: signed(sizes.mapped) - signed(limits.limit),
        }),
        ..WritePlan::default()
    }
}

/// `_v`, and `_pluginmap` where there is room: readers do without it by the current schema.
pub(super) fn system_entries<'a>(
    context: &Context<'a>,
    encoded_len: impl Fn(&Mapped<'_>) -> usize,
) -> Vec<Field<'a>> {
    let mut entries = vec![Field::system(VERSION_KEY, context.limits.version)];
    let sizes = Sizes::of(&[], context, &encoded_len).with_plugin_map(context, &encoded_len);
    if let Some(map) = context.plugin_map.filter(|_| sizes.fit(&context.limits)) {
        entries.push(Field::system(PLUGIN_MAP_KEY, map));
    }
    entries
}

fn signed(bytes: usize) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
