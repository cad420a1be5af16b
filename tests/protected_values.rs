//! Secrets and passwords wherever they are: never in clear in the store or in debug output, and read
//! back as what they were.

mod engine;

use engine::Engine;
use engine::store::metadata_of;
use s3db_native::crypto::{Effort, PasswordPolicy, verify};
use s3db_native::frame::Reply;
use s3db_native::resource::{Commit, NewRecord, Outcome, ReadRecord};
use s3db_native::store::Condition;
use serde_json::{Value, json};

/// A text that must not be found anywhere.
const CLEAR: &str = "correct horse battery staple";

fn engine(behavior: &str, attributes: Value) -> Engine {
    Engine::new(&json!({
        "name": "r", "version": "v1", "behavior": behavior, "attributes": attributes,
        "security": { "passphrase": "passphrase of the test", "pepper": "PEPPER", "rounds": 4 },
    }))
}

/// Everything that is stored, as text.
fn stored(engine: &Engine) -> String {
    let objects = engine.store.snapshot().into_iter();
    objects
        .map(|(key, object)| {
            format!(
                "{key} {} {}\n",
                metadata_of(&object),
                String::from_utf8_lossy(object.body())
            )
        })
        .collect()
}

#[test]
fn secrets_at_any_depth_are_encrypted_and_read_back() {
    let attributes = json!({
        "plain": "secret",
        "nested": { "token": "secret" },
        "list": { "type": "array", "items": "secret" },
        "short": "array|items:secret",
        "object": { "type": "object", "props": { "token": "secret", "name": "string" } },
        "deep": { "type": "array", "items": { "type": "object", "props": { "token": "secret" } } },
    });
    let record = json!({
        "plain": CLEAR,
        "nested": { "token": CLEAR },
        "list": [CLEAR, "", CLEAR],
        "short": [CLEAR],
        "object": { "token": CLEAR, "name": "n" },
        "deep": [{ "token": CLEAR }, {}, { "token": null }],
    });
    for behavior in ["user-managed", "body-overflow", "body-only"] {
        let engine = engine(behavior, attributes.clone());
        engine.insert("1", &record).expect("insert");
        let stored = stored(&engine);
        assert!(!stored.contains("horse"), "{behavior}: {stored}");
        let read = engine.get("1").expect("record").fields(&engine.plan);
        assert_eq!(read, record, "{behavior}");
    }
}

#[test]
fn values_of_other_types_are_no_less_secret() {
    let attributes = json!({
        "number": "secretNumber",
        "numbers": { "type": "array", "items": "secretNumber" },
        "anything": { "type": "array", "items": "secretAny" },
        "texts": { "type": "array", "items": "secret" },
    });
    let engine = engine("body-only", attributes);
    let record = json!({
        "number": 12_345.678,
        "numbers": [12_345.678, 0],
        "anything": [CLEAR, 12_345.678, true, { "horse": 12_345.678 }, ["horse"], null],
        "texts": ["12345.678"],
    });
    engine.insert("1", &record).expect("insert");
    let stored = stored(&engine);
    for clear in ["horse", "12345", "true"] {
        assert!(!stored.contains(clear), "{clear}: {stored}");
    }
    let read = engine.get("1").expect("record").fields(&engine.plan);
    assert_eq!(read["number"], json!(12_345.678));
    assert_eq!(read["numbers"], json!([12_345.678, 0.0]));
    assert_eq!(read["texts"], record["texts"]);
    // The text of a value of any type is its JSON.
    let anything = json!([
        CLEAR,
        "12345.678",
        "true",
        "{\"horse\":12345.678}",
        "[\"horse\"]",
        null
    ]);
    assert_eq!(read["anything"], anything);
}

#[test]
fn passwords_at_any_depth_are_hashed() {
    let attributes = json!({
        "plain": "password",
        "nested": { "pin": "password|optional" },
        "list": { "type": "array", "items": "password" },
        "devices": {
            "type": "array",
            "items": { "type": "object", "props": { "pin": "password", "key": "secret" } },
        },
    });
    let engine = engine("user-managed", attributes);
    let record = json!({
        "plain": CLEAR,
        "nested": { "pin": 1234 },
        "list": [CLEAR, "other"],
        "devices": [{ "pin": CLEAR, "key": "visible" }, { "key": "too" }],
    });
    let report = engine.insert("1", &record).expect("insert");
    assert!(!stored(&engine).contains("horse"));
    let read = engine.get("1").expect("record").fields(&engine.plan);
    let fits = |plain: &str, hash: &Value| verify(plain, hash.as_str().expect("hash"), "PEPPER");
    assert!(fits(CLEAR, &read["plain"]) && fits("1234", &read["nested"]["pin"]));
    assert!(fits(CLEAR, &read["list"][0]) && fits("other", &read["list"][1]));
    let shown = format!("{report:?}");
    assert!(
        !shown.contains("horse"),
        "the answer shows what is stored: {shown}"
    );
    assert!(
        shown.contains("visible") && shown.contains("too"),
        "{shown}"
    );

    engine.update("1", &read).expect("update");
    assert_eq!(
        engine.get("1").expect("record").fields(&engine.plan),
        read,
        "hashed once"
    );
}

