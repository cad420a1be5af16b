//! Operations on a memory store never wait, and step back before any effect where they would have to
//! compute for long.

mod engine;

use engine::Engine;
use engine::store::ready;
use s3db_native::crypto::{Effort, KeyCache};
use s3db_native::frame::Reply;
use s3db_native::resource::{self, Commit, Context, Moves, Outcome, Preimage, Range, Walk};
use s3db_native::store::fault::Verb;
use s3db_native::store::{Condition, FaultStore, MemoryStore};
use s3db_native::{Error, Result};
use serde_json::{Value, json};

type Counted = Engine<FaultStore<MemoryStore>>;

fn engine(secret: &str) -> Counted {
    let by_region = json!({ "name": "p", "fields": [{ "path": "region", "rule": "string" }] });
    Engine::over(
        FaultStore::new(MemoryStore::default()),
        &json!({
            "name": "r", "version": "v1", "behavior": "user-managed",
            "attributes": { "s": secret, "region": "string" },
            "partitions": [by_region],
            "security": {
                "passphrase": "secret", "rounds": 4,
                "argon2": { "memoryCost": 64, "timeCost": 1, "parallelism": 1 },
            },
        }),
    )
}

fn without_moves(result: Result<Outcome<Moves>>) -> Result<Outcome<()>> {
    Ok(match result? {
        Outcome::Done(moves) => {
            assert_eq!(moves, Moves::default(), "nothing is left for later");
            Outcome::Done(())
        }
        Outcome::Deferred => Outcome::Deferred,
    })
}

/// What every operation answers, each polled once.
fn run_all(
    engine: &Counted,
    context: &Context<'_>,
    preimage: &Preimage,
) -> Vec<(&'static str, Result<Outcome<()>>)> {
    let store = &engine.store;
    let frame = engine.frame(&json!({ "s": "plain", "region": "EU" }));
    let commit = Commit {
        frame: &frame,
        old_dates: "",
        condition: Condition::None,
        is_recent: false,
    };
    let (walk, range) = (
        Walk::records(context.plan),
        Range {
            limit: 9,
            ..Range::default()
        },
    );
    let ids = ["1".to_owned()];
    let reply = &mut Reply::default();
    vec![
        (
            "insert",
            ready(resource::insert(
                store,
                context,
                Some("9"),
                &frame,
                None,
                reply,
            )),
        ),
        (
            "replace",
            without_moves(ready(resource::replace(
                store, context, "1", &frame, None, reply,
            ))),
        ),
        (
            "commit",
            without_moves(ready(resource::commit(
                store, context, preimage, commit, reply,
            ))),
        ),
        ("get", ready(resource::get(store, context, "1", reply))),
        (
            "load",
            ready(resource::load(store, context, "1", reply)).map(forget),
        ),
        (
            "get many",
            ready(resource::get_many(store, context, &ids, reply)),
        ),
        (
            "scan",
            ready(resource::scan(store, context, &walk, range, reply)),
        ),
        (
            "delete",
            ready(resource::delete(store, context, preimage, "", reply)),
        ),
        (
            "take",
            ready(resource::take(store, context, "1", true, reply)),
        ),
    ]
}

fn forget<T>(outcome: Outcome<T>) -> Outcome<()> {
    match outcome {
        Outcome::Done(_) => Outcome::Done(()),
        Outcome::Deferred => Outcome::Deferred,
    }
}

fn snapshot(engine: &Counted) -> Vec<(String, Value)> {
    let objects = engine.store.inner().snapshot().into_iter();
    objects
        .map(|(key, object)| (key, engine::store::metadata_of(&object)))
        .collect()
}

#[test]
fn nothing_on_a_memory_store_is_pending() {
    let engine = engine("string");
    engine
        .insert("1", &json!({ "s": "x", "region": "US" }))
        .expect("insert");
    let (_, preimage) = engine.load("1").expect("record");
    for (name, answer) in run_all(&engine, &engine.context(Effort::Cheap), &preimage) {
        let done = matches!(answer, Ok(Outcome::Done(())) | Err(Error::NotFound { .. }));
        assert!(done, "{name}: {answer:?}");
    }
    let walk = Walk::records(&engine.plan);
    let mut reply = Reply::default();
    let range = Range {
        limit: 9,
        ..Range::default()
    };
    ready(resource::list_ids(&engine.store, &walk, range, &mut reply)).expect("ids");
    assert_eq!(ready(walk.count(&engine.store)).expect("count"), 1);
    assert!(ready(resource::exists(&engine.store, &engine.plan, "9")).expect("head"));
}

