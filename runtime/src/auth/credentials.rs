//! Tokens that are fetched when they are needed, and refreshed before they expire.

use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::auth::fetch::SharedFetch;
use crate::auth::security;

/// The future of a token.
///
/// ```
/// # use openapi_client_runtime::{CredentialProvider, Token, TokenFuture};
/// struct FromEnvironment;
///
/// impl CredentialProvider for FromEnvironment {
///     fn fetch(&self) -> TokenFuture {
///         Box::pin(async { Ok(Token::new(std::env::var("API_TOKEN")?)) })
///     }
/// }
/// ```
pub type TokenFuture = Pin<Box<dyn Future<Output = Result<Token, FetchError>> + Send>>;

/// The reason why a token could not be fetched. Its text must not contain a secret, because errors show it.
///
/// ```
/// # use openapi_client_runtime::{FetchError, Token};
/// fn token() -> Result<Token, FetchError> {
///     let secret = std::env::var("API_TOKEN").map_err(|_| "API_TOKEN is not set")?;
///     Ok(Token::new(secret))
/// }
/// ```
pub type FetchError = Box<dyn std::error::Error + Send + Sync>;

/// A source of tokens: a file, a metadata server or an OAuth 2 flow, for example.
///
/// ```
/// # use openapi_client_runtime::{ClientBuilder, Token};
/// use std::time::Duration;
///
/// # fn example<C: From<openapi_client_runtime::Client>>(builder: ClientBuilder<C>) -> ClientBuilder<C> {
/// let provider = || async {
///     let secret = std::fs::read_to_string("/run/secrets/token")?;
///     Ok(Token::new(secret.trim()).expires_in(Duration::from_secs(600)))
/// };
/// builder.credentials(provider)
/// # }
/// ```
pub trait CredentialProvider: Send + Sync + 'static {
    /// Fetches a token. The client calls this for the first token, before a token expires, and after the
    /// server has rejected one (status 401); never twice at the same time.
    fn fetch(&self) -> TokenFuture;
}

/// A function that returns a future is a provider.
impl<F, T> CredentialProvider for F
where
    F: Fn() -> T + Send + Sync + 'static,
    T: Future<Output = Result<Token, FetchError>> + Send + 'static,
{
    fn fetch(&self) -> TokenFuture {
        Box::pin(self())
    }
}

/// A bearer token with its lifetime.
///
/// ```
/// # use openapi_client_runtime::Token;
/// use std::time::Duration;
///
/// let token = Token::new("secret").expires_in(Duration::from_secs(3600));
/// assert!(!format!("{token:?}").contains("secret"));
/// ```
#[derive(Clone)]
pub struct Token {
    secret: String,
    life: Option<Duration>,
}

impl Token {
    /// Creates a token that is valid until the server rejects it.
    pub fn new(secret: impl Into<String>) -> Self {
        Self { secret: secret.into(), life: None }
    }

    /// Sets the lifetime. The client fetches another token five minutes before its end, or when a tenth of it
    /// remains.
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

/// The longest time that a call waits for a newer token while the present one is still valid.
const PATIENCE: Duration = Duration::from_secs(2);

/// The time between a failed refresh and the next one, while the token is still valid.
const PAUSE: Duration = Duration::from_secs(10);

/// The number of replaced tokens that are remembered.
const RETIRED: usize = 8;

/// A provider with its last token.
#[derive(Clone)]
pub(crate) struct Source(Arc<Inner>);

struct Inner {
    provider: Box<dyn CredentialProvider>,
    state: Mutex<State>,
    /// The fetch in progress. If all calls that wait for it are dropped, the next call continues it.
    fetch: SharedFetch,
}

#[derive(Default)]
struct State {
    current: Option<CurrentToken>,
    /// The last tokens that were replaced or rejected: texts of the server and of the provider may repeat
    /// them.
    retired: VecDeque<String>,
    /// The number of fetches that have ended: a call that waited for one uses its result.
    completed: u64,
    /// The error of the last one, if it failed.
    failure: Option<Arc<dyn std::error::Error + Send + Sync>>,
    /// The end of the pause after a failed refresh.
    pause: Option<Instant>,
}

struct CurrentToken {
    secret: String,
    /// The time of the refresh.
    fresh: Option<Instant>,
    /// The end of its lifetime.
    good: Option<Instant>,
}

/// The error of a fetch that several calls waited for.
#[derive(Debug)]
struct SharedFailure(Arc<dyn std::error::Error + Send + Sync>);

impl fmt::Display for SharedFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for SharedFailure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.0)
    }
}

/// What a call needs before its request can be sent.
enum Need {
    Nothing,
    /// A newer token soon: the present one is still valid.
    Soon,
    Now,
}

