//! The public items of generated text, as users of the client see them.

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Fields, FnArg, ImplItem, ReturnType, Signature, Visibility};

use super::messages::CONSTANT;
use crate::diagnostics::{Code, Finding};
use crate::output::Output;

/// Items by path: `models::Image`, `models::Image::slug`, `models::Image: Clone`.
pub(super) type Surface = IndexMap<String, Item>;

/// The kind of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Struct,
    Enum,
    Alias,
    Constant,
    Field,
    Variant,
    Function,
    Impl,
}

/// An item, apart from its name.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) kind: Kind,
    /// The part that users rely on, as tokens.
    pub(super) signature: String,
    /// The implementation, as tokens.
    pub(super) code: String,
    pub(super) docs: String,
    pub(super) is_deprecated: bool,
    /// Whether users must expect more variants or fields.
    pub(super) is_non_exhaustive: bool,
    pub(super) function: Option<Function>,
}

/// The types of a function's arguments and result.
#[derive(Debug, Clone)]
pub(super) struct Function {
    pub(super) inputs: Vec<String>,
    pub(super) output: String,
}

/// For items without tokens.
const NOTHING: Option<syn::Ident> = None;

/// Reads all modules.
pub(super) fn of(output: &Output) -> Result<Surface, Finding> {
    let mut reader = Reader::default();
    for module in &output.modules {
        let file = syn::parse_file(&module.text).map_err(|error| {
            Finding::error(
                Code::Internal,
                None,
                format!("{}: the generated text is not Rust: {error}", module.file_name),
            )
        })?;
        // `wire` holds the impls of the models' types.
        let module = module.name();
        reader.module = if module == "wire" { "models" } else { module }.to_owned();
        file.items.iter().for_each(|item| reader.item(item));
    }
    Ok(reader.surface)
}

#[derive(Default)]
struct Reader {
    module: String,
    surface: Surface,
}

impl Reader {
    fn item(&mut self, item: &syn::Item) {
        match item {
            syn::Item::Struct(item) if is_public(&item.vis) => {
                let path = self.add(
                    None,
                    &item.ident.to_string(),
                    Kind::Struct,
                    &item.generics,
                    &NOTHING,
                    &item.attrs,
                );
                self.derives(&path, &item.attrs);
                for (index, field) in
                    item.fields.iter().enumerate().filter(|(_, field)| is_public(&field.vis))
                {
                    let name = field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string);
                    self.add(Some(&path), &name, Kind::Field, &field.ty, &NOTHING, &field.attrs);
                }
            }
            syn::Item::Enum(item) if is_public(&item.vis) => {
                let path = self.add(
                    None,
                    &item.ident.to_string(),
                    Kind::Enum,
                    &item.generics,
                    &NOTHING,
                    &item.attrs,
                );
                self.derives(&path, &item.attrs);
                for variant in &item.variants {
                    let name = variant.ident.to_string();
                    self.add(
                        Some(&path),
                        &name,
                        Kind::Variant,
                        &fields(&variant.fields),
                        &NOTHING,
                        &variant.attrs,
                    );
                }
            }
            syn::Item::Type(item) if is_public(&item.vis) => {
                self.add(None, &item.ident.to_string(), Kind::Alias, &item.ty, &NOTHING, &item.attrs);
            }
            syn::Item::Const(item) if is_public(&item.vis) => {
                self.add(None, &item.ident.to_string(), Kind::Constant, &item.ty, &item.expr, &item.attrs);
            }
            // Private constants of the client have the settings of all calls.
            syn::Item::Const(item) if self.module == "client" => {
                let path = format!("client::Client: {CONSTANT}{}", item.ident);
                self.insert(path, Kind::Impl, &NOTHING, &item.expr, &[]);
            }
            syn::Item::Fn(item) if is_public(&item.vis) => {
                let path = format!("{}::{}()", self.module, item.sig.ident);
                self.function(path, &item.sig, &item.block, &item.attrs);
            }
            syn::Item::Impl(item) => self.implementation(item),
            _ => {}
        }
    }

    fn implementation(&mut self, item: &syn::ItemImpl) {
        let owner = spelled(&item.self_ty).replace("super :: ", "").replace(' ', "");
        // A setter of a request belongs to its operation.
        let owner =
            owner.strip_prefix("Request<").and_then(|owner| owner.strip_suffix('>')).unwrap_or(&owner);
        let owner = format!("{}::{owner}", self.module);
        let Some((bound, _)) = &item.trait_ else {
            for member in &item.items {
                if let ImplItem::Fn(method) = member
                    && is_public(&method.vis)
                {
                    let path = format!("{owner}::{}()", method.sig.ident);
                    self.function(path, &method.sig, &method.block, &method.attrs);
                }
            }
            return;
        };
        let name = spelled(bound);
        let name = name.strip_prefix("runtime :: ").or(name.strip_prefix("json :: ")).unwrap_or(&name);
        let types: Vec<_> = item.items.iter().filter(|member| matches!(member, ImplItem::Type(_))).collect();
        let rest: Vec<_> = item.items.iter().filter(|member| !matches!(member, ImplItem::Type(_))).collect();
        let path = format!("{owner}: {name}");
        self.insert(path, Kind::Impl, &quote!(#(#types)*), &quote!(#(#rest)*), &item.attrs);
    }

    fn function(
        &mut self,
        path: String,
        signature: &Signature,
        block: &syn::Block,
        attributes: &[Attribute],
    ) {
        self.insert(path.clone(), Kind::Function, &types(signature), block, attributes);
        if let Some(item) = self.surface.get_mut(&path) {
            item.function = Some(function(signature));
        }
    }

    fn derives(&mut self, path: &str, attributes: &[Attribute]) {
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
            let paths = attribute
                .parse_args_with(syn::punctuated::Punctuated::<syn::Path, syn::Token![,]>::parse_terminated);
            for derived in paths.iter().flatten() {
                self.insert(format!("{path}: {}", spelled(derived)), Kind::Impl, &NOTHING, &NOTHING, &[]);
            }
        }
    }

    fn add(
        &mut self,
        owner: Option<&str>,
        name: &str,
        kind: Kind,
        signature: &impl ToTokens,
        code: &impl ToTokens,
        attributes: &[Attribute],
    ) -> String {
        let path = match owner {
            Some(owner) => format!("{owner}::{name}"),
            None => format!("{}::{name}", self.module),
        };
        self.insert(path.clone(), kind, signature, code, attributes);
        path
    }

    fn insert(
        &mut self,
        path: String,
        kind: Kind,
        signature: &impl ToTokens,
        code: &impl ToTokens,
        attributes: &[Attribute],
    ) {
        let has = |name: &str| attributes.iter().any(|attribute| attribute.path().is_ident(name));
        let docs =
            attributes.iter().filter(|attribute| attribute.path().is_ident("doc")).map(spelled).collect();
        let item = Item {
            kind,
            signature: spelled(signature),
            code: spelled(code),
            docs,
            is_deprecated: has("deprecated"),
            is_non_exhaustive: has("non_exhaustive"),
            function: None,
        };
        self.surface.insert(path, item);
    }
}

