//! Reads an OpenAPI description and writes the Rust of a client.
//!
//! A `build.rs` needs one line:
//!
//! ```no_run
//! openapi_client_codegen::Generator::from_settings("spec/images.toml").build();
//! ```
//!
//! Everything else goes through [`generate`], which touches neither the disk nor the environment: a
//! [`Source`] and [`Settings`] come in, an [`Output`] or a [`Report`] comes out, and the same input
//! gives the same bytes on every machine.

mod analysis;
mod build_script;
mod compose;
mod diagnostics;
mod emit;
mod graph;
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
pub use diagnostics::{Code, FileId, Finding, Place, Pointer, Position, Report, Severity};
#[cfg(feature = "tools")]
pub use emit::rust_type;
#[cfg(feature = "tools")]
pub use lower::paging::proposals::Proposal as PagingProposal;
pub use naming::Name;
#[cfg(feature = "tools")]
pub use openapi::grammar::view as grammar_view;
pub use output::{Module, Output, Written};
#[cfg(feature = "tools")]
pub use output::{write_page, write_reference};
#[cfg(feature = "tools")]
pub use overlay::json_path;
pub use settings::{Errors, Limits, PagedBy, PagingRule, RateLimitHeaders, RetryRules, Selection, Settings};
pub use source::Source;
#[cfg(feature = "tools")]
pub use source::absolute;
#[cfg(feature = "tools")]
pub use tools::diff::{Change, Diff, Verdict, Weight, diff};
#[cfg(feature = "tools")]
pub use tools::listing::listing;
#[cfg(feature = "tools")]
pub use tools::{coverage, listing};

/// What a description became, with what there is to say about it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The generated modules.
    pub output: Output,
    /// Warnings and notes, located.
    pub report: Report,
    /// What the description became, before it was written as Rust.
    pub api: ir::Api,
}

impl Generated {
    /// The cargo features that the tags are behind where the settings say `tag_features`, to be declared in the
    /// client's manifest: one a tag, in the order of the description, and `other-models` where there are schemas that
    /// no operation reaches.
    pub fn tag_features(&self) -> Vec<String> {
        analysis::TagFeatures::of(&self.api).names().to_vec()
    }

    /// Whether something travels as XML, so that the client needs the runtime's feature `xml`.
    pub fn uses_xml(&self) -> bool {
        analysis::as_xml(&self.api).next().is_some()
    }

    /// Rules of paging that would fit, by how the description looks; those that the settings have are not among them.
    #[cfg(feature = "tools")]
    pub fn paging_proposals(&self) -> Vec<PagingProposal> {
        lower::paging::proposals::proposals(&self.api)
    }

    #[cfg(feature = "tools")]
    /// What became of every node of the description that `source` holds: the same that was generated from.
    /// It is worked out anew with each call.
    pub fn coverage(&self, source: &Source) -> coverage::Coverage {
        coverage::Coverage::of(source, &self.api, &self.report)
    }
}

/// Reads the description that `settings` name, with its overlays.
///
/// # Errors
/// Files that cannot be read or are not what they should be, each with its place.
pub fn open(settings: &Settings) -> Result<Source, Report> {
    let root = settings.root.as_deref().map(|root| opened_root(root, settings)).transpose()?;
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

/// The folder that references may reach.
fn opened_root(folder: &Path, settings: &Settings) -> Result<source::Root, Report> {
    source::Root::new(folder).map_err(|error| {
        let what =
            format!("the folder `{}`, which references may reach: {error}", source::display_path(folder));
        Report::of(settings.finding("root", what).help("name a folder that is there as `root`"))
    })
}

/// Generates the modules of a client.
///
/// # Errors
/// Everything that is wrong with the description, each with its place and what to do. Nothing is
/// generated while an error stands.
pub fn generate(source: &Source, settings: &Settings) -> Result<Generated, Report> {
    pipeline::run(Cow::Borrowed(source), settings)
}

/// The same, where nothing else is asked of the description: it is changed where it is, and its values are gone as soon
/// as they have been looked at, which takes much less memory.
///
/// # Errors
/// As for [`generate`].
pub fn generate_once(source: Source, settings: &Settings) -> Result<Generated, Report> {
    pipeline::run(Cow::Owned(source), settings)
}

/// Memory for the stack of the stages, in bytes: what a program's first thread has, whichever thread calls. What nests is
/// limited, and chains of references take no stack.
const STACK: usize = 8 << 20;
