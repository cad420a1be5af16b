//! Records of plain objects: nothing is to be said of the object, and its metadata are the fields in the
//! order of the slots and the current version. So they are written here. Such a record goes into a reply
//! without being put together before.

use super::stored::StoredValue;
use super::{Context, Outcome};
use crate::codec::metadata;
use crate::frame::Reply;
use crate::schema::StoredName;
use crate::schema::key_name::is_system;
use crate::store::Object;
use crate::store::etag::EMPTY_ETAG;
use crate::value::Mapped;

/// Whether there is nothing to say of an object.
pub(super) fn is_plain(object: &Object) -> bool {
    object.size() == 0 && object.content_type().is_none() && object.etag() == EMPTY_ETAG
}

/// Writes what [`super::write_object`] does. Nothing is written, and there is no answer, where the
/// record is none of these.
pub(super) fn write(
    context: &Context<'_>,
    object: &Object,
    reply: &mut Reply,
) -> Option<Outcome<()>> {
    if !is_plain(object) {
        return None;
    }
    let start = reply.len();
    reply.count(object.last_modified());
    reply.boolean(true);
    let written = write_slots(context, object, reply);
    if written.is_none() {
        reply.truncate(start);
    }
    written
}

fn write_slots(context: &Context<'_>, object: &Object, reply: &mut Reply) -> Option<Outcome<()>> {
    let layout = &context.plan.layout;
    let mut slots = layout.slots().iter();
    for (name, text) in object.metadata() {
        if is_system(name) {
            if name == "_v"
                && metadata::decode(text) == Mapped::Text((&*context.plan.version).into())
            {
                continue;
            }
            return None;
        }
        let mut slot = slots.next()?;
        if *slot.key != *name {
            let Some(StoredName::Slot(wanted)) = layout.slot_of_stored_key(name) else {
                return None;
            };
            let wanted = layout.slots().get(wanted)?;
            while !std::ptr::eq(slot, wanted) {
                reply.absent();
                slot = slots.next()?;
            }
        }
        if StoredValue::Metadata(text).write(context, slot, reply) == Outcome::Deferred {
            return Some(Outcome::Deferred);
        }
    }
    slots.for_each(|_| reply.absent());
    Some(Outcome::Done(()))
}
