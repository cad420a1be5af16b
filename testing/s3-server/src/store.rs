//! Buckets in memory behind one lock: a condition and the write that depends on it are one step.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use bytes::Bytes;
use http::HeaderMap;

use crate::listing::{Page, Query};

/// Objects of a bucket, in the order of the bytes of their keys.
pub type Objects = BTreeMap<String, Arc<Object>>;

/// An object, immutable once it is stored.
#[derive(Debug)]
pub struct Object {
    /// Its content.
    pub body: Bytes,
    /// MD5 of the body in hexadecimal digits, without quotes.
    pub etag: String,
    /// What a client gets back as it was sent: content type and encoding, user metadata.
    pub headers: HeaderMap,
    /// `x-amz-checksum-…` of the body, for clients that ask for them.
    pub checksums: HeaderMap,
    /// When it was stored.
    pub modified: SystemTime,
}

/// What a condition asks of the object at a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// Any object.
    Any,
    /// The object with this `ETag`, without quotes.
    Tag(String),
}

impl Expectation {
    fn holds(&self, object: &Object) -> bool {
        match self {
            Self::Any => true,
            Self::Tag(etag) => *etag == object.etag,
        }
    }
}

/// `If-Match` and `If-None-Match` of a request.
#[derive(Debug, Clone, Default)]
pub struct Conditions {
    /// The object must be this one.
    pub matching: Option<Expectation>,
    /// The object must not be this one.
    pub none_matching: Option<Expectation>,
}

impl Conditions {
    /// # Errors
    /// `NoSuchKey` where an object is asked for and there is none, `PreconditionFailed` where
    /// another one is there.
    pub fn check(&self, object: Option<&Object>) -> Result<(), Refusal> {
        if let Some(expectation) = &self.matching {
            let object = object.ok_or(Refusal::NoSuchKey)?;
            if !expectation.holds(object) {
                return Err(Refusal::PreconditionFailed);
            }
        }
        match (&self.none_matching, object) {
            (Some(expectation), Some(object)) if expectation.holds(object) => {
                Err(Refusal::PreconditionFailed)
            }
            _ => Ok(()),
        }
    }
}

/// Why a request was not carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such bucket.
    NoSuchBucket,
    /// There is no such object.
    NoSuchKey,
    /// A condition does not hold.
    PreconditionFailed,
}

/// All buckets.
#[derive(Debug, Default)]
pub struct Store {
    buckets: Mutex<BTreeMap<String, Objects>>,
}

impl Store {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Objects>> {
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a bucket; one that exists keeps its objects.
    pub fn create_bucket(&self, bucket: &str) {
        self.lock().entry(bucket.to_owned()).or_default();
    }

    /// Names of the buckets, in order.
    #[must_use]
    pub fn buckets(&self) -> Vec<String> {
        self.lock().keys().cloned().collect()
    }

    /// Removes every object and keeps the buckets.
    pub fn clear(&self) {
        self.lock().values_mut().for_each(BTreeMap::clear);
    }

    /// # Errors
    /// When there is no such bucket or object.
    pub fn get(&self, bucket: &str, key: &str) -> Result<Arc<Object>, Refusal> {
        let buckets = self.lock();
        let objects = buckets.get(bucket).ok_or(Refusal::NoSuchBucket)?;
        objects.get(key).map(Arc::clone).ok_or(Refusal::NoSuchKey)
    }

    /// # Errors
    /// When there is no such bucket.
    pub fn find_bucket(&self, bucket: &str) -> Result<(), Refusal> {
        let found = self.lock().contains_key(bucket);
        if found {
            Ok(())
        } else {
            Err(Refusal::NoSuchBucket)
        }
    }

    /// # Errors
    /// When there is no such bucket, or a condition does not hold.
    pub fn put(
        &self,
        bucket: &str,
        key: &str,
        object: Object,
        conditions: &Conditions,
    ) -> Result<(), Refusal> {
        let mut buckets = self.lock();
        let objects = buckets.get_mut(bucket).ok_or(Refusal::NoSuchBucket)?;
        conditions.check(objects.get(key).map(Arc::as_ref))?;
        objects.insert(key.to_owned(), Arc::new(object));
        Ok(())
    }

    /// Writes what `make` makes of the object at another key, in one step with both conditions.
    ///
    /// # Errors
    /// When a bucket or the source is missing, or a condition does not hold.
    pub fn copy(
        &self,
        [source_bucket, source_key]: [&str; 2],
        source_conditions: &Conditions,
        [bucket, key]: [&str; 2],
        conditions: &Conditions,
        make: impl FnOnce(&Object) -> Object,
    ) -> Result<Arc<Object>, Refusal> {
        let mut buckets = self.lock();
        let sources = buckets.get(source_bucket).ok_or(Refusal::NoSuchBucket)?;
        let source = sources.get(source_key).ok_or(Refusal::NoSuchKey)?;
        source_conditions.check(Some(source))?;
        let object = Arc::new(make(source));
        let objects = buckets.get_mut(bucket).ok_or(Refusal::NoSuchBucket)?;
        conditions.check(objects.get(key).map(Arc::as_ref))?;
        objects.insert(key.to_owned(), Arc::clone(&object));
        Ok(object)
    }

