//! Deleting an object: the side file first, since with it the object ends.

use std::io;

use super::FileStore;
use super::directory::Directory;
use super::failure::failure;
use super::location::Location;
use super::standing::Standing;
use crate::Result;

impl FileStore {
    /// Deletes an object, if there is one.
    ///
    /// # Errors
    /// What the system says.
    pub(super) async fn delete_object(&self, key: &str) -> Result<()> {
        let location = Location::of(key)?;
        let failed = |error: io::Error| failure(&error, key);
        let _permit = self.permit().await;
        if let Some(directory) = self.folder(&location).map_err(failed)? {
            let locked = self.locks.lock(directory, &location)?;
            self.remove(&locked, &location).map_err(failed)?;
            self.record(&location, None)?;
            return self.finish(locked, &location).await.map_err(failed);
        }
        self.record(&location, None)
    }

    /// Deletes an object that was found to have expired, unless another one took its place or the
    /// folder is locked; whoever sees it next will try again.
    pub(super) fn delete_expired(&self, location: &Location<'_>) -> bool {
        let Ok(Some(directory)) = self.folder(location) else {
            return false;
        };
        let Some(locked) = self.locks.try_lock(directory, location) else {
            return false;
        };
        let is_expired = Standing::of(&locked, location).is_ok_and(|standing| {
            standing.is_some_and(|standing| {
                standing
                    .expires_at
                    .is_some_and(|at| at <= crate::clock::now())
            })
        });
        is_expired && self.remove(&locked, location).is_ok()
    }

    fn remove(&self, directory: &Directory, location: &Location<'_>) -> io::Result<()> {
        let was_there = directory.remove(&location.side())?;
        match directory.remove(location.name) {
            Err(_) if !was_there => {}
            removed => drop(removed?),
        }
        if let Some(suffix) = &self.options.backup {
            directory.remove(&[location.name, suffix].concat())?;
        }
        Ok(())
    }
}
