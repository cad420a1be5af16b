//! What the file store refuses, and how it says what the system refused.

mod engine;

use std::fs;
use std::path::Path;
use std::time::Duration;

use engine::store::{put_raw, ready};
use s3db_native::store::file::FileOptions;
use s3db_native::store::{Condition, FileStore, List, Metadata, NewObject, ObjectStore};
use s3db_native::{Error, Result};
use tempfile::TempDir;

/// Name of the file that is locked where folders cannot be.
const LOCK: &str = ".s3db.lock";

fn empty_store() -> (TempDir, FileStore) {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(FileOptions::new(folder.path().join("base")));
    (folder, store)
}

fn put(store: &FileStore, key: &str, body: &[u8]) -> Result<()> {
    let metadata: Metadata = [("0", "text")].into_iter().collect();
    let object = NewObject {
        metadata: &metadata,
        body,
        content_type: None,
        content_encoding: None,
    };
    ready(store.put(key, object, Condition::None)).map(drop)
}

/// Every file below a folder, but those that are locked where folders cannot be.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if !path.ends_with(LOCK) {
            found.push(path.to_string_lossy().into_owned());
        }
    }
    found.sort();
    found
}

#[test]
fn a_key_never_leaves_the_base() {
    let (folder, store) = empty_store();
    let outside = folder.path().join("outside");
    fs::write(&outside, "precious").unwrap();
    fs::write(folder.path().join("outside.meta.json"), "{}").unwrap();
    put_raw(&store, "inside", &[], b"", None);
    for key in [
        "../outside",
        "a/../../outside",
        "..",
        "/etc/passwd",
        "a//b",
        "./a",
        "a/",
        "",
        "a\0b",
        "inside.meta.json",
        "inside.meta.next",
        "inside.tmp.1700000000000.abcdef",
    ] {
        let results = [
            put(&store, key, b"x"),
            ready(store.get(key)).map(drop),
            ready(store.head(key)).map(drop),
            ready(store.exists(key)).map(drop),
            ready(store.delete(key)),
            ready(store.copy("inside", key, None, None)).map(drop),
            ready(store.copy(key, "inside", None, None)).map(drop),
        ];
        for result in results {
            assert_eq!(result.unwrap_err().code(), "INVALID_KEY", "`{key}`");
        }
        let failures = ready(store.delete_many(&[key.to_owned()])).unwrap();
        assert_eq!(failures.len(), 1, "`{key}`");
    }
    for prefix in ["../", "../o", "/", "a/../../", "./", "a//"] {
        let request = List {
            prefix,
            ..List::default()
        };
        assert_eq!(
            ready(store.list_keys(request)).unwrap().keys,
            Vec::<String>::new()
        );
        assert_eq!(ready(store.count(prefix)), Ok(0), "`{prefix}`");
    }
    assert_eq!(fs::read(outside).unwrap(), b"precious");
    assert_eq!(files(folder.path()).len(), 4);
}

#[cfg(unix)]
#[test]
fn links_are_followed_by_requests_and_passed_over_by_listings() {
    let (folder, store) = empty_store();
    let other = folder.path().join("other");
    fs::create_dir(&other).unwrap();
    put_raw(&store, "a", &[], b"", None);
    std::os::unix::fs::symlink(&other, store.base().join("link")).unwrap();
    std::os::unix::fs::symlink(store.base(), store.base().join("loop")).unwrap();
    put_raw(&store, "link/b", &[], b"body", None);
    assert_eq!(ready(store.get("link/b")).unwrap().body(), b"body");
    assert_eq!(fs::read(other.join("b")).unwrap(), b"body");
    assert_eq!(ready(store.list_keys(List::default())).unwrap().keys, ["a"]);
}

#[cfg(unix)]
#[test]
fn nothing_is_made_where_a_link_points_that_leads_nowhere() {
    let (folder, store) = empty_store();
    put_raw(&store, "a", &[], b"", None);
    let outside = folder.path().join("outside");
    for (key, body) in [("b", &b""[..]), ("c", b"body")] {
        std::os::unix::fs::symlink(&outside, store.base().join(key)).unwrap();
        let side = [key, ".meta.json"].concat();
        std::os::unix::fs::symlink(&outside, store.base().join(side)).unwrap();
        put(&store, key, body).unwrap();
        assert_eq!(ready(store.get(key)).unwrap().body(), body);
    }
    assert!(!outside.exists());
}

/// Where folders are named by their paths there are no pipes among files.
#[cfg(all(unix, not(feature = "portable")))]
#[test]
fn a_pipe_in_the_place_of_a_file_is_not_waited_for() {
    let (_folder, store) = empty_store();
    put_raw(&store, "a", &[], b"", None);
    put_raw(&store, "b", &[], b"body", None);
    for name in ["a.meta.json", "b", "b.meta.next"] {
        let path = store.base().join(name);
        drop(fs::remove_file(&path));
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
    }
    let unread = ready(store.get("a"));
    assert!(matches!(unread, Err(Error::Corrupt { .. })), "{unread:?}");
    assert_eq!(ready(store.get("b")).unwrap().body(), b"");
    assert_eq!(ready(store.list_keys(List::default())).unwrap().keys, ["b"]);
    for key in ["a", "b"] {
        put(&store, key, b"new").unwrap();
        assert_eq!(ready(store.get(key)).unwrap().body(), b"new");
    }
}

