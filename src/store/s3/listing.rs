//! Listing keys.

use aws_sdk_s3::operation::list_objects_v2::ListObjectsV2Output;
use aws_sdk_s3::types::EncodingType;

use super::S3Store;
use super::failure::{self, Failure};
use super::read::{milliseconds, quoted};
use crate::Result;
use crate::codec::percent;
use crate::store::{Entry, List, Page};

/// Most keys of a page that a service gives.
const MOST: usize = 1000;

/// Follows every key of a group that anybody uses.
const LAST_CHARACTER: char = '\u{10ffff}';

impl S3Store {
    /// Lists a page, in as many requests as it takes.
    ///
    /// # Errors
    /// What the service says, and that it gives the same keys again.
    pub(super) async fn list_page(&self, request: List<'_>) -> Result<Page> {
        let limit = request.limit.unwrap_or(usize::MAX);
        let start = request.after.map(|after| start_after(&request, after));
        let mut page = Page::default();
        let mut token = None::<String>;
        let mut reached = request.after.map(str::to_owned);
        loop {
            let count = page.entries.len() + page.common_prefixes.len();
            let left = limit - count;
            if left == 0 {
                break;
            }
            let start = start.as_deref().filter(|_| token.is_none());
            let answer = self.list_once(request, start, token.as_deref(), left.min(MOST));
            let answer = answer.await?;
            let is_encoded = answer.encoding_type() == Some(&EncodingType::Url);
            let text = |encoded: &str| {
                if is_encoded {
                    decoded(encoded)
                } else {
                    encoded.to_owned()
                }
            };
            let entries = answer.contents().iter().map(|object| Entry {
                key: text(object.key().unwrap_or_default()),
                size: u64::try_from(object.size().unwrap_or_default()).unwrap_or_default(),
                etag: quoted(object.e_tag().unwrap_or_default()),
                last_modified: milliseconds(object.last_modified()),
            });
            page.entries.extend(entries);
            let groups = answer.common_prefixes().iter();
            let groups = groups.filter_map(|group| group.prefix()).map(text);
            let groups = groups.filter(|group| request.after != Some(group.as_str()));
            page.common_prefixes.extend(groups);
            let next = answer.next_continuation_token().map(str::to_owned);
            if answer.is_truncated() != Some(true) || next.is_none() {
                return Ok(page);
            }
            let is_empty = page.entries.len() + page.common_prefixes.len() == count;
            let last = if is_empty {
                reached.clone()
            } else {
                last_of(&page)
            };
            if (is_empty && next == token) || (!is_empty && last <= reached) {
                let reason = "the listing does not go on";
                return Err(failure::invalid_response(request.prefix, reason));
            }
            (token, reached) = (next, last);
        }
        page.next = last_of(&page);
        Ok(page)
    }

    async fn list_once(
        &self,
        request: List<'_>,
        start: Option<&str>,
        token: Option<&str>,
        limit: usize,
    ) -> Result<ListObjectsV2Output> {
        let delimiter = request.delimiter.filter(|delimiter| !delimiter.is_empty());
        let limit = i32::try_from(limit).unwrap_or(i32::MAX);
        let listed = self.requests.make(request.prefix, || async {
            let list = self.requests.client().list_objects_v2();
            let answer = list
                .bucket(self.requests.bucket())
                .prefix(request.prefix)
                .max_keys(limit)
                .encoding_type(EncodingType::Url)
                .set_delimiter(delimiter.map(str::to_owned))
                .set_start_after(start.map(str::to_owned))
                .set_continuation_token(token.map(str::to_owned))
                .send()
                .await;
            answer.map_err(|error| Failure::of(&error, request.prefix))
        });
        Ok(listed.await?)
    }
}

/// Where a listing begins: behind a key, or behind all keys of a group.
fn start_after(request: &List<'_>, after: &str) -> String {
    let mut start = after.to_owned();
    if request.group_of(after) == Some(after) {
        start.push(LAST_CHARACTER);
    }
    start
}

/// The last key or group of a page.
fn last_of(page: &Page) -> Option<String> {
    let key = page.entries.last().map(|entry| &entry.key);
    key.max(page.common_prefixes.last()).cloned()
}

/// A key as services write it into listings: percent-encoded, with `+` for a space.
fn decoded(encoded: &str) -> String {
    let spaced = encoded.replace('+', " ");
    percent::decode(&spaced).unwrap_or(spaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_listings_are_decoded() {
        assert_eq!(decoded("a+b%2Bc%20d/%C3%BC"), "a b+c d/ü");
        assert_eq!(decoded("100%"), "100%");
    }

    #[test]
    fn a_listing_goes_on_behind_a_whole_group() {
        let request = List {
            prefix: "p/",
            delimiter: Some("/"),
            ..List::default()
        };
        assert_eq!(start_after(&request, "p/a"), "p/a");
        assert_eq!(start_after(&request, "p/a/"), "p/a/\u{10ffff}");
    }
}
