//! What operations cost, in requests to the store. Where a record has moved, a reference costs one
//! write and one deletion; more than one deletion is one request.

mod engine;

use engine::Engine;
use engine::store::ready;
use s3db_native::resource::{self, Range, Walk};
use s3db_native::store::fault::Verb;
use s3db_native::store::{FaultStore, MemoryStore};
use serde_json::{Value, json};

type Counted = Engine<FaultStore<MemoryStore>>;

const PUT: Verb = Verb::Put;
const GET: Verb = Verb::Get;
const LIST: Verb = Verb::List;
const DELETE: Verb = Verb::Delete;

fn engine(partitions: usize) -> Counted {
    let all = ["a", "b"]
        .map(|path| json!({ "name": path, "fields": [{ "path": path, "rule": "string" }] }));
    Engine::over(
        FaultStore::new(MemoryStore::default()),
        &json!({
            "name": "r", "version": "v1", "behavior": "user-managed",
            "attributes": { "a": "string|optional", "b": "string|optional", "n": "number|optional" },
            "partitions": all[..partitions],
        }),
    )
}

fn record(a: &str, b: &str) -> Value {
    json!({ "a": a, "b": b })
}

fn verbs(engine: &Counted) -> Vec<Verb> {
    engine
        .store
        .take_requests()
        .into_iter()
        .map(|request| request.verb)
        .collect()
}

/// Row `references-once`.
#[test]
fn writing_costs_one_request_and_one_for_each_reference() {
    for partitions in 0..=2 {
        let engine = engine(partitions);
        engine.insert("1", &record("x", "y")).expect("insert");
        assert_eq!(verbs(&engine), vec![PUT; 1 + partitions]);
        assert!(engine.insert("1", &record("x", "y")).is_err());
        assert_eq!(verbs(&engine), [PUT]);
        engine.insert("2", &json!({ "n": 1 })).expect("insert");
        assert_eq!(verbs(&engine), [PUT]);
    }
}

#[test]
fn updating_costs_two_requests_and_those_of_moved_references() {
    for (partitions, a, b, expected) in [
        (0, "new", "new", vec![GET, PUT]),
        (2, "x", "y", vec![GET, PUT]),
        (2, "new", "y", vec![GET, PUT, PUT, DELETE]),
        (2, "new", "new", vec![GET, PUT, PUT, PUT, Verb::DeleteMany]),
    ] {
        let engine = engine(partitions);
        engine.insert("1", &record("x", "y")).expect("insert");
        verbs(&engine);
        engine.update("1", &record(a, b)).expect("update");
        assert_eq!(verbs(&engine), expected);
        assert!(engine.load("2").is_err());
        assert_eq!(verbs(&engine), [GET]);
    }
}

#[test]
fn replacing_reads_only_where_references_may_move() {
    for (partitions, a, expected) in [
        (0, "new", vec![PUT]),
        (1, "x", vec![GET, PUT]),
        (1, "new", vec![GET, PUT, PUT, DELETE]),
    ] {
        let engine = engine(partitions);
        engine.insert("1", &record("x", "y")).expect("insert");
        verbs(&engine);
        engine.replace("1", &record(a, "y")).expect("replace");
        assert_eq!(verbs(&engine), expected);
    }
    let engine = engine(2);
    engine.replace("1", &record("x", "y")).expect("replace");
    assert_eq!(verbs(&engine), [GET, PUT, PUT, PUT]);
}

#[test]
fn deleting_costs_two_requests_and_one_for_the_references() {
    for (partitions, expected) in [
        (0, vec![GET, DELETE]),
        (1, vec![GET, DELETE, DELETE]),
        (2, vec![GET, DELETE, Verb::DeleteMany]),
    ] {
        let engine = engine(partitions);
        engine.insert("1", &record("x", "y")).expect("insert");
        engine.insert("2", &record("x", "y")).expect("insert");
        verbs(&engine);
        engine.take("1").expect("delete");
        assert_eq!(verbs(&engine), expected);
        let (old, preimage) = engine.load("2").expect("record");
        engine.delete(&old, &preimage).expect("delete");
        assert_eq!(verbs(&engine), expected);
        assert!(engine.take("1").is_err());
        assert_eq!(verbs(&engine), [GET]);
    }
}

#[test]
fn reading_costs_a_request_for_each_record_and_one_for_each_page() {
    let engine = engine(2);
    for id in 0..5 {
        engine
            .insert(&id.to_string(), &record("x", "y"))
            .expect("insert");
    }
    verbs(&engine);
    engine.get("1").expect("record");
    assert_eq!(verbs(&engine), [GET]);
    assert!(ready(resource::exists(&engine.store, &engine.plan, "1")).expect("head"));
    assert_eq!(verbs(&engine), [Verb::Head]);
    engine
        .get_many(&["1", "2", "9"].map(str::to_owned))
        .expect("page");
    assert_eq!(verbs(&engine), [GET, GET, GET]);

    let partition = Walk::partition(&engine.plan, "a", &[("a", "x")]).expect("walk");
    for walk in [Walk::records(&engine.plan), partition] {
        let range = Range {
            limit: 3,
            ..Range::default()
        };
        let page = engine.scan(&walk, range).expect("page");
        assert_eq!(verbs(&engine), [LIST, GET, GET, GET]);
        let next = Range {
            after: page.next.as_deref(),
            ..range
        };
        engine.scan(&walk, next).expect("page");
        assert_eq!(verbs(&engine), [LIST, GET, GET]);
        engine
            .scan(&walk, Range { skip: 3, ..range })
            .expect("page");
        assert_eq!(verbs(&engine), [LIST, LIST, GET, GET]);
        engine
            .scan(&walk, Range { skip: 9, ..range })
            .expect("page");
        assert_eq!(verbs(&engine), [LIST]);
        engine.list_ids(&walk, range).expect("ids");
        assert_eq!(verbs(&engine), [LIST]);
        assert_eq!(ready(walk.count(&engine.store)).expect("count"), 5);
        assert_eq!(verbs(&engine), [LIST]);
    }
}

#[test]
fn asking_a_partition_for_a_record_costs_a_request_if_every_value_is_given() {
    let engine = engine(2);
    engine.insert("1", &record("x", "y")).expect("insert");
    verbs(&engine);
    for (values, id, expected, requests) in [
        (&[("a", "x")][..], "1", true, vec![Verb::Head]),
        (&[("a", "y")], "1", false, vec![Verb::Head]),
        (&[("a", "x")], "2", false, vec![Verb::Head]),
        (&[], "1", false, vec![]),
    ] {
        let walk = Walk::partition(&engine.plan, "a", values).expect("walk");
        let found = ready(resource::is_referenced(&engine.store, &walk, id));
        assert_eq!(found.expect("answer"), expected, "{values:?} {id}");
        assert_eq!(verbs(&engine), requests);
    }
    let walk = Walk::partition(&engine.plan, "a", &[("a", "x")]).expect("walk");
    assert!(ready(resource::is_referenced(&engine.store, &walk, "1/2")).is_err());
    assert_eq!(verbs(&engine), []);
}

#[test]
fn what_is_refused_costs_nothing() {
    let engine = engine(1);
    for (id, record) in [("a/b", record("x", "y")), ("1", record("x/..", "y"))] {
        assert!(engine.insert(id, &record).is_err());
        assert!(engine.replace(id, &record).is_err());
    }
    assert!(
        engine.get("a=b").is_err() && engine.load("a%b").is_err() && engine.take("a\\b").is_err()
    );
    assert_eq!(verbs(&engine), []);
}
