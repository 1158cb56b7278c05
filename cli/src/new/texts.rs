//! The files of a new crate that are not generated, filled in from templates.

use openapi_client_codegen::listing::{ListedArgument, ListedOperation, ListedScheme};
use openapi_client_codegen::text::{Foreign, Markdown, is_hidden};
use openapi_client_codegen::{OperationNames, PagingProposal};

use super::Plan;
use crate::Failure;

/// The number of operations in the tests of the crate.
const TESTED: usize = 5;

/// Generated files have the same bytes on every system, and are folded in reviews.
pub(super) const ATTRIBUTES: &str = "src/generated/** text eol=lf linguist-generated\n";

pub(super) const CHANGELOG: &str = "# Changelog\n\n## 0.1.0\n\nThe first version.\n";

/// Returns the workflow of GitHub for pull requests.
pub(super) fn workflow() -> String {
    filled(include_str!("../../templates/workflow.yml.txt"), &[("version", env!("CARGO_PKG_VERSION"))])
}

pub(super) struct Texts<'a> {
    /// The path of the description in the crate.
    pub(super) description: String,
    /// Whether the description refers to files that are not below its own folder.
    pub(super) root: bool,
    pub(super) plan: &'a Plan<'a>,
}

impl Texts<'_> {
    pub(super) fn manifest(&self) -> Result<String, Failure> {
        let options = self.plan.options;
        let package = &self.plan.settings.package;
        let dependency = |name: &str, folder: &str| -> Result<String, Failure> {
            let path = self.plan.sources.path(folder)?;
            let path = path.map(|path| format!(", path = {}", toml(&path.display().to_string())));
            let path = path.unwrap_or_default();
            let features = match folder {
                "runtime" if self.plan.generated.uses_xml() => {
                    ", default-features = false, features = [\"xml\"]"
                }
                "runtime" => ", default-features = false",
                _ => "",
            };
            Ok(format!("{name} = {{ version = \"{}\"{path}{features} }}\n", env!("CARGO_PKG_VERSION")))
        };
        let tags = if options.tag_features { self.plan.generated.tag_features() } else { Vec::new() };
        let tag_lines: String = tags.iter().map(|tag| format!("{} = []\n", key(tag))).collect();
        let listed: Vec<String> = tags.iter().map(|tag| toml(tag)).collect();
        let all = match listed.as_slice() {
            [] => String::new(),
            listed => format!("# All tags.\nall = [{}]\n", listed.join(", ")),
        };
        let default = if tags.is_empty() { "[\"rustls\"]" } else { "[\"rustls\", \"all\"]" };
        let needed = self.first_call().and_then(|simple| simple.feature);
        let example = needed.map_or_else(String::new, |feature| {
            format!("\n[[example]]\nname = \"first_call\"\nrequired-features = [{}]\n", toml(&feature))
        });
        let build = if options.committed {
            String::new()
        } else {
            format!("\n[build-dependencies]\n{}", dependency("openapi-client-codegen", "codegen")?)
        };
        Ok(format!(
            "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\nrust-version = \"1.88\"\n\
             description = {}\nreadme = \"README.md\"\n\n\
             [features]\ndefault = {default}\n\
             # TLS by rustls with the platform's certificates.\nrustls = [\"openapi-client-runtime/rustls\"]\n\
             # TLS by the operating system.\nnative-tls = [\"openapi-client-runtime/native-tls\"]\n\
             # HTTP/2, if the server offers it.\nhttp2 = [\"openapi-client-runtime/http2\"]\n\
             # Responses compressed by gzip or deflate.\n\
             gzip = [\"openapi-client-runtime/gzip\"]\n\
             # Responses compressed by brotli.\n\
             brotli = [\"openapi-client-runtime/brotli\"]\n\
             # Responses compressed by zstd.\n\
             zstd = [\"openapi-client-runtime/zstd\"]\n\
             # Calls from programs without async.\nblocking = [\"openapi-client-runtime/blocking\"]\n\
             # Conversions between dates and the types of these crates.\n\
             chrono = [\"openapi-client-runtime/chrono\"]\njiff = [\"openapi-client-runtime/jiff\"]\n\
             time = [\"openapi-client-runtime/time\"]\n\
             # The program's own client of reqwest as the transport.\n\
             reqwest-client = [\"openapi-client-runtime/reqwest-client\"]\n\
             # Any service of tower as the transport.\ntower = [\"openapi-client-runtime/tower\"]\n\
             # A mock, for the tests of programs.\ntest-util = [\"openapi-client-runtime/test-util\"]\n\
             {all}{tag_lines}\n\
             [dependencies]\n{}serde = \"1\"\n{build}\n\
             [dev-dependencies]\ntokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n\n\
             # Makes the crate its own workspace, even within the folder of another one.\n[workspace]\n{example}",
            toml(&format!("Rust client for the {}", self.plain_title())),
            dependency("openapi-client-runtime", "runtime")?,
        ))
    }

    pub(super) fn settings(&self) -> String {
        let settings = &self.plan.settings;
        let mut text = format!(
            "#:schema ./client.schema.json\n# Settings of the generated client, which `openapi-client settings` lists.\n\
             description = {}\npackage = \"{}\"\n",
            toml(&self.description),
            settings.package
        );
        if self.root {
            text.push_str("# The description refers to files outside of its folder.\nroot = \"spec\"\n");
        }
        if self.plan.options.committed {
            text.push_str("output = \"src/generated\"\n");
        }
        if settings.lenient {
            text.push_str("# Recoverable errors of the description are warnings.\nlenient = true\n");
        }
        if settings.tag_features {
            text.push_str("# One cargo feature per tag.\ntag_features = true\n");
        }
        let shortened = &self.plan.shortened;
        if settings.operation_names == OperationNames::Short {
            text.push_str(&format!(
                "# Names of methods without what a framework adds to them, which shortens {}. Without this line, they are\n\
                 # the operationIds.\noperation_names = \"short\"\n",
                names(shortened.operations)
            ));
        }
        if !settings.schema_prefixes.is_empty() {
            let prefixes: String =
                settings.schema_prefixes.iter().map(|prefix| format!("    {},\n", toml(prefix))).collect();
            text.push_str(&format!(
                "# Names of types without these prefixes, which shortens {}.\nschema_prefixes = [\n{prefixes}]\n",
                names(shortened.schemas)
            ));
        }
        self.plan
            .generated
            .paging_proposals(&self.plan.source)
            .iter()
            .for_each(|proposal| text.push_str(&paging(proposal)));
        text
    }

    pub(super) fn readme(&self) -> String {
        let regenerate = if self.plan.options.committed {
            "openapi-client generate client.toml                update src/generated (--check in CI)\n\
             openapi-client update new-description.yaml          take a new description, and list what changes"
        } else {
            "cargo build                                        build.rs updates the client"
        };
        let call = self.credentials();
        let tags = if self.plan.options.tag_features {
            "\nThe operations of each tag are behind a feature, which `Cargo.toml` lists. `all`, a default feature, enables all of them. A\n\
             program that needs only some compiles faster with `default-features = false` and `rustls` beside their features.\n"
        } else {
            ""
        };
        filled(
            include_str!("../../templates/README.md.txt"),
            &[
                ("package", &self.plan.settings.package),
                ("title", &self.title().to_string()),
                ("description", &Foreign::new(&self.description).code().to_string()),
                ("crate", &self.crate_name()),
                ("credentials", &call),
                ("tags", tags),
                ("regenerate", regenerate),
            ],
        )
    }

    pub(super) fn library(&self) -> String {
        let committed = self.plan.options.committed;
        let module = |name: &str| {
            if committed {
                format!("\"generated/{name}.rs\"")
            } else {
                format!("concat!(env!(\"OUT_DIR\"), \"/{name}.rs\")")
            }
        };
        let how = if committed {
            format!("from {} and committed in `src/generated`", Foreign::new(&self.description).code())
        } else {
            format!("from {} when the crate is built", Foreign::new(&self.description).code())
        };
        // rustc recurses into nested types to check that they are `Send`.
        let is_large = self.plan.listing.models.len() > 200;
        let limit = if is_large { "#![recursion_limit = \"1024\"]\n" } else { "" };
        let modules = ["models", "wire", "operations", "resources", "headers", "client"]
            .map(|name| (name, module(name)));
        let (row, servers) = if self.plan.listing.servers.is_empty() {
            (String::new(), String::new())
        } else {
            let row = "//! | [`servers`] | the servers of the description |\n";
            let docs = "/// The servers of the description, with setters for their variables.";
            (
                row.to_owned(),
                format!("{docs}\npub mod servers {{\n    include!({});\n}}\n\n", module("servers")),
            )
        };
        let mut values = vec![("title", self.title().to_string()), ("how", how), ("limit", limit.to_owned())];
        values.extend([("row", row), ("servers", servers)]);
        values.extend([("crate", self.crate_name()), ("credentials", self.credentials())]);
        // Otherwise the import of a module `models` would hide the package of this name.
        let root = if self.crate_name() == "models" { "::" } else { "" };
        let tags = match self.plan.options.tag_features {
            true => "//! | `all` (default), or one for each tag | the operations of the tags |\n",
            false => "",
        };
        values.extend([("root", root.to_owned()), ("tags", tags.to_owned())]);
        values.extend([("call", self.documented_call()), ("authentication", self.authentication())]);
        values.extend(modules);
        let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        filled(include_str!("../../templates/lib.rs.txt"), &values)
    }

    pub(super) fn build_script(&self) -> String {
        "//! Generates the client from its description.\n\nfn main() {\n    \
         openapi_client_codegen::Generator::from_settings(\"client.toml\").build();\n}\n"
            .to_owned()
    }

    pub(super) fn example(&self) -> String {
        let call = match self.first_call() {
            Some(Simple { operation, call, .. }) if operation.output == "()" => {
                format!("    client.{call}.await?;\n")
            }
            Some(Simple { call, .. }) => {
                format!("    let reply = client.{call}.await?;\n    println!(\"{{reply:#?}}\");\n")
            }
            None => "    println!(\"calls go to {}\", client.base_url());\n".to_owned(),
        };
        filled(
            include_str!("../../templates/first_call.rs.txt"),
            &[("crate", &self.crate_name()), ("credentials", &self.credentials()), ("call", &call)],
        )
    }

    pub(super) fn tests(&self) -> String {
        let tests: String = self.simple().take(TESTED).map(|simple| test(&simple)).collect();
        filled(
            include_str!("../../templates/tests.rs.txt"),
            &[
                ("crate", &self.crate_name()),
                ("credentials", &self.credentials()),
                ("tests", tests.trim_end()),
            ],
        )
    }

    /// Returns the lines of a call in the documentation, or none if each operation needs a body.
    fn documented_call(&self) -> String {
        match self.first_call() {
            Some(Simple { operation, call, .. }) if operation.output == "()" => {
                format!("//! client.{call}.await?;\n")
            }
            Some(Simple { call, .. }) => {
                format!("//! let response = client.{call}.await?;\n//! println!(\"{{response:?}}\");\n")
            }
            None => "//! println!(\"{}\", client.base_url());\n".to_owned(),
        }
    }

    /// Returns the lines about the security schemes.
    fn authentication(&self) -> String {
        let line = |scheme: &ListedScheme| {
            let how = match scheme.kind {
                "bearer" if scheme.token_url.is_some() => {
                    "OAuth 2, by [`client_credentials`](ClientBuilder::client_credentials), or \
                     [`token`](ClientBuilder::token) if the program has a token"
                }
                "bearer" => {
                    "a bearer token, by [`token`](ClientBuilder::token) or [`credentials`](ClientBuilder::credentials)"
                }
                "basic" => "a user name and a password, by [`basic`](ClientBuilder::basic)",
                "connection" => {
                    "a client certificate, by [`client_certificate`](ClientBuilder::client_certificate)"
                }
                _ => "a key, by [`api_key`](ClientBuilder::api_key)",
            };
            format!("//! * {}: {how}\n", Foreign::new(&scheme.name).code())
        };
        let lines: String = self.plan.listing.schemes.iter().map(line).collect();
        match lines.is_empty() {
            true => "//! The description has no security schemes: if the client has a token, it sends it with every call.\n".to_owned(),
            false => format!("//! The builder sets the credentials of each security scheme:\n//!\n{lines}"),
        }
    }

    /// Returns operations whose arguments are all numbers, booleans or strings, each with an example of a
    /// call.
    fn simple(&self) -> impl Iterator<Item = Simple<'_>> {
        let mut features = match self.plan.options.tag_features {
            true => self.plan.generated.features_of_operations(),
            false => Vec::new(),
        }
        .into_iter();
        let operations =
            self.plan.listing.operations.iter().map(move |operation| (operation, features.next()));
        operations.filter(|(operation, _)| !operation.deprecated).filter_map(|(operation, feature)| {
            let values: Option<Vec<&str>> = operation.arguments.iter().map(value).collect();
            let call = format!("{}({})", operation.call, values?.join(", "));
            Some(Simple { operation, call, feature })
        })
    }

    /// Returns the operation that the example calls.
    fn first_call(&self) -> Option<Simple<'_>> {
        self.simple().find(|simple| simple.operation.method == "GET")
    }

    /// Returns the title on one line, as Markdown.
    fn title(&self) -> Markdown {
        let title = Foreign::new(&self.plan.listing.title).inline();
        if title.is_empty() { "API".into() } else { title }
    }

    /// Returns the title on one line, as plain text. Cargo sets an environment variable to it, which cannot
    /// hold NUL.
    fn plain_title(&self) -> String {
        let title = self.plan.listing.title.replace(is_hidden, " ");
        let words: Vec<&str> = title.split_whitespace().collect();
        if words.is_empty() { "API".to_owned() } else { words.join(" ") }
    }

    fn crate_name(&self) -> String {
        self.plan.settings.package.replace('-', "_")
    }

    /// Returns builder calls that set placeholder credentials.
    fn credentials(&self) -> String {
        // The schemes of the first alternative of any operation; if there is none, all schemes.
        let listing = &self.plan.listing;
        let mut alternatives = listing.operations.iter().flat_map(|operation| &operation.security);
        let wanted = alternatives.find(|needed| !needed.is_empty());
        let schemes = listing.schemes.iter().filter(|scheme| match wanted {
            Some(names) => names.contains(&scheme.name),
            None => true,
        });
        let calls = schemes.map(|scheme| match scheme.kind {
            "bearer" => ".token(\"token\")".to_owned(),
            "basic" => ".basic(\"user\", \"password\")".to_owned(),
            "header" | "query" | "cookie" | "http" => format!(".api_key({:?}, \"key\")", scheme.name),
            _ => String::new(),
        });
        calls.collect()
    }
}

