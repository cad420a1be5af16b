//! Behaviors: which part of a record goes to the metadata of its object, which to the body.
//!
//! Five pure functions from mapped fields to a [`WritePlan`]. What fits by both counts, mapped and
//! encoded, is laid out as s3db.js does it.

mod body;
mod body_only;
mod body_overflow;
pub mod calculator;
mod enforce_limits;
pub mod record;
pub mod size;
mod truncate_data;
mod user_managed;

use crate::error::{Error, Result};
use crate::value::Mapped;

pub use record::{
    Context, DEFAULT_ENCODED_LIMIT, DEFAULT_LIMIT, Exceeds, Field, Form, Limits, WritePlan,
};
pub use size::Sizes;

/// What happens to a record that metadata has no room for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Behavior {
    /// All of it goes to the body, and an event tells.
    #[default]
    UserManaged,
    /// It is refused.
    EnforceLimits,
    /// It is cut until it fits.
    TruncateData,
    /// Its largest fields go to the body.
    BodyOverflow,
    /// Every record goes to the body, of any size.
    BodyOnly,
}

/// Fields as one JSON object, each under its key; `undefined` is left out.
#[must_use]
pub fn mapped_text(fields: &[Field<'_>]) -> String {
    body::body_text(&fields.iter().collect::<Vec<_>>(), None)
}

impl Behavior {
    /// All behaviors.
    pub const ALL: [Self; 5] = [
        Self::UserManaged,
        Self::EnforceLimits,
        Self::TruncateData,
        Self::BodyOverflow,
        Self::BodyOnly,
    ];

    /// The behavior of a name, as resources are configured with.
    ///
    /// # Errors
    /// [`Error::UnknownBehavior`] for any other name.
    pub fn parse(name: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|behavior| behavior.name() == name)
            .ok_or_else(|| Error::UnknownBehavior {
                name: name.to_owned(),
            })
    }

    /// The public name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::UserManaged => "user-managed",
            Self::EnforceLimits => "enforce-limits",
            Self::TruncateData => "truncate-data",
            Self::BodyOverflow => "body-overflow",
            Self::BodyOnly => "body-only",
        }
    }

    /// Lays out a record: its fields without `_v` and `id`, each key once. `encoded_len` gives the
    /// bytes of a value after metadata encoding, at most three times those before plus nine.
    ///
    /// # Errors
    /// [`Error::MetadataTooLarge`] from `enforce-limits`, and from `truncate-data` when what may
    /// not be cut is too large already.
    pub fn plan<'a>(
        self,
        fields: Vec<Field<'a>>,
        context: &Context<'a>,
        encoded_len: impl Fn(&Mapped<'_>) -> usize,
    ) -> Result<WritePlan<'a>> {
        match self {
            Self::UserManaged => Ok(user_managed::plan(fields, context, encoded_len)),
            Self::EnforceLimits => enforce_limits::plan(fields, context, encoded_len),
            Self::TruncateData => truncate_data::plan(fields, context, encoded_len),
            Self::BodyOverflow => Ok(body_overflow::plan(fields, context, encoded_len)),
            Self::BodyOnly => Ok(body_only::plan(&fields, context, encoded_len)),
        }
    }
}
