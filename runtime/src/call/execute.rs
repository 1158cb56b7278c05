//! The single path of every call. It is not generic over the operation, so it is compiled once.

use std::time::Duration;

use http::StatusCode;
use http::header::{CONTENT_LENGTH, HeaderValue, TRANSFER_ENCODING};
use tokio::time::Instant;
use tracing::Instrument;

use crate::api::Meta;
use crate::body::Body;
use crate::call::request::RequestParts;
use crate::call::retry::{Cause, FailedAttempt};
use crate::call::time::{ProgressClock, TimeLimits, watched, within};
use crate::client::Client;
use crate::error::Error;
use crate::response::RawResponse;
use crate::response::retry_after::retry_delay;
use crate::response::status;
use crate::transport::{Attempt, TransportError};

/// The state of one call.
struct Call {
    meta: Meta,
    is_idempotent: bool,
    attempts: u32,
    limits: TimeLimits,
    /// The longest pause between two chunks of the response body.
    read_timeout: Duration,
    /// The units that the last retry withdrew from the budget.
    withdrawn: Option<u32>,
    /// Whether the server may have processed an attempt without a response.
    is_unknown: bool,
    is_refreshed: bool,
}

/// The reason why there is no further attempt.
enum GivenUp {
    /// The policy, the deadline, or a body that can be sent only once.
    ForThisCall,
    /// The retry budget of the client is exhausted.
    ForTheBudget,
}

impl Client {
    /// Executes a call: attempts, with waits between them, until one succeeds or the policy gives up.
    pub(crate) async fn execute(
        &self,
        parts: RequestParts,
        streams: fn(&RawResponse) -> bool,
    ) -> Result<RawResponse, Error> {
        let meta = parts.meta();
        let span = tracing::debug_span!(
            "call",
            otel.name = meta.id,
            otel.kind = "internal",
            operation = meta.id,
            attempts = tracing::field::Empty,
        );
        let mut tokens = Vec::new();
        let outcome = self.attempts(&parts, streams, span.clone(), &mut tokens).instrument(span).await;
        let vault = self.0.vault.with_sent(tokens);
        match outcome {
            Ok(response) => Ok(response.with_vault(vault).with_end_of_events(self.0.api.end_of_events)),
            Err(error) => Err(error.hiding(self.secrets_beside(vault.secrets(), &parts))),
        }
    }

    async fn attempts(
        &self,
        parts: &RequestParts,
        streams: fn(&RawResponse) -> bool,
        span: tracing::Span,
        tokens: &mut Vec<String>,
    ) -> Result<RawResponse, Error> {
        let limits = self.time_limits(parts);
        self.fetch_within(&parts.meta(), &limits).await?;
        let mut request = self.sendable(parts)?;
        tokens.extend(self.fetched_token(&request));
        let mut call = self.call(parts, &request, limits);
        loop {
            self.acquire(&call).await?;
            call.attempts += 1;
            span.record("attempts", call.attempts);
            let outcome = self.attempt(&call, request.clone(), streams).await;
            if let Ok(response) = &outcome {
                self.0.limits.observe(response);
            }
            let failed = match outcome {
                Ok(response) if response.status().is_success() => {
                    self.0.limits.refund(call.withdrawn);
                    let response = response.with_attempts(call.attempts);
                    let is_part = response.status() == StatusCode::PARTIAL_CONTENT;
                    if is_part && !parts.accepts_partial(&request) {
                        return Err(Error::partial(response, self.0.api.errors));
                    }
                    return Ok(response);
                }
                Ok(response) if self.may_refresh(&call, &response, &request) => {
                    call.is_refreshed = true;
                    self.refuse_credentials(&request);
                    let fetched = self.fetch_within(&call.meta, &call.limits).await;
                    fetched.map_err(|error| error.after(call.attempts, call.is_unknown))?;
                    request = self.sendable(parts)?;
                    tokens.extend(self.fetched_token(&request));
                    continue;
                }
                failed => failed,
            };
            call.note(&failed);
            match self.next(parts, &mut call, &failed, &request) {
                Ok(wait) => {
                    tracing::debug!(attempt = call.attempts, wait_ms = wait.as_millis() as u64, "retrying");
                    crate::transport::timer::sleep(wait).await;
                }
                Err(reason) => return Err(self.error(&call, failed, reason)),
            }
        }
    }

    /// Builds the request of all attempts, which share one idempotency key.
    fn sendable(&self, parts: &RequestParts) -> Result<http::Request<Body>, Error> {
        let mut request = self.build(parts)?;
        let takes_key = !is_idempotent(request.method());
        let name = self.0.api.idempotency_key.filter(|_| takes_key);
        if let Some(name) = name.and_then(|name| http::HeaderName::try_from(name).ok())
            && let Ok(key) = HeaderValue::try_from(unique())
        {
            request.headers_mut().entry(name).or_insert(key);
        }
        Ok(request)
    }