impl Source {
    pub(crate) fn new(provider: impl CredentialProvider) -> Self {
        let provider = Box::new(provider);
        Self(Arc::new(Inner { provider, state: Mutex::default(), fetch: SharedFetch::default() }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the last token, valid or not.
    pub(crate) fn latest(&self) -> Option<String> {
        self.state().current.as_ref().map(|current| current.secret.clone())
    }

    /// Returns the last tokens, which texts may repeat although they were replaced.
    pub(crate) fn retired(&self) -> Vec<String> {
        self.state().retired.iter().cloned().collect()
    }

    /// Waits for a valid token. Calls that wait at the same time share one fetch and its error. A token that
    /// is still valid is used if a newer one cannot be fetched in time.
    ///
    /// # Errors
    /// Fails if the provider does, or if its token is not a valid header value.
    pub(crate) async fn ready(&self) -> Result<(), FetchError> {
        let (need, seen) = {
            let state = self.state();
            (state.need(), state.completed)
        };
        match need {
            Need::Nothing => Ok(()),
            Need::Now => self.fetch(seen).await,
            Need::Soon => {
                let until = Instant::now() + PATIENCE;
                let outcome = crate::transport::timer::timeout_at(until, self.fetch(seen)).await;
                let need = self.state().need();
                match (outcome, need) {
                    (Ok(Err(error)), Need::Now) => Err(error),
                    // The token has expired by now, so the call has to wait.
                    (Err(_), Need::Now) => self.fetch(seen).await,
                    _ => Ok(()),
                }
            }
        }
    }

    /// Fetches a token, or waits for the fetch in progress. `seen` is the number of fetches that had ended
    /// when the call began.
    async fn fetch(&self, seen: u64) -> Result<(), FetchError> {
        let mut waiter = self.0.fetch.waiter();
        std::future::poll_fn(|context| {
            waiter.poll(
                context,
                || self.state().since(seen),
                || self.0.provider.fetch(),
                |fetched| {
                    let current =
                        |token: Token| Ok(CurrentToken::new(security::bearer(&token.secret)?, token.life));
                    self.state().complete(fetched.and_then(current))
                },
            )
        })
        .await
    }

    /// Discards a token that the server rejected, unless there is a newer one.
    pub(crate) fn refuse(&self, refused: &str) {
        let mut state = self.state();
        if state.current.as_ref().is_some_and(|current| current.secret == refused) {
            state.hold(None);
        }
    }
}

impl State {
    fn need(&self) -> Need {
        let now = Instant::now();
        let is_ahead = |until: Option<Instant>| until.is_none_or(|until| now < until);
        match &self.current {
            Some(current) if is_ahead(current.fresh) => Need::Nothing,
            Some(current) if is_ahead(current.good) => {
                if self.pause.is_some_and(|pause| now < pause) {
                    Need::Nothing
                } else {
                    Need::Soon
                }
            }
            _ => Need::Now,
        }
    }

    /// Returns the result of a fetch that ended after the first `seen`; `None` if another fetch is needed.
    fn since(&self, seen: u64) -> Option<Result<(), FetchError>> {
        match &self.failure {
            _ if self.completed == seen => None,
            Some(failure) => Some(Err(Box::new(SharedFailure(failure.clone())))),
            None => self.current.is_some().then_some(Ok(())),
        }
    }

    /// Replaces the token, and remembers the old one.
    fn hold(&mut self, current: Option<CurrentToken>) {
        if let Some(old) = std::mem::replace(&mut self.current, current) {
            self.retired.push_back(old.secret);
            self.retired.drain(..self.retired.len().saturating_sub(RETIRED));
        }
    }

    fn complete(&mut self, outcome: Result<CurrentToken, FetchError>) -> Result<(), FetchError> {
        self.completed += 1;
        match outcome {
            Ok(current) => {
                self.hold(Some(current));
                (self.failure, self.pause) = (None, None);
                Ok(())
            }
            Err(error) => {
                let failure: Arc<dyn std::error::Error + Send + Sync> = error.into();
                self.failure = Some(failure.clone());
                self.pause = Instant::now().checked_add(PAUSE);
                Err(Box::new(SharedFailure(failure)))
            }
        }
    }
}

impl CurrentToken {
    fn new(secret: String, life: Option<Duration>) -> Self {
        let now = Instant::now();
        let fresh = life.map(|life| life - (life / 10).min(Duration::from_secs(300)));
        let until = |life: Option<Duration>| life.and_then(|life| now.checked_add(life));
        Self { secret, fresh: until(fresh), good: until(life) }
    }
}

#[cfg(test)]
mod tests;
