//! Dates: `datetime`, `dateonly`, `timeonly`, `date`.
//!
//! Stored forms: base 62 of the milliseconds since 1970 (`u1qrSLm`), of the days since 1970
//! (`58l`), of the milliseconds of the day (`343Ln`), and for `date` the ISO text. ISO texts are
//! those of ECMAScript: four digits for the years 0 to 9999, else a sign and six digits. Before
//! s3db.js 21.2 all were stored as ISO text; such a text is no base 62 number, so that decoding
//! leaves it as it is.

use super::{ascii, base62};

/// Range of a JavaScript date, in milliseconds on either side of 1970.
const RANGE: i64 = 8_640_000_000_000_000;
const DAY: i64 = 86_400_000;

/// Stored text of a `datetime`.
#[must_use]
pub fn encode_datetime(instant: i64) -> String {
    base62::encode_integer(instant)
}

/// ISO text of a stored `datetime`, `None` when it is no number in range.
#[must_use]
pub fn decode_datetime(stored: &str) -> Option<String> {
    format_instant(base62::parse_integer(stored)?)
}

/// Stored text of a `dateonly`: the UTC day of the instant.
#[must_use]
pub fn encode_day(instant: i64) -> String {
    base62::encode_integer(instant.div_euclid(DAY))
}

/// `YYYY-MM-DD` of a stored `dateonly`, `None` when it is no number in range.
#[must_use]
pub fn decode_day(stored: &str) -> Option<String> {
    let days = base62::parse_integer(stored)?;
    if days.abs() > RANGE / DAY {
        return None;
    }
    let mut text = String::with_capacity(13);
    push_day(&mut text, days);
    Some(text)
}

/// Stored text of a `timeonly`: the UTC time of day of the instant.
#[must_use]
pub fn encode_time(instant: i64) -> String {
    base62::encode_integer(instant.rem_euclid(DAY))
}

/// `HH:MM:SS.mmm` of a stored `timeonly`, `None` when it is no number within a day.
#[must_use]
pub fn decode_time(stored: &str) -> Option<String> {
    let time = base62::parse_integer(stored)?;
    if !(0..DAY).contains(&time) {
        return None;
    }
    let mut text = String::with_capacity(12);
    push_time(&mut text, time);
    Some(text)
}

/// Milliseconds since 1970 of an ISO text: a date, or a date and a time with `Z` or an offset.
/// `None` for any other text, a time without offset (which means local time) included.
#[must_use]
pub fn parse_instant(text: &str) -> Option<i64> {
    parse_printed(text).or_else(|| parse_any(text))
}

/// [`parse_instant`] of a text as `toISOString` prints it, of the years 0 to 9999. Days that not every
/// month has are left to the calendar.
fn parse_printed(text: &str) -> Option<i64> {
    const MARKS: [(usize, u8); 7] = [
        (4, b'-'),
        (7, b'-'),
        (10, b'T'),
        (13, b':'),
        (16, b':'),
        (19, b'.'),
        (23, b'Z'),
    ];
    let bytes: &[u8; 24] = text.as_bytes().try_into().ok()?;
    if MARKS.iter().any(|(at, mark)| bytes.get(*at) != Some(mark)) {
        return None;
    }
    let number = |at: usize, width: usize| {
        let digits = bytes.get(at..at + width)?;
        digits.iter().try_fold(0, |number, digit| {
            let is_digit = digit.is_ascii_digit();
            is_digit.then(|| number * 10 + i64::from(digit - b'0'))
        })
    };
    let (year, month, day) = (number(0, 4)?, number(5, 2)?, number(8, 2)?);
    let (hours, minutes, seconds) = (number(11, 2)?, number(14, 2)?, number(17, 2)?);
    let is_date = (1..=12).contains(&month) && (1..=28).contains(&day);
    if !is_date || hours > 23 || minutes > 59 || seconds > 59 {
        return None;
    }
    let time = ((hours * 60 + minutes) * 60 + seconds) * 1000 + number(20, 3)?;
    Some(days_from_civil(year, month, day) * DAY + time)
}

fn parse_any(text: &str) -> Option<i64> {
    let (date, time) = match text.bytes().position(|byte| byte == b'T') {
        Some(at) => (text.get(..at)?, text.get(at + 1..)),
        None => (text, None),
    };
    let midnight = parse_day(date)? * DAY;
    let instant = match time {
        Some(time) => midnight + parse_time_with_offset(time)?,
        None => midnight,
    };
    (instant.abs() <= RANGE).then_some(instant)
}

/// Milliseconds of the day of `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fff`.
#[must_use]
pub fn parse_time(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let hours = parse_digits(parts.next()?, 2).filter(|hours| *hours < 24)?;
    let minutes = parse_digits(parts.next()?, 2).filter(|minutes| *minutes < 60)?;
    let (seconds, fraction) = match parts.next() {
        Some(seconds) => seconds.split_once('.').unwrap_or((seconds, "0")),
        None => ("00", "0"),
    };
    let seconds = parse_digits(seconds, 2).filter(|seconds| *seconds < 60)?;
    let milliseconds = parse_fraction(fraction)?;
    let time = ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
    parts.next().is_none().then_some(time)
}

