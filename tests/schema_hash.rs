//! Hashes of definitions are those of s3db.js.

mod golden;

use golden::{defined, list, load, members};
use s3db_native::schema::hash::canonical_json;
use s3db_native::schema::{definition_hash, record_hash};
use serde_json::Value;

#[test]
fn version_hashes_match() {
    for vector in list(&load("hash"), "versionHash") {
        let hash = definition_hash(&defined(&vector["definition"]));
        assert_eq!(vector["hash"], hash, "{}", vector["canonical"]);
    }
}

#[test]
fn canonical_text_is_sorted_by_code_units() {
    for vector in list(&load("hash"), "versionHash") {
        let canonical = vector["canonical"].as_str().expect("text");
        let parsed: Value = serde_json::from_str(canonical).expect("JSON");
        assert_eq!(canonical_json(&parsed), canonical);
    }
}

#[test]
fn record_hashes_match() {
    for vector in list(&load("hash"), "perResource") {
        let input: Value =
            serde_json::from_str(vector["recordHashInput"].as_str().unwrap()).unwrap();
        let hash = record_hash(&input["attributes"], input["behavior"].as_str().unwrap());
        assert_eq!(vector["recordDefinitionHash"], hash, "{}", vector["label"]);
    }
}

#[test]
fn stored_versions_hash_to_their_own_hash() {
    let file = load("s3dbjson");
    let mut checked = 0;
    for case in list(&file, "definitions")
        .iter()
        .chain(list(&file["evolution"], "steps"))
    {
        for resource in members(&case["s3dbJson"]["resources"]).values() {
            for (name, version) in members(&resource["versions"]) {
                assert_eq!(
                    version["hash"],
                    definition_hash(&version),
                    "{} {name}",
                    case["label"]
                );
                checked += 1;
            }
        }
    }
    assert!(checked > 15, "only {checked} versions");
}

#[test]
fn falsy_members_count_as_absent() {
    let plain = serde_json::json!({ "attributes": { "x": "string" } });
    let falsy = serde_json::json!({
        "attributes": { "x": "string" }, "behavior": "", "partitions": null, "timestamps": 0,
    });
    assert_eq!(definition_hash(&plain), definition_hash(&falsy));
}
