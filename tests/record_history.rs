//! Copies of records under the version that they had.

mod engine;

use engine::store::{metadata_of, ready};
use engine::{Engine, done};
use s3db_native::crypto::Effort;
use s3db_native::frame::Reply;
use s3db_native::resource::{Outcome, create_historical};
use s3db_native::store::ObjectStore;
use serde_json::{Value, json};

fn engine(attributes: Value) -> Engine {
    Engine::new(&json!({
        "name": "ver", "version": "v2", "behavior": "body-overflow", "attributes": attributes,
        "security": { "passphrase": "secret" },
    }))
}

fn copy(engine: &Engine, effort: Effort, record: &Value) -> s3db_native::Result<Outcome<()>> {
    let (context, mut reply) = (engine.context(effort), Reply::default());
    let frame = engine.frame(record);
    let copying = create_historical(&engine.store, &context, "1", &frame, "v1", &mut reply);
    ready(copying)
}

#[test]
fn a_copy_has_its_own_key_and_version_and_leaves_the_record_alone() {
    let engine = engine(json!({ "a": "string" }));
    engine.insert("1", &json!({ "a": "new" })).expect("insert");
    let before = engine.object("1").expect("object");
    done(copy(&engine, Effort::Any, &json!({ "a": "old" })).expect("copy"));
    assert_eq!(
        engine.stored_keys("resource=ver/"),
        ["resource=ver/data/id=1", "resource=ver/historical/id=1"]
    );
    let stored = ready(engine.store.get("resource=ver/historical/id=1")).expect("copy");
    let metadata = metadata_of(&stored);
    assert_eq!(
        (&metadata["0"], &metadata["_v"]),
        (&json!("old"), &json!("v1"))
    );
    let kept = engine.object("1").expect("object");
    assert_eq!(metadata_of(&kept), metadata_of(&before));
}

#[test]
fn a_later_copy_takes_the_place_of_the_one_before() {
    let engine = engine(json!({ "a": "string" }));
    for text in ["first", "second"] {
        done(copy(&engine, Effort::Any, &json!({ "a": text })).expect("copy"));
    }
    let stored = ready(engine.store.get("resource=ver/historical/id=1")).expect("copy");
    assert_eq!(metadata_of(&stored)["0"], "second");
}

#[test]
fn what_takes_long_is_found_out_before_anything_is_written() {
    let engine = engine(json!({ "a": "string", "p": "password" }));
    let record = json!({ "a": "x", "p": "open sesame" });
    let outcome = copy(&engine, Effort::Cheap, &record).expect("copy");
    assert!(matches!(outcome, Outcome::Deferred));
    assert_eq!(engine.stored_keys(""), Vec::<String>::new());
}
