//! Numbers survive their codecs, and s3db.js reads what is written.

mod common;

use common::{same, strategy};
use proptest::prelude::*;
use s3db_native::codec::{Codec, base62, double, number};
use s3db_native::value::{Input, Mapped, Output};

fn stored(codec: Codec, text: &str) -> String {
    match codec.encode(Input::Number(text)).unwrap() {
        Mapped::Text(stored) => stored.into_owned(),
        other => panic!("{text} became {other:?}"),
    }
}

fn read(codec: Codec, stored: &str) -> f64 {
    match codec.decode(Mapped::Text(stored.into())) {
        Output::Number(number) => number,
        other => panic!("{stored} became {other:?}"),
    }
}

proptest! {
    #![proptest_config(strategy::cases(4096))]

    /// Row `tiny-numbers`.
    #[test]
    fn numbers_are_exact(n in strategy::finite()) {
        let text = double::print(n);
        for codec in [Codec::Number, Codec::Integer, Codec::PlainNumber, Codec::SecretNumber] {
            prop_assert!(same(read(codec, &stored(codec, &text)), n), "{:?} {}", codec, text);
        }
    }

    #[test]
    fn the_reference_reads_the_same_number(n in strategy::finite()) {
        let stored = stored(Codec::Number, &double::print(n));
        prop_assert!(same(number::decode_decimal(&stored), n), "{} stored as {}", n, stored);
    }

    /// Row `large-integers`.
    #[test]
    fn the_reference_reads_the_same_integer(n in strategy::integer()) {
        let stored = stored(Codec::Integer, &double::print(n));
        let is_wide = n.abs() >= 62.0 * double::as_float(double::MAX_EXACT);
        prop_assert!(is_wide || same(base62::decode(&stored), n), "{} stored as {}", n, stored);
    }

    #[test]
    fn numeric_strings_are_numbers(n in strategy::finite()) {
        let text = double::print(n);
        let from_text = Codec::Number.encode(Input::Text(&text)).unwrap();
        prop_assert_eq!(from_text, Codec::Number.encode(Input::Number(&text)).unwrap());
    }

    #[test]
    fn money_and_decimals_keep_their_places(cents in -1_000_000_000_000_i64..1_000_000_000_000) {
        let n = double::as_float(cents) / 100.0;
        for codec in [Codec::Money(2), Codec::Decimal(2)] {
            prop_assert!(same(read(codec, &stored(codec, &double::print(n))), n));
        }
    }

    #[test]
    fn rounding_is_idempotent_and_near(n in -1e6..1e6_f64, places in 0..9_u8) {
        for codec in [Codec::Money(places), Codec::Decimal(places)] {
            let once = read(codec, &stored(codec, &double::print(n)));
            let twice = read(codec, &stored(codec, &double::print(once)));
            prop_assert!(same(once, twice));
            prop_assert!((once - n).abs() <= 0.500_001 / 10_f64.powi(i32::from(places)) + 1e-9);
        }
    }

    #[test]
    fn coordinates_are_near_and_stable(n in -90.0..=90.0_f64, places in 0..9_u8) {
        for codec in [Codec::Latitude(places), Codec::Longitude(places)] {
            let text = stored(codec, &double::print(n));
            let once = read(codec, &text);
            prop_assert_eq!(stored(codec, &double::print(once)), text);
            prop_assert!((once - n).abs() <= 0.500_001 / 10_f64.powi(i32::from(places)) + 1e-9);
        }
    }

    #[test]
    fn base62_integers_are_inverted(n in -(1_i64 << 53)..=(1_i64 << 53)) {
        let text = base62::encode_integer(n);
        prop_assert_eq!(base62::parse_integer(&text), Some(n));
        prop_assert_eq!(base62::encode(double::as_float(n)), text);
    }

    #[test]
    fn keys_are_inverted(index in any::<u64>()) {
        prop_assert_eq!(base62::decode_key(&base62::encode_key(index)), Some(index));
    }
}

#[test]
fn one_digit_integers_are_borrowed() {
    for text in ["0", "7", "-7", "1.5", "-0.25", "1.5e-7"] {
        let encoded = number::encode(text);
        assert!(
            matches!(encoded, Some(std::borrow::Cow::Borrowed(same)) if same == text),
            "{text}"
        );
    }
}

#[test]
fn exponents_without_a_point_get_one() {
    assert_eq!(stored(Codec::Number, "1e-7"), "1.0e-7");
    assert_eq!(stored(Codec::Number, "-1e-7"), "-1.0e-7");
    assert_eq!(stored(Codec::Number, "1e+100"), "1.0e+100");
    assert_eq!(stored(Codec::Number, "1e+21"), "jdt8BLTpPG02");
}

#[test]
fn numbers_spelled_like_null_survive_metadata() {
    use s3db_native::codec::metadata;
    for (n, text) in [("5598187", "null"), ("6631951758436141", "undefined")] {
        let mapped = Codec::Number.encode(Input::Number(n)).unwrap();
        assert_eq!(mapped, Mapped::Text(text.into()));
        let header = metadata::encode(&mapped).into_owned();
        assert!(header.starts_with("b:"), "{header}");
        let output = Codec::Number.decode(metadata::decode(&header));
        assert_eq!(output, Output::Number(n.parse().unwrap()));
    }
}

#[test]
fn numbers_that_are_not_finite_are_refused() {
    for text in ["NaN", "Infinity", "-Infinity"] {
        let error = Codec::Number.encode(Input::Number(text)).unwrap_err();
        assert_eq!(error.code(), "INVALID_FIELD");
        assert!(Codec::Money(2).encode(Input::Number(text)).is_err());
        assert_eq!(
            Codec::Any.encode(Input::Number(text)).unwrap(),
            Mapped::Text(text.into())
        );
        assert_eq!(
            Codec::Json.encode(Input::Number(text)).unwrap(),
            Mapped::Text("null".into())
        );
    }
}

#[test]
fn amounts_beyond_the_doubles_are_refused() {
    assert!(Codec::Money(18).encode(Input::Number("1e+300")).is_err());
    assert!(Codec::Decimal(18).encode(Input::Number("-1e+300")).is_err());
}

#[test]
fn texts_that_are_no_numbers_are_returned() {
    for text in [
        "",
        "-",
        "--1",
        "x!",
        "hello world",
        "1.2.3",
        "1.x",
        ".5",
        "5.",
        "+1",
        "1.0e999",
    ] {
        for codec in [
            Codec::Number,
            Codec::PlainNumber,
            Codec::Decimal(2),
            Codec::Money(2),
        ] {
            let output = codec.decode(Mapped::Text(text.into()));
            assert_eq!(output, Output::Text(text.into()), "{codec:?}");
        }
    }
}
