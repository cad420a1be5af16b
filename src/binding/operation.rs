//! Operations as values: a call of the border with its arguments, runnable on any store.

use super::preimage::{MovesPlace, PreimagePlace};
use super::text::Text;
use crate::Result;
use crate::frame::Reply;
use crate::resource::{
    self, Commit, Content, Context, Equals, Moves, Outcome, Plan, Preimage, Range, Repair, Walk,
};
use crate::store::{Condition, Object, ObjectStore};

/// Bytes that are hashed and copied within some microseconds.
const LIGHT: usize = 16 * 1024;

/// An operation that answers with a reply.
pub enum Operation {
    /// See [`resource::insert`].
    Insert {
        id: Option<Text>,
        frame: Text,
        content: Option<OwnedContent>,
    },
    /// See [`resource::replace`].
    Replace {
        id: Text,
        frame: Text,
        known: Option<(Preimage, Text)>,
        later: Option<MovesPlace>,
    },
    /// See [`resource::get`].
    Get { id: Text },
    /// See [`resource::write_object`].
    Decode { id: Text, object: Object },
    /// See [`resource::map`].
    Map { frame: Text },
    /// See [`resource::exists`]; the reply is a boolean.
    Exists { id: Text },
    /// See [`resource::load`].
    Load { id: Text, place: PreimagePlace },
    /// See [`resource::commit`].
    Commit {
        preimage: Preimage,
        frame: Text,
        old_dates: Text,
        if_match: Option<IfMatch>,
        later: Option<MovesPlace>,
    },
    /// See [`resource::create_historical`].
    CreateHistorical {
        id: Text,
        frame: Text,
        version: Text,
    },
    /// See [`resource::move_references`].
    MoveReferences { moves: Moves },
    /// See [`resource::take`].
    Take { id: Text, wants_record: bool },
    /// See [`resource::take_many`].
    TakeMany {
        ids: Vec<String>,
        wants_records: bool,
    },
    /// See [`resource::delete`].
    Delete { preimage: Preimage, old_dates: Text },
    /// See [`resource::get_many`].
    GetMany { ids: Vec<String> },
    /// See [`resource::scan`].
    Scan {
        walk: WalkArguments,
        range: RangeArguments,
        filter: Text,
    },
    /// See [`resource::list_ids`].
    ListIds {
        walk: WalkArguments,
        range: RangeArguments,
    },
    /// See [`resource::list_keys`].
    ListKeys {
        walk: WalkArguments,
        range: RangeArguments,
    },
    /// See [`resource::index`].
    Index {
        ids: Vec<String>,
        dates: Vec<String>,
        dry_run: bool,
    },
    /// See [`resource::prune`].
    Prune {
        keys: Vec<String>,
        dates: Vec<String>,
        dry_run: bool,
    },
    /// See [`Walk::count`]; the reply is a number.
    Count { walk: WalkArguments },
    /// See [`resource::is_referenced`]; the reply is a boolean.
    IsReferenced { walk: WalkArguments, id: Text },
    /// See [`resource::content`].
    Content { id: Text },
    /// See [`resource::has_content`]; the reply is a boolean.
    HasContent { id: Text },
    /// See [`resource::set_content`].
    SetContent {
        preimage: Preimage,
        content: OwnedContent,
    },
    /// See [`resource::delete_content`]; the reply is empty.
    DeleteContent { id: Text },
}

/// What a commit asks of the record that was loaded.
pub struct IfMatch {
    /// Its tag.
    pub tag: Text,
    /// Whether it was loaded just now.
    pub is_recent: bool,
}

/// Content with bytes of its own.
pub struct OwnedContent {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Media type.
    pub media_type: String,
}

impl OwnedContent {
    fn as_content(&self) -> Content<'_> {
        Content {
            bytes: &self.bytes,
            media_type: &self.media_type,
        }
    }
}

/// Which keys an operation walks.
pub struct WalkArguments {
    /// A partition, or all records.
    pub partition: Option<String>,
    /// Field, value, field, value …
    pub values: Vec<String>,
}

/// Which of them are wanted.
pub struct RangeArguments {
    /// Key after which the walk begins.
    pub after: Option<String>,
    /// Keys to pass over first.
    pub skip: u32,
    /// Most records or ids.
    pub limit: u32,
}

impl WalkArguments {
    fn walk(&self, plan: &Plan) -> Result<Walk> {
        let Some(partition) = &self.partition else {
            return Ok(Walk::records(plan));
        };
        let pairs = self.values.chunks_exact(2).filter_map(|pair| match pair {
            [field, value] => Some((field.as_str(), value.as_str())),
            _ => None,
        });
        Walk::partition(plan, partition, &pairs.collect::<Vec<_>>())
    }
}

impl RangeArguments {
    fn range<'a>(&'a self, filter: &'a [Equals<'a>]) -> Range<'a> {
        Range {
            after: self.after.as_deref(),
            skip: self.skip as usize,
            limit: self.limit as usize,
            filter,
        }
    }
}

impl Operation {
    /// Whether the operation asks its store for one object and for nothing else.
    #[must_use]
    pub fn reads_one_object(&self) -> bool {
        matches!(
            self,
            Self::Get { .. } | Self::Exists { .. } | Self::Load { .. } | Self::HasContent { .. }
        )
    }

    /// Whether the operation is about one record, and what it does before it waits takes no time to speak
    /// of.
    #[must_use]
    pub fn is_light(&self) -> bool {
        let size = match self {
            Self::Get { .. } | Self::Exists { .. } | Self::Load { .. } => 0,
            Self::Insert {
                frame,
                content: None,
                ..
            }
            | Self::Replace { frame, .. } => frame.len(),
            Self::Commit {
                frame, preimage, ..
            } => frame.len() + preimage.body_size(),
            _ => return false,
        };
        size <= LIGHT
    }

