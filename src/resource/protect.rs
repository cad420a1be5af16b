//! Secrets and passwords of a record: what is encrypted or hashed before it is stored.

use std::borrow::Cow;

use serde_json::{Number, Value};

use super::{Context, Outcome};
use crate::Result;
use crate::codec::Codec;
use crate::crypto;
use crate::json::number_text;
use crate::schema::Slot;
use crate::schema::protected::{Protected, Step};
use crate::value::{Mapped, Output};

/// Protects the mapped value of a slot; `None` stores nothing, since an undefined secret is an absent
/// one. `stored` gives what the slot has now, if the record is there: cipher texts in it that come back
/// as they are stay so, since under another passphrase nobody could tell them from plain text.
///
/// # Errors
/// [`crate::Error::Crypto`].
pub fn protect<'a>(
    context: &Context<'_>,
    slot: &Slot,
    mapped: Mapped<'a>,
    stored: impl FnOnce() -> Option<Mapped<'a>>,
) -> Result<Outcome<Option<Mapped<'a>>>> {
    let is_protected = slot.codec.is_secret() || slot.codec.is_password();
    match mapped {
        Mapped::Undefined if is_protected => Ok(Outcome::Done(None)),
        Mapped::Text(plain) if is_protected => {
            Ok(match protect_text(context, slot.codec, &plain)? {
                Outcome::Done(text) => Outcome::Done(Some(Mapped::Text(Cow::Owned(text)))),
                Outcome::Deferred => Outcome::Deferred,
            })
        }
        Mapped::Text(json) if !slot.protected.is_empty() => {
            protect_parts(context, slot, json, stored())
        }
        other => Ok(Outcome::Done(Some(other))),
    }
}

fn protect_text(context: &Context<'_>, codec: Codec, plain: &str) -> Result<Outcome<String>> {
    let security = &context.plan.security;
    let text = security.protect(codec, plain, context.keys, context.effort)?;
    Ok(text.map_or(Outcome::Deferred, Outcome::Done))
}

/// Protects the parts of a value that is stored as JSON. Any part but null is protected as the text
/// that it prints as.
fn protect_parts<'a>(
    context: &Context<'_>,
    slot: &Slot,
    json: Cow<'a, str>,
    stored: Option<Mapped<'_>>,
) -> Result<Outcome<Option<Mapped<'a>>>> {
    let Ok(mut value) = serde_json::from_str::<Value>(&json) else {
        return Ok(Outcome::Done(Some(Mapped::Text(json))));
    };
    let mut before = match stored {
        Some(Mapped::Text(text)) => serde_json::from_str(&text).unwrap_or(Value::Null),
        _ => Value::Null,
    };
    for Protected { steps, codec } in &slot.protected {
        let kept = cipher_texts(&mut before, steps, *codec)?;
        let mut change = |part: &mut Value| {
            let plain = match &*part {
                Value::Null => return Ok(Outcome::Done(())),
                Value::String(text) => text.clone(),
                Value::Number(number) => number_text(number),
                other => other.to_string(),
            };
            if kept.contains(&plain) {
                return Ok(Outcome::Done(()));
            }
            Ok(match protect_text(context, *codec, &plain)? {
                Outcome::Done(text) => {
                    *part = Value::String(text);
                    Outcome::Done(())
                }
                Outcome::Deferred => Outcome::Deferred,
            })
        };
        if visit(&mut value, steps, &mut change)? == Outcome::Deferred {
            return Ok(Outcome::Deferred);
        }
    }
    Ok(Outcome::Done(Some(Mapped::Text(Cow::Owned(
        value.to_string(),
    )))))
}

/// The texts at the end of `steps` that have the form of cipher texts.
fn cipher_texts(value: &mut Value, steps: &[Step], codec: Codec) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    let mut collect = |part: &mut Value| {
        if let Value::String(text) = part
            && codec.is_secret()
            && crypto::is_sealed(text)
        {
            texts.push(std::mem::take(text));
        }
        Ok(Outcome::Done(()))
    };
    visit(value, steps, &mut collect)?;
    Ok(texts)
}

