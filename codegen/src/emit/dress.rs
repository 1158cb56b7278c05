//! Attributes that the settings ask for: the cargo feature of a tag, and derives. Items are dressed after
//! they are emitted, by the names that they define, so that no emitter has to know of either.

use std::collections::HashMap;

use indexmap::IndexMap;
use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, Ident, ImplItem, Item, parse_quote};

use super::Context;
use crate::analysis::TagFeatures;
use crate::diagnostics::Finding;
use crate::diagnostics::suggest::nearest;
use crate::ir::{Bodies, Shape};

/// What each name is dressed in.
#[derive(Default)]
pub(super) struct Dress {
    models: HashMap<String, Worn>,
    operations: HashMap<String, Worn>,
    resources: HashMap<String, Worn>,
    accessors: HashMap<String, Worn>,
    has_features: bool,
}

/// What one name is dressed in.
#[derive(Clone, Default)]
struct Worn {
    /// The condition, without its attribute.
    cfg: Option<TokenStream>,
    /// Paths.
    derives: Vec<TokenStream>,
}

impl Dress {
    /// Works out what the settings ask for.
    ///
    /// # Errors
    /// Derives for a type that there is not, or that are no paths.
    pub(super) fn of(context: Context<'_>) -> Result<Self, Finding> {
        let mut dress = Self { has_features: context.settings.tag_features, ..Self::default() };
        if dress.has_features {
            dress.features(context);
        }
        dress.derives(context)?;
        Ok(dress)
    }

    fn features(&mut self, context: Context<'_>) {
        let api = context.api;
        let features = TagFeatures::of(api);
        for (id, model) in api.models_with_ids() {
            self.models.insert(model.name.ident().to_string(), worn(features.of_model(id)));
        }
        for (id, group) in api.groups_with_ids() {
            let worn = worn(features.of_group(id));
            self.resources.insert(group.name.rust().to_owned(), worn.clone());
            self.accessors.insert(group.accessor.ident().to_string(), worn);
        }
        for operation in &api.operations {
            let feature = || worn(features.of_group(operation.group));
            let others = operation.representations.iter().map(|other| (&other.marker, &other.outcome));
            for (marker, outcome) in std::iter::once((&operation.marker, &operation.outcome)).chain(others) {
                for bodies in [&outcome.success, &outcome.failure] {
                    if let Bodies::ByStatus { name, .. } = bodies {
                        self.operations.insert(name.rust().to_owned(), feature());
                    }
                }
                self.operations.insert(marker.rust().to_owned(), feature());
            }
        }
    }

    fn derives(&mut self, context: Context<'_>) -> Result<(), Finding> {
        let is_type = |shape: &Shape| !matches!(shape, Shape::Alias(_));
        let models = context.api.models.iter().filter(|model| is_type(&model.shape));
        let names: Vec<&str> = models.map(|model| model.name.rust()).collect();
        // What enums of strings have, though it is not derived.
        let words = context.api.models.iter().filter(|model| matches!(model.shape, Shape::Words(_)));
        let words: Vec<&str> = words.map(|model| model.name.rust()).collect();
        for (name, derives) in &context.settings.derives {
            if name != "*" && !names.contains(&name.as_str()) {
                let help = match nearest(name, names.iter().copied()) {
                    Some(known) => format!("did you mean `{known}`?"),
                    None => "name a generated struct or enum, or `*` for all".to_owned(),
                };
                let what = format!("[derives] `{name}`: there is no such type");
                return Err(context.settings.finding(name, what).help(help));
            }
            for derive in derives {
                let path: syn::Path = syn::parse_str(derive).map_err(|_| {
                    let what = format!("[derives] `{derive}` is no path of a derive");
                    context
                        .settings
                        .finding(derive, what)
                        .help("write it as in an attribute: `schemars::JsonSchema`")
                })?;
                let is_there =
                    |model: &str| matches!(derive.as_str(), "Eq" | "Hash") && words.contains(&model);
                for model in names.iter().filter(|known| name == "*" || *known == name) {
                    if is_there(model) {
                        continue;
                    }
                    let worn = self.models.entry((*model).to_owned()).or_default();
                    worn.derives.push(path.to_token_stream());
                }
            }
        }
        Ok(())
    }

