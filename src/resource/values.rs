//! Values as JavaScript prints them: what partition fields are made of.

use std::borrow::Cow;

use serde_json::Value;

use crate::partition::Printed;
use crate::value::{Input, Output};

/// A value on its way in, or `None` for null and undefined.
#[must_use]
pub fn input_text<'a>(value: &Input<'a>) -> Option<Printed<'a>> {
    match *value {
        Input::Undefined | Input::Null => None,
        Input::Boolean(flag) => Some(other(boolean(flag))),
        Input::Json(json) => json_text(json),
        Input::Number(text) | Input::Date(text) => Some(other(text)),
        Input::Text(text) | Input::Bytes(text) | Input::Raw(text) => Some(string(text)),
    }
}

/// A value on its way out, or `None` for null and undefined.
#[must_use]
pub fn output_text<'a>(value: &'a Output<'_>) -> Option<Printed<'a>> {
    match value {
        Output::Undefined | Output::Null => None,
        Output::Text(text) => Some(string(&**text)),
        Output::Number(number) => Some(other(number_text(*number))),
        Output::Boolean(flag) => Some(other(boolean(*flag))),
        Output::Json(json) => json_text(json),
        Output::TextList(texts) => Some(other(texts.replace('|', ","))),
        Output::Bytes(bytes) => Some(other(String::from_utf8_lossy(bytes))),
    }
}

/// What stands at a path inside JSON text, or `None` where nothing or null stands.
#[must_use]
pub fn inner_text(json: &str, path: &[Box<str>]) -> Option<Printed<'static>> {
    let mut value = &serde_json::from_str::<Value>(json).ok()?;
    for name in path {
        value = value.get(&**name)?;
    }
    printed(value)
}

/// A number as JavaScript prints it.
#[must_use]
pub fn number_text(number: f64) -> String {
    ryu_js::Buffer::new().format(number).to_owned()
}

fn json_text<'a>(json: &str) -> Option<Printed<'a>> {
    printed(&serde_json::from_str(json).ok()?)
}

fn printed<'a>(value: &Value) -> Option<Printed<'a>> {
    let text = value_text(value)?;
    Some(Printed {
        text,
        is_string: value.is_string(),
    })
}

/// A string as it is printed.
pub fn string<'a>(text: impl Into<Cow<'a, str>>) -> Printed<'a> {
    Printed {
        text: text.into(),
        is_string: true,
    }
}

fn other<'a>(text: impl Into<Cow<'a, str>>) -> Printed<'a> {
    Printed {
        text: text.into(),
        is_string: false,
    }
}

fn value_text<'a>(value: &Value) -> Option<Cow<'a, str>> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(flag) => Cow::Borrowed(boolean(*flag)),
        Value::Number(number) => Cow::Owned(number_text(number.as_f64()?)),
        Value::String(text) => Cow::Owned(text.clone()),
        Value::Array(items) => {
            let items = items
                .iter()
                .map(|item| value_text(item).unwrap_or_default());
            Cow::Owned(items.collect::<Vec<_>>().join(","))
        }
        Value::Object(_) => Cow::Borrowed("[object Object]"),
    })
}

fn boolean(flag: bool) -> &'static str {
    if flag { "true" } else { "false" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_those_of_javascript() {
        let text = |value: Output<'_>| output_text(&value).unwrap().text.into_owned();
        assert_eq!(text(Output::Number(1e21)), "1e+21");
        assert_eq!(text(Output::Number(-0.0)), "0");
        assert_eq!(text(Output::Json("[1,[2,null],\"a\"]".into())), "1,2,,a");
        assert_eq!(text(Output::Json("{}".into())), "[object Object]");
        assert_eq!(input_text(&Input::Null), None);
        let path = ["a".into(), "b".into()];
        assert_eq!(inner_text("{\"a\":{\"b\":7}}", &path), Some(other("7")));
        assert_eq!(
            inner_text("{\"a\":{\"b\":\"7\"}}", &path),
            Some(string("7"))
        );
    }
}
