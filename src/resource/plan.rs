//! The plan of a resource: everything about its definition that operations need, parsed once.

use serde_json::Value;

use super::security::Security;
use crate::behavior::Behavior;
use crate::codec::Codec;
use crate::frame::WriteFrame;
use crate::key;
use crate::partition::{Partition, PartitionField, Rule, Source};
use crate::schema::{Definition, Layout, PluginRegistry, Registry, StoredName, record_hash};
use crate::{Error, Result, clock, codec, id};

/// Metadata limit of S3, less one byte, as the reference counts.
const METADATA_LIMIT: usize = 2047;

/// An immutable description of a resource. A changed definition makes a new plan; operations under
/// way keep theirs.
#[derive(Debug)]
pub struct Plan {
    /// Name of the resource.
    pub name: String,
    /// Current version, such as `v1`.
    pub version: String,
    /// Attributes and their keys.
    pub layout: Layout,
    /// Indices of the attributes, to be kept in `s3db.json`; none where the user gave a map.
    pub registry: Option<Registry>,
    /// Keys of plugin attributes, to be kept in `s3db.json`.
    pub plugin_registry: PluginRegistry,
    /// Hash of attributes and behavior, which records carry as `_definitionHash`.
    pub record_hash: String,
    behavior: Result<Behavior>,
    /// Whether the resource has timestamps, which count against the limit.
    pub timestamps: bool,
    /// Bytes of metadata that the store allows.
    pub metadata_limit: usize,
    /// Partitions.
    pub partitions: Vec<Partition>,
    /// Partition fields (partition, field) whose dates only JavaScript can read: extras of a frame.
    pub date_texts: Vec<(usize, usize)>,
    /// Whether a record that is written again leaves the moving of its references for later.
    pub defers_references: bool,
    /// Length of default ids.
    pub id_size: usize,
    /// Secrets and passwords.
    pub security: Security,
    /// Full key of everything of the resource, with a final `/`.
    pub root: String,
    record_prefix: String,
}

impl Plan {
    /// Parses a definition as the shim gives it (`PlanDefinition` in `lib/plan.js`).
    ///
    /// # Errors
    /// [`Error::InvalidDefinition`], [`Error::InvalidSchema`], [`Error::InvalidPartition`].
    pub fn parse(definition: &Value) -> Result<Self> {
        let text = |name: &str| {
            definition
                .get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let size = |name: &str, fallback: usize| {
            let number = definition.get(name).and_then(Value::as_u64);
            number
                .and_then(|number| usize::try_from(number).ok())
                .unwrap_or(fallback)
        };
        let name = text("name").to_owned();
        let attributes = definition.get("attributes").unwrap_or(&Value::Null);
        let (layout, registry, plugin_registry) = lay_out(attributes, definition)?;
        let root = key::join(text("prefix"), &format!("resource={name}/"));
        let mut plan = Self {
            version: text("version").to_owned(),
            record_hash: record_hash(attributes, text("behavior")),
            layout,
            registry,
            plugin_registry,
            behavior: Behavior::parse(text("behavior")),
            timestamps: definition
                .get("timestamps")
                .and_then(Value::as_bool)
                .unwrap_or_default(),
            metadata_limit: size("metadataLimit", METADATA_LIMIT),
            partitions: Vec::new(),
            date_texts: Vec::new(),
            defers_references: definition.get("defersReferences") == Some(&Value::Bool(true)),
            id_size: size("idSize", id::DEFAULT_SIZE),
            security: Security::parse(definition.get("security").unwrap_or(&Value::Null)),
            record_prefix: format!("{root}data/id="),
            root,
            name,
        };
        for partition in definition
            .get("partitions")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            plan.add_partition(partition)?;
        }
        Ok(plan)
    }

    /// Full key of a record.
    ///
    /// # Errors
    /// [`Error::InvalidId`].
    pub fn record_key(&self, id: &str) -> Result<String> {
        key::with_id(&self.record_prefix, id)
    }

    /// Prefix of all record keys, with a final `/`.
    #[must_use]
    pub fn data_folder(&self) -> &str {
        self.record_prefix
            .strip_suffix("id=")
            .unwrap_or(&self.record_prefix)
    }

    /// Full key of the copy of a record's older version.
    ///
    /// # Errors
    /// [`Error::InvalidId`].
    pub fn history_key(&self, version: &str, id: &str) -> Result<String> {
        key::with_id(&format!("{}historical/v={version}/id=", self.root), id)
    }

    /// Full key of the copy that `createHistoricalVersion` makes.
    ///
    /// # Errors
    /// [`Error::InvalidId`].
    pub fn historical_key(&self, id: &str) -> Result<String> {
        key::with_id(&format!("{}historical/id=", self.root), id)
    }

    /// How records are laid out.
    ///
    /// # Errors
    /// [`Error::UnknownBehavior`]: a resource may be made with any name and fails when it is used.
    pub fn behavior(&self) -> Result<Behavior> {
        self.behavior.clone()
    }

