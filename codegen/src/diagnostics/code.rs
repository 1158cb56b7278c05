//! The severities and the codes of findings.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// The severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A problem that stops generation.
    Error,
    /// A problem because of which the generated code may not be what the author intends.
    Warning,
    /// Information that requires no action.
    Note,
}

impl Severity {
    /// Returns the name, such as `error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

macro_rules! codes {
    ($($variant:ident = $text:literal : $meaning:literal,)*) => {
        /// The kind of a finding: a stable word to search for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// All codes.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            const WORDS: &[&str] = &[$($text,)*];

            /// Returns the meaning, in one sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }

            /// Returns the word of the code, such as `dangling-reference`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

codes! {
    UnreadableFile = "unreadable-file": "A file that does not exist or cannot be read.",
    Syntax = "syntax": "A file that is neither JSON nor YAML.",
    NumberRange = "number-range": "A number that a double cannot represent.",
    Limit = "limit": "A description that exceeds a limit of size or depth.",
    Settings = "settings": "An unknown key or value in a settings file.",
    Overlay = "overlay": "An invalid overlay document.",
    OverlayTarget = "overlay-target": "An overlay action whose target matches nothing.",
    OverlayStale = "overlay-stale": "An overlay action that changes nothing.",
    Shape = "shape": "A node that does not have the form that OpenAPI requires.",
    UnknownKey = "unknown-key": "A key that OpenAPI does not define; it is ignored.",
    Version = "version": "An unsupported version of OpenAPI.",
    DanglingReference = "dangling-reference": "A `$ref` without a target.",
    CyclicReference = "cyclic-reference": "A chain of `$ref`s that leads back to itself.",
    Excluded = "excluded": "A node that the settings exclude from the client.",
    Unsupported = "unsupported": "A valid construct that is not generated.",
    Contradiction = "contradiction": "Parts of a schema that no value can satisfy together.",
    Indistinct = "indistinct": "A variant of a union whose values are all decoded as another variant.",
    NameClash = "name-clash": "Two Rust names that would be the same, or a name that generated code reserves.",
    PathTemplate = "path-template": "A path that OpenAPI does not allow, or that is not sent completely.",
    PathVariable = "path-variable": "A path variable without a parameter, or a path parameter without a variable.",
    DuplicateParameter = "duplicate-parameter": "Two parameters of an operation with the same name and location.",
    DuplicateOperation = "duplicate-operation": "Two operations with the same operationId.",
    UnknownSecurityScheme = "unknown-security-scheme": "A security requirement that names an undefined scheme.",
    Output = "output": "A generated file that cannot be written, or would overwrite a file that was not generated.",
    Internal = "internal": "A bug in the generator.",
}

/// Deserializes a code from its word, as in the settings.
impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        let known = Self::ALL.iter().find(|code| code.as_str() == word);
        known.copied().ok_or_else(|| D::Error::unknown_variant(&word, Self::WORDS))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
