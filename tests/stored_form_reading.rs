//! Texts of every age are read, and no text makes a decoder panic.

mod common;

use common::{CODECS, plain, strategy};
use proptest::prelude::*;
use s3db_native::codec::{
    Codec, base62, base85, bytes, dictionary, fixed_point, metadata, number, text,
};
use s3db_native::value::{Input, Mapped, Output};

fn read(codec: Codec, stored: &str) -> Output<'_> {
    plain(codec.decode(Mapped::Text(stored.into())))
}

fn json(text: &'static str) -> Output<'static> {
    Output::Json(text.into())
}

/// What is no JSON would end the listing that has it.
#[test]
fn digits_beyond_all_numbers_make_no_broken_json() {
    let far = "z".repeat(200);
    for stored in [
        far.clone(),
        format!("~{far}~0"),
        format!("~0~{far}"),
        format!("^[{far},1]"),
        format!("{far},1"),
    ] {
        for codec in CODECS {
            if let Output::Json(json) = read(*codec, &stored) {
                let parsed = serde_json::from_str::<serde_json::Value>(&json);
                assert!(parsed.is_ok(), "{codec:?}: {json}");
            }
        }
    }
}

proptest! {
    #![proptest_config(strategy::cases(4096))]

    #[test]
    fn no_stored_text_panics(stored in strategy::text()) {
        for codec in CODECS {
            if let Output::Json(json) = plain(codec.decode(metadata::decode(&stored))) {
                prop_assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());
            }
            let _ = codec.decode(Mapped::Text(stored.as_str().into()));
        }
        let _ = base62::decode(&stored);
        let _ = number::decode_decimal(&stored);
        let _ = fixed_point::decode_batch(&stored, 6);
        let _ = bytes::decode(&stored);
        let _ = base85::decode(&stored);
        let _ = text::decompress(&stored);
        let _ = dictionary::decode(&stored);
    }

    #[test]
    fn no_digits_panic(stored in "[0-9a-zA-Z$^~.|+-]{0,70}", places in any::<u8>()) {
        let wide = [Codec::Money(places), Codec::Decimal(places), Codec::Point(places)];
        for codec in CODECS.iter().chain(&wide) {
            let _ = codec.decode(Mapped::Text(stored.as_str().into()));
            for input in [Input::Text(&stored), Input::Number(&stored), Input::Date(&stored)] {
                let _ = codec.encode(input);
            }
        }
    }

    #[test]
    fn no_input_panics(text in strategy::text()) {
        for codec in CODECS {
            for input in [
                Input::Text(&text),
                Input::Number(&text),
                Input::Date(&text),
                Input::Json(&text),
                Input::Bytes(&text),
                Input::Boolean(true),
            ] {
                let _ = codec.encode(input);
            }
        }
    }
}

#[test]
fn fixed_width_identifiers_of_older_versions_are_plain_text() {
    for (codec, text) in [
        (Codec::Uuid, "550E8400-E29B-41D4-A716-446655440000"),
        (Codec::Uuid, "ZZZZZZZZZZZZZZZZZZZZZZZZ"),
        (Codec::Mac, "AA:BB:CC:DD:EE:FF"),
        (Codec::Mac, "ZZZZZZZZZ"),
        (Codec::Cidr, "10.0.0.0/8"),
        (Codec::Cidr, "4GFfc3x"),
        (Codec::Color, "#FF00AA"),
        (Codec::Color, "ZZZZZ"),
        (Codec::Semver, "1.2.3"),
        (Codec::Phone, "+5511999999999"),
        (Codec::Ean, "4006381333931"),
        (Codec::Ean, "0ZZZZZZZZZ"),
        (Codec::Ip4, "not-ip"),
        (Codec::Ip4, "AQIDBB=="),
        (Codec::Ip6, "2001:DB8::1"),
        (Codec::Ip6, "1234567890123456789012ab"),
    ] {
        assert_eq!(read(codec, text), Output::Text(text.into()), "{codec:?}");
    }
}

#[test]
fn wrapped_versions_of_older_records_are_read_as_they_are_stored() {
    assert_eq!(read(Codec::Semver, "8oi9"), Output::Text("2.0.5".into()));
}

#[test]
fn barcodes_whose_code_looks_like_a_barcode_are_stored_as_digits() {
    let barcode = format!("{:013}", base62::parse_unsigned("1234567").unwrap());
    let stored = Codec::Ean.encode(Input::Text(&barcode)).unwrap();
    assert_eq!(stored, Mapped::Text(barcode.as_str().into()));
}

