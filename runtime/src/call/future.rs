//! The future of a call: one type for every operation.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use crate::api::ErrorShape;
use crate::call::request::RequestParts;
use crate::client::Client;
use crate::error::Error;
use crate::response::{FromResponse, RawResponse, Response, Resume};

/// The future of a call. Nothing is sent before it is first polled. Dropping it cancels the call, but the
/// server may still process a request that has been sent.
///
/// ```
/// # use openapi_client_runtime::{Client, Error, Response, ResponseFuture, Value, http::Method};
/// # async fn example(client: Client) -> Result<(), Error> {
/// let call: ResponseFuture<Response<Value>> = client.request(Method::GET, "/v2/account").send_as();
/// let account = call.await?.into_inner();
/// # _ = account;
/// # Ok(())
/// # }
/// ```
#[must_use = "a request is sent only when it is awaited"]
pub struct ResponseFuture<T> {
    response: Pin<Box<dyn Future<Output = Result<RawResponse, Error>> + Send>>,
    finish: Finish<T>,
    shape: ErrorShape,
}

/// Asserts that the future of a call is `Send`, whatever the type of its body: `*const ()` itself is not
/// `Send`.
const _: () = {
    const fn can_be_spawned<T: Send + 'static>() {}
    can_be_spawned::<ResponseFuture<*const ()>>();
};

type Finish<T> = fn(RawResponse, ErrorShape) -> Result<T, Error>;

impl<T: FromResponse> ResponseFuture<T> {
    /// Creates the future of a decoded body.
    pub(crate) fn value(client: Client, parts: RequestParts) -> Self {
        Self::new(client, parts, (T::streams, T::KEEPS_CALL), |mut response, shape| {
            T::from_response(&mut response).map_err(|fault| Error::decode(response, shape, fault))
        })
    }
}

impl<T: FromResponse> ResponseFuture<Response<T>> {
    /// Creates the future of a decoded body with its response.
    pub(crate) fn response(client: Client, parts: RequestParts) -> Self {
        Self::new(client, parts, (T::streams, T::KEEPS_CALL), response)
    }
}

impl<T> ResponseFuture<T> {
    fn new(
        client: Client,
        parts: RequestParts,
        (streams, keeps_call): (fn(&RawResponse) -> bool, bool),
        finish: Finish<T>,
    ) -> Self {
        let shape = client.api().errors;
        let response = async move {
            let kept = keeps_call.then(|| parts.clone());
            let response = client.execute(parts, streams).await?;
            Ok(match kept {
                Some(parts) => response.with_resume(resume(client, parts)),
                None => response,
            })
        };
        Self { response: Box::pin(response), finish, shape }
    }
}

/// Returns the function that sends a request again.
fn resume(client: Client, parts: RequestParts) -> Resume {
    Arc::new(move |last_event_id, streams| {
        let (client, mut parts) = (client.clone(), parts.clone());
        if let Some(id) = last_event_id {
            parts.header("last-event-id", id);
        }
        Box::pin(async move { client.execute(parts, streams).await })
    })
}

fn response<T: FromResponse>(mut response: RawResponse, shape: ErrorShape) -> Result<Response<T>, Error> {
    match T::from_response(&mut response) {
        Ok(value) => Ok(Response::new(value, response, shape)),
        Err(fault) => Err(Error::decode(response, shape, fault)),
    }
}

impl<T> Future for ResponseFuture<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(self.response.as_mut().poll(context))?;
        Poll::Ready((self.finish)(response, self.shape))
    }
}

impl<T> fmt::Debug for ResponseFuture<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