    fn time_limits(&self, parts: &RequestParts) -> TimeLimits {
        // The length of a stream is not known, so only its pauses are limited unless the caller sets a
        // deadline.
        let limit = parts.time_for_all().or((!parts.is_stream()).then_some(self.0.deadline));
        TimeLimits {
            deadline: limit.and_then(|limit| Instant::now().checked_add(limit)),
            timeout: parts.time_limit().unwrap_or(self.0.timeout),
        }
    }

    /// Fetches the credentials of an operation, within the time limit of an attempt.
    async fn fetch_within(&self, meta: &Meta, limits: &TimeLimits) -> Result<(), Error> {
        let end = Instant::now().checked_add(limits.timeout);
        let Some(until) = [end, limits.deadline].into_iter().flatten().min() else {
            return self.fetch_credentials(meta).await;
        };
        let fetched = crate::transport::timer::timeout_at(until, self.fetch_credentials(meta)).await;
        fetched.unwrap_or_else(|_| {
            let is_over = limits.deadline.is_some_and(|deadline| deadline <= until);
            Err(Error::fetch_timeout(meta, is_over, limits.timeout))
        })
    }

    fn call(&self, parts: &RequestParts, request: &http::Request<Body>, limits: TimeLimits) -> Call {
        let (api, id) = (&self.0.api, parts.meta().id);
        let has_key = api.idempotency_key.is_some_and(|name| request.headers().contains_key(name));
        let may_run_twice = has_key || is_idempotent(request.method()) || api.idempotent.contains(&id);
        Call {
            meta: parts.meta(),
            is_idempotent: parts.is_idempotent().unwrap_or(may_run_twice && !api.once.contains(&id)),
            attempts: 0,
            limits,
            read_timeout: parts.time_between_reads().unwrap_or(self.0.read_timeout),
            withdrawn: None,
            is_unknown: false,
            is_refreshed: false,
        }
    }

    /// Waits until the rate limits of the client permit the call.
    async fn acquire(&self, call: &Call) -> Result<(), Error> {
        loop {
            let reserved = self.0.limits.acquire(call.remaining()).map_err(|wait| {
                Error::rate_limited(&call.meta, wait).after(call.attempts, call.is_unknown)
            })?;
            let wait = reserved.wait();
            if !wait.is_zero() {
                tracing::debug!(wait_ms = wait.as_millis() as u64, "waiting for the rate limit");
                crate::transport::timer::sleep(wait).await;
            }
            if reserved.consume() {
                return Ok(());
            }
        }
    }

    /// Returns the delay before the next attempt.
    ///
    /// # Errors
    /// Fails if there is no further attempt.
    fn next(
        &self,
        parts: &RequestParts,
        call: &mut Call,
        failed: &Result<RawResponse, TransportError>,
        request: &http::Request<Body>,
    ) -> Result<Duration, GivenUp> {
        let (cause, retry_after) = match failed {
            Ok(response) => (Cause::Status(response.status()), retry_delay(response)),
            Err(error) => (Cause::Transport(error), None),
        };
        let (operation, attempt) = (call.meta.id, call.attempts);
        let failure =
            FailedAttempt { operation, attempt, is_idempotent: call.is_idempotent, retry_after, cause };
        let policy = parts.policy().unwrap_or(&*self.0.retry);
        let wait = policy
            .next_delay(&failure)
            .filter(|wait| *wait < call.remaining())
            .ok_or(GivenUp::ForThisCall)?;
        if !request.body().is_replayable() {
            return Err(GivenUp::ForThisCall);
        }
        call.withdrawn = self.0.limits.withdraw(failure.is_throttle());
        call.withdrawn.map(|_| wait).ok_or(GivenUp::ForTheBudget)
    }

    fn error(&self, call: &Call, failed: Result<RawResponse, TransportError>, reason: GivenUp) -> Error {
        let error = match failed {
            Ok(response) => Error::unsuccessful(response, self.0.api.errors),
            Err(error) => Error::transport(Some(&call.meta), error),
        };
        let error = error.after(call.attempts, call.is_unknown);
        match reason {
            GivenUp::ForThisCall => error,
            GivenUp::ForTheBudget => error.suppressed(),
        }
    }

