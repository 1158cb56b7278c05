//! Prints tokens: items for modules, and expressions, statements and types for documentation.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::quote;
use syn::{
    Attribute, Field, Fields, File, ImplItem, Item, ItemEnum, ItemImpl, ItemStruct, Variant, parse_quote,
};

/// Prints items, with a blank line between them, except between imports.
pub(super) fn items(items: Vec<Item>) -> String {
    let mut text = String::new();
    let mut was_import = true;
    for item in items {
        let is_import = matches!(item, Item::Use(_));
        let is_apart = !is_import || !was_import;
        if is_apart && !text.is_empty() {
            text.push('\n');
        }
        was_import = is_import;
        text.push_str(&self::item(item));
    }
    text
}

fn item(mut item: Item) -> String {
    match &mut item {
        Item::Impl(block) if block.items.len() > 1 => {
            let members = std::mem::take(&mut block.items);
            let mut open = Open::new(item);
            members.into_iter().for_each(|member| open.push(Member::Impl(member)));
            open.finish()
        }
        Item::Struct(ItemStruct { fields: Fields::Named(fields), .. }) if fields.named.len() > 1 => {
            let members = std::mem::take(&mut fields.named);
            let mut open = Open::new(item);
            members.into_iter().for_each(|field| open.push(Member::Field(field)));
            open.finish()
        }
        Item::Enum(block) if block.variants.len() > 1 => {
            let members = std::mem::take(&mut block.variants);
            let mut open = Open::new(item);
            members.into_iter().for_each(|variant| open.push(Member::Variant(variant)));
            open.finish()
        }
        _ => printed(item),
    }
}

/// A member of an item.
pub(super) enum Member {
    Impl(ImplItem),
    Field(Field),
    Variant(Variant),
}

impl Member {
    /// Returns whether blank lines separate the member from others, which is so for methods and for
    /// documented members.
    fn is_apart(&self) -> bool {
        let is_documented =
            |attributes: &[Attribute]| attributes.iter().any(|attribute| attribute.path().is_ident("doc"));
        match self {
            Self::Impl(member) => matches!(member, ImplItem::Fn(_)),
            Self::Field(field) => is_documented(&field.attrs),
            Self::Variant(variant) => is_documented(&variant.attrs),
        }
    }

    /// Returns an item that contains only the member, and has one line before it and one line after it.
    fn framed(self) -> Item {
        match self {
            Self::Impl(member) => {
                let mut frame: ItemImpl = parse_quote!(impl Frame {});
                frame.items.push(member);
                Item::Impl(frame)
            }
            Self::Field(field) => {
                let mut frame: ItemStruct = parse_quote!(
                    struct Frame {}
                );
                if let Fields::Named(fields) = &mut frame.fields {
                    fields.named.push(field);
                }
                Item::Struct(frame)
            }
            Self::Variant(variant) => {
                let mut frame: ItemEnum = parse_quote!(
                    enum Frame {}
                );
                frame.variants.push(variant);
                Item::Enum(frame)
            }
        }
    }
}

/// An item that is printed member by member.
pub(super) struct Open {
    text: String,
    /// Whether the last member is set apart from the next; `None` before the first.
    was_apart: Option<bool>,
}

impl Open {
    /// Prints the head of an item. The item must not have members.
    pub(super) fn new(head: Item) -> Self {
        let mut text = printed(head);
        // `{}` becomes the brace that opens the item.
        text.truncate(text.trim_end().len().saturating_sub("}".len()));
        text.push('\n');
        Self { text, was_apart: None }
    }

    /// Prints a member.
    pub(super) fn push(&mut self, member: Member) {
        let is_apart = member.is_apart();
        if self.was_apart.is_some_and(|was_apart| was_apart || is_apart) {
            self.text.push('\n');
        }
        self.was_apart = Some(is_apart);
        self.text.push_str(within(&printed(member.framed())));
    }

    /// Returns the text of the whole item.
    pub(super) fn finish(self) -> String {
        self.text + "}\n"
    }
}

/// Returns the lines between the first and the last.
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
                // A tuple of one element keeps its comma, but not the space after it.
                text.truncate(text.trim_end().len());
                text.push_str(close);
            }
            TokenTree::Punct(punct) => match punct.as_char() {
                ',' | ';' => text.extend([punct.as_char(), ' ']),
                '=' | '+' => text.extend([' ', punct.as_char(), ' ']),
                '-' if punct.spacing() == Spacing::Joint => text.push_str(" -"),
                '>' if text.ends_with(" -") => text.push_str("> "),
                sign => text.push(sign),
            },
            word => text.push_str(&word.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(tokens: TokenStream) -> String {
        items(syn::parse2::<File>(tokens).unwrap().items)
    }

    #[test]
    fn a_blank_line_separates_documented_fields_and_methods() {
        let text = printed(quote! {
            use a::b;
            use a::c;
            struct Pair { a: i64, b: i64, /** C */ c: i64, d: i64 }
            impl Pair { const A: i64 = 1; const B: i64 = 2; fn a() { a() } fn b() { b() } }
            enum Empty {}
        });
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let expected = "use a::b;|use a::c;||struct Pair {|a: i64,|b: i64,||/// C|c: i64,||d: i64,|}||\
                        impl Pair {|const A: i64 = 1;|const B: i64 = 2;||fn a() {|a()|}||fn b() {|b()|}|}||enum Empty {}";
        assert_eq!(lines.join("|"), expected);
    }

    #[test]
    fn types_are_on_one_line() {
        for ty in [
            "Vec<models::Image>",
            "impl IntoIterator<Item = impl Into<String>>",
            "Option<&[models::Image]>",
            "runtime::Tuple<runtime::WithRest<(String, Option<i64>,), f64>>",
            "&'static str",
            "[u8; 4]",
            "Box<dyn Fn(u8) -> u8>",
        ] {
            assert_eq!(super::ty(&ty.parse().unwrap()), ty);
        }
    }
}
