//! `enforce-limits`: metadata, or an error.

use super::record::{Context, Field, WritePlan};
use super::size::Sizes;
use crate::error::{Error, Result};
use crate::value::Mapped;

pub(super) fn plan<'a>(
    fields: Vec<Field<'a>>,
    context: &Context<'a>,
    encoded_len: impl Fn(&Mapped<'_>) -> usize,
) -> Result<WritePlan<'a>> {
    let sizes = Sizes::of(&fields, context, encoded_len);
    if sizes.fit(&context.limits) {
        Ok(WritePlan::in_metadata(fields, context))
    } else {
        Err(too_large(sizes, context))
    }
}

/// The error of a record of this size, by the count that it fails.
pub(super) fn too_large(sizes: Sizes, context: &Context<'_>) -> Error {
    let limits = &context.limits;
    let absolute = limits.limit;
    let effective = limits.effective();
    if sizes.mapped > effective {
        Error::MetadataTooLarge {
            total: sizes.mapped,
            limit: effective,
            absolute,
        }
    } else {
        Error::MetadataTooLarge {
            total: sizes.encoded,
            limit: limits.encoded,
            absolute,
        }
    }
}