    /// The partition of a name.
    ///
    /// # Errors
    /// [`Error::InvalidPartition`] when there is none.
    pub fn partition(&self, name: &str) -> Result<&Partition> {
        self.partitions
            .iter()
            .find(|partition| &*partition.name == name)
            .ok_or_else(|| Error::InvalidPartition {
                partition: name.to_owned(),
                reason: "not found".to_owned(),
            })
    }

    /// Takes the frame of a record apart.
    ///
    /// # Errors
    /// As [`WriteFrame::parse`], with the path of the field.
    pub fn parse_frame<'a>(&self, frame: &'a str) -> Result<WriteFrame<'a>> {
        let slots = self.layout.slots();
        WriteFrame::parse(frame, slots.len(), self.date_texts.len())
    }

    /// The slot of a key found in a body.
    #[must_use]
    pub fn slot_of_key(&self, key: &str) -> Option<usize> {
        match self.layout.slot_of_stored_key(key)? {
            StoredName::Slot(slot) => Some(slot),
            StoredName::Attribute(_) => None,
        }
    }

    /// The position among a frame's extras of a partition field's date.
    #[must_use]
    pub fn date_text(&self, partition: usize, field: usize) -> Option<usize> {
        self.date_texts
            .iter()
            .position(|place| *place == (partition, field))
    }

    fn add_partition(&mut self, partition: &Value) -> Result<()> {
        let name = partition
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let mut fields = Vec::new();
        for field in partition
            .get("fields")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let text = |name: &str| field.get(name).and_then(Value::as_str).unwrap_or_default();
            let field = PartitionField {
                source: self.source(name, text("path"))?,
                path: text("path").into(),
                rule: Rule::parse(text("rule")),
            };
            if self.has_free_date(&field) {
                self.date_texts.push((self.partitions.len(), fields.len()));
            }
            fields.push(field);
        }
        let folder = format!("{}partition={name}/", self.root).into();
        self.partitions.push(Partition {
            name: name.into(),
            fields,
            folder,
        });
        Ok(())
    }

    fn source(&self, partition: &str, path: &str) -> Result<Source> {
        if let Some(slot) = self.layout.slot_of_path(path) {
            let codec = self.layout.slots().get(slot).map(|slot| slot.codec);
            if codec.is_some_and(|codec| codec.is_secret() || codec.is_password()) {
                return Err(Error::InvalidPartition {
                    partition: partition.to_owned(),
                    reason: format!(
                        "field `{path}` is a secret, and object keys are not encrypted"
                    ),
                });
            }
            return Ok(Source::Slot(slot));
        }
        for (end, _) in path
            .match_indices('.')
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
        {
            let Some((outer, inner)) = path.split_at_checked(end) else {
                continue;
            };
            if let Some(slot) = self.layout.slot_of_path(outer) {
                let inner = inner.split('.').skip(1).map(Into::into).collect();
                return Ok(Source::Inside(slot, inner));
            }
        }
        Ok(match path {
            "id" => Source::Id,
            "_v" => Source::Version,
            _ => Source::Undeclared,
        })
    }

    /// Whether a field with a date rule may hold a text that is no ISO date.
    fn has_free_date(&self, field: &PartitionField) -> bool {
        let iso = match field.source {
            Source::Slot(slot) => self.layout.slots().get(slot).is_some_and(|slot| {
                matches!(slot.codec, Codec::Date | Codec::DateTime | Codec::DateOnly)
            }),
            Source::Inside(..) | Source::Undeclared => false,
            Source::Id | Source::Version => true,
        };
        field.rule.date && !iso
    }
}

/// Claims keys for attributes whose definitions do not say whose they are: `{<attribute>: <plugin>}`.
fn claim(plugins: &mut PluginRegistry, parsed: &Definition, owners: &Value) {
    for (attribute, plugin) in owners.as_object().into_iter().flatten() {
        let mut declared = parsed.attributes.iter();
        if let Some(plugin) = plugin.as_str()
            && declared.any(|known| known.path == *attribute)
        {
            plugins.claim(plugin, attribute);
        }
    }
}

/// Lays out a definition's attributes by the registries given, extended to them, or by a map.
fn lay_out(
    attributes: &Value,
    definition: &Value,
) -> Result<(Layout, Option<Registry>, PluginRegistry)> {
    let parsed = Definition::parse(attributes)?;
    let given = |name: &str| definition.get(name).unwrap_or(&Value::Null);
    let now = codec::date::format_instant(i64::try_from(clock::now()).unwrap_or(i64::MAX));
    let now = now.unwrap_or_default();
    let mut plugins = PluginRegistry::from_json(given("pluginSchemaRegistry"))?;
    claim(&mut plugins, &parsed, given("pluginAttributes"));
    plugins.extend(&parsed, &now);
    if let Some(map) = given("map").as_object() {
        let text = |key: &Value| key.as_str().map_or_else(|| key.to_string(), str::to_owned);
        let map = map
            .iter()
            .map(|(attribute, key)| (attribute.clone(), text(key)))
            .collect();
        return Ok((Layout::with_map(&parsed, map, &plugins)?, None, plugins));
    }
    let mut registry = Registry::from_json(given("schemaRegistry"))?;
    registry.extend(&parsed, &plugins, &now);
    Ok((
        Layout::new(&parsed, &registry, &plugins)?,
        Some(registry),
        plugins,
    ))
}
