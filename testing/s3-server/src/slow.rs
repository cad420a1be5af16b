//! A body that takes its time.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::sync::mpsc;
use tokio::time::sleep;

/// Pieces in which a body comes.
const PIECES: usize = 10;

/// Sends its bytes in pieces, each after a pause.
#[derive(Debug)]
pub struct SlowBody {
    pieces: mpsc::Receiver<Bytes>,
    length: u64,
}

impl SlowBody {
    /// Starts sending; ends when nobody listens any more.
    #[must_use]
    pub fn new(bytes: &Bytes, pause: Duration) -> Self {
        let (sender, pieces) = mpsc::channel(1);
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let mut rest = bytes.clone();
        let size = rest.len().div_ceil(PIECES).max(1);
        tokio::spawn(async move {
            while !rest.is_empty() {
                sleep(pause).await;
                let piece = rest.split_to(size.min(rest.len()));
                if sender.send(piece).await.is_err() {
                    return;
                }
            }
        });
        Self { pieces, length }
    }
}

impl Body for SlowBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let piece = self.pieces.poll_recv(context);
        piece.map(|piece| piece.map(|piece| Ok(Frame::data(piece))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
