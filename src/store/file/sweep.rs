//! Removing what has expired, and removing everything.

use std::io;

use super::FileStore;
use super::directory::{Directory, found, read_file, remove_folder};
use super::failure::failure;
use super::location::{Location, SIDE, WAITING, path_of};
use super::side_file::SideFile;
use crate::{Result, clock};

impl FileStore {
    /// Removes the objects that have expired, and what killed writers have left. Returns the number
    /// of objects.
    ///
    /// # Errors
    /// What the system says of a folder; an object that cannot be read stays.
    pub fn sweep(&self) -> Result<usize> {
        self.sweep_folder(&mut String::new())
    }

    fn sweep_folder(&self, folder: &mut String) -> Result<usize> {
        let Some(index) = self.index(folder)? else {
            return Ok(0);
        };
        let (length, mut count) = (folder.len(), 0);
        for name in index.names_from(0) {
            folder.push_str(name);
            if name.ends_with('/') {
                count += self.sweep_folder(folder)?;
            } else if let Ok(location) = Location::of(folder) {
                count += usize::from(self.is_expired(&location) && self.delete_expired(&location));
            }
            folder.truncate(length);
        }
        Ok(count)
    }

    fn is_expired(&self, location: &Location<'_>) -> bool {
        let Ok(Some(text)) = read_file(&location.side_path(self.base())) else {
            return false;
        };
        SideFile::parse(&text).is_ok_and(|side| side.is_expired(clock::now()))
    }

    /// Removes every object, and the folders that are empty then. Files that belong to no object
    /// stay.
    ///
    /// # Errors
    /// What the system says; some of the objects are gone then.
    pub fn clear(&self) -> Result<()> {
        self.clear_folder(&mut String::new())
    }

    fn clear_folder(&self, folder: &mut String) -> Result<()> {
        let Some(index) = self.index(folder)? else {
            return Ok(());
        };
        let length = folder.len();
        for name in index.names_from(0).filter(|name| name.ends_with('/')) {
            folder.push_str(name);
            self.clear_folder(folder)?;
            let path = path_of(self.base(), folder.trim_end_matches('/'), "");
            // Whatever keeps a folder from being removed belongs to somebody else.
            drop(remove_folder(&path));
            folder.truncate(length);
        }
        let failed = |error: io::Error| failure(&error, folder);
        let path = path_of(self.base(), folder.trim_end_matches('/'), "");
        let Some(directory) = found(Directory::open(&path)).map_err(failed)? else {
            return Ok(());
        };
        let any = [folder, "any"].concat();
        let locked = self.locks.lock(directory, &Location::of(&any)?)?;
        for name in index.names_from(0).filter(|name| !name.ends_with('/')) {
            self.remove_files(&locked, name).map_err(failed)?;
        }
        Ok(())
    }

    fn remove_files(&self, directory: &Directory, name: &str) -> io::Result<()> {
        let backup = self.options.backup.as_deref();
        for ending in [SIDE, "", WAITING].into_iter().chain(backup) {
            directory.remove(&[name, ending].concat())?;
        }
        Ok(())
    }
}