/// Under another passphrase a cipher text reads as it is, and is written as it was read.
#[test]
fn cipher_texts_that_come_back_stay_as_they_are() {
    let attributes = json!({
        "name": "string",
        "list": "array|items:secret",
        "deep": { "type": "array", "items": { "type": "object", "props": { "key": "secret" } } },
    });
    let definition = |passphrase: &str| {
        json!({
            "name": "r", "version": "v1", "behavior": "user-managed", "attributes": attributes,
            "security": { "passphrase": passphrase },
        })
    };
    let own = Engine::new(&definition("passphrase of the test"));
    let record = json!({ "name": "n", "list": [CLEAR, "b"], "deep": [{ "key": CLEAR }] });
    own.insert("1", &record).expect("insert");
    let before = stored(&own);
    let mut stranger = Engine::over(own.store, &definition("another passphrase"));
    let mut read = stranger.get("1").expect("record").fields(&stranger.plan);
    stranger.update("1", &read).expect("update");
    assert_eq!(stored(&stranger), before);

    read["list"] = json!([read["list"][1], "c", read["list"][0]]);
    stranger.update("1", &read).expect("update");
    assert!(!stored(&stranger).contains("\"c\""));
    stranger.plan = engine::plan(&definition("passphrase of the test"));
    let list = &stranger.get("1").expect("record").fields(&stranger.plan)["list"];
    assert_eq!((&list[0], &list[2]), (&json!("b"), &json!(CLEAR)));
    assert_ne!(list[1], json!("c"));
}

/// What was stored in clear, as s3db.js does, is encrypted by the next update; so is a plain text that only
/// looks as if it were encrypted.
#[test]
fn what_was_stored_in_clear_is_encrypted_by_an_update() {
    let engine = engine("user-managed", json!({ "l": "array|items:secret" }));
    let key = engine.plan.record_key("1").expect("key");
    let hexadecimal = "0123456789abcdef".repeat(4);
    let clear = format!("[\"{CLEAR}\",\"{hexadecimal}\"]");
    let metadata = [("0", clear.as_str()), ("_v", "v1")];
    engine::store::put_raw(&engine.store, &key, &metadata, b"", None);
    let read = engine.get("1").expect("record").fields(&engine.plan);
    assert_eq!(read["l"], json!([CLEAR, hexadecimal]));
    engine.update("1", &read).expect("update");
    let stored = stored(&engine);
    assert!(
        !stored.contains(CLEAR) && !stored.contains(&hexadecimal),
        "{stored}"
    );
    let again = engine.get("1").expect("record").fields(&engine.plan);
    assert_eq!(again["l"], read["l"]);
}

#[test]
fn absent_secrets_are_not_encrypted() {
    let attributes = json!({
        "s": "secret|optional", "p": "password|optional", "l": { "type": "array", "items": "secret" },
    });
    let engine = engine("user-managed", attributes);
    let undefined = json!({ "$undefined": true });
    engine
        .insert("1", &json!({ "s": undefined, "p": undefined }))
        .expect("insert");
    engine
        .insert("2", &json!({ "s": null, "p": null, "l": [] }))
        .expect("insert");
    let metadata = |id| metadata_of(&engine.object(id).expect("object"));
    assert_eq!(metadata("1"), json!({ "_v": "v1" }));
    let stored = json!({ "0": "null", "1": "null", "4": "[]", "_v": "v1" });
    assert_eq!(metadata("2"), stored);
}

/// Lists that were written before their items were declared secret are still read.
#[test]
fn what_was_stored_in_clear_is_read_as_it_is() {
    let engine = engine(
        "user-managed",
        json!({ "l": { "type": "array", "items": "secret" } }),
    );
    let key = engine.plan.record_key("1").expect("key");
    for (stored, read) in [
        ("a|b", json!("a|b")),
        ("[\"a\",1]", json!(["a", 1])),
        ("7", json!(7.0)),
    ] {
        engine::store::put_raw(
            &engine.store,
            &key,
            &[("2", stored), ("_v", "v1")],
            b"",
            None,
        );
        assert_eq!(
            engine.get("1").expect("record").fields(&engine.plan)["l"],
            read
        );
    }
}

/// What a logger prints of the engine's structures.
#[test]
fn debug_output_shows_no_plain_text() {
    let attributes = json!({ "s": "secret", "list": { "type": "array", "items": "secret" } });
    let engine = engine("user-managed", attributes);
    let record = json!({ "s": CLEAR, "list": [CLEAR] });
    engine.insert("1", &record).expect("insert");
    let (context, frame) = (engine.context(Effort::Any), engine.frame(&record));
    let parsed = engine.plan.parse_frame(&frame).expect("frame");
    let new = NewRecord::map(&context, "1", parsed, None).expect("record");
    let object = engine.object("1").expect("object");
    let Ok(Outcome::Done(read)) = ReadRecord::decode(&context, "1", &object) else {
        panic!("not decoded")
    };
    let mut reply = Reply::default();
    read.write(&mut reply);
    let (_, preimage) = engine.load("1").expect("record");
    let commit = Commit {
        frame: &frame,
        old_dates: "",
        condition: Condition::None,
        is_recent: false,
    };
    let policy = PasswordPolicy {
        pepper: "PEPPER".to_owned(),
        ..PasswordPolicy::default()
    };
    for shown in [
        format!("{:?}", engine.plan),
        format!("{:?}", engine.keys),
        format!("{context:?}"),
        format!("{new:?}"),
        format!("{read:?}"),
        format!("{preimage:?}"),
        format!("{commit:?}"),
        format!("{reply:?}"),
        format!("{policy:?}"),
        format!("{:?}", engine.store),
    ] {
        for clear in ["horse", "passphrase of the test", "PEPPER"] {
            assert!(!shown.contains(clear), "{shown}");
        }
    }
}
