//! The file store under writers that know nothing of each other: threads, stores and processes.

mod engine;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use engine::store::ready;
use s3db_native::Result;
use s3db_native::store::file::FileOptions;
use s3db_native::store::{Condition, FileStore, List, Metadata, NewObject, Object, ObjectStore};

/// Tells a process of this test what to do, and where.
const BASE: &str = "S3DB_TEST_BASE";
const PROCESSES: usize = 4;

fn store(base: &Path) -> FileStore {
    FileStore::open(FileOptions::new(base))
}

/// Writes an object whose metadata names its body.
fn put(store: &FileStore, key: &str, body: &str, condition: Condition<'_>) -> Result<()> {
    let metadata: Metadata = [("body", body)].into_iter().collect();
    let object = NewObject {
        metadata: &metadata,
        body: body.as_bytes(),
        content_type: None,
        content_encoding: None,
    };
    ready(store.put(key, object, condition)).map(drop)
}

/// The body of an object, which its metadata must name.
fn body_of(object: &Object) -> String {
    let body = String::from_utf8(object.body().to_vec()).expect("text");
    assert_eq!(object.to_metadata().get("body"), Some(&*body), "a mixture");
    body
}

/// Adds one to a number until nobody was faster.
fn increment(store: &FileStore, key: &str) {
    loop {
        let read = ready(store.get(key)).expect("counter");
        let next = body_of(&read).parse::<usize>().expect("number") + 1;
        match put(
            store,
            key,
            &next.to_string(),
            Condition::Matches(read.etag()),
        ) {
            Ok(()) => return,
            Err(error) => assert_eq!(error.code(), "PreconditionFailed", "{error}"),
        }
    }
}

/// Runs an ignored test of this file in a process of its own.
fn spawn(test: &str, base: &Path) -> Child {
    Command::new(std::env::current_exe().expect("test binary"))
        .args(["--exact", test, "--ignored", "--nocapture"])
        .env(BASE, base)
        .stdout(Stdio::piped())
        .spawn()
        .expect("process")
}

fn finish(processes: Vec<Child>) -> Vec<String> {
    let finish = |process: Child| {
        let output = process.wait_with_output().expect("output");
        let text = String::from_utf8(output.stdout).expect("text");
        assert!(output.status.success(), "{text}");
        assert!(text.contains("1 passed"), "{text}");
        text
    };
    processes.into_iter().map(finish).collect()
}

fn base_of_process() -> std::path::PathBuf {
    std::env::var_os(BASE)
        .expect("set by the test that runs this one")
        .into()
}

#[test]
fn of_concurrent_creations_one_wins() {
    const THREADS: usize = 8;
    let folder = tempfile::tempdir().unwrap();
    let stores: Vec<_> = (0..2).map(|_| store(folder.path())).collect();
    for body in ["", "some body of "] {
        for round in 0..20 {
            let (winners, barrier) = (AtomicUsize::new(0), Barrier::new(THREADS));
            let key = format!("race/{round}-{}", body.len());
            thread::scope(|scope| {
                for number in 0..THREADS {
                    let (stores, winners, barrier, key) = (&stores, &winners, &barrier, &key);
                    scope.spawn(move || {
                        let (store, body) = (
                            &stores[number % 2],
                            match body {
                                "" => String::new(),
                                body => format!("{body}{number}"),
                            },
                        );
                        barrier.wait();
                        match put(store, key, &body, Condition::Absent) {
                            Ok(()) => {
                                winners.fetch_add(1, Ordering::Relaxed);
                                assert_eq!(body_of(&ready(store.get(key)).unwrap()), body);
                            }
                            Err(error) => assert_eq!(error.code(), "PreconditionFailed"),
                        }
                    });
                }
            });
            assert_eq!(winners.into_inner(), 1, "round {round}");
        }
    }
}

#[test]
fn concurrent_replacements_lose_no_update() {
    const THREADS: usize = 4;
    const UPDATES: usize = 25;
    let folder = tempfile::tempdir().unwrap();
    put(&store(folder.path()), "counter", "0", Condition::Absent).unwrap();
    let shared = store(folder.path());
    thread::scope(|scope| {
        for number in 0..THREADS {
            let (shared, folder) = (&shared, folder.path());
            scope.spawn(move || {
                let own = store(folder);
                let store = if number % 2 == 0 { shared } else { &own };
                (0..UPDATES).for_each(|_| increment(store, "counter"));
            });
        }
    });
    let counter = ready(shared.get("counter")).unwrap();
    assert_eq!(body_of(&counter), (THREADS * UPDATES).to_string());
}

