//! Bodies as they are stored.

use std::borrow::Cow;
use std::io::{Read, Write};

use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use super::options::Compression;
use super::side_file::SideFile;
use crate::{Error, Result};

/// The stored form of a body: a gzip stream where that is asked for and shorter.
pub(super) fn compress(body: &[u8], compression: Option<Compression>) -> Cow<'_, [u8]> {
    let Some(compression) = compression.filter(|wanted| body.len() >= wanted.threshold.max(1))
    else {
        return body.into();
    };
    let level = flate2::Compression::new(compression.level.min(9));
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 2), level);
    match encoder.write_all(body).and_then(|()| encoder.finish()) {
        Ok(stored) if stored.len() < body.len() => stored.into(),
        _ => body.into(),
    }
}

/// The body of a stored form.
///
/// # Errors
/// [`Error::Corrupt`] when a compressed body is no gzip stream of the size that the side file tells.
pub(super) fn decompress(stored: Vec<u8>, side: &SideFile<'_>, key: &str) -> Result<Vec<u8>> {
    if !side.compressed {
        return Ok(stored);
    }
    let corrupt = |reason: String| Error::Corrupt {
        key: key.to_owned(),
        reason,
    };
    let mut body = Vec::new();
    let bound = side
        .original_size
        .map_or(u64::MAX, |size| size.saturating_add(1));
    GzDecoder::new(&*stored)
        .take(bound)
        .read_to_end(&mut body)
        .map_err(|error| corrupt(format!("compressed body: {error}")))?;
    match side.original_size {
        Some(size) if size != body.len() as u64 => {
            Err(corrupt("the compressed body has another size".to_owned()))
        }
        _ => Ok(body),
    }
}
