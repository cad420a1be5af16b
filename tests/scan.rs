//! Listings of records: every record once, whatever the size of the pages and whatever else there is.

mod engine;

use engine::Engine;
use engine::reply::Entry;
use engine::store::put_raw;
use s3db_native::resource::{Equals, Range, Walk};
use serde_json::{Value, json};

fn engine(count: usize) -> Engine {
    let engine = Engine::new(&json!({
        "name": "r", "version": "v1", "behavior": "user-managed",
        "attributes": { "n": "number", "even": "boolean", "text": "string|optional" },
        "partitions": [{ "name": "p", "fields": [{ "path": "even", "rule": "boolean" }] }],
    }));
    for n in 0..count {
        let record = json!({ "n": n, "even": n % 2 == 0, "text": format!("t{}", n % 5) });
        engine.insert(&format!("{n:04}"), &record).expect("insert");
    }
    engine
}

/// The frame of conditions.
fn conditions(pairs: &[(&str, Value)]) -> String {
    let mut frame = engine::frame::FrameWriter::default();
    for (path, value) in pairs {
        frame.name(path);
        frame.value(value);
    }
    frame.finish()
}

/// Walks to the end in pages. Answers the ids and how many keys were passed.
fn pages(engine: &Engine, walk: &Walk, range: Range<'_>) -> (Vec<String>, usize) {
    let (mut ids, mut passed, mut after) = (Vec::new(), 0, None::<String>);
    loop {
        let page = engine
            .scan(
                walk,
                Range {
                    after: after.as_deref(),
                    ..range
                },
            )
            .expect("page");
        let records = page
            .entries
            .iter()
            .filter(|entry| matches!(entry, Entry::Record(_)));
        assert!(records.count() <= range.limit);
        ids.extend(page.ids());
        passed += page.passed;
        after = page.next;
        if after.is_none() {
            return (ids, passed);
        }
    }
}

fn expected(count: usize, wanted: impl Fn(usize) -> bool) -> Vec<String> {
    (0..count)
        .filter(|n| wanted(*n))
        .map(|n| format!("{n:04}"))
        .collect()
}

#[test]
fn pages_of_any_size_pass_every_record_once() {
    let engine = engine(11);
    let partition = Walk::partition(&engine.plan, "p", &[("even", "true")]).expect("walk");
    for limit in 1..=12 {
        let range = Range {
            limit,
            ..Range::default()
        };
        let all = pages(&engine, &Walk::records(&engine.plan), range);
        assert_eq!(all, (expected(11, |_| true), 11), "pages of {limit}");
        let even = pages(&engine, &partition, range);
        assert_eq!(even, (expected(11, |n| n % 2 == 0), 6), "pages of {limit}");
    }
}

#[test]
fn filters_lose_nothing_between_pages() {
    const COUNT: usize = 2100;
    let engine = engine(COUNT);
    let frame = conditions(&[("text", json!("t3")), ("even", json!(true))]);
    let filter = Equals::parse(&engine.plan, &frame).expect("conditions");
    let matching = expected(COUNT, |n| n % 5 == 3 && n % 2 == 0);
    for limit in [1, 7, 99, 209, 210, 211, 5000] {
        let range = Range {
            limit,
            filter: &filter,
            ..Range::default()
        };
        let (ids, passed) = pages(&engine, &Walk::records(&engine.plan), range);
        assert_eq!(ids, matching, "pages of {limit}");
        assert_eq!(passed, COUNT, "pages of {limit}");
    }
}

