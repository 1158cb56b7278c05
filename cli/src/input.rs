//! A description or a settings file, as the command line names it, to settings.

use std::path::Path;

use openapi_client_codegen::{Report, Settings};

use crate::arguments::Input;

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

/// Settings by a path alone.
pub(crate) fn settings(path: &Path) -> Result<Settings, Report> {
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml")) {
        Settings::open(path)
    } else {
        Ok(Settings::new(path, "client"))
    }
}
