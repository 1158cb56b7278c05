//! The one door for foreign text: what a description, a settings file or a file name holds, as data.
//!
//! Foreign text becomes Markdown, TOML, HTML or a line of a terminal by [`Foreign`] alone, each by its own escape.
//! [`Markdown`] is what may stand in a doc comment or a page: it is made from foreign text by the door, and from
//! words of the generator, which are literals.

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

/// Text that others wrote.
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
    /// Takes the text as it was read.
    pub fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// Returns the text as the Markdown that it is (CommonMark, as rustdoc reads it), without what is live in it: code
    /// is fenced and never a doctest, HTML is shown, links lead to `http`, `https` and `mailto` alone, and images are links.
    pub fn markdown(self) -> Markdown {
        Markdown(shape::blocks(self.0).join("\n"))
    }

    /// Returns the same on one line.
    pub fn inline(self) -> Markdown {
        Markdown(shape::inline(self.0))
    }

    /// Returns the same on one line, for a cell of a table.
    pub fn cell(self) -> Markdown {
        Markdown(shape::cell(self.0))
    }

    /// Returns the text as a code span, whatever it holds. Control characters are shown as Rust writes them.
    pub fn code(self) -> Markdown {
        Markdown(escape::code(self.0))
    }

    /// Returns one line for a terminal, a log or a build script, in which nothing is obeyed: what is not seen, line
    /// breaks among it, is written as Rust writes it.
    pub fn line(self) -> String {
        escape::line(self.0)
    }

    /// Returns text for an element or a quoted attribute of HTML.
    pub fn html(self) -> String {
        escape::html(self.0)
    }

    /// Returns a quoted string for TOML 1.0.
    pub fn toml(self) -> String {
        escape::json(self.0)
    }

    /// Returns a quoted string for JSON (RFC 8259) and for YAML 1.2, which reads it too.
    pub fn json(self) -> String {
        escape::json(self.0)
    }
}

/// Returns JSON in which characters that are not seen are escaped, which changes no value.
#[cfg(feature = "tools")]
pub fn visible_json(json: &str) -> String {
    escape::visible_json(json)
}

/// Markdown that may stand in a doc comment or a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markdown(String);

impl Markdown {
    /// Takes what [`markdown!`] has put together.
    #[doc(hidden)]
    pub fn assembled(parts: fmt::Arguments<'_>) -> Self {
        Self(parts.to_string())
    }

    /// Returns an example in Rust that rustdoc compiles and does not run: code of the generator, in which foreign text
    /// stands in literals alone.
    pub(crate) fn doctest(code: &str) -> Self {
        Self(shape::example("no_run", code).join("\n"))
    }

    /// Returns the same for a page.
    #[cfg(feature = "tools")]
    pub fn example(code: &str) -> Self {
        Self(shape::example("rust", code).join("\n"))
    }

    /// Joins parts by a separator of the generator's own.
    pub fn joined(parts: impl IntoIterator<Item = Self>, separator: &'static str) -> Self {
        let parts: Vec<String> = parts.into_iter().map(|part| part.0).collect();
        Self(parts.join(separator))
    }

    /// Returns the same for a cell of a table: pipes are escaped. Line breaks must not be in it.
    #[must_use]
    pub fn in_cell(self) -> Self {
        Self(self.0.replace('|', "\\|"))
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its lines.
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

/// What [`markdown!`] takes: Markdown, words of the generator, numbers and identifiers, which hold nothing live.
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

/// Puts Markdown together: as `format!`, of parts that are [`Safe`]. A `String` is none, so that foreign text has to come
/// through the door.
#[doc(hidden)]
#[macro_export]
macro_rules! markdown {
    ($text:literal $(, $part:expr)* $(,)?) => {
        $crate::text::Markdown::assembled(format_args!($text $(, $crate::text::safe($part))*))
    };
}

/// A text as it is written in JSON or on the wire, shown as code.
pub(crate) fn code(text: &str) -> Markdown {
    Foreign(text).code()
}
