//! The door for build.rs: settings to files in `OUT_DIR`, and reports as Cargo's own lines.

use std::path::{Path, PathBuf};

use crate::report::{Code, Finding, Report, Severity};
use crate::settings::Settings;
use crate::text::Foreign;

/// Generates a client from a build script.
#[derive(Debug, Clone)]
pub struct Generator {
    settings: From,
}

#[derive(Debug, Clone)]
enum From {
    File(PathBuf),
    Memory(Box<Settings>),
}

impl Generator {
    /// Takes the path of a settings file, from the package's folder.
    pub fn from_settings(path: impl Into<PathBuf>) -> Self {
        Self { settings: From::File(path.into()) }
    }

    /// Takes settings that the build script made itself; they can say all that a file can. Paths are taken
    /// from the package's folder.
    ///
    /// ```no_run
    /// let mut settings = openapi_client_codegen::Settings::new("spec/images.yaml", "digitalocean-images");
    /// settings.include.tags = vec!["Images".to_owned()];
    /// settings.formats.insert("date-time".to_owned(), "plain".to_owned());
    /// openapi_client_codegen::Generator::new(settings).build();
    /// ```
    pub fn new(settings: Settings) -> Self {
        Self { settings: From::Memory(Box::new(settings)) }
    }

    /// Writes the modules to `OUT_DIR` and tells Cargo which files they depend on.
    ///
    /// What is wrong with the description becomes `cargo::error` lines with places, and fails the build;
    /// warnings become `cargo::warning` lines. Nothing is returned and nothing panics: Cargo reads the
    /// lines after the script has ended well.
    pub fn build(self) {
        let mut read = Vec::new();
        let outcome = self.run(&mut read);
        for path in read {
            line(&format!("cargo::rerun-if-changed={}", path.display()));
        }
        let report = outcome.unwrap_or_else(|report| report);
        for finding in report.findings() {
            match finding.severity {
                Severity::Error => line(&format!("cargo::error={finding}")),
                Severity::Warning => line(&format!("cargo::warning={finding}")),
                Severity::Note => {}
            }
        }
    }

    fn run(&self, read: &mut Vec<PathBuf>) -> Result<Report, Report> {
        let settings = match &self.settings {
            From::File(path) => {
                read.push(path.clone());
                Settings::open(path)?
            }
            From::Memory(settings) => *settings.clone(),
        };
        read.push(settings.description.clone());
        read.extend(settings.overlays.iter().cloned());
        let source = crate::open(&settings)?;
        // Some are there twice by now, which costs nothing; to look for them in thousands would.
        read.extend(source.paths().map(Path::to_owned));
        let generated = crate::generate_once(source, &settings)?;
        let folder = std::env::var_os("OUT_DIR").ok_or_else(|| {
            let what = "there is no OUT_DIR: this is for a build script";
            Report::of(Finding::error(Code::Settings, None, what))
        })?;
        generated.output.write_to(Path::new(&folder))?;
        Ok(generated.report)
    }
}

/// Prints one instruction. Cargo reads it line by line, and shows what it is told on a terminal.
#[expect(clippy::print_stdout, reason = "Cargo reads what a build script prints")]
fn line(text: &str) {
    println!("{}", Foreign::new(text).line());
}
