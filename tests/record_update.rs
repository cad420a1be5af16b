//! Records that are loaded and committed: what is kept, what goes, and under which version.

mod engine;
mod golden;

use engine::store::{metadata_of, put_raw};
use engine::{Engine, plan};
use golden::{load, members};
use s3db_native::Error;
use s3db_native::resource::Content;
use s3db_native::store::Condition;
use serde_json::{Value, json};

fn definition(version: &str, attributes: Value) -> Value {
    json!({
        "name": "ver", "version": version, "behavior": "user-managed", "attributes": attributes,
        "partitions": [{ "name": "byVersion", "fields": [{ "path": "_v", "rule": "string" }] }],
        "security": { "passphrase": "secret" },
    })
}

/// Fields that the reference copies from what it read into what it writes.
fn is_junk(name: &str) -> bool {
    name.starts_with('_') && name != "_v"
}

/// The vectors record what the reference stores after an update under a new version: read-only
/// fields in the metadata, a copy of the record in the body and no reference under `byVersion`.
#[test]
fn an_updated_record_moves_to_the_current_version() {
    let file = load("keys");
    let recorded = &file["versioned"]["objects"]["resource=ver/data/id=1"]["metadata"];
    let mut expected = members(recorded);
    expected.retain(|name, _| !is_junk(name));
    assert_eq!(expected["_v"], file["versioned"]["versionAfterChange"]);

    let mut engine = Engine::new(&definition("v1", json!({ "a": "string" })));
    engine.insert("1", &json!({ "a": "x" })).expect("insert");
    let references = |engine: &Engine| engine.stored_keys("resource=ver/partition=");
    assert_eq!(
        references(&engine),
        ["resource=ver/partition=byVersion/_v=v1/id=1"]
    );

    let registry = engine.plan.registry.as_ref().expect("registry").to_json();
    let mut changed = definition("v2", json!({ "a": "string", "b": "string|optional" }));
    changed["schemaRegistry"] = registry;
    engine.plan = plan(&changed);
    let (old, preimage) = engine.load("1").expect("record");
    assert_eq!(old.version.as_deref(), Some("v1"));
    assert_eq!(old.fields(&engine.plan), json!({ "a": "x" }));
    engine
        .commit(&old, &preimage, &json!({ "a": "x", "b": "q" }))
        .expect("update");

    let object = engine.object("1").expect("object");
    assert_eq!(metadata_of(&object), Value::Object(expected));
    assert_eq!(object.body(), b"");
    assert_eq!(engine.get("1").expect("record").version, None);
    assert_eq!(
        references(&engine),
        ["resource=ver/partition=byVersion/_v=v2/id=1"]
    );
}

#[test]
fn keys_of_another_definition_are_never_taken_over() {
    let mut engine = Engine::new(&definition("v1", json!({ "a": "string", "b": "string" })));
    engine
        .insert("1", &json!({ "a": "x", "b": "y" }))
        .expect("insert");
    let registry = engine.plan.registry.as_ref().expect("registry").to_json();
    let mut changed = definition("v2", json!({ "c": "string|optional", "a": "string" }));
    changed["schemaRegistry"] = registry;
    engine.plan = plan(&changed);
    let read = engine.get("1").expect("record").fields(&engine.plan);
    assert_eq!((&read["a"], read.get("c")), (&json!("x"), None));
}

#[test]
fn a_condition_that_does_not_hold_leaves_the_record() {
    let engine = Engine::new(&definition("v1", json!({ "a": "string" })));
    let content = Content {
        bytes: b"content",
        media_type: "text/plain",
    };
    engine
        .insert_with(Some("1"), &json!({ "a": "x" }), Some(content))
        .expect("insert");
    let (old, preimage) = engine.load("1").expect("record");
    let frame = engine.frame(&json!({ "a": "y" }));
    let refused = engine.commit_frame(&old, &preimage, &frame, Condition::Matches("\"other\""));
    assert!(
        matches!(refused, Err(Error::Precondition { .. })),
        "{refused:?}"
    );
    let unchanged = engine.get("1").expect("record");
    assert_eq!(unchanged.fields(&engine.plan), json!({ "a": "x" }));
    let report = engine.commit_frame(&old, &preimage, &frame, Condition::Matches(&old.etag));
    let tag = report.expect("update").etag.expect("a tag");
    let body = old.etag.trim_matches('"');
    assert!(
        tag.starts_with(&format!("\"{body}-")),
        "content is kept: {tag}"
    );
    let read = engine.get("1").expect("record");
    assert_eq!(
        (read.fields(&engine.plan), read.size),
        (json!({ "a": "y" }), 7)
    );
    assert_eq!(read.media_type.as_deref(), Some("text/plain"));
}

