//! Tests of the layers of the runtime and of codegen: which modules may use which others.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The layers of a crate.
struct Crate {
    /// The folder of its sources.
    root: &'static str,
    /// The title of its table in ARCHITECTURE.md.
    title: &'static str,
    /// Its modules from the bottom to the top, each with the modules below it that it uses.
    layers: &'static [(&'static str, &'static [&'static str])],
    /// The uses of a module above, each with the reason. Without them, the modules have no cycles.
    upward: &'static [(&'static str, &'static str, &'static str)],
    /// Names at the root of the crate that any module may use: reexports of other crates, macros, and items
    /// of the public API.
    names: &'static [&'static str],
}

const RUNTIME: Crate = Crate {
    root: "runtime/src",
    title: "### runtime\n",
    layers: &[
        ("calendar", &[]),
        ("api", &[]),
        ("secret", &[]),
        ("body", &["api"]),
        ("transport", &["body", "calendar", "secret"]),
        ("codec", &["body", "secret"]),
        ("response", &["api", "body", "codec", "secret", "transport"]),
        ("error", &["api", "codec", "response", "secret", "transport"]),
        ("types", &["calendar", "codec", "secret"]),
        ("auth", &["api", "codec", "error", "secret", "transport"]),
        ("call", &["api", "auth", "body", "codec", "error", "response", "secret", "transport"]),
        ("paging", &["call", "codec", "error", "response"]),
        ("client", &["api", "auth", "body", "call", "error", "paging", "response", "secret", "transport"]),
        ("mock", &["body", "codec", "error", "response", "secret", "transport"]),
    ],
    upward: &[
        ("secret", "codec", "texts that are JSON are parsed to find secrets in them"),
        ("body", "transport", "chunks come from a transport, with its errors"),
        ("body", "error", "a stream of a response fails with the error of its call"),
        ("transport", "error", "a transport that cannot be built fails with the client's error"),
        ("response", "error", "a response that does not decode is an error of its call"),
        ("call", "client", "`impl Client`: a call is executed with the state of its client"),
        ("paging", "client", "a list sends a call for each page"),
    ],
    names: &["Bytes", "Map", "Value", "serde_models"],
};

const CODEGEN: Crate = Crate {
    root: "codegen/src",
    title: "### codegen\n",
    layers: &[
        ("text", &[]),
        ("graph", &[]),
        ("diagnostics", &["text"]),
        ("source", &["text", "diagnostics"]),
        ("settings", &["diagnostics", "source"]),
        ("openapi", &["diagnostics", "source", "settings"]),
        ("overlay", &["diagnostics", "source", "settings"]),
        ("naming", &["text", "diagnostics"]),
        ("select", &["diagnostics", "source", "settings", "openapi"]),
        ("resolve", &["text", "graph", "diagnostics", "source", "settings", "openapi", "naming", "select"]),
        ("ir", &["diagnostics", "openapi", "naming", "resolve"]),
        ("compose", &["graph", "diagnostics", "settings", "openapi", "resolve"]),
        ("analysis", &["graph", "diagnostics", "settings", "openapi", "naming", "ir", "compose"]),
        (
            "lower",
            &["graph", "diagnostics", "settings", "openapi", "naming", "select", "resolve", "ir", "compose"],
        ),
        ("output", &["diagnostics"]),
        ("emit", &["text", "diagnostics", "settings", "naming", "ir", "analysis", "output"]),
        (
            "tools",
            &[
                "text",
                "diagnostics",
                "source",
                "settings",
                "openapi",
                "naming",
                "resolve",
                "ir",
                "analysis",
                "lower",
                "output",
                "emit",
            ],
        ),
        (
            "pipeline",
            &[
                "diagnostics",
                "source",
                "settings",
                "openapi",
                "select",
                "resolve",
                "ir",
                "compose",
                "analysis",
                "lower",
                "output",
                "emit",
            ],
        ),
        ("build_script", &["text", "diagnostics", "settings"]),
    ],
    upward: &[],
    names: &["Generated", "STACK", "generate_once", "markdown", "open"],
};

pub(crate) fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// Returns the code of a file without comments and unit tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect()
}

/// Returns the names after `crate::` in some code.
fn used(code: &str) -> impl Iterator<Item = &str> {
    code.match_indices("crate::").filter(|(at, _)| !code[..*at].ends_with('$')).map(|(at, start)| {
        let rest = &code[at + start.len()..];
        &rest[..rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())]
    })
}

/// Compares the modules that a crate's modules use with its layers.
fn check(krate: &Crate) {
    let mut allowed: BTreeSet<(&str, &str)> = krate.upward.iter().map(|(from, to, _)| (*from, *to)).collect();
    let order: Vec<&str> = krate.layers.iter().map(|(module, _)| *module).collect();
    let position = |module: &str| order.iter().position(|other| *other == module).unwrap();
    for (from, to, _) in krate.upward {
        assert!(position(from) < position(to), "{from} → {to} does not lead upwards");
    }
    for (from, below) in krate.layers {
        for to in *below {
            assert!(position(to) < position(from), "{from} → {to} does not lead downwards");
            allowed.insert((from, to));
        }
    }
    let root = Path::new(krate.root);
    let mut paths = Vec::new();
    files(root, &mut paths);
    let texts: Vec<(String, String)> = paths
        .iter()
        .filter(|path| !path.ends_with("lib.rs") && !path.ends_with("tests.rs"))
        .map(|path| {
            let module = path.strip_prefix(root).unwrap().components().next().unwrap().as_os_str();
            let module = module.to_str().unwrap().trim_end_matches(".rs").to_owned();
            (module, code(&std::fs::read_to_string(path).unwrap()))
        })
        .collect();
    assert!(texts.len() > 60);
    let mut found = BTreeSet::new();
    for (from, code) in &texts {
        assert!(order.contains(&from.as_str()), "{from} is in no layer");
        for to in used(code).filter(|to| !krate.names.contains(to) && to != from) {
            assert!(order.contains(&to), "{from} uses `crate::{to}`: name its module");
            found.insert((from.as_str(), to));
        }
    }
    let new: Vec<_> = found.difference(&allowed).collect();
    assert!(new.is_empty(), "modules use others that the layers do not list: {new:?}");
    let old: Vec<_> = allowed.difference(&found).collect();
    assert!(old.is_empty(), "the layers list uses that no longer exist: {old:?}");
}

#[test]
fn modules_of_the_runtime_use_only_those_of_their_layers() {
    check(&RUNTIME);
}

#[test]
fn modules_of_codegen_use_only_those_of_their_layers() {
    check(&CODEGEN);
}

#[test]
fn the_architecture_shows_the_modules_of_both_crates() {
    let text = std::fs::read_to_string("ARCHITECTURE.md").unwrap();
    for krate in [RUNTIME, CODEGEN] {
        let (_, section) = text.split_once(krate.title).unwrap();
        let table = section.split("\n### ").next().unwrap().split("\n## ").next().unwrap();
        let mut rest = table;
        for (module, _) in krate.layers {
            let Some(at) = rest.find(&format!("\n| `{module}")) else {
                panic!("ARCHITECTURE.md: `{module}` is missing or out of order");
            };
            rest = &rest[at + 1..];
        }
    }
}
