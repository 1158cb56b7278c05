//! Tokens that calls share: fetched once, continued, refreshed, rejected.

use std::sync::atomic::{AtomicU32, Ordering};

use super::super::fetch::ABANDONED;
use super::*;

/// Creates a source of tokens that are valid for an hour and take a second to fetch; some fetches fail.
fn source(failing: fn(u32) -> bool) -> (Source, Arc<AtomicU32>) {
    let count = Arc::new(AtomicU32::new(0));
    let counted = count.clone();
    let source = Source::new(move || {
        let number = counted.fetch_add(1, Ordering::Relaxed);
        async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if failing(number) {
                return Err(format!("no {number}").into());
            }
            Ok(Token::new(format!("token-{number}")).expires_in(Duration::from_secs(3600)))
        }
    });
    (source, count)
}

#[tokio::test(start_paused = true)]
async fn a_token_is_shared_and_renewed_before_it_expires() {
    let (source, count) = source(|_| false);
    assert_eq!(source.latest(), None);
    let (first, second) = tokio::join!(source.ready(), source.ready());
    assert!(first.is_ok() && second.is_ok());
    assert_eq!(source.latest().as_deref(), Some("token-0"));
    tokio::time::advance(Duration::from_secs(3301)).await;
    source.ready().await.unwrap();
    source.refuse("token-0");
    assert_eq!(source.latest().as_deref(), Some("token-1"));
    source.refuse("token-1");
    assert_eq!(source.latest(), None);
    assert_eq!(count.load(Ordering::Relaxed), 2);
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_shared_by_the_calls_that_waited_for_it() {
    let (source, count) = source(|number| number == 0);
    let began = Instant::now();
    let calls: Vec<_> = (0..64).map(|_| source.clone()).collect();
    let calls: Vec<_> =
        calls.into_iter().map(|source| tokio::spawn(async move { source.ready().await })).collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap_err().to_string(), "no 0");
    }
    assert_eq!((began.elapsed().as_secs(), count.load(Ordering::Relaxed)), (1, 1));
    // A later call fetches again.
    source.ready().await.unwrap();
    assert_eq!(source.latest().as_deref(), Some("token-1"));
}

#[tokio::test(start_paused = true)]
async fn a_valid_token_is_used_if_its_renewal_fails() {
    let (source, count) = source(|number| number > 0);
    source.ready().await.unwrap();
    tokio::time::advance(Duration::from_secs(3310)).await;
    for _ in 0..9 {
        source.ready().await.unwrap();
    }
    // There is a pause before the next fetch; once the token has expired, there is no pause.
    assert_eq!(count.load(Ordering::Relaxed), 2);
    tokio::time::advance(Duration::from_secs(300)).await;
    assert_eq!(source.ready().await.unwrap_err().to_string(), "no 2");
}

#[tokio::test(start_paused = true)]
async fn a_hanging_renewal_does_not_delay_calls() {
    let count = Arc::new(AtomicU32::new(0));
    let source = Source::new(move || {
        let is_first = count.fetch_add(1, Ordering::Relaxed) == 0;
        async move {
            if !is_first {
                std::future::pending::<()>().await;
            }
            Ok(Token::new("t").expires_in(Duration::from_secs(100)))
        }
    });
    source.ready().await.unwrap();
    tokio::time::advance(Duration::from_secs(91)).await;
    let began = Instant::now();
    source.ready().await.unwrap();
    assert_eq!(began.elapsed(), PATIENCE);
}

