//! Content beside the fields of a record: what is stored, what is kept, what is refused.

mod engine;

use engine::Engine;
use engine::store::{metadata_of, put_raw, ready};
use engine::token::Cursor;
use s3db_native::frame::Reply;
use s3db_native::resource::{self, Content};
use s3db_native::store::fault::Verb;
use s3db_native::store::{FaultStore, MemoryStore, ObjectStore};
use s3db_native::{Error, Result};
use serde_json::{Value, json};

const PNG: Content<'static> = Content {
    bytes: &[0, 255, 1],
    media_type: "image/png",
};

fn definition(behavior: &str) -> Value {
    json!({
        "name": "r", "version": "v1", "behavior": behavior,
        "attributes": { "a": "string", "b": "string|optional" },
    })
}

fn set<S: ObjectStore>(engine: &Engine<S>, id: &str, content: Content<'_>) -> Result<String> {
    let (_, preimage) = engine.load(id)?;
    let mut reply = Reply::default();
    let (store, plan) = (&engine.store, &engine.plan);
    ready(resource::set_content(
        store, plan, &preimage, content, &mut reply,
    ))?;
    let bytes = reply.into_bytes();
    let mut cursor = Cursor::over(&bytes);
    let etag = cursor.text();
    cursor.finish();
    Ok(etag)
}

fn delete<S: ObjectStore>(engine: &Engine<S>, id: &str) -> Result<()> {
    ready(resource::delete_content(&engine.store, &engine.plan, id))
}

fn has<S: ObjectStore>(engine: &Engine<S>, id: &str) -> bool {
    ready(resource::has_content(&engine.store, &engine.plan, id)).expect("head")
}

/// Row `content-beside-fields`.
#[test]
fn content_stands_beside_the_fields_as_they_are_stored() {
    let engine = Engine::new(&definition("user-managed"));
    engine.insert("1", &json!({ "a": "é" })).expect("insert");
    let before = metadata_of(&engine.object("1").expect("object"));
    let etag = set(&engine, "1", PNG).expect("content");
    let object = engine.object("1").expect("object");
    assert_eq!(
        (object.body(), object.content_type(), object.etag()),
        (PNG.bytes, Some(PNG.media_type), &*etag)
    );
    let mut marked = before.clone();
    marked["_hascontent"] = json!("true");
    marked["_mimetype"] = json!("d:P");
    marked["_contentlength"] = json!("3");
    assert_eq!(metadata_of(&object), marked);
    assert!(has(&engine, "1"));

    delete(&engine, "1").expect("deletion");
    let object = engine.object("1").expect("object");
    assert_eq!((object.body(), object.content_type()), (&[][..], None));
    assert_eq!(metadata_of(&object), before);
    assert!(!has(&engine, "1") && !has(&engine, "2"));
}

#[test]
fn content_costs_as_many_requests_as_it_must() {
    let store = FaultStore::new(MemoryStore::default());
    let engine = Engine::over(store, &definition("user-managed"));
    engine.insert("1", &json!({ "a": "x" })).expect("insert");
    let verbs = || -> Vec<Verb> {
        let requests = engine.store.take_requests().into_iter();
        requests.map(|request| request.verb).collect()
    };
    verbs();
    set(&engine, "1", PNG).expect("content");
    assert_eq!(verbs(), [Verb::Get, Verb::Put]);
    has(&engine, "1");
    assert_eq!(verbs(), [Verb::Head]);
    delete(&engine, "1").expect("deletion");
    assert_eq!(verbs(), [Verb::Head, Verb::Put]);
    assert!(matches!(delete(&engine, "2"), Err(Error::NotFound { .. })));
    assert_eq!(verbs(), [Verb::Head]);
}

#[test]
fn a_body_that_holds_fields_is_neither_replaced_nor_emptied() {
    for (behavior, length) in [
        ("user-managed", 3000),
        ("body-overflow", 3000),
        ("body-only", 1),
        ("body-only", 0),
    ] {
        let engine = Engine::new(&definition(behavior));
        engine
            .insert("1", &json!({ "a": "x".repeat(length) }))
            .expect("insert");
        let before = engine.object("1").expect("object");
        for refused in [set(&engine, "1", PNG).map(drop), delete(&engine, "1")] {
            assert!(
                matches!(refused, Err(Error::BodyInUse { .. })),
                "{behavior}: {refused:?}"
            );
        }
        let after = engine.object("1").expect("object");
        assert_eq!(
            (after.body(), metadata_of(&after)),
            (before.body(), metadata_of(&before))
        );
    }
}

