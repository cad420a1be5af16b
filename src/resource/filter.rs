//! Conditions that the engine decides, so that records that do not match never become objects.

use super::Plan;
use super::read::ReadRecord;
use crate::frame::WriteFrame;
use crate::value::{Input, Output};
use crate::{Error, Result};

/// A condition that the engine can decide: an attribute is strictly equal to a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Equals<'a> {
    subject: Subject,
    value: Input<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Subject {
    Id,
    Slot(usize),
}

impl<'a> Equals<'a> {
    /// Reads conditions from a frame without slots, a pair for each.
    ///
    /// # Errors
    /// [`Error::Internal`] when a condition is none that the engine decides.
    pub fn parse(plan: &Plan, frame: &'a str) -> Result<Vec<Self>> {
        let frame = WriteFrame::parse(frame, 0, 0)?;
        let parse = |(path, value): (&str, Input<'a>)| {
            let subject = match plan.layout.slot_of_path(path) {
                Some(slot) => Subject::Slot(slot),
                None if path == "id" => Subject::Id,
                None => {
                    return Err(Error::Internal {
                        reason: format!("no condition on `{path}`"),
                    });
                }
            };
            Ok(Self { subject, value })
        };
        frame.unknown.into_iter().map(parse).collect()
    }

    /// Whether the condition holds for a record.
    #[must_use]
    #[allow(
        clippy::float_cmp,
        reason = "JavaScript's strict equality compares exactly"
    )]
    pub fn holds(&self, record: &ReadRecord<'_>) -> bool {
        let found = match self.subject {
            Subject::Id => return self.value == Input::Text(record.id),
            Subject::Slot(slot) => record.slots.get(slot).and_then(Option::as_ref),
        };
        match (self.value, found) {
            (Input::Undefined, None | Some(Output::Undefined))
            | (Input::Null, Some(Output::Null)) => true,
            (Input::Text(wanted), Some(Output::Text(text))) => wanted == text,
            (Input::Boolean(wanted), Some(Output::Boolean(flag))) => wanted == *flag,
            (Input::Number(wanted), Some(Output::Number(number))) => {
                wanted.parse::<f64>().is_ok_and(|wanted| wanted == *number)
            }
            _ => false,
        }
    }
}
