//! Dates and durations survive their codecs; texts of older versions are read.

mod common;

use common::strategy;
use proptest::prelude::*;
use s3db_native::codec::{Codec, date, duration};
use s3db_native::value::{Input, Mapped, Output};

const RANGE: i64 = 8_640_000_000_000_000;

fn stored(codec: Codec, input: Input<'_>) -> String {
    match codec.encode(input).unwrap() {
        Mapped::Text(stored) => stored.into_owned(),
        other => panic!("{input:?} became {other:?}"),
    }
}

fn read(codec: Codec, stored: &str) -> String {
    match codec.decode(Mapped::Text(stored.into())) {
        Output::Text(text) => text.into_owned(),
        other => panic!("{stored} became {other:?}"),
    }
}

proptest! {
    #![proptest_config(strategy::cases(2048))]

    #[test]
    fn instants_survive(instant in -RANGE..=RANGE) {
        let text = date::format_instant(instant).unwrap();
        prop_assert_eq!(date::parse_instant(&text), Some(instant));
        for input in [Input::Text(&text), Input::Date(&text), Input::Number(&instant.to_string())] {
            prop_assert_eq!(&read(Codec::DateTime, &stored(Codec::DateTime, input)), &text);
            prop_assert_eq!(&read(Codec::Date, &stored(Codec::Date, input)), &text);
            let day = read(Codec::DateOnly, &stored(Codec::DateOnly, input));
            prop_assert_eq!(Some(day.as_str()), text.split('T').next());
            let time = read(Codec::TimeOnly, &stored(Codec::TimeOnly, input));
            prop_assert_eq!(Some(time.as_str()), text[1..].trim_end_matches('Z').split('T').nth(1));
        }
    }

    #[test]
    fn days_follow_each_other(day in -100_000_000..100_000_000_i64) {
        let next = |instant| date::parse_instant(&date::format_instant(instant).unwrap());
        prop_assert_eq!(next((day + 1) * 86_400_000).unwrap() - next(day * 86_400_000).unwrap(),
            86_400_000);
    }

    #[test]
    fn times_of_day_survive(time in 0..86_400_000_i64) {
        let text = date::decode_time(&date::encode_time(time)).unwrap();
        prop_assert_eq!(date::parse_time(&text), Some(time));
        prop_assert_eq!(&read(Codec::TimeOnly, &stored(Codec::TimeOnly, Input::Text(&text))), &text);
    }

    /// Row `durations-that-begin-with-p`.
    #[test]
    fn durations_survive(milliseconds in prop_oneof![0..10_000_i64, 0..(1_i64 << 53)]) {
        let text = duration::format(milliseconds);
        prop_assert_eq!(duration::parse(&text), Some(milliseconds));
        let number = milliseconds.to_string();
        for input in [Input::Number(&number), Input::Text(&text)] {
            let stored = stored(Codec::Duration, input);
            prop_assert_eq!(&read(Codec::Duration, &stored), &text);
            // What begins with `P` is ISO text to s3db.js.
            prop_assert!(!stored.starts_with('P') || stored == text);
        }
    }
}

#[test]
fn years_beyond_four_digits_have_a_sign() {
    for text in [
        "+012024-02-29T00:00:00.000Z",
        "-000001-12-31T23:59:59.999Z",
        "0000-01-01T00:00:00.000Z",
        "+275760-09-13T00:00:00.000Z",
        "-271821-04-20T00:00:00.000Z",
    ] {
        assert_eq!(
            read(Codec::DateTime, &stored(Codec::DateTime, Input::Text(text))),
            text
        );
    }
}

#[test]
fn times_are_normalised_to_utc_and_milliseconds() {
    for (text, expected) in [
        ("2024-01-15T10:20:30-03:00", "2024-01-15T13:20:30.000Z"),
        ("2024-01-15T10:20+05:30", "2024-01-15T04:50:00.000Z"),
        ("2024-01-15T10:20:30.1234Z", "2024-01-15T10:20:30.123Z"),
        ("2024-01-15", "2024-01-15T00:00:00.000Z"),
    ] {
        assert_eq!(
            read(Codec::DateTime, &stored(Codec::DateTime, Input::Text(text))),
            expected
        );
    }
}

#[test]
fn texts_that_are_no_dates_are_stored_as_they_are() {
    for text in [
        "2024-02-30",
        "2024-13-01",
        "2024-00-10",
        "-000000-01-01",
        "+275760-09-13T00:00:00.001Z",
        "2024-01-15T10:20:30",
        "2024-01-15T25:00Z",
        "tomorrow!",
    ] {
        assert_eq!(stored(Codec::DateTime, Input::Text(text)), text);
        assert_eq!(read(Codec::DateTime, text), text);
    }
}

/// Row `old-dates`.
#[test]
fn dates_of_older_versions_are_read_as_written() {
    for codec in [Codec::Date, Codec::DateTime, Codec::DateOnly] {
        for text in [
            "2024-01-15T10:20:30.456Z",
            "2024-01-15",
            "-000001-01-01T00:00:00.000Z",
        ] {
            assert_eq!(read(codec, text), text);
        }
    }
    assert_eq!(read(Codec::TimeOnly, "12:34:56.789"), "12:34:56.789");
    assert_eq!(
        read(Codec::Date, "\"2024-01-15T10:20:30.456Z\""),
        "2024-01-15T10:20:30.456Z"
    );
}

#[test]
fn numbers_out_of_range_are_returned_as_they_are() {
    for codec in [Codec::DateTime, Codec::DateOnly, Codec::TimeOnly] {
        for text in ["ZZZZZZZZZ", "!", "", "15.5"] {
            assert_eq!(read(codec, text), text);
        }
    }
    assert_eq!(read(Codec::TimeOnly, "5QwAo"), "5QwAo");
}

#[test]
fn durations_of_every_spelling_are_understood() {
    for (text, expected) in [
        ("1h30m", "PT1H30M"),
        ("1d 2h 30m 5s 10ms", "P1DT2H30M5.010S"),
        ("250ms", "PT0.250S"),
        ("1.5s", "PT1.500S"),
        ("P1DT2H", "P1DT2H"),
        ("PT0S", "PT0S"),
    ] {
        assert_eq!(
            read(Codec::Duration, &stored(Codec::Duration, Input::Text(text))),
            expected
        );
    }
    assert_eq!(
        stored(Codec::Duration, Input::Number("196145")),
        "PT3M16.145S"
    );
    for text in ["P1D", "PT1H", "P1Y2M", "P2W", "soon!", "-5"] {
        assert_eq!(read(Codec::Duration, text), text);
    }
    assert_eq!(read(Codec::Duration, "PNuU"), "PT3H25M45S");
}
