//! The attribute grammar.

use s3db_native::codec::Codec;
use s3db_native::schema::protected::Step;
use s3db_native::schema::{Attribute, Definition, Kind, Layout, PluginRegistry, Registry};
use serde_json::{Value, json};

fn attribute(definition: Value) -> Attribute {
    Definition::parse(&json!({ "f": definition }))
        .expect("definition")
        .attributes
        .remove(0)
}

/// Row `codec-by-base-type`.
#[test]
fn the_base_type_decides_the_codec() {
    for (text, codec) in [
        ("string|default:decimal", Codec::Text),
        ("string|pattern:number", Codec::Text),
        ("email|optional", Codec::Text),
        ("any", Codec::Any),
        ("json|optional", Codec::Json),
        ("object", Codec::Object),
        ("number", Codec::Number),
        ("number|integer", Codec::Integer),
        ("number|min:1|integer:true", Codec::Integer),
        ("number|integer:false", Codec::Number),
        ("boolean", Codec::Boolean),
        ("bool", Codec::Boolean),
        ("text", Codec::CompressedText),
        ("array", Codec::Object),
        ("array|items:string", Codec::TextList),
        ("array|items:number", Codec::NumberList),
        ("array|items:number|integer:true", Codec::IntegerList),
        ("array|items:number|length:255", Codec::NumberList),
        ("array|items:number|length:256", Codec::Embedding),
        (
            "array|items:number|integer:true|length:300",
            Codec::IntegerList,
        ),
        ("array|items:boolean", Codec::Object),
        ("number[]", Codec::Object),
        ("embedding:1536", Codec::Embedding),
        ("money", Codec::Money(2)),
        ("money:4|optional", Codec::Money(4)),
        ("crypto", Codec::Money(8)),
        ("decimal:3", Codec::Decimal(3)),
        ("geo:lat", Codec::Latitude(6)),
        ("geo:lon:4", Codec::Longitude(4)),
        ("geoLat", Codec::Latitude(6)),
        ("geoLon", Codec::Longitude(6)),
        ("geo:point:2|optional", Codec::Point(2)),
        ("bits:12", Codec::Bits(Some(12))),
        ("bits:x", Codec::Bits(None)),
        ("secret|min:3", Codec::Secret),
        ("secretNumber", Codec::SecretNumber),
        ("password", Codec::PasswordBcrypt),
        ("password:argon2id|min:8", Codec::PasswordArgon2),
    ] {
        assert_eq!(attribute(json!(text)).codec, codec, "{text}");
    }
}

#[test]
fn explicit_definitions_store_what_s3db_js_can_read() {
    for (definition, codec) in [
        (json!({ "type": "number", "min": 0 }), Codec::PlainNumber),
        (json!({ "type": "money" }), Codec::PlainNumber),
        (json!({ "type": "boolean" }), Codec::PlainBoolean),
        (json!({ "type": "datetime" }), Codec::Text),
        (json!({ "type": "ip4" }), Codec::Text),
        (
            json!({ "type": "object", "props": { "q": "string" } }),
            Codec::Object,
        ),
        (
            json!({ "type": "array", "items": "string" }),
            Codec::TextList,
        ),
        (
            json!({ "type": "array", "items": "number|integer" }),
            Codec::IntegerList,
        ),
        (
            json!({ "type": "array", "items": { "type": "number" } }),
            Codec::Object,
        ),
        (
            json!({ "type": "array", "items": "number", "length": 300 }),
            Codec::Embedding,
        ),
        (json!({ "type": "enum", "values": ["a"] }), Codec::Text),
        (
            json!({ "type": "enum", "values": [1, 2] }),
            Codec::PlainNumber,
        ),
        (json!({ "type": "secret" }), Codec::Secret),
        (json!({ "type": "bits:8" }), Codec::Bits(Some(8))),
        (json!(["string", "number"]), Codec::Any),
        (json!(["secret", "number"]), Codec::Secret),
    ] {
        assert_eq!(attribute(definition.clone()).codec, codec, "{definition}");
    }
}

