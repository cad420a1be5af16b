//! Questions to JavaScript that wait for their answers, by number.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

/// Questions under way, whose answers are `T`.
pub struct Pending<T> {
    questions: Mutex<Questions<T>>,
}

struct Questions<T> {
    last: u32,
    answers: HashMap<u32, oneshot::Sender<T>>,
}

impl<T> Default for Pending<T> {
    fn default() -> Self {
        let questions = Questions {
            last: 0,
            answers: HashMap::new(),
        };
        Self {
            questions: Mutex::new(questions),
        }
    }
}

impl<T> Pending<T> {
    /// A question: its number, and where its answer will be.
    pub fn begin(&self) -> (u32, oneshot::Receiver<T>) {
        let (sender, receiver) = oneshot::channel();
        let mut questions = self.questions();
        questions.last = questions.last.wrapping_add(1);
        let number = questions.last;
        questions.answers.insert(number, sender);
        (number, receiver)
    }

    /// Hands over the answer to a question.
    pub fn settle(&self, number: u32, answer: T) {
        if let Some(sender) = self.questions().answers.remove(&number) {
            // Nobody waits any more when the operation was dropped.
            let _ = sender.send(answer);
        }
    }

    /// Gives up a question that could not be asked.
    pub fn forget(&self, number: u32) {
        self.questions().answers.remove(&number);
    }

    fn questions(&self) -> MutexGuard<'_, Questions<T>> {
        self.questions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
