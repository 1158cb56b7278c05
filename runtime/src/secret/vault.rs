//! The secrets of a client, for every place that makes texts.

use std::fmt;
use std::sync::Arc;

use super::Secrets;

/// Adds a secret that changes, as it is at that moment.
pub(crate) type Learn = Box<dyn Fn(&mut Secrets) + Send + Sync>;

/// The secrets of a client. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Vault(Option<Arc<Contents>>);

struct Contents {
    /// The secrets that do not change.
    fixed: Secrets,
    /// The secrets that are fetched, and change.
    fetched: Vec<Learn>,
}

impl Vault {
    pub(crate) fn new(fixed: Secrets, fetched: Vec<Learn>) -> Self {
        Self(Some(Arc::new(Contents { fixed, fetched })))
    }

    /// Returns all secrets of this moment: fetched tokens change.
    pub(crate) fn secrets(&self) -> Secrets {
        let Some(contents) = &self.0 else { return Secrets::default() };
        let mut secrets = contents.fixed.clone();
        contents.fetched.iter().for_each(|learn| learn(&mut secrets));
        secrets
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Vault").finish_non_exhaustive()
    }
}
