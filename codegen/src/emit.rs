//! The API as tokens: one emitter for each generated module. Emitters decide nothing.

mod client;
mod complexity;
mod docs;
mod example;
mod headers;
mod models;
mod operations;
mod paging;
mod printer;
mod render;
mod resources;
mod servers;
#[cfg(feature = "tools")]
mod type_text;
mod types;
mod unions;
mod wire;
mod xml;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

#[cfg(feature = "tools")]
pub use type_text::rust_type;
#[cfg(feature = "tools")]
pub(crate) use type_text::{ArgumentText, bodies_text, body_text, parameter_text};

use crate::analysis::{self, Attributes, Facts};
use crate::diagnostics::Finding;
use crate::ir::Api;
use crate::output::{Module, Output};
use crate::settings::Settings;
use printer::{Import, ModulePrinter};

/// What every emitter may look at.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) api: &'a Api,
    pub(crate) facts: &'a Facts,
    pub(crate) attributes: &'a Attributes,
    pub(crate) settings: &'a Settings,
}

/// Modules that generated code names by their last word. None of them can be mistaken for a type.
const IMPORTS: &[Import] = &[
    ("runtime", "use openapi_client_runtime as runtime;"),
    ("json", "use openapi_client_runtime::json;"),
    ("xml", "use openapi_client_runtime::xml;"),
    ("models", "use super::models;"),
    ("operations", "use super::operations;"),
    ("resources", "use super::resources;"),
];

/// The generated modules, their emitters, and the imports that they may need.
const MODULES: [(&str, Emitter, &[&str]); 7] = [
    ("client", client::emit, &["runtime", "resources"]),
    ("resources", resources::emit, &["runtime", "xml", "models", "operations"]),
    ("operations", operations::emit, &["runtime", "xml", "models"]),
    ("models", models::emit, &["runtime"]),
    ("wire", wire::emit, &["runtime", "json", "xml"]),
    ("headers", headers::emit, &["runtime", "models"]),
    ("servers", servers::emit, &["runtime", "models"]),
];

type Emitter = fn(Context<'_>, &mut ModulePrinter);

/// Emits and prints every module, several at a time: that is where most of the time goes. No more at a time than there
/// are processors, for each takes memory.
///
/// # Errors
/// A fault of the generator itself.
pub(crate) fn modules(context: Context<'_>, entry: &str) -> Result<Output, Finding> {
    let header = format!("Generated from {entry}. Change the description or the settings, not this file.");
    let uses_xml = analysis::as_xml(context.api).next().is_some();
    let modules = |module: &str, emit: Emitter, imports: &[&str]| -> Result<Vec<Module>, Finding> {
        let imports = IMPORTS.iter().filter(|(name, _)| imports.contains(name));
        let mut printer = ModulePrinter::new(imports.filter(|(name, _)| uses_xml || *name != "xml").copied());
        emit(context, &mut printer);
        printer.finish(module, &header)
    };
    let made = MODULES.map(|_| OnceLock::new());
    let taken = AtomicUsize::new(0);
    let next = || {
        let index = taken.fetch_add(1, Ordering::Relaxed);
        MODULES.get(index).zip(made.get(index))
    };
    let work = || {
        std::iter::from_fn(next).for_each(|((module, emit, imports), slot)| {
            slot.get_or_init(|| modules(module, *emit, imports));
        });
    };
    let others =
        std::thread::available_parallelism().map_or(0, |count| count.get() - 1).min(MODULES.len() - 1);
    std::thread::scope(|scope| {
        for _ in 0..others {
            // Where no thread can be started, the others do its work.
            drop(std::thread::Builder::new().stack_size(crate::pipeline::STACK).spawn_scoped(scope, work));
        }
        work();
    });
    let made = made.into_iter().filter_map(OnceLock::into_inner).collect::<Result<Vec<_>, _>>()?;
    Ok(Output { modules: made.into_iter().flatten().collect() })
}
