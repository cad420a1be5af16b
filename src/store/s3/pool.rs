//! Connections that wait for the next request.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};

use super::cause::causes_of;
use super::dial::Dialer;
use super::line::Line;

/// How long a connection without requests is kept, where nothing else is asked for.
const KEPT: Duration = Duration::from_secs(90);

/// Connections to one place.
#[derive(Debug)]
pub struct Pool {
    dialer: Dialer,
    kept: Duration,
    idle: Arc<Mutex<Idle>>,
}

#[derive(Debug, Default)]
struct Idle {
    /// With the instants until which they are kept, the first to go first.
    lines: Vec<(Instant, Line)>,
    sweep: Option<JoinHandle<()>>,
}

impl Pool {
    /// Connections that a dialer makes, each kept for a while after its request.
    #[must_use]
    pub fn new(dialer: Dialer, kept: Option<Duration>) -> Self {
        Self {
            dialer,
            kept: kept.unwrap_or(KEPT),
            idle: Arc::default(),
        }
    }

    /// Whether a connection waits.
    #[must_use]
    pub fn has_idle(&self) -> bool {
        !locked(&self.idle).lines.is_empty()
    }

    /// The connection that was used last, if one waits that can be used.
    #[must_use]
    pub fn take(&self) -> Option<Line> {
        loop {
            let (_, mut line) = locked(&self.idle).lines.pop()?;
            if line.is_ready() {
                return Some(line);
            }
        }
    }

    /// A new connection.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn dial(&self) -> Result<Line, String> {
        let channel = self.dialer.dial().await?;
        let line = Line::over(channel).await;
        line.map_err(|error| causes_of(&error))
    }

    /// Takes back a connection whose answer was read to its end.
    pub fn keep(&self, mut line: Line) {
        if self.kept.is_zero() || !line.is_ready() {
            return;
        }
        let mut idle = locked(&self.idle);
        let until = Instant::now() + self.kept;
        idle.lines.push((until, line));
        if idle.sweep.as_ref().is_none_or(JoinHandle::is_finished) {
            idle.sweep = Some(tokio::spawn(sweep(Arc::clone(&self.idle), until)));
        }
    }
}

/// Closes connections whose time is over, until none is left.
async fn sweep(idle: Arc<Mutex<Idle>>, mut until: Instant) {
    loop {
        sleep_until(until).await;
        let mut idle = locked(&idle);
        let now = Instant::now();
        idle.lines.retain(|(until, _)| *until > now);
        let Some((next, _)) = idle.lines.first() else {
            idle.sweep = None;
            return;
        };
        until = *next;
    }
}

fn locked(idle: &Mutex<Idle>) -> MutexGuard<'_, Idle> {
    idle.lock().unwrap_or_else(PoisonError::into_inner)
}
