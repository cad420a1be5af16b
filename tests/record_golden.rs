//! Records inserted and read through the engine: objects and values are those of s3db.js, but for
//! the deviations that `common::deviation` and `golden::vector` name.

mod common;
mod engine;
mod golden;

use std::collections::BTreeMap;

use common::deviation::DEVIATIONS;
use common::{number_text, same_json};
use engine::Engine;
use engine::reply::{Place, Record};
use engine::store::metadata_of;
use golden::vector::{ANSWERED_BY_THE_SHIM, PASSPHRASE, Vector};
use golden::{list, load, members};
use s3db_native::codec::Codec;
use s3db_native::crypto::{Effort, decrypt, verify};
use s3db_native::schema::Slot;
use serde_json::{Map, Value, json};

/// Vectors in the file.
const COUNT: usize = 383;

/// Inserts every vector that the engine answers, and checks it. Answers how many there were.
fn replay(check: impl Fn(&Vector<'_>, &Engine)) -> usize {
    let file = load("encode");
    let vectors = list(&file, "vectors")
        .iter()
        .map(|vector| Vector::new(vector, DEVIATIONS));
    let mut replayed = 0;
    for vector in vectors.filter(|vector| !ANSWERED_BY_THE_SHIM.contains(&vector.id)) {
        check(&vector, &Engine::new(&vector.definition()));
        replayed += 1;
    }
    replayed
}

/// The slot of a stored key.
fn slot<'e>(engine: &'e Engine, key: &str) -> &'e Slot {
    let mut slots = engine.plan.layout.slots().iter();
    slots
        .find(|slot| &*slot.key == key)
        .unwrap_or_else(|| panic!("no slot `{key}`"))
}

/// The text behind a secret or password.
fn given(vector: &Vector<'_>, slot: &Slot) -> String {
    let input = &vector.recorded["input"];
    let value = slot
        .segments
        .iter()
        .fold(input, |value, name| &value[&**name]);
    value
        .as_str()
        .map_or_else(|| number_text(value), str::to_owned)
}

fn check_text(vector: &Vector<'_>, engine: &Engine, key: &str, stored: &str, expected: &Value) {
    let codec = |key| slot(engine, key).codec;
    if vector.is_volatile() && codec(key).is_password() {
        assert!(
            verify(&given(vector, slot(engine, key)), stored, ""),
            "{}: {stored}",
            vector.id
        );
    } else if vector.is_volatile() && codec(key).is_secret() && stored != "null" {
        let plain = decrypt(stored, PASSPHRASE, engine.keys, Effort::Any).expect("plain text");
        assert_eq!(plain, given(vector, slot(engine, key)), "{}", vector.id);
    } else if !expected.is_null() {
        assert_eq!(stored, expected, "{}: key {key}", vector.id);
    }
}

fn check_stored(vector: &Vector<'_>, engine: &Engine, expected: &Map<String, Value>) {
    let object = engine.object("x").expect("object");
    assert_eq!(
        (object.body(), object.content_type()),
        (b"".as_slice(), None),
        "{}",
        vector.id
    );
    let mut stored = members(&metadata_of(&object));
    assert_eq!(stored.remove("_v"), Some(json!("v1")), "{}", vector.id);
    assert_eq!(stored.len(), expected.len(), "{}: {stored:?}", vector.id);
    for (key, expected) in expected {
        let text = stored[key].as_str().expect("text");
        check_text(vector, engine, key, text, expected);
    }
}

fn check_read(vector: &Vector<'_>, engine: &Engine, read: &Record, expected: &Value) {
    let facts = (&*read.id, read.size, read.version.as_deref());
    assert_eq!(facts, ("x", 0, None), "{}", vector.id);
    let fields = read.fields(&engine.plan);
    let is_hashed = engine
        .plan
        .layout
        .slots()
        .iter()
        .any(|slot| slot.codec.is_password());
    if is_hashed && vector.is_volatile() {
        let stored = engine.object("x").expect("object");
        assert_eq!(fields["fld"], metadata_of(&stored)["0"], "{}", vector.id);
    } else {
        assert!(
            same_json(&fields, expected),
            "{}: {fields} instead of {expected}",
            vector.id
        );
    }
}

#[test]
fn every_vector_is_stored_and_read() {
    let replayed = replay(|vector, engine| {
        let (metadata, record) = vector.expected();
        let report = engine.insert("x", &vector.validated());
        let report = report.unwrap_or_else(|error| panic!("{}: {error}", vector.id));
        assert_eq!((&*report.id, report.body_length), ("x", 0), "{}", vector.id);
        check_stored(vector, engine, &metadata);
        check_read(vector, engine, &engine.get("x").expect("record"), &record);
    });
    assert_eq!(replayed + ANSWERED_BY_THE_SHIM.len(), COUNT);
}

/// What the shim makes of its input and the corrections of an insert is what `get` returns. Only
/// `any` keeps what the caller gave.
#[test]
fn insert_answers_what_get_returns() {
    let replayed = replay(|vector, engine| {
        let record = vector.validated();
        let report = engine.insert("x", &record).expect("insert");
        let read = engine.get("x").expect("record");
        let corrections: BTreeMap<_, _> = report.corrections.iter().cloned().collect();
        for (index, slot) in engine.plan.layout.slots().iter().enumerate() {
            let given = slot
                .segments
                .iter()
                .try_fold(&record, |value, name| value.get(&**name));
            let answer = match corrections.get(&Place::Slot(index)) {
                Some(corrected) => corrected.value(),
                None => given.cloned(),
            };
            let (Some(answer), Some(value)) = (answer, read.slots[index].value()) else {
                continue;
            };
            let is_kept = slot.codec == Codec::Any || answer["$number"] == "-0";
            let is_same = same_json(&answer, &value);
            assert!(
                is_kept || is_same,
                "{}: {answer} is read as {value}",
                vector.id
            );
        }
    });
    assert_eq!(replayed + ANSWERED_BY_THE_SHIM.len(), COUNT);
}
