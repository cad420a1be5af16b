//! Historical versions of records.

use super::write::{Base, Prepared};
use super::{Context, Outcome};
use crate::frame::Reply;
use crate::store::{Condition, ObjectStore};
use crate::{Result, clock, codec};

/// Writes a copy of a record beside the records, under the version it had. The reply is that of a write.
///
/// # Errors
/// As [`super::insert`], except that the copy may exist.
pub async fn create_historical<S: ObjectStore>(
    store: &S,
    context: &Context<'_>,
    id: &str,
    frame: &str,
    version: &str,
    reply: &mut Reply,
) -> Result<Outcome<()>> {
    let plan = context.plan;
    let frame = plan.parse_frame(frame)?;
    let prepared = Prepared::new(context, id, frame, Base::of_copy(version), None)?;
    let Outcome::Done(mut copy) = prepared else {
        return Ok(Outcome::Deferred);
    };
    let now = codec::date::format_instant(i64::try_from(clock::now()).unwrap_or(i64::MAX));
    copy.date_back(version, &now.unwrap_or_default());
    let key = plan.historical_key(id)?;
    store.put(&key, copy.new_object(), Condition::None).await?;
    copy.report(reply, None, &[]);
    Ok(Outcome::Done(()))
}
