//! Listings: a walk through the folders in the order of the keys.
//!
//! Names of folders are sorted with their final `/`, so that the walk meets keys in the order of
//! their bytes: `a-b`, then everything below `a/`, then `a0`.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::FileStore;
use super::failure::failure;
use super::index::Index;
use super::location::{is_folder, path_of};
use crate::store::{Entry, KeyPage, List, Page};
use crate::{Error, Result};

/// What a walk does next.
enum Next {
    /// Goes on with the next key.
    Key,
    /// Passes over the keys of a group.
    Behind(String),
    /// Ends.
    End,
}

impl FileStore {
    /// Keys of a page, without opening side files unless objects may have expired.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn list_names(&self, request: &List<'_>) -> Result<KeyPage> {
        if request.delimiter.is_some() || self.has_expiry() {
            let page = self.list_objects(request)?;
            let keys = page.entries.into_iter().map(|entry| entry.key).collect();
            let next = page.next;
            return Ok(KeyPage { keys, next });
        }
        let limit = request.limit.unwrap_or(usize::MAX);
        let mut page = KeyPage::default();
        self.walk(request, &mut |key| {
            if page.keys.len() == limit {
                page.next = page.keys.last().cloned();
                return Ok(Next::End);
            }
            page.keys.push(key.to_owned());
            Ok(Next::Key)
        })?;
        Ok(page)
    }

    /// A page of a listing. Objects that cannot be read are left out, and so are those that have
    /// expired.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn list_objects(&self, request: &List<'_>) -> Result<Page> {
        let limit = request.limit.unwrap_or(usize::MAX);
        let known = request
            .after
            .filter(|after| request.group_of(after) == Some(after));
        let mut page = Page::default();
        let mut last = None;
        self.walk(request, &mut |key| {
            let group = request.group_of(key);
            if let Some(group) = group.filter(|group| Some(*group) == known) {
                return Ok(Next::Behind(group.to_owned()));
            }
            let is_full = page.entries.len() + page.common_prefixes.len() == limit;
            let is_read = self.has_expiry() || (group.is_none() && !is_full);
            let entry = if is_read { self.entry(key)? } else { None };
            if is_read && entry.is_none() {
                return Ok(Next::Key);
            }
            if is_full {
                page.next = last.take();
                return Ok(Next::End);
            }
            last = Some(group.unwrap_or(key).to_owned());
            let Some(group) = group else {
                page.entries.extend(entry);
                return Ok(Next::Key);
            };
            page.common_prefixes.push(group.to_owned());
            Ok(Next::Behind(group.to_owned()))
        })?;
        Ok(page)
    }

    /// Number of keys below a prefix.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn count_names(&self, prefix: &str) -> Result<usize> {
        if self.has_expiry() {
            let request = List {
                prefix,
                ..List::default()
            };
            return Ok(self.list_objects(&request)?.entries.len());
        }
        let (folder, name) = divide(prefix);
        if is_folder(folder) {
            self.count_folder(&mut folder.to_owned(), name)
        } else {
            Ok(0)
        }
    }

    /// Number of objects in a folder and below it whose names in the folder begin with `beginning`.
    fn count_folder(&self, folder: &mut String, beginning: &str) -> Result<usize> {
        let Some(index) = self.index(folder)? else {
            return Ok(0);
        };
        let (length, mut count) = (folder.len(), 0);
        if beginning.is_empty() {
            count += index.objects();
            if count == index.len() {
                return Ok(count);
            }
        }
        let start = index.position(|name| name < beginning);
        for name in index.names_from(start) {
            if !name.starts_with(beginning) {
                break;
            }
            if name.ends_with('/') {
                folder.push_str(name);
                count += self.count_folder(folder, "")?;
                folder.truncate(length);
            } else if !beginning.is_empty() {
                count += 1;
            }
        }
        Ok(count)
    }

    /// The index of a folder whose key is empty or ends in `/`.
    pub(super) fn index(&self, folder: &str) -> Result<Option<Arc<Index>>> {
        let path = path_of(self.base(), folder.trim_end_matches('/'), "");
        self.indexes
            .of(folder, &path)
            .map_err(|error| failure(&error, folder))
    }

    /// The entry of an object, `None` when it cannot be read or is gone.
    fn entry(&self, key: &str) -> Result<Option<Entry>> {
        match self.head_object(key) {
            Ok(object) => Ok(Some(Entry {
                key: key.to_owned(),
                size: object.size(),
                etag: object.etag().to_owned(),
                last_modified: object.last_modified(),
            })),
            Err(
                Error::NotFound { .. }
                | Error::Corrupt { .. }
                | Error::InvalidKey { .. }
                | Error::KeyTooLong { .. },
            ) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Calls `visit` for the keys of a request, in their order.
    fn walk(&self, request: &List<'_>, visit: &mut dyn FnMut(&str) -> Result<Next>) -> Result<()> {
        let after = request.after.filter(|after| *after >= request.prefix);
        let is_past = after.is_some_and(|after| !after.starts_with(request.prefix));
        let (folder, _) = divide(request.prefix);
        if is_past || !is_folder(folder) {
            return Ok(());
        }
        let mut walk = Walk {
            store: self,
            prefix: request.prefix,
            after,
            passed: None,
            visit,
        };
        walk.folder(&mut folder.to_owned()).map(drop)
    }
}

/// A walk through folders.
struct Walk<'w> {
    store: &'w FileStore,
    prefix: &'w str,
    /// A key behind which the walk begins; it begins with the prefix.
    after: Option<&'w str>,
    /// Keys that begin so are passed over.
    passed: Option<String>,
    visit: &'w mut dyn FnMut(&str) -> Result<Next>,
}

impl Walk<'_> {
    /// Walks through a folder; `key` is empty or ends in `/`, and is left as it was.
    fn folder(&mut self, key: &mut String) -> Result<ControlFlow<()>> {
        let Some(index) = self.store.index(key)? else {
            return Ok(ControlFlow::Continue(()));
        };
        let length = key.len();
        for name in index.names_from(self.start(&index, key)) {
            key.truncate(length);
            key.push_str(name);
            let is_folder = name.ends_with('/');
            let is_above = is_folder && self.prefix.starts_with(&**key);
            if !is_above && !key.starts_with(self.prefix) {
                break;
            }
            if self
                .passed
                .as_ref()
                .is_some_and(|passed| key.starts_with(&**passed))
            {
                continue;
            }
            if is_folder {
                if self.folder(key)?.is_break() {
                    return Ok(ControlFlow::Break(()));
                }
                continue;
            }
            match (self.visit)(key)? {
                Next::Key => {}
                Next::Behind(group) => {
                    let ends_folder = length >= group.len();
                    self.passed = Some(group);
                    if ends_folder {
                        break;
                    }
                }
                Next::End => return Ok(ControlFlow::Break(())),
            }
        }
        key.truncate(length);
        Ok(ControlFlow::Continue(()))
    }

    /// Position of the first name in a folder that is not wholly before the walk.
    fn start(&self, index: &Index, key: &str) -> usize {
        let prefix = self.prefix.strip_prefix(key).unwrap_or_default();
        let after = self.after.and_then(|after| after.strip_prefix(key));
        index.position(|name| {
            let holds = |bound: &str| name.ends_with('/') && bound.starts_with(name);
            (name < prefix && !holds(prefix))
                || after.is_some_and(|after| name <= after && !holds(after))
        })
    }
}

/// Folder of a prefix, empty or with its final `/`, and what follows.
fn divide(prefix: &str) -> (&str, &str) {
    let folder = prefix.rfind('/').map_or(0, |slash| slash + 1);
    prefix.split_at(folder)
}
