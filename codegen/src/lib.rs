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

mod amount;
mod build_script;
mod canon;
mod check;
mod dialect;
#[cfg(feature = "tools")]
mod diff;
mod document;
mod emit;
mod extent;
mod facts;
mod flat;
mod grammar;
mod graph;
pub mod ir;
#[cfg(feature = "tools")]
pub mod ledger;
mod link;
#[cfg(feature = "tools")]
pub mod listing;
mod lower;
mod mend;
mod name;
mod nearest;
mod output;
mod overlay;
mod pointer;
mod print;
mod report;
mod select;
mod settings;
mod source;
pub mod text;

use std::borrow::Cow;
use std::path::Path;

pub use build_script::Generator;
#[cfg(feature = "tools")]
pub use diff::{Change, Diff, Verdict, Weight, diff};
#[cfg(feature = "tools")]
pub use emit::rust_type;
#[cfg(feature = "tools")]
pub use grammar::view as grammar_view;
#[cfg(feature = "tools")]
pub use listing::listing;
#[cfg(feature = "tools")]
pub use lower::paging::proposals::Proposal as PagingProposal;
pub use name::Name;
pub use output::{Output, Room, Written};
#[cfg(feature = "tools")]
pub use output::{write_page, write_reference};
#[cfg(feature = "tools")]
pub use overlay::json_path;
pub use pointer::Pointer;
pub use report::{Code, Finding, Report, Severity};
pub use settings::{Errors, Limits, PagedBy, PagingRule, RateLimitHeaders, RetryRules, Selection, Settings};
#[cfg(feature = "tools")]
pub use source::absolute;
pub use source::{FileId, Place, Position, Source};

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
        facts::TagFeatures::of(&self.api).names().to_vec()
    }

    /// Whether something travels as XML, so that the client needs the runtime's feature `xml`.
    pub fn uses_xml(&self) -> bool {
        facts::as_xml(&self.api).next().is_some()
    }

    /// Rules of paging that would fit, by how the description looks; those that the settings have are not among them.
    #[cfg(feature = "tools")]
    pub fn paging_proposals(&self) -> Vec<PagingProposal> {
        lower::paging::proposals::proposals(&self.api)
    }

    #[cfg(feature = "tools")]
    /// What became of every node of the description that `source` holds: the same that was generated from.
    /// It is worked out anew with each call.
    pub fn ledger(&self, source: &Source) -> ledger::Ledger {
        ledger::Ledger::of(source, &self.api, &self.report)
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
            return Err(report.locate(&source));
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
    run(Cow::Borrowed(source), settings)
}

/// The same, where nothing else is asked of the description: it is changed where it is, and its values are gone as soon
/// as they have been looked at, which takes much less memory.
///
/// # Errors
/// As for [`generate`].
pub fn generate_once(source: Source, settings: &Settings) -> Result<Generated, Report> {
    run(Cow::Owned(source), settings)
}

fn run(source: Cow<'_, Source>, settings: &Settings) -> Result<Generated, Report> {
    ordinary_stack(move || match source {
        Cow::Owned(source) if !dialect::is_other_version(&source) => {
            let mut working = Cow::Owned(source);
            let (outcome, report) = stages(&mut working, settings);
            finish(outcome, report, &working)
        }
        // Where findings lie, and what would mend them, is looked up in the values as they were written.
        source => {
            let (outcome, report) = stages(&mut Cow::Borrowed(&*source), settings);
            finish(outcome, report, &source)
        }
    })
}

fn finish(
    outcome: Result<(Output, ir::Api), Report>,
    report: Report,
    source: &Source,
) -> Result<Generated, Report> {
    let locate = |report: Report| report.moved(|place| dialect::written(source, place)).locate(source);
    match outcome {
        Ok((output, api)) => Ok(Generated { output, report: locate(report), api }),
        Err(report) => Err(locate(report)),
    }
}

/// Memory for the stack of the stages, in bytes: what a program's first thread has, whichever thread calls. What nests is
/// limited, and chains of references take no stack.
const STACK: usize = 8 << 20;

fn ordinary_stack<T: Send>(work: impl FnOnce() -> Result<T, Report> + Send) -> Result<T, Report> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let thread = thread.map_err(|error| {
            Report::of(Finding::error(Code::Internal, None, format!("no thread can be started: {error}")))
        })?;
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// The stages in order. Each gathers all that it finds; the next begins only when nothing is wrong.
///
/// A source that is borrowed is copied when it is to be changed, once.
fn stages(source: &mut Cow<'_, Source>, settings: &Settings) -> (Result<(Output, ir::Api), Report>, Report) {
    let mut report = Report::by(settings);
    report.extend(source.said().clone());
    let entry = source.entry_name();
    let output = api(source, settings, &mut report).and_then(|api| {
        let facts = facts::of(&api);
        facts::indistinct(&api).into_iter().for_each(|finding| report.push(finding));
        report.stop_if_errors()?;
        let output = emit::rooms(&api, &facts, settings, &entry).map_err(Report::of)?;
        Ok((output, api))
    });
    (output, report)
}

fn api(source: &mut Cow<'_, Source>, settings: &Settings, report: &mut Report) -> Result<ir::Api, Report> {
    let mut linked = linked(source, settings, report)?;
    link::adjust(&mut linked, settings, report);
    report.stop_if_errors()?;
    check::check(&linked, report);
    report.stop_if_errors()?;
    let length = source.texts().map(str::len).sum();
    // What is left of a copy of the description ends with this.
    if let Cow::Owned(source) = source {
        source.forget_values();
    }
    let intersections = canon::canonical(&mut linked, settings.limits.depth, report);
    report.stop_if_errors()?;
    let compositions = flat::compose(&mut linked, settings.limits, intersections);
    compositions.finding(&linked).into_iter().for_each(|finding| report.push(finding));
    report.stop_if_errors()?;
    let api = lower::lower(linked, compositions, settings, report);
    report.stop_if_errors()?;
    amount::check(&api, length, settings.limits, report);
    report.stop_if_errors()?;
    Ok(api)
}

fn linked(
    source: &mut Cow<'_, Source>,
    settings: &Settings,
    report: &mut Report,
) -> Result<link::Linked, Report> {
    extent::check(source, settings.limits, report);
    report.stop_if_errors()?;
    dialect::resolve_identifiers(source, report);
    select::select(source, settings, report);
    report.stop_if_errors()?;
    let styles_parts = dialect::is_other_version(source);
    dialect::lower(source, report);
    let mends = document::check_shape(source, report);
    report.stop_if_errors()?;
    if !mends.is_empty() {
        let source = source.to_mut();
        mends.into_iter().for_each(|mend| mend.apply(source));
    }
    let linked = link::link(source, styles_parts, report);
    report.stop_if_errors()?;
    Ok(linked)
}
