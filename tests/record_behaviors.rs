//! Records of every behavior through insert, replace, load and commit: objects as s3db.js stores
//! them. Exemptions are those that `golden::record` names.

mod common;
mod engine;
mod golden;

use common::same_json;
use engine::reply::{Place, Record, Report};
use engine::store::metadata_of;
use engine::token::Token;
use engine::{Engine, is_missing};
use golden::record::{Case, OVER_LIMIT_ON_UPDATE, TOO_LARGE_ENCODED, TRUNCATED};
use golden::{expand, members};
use s3db_native::behavior::Behavior;
use s3db_native::codec::Codec;
use s3db_native::crypto::{Effort, decrypt};
use s3db_native::{Error, Result};
use serde_json::{Map, Value, json};

/// "Timestamps + overflow": `got` shows fields under their short keys, or only some of them.
const RETURNED_UNDER_SHORT_KEYS: [u64; 2] = [127, 128];
const PASSPHRASE: &str = "golden-passphrase";

fn engine_of(case: &Case) -> Engine {
    Engine::new(&json!({
        "name": "r",
        "version": "v1",
        "behavior": case.behavior.name(),
        "timestamps": case.timestamps,
        "attributes": case.attributes,
        "security": { "passphrase": PASSPHRASE },
    }))
}

/// The record of the first write, timestamps included.
fn first(case: &Case) -> Value {
    let mut record = members(&expand(&case.vector["input"]));
    if case.timestamps {
        record.extend(stamps(case));
    }
    Value::Object(record)
}

/// Timestamps as recorded, so that what is stored can be compared.
fn stamps(case: &Case) -> Map<String, Value> {
    let returned = members(&case.vector["insertReturned"]);
    let stamp = |name: &str| {
        let recorded = returned.get(name).cloned();
        (
            name.to_owned(),
            recorded.unwrap_or_else(|| json!("2026-01-01T00:00:00.000Z")),
        )
    };
    [stamp("createdAt"), stamp("updatedAt")]
        .into_iter()
        .collect()
}

/// Runs the operation of a vector.
fn run(case: &Case, engine: &Engine) -> Result<Report> {
    let inserted = engine.insert("x", &first(case));
    let second = Value::Object(case.record.clone());
    match case.operation.as_str() {
        "insert" => inserted,
        "replace" => inserted.and_then(|_| engine.replace("x", &second)),
        _ => inserted.and_then(|_| engine.update("x", &second)),
    }
}

/// Cipher texts replaced by their plain texts.
fn reveal(engine: &Engine, fields: &Map<String, Value>) -> Map<String, Value> {
    let reveal = |(name, value): (&String, &Value)| {
        let slot = engine
            .plan
            .layout
            .slots()
            .iter()
            .find(|slot| *slot.key == **name);
        let value = match (slot.map(|slot| slot.codec), value.as_str()) {
            (Some(Codec::Secret), Some(text)) => {
                let plain = decrypt(text, PASSPHRASE, engine.keys, Effort::Any);
                json!(plain)
            }
            _ => value.clone(),
        };
        (name.clone(), value)
    };
    fields.iter().map(reveal).collect()
}

#[test]
fn records_are_stored_as_recorded() {
    let mut compared = 0;
    for case in Case::all() {
        let engine = engine_of(&case);
        let number = case.number;
        let is_exempt = TOO_LARGE_ENCODED.contains(&number)
            || TRUNCATED.contains(&number)
            || number == OVER_LIMIT_ON_UPDATE;
        if is_exempt || case.vector.get("throws").is_some() {
            continue;
        }
        let report = run(&case, &engine).unwrap_or_else(|error| panic!("{number}: {error}"));
        let object = engine.object("x").expect("object");
        let stored = metadata_of(&object).as_object().expect("metadata").clone();
        let expected = case.stored_metadata();
        assert_eq!(
            reveal(&engine, &stored),
            reveal(&engine, &expected),
            "{number}"
        );
        let body = match object.body() {
            [] => Value::Null,
            body => serde_json::from_slice(body).expect("JSON"),
        };
        let bodies = (members(&body), members(&case.stored_body()));
        assert_eq!(
            reveal(&engine, &bodies.0),
            reveal(&engine, &bodies.1),
            "{number}"
        );
        assert_eq!(report.body_length, object.body().len(), "{number}");
        let media_type = (!body.is_null()).then_some("application/json");
        assert_eq!(object.content_type(), media_type, "{number}");
        assert_eq!(report.media_type.as_deref(), media_type, "{number}");
        compared += 1;
    }
    assert!(compared > 120, "only {compared} vectors");
}

