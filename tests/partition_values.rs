//! Values that are no part of a key.

mod engine;
mod golden;

use engine::Engine;
use golden::keys::{by_fields, definition};
use s3db_native::Error;
use s3db_native::key::MAX_KEY_BYTES;
use s3db_native::resource::{Plan, Walk};
use serde_json::json;

/// Row `partition-values-stay-inside`.
#[test]
fn values_that_would_leave_the_folder_are_refused_before_anything_is_stored() {
    let engine = Engine::new(&definition(&[by_fields("byRegion", &["region"])]));
    let long = "x".repeat(MAX_KEY_BYTES);
    for region in [
        "x/..",
        "x/../y",
        "x/../../../data/id=1",
        "x/.",
        "x/./y",
        "/../..",
        &long,
    ] {
        let refused = engine.insert("1", &json!({ "region": region }));
        assert!(
            matches!(refused, Err(Error::InvalidPartition { .. })),
            "{region}: {refused:?}"
        );
        let refused = engine.replace("1", &json!({ "region": region }));
        assert!(
            matches!(refused, Err(Error::InvalidPartition { .. })),
            "{region}: {refused:?}"
        );
        assert_eq!(engine.stored_keys(""), [""; 0], "{region}");
        let walk = Walk::partition(&engine.plan, "byRegion", &[("region", region)]);
        assert!(
            matches!(walk, Err(Error::InvalidPartition { .. })),
            "{region}: {walk:?}"
        );
    }
    engine
        .insert("1", &json!({ "region": "US" }))
        .expect("insert");
    let refused = engine.update("1", &json!({ "region": "x/../y" }));
    assert!(
        matches!(refused, Err(Error::InvalidPartition { .. })),
        "{refused:?}"
    );
    assert_eq!(
        engine.get("1").expect("record").fields(&engine.plan),
        json!({ "region": "US" })
    );
}

/// A record whose reference left its folder when an older release wrote it can be changed and deleted.
#[test]
fn records_with_a_value_from_before_are_not_stuck() {
    let engine = Engine::new(&definition(&[by_fields("byRegion", &["region"])]));
    for id in ["1", "2"] {
        let key = engine.plan.record_key(id).expect("key");
        engine::store::put_raw(
            &engine.store,
            &key,
            &[("0", "x/../../y"), ("_v", "v1")],
            b"",
            None,
        );
    }
    engine
        .update("1", &json!({ "region": "US" }))
        .expect("update");
    engine.take("2").expect("delete");
    let keys = [
        "resource=k/data/id=1",
        "resource=k/partition=byRegion/region=US/id=1",
    ];
    assert_eq!(engine.stored_keys(""), keys);
}

#[test]
fn a_secret_is_no_partition_field() {
    for attribute in ["secret", "password", "secretNumber|optional"] {
        let definition = json!({
            "name": "k",
            "attributes": { "region": attribute },
            "partitions": [by_fields("byRegion", &["region"])],
        });
        let refused = Plan::parse(&definition);
        assert!(
            matches!(refused, Err(Error::InvalidPartition { .. })),
            "{attribute}"
        );
    }
}