/// Returns a number of names in words.
fn names(count: usize) -> String {
    if count == 1 { "1 name".to_owned() } else { format!("{count} names") }
}

/// An operation whose arguments are all numbers, booleans or strings.
struct Simple<'a> {
    operation: &'a ListedOperation,
    /// The call on a client.
    call: String,
    /// The feature of its tag, if tags have features.
    feature: Option<String>,
}

/// Formats a paging rule as a comment, which a maintainer can accept.
pub(crate) fn paging(proposal: &PagingProposal) -> String {
    let (rule, count) = (&proposal.rule, proposal.operations);
    let (operations, are, look) =
        if count == 1 { ("operation", "is", "looks") } else { ("operations", "are", "look") };
    let paginated = match proposal.extension {
        Some(extension) => format!("{count} {operations} {are} paginated, by `{extension}`"),
        None => format!("{count} {operations} {look} paginated"),
    };
    let mut text = format!(
        "\n# {paginated}. Uncomment this rule to generate `items` and `pages`.\n\
         # [[paging]]\n# by = \"{}\"\n# parameter = {}\n",
        rule.by.as_str(),
        toml(&rule.parameter)
    );
    let pointers =
        [("next", &rule.next), ("items", &rule.items), ("more", &rule.more), ("total", &rule.total)];
    for (key, value) in pointers {
        text.extend(value.iter().map(|value| format!("# {key} = {}\n", toml(value))));
    }
    text.extend(rule.first.map(|first| format!("# first = {first}\n")));
    text.extend(rule.size.iter().map(|size| format!("# size = {}\n", toml(size))));
    if !rule.operations.is_empty() {
        let lines: String = rule.operations.iter().map(|name| format!("#     {},\n", toml(name))).collect();
        text.push_str(&format!("# operations = [\n{lines}# ]\n"));
    }
    text
}