#[test]
fn conditions_are_those_of_strict_equality() {
    let engine = engine(4);
    engine
        .insert("zero", &json!({ "n": 0, "even": true, "text": null }))
        .expect("insert");
    engine
        .insert("text", &json!({ "n": 1, "even": false }))
        .expect("insert");
    let matching = |path: &str, value: Value| {
        let frame = conditions(&[(path, value)]);
        let filter = Equals::parse(&engine.plan, &frame).expect("conditions");
        let range = Range {
            limit: 9,
            filter: &filter,
            ..Range::default()
        };
        pages(&engine, &Walk::records(&engine.plan), range).0
    };
    assert_eq!(matching("n", json!(0)), ["0000", "zero"]);
    assert_eq!(matching("n", json!({ "$number": "-0" })), ["0000", "zero"]);
    assert_eq!(matching("n", json!({ "$number": "NaN" })), [""; 0]);
    assert_eq!(matching("n", json!("0")), [""; 0]);
    assert_eq!(matching("text", Value::Null), ["zero"]);
    assert_eq!(matching("text", json!({ "$undefined": true })), ["text"]);
    assert_eq!(matching("id", json!("0002")), ["0002"]);
    let unknown = conditions(&[("unknown", json!(1))]);
    assert!(Equals::parse(&engine.plan, &unknown).is_err());
}

#[test]
fn what_is_no_record_is_passed_over_and_what_is_broken_is_told() {
    let engine = engine(3);
    let data = engine.plan.data_folder().to_owned();
    for name in ["README", "id", "sub/notes", "id=0001/child"] {
        put_raw(
            &engine.store,
            &format!("{data}{name}"),
            &[],
            b"foreign",
            None,
        );
    }
    put_raw(
        &engine.store,
        &format!("{data}id=a%b"),
        &[("_v", "v1")],
        b"",
        None,
    );
    put_raw(
        &engine.store,
        &format!("{data}id=0001z"),
        &[("_v", "v1"), ("_overflow", "true")],
        b"{",
        Some("application/json"),
    );
    put_raw(
        &engine.store,
        "resource=r/partition=p/even=true/id=gone",
        &[("_v", "v1")],
        b"",
        None,
    );
    let walk = Walk::records(&engine.plan);
    for limit in 1..=6 {
        let range = Range {
            limit,
            ..Range::default()
        };
        let (ids, _) = pages(&engine, &walk, range);
        assert_eq!(
            ids,
            ["0000", "0001", "!0001z", "0002", "!a%b"],
            "pages of {limit}"
        );
    }
    let range = Range {
        limit: 9,
        ..Range::default()
    };
    let codes: Vec<_> = engine
        .scan(&walk, range)
        .expect("page")
        .entries
        .into_iter()
        .filter_map(|entry| match entry {
            Entry::Failure(failure) => Some(failure.code),
            Entry::Record(_) => None,
        })
        .collect();
    assert_eq!(codes, ["CORRUPT_OBJECT", "INVALID_ID"]);
    let even = Walk::partition(&engine.plan, "p", &[("even", "true")]).expect("walk");
    assert_eq!(pages(&engine, &even, range).0, ["0000", "0002", "!gone"]);
}

#[test]
fn ids_are_listed_in_pages() {
    let engine = engine(5);
    let walk = Walk::records(&engine.plan);
    let mut after = None::<String>;
    for page in [vec!["0000", "0001"], vec!["0002", "0003"], vec!["0004"]] {
        let range = Range {
            after: after.as_deref(),
            limit: 2,
            ..Range::default()
        };
        let (ids, next) = engine.list_ids(&walk, range).expect("ids");
        assert_eq!(ids, page);
        after = next;
    }
    assert_eq!(after, None);
    for (skip, limit, expected) in [
        (0, 0, vec![]),
        (3, 9, vec!["0003", "0004"]),
        (5, 1, vec![]),
        (4, 1, vec!["0004"]),
    ] {
        let range = Range {
            skip,
            limit,
            ..Range::default()
        };
        assert_eq!(
            engine.list_ids(&walk, range).expect("ids").0,
            expected,
            "{skip} {limit}"
        );
        let page = engine.scan(&walk, range).expect("page");
        assert_eq!(page.ids(), expected, "{skip} {limit}");
    }
}

#[test]
fn many_are_read_in_the_order_asked_for() {
    let engine = engine(3);
    let ids = ["0002", "a/b", "none", "0000", "0002"].map(str::to_owned);
    let page = engine.get_many(&ids).expect("page");
    assert_eq!(page.ids(), ["0002", "!a/b", "!none", "0000", "0002"]);
    assert_eq!((page.next, page.passed), (None, 5));
    assert_eq!(engine.get_many(&[]).expect("page").ids(), [""; 0]);
}