/// The bodies are the same, and so are their `ETag`s.
#[test]
fn a_condition_sees_changes_that_leave_the_body_alone() {
    let engine = Engine::new(&definition("v1", json!({ "a": "string" })));
    engine.insert("1", &json!({ "a": "x" })).expect("insert");
    let (first, first_image) = engine.load("1").expect("record");
    let (second, second_image) = engine.load("1").expect("record");
    assert_eq!(first.etag, second.etag);
    let frame = engine.frame(&json!({ "a": "y" }));
    let condition = Condition::Matches(&first.etag);
    let report = engine.commit_frame(&first, &first_image, &frame, condition);
    let stamped = report.expect("update").etag.expect("a tag");
    let late = engine.commit_frame(&second, &second_image, &frame, condition);
    assert!(matches!(late, Err(Error::Precondition { .. })), "{late:?}");

    let (read, image) = engine.load("1").expect("record");
    assert_eq!(read.etag, stamped);
    let plain = engine.commit_frame(&read, &image, &frame, Condition::None);
    assert_eq!(plain.expect("update").etag, None, "nobody has asked");
    let written = engine.get("1").expect("record");
    assert_ne!(written.etag, stamped, "every write changes it");
    let (_, image) = engine.load("1").expect("record");
    let late = engine.commit_frame(&read, &image, &frame, Condition::Matches(&stamped));
    assert!(matches!(late, Err(Error::Precondition { .. })), "{late:?}");
}

/// A secret that the shim did not touch keeps its cipher text.
#[test]
fn unchanged_slots_keep_what_is_stored() {
    let attributes = json!({ "s": "secret", "region": "string" });
    let engine = Engine::new(&definition("v1", attributes));
    engine
        .insert("1", &json!({ "s": "plain", "region": "US" }))
        .expect("insert");
    let before = metadata_of(&engine.object("1").expect("object"));
    let (old, preimage) = engine.load("1").expect("record");
    let report = engine.commit_frame(&old, &preimage, "=s\x02EU", Condition::None);
    report.expect("update");
    let after = metadata_of(&engine.object("1").expect("object"));
    assert_eq!(after, json!({ "0": before["0"], "1": "EU", "_v": "v1" }));
}

/// s3db.js leaves a copy of the record in the body when it updates one; it is no content.
#[test]
fn a_redundant_body_is_not_kept_as_content() {
    let engine = Engine::new(&definition("v1", json!({ "a": "string", "b": "string" })));
    let key = engine.plan.record_key("1").expect("key");
    let metadata = [
        ("0", "new"),
        ("1", "ob"),
        ("_v", "v1"),
        ("_hascontent", "false"),
    ];
    let body = br#"{"a":"stale","b":"ob","_hasContent":false}"#;
    put_raw(
        &engine.store,
        &key,
        &metadata,
        body,
        Some("application/json"),
    );
    let read = engine.get("1").expect("record").fields(&engine.plan);
    assert_eq!(read, json!({ "a": "new", "b": "ob" }));
    engine
        .update("1", &json!({ "a": "newer", "b": "ob" }))
        .expect("update");
    let object = engine.object("1").expect("object");
    assert_eq!(
        (object.body(), object.content_type()),
        (b"".as_slice(), None)
    );
    assert_eq!(
        metadata_of(&object),
        json!({ "0": "newer", "1": "ob", "_v": "v1" })
    );
}
