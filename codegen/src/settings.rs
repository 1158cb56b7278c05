//! The settings file of a description, such as `spec/images.toml`.

mod positions;

use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use serde::Deserialize;

use crate::diagnostics::suggest::suggestion;
use crate::diagnostics::{Code, Finding, Place, Policy, Position, Report, Severity};
use positions::{line_of, quoted_line};

/// The settings for generating a client. Every key except `description` and `package` is optional.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Settings {
    /// The description, as a path relative to the folder of the settings file.
    pub description: PathBuf,
    /// The folder to which references to other files are limited, as a path relative to the folder of the
    /// settings file. Defaults to the folder of the description.
    pub root: Option<PathBuf>,
    /// Overlays, in the order in which they are applied; paths are relative as for `description`.
    #[serde(default)]
    pub overlays: Vec<PathBuf>,
    /// The package that the client is part of, for the examples in its documentation.
    pub package: String,
    /// The folder that `openapi-client generate` writes to, for code that is committed; the path is relative
    /// as for `description`. A build script writes to `OUT_DIR`.
    pub output: Option<PathBuf>,
    /// Whether errors that generation can survive become warnings. `Value` or the nearest sound choice then
    /// replaces a node that cannot be generated.
    #[serde(default)]
    pub lenient: bool,
    /// Whether keys that no schema describes are preserved, in a map beside the fields.
    #[serde(default)]
    pub keep_unknown: bool,
    /// Whether a schema without `type` accepts values of every type even if it has keywords of objects, maps
    /// or lists, as JSON Schema defines it. Otherwise such a schema is an object, map or list, which is what
    /// most authors mean.
    #[serde(default)]
    pub untyped_is_any: bool,
    /// Whether each inline schema has a type of its own. Otherwise, those with equal content are one type,
    /// with aliases for the other places: GitHub's client compiles in less than half the time. Which of the
    /// places has the type, and which places have the same type, may then change if any other schema does.
    #[serde(default)]
    pub separate_types: bool,
    /// Names for schemas and operations, by JSON pointer, that replace the names from the description. The
    /// name of an operation replaces its operationId.
    #[serde(default)]
    pub names: IndexMap<String, String>,
    /// The form of the names of operations.
    #[serde(default)]
    pub operation_names: OperationNames,
    /// How operations are grouped.
    #[serde(default)]
    pub group_by: GroupBy,
    /// Prefixes that the names of schemas lose, such as `io.k8s.api.core.v1.`. A name loses the longest
    /// prefix that it begins with. If two names would be the same, the one with the earlier prefix in the
    /// list takes precedence.
    #[serde(default)]
    pub schema_prefixes: Vec<String>,
    /// The operations to generate, with the schemas that they reach. All operations are generated if nothing
    /// is selected.
    #[serde(default)]
    pub include: Selection,
    /// Operations to leave out, even if `include` selects them.
    #[serde(default)]
    pub exclude: Selection,
    /// Replacements for formats. `date-time = "plain"` reads times as plain text and `timestamp =
    /// "date-time"` reads timestamps as times; `plain` means no format. A path, such as `uuid =
    /// "uuid::Uuid"`, names a type of the user's choice that implements `FromStr` and `Display`.
    #[serde(default)]
    pub formats: IndexMap<String, String>,
    /// Whether the operations of each tag, with the types that only they reach, are behind a Cargo feature
    /// named after the tag.
    #[serde(default)]
    pub tag_features: bool,
    /// Additional derives, by the name of the Rust type, or `*` for all structs and enums.
    #[serde(default)]
    pub derives: IndexMap<String, Vec<String>>,
    /// The severities of findings, by code. An error that generation can survive no longer stops it if it is
    /// a warning or a note here; any other error stays an error.
    #[serde(default)]
    pub severities: IndexMap<Code, Severity>,
    /// The places of the error code, message and request ID in error responses.
    #[serde(default)]
    pub errors: Errors,
    /// The paging rules for lists. A rule applies to every operation that it fits; the first rule that fits
    /// is used.
    #[serde(default)]
    pub paging: Vec<PagingRule>,
    /// Operations whose retries differ from the default of their methods.
    #[serde(default)]
    pub retry: RetryRules,
    /// Response headers with rate limits, if the server does not use one of the usual names.
    #[serde(default)]
    pub rate_limit: RateLimitHeaders,
    /// The request header for idempotency keys, such as `Idempotency-Key`. A key identifies the retries of a
    /// call whose method is not idempotent.
    pub idempotency_key: Option<String>,
    /// The data of the event that ends a stream of server-sent events, such as `[DONE]`.
    pub end_of_events: Option<String>,
    /// Limits on the size and depth of a description.
    #[serde(default)]
    pub limits: Limits,
    /// The path of the settings file, and its text.
    #[serde(skip)]
    file: Option<(PathBuf, String)>,
}

