//! The settings file of a description, as `spec/images.toml`.

use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use serde::Deserialize;

use crate::diagnostics::suggest::suggestion;
use crate::diagnostics::{Code, Finding, Policy, Report, Severity};
use crate::diagnostics::{Place, Position};

/// How a client is generated. Every key but `description` and `package` may be left out.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Settings {
    /// The description, as a path from the settings file's folder.
    pub description: PathBuf,
    /// The folder that references to other files may reach; the description's own unless said otherwise.
    /// As a path from the settings file's folder.
    pub root: Option<PathBuf>,
    /// Overlays, in the order in which they are applied; paths as for `description`.
    #[serde(default)]
    pub overlays: Vec<PathBuf>,
    /// The package that the client is part of, for the examples in its documentation.
    pub package: String,
    /// The folder that `openapi-client generate` writes to, for code that is committed; paths as for
    /// `description`. A build script writes to `OUT_DIR`.
    pub output: Option<PathBuf>,
    /// Whether what is wrong and can be survived is a warning, with `Value` or the nearest sound choice in
    /// place of what cannot be said.
    #[serde(default)]
    pub lenient: bool,
    /// Whether keys that no schema describes are kept, in a map beside the fields.
    #[serde(default)]
    pub keep_unknown: bool,
    /// Whether schemas that say what an object, map or list holds and have no `type` take any other value too, as JSON
    /// Schema says. Their authors mean objects, maps and lists, as a rule, which is what they are taken for otherwise.
    #[serde(default)]
    pub untyped_is_any: bool,
    /// Names for schemas and operations, by JSON pointer, where the one made from the description does not
    /// please. An operation is called as if the name were its operationId.
    #[serde(default)]
    pub names: IndexMap<String, String>,
    /// The operations that are generated, with what they reach; all of them where nothing is chosen.
    #[serde(default)]
    pub include: Selection,
    /// Operations that are not, although they are chosen.
    #[serde(default)]
    pub exclude: Selection,
    /// Formats that are read as others: `date-time = "plain"` keeps a time as text, `timestamp = "date-time"`
    /// makes a time of one. `plain` stands for no format at all. A path is a type of the client's own choice, which is
    /// made of text and back by `FromStr` and `Display`: `uuid = "uuid::Uuid"`.
    #[serde(default)]
    pub formats: IndexMap<String, String>,
    /// Whether each tag's operations, and what only they reach, are behind a cargo feature of the tag's name.
    #[serde(default)]
    pub tag_features: bool,
    /// Derives that types have beside their own, by the type's name in Rust or `*` for all structs and enums.
    #[serde(default)]
    pub derives: IndexMap<String, Vec<String>>,
    /// How much findings matter, by their code. An error that can be survived stops nothing when it is made
    /// a warning or a note here; any other stays an error.
    #[serde(default)]
    pub severities: IndexMap<Code, Severity>,
    /// Where a failure's body says what is the matter.
    #[serde(default)]
    pub errors: Errors,
    /// How lists come in pages. Each rule holds for every operation that it fits; the first that fits is taken.
    #[serde(default)]
    pub paging: Vec<PagingRule>,
    /// Operations that are made again otherwise than their methods say.
    #[serde(default)]
    pub retry: RetryRules,
    /// Response headers that say how many calls the server allows, where they are none of the usual ones.
    #[serde(default)]
    pub rate_limit: RateLimitHeaders,
    /// The header of a key that tells a call which is made again from another one, for methods that are not
    /// idempotent; as `Idempotency-Key`.
    pub idempotency_key: Option<String>,
    /// How much a description may ask for.
    #[serde(default)]
    pub limits: Limits,
    /// The file that they were read from, and its text.
    #[serde(skip)]
    file: Option<(PathBuf, String)>,
}

/// How much a description may ask for. What exceeds a limit is an error with its place, of the code `limit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Limits {
    /// How many levels deep the parts of a schema may be that composition (`allOf`, `anyOf`, `oneOf`) makes one object
    /// or one type of.
    pub depth: usize,
    /// How many properties composition may put into objects, in all of them together. Each object has those of all of
    /// its parts, so that a thousand schemas which inherit from each other have half a million.
    pub composed_properties: usize,
    /// How many parameters, bodies, properties and variants may be generated in all; one for every 16 bytes of a longer
    /// description.
    pub items: usize,
    /// How many bytes the JSON pointer to a node may have: all that becomes of a node remembers where it was.
    pub pointer: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 128, composed_properties: 500_000, items: 40_000, pointer: 4096 }
    }
}

/// Operations, by any of their properties.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Selection {
    /// Tags, as the description writes them.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Paths, as the description writes them; `*` stands for anything.
    #[serde(default)]
    pub paths: Vec<String>,
    /// Operations, by operationId or as `GET /v2/images`.
    #[serde(default)]
    pub operations: Vec<String>,
}

/// Where a failure's body says what is the matter: JSON pointers, each of them optional.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Errors {
    /// A word for programs.
    pub code: Option<String>,
    /// A sentence for people.
    pub message: Option<String>,
    /// What to name to the people behind the server.
    pub request_id: Option<String>,
    /// The response header with the same.
    pub request_id_header: Option<String>,
}

/// Which operations may be carried out twice. Where nothing is said, those may whose methods are idempotent (RFC 9110,
/// section 9.2.2). Operations by operationId or as `GET /v2/images`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RetryRules {
    /// Operations for which twice is the same as once, although their method says otherwise: a search by `POST`.
    #[serde(default)]
    pub idempotent: Vec<String>,
    /// Operations for which it is not, although their method says so: a `GET` that uses something up.
    #[serde(default)]
    pub once: Vec<String>,
}

