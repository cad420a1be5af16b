//! The dictionary and the metadata layer read and print as s3db.js does it, and the engine writes
//! what the reference would lose in a form that it reads back.

mod common;

use std::collections::BTreeMap;

use common::{golden, number_text, vectors};
use s3db_native::codec::{dictionary, metadata, published};
use s3db_native::value::Mapped;
use serde_json::{Value, json};

/// Strings that the engine's writer stores in another form than `metadataEncode`.
const STRICTER: &[(&str, &str)] = &[
    ("null", "b:bnVsbA=="),
    ("undefined", "b:dW5kZWZpbmVk"),
    ("null ", "b:bnVsbCA="),
    (" null", "b:IG51bGw="),
    (" lead", "b:IGxlYWQ="),
    ("trail ", "b:dHJhaWwg"),
    ("font/woff2", "font/woff2"),
    ("constructor", "constructor"),
    ("toString", "toString"),
    ("valueOf", "valueOf"),
    ("hasOwnProperty", "hasOwnProperty"),
    ("isPrototypeOf", "isPrototypeOf"),
    ("__proto__", "__proto__"),
    (
        "https://www.exämple.com/ç",
        "u:https%3A%2F%2Fwww.ex%C3%A4mple.com%2F%C3%A7",
    ),
    ("/users/日本", "u:%2Fusers%2F%E6%97%A5%E6%9C%AC"),
];

/// The lone surrogate, U+FFFD in Rust: the reference writes it as base64 alone and throws with
/// other characters around it.
fn is_lone_surrogate(vector: &Value) -> bool {
    vector["value"]
        .as_str()
        .is_some_and(|text| text.contains('\u{fffd}'))
}

fn string_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null => Some("null".to_owned()),
        Value::Number(_) => Some(number_text(value)),
        _ if value["$undefined"] == true => Some("undefined".to_owned()),
        _ => Some(number_text(value)),
    }
}

fn notation(mapped: &Mapped<'_>) -> Value {
    match mapped {
        Mapped::Undefined => json!({"$undefined": true}),
        Mapped::Null => Value::Null,
        Mapped::Text(text) => json!(text),
    }
}

#[test]
fn tables_are_those_of_the_reference() {
    let file = golden("dictionary.json");
    let table = |name: &str| file[name].as_object().unwrap().clone();
    let ours = |entries: &[(&str, &str)]| -> BTreeMap<String, Value> {
        entries
            .iter()
            .map(|(value, code)| ((*value).to_owned(), json!(code)))
            .collect()
    };
    let mut values: BTreeMap<String, Value> = table("contentTypes")
        .into_iter()
        .chain(table("statusMessages"))
        .collect();
    assert_eq!(
        values.remove("font/woff2"),
        Some(json!("f")),
        "the code of `failed`"
    );
    assert_eq!(ours(dictionary::VALUES), values);
    assert_eq!(
        ours(dictionary::PREFIXES),
        table("urlPrefixes").into_iter().collect()
    );
}

#[test]
fn dictionary_encode_prints_like_the_reference() {
    let file = golden("dictionary.json");
    for vector in vectors(&file, "encode") {
        let code = published::dictionary_encode(vector["value"].as_str().unwrap());
        let encoded = code.as_ref().map(|code| code.encoded.as_str());
        assert_eq!(json!(encoded), vector["dictionaryEncoded"], "{vector}");
        let savings = match &code {
            Some(code) => code
                .savings()
                .map_or(json!({"$number": "NaN"}), |saved| json!(saved)),
            None => Value::Null,
        };
        assert_eq!(savings, vector["savings"], "{vector}");
    }
}

#[test]
fn metadata_encode_prints_like_the_reference() {
    let file = golden("dictionary.json");
    let encoded = vectors(&file, "encode")
        .iter()
        .map(|vector| (vector, "metadataEncoded"));
    let all = encoded.chain(
        vectors(&file, "metadataEncode")
            .iter()
            .map(|v| (v, "encoded")),
    );
    for (vector, field) in all.filter(|(vector, _)| !is_lone_surrogate(vector)) {
        let value = string_of(&vector["value"]).unwrap();
        let code = published::metadata_encode(&value);
        let encoded = code
            .encoded
            .map_or(json!({"$undefined": true}), |text| json!(text));
        assert_eq!(encoded, vector[field], "{vector}");
        assert_eq!(json!(code.encoding), vector["encoding"], "{vector}");
        if let Some(stored) = vector[field].as_str() {
            assert_eq!(
                notation(&metadata::decode_strictly(stored)),
                vector["decoded"],
                "{vector}"
            );
        }
    }
}

#[test]
fn metadata_decode_reads_like_the_reference() {
    let file = golden("dictionary.json");
    for vector in vectors(&file, "metadataDecode") {
        let stored = vector["stored"].as_str().unwrap();
        assert_eq!(
            notation(&metadata::decode_strictly(stored)),
            vector["decoded"],
            "{vector}"
        );
        assert_eq!(
            notation(&metadata::decode(stored)),
            vector["decoded"],
            "{vector}"
        );
    }
}

/// Row `dictionary-remainders`.
#[test]
fn engine_writes_like_the_reference_but_for_what_that_loses() {
    let file = golden("dictionary.json");
    let stricter: BTreeMap<&str, &str> = STRICTER.iter().copied().collect();
    let mut met = Vec::new();
    let encoded = vectors(&file, "encode")
        .iter()
        .map(|vector| (vector, "metadataEncoded"));
    let all = encoded.chain(
        vectors(&file, "metadataEncode")
            .iter()
            .map(|v| (v, "encoded")),
    );
    for (vector, field) in all.filter(|(vector, _)| !is_lone_surrogate(vector)) {
        let Some(value) = vector["value"].as_str() else {
            continue;
        };
        let stored = metadata::encode_text(value);
        match stricter.get(value) {
            Some(expected) => {
                assert_eq!(stored, *expected);
                met.push(value);
            }
            None => assert_eq!(stored.as_ref(), vector[field], "{vector}"),
        }
        assert_eq!(notation(&metadata::decode(&stored)), value, "{vector}");
    }
    assert!(
        stricter.keys().all(|value| met.contains(value)),
        "an exemption without a vector"
    );
}

/// Row `inherited-names`.
#[test]
fn inherited_names_that_the_reference_lost_are_repaired() {
    for (stored, name) in [
        ("d:function Object() { [native code] }", "constructor"),
        ("d:function toString() { [native code] }", "toString"),
        (
            "d:function __defineGetter__() { [native code] }",
            "__defineGetter__",
        ),
    ] {
        assert_eq!(notation(&metadata::decode(stored)), name);
    }
    let foreign = "d:function a b() { [native code] }";
    assert_eq!(notation(&metadata::decode(foreign)), foreign);
}

#[test]
fn null_and_undefined_are_words() {
    for (mapped, word) in [(Mapped::Null, "null"), (Mapped::Undefined, "undefined")] {
        assert_eq!(metadata::encode(&mapped), word);
        assert_eq!(metadata::encoded_len(&mapped), word.len());
        assert_eq!(metadata::decode(word), mapped);
    }
}