#[test]
fn readers_never_see_a_mixture_nor_a_gap() {
    let folder = tempfile::tempdir().unwrap();
    let (writer, reader) = (store(folder.path()), store(folder.path()));
    let bodies = ["", "short", "a longer body", "brief", ""];
    put(&writer, "objects/1", bodies[0], Condition::None).unwrap();
    let (is_done, reads) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !is_done.load(Ordering::Relaxed) {
                    let object = ready(reader.get("objects/1")).expect("an object");
                    assert!(bodies.contains(&&*body_of(&object)));
                    let head = ready(reader.head("objects/1")).expect("an object");
                    let name = head.to_metadata().get("body").unwrap().to_owned();
                    assert_eq!(head.size(), name.len() as u64);
                    reads.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        for round in 0..400 {
            put(
                &writer,
                "objects/1",
                bodies[round % bodies.len()],
                Condition::None,
            )
            .unwrap();
        }
        is_done.store(true, Ordering::Relaxed);
    });
    assert!(reads.into_inner() > 0);
}

#[test]
fn a_copy_is_whole_and_brings_no_old_body_back() {
    let folder = tempfile::tempdir().unwrap();
    let (writer, copier) = (store(folder.path()), store(folder.path()));
    put(&writer, "objects/1", "0", Condition::None).unwrap();
    let (is_done, copies) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_done.load(Ordering::Relaxed) {
                for to in ["objects/1", "objects/2"] {
                    match ready(copier.copy("objects/1", to, None, None)) {
                        Ok(_) => drop(copies.fetch_add(1, Ordering::Relaxed)),
                        Err(error) => assert_eq!(error.code(), "ServiceUnavailable"),
                    }
                }
                body_of(&ready(copier.get("objects/2")).unwrap());
            }
        });
        for round in 1..=300 {
            let body = round.to_string();
            put(&writer, "objects/1", &body, Condition::None).unwrap();
            assert_eq!(body_of(&ready(writer.get("objects/1")).unwrap()), body);
        }
        is_done.store(true, Ordering::Relaxed);
    });
    assert!(copies.into_inner() > 0);
}

#[test]
fn of_processes_that_create_an_object_one_wins() {
    let folder = tempfile::tempdir().unwrap();
    let processes = (0..PROCESSES)
        .map(|_| spawn("creates_objects", folder.path()))
        .collect();
    let wins: usize = finish(processes)
        .iter()
        .map(|text| text.matches("created ").count())
        .sum();
    assert_eq!(wins, 100);
    let store = store(folder.path());
    assert_eq!(ready(store.count("race/")), Ok(100));
}

#[test]
#[ignore = "run in processes of their own by another test"]
fn creates_objects() {
    let store = store(&base_of_process());
    for number in 0..100 {
        let body = if number % 2 == 0 {
            String::new()
        } else {
            std::process::id().to_string()
        };
        match put(&store, &format!("race/{number}"), &body, Condition::Absent) {
            Ok(()) => println!("created {number}"),
            Err(error) => assert_eq!(error.code(), "PreconditionFailed", "{error}"),
        }
    }
}

#[test]
fn processes_lose_no_update() {
    let folder = tempfile::tempdir().unwrap();
    put(&store(folder.path()), "counters/1", "0", Condition::Absent).unwrap();
    let processes = (0..PROCESSES)
        .map(|_| spawn("counts", folder.path()))
        .collect();
    finish(processes);
    let counter = ready(store(folder.path()).get("counters/1")).unwrap();
    assert_eq!(body_of(&counter), (PROCESSES * 50).to_string());
}

#[test]
#[ignore = "run in processes of their own by another test"]
fn counts() {
    let store = store(&base_of_process());
    (0..50).for_each(|_| increment(&store, "counters/1"));
}

/// Processes are killed while they write; whatever they leave is whole and can be written again.
#[test]
fn a_killed_process_leaves_whole_objects() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    for round in 0..12 {
        let mut process = spawn("writes_for_ever", folder.path());
        while ready(store.count("objects/")).unwrap() <= round {
            thread::yield_now();
        }
        pause(Duration::from_millis(20 + 7 * round as u64));
        process.kill().unwrap();
        process.wait().unwrap();
        let keys = ready(store.list_keys(List::default())).unwrap().keys;
        assert!(keys.len() > round);
        for key in &keys {
            body_of(&ready(store.get(key)).unwrap());
            put(&store, key, "written again", Condition::Matches("*")).unwrap();
            assert_eq!(body_of(&ready(store.get(key)).unwrap()), "written again");
        }
        put(
            &store,
            &format!("objects/round-{round}"),
            "",
            Condition::Absent,
        )
        .unwrap();
    }
}

#[test]
#[ignore = "run in processes of their own by another test"]
fn writes_for_ever() {
    let store = store(&base_of_process());
    for number in 0_usize.. {
        let key = format!("objects/{}", number % 20);
        let body = "x".repeat(number * 37 % 5000);
        put(&store, &key, &body, Condition::None).unwrap();
        if number % 7 == 0 {
            ready(store.delete(&key)).unwrap();
        }
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "a test waits for another process"
)]
fn pause(duration: Duration) {
    thread::sleep(duration);
}
