//! Prints a module, item by item.

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

/// The name of a module that generated code refers to by the last segment of its path, and the line that
/// imports it.
pub(super) type Import = (&'static str, &'static str);

/// A builder for the text of a module. It prints each item when it is added: the tokens of thousands of items
/// would take many times the memory of their text.
pub(crate) struct ModulePrinter {
    text: String,
    /// The items behind each condition. They have a file of their own, which rustc reads only if the
    /// condition holds.
    conditional: IndexMap<Condition, String>,
    /// The imports that no path uses so far.
    sought: Vec<Import>,
    used: Vec<Import>,
    /// Whether all items that use an import may be behind a condition.
    may_lack_uses: bool,
    fault: Option<Finding>,
}

impl ModulePrinter {
    /// Creates an empty module. It will have those of the imports that its paths use.
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

    /// Prints items behind a condition, after a blank line.
    pub(crate) fn push(&mut self, condition: &Condition, items: TokenStream) {
        if let Some(mut file) = self.parsed::<File>(items) {
            file.items.iter_mut().for_each(complexity::allow);
            self.append(condition, &render::items(file.items));
        }
    }

    /// Prints an `impl` behind a condition, member by member: the tokens of all members of a large tag would
    /// take a hundred times the memory of their text.
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

    /// Prints items behind a condition, each after a blank line.
    pub(crate) fn extend(&mut self, condition: &Condition, items: impl IntoIterator<Item = TokenStream>) {
        items.into_iter().for_each(|item| self.push(condition, item));
    }

    /// Allows unused imports, because the items that use them may be behind a condition.
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
            .help("this is a bug in the generator: please report it with the description");
        self.fault.get_or_insert(finding);
        None
    }

    /// Marks the imports that paths begin with as used.
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

    /// Returns the module `stem` and the files that it includes. Each begins with the header, as a comment
    /// line; in the module, the imports follow. A module without items has the comment `if_empty`.
    ///
    /// # Errors
    /// Fails if tokens are not valid Rust, which is a bug in the generator, never a problem in the
    /// description.
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

    /// Returns the lines of the used imports, after a blank line.
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

/// Returns the predicate of a condition, formatted as people write it.
fn predicate(condition: &Condition) -> String {
    let features =
        condition.features().iter().map(|feature| format!("feature = {}", Literal::string(feature)));
    let features: Vec<_> = features.collect();
    match features.as_slice() {
        [only] => only.clone(),
        several => format!("any({})", several.join(", ")),
    }
}

/// Renders the attribute of an item that is behind a condition, or nothing if the item is unconditional.
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
    fn imports_are_in_order_and_may_be_unused_with_conditions() {
        let mut printer = ModulePrinter::new(super::super::IMPORTS.iter().copied());
        printer.push(
            &Condition::ALWAYS,
            quote!(
                type A = models::X;
            ),
        );
        printer.push(
            &Condition::ALWAYS,
            quote!(
                type B = runtime::X;
            ),
        );
        let [module] = printer.finish("x", "header", "").unwrap().try_into().unwrap();
        let runtime = module.text.find("use openapi_client_runtime as runtime;").unwrap();
        assert!(runtime < module.text.find("use super::models;").unwrap());
        assert!(!module.text.contains("unused_imports"));
        let mut printer = ModulePrinter::new(super::super::IMPORTS.iter().copied());
        printer.allow_unused_imports();
        printer.push(
            &Condition::ALWAYS,
            quote!(
                type A = models::X;
            ),
        );
        let [module] = printer.finish("x", "header", "").unwrap().try_into().unwrap();
        assert!(module.text.contains("unused_imports"));
    }

    #[test]
    fn imports_are_the_first_segments_of_paths() {
        const NAMES: [Import; 5] = [("a", ""), ("b", ""), ("c", ""), ("d", ""), ("e", "")];
        let mut printer = ModulePrinter::new(NAMES);
        printer.find_uses(quote! {
            #[doc = "a::X"]
            fn a(b: x::b::Y) -> z::c { (d::e(), "e::X", [Vec::<::c::X>::new()], c: c) }
            type T = Vec<Option<b::X>>;
        });
        assert_eq!(printer.used, [("d", ""), ("b", "")]);
    }
}
