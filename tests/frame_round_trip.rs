//! Frames are taken apart as they were put together, replies are read as they were written, and
//! nothing that looks like a frame makes the engine panic.

mod common;
mod engine;

use std::borrow::Cow;

use common::{plain, strategy};
use engine::frame::FrameWriter;
use engine::token::{Cursor, Token};
use engine::{Engine, is_missing};
use proptest::prelude::*;
use s3db_native::frame::{FrameSlot, Reply, WELL_KNOWN, WriteFrame};
use s3db_native::value::{Input, Output};
use serde_json::json;

/// Tags that stand alone.
const TAGS: [char; 6] = ['a', '=', 'u', 'z', 't', 'f'];
/// Kinds that have a text.
const KINDS: [char; 6] = ['s', 'n', 'd', 'j', 'b', 'r'];

/// A tag, and the text of one that has it.
type Slot = (char, Option<String>);

fn slot() -> impl Strategy<Value = Slot> {
    prop_oneof![
        prop::sample::select(&TAGS[..]).prop_map(|tag| (tag, None)),
        (prop::sample::select(&KINDS[..]), strategy::text())
            .prop_map(|(kind, text)| (kind, Some(text))),
    ]
}

fn slots() -> impl Strategy<Value = Vec<Slot>> {
    prop::collection::vec(slot(), 0..6)
}

fn write(frame: &mut FrameWriter, (tag, text): &Slot) {
    match text {
        Some(text) => frame.text(*tag, text),
        None => frame.tag(*tag),
    }
}

fn parsed((tag, text): &Slot) -> FrameSlot<'_> {
    let text = text.as_deref().unwrap_or_default();
    FrameSlot::Value(match tag {
        'a' => return FrameSlot::Absent,
        '=' => return FrameSlot::Unchanged,
        'u' => Input::Undefined,
        'z' => Input::Null,
        't' => Input::Boolean(true),
        'f' => Input::Boolean(false),
        's' => Input::Text(text),
        'n' => Input::Number(text),
        'd' => Input::Date(text),
        'j' => Input::Json(text),
        'b' => Input::Bytes(text),
        'r' => Input::Raw(text),
        _ => panic!("tag {tag}"),
    })
}

fn frame_of(slots: &[Slot], extras: &[Slot], unknown: &[(String, Slot)]) -> String {
    let mut frame = FrameWriter::default();
    for slot in slots.iter().chain(extras) {
        write(&mut frame, slot);
    }
    for (name, slot) in unknown {
        frame.name(name);
        write(&mut frame, slot);
    }
    frame.finish()
}

fn output() -> impl Strategy<Value = Output<'static>> {
    prop_oneof![
        Just(Output::Undefined),
        Just(Output::Null),
        any::<bool>().prop_map(Output::Boolean),
        any::<f64>()
            .prop_filter("equal to itself", |n| !n.is_nan())
            .prop_map(Output::Number),
        any::<i32>().prop_map(|number| Output::Number(number.into())),
        strategy::text().prop_map(|text| Output::Text(Cow::Owned(text))),
        (250_usize..260).prop_map(|length| Output::Text(Cow::Owned("x".repeat(length)))),
        strategy::text().prop_map(|text| Output::Json(Cow::Owned(text))),
        prop::collection::vec("[^|]{0,6}", 1..9)
            .prop_map(|texts| Output::TextList(texts.join("|").into())),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(Output::Bytes),
    ]
}

fn token(output: &Output<'_>) -> Token {
    match output {
        Output::Undefined => Token::Undefined,
        Output::Null => Token::Null,
        Output::Boolean(flag) => Token::Boolean(*flag),
        Output::Number(number) => Token::Number(*number),
        Output::Text(text) => Token::Text(text.to_string()),
        Output::Json(text) => Token::Json(text.to_string()),
        Output::TextList(_) => match plain(output.clone()) {
            Output::Json(text) => Token::Json(text.to_string()),
            other => panic!("{other:?} is no list"),
        },
        Output::Bytes(bytes) => Token::Bytes(bytes.clone()),
    }
}

