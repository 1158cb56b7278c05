//! Delays, on a paused clock, with a transport without sockets that responds at once.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use openapi_client_runtime::transport::{Transport, TransportFuture};
use openapi_client_runtime::{
    Body, ByteStream, Bytes, Client, ErrorKind, FailedAttempt, Progress, Rate, Retry, RetryPolicy, Token,
    Value, WaitError, Waiter,
};
use tokio::io::AsyncWriteExt;
use tokio::time::Instant;

use support::api::{Create, Read, builder, call, parts};

/// Responds by a function of the number of earlier requests, and records the time of each request.
#[derive(Clone)]
struct Scripted {
    respond: Arc<dyn Fn(usize) -> (u16, &'static str) + Send + Sync>,
    seen: Arc<Mutex<Vec<Instant>>>,
}

impl Transport for Scripted {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        let mut seen = self.seen.lock().unwrap();
        let (status, retry_after) = (self.respond)(seen.len());
        seen.push(Instant::now());
        Box::pin(async move {
            let mut response = http::Response::builder().status(status);
            if !retry_after.is_empty() {
                response = response.header("retry-after", retry_after);
            }
            Ok(response.body(ByteStream::from(Bytes::from_static(b"{}"))).unwrap())
        })
    }
}

fn scripted(respond: impl Fn(usize) -> (u16, &'static str) + Send + Sync + 'static) -> (Scripted, Client) {
    let transport = Scripted { respond: Arc::new(respond), seen: Arc::default() };
    (transport.clone(), builder("https://example.com").transport(transport).build().unwrap())
}

impl Scripted {
    /// Returns the seconds between the requests.
    fn gaps(&self) -> Vec<f64> {
        let seen = self.seen.lock().unwrap();
        seen.windows(2).map(|pair| (pair[1] - pair[0]).as_secs_f64()).collect()
    }
}

#[tokio::test(start_paused = true)]
async fn the_retry_delay_is_that_of_retry_after() {
    let (transport, client) = scripted(|number| if number == 0 { (429, "29") } else { (200, "") });
    assert_eq!(call::<Create>(&client).await.unwrap().attempts(), 2);
    let gaps = transport.gaps();
    assert!(gaps[0] >= 29.0 && gaps[0] < 30.1, "{gaps:?}");
}

#[tokio::test(start_paused = true)]
async fn a_retry_delay_beyond_the_clock_is_limited() {
    for delay in ["99999999999999999999", "18446744073709551615", "9999999999, 1"] {
        let (transport, client) = scripted(move |_| (429, delay));
        let error = call::<Read>(&client).await.unwrap_err();
        assert_eq!((error.attempts(), transport.gaps().len()), (1, 0));
        let century = Duration::from_secs(3_155_760_000);
        assert!(error.retry_after().unwrap() > century, "{delay}: {error}");
        let at = error.retry_at().unwrap();
        assert!(at.duration_since(std::time::SystemTime::now()).unwrap() > century, "{delay}: {error}");
        assert!(error.to_string().contains("retry after "), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn without_retry_after_the_retry_delay_is_short_and_random() {
    let (transport, client) = scripted(|_| (500, ""));
    let error = call::<Read>(&client).await.unwrap_err();
    assert_eq!((error.attempts(), error.status().unwrap().as_u16()), (3, 500));
    let gaps = transport.gaps();
    assert!(gaps[0] <= 0.201 && gaps[1] <= 0.401, "{gaps:?}");
}

#[tokio::test(start_paused = true)]
async fn one_429_slows_every_call() {
    let (transport, client) = scripted(|number| if number == 0 { (429, "10") } else { (200, "") });
    let calls: Vec<_> = (0..20).map(|_| tokio::spawn(call::<Read>(&client))).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    // The first 20 were sent before the response arrived; after it, calls are spaced.
    let began = Instant::now();
    for _ in 0..20 {
        call::<Read>(&client).await.unwrap();
    }
    assert!(began.elapsed() >= Duration::from_millis(4_750), "{:?}", began.elapsed());
    assert_eq!(transport.gaps().len(), 40);
}

#[tokio::test(start_paused = true)]
async fn abandoned_calls_do_not_delay_others() {
    let (transport, client) = scripted(|number| if number == 0 { (429, "") } else { (200, "") });
    call::<Read>(&client).await.unwrap();
    let calls: Vec<_> = (0..600)
        .map(|_| tokio::spawn(tokio::time::timeout(Duration::from_millis(100), call::<Read>(&client))))
        .collect();
    for call in calls {
        _ = call.await.unwrap();
    }
    // At most one of them reserved a slot.
    assert!(transport.gaps().len() <= 2);
    let began = Instant::now();
    call::<Read>(&client).await.unwrap();
    assert!(began.elapsed() <= Duration::from_millis(250), "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_call_that_would_wait_beyond_its_deadline_fails_at_once() {
    let (transport, client) = scripted(|_| (429, "50"));
    let mut first = parts::<Read>();
    first.deadline(Duration::from_secs(20));
    let began = Instant::now();
    let error = client.clone().send::<Read>(first.clone()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 1));
    // All calls are stopped now, so nothing is sent.
    let error = client.clone().send::<Read>(first).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::RateLimited, 0));
    assert!(error.is_rate_limited() && error.retry_at().is_some(), "{error}");
    assert_eq!(began.elapsed(), Duration::ZERO);
    assert_eq!(transport.gaps().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_rate_is_shared_by_clones() {
    let transport = Scripted { respond: Arc::new(|_| (200, "")), seen: Arc::default() };
    let client: Client = builder("https://example.com")
        .transport(transport.clone())
        .rate(Rate::per_minute(240).burst(40))
        .deadline(Duration::from_secs(600))
        .build()
        .unwrap();
    let began = Instant::now();
    let calls: Vec<_> = (0..280).map(|_| tokio::spawn(call::<Read>(&client))).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let elapsed = began.elapsed().as_secs_f64();
    assert!((59.9..60.1).contains(&elapsed), "{elapsed}");
}

#[tokio::test(start_paused = true)]
async fn errors_report_retries_that_the_budget_suppressed() {
    let (transport, client) = scripted(|_| (500, ""));
    let mut suppressed = 0;
    for _ in 0..100 {
        suppressed += usize::from(call::<Read>(&client).await.unwrap_err().retries_suppressed());
    }
    // 500 units allow 35 retries of 14 units each; without the budget there would be 200.
    assert_eq!(transport.gaps().len() + 1, 135);
    assert_eq!(suppressed, 83);
}

#[tokio::test(start_paused = true)]
async fn a_program_may_set_its_own_retry_policy() {
    struct Stubborn;
    impl RetryPolicy for Stubborn {
        fn next_delay(&self, failure: &FailedAttempt<'_>) -> Option<Duration> {
            assert_eq!(failure.operation(), "create_thing");
            (failure.attempt() < 7).then_some(Duration::from_secs(2))
        }
    }
    let (transport, client) = scripted(|_| (501, ""));
    let mut parts = parts::<Create>();
    parts.retry(Stubborn);
    assert_eq!(client.send::<Create>(parts).await.unwrap_err().attempts(), 7);
    assert_eq!(transport.gaps(), [2.0; 6]);
}

#[tokio::test(start_paused = true)]
async fn the_deadline_applies_to_all_attempts_together() {
    /// Never responds.
    struct Silent;
    impl Transport for Silent {
        fn send(&self, _: http::Request<Body>) -> TransportFuture {
            Box::pin(std::future::pending())
        }
    }
    let client: Client = builder("https://example.com").transport(Silent).build().unwrap();
    let began = Instant::now();
    let error = call::<Read>(&client).await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 3, "{error}");
    assert!(began.elapsed() >= Duration::from_secs(90) && began.elapsed() <= Duration::from_secs(91));
    let mut parts = parts::<Read>();
    parts.deadline(Duration::from_secs(40));
    let began = Instant::now();
    let error = client.send::<Read>(parts).await.unwrap_err();
    assert_eq!((began.elapsed().as_secs(), error.attempts()), (40, 2));
    assert_eq!(
        error.to_string(),
        "read_thing: no complete response before the deadline of the call (2 attempts)"
    );
}

#[tokio::test(start_paused = true)]
async fn fetching_a_token_counts_towards_the_timeout_of_the_call() {
    let (transport, _) = scripted(|_| (200, ""));
    let client: Client = builder("https://example.com")
        .transport(transport.clone())
        .credentials(|| async {
            tokio::time::sleep(Duration::from_secs(600)).await;
            Ok(Token::new("late"))
        })
        .build()
        .unwrap();
    for (timeout, deadline, seconds, said) in
        [(7, 100, 7, "no token within 7 s"), (30, 20, 20, "no token before the deadline of the call")]
    {
        let mut parts = parts::<Create>();
        parts.timeout(Duration::from_secs(timeout));
        parts.deadline(Duration::from_secs(deadline));
        let began = Instant::now();
        let error = client.clone().send::<Create>(parts).await.unwrap_err();
        assert_eq!((error.kind(), began.elapsed().as_secs()), (ErrorKind::Timeout, seconds));
        assert_eq!(error.to_string(), format!("create_thing: {said}"));
        // Nothing was sent.
        assert!(
            error.attempts() == 0 && !error.outcome_unknown() && transport.seen.lock().unwrap().is_empty()
        );
    }
}

#[tokio::test(start_paused = true)]
async fn unlimited_durations_are_valid() {
    let (transport, _) =
        scripted(|number| if number == 0 { (429, "18446744073709551615") } else { (200, "") });
    let provider = || async { Ok(Token::new("t").expires_in(Duration::MAX)) };
    let client: Client = builder("https://example.com")
        .transport(transport)
        .credentials(provider)
        .timeout(Duration::MAX)
        .deadline(Duration::MAX)
        .read_timeout(Duration::MAX)
        .idle_connections(1, Duration::MAX)
        .connect_timeout(Duration::MAX)
        .retry(Retry::new().longest_retry_after(Duration::MAX).backoff(Duration::MAX, Duration::MAX))
        .rate_when_scarce(Rate::per_minute(0).burst(u32::MAX))
        .rate(Rate::per_minute(u32::MAX).burst(u32::MAX))
        .build()
        .unwrap();
    assert_eq!(call::<Read>(&client).await.unwrap().attempts(), 2);
    let ask = move || client.clone().send::<Read>(parts::<Read>());
    let judge = |_: &Value| Progress::Pending;
    let wait = Waiter::new(ask, judge).every(Duration::MAX, Duration::MAX).at_most(Duration::from_secs(9));
    assert!(matches!(wait.await, Err(WaitError::TimedOut { polls: 1, .. })));
}

#[tokio::test(start_paused = true)]
async fn a_pause_within_a_body_ends_the_attempt() {
    /// Begins to respond, and then pauses.
    struct Pausing;
    impl Transport for Pausing {
        fn send(&self, _: http::Request<Body>) -> TransportFuture {
            let (never, other) = tokio::io::duplex(1);
            let body = async move {
                std::future::pending::<()>().await;
                drop(other)
            };
            tokio::spawn(body);
            Box::pin(async move { Ok(http::Response::new(ByteStream::from_reader(never))) })
        }
    }
    let client: Client = builder("https://example.com").transport(Pausing).build().unwrap();
    for (limit, seconds) in [(None, 30), (Some(7), 7)] {
        let mut parts = parts::<Create>();
        // Otherwise the attempt would time out at the same time.
        parts.timeout(Duration::from_secs(60));
        if let Some(limit) = limit {
            parts.read_timeout(Duration::from_secs(limit));
        }
        let began = Instant::now();
        let error = client.clone().send::<Create>(parts).await.unwrap_err();
        assert_eq!((error.kind(), began.elapsed().as_secs()), (ErrorKind::Timeout, seconds));
        assert_eq!(error.to_string(), format!("create_thing: no data for {seconds} s"));
    }
}

#[tokio::test(start_paused = true)]
async fn an_endless_body_does_not_hide_a_failure() {
    /// Sends a byte per second.
    struct Dripping(u16);
    impl Transport for Dripping {
        fn send(&self, _: http::Request<Body>) -> TransportFuture {
            let (mut bytes, body) = tokio::io::duplex(1);
            tokio::spawn(async move {
                while bytes.write_u8(b' ').await.is_ok() {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            });
            let response = http::Response::builder().status(self.0);
            Box::pin(async move { Ok(response.body(ByteStream::from_reader(body)).unwrap()) })
        }
    }
    for (status, kind, is_unknown) in
        [(404, ErrorKind::Status, false), (500, ErrorKind::Status, true), (200, ErrorKind::Timeout, true)]
    {
        let client: Client = builder("https://example.com").transport(Dripping(status)).build().unwrap();
        let began = Instant::now();
        let error = call::<Create>(&client).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome_unknown()), (kind, is_unknown), "{error}");
        assert_eq!((began.elapsed().as_secs(), error.is_timeout()), (30, status == 200));
        assert!(error.to_string().contains("no complete response within 30 s"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn only_the_chunks_of_an_upload_restart_its_timeout() {
    /// Polls the body of the request twice a second, as a connection does whose server sends interim
    /// responses.
    struct Polling;
    impl Transport for Polling {
        fn send(&self, request: http::Request<Body>) -> TransportFuture {
            let mut body = request.into_body();
            Box::pin(async move {
                loop {
                    let polled = std::future::poll_fn(|context| {
                        Poll::Ready(http_body::Body::poll_frame(Pin::new(&mut body), context))
                    });
                    if let Poll::Ready(None) = polled.await {
                        return Ok(http::Response::new(Bytes::from_static(b"{}").into()));
                    }
                    tokio::time::sleep(Duration::from_millis(500)).await;
                }
            })
        }
    }
    for (chunks, is_complete) in [(0, false), (1, false), (6, true)] {
        let client: Client = builder("https://example.com").transport(Polling).build().unwrap();
        let (mut bytes, body) = tokio::io::duplex(1);
        tokio::spawn(async move {
            for _ in 0..chunks {
                bytes.write_u8(b'x').await.unwrap();
                tokio::time::sleep(Duration::from_millis(1_500)).await;
            }
            if !is_complete {
                std::future::pending::<()>().await;
            }
        });
        let mut parts = parts::<Create>();
        parts.body("text/plain", Body::reader(body));
        parts.timeout(Duration::from_secs(2));
        let began = Instant::now();
        let sent = client.send::<Create>(parts);
        let result = tokio::time::timeout(Duration::from_secs(60), sent).await.expect("a time limit");
        let elapsed = began.elapsed();
        assert!(result.is_ok() == is_complete, "{chunks}: {result:?}");
        let most = Duration::from_secs(if is_complete { 10 } else { 3 });
        assert!(elapsed >= Duration::from_secs(2) && elapsed <= most, "{chunks}: {elapsed:?}");
    }
}
