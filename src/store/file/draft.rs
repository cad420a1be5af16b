//! A draft: a new object under temporary names, before it takes the place of the old one.

use std::fs::File;
use std::io;

use super::FileStore;
use super::directory::Directory;
use super::group_commit::Work;
use super::location::{Location, temporary};
use super::options::Durability;
use super::side_file::SideFile;

/// Names of the files of a draft.
#[derive(Debug)]
pub(super) struct Draft {
    /// The side file.
    pub side: String,
    /// The body, unless it is empty.
    pub body: Option<String>,
}

impl FileStore {
    /// Writes a draft; with durability it is on the disk when this returns.
    pub(super) fn draft(
        &self,
        directory: &Directory,
        location: &Location<'_>,
        side: &SideFile<'_>,
        body: &[u8],
    ) -> io::Result<Draft> {
        let draft = Draft {
            side: temporary(&location.side()),
            body: (!body.is_empty()).then(|| temporary(location.name)),
        };
        self.fill(directory, &draft, side, body)
            .inspect_err(|_| draft.discard(directory))
            .map(|()| draft)
    }

    fn fill(
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
    }

    /// With durability, brings the renames in a folder to the disk.
    pub(super) fn sync_renames(&self, directory: &Directory, renamed: &str) -> io::Result<()> {
        if self.options.durability == Durability::None {
            return Ok(());
        }
        let Some(file) = directory.handle(renamed)? else {
            return Ok(());
        };
        // The attributes of a folder belong to its names: a sync of its data alone may do nothing.
        self.commits.sync([Work {
            file,
            with_attributes: true,
        }])
    }

    fn work(&self, file: File) -> Work {
        Work {
            file,
            with_attributes: self.options.durability == Durability::Full,
        }
    }
}

impl Draft {
    /// Removes what is left of a draft. What cannot be removed is swept later.
    pub fn discard(&self, directory: &Directory) {
        for name in [Some(&self.side), self.body.as_ref()].into_iter().flatten() {
            drop(directory.remove(name));
        }
    }
}
