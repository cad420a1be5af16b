//! JSON bodies, as `JSON.stringify` prints a mapped object.

use super::record::{Field, Form, VERSION_KEY};
use super::size::value_len;
use crate::json::{array_index, write_string};
use crate::value::Mapped;

/// JSON text of fields under their keys: array indices first and ascending, then the version, if
/// given, then the others; `undefined` left out.
pub(super) fn body_text(fields: &[&Field<'_>], version: Option<&str>) -> String {
    let texts: usize = fields
        .iter()
        .map(|field| field.key.len() + value_len(&field.value))
        .sum();
    let punctuation = fields.len() * r#""":"","#.len();
    let mut out = String::with_capacity(texts + punctuation + r#"{"_v":""}"#.len() + 16);
    let mut ordered: Vec<_> = fields
        .iter()
        .map(|field| (array_index(&field.key), *field))
        .collect();
    ordered.sort_by_key(|(index, _)| index.map_or(u64::from(u32::MAX), u64::from));
    let (indexed, named) = ordered.split_at(ordered.partition_point(|(index, _)| index.is_some()));
    out.push('{');
    for (_, field) in indexed {
        write_member(&mut out, field);
    }
    if let Some(version) = version {
        write_key(&mut out, VERSION_KEY);
        write_string(&mut out, version);
    }
    for (_, field) in named {
        write_member(&mut out, field);
    }
    out.push('}');
    out
}

fn write_member(out: &mut String, field: &Field<'_>) {
    match &field.value {
        Mapped::Undefined => {}
        Mapped::Null => {
            write_key(out, &field.key);
            out.push_str("null");
        }
        Mapped::Text(text) => {
            write_key(out, &field.key);
            if field.form == Form::Literal && is_json_literal(text) {
                out.push_str(text);
            } else {
                write_string(out, text);
            }
        }
    }
}

fn write_key(out: &mut String, key: &str) {
    if out.len() > 1 {
        out.push(',');
    }
    write_string(out, key);
    out.push(':');
}

/// `NaN` and the infinities are no JSON, and `null` would lose them.
fn is_json_literal(text: &str) -> bool {
    matches!(text, "true" | "false") || serde_json::from_str::<serde_json::Number>(text).is_ok()
}