#[test]
fn without_a_key_every_operation_steps_back() {
    let engine = engine("secret");
    engine
        .insert("1", &json!({ "s": "x", "region": "US" }))
        .expect("insert");
    let (_, preimage) = engine.load("1").expect("record");
    let before = snapshot(&engine);
    engine.store.take_requests();
    let no_keys = KeyCache::default();
    let context = Context {
        keys: &no_keys,
        ..engine.context(Effort::Cheap)
    };
    for (name, answer) in run_all(&engine, &context, &preimage) {
        assert_eq!(answer, Ok(Outcome::Deferred), "{name}");
    }
    assert_eq!(snapshot(&engine), before);
    let requests = engine.store.take_requests();
    let is_read = |verb: Verb| matches!(verb, Verb::Get | Verb::List);
    assert!(
        requests.iter().all(|request| is_read(request.verb)),
        "{requests:?}"
    );
}

#[test]
fn with_the_key_at_hand_nothing_steps_back() {
    let engine = engine("secret");
    engine
        .insert("1", &json!({ "s": "x", "region": "US" }))
        .expect("insert");
    let (_, preimage) = engine.load("1").expect("record");
    for (name, answer) in run_all(&engine, &engine.context(Effort::Cheap), &preimage) {
        let done = matches!(answer, Ok(Outcome::Done(())) | Err(Error::NotFound { .. }));
        assert!(done, "{name}: {answer:?}");
    }
}

#[test]
fn long_secrets_take_time_with_the_key_at_hand() {
    let engine = engine("secret");
    let long = "long ".repeat(20_000);
    engine
        .insert("1", &json!({ "s": "x", "region": "US" }))
        .expect("insert");
    let context = engine.context(Effort::Cheap);
    let frame = engine.frame(&json!({ "s": long, "region": "EU" }));
    let mut reply = Reply::default();
    let outcome = ready(resource::insert(
        &engine.store,
        &context,
        Some("2"),
        &frame,
        None,
        &mut reply,
    ));
    assert_eq!(outcome, Ok(Outcome::Deferred));
    engine
        .insert("2", &json!({ "s": long, "region": "EU" }))
        .expect("insert");
    let read = ready(resource::get(&engine.store, &context, "2", &mut reply));
    assert_eq!(read, Ok(Outcome::Deferred));
    assert_eq!(
        engine.get("2").expect("record").fields(&engine.plan)["s"],
        long
    );
}

#[test]
fn passwords_are_hashed_with_time_only() {
    for attribute in ["password", "password:argon2id"] {
        let engine = engine(attribute);
        let context = engine.context(Effort::Cheap);
        let frame = engine.frame(&json!({ "s": "plain", "region": "EU" }));
        let insert = |reply: &mut Reply| {
            ready(resource::insert(
                &engine.store,
                &context,
                Some("1"),
                &frame,
                None,
                reply,
            ))
        };
        let mut reply = Reply::default();
        assert_eq!(insert(&mut reply), Ok(Outcome::Deferred), "{attribute}");
        assert_eq!(snapshot(&engine), [], "{attribute}");
        engine
            .insert("1", &json!({ "s": "plain", "region": "EU" }))
            .expect("insert");

        let (read, preimage) = engine.load("1").expect("record");
        let stored = read.fields(&engine.plan)["s"]
            .as_str()
            .expect("hash")
            .to_owned();
        assert!(
            s3db_native::crypto::verify("plain", &stored, ""),
            "{attribute}: {stored}"
        );
        let frame = engine.frame(&json!({ "s": stored, "region": "US" }));
        let commit = Commit {
            frame: &frame,
            old_dates: "",
            condition: Condition::None,
            is_recent: false,
        };
        let kept = ready(resource::commit(
            &engine.store,
            &context,
            &preimage,
            commit,
            &mut reply,
        ));
        assert_eq!(kept, Ok(Outcome::Done(Moves::default())), "{attribute}");
        let after = engine.get("1").expect("record").fields(&engine.plan);
        assert_eq!(after["s"], stored, "{attribute}");
    }
}

#[test]
fn secrets_without_a_passphrase_are_refused() {
    let engine = Engine::new(&json!({
        "name": "r", "version": "v1", "behavior": "user-managed",
        "attributes": { "s": "secret" },
    }));
    let refused = engine.insert("1", &json!({ "s": "plain" }));
    let message = "Missing configuration for secrets encryption.";
    assert!(
        matches!(&refused, Err(Error::Crypto { reason }) if reason == message),
        "{refused:?}"
    );
    assert!(engine.store.snapshot().is_empty());
}
