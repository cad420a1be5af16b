//! Operations on records.
//!
//! Each is written once, as an `async fn` over [`ObjectStore`](crate::store::ObjectStore). What may
//! take long besides I/O (key derivation, password hashing) is found out before any effect: with
//! [`Effort::Cheap`](crate::crypto::Effort) the operation then answers [`Outcome::Deferred`] and the
//! caller runs it again where it may take its time.
//!
//! Order of effects: the record first, its references after; where a record moves between
//! partitions, new references before the old ones go.

mod content;
mod delete;
mod delete_many;
mod filter;
mod history;
mod insert;
mod mapped;
mod marks;
mod plain;
mod plan;
mod protect;
mod read;
mod record;
mod references;
mod repair;
mod scan;
mod security;
mod stamp;
mod stored;
mod update;
mod values;
mod walk;
mod write;

pub use content::{Content, content, delete_content, has_content, set_content};
pub use delete::{delete, move_references, take};
pub use delete_many::take_many;
pub use filter::Equals;
pub use history::create_historical;
pub use insert::{insert, replace};
pub use mapped::map;
pub use plan::Plan;
pub use read::{ReadRecord, exists, get, write_object};
pub use record::NewRecord;
pub use references::{FailedReference, Moves, is_referenced};
pub use repair::{Repair, index, prune};
pub use scan::{Range, get_many, list_ids, list_keys, scan};
pub use security::Security;
pub use stored::StoredFields;
pub use update::{Commit, Preimage, commit, load};
pub use walk::Walk;

use crate::crypto::KeyCache;

/// What an operation answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome<T> {
    /// The result.
    Done(T),
    /// Nothing has happened: the operation needs more effort than it was allowed.
    Deferred,
}

impl<T> Outcome<T> {
    /// The outcome with another result.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Outcome<U> {
        match self {
            Self::Done(result) => Outcome::Done(change(result)),
            Self::Deferred => Outcome::Deferred,
        }
    }
}

/// What an operation works with besides its store.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The resource.
    pub plan: &'a Plan,
    /// Derived keys of the space.
    pub keys: &'a KeyCache,
    /// How long the operation may compute.
    pub effort: crate::crypto::Effort,
}
