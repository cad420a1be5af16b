//! The memory store: one ordered map behind one lock, with a counter per folder.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::objects::Objects;
use super::{
    Condition, Entry, Etag, KeyPage, List, Metadata, NewObject, Object, ObjectStore, Page,
};
use crate::{Error, Result, clock};

/// Objects of one bucket.
#[derive(Debug, Default)]
pub struct MemoryStore {
    objects: Mutex<Objects>,
    limits: Mutex<Limits>,
}

/// Limits that the user sets; without them the store holds what memory holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of metadata names and values of an object.
    pub metadata_bytes: Option<usize>,
    /// Most bytes of a body.
    pub body_bytes: Option<usize>,
    /// Most bytes of all bodies together.
    pub total_bytes: Option<u64>,
}

impl Limits {
    /// Checks what can be said of one object alone; `place` is the store's word in messages.
    ///
    /// # Errors
    /// [`Error::MetadataTooLarge`] and [`Error::LimitExceeded`].
    pub fn check(&self, object: &NewObject<'_>, place: &str) -> Result<()> {
        if let Some(limit) = self.metadata_bytes {
            let total = object.metadata.size();
            if total > limit {
                return Err(Error::MetadataTooLarge {
                    total,
                    limit,
                    absolute: limit,
                });
            }
        }
        match self.body_bytes {
            Some(limit) if object.body.len() > limit => Err(Error::LimitExceeded {
                reason: format!("object size exceeds {place} limit"),
            }),
            _ => Ok(()),
        }
    }
}

impl MemoryStore {
    /// Sets the limits for objects written from now on.
    pub fn set_limits(&self, limits: Limits) {
        *lock(&self.limits) = limits;
    }

    /// Every object, in the order of the keys.
    #[must_use]
    pub fn snapshot(&self) -> Vec<(String, Object)> {
        let objects = lock(&self.objects);
        objects
            .iter()
            .map(|(key, object)| (key.to_owned(), object.clone()))
            .collect()
    }

    /// Replaces everything by the objects given.
    pub fn restore(&self, snapshot: impl IntoIterator<Item = (String, Object)>) {
        *lock(&self.objects) = snapshot.into_iter().collect();
    }

    /// Number of objects and bytes of their bodies.
    #[must_use]
    pub fn usage(&self) -> (usize, u64) {
        let objects = lock(&self.objects);
        (objects.len(), objects.body_bytes())
    }

    fn check_limits(&self, object: &NewObject<'_>, held: u64, replaced: u64) -> Result<()> {
        let limits = *lock(&self.limits);
        limits.check(object, "in-memory")?;
        let body = object.body.len() as u64;
        if limits
            .total_bytes
            .is_some_and(|limit| held - replaced + body > limit)
        {
            return Err(Error::LimitExceeded {
                reason: "memory limit of the store reached".to_owned(),
            });
        }
        Ok(())
    }
}

impl ObjectStore for MemoryStore {
    async fn put(
        &self,
        key: &str,
        object: NewObject<'_>,
        condition: Condition<'_>,
    ) -> Result<Etag> {
        let packed = Object::digested(object, clock::now());
        let etag = packed.to_etag();
        lock(&self.objects).insert(key, packed, |current, held| {
            if condition != Condition::None {
                condition.check(key, current.map(Object::etag))?;
                condition.check_stamp(key, || current.and_then(Object::stamp))?;
            }
            self.check_limits(&object, held, current.map_or(0, Object::size))
        })?;
        Ok(etag)
    }

    async fn get(&self, key: &str) -> Result<Object> {
        lock(&self.objects).get(key).cloned()
    }

    async fn head(&self, key: &str) -> Result<Object> {
        lock(&self.objects).get(key).map(Object::head)
    }

