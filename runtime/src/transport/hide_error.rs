//! Errors of other crates, without secrets.

use std::error::Error;
use std::fmt;

use super::TransportError;
use crate::secret::Secrets;

type Source = Box<dyn Error + Send + Sync>;

/// Returns the error itself, so that programs can downcast it. If a text of its chain contains a secret,
/// returns an error with the redacted texts instead.
pub(crate) fn hide_error(source: Source, secrets: &Secrets) -> Source {
    match source.downcast::<TransportError>() {
        Ok(mut error) => {
            error.hide(secrets);
            error
        }
        Err(source) if is_clean(&*source, secrets) => source,
        Err(source) => Box::new(RedactedError::of(&*source, secrets)),
    }
}

fn is_clean(error: &(dyn Error + 'static), secrets: &Secrets) -> bool {
    let texts = [error.to_string(), format!("{error:?}"), format!("{error:#?}")];
    texts.iter().all(|text| secrets.hide(text) == *text)
        && error.source().is_none_or(|source| is_clean(source, secrets))
}

/// The text of an error, and its source.
struct RedactedError {
    text: String,
    source: Option<Box<Self>>,
}

impl RedactedError {
    fn of(error: &(dyn Error + 'static), secrets: &Secrets) -> Self {
        let source = error.source().map(|source| Box::new(Self::of(source, secrets)));
        Self { text: secrets.hide(&error.to_string()), source }
    }
}

impl fmt::Display for RedactedError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl fmt::Debug for RedactedError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl Error for RedactedError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
