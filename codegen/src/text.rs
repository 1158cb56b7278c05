//! Text from descriptions, settings files and file names, which is data and must be escaped.
//!
//! Only [`Foreign`] converts such text to Markdown, TOML, HTML or a line for a terminal, with the escapes of
//! each format. [`Markdown`] is safe for a doc comment or a page: it consists of converted text and of
//! literals of the generator. words of the generator, which are literals.

mod escape;
mod file_name;
mod message;
mod print;
mod shape;

use std::fmt;

use proc_macro2::Ident;

pub use escape::is_hidden;
#[cfg(feature = "tools")]
pub use file_name::file_names;
pub(crate) use file_name::{file_stem, hash};
pub(crate) use message::{LONGEST, LONGEST_HELP, message};

/// Text from outside the generator.
///
/// ```
/// use openapi_client_codegen::text::Foreign;
///
/// let title = Foreign::new("Pets <script>\u{1b}[2J");
/// assert_eq!(title.inline().to_string(), r"Pets \<script>�\[2J");
/// assert_eq!(title.line(), r"Pets <script>\u{1b}[2J");
/// assert_eq!(title.toml(), r#""Pets <script>\u001b[2J""#);
/// assert_eq!(title.html(), r"Pets &lt;script&gt;\u{1b}[2J");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Foreign<'a>(&'a str);

impl<'a> Foreign<'a> {
    /// Wraps a text.
    pub fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// Returns the text as Markdown (CommonMark, as rustdoc reads it) without active content: code is fenced
    /// and never a doctest, HTML is escaped, only links to `http`, `https` and `mailto` are kept, and images
    /// become links.
    pub fn markdown(self) -> Markdown {
        Markdown(shape::blocks(self.0).join("\n"))
    }

    /// Returns the text as Markdown without active content, on one line.
    pub fn inline(self) -> Markdown {
        Markdown(shape::inline(self.0))
    }

    /// Returns the text as Markdown without active content, on one line, for a table cell.
    pub fn cell(self) -> Markdown {
        Markdown(shape::cell(self.0))
    }

    /// Returns the text as a code span, with control characters as Rust escapes.
    pub fn code(self) -> Markdown {
        Markdown(escape::code(self.0))
    }

    /// Returns the text on one line for a terminal, a log or a build script. Hidden characters and line
    /// breaks become Rust escapes, so that the text contains neither control sequences nor instructions.
    pub fn line(self) -> String {
        escape::line(self.0)
    }

    /// Returns the text for an element or a quoted attribute of HTML.
    pub fn html(self) -> String {
        escape::html(self.0)
    }

    /// Returns the text as a quoted string for TOML 1.0.
    pub fn toml(self) -> String {
        escape::json(self.0)
    }

    /// Returns the text as a quoted string for JSON (RFC 8259), which YAML 1.2 also accepts.
    pub fn json(self) -> String {
        escape::json(self.0)
    }
}

/// Escapes hidden characters in JSON, which does not change its value.
#[cfg(feature = "tools")]
pub fn visible_json(json: &str) -> String {
    escape::visible_json(json)
}

/// Markdown without active content, for a doc comment or a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markdown(String);

impl Markdown {
    /// Creates Markdown for the macro [`markdown!`].
    #[doc(hidden)]
    pub fn assembled(parts: fmt::Arguments<'_>) -> Self {
        Self(parts.to_string())
    }

    /// Returns a Rust example that rustdoc compiles but does not run. The generator writes the code; text
    /// from descriptions is only in literals.
    pub(crate) fn doctest(code: &str) -> Self {
        Self(shape::example("no_run", code).join("\n"))
    }

    /// Returns a Rust example for a page.
    #[cfg(feature = "tools")]
    pub fn example(code: &str) -> Self {
        Self(shape::example("rust", code).join("\n"))
    }

    /// Joins parts with a separator of the generator.
    pub fn joined(parts: impl IntoIterator<Item = Self>, separator: &'static str) -> Self {
        let parts: Vec<String> = parts.into_iter().map(|part| part.0).collect();
        Self(parts.join(separator))
    }

    /// Escapes pipes, for a table cell. The text must not contain line breaks.
    #[must_use]
    pub fn in_cell(self) -> Self {
        Self(self.0.replace('|', "\\|"))
    }

    /// Returns whether the Markdown is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the lines.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.0.lines()
    }
}

impl fmt::Display for Markdown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<&'static str> for Markdown {
    fn from(own: &'static str) -> Self {
        Self(own.to_owned())
    }
}

/// A part of [`markdown!`] without active content: Markdown, literals of the generator, numbers and
/// identifiers.
#[doc(hidden)]
pub trait Safe: fmt::Display {}

impl Safe for Markdown {}
impl Safe for &'static str {}
impl Safe for Ident {}
impl Safe for u16 {}
impl Safe for usize {}

impl<T: Safe> Safe for &T {}

#[doc(hidden)]
pub fn safe<T: Safe>(part: T) -> T {
    part
}

/// Formats Markdown like `format!`, from parts that are [`Safe`]. A `String` is not [`Safe`], so text from
/// descriptions must be converted by [`Foreign`].
#[doc(hidden)]
#[macro_export]
macro_rules! markdown {
    ($text:literal $(, $part:expr)* $(,)?) => {
        $crate::text::Markdown::assembled(format_args!($text $(, $crate::text::safe($part))*))
    };
}

/// Returns a text in JSON or on the wire as a code span.
pub(crate) fn code(text: &str) -> Markdown {
    Foreign(text).code()
}
