//! A mock server for tests: planned responses by operation, with recorded requests; or the recorded responses
//! of a real server. Retries, paging and waits work as usual; on tokio's paused clock they take no time.

mod call;
mod exchange;
mod model;
mod record;
mod replay;
mod scrub;

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};

use crate::body::Body;
use crate::body::stream::ByteStream;
use crate::codec::json::{self, Encode};
use crate::response::operation::Operation;
use crate::secret::Secrets;
use crate::transport::{Attempt, Phase, Transport, TransportError, TransportFuture};

pub use self::call::Call;
pub use self::model::model;
pub use self::record::Recorder;
pub use self::replay::Replay;

/// A transport with planned responses, which records the requests. Clones share both.
///
/// Each response is returned once, in order, unless [`times`](PlannedResponses::times) or
/// [`always`](PlannedResponses::always) is set. A call without a planned response fails.
///
/// ```
/// # use openapi_client_runtime::codegen::{self, json, Operation};
/// # use openapi_client_runtime::{Client, ClientBuilder, Error, Value, mock::Mock};
/// # enum GetImage {}
/// # impl Operation for GetImage {
/// #     type Output = Value;
/// #     type Failure = Value;
/// #     const META: codegen::Meta = codegen::Meta::new("get_image", "GET", "/v2/images/1");
/// # }
/// # async fn example(builder: ClientBuilder<Client>) -> Result<(), Error> {
/// let mock = Mock::new();
/// mock.on::<GetImage>().status(503).reply_json(&serde_json::json!({"id": 7938291}));
/// let client = builder.transport(mock.clone()).build()?;
/// // … a call, which is retried …
/// assert_eq!(mock.calls_of::<GetImage>().len(), 2);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct Mock(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    plans: Vec<Plan>,
    calls: Vec<Call>,
}

/// The planned responses of one operation.
struct Plan {
    operation: &'static str,
    responses: VecDeque<PlannedResponse>,
}

struct PlannedResponse {
    outcome: Outcome,
    delay: Duration,
    /// The number of times it is still returned; `None` for no limit.
    times: Option<u32>,
    /// Whether it has been returned.
    is_used: bool,
}

#[derive(Clone)]
enum Outcome {
    Response { status: StatusCode, headers: HeaderMap, body: Bytes },
    Failure(Phase),
}

impl Mock {
    /// Creates a mock without responses.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds responses to the end of an operation's plan.
    pub fn on<O: Operation>(&self) -> PlannedResponses<O> {
        PlannedResponses { mock: self.clone(), operation: PhantomData }
    }

    /// Returns every request that was sent, one for each attempt.
    pub fn calls(&self) -> Vec<Call> {
        self.state().calls.clone()
    }

    /// Returns the requests of one operation.
    pub fn calls_of<O: Operation>(&self) -> Vec<Call> {
        self.state().calls.iter().filter(|call| call.operation == O::META.id).cloned().collect()
    }