    /// Dresses the items of a module.
    pub(super) fn apply(&self, module: &str, file: &mut syn::File) {
        let names = match module {
            "models" | "wire" => &self.models,
            "operations" => &self.operations,
            "resources" => &self.resources,
            "client" => &self.accessors,
            _ => return,
        };
        if self.has_features {
            let items = std::mem::take(&mut file.items).into_iter();
            file.items = items.flat_map(|item| by_feature(item, names)).collect();
        }
        for item in &mut file.items {
            match item {
                Item::Struct(item) => wear(names, &item.ident, &mut item.attrs, true),
                Item::Enum(item) => wear(names, &item.ident, &mut item.attrs, true),
                Item::Type(item) => wear(names, &item.ident, &mut item.attrs, false),
                Item::Impl(item) if module == "client" => {
                    for member in &mut item.items {
                        if let ImplItem::Fn(method) = member {
                            wear(names, &method.sig.ident, &mut method.attrs, false);
                        }
                    }
                }
                Item::Impl(item) => {
                    for name in named(item, names) {
                        wear(names, &name, &mut item.attrs, false);
                    }
                }
                Item::Use(item) if self.has_features => {
                    let reason = "what it brings in may be behind features";
                    item.attrs.push(parse_quote!(#[allow(unused_imports, reason = #reason)]));
                }
                _ => {}
            }
        }
    }
}

/// The condition that any of some features is on; none where the item is always there.
fn worn(features: Option<Vec<String>>) -> Worn {
    let cfg = features.map(|features| match features.as_slice() {
        [only] => quote!(feature = #only),
        several => quote!(any(#(feature = #several),*)),
    });
    Worn { cfg, derives: Vec::new() }
}

fn wear(names: &HashMap<String, Worn>, name: &Ident, attributes: &mut Vec<Attribute>, derives: bool) {
    let Some(worn) = names.get(&name.to_string()) else { return };
    let cfg: Option<Attribute> = worn.cfg.as_ref().map(|condition| parse_quote!(#[cfg(#condition)]));
    if let Some(cfg) = cfg.filter(|cfg| !has(attributes, cfg)) {
        // Below the documentation, where people look for the item.
        let at = attributes.iter().take_while(|attribute| attribute.path().is_ident("doc")).count();
        attributes.insert(at, cfg);
    }
    if derives {
        worn.derives.iter().for_each(|path| derive(attributes, path));
    }
}

/// Adds a path to the derives that are there, unless it is among them.
fn derive(attributes: &mut Vec<Attribute>, path: &TokenStream) {
    let written = attributes.iter_mut().find(|attribute| attribute.path().is_ident("derive"));
    match written.map(|attribute| &mut attribute.meta) {
        Some(syn::Meta::List(list)) => {
            let known = list.tokens.to_string();
            // `Debug` is there for every model, though it is not derived.
            let is_there =
                path.to_string() == "Debug" || known.split(',').any(|known| known.trim() == path.to_string());
            if !is_there {
                list.tokens.extend(quote!(, #path));
            }
        }
        _ => attributes.push(parse_quote!(#[derive(#path)])),
    }
}

fn has(attributes: &[Attribute], attribute: &Attribute) -> bool {
    let text = attribute.to_token_stream().to_string();
    attributes.iter().any(|known| known.to_token_stream().to_string() == text)
}

/// A macro that is given a list of types is called once for all that are always there, and once for each
/// condition that others are behind.
fn by_feature(item: Item, names: &HashMap<String, Worn>) -> Vec<Item> {
    let Item::Macro(call) = item else { return vec![item] };
    let mut lists: IndexMap<Option<String>, Vec<TokenStream>> = IndexMap::new();
    for part in parts(&call.mac.tokens) {
        let mut words = Vec::new();
        idents(part.clone(), &mut words);
        let worn = words.iter().find_map(|word| names.get(&word.to_string()));
        let condition = worn.and_then(|worn| worn.cfg.as_ref()).map(ToString::to_string);
        lists.entry(condition).or_default().push(part);
    }
    if lists.keys().all(Option::is_none) {
        return vec![Item::Macro(call)];
    }
    let path = &call.mac.path;
    let calls = lists.into_iter().map(|(condition, types)| {
        let condition: Option<TokenStream> = condition.and_then(|condition| condition.parse().ok());
        match condition {
            Some(condition) => parse_quote!(#[cfg(#condition)] #path!(#(#types),*);),
            None => parse_quote!(#path!(#(#types),*);),
        }
    });
    calls.collect()
}

/// Tokens between commas.
fn parts(tokens: &TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    for tree in tokens.clone() {
        match (tree, parts.last_mut()) {
            (TokenTree::Punct(punct), _) if punct.as_char() == ',' => parts.push(TokenStream::new()),
            (tree, Some(part)) => part.extend([tree]),
            (_, None) => {}
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The names that an impl needs: its type's, those within its type, and those of its trait's arguments.
fn named(item: &syn::ItemImpl, names: &HashMap<String, Worn>) -> Vec<Ident> {
    let bound = item.trait_.iter().map(|(path, _)| path.to_token_stream());
    let mut found = Vec::new();
    for tokens in std::iter::once(item.self_ty.to_token_stream()).chain(bound) {
        idents(tokens, &mut found);
    }
    found.retain(|name| names.contains_key(&name.to_string()));
    found
}

fn idents(tokens: TokenStream, found: &mut Vec<Ident>) {
    for tree in tokens {
        match tree {
            TokenTree::Ident(ident) => found.push(ident),
            TokenTree::Group(group) => idents(group.stream(), found),
            _ => {}
        }
    }
}
