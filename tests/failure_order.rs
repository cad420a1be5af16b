//! What a failure leaves behind: a record is old or new, and who called is told of every reference
//! that is missing or points to nothing.

mod engine;

use std::collections::BTreeSet;

use engine::reply::Failure;
use engine::store::ready;
use engine::{Engine, is_missing};
use s3db_native::crypto::Effort;
use s3db_native::resource::{self, Outcome, Plan};
use s3db_native::store::fault::{Fault, Request};
use s3db_native::store::{FaultStore, List, MemoryStore, ObjectStore};
use s3db_native::{Error, Result};
use serde_json::{Value, json};

type Faulty = Engine<FaultStore<MemoryStore>>;

/// An operation on record `1`.
struct Operation {
    name: &'static str,
    /// The record that is there before.
    old: Option<Value>,
    /// The record that is there after.
    new: Option<Value>,
    /// Answers the references that the operation says have failed.
    run: fn(&Faulty, &Value) -> Result<Vec<Failure>>,
}

fn record(region: &str, city: &str) -> Value {
    json!({ "region": region, "city": city, "note": format!("{region} {city}") })
}

fn operations() -> Vec<Operation> {
    let insert = |engine: &Faulty, new: &Value| engine.insert("1", new).map(|report| report.failed);
    let replace =
        |engine: &Faulty, new: &Value| engine.replace("1", new).map(|report| report.failed);
    let update = |engine: &Faulty, new: &Value| engine.update("1", new).map(|report| report.failed);
    let take = |engine: &Faulty, _: &Value| engine.take("1").map(|(_, deletion)| deletion.failed);
    let delete = |engine: &Faulty, _: &Value| {
        let (old, preimage) = engine.load("1")?;
        engine
            .delete(&old, &preimage)
            .map(|deletion| deletion.failed)
    };
    let (old, moved) = (Some(record("US", "NY")), Some(record("EU", "Rome")));
    let half = Some(record("US", "LA"));
    vec![
        Operation {
            name: "insert",
            old: None,
            new: old.clone(),
            run: insert,
        },
        Operation {
            name: "replace nothing",
            old: None,
            new: old.clone(),
            run: replace,
        },
        Operation {
            name: "replace",
            old: old.clone(),
            new: moved.clone(),
            run: replace,
        },
        Operation {
            name: "update one key",
            old: old.clone(),
            new: half,
            run: update,
        },
        Operation {
            name: "update two keys",
            old: old.clone(),
            new: moved,
            run: update,
        },
        Operation {
            name: "delete",
            old: old.clone(),
            new: None,
            run: take,
        },
        Operation {
            name: "delete loaded",
            old,
            new: None,
            run: delete,
        },
    ]
}

fn engine() -> Faulty {
    let by = |name: &str, path: &str| json!({ "name": name, "fields": [{ "path": path, "rule": "string" }] });
    let definition = json!({
        "name": "r", "version": "v1", "behavior": "body-overflow",
        "attributes": { "region": "string", "city": "string", "note": "string" },
        "partitions": [by("byCity", "city"), by("byRegion", "region")],
    });
    Engine::over(FaultStore::new(MemoryStore::default()), &definition)
}

fn references_of(plan: &Plan, record: Option<&Value>) -> BTreeSet<String> {
    let reference = |name: &str, path: &str| {
        let value = record?[path].as_str()?;
        Some(format!("{}partition={name}/{path}={value}/id=1", plan.root))
    };
    [reference("byCity", "city"), reference("byRegion", "region")]
        .into_iter()
        .flatten()
        .collect()
}

fn stored_references(engine: &Faulty) -> BTreeSet<String> {
    let prefix = format!("{}partition=", engine.plan.root);
    let request = List {
        prefix: &prefix,
        ..List::default()
    };
    ready(engine.store.inner().list_keys(request))
        .expect("keys")
        .keys
        .into_iter()
        .collect()
}

fn stored_record(engine: &Faulty) -> Option<Value> {
    engine.store.heal();
    let read = engine.get("1");
    if is_missing(&read) {
        return None;
    }
    Some(read.expect("record").fields(&engine.plan))
}

