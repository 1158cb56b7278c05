//! Tokens with different scopes: each is fetched when an operation first needs its scopes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::credentials::{Source, TokenFuture};

/// A source of tokens with given scopes.
pub(crate) trait ScopedProvider: Send + Sync + 'static {
    /// Fetches a token with scopes, which are separated by spaces.
    fn fetch(&self, scopes: &str) -> TokenFuture;
}

/// A provider, with its last token for each set of scopes.
#[derive(Clone)]
pub(crate) struct Scoped(Arc<Inner>);

struct Inner {
    provider: Arc<dyn ScopedProvider>,
    /// The only security scheme that the tokens are for, if there is one.
    scheme: Option<String>,
    sources: Mutex<BTreeMap<String, Source>>,
}

impl Scoped {
    pub(crate) fn new(provider: Arc<dyn ScopedProvider>, scheme: Option<String>) -> Self {
        Self(Arc::new(Inner { provider, scheme, sources: Mutex::default() }))
    }

    pub(crate) fn is_for(&self, scheme: &str) -> bool {
        self.0.scheme.as_ref().is_none_or(|only| only == scheme)
    }

    /// Returns the source of tokens with scopes. Their order does not matter.
    pub(crate) fn source(&self, scopes: &[&str]) -> Source {
        let mut scopes = scopes.to_vec();
        scopes.sort_unstable();
        scopes.dedup();
        let scopes = scopes.join(" ");
        let mut sources = self.0.sources.lock().unwrap_or_else(PoisonError::into_inner);
        let (provider, key) = (self.0.provider.clone(), scopes.clone());
        sources.entry(key).or_insert_with(|| Source::new(Requested { provider, scopes })).clone()
    }

    /// Returns all sources so far.
    pub(crate) fn sources(&self) -> Vec<Source> {
        self.0.sources.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }
}

/// A provider of tokens with fixed scopes.
struct Requested {
    provider: Arc<dyn ScopedProvider>,
    scopes: String,
}

impl super::credentials::CredentialProvider for Requested {
    fn fetch(&self) -> TokenFuture {
        self.provider.fetch(&self.scopes)
    }
}
