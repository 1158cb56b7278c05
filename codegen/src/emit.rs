//! The API as tokens: one emitter for each generated module. Emitters decide nothing.

mod choices;
mod client;
mod complexity;
mod docs;
mod example;
mod headers;
mod models;
mod operations;
mod paging;
mod printer;
mod resources;
mod servers;
mod types;
mod wire;
#[cfg(feature = "tools")]
mod written;
mod xml;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

#[cfg(feature = "tools")]
pub use written::rust_type;
#[cfg(feature = "tools")]
pub(crate) use written::{Passed, passed_body, passed_parameter, plain_bodies};

use crate::analysis::{Attributes, Facts};
use crate::diagnostics::Finding;
use crate::ir::Api;
use crate::output::{Output, Room};
use crate::settings::Settings;
use printer::Page;

/// What every emitter may look at.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) api: &'a Api,
    pub(crate) facts: &'a Facts,
    pub(crate) attributes: &'a Attributes,
    pub(crate) settings: &'a Settings,
}

/// Modules that generated code names by their last word. None of them can be mistaken for a type.
const IMPORTS: &[(&str, &str)] = &[
    ("runtime", "use openapi_client_runtime as runtime;"),
    ("json", "use openapi_client_runtime::json;"),
    ("xml", "use openapi_client_runtime::xml;"),
    ("models", "use super::models;"),
    ("operations", "use super::operations;"),
    ("resources", "use super::resources;"),
];

/// The generated modules and their emitters.
const ROOMS: [(&str, Emitter); 7] = [
    ("client", client::room),
    ("resources", resources::room),
    ("operations", operations::room),
    ("models", models::room),
    ("wire", wire::room),
    ("headers", headers::room),
    ("servers", servers::room),
];

type Emitter = fn(Context<'_>, &mut Page);

/// Emits and prints every module, several at a time: that is where most of the time goes. No more at a time than there
/// are processors, for each takes memory.
///
/// # Errors
/// A fault of the generator itself.
pub(crate) fn rooms(context: Context<'_>, entry: &str) -> Result<Output, Finding> {
    let header = format!("Generated from {entry}. Change the description or the settings, not this file.");
    let rooms = |module: &str, emit: Emitter| -> Result<Vec<Room>, Finding> {
        let mut page = Page::default();
        emit(context, &mut page);
        page.finish(module, &header, IMPORTS)
    };
    let made = ROOMS.map(|_| OnceLock::new());
    let taken = AtomicUsize::new(0);
    let next = || {
        let index = taken.fetch_add(1, Ordering::Relaxed);
        ROOMS.get(index).zip(made.get(index))
    };
    let work = || {
        std::iter::from_fn(next).for_each(|((module, emit), slot)| {
            slot.get_or_init(|| rooms(module, *emit));
        });
    };
    let others = std::thread::available_parallelism().map_or(0, |count| count.get() - 1).min(ROOMS.len() - 1);
    std::thread::scope(|scope| {
        for _ in 0..others {
            // Where no thread can be started, the others do its work.
            drop(std::thread::Builder::new().stack_size(crate::pipeline::STACK).spawn_scoped(scope, work));
        }
        work();
    });
    let made = made.into_iter().filter_map(OnceLock::into_inner).collect::<Result<Vec<_>, _>>()?;
    Ok(Output { rooms: made.into_iter().flatten().collect() })
}
