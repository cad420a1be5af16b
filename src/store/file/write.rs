//! Writing an object.
//!
//! The rename of the side file is what commits a change. Where body and side file have to change
//! together, the new side file waits under a fixed name while the body is renamed, and carries the
//! hash by which a reader knows whose body it sees.

use tokio::sync::SemaphorePermit;

use super::FileStore;
use super::body::compress;
use super::directory::Directory;
use super::draft::Draft;
use super::failure::failure;
use super::journal;
use super::location::{Location, path_of, temporary};
use super::lock::Locked;
use super::options::Durability;
use super::side_file::SideFile;
use super::standing::Standing;
use crate::store::etag::etag_of;
use crate::store::{Condition, Etag, NewObject};
use crate::{Error, Result, clock};

/// How often a write begins anew when its folder is removed meanwhile.
const ATTEMPTS: usize = 3;

impl FileStore {
    /// Writes an object.
    ///
    /// # Errors
    /// [`Error::Precondition`], [`Error::InvalidKey`], limits, or what the system says.
    pub(super) async fn put_object(
        &self,
        key: &str,
        object: &NewObject<'_>,
        condition: Condition<'_>,
    ) -> Result<Etag> {
        let location = self.writable(key)?;
        self.options.limits().check(object, "filesystem")?;
        let stored = compress(object.body, self.options.compression);
        let etag = etag_of(&stored);
        let now = clock::now();
        let side = SideFile::new(object, &stored, &etag, now, self.expiry(now));
        self.write(&location, &side, &stored, condition).await?;
        if side.compressed {
            self.counters
                .add_compressed(object.body.len(), stored.len());
        }
        Ok(etag.into())
    }

    /// Writes a side file and a body as it is stored.
    ///
    /// # Errors
    /// As [`FileStore::put_object`].
    pub(super) async fn write(
        &self,
        location: &Location<'_>,
        side: &SideFile<'_>,
        stored: &[u8],
        condition: Condition<'_>,
    ) -> Result<()> {
        for _ in 0..ATTEMPTS {
            match self.try_write(location, side, stored, condition).await {
                Err(Error::NotFound { .. }) => {}
                written => return written,
            }
        }
        Err(Error::Unavailable {
            key: location.key.to_owned(),
            reason: "its folder keeps being removed".to_owned(),
        })
    }

    async fn try_write(
        &self,
        location: &Location<'_>,
        side: &SideFile<'_>,
        stored: &[u8],
        condition: Condition<'_>,
    ) -> Result<()> {
        let failed = |error| failure(&error, location.key);
        let _permit = self.permit().await;
        let directory = self.made_folder(location).await.map_err(failed)?;
        let draft = self
            .draft(
                &directory,
                location,
                side,
                stored,
                self.is_creation(&directory, location, condition),
            )
            .await
            .map_err(failed)?;
        let locked = self.locks.lock(directory, location).inspect_err(|_| {
            if let Ok(Some(directory)) = self.folder(location) {
                draft.discard(&directory);
            }
        })?;
        self.commit(&locked, location, &draft, side, condition)
            .inspect_err(|_| draft.discard(&locked))?;
        self.finish(locked, location).await.map_err(failed)
    }

    /// With durability, waits for the permit to write.
    pub(super) async fn permit(&self) -> Option<SemaphorePermit<'_>> {
        match self.options.durability {
            Durability::None => None,
            Durability::Data | Durability::Full => self.commits.admit().await,
        }
    }

    /// With durability, makes what was done to a folder durable, after others can lock it.
    pub(super) async fn finish(
        &self,
        locked: Locked<'_>,
        location: &Location<'_>,
    ) -> std::io::Result<()> {
        if self.options.durability == Durability::None {
            return Ok(());
        }
        let directory = locked.unlock()?;
        self.sync_renames(directory, &location.side()).await
    }

    /// Puts a draft in the place of what stands under its key, if the condition holds.
    fn commit(
        &self,
        directory: &Directory,
        location: &Location<'_>,
        draft: &Draft,
        side: &SideFile<'_>,
        condition: Condition<'_>,
    ) -> Result<()> {
        let failed = |error| failure(&error, location.key);
        if self
            .create(directory, location, draft, condition)
            .map_err(failed)?
        {
            return self.record(location, Some(side));
        }
        let standing = Standing::of(directory, location)?;
        if condition != Condition::None {
            let current = self.live(directory, location, standing.as_ref())?;
            condition.check(location.key, current.map(|standing| &*standing.etag))?;
            condition.check_stamp(location.key, || {
                current.and_then(|standing| standing.stamp.as_deref())
            })?;
        }
        self.back_up(directory, location).map_err(failed)?;
        self.replace(directory, location, draft, side, standing.as_ref())
            .map_err(failed)?;
        self.record(location, Some(side))
    }

    /// What stands under a key, unless it has expired or has lost its body.
    fn live<'s>(
        &self,
        directory: &Directory,
        location: &Location<'_>,
        standing: Option<&'s Standing>,
    ) -> Result<Option<&'s Standing>> {
        let Some(standing) = standing.filter(|standing| !self.is_gone(standing.expires_at)) else {
            return Ok(None);
        };
        let is_whole = !standing.has_body
            || directory
                .size(location.name)
                .map_err(|error| failure(&error, location.key))?
                .is_some();
        Ok(is_whole.then_some(standing))
    }

    /// Keeps the body that is about to be replaced.
    fn back_up(&self, directory: &Directory, location: &Location<'_>) -> std::io::Result<()> {
        let Some(suffix) = &self.options.backup else {
            return Ok(());
        };
        let Some(body) = directory.read(location.name)? else {
            return Ok(());
        };
        let copy = temporary(location.name);
        directory
            .create(&copy, &body)
            .and_then(|_| directory.rename(&copy, &[location.name, suffix].concat()))
            .inspect_err(|_| drop(directory.remove(&copy)))
    }

    /// Adds a line to the journal, for a deletion when there is no side file.
    pub(super) fn record(
        &self,
        location: &Location<'_>,
        side: Option<&SideFile<'_>>,
    ) -> Result<()> {
        let Some(journal) = &self.options.journal else {
            return Ok(());
        };
        journal::append(
            &path_of(self.base(), journal, ""),
            clock::now(),
            location.key,
            side,
        )
        .map_err(|error| failure(&error, journal))
    }

    /// The renames by which a draft replaces what stands under its key.
    fn replace(
        &self,
        directory: &Directory,
        location: &Location<'_>,
        draft: &Draft,
        side: &SideFile<'_>,
        standing: Option<&Standing>,
    ) -> std::io::Result<()> {
        let old_body = standing.is_some_and(|standing| standing.has_body);
        match &draft.body {
            None if old_body => {
                let empty = temporary(location.name);
                directory
                    .create(&empty, b"")
                    .and_then(|_| draft.place(directory, &location.side(), &self.names_only))
                    .and_then(|()| directory.rename(&empty, location.name))
                    .inspect_err(|_| drop(directory.remove(&empty)))
            }
            None => {
                self.clear_body(directory, location)?;
                draft.place(directory, &location.side(), &self.names_only)
            }
            Some(body) => {
                let is_same = standing.is_some_and(|standing| standing.etag == side.quoted_etag());
                if !old_body || is_same {
                    directory.rename(body, location.name)?;
                    return draft.place(directory, &location.side(), &self.names_only);
                }
                draft.place(directory, &location.waiting(), &self.names_only)?;
                directory
                    .rename(body, location.name)
                    .inspect_err(|_| drop(directory.remove(&location.waiting())))?;
                directory.rename(&location.waiting(), &location.side())
            }
        }
    }
}