/// Returns an example value of an argument, if it is a number, a boolean or a string.
fn value(argument: &ListedArgument) -> Option<&'static str> {
    match argument.ty.as_str() {
        "i32" | "i64" | "u32" | "u64" => Some("1"),
        "f64" => Some("1.0"),
        "bool" => Some("true"),
        "&str" | "impl Into<String>" => Some("\"text\""),
        _ => None,
    }
}

fn test(Simple { operation, call, feature }: &Simple<'_>) -> String {
    let condition =
        feature.as_ref().map(|feature| format!("#[cfg(feature = {feature:?})]\n")).unwrap_or_default();
    let name = operation.marker.rsplit("::").next().unwrap_or_default();
    let words: String = name
        .char_indices()
        .flat_map(|(index, character)| {
            let begins = index > 0 && character.is_uppercase();
            begins.then_some('_').into_iter().chain(character.to_lowercase())
        })
        .collect();
    // Only the part before the first variable, or the first character that may be percent-encoded, is known.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/-._~".contains(c);
    let end = operation.path.find(|character| !is_plain(character)).unwrap_or(operation.path.len());
    let path = operation.path.get(..end).unwrap_or_default();
    format!(
        "\n{condition}#[test]\nfn {words}_is_a_request() {{\n    let request = client().{call}.build().expect(\"a valid request\");\n    \
         assert_eq!(request.method(), {:?});\n    assert!(request.uri().path().contains({path:?}), \"{{}}\", \
         request.uri());\n}}\n",
        operation.method
    )
}

/// Returns a text as a string of TOML.
fn toml(text: &str) -> String {
    Foreign::new(text).toml()
}

/// Returns a key of TOML, quoted unless it can be a bare key (TOML 1.0, "Keys").
pub(crate) fn key(name: &str) -> String {
    let is_bare = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
    if !name.is_empty() && name.chars().all(is_bare) { name.to_owned() } else { toml(name) }
}

/// Replaces each `{{key}}` in a text by its value.
fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut parts = text.split("{{");
    filled.push_str(parts.next().unwrap_or_default());
    // In one pass, because a value may contain `{{`.
    for part in parts {
        let (key, after) = part.split_once("}}").unwrap_or((part, ""));
        let value = values.iter().find(|(known, _)| *known == key).map_or("", |(_, value)| value);
        filled.push_str(value);
        filled.push_str(after);
    }
    filled
}
