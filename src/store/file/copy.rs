//! Copying an object: its bytes as they are stored, under another key or with other metadata.

use std::borrow::Cow;

use super::FileStore;
use super::location::Location;
use super::side_file::SideFile;
use crate::store::{Condition, Etag, Metadata, NewObject};
use crate::{Error, Result, clock};

/// How often a copy of an object onto itself begins anew when its body is replaced meanwhile.
const ATTEMPTS: usize = 8;

impl FileStore {
    /// Copies an object.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none, limits, or what the system says.
    pub(super) async fn copy_object(
        &self,
        from: &str,
        to: &str,
        metadata: Option<&Metadata>,
        content_type: Option<&str>,
    ) -> Result<Etag> {
        let (source, target) = (Location::of(from)?, self.writable(to)?);
        for _ in 0..ATTEMPTS {
            // What is read is kept, since a reader may hold the lock that the write needs.
            let (side, stored) = self.read(&source, true, |side, stored| {
                Ok((side.to_static(), stored.unwrap_or_default()))
            })?;
            let copied = self
                .write_copy(&target, side, &stored, metadata, content_type, from == to)
                .await;
            match copied {
                Err(Error::Precondition { .. }) => {}
                copied => return copied,
            }
        }
        Err(Error::Unavailable {
            key: from.to_owned(),
            reason: "it is replaced faster than it can be copied".to_owned(),
        })
    }

    async fn write_copy<'a>(
        &self,
        target: &Location<'_>,
        mut side: SideFile<'a>,
        stored: &[u8],
        metadata: Option<&'a Metadata>,
        content_type: Option<&'a str>,
        is_same: bool,
    ) -> Result<Etag> {
        if let Some(metadata) = metadata {
            side.metadata = Cow::Borrowed(metadata);
        }
        if let Some(content_type) = content_type {
            side.content_type = Some(Cow::Borrowed(content_type));
        }
        side.size = Some(stored.len() as u64);
        side.last_modified = clock::now();
        let written = NewObject {
            metadata: &side.metadata,
            body: stored,
            content_type: None,
            content_encoding: None,
        };
        self.options.limits().check(&written, "filesystem")?;
        let etag = side.quoted_etag().into_owned();
        let condition = if is_same {
            Condition::Matches(&etag)
        } else {
            Condition::None
        };
        self.write(target, &side, stored, condition).await?;
        Ok(etag.into())
    }
}