#[test]
fn absence_and_generation_are_read_from_modifiers() {
    for (definition, optional) in [
        (json!("string"), false),
        (json!("string|required|optional"), true),
        (json!("string|optional:false"), false),
        (json!({ "type": "string", "optional": true }), true),
        (json!(["string|optional", "number"]), false),
        (
            json!(["string|optional", { "type": "number", "optional": true }]),
            true,
        ),
        (json!({ "q": "string" }), true),
        (json!({ "$$type": "object|required", "q": "string" }), false),
    ] {
        assert_eq!(
            attribute(definition.clone()).optional,
            optional,
            "{definition}"
        );
    }
    for (definition, length) in [
        (json!("password|generate"), Some(16)),
        (json!("password:argon2id|generate"), Some(16)),
        (json!("secret|generate"), Some(32)),
        (json!("password|generate|min:20"), Some(20)),
        (json!("secret|max:8|generate"), Some(8)),
        (json!("secret|length:64|generate"), Some(64)),
        (json!("password|min:100000|generate"), Some(1024)),
        (
            json!({ "type": "password", "generate": true, "min": 24 }),
            Some(24),
        ),
        (json!({ "type": "password", "generate": false }), None),
        (json!("password|generate:false"), None),
        (json!("password"), None),
        (json!("string|generate"), None),
    ] {
        assert_eq!(
            attribute(definition.clone()).generate,
            length,
            "{definition}"
        );
    }
}

#[test]
fn other_objects_are_nested() {
    for nested in [
        json!({ "type": "json" }),
        json!({ "type": "string|min:3" }),
        json!({}),
    ] {
        assert_eq!(attribute(nested.clone()).kind, Kind::Object, "{nested}");
    }
    let definition = Definition::parse(&json!({
        "b": "string", "10": "string", "2": { "$$type": "object", "1": "string", "0": "string" },
    }));
    let definition = definition.expect("definition");
    let paths: Vec<_> = definition
        .attributes
        .iter()
        .map(|found| found.path.as_str())
        .collect();
    assert_eq!(
        paths,
        ["2", "2.0", "2.1", "10", "b"],
        "order of JavaScript, objects first"
    );
}

/// Row `secrets-in-lists`.
#[test]
fn secrets_inside_json_are_listed() {
    let listed = attribute(json!({
        "type": "array",
        "items": { "type": "object", "props": { "pin": "secret", "all": "array|items:password" } },
    }));
    let steps: Vec<_> = listed
        .protected
        .iter()
        .map(|part| (part.steps.clone(), part.codec))
        .collect();
    let pin = Step::Member("pin".into());
    let all = Step::Member("all".into());
    assert_eq!(
        steps,
        [
            (vec![Step::Each, pin], Codec::Secret),
            (vec![Step::Each, all, Step::Each], Codec::PasswordBcrypt),
        ]
    );
    assert_eq!(
        attribute(json!("array|items:secret")).protected[0].steps,
        [Step::Each]
    );
    assert_eq!(attribute(json!("secret")).protected, []);
}

#[test]
fn a_dotted_name_is_the_path_it_spells() {
    let definition = Definition::parse(&json!({ "a.b": "string", "a": { "c": "number" } }));
    let definition = definition.expect("definition");
    let mut registry = Registry::default();
    registry.extend(&definition, &PluginRegistry::default(), "");
    let layout = Layout::new(&definition, &registry, &PluginRegistry::default()).expect("layout");
    assert_eq!(layout.map_json(), r#"{"a.b":"0","a.c":"1","a":"2"}"#);
    let slot = &layout.slots()[layout.slot_of_path("a.b").expect("slot")];
    assert_eq!(slot.segments, ["a".into(), "b".into()] as [Box<str>; 2]);
}

#[test]
fn ten_thousand_attributes_are_laid_out() {
    let attributes: serde_json::Map<_, _> = (0..10_000)
        .map(|index| (format!("field{index}"), json!("string|optional")))
        .collect();
    let definition = Definition::parse(&Value::Object(attributes)).expect("definition");
    let mut registry = Registry::default();
    registry.extend(&definition, &PluginRegistry::default(), "");
    let layout = Layout::new(&definition, &registry, &PluginRegistry::default()).expect("layout");
    assert_eq!(&*layout.slots()[9_999].key, "7pr");
}