#[test]
fn number_lists_of_every_age_are_read() {
    for codec in [Codec::NumberList, Codec::Embedding, Codec::IntegerList] {
        for (stored, expected) in [
            ("", "[]"),
            ("1|c.5", "[1,12.5]"),
            ("^264w|^-132g", "[0.5,-0.25]"),
            ("^[264w,-132g]", "[0.5,-0.25]"),
            ("^[]", "[]"),
            ("[1,2.5]", "[1,2.5]"),
            ("1||2", "[1,null,2]"),
            ("^[,4c92]", "[null,1]"),
        ] {
            assert_eq!(read(codec, stored), json(expected), "{codec:?} {stored}");
        }
        assert_eq!(read(codec, "one|two!"), Output::Text("one|two!".into()));
    }
}

#[test]
fn text_lists_of_every_age_are_read() {
    for (stored, expected) in [
        ("", "[]"),
        ("a", r#"["a"]"#),
        (r"a\|b|c\\d|", r#"["a|b","c\\d",""]"#),
        (r"a\", r#"["a\\"]"#),
        (r#"["a"]"#, r#"["a"]"#),
        (r#"\["a"]"#, r#"["[\"a\"]"]"#),
        ("[1", r#"["[1"]"#),
        ("{}", r#"["{}"]"#),
    ] {
        assert_eq!(read(Codec::TextList, stored), json(expected), "{stored}");
    }
}

#[test]
fn json_is_restored_to_its_type() {
    for (stored, expected) in [
        ("{\"a\":1}", json("{\"a\":1}")),
        ("5", Output::Number(5.0)),
        ("1e999", Output::Number(f64::INFINITY)),
        ("true", Output::Boolean(true)),
        ("null", Output::Null),
        ("\"q\"", Output::Text("q".into())),
        ("plain", Output::Text("plain".into())),
        ("", Output::Text("".into())),
        ("{\"a\":", Output::Text("{\"a\":".into())),
        ("[\"\\ud800\"]", json("[\"\\ud800\"]")),
    ] {
        assert_eq!(read(Codec::Json, stored), expected, "{stored}");
        assert_eq!(read(Codec::Object, stored), expected, "{stored}");
    }
    assert_eq!(read(Codec::Any, "[1]"), json("[1]"));
    assert_eq!(read(Codec::Any, "5"), Output::Text("5".into()));
}

#[test]
fn deep_json_is_read() {
    let deep = ["[".repeat(10_000), "]".repeat(10_000)].concat();
    assert_eq!(
        read(Codec::Object, &deep),
        Output::Json(deep.as_str().into())
    );
}

#[test]
fn booleans_of_every_spelling_are_read() {
    for text in ["1", "true", "yes", "y"] {
        assert_eq!(read(Codec::Boolean, text), Output::Boolean(true));
    }
    for text in ["0", "false", "no", "", "on", "TRUE", "2"] {
        assert_eq!(read(Codec::Boolean, text), Output::Boolean(false));
    }
    assert_eq!(read(Codec::PlainBoolean, "1"), Output::Text("1".into()));
}

#[test]
fn compressed_texts_of_the_reference_are_read() {
    let text = "lorem ipsum ".repeat(20);
    for stored in ["z:y8kvSs1VyCwoLs1VyBkBbAA=", "z85:fM4F2fyOl;/rdfGe=I#t!!"] {
        assert_eq!(
            read(Codec::CompressedText, stored),
            Output::Text(text.as_str().into())
        );
        assert_eq!(metadata::decode(stored), Mapped::Text(text.as_str().into()));
    }
    for stored in ["z:", "z:!!", "z85:", "z85:abc", "z:S0wcBcQCA"] {
        assert_eq!(
            read(Codec::CompressedText, stored),
            Output::Text(stored.into())
        );
    }
}

#[test]
fn base64_is_read_as_node_reads_it() {
    for (text, expected) in [
        ("YQ==YQ==", "a"),
        ("YQ=YQ", "a"),
        ("Y Q", "a"),
        ("=YQ", ""),
        ("YWJj*ZGVm", "abcdef"),
        ("a", ""),
        ("ab", "i"),
    ] {
        assert_eq!(bytes::decode(text), expected.as_bytes(), "{text}");
    }
    assert_eq!(bytes::decode("YWI-_w"), bytes::decode("YWI+/w=="));
    assert_eq!(
        read(Codec::Buffer, "not base64!"),
        Output::Text("not base64!".into())
    );
    assert_eq!(
        read(Codec::Bits(Some(16)), "AQ=="),
        Output::Text("AQ==".into())
    );
}
