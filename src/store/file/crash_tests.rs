//! What a store finds after its writer was killed between any two changes of the disk.

use std::future::Future;
use std::path::Path;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::directory::step;
use super::{FileOptions, FileStore};
use crate::Result;
use crate::store::{Condition, List, Metadata, NewObject, ObjectStore};

const KEY: &str = "folder/id=1";
/// Another object of the folder, whose empty body can be given other names.
const NEIGHBOUR: &str = "folder/id=0";

/// Metadata and body of an object; `None` stands for no object.
type State = Option<(&'static str, &'static [u8])>;

const STATES: [State; 5] = [
    None,
    Some(("empty", b"")),
    Some(("other", b"")),
    Some(("short", b"body")),
    Some(("long", b"another body")),
];

pub(super) fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a future of the file store is pending"),
    }
}

fn store(base: &Path) -> FileStore {
    FileStore::open(FileOptions::new(base))
}

/// Brings an object into a state.
fn write(store: &FileStore, state: State, condition: Condition<'_>) -> Result<()> {
    write_to(store, KEY, state, condition)
}

fn write_to(store: &FileStore, key: &str, state: State, condition: Condition<'_>) -> Result<()> {
    let Some((name, body)) = state else {
        return ready(store.delete(key));
    };
    let metadata: Metadata = [("name", name)].into_iter().collect();
    let object = NewObject {
        metadata: &metadata,
        body,
        content_type: Some("text/plain"),
        content_encoding: None,
    };
    ready(store.put(key, object, condition)).map(drop)
}

fn read(store: &FileStore) -> Option<(String, Vec<u8>)> {
    let object = match ready(store.get(KEY)) {
        Ok(object) => object,
        Err(error) => {
            assert_eq!(error.code(), "NoSuchKey", "{error}");
            return None;
        }
    };
    let name = object.to_metadata().get("name").unwrap().to_owned();
    Some((name, object.body().to_vec()))
}

fn owned(state: State) -> Option<(String, Vec<u8>)> {
    state.map(|(name, body)| (name.to_owned(), body.to_vec()))
}

/// Lets a write from one state to another be killed after a number of changes of the disk; says
/// whether it was.
fn killed_after(base: &Path, steps: usize, old: State, new: State) -> bool {
    let store = store(base);
    write_to(&store, NEIGHBOUR, STATES[1], Condition::None).unwrap();
    write(&store, old, Condition::None).unwrap();
    step::allow(Some(steps));
    let result = write(&store, new, Condition::None);
    let is_killed = step::is_exhausted() && result.is_err();
    step::allow(None);
    is_killed
}

/// Calls `check` for every state that a kill leaves: with the folder, the old and the new state.
fn after_every_kill(check: impl Fn(&Path, State, State)) -> usize {
    let mut kills = 0;
    for old in STATES {
        for new in STATES {
            for steps in 0.. {
                let folder = tempfile::tempdir().unwrap();
                if !killed_after(folder.path(), steps, old, new) {
                    break;
                }
                kills += 1;
                check(folder.path(), old, new);
            }
        }
    }
    kills
}

#[test]
fn a_reader_sees_the_old_object_or_the_new_one() {
    let kills = after_every_kill(|base, old, new| {
        step::allow(Some(0));
        let unrepaired = read(&store(base));
        step::allow(None);
        let first = read(&store(base));
        assert_eq!(unrepaired, first, "{old:?} to {new:?}, without repair");
        assert!(
            first == owned(old) || first == owned(new),
            "{old:?} to {new:?}: {first:?}"
        );
        assert_eq!(read(&store(base)), first, "{old:?} to {new:?}, read again");
    });
    assert!(kills > 60, "{kills}");
}

#[test]
fn everything_that_is_said_of_an_object_agrees() {
    after_every_kill(|base, _, _| {
        let store = store(base);
        let seen = read(&store);
        let head = ready(store.head(KEY)).ok();
        let only = List {
            prefix: KEY,
            ..List::default()
        };
        let page = ready(store.list(only)).unwrap();
        let keys = ready(store.list_keys(only)).unwrap().keys;
        assert_eq!(head.is_some(), seen.is_some());
        assert_eq!(page.entries.len(), usize::from(seen.is_some()));
        assert_eq!(keys.len(), usize::from(seen.is_some()));
        if let (Some(head), Some((name, body))) = (head, seen) {
            assert_eq!(head.to_metadata().get("name"), Some(&*name));
            assert_eq!(head.size(), body.len() as u64);
            assert_eq!(page.entries[0].etag, head.etag());
        }
    });
}

