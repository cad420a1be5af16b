//! Reads that fail.

mod engine;

use engine::Engine;
use engine::store::ready;
use s3db_native::Error;
use s3db_native::resource::{Range, Walk, exists};
use s3db_native::store::fault::Fault;
use s3db_native::store::{FaultStore, MemoryStore};
use serde_json::json;

fn engine() -> Engine<FaultStore<MemoryStore>> {
    let engine = Engine::over(
        FaultStore::new(MemoryStore::default()),
        &json!({
            "name": "r", "version": "v1", "behavior": "user-managed",
            "attributes": { "a": "string" },
        }),
    );
    for id in ["1", "2", "3"] {
        engine.insert(id, &json!({ "a": id })).expect("insert");
    }
    engine
}

/// One bad record never ends a listing.
#[test]
fn a_failing_read_is_one_entry_of_a_page() {
    let engine = engine();
    let (walk, range) = (
        Walk::records(&engine.plan),
        Range {
            limit: 10,
            ..Range::default()
        },
    );
    engine.store.fail(2, Fault::Before);
    assert_eq!(
        engine.scan(&walk, range).expect("page").ids(),
        ["1", "!2", "3"]
    );
    engine.store.fail(1, Fault::Before);
    let ids = ["3", "2", "1"].map(str::to_owned);
    assert_eq!(engine.get_many(&ids).expect("page").ids(), ["3", "!2", "1"]);
}

#[test]
fn a_failing_listing_is_an_error() {
    let engine = engine();
    let (walk, range) = (
        Walk::records(&engine.plan),
        Range {
            limit: 10,
            ..Range::default()
        },
    );
    let is_told = |error: Error| assert_eq!(error.code(), "STORE_ERROR");
    engine.store.fail(0, Fault::Before);
    is_told(engine.scan(&walk, range).unwrap_err());
    engine.store.fail(0, Fault::After);
    is_told(engine.list_ids(&walk, range).unwrap_err());
    engine.store.fail(0, Fault::Before);
    is_told(ready(walk.count(&engine.store)).unwrap_err());
    engine.store.fail(0, Fault::Before);
    is_told(engine.get("1").unwrap_err());
    engine.store.fail(0, Fault::Before);
    is_told(ready(exists(&engine.store, &engine.plan, "1")).unwrap_err());
}
