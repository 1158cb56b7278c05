//! Generates the Rust code of a client from an OpenAPI description.
//!
//! A `build.rs` needs one line:
//!
//! ```no_run
//! openapi_client_codegen::Generator::from_settings("spec/images.toml").build();
//! ```
//!
//! Everything else goes through [`generate`], which accesses neither the file system nor the environment. It
//! takes a [`Source`] and [`Settings`] and returns an [`Output`] or a [`Report`]. The same input gives the
//! same bytes on every machine.

#![cfg_attr(
    not(feature = "tools"),
    allow(unreachable_pub, reason = "the feature `tools` makes the IR public")
)]

mod analysis;
mod build_script;
mod compose;
mod diagnostics;
mod emit;
mod graph;
#[cfg(not(feature = "tools"))]
#[allow(dead_code, reason = "the feature `tools` uses all of it")]
mod ir;
#[cfg(feature = "tools")]
pub mod ir;
mod lower;
mod naming;
mod openapi;
mod output;
mod overlay;
mod pipeline;
mod resolve;
mod select;
mod settings;
mod source;
pub mod text;
#[cfg(feature = "tools")]
mod tools;

use std::borrow::Cow;
use std::path::Path;

pub use build_script::Generator;
#[cfg(feature = "tools")]
pub use diagnostics::suggest::suggestion;
pub use diagnostics::{Code, FileId, Finding, Place, Pointer, Position, Report, Severity};
#[cfg(feature = "tools")]
pub use emit::rust_type;
#[cfg(feature = "tools")]
pub use lower::name_proposals::Proposal as NameProposal;
pub use naming::Name;
#[cfg(feature = "tools")]
pub use openapi::grammar::view as grammar_view;
pub use output::{FileCounts, Module, Output};
#[cfg(feature = "tools")]
pub use output::{write_page, write_reference};
#[cfg(feature = "tools")]
pub use overlay::json_path;
pub use settings::{
    Errors, GroupBy, Limits, OperationNames, PagedBy, PagingRule, RateLimitHeaders, RetryRules, Selection,
    Settings,
};
pub use source::Source;
#[cfg(feature = "tools")]
pub use source::absolute;
#[cfg(feature = "tools")]
pub use tools::diff::{Change, Counts, Diff, Tally, Verdict, Weight, diff};
#[cfg(feature = "tools")]
pub use tools::listing::listing;
#[cfg(feature = "tools")]
pub use tools::paging::Proposal as PagingProposal;
#[cfg(feature = "tools")]
pub use tools::{coverage, listing};

/// The generated modules of a description, with the findings.
#[derive(Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The generated modules.
    pub output: Output,
    /// The warnings and notes, with their positions.
    pub report: Report,
    /// The intermediate representation of the API, from which the modules are written.
    #[cfg(feature = "tools")]
    pub api: ir::Api,
    #[cfg(not(feature = "tools"))]
    api: ir::Api,
}

impl Generated {
    /// Returns the Cargo features of the tags if `tag_features` is set, for the client's manifest. Each tag
    /// has one feature, in the order of the description. `other-models` is for schemas that no operation
    /// reaches, if there are any.
    pub fn tag_features(&self) -> Vec<String> {
        analysis::TagFeatures::of(&self.api).names().to_vec()
    }

    /// Returns the Cargo feature of each operation if `tag_features` is set, in the order of the description.
    pub fn features_of_operations(&self) -> Vec<String> {
        let features = analysis::TagFeatures::of(&self.api);
        let groups = self.api.operations.iter().map(|operation| operation.group);
        groups.flat_map(|group| features.of_group(group).features().first().cloned()).collect()
    }

    /// Returns whether any value is sent as XML, so that the client needs the runtime's feature `xml`.
    pub fn uses_xml(&self) -> bool {
        analysis::uses_xml(&self.api)
    }

    /// Returns paging rules for the operations to which no rule of the settings applies, if the description
    /// supports one. `source` must be the source that was generated from.
    #[cfg(feature = "tools")]
    pub fn paging_proposals(&self, source: &Source) -> Vec<PagingProposal> {
        tools::paging::proposals(&self.api, source)
    }

    /// Returns the settings that shorten the names of the description.
    #[cfg(feature = "tools")]
    pub fn name_proposal(&self) -> NameProposal {
        lower::name_proposals::proposal(&self.api)
    }

    #[cfg(feature = "tools")]
    /// Returns the coverage of each node of the description. `source` must be the source that was generated
    /// from. Each call computes the coverage again.
    pub fn coverage(&self, source: &Source) -> coverage::Coverage {
        coverage::Coverage::of(source, &self.api, &self.report)
    }
}

/// Reads the description and the overlays that `settings` name.
///
/// # Errors
/// Fails if a file cannot be read or parsed; the report has the position of each problem.
pub fn open(settings: &Settings) -> Result<Source, Report> {
    let root = settings.root.as_deref().map(|root| opened_root(root, settings)).transpose()?;
    if let Some(folder) = &settings.root {
        contains(folder, settings)?;
    }
    let mut source = Source::open_below(&settings.description, root.as_ref())?;
    let root = match root {
        Some(root) => root,
        None => opened_root(settings.description.parent().unwrap_or(Path::new("")), settings)?,
    };
    for path in &settings.overlays {
        if let Err(report) = overlay::apply(&mut source, path, &root, settings) {
            return Err(source.locate(report));
        }
    }
    source.read_references(&root);
    Ok(source)
}

/// Checks that the folder to which references are limited contains the description, as far as both exist.
fn contains(folder: &Path, settings: &Settings) -> Result<(), Report> {
    let complete = (folder.canonicalize(), settings.description.canonicalize());
    let (Ok(root), Ok(description)) = complete else { return Ok(()) };
    if description.starts_with(&root) {
        return Ok(());
    }
    let what = format!("root: `{}` does not contain the description", source::display_path(folder));
    let help = "set `root` to a folder that contains the description and all files that it refers to";
    Err(Report::of(settings.finding("root", what).help(help)))
}

/// Opens the folder to which references are limited.
fn opened_root(folder: &Path, settings: &Settings) -> Result<source::Root, Report> {
    source::Root::new(folder).map_err(|error| {
        let what =
            format!("the folder `{}`, which references may reach: {error}", source::display_path(folder));
        Report::of(settings.finding("root", what).help("set `root` to an existing folder"))
    })
}

/// Generates the modules of a client.
///
/// # Errors
/// Fails if the description has errors. The report contains the findings of all stages, up to the first error
/// that has no sound replacement, each with its position and a fix.
pub fn generate(source: &Source, settings: &Settings) -> Result<Generated, Report> {
    pipeline::run(Cow::Borrowed(source), settings)
}

/// Generates the modules of a client and consumes the source. Changes the description in place and drops its
/// values as soon as they are no longer needed, which takes much less memory than [`generate`].
///
/// # Errors
/// Fails as [`generate`] does.
pub fn generate_once(source: Source, settings: &Settings) -> Result<Generated, Report> {
    pipeline::run(Cow::Owned(source), settings)
}

/// The stack size of the thread that runs the stages, in bytes. It is the usual size of a main thread,
/// whatever thread calls. The nesting of descriptions is limited, and chains of references do not use the
/// stack.
const STACK: usize = 8 << 20;
