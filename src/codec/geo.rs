//! Coordinates: `~` and base 62 of the degrees above the lowest, times a power of ten.
//!
//! `~4uOxO` is latitude −23.55052 with six decimal places: (−23.55052 + 90) · 10⁶. A point is a
//! latitude and a longitude. Reading subtracts in binary, which leaves its noise in the last
//! digits, as in s3db.js.

use serde_json::Value;

use super::{base62, double, fixed_point};

const MARK: char = '~';

/// A kind of coordinate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// −90 to 90 degrees.
    Latitude,
    /// −180 to 180 degrees.
    Longitude,
}

impl Axis {
    fn limit(self) -> f64 {
        match self {
            Self::Latitude => 90.0,
            Self::Longitude => 180.0,
        }
    }
}

/// Stored text of a coordinate, `None` out of its range.
#[must_use]
pub fn encode(axis: Axis, degrees: f64, places: u8) -> Option<String> {
    let limit = axis.limit();
    let is_valid = (-limit..=limit).contains(&degrees);
    is_valid.then(|| {
        format!(
            "{MARK}{}",
            fixed_point::encode_bare(degrees + limit, places)
        )
    })
}

/// Degrees of a stored text, `None` when it is no coordinate.
#[must_use]
pub fn decode(axis: Axis, stored: &str, places: u8) -> Option<f64> {
    let above = base62::parse(stored.strip_prefix(MARK)?)?;
    Some(above / fixed_point::scale(places) - axis.limit())
}

/// Stored text of a point: JSON of `{lat, lon}`, `{latitude, longitude}` or `[lat, lon]`.
#[must_use]
pub fn encode_point(json: &str, places: u8) -> Option<String> {
    let point: Value = serde_json::from_str(json).ok()?;
    let (latitude, longitude) = match &point {
        Value::Array(pair) => match pair.as_slice() {
            [latitude, longitude] => (latitude, longitude),
            _ => return None,
        },
        _ => match (point.get("lat"), point.get("lon")) {
            (Some(latitude), Some(longitude)) => (latitude, longitude),
            _ => (point.get("latitude")?, point.get("longitude")?),
        },
    };
    let latitude = encode(Axis::Latitude, latitude.as_f64()?, places)?;
    let longitude = encode(Axis::Longitude, longitude.as_f64()?, places)?;
    Some(latitude + &longitude)
}

/// JSON of `{latitude, longitude}` of a stored point, `None` when it is none or JSON cannot hold it.
#[must_use]
pub fn decode_point(stored: &str, places: u8) -> Option<String> {
    let (latitude, longitude) = stored.split_at_checked(stored.rfind(MARK)?)?;
    let latitude = print(decode(Axis::Latitude, latitude, places)?)?;
    let longitude = print(decode(Axis::Longitude, longitude, places)?)?;
    Some(format!(
        "{{\"latitude\":{latitude},\"longitude\":{longitude}}}"
    ))
}

fn print(degrees: f64) -> Option<String> {
    degrees.is_finite().then(|| double::print(degrees))
}