/// Response headers that say how many calls the server allows, each of them optional. `RateLimit-Limit`, `-Remaining` and
/// `-Reset`, also with `X-` in front, and `RateLimit` are read without being said.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RateLimitHeaders {
    /// How many calls it allows in its window.
    pub limit: Option<String>,
    /// How many of them are left.
    pub remaining: Option<String>,
    /// When there will be more: in how many seconds, or at which second since 1970.
    pub reset: Option<String>,
}

/// How lists come in pages. An operation fits that has the parameter in its query and one list in its answer.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PagingRule {
    /// What the next page is asked for by.
    pub by: PagedBy,
    /// The query parameter that asks for it.
    pub parameter: String,
    /// A JSON pointer to the cursor, or to the link whose query has the parameter. `-` is the last of a list.
    pub next: Option<String>,
    /// A JSON pointer to the list, of one key; the only list of the answer unless said otherwise.
    pub items: Option<String>,
    /// A JSON pointer to whether there are more pages.
    pub more: Option<String>,
    /// A JSON pointer to how many items there are in all.
    pub total: Option<String>,
    /// The number of the first page, 1 unless said otherwise.
    pub first: Option<u64>,
    /// The query parameter for how many items a page has.
    pub size: Option<String>,
    /// How many items are asked for at a time.
    pub at_a_time: Option<u32>,
    /// The operations that the rule is for, by operationId or as `GET /v2/images`; all that fit unless said otherwise.
    #[serde(default)]
    pub operations: Vec<String>,
}

impl PagingRule {
    /// A rule that says no more than it must.
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

/// What the next page is asked for by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PagedBy {
    /// A number of pages.
    Number,
    /// A number of items.
    Offset,
    /// A word in the body.
    Cursor,
    /// A link in the body.
    Link,
    /// The header `Link` (RFC 8288).
    Header,
}

impl Settings {
    /// Settings for a description, all else as it is when a settings file does not say.
    pub fn new(description: impl Into<PathBuf>, package: impl Into<String>) -> Self {
        Self { description: description.into(), package: package.into(), ..Self::default() }
    }

    /// Reads a settings file. The paths in it come out as seen from the current folder.
    ///
    /// # Errors
    /// Fails if the file cannot be read, is a symbolic link that leads out of its folder, is no TOML, or has a key that
    /// is not known.
    pub fn open(path: &Path) -> Result<Self, Report> {
        let bytes = crate::source::read_named(path, None)
            .map_err(|refusal| Report::of(crate::source::unreadable(path, &refusal)))?;
        let text = crate::source::text(path, bytes).map_err(Report::of)?;
        let mut settings: Self = basic_toml::from_str(&text)
            .map_err(|error| Report::of(fault(path, &text, &error.to_string())))?;
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

    /// The line in which a word stands, quoted or as a key; none for settings that come from no file.
    fn position_of(&self, word: &str) -> Option<Position> {
        let (path, text) = self.file.as_ref()?;
        let quoted = [format!("\"{word}\""), format!("'{word}'")];
        let found = text.lines().position(|line| quoted.iter().any(|quoted| line.contains(quoted.as_str())));
        let line = found.map(|index| index + 1).or_else(|| line_of(text, word))?;
        Some(Position { file: crate::source::display_path(path), line, column: 1 })
    }

    /// The severities of findings.
    pub(crate) fn policy(&self) -> Policy {
        Policy { is_lenient: self.lenient, severities: self.severities.clone() }
    }

    /// An error about a word of the settings, with its line.
    pub(crate) fn finding(&self, word: &str, what: impl Into<String>) -> Finding {
        let finding = Finding::error(Code::Settings, None, what);
        match self.position_of(word) {
            Some(position) => finding.at_position(position),
            None => finding,
        }
    }

    /// The formats that have a type of the client's own choice, with its path.
    pub(crate) fn typed_formats(&self) -> impl Iterator<Item = (&str, &str)> {
        let formats = self.formats.iter().map(|(format, ty)| (format.as_str(), ty.as_str()));
        formats.filter(|(_, ty)| ty.contains("::"))
    }

    /// The name that the settings give to the schema or operation at a place.
    pub(crate) fn name_of(&self, place: &Place) -> Option<&str> {
        self.names.get(place.pointer.as_str()).map(String::as_str)
    }
}

fn line_of(text: &str, word: &str) -> Option<usize> {
    let is_key = |line: &str| line.trim_start().trim_start_matches('"').starts_with(word);
    text.lines().position(is_key).map(|index| index + 1)
}

/// What the TOML reader says, with its place. It places a fault of the whole file, as an unknown key is, at
/// no line.
fn fault(path: &Path, text: &str, message: &str) -> Finding {
    let (what, line) = message.rsplit_once(" at line ").unwrap_or((message, "1"));
    let line = line.split(' ').next().and_then(|line| line.parse().ok());
    let mut quoted = what.split('`').skip(1).step_by(2);
    let unknown = quoted.next().filter(|_| what.starts_with("unknown "));
    let line = unknown.and_then(|key| line_of(text, key)).or(line).unwrap_or(1);
    let position = Position { file: crate::source::display_path(path), line, column: 1 };
    let finding = Finding::error(Code::Settings, None, what).at_position(position);
    match unknown.and_then(|key| suggestion(key, quoted)) {
        Some(help) => finding.help(help),
        None => finding.help("docs/settings.md says what there is"),
    }
}
