//! Object keys and partition references are those of s3db.js.

mod engine;
mod golden;

use engine::{Engine, plan};
use golden::keys::{by_fields, definition, partition};
use golden::{list, load};
use s3db_native::Error;
use serde_json::{Value, json};

/// What `new Date(text)` makes of texts that only JavaScript can read.
const DATES: &[(&str, &str)] = &[("Jan 15, 2024 UTC", "2024-01-15"), ("2024", "2024-01-01")];

/// Two emoji cut inside the second: the reference's key ends in a lone surrogate, which only its
/// memory client can hold. Ours is cut before the character.
const CUT: (&str, &str) = ("😀😀", "resource=k/partition=byRegionMax/region=😀/id=id1");

/// A flat name with dots is resolved by the shim before the engine sees it.
fn is_flat(vector: &Value) -> bool {
    vector["data"].get("addr.city").is_some()
}

#[test]
fn references_have_the_keys_of_the_reference() {
    let file = load("keys");
    let mut written = 0;
    for vector in list(&file, "partitionKeys")
        .iter()
        .filter(|vector| !is_flat(vector))
    {
        let name = vector["partition"].as_str().expect("name");
        let partition = partition(name, vector["fields"].as_object().expect("fields"));
        let mut definition = definition(&[partition]);
        for (name, value) in vector["data"].as_object().expect("data") {
            if value.is_number() {
                definition["attributes"][name] = json!("number");
            }
        }
        let mut engine = Engine::new(&definition);
        engine.dates = DATES;
        let id = vector["id"].as_str().expect("id");
        assert_eq!(
            engine.insert(id, &vector["data"]).expect("insert").failed,
            [],
            "{vector}"
        );
        let expected = match vector["key"].as_str() {
            Some(_) if vector["data"]["region"] == CUT.0 => vec![CUT.1],
            key => key.into_iter().collect(),
        };
        assert_eq!(
            engine.stored_keys("resource=k/partition="),
            expected,
            "{vector}"
        );
        written += expected.len();

        let (old, preimage) = engine.load(id).expect("record");
        assert_eq!(
            engine.delete(&old, &preimage).expect("delete").failed,
            [],
            "{vector}"
        );
        assert_eq!(engine.stored_keys(""), [""; 0], "{vector}");
    }
    assert!(written > 30, "only {written} references");
}

#[test]
fn records_have_the_keys_of_the_reference() {
    let file = load("keys");
    let plan = plan(&definition(&[]));
    for vector in list(&file, "resourceKeys") {
        let id = vector["id"].as_str().expect("id");
        match (plan.record_key(id), vector["key"].as_str()) {
            (Ok(key), Some(expected)) => assert_eq!(key, expected),
            (Err(Error::InvalidId { reason }), None) => {
                let thrown = vector["key"]["$throws"].as_str().expect("message");
                assert!(thrown.ends_with(&reason), "{thrown}: {reason}");
            }
            (key, _) => panic!("{vector}: {key:?}"),
        }
    }
}

#[test]
fn keys_begin_with_the_prefix_of_the_connection() {
    let mut with_prefix = definition(&[by_fields("byRegion", &["region"])]);
    with_prefix["prefix"] = json!("pre/fix/");
    let engine = Engine::new(&with_prefix);
    engine
        .insert("1", &json!({ "region": "US" }))
        .expect("insert");
    let keys = [
        "pre/fix/resource=k/data/id=1",
        "pre/fix/resource=k/partition=byRegion/region=US/id=1",
    ];
    assert_eq!(engine.stored_keys(""), keys);
    assert_eq!(engine.plan.data_folder(), "pre/fix/resource=k/data/");
    assert_eq!(
        engine.plan.history_key("v1", "1").expect("key"),
        "pre/fix/resource=k/historical/v=v1/id=1"
    );
}
