//! Tokens that are fetched when they are needed, and fetched anew when they are over.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::security;

/// A token, or why there is none.
pub type Fetched = Pin<Box<dyn Future<Output = Result<Token, FetchError>> + Send>>;

/// Why a token could not be fetched. Its text must hold no secret: it is shown.
pub type FetchError = Box<dyn std::error::Error + Send + Sync>;

/// Where tokens come from: a file, a metadata server, an OAuth 2 flow.
pub trait CredentialProvider: Send + Sync + 'static {
    /// Fetches a token. It is asked for the first one, for another when that is nearly over, and once when the
    /// server does not accept it (status 401); never for two at once.
    fn fetch(&self) -> Fetched;
}

/// A function that gives a future is a provider.
impl<F, T> CredentialProvider for F
where
    F: Fn() -> T + Send + Sync + 'static,
    T: Future<Output = Result<Token, FetchError>> + Send + 'static,
{
    fn fetch(&self) -> Fetched {
        Box::pin(self())
    }
}

/// A bearer token, and how long it is good for.
#[derive(Clone)]
pub struct Token {
    secret: String,
    life: Option<Duration>,
}

impl Token {
    /// A token that is good until the server says otherwise.
    pub fn new(secret: impl Into<String>) -> Self {
        Self { secret: secret.into(), life: None }
    }

    /// Says how long it is good for. It is fetched anew five minutes before, or when a tenth of its life is left.
    #[must_use]
    pub fn expires_in(mut self, life: Duration) -> Self {
        self.life = Some(life);
        self
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Token").field("life", &self.life).finish_non_exhaustive()
    }
}

/// A provider with the token that it gave last.
#[derive(Clone)]
pub(crate) struct Source(Arc<Inner>);

struct Inner {
    provider: Box<dyn CredentialProvider>,
    held: Mutex<Option<Held>>,
    /// Held while a token is fetched, so that a thousand calls fetch one.
    fetching: tokio::sync::Mutex<()>,
}

struct Held {
    secret: String,
    until: Option<Instant>,
}

impl Source {
    pub(crate) fn new(provider: impl CredentialProvider) -> Self {
        let (held, fetching) = (Mutex::new(None), tokio::sync::Mutex::new(()));
        Self(Arc::new(Inner { provider: Box::new(provider), held, fetching }))
    }

    fn held(&self) -> MutexGuard<'_, Option<Held>> {
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The token that is good now, if one has been fetched.
    pub(crate) fn secret(&self) -> Option<String> {
        let held = self.held();
        let good = held.as_ref().filter(|held| held.until.is_none_or(|until| Instant::now() < until));
        good.map(|held| held.secret.clone())
    }

    /// The token that was fetched last, however long it is good.
    pub(crate) fn latest(&self) -> Option<String> {
        self.held().as_ref().map(|held| held.secret.clone())
    }

    /// Sees to it that there is a token that is good now.
    pub(crate) async fn ready(&self) -> Result<(), FetchError> {
        if self.secret().is_some() {
            return Ok(());
        }
        let _fetching = self.0.fetching.lock().await;
        // Somebody else may have fetched it meanwhile.
        if self.secret().is_some() {
            return Ok(());
        }
        let token = self.0.provider.fetch().await?;
        let secret = security::trimmed(&token.secret)?;
        let good = |life: Duration| life - (life / 10).min(Duration::from_secs(300));
        let until = token.life.and_then(|life| Instant::now().checked_add(good(life)));
        *self.held() = Some(Held { secret, until });
        Ok(())
    }

    /// Forgets a token that the server did not accept, unless there is a newer one by now.
    pub(crate) fn refuse(&self, refused: &str) {
        let mut held = self.held();
        if held.as_ref().is_some_and(|held| held.secret == refused) {
            *held = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn one_is_fetched_for_all_and_anew_before_it_is_over() {
        let count = Arc::new(AtomicU32::new(0));
        let counted = count.clone();
        let source = Source::new(move || {
            let number = counted.fetch_add(1, Ordering::Relaxed);
            async move {
                tokio::time::sleep(Duration::from_secs(1)).await;
                Ok(Token::new(format!("token-{number}")).expires_in(Duration::from_secs(3600)))
            }
        });
        assert_eq!(source.secret(), None);
        let (first, second) = tokio::join!(source.ready(), source.ready());
        assert!(first.is_ok() && second.is_ok());
        assert_eq!(source.secret().as_deref(), Some("token-0"));
        tokio::time::advance(Duration::from_secs(3301)).await;
        assert_eq!(source.secret(), None);
        source.ready().await.unwrap();
        source.refuse("token-0");
        assert_eq!(source.secret().as_deref(), Some("token-1"));
        source.refuse("token-1");
        assert_eq!(source.secret(), None);
        assert_eq!(count.load(Ordering::Relaxed), 2);
    }
}
