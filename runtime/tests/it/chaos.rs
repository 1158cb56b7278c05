//! Ten thousand calls to an unreliable server.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use openapi_client_runtime::{Client, Error, Rate, Retry};

use support::api::{Create, Read, builder, call, parts};
use support::server::{ReceivedRequest, Server, Step, ok, response};

const WORKERS: u32 = 8;
const CALLS: u32 = 10_000;

/// Starts a server on which three of ten requests fail: one with 429, one with 500, and one with a reset. It
/// counts the writes that it has processed.
async fn start(written: Arc<Mutex<BTreeMap<String, u32>>>) -> Server {
    let count = AtomicU32::new(0);
    Server::by(move |seen: Option<&ReceivedRequest>| {
        let Some(seen) = seen else { return ok() };
        let number = count.fetch_add(1, Ordering::Relaxed) % 10;
        if let Some(id) = seen.head.lines().find(|line| line.starts_with("x-call")).filter(|_| number != 1) {
            *written.lock().unwrap().entry(id.to_owned()).or_default() += 1;
        }
        match number {
            1 => response(429, "", ""),
            4 => response(500, "", ""),
            7 => Step::ResetAfter,
            _ => ok(),
        }
    })
    .await
}

/// Sends calls, of which one in five writes.
async fn work(client: Client, worker: u32) -> Vec<Error> {
    let mut failed = Vec::new();
    for number in 0..CALLS / WORKERS {
        let result = if (number + worker).is_multiple_of(5) {
            let mut parts = parts::<Create>();
            parts.header("x-call", &format!("{worker}-{number}"));
            client.clone().send_with_response::<Create>(parts).await
        } else {
            call::<Read>(&client).await
        };
        failed.extend(result.err());
    }
    failed
}

#[tokio::test]
async fn ten_thousand_calls_to_a_failing_server_have_correct_results() {
    let written = Arc::new(Mutex::new(BTreeMap::new()));
    let server = start(written.clone()).await;
    let quick = Retry::new().backoff(Duration::from_micros(10), Duration::from_micros(100));
    let client: Client =
        builder(&server.url).retry(quick).rate_after_429(Rate::per_minute(60_000_000)).build().unwrap();
    let workers: Vec<_> = (0..WORKERS).map(|worker| tokio::spawn(work(client.clone(), worker))).collect();
    let mut failed = Vec::new();
    for worker in workers {
        failed.extend(worker.await.unwrap());
    }
    // Every failure is required by the policy: three attempts, an exhausted budget, or a write whose outcome
    // is unknown.
    for error in &failed {
        let is_write = error.operation() == Some("create_thing");
        let is_due =
            error.attempts() == 3 || error.retries_suppressed() || is_write && error.outcome_unknown();
        assert!(is_due, "{error:?}");
    }
    let unknown = failed.iter().filter(|error| error.outcome_unknown()).count();
    assert!((300..500).contains(&unknown), "a fifth of 2,000 writes meets a 500 or a reset: {unknown}");
    assert!(failed.len() < 2_000, "{}", failed.len());
    // No write is processed twice.
    let written = written.lock().unwrap();
    assert!(written.values().all(|times| *times == 1) && written.len() > 1_900, "{}", written.len());
    // The server receives no more retries than the budget allows: each costs at least 5 units; the budget
    // starts with 500, gains one for each success, and gets back the units of successful retries.
    let retries = server.seen().len() - CALLS as usize;
    assert!(retries < 3_500, "{retries}");
}
