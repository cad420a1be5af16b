//! The disks of the machine, and what is synced to them.

#[cfg(unix)]
use std::collections::HashSet;
use std::fs::File;
use std::io;

/// A sync of more files than this is one of the whole file system, where there is such a thing.
const FEW: usize = 2;

/// What a sync has to bring to the disk.
#[derive(Debug)]
pub(super) struct Work {
    /// The file or folder.
    pub file: File,
    /// Whether attributes that reading does not need are part of it.
    pub with_attributes: bool,
}

/// Something that files can be synced to.
pub(super) trait Disk: Send + Sync {
    /// Returns when all of the work is done.
    fn sync(&self, work: &[Work]) -> io::Result<()>;
}

/// The disks of the machine.
#[derive(Debug, Default)]
pub(super) struct SystemDisk;

impl Disk for SystemDisk {
    fn sync(&self, work: &[Work]) -> io::Result<()> {
        let distinct = distinct(work)?;
        if distinct.len() > FEW && sync_file_systems(&distinct)? {
            return Ok(());
        }
        distinct.into_iter().try_for_each(|work| {
            if work.with_attributes {
                work.file.sync_all()
            } else {
                work.file.sync_data()
            }
        })
    }
}

/// One handle of every file. Writers of one folder bring a handle of it each, all of the same kind.
#[cfg(unix)]
fn distinct(work: &[Work]) -> io::Result<Vec<&Work>> {
    let mut known = HashSet::new();
    let mut distinct = Vec::new();
    for work in work {
        let status = rustix::fs::fstat(&work.file)?;
        if known.insert((status.st_dev, status.st_ino)) {
            distinct.push(work);
        }
    }
    Ok(distinct)
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "on Unix it can fail")]
fn distinct(work: &[Work]) -> io::Result<Vec<&Work>> {
    Ok(work.iter().collect())
}

/// Syncs every file system that the files are on, and says whether that can be done.
#[cfg(target_os = "linux")]
fn sync_file_systems(work: &[&Work]) -> io::Result<bool> {
    let mut synced = Vec::new();
    for work in work {
        let device = rustix::fs::fstat(&work.file)?.st_dev;
        if !synced.contains(&device) {
            rustix::fs::syncfs(&work.file)?;
            synced.push(device);
        }
    }
    Ok(true)
}

#[cfg(not(target_os = "linux"))]
#[allow(clippy::unnecessary_wraps, reason = "on Linux it can fail")]
fn sync_file_systems(_work: &[&Work]) -> io::Result<bool> {
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn work() -> Work {
        Work {
            file: tempfile::tempfile().unwrap(),
            with_attributes: false,
        }
    }

    #[test]
    fn handles_of_one_file_are_one_file() {
        let file = tempfile::tempfile().unwrap();
        let work: Vec<_> = (0..5)
            .map(|_| Work {
                file: file.try_clone().unwrap(),
                with_attributes: true,
            })
            .collect();
        let expected = if cfg!(unix) { 1 } else { 5 };
        assert_eq!(distinct(&work).unwrap().len(), expected);
    }

    #[test]
    fn few_and_many_files_are_synced() {
        SystemDisk.sync(&[work()]).unwrap();
        SystemDisk.sync(&[0; 5].map(|_| work())).unwrap();
    }
}
