//! The future of a call: one type for every operation.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use crate::api::ErrorShape;
use crate::call::request::Draft;
use crate::client::Client;
use crate::error::Error;
use crate::response::{FromReply, Reply, Response, Resume};

/// The future of a call. Nothing is sent before it is first polled. Dropping it cancels the call, but the
/// server may still process a request that has been sent.
#[must_use = "a request is sent only when it is awaited"]
pub struct Pending<T> {
    reply: Pin<Box<dyn Future<Output = Result<Reply, Error>> + Send>>,
    finish: Finish<T>,
    shape: ErrorShape,
}

/// Asserts that the future of a call is `Send` whatever its body: `*const ()` itself is not.
const _: () = {
    const fn can_be_spawned<T: Send + 'static>() {}
    can_be_spawned::<Pending<*const ()>>();
};

type Finish<T> = fn(Reply, ErrorShape) -> Result<T, Error>;

impl<T: FromReply> Pending<T> {
    /// Creates the future of a decoded body.
    pub(crate) fn value(client: Client, draft: Draft) -> Self {
        Self::new(client, draft, (T::streams, T::KEEPS_CALL), |mut reply, shape| {
            T::from_reply(&mut reply).map_err(|fault| Error::decode(reply, shape, fault))
        })
    }
}

impl<T: FromReply> Pending<Response<T>> {
    /// Creates the future of a decoded body with its response.
    pub(crate) fn response(client: Client, draft: Draft) -> Self {
        Self::new(client, draft, (T::streams, T::KEEPS_CALL), response)
    }
}

impl<T> Pending<T> {
    fn new(
        client: Client,
        draft: Draft,
        (streams, keeps_call): (fn(&Reply) -> bool, bool),
        finish: Finish<T>,
    ) -> Self {
        let shape = client.api().errors;
        let reply = async move {
            let kept = keeps_call.then(|| draft.clone());
            let reply = client.execute(draft, streams).await?;
            Ok(match kept {
                Some(draft) => reply.with_resume(resume(client, draft)),
                None => reply,
            })
        };
        Self { reply: Box::pin(reply), finish, shape }
    }
}

/// Returns the function that sends a request again.
fn resume(client: Client, draft: Draft) -> Resume {
    Arc::new(move |last_event_id, streams| {
        let (client, mut draft) = (client.clone(), draft.clone());
        if let Some(id) = last_event_id {
            draft.header("last-event-id", id);
        }
        Box::pin(async move { client.execute(draft, streams).await })
    })
}

fn response<T: FromReply>(mut reply: Reply, shape: ErrorShape) -> Result<Response<T>, Error> {
    match T::from_reply(&mut reply) {
        Ok(value) => Ok(Response::new(value, reply, shape)),
        Err(fault) => Err(Error::decode(reply, shape, fault)),
    }
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
