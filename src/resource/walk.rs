//! Walks over keys: all records of a resource, or the references of a partition.

use super::Plan;
use crate::store::{List, ObjectStore};
use crate::{Result, key};

/// Most keys that a store lists at once.
pub const PAGE: usize = 1000;

/// Which keys a scan walks: all records, or the references of a partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    prefix: String,
    segments: Vec<String>,
    /// Whether the prefix names a value for every field: a key further down has a longer value.
    is_whole: bool,
}

impl Walk {
    /// All records of a resource.
    #[must_use]
    pub fn records(plan: &Plan) -> Self {
        Self {
            prefix: plan.data_folder().to_owned(),
            segments: Vec::new(),
            is_whole: false,
        }
    }

    /// The references of a partition with the given values, to which rules have been applied.
    ///
    /// # Errors
    /// [`crate::Error::InvalidPartition`].
    pub fn partition(plan: &Plan, name: &str, values: &[(&str, &str)]) -> Result<Self> {
        let partition = plan.partition(name)?;
        let (prefix, segments) = partition.prefix(values)?;
        let is_given = |path: &str| values.iter().any(|(given, _)| *given == path);
        let is_whole = partition.fields.iter().all(|field| is_given(&field.path));
        Ok(Self {
            prefix,
            segments,
            is_whole,
        })
    }

    /// Full key of the reference to a record, if the walk has a value for every field.
    ///
    /// # Errors
    /// [`crate::Error::InvalidId`].
    pub fn reference_key(&self, id: &str) -> Result<Option<String>> {
        if !self.is_whole {
            return Ok(None);
        }
        key::with_id(&format!("{}id=", self.prefix), id).map(Some)
    }

    /// Whether a key below the prefix is that of a record or reference, with all segments wanted.
    fn holds(&self, key: &str) -> bool {
        let below = key
            .strip_prefix(self.prefix.trim_end_matches('/'))
            .unwrap_or_default();
        key::id_of(key).is_some()
            && !(self.is_whole && below.trim_start_matches('/').contains('/'))
            && self
                .segments
                .iter()
                .all(|segment| below.contains(&**segment))
    }

    /// Number of keys.
    ///
    /// # Errors
    /// What the store says.
    pub async fn count<S: ObjectStore>(&self, store: &S) -> Result<usize> {
        if self.segments.is_empty() && !self.is_whole {
            return store.count(&self.prefix).await;
        }
        Ok(self.keys(store, None, usize::MAX).await?.0.len())
    }

    /// Up to `limit` keys after a key, and the key after which the next ones begin if there are more.
    ///
    /// # Errors
    /// What the store says.
    pub async fn keys<S: ObjectStore>(
        &self,
        store: &S,
        after: Option<&str>,
        limit: usize,
    ) -> Result<(Vec<String>, Option<String>)> {
        let mut keys: Vec<String> = Vec::new();
        let mut after = after.map(str::to_owned);
        loop {
            // Few keys may pass the segments: then a page is cheaper than many small ones.
            let wanted = if self.segments.is_empty() {
                limit - keys.len()
            } else {
                PAGE
            };
            let request = List {
                prefix: &self.prefix,
                after: after.as_deref(),
                delimiter: None,
                limit: Some(wanted.clamp(1, PAGE)),
            };
            let page = store.list_keys(request).await?;
            keys.extend(page.keys.into_iter().filter(|key| self.holds(key)));
            after = page.next;
            if keys.len() > limit {
                keys.truncate(limit);
                after = keys.last().cloned();
            }
            if after.is_none() || keys.len() == limit {
                return Ok((keys, after));
            }
        }
    }
}