/// The metadata of s3db.js 21.6.2 after `setContent`, and the copy of a record that its `update` leaves.
#[test]
fn what_the_reference_leaves_in_metadata_and_body_goes() {
    for behavior in ["user-managed", "enforce-limits", "truncate-data"] {
        let engine = Engine::new(&definition(behavior));
        let key = engine.plan.record_key("1").expect("key");
        let metadata = [
            ("0", "x"),
            ("_v", "v1"),
            ("id", "1"),
            ("_contentlength", "9"),
            ("_lastmodified", "\"2026-01-01T00:00:00.000Z\""),
            ("_hascontent", "false"),
            ("_mimetype", "application/octet-stream"),
            ("_etag", "\"d41d8cd98f00b204e9800998ecf8427e\""),
            ("_definitionhash", "sha256:00"),
            ("_originalversion", "1"),
            ("_versionmapped", "true"),
        ];
        let copy = br#"{"a":"x"}"#;
        put_raw(
            &engine.store,
            &key,
            &metadata,
            copy,
            Some("application/json"),
        );
        set(&engine, "1", PNG).expect("content");
        let mut expected = json!({ "0": "x", "_v": "v1", "id": "1" });
        let kept = expected.clone();
        expected["_hascontent"] = json!("true");
        expected["_mimetype"] = json!("d:P");
        expected["_contentlength"] = json!("3");
        assert_eq!(metadata_of(&engine.object("1").expect("object")), expected);
        delete(&engine, "1").expect("deletion");
        assert_eq!(metadata_of(&engine.object("1").expect("object")), kept);
    }
}

#[test]
fn marks_that_do_not_fit_are_left_out_but_for_the_one_that_is_needed() {
    let limit = 2048;
    let room = |free: usize| {
        let engine = Engine::new(&definition("enforce-limits"));
        let key = engine.plan.record_key("1").expect("key");
        let text = "x".repeat(limit - free - "0_vv1".len());
        put_raw(
            &engine.store,
            &key,
            &[("0", &text), ("_v", "v1")],
            &[],
            None,
        );
        engine
    };
    let (flag, media_type, length) = (15, 12, 15);
    for (free, expected) in [
        (flag, &["_hascontent"][..]),
        (flag + media_type - 1, &["_hascontent"]),
        (flag + media_type, &["_hascontent", "_mimetype"]),
        (
            flag + media_type + length,
            &["_hascontent", "_mimetype", "_contentlength"],
        ),
    ] {
        let engine = room(free);
        set(&engine, "1", PNG).expect("content");
        let object = engine.object("1").expect("object");
        let marks = object.metadata().map(|(name, _)| name);
        let marks: Vec<_> = marks.filter(|name| name.len() > 2).collect();
        assert_eq!(marks, expected);
        assert_eq!(engine.get("1").expect("record").size, 3);
    }
    let engine = room(flag - 1);
    let refused = set(&engine, "1", PNG);
    assert!(
        matches!(refused, Err(Error::MetadataTooLarge { .. })),
        "{refused:?}"
    );
    assert_eq!(engine.object("1").expect("object").size(), 0);
}

#[test]
fn any_body_is_read_as_it_is() {
    let engine = Engine::new(&definition("body-only"));
    engine.insert("1", &json!({ "a": "x" })).expect("insert");
    let read = |id: &str| {
        let mut reply = Reply::default();
        ready(resource::content(
            &engine.store,
            &engine.plan,
            id,
            &mut reply,
        ))
        .map(|()| reply.into_bytes())
    };
    let body = engine.object("1").expect("object").body().to_vec();
    let reply = read("1").expect("content");
    assert!(reply.ends_with(&body));
    assert_eq!(read("2").expect("no content"), [1]);
    assert!(matches!(read("a/b"), Err(Error::InvalidId { .. })));
}
