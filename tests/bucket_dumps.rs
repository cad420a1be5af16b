//! Buckets that releases of s3db.js have written: every record is read back, and can be changed.

mod common;
mod engine;
mod golden;

use common::same_json;
use engine::Engine;
use engine::reply::Record;
use engine::store::metadata_of;
use golden::bucket::Bucket;
use golden::members;
use s3db_native::crypto::{Effort, decrypt, verify};
use s3db_native::resource::{Range, Walk};
use s3db_native::store::{List, ObjectStore};
use serde_json::{Value, json};

/// Written by 19.5.10, whose reader leaves one of two layers of encryption on this field.
const HALF_DECRYPTED: (&str, &str) = ("bo", "s");

/// The user's fields of a recorded record.
fn fields(record: &Value) -> Value {
    let mut fields = members(record);
    fields.retain(|name, _| !name.starts_with('_') && name != "id");
    Value::Object(fields)
}

fn open(bucket: &Bucket, resource: &str) -> Engine {
    Engine::over(bucket.store(), &bucket.definition(resource))
}

fn read_all(bucket: &Bucket, check: impl Fn(&str, &str, &Engine, &Record, &Value)) {
    let expected = bucket.expected();
    assert!(expected.len() > 6, "only {} records", expected.len());
    for (resource, id, recorded) in expected {
        let engine = open(bucket, resource);
        let record = engine
            .get(id)
            .unwrap_or_else(|error| panic!("{resource}/{id}: {error}"));
        check(resource, id, &engine, &record, recorded);
    }
}

#[test]
fn records_of_21_6_2_are_read_back() {
    let bucket = Bucket::load("bucket-21.6.2");
    read_all(&bucket, |resource, id, engine, record, recorded| {
        let (read, expected) = (record.fields(&engine.plan), fields(recorded));
        assert!(same_json(&read, &expected), "{resource}/{id}: {read}");
        assert_eq!(recorded["_contentLength"], record.size, "{resource}/{id}");
        assert_eq!(
            recorded["_mimeType"].as_str(),
            record.media_type.as_deref(),
            "{resource}/{id}"
        );
        let version = record
            .version
            .clone()
            .unwrap_or(engine.plan.version.clone());
        assert_eq!(
            recorded["_originalVersion"],
            version.trim_start_matches('v'),
            "{resource}/{id}"
        );
    });
}

#[test]
fn records_of_19_5_10_are_read_back() {
    let bucket = Bucket::load("bucket-19.5.10");
    let passphrase = bucket.file["security"]["passphrase"]
        .as_str()
        .expect("passphrase");
    read_all(&bucket, |resource, id, engine, record, recorded| {
        let (mut read, mut expected) = (record.fields(&engine.plan), fields(recorded));
        if resource == HALF_DECRYPTED.0 {
            let half = expected[HALF_DECRYPTED.1].take();
            let half = half.as_str().expect("cipher text");
            let plain = decrypt(half, passphrase, engine.keys, Effort::Any).expect("plain text");
            assert_ne!(plain, half);
            assert_eq!(read[HALF_DECRYPTED.1].take(), *plain);
        }
        assert!(same_json(&read, &expected), "{resource}/{id}: {read}");
    });
}

#[test]
fn timestamps_declared_as_datetime_since_are_read() {
    let bucket = Bucket::load("bucket-19.5.10");
    let mut definition = bucket.definition("ts");
    for name in ["createdAt", "updatedAt"] {
        definition["attributes"][name] = json!("datetime|optional");
    }
    let engine = Engine::over(bucket.store(), &definition);
    let read = engine.get("1").expect("record").fields(&engine.plan);
    assert_eq!(read, fields(&bucket.file["expected"]["ts"]["1"]));
}

#[test]
fn passwords_fit_their_plain_texts() {
    for name in ["bucket-21.6.2", "bucket-19.5.10"] {
        let bucket = Bucket::load(name);
        let mut verified = 0;
        for (path, plain) in bucket.file["plaintext"].as_object().expect("plain texts") {
            let [resource, id, field] = path.split('/').collect::<Vec<_>>()[..] else {
                panic!("{path}")
            };
            let engine = open(&bucket, resource);
            let slot = engine.plan.layout.slot_of_path(field).expect("slot");
            let read = engine.get(id).expect("record").fields(&engine.plan);
            let (plain, text) = (
                plain.as_str().expect("text"),
                read[field].as_str().expect("text"),
            );
            if engine.plan.layout.slots()[slot].codec.is_password() {
                assert!(verify(plain, text, ""), "{name}: {path}");
                assert!(!verify("another", text, ""), "{name}: {path}");
                verified += 1;
            } else {
                assert_eq!(text, plain, "{name}: {path}");
            }
        }
        assert_eq!(verified, 1, "{name}");
    }
}

#[test]
fn content_is_kept_when_its_record_changes() {
    let bucket = Bucket::load("bucket-21.6.2");
    let engine = open(&bucket, "files");
    for (id, content) in bucket.file["content"].as_object().expect("contents") {
        let before = engine.object(id).expect("object");
        let report = engine
            .update(id, &json!({ "label": "renamed" }))
            .expect("update");
        let object = engine.object(id).expect("object");
        assert_eq!(object.body(), before.body(), "{id}");
        assert_eq!(
            content["contentType"].as_str(),
            object.content_type(),
            "{id}"
        );
        assert_eq!(report.body_length, before.body().len(), "{id}");
        let metadata = metadata_of(&object);
        assert_eq!(metadata["_hascontent"], "true", "{id}");
        assert_eq!(
            metadata["_mimetype"],
            metadata_of(&before)["_mimetype"],
            "{id}"
        );
        assert_eq!(
            metadata["_contentlength"],
            before.body().len().to_string(),
            "{id}"
        );
        assert_eq!(metadata["_v"], "v2", "{id}");
        let names: Vec<_> = members(&metadata).keys().cloned().collect();
        assert_eq!(names.len(), 5, "{id}: {names:?}");
    }
}

/// What the release stored as references is what we find, and what goes when the records go.
#[test]
fn references_follow_the_records_of_older_releases() {
    for name in ["bucket-21.6.2", "bucket-19.5.10"] {
        let bucket = Bucket::load(name);
        let resources = bucket.file["expected"]
            .as_object()
            .expect("resources")
            .keys();
        for resource in resources {
            let engine = open(&bucket, resource);
            for partition in &engine.plan.partitions {
                let walk = Walk::partition(&engine.plan, &partition.name, &[]).expect("walk");
                let page = engine.scan(
                    &walk,
                    Range {
                        limit: 100,
                        ..Range::default()
                    },
                );
                let ids = page.expect("page").ids();
                assert!(
                    !ids.is_empty() && ids.iter().all(|id| !id.starts_with('!')),
                    "{ids:?}"
                );
            }
            for id in members(&bucket.file["expected"][resource]).keys() {
                assert_eq!(
                    engine.take(id).expect("delete").1.failed,
                    [],
                    "{resource}/{id}"
                );
            }
            let left = engine::store::ready(engine.store.list_keys(List {
                prefix: &engine.plan.root,
                ..List::default()
            }));
            let left = left.expect("keys").keys;
            assert!(
                left.iter().all(|key| key.contains("/sequence=")),
                "{name}: {left:?}"
            );
        }
    }
}
