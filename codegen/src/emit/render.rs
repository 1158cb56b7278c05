//! Tokens as text: items for a module, and expressions, statements and types for documentation.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::quote;
use syn::{File, ImplItem, Item, ItemImpl, parse_quote};

/// Prints items, with a blank line after each that ends with a block.
pub(super) fn items(items: Vec<Item>) -> String {
    let mut text = String::new();
    let mut is_apart = false;
    for item in items {
        if is_apart {
            text.push('\n');
        }
        is_apart = ends_with_block(&item);
        match item {
            Item::Impl(block) if block.items.len() > 1 => impl_block(block, &mut text),
            item => text.push_str(&printed(item)),
        }
    }
    text
}

fn ends_with_block(item: &Item) -> bool {
    match item {
        Item::Struct(item) => matches!(item.fields, syn::Fields::Named(_)),
        Item::Enum(_) | Item::Impl(_) | Item::Fn(_) => true,
        _ => false,
    }
}

fn impl_block(mut block: ItemImpl, text: &mut String) {
    let members = std::mem::take(&mut block.items);
    let mut opened = OpenImpl::new(block);
    members.into_iter().for_each(|member| opened.push(member));
    text.push_str(&opened.finish());
}

/// An `impl` that is printed member by member.
pub(super) struct OpenImpl {
    text: String,
    /// An `impl` whose head takes one line, to print members in.
    frame: File,
    /// Whether a blank line goes before the next member.
    is_apart: bool,
}

impl OpenImpl {
    /// Prints the head of an `impl` without members.
    pub(super) fn new(mut head: ItemImpl) -> Self {
        head.items.push(parse_quote!(
            const MEMBER: () = ();
        ));
        let mut text = printed(Item::Impl(head));
        let end = text.len().saturating_sub("    const MEMBER: () = ();\n}\n".len());
        text.truncate(end);
        Self { text, frame: parse_quote!(impl Frame {}), is_apart: false }
    }

    /// Prints a member, with a blank line after each method.
    pub(super) fn push(&mut self, member: ImplItem) {
        if self.is_apart {
            self.text.push('\n');
        }
        self.is_apart = matches!(member, ImplItem::Fn(_));
        if let Some(Item::Impl(frame)) = self.frame.items.first_mut() {
            frame.items = vec![member];
        }
        self.text.push_str(within(&prettyplease::unparse(&self.frame)));
    }

    /// Returns the text of the whole `impl`.
    pub(super) fn finish(self) -> String {
        self.text + "}\n"
    }
}

/// The lines between the first and the last.
fn within(printed: &str) -> &str {
    let (_, rest) = printed.split_once('\n').unwrap_or_default();
    rest.strip_suffix("}\n").unwrap_or(rest)
}

fn printed(item: Item) -> String {
    prettyplease::unparse(&File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] })
}

/// Prints statements, without indentation.
pub(super) fn statements(tokens: &TokenStream) -> String {
    let Ok(function) = syn::parse2(quote!(fn frame() { #tokens })) else { return tokens.to_string() };
    let printed = printed(function);
    let lines = within(&printed).lines();
    lines.map(|line| line.strip_prefix("    ").unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// Prints an expression.
pub(super) fn expression(tokens: &TokenStream) -> String {
    let Ok(constant) = syn::parse2(quote!(const _: () = #tokens;)) else { return tokens.to_string() };
    let printed = printed(constant);
    let value = printed.strip_prefix("const _: () =").and_then(|rest| rest.strip_suffix(";\n"));
    value.unwrap_or(&printed).trim().to_owned()
}

/// Prints a type on one line.
pub(super) fn ty(tokens: &TokenStream) -> String {
    let mut text = String::new();
    one_line(tokens.clone(), &mut text);
    text
}

fn one_line(tokens: TokenStream, text: &mut String) {
    let mut is_word_before = false;
    for tree in tokens {
        let is_word = matches!(tree, TokenTree::Ident(_) | TokenTree::Literal(_));
        if is_word && is_word_before {
            text.push(' ');
        }
        is_word_before = is_word;
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                one_line(group.stream(), text);
                // A tuple of one keeps its comma.
                text.truncate(text.trim_end().len());
                text.push_str(close);
            }
            TokenTree::Punct(punct) => match punct.as_char() {
                ',' | ';' => text.extend([punct.as_char(), ' ']),
                '=' | '+' => text.extend([' ', punct.as_char(), ' ']),
                '-' if punct.spacing() == Spacing::Joint => text.push_str(" -"),
                sign => text.push(sign),
            },
            word => text.push_str(&word.to_string()),
        }
    }
}
