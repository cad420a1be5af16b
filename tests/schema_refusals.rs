//! Definitions that are refused, and that no definition does harm.

use proptest::prelude::*;
use s3db_native::error::Error;
use s3db_native::schema::{Definition, Layout, PluginRegistry, Registry};
use serde_json::{Value, json};

fn refused(attributes: &Value) -> (String, String) {
    match Definition::parse(attributes) {
        Err(Error::InvalidDefinition { attribute, reason }) => (attribute, reason),
        other => panic!("{attributes}: {other:?}"),
    }
}

/// Row `unsafe-names`.
#[test]
fn hostile_and_empty_names_are_refused_at_any_depth() {
    for name in ["__proto__", "constructor", "prototype"] {
        for attributes in [
            json!({ name: "string" }),
            json!({ "a": { name: "string" } }),
            json!({ "a": { "type": "object", "props": { "b": { name: "string" } } } }),
            json!({ "a": [{ "type": "array", "items": { name: 1 } }] }),
            json!({ format!("a.{name}"): "string" }),
        ] {
            assert!(refused(&attributes).1.contains(name), "{attributes}");
        }
    }
    for attributes in [
        json!({ "": "string" }),
        json!({ "a": { "": "string" } }),
        json!({ "a.": "any" }),
    ] {
        assert_eq!(refused(&attributes).1, "has an empty name", "{attributes}");
    }
}

/// Rows `contradictions`, `parameters`.
#[test]
fn contradictions_are_refused() {
    for (attributes, attribute) in [
        (json!([]), ""),
        (json!({ "a": null }), "a"),
        (json!({ "a": { "b": 5 } }), "a.b"),
        (json!({ "a": [] }), "a"),
        (json!({ "a": [5] }), "a"),
        (json!({ "a": "money:x" }), "a"),
        (json!({ "a": "geo:lat:-1" }), "a"),
        (json!({ "a": "password:md5" }), "a"),
        (json!({ "a.b": "string", "a": { "b": "number" } }), "a.b"),
        (json!({ "a": "string", "a.b": "string" }), "a.b"),
    ] {
        assert_eq!(refused(&attributes).0, attribute, "{attributes}");
    }
    let deep = (0..100).fold(json!("string"), |inner, _| json!({ "n": inner }));
    assert_eq!(refused(&json!({ "f": deep })).1, "is nested too deeply");
}

fn any_json() -> impl Strategy<Value = Value> {
    let names = prop_oneof![
        3 => "[a-c.$]{0,4}",
        1 => prop_oneof![
            Just("type".to_owned()), Just("$$type".to_owned()), Just("items".to_owned()),
            Just("props".to_owned()), Just("__plugin__".to_owned()), Just("constructor".to_owned()),
        ],
    ];
    let texts = prop_oneof![
        "[a-z:|é\\[\\]]{0,12}",
        Just("object".to_owned()),
        Just("array|items:secret".to_owned())
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        texts.prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((names.clone(), inner), 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_json_makes_the_parser_panic(attributes in any_json()) {
        let Ok(definition) = Definition::parse(&attributes) else { return Ok(()) };
        let mut plugins = PluginRegistry::default();
        plugins.extend(&definition, "");
        let mut registry = Registry::default();
        registry.extend(&definition, &plugins, "");
        if let Ok(layout) = Layout::new(&definition, &registry, &plugins) {
            for slot in layout.slots() {
                prop_assert!(layout.slot_of_stored_key(&slot.key).is_some(), "{}", slot.path);
            }
        }
    }
}
