//! The secrets of a client, for all code that creates texts.

use std::fmt;
use std::sync::Arc;

use super::Secrets;

/// A function that adds the current value of a secret that changes.
pub(crate) type Learn = Box<dyn Fn(&mut Secrets) + Send + Sync>;

/// The secrets of a client, and of one of its calls. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Vault {
    contents: Option<Arc<Contents>>,
    /// The fetched tokens of a call: the server and the provider may repeat one that has been replaced.
    sent: Option<Arc<[String]>>,
}

struct Contents {
    /// The secrets that do not change.
    fixed: Secrets,
    /// The secrets that are fetched, and change.
    fetched: Vec<Learn>,
}

impl Vault {
    pub(crate) fn new(fixed: Secrets, fetched: Vec<Learn>) -> Self {
        Self { contents: Some(Arc::new(Contents { fixed, fetched })), sent: None }
    }

    /// Returns the vault of a call that has sent fetched tokens.
    pub(crate) fn with_sent(&self, tokens: Vec<String>) -> Self {
        let sent = (!tokens.is_empty()).then(|| tokens.into());
        Self { contents: self.contents.clone(), sent }
    }

    /// Returns the current secrets of the client, because fetched tokens change, and those of the call.
    pub(crate) fn secrets(&self) -> Secrets {
        let mut secrets = Secrets::default();
        if let Some(contents) = &self.contents {
            secrets = contents.fixed.clone();
            contents.fetched.iter().for_each(|learn| learn(&mut secrets));
        }
        self.sent.iter().flat_map(|sent| sent.iter()).for_each(|token| secrets.learn(token));
        secrets
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Vault").finish_non_exhaustive()
    }
}