#[test]
fn keys_that_are_too_long_are_refused() {
    let (folder, store) = empty_store();
    for key in [
        "x".repeat(246),
        "x".repeat(256) + "/a",
        "x/".repeat(2500) + "a",
    ] {
        assert_eq!(
            put(&store, &key, b"").unwrap_err().code(),
            "KeyTooLongError"
        );
        assert_eq!(
            ready(store.get(&key)).unwrap_err().code(),
            "KeyTooLongError"
        );
    }
    for key in ["x".repeat(245), "é".repeat(122), "x".repeat(255) + "/a"] {
        put(&store, &key, b"old").unwrap();
        put(&store, &key, b"new").unwrap();
        assert_eq!(ready(store.get(&key)).unwrap().body(), b"new");
    }
    assert_eq!(files(folder.path()).len(), 6);
}

/// Row `windows-names`.
#[test]
fn names_that_windows_has_for_something_else_are_refused_there() {
    let (folder, store) = empty_store();
    let names = [
        "a:b", "a?", "a.", "a ", "..a.", "con", "AUX.txt", "com1", "a\\b", "<a>", "a\tb",
    ];
    for (number, name) in names.into_iter().enumerate() {
        for (key, body) in [
            (format!("{number}/{name}"), b"" as &[u8]),
            (format!("{name}/b"), b"x"),
        ] {
            match put(&store, &key, body) {
                Ok(()) => assert_eq!(ready(store.get(&key)).unwrap().body(), body, "`{key}`"),
                Err(error) => assert_eq!((error.code(), cfg!(windows)), ("INVALID_KEY", true)),
            }
        }
    }
    let expected = if cfg!(windows) { 0 } else { 4 * names.len() };
    assert_eq!(files(folder.path()).len(), expected);
}

#[test]
fn a_key_cannot_be_an_object_and_a_folder() {
    let (folder, store) = empty_store();
    put(&store, "a/b", b"").unwrap();
    put(&store, "c", b"body").unwrap();
    let before = files(folder.path());
    for body in [b"".as_slice(), b"body"] {
        assert_eq!(
            put(&store, "a", body).unwrap_err().code(),
            "InvalidObjectState"
        );
        assert_eq!(
            put(&store, "c/d", body).unwrap_err().code(),
            "InvalidObjectState"
        );
        assert_eq!(
            put(&store, "c/d/e", body).unwrap_err().code(),
            "InvalidObjectState"
        );
    }
    assert_eq!(ready(store.get("a")).unwrap_err().code(), "NoSuchKey");
    // Windows says of a path through a file that it does not exist.
    let unread = ["InvalidObjectState", "NoSuchKey"][usize::from(cfg!(windows))];
    assert_eq!(ready(store.get("c/d")).unwrap_err().code(), unread);
    assert_eq!(ready(store.delete("a")), Ok(()));
    assert_eq!(files(folder.path()), before);
    assert!(store.stats().errors >= 6);
}

#[test]
fn a_base_that_is_a_file_is_an_invalid_state() {
    let folder = tempfile::tempdir().unwrap();
    let base = folder.path().join("file");
    fs::write(&base, "").unwrap();
    let store = FileStore::open(FileOptions::new(base));
    assert_eq!(
        put(&store, "a", b"").unwrap_err().code(),
        "InvalidObjectState"
    );
    assert_eq!(
        ready(store.list_keys(List::default())).unwrap().keys,
        Vec::<String>::new()
    );
}

#[test]
fn limits_are_those_of_the_memory_store() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(FileOptions {
        metadata_bytes: Some(5),
        body_bytes: Some(3),
        ..FileOptions::new(folder.path())
    });
    put(&store, "fits", b"123").unwrap();
    assert_eq!(
        put(&store, "body", b"1234").unwrap_err().code(),
        "LIMIT_EXCEEDED"
    );
    let metadata: Metadata = [("0", "longer")].into_iter().collect();
    let copied = ready(store.copy("fits", "copy", Some(&metadata), None));
    assert!(matches!(
        copied,
        Err(Error::MetadataTooLarge {
            total: 7,
            limit: 5,
            ..
        })
    ));
    assert_eq!(files(folder.path()).len(), 2);
}

