//! The handle that carries a loaded record from `load` to `commit` or `delete`.

use std::sync::{Arc, Mutex, PoisonError};

use napi_derive::napi;

use crate::resource::{Moves, Preimage};
use crate::{Error, Result};

/// What `load` read, until it is written or deleted. Where a hook throws in between, garbage collection
/// frees it.
#[napi]
#[derive(Default)]
pub struct PreimageHandle {
    place: Arc<Mutex<Option<Preimage>>>,
    moves: Arc<Mutex<Moves>>,
}

/// Where a write puts the references that it leaves for later.
#[derive(Clone)]
pub struct MovesPlace(Arc<Mutex<Moves>>);

impl MovesPlace {
    /// Keeps references.
    pub fn set(&self, moves: Moves) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = moves;
    }
}

/// Where a load puts its record.
#[derive(Clone)]
pub struct PreimagePlace(Arc<Mutex<Option<Preimage>>>);

impl PreimagePlace {
    /// Keeps a record.
    pub fn set(&self, preimage: Preimage) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(preimage);
    }
}

impl PreimageHandle {
    /// Where a load puts its record.
    #[must_use]
    pub fn place(&self) -> PreimagePlace {
        PreimagePlace(Arc::clone(&self.place))
    }

    /// Where a write puts the references that it leaves for later.
    #[must_use]
    pub fn moves_place(&self) -> MovesPlace {
        MovesPlace(Arc::clone(&self.moves))
    }

    /// Takes out the references that the write has left for later.
    #[must_use]
    pub fn take_moves(&self) -> Moves {
        std::mem::take(&mut *self.moves.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes the record out, for an operation that uses it up.
    ///
    /// # Errors
    /// [`Error::Internal`] when nothing was loaded.
    pub fn take(&self) -> Result<Preimage> {
        let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        place.take().ok_or_else(|| Error::Internal {
            reason: "nothing was loaded".to_owned(),
        })
    }
}

#[napi]
impl PreimageHandle {
    /// A handle without a record.
    #[napi(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}
