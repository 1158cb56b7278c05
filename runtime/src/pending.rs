//! A call under way: one future type for every operation.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::api::{ErrorShape, Operation};
use crate::client::Client;
use crate::error::Error;
use crate::request::Draft;
use crate::response::{FromReply, Reply, Response};

/// A call under way. Nothing is sent before it is first polled; dropping it gives the call up, and a
/// request that was sent by then may still be carried out.
#[must_use = "a call is made only when it is awaited"]
pub struct Pending<T> {
    reply: Pin<Box<dyn Future<Output = Result<Reply, Error>> + Send>>,
    finish: fn(Reply, ErrorShape) -> Result<T, Error>,
    shape: ErrorShape,
}

impl<T> Pending<T> {
    /// The decoded body.
    pub(crate) fn value<O: Operation<Output = T>>(client: Client, draft: Draft) -> Self {
        Self::new(client, draft, |reply, shape| {
            decode::<O>(&reply).map_err(|fault| Error::decode(reply, shape, fault))
        })
    }

    fn new(client: Client, draft: Draft, finish: fn(Reply, ErrorShape) -> Result<T, Error>) -> Self {
        let shape = client.api().errors;
        Self { reply: Box::pin(async move { client.execute(draft).await }), finish, shape }
    }
}

impl<T> Pending<Response<T>> {
    /// The decoded body with everything around it.
    pub(crate) fn response<O: Operation<Output = T>>(client: Client, draft: Draft) -> Self {
        Self::new(client, draft, |reply, shape| match decode::<O>(&reply) {
            Ok(value) => Ok(Response::new(value, reply, shape)),
            Err(fault) => Err(Error::decode(reply, shape, fault)),
        })
    }
}

fn decode<O: Operation>(reply: &Reply) -> Result<O::Output, crate::error::BodyFault> {
    O::Output::from_reply(reply)
}

impl<T> Future for Pending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let reply = ready!(self.reply.as_mut().poll(context))?;
        Poll::Ready((self.finish)(reply, self.shape))
    }
}

impl<T> fmt::Debug for Pending<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pending").finish_non_exhaustive()
    }
}
