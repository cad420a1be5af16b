//! Records of plain objects go into replies without being put together. The reply is the one that they
//! would give put together.

mod common;
mod engine;
mod golden;

use engine::Engine;
use engine::reply::Record;
use engine::token::Cursor;
use golden::bucket::Bucket;
use s3db_native::crypto::Effort;
use s3db_native::frame::Reply;
use s3db_native::resource::{Outcome, ReadRecord, write_object};
use s3db_native::store::{NewObject, Object};
use serde_json::json;

/// Writes a record both ways and answers the reply.
fn written(engine: &Engine, object: &Object) -> Vec<u8> {
    let context = engine.context(Effort::Any);
    let (mut straight, mut built) = (Reply::default(), Reply::default());
    assert_eq!(
        write_object(&context, "1", object, &mut straight),
        Ok(Outcome::Done(()))
    );
    match ReadRecord::decode(&context, "1", object) {
        Ok(Outcome::Done(record)) => record.write(&mut built),
        other => panic!("{object:?}: {other:?}"),
    }
    let (straight, built) = (straight.into_bytes(), built.into_bytes());
    assert_eq!(straight, built, "{object:?}");
    straight
}

#[test]
fn records_of_s3db_js_read_the_same_both_ways() {
    for name in ["bucket-21.6.2", "bucket-19.5.10"] {
        let bucket = Bucket::load(name);
        for (resource, id, _) in bucket.expected() {
            let engine = Engine::over(bucket.store(), &bucket.definition(resource));
            written(&engine, &engine.object(id).expect("object"));
        }
    }
}

/// The record under every order of its entries, whole and without each of them, and beside others.
#[test]
fn metadata_in_any_order_read_the_same_both_ways() {
    let engine = Engine::new(&json!({
        "name": "r", "version": "v1", "prefix": "", "behavior": "user-managed",
        "attributes": { "a": "string", "b": { "c": "number", "d": "string" }, "e": "string" },
    }));
    let whole = json!({ "a": "x", "b": { "c": 5.0, "d": "é" }, "e": "y" });
    engine.insert("1", &whole).expect("insert");
    let object = engine.object("1").expect("object");
    let entries: Vec<_> = object.metadata().collect();
    assert!(entries.len() > 4, "{entries:?}");
    for turn in 0..entries.len() {
        let mut turned = entries.clone();
        turned.rotate_left(turn);
        let reply = written(&engine, &with_metadata(&turned));
        let mut cursor = Cursor::over(&reply);
        let read = Record::read(&engine.plan, "1", &mut cursor);
        assert_eq!(read.fields(&engine.plan), whole, "{turned:?}");
        for leave in 0..turned.len() {
            let mut fewer = turned.clone();
            fewer.remove(leave);
            written(&engine, &with_metadata(&fewer));
        }
        for more in [
            ("_v", "v0"),
            ("_cas", "stamp"),
            ("zz", "1"),
            ("0", "?"),
            ("id", "?"),
        ] {
            let mut others = vec![more];
            others.extend(turned.iter().filter(|(name, _)| *name != more.0));
            written(&engine, &with_metadata(&others));
            others.rotate_left(1);
            written(&engine, &with_metadata(&others));
        }
    }
}

fn with_metadata(entries: &[(&str, &str)]) -> Object {
    let object = NewObject {
        metadata: &entries.iter().copied().collect(),
        body: &[],
        content_type: None,
        content_encoding: None,
    };
    Object::digested(object, 1)
}
