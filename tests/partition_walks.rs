//! References are found by the values of their fields, and no value leaves its folder.

mod common;
mod engine;
mod golden;

use common::strategy;
use engine::Engine;
use engine::store::ready;
use golden::keys::{by_fields, definition};
use proptest::prelude::*;
use s3db_native::key::{check_id, normalize};
use s3db_native::resource::{Range, Walk};
use s3db_native::store::ObjectStore;
use serde_json::json;

/// The ids under some values of a partition.
fn ids(engine: &Engine, partition: &str, values: &[(&str, &str)]) -> Vec<String> {
    let walk = Walk::partition(&engine.plan, partition, values).expect("walk");
    let (ids, next) = engine
        .list_ids(
            &walk,
            Range {
                limit: 100,
                ..Range::default()
            },
        )
        .expect("ids");
    assert_eq!(next, None);
    assert_eq!(ready(walk.count(&engine.store)).expect("count"), ids.len());
    ids
}

#[test]
fn a_value_is_matched_as_a_whole() {
    let partitions = [
        by_fields("by", &["region"]),
        by_fields("byB", &["region", "b"]),
    ];
    let engine = Engine::new(&definition(&partitions));
    for (id, region, b) in [
        ("1", "US", "x"),
        ("2", "USA", "US"),
        ("3", "US", "y"),
        ("4", "", "x"),
    ] {
        engine
            .insert(id, &json!({ "region": region, "b": b }))
            .expect("insert");
    }
    assert_eq!(ids(&engine, "by", &[("region", "US")]), ["1", "3"]);
    assert_eq!(ids(&engine, "by", &[("region", "U")]), [""; 0]);
    assert_eq!(ids(&engine, "by", &[("region", "")]), ["4"]);
    assert_eq!(ids(&engine, "by", &[]), ["4", "1", "3", "2"]);
    assert_eq!(ids(&engine, "byB", &[("b", "x")]), ["4", "1"]);
    assert_eq!(ids(&engine, "byB", &[("region", "US")]), ["1", "3"]);
    assert_eq!(ids(&engine, "byB", &[("region", "x")]), [""; 0]);
    assert_eq!(ids(&engine, "byB", &[("region", "US"), ("b", "y")]), ["3"]);
}

#[test]
fn fields_behind_a_gap_are_matched_below_the_prefix_only() {
    let mut definition = definition(&[by_fields("p", &["A", "b", "region"])]);
    definition["prefix"] = json!("shared/region=US");
    let engine = Engine::new(&definition);
    for (id, a, b, region) in [
        ("1", "a", "b", "US"),
        ("2", "a", "b", "EU"),
        ("3", "a", "c", "EU"),
        ("4", "z", "b", "US"),
    ] {
        engine
            .insert(id, &json!({ "A": a, "b": b, "region": region }))
            .expect("insert");
    }
    assert_eq!(ids(&engine, "p", &[("region", "US")]), ["1", "4"]);
    assert_eq!(ids(&engine, "p", &[("region", "U")]), [""; 0]);
    assert_eq!(
        ids(&engine, "p", &[("A", "a"), ("region", "EU")]),
        ["2", "3"]
    );
    assert_eq!(
        ids(&engine, "p", &[("b", "b"), ("region", "US")]),
        ["1", "4"]
    );
    assert_eq!(
        ids(&engine, "p", &[("A", "a"), ("b", "b"), ("region", "EU")]),
        ["2"]
    );
}

#[test]
fn values_with_slashes_are_found_where_they_are_stored() {
    let engine = Engine::new(&definition(&[by_fields("p", &["b", "region"])]));
    for (id, region) in [
        ("1", "a/b"),
        ("2", "a//b/"),
        ("3", "a"),
        ("4", "/a"),
        ("5", "b=c"),
    ] {
        engine
            .insert(id, &json!({ "b": "x", "region": region }))
            .expect("insert");
    }
    for values in [vec![("b", "x")], vec![]] {
        let with = |region| {
            let mut values = values.clone();
            values.push(("region", region));
            values
        };
        assert_eq!(ids(&engine, "p", &with("a/b")), ["1", "2"]);
        assert_eq!(ids(&engine, "p", &with("a//b/")), ["1", "2"]);
        assert_eq!(ids(&engine, "p", &with("b=c")), ["5"]);
    }
}

proptest! {
    #![proptest_config(strategy::cases(512))]

    #[test]
    fn no_value_leaves_its_folder(
        region in prop_oneof![strategy::text(), "[./ab=]{0,12}", ".{0,12}"],
        b in prop_oneof![strategy::text(), "[./]{0,6}"],
        id in prop_oneof![strategy::text(), "[./=a]{0,6}"],
    ) {
        let engine = Engine::new(&definition(&[by_fields("p", &["b", "region"])]));
        let record = json!({ "b": b, "region": region });
        match engine.insert(&id, &record) {
            Err(error) => {
                let code = error.code();
                let expected = ["INVALID_PARTITION", "INVALID_ID", "METADATA_LIMIT_EXCEEDED"];
                prop_assert!(expected.contains(&code), "{}", error);
                prop_assert_eq!(ready(engine.store.count("")).unwrap(), 0);
            }
            Ok(report) => {
                prop_assert!(check_id(&id).is_ok() && report.failed.is_empty());
                let keys = engine.stored_keys("");
                prop_assert_eq!(keys.len(), 2);
                prop_assert!(keys[0].starts_with("resource=k/data/id="));
                prop_assert!(keys[1].starts_with("resource=k/partition=p/b="));
                prop_assert_eq!(normalize(&keys[1]).unwrap(), &*keys[1]);
                let end = format!("/id={id}");
                prop_assert!(keys[1].ends_with(&end));
                let values = [("b", b.as_str()), ("region", region.as_str())];
                prop_assert_eq!(ids(&engine, "p", &values), vec![id.clone()]);
                prop_assert_eq!(ids(&engine, "p", &values[..1]), vec![id.clone()]);
                engine.take(&id).unwrap();
                prop_assert_eq!(ready(engine.store.count("")).unwrap(), 0);
            }
        }
    }
}
