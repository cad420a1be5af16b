//! Every string survives metadata, and every header can be sent.

mod common;

use common::strategy;
use proptest::prelude::*;
use s3db_native::codec::metadata::{self, Simple};
use s3db_native::codec::percent;
use s3db_native::value::Mapped;
use std::borrow::Cow;

proptest! {
    #![proptest_config(strategy::cases(4096))]

    #[test]
    fn texts_read_back_as_themselves(text in strategy::text()) {
        let stored = metadata::encode_text(&text);
        prop_assert_eq!(metadata::decode(&stored), Mapped::Text(Cow::Borrowed(&text)));
        prop_assert_eq!(metadata::decode_strictly(&stored), Mapped::Text(Cow::Borrowed(&text)));
    }

    /// Row `outer-spaces`.
    #[test]
    fn headers_are_printable_and_not_padded(text in strategy::text()) {
        let stored = metadata::encode_text(&text);
        prop_assert!(stored.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{}", stored);
        prop_assert_eq!(stored.trim(), stored.as_ref());
    }

    #[test]
    fn lengths_are_known_without_encoding(text in strategy::text()) {
        let mapped = Mapped::Text(Cow::Borrowed(text.as_str()));
        prop_assert_eq!(metadata::encoded_len(&mapped), metadata::encode(&mapped).len());
    }

    #[test]
    fn any_header_is_read(stored in strategy::text()) {
        if let Mapped::Text(text) = metadata::decode(&stored) {
            let written = metadata::encode_text(&text);
            prop_assert_eq!(metadata::decode(&written), Mapped::Text(Cow::Borrowed(&text)));
        }
    }

    #[test]
    fn percent_encoding_is_inverted(text in strategy::text()) {
        let encoded = percent::encode(&text);
        prop_assert_eq!(encoded.len(), percent::encoded_len(&text));
        prop_assert_eq!(percent::decode(&encoded), Some(text));
    }

    #[test]
    fn latin1_is_read_from_what_may_be_percent_encoding(
        before in "[a-c]{0,12}",
        parts in prop::collection::vec("[a-z]{0,9}|%[0-9a-fA-F]{2}|%C[0-4]%[89A-D][0-9A-F]|%|%.", 0..9),
    ) {
        let encoded = parts.concat();
        let mut read = before.clone().into_bytes();
        let expected = percent::decode(&encoded)
            .and_then(|text| text.chars().map(|character| u8::try_from(character).ok()).collect());
        let is_latin1 = percent::append_latin1(&encoded, &mut read);
        prop_assert_eq!(is_latin1, expected.is_some());
        let expected: Vec<u8> = expected.unwrap_or_default();
        prop_assert_eq!(read, [before.as_bytes(), &expected].concat());
    }

    #[test]
    fn simple_metadata_texts_are_what_they_say(stored in strategy::text()) {
        let value = match metadata::decode(&stored) {
            Mapped::Text(text) => Some(text),
            _ => None,
        };
        match Simple::of(&stored) {
            Some(Simple::Plain(text)) => prop_assert_eq!(Some(Cow::Borrowed(text)), value),
            Some(Simple::Percent(encoded)) => {
                let decoded = percent::decode(encoded).unwrap_or_else(|| stored.clone());
                prop_assert_eq!(Some(Cow::Owned(decoded)), value);
            }
            None => {}
        }
    }
}

#[test]
fn plain_ascii_is_borrowed() {
    for text in ["", "hello world", "{\"a\":1}", "100%", "/v1/x", "d", "z8:"] {
        assert!(matches!(metadata::encode_text(text), Cow::Borrowed(same) if same == text));
        assert!(
            matches!(metadata::decode(text), Mapped::Text(Cow::Borrowed(same)) if same == text)
        );
    }
}

#[test]
fn urls_that_would_end_in_a_space_are_not_abbreviated() {
    assert_eq!(metadata::encode_text("https://x"), "d:@hx");
    assert_eq!(metadata::encode_text("https://x "), "b:aHR0cHM6Ly94IA==");
}

#[test]
fn broken_escapes_are_returned_as_they_are() {
    for stored in [
        "u:%",
        "u:%4",
        "u:%zz",
        "u:%ff",
        "u:%ED%A0%80",
        "d:zz",
        "d:@Z",
        "z:!!",
        "z85:é",
    ] {
        assert_eq!(
            metadata::decode(stored),
            Mapped::Text(Cow::Borrowed(stored))
        );
    }
}