    /// Executes an attempt, within its time limit.
    async fn attempt(
        &self,
        call: &Call,
        mut request: http::Request<Body>,
        streams: fn(&RawResponse) -> bool,
    ) -> Result<RawResponse, TransportError> {
        let (meta, number) = (call.meta, call.attempts);
        // The names are those of OpenTelemetry's conventions for HTTP clients.
        let span = tracing::debug_span!(
            "http_request",
            otel.name = %format_args!("{} {}", meta.method, meta.path),
            otel.kind = "client",
            http.request.method = request.method().as_str(),
            http.request.resend_count = (number > 1).then(|| number - 1),
            url.template = meta.path,
            url.full = self.shown_url(request.uri()),
            server.address = request.uri().host(),
            server.port = port(request.uri()),
            http.response.status_code = tracing::field::Empty,
            network.protocol.version = tracing::field::Empty,
            error.type = tracing::field::Empty,
        );
        #[cfg(not(target_family = "wasm"))]
        let progress = crate::transport::Progress::default();
        #[cfg(not(target_family = "wasm"))]
        request.extensions_mut().insert(progress.clone());
        request.extensions_mut().insert(Attempt { operation: meta.id, template: meta.path, number });
        let progressed = ProgressClock::now();
        if request.body().as_bytes().is_none() {
            request = request.map(|body| watched(body, progressed.clone()));
        }
        let mut unread = None;
        let sent = self.send_once(call, request, streams, &span, &mut unread).instrument(span.clone());
        let outcome = within(&call.limits, &progressed, sent).await;
        // A failure status is the result of the attempt, whether or not its body can be read.
        let outcome = outcome.or_else(|error| match unread {
            Some(response) => Ok(response.with_unread(error)),
            None => Err(error),
        });
        #[cfg(not(target_family = "wasm"))]
        let outcome = outcome.map_err(|error| {
            let is_before =
                error.phase() == crate::transport::Phase::Sent && error.is_timeout() && progress.give_up();
            if is_before { error.before_it_left() } else { error }
        });
        match &outcome {
            Ok(response) if !response.status().is_success() => {
                span.record("error.type", response.status().as_str())
            }
            Ok(_) => &span,
            Err(error) => {
                span.record("error.type", if error.is_timeout() { "timeout" } else { error.phase().word() })
            }
        };
        outcome
    }

    /// Sends a request once. The body of the response is collected, unless it is to be streamed. Until the
    /// body of a failure is read, `unread` has its head.
    async fn send_once(
        &self,
        call: &Call,
        request: http::Request<Body>,
        streams: fn(&RawResponse) -> bool,
        span: &tracing::Span,
        unread: &mut Option<RawResponse>,
    ) -> Result<RawResponse, TransportError> {
        let meta = call.meta;
        let request = framed(request);
        let (head, body) = self.0.next.clone().run(request).await?.into_parts();
        span.record("http.response.status_code", head.status.as_u16());
        span.record("network.protocol.version", tracing::field::debug(head.version));
        let response = RawResponse::new(meta, head, &self.0.api.rate_limit);
        let mut body = body.of(meta, call.read_timeout, self.0.response_limit);
        if response.status().is_success() {
            if streams(&response) {
                return Ok(response.with_stream(body));
            }
            return Ok(response.with_body(body.collect(self.0.response_limit).await?));
        }
        *unread = Some(response.clone());
        Ok(response.with_body(body.collect(self.0.response_limit).await?))
    }

    fn may_refresh(&self, call: &Call, response: &RawResponse, request: &http::Request<Body>) -> bool {
        response.status() == StatusCode::UNAUTHORIZED
            && !call.is_refreshed
            && request.body().is_replayable()
            && self.has_source()
    }
}

impl Call {
    fn remaining(&self) -> Duration {
        self.limits
            .deadline
            .map_or(Duration::MAX, |deadline| deadline.saturating_duration_since(Instant::now()))
    }

    /// Records whether the server may have processed the request: no later attempt changes that.
    fn note(&mut self, failed: &Result<RawResponse, TransportError>) {
        let is_safe = matches!(self.meta.method, "GET" | "HEAD" | "OPTIONS" | "TRACE" | "QUERY");
        self.is_unknown |= !is_safe
            && match failed {
                Ok(response) => status::is_outcome_unknown(response.status()),
                Err(error) => !error.is_unprocessed(),
            };
    }
}

/// Returns the port, or the default port of the scheme (RFC 9110, section 4.2).
fn port(uri: &http::Uri) -> Option<u16> {
    uri.port_u16().or(match uri.scheme_str() {
        Some("https") => Some(443),
        Some("http") => Some(80),
        _ => None,
    })
}

/// Adds `Content-Length: 0` to an empty body if the method makes a server expect a body (RFC 9110, section
/// 8.6).
fn framed(mut request: http::Request<Body>) -> http::Request<Body> {
    let expects = matches!(request.method().as_str(), "POST" | "PUT" | "PATCH" | "QUERY");
    if expects && request.body().length() == Some(0) && !request.headers().contains_key(TRANSFER_ENCODING) {
        request.headers_mut().entry(CONTENT_LENGTH).or_insert(HeaderValue::from_static("0"));
    }
    request
}

/// Returns whether a method is idempotent (RFC 9110, section 9.2.2), as `QUERY` is, which is like `GET` with
/// a body.
fn is_idempotent(method: &http::Method) -> bool {
    matches!(method.as_str(), "GET" | "HEAD" | "OPTIONS" | "TRACE" | "QUERY" | "PUT" | "DELETE")
}

/// Returns a random UUID (RFC 9562, section 5.4), the form that servers expect of a key.
fn unique() -> String {
    let (high, low) = (fastrand::u64(..), fastrand::u64(..));
    let version = high & 0xffff_ffff_ffff_0fff | 0x4000;
    let variant = low & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000;
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        version >> 32,
        version >> 16 & 0xffff,
        version & 0xffff,
        variant >> 48,
        variant & 0xffff_ffff_ffff
    )
}