#[tokio::test(start_paused = true)]
async fn a_fetch_survives_the_call_that_started_it() {
    let (source, count) = source(|_| false);
    let half = Duration::from_millis(500);
    assert!(tokio::time::timeout(half, source.ready()).await.is_err());
    let began = Instant::now();
    source.ready().await.unwrap();
    assert_eq!((began.elapsed(), count.load(Ordering::Relaxed)), (half, 1));
    // A fetch that was not polled for long is not continued.
    source.refuse("token-0");
    assert!(tokio::time::timeout(half, source.ready()).await.is_err());
    tokio::time::advance(ABANDONED * 2).await;
    source.ready().await.unwrap();
    assert_eq!(count.load(Ordering::Relaxed), 3);
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_panics_is_called_again() {
    let count = Arc::new(AtomicU32::new(0));
    let source = Source::new(move || {
        let number = count.fetch_add(1, Ordering::Relaxed);
        async move {
            assert!(number > 0, "once");
            Ok(Token::new("Bearer t"))
        }
    });
    let first = source.clone();
    assert!(tokio::spawn(async move { first.ready().await.is_ok() }).await.unwrap_err().is_panic());
    source.ready().await.unwrap();
    assert_eq!(source.latest().as_deref(), Some("t"));
    source.refuse("t");
    assert_eq!(source.latest(), None);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_not_polled_does_not_stop_others() {
    let (source, count) = source(|_| false);
    // The call that began the fetch is kept, but not polled.
    let half = Duration::from_millis(500);
    let mut first = std::pin::pin!(source.ready());
    assert!(tokio::time::timeout(half, first.as_mut()).await.is_err());
    let began = Instant::now();
    let second = tokio::time::timeout(half * 100, source.ready()).await;
    assert!(second.unwrap().is_ok());
    assert_eq!((began.elapsed(), count.load(Ordering::Relaxed)), (half, 1));
    first.await.unwrap();
    // A fetch that was ready long ago, and that only the first call could have continued, is abandoned.
    source.refuse("token-0");
    let mut first = std::pin::pin!(source.ready());
    assert!(tokio::time::timeout(half, first.as_mut()).await.is_err());
    tokio::time::advance(Duration::from_secs(1)).await;
    tokio::time::advance(ABANDONED * 2).await;
    source.ready().await.unwrap();
    assert_eq!(count.load(Ordering::Relaxed), 3);
    first.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_slow_fetch_that_calls_wait_for_is_not_abandoned() {
    let (count, source) = slow(Duration::from_secs(60));
    let calls = (0..6).map(|number| {
        let source = source.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(number * 9)).await;
            source.ready().await.is_ok()
        })
    });
    for call in calls.collect::<Vec<_>>() {
        assert!(call.await.unwrap());
    }
    assert_eq!(count.load(Ordering::Relaxed), 1);
}

fn slow(time: Duration) -> (Arc<AtomicU32>, Source) {
    let count = Arc::new(AtomicU32::new(0));
    let counted = count.clone();
    let source = Source::new(move || {
        counted.fetch_add(1, Ordering::Relaxed);
        async move {
            tokio::time::sleep(time).await;
            Ok(Token::new("t"))
        }
    });
    (count, source)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn threads_share_one_fetch() {
    for _ in 0..100 {
        let count = Arc::new(AtomicU32::new(0));
        let counted = count.clone();
        let source = Source::new(move || {
            counted.fetch_add(1, Ordering::Relaxed);
            async {
                // Wakes itself while other threads poll.
                for _ in 0..20 {
                    tokio::task::yield_now().await;
                }
                Ok(Token::new("t"))
            }
        });
        let calls: Vec<_> = (0..16).map(|_| source.clone()).collect();
        let calls = calls.into_iter().map(|source| tokio::spawn(async move { source.ready().await.is_ok() }));
        for call in calls.collect::<Vec<_>>() {
            assert!(tokio::time::timeout(Duration::from_secs(60), call).await.unwrap().unwrap());
        }
        assert_eq!(count.load(Ordering::Relaxed), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_needs_its_own_token_times_out() {
    let itself = Arc::new(std::sync::OnceLock::<Source>::new());
    let known = itself.clone();
    let source = Source::new(move || {
        let source = known.get().unwrap().clone();
        async move {
            source.ready().await?;
            Ok(Token::new("t"))
        }
    });
    assert!(itself.set(source.clone()).is_ok());
    assert!(tokio::time::timeout(Duration::from_secs(30), source.ready()).await.is_err());
}