/// Replaces aliases in the types of an item by their targets, as rustc sees it. Models have no module then.
pub(super) fn without_aliases(surface: &Surface, path: &str, tokens: &str) -> String {
    without_aliases_within(surface, path.starts_with("models::"), tokens, 0)
}

fn without_aliases_within(surface: &Surface, is_model: bool, tokens: &str, depth: usize) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in tokens.split(' ') {
        // `models :: Image`, `super :: Image`, or `Image` among the models.
        let is_within = |module: &str| words.ends_with(&[module.to_owned(), "::".to_owned()]);
        let has_module = is_within("models") || is_within("super");
        if has_module {
            words.truncate(words.len().saturating_sub(2));
        }
        let is_path = words.last().is_some_and(|word| word == "::");
        let alias = surface.get(&format!("models::{word}")).filter(|item| item.kind == Kind::Alias);
        match alias {
            // Aliases do not form cycles, and chains are shorter than eight.
            Some(alias) if depth < 8 && !is_path && (has_module || is_model) => {
                words.push(without_aliases_within(surface, true, &alias.signature, depth + 1));
            }
            _ => words.push(word.to_owned()),
        }
    }
    words.join(" ")
}

/// Returns tokens with a blank between any two of them, so that a word of the text is a token.
fn spelled(tokens: &impl ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    let mut spelled = String::with_capacity(text.len());
    let is_bracket = |letter: char| matches!(letter, '(' | ')' | '[' | ']' | '{' | '}');
    for letter in text.chars() {
        let is_after_bracket = spelled.ends_with(is_bracket) && letter != ' ';
        let is_before_bracket = is_bracket(letter) && !spelled.is_empty() && !spelled.ends_with(' ');
        if is_after_bracket || is_before_bracket {
            spelled.push(' ');
        }
        spelled.push(letter);
    }
    spelled
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Returns the fields of a variant without their documentation.
fn fields(fields: &Fields) -> TokenStream {
    let types = fields.iter().map(|field| &field.ty);
    quote!(#(#types),*)
}

fn function(signature: &Signature) -> Function {
    let inputs = signature.inputs.iter().map(|input| match input {
        FnArg::Receiver(receiver) => spelled(receiver),
        FnArg::Typed(argument) => spelled(&argument.ty),
    });
    let output = match &signature.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, ty) => spelled(ty),
    };
    Function { inputs: inputs.collect(), output }
}

/// Returns the types of a function. Callers do not see the names of its arguments.
fn types(signature: &Signature) -> TokenStream {
    let inputs = signature.inputs.iter().map(|input| match input {
        FnArg::Receiver(receiver) => receiver.to_token_stream(),
        FnArg::Typed(argument) => argument.ty.to_token_stream(),
    });
    let output = &signature.output;
    quote!((#(#inputs),*) #output)
}
