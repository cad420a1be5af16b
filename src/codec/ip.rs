//! IP addresses: base64 of their 4 or 16 bytes.
//!
//! Text that is no address (or has a zone, which the bytes cannot hold) is stored as it is; only
//! what has the exact shape of an encoded address is decoded.

use std::net::Ipv6Addr;
use std::ops::Range;

use super::{bytes, identifier};

/// Stored text of a dotted IPv4 address.
#[must_use]
pub fn encode_v4(address: &str) -> Option<String> {
    Some(bytes::encode(&identifier::parse_octets(address)?))
}

/// Dotted IPv4 address of a stored text.
#[must_use]
pub fn decode_v4(stored: &str) -> Option<String> {
    let [a, b, c, d] = bytes::parse_strictly(stored)?;
    Some(format!("{a}.{b}.{c}.{d}"))
}

/// Stored text of an IPv6 address, an embedded IPv4 address included.
#[must_use]
pub fn encode_v6(address: &str) -> Option<String> {
    Some(bytes::encode(&address.parse::<Ipv6Addr>().ok()?.octets()))
}

/// IPv6 address of a stored text: lower case, the first longest run of two or more zero groups
/// compressed, no embedded IPv4 form.
#[must_use]
pub fn decode_v6(stored: &str) -> Option<String> {
    let groups = Ipv6Addr::from(bytes::parse_strictly::<16>(stored)?).segments();
    let run = longest_zero_run(&groups);
    if run.len() < 2 {
        return Some(join(&groups));
    }
    let (head, tail) = (groups.get(..run.start)?, groups.get(run.end..)?);
    Some(format!("{}::{}", join(head), join(tail)))
}

fn longest_zero_run(groups: &[u16]) -> Range<usize> {
    let mut longest = 0..0;
    let mut start = 0;
    for (position, group) in groups.iter().enumerate() {
        if *group != 0 {
            start = position + 1;
        } else if position + 1 - start > longest.len() {
            longest = start..position + 1;
        }
    }
    longest
}

fn join(groups: &[u16]) -> String {
    let groups: Vec<String> = groups.iter().map(|group| format!("{group:x}")).collect();
    groups.join(":")
}