#[test]
fn a_head_sees_what_a_reader_does_before_it() {
    after_every_kill(|base, _, _| {
        let store = store(base);
        let head = ready(store.head(KEY)).ok();
        let name = head.map(|head| head.to_metadata().get("name").unwrap().to_owned());
        assert_eq!(name, read(&store).map(|(name, _)| name));
    });
}

#[test]
fn the_next_write_finds_what_a_reader_does() {
    for next in STATES {
        after_every_kill(|base, old, new| {
            let (other, store) = (store(base), store(base));
            let seen = read(&other).is_some();
            let created = write(&store, next, Condition::Absent);
            if next.is_some() {
                assert_eq!(created.is_ok(), !seen, "{old:?} to {new:?}: {created:?}");
            }
            write(&store, next, Condition::None).unwrap();
            assert_eq!(read(&other), owned(next), "{old:?} to {new:?} to {next:?}");
        });
    }
}

#[test]
fn an_unread_state_takes_every_next_write() {
    for next in STATES {
        after_every_kill(|base, old, new| {
            write(&store(base), next, Condition::None).unwrap();
            assert_eq!(
                read(&store(base)),
                owned(next),
                "{old:?} to {new:?} to {next:?}"
            );
            write(&store(base), new, Condition::None).unwrap();
            assert_eq!(
                read(&store(base)),
                owned(new),
                "{old:?} to {new:?} to {next:?}"
            );
        });
    }
}

#[test]
fn the_etag_that_is_read_is_the_one_that_is_compared() {
    after_every_kill(|base, old, new| {
        let store = store(base);
        let Ok(object) = ready(store.get(KEY)) else {
            return;
        };
        let wanted = Condition::Matches(object.etag());
        write(&store, STATES[4], wanted).unwrap_or_else(|error| panic!("{old:?} {new:?} {error}"));
        assert_eq!(read(&store), owned(STATES[4]));
    });
}

#[test]
fn a_delete_after_a_kill_leaves_nothing_that_is_read() {
    after_every_kill(|base, _, new| {
        let store = store(base);
        write(&store, None, Condition::None).unwrap();
        assert_eq!(read(&store), None);
        if new.is_some() {
            write(&store, new, Condition::Absent).unwrap();
            assert_eq!(read(&store), owned(new));
        }
    });
}

#[test]
fn a_step_without_room_leaves_the_old_object_or_the_new_one_and_nothing_else() {
    let mut failures = 0;
    for (old, new) in STATES
        .into_iter()
        .flat_map(|old| STATES.map(|new| (old, new)))
    {
        for condition in [Condition::None, Condition::Absent] {
            for steps in 0.. {
                let folder = tempfile::tempdir().unwrap();
                let store = store(folder.path());
                write_to(&store, NEIGHBOUR, STATES[1], Condition::None).unwrap();
                write(&store, old, Condition::None).unwrap();
                step::fail_after(steps);
                let result = write(&store, new, condition);
                if !step::has_failed() {
                    break;
                }
                failures += 1;
                let what = format!("{old:?} to {new:?} without room after {steps}: {result:?}");
                let seen = read(&store);
                if result.is_ok() {
                    assert_eq!(seen, owned(new), "{what}");
                } else {
                    assert!(seen == owned(old) || seen == owned(new), "{what}: {seen:?}");
                }
                write(&store, new, Condition::None).unwrap();
                assert_eq!(read(&store), owned(new), "{what}");
                assert_eq!(leftovers(folder.path()), 0, "{what}");
            }
        }
    }
    assert!(failures > 80, "{failures}");
}

/// Number of files that belong to no object.
fn leftovers(base: &Path) -> usize {
    let names = std::fs::read_dir(base.join("folder")).unwrap();
    names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains(".tmp.") || name.ends_with(".meta.next"))
        .count()
}