    /// Runs the operation.
    ///
    /// # Errors
    /// The operation's.
    #[allow(clippy::too_many_lines, reason = "an arm for each operation")]
    pub async fn run<S: ObjectStore>(
        &self,
        store: &S,
        context: &Context<'_>,
        reply: &mut Reply,
    ) -> Result<Outcome<()>> {
        let plan = context.plan;
        match self {
            Self::Insert { id, frame, content } => {
                let content = content.as_ref().map(OwnedContent::as_content);
                resource::insert(store, context, id.as_deref(), frame, content, reply).await
            }
            Self::Replace {
                id,
                frame,
                known,
                later,
            } => {
                let known = known.as_ref().map(|(preimage, dates)| (preimage, &**dates));
                let moves = resource::replace(store, context, id, frame, known, reply).await?;
                Ok(left_for_later(moves, later.as_ref()))
            }
            Self::Get { id } => resource::get(store, context, id, reply).await,
            Self::Decode { id, object } => resource::write_object(context, id, object, reply),
            Self::Map { frame } => resource::map(context, frame, reply),
            Self::Exists { id } => {
                reply.boolean(resource::exists(store, plan, id).await?);
                Ok(Outcome::Done(()))
            }
            Self::Load { id, place } => {
                match resource::load(store, context, id, reply).await? {
                    Outcome::Done(preimage) => place.set(preimage),
                    Outcome::Deferred => return Ok(Outcome::Deferred),
                }
                Ok(Outcome::Done(()))
            }
            Self::Commit {
                preimage,
                frame,
                old_dates,
                if_match,
                later,
            } => {
                let commit = Commit {
                    frame,
                    old_dates,
                    condition: if_match
                        .as_ref()
                        .map_or(Condition::None, |given| Condition::Matches(&given.tag)),
                    is_recent: if_match.as_ref().is_some_and(|given| given.is_recent),
                };
                let moves = resource::commit(store, context, preimage, commit, reply).await?;
                Ok(left_for_later(moves, later.as_ref()))
            }
            Self::CreateHistorical { id, frame, version } => {
                resource::create_historical(store, context, id, frame, version, reply).await
            }
            Self::MoveReferences { moves } => {
                resource::move_references(store, plan, moves, reply).await;
                Ok(Outcome::Done(()))
            }
            Self::Take { id, wants_record } => {
                resource::take(store, context, id, *wants_record, reply).await
            }
            Self::TakeMany { ids, wants_records } => {
                resource::take_many(store, context, ids, *wants_records, reply).await
            }
            Self::Delete {
                preimage,
                old_dates,
            } => resource::delete(store, context, preimage, old_dates, reply).await,
            Self::GetMany { ids } => resource::get_many(store, context, ids, reply).await,
            Self::Scan {
                walk,
                range,
                filter,
            } => {
                let filter = Equals::parse(plan, filter)?;
                let range = range.range(&filter);
                resource::scan(store, context, &walk.walk(plan)?, range, reply).await
            }
            Self::ListIds { walk, range } => {
                resource::list_ids(store, &walk.walk(plan)?, range.range(&[]), reply).await?;
                Ok(Outcome::Done(()))
            }
            Self::ListKeys { walk, range } => {
                resource::list_keys(store, &walk.walk(plan)?, range.range(&[]), reply).await?;
                Ok(Outcome::Done(()))
            }
            Self::Index {
                ids,
                dates,
                dry_run,
            } => {
                let repair = resource::index(store, context, ids, dates, *dry_run).await?;
                Ok(repaired(repair, reply))
            }
            Self::Prune {
                keys,
                dates,
                dry_run,
            } => {
                let repair = resource::prune(store, context, keys, dates, *dry_run).await?;
                Ok(repaired(repair, reply))
            }
            Self::Count { walk } => {
                reply.count(walk.walk(plan)?.count(store).await? as u64);
                Ok(Outcome::Done(()))
            }
            Self::IsReferenced { walk, id } => {
                let found = resource::is_referenced(store, &walk.walk(plan)?, id).await?;
                reply.boolean(found);
                Ok(Outcome::Done(()))
            }
            Self::Content { id } => resource::content(store, plan, id, reply)
                .await
                .map(Outcome::Done),
            Self::HasContent { id } => {
                reply.boolean(resource::has_content(store, plan, id).await?);
                Ok(Outcome::Done(()))
            }
            Self::SetContent { preimage, content } => {
                let content = content.as_content();
                resource::set_content(store, plan, preimage, content, reply)
                    .await
                    .map(Outcome::Done)
            }
            Self::DeleteContent { id } => resource::delete_content(store, plan, id)
                .await
                .map(Outcome::Done),
        }
    }
}

fn left_for_later(moves: Outcome<Moves>, place: Option<&MovesPlace>) -> Outcome<()> {
    match (moves, place) {
        (Outcome::Deferred, _) => return Outcome::Deferred,
        (Outcome::Done(moves), Some(place)) => place.set(moves),
        (Outcome::Done(_), None) => {}
    }
    Outcome::Done(())
}

fn repaired(repair: Outcome<Repair>, reply: &mut Reply) -> Outcome<()> {
    match repair {
        Outcome::Done(repair) => {
            repair.write(reply);
            Outcome::Done(())
        }
        Outcome::Deferred => Outcome::Deferred,
    }
}
