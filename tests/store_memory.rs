//! The memory store: the conformance suite, and what only it has.

mod engine;

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use engine::store::{put_raw, ready};
use s3db_native::store::conformance::{Capabilities, run_all};
use s3db_native::store::memory::Limits;
use s3db_native::store::{
    Condition, Etag, FaultStore, MemoryStore, Metadata, NewObject, ObjectStore,
};
use s3db_native::{Error, Result};

fn put(store: &MemoryStore, key: &str, metadata: &[(&str, &str)], body: &[u8]) -> Result<Etag> {
    let metadata: Metadata = metadata.iter().copied().collect();
    let object = NewObject {
        metadata: &metadata,
        body,
        content_type: None,
        content_encoding: None,
    };
    ready(store.put(key, object, Condition::None))
}

#[test]
fn the_memory_store_conforms() {
    ready(run_all(&MemoryStore::default(), Capabilities::default())).unwrap();
}

/// A decorator has the trait's own listings, counts and batches, which a store may override.
#[test]
fn a_decorated_store_conforms() {
    let store = FaultStore::new(MemoryStore::default());
    ready(run_all(&store, Capabilities::default())).unwrap();
}

#[test]
fn limits_refuse_and_evict_nothing() {
    let store = MemoryStore::default();
    put(
        &store,
        "old",
        &[("name", "a long value from before")],
        b"12345",
    )
    .unwrap();
    store.set_limits(Limits {
        metadata_bytes: Some(8),
        body_bytes: Some(10),
        total_bytes: Some(12),
    });
    put(&store, "small", &[("0", "1234567")], b"").unwrap();
    let metadata = put(&store, "metadata", &[("0", "12345678")], b"");
    assert!(matches!(
        metadata,
        Err(Error::MetadataTooLarge {
            total: 9,
            limit: 8,
            ..
        })
    ));
    let body = put(&store, "body", &[], b"12345678901");
    assert!(matches!(body, Err(Error::LimitExceeded { .. })), "{body:?}");
    let total = put(&store, "total", &[], b"12345678");
    assert!(
        matches!(total, Err(Error::LimitExceeded { .. })),
        "{total:?}"
    );
    put(&store, "fits", &[], b"1234567").unwrap();
    put(&store, "old", &[], b"54321").unwrap();
    let copy = ready(store.copy("fits", "copy", None, None));
    assert!(matches!(copy, Err(Error::LimitExceeded { .. })), "{copy:?}");
    ready(store.copy("fits", "fits", None, None)).unwrap();
    assert_eq!(store.usage(), (3, 12));
    ready(store.delete("old")).unwrap();
    put(&store, "small", &[], b"1234").unwrap();
    assert_eq!(store.usage(), (2, 11));
    store.set_limits(Limits::default());
    put(&store, "large", &[], &[0; 4096]).unwrap();
    assert_eq!(store.usage(), (3, 4107));
}

#[test]
fn a_snapshot_is_restored_as_it_was() {
    let store = MemoryStore::default();
    put_raw(
        &store,
        "a/1",
        &[("0", "x"), ("_v", "v1")],
        b"body",
        Some("text/plain"),
    );
    put_raw(&store, "a/b/2", &[], b"", None);
    put_raw(&store, "c", &[("0", "y")], b"", None);
    let snapshot = store.snapshot();
    assert_eq!(
        snapshot.iter().map(|(key, _)| &**key).collect::<Vec<_>>(),
        ["a/1", "a/b/2", "c"]
    );
    put_raw(&store, "a/1", &[], b"changed", None);
    ready(store.delete("c")).unwrap();

    let other = MemoryStore::default();
    put_raw(&other, "gone", &[], b"gone", None);
    for restored in [&other, &store] {
        restored.restore(snapshot.clone());
        let objects = restored.snapshot();
        assert_eq!(objects.len(), snapshot.len());
        for ((key, object), (old_key, old)) in objects.iter().zip(&snapshot) {
            assert_eq!(key, old_key);
            assert_eq!(object.to_metadata(), old.to_metadata(), "{key}");
            assert_eq!(object.body(), old.body(), "{key}");
            assert_eq!(object.content_type(), old.content_type(), "{key}");
            assert_eq!(
                (object.etag(), object.size()),
                (old.etag(), old.size()),
                "{key}"
            );
            assert_eq!(object.last_modified(), old.last_modified(), "{key}");
        }
        assert_eq!(restored.usage(), (3, 4));
        assert_eq!(ready(restored.count("a/")).unwrap(), 2);
    }
}

#[test]
fn of_concurrent_inserts_one_wins() {
    const THREADS: usize = 8;
    let store = MemoryStore::default();
    for round in 0..50 {
        let (winners, barrier) = (AtomicUsize::new(0), Barrier::new(THREADS));
        let key = format!("race/{round}");
        thread::scope(|scope| {
            for number in 0..THREADS {
                let (store, winners, barrier, key) = (&store, &winners, &barrier, &key);
                scope.spawn(move || {
                    let (metadata, body) = (Metadata::default(), number.to_string());
                    let object = NewObject {
                        metadata: &metadata,
                        body: body.as_bytes(),
                        content_type: None,
                        content_encoding: None,
                    };
                    barrier.wait();
                    match ready(store.put(key, object, Condition::Absent)) {
                        Ok(_) => {
                            winners.fetch_add(1, Ordering::Relaxed);
                            let read = ready(store.get(key)).expect("object");
                            assert_eq!(read.body(), body.as_bytes());
                        }
                        Err(error) => assert_eq!(error.code(), "PreconditionFailed"),
                    }
                });
            }
        });
        assert_eq!(winners.into_inner(), 1, "round {round}");
    }
    assert_eq!(store.usage().0, 50);
}

#[test]
fn concurrent_replacements_lose_no_update() {
    const THREADS: usize = 4;
    const UPDATES: usize = 50;
    let store = MemoryStore::default();
    put_raw(&store, "counter", &[], b"0", None);
    let increment = || loop {
        let read = ready(store.get("counter")).expect("object");
        let count: usize = std::str::from_utf8(read.body()).unwrap().parse().unwrap();
        let (metadata, body) = (Metadata::default(), (count + 1).to_string());
        let object = NewObject {
            metadata: &metadata,
            body: body.as_bytes(),
            content_type: None,
            content_encoding: None,
        };
        if ready(store.put("counter", object, Condition::Matches(read.etag()))).is_ok() {
            return;
        }
    };
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| (0..UPDATES).for_each(|_| increment()));
        }
    });
    let read = ready(store.get("counter")).expect("object");
    assert_eq!(read.body(), (THREADS * UPDATES).to_string().as_bytes());
}
