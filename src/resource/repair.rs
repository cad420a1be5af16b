//! Repair: references are made to agree with their records.
//!
//! After a crash, or when a partition is added to a resource that has records, references may be
//! missing or dangling. [`index`] writes the missing ones of records, [`prune`] deletes the dangling
//! ones. Others may write meanwhile: a record that changed under a repair is named in the answer, and
//! is to be looked at once more.

use super::delete::write_failed;
use super::references::{self, FailedReference};
use super::update::{Preimage, references_of};
use super::{Context, Outcome};
use crate::frame::Reply;
use crate::store::ObjectStore;
use crate::{Error, Result, key};

/// What a repair found.
#[derive(Debug, Default, PartialEq)]
pub struct Repair {
    /// Keys of the references that were missing or dangling.
    pub keys: Vec<String>,
    /// Ids of records that were changed meanwhile.
    pub changed: Vec<String>,
    /// References that could not be repaired, and records that cannot be read.
    pub failed: Vec<FailedReference>,
}

impl Repair {
    /// Writes the repair: number of keys, keys, number of changed records, ids, number of failures,
    /// (key, error)*.
    pub fn write(&self, reply: &mut Reply) {
        for texts in [&self.keys, &self.changed] {
            reply.count(texts.len() as u64);
            for text in texts {
                reply.text(text);
            }
        }
        write_failed(reply, &self.failed);
    }
}

/// Writes the references that records lack; with `dry_run` only finds them. `dates` has, for each id,
/// the frame of the dates that only JavaScript can read; it is empty where the plan has no such field.
///
/// # Errors
/// [`Error::InvalidId`]; what else goes wrong is in the answer.
pub async fn index<S: ObjectStore>(
    store: &S,
    context: &Context<'_>,
    ids: &[String],
    dates: &[String],
    dry_run: bool,
) -> Result<Outcome<Repair>> {
    let mut repair = Repair::default();
    for (position, id) in ids.iter().enumerate() {
        let dates = dates.get(position).map_or("", String::as_str);
        let Some(state) = repair.state(store, context, id, dates).await? else {
            continue;
        };
        let State { preimage, keys } = match state {
            Outcome::Done(state) => state,
            Outcome::Deferred => return Ok(Outcome::Deferred),
        };
        let missing = repair.missing(store, keys).await;
        if missing.is_empty() {
            continue;
        }
        if !dry_run {
            let failed = references::put(store, context.plan, &missing).await;
            repair.failed.extend(failed);
            repair.compare(store, context, id, preimage).await?;
        }
        repair.keys.extend(missing);
    }
    Ok(Outcome::Done(repair))
}

/// Deletes those of the references that their records do not have; with `dry_run` only finds them.
/// `dates` has a frame for each key, as in [`index`].
///
/// # Errors
/// As [`index`].
pub async fn prune<S: ObjectStore>(
    store: &S,
    context: &Context<'_>,
    keys: &[String],
    dates: &[String],
    dry_run: bool,
) -> Result<Outcome<Repair>> {
    let mut repair = Repair::default();
    for (position, key) in keys.iter().enumerate() {
        let dates = dates.get(position).map_or("", String::as_str);
        let Some(id) = key::id_of(key) else {
            continue;
        };
        let Some(state) = repair.state(store, context, id, dates).await? else {
            continue;
        };
        let State { preimage, keys } = match state {
            Outcome::Done(state) => state,
            Outcome::Deferred => return Ok(Outcome::Deferred),
        };
        if keys.contains(key) {
            continue;
        }
        if !dry_run {
            let failed = references::delete(store, std::slice::from_ref(key)).await;
            repair.failed.extend(failed);
            repair.compare(store, context, id, preimage).await?;
        }
        repair.keys.push(key.clone());
    }
    Ok(Outcome::Done(repair))
}

/// A record, if there is one, and the references that it should have.
struct State {
    preimage: Option<Preimage>,
    keys: Vec<String>,
}

impl Repair {
    /// What is stored for an id; nothing where it cannot be read, which is noted.
    async fn state<S: ObjectStore>(
        &mut self,
        store: &S,
        context: &Context<'_>,
        id: &str,
        dates: &str,
    ) -> Result<Option<Outcome<State>>> {
        let key = context.plan.record_key(id)?;
        let read = match Preimage::read(store, context.plan, id).await {
            Ok(None) => {
                return Ok(Some(Outcome::Done(State {
                    preimage: None,
                    keys: Vec::new(),
                })));
            }
            Ok(Some(preimage)) => {
                references_of(context, &preimage, dates).map(|keys| (keys, preimage))
            }
            Err(error) => Err(error),
        };
        Ok(match read {
            Ok((Outcome::Deferred, _)) => Some(Outcome::Deferred),
            Ok((Outcome::Done(keys), preimage)) => Some(Outcome::Done(State {
                preimage: Some(preimage),
                keys,
            })),
            Err(error) => {
                self.failed.push(FailedReference { key, error });
                None
            }
        })
    }

    /// Those of the keys that have no object.
    async fn missing<S: ObjectStore>(&mut self, store: &S, keys: Vec<String>) -> Vec<String> {
        let mut missing = Vec::new();
        for key in keys {
            match store.head(&key).await {
                Ok(_) => {}
                Err(Error::NotFound { .. }) => missing.push(key),
                Err(error) => self.failed.push(FailedReference { key, error }),
            }
        }
        missing
    }

    /// Notes a record that is not what it was.
    async fn compare<S: ObjectStore>(
        &mut self,
        store: &S,
        context: &Context<'_>,
        id: &str,
        before: Option<Preimage>,
    ) -> Result<()> {
        let after = Preimage::read(store, context.plan, id).await?;
        let object = |preimage: Option<Preimage>| preimage.map(|preimage| preimage.object);
        if object(before) != object(after) && !self.changed.iter().any(|changed| changed == id) {
            self.changed.push(id.to_owned());
        }
        Ok(())
    }
}