proptest! {
    #![proptest_config(strategy::cases(1024))]

    #[test]
    fn frames_are_taken_apart(
        slots in slots(),
        extras in slots(),
        unknown in prop::collection::vec((strategy::text(), slot()), 0..4),
    ) {
        let frame = frame_of(&slots, &extras, &unknown);
        let apart = WriteFrame::parse(&frame, slots.len(), extras.len()).unwrap();
        prop_assert_eq!(apart.slots, slots.iter().map(parsed).collect::<Vec<_>>());
        let dates = extras.iter().map(|extra| match parsed(extra) {
            FrameSlot::Value(Input::Text(text)) => Some(text),
            _ => None,
        });
        prop_assert_eq!(apart.extras, dates.collect::<Vec<_>>());
        let pairs = unknown.iter().filter_map(|(name, slot)| match parsed(slot) {
            FrameSlot::Value(value) => Some((name.as_str(), value)),
            FrameSlot::Absent | FrameSlot::Unchanged => None,
        });
        prop_assert_eq!(apart.unknown, pairs.collect::<Vec<_>>());
    }

    #[test]
    fn another_number_of_slots_is_refused(slots in slots(), more in 1_usize..3) {
        let frame = frame_of(&slots, &[], &[]);
        prop_assert!(WriteFrame::parse(&frame, slots.len() + more, 0).is_err());
        if let Some(fewer) = slots.len().checked_sub(more) {
            prop_assert!(WriteFrame::parse(&frame, fewer, 0).is_err());
        }
    }

    #[test]
    fn damaged_frames_are_no_panic(slots in prop::collection::vec(slot(), 1..6), at in any::<prop::sample::Index>(), by in "\\PC?") {
        let frame: Vec<char> = frame_of(&slots, &[], &[]).chars().collect();
        let at = at.index(frame.len());
        let damaged: String =
            frame[..at].iter().copied().chain(by.chars()).chain(frame[at + 1..].iter().copied()).collect();
        if let Ok(apart) = WriteFrame::parse(&damaged, slots.len(), 0) {
            prop_assert_eq!(apart.slots.len(), slots.len());
        }
    }

    #[test]
    fn garbage_is_no_panic(
        garbage in prop_oneof![".{0,40}", "[asnjbr\\x00-\\x09\\x7f+=é😀]{0,40}", "[stn][\\x00-\\x09\\x7f].{0,9}"],
        slots in 0_usize..4,
        extras in 0_usize..3,
    ) {
        let _ = WriteFrame::parse(&garbage, slots, extras);
        let engine = Engine::new(&json!({
            "name": "g", "version": "v1", "behavior": "body-overflow",
            "attributes": { "a": "string", "b": "number", "c": "geo:point" },
        }));
        let mut reply = Reply::default();
        let context = engine.context(s3db_native::crypto::Effort::Cheap);
        let insert = s3db_native::resource::insert(
            &engine.store, &context, Some("x"), &garbage, None, &mut reply,
        );
        prop_assert_eq!(engine::store::ready(insert).is_err(), is_missing(&engine.object("x")));
    }

    #[test]
    fn replies_are_read_back(outputs in prop::collection::vec(output(), 0..8)) {
        let mut reply = Reply::reusing(vec![7; 3]);
        for output in &outputs {
            reply.output(output);
        }
        let bytes = reply.into_bytes();
        let mut cursor = Cursor::over(&bytes);
        for output in &outputs {
            prop_assert_eq!(cursor.token(), token(output));
        }
        cursor.finish();
    }
}

#[test]
fn a_length_that_ends_inside_a_character_is_refused() {
    for frame in ["s\x01😀", "s\x01é", "+\x01éa"] {
        assert!(WriteFrame::parse(frame, 1, 0).is_err(), "{frame}");
    }
}

#[test]
fn frequent_texts_and_special_numbers_are_short() {
    let mut reply = Reply::default();
    for text in WELL_KNOWN {
        reply.known_text(text);
    }
    reply.known_text("\"another\"");
    reply.optional_text(None);
    reply.count(0);
    reply.number(-0.0);
    reply.number(f64::NAN);
    reply.absent();
    let mark = reply.len();
    reply.text("taken back");
    reply.truncate(mark);
    let bytes = reply.into_bytes();
    assert_eq!(bytes.len(), 2 * WELL_KNOWN.len() + 11 + 1 + 5 + 9 + 9 + 1);
    let mut cursor = Cursor::over(&bytes);
    for text in WELL_KNOWN {
        assert_eq!(cursor.text(), *text);
    }
    assert_eq!(cursor.text(), "\"another\"");
    assert_eq!(cursor.optional_text(), None);
    assert_eq!(cursor.count(), 0);
    assert!(cursor.number().is_sign_negative());
    assert!(cursor.number().is_nan());
    assert_eq!(cursor.token(), Token::Absent);
    cursor.finish();
}
