//! What can be told of objects without waiting for a disk, so that whoever must not wait may ask.

use std::future::pending;

use super::FileStore;
use super::body::decompress;
use super::location::Location;
use super::page_cache::Cached;
use super::side_file::SideFile;
use crate::store::{Condition, Etag, List, Metadata, NewObject, Object, ObjectStore, Page};
use crate::{Error, Result};

/// A file store as far as it can answer at once: objects whose body is empty and whose side file the
/// system has in memory. What it cannot answer is pending for ever, and has to be asked of the store.
#[derive(Debug)]
pub struct AtHand<'s>(pub &'s FileStore);

impl AtHand<'_> {
    /// What `build` makes of an object, or `None` where nothing is known.
    fn object(
        &self,
        key: &str,
        build: impl Fn(&SideFile<'_>) -> Result<Object>,
    ) -> Result<Option<Object>> {
        let path = Location::of(key)?.side_path(self.0.base());
        let cached = self.0.page_cache.read(&path, |text| {
            let side = SideFile::parse(text).ok()?;
            let is_all = side.size == Some(0) && !self.0.is_gone(side.expires_at);
            is_all.then(|| build(&side))
        });
        match cached {
            Cached::Found(object) => object.map(Some),
            Cached::Unknown => Ok(None),
            Cached::Missing => Err(Error::NotFound {
                key: key.to_owned(),
            }),
        }
    }
}

impl ObjectStore for AtHand<'_> {
    async fn get(&self, key: &str) -> Result<Object> {
        let object = self.object(key, |side| {
            let body = decompress(Vec::new(), side, key)?;
            Ok(side.object(Some(&body), 0))
        });
        match object.transpose() {
            Some(object) => self.0.counted(Some(&self.0.counters.gets), object),
            None => pending().await,
        }
    }

    async fn head(&self, key: &str) -> Result<Object> {
        match self
            .object(key, |side| Ok(side.object(None, 0)))
            .transpose()
        {
            Some(object) => self.0.counted(None, object),
            None => pending().await,
        }
    }

    /// Whether there is an object needs its side file only where that may say that it has expired.
    async fn exists(&self, key: &str) -> Result<bool> {
        let path = Location::of(key)?.side_path(self.0.base());
        match self.0.page_cache.find(&path) {
            Cached::Found(()) if !self.0.has_expiry() => Ok(true),
            Cached::Missing => Ok(false),
            Cached::Found(()) | Cached::Unknown => pending().await,
        }
    }

    async fn put(&self, _: &str, _: NewObject<'_>, _: Condition<'_>) -> Result<Etag> {
        pending().await
    }

    async fn copy(&self, _: &str, _: &str, _: Option<&Metadata>, _: Option<&str>) -> Result<Etag> {
        pending().await
    }

    async fn delete(&self, _: &str) -> Result<()> {
        pending().await
    }

    async fn delete_many(&self, _: &[String]) -> Result<Vec<(String, Error)>> {
        pending().await
    }

    async fn list(&self, _: List<'_>) -> Result<Page> {
        pending().await
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::future::Future;
    use std::path::Path;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};
    use std::time::Duration;

    use pollster::block_on;

    use super::*;
    use crate::store::file::FileOptions;

    fn poll<T>(future: impl Future<Output = T>) -> Option<T> {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(answer) => Some(answer),
            Poll::Pending => None,
        }
    }

    fn store(base: &Path) -> FileStore {
        let store = FileStore::open(FileOptions::new(base));
        store.page_cache.learn(base);
        store
    }

    fn put(store: &FileStore, key: &str, body: &[u8]) {
        let metadata: Metadata = [("0", "text")].into_iter().collect();
        let object = NewObject {
            metadata: &metadata,
            body,
            content_type: None,
            content_encoding: None,
        };
        block_on(store.put(key, object, Condition::None)).unwrap();
    }

    /// On a system that does not tell what it has in memory nothing is known, which is never wrong.
    #[test]
    fn what_is_known_is_what_the_store_says() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        put(&store, "a/empty", b"");
        put(&store, "a/full", b"body");
        fs::create_dir(folder.path().join("a/folder.meta.json")).unwrap();
        fs::write(folder.path().join("a/torn.meta.json"), "{").unwrap();
        for key in [
            "a/empty",
            "a/full",
            "a/folder",
            "a/torn",
            "a/missing",
            "x/y",
        ] {
            let at_hand = AtHand(&store);
            if let Some(known) = poll(at_hand.get(key)) {
                assert_eq!(known, block_on(store.get(key)), "{key}");
            }
            if let Some(known) = poll(at_hand.head(key)) {
                assert_eq!(known, block_on(store.head(key)), "{key}");
            }
            if let Some(known) = poll(at_hand.exists(key)) {
                assert_eq!(known, block_on(store.exists(key)), "{key}");
            }
        }
        assert!(matches!(
            poll(AtHand(&store).get("../a")),
            Some(Err(Error::InvalidKey { .. }))
        ));
    }

    #[test]
    fn bodies_and_changes_are_left_to_the_store() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        put(&store, "full", b"body");
        assert!(poll(AtHand(&store).get("full")).is_none());
        assert!(poll(AtHand(&store).delete("full")).is_none());
        assert!(block_on(store.exists("full")).unwrap());
    }

    #[test]
    fn a_time_to_live_is_looked_up() {
        let folder = tempfile::tempdir().unwrap();
        let mut options = FileOptions::new(folder.path());
        options.ttl = Some(Duration::ZERO);
        let store = FileStore::open(options);
        store.page_cache.learn(folder.path());
        put(&store, "a", b"");
        assert!(poll(AtHand(&store).get("a")).is_none());
        assert!(poll(AtHand(&store).exists("a")).is_none());
    }

    #[test]
    fn reads_are_counted() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        put(&store, "a", b"");
        let is_known = poll(AtHand(&store).get("a")).is_some();
        assert_eq!(store.stats().gets, u64::from(is_known));
    }
}