/// The form of the names of operations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum OperationNames {
    /// The operationId, without the words of its group.
    #[default]
    OperationId,
    /// The operationId without what frameworks add to the name of the function: the path and method
    /// (FastAPI), the word `Controller` (NestJS) or `UsingGET` (Springfox).
    Short,
}

/// How operations are grouped into the resources of the client.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum GroupBy {
    /// By the first tag, or else by the path.
    #[default]
    Tag,
    /// By the first fixed segment of the path that is neither `api` nor a version.
    Path,
    /// By the first tag; operations without a tag are one group.
    TagOnly,
}

/// Limits on the size and depth of a description. A node that exceeds a limit is an error with the code
/// `limit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Limits {
    /// The largest depth of nested schemas that composition (`allOf`, `anyOf`, `oneOf`) combines into one
    /// object or type.
    pub depth: usize,
    /// The largest number of properties that composition may add to all objects together. Each object gets
    /// the properties of all its parts, so a thousand schemas that inherit from each other have half a
    /// million properties.
    pub composed_properties: usize,
    /// The largest number of parameters, bodies, properties and variants to generate. A longer description
    /// may have one for every 16 bytes.
    pub items: usize,
    /// The largest length of the JSON pointer to a node, in bytes. Every item that is generated from a node
    /// stores its pointer.
    pub pointer: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 128, composed_properties: 500_000, items: 40_000, pointer: 4096 }
    }
}

/// A selection of operations, by any of their properties.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Selection {
    /// Tags, as in the description.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Paths, as in the description; `*` matches any text.
    #[serde(default)]
    pub paths: Vec<String>,
    /// Operations, by operationId or as `GET /v2/images`.
    #[serde(default)]
    pub operations: Vec<String>,
}

/// The places of an error's details in the body of an error response: JSON pointers, each of them optional.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Errors {
    /// The error code, for programs.
    pub code: Option<String>,
    /// The error message, for people.
    pub message: Option<String>,
    /// The request ID, which identifies the request to the operators of the server.
    pub request_id: Option<String>,
    /// The response header with the request ID.
    pub request_id_header: Option<String>,
}

/// Operations that may or may not be retried. By default, operations with idempotent methods are retried (RFC
/// 9110, section 9.2.2). Operations are named by operationId or as `GET /v2/images`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RetryRules {
    /// Operations that are idempotent although their method is not, such as a search by `POST`.
    #[serde(default)]
    pub idempotent: Vec<String>,
    /// Operations that are not idempotent although their method is, such as a `GET` that consumes a token.
    #[serde(default)]
    pub once: Vec<String>,
}

/// Response headers with rate limits, each of them optional. `RateLimit-Limit`, `-Remaining` and `-Reset`,
/// also with the prefix `X-`, and `RateLimit` are always read.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RateLimitHeaders {
    /// The header with the number of calls that the server allows in a window.
    pub limit: Option<String>,
    /// The header with the number of calls that are left in the window.
    pub remaining: Option<String>,
    /// The header with the time when the window ends, in seconds from now or in seconds since 1970.
    pub reset: Option<String>,
}

/// A paging rule. It fits an operation that has the parameter in its query and one list in its response.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PagingRule {
    /// The method of paging.
    pub by: PagedBy,
    /// The query parameter that selects the next page.
    pub parameter: String,
    /// A JSON pointer to the cursor, or to the link whose query contains the parameter. `-` is the last
    /// element of a list.
    pub next: Option<String>,
    /// A JSON pointer of one key to the list. Defaults to the only list in the response.
    pub items: Option<String>,
    /// A JSON pointer to the flag for more pages.
    pub more: Option<String>,
    /// A JSON pointer to the total number of items.
    pub total: Option<String>,
    /// The number of the first page. Defaults to 1.
    pub first: Option<u64>,
    /// The query parameter for the number of items in a page.
    pub size: Option<String>,
    /// The number of items to request per page.
    pub at_a_time: Option<u32>,
    /// The operations to which the rule applies, by operationId or as `GET /v2/images`. Defaults to all that
    /// fit.
    #[serde(default)]
    pub operations: Vec<String>,
}

