//! The text of a module: items are printed as they come.

use indexmap::IndexMap;
use proc_macro2::{Literal, Spacing, TokenStream, TokenTree};
use quote::quote;
use syn::parse::Parse;
use syn::{File, ImplItem, Item};

use super::complexity;
use super::render::{self, Member, Open};
use crate::analysis::Condition;
use crate::diagnostics::{Code, Finding};
use crate::output::Module;
use crate::text::{Foreign, file_stem};

/// A module that generated code names by its last word, and the line that imports it.
pub(super) type Import = (&'static str, &'static str);

/// The text of a module in the making. Each item is printed when it comes: thousands of them as tokens would
/// take many times the memory of their text.
pub(crate) struct ModulePrinter {
    text: String,
    /// What is behind a condition goes into a file of its own, which rustc does not read where the condition does not
    /// hold.
    conditional: IndexMap<Condition, String>,
    /// The imports that no path has used yet, and those that some path uses.
    sought: Vec<Import>,
    used: Vec<Import>,
    /// Whether what uses the imports may be behind a condition.
    may_lack_uses: bool,
    fault: Option<Finding>,
}

impl ModulePrinter {
    /// Creates an empty module that has those of some imports that its paths use.
    pub(super) fn new(imports: impl IntoIterator<Item = Import>) -> Self {
        Self {
            text: String::new(),
            conditional: IndexMap::new(),
            sought: imports.into_iter().collect(),
            used: Vec::new(),
            may_lack_uses: false,
            fault: None,
        }
    }

    /// Prints items, after a blank line, to where a condition holds.
    pub(crate) fn push(&mut self, condition: &Condition, items: TokenStream) {
        if let Some(mut file) = self.parsed::<File>(items) {
            file.items.iter_mut().for_each(complexity::allow);
            self.append(condition, &render::items(file.items));
        }
    }

    /// Prints an `impl` member by member: those of a large tag, all at once as tokens, take a hundred times the memory
    /// of their text.
    pub(crate) fn push_impl(
        &mut self,
        condition: &Condition,
        head: TokenStream,
        members: impl IntoIterator<Item = TokenStream>,
    ) {
        let Some(head) = self.parsed::<Item>(quote!(#head {})) else { return };
        let mut open = Open::new(head);
        for member in members {
            if let Some(mut member) = self.parsed::<ImplItem>(member) {
                complexity::allow_member(&mut member);
                open.push(Member::Impl(member));
            }
        }
        self.append(condition, &open.finish());
    }

    /// Prints each of some items after a blank line.
    pub(crate) fn extend(&mut self, condition: &Condition, items: impl IntoIterator<Item = TokenStream>) {
        items.into_iter().for_each(|item| self.push(condition, item));
    }

    /// Allows imports without a use, because what uses them may be behind a condition.
    pub(crate) fn allow_unused_imports(&mut self) {
        self.may_lack_uses = true;
    }

    fn append(&mut self, condition: &Condition, printed: &str) {
        let text = if condition.features().is_empty() {
            &mut self.text
        } else {
            self.may_lack_uses = true;
            self.conditional.entry(condition.clone()).or_default()
        };
        text.push('\n');
        text.push_str(printed);
    }

    fn parsed<T: Parse>(&mut self, tokens: TokenStream) -> Option<T> {
        if !self.sought.is_empty() {
            self.find_uses(tokens.clone());
        }
        let error = match syn::parse2(tokens) {
            Ok(parsed) => return Some(parsed),
            Err(error) => error,
        };
        let before = self.text.lines().rfind(|line| !line.is_empty()).unwrap_or_default();
        let what = format!("generated tokens are not valid Rust: {error}; they follow `{before}`");
        let finding = Finding::error(Code::Internal, None, what)
            .help("this is a fault of the generator: please report it with the description");
        self.fault.get_or_insert(finding);
        None
    }

    /// Finds the imports that paths begin with.
    fn find_uses(&mut self, tokens: TokenStream) {
        let is_colon = |tree: &TokenTree, spacing: Spacing| match tree {
            TokenTree::Punct(sign) => sign.as_char() == ':' && sign.spacing() == spacing,
            _ => false,
        };
        let mut trees = tokens.into_iter().peekable();
        let (mut may_begin, mut is_joint) = (true, false);
        while let Some(tree) = trees.next() {
            if self.sought.is_empty() {
                return;
            }
            match &tree {
                TokenTree::Group(group) => self.find_uses(group.stream()),
                TokenTree::Ident(word) if may_begin => {
                    let is_path = trees.peek().is_some_and(|next| is_colon(next, Spacing::Joint));
                    let at = self.sought.iter().position(|(name, _)| is_path && word == name);
                    self.used.extend(at.map(|at| self.sought.swap_remove(at)));
                }
                _ => {}
            }
            may_begin = !(is_joint && is_colon(&tree, Spacing::Alone));
            is_joint = is_colon(&tree, Spacing::Joint);
        }
    }

    /// The module called `stem`, and the files that it includes: each below a header, which is a comment line, the first
    /// with the imports. If there are no items, the module says why, in the words of `if_empty`.
    ///
    /// # Errors
    /// Fails if tokens are not valid Rust: a fault of the generator, never of the description.
    pub(crate) fn finish(mut self, stem: &str, header: &str, if_empty: &str) -> Result<Vec<Module>, Finding> {
        let imports = self.imports();
        let Self { mut text, conditional, fault, .. } = self;
        if let Some(fault) = fault {
            return Err(fault);
        }
        let header = format!("// {}\n", Foreign::new(header).line());
        if text.is_empty() && conditional.is_empty() {
            text = format!("\n// {if_empty}\n");
        }
        let mut parts = Vec::with_capacity(conditional.len());
        for (condition, part) in conditional {
            let file_name = format!("{stem}/{}.rs", file_stem(&condition.features().join("+")));
            let predicate = predicate(&condition);
            text.push_str(&format!("\n#[cfg({predicate})]\ninclude!({file_name:?});\n"));
            parts.push(Module { file_name, text: format!("{header}{part}") });
        }
        text.insert_str(0, &(header + &imports));
        text.shrink_to_fit();
        Ok(std::iter::once(Module { file_name: format!("{stem}.rs"), text }).chain(parts).collect())
    }

    /// The lines of the imports, after a blank line.
    fn imports(&mut self) -> String {
        self.used
            .sort_unstable_by_key(|(name, _)| super::IMPORTS.iter().position(|(known, _)| known == name));
        let allow = self.may_lack_uses.then(|| {
            let reason = "what it brings in may be behind features";
            quote!(#[allow(unused_imports, reason = #reason)])
        });
        let imports = self.used.iter().filter_map(|(_, line)| line.parse::<TokenStream>().ok());
        let imports = quote!(#(#allow #imports)*);
        match self.parsed::<File>(imports) {
            Some(file) if !file.items.is_empty() => format!("\n{}", render::items(file.items)),
            _ => String::new(),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_those_that_paths_begin_with() {
        const NAMES: [Import; 5] = [("a", ""), ("b", ""), ("c", ""), ("d", ""), ("e", "")];
        let mut printer = ModulePrinter::new(NAMES);
        printer.find_uses(quote! {
            #[doc = "a::X"]
            fn a(b: x::b::Y) -> z::c { (d::e(), "e::X", [Vec::<::c::X>::new()], c: c) }
        });
        assert_eq!(printer.used, [("d", "")]);
    }
}
