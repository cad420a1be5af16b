//! The object that stands under a key while its folder is locked, after what a crash has left was
//! put right.

use std::io;

use super::directory::Directory;
use super::failure::failure;
use super::location::Location;
use super::side_file::SideFile;
use crate::Result;
use crate::store::STAMP;
use crate::store::etag::etag_of;

/// What a writer has to know of an object.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// Quoted `ETag`; empty for a side file that cannot be read.
    pub etag: String,
    /// Value of [`STAMP`].
    pub stamp: Option<String>,
    /// Whether the body may hold something.
    pub has_body: bool,
    /// Milliseconds since 1970 at which the object ceases to exist.
    pub expires_at: Option<u64>,
}

/// Which side file a body belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// The side file, or neither: then somebody else has written the body.
    Side,
    /// The waiting side file.
    Waiting,
}

impl Owner {
    /// The owner of a body as it is stored.
    pub fn of(body: &[u8], side: &SideFile<'_>, waiting: &SideFile<'_>) -> Self {
        let etag = etag_of(body);
        let owns = |side: &SideFile<'_>| {
            side.size.is_none_or(|size| size == body.len() as u64) && side.quoted_etag() == etag
        };
        if !owns(side) && owns(waiting) {
            Self::Waiting
        } else {
            Self::Side
        }
    }
}

impl Standing {
    /// The object that stands under a key, `None` when there is no side file.
    ///
    /// # Errors
    /// What the system says.
    pub fn of(directory: &Directory, location: &Location<'_>) -> Result<Option<Self>> {
        Self::find(directory, location).map_err(|error| failure(&error, location.key))
    }

    fn find(directory: &Directory, location: &Location<'_>) -> io::Result<Option<Self>> {
        let Some(text) = directory.read(&location.side())? else {
            return Ok(None);
        };
        let Ok(side) = SideFile::parse(&text) else {
            return Ok(Some(Self {
                has_body: true,
                ..Self::default()
            }));
        };
        if side.size == Some(0) {
            return Ok(Some(Self::from(&side)));
        }
        match directory.read(&location.waiting())? {
            None => Ok(Some(Self::from(&side))),
            Some(text) => settle(directory, location, &side, &text).map(Some),
        }
    }
}

/// Rolls a replacement that was interrupted forward if its body is in place, else discards it.
fn settle(
    directory: &Directory,
    location: &Location<'_>,
    side: &SideFile<'_>,
    waiting: &[u8],
) -> io::Result<Standing> {
    let body = directory.read(location.name)?.unwrap_or_default();
    match SideFile::parse(waiting) {
        Ok(waiting) if Owner::of(&body, side, &waiting) == Owner::Waiting => {
            directory.rename(&location.waiting(), &location.side())?;
            Ok(Standing::from(&waiting))
        }
        _ => {
            directory.remove(&location.waiting())?;
            Ok(Standing::from(side))
        }
    }
}

impl From<&SideFile<'_>> for Standing {
    fn from(side: &SideFile<'_>) -> Self {
        Self {
            etag: side.quoted_etag().into_owned(),
            stamp: side.metadata.get(STAMP).map(str::to_owned),
            has_body: side.size != Some(0),
            expires_at: side.expires_at,
        }
    }
}
