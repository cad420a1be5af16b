//! References follow their records: what is written, moved and deleted is what a read finds.

mod engine;

use engine::Engine;
use engine::reply::Failure;
use serde_json::{Value, json};

fn by(name: &str, path: &str, rule: &str) -> Value {
    json!({ "name": name, "fields": [{ "path": path, "rule": rule }] })
}

fn engine(behavior: &str, attributes: Value, partitions: Vec<Value>) -> Engine {
    Engine::new(&json!({
        "name": "r", "version": "v1", "behavior": behavior,
        "attributes": attributes, "partitions": partitions,
        "security": { "passphrase": "secret" },
    }))
}

const NONE: [Failure; 0] = [];

/// The references, without the folder of the resource.
fn references(engine: &Engine) -> Vec<String> {
    let keys = engine.stored_keys("resource=r/partition=");
    keys.iter()
        .map(|key| key["resource=r/partition=".len()..].to_owned())
        .collect()
}

#[test]
fn a_moved_record_has_its_new_references_only() {
    let attributes = json!({ "region": "string|optional", "city": "string|optional" });
    let partitions = vec![
        by("byCity", "city", "string"),
        by("byRegion", "region", "string"),
    ];
    let engine = engine("user-managed", attributes, partitions);
    engine
        .insert("1", &json!({ "region": "US", "city": "NY" }))
        .expect("insert");
    assert_eq!(
        references(&engine),
        ["byCity/city=NY/id=1", "byRegion/region=US/id=1"]
    );

    engine
        .update("1", &json!({ "region": "EU", "city": "NY" }))
        .expect("update");
    assert_eq!(
        references(&engine),
        ["byCity/city=NY/id=1", "byRegion/region=EU/id=1"]
    );

    engine
        .update("1", &json!({ "region": "EU", "city": null }))
        .expect("update");
    assert_eq!(references(&engine), ["byRegion/region=EU/id=1"]);

    engine
        .replace("1", &json!({ "region": "BR", "city": "Rio" }))
        .expect("replace");
    assert_eq!(
        references(&engine),
        ["byCity/city=Rio/id=1", "byRegion/region=BR/id=1"]
    );

    engine.replace("1", &json!({})).expect("replace");
    assert_eq!(references(&engine), [""; 0]);

    engine
        .replace("2", &json!({ "region": "US" }))
        .expect("replace");
    assert_eq!(engine.take("2").expect("delete").1.failed, NONE);
    assert_eq!(references(&engine), [""; 0]);
}

#[test]
fn a_reference_holds_the_version_and_nothing_else() {
    let engine = engine(
        "user-managed",
        json!({ "region": "string", "note": "string" }),
        vec![by("p", "region", "string")],
    );
    engine
        .insert("1", &json!({ "region": "US", "note": "private" }))
        .expect("insert");
    let key = &engine.stored_keys("resource=r/partition=")[0];
    let object = engine::store::ready(s3db_native::store::ObjectStore::get(&engine.store, key));
    let object = object.expect("reference");
    assert_eq!(engine::store::metadata_of(&object), json!({ "_v": "v1" }));
    assert_eq!((object.size(), object.content_type()), (0, None));
}

/// Values that are stored otherwise than given are indexed as they are stored.
///
/// Row `partition-dates`.
#[test]
fn keys_are_made_of_what_is_stored() {
    let attributes = json!({
        "price": "money", "at": "datetime", "day": "date", "place": "geo:point:2",
        "flag": "boolean|optional", "addr": "ip6", "left": "duration",
    });
    let partitions = vec![
        by("addr", "addr", "string"),
        by("at", "at", "date|maxlength:10"),
        by("day", "day", "date"),
        by("flag", "flag", "boolean"),
        by("left", "left", "string"),
        by("place", "place.latitude", "number"),
        by("price", "price", "number"),
    ];
    let engine = engine("user-managed", attributes, partitions);
    let record = json!({
        "price": 1.005, "at": { "$date": "2024-01-15T23:59:59.999Z" },
        "day": "2024-01-15T10:20:30.456Z", "place": { "lat": 10.0, "lon": 20.5 },
        "flag": true, "addr": "2001:0db8:0:0:0:0:0:1", "left": "90s",
    });
    engine.insert("1", &record).expect("insert");
    let expected = [
        "addr/addr=2001:db8::1/id=1",
        "at/at=2024-01-15/id=1",
        "day/day=2024-01-15/id=1",
        "flag/flag=true/id=1",
        "left/left=PT1M30S/id=1",
        "place/place.latitude=10/id=1",
        "price/price=1/id=1",
    ];
    assert_eq!(references(&engine), expected);
    let read = engine.get("1").expect("record").fields(&engine.plan);
    engine.update("1", &read).expect("update");
    assert_eq!(references(&engine), expected);
    engine.take("1").expect("delete");
    assert_eq!(references(&engine), [""; 0]);
}

