//! Strings from JavaScript, copied once into a buffer that is used again.

use std::cell::RefCell;
use std::ops::Deref;

use napi::bindgen_prelude::{FromNapiValue, TypeName, ValidateNapiValue};
use napi::{Status, ValueType, check_status, sys};

use crate::{Error, Result};

/// Room for the frame of a usual record, so that most strings are read with one call.
const ROOM: usize = 4096;

/// Buffers that a thread keeps: no call has more strings that are likely to be long.
const SPARES: usize = 4;

/// Most bytes of a buffer that is kept.
const KEPT: usize = 1024 * 1024;

thread_local! {
    static SPARE: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// A string argument.
///
/// Lone surrogates arrive as U+FFFD; the shim refuses them before they get here.
pub struct Text {
    text: String,
}

impl Text {
    /// A copy of bytes that are UTF-8.
    ///
    /// # Errors
    /// They are not.
    pub fn copy_of(bytes: &[u8]) -> Result<Self> {
        let text = simdutf8::basic::from_utf8(bytes).map_err(|error| Error::Internal {
            reason: format!("frame: {error}"),
        })?;
        let mut copy = spare();
        copy.push_str(text);
        Ok(Self { text: copy })
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        // A thread that is ending has no spare buffers to keep.
        let _ = SPARE.try_with(|spare| {
            let mut spare = spare.borrow_mut();
            if spare.len() < SPARES && self.text.capacity() <= KEPT {
                spare.push(std::mem::take(&mut self.text));
            }
        });
    }
}

impl TypeName for Text {
    fn type_name() -> &'static str {
        "String"
    }

    fn value_type() -> ValueType {
        ValueType::String
    }
}

impl ValidateNapiValue for Text {}

impl FromNapiValue for Text {
    #[allow(unsafe_code, reason = "napi's C interface")]
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        let mut bytes = spare().into_bytes();
        bytes.reserve(ROOM);
        // SAFETY: `env` and `value` are valid for this call, as the caller promises.
        let mut length = unsafe { read(env, value, &mut bytes) }?;
        if length + 4 >= bytes.capacity() {
            // SAFETY: as above; a null buffer asks for the length.
            unsafe {
                check_status!(sys::napi_get_value_string_utf8(
                    env,
                    value,
                    std::ptr::null_mut(),
                    0,
                    &raw mut length
                ))?;
            }
            bytes.reserve(length + 1);
            // SAFETY: as above.
            length = unsafe { read(env, value, &mut bytes) }?;
        }
        // SAFETY: `read` has initialised `length` bytes, which is less than the capacity.
        unsafe { bytes.set_len(length) };
        let text = String::from_utf8(bytes).map_err(|error| {
            napi::Error::new(Status::InvalidArg, format!("a string is expected: {error}"))
        })?;
        Ok(Self { text })
    }
}

/// An empty buffer.
fn spare() -> String {
    let spare = SPARE.try_with(|spare| spare.borrow_mut().pop());
    let mut spare = spare.ok().flatten().unwrap_or_default();
    spare.clear();
    spare
}

/// Copies the string into the room of `bytes` and answers how many bytes fitted.
///
/// # Safety
/// `env` and `value` must be valid.
#[allow(unsafe_code, reason = "napi's C interface")]
unsafe fn read(
    env: sys::napi_env,
    value: sys::napi_value,
    bytes: &mut Vec<u8>,
) -> napi::Result<usize> {
    let mut length = 0;
    // SAFETY: the capacity belongs to `bytes`, and napi writes at most that much with a final NUL.
    let status = unsafe {
        sys::napi_get_value_string_utf8(
            env,
            value,
            bytes.as_mut_ptr().cast(),
            bytes.capacity(),
            &raw mut length,
        )
    };
    check_status!(status, "a string is expected")?;
    Ok(length)
}
