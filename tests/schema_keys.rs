//! Keys: explicit maps, names that stores make, names of older releases.

use s3db_native::error::Error;
use s3db_native::schema::key_name::{
    Reserved, base36, parse_base36, reserved, sanitize, sanitized_len,
};
use s3db_native::schema::{Definition, KeyOrigin, Layout, PluginRegistry, Registry, StoredName};
use serde_json::{Map, Value, json};

fn layout(attributes: &Value) -> Layout {
    let definition = Definition::parse(attributes).expect("definition");
    let mut registry = Registry::default();
    registry.extend(&definition, &PluginRegistry::default(), "now");
    Layout::new(&definition, &registry, &PluginRegistry::default()).expect("layout")
}

fn with_map(map: &[(&str, &str)]) -> Result<Layout, Error> {
    let definition = Definition::parse(&json!({ "a": "string", "b": "string" })).unwrap();
    let map = map
        .iter()
        .map(|(name, key)| ((*name).to_owned(), (*key).to_owned()))
        .collect();
    Layout::with_map(&definition, map, &PluginRegistry::default())
}

fn path_of<'l>(layout: &'l Layout, key: &str) -> Option<&'l str> {
    match layout.slot_of_stored_key(key)? {
        StoredName::Slot(position) => Some(&layout.slots()[position].path),
        StoredName::Attribute(name) => Some(name),
    }
}

#[test]
fn explicit_maps_are_checked_with_the_public_messages() {
    let message = |map: &[(&str, &str)]| match with_map(map) {
        Err(Error::InvalidSchema { reason }) => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        message(&[("a", "A1"), ("b", "0")]),
        "Schema map contains non-base36 keys. Invalid map entries: a:A1"
    );
    assert_eq!(
        message(&[
            ("a", ""),
            ("b", "B"),
            ("c", "C"),
            ("d", "D"),
            ("e", "E"),
            ("f", "F")
        ]),
        "Schema map contains non-base36 keys. Invalid map entries: a:, b:B, c:C, d:D, e:E..."
    );
    assert_eq!(
        message(&[("a", "0"), ("b", "0")]),
        "Duplicate schema map key detected: 0"
    );
}

#[test]
fn attributes_missing_from_an_explicit_map_keep_their_name() {
    let layout = with_map(&[("a", "7")]).expect("layout");
    assert_eq!(&*layout.slots()[0].key, "7");
    assert_eq!(
        (&*layout.slots()[1].key, layout.slots()[1].origin),
        ("b", KeyOrigin::Path)
    );
    assert!(
        with_map(&[("a", "0"), ("b", "00")]).is_ok(),
        "`00` is another key than `0`"
    );
}

#[test]
fn a_layout_needs_every_index() {
    let definition = Definition::parse(&json!({ "a": "string" })).unwrap();
    let layout = Layout::new(
        &definition,
        &Registry::default(),
        &PluginRegistry::default(),
    );
    assert_eq!(layout.expect_err("no index").code(), "INVALID_SCHEMA");
}

#[test]
fn options_take_keys_and_inner_definitions_have_none() {
    let layout = layout(&json!({
        "id": "string|min:3",
        "age": { "type": "number", "min": 0 },
        "o": { "x": { "type": "number" }, "q": { "r": "string" } },
    }));
    let map =
        r#"{"id":"0","age.type":"1","age.min":"2","o.x.type":"3","o.q.r":"4","age":"5","o":"6"}"#;
    assert_eq!(layout.map_json(), map);
    assert_eq!(
        layout.slot_of_path("id"),
        None,
        "the id is in the object's key"
    );
    let keys: Vec<_> = layout
        .slots()
        .iter()
        .map(|slot| (&*slot.path, &*slot.key))
        .collect();
    let expected = [
        ("age", "5"),
        ("o", "6"),
        ("o.x", "o.x"),
        ("o.q", "o.q"),
        ("o.q.r", "4"),
    ];
    assert_eq!(keys, expected);
    assert_eq!(path_of(&layout, "o_x"), Some("o.x"), "name in metadata");
    assert_eq!(path_of(&layout, "o.x"), Some("o.x"), "name in a body");
    assert_eq!(
        layout.slot_of_stored_key("2"),
        Some(StoredName::Attribute("age.min"))
    );
    assert_eq!(
        layout.slot_of_stored_key("0"),
        Some(StoredName::Attribute("id"))
    );
    assert_eq!(layout.slot_of_stored_key("7"), None);
}

