//! Numbers read and print as s3db.js does it.

mod common;

use common::{golden, number, same, vectors};
use s3db_native::codec::{base62, fixed_point, number as decimal};
use serde_json::Value;

#[test]
fn integers_encode_and_decode_like_the_reference() {
    let file = golden("base62.json");
    for vector in vectors(&file, "encode") {
        let encoded = base62::encode(number(&vector["n"]));
        assert_eq!(encoded, vector["encoded"], "{vector}");
        assert!(
            same(base62::decode(&encoded), number(&vector["decoded"])),
            "{vector}"
        );
    }
}

#[test]
fn exact_integers_agree_with_doubles() {
    let file = golden("base62.json");
    for vector in vectors(&file, "encode") {
        let text = vector["encoded"].as_str().unwrap();
        if let Some(integer) = vector["n"].as_i64().filter(|n| n.abs() <= 1 << 53) {
            assert_eq!(base62::encode_integer(integer), text);
            assert_eq!(base62::parse_integer(text), Some(integer));
        }
    }
}

#[test]
fn keys_are_base36() {
    let file = golden("base62.json");
    for vector in vectors(&file, "encodeKey") {
        let (index, key) = (
            vector["n"].as_u64().unwrap(),
            vector["encoded"].as_str().unwrap(),
        );
        assert_eq!(base62::encode_key(index), key);
        assert_eq!(base62::decode_key(key), Some(index));
    }
    for foreign in ["", "A", "-1", "a b", "é", "zzzzzzzzzzzzzzz"] {
        assert_eq!(base62::decode_key(foreign), None, "{foreign}");
    }
}

#[test]
fn alphabets_are_those_of_the_reference() {
    let file = golden("base62.json");
    let digits = |list: &str| file[list].as_str().unwrap().to_owned();
    let base62: String = (0..62).map(base62::encode_integer).collect();
    let base36: String = (0..36).map(base62::encode_key).collect();
    assert_eq!(base62, digits("alphabet62"));
    assert_eq!(base36, digits("alphabet36"));
}

#[test]
fn decimals_encode_and_decode_like_the_reference() {
    let file = golden("base62.json");
    for vector in vectors(&file, "encodeDecimal") {
        let encoded = decimal::encode_decimal(number(&vector["n"]));
        assert_eq!(encoded, vector["encoded"], "{vector}");
        assert!(
            same(
                decimal::decode_decimal(&encoded),
                number(&vector["decoded"])
            ),
            "{vector}"
        );
    }
}

#[test]
fn malformed_texts_decode_like_the_reference() {
    let file = golden("base62.json");
    for vector in vectors(&file, "decode") {
        let text = vector["s"].as_str().unwrap();
        assert!(
            same(base62::decode(text), number(&vector["decode"])),
            "{vector}"
        );
        let decoded = decimal::decode_decimal(text);
        assert!(same(decoded, number(&vector["decodeDecimal"])), "{vector}");
    }
}

#[test]
fn fixed_point_encodes_and_decodes_like_the_reference() {
    let file = golden("base62.json");
    for vector in vectors(&file, "fixedPoint") {
        let places = u8::try_from(vector["precision"].as_u64().unwrap()).unwrap();
        let encoded = fixed_point::encode(number(&vector["n"]), places);
        assert_eq!(encoded, vector["encoded"], "{vector}");
        let decoded = fixed_point::decode(&encoded, places);
        assert!(same(decoded, number(&vector["decoded"])), "{vector}");
    }
}

#[test]
fn fixed_point_batches_encode_and_decode_like_the_reference() {
    let file = golden("base62.json");
    let numbers = |list: &Value| {
        list.as_array()
            .unwrap()
            .iter()
            .map(number)
            .collect::<Vec<f64>>()
    };
    for vector in vectors(&file, "fixedPointBatch") {
        let encoded = fixed_point::encode_batch(&numbers(&vector["values"]), 6);
        assert_eq!(encoded, vector["encoded"], "{vector}");
        let (decoded, expected) = (
            fixed_point::decode_batch(&encoded, 6),
            numbers(&vector["decoded"]),
        );
        assert_eq!(decoded.len(), expected.len(), "{vector}");
        assert!(
            decoded.iter().zip(&expected).all(|(a, b)| same(*a, *b)),
            "{vector}"
        );
    }
}
