//! Write frames, made as the shim makes them.

use s3db_native::codec::double;
use s3db_native::json::{Order, write_value};
use s3db_native::resource::Plan;
use s3db_native::schema::Kind;
use serde_json::Value;

/// A frame under construction.
#[derive(Default)]
pub struct FrameWriter {
    frame: String,
}

impl FrameWriter {
    /// A slot that is a tag alone: `a`, `u`, `z`, `t`, `f` or `=`.
    pub fn tag(&mut self, tag: char) {
        self.frame.push(tag);
    }

    /// A slot with a text: `s`, `n`, `d`, `j`, `b` or `r`.
    pub fn text(&mut self, kind: char, text: &str) {
        self.frame.push(kind);
        match u8::try_from(text.len()) {
            Ok(length @ 0..0x7f) => self.frame.push(char::from(length)),
            _ => {
                self.frame.push('\x7f');
                for shift in [28, 21, 14, 7, 0] {
                    let digit = u8::try_from(text.len() >> shift & 0x7f).expect("seven bits");
                    self.frame.push(char::from(digit));
                }
            }
        }
        self.frame.push_str(text);
    }

    /// The name of a pair; its value follows.
    pub fn name(&mut self, name: &str) {
        self.text('+', name);
    }

    /// A value in the notation of the vectors.
    pub fn value(&mut self, value: &Value) {
        let tagged = |tag: &str| value.get(tag).and_then(Value::as_str);
        match value {
            Value::Null => self.tag('z'),
            Value::Bool(flag) => self.tag(if *flag { 't' } else { 'f' }),
            Value::String(text) => self.text('s', text),
            Value::Number(number) => {
                self.text('n', &double::print(number.as_f64().expect("a double")));
            }
            Value::Object(members) if members.contains_key("$undefined") => self.tag('u'),
            _ => match (tagged("$number"), tagged("$buffer"), tagged("$date")) {
                (Some("-0"), _, _) => self.text('n', "0"),
                (Some(number), _, _) => self.text('n', number),
                (_, Some(base64), _) => self.text('b', base64),
                (_, _, Some(date)) => self.text('d', date),
                _ => self.text('j', &json_text(value)),
            },
        }
    }

    /// The frame.
    pub fn finish(self) -> String {
        self.frame
    }
}

/// The frame of a record.
pub fn record_frame(plan: &Plan, record: &Value, dates: &[(&str, &str)]) -> String {
    let mut frame = FrameWriter::default();
    for slot in plan.layout.slots() {
        match at(record, slot.segments.iter().map(AsRef::as_ref)) {
            None => frame.tag('a'),
            Some(value) if slot.kind == Kind::Object && has_members(value) => frame.tag('a'),
            Some(value) => frame.value(value),
        }
    }
    write_dates(&mut frame, plan, record, dates);
    for (path, value) in undeclared(plan, "", record) {
        frame.name(&path);
        frame.value(value);
    }
    frame.finish()
}

/// The frame of a record's dates that only JavaScript can read.
pub fn date_frame(plan: &Plan, record: &Value, dates: &[(&str, &str)]) -> String {
    let mut frame = FrameWriter::default();
    write_dates(&mut frame, plan, record, dates);
    frame.finish()
}

fn write_dates(frame: &mut FrameWriter, plan: &Plan, record: &Value, dates: &[(&str, &str)]) {
    for (partition, field) in &plan.date_texts {
        let field = &plan.partitions[*partition].fields[*field];
        let text = at(record, field.path.split('.')).and_then(Value::as_str);
        let date = dates.iter().find(|(written, _)| Some(*written) == text);
        match date {
            Some((_, date)) => frame.text('s', date),
            None => frame.tag('a'),
        }
    }
}

fn at<'a, 'p>(record: &'a Value, path: impl IntoIterator<Item = &'p str>) -> Option<&'a Value> {
    path.into_iter()
        .try_fold(record, |value, name| value.as_object()?.get(name))
}

/// Whether a value is an object whose members are stored on their own.
fn has_members(value: &Value) -> bool {
    let is_tag = |name: &String| name.starts_with('$');
    value
        .as_object()
        .is_some_and(|members| !members.is_empty() && !members.keys().any(is_tag))
}

/// Attributes that no slot holds, nested objects flattened.
fn undeclared<'a>(plan: &Plan, parent: &str, record: &'a Value) -> Vec<(String, &'a Value)> {
    let mut found = Vec::new();
    for (name, value) in record.as_object().into_iter().flatten() {
        let path = if parent.is_empty() {
            name.clone()
        } else {
            format!("{parent}.{name}")
        };
        let slot = plan
            .layout
            .slot_of_path(&path)
            .map(|slot| &plan.layout.slots()[slot]);
        let is_value = slot.is_some_and(|slot| slot.kind == Kind::Leaf) || path == "id";
        if has_members(value) && !is_value {
            found.extend(undeclared(plan, &path, value));
        } else if slot.is_none() && !is_value {
            found.push((path, value));
        }
    }
    found
}

fn json_text(value: &Value) -> String {
    let mut text = String::new();
    write_value(&mut text, value, Order::Property);
    text
}