/// Text of an instant as `toISOString` prints it, `None` out of the range of JavaScript.
#[must_use]
pub fn format_instant(instant: i64) -> Option<String> {
    if instant.abs() > RANGE {
        return None;
    }
    let (days, time) = (instant.div_euclid(DAY), instant.rem_euclid(DAY));
    let date = civil_from_days(days);
    if (0..=9999).contains(&date.0) {
        let mut printed = *b"0000-00-00T00:00:00.000Z";
        put_date(&mut printed, date);
        put_time(&mut printed, 11, time);
        return Some(ascii(&printed).to_owned());
    }
    let mut text = String::with_capacity(27);
    push_day(&mut text, days);
    text.push('T');
    push_time(&mut text, time);
    text.push('Z');
    Some(text)
}

/// The text without the quotes that s3db.js writes around a `date`.
#[must_use]
pub fn unquote(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    (!inner.contains(['"', '\\'])).then_some(inner)
}

/// Days since 1970 of `YYYY-MM-DD` or `±YYYYYY-MM-DD`.
fn parse_day(text: &str) -> Option<i64> {
    let (sign, digits, width) = match text.as_bytes().first()? {
        b'+' => (1, text.strip_prefix('+')?, 6),
        b'-' => (-1, text.strip_prefix('-')?, 6),
        _ => (1, text, 4),
    };
    let mut parts = digits.split('-');
    let year = parse_digits(parts.next()?, width)?;
    let month = parse_digits(parts.next()?, 2).filter(|month| (1..=12).contains(month))?;
    let day = parse_digits(parts.next()?, 2)?;
    let is_minus_zero = sign < 0 && year == 0;
    if parts.next().is_some() || is_minus_zero {
        return None;
    }
    let days = days_from_civil(sign * year, month, day);
    (civil_from_days(days) == (sign * year, month, day)).then_some(days)
}

fn parse_time_with_offset(text: &str) -> Option<i64> {
    if let Some(time) = text.strip_suffix('Z') {
        return parse_time(time);
    }
    let (time, offset) = text.split_at_checked(text.rfind(['+', '-'])?)?;
    let distance = offset.strip_prefix(['+', '-']).and_then(parse_time)?;
    let offset = if offset.starts_with('-') {
        -distance
    } else {
        distance
    };
    Some(parse_time(time)? - offset)
}

fn parse_digits(text: &str, width: usize) -> Option<i64> {
    let is_number = text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

/// Milliseconds of the digits after a decimal point; further digits are cut off.
fn parse_fraction(digits: &str) -> Option<i64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let thousandths = digits.bytes().chain(*b"00").take(3);
    is_number.then(|| thousandths.fold(0, |value, digit| value * 10 + i64::from(digit - b'0')))
}

fn push_time(text: &mut String, time: i64) {
    let mut printed = *b"00:00:00.000";
    put_time(&mut printed, 0, time);
    text.push_str(ascii(&printed));
}

fn push_day(text: &mut String, days: i64) {
    let (year, month, day) = civil_from_days(days);
    if (0..=9999).contains(&year) {
        let mut printed = *b"0000-00-00";
        put_date(&mut printed, (year, month, day));
        text.push_str(ascii(&printed));
    } else {
        let mut printed = *b"000000-00-00";
        put(&mut printed, 0, 6, year.abs());
        put(&mut printed, 7, 2, month);
        put(&mut printed, 10, 2, day);
        text.push(if year < 0 { '-' } else { '+' });
        text.push_str(ascii(&printed));
    }
}

/// Writes the digits of a date with a year of four digits.
fn put_date(text: &mut [u8], (year, month, day): (i64, i64, i64)) {
    put(text, 0, 4, year);
    put(text, 5, 2, month);
    put(text, 8, 2, day);
}

/// Writes the digits of a time of day, given in milliseconds, at a place.
fn put_time(text: &mut [u8], at: usize, time: i64) {
    let seconds = time / 1000;
    put(text, at, 2, seconds / 3600);
    put(text, at + 3, 2, seconds / 60 % 60);
    put(text, at + 6, 2, seconds % 60);
    put(text, at + 9, 3, time % 1000);
}

/// Writes the last `width` digits of a number at a place.
fn put(text: &mut [u8], at: usize, width: usize, number: i64) {
    let mut rest = u32::try_from(number).unwrap_or_default();
    let places = text.get_mut(at..at + width).unwrap_or_default();
    for place in places.iter_mut().rev() {
        *place = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
    }
}

/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The same, `civil_from_days`: year, month, day.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}