    async fn copy(
        &self,
        from: &str,
        to: &str,
        metadata: Option<&Metadata>,
        content_type: Option<&str>,
    ) -> Result<Etag> {
        let mut objects = lock(&self.objects);
        let source = objects.get(from)?.clone();
        let kept = source.to_metadata();
        let object = NewObject {
            metadata: metadata.unwrap_or(&kept),
            body: source.body(),
            content_type: content_type.or(source.content_type()),
            content_encoding: source.content_encoding(),
        };
        let copy = Object::new(object, source.etag(), clock::now());
        let etag = copy.to_etag();
        objects.insert(to, copy, |current, held| {
            self.check_limits(&object, held, current.map_or(0, Object::size))
        })?;
        Ok(etag)
    }

    async fn delete(&self, key: &str) -> Result<()> {
        lock(&self.objects).remove(key);
        Ok(())
    }

    async fn delete_many(&self, keys: &[String]) -> Result<Vec<(String, Error)>> {
        let mut objects = lock(&self.objects);
        for key in keys {
            objects.remove(key);
        }
        Ok(Vec::new())
    }

    async fn list(&self, request: List<'_>) -> Result<Page> {
        let objects = lock(&self.objects);
        let limit = request.limit.unwrap_or(usize::MAX);
        let mut page = Page::default();
        let mut last = None;
        let mut taken = 0;
        let mut group: Option<String> = request.after.and_then(|after| {
            request
                .group_of(after)
                .filter(|group| *group == after)
                .map(str::to_owned)
        });
        for (key, object) in objects.range(request.prefix, request.after) {
            if group
                .as_ref()
                .is_some_and(|group| key.starts_with(&**group))
            {
                continue;
            }
            if taken == limit {
                page.next = last;
                break;
            }
            taken += 1;
            if let Some(prefix) = request.group_of(key).map(str::to_owned) {
                page.common_prefixes.push(prefix.clone());
                last = Some(prefix.clone());
                group = Some(prefix);
            } else {
                page.entries.push(entry(key, object));
                last = Some(key.to_owned());
            }
        }
        Ok(page)
    }

    async fn list_keys(&self, request: List<'_>) -> Result<KeyPage> {
        let objects = lock(&self.objects);
        let limit = request.limit.unwrap_or(usize::MAX);
        let mut range = objects.range(request.prefix, request.after);
        let keys: Vec<_> = range
            .by_ref()
            .take(limit)
            .map(|(key, _)| key.to_owned())
            .collect();
        let next = range.next().and_then(|_| keys.last().cloned());
        Ok(KeyPage { keys, next })
    }

    async fn get_many(&self, keys: &[String]) -> Vec<Result<Object>> {
        let objects = lock(&self.objects);
        keys.iter().map(|key| objects.get(key).cloned()).collect()
    }

    async fn count(&self, prefix: &str) -> Result<usize> {
        Ok(lock(&self.objects).count(prefix))
    }
}

fn entry(key: &str, object: &Object) -> Entry {
    Entry {
        key: key.to_owned(),
        size: object.size(),
        etag: object.etag().to_owned(),
        last_modified: object.last_modified(),
    }
}

/// A panic while the lock was held leaves the map as it was before or after one change.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;
    use crate::clock::jump;

    fn ready<F: Future>(future: F) -> F::Output {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(output) => output,
            Poll::Pending => panic!("a future of the memory store is pending"),
        }
    }

    #[test]
    fn a_clock_that_jumps_loses_nothing_and_tells_dates_as_it_has_them() {
        const HOUR: i64 = 3_600_000;
        let store = MemoryStore::default();
        for (number, ahead) in [0, 12, -12, 0].into_iter().enumerate() {
            jump::to(ahead * HOUR);
            let object = NewObject {
                metadata: &Metadata::default(),
                body: b"body",
                content_type: None,
                content_encoding: None,
            };
            let key = number.to_string();
            let etag = ready(store.put(&key, object, Condition::Absent)).unwrap();
            ready(store.put(&key, object, Condition::Matches(etag.as_str()))).unwrap();
            ready(store.copy(&key, "copy", None, None)).unwrap();
            for key in [&key, "copy"] {
                let modified = ready(store.head(key)).unwrap().last_modified();
                assert!(modified.abs_diff(clock::now()) < 60_000, "{modified}");
            }
            let keys = ready(store.list_keys(List::default())).unwrap().keys;
            assert_eq!(keys.len(), number + 2);
        }
    }
}
