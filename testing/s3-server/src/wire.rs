//! A connection that can be reset instead of closed.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// Whether a connection ends with a reset.
#[derive(Debug, Clone, Default)]
pub struct Resetting(Arc<AtomicBool>);

impl Resetting {
    /// From now on it does.
    pub fn arm(&self) {
        self.0.store(true, Ordering::Release);
    }
}

/// A stream that is reset when it is dropped, if that was asked for.
#[derive(Debug)]
pub struct Wire {
    stream: TcpStream,
    resetting: Resetting,
}

impl Wire {
    /// Takes a connection.
    #[must_use]
    pub fn new(stream: TcpStream, resetting: Resetting) -> Self {
        Self { stream, resetting }
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        if self.resetting.0.load(Ordering::Acquire) {
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
