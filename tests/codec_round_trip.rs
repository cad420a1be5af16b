//! Values survive their codecs, or come back in the documented normal form.

mod common;

use std::net::{Ipv4Addr, Ipv6Addr};

use common::{CODECS, plain, same_json, strategy};
use proptest::prelude::*;
use s3db_native::codec::{Codec, base85, bytes, metadata, text};
use s3db_native::value::{Input, Mapped, Output};
use serde_json::{Value, json};

/// The value after codec, metadata, metadata and codec.
fn passed(codec: Codec, input: Input<'_>) -> Output<'static> {
    let header = metadata::encode(&codec.encode(input).unwrap()).into_owned();
    plain(codec.decode(metadata::decode(&header))).into_owned()
}

fn passed_text(codec: Codec, text: &str) -> String {
    match passed(codec, Input::Text(text)) {
        Output::Text(text) => text.into_owned(),
        other => panic!("{codec:?}: `{text}` became {other:?}"),
    }
}

fn passed_json(codec: Codec, value: &Value) -> Value {
    match passed(codec, Input::Json(&value.to_string())) {
        Output::Json(json) => serde_json::from_str(&json).unwrap(),
        other => panic!("{codec:?}: `{value}` became {other:?}"),
    }
}

proptest! {
    #![proptest_config(strategy::cases(1024))]

    #[test]
    fn strings_are_returned_as_written(text in strategy::text()) {
        for codec in [Codec::Text, Codec::CompressedText, Codec::Secret, Codec::SecretAny] {
            prop_assert_eq!(passed_text(codec, &text), text.as_str());
        }
    }

    #[test]
    fn long_texts_survive_compression(text in strategy::text(), times in 1..40_usize) {
        let long = text.repeat(times);
        prop_assert_eq!(passed_text(Codec::CompressedText, &long), long.as_str());
        for packing in [text::Packing::Base64, text::Packing::Base85] {
            let packed = text::compress(&long, packing, 0, text::LEVEL);
            let is_packed = packed != long;
            prop_assert!(!is_packed || text::decompress(&packed).as_ref() == Some(&long));
            prop_assert!(packed.len() <= long.len());
        }
    }

    /// Row `json-like-lists`.
    #[test]
    fn lists_of_strings_survive(items in prop::collection::vec(strategy::text(), 0..5)) {
        let expected = if items == [""] { json!([]) } else { json!(items) };
        prop_assert_eq!(passed_json(Codec::TextList, &json!(items)), expected);
    }

    #[test]
    fn lists_of_numbers_survive(items in prop::collection::vec(strategy::finite(), 0..5)) {
        for codec in [Codec::NumberList, Codec::IntegerList] {
            prop_assert!(same_json(&passed_json(codec, &json!(items)), &json!(items)));
        }
    }

    #[test]
    fn vectors_keep_six_places(items in prop::collection::vec(-1e3..1e3_f64, 0..20)) {
        let read = passed_json(Codec::Embedding, &json!(items));
        let read: Vec<f64> = read.as_array().unwrap().iter().map(common::number).collect();
        prop_assert_eq!(read.len(), items.len());
        prop_assert!(read.iter().zip(&items).all(|(a, b)| (a - b).abs() < 5.01e-7));
    }

    #[test]
    fn lists_of_another_type_than_declared_survive(
        items in prop::collection::vec(strategy::json(), 0..4),
    ) {
        prop_assume!(items != [json!("")]);
        let value = json!(items);
        for codec in [Codec::TextList, Codec::NumberList, Codec::Embedding] {
            prop_assert!(same_json(&passed_json(codec, &value), &value), "{:?}", codec);
        }
    }

    #[test]
    fn objects_survive(value in strategy::json()) {
        prop_assume!(value.is_object() || value.is_array());
        for codec in [Codec::Object, Codec::Json, Codec::Any] {
            prop_assert_eq!(passed_json(codec, &value), value.clone());
        }
    }

    #[test]
    fn uuids_survive_in_lower_case(number in any::<u128>()) {
        let digits = format!("{number:032X}");
        let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
        let uuid = parts.join("-");
        prop_assert_eq!(passed_text(Codec::Uuid, &uuid), uuid.to_lowercase());
        prop_assert_eq!(passed_text(Codec::Uuid, &digits), uuid.to_lowercase());
    }

    #[test]
    fn mac_addresses_survive_in_lower_case(bytes in any::<[u8; 6]>()) {
        let pairs = bytes.map(|byte| format!("{byte:02X}"));
        for separator in [":", "-", ""] {
            let expected = pairs.join(":").to_lowercase();
            prop_assert_eq!(passed_text(Codec::Mac, &pairs.join(separator)), expected);
        }
    }

    #[test]
    fn networks_survive(address in any::<[u8; 4]>(), prefix in 0..=32_u8) {
        let network = format!("{}/{prefix}", Ipv4Addr::from(address));
        prop_assert_eq!(passed_text(Codec::Cidr, &network), network);
    }

    /// Row `semver-parts`.
    #[test]
    fn versions_survive(major in any::<u32>(), minor in 0..2000_u16, patch in 0..2000_u16) {
        let version = format!("{major}.{minor}.{patch}");
        prop_assert_eq!(passed_text(Codec::Semver, &version), version);
    }

    /// Row `phone-zeros`.
    #[test]
    fn phone_numbers_survive(number in "\\+[0-9]{7,15}") {
        prop_assert_eq!(passed_text(Codec::Phone, &number), number);
    }

    #[test]
    fn colors_survive_in_lower_case(color in "#([0-9a-fA-F]{6})") {
        prop_assert_eq!(passed_text(Codec::Color, &color), color.to_lowercase());
    }

    #[test]
    fn barcodes_survive(code in "[0-9]{8}|[0-9]{12}|[0-9]{13}|[0-9]{14}|[01]{13}") {
        prop_assert_eq!(passed_text(Codec::Ean, &code), code);
    }

    #[test]
    fn addresses_survive(v4 in any::<[u8; 4]>(), v6 in any::<[u16; 8]>(), mask in any::<u8>()) {
        let v4 = Ipv4Addr::from(v4);
        prop_assert_eq!(passed_text(Codec::Ip4, &v4.to_string()), v4.to_string());
        let groups: Vec<u16> =
            v6.iter().enumerate().map(|(i, group)| group * u16::from(mask >> i & 1)).collect();
        let v6 = Ipv6Addr::from(<[u16; 8]>::try_from(groups).unwrap());
        let read = passed_text(Codec::Ip6, &v6.to_string());
        prop_assert_eq!(read.parse::<Ipv6Addr>().unwrap(), v6);
        let is_embedded = v6.to_string().contains('.');
        prop_assert!(is_embedded || read == v6.to_string());
    }

    #[test]
    fn text_in_typed_fields_survives_unless_it_has_their_form(text in "[a-z !?é😀]{2,30}[!?é]") {
        for codec in CODECS.iter().filter(|codec| **codec != Codec::Boolean) {
            let read = passed(*codec, Input::Text(&text));
            let is_list = *codec == Codec::TextList;
            prop_assert!(is_list || read == Output::Text(text.clone().into()), "{:?}", codec);
        }
    }

    #[test]
    fn bytes_survive(content in prop::collection::vec(any::<u8>(), 0..200)) {
        let base64 = bytes::encode(&content);
        for codec in [Codec::Buffer, Codec::Bits(None)] {
            let read = passed(codec, Input::Bytes(&base64));
            prop_assert_eq!(read, Output::Bytes(content.clone()));
        }
        prop_assert_eq!(base85::decode(&base85::encode(&content)), Some(content));
    }

    #[test]
    fn points_survive(latitude in -90.0..=90.0_f64, longitude in -180.0..=180.0_f64) {
        for point in [
            json!({"lat": latitude, "lon": longitude}),
            json!({"latitude": latitude, "longitude": longitude}),
            json!([latitude, longitude]),
        ] {
            let read = passed_json(Codec::Point(6), &point);
            prop_assert!((common::number(&read["latitude"]) - latitude).abs() < 5.01e-7);
            prop_assert!((common::number(&read["longitude"]) - longitude).abs() < 5.01e-7);
        }
    }
}

#[test]
fn null_and_undefined_pass_every_codec_but_booleans() {
    for codec in CODECS {
        let (null, undefined) = (
            passed(*codec, Input::Null),
            passed(*codec, Input::Undefined),
        );
        if *codec == Codec::Boolean {
            assert_eq!(codec.encode(Input::Null).unwrap(), Mapped::Text("0".into()));
            assert_eq!(
                [null, undefined],
                [Output::Boolean(false), Output::Boolean(false)]
            );
        } else {
            assert_eq!(
                [null, undefined],
                [Output::Null, Output::Undefined],
                "{codec:?}"
            );
        }
    }
}

#[test]
fn raw_texts_pass_every_encoder() {
    for codec in CODECS {
        assert_eq!(
            codec.encode(Input::Raw("a|b")).unwrap(),
            Mapped::Text("a|b".into())
        );
    }
}

#[test]
fn booleans_survive() {
    for value in [true, false] {
        for codec in [Codec::Boolean, Codec::PlainBoolean] {
            assert_eq!(passed(codec, Input::Boolean(value)), Output::Boolean(value));
        }
    }
}

#[test]
fn bits_of_another_length_are_refused() {
    assert!(Codec::Bits(Some(16)).encode(Input::Bytes("/wE=")).is_ok());
    let error = Codec::Bits(Some(16))
        .encode(Input::Bytes("/w=="))
        .unwrap_err();
    assert!(error.to_string().contains("2 bytes"), "{error}");
}

#[test]
fn strings_are_borrowed_on_both_ways() {
    use std::borrow::Cow;
    let encoded = Codec::Text.encode(Input::Text("héllo")).unwrap();
    assert!(matches!(encoded, Mapped::Text(Cow::Borrowed(_))));
    assert!(matches!(
        Codec::Text.decode(encoded),
        Output::Text(Cow::Borrowed(_))
    ));
}

#[test]
fn dates_and_bytes_are_no_objects() {
    for input in [
        Input::Date("2024-01-02T03:04:05.000Z"),
        Input::Bytes("AAAA"),
    ] {
        assert!(Codec::Object.encode(input).is_err());
        assert!(Codec::Any.encode(input).is_ok());
        assert!(Codec::Json.encode(input).is_ok());
    }
}