#[test]
fn a_folder_removed_underneath_is_empty_and_comes_again() {
    let (_folder, store) = empty_store();
    for round in 0..3 {
        put(&store, "a/b/1", b"body").unwrap();
        assert_eq!(
            ready(store.get("a/b/1")).unwrap().body(),
            b"body",
            "round {round}"
        );
        fs::remove_dir_all(store.base()).unwrap();
        assert_eq!(ready(store.get("a/b/1")).unwrap_err().code(), "NoSuchKey");
        assert_eq!(ready(store.head("a/b/1")).unwrap_err().code(), "NoSuchKey");
        assert_eq!(ready(store.delete("a/b/1")), Ok(()));
        assert_eq!(ready(store.count("")), Ok(0));
        assert_eq!(store.sweep(), Ok(0));
        assert_eq!(store.clear(), Ok(()));
    }
}

#[test]
fn a_lock_that_is_held_times_out_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(FileOptions {
        lock_timeout: Duration::from_millis(30),
        ..FileOptions::new(folder.path())
    });
    put(&store, "a", b"old").unwrap();
    let held = if cfg!(all(unix, not(feature = "portable"))) {
        fs::File::open(folder.path()).unwrap()
    } else {
        fs::File::create(folder.path().join(LOCK)).unwrap()
    };
    held.lock().unwrap();
    let refused = put(&store, "a", b"new").unwrap_err();
    assert_eq!((refused.code(), refused.status()), ("LockTimeout", 408));
    assert_eq!(ready(store.delete("a")).unwrap_err().code(), "LockTimeout");
    assert_eq!(ready(store.get("a")).unwrap().body(), b"old");
    assert_eq!(files(folder.path()).len(), 2);
    drop(held);
    put(&store, "a", b"new").unwrap();
    assert_eq!(ready(store.get("a")).unwrap().body(), b"new");
}

#[cfg(windows)]
mod windows {
    use std::fs::OpenOptions;
    use std::os::windows::fs::OpenOptionsExt;
    use std::thread;

    use super::*;

    /// Opens a file as programs do that let nobody else have it.
    fn hold(path: &Path) -> fs::File {
        let mut options = OpenOptions::new();
        options.read(true).share_mode(0).open(path).unwrap()
    }

    #[test]
    #[allow(
        clippy::disallowed_methods,
        reason = "the other program takes its time"
    )]
    fn a_file_that_another_program_has_for_a_moment_is_waited_for() {
        let (_folder, store) = empty_store();
        put(&store, "a", b"old").unwrap();
        for name in ["a", "a.meta.json"] {
            for (operation, expected) in [("read", "old"), ("write", "new"), ("delete", "")] {
                put(&store, "a", b"old").unwrap();
                let held = hold(&store.base().join(name));
                let release = thread::spawn(move || {
                    thread::sleep(Duration::from_millis(60));
                    drop(held);
                });
                match operation {
                    "read" => drop(ready(store.get("a")).unwrap()),
                    "write" => put(&store, "a", b"new").unwrap(),
                    _ => ready(store.delete("a")).unwrap(),
                }
                release.join().unwrap();
                let body = ready(store.get("a")).map(|object| object.body().to_vec());
                assert_eq!(
                    body.unwrap_or_default(),
                    expected.as_bytes(),
                    "{operation} {name}"
                );
            }
        }
    }

    /// Row `open-elsewhere`.
    #[test]
    fn a_file_that_another_program_keeps_leaves_the_old_object() {
        let (folder, store) = empty_store();
        put(&store, "a", b"old").unwrap();
        for name in ["a", "a.meta.json"] {
            let held = hold(&store.base().join(name));
            assert_eq!(
                ready(store.get("a")).unwrap_err().code(),
                "ServiceUnavailable",
                "{name}"
            );
            let refused = put(&store, "a", b"new").unwrap_err().code();
            assert!(
                ["ServiceUnavailable", "AccessDenied"].contains(&refused),
                "{name}: {refused}"
            );
            drop(held);
            assert_eq!(ready(store.get("a")).unwrap().body(), b"old", "{name}");
            assert_eq!(files(folder.path()).len(), 2, "{name}");
        }
        put(&store, "a", b"new").unwrap();
        assert_eq!(ready(store.get("a")).unwrap().body(), b"new");
    }

    #[test]
    fn paths_may_be_long_and_may_begin_as_those_that_are_taken_literally_do() {
        let folder = tempfile::tempdir().unwrap();
        let literal = fs::canonicalize(folder.path()).unwrap();
        assert!(literal.as_os_str().to_string_lossy().starts_with(r"\\?\"));
        let key = ["x".repeat(200), "y".repeat(200), "z".repeat(200)].join("/");
        for base in [folder.path().to_owned(), literal] {
            let store = FileStore::open(FileOptions::new(base));
            for body in [b"".as_slice(), b"old", b"new"] {
                put(&store, &key, body).unwrap();
                assert_eq!(ready(store.get(&key)).unwrap().body(), body);
            }
            assert_eq!(
                ready(store.list_keys(List::default())).unwrap().keys,
                [&*key]
            );
            ready(store.delete(&key)).unwrap();
        }
    }
}
