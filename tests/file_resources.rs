//! The file store where the system runs out of something. Each case runs in a process of its own,
//! with limits that a shell sets.
#![cfg(all(unix, not(feature = "portable")))]

mod engine;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use engine::store::{put_raw, ready};
use s3db_native::Result;
use s3db_native::store::file::FileOptions;
use s3db_native::store::{Condition, FileStore, Metadata, NewObject, ObjectStore};

/// Tells a process of this test where to work.
const BASE: &str = "S3DB_TEST_BASE";

fn store(base: &Path) -> FileStore {
    FileStore::open(FileOptions::new(base))
}

fn put(store: &FileStore, key: &str, body: &[u8]) -> Result<()> {
    let metadata = Metadata::default();
    let object = NewObject {
        metadata: &metadata,
        body,
        content_type: None,
        content_encoding: None,
    };
    ready(store.put(key, object, Condition::None)).map(drop)
}

/// Runs an ignored test of this file after shell commands.
fn run(commands: &str, test: &str, base: &Path) -> Output {
    Command::new("sh")
        .arg("-c")
        .arg(format!(
            "{commands} exec \"$0\" --exact {test} --ignored --nocapture"
        ))
        .arg(std::env::current_exe().expect("test binary"))
        .env(BASE, base)
        .output()
        .expect("process")
}

fn passes(output: &Output) {
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}{errors}"
    );
}

fn base_of_process() -> PathBuf {
    std::env::var_os(BASE)
        .expect("set by the test that runs this one")
        .into()
}

fn files(folder: &Path) -> usize {
    std::fs::read_dir(folder).unwrap().count()
}

/// A store with one object, which must outlast what fails.
fn prepared() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    put_raw(&store(folder.path()), "old", &[], b"body", None);
    folder
}

fn outlasted(folder: &Path) {
    assert_eq!(ready(store(folder).get("old")).unwrap().body(), b"body");
    assert_eq!(files(folder), 2);
}

#[test]
fn a_lack_of_handles_is_temporary() {
    let folder = prepared();
    passes(&run("ulimit -n 16;", "runs_out_of_handles", folder.path()));
    outlasted(folder.path());
}

#[test]
#[ignore = "run by another test in a process of its own"]
fn runs_out_of_handles() {
    let base = base_of_process();
    let store = store(&base);
    let mut held = Vec::new();
    while let Ok(file) = std::fs::File::open(&base) {
        held.push(file);
    }
    let results = [
        ready(store.get("old")).map(drop),
        put(&store, "old", b"new"),
        ready(store.delete("old")),
        ready(store.count("")).map(drop),
    ];
    drop(held);
    for result in results {
        let error = result.unwrap_err();
        assert_eq!((error.code(), error.status()), ("ServiceUnavailable", 503));
    }
    ready(store.get("old")).unwrap();
}

#[test]
fn a_body_that_does_not_fit_a_limit_of_the_system_leaves_nothing() {
    let folder = prepared();
    let commands = "trap '' XFSZ; ulimit -f 64;";
    passes(&run(commands, "writes_too_large_a_file", folder.path()));
    outlasted(folder.path());
}

#[test]
#[ignore = "run by another test in a process of its own"]
fn writes_too_large_a_file() {
    let store = store(&base_of_process());
    for key in ["old", "new"] {
        let error = put(&store, key, &[0; 1 << 20]).unwrap_err();
        assert_eq!((error.code(), error.status()), ("InternalError", 500));
    }
}

#[test]
fn a_full_disk_is_temporary_and_keeps_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().display();
    let mount = format!("mount -t tmpfs -o size=64k none '{path}' || exit 77;");
    let output = run(&mount, "fills_the_disk", folder.path());
    if output.status.code() == Some(77) {
        eprintln!("skipped: no file system can be mounted here");
        return;
    }
    let unmounted = Command::new("umount").arg(folder.path()).status();
    passes(&output);
    assert!(unmounted.unwrap().success());
}

#[test]
#[ignore = "run by another test in a process of its own"]
fn fills_the_disk() {
    let base = base_of_process();
    let store = store(&base);
    put(&store, "old", b"body").unwrap();
    for key in ["old", "new"] {
        let error = put(&store, key, &[1; 1 << 20]).unwrap_err();
        assert_eq!((error.code(), error.status()), ("ServiceUnavailable", 503));
    }
    outlasted(&base);
    put(&store, "new", b"small").unwrap();
}
