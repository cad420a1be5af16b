//! What the shim needs to know of a plan.

use serde_json::{Map, Value, json};

use crate::codec::Codec;
use crate::resource::Plan;
use crate::schema::Kind;
use crate::schema::protected::Step;

/// Names of members; null stands for every item or member.
fn steps(steps: &[Step]) -> Value {
    let names = steps.iter().map(|step| match step {
        Step::Member(name) => Value::from(&**name),
        Step::Each => Value::Null,
    });
    names.collect()
}

/// The answer of [`super::collection::Collection::layout`].
pub(super) fn layout(plan: &Plan) -> Value {
    let slots = plan.layout.slots().iter().map(|slot| {
        let is_scalar = slot.protected.is_empty()
            && !slot.codec.is_secret()
            && slot.kind == Kind::Leaf
            && !matches!(slot.codec, Codec::Any | Codec::Json | Codec::Object);
        json!({
            "path": slot.path,
            "segments": slot.segments,
            "key": slot.key,
            "isObject": slot.kind == Kind::Object,
            "isProtected": slot.codec.is_secret() || slot.codec.is_password(),
            "isPassword": slot.codec.is_password(),
            "protectedParts": slot.protected.iter().map(|part| steps(&part.steps)).collect::<Vec<_>>(),
            "generate": slot.generate,
            "isScalar": is_scalar,
        })
    });
    let object = |pairs: &[(String, String)]| -> Value {
        let pairs = pairs
            .iter()
            .map(|(name, key)| (name.clone(), Value::from(key.as_str())));
        Value::Object(pairs.collect::<Map<_, _>>())
    };
    let dates = plan.date_texts.iter().filter_map(|(partition, field)| {
        let field = plan.partitions.get(*partition)?.fields.get(*field)?;
        Some(json!({
            "segments": field.path.split('.').collect::<Vec<_>>(),
            "maxLength": field.rule.max_length,
        }))
    });
    let codecs = plan.layout.slots().iter().flat_map(|slot| {
        let parts = slot.protected.iter().map(|part| part.codec);
        parts.chain([slot.codec])
    });
    json!({
        "slots": slots.collect::<Vec<_>>(),
        "hasSecrets": codecs.clone().any(Codec::is_secret),
        "hasBcrypt": codecs.clone().any(|codec| codec == Codec::PasswordBcrypt),
        "map": object(plan.layout.map()),
        "pluginMap": object(plan.layout.plugin_map()),
        "schemaRegistry": plan.registry.as_ref().map(crate::schema::Registry::to_json),
        "pluginSchemaRegistry": plan.plugin_registry.to_json(),
        "recordHash": plan.record_hash,
        "dateFields": dates.collect::<Vec<_>>(),
    })
}