    /// Removes an object; one that is missing counts as removed unless a condition asks for it.
    ///
    /// # Errors
    /// When there is no such bucket, or a condition does not hold.
    pub fn delete(&self, bucket: &str, key: &str, conditions: &Conditions) -> Result<(), Refusal> {
        let mut buckets = self.lock();
        let objects = buckets.get_mut(bucket).ok_or(Refusal::NoSuchBucket)?;
        conditions.check(objects.get(key).map(Arc::as_ref))?;
        objects.remove(key);
        Ok(())
    }

    /// # Errors
    /// When there is no such bucket.
    pub fn list(&self, bucket: &str, query: &Query<'_>) -> Result<Page, Refusal> {
        let buckets = self.lock();
        let objects = buckets.get(bucket).ok_or(Refusal::NoSuchBucket)?;
        Ok(query.page(objects))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::thread;

    use super::*;

    const FREE: Conditions = Conditions {
        matching: None,
        none_matching: Some(Expectation::Any),
    };

    fn object(etag: &str) -> Object {
        Object {
            body: Bytes::new(),
            etag: etag.to_owned(),
            headers: HeaderMap::new(),
            checksums: HeaderMap::new(),
            modified: SystemTime::UNIX_EPOCH,
        }
    }

    fn tagged(etag: &str) -> Conditions {
        Conditions {
            matching: Some(Expectation::Tag(etag.to_owned())),
            none_matching: None,
        }
    }

    fn store() -> Store {
        let store = Store::default();
        store.create_bucket("b");
        store
    }

    /// How many of eight threads that write at once with these conditions succeed.
    fn winners(store: &Store, conditions: &Conditions) -> usize {
        let barrier = Barrier::new(8);
        thread::scope(|scope| {
            let write = |number: usize| {
                barrier.wait();
                let object = object(&number.to_string());
                store.put("b", "k", object, conditions).is_ok()
            };
            let writers: Vec<_> = (0..8).map(|n| scope.spawn(move || write(n))).collect();
            let results = writers.into_iter().map(|writer| writer.join().unwrap());
            results.filter(|won| *won).count()
        })
    }

    #[test]
    fn one_of_many_creates() {
        for _ in 0..200 {
            assert_eq!(winners(&store(), &FREE), 1);
        }
    }

    #[test]
    fn one_of_many_replaces() {
        for _ in 0..200 {
            let store = store();
            let first = object("first");
            store.put("b", "k", first, &Conditions::default()).unwrap();
            assert_eq!(winners(&store, &tagged("first")), 1);
        }
    }

    #[test]
    fn conditions_that_fail() {
        let store = store();
        let put = |conditions: &Conditions| store.put("b", "k", object("a"), conditions);
        assert_eq!(put(&tagged("a")), Err(Refusal::NoSuchKey));
        assert_eq!(put(&FREE), Ok(()));
        assert_eq!(put(&FREE), Err(Refusal::PreconditionFailed));
        assert_eq!(put(&tagged("b")), Err(Refusal::PreconditionFailed));
        let delete = |conditions: &Conditions| store.delete("b", "k", conditions);
        assert_eq!(delete(&tagged("b")), Err(Refusal::PreconditionFailed));
        assert_eq!(delete(&tagged("a")), Ok(()));
        assert_eq!(delete(&Conditions::default()), Ok(()));
    }

    #[test]
    fn a_copy_checks_both_objects() {
        let store = store();
        let any = Conditions::default();
        store.put("b", "from", object("a"), &any).unwrap();
        let copy = |source: &Conditions, target: &Conditions| {
            let made = |source: &Object| object(&format!("{}!", source.etag));
            let copied = store.copy(["b", "from"], source, ["b", "to"], target, made);
            copied.map(|object| object.etag.clone())
        };
        let failed = Err(Refusal::PreconditionFailed);
        assert_eq!(copy(&tagged("b"), &any), failed);
        assert_eq!(copy(&tagged("a"), &FREE), Ok("a!".to_owned()));
        assert_eq!(copy(&tagged("a"), &FREE), failed);
    }

    #[test]
    fn clearing_keeps_buckets() {
        let store = store();
        store.put("b", "k", object("a"), &FREE).unwrap();
        store.clear();
        assert_eq!(store.buckets(), ["b"]);
        assert_eq!(store.put("b", "k", object("a"), &FREE), Ok(()));
    }
}
