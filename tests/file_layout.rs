//! The layout of s3db.js on the disk. `fixtures/file-store/` was recorded by running s3db.js 21.6.2;
//! nothing in it is edited by hand.

mod engine;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use engine::store::{metadata_of, put_raw, ready};
use s3db_native::store::file::{Compression, FileOptions};
use s3db_native::store::{Condition, FileStore, List, Metadata, NewObject, ObjectStore};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Fields whose values differ from one writing to the next, and the copy of the body that s3db.js
/// writes and does not read.
const PASSING: [&str; 2] = ["lastModified", "body"];

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/file-store")
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A copy of the fixture, with a store on it.
fn recorded(options: impl FnOnce(PathBuf) -> FileOptions) -> (TempDir, FileStore) {
    let folder = tempfile::tempdir().unwrap();
    copy_folder(&fixture(), folder.path());
    let store = FileStore::open(options(folder.path().to_owned()));
    (folder, store)
}

fn keys(store: &FileStore) -> Vec<String> {
    ready(store.list_keys(List::default())).unwrap().keys
}

fn side_file(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// A side file without its passing fields.
fn lasting(path: &Path) -> Value {
    let mut side = side_file(path);
    for field in PASSING {
        side.as_object_mut().unwrap().shift_remove(field);
    }
    side
}

#[test]
fn what_s3db_js_wrote_is_read() {
    let (_folder, store) = recorded(FileOptions::new);
    let expected = [
        (
            "backed-up/text",
            json!({"x": "2"}),
            "two",
            "application/octet-stream",
        ),
        (
            "compressed/text",
            json!({"a": "1"}),
            &*"abc".repeat(100),
            "text/plain",
        ),
        (
            "expiring/later",
            json!({"a": "1"}),
            "kept",
            "application/octet-stream",
        ),
        (
            "expiring/past",
            json!({"a": "1"}),
            "gone",
            "application/octet-stream",
        ),
        ("plain/copy", json!({"b": "2"}), "héllo", "text/html"),
        (
            "plain/empty",
            json!({"2": "y", "10": "x", "name": "Alice", "_v": "v1", "text": "u:%C3%A9%22%5C", "nothing": "null"}),
            "",
            "application/octet-stream",
        ),
        ("plain/none", json!({}), "", "application/octet-stream"),
        ("plain/text", json!({"a": "1"}), "héllo", "text/plain"),
    ];
    assert_eq!(keys(&store), expected.each_ref().map(|object| object.0));
    let page = ready(store.list(List::default())).unwrap();
    for ((key, metadata, body, kind), entry) in expected.into_iter().zip(page.entries) {
        let (object, head) = (
            ready(store.get(key)).unwrap(),
            ready(store.head(key)).unwrap(),
        );
        assert_eq!(metadata_of(&object), metadata, "{key}");
        assert_eq!(object.body(), body.as_bytes(), "{key}");
        for read in [&object, &head] {
            let side = side_file(&fixture().join(key.to_owned() + ".meta.json"));
            assert_eq!(read.content_type(), Some(kind), "{key}");
            assert_eq!(read.size(), body.len() as u64, "{key}");
            assert_eq!(json!(read.etag().trim_matches('"')), side["etag"], "{key}");
            assert_eq!(entry.etag, read.etag(), "{key}");
            let modified = i64::try_from(read.last_modified()).unwrap();
            let text = s3db_native::codec::date::format_instant(modified).unwrap();
            assert_eq!(json!(text), side["lastModified"], "{key}");
        }
    }
    let encoding = ready(store.head("plain/text")).unwrap();
    assert_eq!(encoding.content_encoding(), Some("identity"));
}

#[test]
fn side_files_are_written_as_s3db_js_writes_them() {
    let (folder, _) = recorded(FileOptions::new);
    let ours = tempfile::tempdir().unwrap();
    let store = FileStore::open(FileOptions::new(ours.path()));
    for key in ["backed-up/text", "plain/empty", "plain/none", "plain/text"] {
        let name = key.to_owned() + ".meta.json";
        let (theirs, body) = (
            folder.path().join(&name),
            fs::read(folder.path().join(key)).unwrap(),
        );
        let side = side_file(&theirs);
        let entries: Vec<_> = side["metadata"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
            .rev()
            .collect();
        let metadata: Metadata = entries.into_iter().collect();
        let object = NewObject {
            metadata: &metadata,
            body: &body,
            content_type: side["contentType"].as_str(),
            content_encoding: side["contentEncoding"].as_str(),
        };
        ready(store.put(key, object, Condition::None)).unwrap();
        let written = fs::read_to_string(ours.path().join(&name)).unwrap();
        let fields = |side: &Value| {
            let side = side.as_object().unwrap();
            side.keys()
                .filter(|name| *name != "body")
                .cloned()
                .collect::<Vec<_>>()
        };
        let read: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(
            written,
            serde_json::to_string_pretty(&read).unwrap(),
            "{key}"
        );
        assert_eq!(fields(&read), fields(&side), "{key}");
        assert_eq!(lasting(&ours.path().join(&name)), lasting(&theirs), "{key}");
        assert_eq!(fs::read(ours.path().join(key)).unwrap(), body, "{key}");
    }
}

#[test]
fn metadata_is_in_the_order_of_javascript() {
    let ours = tempfile::tempdir().unwrap();
    let store = FileStore::open(FileOptions::new(ours.path()));
    let entries = [("name", "a"), ("10", "b"), ("_v", "v1"), ("2", "c")];
    put_raw(&store, "key", &entries, b"", None);
    let text = fs::read_to_string(ours.path().join("key.meta.json")).unwrap();
    let start = "{\n  \"metadata\": {\n    \"2\": \"c\",\n    \"10\": \"b\",\n    \"name\": \"a\",\n    \"_v\": \"v1\"\n  },\n";
    assert!(text.starts_with(start), "{text}");
}

#[test]
fn compressed_bodies_are_told_by_the_side_file_alone() {
    let ours = tempfile::tempdir().unwrap();
    let compression = Some(Compression {
        threshold: 10,
        level: 6,
    });
    let store = FileStore::open(FileOptions {
        compression,
        ..FileOptions::new(ours.path())
    });
    let (long, random) = (b"abc".repeat(100), (0..=255).collect::<Vec<u8>>());
    put_raw(&store, "long", &[], &long, Some("text/plain"));
    put_raw(&store, "short", &[], b"abc", None);
    put_raw(&store, "random", &[], &random, None);
    let side = side_file(&ours.path().join("long.meta.json"));
    let stored = fs::read(ours.path().join("long")).unwrap();
    assert_eq!(side["compressed"], json!(true));
    assert_eq!(side["size"], json!(stored.len()));
    assert_eq!(side["originalSize"], json!(300));
    let ratio = format!("{:.3}", stored.len() as f64 / 300.0);
    assert_eq!(side["compressionRatio"], json!(ratio));
    assert!(stored.starts_with(&[0x1f, 0x8b]) && stored.len() < 40);
    for plain in ["short", "random"] {
        let side = side_file(&ours.path().join(plain.to_owned() + ".meta.json"));
        assert_eq!(side["compressed"], json!(false), "{plain}");
    }
    let stats = store.stats();
    assert_eq!(stats.total_uncompressed, 300);
    assert_eq!(stats.total_compressed, stored.len() as u64);
    assert_eq!(stats.compression_saved, 300 - stored.len() as u64);
    let other = FileStore::open(FileOptions::new(ours.path()));
    assert_eq!(ready(other.get("long")).unwrap().body(), long);
    assert_eq!(ready(other.head("long")).unwrap().size(), 300);
    ready(other.copy("long", "copy", None, None)).unwrap();
    assert_eq!(fs::read(ours.path().join("copy")).unwrap(), stored);
    assert_eq!(ready(store.get("copy")).unwrap().body(), long);
    fs::write(ours.path().join("copy"), &stored[..20]).unwrap();
    assert_eq!(
        ready(store.get("copy")).unwrap_err().code(),
        "CORRUPT_OBJECT"
    );
}

#[test]
fn journal_and_backup_are_those_of_s3db_js() {
    let ours = tempfile::tempdir().unwrap();
    let store = FileStore::open(FileOptions {
        journal: Some("operations.journal".to_owned()),
        backup: Some(".bak".to_owned()),
        ..FileOptions::new(ours.path())
    });
    for (text, body) in [("1", b"one"), ("2", b"two")] {
        put_raw(&store, "backed-up/text", &[("x", text)], body, None);
    }
    ready(store.delete("backed-up/nothing")).unwrap();
    let lines = |folder: &Path| -> Vec<Value> {
        let text = fs::read_to_string(folder.join("operations.journal")).unwrap();
        let without_time = |line: &str| {
            let mut line: Value = serde_json::from_str(line).unwrap();
            let time = line.as_object_mut().unwrap().shift_remove("timestamp");
            assert_eq!(time.unwrap().as_str().map(str::len), Some(24));
            line
        };
        text.lines().map(without_time).collect()
    };
    assert_eq!(lines(ours.path()), lines(&fixture()));
    let backup = |folder: &Path| fs::read(folder.join("backed-up/text.bak")).unwrap();
    assert_eq!(backup(ours.path()), backup(&fixture()));
    assert_eq!(keys(&store), ["backed-up/text"]);
    for name in ["backed-up/text.bak", "operations.journal"] {
        let metadata = Metadata::default();
        let object = NewObject {
            metadata: &metadata,
            body: b"",
            content_type: None,
            content_encoding: None,
        };
        let refused = ready(store.put(name, object, Condition::None));
        assert_eq!(refused.unwrap_err().code(), "INVALID_KEY", "{name}");
    }
    ready(store.delete("backed-up/text")).unwrap();
    assert!(!ours.path().join("backed-up/text.bak").exists());
}

#[test]
fn objects_expire_where_a_time_to_live_is_set() {
    let (folder, store) = recorded(|base| FileOptions {
        ttl: Some(Duration::from_secs(3600)),
        ..FileOptions::new(base)
    });
    let past = folder.path().join("expiring/past.meta.json");
    assert_eq!(ready(store.exists("expiring/past")), Ok(false));
    assert_eq!(ready(store.exists("expiring/later")), Ok(true));
    assert_eq!(ready(store.count("expiring/")), Ok(1));
    assert!(!past.exists() && !folder.path().join("expiring/past").exists());
    assert_eq!(
        ready(store.head("expiring/past")).unwrap_err().code(),
        "NoSuchKey"
    );
    assert_eq!(ready(store.get("expiring/later")).unwrap().body(), b"kept");
    put_raw(&store, "expiring/new", &[], b"", None);
    let side = side_file(&folder.path().join("expiring/new.meta.json"));
    let head = ready(store.head("expiring/new")).unwrap();
    assert_eq!(side["expiresAt"], json!(head.last_modified() + 3_600_000));
}

#[test]
fn an_expired_object_gives_way_to_a_new_one() {
    let (folder, store) = recorded(|base| FileOptions {
        ttl: Some(Duration::from_secs(3600)),
        ..FileOptions::new(base)
    });
    let metadata = Metadata::default();
    let object = NewObject {
        metadata: &metadata,
        body: b"new",
        content_type: None,
        content_encoding: None,
    };
    let refused = ready(store.put("expiring/past", object, Condition::Matches("*")));
    assert_eq!(refused.unwrap_err().code(), "PreconditionFailed");
    ready(store.put("expiring/past", object, Condition::Absent)).unwrap();
    assert_eq!(ready(store.get("expiring/past")).unwrap().body(), b"new");
    assert_eq!(store.sweep(), Ok(0));
    let (other_folder, other) = recorded(FileOptions::new);
    assert_eq!(other.sweep(), Ok(1));
    assert!(!other_folder.path().join("expiring/past.meta.json").exists());
    assert!(folder.path().join("expiring/past.meta.json").exists());
}

#[test]
fn files_of_others_are_left_alone() {
    let (folder, store) = recorded(FileOptions::new);
    let foreign = folder.path().join("plain/notes.txt");
    fs::write(&foreign, "mine").unwrap();
    store.clear().unwrap();
    assert_eq!(keys(&store), Vec::<String>::new());
    assert!(foreign.exists() && !folder.path().join("compressed").exists());
    assert!(!folder.path().join("plain/text").exists());
    put_raw(&store, "plain/text", &[], b"again", None);
    assert_eq!(keys(&store), ["plain/text"]);
}

#[test]
fn bodies_changed_by_hand_and_odd_side_files_are_read() {
    let (folder, store) = recorded(FileOptions::new);
    fs::write(folder.path().join("plain/text"), "edited by hand").unwrap();
    assert_eq!(
        ready(store.get("plain/text")).unwrap().body(),
        b"edited by hand"
    );
    fs::write(folder.path().join("odd"), "body").unwrap();
    let odd = json!({"metadata": {"n": 1.5, "b": true, "o": {"x": [1]}, "z": null}});
    fs::write(folder.path().join("odd.meta.json"), odd.to_string()).unwrap();
    let object = ready(store.get("odd")).unwrap();
    let texts = json!({"n": "1.5", "b": "true", "o": "{\"x\":[1]}", "z": "null"});
    assert_eq!(metadata_of(&object), texts);
    assert_eq!(object.body(), b"body");
    assert_eq!(ready(store.head("odd")).unwrap().size(), 4);
    fs::write(folder.path().join("odd.meta.json"), "{nope").unwrap();
    assert_eq!(
        ready(store.get("odd")).unwrap_err().code(),
        "CORRUPT_OBJECT"
    );
    let listed = ready(store.list(List::default())).unwrap().entries;
    assert!(listed.iter().all(|entry| entry.key != "odd") && listed.len() == 8);
    put_raw(&store, "odd", &[], b"mended", None);
    assert_eq!(ready(store.get("odd")).unwrap().body(), b"mended");
}

#[test]
fn a_side_file_without_its_body_is_missing_and_can_be_created() {
    let (folder, store) = recorded(FileOptions::new);
    fs::remove_file(folder.path().join("plain/text")).unwrap();
    assert_eq!(
        ready(store.get("plain/text")).unwrap_err().code(),
        "NoSuchKey"
    );
    let metadata = Metadata::default();
    let object = NewObject {
        metadata: &metadata,
        body: b"new",
        content_type: None,
        content_encoding: None,
    };
    ready(store.put("plain/text", object, Condition::Absent)).unwrap();
    assert_eq!(ready(store.get("plain/text")).unwrap().body(), b"new");
}
