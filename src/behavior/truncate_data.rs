//! `truncate-data`: all in metadata, cut until it fits.
//!
//! If one plain string is long enough, the longest is cut to what is left and nothing else is
//! touched. Otherwise the largest fields make room first: a plain string is emptied, any other
//! value is left out, since a part of it would read as another value.

use std::borrow::Cow;

use super::enforce_limits::too_large;
use super::record::{Context, Field, Form, MARKED, TRUNCATED_KEY, WritePlan};
use super::size::{Sizes, value_len};
use crate::error::Result;
use crate::schema::key_name::sanitized_len;
use crate::value::Mapped;

pub(super) fn plan<'a>(
    fields: Vec<Field<'a>>,
    context: &Context<'a>,
    encoded_len: impl Fn(&Mapped<'_>) -> usize,
) -> Result<WritePlan<'a>> {
    if Sizes::of(&fields, context, &encoded_len).fit(&context.limits) {
        return Ok(WritePlan::in_metadata(fields, context));
    }
    let mut cutting = Cutting::of(fields, context, &encoded_len);
    while !cutting.sizes.fit(&context.limits) {
        if !cutting.cut_longest(context, &encoded_len) && !cutting.drop_largest() {
            return Err(too_large(cutting.sizes, context));
        }
    }
    let mut plan = WritePlan::in_metadata(cutting.kept(), context);
    plan.metadata.push(Field::system(TRUNCATED_KEY, MARKED));
    plan.truncated = cutting.truncated;
    Ok(plan)
}

/// A record while it is being cut.
struct Cutting<'a> {
    /// Fields with the bytes of their encoded values, the largest last; `None` once left out.
    fields: Vec<(usize, Option<Field<'a>>)>,
    /// Positions of the same fields in the record.
    positions: Vec<usize>,
    /// Fields before this one have not made room yet.
    pending: usize,
    /// What is left, the marker included.
    sizes: Sizes,
    truncated: Vec<Cow<'a, str>>,
}

impl<'a> Cutting<'a> {
    fn of(
        fields: Vec<Field<'a>>,
        context: &Context<'a>,
        encoded_len: impl Fn(&Mapped<'_>) -> usize,
    ) -> Self {
        let mut ranked: Vec<_> = fields
            .into_iter()
            .map(|field| (encoded_len(&field.value), Some(field)))
            .enumerate()
            .collect();
        ranked.sort_by_key(|(_, (encoded, _))| *encoded);
        let (positions, fields): (Vec<_>, Vec<_>) = ranked.into_iter().unzip();
        let empty = Sizes::of(&[], context, encoded_len).with_entry(TRUNCATED_KEY, MARKED.len());
        let sizes = fields.iter().fold(empty, |sizes, (encoded, field)| Sizes {
            mapped: sizes.mapped
                + field
                    .as_ref()
                    .map_or(0, |f| f.key.len() + value_len(&f.value)),
            encoded: sizes.encoded + encoded + field.as_ref().map_or(0, |f| sanitized_len(&f.key)),
        });
        Self {
            pending: fields.len(),
            fields,
            positions,
            sizes,
            truncated: Vec::new(),
        }
    }

    /// Cuts the longest plain string to what is left, if that is enough.
    fn cut_longest(
        &mut self,
        context: &Context<'_>,
        encoded_len: impl Fn(&Mapped<'_>) -> usize,
    ) -> bool {
        let pending = self.fields.iter_mut().take(self.pending).rev();
        let longest = pending
            .filter_map(|(encoded, field)| field.as_mut().map(|field| (encoded, field)))
            .find(|(_, field)| field.form == Form::Plain);
        let Some((encoded, field)) = longest else {
            return false;
        };
        let Mapped::Text(text) = &field.value else {
            return false;
        };
        let mapped_excess = self.sizes.mapped.saturating_sub(context.limits.effective());
        let encoded_excess = self.sizes.encoded.saturating_sub(context.limits.encoded);
        let room = (
            text.len().checked_sub(mapped_excess),
            encoded.checked_sub(encoded_excess),
        );
        let (Some(mapped_room), Some(encoded_room)) = room else {
            return false;
        };
        let end = longest_prefix(text, mapped_room, |prefix| {
            encoded_len(&Mapped::Text(prefix.into())) <= encoded_room
        });
        let Some(end) = end else { return false };
        let cut = Mapped::Text(prefix(text, end));
        let cut_len = encoded_len(&cut);
        self.sizes.mapped -= text.len() - end;
        self.sizes.encoded = (self.sizes.encoded + cut_len).saturating_sub(*encoded);
        self.truncated.push(field.key.clone());
        field.value = cut;
        *encoded = cut_len;
        true
    }

    /// Empties or leaves out the largest field that has not made room yet, if there is one.
    fn drop_largest(&mut self) -> bool {
        let Some(last) = self.pending.checked_sub(1) else {
            return false;
        };
        self.pending = last;
        let Some((encoded, slot)) = self.fields.get_mut(last) else {
            return false;
        };
        let Some(field) = slot.as_mut() else {
            return true;
        };
        self.truncated.push(field.key.clone());
        self.sizes.mapped -= value_len(&field.value);
        self.sizes.encoded -= *encoded;
        *encoded = 0;
        if field.form == Form::Plain {
            field.value = Mapped::Text(Cow::Borrowed(""));
        } else {
            self.sizes.mapped -= field.key.len();
            self.sizes.encoded -= sanitized_len(&field.key);
            *slot = None;
        }
        true
    }

    /// The fields that are left, in the order of the record.
    fn kept(&mut self) -> Vec<Field<'a>> {
        let positions = std::mem::take(&mut self.positions);
        let fields = std::mem::take(&mut self.fields);
        let mut ordered: Vec<_> = positions.into_iter().zip(fields).collect();
        ordered.sort_by_key(|(position, _)| *position);
        ordered
            .into_iter()
            .filter_map(|(_, (_, field))| field)
            .collect()
    }
}

/// End of the longest prefix of whole characters, `room` bytes at most, that fits; `None` if even
/// an empty one does not.
fn longest_prefix(text: &str, room: usize, fits: impl Fn(&str) -> bool) -> Option<usize> {
    let ends: Vec<_> = text
        .char_indices()
        .map(|(at, _)| at)
        .take_while(|at| *at <= room)
        .collect();
    let fitting = ends.partition_point(|end| fits(text.get(..*end).unwrap_or_default()));
    fitting
        .checked_sub(1)
        .and_then(|last| ends.get(last))
        .copied()
}

fn prefix<'a>(text: &Cow<'a, str>, end: usize) -> Cow<'a, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(..end).unwrap_or_default()),
        Cow::Owned(text) => Cow::Owned(text.get(..end).unwrap_or_default().to_owned()),
    }
}
