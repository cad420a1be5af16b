//! Records with one field: stored text and value read back, as s3db.js has them.

mod common;

use std::collections::BTreeMap;

use common::deviation::DEVIATIONS;
use common::{golden, number, number_text, plain, same, same_json, vectors};
use s3db_native::codec::{Codec, date, metadata};
use s3db_native::schema::Definition;
use s3db_native::value::{Input, Mapped, Output};
use serde_json::{Value, json};

/// The value as validation passes it on, as far as the vectors need it.
fn validated(codec: Codec, definition: &Value, value: &Value) -> Value {
    let base = definition.as_str().unwrap_or_default();
    match (codec, value) {
        (Codec::Number, Value::String(text)) if text.is_empty() => json!(0),
        (Codec::Boolean, Value::String(text)) if text == "on" => json!(true),
        (Codec::Text, Value::String(text)) if base.contains("trim:false") => json!(text),
        (Codec::Text, Value::String(text)) if base == "currency" || base == "country" => {
            json!(text.to_uppercase())
        }
        (Codec::Text, Value::String(text)) => json!(text.trim()),
        (Codec::Date, Value::String(text)) => {
            json!(date::format_instant(date::parse_instant(text).unwrap()).unwrap())
        }
        _ => value.clone(),
    }
}

/// Text behind an input, which borrows it.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(_) => number_text(value),
        _ if value["$number"].is_string() => number_text(value),
        _ => match value["$buffer"].as_str() {
            Some(base64) => base64.to_owned(),
            None => value.to_string(),
        },
    }
}

fn input_of<'a>(value: &Value, text: &'a str) -> Input<'a> {
    match value {
        Value::Null => Input::Null,
        Value::Bool(value) => Input::Boolean(*value),
        Value::String(_) => Input::Text(text),
        Value::Number(_) => Input::Number(text),
        _ if value["$undefined"] == true => Input::Undefined,
        _ if value["$number"].is_string() => Input::Number(text),
        _ if value["$buffer"].is_string() => Input::Bytes(text),
        _ => Input::Json(text),
    }
}

fn matches(output: &Output<'_>, expected: &Value) -> bool {
    match &plain(output.clone()) {
        Output::Undefined => expected["$undefined"] == true,
        Output::Null => expected.is_null(),
        Output::Text(text) => expected == text.as_ref(),
        Output::Number(value) => expected.is_number() && same(*value, number(expected)),
        Output::Boolean(value) => expected == value,
        Output::Json(text) => same_json(&serde_json::from_str(text).unwrap(), expected),
        Output::TextList(_) => false,
        Output::Bytes(bytes) => {
            expected["$buffer"].as_str() == Some(&s3db_native::codec::bytes::encode(bytes))
        }
    }
}

/// Vectors with one field that the reference, or our wider validation, stores.
fn single_fields(file: &Value) -> impl Iterator<Item = &Value> {
    vectors(file, "vectors").iter().filter(|vector| {
        let is_single = vector["attributes"]
            .as_object()
            .is_some_and(|fields| fields.len() == 1);
        let is_scalar = vector["attributes"]["fld"].is_string()
            || vector["attributes"]["fld"]["type"].is_string();
        is_single && is_scalar && vector["stored"].is_object()
    })
}

/// Codec of an attribute with this definition.
fn codec_of(definition: &Value) -> Codec {
    let parsed = Definition::parse(&json!({ "fld": definition })).expect("definition");
    let mut attributes = parsed.attributes.iter();
    attributes
        .find(|attribute| attribute.path == "fld")
        .expect("attribute")
        .codec
}

/// Rows `null-and-undefined-words`, `font-woff2`, `dates-without-quotes`, `buffers`,
/// `ip6-with-ip4`, `whole-objects`, `strings-stay-strings`, `decoded-once`, `declared-types`,
/// `ip-text`, `secret-words`, `explicit-secrets`.
#[test]
fn single_fields_are_stored_and_read_like_the_reference() {
    let file = golden("encode.json");
    let mut deviations: BTreeMap<&str, _> = DEVIATIONS
        .iter()
        .map(|(id, stored, value)| (*id, (*stored, *value)))
        .collect();
    let mut replayed = 0;
    for vector in single_fields(&file) {
        let id = vector["id"].as_str().unwrap();
        let (our_text, our_value) = deviations.remove(id).unwrap_or_default();
        let definition = &vector["attributes"]["fld"];
        let codec = codec_of(definition);
        let value = validated(codec, definition, &vector["input"]["fld"]);
        let text = text_of(&value);
        let mapped = codec.encode(input_of(&value, &text)).unwrap();

        let is_scrambled = codec.is_secret() || codec.is_password();
        let key = vector["map"]["fld"].as_str().unwrap();
        let recorded = vector["stored"]["metadata"][key]
            .as_str()
            .unwrap_or_default();
        let stored = metadata::encode(&mapped);
        let expected = our_text.or((!is_scrambled).then_some(recorded));
        if let Some(expected) = expected {
            assert_eq!(stored, expected, "{id}");
        }

        let output = codec.decode(metadata::decode(&stored));
        let expected = match our_value {
            Some(json) => serde_json::from_str(json).unwrap(),
            None if codec.is_password() => value,
            None => vector["decodedOnce"]["fld"].clone(),
        };
        assert!(
            matches(&output, &expected),
            "{id}: read {output:?}, expected {expected}"
        );
        replayed += 1;
    }
    assert!(replayed > 300, "only {replayed} vectors were replayed");
    assert!(
        deviations.is_empty(),
        "deviations without a vector: {deviations:?}"
    );
}

#[test]
fn texts_of_the_reference_are_read() {
    let file = golden("encode.json");
    let mut read = 0;
    for vector in single_fields(&file) {
        let id = vector["id"].as_str().unwrap();
        let codec = codec_of(&vector["attributes"]["fld"]);
        let key = vector["map"]["fld"].as_str().unwrap();
        let recorded = vector["stored"]["metadata"][key].as_str();
        let is_exempt = DEVIATIONS.iter().any(|(known, _, _)| *known == id);
        let Some(stored) = recorded.filter(|_| !is_exempt && !codec.is_secret()) else {
            continue;
        };
        let output = codec.decode(metadata::decode(stored));
        let expected = &vector["decodedOnce"]["fld"];
        assert!(
            matches(&output, expected),
            "{id}: read {output:?}, expected {expected}"
        );
        read += 1;
    }
    assert!(read > 280, "only {read} vectors were read");
}

/// Row `text-and-bool`.
#[test]
fn types_that_the_reference_refuses_are_stored() {
    let lorem = "lorem ipsum dolor sit amet ".repeat(12);
    let compressed = Codec::CompressedText.encode(Input::Text(&lorem)).unwrap();
    assert!(matches!(&compressed, Mapped::Text(text) if text.starts_with("z:")));
    assert_eq!(
        Codec::CompressedText.decode(compressed),
        Output::Text(lorem.clone().into())
    );
    let yes = Codec::Boolean.encode(Input::Boolean(true)).unwrap();
    assert_eq!(Codec::Boolean.decode(yes), Output::Boolean(true));
}