#[test]
fn leaves_are_numbered_in_the_order_of_their_paths() {
    let layout =
        layout(&json!({ "10": "string", "2": { "type": "string", "min": 1 }, "b": "any" }));
    assert_eq!(
        layout.map_json(),
        r#"{"2":"4","10":"0","2.type":"1","2.min":"2","b":"3"}"#
    );
}

#[test]
fn fields_that_a_store_could_not_tell_apart_are_refused() {
    let definition = Definition::parse(&json!({
        "o": { "Key": { "type": "number" }, "key": { "type": "number" } },
    }));
    let definition = definition.expect("definition");
    let mut registry = Registry::default();
    registry.extend(&definition, &PluginRegistry::default(), "now");
    let error =
        Layout::new(&definition, &registry, &PluginRegistry::default()).expect_err("collision");
    assert_eq!(error.code(), "INVALID_DEFINITION");
}

#[test]
fn keys_of_older_releases_are_found_after_exact_ones() {
    let attributes: Map<_, _> = (0..70)
        .map(|n| (format!("f{n}"), json!("string")))
        .collect();
    let layout = layout(&Value::Object(attributes));
    for (key, path) in [
        ("z", "f35"),
        ("10", "f36"),
        ("A", "f36"),
        ("Z", "f61"),
        ("1b", "f47"),
        ("1B", "f47"),
    ] {
        assert_eq!(path_of(&layout, key), Some(path), "{key}");
    }
    assert_eq!(path_of(&layout, "unknown"), None);
    assert_eq!(path_of(&layout, "1y"), None, "index 70");
}

#[test]
fn a_damaged_index_costs_no_memory() {
    let stored =
        json!({ "nextIndex": 1, "mapping": { "a": 9_007_199_254_740_990_u64 }, "burned": [] });
    let registry = Registry::from_json(&stored).expect("registry");
    let definition = Definition::parse(&json!({ "a": "string" })).unwrap();
    let layout = Layout::new(&definition, &registry, &PluginRegistry::default()).expect("layout");
    assert_eq!(&*layout.slots()[0].key, "2gosa7pa2gu");
    assert_eq!(path_of(&layout, "2gosa7pa2gu"), Some("a"));
}

#[test]
fn short_keys_are_canonical_base36() {
    for (index, key) in [
        (0, "0"),
        (35, "z"),
        (36, "10"),
        (1295, "zz"),
        (u64::MAX, "3w5e11264sgsf"),
    ] {
        assert_eq!(base36(index), key);
        assert_eq!(parse_base36(key), Some(index));
    }
    for key in ["", "00", "01", "A", "a_", "é", "3w5e11264sgsg"] {
        assert_eq!(parse_base36(key), None, "{key}");
    }
}

#[test]
fn names_are_sanitised_by_utf16_units() {
    for (name, stored) in [
        ("0", "0"),
        ("Ab c", "ab_c"),
        ("é", "_"),
        ("😀k", "__k"),
        ("a-b_c", "a-b_c"),
        ("o.x", "o_x"),
    ] {
        assert_eq!(sanitize(name), stored);
        assert_eq!(sanitized_len(name), stored.len(), "{name}");
    }
}

#[test]
fn reserved_names_are_known_in_any_case() {
    for (name, meaning) in [
        ("_v", Some(Reserved::Version)),
        ("_pluginMap", Some(Reserved::PluginMap)),
        ("$overflow", Some(Reserved::Overflow)),
        ("_truncated", Some(Reserved::Truncated)),
        ("_contentLength", Some(Reserved::ContentLength)),
        ("_definitionhash", Some(Reserved::Copied)),
        ("$map", None),
        ("_hits", None),
        ("v", None),
    ] {
        assert_eq!(reserved(name), meaning, "{name}");
    }
}
