//! Attribute maps, registries and plugin keys are those of s3db.js.

mod golden;

use golden::{list, load, members};
use s3db_native::schema::{Definition, Layout, PluginRegistry, Registry, StoredName};
use serde_json::{Value, json};

const NOW: &str = "2026-01-01T00:00:00.000Z";

fn created(attributes: &Value) -> (Definition, Registry, PluginRegistry) {
    let definition = Definition::parse(attributes).expect("valid definition");
    let mut plugins = PluginRegistry::default();
    plugins.extend(&definition, NOW);
    let mut registry = Registry::default();
    registry.extend(&definition, &plugins, NOW);
    (definition, registry, plugins)
}

fn map_of(layout: &Layout) -> Value {
    serde_json::from_str(layout.map_json()).expect("JSON")
}

#[test]
fn every_encode_vector_has_its_map() {
    let file = load("encode");
    let mut checked = 0;
    for vector in list(&file, "vectors")
        .iter()
        .filter(|vector| vector.get("map").is_some())
    {
        let (definition, registry, plugins) = created(&vector["attributes"]);
        let layout = Layout::new(&definition, &registry, &plugins).expect("layout");
        assert_eq!(map_of(&layout), vector["map"], "{}", vector["id"]);
        assert_eq!(
            layout.map_json(),
            vector["map"].to_string(),
            "order of {}",
            vector["id"]
        );
        checked += 1;
    }
    assert!(checked > 370, "only {checked} maps");
}

#[test]
fn body_only_objects_carry_our_map() {
    let file = load("behaviors");
    let vectors = list(&file, "vectors")
        .iter()
        .filter(|vector| vector["behavior"] == "body-only");
    for vector in vectors {
        let mut attributes = vector["attributes"].clone();
        if vector["options"]["timestamps"] == true {
            attributes["createdAt"] = json!("datetime|optional");
            attributes["updatedAt"] = json!("datetime|optional");
        }
        let (definition, registry, plugins) = created(&attributes);
        let layout = Layout::new(&definition, &registry, &plugins).expect("layout");
        assert_eq!(
            vector["stored"]["metadata"]["_map"],
            layout.map_json(),
            "{}",
            vector["n"]
        );
    }
}

#[test]
fn first_registries_of_s3db_json_are_reproduced() {
    let file = load("s3dbjson");
    for case in list(&file, "definitions") {
        for resource in members(&case["s3dbJson"]["resources"]).values() {
            let attributes = &resource["versions"]["v1"]["attributes"];
            let (_, registry, plugins) = created(attributes);
            assert_eq!(
                registry.to_json(),
                resource["schemaRegistry"],
                "{}",
                case["label"]
            );
            assert_eq!(
                plugins.to_json(),
                resource["pluginSchemaRegistry"],
                "{}",
                case["label"]
            );
            let reread = Registry::from_json(&resource["schemaRegistry"]).expect("registry");
            assert_eq!(reread, registry);
        }
    }
}

#[test]
fn registries_of_whole_buckets_are_reproduced() {
    for bucket in ["bucket-21.6.2", "bucket-19.5.10"] {
        let file = load(bucket);
        let body = file["objects"]["s3db.json"]["bodyBase64"]
            .as_str()
            .expect("s3db.json");
        let metadata: Value = serde_json::from_slice(&base64(body)).expect("JSON");
        for (name, resource) in members(&metadata["resources"]) {
            let versions = members(&resource["versions"]);
            let (Some(only), 1) = (versions.get("v1"), versions.len()) else {
                continue;
            };
            let (_, registry, _) = created(&only["attributes"]);
            assert_eq!(
                registry.to_json(),
                resource["schemaRegistry"],
                "{bucket} {name}"
            );
        }
    }
}

/// Reconciliation, s3dbjson: at "add c first" s3db.js re-numbers in the process that has created
/// the resource. Ours goes on from the registry, so that old records stay readable.
#[test]
fn evolution_keeps_indices_and_burns_them() {
    let file = load("s3dbjson");
    let plugins = PluginRegistry::default();
    let mut registry = Registry::default();
    for step in list(&file["evolution"], "steps") {
        let resource = &step["s3dbJson"]["resources"]["evo"];
        let version = resource["currentVersion"].as_str().expect("version");
        let definition = Definition::parse(&resource["versions"][version]["attributes"]).unwrap();
        let burned = resource["schemaRegistry"]["burned"][0]["burnedAt"].as_str();
        registry.extend(&definition, &plugins, burned.unwrap_or(NOW));
        let layout = Layout::new(&definition, &registry, &plugins).expect("layout");
        if step["label"] == "add c first" {
            assert_eq!(map_of(&layout), json!({ "c": "2", "a": "0", "b": "1" }));
        } else {
            assert_eq!(map_of(&layout), step["map"], "{}", step["label"]);
        }
        let behind = ["add c first", "reconnect (new Database)"];
        if !behind.contains(&step["label"].as_str().unwrap()) {
            assert_eq!(
                registry.to_json(),
                resource["schemaRegistry"],
                "{}",
                step["label"]
            );
        }
    }
}

#[test]
fn plugin_attributes_get_the_keys_of_s3db_js() {
    let case = &load("s3dbjson")["pluginAttributes"];
    let resource = &case["s3dbJson"]["resources"]["pl"];
    let (_, mut registry, mut plugins) = created(&resource["versions"]["v1"]["attributes"]);
    let definition = Definition::parse(&resource["versions"]["v2"]["attributes"]).unwrap();
    plugins.claim("ttl", "_hits");
    plugins.extend(&definition, NOW);
    registry.extend(&definition, &plugins, NOW);
    let layout = Layout::new(&definition, &registry, &plugins).expect("layout");
    assert_eq!(map_of(&layout), case["map"]);
    assert_eq!(registry.to_json(), resource["schemaRegistry"]);
    let plugin_map: Value = serde_json::from_str(layout.plugin_map_json().unwrap()).unwrap();
    assert_eq!(plugin_map, case["pluginMap"]);
    for key in members(&case["stored"]["metadata"])
        .keys()
        .filter(|key| *key != "_v")
    {
        assert!(
            matches!(layout.slot_of_stored_key(key), Some(StoredName::Slot(_))),
            "{key}"
        );
    }
}

fn base64(text: &str) -> Vec<u8> {
    use ::base64::Engine as _;
    ::base64::engine::general_purpose::STANDARD
        .decode(text)
        .expect("base64")
}
