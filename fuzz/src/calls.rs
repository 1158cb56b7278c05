//! Calls of a client whose server responds with given bytes.

use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use futures_core::Stream;
use openapi_client_runtime::codegen::{Api, FromResponse, Meta, Operation, Paged, Paging, RequestParts};
use openapi_client_runtime::http::{HeaderValue, Request, Response};
use openapi_client_runtime::transport::{Phase, Transport, TransportError, TransportFuture};
use openapi_client_runtime::{Body, ByteStream, Bytes, Client, ClientBuilder, Error, Value};

/// An operation with a response of type `T`.
struct Call<T>(PhantomData<T>);

impl<T: FromResponse + Send + 'static> Operation for Call<T> {
    type Output = T;
    type Failure = Value;
    const META: Meta = Meta::new("call", "GET", "/call").accept("*/*");
}

impl Paged for Call<Value> {
    type Item = Value;
    const PAGING: Paging = Paging::header("page");
    fn items(page: Value) -> Vec<Value> {
        vec![page]
    }
}

/// Responds to every call in the same way.
#[derive(Clone)]
struct Server {
    media: &'static str,
    link: Option<HeaderValue>,
    body: Bytes,
    /// The size of a chunk, in bytes.
    size: usize,
    calls: Arc<AtomicUsize>,
}

impl Transport for Server {
    fn send(&self, _: Request<Body>) -> TransportFuture {
        // Ends a list whose header always names a next page.
        let status = if self.calls.fetch_add(1, Ordering::Relaxed) < 20 { 200 } else { 400 };
        let mut response = Response::builder().status(status).header("content-type", self.media);
        if let Some(link) = &self.link {
            response = response.header("link", link);
        }
        let response = response.body(ByteStream::new(Pieces { rest: self.body.clone(), size: self.size }));
        Box::pin(
            async move { response.map_err(|error| TransportError::new(Phase::Connect, error.to_string())) },
        )
    }
}

/// A body in chunks.
struct Pieces {
    rest: Bytes,
    size: usize,
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let size = self.size.min(self.rest.len());
        Poll::Ready((size > 0).then(|| Ok(self.rest.split_to(size))))
    }
}

fn server(media: &'static str, bytes: &[u8], size: usize) -> Server {
    Server { media, link: None, body: Bytes::copy_from_slice(bytes), size, calls: Arc::default() }
}

fn client(server: Server) -> Result<Client, Error> {
    ClientBuilder::new(Api::new("fuzz")).base_url("https://example.com").transport(server).build()
}

/// Runs to the end on this thread.
fn waited<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| error.to_string())?.block_on(work).map_err(|error| error.to_string())
}

/// Decodes a body.
pub(crate) fn decoded<T: FromResponse + Send + 'static>(
    media: &'static str,
    bytes: &[u8],
) -> Result<T, String> {
    waited(async {
        client(server(media, bytes, usize::MAX))?.send::<Call<T>>(RequestParts::new(Call::<T>::META)).await
    })
}

/// Reads a stream to its end. Returns its items and its error in their `Debug` form.
pub(crate) fn drained<S>(media: &'static str, bytes: &[u8], size: usize) -> Vec<String>
where
    S: FromResponse + Stream + Unpin + Send + 'static,
    S::Item: std::fmt::Debug,
{
    let all = waited(async {
        let mut stream =
            client(server(media, bytes, size))?.send::<Call<S>>(RequestParts::new(Call::<S>::META)).await?;
        let mut found = Vec::new();
        while let Some(item) = std::future::poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await
        {
            found.push(format!("{item:?}"));
        }
        Ok(found)
    });
    all.unwrap_or_else(|error| vec![error])
}

/// Follows the `Link` headers of a list.
pub(crate) fn paged(bytes: &[u8]) {
    let Ok(link) = HeaderValue::from_bytes(bytes) else { return };
    let mut server = server("application/json", b"[]", usize::MAX);
    server.link = Some(link);
    let outcome = waited(async {
        let mut items = client(server)?.items::<Call<Value>>(RequestParts::new(Call::<Value>::META));
        while let Some(item) = std::future::poll_fn(|context| Pin::new(&mut items).poll_next(context)).await {
            item?;
        }
        Ok(())
    });
    // A failure is one way to end.
    drop(outcome);
}
