//! Rule `generate`: values that are made up for absent secrets and passwords.

use crate::codec::Codec;

/// Characters of a password whose rules allow them.
const PASSWORD: usize = 16;
/// Characters of a secret whose rules allow them.
const SECRET: usize = 32;
/// Most characters that are made up, whatever the rules want.
const MOST: usize = 1024;

/// Characters of the value that is made up for an absent attribute with the rule `generate`: 16 for
/// a password and 32 for a secret, or the nearest number that the rules `length`, `min` and `max`
/// allow. `None` for attributes of other types.
#[must_use]
pub fn generated_length(codec: Codec, rule: impl Fn(&str) -> Option<usize>) -> Option<usize> {
    let standard = match codec {
        Codec::PasswordBcrypt | Codec::PasswordArgon2 => PASSWORD,
        Codec::Secret => SECRET,
        _ => return None,
    };
    let (min, max) = (rule("min").unwrap_or(0), rule("max").unwrap_or(MOST));
    let length = rule("length").unwrap_or_else(|| standard.max(min).min(max));
    Some(length.clamp(1, MOST))
}
