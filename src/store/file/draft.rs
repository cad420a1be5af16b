//! A draft: a new object under temporary names, before it takes the place of the old one.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::sync::atomic::{AtomicBool, Ordering};

use super::FileStore;
use super::directory::Directory;
use super::disk::Work;
use super::location::{Location, temporary};
use super::options::Durability;
use super::side_file::SideFile;

/// Whether files without a name have been found impossible: on this file system, or because the system
/// does not let them have one.
#[derive(Debug, Default)]
pub(super) struct NamesOnly(AtomicBool);

/// Files of a draft.
#[derive(Debug)]
pub(super) struct Draft {
    /// Name of the side file, which it has yet to get while it is unnamed.
    side: String,
    /// The side file while it has no name.
    unnamed: Option<File>,
    /// Name of the body, unless it is empty.
    pub body: Option<String>,
}

impl FileStore {
    /// Writes a draft; with durability it is on the disk when this returns. Where the draft may
    /// become an object by one name, and need not be safe before, it gets no other.
    pub(super) async fn draft(
        &self,
        directory: &Directory,
        location: &Location<'_>,
        side: &SideFile<'_>,
        body: &[u8],
        is_creation: bool,
    ) -> io::Result<Draft> {
        let mut draft = Draft {
            side: temporary(&location.side()),
            unnamed: None,
            body: (!body.is_empty()).then(|| temporary(location.name)),
        };
        let is_unsafe = self.options.durability == Durability::None;
        if is_creation && is_unsafe && body.is_empty() && self.names_only.allows() {
            draft.unnamed = self
                .names_only
                .judge(directory.create_unnamed(side.text().as_bytes()));
        }
        if draft.unnamed.is_none() {
            self.fill(directory, &draft, side, body)
                .await
                .inspect_err(|_| draft.discard(directory))?;
        }
        Ok(draft)
    }

    async fn fill(
        &self,
        directory: &Directory,
        draft: &Draft,
        side: &SideFile<'_>,
        body: &[u8],
    ) -> io::Result<()> {
        let body = draft
            .body
            .as_ref()
            .map(|name| directory.create(name, body))
            .transpose()?;
        let side = directory.create(&draft.side, side.text().as_bytes())?;
        if self.options.durability == Durability::None {
            return Ok(());
        }
        self.commits
            .sync(body.into_iter().chain([side]).map(|file| self.work(file)))
            .await
    }

    /// With durability, brings the renames in a folder to the disk.
    pub(super) async fn sync_renames(&self, directory: Directory, renamed: &str) -> io::Result<()> {
        if self.options.durability == Durability::None {
            return Ok(());
        }
        let Some(file) = directory.into_handle(renamed)? else {
            return Ok(());
        };
        // The attributes of a folder belong to its names: a sync of its data alone may do nothing.
        let work = Work {
            file,
            with_attributes: true,
        };
        self.commits.sync([work]).await
    }

    fn work(&self, file: File) -> Work {
        Work {
            file,
            with_attributes: self.options.durability == Durability::Full,
        }
    }
}

impl NamesOnly {
    fn allows(&self) -> bool {
        !self.0.load(Ordering::Relaxed)
    }

    /// The file, unless it could not be made; named files then tell why.
    fn judge(&self, created: io::Result<File>) -> Option<File> {
        use ErrorKind::{InvalidInput, IsADirectory, Unsupported};
        let refused = |kind| matches!(kind, InvalidInput | IsADirectory | Unsupported);
        if created.as_ref().is_err_and(|error| refused(error.kind())) {
            self.0.store(true, Ordering::Relaxed);
        }
        created.ok()
    }

    /// What is left when a file cannot be given a name: to begin anew, unless the folder was removed with
    /// one that has a name. Linux before 6.10 names open files by way of `/proc`, which may be absent.
    pub fn begin_anew(&self, directory: &Directory) -> io::Error {
        if !directory.is_removed() {
            self.0.store(true, Ordering::Relaxed);
        }
        ErrorKind::NotFound.into()
    }
}

impl Draft {
    /// Gives the side file a name unless there is a file of this name, and says whether it did.
    pub fn claim(
        &self,
        directory: &Directory,
        name: &str,
        names_only: &NamesOnly,
    ) -> io::Result<bool> {
        let Some(file) = &self.unnamed else {
            return directory.rename_to_free(&self.side, name);
        };
        match directory.link(file, name) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
            linked => linked
                .map(|()| true)
                .map_err(|_| names_only.begin_anew(directory)),
        }
    }

    /// Gives the side file a name, in place of the file that has it.
    pub fn place(
        &self,
        directory: &Directory,
        name: &str,
        names_only: &NamesOnly,
    ) -> io::Result<()> {
        if let Some(file) = &self.unnamed {
            directory
                .link(file, &self.side)
                .map_err(|_| names_only.begin_anew(directory))?;
        }
        directory.rename(&self.side, name)
    }

    /// Removes what is left of a draft. What cannot be removed is swept later.
    pub fn discard(&self, directory: &Directory) {
        for name in [Some(&self.side), self.body.as_ref()].into_iter().flatten() {
            drop(directory.remove(name));
        }
    }
}
