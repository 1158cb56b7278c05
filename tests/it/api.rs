//! The public API of the runtime, as a snapshot: a change of it is a decision.

use std::path::Path;

use crate::layers::files;
use syn::{Fields, ImplItem, Item, TraitItem, Visibility};

/// Keeps the attributes that belong to the API.
fn strip(attributes: &mut Vec<syn::Attribute>) {
    attributes.retain(|attribute| {
        let is_hidden = || attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("hidden"));
        let kept = ["cfg", "deprecated", "must_use", "non_exhaustive", "macro_export"];
        kept.iter().any(|name| attribute.path().is_ident(name))
            || (attribute.path().is_ident("doc") && is_hidden())
    });
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn strip_fields(fields: &mut Fields) {
    match fields {
        Fields::Named(fields) => {
            let kept = std::mem::take(&mut fields.named).into_iter().filter(|field| is_public(&field.vis));
            fields.named = kept.collect();
            fields.named.iter_mut().for_each(|field| strip(&mut field.attrs));
        }
        Fields::Unnamed(fields) => {
            for field in &mut fields.unnamed {
                strip(&mut field.attrs);
                if !is_public(&field.vis) {
                    field.ty = syn::parse_quote!(_);
                }
            }
        }
        Fields::Unit => {}
    }
}

/// Reduces an item to what a program can see of it; `None` if it can see nothing.
fn reduced(mut item: Item) -> Option<Item> {
    match &mut item {
        Item::Fn(function) if is_public(&function.vis) => {
            strip(&mut function.attrs);
            *function.block = syn::parse_quote!({});
        }
        Item::Struct(ty) if is_public(&ty.vis) => {
            strip(&mut ty.attrs);
            strip_fields(&mut ty.fields);
        }
        Item::Enum(ty) if is_public(&ty.vis) => {
            strip(&mut ty.attrs);
            for variant in &mut ty.variants {
                strip(&mut variant.attrs);
                match &mut variant.fields {
                    Fields::Named(fields) => {
                        fields.named.iter_mut().for_each(|field| strip(&mut field.attrs))
                    }
                    Fields::Unnamed(fields) => {
                        fields.unnamed.iter_mut().for_each(|field| strip(&mut field.attrs))
                    }
                    Fields::Unit => {}
                }
            }
        }
        Item::Const(constant) if is_public(&constant.vis) => strip(&mut constant.attrs),
        Item::Type(alias) if is_public(&alias.vis) => strip(&mut alias.attrs),
        Item::Use(import) if is_public(&import.vis) => strip(&mut import.attrs),
        Item::Mod(module) if is_public(&module.vis) && module.content.is_none() => strip(&mut module.attrs),
        Item::Trait(ty) if is_public(&ty.vis) => {
            strip(&mut ty.attrs);
            for member in &mut ty.items {
                match member {
                    TraitItem::Fn(function) => {
                        strip(&mut function.attrs);
                        function.default.iter_mut().for_each(|block| *block = syn::parse_quote!({}));
                    }
                    TraitItem::Const(constant) => strip(&mut constant.attrs),
                    TraitItem::Type(ty) => strip(&mut ty.attrs),
                    _ => {}
                }
            }
        }
        Item::Impl(block) if block.trait_.is_none() => {
            strip(&mut block.attrs);
            block.items.retain_mut(|member| match member {
                ImplItem::Fn(function) if is_public(&function.vis) => {
                    strip(&mut function.attrs);
                    function.block = syn::parse_quote!({});
                    true
                }
                ImplItem::Const(constant) if is_public(&constant.vis) => {
                    strip(&mut constant.attrs);
                    true
                }
                _ => false,
            });
            if block.items.is_empty() {
                return None;
            }
        }
        Item::Macro(definition) => {
            strip(&mut definition.attrs);
            if !definition.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export")) {
                return None;
            }
            definition.mac.tokens = proc_macro2::TokenStream::new();
        }
        _ => return None,
    }
    Some(item)
}

/// Returns the public items of a file. `unreachable_pub` is denied, so a program can reach every item that is `pub`.
fn public(path: &Path) -> Vec<Item> {
    let text = std::fs::read_to_string(path).unwrap();
    let file = syn::parse_file(&text).unwrap();
    file.items.into_iter().filter_map(reduced).collect()
}

#[test]
fn the_public_api_of_the_runtime_is_as_decided() {
    let root = Path::new("runtime/src");
    let mut paths = Vec::new();
    files(root, &mut paths);
    paths.sort();
    let mut api = String::new();
    for path in paths.iter().filter(|path| !path.ends_with("tests.rs")) {
        let items = public(path);
        if !items.is_empty() {
            let shown = path.strip_prefix(root).unwrap().display();
            let mut file = syn::parse_file("").unwrap();
            file.items = items;
            api.push_str(&format!("// {shown}\n\n{}\n", prettyplease::unparse(&file)));
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../runtime");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!("api", api));
}
