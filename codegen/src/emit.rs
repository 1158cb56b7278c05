//! Renders the API as Rust modules, with one emitter per module. Emitters make no decisions.

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
use crate::output::{HEADER, Module, Output};
use crate::settings::Settings;
use printer::{Import, ModulePrinter};

/// The input of every emitter.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) api: &'a Api,
    pub(crate) facts: &'a Facts,
    pub(crate) attributes: &'a Attributes,
    pub(crate) settings: &'a Settings,
}

/// The modules that generated code refers to by the last segment of their path. None can be confused with a
/// type.
const IMPORTS: &[Import] = &[
    ("runtime", "use openapi_client_runtime as runtime;"),
    ("codegen", "use openapi_client_runtime::codegen;"),
    ("json", "use openapi_client_runtime::codegen::json;"),
    ("xml", "use openapi_client_runtime::codegen::xml;"),
    ("models", "use super::models;"),
    ("operations", "use super::operations;"),
    ("resources", "use super::resources;"),
];

/// The emitter of a module.
struct Emitter {
    name: &'static str,
    emit: fn(Context<'_>, &mut ModulePrinter),
    /// The names of the imports that it may need, as in [`IMPORTS`].
    imports: &'static [&'static str],
    /// The text of a module without items. Such a module is generated too, because handwritten files include
    /// it.
    if_empty: &'static str,
}

const MODULES: [Emitter; 7] = [
    Emitter {
        name: "client",
        emit: client::emit,
        imports: &["runtime", "codegen", "resources"],
        if_empty: "",
    },
    Emitter {
        name: "resources",
        emit: resources::emit,
        imports: &["runtime", "codegen", "xml", "models", "operations"],
        if_empty: "The description has no operations.",
    },
    Emitter {
        name: "operations",
        emit: operations::emit,
        imports: &["runtime", "codegen", "xml", "models"],
        if_empty: "",
    },
    Emitter {
        name: "models",
        emit: models::emit,
        imports: &["runtime", "codegen"],
        if_empty: "The description has no schemas that need a type.",
    },
    Emitter {
        name: "wire",
        emit: wire::emit,
        imports: &["runtime", "codegen", "json", "xml"],
        if_empty: "The description has no schemas that need a type.",
    },
    Emitter {
        name: "headers",
        emit: headers::emit,
        imports: &["runtime", "codegen", "models"],
        if_empty: "The description declares no response headers.",
    },
    Emitter {
        name: "servers",
        emit: servers::emit,
        imports: &["runtime", "codegen", "models"],
        if_empty: "The description has no servers to choose from.",
    },
];

/// Emits and prints every module, on several threads, because this takes most of the time of a generation.
/// There are no more threads than processors, because each takes memory.
///
/// # Errors
/// Fails if generated tokens are not valid Rust, which is a bug in the generator.
pub(crate) fn modules(context: Context<'_>, entry: &str) -> Result<Output, Finding> {
    let header = format!("{HEADER}{entry}. Change the description or the settings, not this file.");
    let uses_xml = analysis::uses_xml(context.api);
    let emitted = |kind: &Emitter| -> Result<Vec<Module>, Finding> {
        let imports = IMPORTS.iter().filter(|(name, _)| kind.imports.contains(name));
        // A path of a format in the settings may begin with `xml::` too.
        let imports = imports.filter(|(name, _)| uses_xml || *name != "xml");
        let mut printer = ModulePrinter::new(imports.copied());
        (kind.emit)(context, &mut printer);
        printer.finish(kind.name, &header, kind.if_empty)
    };
    let made = MODULES.map(|_| OnceLock::new());
    let taken = AtomicUsize::new(0);
    let next = || {
        let index = taken.fetch_add(1, Ordering::Relaxed);
        MODULES.get(index).zip(made.get(index))
    };
    let work = || {
        std::iter::from_fn(next).for_each(|(kind, slot)| {
            slot.get_or_init(|| emitted(kind));
        });
    };
    let others =
        std::thread::available_parallelism().map_or(0, |count| count.get() - 1).min(MODULES.len() - 1);
    std::thread::scope(|scope| {
        for _ in 0..others {
            // If a thread cannot be started, the others do its work.
            drop(std::thread::Builder::new().stack_size(crate::STACK).spawn_scoped(scope, work));
        }
        work();
    });
    let made = made.into_iter().filter_map(OnceLock::into_inner).collect::<Result<Vec<_>, _>>()?;
    Ok(Output { modules: made.into_iter().flatten().collect() })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use syn::{ImplItem, Item, Visibility};

    use crate::naming::reserved;
    use crate::{Settings, Source, generate};

    /// A path of the settings that begins with an import would not be that of a crate.
    #[test]
    fn every_import_is_reserved() {
        for (name, _) in super::IMPORTS {
            assert!(reserved::MODULES.contains(name), "{name}");
        }
        let models = super::MODULES.iter().find(|module| module.name == "models").unwrap();
        assert!(models.imports.iter().all(|name| reserved::MODULES_OF_MODELS.contains(name)));
    }

    /// A tag with the name of a method that is not reserved would give a client with two methods of that
    /// name.
    #[test]
    fn every_method_of_a_client_is_reserved() {
        let description = r#"{"openapi": "3.0.3", "info": {"title": "x", "version": "1"}, "security": [{"a": []}],
            "components": {"securitySchemes": {"a": {"type": "http", "scheme": "bearer"}}},
            "paths": {"/a": {"get": {"operationId": "b", "responses": {"204": {"description": "c"}}}}}}"#;
        let source = Source::from_text("openapi.json", description).unwrap();
        let output = generate(&source, &Settings::new("openapi.json", "x")).unwrap().output;
        let client = output.modules.iter().find(|module| module.name() == "client").unwrap();
        let mut methods = BTreeSet::new();
        for item in syn::parse_file(&client.text).unwrap().items {
            let Item::Impl(block) = item else { continue };
            for member in block.items {
                if let ImplItem::Fn(method) = member
                    && matches!(method.vis, Visibility::Public(_))
                {
                    methods.insert(method.sig.ident.to_string());
                }
            }
        }
        assert!(methods.remove("a") && methods.contains("new"), "{methods:?}");
        for method in methods {
            assert!(reserved::CLIENT_METHODS.contains(&method.as_str()), "{method}");
        }
    }
}