/// Runs an operation while one request fails. Answers whether there was such a request.
fn run_with_fault(operation: &Operation, number: usize, fault: Fault) -> bool {
    let Operation {
        name,
        old,
        new,
        run,
    } = operation;
    let engine = engine();
    if let Some(old) = old {
        engine.insert("1", old).expect("insert");
    }
    engine.store.take_requests();
    engine.store.fail(number, fault);
    let result = run(&engine, new.as_ref().unwrap_or(&Value::Null));
    let requests = engine.store.take_requests();
    let at = format!("{name}: request {number} of {requests:?} failed {fault:?}");
    if requests.len() <= number {
        assert_eq!(result.expect(name), [], "{at}");
        return false;
    }

    let stored = stored_record(&engine);
    assert!(stored == *old || stored == *new, "{at}: torn: {stored:?}");
    let (wanted, present) = (
        references_of(&engine.plan, stored.as_ref()),
        stored_references(&engine),
    );
    let both: BTreeSet<_> = references_of(&engine.plan, old.as_ref())
        .union(&references_of(&engine.plan, new.as_ref()))
        .cloned()
        .collect();
    assert!(present.is_subset(&both), "{at}: {present:?}");
    let is_whole = wanted == present;
    match result {
        Ok(failed) => {
            assert_eq!(stored, *new, "{at}");
            assert!(!failed.is_empty(), "{at}: the failure is not told");
            check_failed(&failed, &both, &at);
            let told: BTreeSet<_> = failed.into_iter().map(|failure| failure.key).collect();
            let missing: BTreeSet<_> = wanted.difference(&present).cloned().collect();
            assert!(
                missing.is_subset(&told),
                "{at}: {missing:?} are missing, {told:?} told"
            );
            let dangling: BTreeSet<_> = present.difference(&wanted).cloned().collect();
            let before = references_of(&engine.plan, old.as_ref());
            assert!(dangling.is_subset(&before), "{at}: {dangling:?}");
        }
        Err(error) => {
            assert!(matches!(error, Error::Store { .. }), "{at}: {error}");
            let had_effect = stored != *old;
            assert!(
                is_whole || had_effect,
                "{at}: an operation without effect left references"
            );
            assert!(fault == Fault::After || !had_effect, "{at}");
        }
    }
    repair(&engine);
    assert_eq!(stored_references(&engine), wanted, "{at}: after the repair");
    true
}

/// Writes the references that are missing and deletes those that dangle.
fn repair(engine: &Faulty) {
    let context = engine.context(Effort::Any);
    let (store, ids) = (&engine.store, ["1".to_owned()]);
    let indexed = ready(resource::index(store, &context, &ids, &[], false)).expect("index");
    let keys: Vec<_> = stored_references(engine).into_iter().collect();
    let pruned = ready(resource::prune(store, &context, &keys, &[], false)).expect("prune");
    for repair in [indexed, pruned] {
        let Outcome::Done(repair) = repair else {
            panic!("deferred with any effort allowed");
        };
        assert_eq!((repair.changed, repair.failed), (Vec::new(), Vec::new()));
    }
}

#[test]
fn a_repair_tells_what_it_could_not_do() {
    let engine = engine();
    engine.insert("1", &record("US", "NY")).expect("insert");
    let keys: Vec<_> = stored_references(&engine).into_iter().collect();
    ready(engine.store.inner().delete(&keys[0])).expect("delete");
    let (context, ids) = (engine.context(Effort::Any), ["1".to_owned()]);
    let index = |dry_run| ready(resource::index(&engine.store, &context, &ids, &[], dry_run));

    engine.store.take_requests();
    let Ok(Outcome::Done(found)) = index(true) else {
        panic!("a dry run");
    };
    assert_eq!(found.keys, keys[..1]);
    assert_eq!(stored_references(&engine).len(), keys.len() - 1);
    let looked = engine.store.take_requests().len();

    engine.store.fail(looked, Fault::Before);
    let Ok(Outcome::Done(failed)) = index(false) else {
        panic!("a failure of one reference is no failure");
    };
    assert_eq!(failed.failed.len(), 1, "{failed:?}");
    assert_eq!(failed.failed[0].key, keys[0]);
}

fn check_failed(failed: &[Failure], known: &BTreeSet<String>, at: &str) {
    for failure in failed {
        assert!(known.contains(&failure.key), "{at}: {failure:?}");
        assert_eq!(failure.code, "STORE_ERROR", "{at}");
        assert_eq!(failure.message, "injected fault", "{at}");
    }
}

#[test]
fn every_single_failure_leaves_a_whole_record_and_is_told() {
    for operation in operations() {
        for fault in [Fault::Before, Fault::After] {
            let faults = (0..).take_while(|number| run_with_fault(&operation, *number, fault));
            assert!(faults.count() >= 3, "{}", operation.name);
        }
    }
}

/// The new reference of a moved record is written before the old one goes, and not at all without
/// the record.
#[test]
fn the_record_comes_first_and_old_references_go_last() {
    for operation in operations()
        .iter()
        .filter(|operation| operation.new.is_some())
    {
        let engine = engine();
        if let Some(old) = &operation.old {
            engine.insert("1", old).expect("insert");
        }
        engine.store.take_requests();
        (operation.run)(&engine, operation.new.as_ref().expect("record")).expect("operation");
        let written = engine.store.take_requests();
        let position = |wanted: &dyn Fn(&Request) -> bool| written.iter().position(wanted);
        let verb = |request: &Request| format!("{:?}", request.verb);
        let record = position(&|request| verb(request) == "Put" && request.key.contains("/data/"));
        let reference =
            position(&|request| verb(request) == "Put" && request.key.contains("/partition="));
        let removal = position(&|request| verb(request).starts_with("Delete"));
        assert!(
            record.is_some() && record < reference,
            "{}: {written:?}",
            operation.name
        );
        assert!(
            removal.is_none() || reference < removal,
            "{}: {written:?}",
            operation.name
        );
    }
}
