//! The mapped form of a record, before a behavior lays it out.

use super::record::NewRecord;
use super::{Context, Outcome};
use crate::frame::Reply;
use crate::value::Output;
use crate::{Result, behavior};

/// Maps the fields of a frame; nothing is stored. The reply is an object with the values under their
/// keys, undefined ones left out.
///
/// # Errors
/// [`Error::InvalidField`](crate::Error::InvalidField) for values that cannot be stored;
/// [`Error::Crypto`](crate::Error::Crypto).
pub fn map(context: &Context<'_>, frame: &str, reply: &mut Reply) -> Result<Outcome<()>> {
    let frame = context.plan.parse_frame(frame)?;
    let Outcome::Done(mut record) = NewRecord::map(context, "", frame, None)? else {
        return Ok(Outcome::Deferred);
    };
    let text = behavior::mapped_text(&record.take_fields());
    reply.output(&Output::Json(text.into()));
    Ok(Outcome::Done(()))
}
