//! Creating an object without a body, and replacing one: the side file gets its name, and nothing has
//! to be read beforehand.

use std::io;

use super::FileStore;
use super::directory::Directory;
use super::draft::Draft;
use super::location::{Location, temporary};
use crate::store::Condition;

impl FileStore {
    /// Whether a write is going to create an object, as far as can be told before the folder is locked.
    pub(super) fn is_creation(
        &self,
        directory: &Directory,
        location: &Location<'_>,
        condition: Condition<'_>,
    ) -> bool {
        self.may_create(condition)
            && (condition == Condition::Absent || matches!(directory.size(location.name), Ok(None)))
    }

    /// Whether a write under a condition may create an object without reading what is there.
    fn may_create(&self, condition: Condition<'_>) -> bool {
        matches!(condition, Condition::None | Condition::Absent) && self.options.backup.is_none()
    }

    /// Puts a draft in its place if it has no body and either nothing is there or what is there does
    /// not matter and has no body; says whether it did.
    pub(super) fn create(
        &self,
        directory: &Directory,
        location: &Location<'_>,
        draft: &Draft,
        condition: Condition<'_>,
    ) -> io::Result<bool> {
        if draft.body.is_some() || !self.may_create(condition) {
            return Ok(false);
        }
        if condition == Condition::Absent {
            return self.create_new(directory, location, draft);
        }
        match directory.size(location.name)? {
            None if self.create_new(directory, location, draft)? => {}
            None => {
                self.clear_body(directory, location)?;
                draft.place(directory, &location.side(), &self.names_only)?;
            }
            Some(0) => draft.place(directory, &location.side(), &self.names_only)?,
            Some(_) => return Ok(false),
        }
        Ok(true)
    }

    /// Creates an object of which there is neither file, and says whether that was so.
    fn create_new(
        &self,
        directory: &Directory,
        location: &Location<'_>,
        draft: &Draft,
    ) -> io::Result<bool> {
        if !self.empty_bodies.make(directory, location)? {
            return Ok(false);
        }
        let is_new = draft.claim(directory, &location.side(), &self.names_only)?;
        if !is_new {
            // A side file that has lost its body is no object, and must not become one with an empty body.
            directory.remove(location.name)?;
        }
        Ok(is_new)
    }

    /// Makes the body of an object that has none an empty file, whatever was left there.
    pub(super) fn clear_body(
        &self,
        directory: &Directory,
        location: &Location<'_>,
    ) -> std::io::Result<()> {
        if self.empty_bodies.make(directory, location)? {
            return Ok(());
        }
        if directory.size(location.name)? == Some(0) {
            return Ok(());
        }
        let empty = temporary(location.name);
        directory
            .create(&empty, b"")
            .and_then(|_| directory.rename(&empty, location.name))
            .inspect_err(|_| drop(directory.remove(&empty)))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use pollster::block_on;

    use super::super::directory::Directory;
    use super::super::location::LOCK;
    use super::super::{Durability, FileOptions, FileStore};
    use crate::store::{Condition, Metadata, NewObject, ObjectStore};
    use crate::{Error, Result};

    /// A store that creates without temporary names where the system can, one that has found that it
    /// cannot, and one that syncs.
    fn stores(base: &Path) -> [FileStore; 3] {
        let open = || FileStore::open(FileOptions::new(base));
        let named = open();
        let directory = Directory::open(base).unwrap();
        drop(named.names_only.begin_anew(&directory));
        let mut options = FileOptions::new(base);
        options.durability = Durability::Data;
        [open(), named, FileStore::open(options)]
    }

    fn put(store: &FileStore, key: &str, name: &str, condition: Condition<'_>) -> Result<()> {
        let metadata: Metadata = [("name", name)].into_iter().collect();
        let object = NewObject {
            metadata: &metadata,
            body: b"",
            content_type: None,
            content_encoding: None,
        };
        block_on(store.put(key, object, condition)).map(drop)
    }

    fn name_of(store: &FileStore, key: &str) -> String {
        let object = block_on(store.get(key)).unwrap();
        assert_eq!(object.body(), b"");
        object.to_metadata().get("name").unwrap().to_owned()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != LOCK)
            .collect();
        names.sort();
        names
    }

    #[test]
    fn an_object_is_created_once_and_replaced_without_leaving_anything() {
        for which in 0..3 {
            let folder = tempfile::tempdir().unwrap();
            let store = &stores(folder.path())[which];
            put(store, "a", "first", Condition::Absent).unwrap();
            let refused = put(store, "a", "second", Condition::Absent);
            assert!(
                matches!(refused, Err(Error::Precondition { .. })),
                "{refused:?}"
            );
            assert_eq!(name_of(store, "a"), "first");
            put(store, "a", "third", Condition::None).unwrap();
            assert_eq!(name_of(store, "a"), "third");
            put(store, "b", "fourth", Condition::None).unwrap();
            assert_eq!(name_of(store, "b"), "fourth");
            assert_eq!(
                names(folder.path()),
                ["a", "a.meta.json", "b", "b.meta.json"]
            );
        }
    }

    #[test]
    fn a_body_without_an_object_is_replaced() {
        for which in 0..3 {
            let folder = tempfile::tempdir().unwrap();
            let store = &stores(folder.path())[which];
            for (key, condition) in [("a", Condition::Absent), ("b", Condition::None)] {
                fs::write(folder.path().join(key), "left over").unwrap();
                put(store, key, "new", condition).unwrap();
                assert_eq!(name_of(store, key), "new");
                assert_eq!(fs::read(folder.path().join(key)).unwrap(), b"");
            }
        }
    }

    #[test]
    fn a_side_file_that_has_lost_its_body_is_replaced() {
        for which in 0..3 {
            let folder = tempfile::tempdir().unwrap();
            let store = &stores(folder.path())[which];
            for (key, condition) in [("a", Condition::Absent), ("b", Condition::None)] {
                let side = folder.path().join([key, ".meta.json"].concat());
                fs::write(&side, r#"{"metadata":{"name":"old"},"size":4}"#).unwrap();
                put(store, key, "new", condition).unwrap();
                assert_eq!(name_of(store, key), "new");
            }
        }
    }

    #[test]
    fn an_object_whose_empty_body_is_missing_is_not_created_again() {
        for which in 0..3 {
            let folder = tempfile::tempdir().unwrap();
            let store = &stores(folder.path())[which];
            put(store, "a", "first", Condition::Absent).unwrap();
            fs::remove_file(folder.path().join("a")).unwrap();
            let refused = put(store, "a", "second", Condition::Absent);
            assert!(
                matches!(refused, Err(Error::Precondition { .. })),
                "{refused:?}"
            );
            assert_eq!(names(folder.path()), ["a.meta.json"]);
        }
    }
}
