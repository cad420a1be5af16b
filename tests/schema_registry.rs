//! Registries never give an index or a key to a second attribute.

use std::collections::BTreeMap;

use proptest::prelude::*;
use s3db_native::error::Error;
use s3db_native::schema::{Definition, Layout, PluginRegistry, Registry};
use serde_json::{Map, Value, json};

fn definition(names: &[u8]) -> Definition {
    let attributes: Map<_, _> = names
        .iter()
        .map(|name| (format!("a{name}"), json!("string")))
        .collect();
    Definition::parse(&Value::Object(attributes)).expect("definition")
}

fn assignments(registry: &Registry) -> Vec<(String, u64)> {
    let stored = registry.to_json();
    let mapped = stored["mapping"].as_object().expect("mapping").iter();
    let mapped = mapped.map(|(name, index)| (name.clone(), index.as_u64().expect("index")));
    let burned = stored["burned"].as_array().expect("burned").iter();
    let burned = burned.map(|entry| {
        (
            entry["attribute"].as_str().expect("name").to_owned(),
            entry["index"].as_u64().unwrap(),
        )
    });
    mapped.chain(burned).collect()
}

fn names() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(0_u8..12, 0..8)
}

proptest! {
    #[test]
    fn an_index_belongs_to_one_attribute_for_ever(steps in proptest::collection::vec(names(), 1..12)) {
        let mut registry = Registry::default();
        let mut owners = BTreeMap::new();
        for step in &steps {
            registry.extend(&definition(step), &PluginRegistry::default(), "now");
            for (name, index) in assignments(&registry) {
                prop_assert!(index < registry.next_index());
                prop_assert_eq!(owners.entry(index).or_insert_with(|| name.clone()), &name);
            }
            let reread = Registry::from_json(&registry.to_json()).expect("own form");
            prop_assert_eq!(&reread, &registry);
        }
    }

    #[test]
    fn merging_keeps_what_is_stored_and_never_shares_an_index(
        common in names(), ours in names(), theirs in names(),
    ) {
        let plugins = PluginRegistry::default();
        let mut base = Registry::default();
        base.extend(&definition(&common), &plugins, "now");
        let (mut local, mut stored) = (base.clone(), base);
        local.extend(&definition(&ours), &plugins, "now");
        stored.extend(&definition(&theirs), &plugins, "now");
        let before = local.clone();
        let moved = local.merge(&stored);
        let merged = local.to_json();
        let mapping = merged["mapping"].as_object().expect("mapping");
        let mut used: Vec<_> = mapping.values().filter_map(Value::as_u64).collect();
        let count = used.len();
        used.sort_unstable();
        used.dedup();
        prop_assert_eq!(used.len(), count, "two attributes share an index");
        prop_assert!(local.next_index() >= before.next_index().max(stored.next_index()));
        let mut kept = true;
        for (name, index) in mapping {
            let index = index.as_u64();
            kept &= before.index_of(name).is_none() || before.index_of(name) == index;
            if before.index_of(name).is_none() {
                prop_assert_eq!(stored.index_of(name), index);
            }
        }
        prop_assert_eq!(moved, !kept);
        prop_assert!(!local.clone().merge(&local), "merging twice changes something");
    }
}

#[test]
fn a_shared_index_is_taken_apart_on_reading() {
    let stored = json!({ "nextIndex": 2, "mapping": { "a": 0, "d": 1, "e": 1 }, "burned": [] });
    let registry = Registry::from_json(&stored).expect("registry");
    assert_eq!(
        [registry.index_of("d"), registry.index_of("e")],
        [Some(1), Some(2)]
    );
}

#[test]
fn the_next_index_lies_above_every_other() {
    let stored = json!({ "nextIndex": 1, "mapping": { "a": 0 }, "burned": [{ "index": 5, "attribute": "b" }] });
    let mut registry = Registry::from_json(&stored).expect("registry");
    let attributes = Definition::parse(&json!({ "a": "string", "b": "string" })).unwrap();
    assert!(registry.extend(&attributes, &PluginRegistry::default(), "now"));
    assert_eq!(registry.index_of("b"), Some(6));
}

#[test]
fn indices_that_are_no_whole_numbers_are_refused() {
    for index in [
        json!(-1),
        json!(1.5),
        json!("1"),
        json!(9_007_199_254_740_992_u64),
    ] {
        let error = Registry::from_json(&json!({ "mapping": { "a": index } })).expect_err("index");
        assert_eq!(error.code(), "INVALID_SCHEMA", "{index}");
    }
}

#[test]
fn plugin_keys_that_collide_are_counted() {
    let mut plugins = PluginRegistry::default();
    for name in ["n234", "n546", "n685"] {
        assert!(plugins.claim("g", name));
    }
    let keys = ["n234", "n546", "n685"].map(|name| plugins.key_of(name).map(str::to_owned));
    assert_eq!(
        keys,
        ["p2ij", "p2ij1", "p2ij2"].map(|key| Some(key.to_owned()))
    );
    assert!(!plugins.claim("g", "n234"), "claimed twice");
}

#[test]
fn a_released_plugin_key_is_not_used_again() {
    let mut plugins = PluginRegistry::default();
    plugins.claim("geo", "b");
    assert_eq!(plugins.key_of("b"), Some("p29y"));
    assert!(plugins.release("geo", "b", "now"));
    plugins.claim("geo", "b");
    assert_eq!(plugins.key_of("b"), Some("p29y1"));
    assert_eq!(
        PluginRegistry::from_json(&plugins.to_json()).expect("own form"),
        plugins
    );
}

#[test]
fn stored_plugin_keys_hold_when_merged() {
    let mut stored = PluginRegistry::default();
    stored.claim("g", "n546");
    let mut local = PluginRegistry::default();
    local.claim("g", "n234");
    assert!(local.merge(&stored), "our key was taken");
    assert_eq!(
        [local.key_of("n546"), local.key_of("n234")],
        [Some("p2ij"), Some("p2ij1")]
    );
    assert!(!local.clone().merge(&local));
}

#[test]
fn damaged_plugin_registries_are_refused_with_the_public_message() {
    let message = |stored: Value| match PluginRegistry::from_json(&stored) {
        Err(Error::InvalidSchema { reason }) => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        message(json!({ "geo": { "mapping": { "b": 5 }, "burned": [] } })),
        "Plugin schema registry contains non-string keys. Invalid plugin mapping entry: geo.b"
    );
    assert_eq!(
        message(json!({ "geo": { "mapping": {}, "burned": [{ "index": 5 }] } })),
        "Plugin schema registry contains invalid burned entries. Invalid burned entry for plugin: geo"
    );
}

#[test]
fn a_plugin_attribute_that_s3db_js_has_numbered_stays_where_it_is() {
    let attributes =
        Definition::parse(&json!({ "x": "string", "_hits": "number|optional" })).unwrap();
    let mut plugins = PluginRegistry::default();
    plugins.claim("ttl", "_hits");
    let stored = json!({ "nextIndex": 2, "mapping": { "x": 0, "_hits": 1 }, "burned": [] });
    let mut registry = Registry::from_json(&stored).expect("registry");
    assert!(!registry.extend(&attributes, &plugins, "now"));
    let layout = Layout::new(&attributes, &registry, &plugins).expect("layout");
    let slot = layout.slot_of_path("_hits").expect("slot");
    assert_eq!(&*layout.slots()[slot].key, "1");
    assert_eq!(
        layout.slot_of_stored_key("p2dw"),
        layout.slot_of_stored_key("1")
    );
}