#[test]
fn records_are_read_as_recorded() {
    for case in Case::all() {
        let engine = engine_of(&case);
        let (number, vector) = (case.number, expand(&case.vector));
        let is_cut = TRUNCATED.contains(&number) || vector.get("throws").is_some();
        if is_cut
            || (TOO_LARGE_ENCODED.contains(&number) && case.behavior == Behavior::EnforceLimits)
        {
            continue;
        }
        run(&case, &engine).unwrap_or_else(|error| panic!("{number}: {error}"));
        let mut expected = if RETURNED_UNDER_SHORT_KEYS.contains(&number) {
            members(&first(&case))
        } else {
            members(&vector["got"])
        };
        expected.retain(|name, _| !name.starts_with(['_', '$']) && name != "id");
        let read = engine.get("x").expect("record").fields(&engine.plan);
        assert!(
            same_json(&read, &Value::Object(expected.clone())),
            "{number}: {read} {expected:?}"
        );
    }
}

#[test]
fn what_is_refused_leaves_the_record_as_it_was() {
    let mut refused = 0;
    for case in Case::all() {
        let is_encoded =
            TOO_LARGE_ENCODED.contains(&case.number) && case.behavior == Behavior::EnforceLimits;
        if case.vector.get("throws").is_none() && !is_encoded {
            continue;
        }
        let engine = engine_of(&case);
        let error = run(&case, &engine).expect_err("accepted");
        assert!(
            matches!(error, Error::MetadataTooLarge { .. }),
            "{}: {error}",
            case.number
        );
        if case.operation == "insert" {
            assert!(is_missing(&engine.object("x")), "{}", case.number);
        } else {
            let read = engine.get("x").expect("record").fields(&engine.plan);
            assert_eq!(read, first(&case), "{}", case.number);
        }
        refused += 1;
    }
    assert!(refused > 25, "only {refused} vectors");
}

#[test]
fn what_does_not_fit_is_reported() {
    for case in Case::all() {
        let engine = engine_of(&case);
        let Ok(report) = run(&case, &engine) else {
            continue;
        };
        let (number, object) = (case.number, engine.object("x").expect("object"));
        let stored = metadata_of(&object);
        assert_eq!(
            report.overflowed,
            stored.get("_overflow").is_some(),
            "{number}"
        );
        assert_eq!(
            report.truncated,
            stored.get("_truncated").is_some(),
            "{number}"
        );
        let left = case.behavior == Behavior::UserManaged && !object.body().is_empty();
        assert_eq!(report.exceeds.is_some(), left, "{number}");
        let event = &case.vector["exceedsLimitEvents"][0];
        if let (Some(exceeds), "insert", true) =
            (report.exceeds, &*case.operation, event.is_object())
        {
            let recorded = ["totalSize", "limit", "excess"].map(|name| event[name].as_f64());
            assert_eq!(
                recorded,
                [Some(exceeds.0), Some(exceeds.1), Some(exceeds.2)],
                "{number}"
            );
        }
    }
}

/// What the answer of a write leaves to be read is what a read finds.
#[test]
fn truncated_fields_are_corrected_in_the_answer() {
    for case in Case::all()
        .iter()
        .filter(|case| TRUNCATED.contains(&case.number))
    {
        let engine = engine_of(case);
        let report = run(case, &engine).unwrap_or_else(|error| panic!("{}: {error}", case.number));
        let read = engine.get("x").expect("record");
        for (place, value) in &report.corrections {
            let found = match place {
                Place::Slot(slot) => &read.slots[*slot],
                Place::Undeclared(path) => undeclared(&read, path),
            };
            assert_eq!(value, found, "{}: {place:?}", case.number);
        }
        let given = Value::Object(case.record.clone());
        let changed = !same_json(&read.fields(&engine.plan), &given);
        assert_eq!(changed, report.truncated, "{}", case.number);
        assert_eq!(changed, !report.corrections.is_empty(), "{}", case.number);
    }
}

/// What a read finds of an undeclared attribute.
fn undeclared<'a>(read: &'a Record, path: &str) -> &'a Token {
    let stored = path.replace('.', "_").to_lowercase();
    let mut unknown = read.unknown.iter();
    unknown
        .find(|(name, _)| *name == stored)
        .map_or(&Token::Absent, |(_, value)| value)
}

#[test]
fn truncated_undeclared_fields_are_corrected_in_the_answer() {
    let engine = Engine::new(&json!({
        "name": "r",
        "version": "v1",
        "behavior": "truncate-data",
        "attributes": { "a": "string" },
    }));
    let long = "n".repeat(3000);
    for (record, places) in [
        (json!({ "a": "x", "Note": long }), vec!["Note"]),
        (json!({ "a": "x", "o": { "note": long } }), vec!["o.note"]),
        (json!({ "a": "x", "list": [long] }), vec!["list"]),
        (json!({ "a": "x", "p": long, "q": [long] }), vec!["q", "p"]),
    ] {
        let report = engine.replace("x", &record).expect("replace");
        let read = engine.get("x").expect("record");
        let corrected: Vec<_> = report
            .corrections
            .iter()
            .map(|(place, _)| place.clone())
            .collect();
        let expected: Vec<_> = places
            .iter()
            .map(|path| Place::Undeclared((*path).to_owned()))
            .collect();
        assert_eq!(corrected, expected);
        for ((_, value), path) in report.corrections.iter().zip(places) {
            assert_eq!(value, undeclared(&read, path), "{path}");
        }
    }
}
