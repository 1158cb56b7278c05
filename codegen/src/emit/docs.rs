//! Documentation of generated items: one attribute a line, put together from Markdown alone.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::markdown;
use crate::text::{Foreign, Markdown, code};

/// Documentation in the making, paragraph by paragraph.
#[derive(Debug, Default)]
pub(super) struct Text {
    lines: Vec<String>,
}

impl Text {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds a paragraph of our own words.
    pub(super) fn own(mut self, paragraph: impl Into<Markdown>) -> Self {
        let paragraph = paragraph.into();
        if !paragraph.is_empty() {
            if !self.lines.is_empty() {
                self.lines.push(String::new());
            }
            self.lines.extend(paragraph.lines().map(str::to_owned));
        }
        self
    }

    /// Adds the words of the description.
    pub(super) fn described(self, markdown: &str) -> Self {
        self.own(Foreign::new(markdown).markdown())
    }

    /// Adds the words of the description or, where it has none, words of our own.
    pub(super) fn described_or(self, markdown: &str, own: impl Into<Markdown>) -> Self {
        if markdown.trim().is_empty() { self.own(own) } else { self.described(markdown) }
    }

    /// One attribute for each line: prettyplease would print a longer one as a block comment.
    pub(super) fn attributes(self) -> TokenStream {
        let indented = |line: String| if line.is_empty() { line } else { format!(" {line}") };
        let lines = self.lines.into_iter().map(indented);
        quote!(#(#[doc = #lines])*)
    }
}

/// One line of our own words.
pub(super) fn line(own: impl Into<Markdown>) -> TokenStream {
    Text::new().own(own).attributes()
}

/// The words of a description on one line, for a cell of a table.
pub(super) fn cell(markdown: &str) -> Markdown {
    Foreign::new(markdown).cell()
}

/// What is said of a default, which is never sent; nothing where there is none.
pub(super) fn assumed(default: Option<&Value>) -> Markdown {
    let line = |value: &Value| markdown!("Defaults to {} on the server.", code(&value.to_string()));
    default.map(line).unwrap_or_default()
}
