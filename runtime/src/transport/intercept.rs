//! Interceptors between a client and its transport: to sign, log, count or respond.

use std::fmt;
use std::sync::Arc;

use super::{Transport, TransportFuture};
use crate::body::Body;
use crate::transport::coding;

/// Runs around every attempt of every call. It may change the request, inspect the response, or return its
/// own response.
///
/// ```
/// # use openapi_client_runtime::Body;
/// # use openapi_client_runtime::transport::{Attempt, Interceptor, Next, TransportFuture};
/// struct Signed;
///
/// impl Interceptor for Signed {
///     fn intercept(&self, mut request: http::Request<Body>, next: Next) -> TransportFuture {
///         Box::pin(async move {
///             let attempt = request.extensions().get::<Attempt>().map_or(1, Attempt::number);
///             request.headers_mut().insert("x-attempt", attempt.into());
///             next.run(request).await
///         })
///     }
/// }
/// ```
pub trait Interceptor: Send + Sync + 'static {
    /// Handles an attempt. Nothing is sent unless this method calls `next`.
    fn intercept(&self, request: http::Request<Body>, next: Next) -> TransportFuture;
}

/// The rest of the chain: further interceptors, then the transport.
///
/// ```
/// # use openapi_client_runtime::Body;
/// # use openapi_client_runtime::transport::{Interceptor, Next, TransportFuture};
/// struct Logged;
///
/// impl Interceptor for Logged {
///     fn intercept(&self, request: http::Request<Body>, next: Next) -> TransportFuture {
///         let sent = next.run(request);
///         Box::pin(async {
///             let response = sent.await?;
///             println!("{}", response.status());
///             Ok(response)
///         })
///     }
/// }
/// ```
#[derive(Clone)]
pub struct Next {
    interceptors: Arc<[Arc<dyn Interceptor>]>,
    position: usize,
    transport: Arc<dyn Transport>,
}

impl Next {
    pub(crate) fn new(interceptors: Arc<[Arc<dyn Interceptor>]>, transport: Arc<dyn Transport>) -> Self {
        Self { interceptors, position: 0, transport }
    }

    /// Sends the request.
    pub fn run(mut self, request: http::Request<Body>) -> TransportFuture {
        match self.interceptors.get(self.position).cloned() {
            Some(interceptor) => {
                self.position += 1;
                interceptor.intercept(request, self)
            }
            None => {
                let method = request.method().clone();
                let response = self.transport.send(request);
                Box::pin(async move { coding::decoded(&method, response.await?) })
            }
        }
    }
}

impl fmt::Debug for Next {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Next").field("position", &self.position).finish_non_exhaustive()
    }
}

/// The call of an attempt, in the extensions of its request.
///
/// ```
/// # use openapi_client_runtime::{Body, transport::Attempt};
/// fn name(request: &http::Request<Body>) -> String {
///     match request.extensions().get::<Attempt>() {
///         Some(attempt) => format!("{} (attempt {})", attempt.operation(), attempt.number()),
///         None => request.uri().path().to_owned(),
///     }
/// }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Attempt {
    pub(crate) operation: &'static str,
    pub(crate) template: &'static str,
    pub(crate) number: u32,
}

impl Attempt {
    /// Returns the ID of the operation in the description.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the path template, such as `/v2/images/{image_id}`.
    pub fn template(&self) -> &'static str {
        self.template
    }

    /// Returns the number of the attempt, from 1.
    pub fn number(&self) -> u32 {
        self.number
    }
}
