//! Builds the documentation of generated items from Markdown, with one attribute per line.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::diagnostics::Place;
use crate::ir::{Api, Model};
use crate::markdown;
use crate::text::{Foreign, Markdown, code};

/// A builder for documentation, which adds paragraphs.
#[derive(Debug, Default)]
pub(super) struct Text {
    lines: Vec<String>,
}

impl Text {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds a paragraph written by the generator. Does nothing if it is empty.
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

    /// Adds text from the description.
    pub(super) fn described(self, markdown: &str) -> Self {
        self.own(Foreign::new(markdown).markdown())
    }

    /// Adds text from the description or, if that is empty, a paragraph written by the generator.
    pub(super) fn described_or(self, markdown: &str, own: impl Into<Markdown>) -> Self {
        if markdown.trim().is_empty() { self.own(own) } else { self.described(markdown) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Returns an attribute for each line: prettyplease would print an attribute of several lines as a block
    /// comment.
    pub(super) fn attributes(self) -> TokenStream {
        let indented = |line: String| if line.is_empty() { line } else { format!(" {line}") };
        let lines = self.lines.into_iter().map(indented);
        quote!(#(#[doc = #lines])*)
    }
}

/// Returns the attributes of documentation that the generator writes.
pub(super) fn line(own: impl Into<Markdown>) -> TokenStream {
    Text::new().own(own).attributes()
}

/// Returns text from the description on one line, for a table cell.
pub(super) fn cell(markdown: &str) -> Markdown {
    Foreign::new(markdown).cell()
}

/// Returns a line about a default, which is never sent, or nothing if there is no default.
pub(super) fn assumed(default: Option<&Value>) -> Markdown {
    let line = |value: &Value| markdown!("Defaults to {} on the server.", code(&value.to_string()));
    default.map(line).unwrap_or_default()
}

/// The largest number of parts in the documentation of a composed schema.
const MOST_PARTS: usize = 4;

/// Returns the documentation of a model without a description: its place, or those of its parts.
pub(super) fn places(api: &Api, model: &Model) -> Markdown {
    let at = |place: &Place| {
        let file = api.files.get(place.file.index()).map_or("", String::as_str);
        code(&format!("{file}#{}", place.pointer.as_str()))
    };
    match model.parts.as_slice() {
        [] => markdown!("Described at {}.", at(&model.origin)),
        [others @ .., last] => {
            let last = if others.len() < MOST_PARTS { at(last) } else { "others".into() };
            let others = Markdown::joined(others.iter().take(MOST_PARTS).map(at), ", ");
            markdown!("Composed of the schemas at {} and {}.", others, last)
        }
    }
}
