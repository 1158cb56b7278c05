//! Names that generated code uses itself. Names from a description must differ from them.

/// Words that are identifiers only as `r#word` (Rust reference, "Keywords"; edition 2024).
pub(crate) const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The types that generated models use, and the types that every module of models has. A tuple struct is also
/// a function, which would hide a variant of `Option`.
pub(crate) const MODELS: &[&str] = &[
    "Option",
    "Some",
    "None",
    "String",
    "Vec",
    "Box",
    "Self",
    "Unrecognized",
    "UnrecognizedInteger",
    "Into",
    "IntoIterator",
    "From",
    "Default",
];

/// The modules that are imported beside the models, and their own module. A path of the settings that begins
/// with one of them would not be that of a crate.
pub(crate) const MODULES_OF_MODELS: &[&str] = &["runtime", "codegen", "wire"];

/// The modules that are imported beside any generated code, with those of the models.
pub(crate) const MODULES: &[&str] =
    &["runtime", "codegen", "wire", "json", "xml", "models", "operations", "resources"];

/// The types that generated resources use, and the name for which clippy suggests another constructor.
pub(crate) const RESOURCES: &[&str] =
    &["Self", "New", "Client", "Request", "Option", "String", "Into", "IntoIterator", "Vec"];

/// The types that generated operations use.
pub(crate) const OPERATIONS: &[&str] =
    &["Self", "Client", "Request", "Option", "String", "Into", "IntoIterator", "Vec", "Box", "Result"];

/// The modules that are imported beside the functions of servers.
pub(crate) const SERVERS: &[&str] = &["runtime", "codegen", "models"];

/// The methods of the setters of server variables' type.
pub(crate) const SERVER_METHODS: &[&str] = &["clone", "fmt", "from", "into", "to_owned", "try_into"];

/// The methods of every generated client.
pub(crate) const CLIENT_METHODS: &[&str] =
    &["new", "builder", "from_env", "base_url", "clone", "fmt", "request", "from"];

/// The methods of every generated resource.
pub(crate) const RESOURCE_METHODS: &[&str] = &["new", "clone", "fmt"];

/// The methods that clients and resources have through traits. A call of a method that takes `&self` would
/// call the trait's method instead if that takes `self`; the other names would hide what programs expect of
/// every type that is `Clone`.
pub(crate) const HIDDEN_METHODS: &[&str] = &["clone_from", "cmp", "into", "to_owned", "try_into", "type_id"];

/// The methods of every request. The setters of parameters are beside them.
pub(crate) const REQUEST_METHODS: &[&str] = &[
    "new",
    "with_json",
    "with_lines",
    "with_form",
    "with_parts",
    "with_body",
    "with_response",
    "represented",
    "parameter",
    "send",
    "stream",
    "pages",
    "items",
    "timeout",
    "deadline",
    "read_timeout",
    "retry",
    "idempotent",
    "header",
    "query",
    "server",
    "build",
    "into_future",
    "clone",
    "fmt",
];

/// The methods that every type has through traits, and the names for which clippy suggests an operator trait.
pub(crate) const TRAIT_METHODS: &[&str] = &[
    "add",
    "bitand",
    "bitor",
    "bitxor",
    "borrow",
    "borrow_mut",
    "clone",
    "clone_from",
    "div",
    "eq",
    "fmt",
    "into",
    "mul",
    "ne",
    "neg",
    "not",
    "rem",
    "shl",
    "shr",
    "sub",
    "to_owned",
    "try_into",
    "type_id",
];

/// The Cargo feature of the models that no operation reaches.
pub(crate) const OTHER_MODELS: &str = "other-models";

/// The Cargo features that a client may have for other purposes, and its dependencies.
pub(crate) const FEATURES: &[&str] = &[
    "default",
    "all",
    "rustls",
    "rustls-no-provider",
    "native-tls",
    "http2",
    "gzip",
    "brotli",
    "zstd",
    "blocking",
    "xml",
    "chrono",
    "jiff",
    "time",
    "reqwest-client",
    "tower",
    "test-util",
    "openapi-client-codegen",
    "openapi-client-runtime",
    "serde",
    "tokio",
    OTHER_MODELS,
];

#[cfg(test)]
mod tests {
    /// Reads the method names from the runtime's source. A parameter with the name of a method that is
    /// missing in the list would give code that does not compile.
    #[test]
    fn every_method_of_a_request_is_reserved() {
        let text = include_str!("../../../runtime/src/call/define.rs");
        let names = text.lines().filter_map(|line| {
            let rest = line.trim_start().strip_prefix("pub fn ").or(line.trim_start().strip_prefix("fn "))?;
            rest.split(['(', '<']).next()
        });
        let names: Vec<&str> = names.collect();
        assert!(names.len() > 20, "{names:?}");
        for name in names {
            assert!(super::REQUEST_METHODS.contains(&name), "{name}");
        }
    }

    /// A tag with the name of a feature of the runtime would give a manifest with two features of that name.
    #[test]
    fn every_feature_of_the_runtime_is_reserved() {
        let manifest = include_str!("../../../runtime/Cargo.toml");
        let (_, features) = manifest.split_once("[features]").unwrap();
        let features = features.split("\n[").next().unwrap().lines();
        let names = features.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "));
        let names: Vec<&str> = names.map(|(name, _)| name.trim()).collect();
        assert!(names.len() > 5, "{names:?}");
        for name in names {
            assert!(super::FEATURES.contains(&name), "{name}");
        }
    }
}
