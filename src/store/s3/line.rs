//! A connection that carries one request at a time.
//!
//! Who waits for an answer drives the connection. A task of its own for each connection would be woken
//! with every request and every answer, to hand them over.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use http::{Request, Response};
use http_body_util::Full;
use hyper::body::{Body, Bytes, Incoming};
use hyper::client::conn::http1::{self, Connection, SendRequest};

use super::dial::Channel;

/// A request whose body is at hand.
pub type Outgoing = Request<Full<Bytes>>;

/// Why there is no answer, and the request where nothing of it was sent.
pub type Unsent = hyper::client::conn::TrySendError<Outgoing>;

/// A connection.
#[derive(Debug)]
pub struct Line {
    sender: SendRequest<Full<Bytes>>,
    connection: Connection<Channel, Full<Bytes>>,
    has_ended: bool,
}

impl Line {
    /// A connection over which nothing was sent.
    ///
    /// # Errors
    /// What hyper says.
    pub async fn over(channel: Channel) -> hyper::Result<Self> {
        let (sender, connection) = http1::handshake(channel).await?;
        Ok(Self {
            sender,
            connection,
            has_ended: false,
        })
    }

    /// Whether a request can be sent, as far as is known without waiting.
    pub fn is_ready(&mut self) -> bool {
        self.drive(&mut Context::from_waker(Waker::noop()));
        !self.has_ended && self.sender.is_ready()
    }

    /// Sends a request, and waits for the beginning of its answer.
    ///
    /// # Errors
    /// [`Unsent`].
    pub async fn send(&mut self, request: Outgoing) -> Result<Response<Incoming>, Unsent> {
        let mut answer = pin!(self.sender.try_send_request(request));
        let (connection, has_ended) = (&mut self.connection, &mut self.has_ended);
        poll_fn(|context| {
            drive(connection, has_ended, context);
            answer.as_mut().poll(context)
        })
        .await
    }

    /// The next piece of the body of an answer.
    ///
    /// # Errors
    /// What hyper says.
    pub async fn piece(&mut self, body: &mut Incoming) -> Option<hyper::Result<Bytes>> {
        loop {
            let frame = poll_fn(|context| {
                if let Poll::Ready(frame) = Pin::new(&mut *body).poll_frame(context) {
                    return Poll::Ready(frame);
                }
                self.drive(context);
                Pin::new(&mut *body).poll_frame(context)
            });
            // What comes after a body is passed over.
            match frame.await?.map(hyper::body::Frame::into_data) {
                Ok(Ok(piece)) => return Some(Ok(piece)),
                Ok(Err(_)) => {}
                Err(error) => return Some(Err(error)),
            }
        }
    }

    fn drive(&mut self, context: &mut Context<'_>) {
        drive(&mut self.connection, &mut self.has_ended, context);
    }
}

/// Lets a connection read and write. What goes wrong is said to who waits for the answer.
fn drive(
    connection: &mut Connection<Channel, Full<Bytes>>,
    has_ended: &mut bool,
    context: &mut Context<'_>,
) {
    if !*has_ended {
        *has_ended = Pin::new(connection).poll(context).is_ready();
    }
}
