//! Empty bodies: names of one empty file per folder, where the system can give a file another name.
//!
//! Nobody reads them but s3db.js, and it replaces bodies, so that the file stays empty. A name for it
//! takes a fraction of the time of a file.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::directory::{Directory, can_be_named};
use super::location::Location;

/// Folders whose file is kept open; with more it begins anew.
const MAX_FOLDERS: usize = 64;

/// The empty files of a store's folders.
#[derive(Debug, Default)]
pub(super) struct EmptyBodies {
    files: Mutex<HashMap<Box<str>, Arc<File>>>,
}

impl EmptyBodies {
    /// Gives an object an empty body, and says whether it had no file of this name.
    ///
    /// # Errors
    /// What the system says.
    pub fn make(&self, directory: &Directory, location: &Location<'_>) -> io::Result<bool> {
        if let Some(made) = self.name(directory, location) {
            return Ok(made);
        }
        let file = match directory.create(location.name, b"") {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
            created => created?,
        };
        if can_be_named(&file) {
            let mut files = self.files();
            if files.len() >= MAX_FOLDERS {
                files.clear();
            }
            files.insert(location.folder.into(), Arc::new(file));
        }
        Ok(true)
    }

    /// The same with the file of the folder, if there is one that can have another name.
    fn name(&self, directory: &Directory, location: &Location<'_>) -> Option<bool> {
        let file = self.files().get(location.folder).cloned()?;
        if can_be_named(&file) {
            match directory.link(&file, location.name) {
                Ok(()) => return Some(true),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => return Some(false),
                Err(_) => {}
            }
        }
        self.files().remove(location.folder);
        None
    }

    fn files(&self) -> MutexGuard<'_, HashMap<Box<str>, Arc<File>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
