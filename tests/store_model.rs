//! The memory store against a plain map: any sequence of operations has the same results.

mod common;
mod engine;

use std::collections::BTreeMap;

use common::strategy;
use engine::store::ready;
use proptest::prelude::*;
use s3db_native::store::{Condition, List, MemoryStore, Metadata, NewObject, Object, ObjectStore};

/// Few keys, so that operations meet; folders, keys that are folders, and bytes beyond ASCII.
const KEYS: [&str; 10] = ["", "/", "a", "a/", "a/1", "a/1/x", "a/2", "ab", "é/1", "😀"];
const PREFIXES: [&str; 8] = ["", "/", "a", "a/", "a/1/", "é", "é/", "z/"];

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    body: Vec<u8>,
    metadata: String,
}

#[derive(Clone, Debug)]
enum Step {
    Put(&'static str, Vec<u8>, String, Only),
    Copy(&'static str, &'static str, Option<String>),
    Delete(&'static str),
    DeleteMany(Vec<&'static str>),
    Restore,
}

/// On what a write depends.
#[derive(Clone, Copy, Debug)]
enum Only {
    Always,
    Absent,
    Present,
    Unchanged,
}

fn key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&KEYS[..])
}

fn step() -> impl Strategy<Value = Step> {
    let body = || prop::collection::vec(any::<u8>(), 0..4);
    let only = prop::sample::select(vec![
        Only::Always,
        Only::Absent,
        Only::Present,
        Only::Unchanged,
    ]);
    prop_oneof![
        6 => (key(), body(), "[a-z]{0,3}", only).prop_map(|(k, b, m, o)| Step::Put(k, b, m, o)),
        2 => (key(), key(), prop::option::of("[a-z]{0,3}"))
            .prop_map(|(from, to, m)| Step::Copy(from, to, m)),
        3 => key().prop_map(Step::Delete),
        1 => prop::collection::vec(key(), 0..4).prop_map(Step::DeleteMany),
        1 => Just(Step::Restore),
    ]
}

fn metadata(text: &str) -> Metadata {
    [("0", text)].into_iter().collect()
}

fn entry(object: &Object) -> Entry {
    Entry {
        body: object.body().to_vec(),
        metadata: object.to_metadata().get("0").expect("metadata").to_owned(),
    }
}

/// Does a step to both and compares their answers.
fn apply(store: &MemoryStore, model: &mut BTreeMap<&'static str, Entry>, step: Step) {
    match step {
        Step::Put(key, body, text, only) => {
            let current = ready(store.get(key)).ok();
            let condition = match (only, &current) {
                (Only::Always, _) => Condition::None,
                (Only::Absent, _) => Condition::Absent,
                (Only::Present, _) => Condition::Matches("*"),
                (Only::Unchanged, Some(object)) => Condition::Matches(object.etag()),
                (Only::Unchanged, None) => Condition::Matches("\"none\""),
            };
            let holds = match only {
                Only::Always => true,
                Only::Absent => !model.contains_key(key),
                Only::Present | Only::Unchanged => model.contains_key(key),
            };
            let metadata = metadata(&text);
            let object = NewObject {
                metadata: &metadata,
                body: &body,
                content_type: None,
                content_encoding: None,
            };
            assert_eq!(ready(store.put(key, object, condition)).is_ok(), holds);
            if holds {
                model.insert(
                    key,
                    Entry {
                        body,
                        metadata: text,
                    },
                );
            }
        }
        Step::Copy(from, to, text) => {
            let metadata = text.as_deref().map(metadata);
            let copied = ready(store.copy(from, to, metadata.as_ref(), None)).is_ok();
            let source = model.get(from).cloned();
            assert_eq!(copied, source.is_some());
            if let Some(mut source) = source {
                source.metadata = text.unwrap_or(source.metadata);
                model.insert(to, source);
            }
        }
        Step::Delete(key) => {
            ready(store.delete(key)).unwrap();
            model.remove(key);
        }
        Step::DeleteMany(keys) => {
            let owned: Vec<_> = keys.iter().map(|key| (*key).to_owned()).collect();
            assert_eq!(ready(store.delete_many(&owned)), Ok(Vec::new()));
            keys.into_iter().for_each(|key| drop(model.remove(key)));
        }
        Step::Restore => store.restore(store.snapshot()),
    }
}

fn compare(store: &MemoryStore, model: &BTreeMap<&'static str, Entry>) {
    for key in KEYS {
        assert_eq!(
            ready(store.get(key)).ok().as_ref().map(entry),
            model.get(key).cloned()
        );
    }
    let bytes: usize = model.values().map(|entry| entry.body.len()).sum();
    assert_eq!(store.usage(), (model.len(), bytes as u64));
    for prefix in PREFIXES {
        let expected: Vec<_> = model.keys().filter(|key| key.starts_with(prefix)).collect();
        let listed = ready(store.list_keys(List {
            prefix,
            ..List::default()
        }))
        .unwrap()
        .keys;
        assert_eq!(
            listed.iter().collect::<Vec<_>>(),
            expected,
            "prefix `{prefix}`"
        );
        assert_eq!(
            ready(store.count(prefix)).unwrap(),
            expected.len(),
            "prefix `{prefix}`"
        );
    }
}

proptest! {
    #![proptest_config(strategy::cases(512))]

    #[test]
    fn any_sequence_of_operations_matches_the_model(steps in prop::collection::vec(step(), 1..40)) {
        let (store, mut model) = (MemoryStore::default(), BTreeMap::new());
        for step in steps {
            apply(&store, &mut model, step);
            compare(&store, &model);
        }
    }
}
