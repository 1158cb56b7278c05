//! Reads the description or settings file that the command line names.

use std::path::Path;

use openapi_client_codegen::{Generated, Report, Settings, Source, generate, generate_once, open};

use crate::arguments::Input;
use crate::terminal;

impl Input {
    /// Returns the settings in the file, or the default settings for a description, with the options applied.
    pub(crate) fn settings(&self) -> Result<Settings, Report> {
        let mut settings = settings(&self.path)?;
        settings.overlays.extend(self.overlay.iter().cloned());
        settings.root = self.root.clone().or(settings.root);
        settings.lenient |= self.lenient;
        Ok(settings)
    }
}

/// Reads the description and generates the client, with a spinner on the terminal.
pub(crate) fn generated(settings: &Settings) -> Result<(Source, Generated), Report> {
    watched(settings, |source| generate(&source, settings).map(|generated| (source, generated)))
}

/// Like [`generated`], but drops the description, which takes less memory.
pub(crate) fn generated_once(settings: &Settings) -> Result<Generated, Report> {
    watched(settings, |source| generate_once(source, settings))
}

fn watched<T>(settings: &Settings, generate: impl FnOnce(Source) -> Result<T, Report>) -> Result<T, Report> {
    let progress = terminal::progress(format!("reading {}", settings.description.display()));
    let outcome = open(settings).and_then(generate);
    progress.finish_and_clear();
    outcome
}

/// Reads a settings file, or returns the default settings for a description.
pub(crate) fn settings(path: &Path) -> Result<Settings, Report> {
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml")) {
        Settings::open(path)
    } else {
        Ok(Settings::new(path, "client"))
    }
}
