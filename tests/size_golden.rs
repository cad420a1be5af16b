//! Sizes and limits are those of the reference's calculator.

mod golden;

use golden::{defined, list, load, members};
use s3db_native::behavior::calculator::value_len;
use s3db_native::behavior::{DEFAULT_ENCODED_LIMIT, DEFAULT_LIMIT, Limits};
use serde_json::Value;

/// A lone surrogate counts three bytes, as does the replacement character it becomes.
#[test]
fn utf8_bytes_match() {
    for vector in list(&load("calculator"), "utf8") {
        let units: Vec<u16> = list_of_units(&vector["codeUnits"]);
        assert_eq!(
            vector["bytes"],
            String::from_utf16_lossy(&units).len(),
            "{vector}"
        );
    }
}

fn list_of_units(units: &Value) -> Vec<u16> {
    let units = units.as_array().expect("units").iter();
    units
        .map(|unit| u16::try_from(unit.as_u64().unwrap()).unwrap())
        .collect()
}

#[test]
fn totals_match() {
    for vector in list(&load("calculator"), "total") {
        let metadata = members(&vector["metadata"]);
        let present = defined(&vector["metadata"]);
        let names: usize = metadata.keys().map(String::len).sum();
        let mut total = names;
        for name in metadata.keys() {
            let size = present.get(name).map_or(0, value_len);
            assert_eq!(vector["valueSizes"][name], size, "{vector}");
            total += size;
        }
        assert_eq!(vector["namesSize"], names, "{vector}");
        assert_eq!(vector["total"], total, "{vector}");
    }
}

#[test]
fn overheads_match() {
    for vector in list(&load("calculator"), "overhead") {
        let system = &vector["systemConfig"];
        let limits = Limits {
            limit: DEFAULT_LIMIT,
            encoded: DEFAULT_ENCODED_LIMIT,
            version: system["version"].as_str().unwrap_or("1"),
            timestamps: system["timestamps"] == true,
            id: system["id"].as_str(),
        };
        assert_eq!(vector["overhead"], limits.overhead(), "{system}");
        assert_eq!(vector["effectiveLimit2047"], limits.effective(), "{system}");
        let default = Limits {
            limit: DEFAULT_ENCODED_LIMIT,
            ..limits
        };
        assert_eq!(
            vector["effectiveLimitDefault"],
            default.effective(),
            "{system}"
        );
    }
}
