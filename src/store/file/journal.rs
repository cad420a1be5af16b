//! The journal: a line of JSON for every write and deletion.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use super::side_file::SideFile;
use crate::codec::date::format_instant;
use crate::json::write_string;

/// Appends the line of a write, or of a deletion when `side` is `None`. A line is one call of the
/// system, which appends it as a whole.
pub(super) fn append(
    path: &Path,
    now: u64,
    key: &str,
    side: Option<&SideFile<'_>>,
) -> io::Result<()> {
    let line = line(now, key, side);
    let open = || OpenOptions::new().append(true).create(true).open(path);
    let mut file = match open() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            open()?
        }
        opened => opened?,
    };
    let written = file.write(line.as_bytes())?;
    if written < line.len() {
        return Err(io::ErrorKind::StorageFull.into());
    }
    Ok(())
}

fn line(now: u64, key: &str, side: Option<&SideFile<'_>>) -> String {
    let mut line = String::with_capacity(160 + key.len());
    let timestamp = i64::try_from(now).ok().and_then(format_instant);
    line.push_str("{\"timestamp\":\"");
    line.push_str(&timestamp.unwrap_or_default());
    line.push_str("\",\"operation\":\"");
    line.push_str(if side.is_some() { "put" } else { "delete" });
    line.push_str("\",\"key\":");
    write_string(&mut line, key);
    line.push_str(",\"metadata\":{");
    if let Some(side) = side {
        line.push_str("\"size\":");
        line.push_str(&side.size.unwrap_or_default().to_string());
        line.push_str(",\"compressed\":");
        line.push_str(if side.compressed { "true" } else { "false" });
        line.push_str(",\"expiresAt\":");
        match side.expires_at {
            Some(at) => line.push_str(&at.to_string()),
            None => line.push_str("null"),
        }
    }
    line.push_str("}}\n");
    line
}
