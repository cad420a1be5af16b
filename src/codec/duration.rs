//! Durations: base 62 of the milliseconds, read back as ISO 8601 (`PT1H30M`).
//!
//! s3db.js takes every stored text that begins with `P` for ISO text, also a base 62 number. Such
//! durations are therefore written as ISO text, which reads the same everywhere.

use super::{base62, double};

/// Milliseconds of the units, the longest first.
const UNITS: [(char, i64); 4] = [
    ('D', 86_400_000),
    ('H', 3_600_000),
    ('M', 60_000),
    ('S', 1000),
];

/// Stored text of a duration in milliseconds, `None` when it is negative or beyond 2⁵³.
#[must_use]
pub fn encode(milliseconds: i64) -> Option<String> {
    if !(0..=double::MAX_EXACT).contains(&milliseconds) {
        return None;
    }
    let stored = base62::encode_integer(milliseconds);
    Some(if stored.starts_with('P') {
        format(milliseconds)
    } else {
        stored
    })
}

/// ISO text of a stored duration; `None` when it is no number or already ISO text.
#[must_use]
pub fn decode(stored: &str) -> Option<String> {
    let is_number = !is_iso(stored) && !stored.starts_with('-');
    if is_number {
        base62::parse_integer(stored).map(format)
    } else {
        None
    }
}

/// Milliseconds of an ISO text in days, hours, minutes and seconds, or of a text such as
/// `1d 2h 30m 5s 10ms`.
#[must_use]
pub fn parse(text: &str) -> Option<i64> {
    parse_iso(text).or_else(|| parse_units(text))
}

/// ISO 8601 text of a duration in milliseconds.
#[must_use]
pub fn format(milliseconds: i64) -> String {
    let mut rest = milliseconds;
    let [days, hours, minutes, seconds] = UNITS.map(|(unit, length)| {
        let count = rest / length;
        rest %= length;
        if count > 0 {
            format!("{count}{unit}")
        } else {
            String::new()
        }
    });
    let seconds = match rest {
        0 => seconds,
        _ => format!("{}.{rest:03}S", milliseconds / 1000 % 60),
    };
    let time = [hours, minutes, seconds].concat();
    match (days.is_empty(), time.is_empty()) {
        (true, true) => "PT0S".to_owned(),
        (false, true) => format!("P{days}"),
        _ => format!("P{days}T{time}"),
    }
}

/// Whether the text is an ISO 8601 duration, years, months and weeks included.
fn is_iso(text: &str) -> bool {
    let Some(body) = text.strip_prefix('P') else {
        return false;
    };
    let (date, time) = match body.split_once('T') {
        Some((_, "")) => return false,
        Some((date, time)) => (date, time),
        None => (body, ""),
    };
    let parts = components(date, "YMWD").zip(components(time, "HMS"));
    parts.is_some_and(|(date, time)| !date.is_empty() || !time.is_empty())
}

fn parse_iso(text: &str) -> Option<i64> {
    if !is_iso(text) {
        return None;
    }
    let (date, time) = text
        .strip_prefix('P')?
        .split_once('T')
        .unwrap_or((text.get(1..)?, ""));
    let mut parts = components(date, "D")?;
    parts.extend(components(time, "HMS")?);
    parts.into_iter().try_fold(0_i64, |total, (count, unit)| {
        let (_, length) = UNITS.into_iter().find(|(known, _)| *known == unit)?;
        total.checked_add(scale(count, length)?)
    })
}

/// Counts and units of one half of an ISO text; units must come in the order given.
fn components<'a>(text: &'a str, units: &str) -> Option<Vec<(&'a str, char)>> {
    let mut found = Vec::new();
    let mut units = units.chars();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|character: char| !is_count(character))?;
        let (count, tail) = rest.split_at_checked(end)?;
        let unit = tail.chars().next()?;
        let is_known = !count.is_empty() && units.by_ref().any(|known| known == unit);
        if !is_known {
            return None;
        }
        found.push((count, unit));
        rest = tail.get(unit.len_utf8()..)?;
    }
    Some(found)
}

fn parse_units(text: &str) -> Option<i64> {
    const NAMES: [(&str, i64); 5] = [
        ("ms", 1),
        ("d", 86_400_000),
        ("h", 3_600_000),
        ("m", 60_000),
        ("s", 1000),
    ];
    let mut total = 0_i64;
    let mut rest = text.trim();
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let end = rest.find(|character: char| !is_count(character))?;
        let (count, tail) = rest.split_at_checked(end)?;
        let (name, length) = NAMES.into_iter().find(|(name, _)| tail.starts_with(name))?;
        total = total.checked_add(scale(count, length)?)?;
        rest = tail.strip_prefix(name)?.trim_start();
    }
    Some(total)
}

/// A count with up to three decimal places, times a length.
fn scale(count: &str, length: i64) -> Option<i64> {
    let (whole, fraction) = count.split_once('.').unwrap_or((count, "0"));
    let thousandths: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    let whole: i64 = whole.parse().ok()?;
    whole
        .checked_mul(length)?
        .checked_add(thousandths.checked_mul(length)? / 1000)
}

fn is_count(character: char) -> bool {
    character.is_ascii_digit() || character == '.'
}