impl PagingRule {
    /// Creates a rule without optional settings.
    pub fn new(by: PagedBy, parameter: impl Into<String>) -> Self {
        Self {
            by,
            parameter: parameter.into(),
            next: None,
            items: None,
            more: None,
            total: None,
            first: None,
            size: None,
            at_a_time: None,
            operations: Vec::new(),
        }
    }
}

/// The method of paging: how the next page is requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PagedBy {
    /// By the number of the page.
    Number,
    /// By the number of items to skip.
    Offset,
    /// By a cursor in the response body.
    Cursor,
    /// By a link in the response body.
    Link,
    /// By the header `Link` (RFC 8288).
    Header,
}

impl PagedBy {
    /// Returns the word in the settings, such as `number`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Offset => "offset",
            Self::Cursor => "cursor",
            Self::Link => "link",
            Self::Header => "header",
        }
    }
}

impl Settings {
    /// Creates settings for a description, with defaults for all other keys.
    pub fn new(description: impl Into<PathBuf>, package: impl Into<String>) -> Self {
        Self { description: description.into(), package: package.into(), ..Self::default() }
    }

    /// Reads a settings file. The paths in the result are relative to the current directory.
    ///
    /// # Errors
    /// Fails if the file cannot be read, is a symbolic link that leads out of its folder, is not valid TOML,
    /// or has an unknown key.
    pub fn open(path: &Path) -> Result<Self, Report> {
        let bytes = crate::source::read_named(path, None)
            .map_err(|refusal| Report::of(crate::source::unreadable(path, &refusal)))?;
        let text = crate::source::text(path, bytes).map_err(Report::of)?;
        let mut settings: Self = basic_toml::from_str(&text).map_err(|error| {
            let finding = if is_description(&text) {
                let what = format!("{}: this is a description, not a settings file", path.display());
                Finding::error(Code::Settings, None, what).help(
                    "write a settings file with `description = \"…\"` and `package = \"…\"`, and name that",
                )
            } else {
                fault(path, &text, &error.to_string())
            };
            Report::of(finding)
        })?;
        settings.file = Some((path.to_owned(), text));
        let folder = path.parent().unwrap_or(Path::new(""));
        settings.description = folder.join(&settings.description);
        settings.root = settings.root.map(|root| folder.join(root));
        settings.output = settings.output.map(|output| folder.join(output));
        for overlay in &mut settings.overlays {
            *overlay = folder.join(&*overlay);
        }
        Ok(settings)
    }

    /// Returns the severity policy for findings.
    pub(crate) fn policy(&self) -> Policy {
        Policy { is_lenient: self.lenient, severities: self.severities.clone() }
    }

    /// Returns the formats that are read as types of the user's choice, with the paths of the types.
    pub(crate) fn typed_formats(&self) -> impl Iterator<Item = (&str, &str)> {
        let formats = self.formats.iter().map(|(format, ty)| (format.as_str(), ty.as_str()));
        formats.filter(|(_, ty)| ty.contains("::"))
    }

    /// Returns the name that the settings give to the schema or operation at a place.
    pub(crate) fn name_of(&self, place: &Place) -> Option<&str> {
        self.names.get(place.pointer.as_str()).map(String::as_str)
    }
}

/// Returns whether a text that is not TOML begins as a description does.
fn is_description(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with(['#', '-']));
    first.is_some_and(|first| {
        first.starts_with('{') || first.starts_with("openapi:") || first.starts_with("swagger:")
    })
}

/// Creates a finding from an error of the TOML parser. The parser gives no line for errors about the whole
/// file, such as an unknown key.
fn fault(path: &Path, text: &str, message: &str) -> Finding {
    let (what, line) = message.rsplit_once(" at line ").unwrap_or((message, "1"));
    let line = line.split(' ').next().and_then(|line| line.parse().ok());
    let mut quoted = what.split('`').skip(1).step_by(2);
    let unknown = quoted.next().filter(|_| what.starts_with("unknown "));
    let found = unknown.and_then(|word| line_of(text, word).or_else(|| quoted_line(text, word)));
    let line = found.or(line).unwrap_or(1);
    let position = Position { file: crate::source::display_path(path), line, column: 1 };
    let finding = Finding::error(Code::Settings, None, what).at_position(position);
    match unknown.and_then(|key| suggestion(key, quoted)) {
        Some(help) => finding.help(help),
        None => finding.help("`openapi-client settings` lists all settings"),
    }
}
