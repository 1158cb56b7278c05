//! Tokens to text: item by item, with a blank line between items and between methods.

use indexmap::IndexMap;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::complexity;
use crate::analysis::Condition;
use crate::diagnostics::{Code, Finding};
use crate::output::Room;
use crate::text::{Foreign, file_stem};

/// The text of a module in the making. Each item is printed when it comes: thousands of them as tokens would
/// take many times the memory of their text.
#[derive(Default)]
pub(crate) struct Page {
    text: String,
    /// What is behind a condition goes into a file of its own, which rustc does not read where the condition does not
    /// hold.
    conditional: IndexMap<Condition, String>,
    /// Whether what uses the imports may be behind a condition.
    may_lack_uses: bool,
    fault: Option<Finding>,
}

impl Page {
    /// Prints items, after a blank line, to where a condition holds.
    pub(crate) fn push(&mut self, condition: &Condition, items: TokenStream) {
        if let Some(printed) = self.printed(items) {
            let text = self.text_of(condition);
            text.push('\n');
            text.push_str(&printed);
        }
    }

    /// Prints an `impl` member by member: those of a large tag, all at once as tokens, take a hundred times the memory
    /// of their text.
    pub(crate) fn push_impl(
        &mut self,
        condition: &Condition,
        head: &TokenStream,
        members: impl IntoIterator<Item = TokenStream>,
    ) {
        for (index, member) in members.into_iter().enumerate() {
            let item = quote!(#head { #member });
            if index == 0 {
                self.push(condition, item);
                continue;
            }
            if let Some(printed) = self.printed(item) {
                let text = self.text_of(condition);
                // The brace that closes it comes after this member now.
                text.truncate(text.trim_end().strip_suffix('}').map_or(text.len(), str::len));
                let member = printed.split_once("{\n").map_or("", |(_, member)| member);
                text.push('\n');
                text.push_str(member);
            }
        }
    }

    /// Prints each of some items after a blank line.
    pub(crate) fn extend(&mut self, condition: &Condition, items: impl IntoIterator<Item = TokenStream>) {
        items.into_iter().for_each(|item| self.push(condition, item));
    }

    /// Allows imports without a use, because what uses them may be behind a condition.
    pub(crate) fn allow_unused_imports(&mut self) {
        self.may_lack_uses = true;
    }

    /// The text that goes to where a condition holds.
    fn text_of(&mut self, condition: &Condition) -> &mut String {
        if condition.features().is_empty() {
            return &mut self.text;
        }
        self.may_lack_uses = true;
        self.conditional.entry(condition.clone()).or_default()
    }

    fn printed(&mut self, items: TokenStream) -> Option<String> {
        let mut file = match syn::parse2::<syn::File>(items) {
            Ok(file) => file,
            Err(error) => {
                let before = self.text.lines().rfind(|line| !line.is_empty()).unwrap_or_default();
                let what = format!("generated tokens are no Rust: {error}; they follow `{before}`");
                let finding = Finding::error(Code::Internal, None, what)
                    .help("this is a fault of the generator: please report it with the description");
                self.fault.get_or_insert(finding);
                return None;
            }
        };
        complexity::allow(&mut file);
        Some(spaced(&prettyplease::unparse(&file)))
    }

    /// The module called `stem`, and the files that it includes: each below a header, which is a comment line, the first
    /// with those of some imports that they use: the word that paths begin with, and the line that brings it in.
    ///
    /// # Errors
    /// Tokens that were no Rust: a fault of the generator, never of the description.
    pub(crate) fn finish(
        self,
        stem: &str,
        header: &str,
        imports: &[(&str, &str)],
    ) -> Result<Vec<Room>, Finding> {
        let Self { mut text, conditional, may_lack_uses, fault } = self;
        let allow = may_lack_uses.then(|| {
            let reason = "what it brings in may be behind features";
            quote!(#[allow(unused_imports, reason = #reason)])
        });
        let texts = || std::iter::once(&text).chain(conditional.values());
        let used = imports.iter().filter(|(word, _)| texts().any(|text| uses(text, word)));
        let used: Vec<_> = used.filter_map(|(_, import)| import.parse::<TokenStream>().ok()).collect();
        let mut top = Self::default();
        if !used.is_empty() {
            top.push(&Condition::ALWAYS, quote!(#(#allow #used)*));
        }
        if let Some(fault) = top.fault.or(fault) {
            return Err(fault);
        }
        let header = format!("// {}\n", Foreign::new(header).line());
        let mut parts = Vec::with_capacity(conditional.len());
        for (condition, part) in conditional {
            let file_name = format!("{stem}/{}.rs", file_stem(&condition.features().join("+")));
            let predicate = predicate(&condition);
            text.push_str(&format!("\n#[cfg({predicate})]\ninclude!({file_name:?});\n"));
            parts.push(Room { file_name, text: format!("{header}{part}") });
        }
        text.insert_str(0, &(header + &top.text));
        text.shrink_to_fit();
        Ok(std::iter::once(Room { file_name: format!("{stem}.rs"), text }).chain(parts).collect())
    }
}

/// The predicate of a condition, as people write it.
fn predicate(condition: &Condition) -> String {
    let features =
        condition.features().iter().map(|feature| format!("feature = {}", Literal::string(feature)));
    let features: Vec<_> = features.collect();
    match features.as_slice() {
        [only] => only.clone(),
        several => format!("any({})", several.join(", ")),
    }
}

/// The attribute of an item that is behind a condition; nothing if it is always there.
pub(super) fn cfg(condition: &Condition) -> TokenStream {
    match condition.features() {
        [] => TokenStream::new(),
        [only] => quote!(#[cfg(feature = #only)]),
        several => quote!(#[cfg(any(#(feature = #several),*))]),
    }
}

/// Whether code has a path that begins with a word. Comments and texts are no code.
fn uses(code: &str, word: &str) -> bool {
    let path = format!("{word}::");
    code.match_indices(&path).any(|(at, _)| {
        let before = code.get(..at).unwrap_or_default();
        let before = before.rsplit('\n').next().unwrap_or_default();
        let is_code = !before.trim_start().starts_with("//");
        let begins = !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':'));
        let quotes = before.matches('"').count() - before.matches("\\\"").count();
        is_code && begins && quotes.is_multiple_of(2)
    })
}

/// prettyplease sets items and the methods of an `impl` close together; a blank line goes after each.
fn spaced(printed: &str) -> String {
    let mut text = String::with_capacity(printed.len() + printed.len() / 8);
    let mut closed_at = None;
    for line in printed.lines() {
        let indent = line.len() - line.trim_start().len();
        let rest = line.trim_start();
        if closed_at == Some(indent) && !rest.starts_with(['}', ')', ']']) {
            text.push('\n');
        }
        closed_at = (rest == "}" && indent <= 4).then_some(indent);
        text.push_str(line);
        text.push('\n');
    }
    text
}
