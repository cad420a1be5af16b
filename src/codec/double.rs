//! IEEE doubles as JavaScript sees them.

/// Largest integer up to which doubles hold every integer: 2⁵³.
pub const MAX_EXACT: i64 = 1 << 53;

/// A double as `String(n)` prints it.
#[must_use]
pub fn print(number: f64) -> String {
    ryu_js::Buffer::new().format(number).to_owned()
}

/// A double as `Math.round` rounds it: halves go towards +∞.
#[must_use]
pub fn round(number: f64) -> f64 {
    let floor = number.floor();
    if number - floor >= 0.5 {
        floor + 1.0
    } else {
        floor
    }
}

/// The double as an integer, `None` when it has a fraction or lies beyond ±2⁵³.
#[must_use]
#[allow(clippy::cast_possible_truncation, reason = "the range was checked")]
pub fn as_integer(number: f64) -> Option<i64> {
    let is_integer = number.fract() == 0.0 && number.abs() <= as_float(MAX_EXACT);
    is_integer.then_some(number as i64)
}

/// The double as an integer when it lies between 2⁵³ and 2⁶³, where not every integer is a double.
#[must_use]
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range was checked"
)]
pub fn as_sparse_integer(number: f64) -> Option<u64> {
    let range = as_float(MAX_EXACT)..as_float(i64::MAX);
    range.contains(&number).then_some(number as u64)
}

/// The double nearest to the integer.
#[must_use]
#[allow(
    clippy::cast_precision_loss,
    reason = "the nearest double is what is wanted"
)]
pub fn as_float(integer: i64) -> f64 {
    integer as f64
}
