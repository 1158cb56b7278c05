//! The stages of generation, in order.

use std::borrow::Cow;

use crate::Generated;
use crate::analysis::{self, Attributes, amount};
use crate::compose::{canonical, objects};
use crate::diagnostics::{Code, Finding, Place, Report};
use crate::emit;
use crate::ir;
use crate::lower;
use crate::openapi::{extent, normalize, validate};
use crate::output::Output;
use crate::resolve;
use crate::select;
use crate::settings::Settings;
use crate::source::Source;

pub(crate) fn run(source: Cow<'_, Source>, settings: &Settings) -> Result<Generated, Report> {
    ordinary_stack(move || match source {
        Cow::Owned(source) if !normalize::is_other_version(&source) => {
            let mut working = Cow::Owned(source);
            let mut written = None;
            let (outcome, report) = stages(&mut working, &mut written, settings);
            finish(outcome, report, written.as_ref().unwrap_or(&working))
        }
        // Positions and fixes of findings refer to the values as they were written.
        source => {
            let (outcome, report) = stages(&mut Cow::Borrowed(&*source), &mut None, settings);
            finish(outcome, report, &source)
        }
    })
}

fn finish(
    outcome: Result<(Output, ir::Api), Report>,
    report: Report,
    source: &Source,
) -> Result<Generated, Report> {
    let locate = |report: Report| {
        let written = |place: &Place| normalize::written(source, place);
        source.locate(report.moved(written, |fix| normalize::written_fix(source, fix)))
    };
    match outcome {
        Ok((output, api)) => Ok(Generated { output, report: locate(report), api }),
        Err(report) => Err(locate(report)),
    }
}

fn ordinary_stack<T: Send>(work: impl FnOnce() -> Result<T, Report> + Send) -> Result<T, Report> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(crate::STACK).spawn_scoped(scope, work);
        let thread = thread.map_err(|error| {
            Report::of(Finding::error(Code::Internal, None, format!("no thread can be started: {error}")))
        })?;
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Runs the stages in order. Each stage collects all of its findings. After an error that generation can
/// survive, the next stages run only to report their errors too.
///
/// A borrowed source is copied at most once, before the first change. After an error, an owned source is
/// copied to `written` before it is changed.
fn stages(
    source: &mut Cow<'_, Source>,
    written: &mut Option<Source>,
    settings: &Settings,
) -> (Result<(Output, ir::Api), Report>, Report) {
    let mut report = Report::with_policy(settings.policy());
    report.extend(source.findings().clone());
    let entry = source.entry_name();
    let output = api(source, written, settings, &mut report).and_then(|api| {
        let facts = analysis::of(&api);
        analysis::indistinct(&api).into_iter().for_each(|finding| report.push(finding));
        report.stop_if_errors()?;
        let attributes = Attributes::new(&api, &facts, settings).map_err(Report::of)?;
        let context = emit::Context { api: &api, facts: &facts, attributes: &attributes, settings };
        let output = emit::modules(context, &entry).map_err(Report::of)?;
        Ok((output, api))
    });
    (output, report)
}

fn api(
    source: &mut Cow<'_, Source>,
    written: &mut Option<Source>,
    settings: &Settings,
    report: &mut Report,
) -> Result<ir::Api, Report> {
    let mut linked = linked(source, written, settings, report)?;
    resolve::adjust(&mut linked, settings, report);
    report.stop_if_fatal()?;
    resolve::check::check(&linked, report);
    report.stop_if_fatal()?;
    let length = source.texts().map(str::len).sum();
    // An owned copy of the description is not needed after this point, except for the fixes of errors.
    if let Cow::Owned(source) = source
        && !report.has_errors()
    {
        source.forget_values();
    }
    let intersections = canonical::canonical(&mut linked, settings.limits.depth, report);
    report.stop_if_fatal()?;
    let compositions = objects::compose(&mut linked, settings.limits, intersections);
    compositions.finding(&linked).into_iter().for_each(|finding| report.push(finding));
    report.stop_if_fatal()?;
    let api = lower::lower(linked, compositions, settings, report);
    // The analysis needs a complete API.
    report.stop_if_errors()?;
    amount::check(&api, length, settings.limits, report);
    report.stop_if_errors()?;
    Ok(api)
}

fn linked(
    source: &mut Cow<'_, Source>,
    written: &mut Option<Source>,
    settings: &Settings,
    report: &mut Report,
) -> Result<resolve::Linked, Report> {
    extent::check(source, settings.limits, report);
    report.stop_if_fatal()?;
    normalize::resolve_identifiers(source, report);
    normalize::declare_subclasses(source);
    select::select(source, settings, report);
    // Nothing that the settings leave out is reported.
    report.stop_if_errors()?;
    let styles_parts = normalize::is_other_version(source);
    normalize::lower(source, report);
    let fixes = validate::check_shape(source, report);
    report.stop_if_fatal()?;
    if !fixes.is_empty() {
        if let Cow::Owned(source) = &*source
            && report.has_errors()
        {
            *written = Some(source.clone());
        }
        let source = source.to_mut();
        fixes.into_iter().for_each(|fix| source.apply(fix));
    }
    let linked = resolve::link(source, styles_parts, report);
    report.stop_if_fatal()?;
    Ok(linked)
}
