//! Reading an object, without a lock.
//!
//! When the body was read, the side file may have been replaced: then the two may not belong together,
//! and reading begins anew. A waiting side file tells of a replacement under way,
//! or of one that was interrupted; then the hash of the body decides.

use super::FileStore;
use super::body::decompress;
use super::directory::{Reading, found, read_file, status};
use super::failure::failure;
use super::location::Location;
use super::side_file::SideFile;
use super::standing::{Owner, Standing};
use crate::store::Object;
use crate::{Error, Result};

/// How often a reader is overtaken by writers before it locks them out.
const ATTEMPTS: usize = 8;

/// What a reader found.
enum Found<T> {
    Object(T),
    Expired,
    /// A writer came between.
    Overtaken,
}

impl FileStore {
    /// Reads an object.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Corrupt`], or what the system says.
    pub(super) fn get_object(&self, key: &str) -> Result<Object> {
        self.read(&Location::of(key)?, true, |side, stored| {
            let body = decompress(stored.unwrap_or_default(), side, key)?;
            Ok(side.object(Some(&body), 0))
        })
    }

    /// Reads an object without its body.
    ///
    /// # Errors
    /// As [`FileStore::get_object`].
    pub(super) fn head_object(&self, key: &str) -> Result<Object> {
        self.read(&Location::of(key)?, false, |side, stored| {
            let size = match (side.body_size(), stored) {
                (Some(size), _) => size,
                (None, stored) => decompress(stored.unwrap_or_default(), side, key)?.len() as u64,
            };
            Ok(side.object(None, size))
        })
    }

    /// Whether an object has a side file, which is read where it may say that the object has expired.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn has_object(&self, key: &str) -> Result<bool> {
        let location = Location::of(key)?;
        if !self.has_expiry() {
            let status = found(status(&location.side_path(self.base())));
            return status
                .map(|status| status.is_some_and(|status| status.is_file()))
                .map_err(|error| failure(&error, key));
        }
        match self.head_object(key) {
            Ok(_) => Ok(true),
            Err(Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Reads a side file and, if asked for, the body as it is stored; `build` may be given a body that
    /// was not asked for.
    ///
    /// # Errors
    /// As [`FileStore::get_object`].
    pub(super) fn read<T>(
        &self,
        location: &Location<'_>,
        with_body: bool,
        build: impl Fn(&SideFile<'_>, Option<Vec<u8>>) -> Result<T>,
    ) -> Result<T> {
        for _ in 0..ATTEMPTS {
            let found = self.try_read(location, with_body, &build)?;
            if let Some(object) = self.settle(found, location)? {
                return Ok(object);
            }
        }
        let directory = self
            .folder(location)
            .map_err(|error| failure(&error, location.key))?
            .ok_or_else(|| missing(location))?;
        let locked = self.locks.lock(directory, location)?;
        let found = self.try_read(location, with_body, &build)?;
        drop(locked);
        self.settle(found, location)?
            .ok_or_else(|| Error::Unavailable {
                key: location.key.to_owned(),
                reason: "it is replaced faster than it can be read".to_owned(),
            })
    }

    fn settle<T>(&self, found: Found<T>, location: &Location<'_>) -> Result<Option<T>> {
        match found {
            Found::Object(object) => Ok(Some(object)),
            Found::Overtaken => Ok(None),
            Found::Expired => {
                self.delete_expired(location);
                Err(missing(location))
            }
        }
    }

    fn try_read<T>(
        &self,
        location: &Location<'_>,
        with_body: bool,
        build: impl Fn(&SideFile<'_>, Option<Vec<u8>>) -> Result<T>,
    ) -> Result<Found<T>> {
        let failed = |error| failure(&error, location.key);
        self.page_cache.learn(self.base());
        let reading = Reading::of(location.side_path(self.base())).map_err(failed)?;
        let side = parse(reading.content(), location)?;
        if self.is_gone(side.expires_at) {
            return Ok(Found::Expired);
        }
        if side.size == Some(0) {
            return build(&side, None).map(Found::Object);
        }
        let waiting_path = location.waiting_path(self.base());
        let waiting = || read_file(&waiting_path).map_err(failed);
        let is_known = !with_body && side.body_size().is_some();
        if is_known && waiting()?.is_none() {
            return build(&side, None).map(Found::Object);
        }
        let body = read_file(&location.body_path(self.base())).map_err(failed)?;
        let waiting = waiting()?;
        if reading.is_replaced().map_err(failed)? {
            return Ok(Found::Overtaken);
        }
        let body = body.ok_or_else(|| missing(location))?;
        let waiting = waiting
            .as_deref()
            .and_then(|text| SideFile::parse(text).ok());
        let Some(waiting) = waiting else {
            return build(&side, Some(body)).map(Found::Object);
        };
        let owner = Owner::of(&body, &side, &waiting);
        self.repair(location);
        let side = if owner == Owner::Waiting {
            waiting
        } else {
            side
        };
        build(&side, Some(body)).map(Found::Object)
    }

    /// Finishes or discards a replacement that was interrupted. While its writer is still at it, or
    /// where nothing may be written, readers go on deciding by the hash.
    fn repair(&self, location: &Location<'_>) {
        if let Ok(Some(directory)) = self.folder(location)
            && let Some(locked) = self.locks.try_lock(directory, location)
        {
            drop(Standing::of(&locked, location));
        }
    }
}

fn parse<'t>(text: &'t [u8], location: &Location<'_>) -> Result<SideFile<'t>> {
    SideFile::parse(text).map_err(|error| Error::Corrupt {
        key: location.key.to_owned(),
        reason: format!("side file: {error}"),
    })
}

fn missing(location: &Location<'_>) -> Error {
    Error::NotFound {
        key: location.key.to_owned(),
    }
}