    /// Checks that every planned response was used: as often as [`times`](PlannedResponses::times) sets, and
    /// at least once if it is set to [`always`](PlannedResponses::always).
    ///
    /// ```
    /// # use openapi_client_runtime::mock::{Mock, UnusedResponses};
    /// # fn main() -> Result<(), UnusedResponses> {
    /// let mock = Mock::new();
    /// // … plan responses, make calls …
    /// mock.verify()
    /// # }
    /// ```
    ///
    /// # Errors
    /// Fails with the responses that no call used, by operation.
    pub fn verify(&self) -> Result<(), UnusedResponses> {
        let unused = |plan: &Plan| {
            let counts = plan.responses.iter().map(|response| match response.times {
                Some(times) => times,
                None => u32::from(!response.is_used),
            });
            (plan.operation, counts.fold(0, u32::saturating_add))
        };
        let left: Vec<_> = self.state().plans.iter().map(unused).filter(|(_, count)| *count > 0).collect();
        if left.is_empty() { Ok(()) } else { Err(UnusedResponses(left)) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn plan(&self, operation: &'static str, outcome: Outcome) {
        let response = PlannedResponse { outcome, delay: Duration::ZERO, times: Some(1), is_used: false };
        let mut state = self.state();
        match state.plans.iter_mut().find(|plan| plan.operation == operation) {
            Some(plan) => plan.responses.push_back(response),
            None => state.plans.push(Plan { operation, responses: VecDeque::from([response]) }),
        }
    }

    fn change(&self, operation: &'static str, change: impl FnOnce(&mut PlannedResponse)) {
        let mut state = self.state();
        let plan = state.plans.iter_mut().find(|plan| plan.operation == operation);
        if let Some(last) = plan.and_then(|plan| plan.responses.back_mut()) {
            change(last);
        }
    }

    /// Returns the next response of an operation.
    fn next(&self, operation: &str) -> Option<(Outcome, Duration)> {
        let mut state = self.state();
        let responses = &mut state.plans.iter_mut().find(|plan| plan.operation == operation)?.responses;
        let next = responses.front_mut()?;
        let found = (next.outcome.clone(), next.delay);
        next.is_used = true;
        if let Some(times) = &mut next.times {
            *times = times.saturating_sub(1);
            if *times == 0 {
                responses.pop_front();
            }
        }
        Some(found)
    }
}

/// The responses of a [`Mock`] that no call used.
///
/// ```
/// # use openapi_client_runtime::mock::Mock;
/// # fn example(mock: Mock) {
/// if let Err(unused) = mock.verify() {
///     for (operation, count) in unused.operations() {
///         println!("{count} responses of {operation} were not used");
///     }
/// }
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnusedResponses(Vec<(&'static str, u32)>);

impl UnusedResponses {
    /// Returns the ID of each operation in the description, with the number of its unused responses.
    pub fn operations(&self) -> &[(&'static str, u32)] {
        &self.0
    }
}

impl fmt::Display for UnusedResponses {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let left: Vec<_> =
            self.0.iter().map(|(operation, count)| format!("{count} of `{operation}`")).collect();
        write!(formatter, "unused planned responses: {}", left.join(", "))
    }
}

impl std::error::Error for UnusedResponses {}

impl fmt::Debug for Mock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Mock").field("calls", &self.state().calls.len()).finish_non_exhaustive()
    }
}

/// Planned responses of an operation, in order. Methods that change a response change the last one.
///
/// ```
/// # use openapi_client_runtime::codegen::Operation;
/// # use openapi_client_runtime::{Value, mock::Mock};
/// # fn example<GetImage: Operation<Output = Value, Failure = Value>>(mock: Mock) {
/// let conflict = serde_json::json!({"message": "another change is in progress"});
/// mock.on::<GetImage>().fail(409, &conflict).header("retry-after", "1").times(2).disconnect();
/// # }
/// ```
#[derive(Debug)]
pub struct PlannedResponses<O> {
    mock: Mock,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> PlannedResponses<O> {
    fn then(self, outcome: Outcome) -> Self {
        self.mock.plan(O::META.id, outcome);
        self
    }

    fn json(self, status: StatusCode, body: String) -> Self {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
        self.then(Outcome::Response { status, headers, body: body.into() })
    }

    /// Plans a successful response (200) with a body: see [`model`] for how to create one.
    pub fn reply(self, body: &O::Output) -> Self
    where
        O::Output: Encode,
    {
        self.json(StatusCode::OK, json::to_string(body))
    }

    /// Plans a successful response (200) with any JSON, even if it does not match the description.
    pub fn reply_json(self, body: &crate::Value) -> Self {
        self.json(StatusCode::OK, body.to_string())
    }

    /// Plans a successful response (200) with a body of any media type, such as `text/csv`.
    pub fn reply_as(self, media: &str, body: impl Into<Bytes>) -> Self {
        let outcome =
            Outcome::Response { status: StatusCode::OK, headers: HeaderMap::new(), body: body.into() };
        self.then(outcome).header(CONTENT_TYPE.as_str(), media)
    }

    /// Plans an error response with the body that the description declares.
    pub fn fail(self, status: u16, body: &O::Failure) -> Self
    where
        O::Failure: Encode,
    {
        self.json(code(status), json::to_string(body))
    }

    /// Plans a response without a body.
    pub fn status(self, status: u16) -> Self {
        self.then(Outcome::Response { status: code(status), headers: HeaderMap::new(), body: Bytes::new() })
    }

    /// Plans a connection that fails after the request was sent.
    pub fn disconnect(self) -> Self {
        self.then(Outcome::Failure(Phase::Sent))
    }

    /// Plans a failure to connect.
    pub fn refuse(self) -> Self {
        self.then(Outcome::Failure(Phase::Connect))
    }

    /// Sets the status of the last response.
    pub fn with_status(self, status: u16) -> Self {
        self.mock.change(O::META.id, |response| {
            if let Outcome::Response { status: known, .. } = &mut response.outcome {
                *known = code(status);
            }
        });
        self
    }

    /// Adds a header to the last response. An invalid header is ignored.
    pub fn header(self, name: &str, value: &str) -> Self {
        self.mock.change(O::META.id, |response| {
            if let Outcome::Response { headers, .. } = &mut response.outcome
                && let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value))
            {
                headers.insert(name, value);
            }
        });
        self
    }

    /// Delays the last response.
    pub fn delay(self, time: Duration) -> Self {
        self.mock.change(O::META.id, |response| response.delay = time);
        self
    }

    /// Returns the last response for that number of calls.
    pub fn times(self, times: u32) -> Self {
        self.mock.change(O::META.id, |response| response.times = Some(times.max(1)));
        self
    }

    /// Returns the last response for all further calls.
    pub fn always(self) -> Self {
        self.mock.change(O::META.id, |response| response.times = None);
        self
    }
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

impl Transport for Mock {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let mock = self.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let attempt = head.extensions.get::<Attempt>().copied();
            let operation = attempt.map_or("", |attempt| attempt.operation());
            let call = Call {
                operation,
                template: attempt.map_or("", |attempt| attempt.template()),
                attempt: attempt.map_or(1, |attempt| attempt.number()),
                secrets: head.extensions.get::<Secrets>().cloned().unwrap_or_default(),
                method: head.method,
                uri: head.uri,
                headers: head.headers,
                body: body.into_stream().collect(usize::MAX).await?,
            };
            mock.state().calls.push(call);
            let Some((outcome, delay)) = mock.next(operation) else {
                let what = "the mock has no response left for this operation";
                return Err(TransportError::new(Phase::Sent, what).permanent());
            };
            crate::transport::timer::sleep(delay).await;
            match outcome {
                Outcome::Failure(phase) => Err(TransportError::new(phase, "the mock refuses the connection")),
                Outcome::Response { status, headers, body } => {
                    let mut response = http::Response::new(ByteStream::from(body));
                    *response.status_mut() = status;
                    *response.headers_mut() = headers;
                    Ok(response)
                }
            }
        })
    }
}
