//! Single rules of layouts.

mod golden;

use golden::encoding::encoded_len;
use s3db_native::behavior::size::value_len;
use s3db_native::behavior::{Behavior, Context, Field, Form, Limits};
use s3db_native::value::Mapped;

const MAP: &str = r#"{"a":"0","b":"1"}"#;

fn limits(limit: usize) -> Limits<'static> {
    Limits {
        limit,
        encoded: limit + 1,
        version: "v1",
        timestamps: false,
        id: None,
    }
}

fn mapped_total(fields: &[Field<'_>]) -> usize {
    fields
        .iter()
        .map(|field| field.key.len() + value_len(&field.value))
        .sum()
}

/// Row `truncation`.
#[test]
fn a_long_enough_string_alone_makes_room() {
    let text = |key: &'static str, text: String, form| Field {
        key: key.into(),
        value: Mapped::Text(text.into()),
        form,
    };
    let fields = vec![
        text("0", "x".repeat(900), Form::Plain),
        text("1", format!("[{}]", "1,".repeat(400)), Form::Coded),
        text("2", "é".repeat(600), Form::Plain),
    ];
    let context = Context {
        limits: limits(2047),
        map: MAP,
        plugin_map: None,
    };
    let plan = Behavior::TruncateData
        .plan(fields.clone(), &context, encoded_len)
        .expect("plan");
    assert_eq!(plan.truncated, ["2"], "encoded, the third is the longest");
    assert_eq!(plan.metadata[..2], fields[..2]);
}

#[test]
fn ten_thousand_fields_are_cut_in_reasonable_time() {
    let fields: Vec<_> = (0..10_000)
        .map(|index| Field {
            key: format!("{index:x}").into(),
            value: Mapped::Text("some text".into()),
            form: if index % 100 == 0 {
                Form::Plain
            } else {
                Form::Coded
            },
        })
        .collect();
    let context = Context {
        limits: limits(2047),
        map: MAP,
        plugin_map: None,
    };
    let plan = Behavior::TruncateData
        .plan(fields, &context, encoded_len)
        .expect("plan");
    assert!(mapped_total(&plan.metadata) <= 2043);
}

#[test]
fn numbers_are_literals_in_bodies_and_undefined_is_left_out() {
    let field = |key: &'static str, value, form| Field {
        key: key.into(),
        value,
        form,
    };
    let fields = vec![
        field("b", Mapped::Text("x\"y".into()), Form::Plain),
        field("10", Mapped::Text("5".into()), Form::Literal),
        field("9", Mapped::Text("NaN".into()), Form::Literal),
        field("a", Mapped::Undefined, Form::Coded),
        field("c", Mapped::Null, Form::Coded),
    ];
    let context = Context {
        limits: limits(2047),
        map: MAP,
        plugin_map: None,
    };
    let plan = Behavior::BodyOnly
        .plan(fields, &context, encoded_len)
        .expect("plan");
    assert_eq!(
        plan.body,
        r#"{"9":"NaN","10":5,"_v":"v1","b":"x\"y","c":null}"#
    );
}

/// Row `large-maps`.
#[test]
fn a_map_beyond_the_limit_is_left_out() {
    let map = format!("{{\"{}\":\"0\"}}", "n".repeat(2100));
    let context = Context {
        limits: limits(2047),
        map: &map,
        plugin_map: Some("{\"p\":\"p2dw\"}"),
    };
    let plan = Behavior::BodyOnly
        .plan(Vec::new(), &context, encoded_len)
        .expect("plan");
    let keys: Vec<_> = plan.metadata.iter().map(|field| &*field.key).collect();
    assert_eq!(keys, ["_v", "_pluginmap"]);
}

#[test]
fn unknown_behaviors_have_an_error_of_their_own() {
    assert_eq!(Behavior::parse("body-only"), Ok(Behavior::BodyOnly));
    let error = Behavior::parse("nope").expect_err("unknown");
    assert_eq!(error.code(), "UNKNOWN_BEHAVIOR");
    assert_eq!(error.to_string(), "unknown behavior `nope`");
}

#[test]
fn overflowing_fields_stand_in_the_body_by_size() {
    let field = |key: &'static str, bytes| Field {
        key: key.into(),
        value: Mapped::Text("x".repeat(bytes).into()),
        form: Form::Plain,
    };
    let fields = vec![
        field("b", 1200),
        field("d", 1100),
        field("5", 1300),
        field("c", 1000),
    ];
    let context = Context {
        limits: limits(2047),
        map: MAP,
        plugin_map: None,
    };
    let plan = Behavior::BodyOverflow
        .plan(fields, &context, encoded_len)
        .expect("plan");
    let kept: Vec<_> = plan.metadata.iter().map(|field| &*field.key).collect();
    assert_eq!(kept, ["c", "_v", "_overflow"]);
    let order: Vec<_> = plan
        .body
        .match_indices("\":")
        .map(|(at, _)| &plan.body[at - 1..at])
        .collect();
    assert_eq!(order, ["5", "d", "b"]);
}
