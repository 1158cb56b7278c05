//! A description or a settings file, as the command line names it, to settings.

use std::path::Path;

use openapi_client_codegen::{Generated, Report, Settings, Source, generate, generate_once, open};

use crate::arguments::Input;
use crate::terminal;

impl Input {
    /// The settings of the settings file, or those of a description that has none.
    pub(crate) fn settings(&self) -> Result<Settings, Report> {
        let mut settings = settings(&self.path)?;
        settings.overlays.extend(self.overlay.iter().cloned());
        settings.root = self.root.clone().or(settings.root);
        settings.lenient |= self.lenient;
        Ok(settings)
    }
}

/// What settings lead to; something moves on the terminal while it is made.
pub(crate) fn generated(settings: &Settings) -> Result<(Source, Generated), Report> {
    watched(settings, |source| generate(&source, settings).map(|generated| (source, generated)))
}

/// The same, for those who ask nothing else of the description.
pub(crate) fn generated_once(settings: &Settings) -> Result<Generated, Report> {
    watched(settings, |source| generate_once(source, settings))
}

fn watched<T>(settings: &Settings, generate: impl FnOnce(Source) -> Result<T, Report>) -> Result<T, Report> {
    let progress = terminal::progress(format!("reading {}", settings.description.display()));
    let outcome = open(settings).and_then(generate);
    progress.finish_and_clear();
    outcome
}

/// Settings by a path alone.
pub(crate) fn settings(path: &Path) -> Result<Settings, Report> {
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml")) {
        Settings::open(path)
    } else {
        Ok(Settings::new(path, "client"))
    }
}
