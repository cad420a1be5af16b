//! Folders: made when the first object needs them, and made durable with it.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use super::FileStore;
use super::directory::{Directory, found};
use super::disk::Work;
use super::location::{Location, path_of};
use super::options::Durability;

/// Folders that a store remembers as rooted; with more it begins anew.
const MAX_ROOTED: usize = 4096;

impl FileStore {
    /// The folder of an object, `None` when there is none.
    pub(super) fn folder(&self, location: &Location<'_>) -> io::Result<Option<Directory>> {
        found(Directory::open(&location.folder_path(self.base())))
    }

    /// The folder of an object, made if there is none. With durability, the folders above know it
    /// on the disk when this returns.
    pub(super) async fn made_folder(&self, location: &Location<'_>) -> io::Result<Directory> {
        let path = location.folder_path(self.base());
        let mut grown = Vec::new();
        let directory = match Directory::open(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                make_folders(&path, &mut grown)?;
                Directory::open(&path)?
            }
            opened => opened?,
        };
        match self.options.durability {
            Durability::None => {}
            Durability::Data => self.sync_folders(&grown).await?,
            Durability::Full => self.root(location.folder, grown).await?,
        }
        Ok(directory)
    }

    /// Syncs the folders above one, once per process, besides those that have just grown.
    async fn root(&self, folder: &str, mut grown: Vec<PathBuf>) -> io::Result<()> {
        let rooted = || self.rooted.lock().unwrap_or_else(PoisonError::into_inner);
        if grown.is_empty() && rooted().contains(folder) {
            return Ok(());
        }
        let mut above = folder;
        while !above.is_empty() {
            above = above.rsplit_once('/').map_or("", |(above, _)| above);
            let path = path_of(self.base(), above, "");
            if !grown.contains(&path) {
                grown.push(path);
            }
        }
        self.sync_folders(&grown).await?;
        let mut rooted = rooted();
        if rooted.len() >= MAX_ROOTED {
            rooted.clear();
        }
        rooted.insert(folder.into());
        Ok(())
    }

    async fn sync_folders(&self, paths: &[PathBuf]) -> io::Result<()> {
        if paths.is_empty() || cfg!(not(unix)) {
            return Ok(());
        }
        let work = paths
            .iter()
            .map(|path| {
                Ok(Work {
                    file: File::open(path)?,
                    with_attributes: true,
                })
            })
            .collect::<io::Result<Vec<_>>>()?;
        self.commits.sync(work).await
    }
}

/// Makes a folder and those above it; `grown` receives the folders that have a new one in them.
fn make_folders(path: &Path, grown: &mut Vec<PathBuf>) -> io::Result<()> {
    match make_folder(path, grown) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            make_folders(folder_above(path).ok_or(error)?, grown)?;
            // Not once more: some file systems say this of folders that they do not let anybody make.
            make_folder(path, grown)
        }
        made => made,
    }
}

fn make_folder(path: &Path, grown: &mut Vec<PathBuf>) -> io::Result<()> {
    match fs::create_dir(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_file() => {
            Err(ErrorKind::NotADirectory.into())
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        made => {
            made?;
            let above = folder_above(path).unwrap_or_else(|| Path::new("."));
            grown.push(above.to_owned());
            Ok(())
        }
    }
}

fn folder_above(path: &Path) -> Option<&Path> {
    path.parent().filter(|above| !above.as_os_str().is_empty())
}