/// Reads the protected parts of JSON text, or answers `None` when that takes more effort. Passwords
/// stay hashes; a text that is no JSON stays as it is.
#[must_use]
pub fn reveal_parts(context: &Context<'_>, slot: &Slot, json: &str) -> Option<String> {
    let Ok(mut value) = serde_json::from_str::<Value>(json) else {
        return Some(json.to_owned());
    };
    let security = &context.plan.security;
    for Protected { steps, codec } in slot.protected.iter().filter(|part| part.codec.is_secret()) {
        let mut change = |part: &mut Value| {
            let Value::String(stored) = part else {
                return Ok(Outcome::Done(()));
            };
            Ok(
                match security.reveal(stored, context.keys, context.effort) {
                    Some(plain) => {
                        *part = restore(*codec, plain);
                        Outcome::Done(())
                    }
                    None => Outcome::Deferred,
                },
            )
        };
        match visit(&mut value, steps, &mut change) {
            Ok(Outcome::Done(())) => {}
            Ok(Outcome::Deferred) | Err(_) => return None,
        }
    }
    Some(value.to_string())
}

/// JSON as its caller may see it again, given what was stored of it: hashes in place of passwords. `None`
/// where nothing in it is a password.
#[must_use]
pub fn show_hashes(slot: &Slot, given: &str, stored: &str) -> Option<String> {
    let mut hashed = slot
        .protected
        .iter()
        .filter(|part| part.codec.is_password());
    let first = hashed.next()?;
    let (mut given, stored) = (
        serde_json::from_str(given).ok()?,
        serde_json::from_str(stored).ok()?,
    );
    for Protected { steps, .. } in std::iter::once(first).chain(hashed) {
        copy_part(&mut given, &stored, steps);
    }
    Some(given.to_string())
}

/// Copies the parts at the end of `steps` from one value to another of the same shape.
fn copy_part(to: &mut Value, from: &Value, steps: &[Step]) {
    let Some((step, rest)) = steps.split_first() else {
        to.clone_from(from);
        return;
    };
    match (step, to, from) {
        (Step::Member(name), Value::Object(to), Value::Object(from)) => {
            if let (Some(to), Some(from)) = (to.get_mut(&**name), from.get(&**name)) {
                copy_part(to, from, rest);
            }
        }
        (Step::Each, Value::Array(to), Value::Array(from)) => {
            for (to, from) in to.iter_mut().zip(from) {
                copy_part(to, from, rest);
            }
        }
        (Step::Each, Value::Object(to), Value::Object(from)) => {
            for (to, from) in to.values_mut().zip(from.values()) {
                copy_part(to, from, rest);
            }
        }
        _ => {}
    }
}

fn restore(codec: Codec, plain: String) -> Value {
    match codec.decode(Mapped::Text(Cow::Borrowed(&plain))) {
        Output::Number(number) => {
            Number::from_f64(number).map_or(Value::String(plain), Value::Number)
        }
        _ => Value::String(plain),
    }
}

/// Changes the parts at the end of `steps`.
fn visit(
    value: &mut Value,
    steps: &[Step],
    change: &mut impl FnMut(&mut Value) -> Result<Outcome<()>>,
) -> Result<Outcome<()>> {
    let Some((step, rest)) = steps.split_first() else {
        return change(value);
    };
    let parts: Vec<&mut Value> = match (step, value) {
        (Step::Member(name), Value::Object(members)) => {
            members.get_mut(&**name).into_iter().collect()
        }
        (Step::Each, Value::Array(items)) => items.iter_mut().collect(),
        (Step::Each, Value::Object(members)) => members.values_mut().collect(),
        _ => Vec::new(),
    };
    for part in parts {
        if visit(part, rest, change)? == Outcome::Deferred {
            return Ok(Outcome::Deferred);
        }
    }
    Ok(Outcome::Done(()))
}