#[test]
fn a_truncated_field_is_indexed_as_it_was_cut() {
    let attributes = json!({ "a": "string", "b": "string", "c": "string" });
    let engine = engine("truncate-data", attributes, vec![by("p", "c", "string")]);
    let record = json!({ "a": "x".repeat(700), "b": "y".repeat(700), "c": "z".repeat(800) });
    assert!(engine.insert("1", &record).expect("insert").truncated);
    let stored = engine.get("1").expect("record").fields(&engine.plan);
    let cut = stored["c"].as_str().expect("text");
    assert!(cut.len() < 800);
    assert_eq!(references(&engine), [format!("p/c={cut}/id=1")]);
    engine.take("1").expect("delete");
    assert_eq!(references(&engine), [""; 0]);
}

/// Metadata keeps undeclared names in small letters.
#[test]
fn undeclared_fields_are_followed() {
    for behavior in ["user-managed", "body-only"] {
        let attributes = json!({ "a": "string|optional" });
        let partitions = vec![by("p", "Extra", "string"), by("q", "deep.Name", "string")];
        let engine = engine(behavior, attributes, partitions);
        let record = json!({ "Extra": "x", "deep": { "Name": "y" } });
        engine.insert("1", &record).expect("insert");
        assert_eq!(
            references(&engine),
            ["p/Extra=x/id=1", "q/deep.Name=y/id=1"],
            "{behavior}"
        );
        engine.take("1").expect("delete");
        assert_eq!(references(&engine), [""; 0], "{behavior}");
    }
}

#[test]
fn dates_that_only_javascript_reads_are_given_and_followed() {
    let attributes = json!({ "day": "string" });
    let mut engine = engine("user-managed", attributes, vec![by("p", "day", "date")]);
    engine.dates = &[
        ("Jan 15, 2024", "2024-01-15"),
        ("Feb 1, 2024", "2024-02-01"),
    ];
    engine
        .insert("1", &json!({ "day": "Jan 15, 2024" }))
        .expect("insert");
    assert_eq!(references(&engine), ["p/day=2024-01-15/id=1"]);
    engine
        .update("1", &json!({ "day": "Feb 1, 2024" }))
        .expect("update");
    assert_eq!(references(&engine), ["p/day=2024-02-01/id=1"]);
    let (old, preimage) = engine.load("1").expect("record");
    engine.delete(&old, &preimage).expect("delete");
    assert_eq!(references(&engine), [""; 0]);
}

#[test]
fn references_may_be_left_for_later() {
    let attributes = json!({ "region": "string|optional" });
    let mut engine = engine(
        "user-managed",
        attributes,
        vec![by("byRegion", "region", "string")],
    );
    engine.plan.defers_references = true;
    engine
        .insert("1", &json!({ "region": "US" }))
        .expect("insert");
    assert_eq!(references(&engine), ["byRegion/region=US/id=1"]);
    let (read, preimage) = engine.load("1").expect("record");
    let frame = engine.frame(&json!({ "region": "EU" }));
    let moves = engine.commit_and_leave(&read, &preimage, &frame);
    assert_eq!(references(&engine), ["byRegion/region=US/id=1"]);
    assert_eq!(engine.move_references(&moves), NONE);
    assert_eq!(references(&engine), ["byRegion/region=EU/id=1"]);
}
