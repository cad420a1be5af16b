//! What every store must do.
//!
//! Each function is one case. It works below a prefix of its own, so that cases may run in any order
//! on one store, and fails by panicking. [`run_all`] runs what a store can do.

pub mod batches;
pub mod conditions;
pub mod copies;
pub mod listings;
pub mod objects;
pub mod pages;

use super::{Condition, Etag, List, Metadata, NewObject, ObjectStore};
use crate::Result;

/// What stores differ in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// Whether [`Condition`]s are honoured.
    pub conditions: bool,
    /// Whether an object may have the key of another one's folder (`a` and `a/b`). File systems
    /// cannot do that.
    pub nested_keys: bool,
    /// Whether keys may hold any character. File systems refuse some.
    pub any_key: bool,
    /// Bytes of the largest body that is tried.
    pub largest_body: usize,
}

impl Default for Capabilities {
    fn default() -> Self {
        Self {
            conditions: true,
            nested_keys: true,
            any_key: true,
            largest_body: 5 << 20,
        }
    }
}

/// Runs every case on a store that is empty.
///
/// # Errors
/// What the store says where a case expects success.
pub async fn run_all<S: ObjectStore>(store: &S, capabilities: Capabilities) -> Result<()> {
    listings::empty_store(store).await?;
    objects::put_get_delete(store).await?;
    objects::replacing(store).await?;
    objects::head_without_body(store).await?;
    objects::metadata_values(store).await?;
    objects::bodies(store, capabilities.largest_body).await?;
    objects::keys(store, capabilities.any_key).await?;
    if capabilities.nested_keys {
        objects::nested_keys(store).await?;
    }
    if capabilities.conditions {
        conditions::absent(store).await?;
        conditions::matches(store).await?;
        conditions::tag_lists(store).await?;
        conditions::unchanged(store).await?;
    }
    copies::with_metadata_kept(store).await?;
    copies::with_metadata_replaced(store).await?;
    copies::onto_itself(store).await?;
    copies::of_nothing(store).await?;
    listings::order(store).await?;
    listings::prefixes(store).await?;
    listings::entries(store).await?;
    pages::every_size(store).await?;
    pages::after_a_missing_key(store).await?;
    pages::groups(store).await?;
    pages::after_a_group(store).await?;
    batches::deleting(store).await?;
    batches::writing(store).await?;
    batches::reading(store).await?;
    batches::counting(store).await
}

/// Writes an object without metadata.
async fn put<S: ObjectStore>(store: &S, key: &str, body: &[u8]) -> Result<Etag> {
    put_if(store, key, body, Condition::None).await
}

async fn put_if<S: ObjectStore>(
    store: &S,
    key: &str,
    body: &[u8],
    condition: Condition<'_>,
) -> Result<Etag> {
    let metadata = Metadata::default();
    let object = NewObject {
        metadata: &metadata,
        body,
        content_type: None,
        content_encoding: None,
    };
    store.put(key, object, condition).await
}

/// Writes empty objects.
async fn put_keys<S: ObjectStore>(store: &S, keys: &[&str]) -> Result<()> {
    for key in keys {
        put(store, key, b"").await?;
    }
    Ok(())
}

/// Every key below a prefix.
async fn keys_below<S: ObjectStore>(store: &S, prefix: &str) -> Result<Vec<String>> {
    let page = store
        .list_keys(List {
            prefix,
            ..List::default()
        })
        .await?;
    assert_eq!(page.next, None, "a listing without limit is complete");
    Ok(page.keys)
}
