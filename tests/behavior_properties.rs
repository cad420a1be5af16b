//! What every layout promises, whatever the record.

mod golden;

use std::collections::BTreeMap;

use golden::encoding::encoded_len;
use proptest::prelude::*;
use s3db_native::behavior::size::{encoded_field_len, value_len};
use s3db_native::behavior::{Behavior, Context, Field, Form, Limits, WritePlan};
use s3db_native::error::Error;
use s3db_native::value::Mapped;

const MAP: &str = r#"{"a":"0","b":"1"}"#;

fn limits(limit: usize) -> Limits<'static> {
    Limits {
        limit,
        encoded: limit + 1,
        version: "v1",
        timestamps: false,
        id: None,
    }
}

fn values() -> impl Strategy<Value = (Mapped<'static>, Form)> {
    let text = prop_oneof![
        4 => "[ -~]{0,400}",
        2 => "[a-zé日😀]{0,200}",
        1 => proptest::collection::vec(any::<char>(), 0..40).prop_map(String::from_iter),
        1 => Just("null".to_owned()),
    ];
    prop_oneof![
        6 => text.clone().prop_map(|text| (Mapped::Text(text.into()), Form::Plain)),
        3 => text.prop_map(|text| (Mapped::Text(text.into()), Form::Coded)),
        2 => any::<i32>().prop_map(|n| (Mapped::Text(n.to_string().into()), Form::Literal)),
        1 => Just((Mapped::Null, Form::Coded)),
        1 => Just((Mapped::Undefined, Form::Coded)),
    ]
}

fn records() -> impl Strategy<Value = Vec<Field<'static>>> {
    proptest::collection::btree_map("[0-9a-z]{1,3}|o\\.[a-zé]{1,4}", values(), 0..12).prop_map(
        |map| {
            let fields = map.into_iter();
            fields
                .map(|(key, (value, form))| Field {
                    key: key.into(),
                    value,
                    form,
                })
                .collect()
        },
    )
}

fn mapped_total(fields: &[Field<'_>]) -> usize {
    fields
        .iter()
        .map(|field| field.key.len() + value_len(&field.value))
        .sum()
}

fn encoded_total(fields: &[Field<'_>]) -> usize {
    fields
        .iter()
        .map(|field| encoded_field_len(field, encoded_len))
        .sum()
}

fn by_key<'f>(fields: &'f [Field<'_>]) -> BTreeMap<&'f str, &'f Mapped<'f>> {
    fields
        .iter()
        .map(|field| (&*field.key, &field.value))
        .collect()
}

/// Fields of metadata and body together, as a reader puts them.
fn read_back(plan: &WritePlan<'_>) -> BTreeMap<String, Option<String>> {
    let text = |value: &Mapped<'_>| match value {
        Mapped::Text(text) => Some(text.to_string()),
        Mapped::Null | Mapped::Undefined => None,
    };
    let mut read: BTreeMap<_, _> = plan
        .metadata
        .iter()
        .filter(|field| !field.key.starts_with('_'))
        .map(|field| (field.key.to_string(), text(&field.value)))
        .collect();
    let body: serde_json::Value = match plan.body.as_str() {
        "" => serde_json::json!({}),
        body => serde_json::from_str(body).expect("JSON"),
    };
    for (key, value) in body
        .as_object()
        .expect("object")
        .iter()
        .filter(|(k, _)| *k != "_v")
    {
        let value = match value {
            serde_json::Value::String(text) => Some(text.clone()),
            serde_json::Value::Null => None,
            other => Some(other.to_string()),
        };
        read.insert(key.clone(), value);
    }
    read
}

fn check_nothing_lost(fields: &[Field<'_>], plan: &WritePlan<'_>) {
    let read = read_back(plan);
    for field in fields {
        match &field.value {
            Mapped::Text(text) => assert_eq!(read[&*field.key].as_deref(), Some(&**text)),
            Mapped::Null => assert_eq!(read[&*field.key], None),
            Mapped::Undefined => assert!(read.get(&*field.key).is_none_or(Option::is_none)),
        }
    }
    assert!(read.len() <= fields.len(), "fields made up");
}

proptest! {
    /// Row `nested-overflow`.
    #[test]
    fn layouts_with_a_body_lose_nothing_and_respect_the_store(
        fields in records(),
        limit in 60_usize..3000,
        plugins in any::<bool>(),
    ) {
        let plugin_map = plugins.then_some(r#"{"x":"p2dw"}"#);
        let context = Context { limits: limits(limit), map: MAP, plugin_map };
        for behavior in [Behavior::UserManaged, Behavior::BodyOverflow, Behavior::BodyOnly] {
            let plan = behavior.plan(fields.clone(), &context, encoded_len).expect("plan");
            check_nothing_lost(&fields, &plan);
            prop_assert!(encoded_total(&plan.metadata) <= limit + 1, "{}", behavior.name());
            prop_assert_eq!(plan.overflowed, by_key(&plan.metadata).contains_key("_overflow"));
            prop_assert!(plan.truncated.is_empty());
        }
    }

    #[test]
    fn enforced_limits_accept_exactly_what_fits(fields in records(), limit in 20_usize..3000) {
        let context = Context { limits: limits(limit), map: MAP, plugin_map: None };
        let version = "_v".len() + "v1".len();
        let fits = mapped_total(&fields) + version <= limit - 4
            && encoded_total(&fields) + version <= limit + 1;
        match Behavior::EnforceLimits.plan(fields.clone(), &context, encoded_len) {
            Ok(plan) => {
                prop_assert!(fits && plan.body.is_empty());
                check_nothing_lost(&fields, &plan);
            }
            Err(error) => {
                prop_assert!(!fits);
                let Error::MetadataTooLarge { total, limit: effective, absolute } = error else {
                    panic!("{error}")
                };
                prop_assert!(total > effective && absolute == limit);
            }
        }
    }

    #[test]
    fn truncation_ends_within_the_limits(fields in records(), limit in 20_usize..1500) {
        let context = Context { limits: limits(limit), map: MAP, plugin_map: None };
        let Ok(plan) = Behavior::TruncateData.plan(fields.clone(), &context, encoded_len) else {
            let names: usize = fields.iter().filter(|f| f.form == Form::Plain).map(|f| f.key.len()).sum();
            prop_assert!(names + 18 > limit - 4, "refused although plain strings can be emptied");
            return Ok(());
        };
        prop_assert!(plan.body.is_empty());
        prop_assert!(mapped_total(&plan.metadata) <= limit - 4);
        prop_assert!(encoded_total(&plan.metadata) <= limit + 1);
        let kept = by_key(&plan.metadata);
        prop_assert_eq!(kept.contains_key("_truncated"), !plan.truncated.is_empty());
        for field in &fields {
            let cut = plan.truncated.contains(&field.key);
            match (kept.get(&*field.key), &field.value) {
                (Some(kept), whole) if !cut => prop_assert_eq!(*kept, whole),
                (Some(Mapped::Text(kept)), Mapped::Text(whole)) => {
                    prop_assert!(field.form == Form::Plain && whole.starts_with(&**kept));
                }
                (None, _) => prop_assert!(cut && field.form != Form::Plain),
                other => prop_assert!(false, "{other:?}"),
            }
        }
    }
}
