//! The generator for build scripts: writes files to `OUT_DIR` and prints findings as Cargo instructions.

use std::path::{Path, PathBuf};

use crate::diagnostics::{Code, Finding, Report, Severity};
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
    /// Creates a generator from the path of a settings file, relative to the package's folder.
    pub fn from_settings(path: impl Into<PathBuf>) -> Self {
        Self { settings: From::File(path.into()) }
    }

    /// Creates a generator from settings that the build script creates. Paths are relative to the package's
    /// folder.
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
    /// Errors become `cargo::error` lines with their positions, and fail the build; warnings become
    /// `cargo::warning` lines. This function neither returns an error nor panics: Cargo reads the lines after
    /// the script has ended successfully.
    pub fn build(self) {
        let mut read = Vec::new();
        let outcome = self.run(&mut read);
        print(&instructions(&read, &outcome.unwrap_or_else(|report| report)));
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
        // Some paths are now listed twice. That is harmless; searching thousands of paths for duplicates
        // would be slow.
        read.extend(source.paths().map(Path::to_owned));
        let generated = crate::generate_once(source, &settings)?;
        let folder = std::env::var_os("OUT_DIR").ok_or_else(|| {
            let what = "`OUT_DIR` is not set: this function is for build scripts";
            Report::of(Finding::error(Code::Settings, None, what))
        })?;
        generated.output.write_to(Path::new(&folder))?;
        Ok(generated.report)
    }
}

/// Returns the instructions for Cargo, each on one line. Text from a description can contain neither Cargo
/// instructions nor control sequences for the terminal.
fn instructions(read: &[PathBuf], report: &Report) -> Vec<String> {
    let files = read.iter().map(|path| format!("cargo::rerun-if-changed={}", path.display()));
    let findings = report.summary().into_iter().filter_map(|finding| match finding.severity {
        Severity::Error => Some(format!("cargo::error={finding}")),
        Severity::Warning => Some(format!("cargo::warning={finding}")),
        Severity::Note => None,
    });
    files.chain(findings).map(|text| Foreign::new(&text).line()).collect()
}

#[expect(clippy::print_stdout, reason = "Cargo reads the output of a build script")]
fn print(lines: &[String]) {
    lines.iter().for_each(|line| println!("{line}"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Source;
    use crate::text::is_hidden;

    #[test]
    fn a_repeated_warning_is_one_line_with_a_count() {
        let parameters = ["a", "b", "c"]
            .map(|name| format!(r#"{{"name": "{name}", "in": "query", "schema": {{}}, "old": 1}}"#));
        let text = format!(
            r#"{{"openapi": "3.0.3", "info": {{"title": "x", "version": "1", "other": 1}}, "paths": {{"/a": {{"get": {{
            "operationId": "a", "responses": {{"204": {{"description": "x"}}}}, "parameters": [{}]}}}}}}}}"#,
            parameters.join(",")
        );
        let source = Source::from_text("openapi.json", &text).unwrap();
        let report = crate::generate(&source, &Settings::new("openapi.json", "client")).unwrap().report;
        let lines = instructions(&[], &report);
        assert_eq!(report.findings().len(), 4);
        assert_eq!(lines.len(), 2, "{lines:#?}");
        assert!(lines.iter().any(|line| line.contains("(and 2 more of this kind")), "{lines:#?}");
    }

    #[test]
    fn cargo_reads_one_line_for_each_finding_of_any_description() {
        let text = r##"{"openapi": "3.0.3", "info": {"title": "x", "version": "1"}, "paths": {"/a": {"get": {
            "operationId": "a", "responses": {"204": {"description": "x"}},
            "\u001b[2J\ncargo::rustc-link-arg=-x\u2028\rcargo::rustc-cfg=x\u202e": 1,
            "parameters": [{"name": "p", "in": "\u009b31m\ncargo::error=x", "schema": {}}]}}}}"##;
        let source = Source::from_text("a\u{1b}.json\ncargo::x", text).unwrap();
        let mut settings = Settings::new("openapi.json", "client");
        settings.lenient = true;
        let report = crate::generate(&source, &settings).map_or_else(|report| report, |made| made.report);
        let lines = instructions(&["b\n\u{7}.json".into()], &report);
        assert!(lines.len() > 2, "{lines:#?}");
        for line in &lines {
            assert!(
                line.starts_with("cargo::warning=") || line.starts_with("cargo::rerun-if-changed="),
                "{line}"
            );
            assert!(!line.contains(is_hidden), "{line:?}");
        }
    }
}
