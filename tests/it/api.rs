//! Tests of the public API of the runtime and of codegen: snapshots, so that each change is reviewed; sealed
//! traits and additive features of the runtime.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use syn::{Fields, ImplItem, Item, TraitItem, UseTree, Visibility};

use crate::layers::files;

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
                variant.fields.iter_mut().for_each(|field| strip(&mut field.attrs));
            }
        }
        Item::Const(constant) if is_public(&constant.vis) => strip(&mut constant.attrs),
        Item::Type(alias) if is_public(&alias.vis) => strip(&mut alias.attrs),
        Item::Use(import) if is_public(&import.vis) => strip(&mut import.attrs),
        Item::Mod(module) if is_public(&module.vis) => {
            strip(&mut module.attrs);
            if let Some((_, items)) = &mut module.content {
                *items = std::mem::take(items).into_iter().filter_map(reduced).collect();
            }
        }
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

/// Returns the public items of a file. `unreachable_pub` is denied, so a program can reach every item that is
/// `pub`.
fn public(path: &Path) -> Vec<Item> {
    let text = std::fs::read_to_string(path).unwrap();
    let file = syn::parse_file(&text).unwrap();
    file.items.into_iter().filter_map(reduced).collect()
}

/// Returns every file of a crate except unit tests, with its public items.
fn all_public(krate: &str) -> Vec<(PathBuf, Vec<Item>)> {
    let root = &Path::new(krate).join("src");
    let mut paths = Vec::new();
    files(root, &mut paths);
    paths.sort();
    paths.retain(|path| !path.ends_with("tests.rs"));
    let shown = |path: &Path| path.strip_prefix(root).unwrap().to_owned();
    paths.iter().map(|path| (shown(path), public(path))).filter(|(_, items)| !items.is_empty()).collect()
}

#[test]
fn the_public_apis_are_as_decided() {
    for krate in ["codegen", "runtime"] {
        let mut api = String::new();
        for (path, items) in all_public(krate) {
            let mut file = syn::parse_file("").unwrap();
            file.items = items;
            api.push_str(&format!("// {}\n\n{}\n", path.display(), prettyplease::unparse(&file)));
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../api");
        settings.set_prepend_module_to_snapshot(false);
        settings.bind(|| insta::assert_snapshot!(krate, api));
    }
}

/// The traits that programs implement. A new method of them needs a default.
const OPEN_TRAITS: &[&str] = &["CredentialProvider", "Interceptor", "RetryPolicy", "Transport"];

/// Adds the last names of the imported paths.
fn imported(tree: &UseTree, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => imported(&path.tree, names),
        UseTree::Group(group) => group.items.iter().for_each(|tree| imported(tree, names)),
        UseTree::Name(name) => _ = names.insert(name.ident.to_string()),
        UseTree::Rename(name) => _ = names.insert(name.rename.to_string()),
        UseTree::Glob(_) => panic!("the runtime has no glob reexports"),
    }
}

fn exports(items: &[Item]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for item in items {
        if let Item::Use(import) = item {
            imported(&import.tree, &mut names);
        }
    }
    names
}

#[test]
fn traits_that_programs_do_not_implement_are_only_in_codegen() {
    let root = public(Path::new("runtime/src/lib.rs"));
    let codegen = root.iter().find_map(|item| match item {
        Item::Mod(module) if module.ident == "codegen" => module.content.as_ref().map(|(_, items)| items),
        _ => None,
    });
    let (visible, hidden) = (exports(&root), exports(codegen.unwrap()));
    let both: Vec<_> = visible.intersection(&hidden).collect();
    assert!(both.is_empty(), "the root and `codegen` both have {both:?}");
    let mut traits = BTreeSet::new();
    for (path, items) in all_public("runtime") {
        for item in &items {
            if let Item::Trait(item) = item {
                let name = item.ident.to_string();
                // `codegen` has the module `json` as a whole.
                let is_sealed = hidden.contains(&name) || path.with_extension("").starts_with("codec/json");
                let is_open = OPEN_TRAITS.contains(&name.as_str());
                assert!(is_sealed != is_open && !(is_sealed && visible.contains(&name)), "{name}");
                traits.insert(name);
            }
        }
    }
    assert!(traits.len() > OPEN_TRAITS.len());
}

/// Returns whether an item exists only with a cargo feature (`Some(true)`) or only without one
/// (`Some(false)`).
fn by_feature(attributes: &[syn::Attribute]) -> Option<bool> {
    let conditions = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    let text: String =
        conditions.map(|attribute| attribute.meta.require_list().unwrap().tokens.to_string()).collect();
    text.contains("feature").then(|| !text.contains("not (feature") && !text.contains("not (any (feature"))
}

#[test]
fn features_only_add() {
    for (path, items) in all_public("runtime") {
        check_features(&path.display().to_string(), &items);
    }
}

/// Checks that a feature changes and removes none of some items.
fn check_features(path: &str, items: &[Item]) {
    for item in items {
        let (name, attributes) = match item {
            Item::Fn(item) => (item.sig.ident.to_string(), &item.attrs),
            Item::Const(item) => (item.ident.to_string(), &item.attrs),
            Item::Type(item) => (item.ident.to_string(), &item.attrs),
            Item::Use(item) => ("a reexport".to_owned(), &item.attrs),
            Item::Macro(item) => ("a macro".to_owned(), &item.attrs),
            Item::Mod(item) => {
                item.content.iter().for_each(|(_, items)| check_features(path, items));
                (item.ident.to_string(), &item.attrs)
            }
            Item::Struct(item) => {
                let is_fixed = item.fields.iter().all(|field| by_feature(&field.attrs).is_none());
                assert!(is_fixed, "{path}: a feature changes the fields of `{}`", item.ident);
                (item.ident.to_string(), &item.attrs)
            }
            Item::Enum(item) => {
                let is_fixed = item.variants.iter().all(|variant| by_feature(&variant.attrs).is_none());
                let may_grow = item.attrs.iter().any(|known| known.path().is_ident("non_exhaustive"));
                assert!(is_fixed || may_grow, "{path}: a feature adds a variant to `{}`", item.ident);
                (item.ident.to_string(), &item.attrs)
            }
            Item::Trait(item) => {
                for member in &item.items {
                    let (attributes, has_default) = match member {
                        TraitItem::Fn(function) => (&function.attrs, function.default.is_some()),
                        TraitItem::Const(constant) => (&constant.attrs, constant.default.is_some()),
                        _ => continue,
                    };
                    let is_added = by_feature(attributes).is_none_or(|adds| adds && has_default);
                    assert!(is_added, "{path}: a feature changes what `{}` requires", item.ident);
                }
                (item.ident.to_string(), &item.attrs)
            }
            Item::Impl(item) => {
                for member in &item.items {
                    if let ImplItem::Fn(method) = member {
                        let name = &method.sig.ident;
                        assert_ne!(
                            by_feature(&method.attrs),
                            Some(false),
                            "{path}: a feature removes `{name}`"
                        );
                    }
                }
                ("an impl".to_owned(), &item.attrs)
            }
            _ => continue,
        };
        assert_ne!(by_feature(attributes), Some(false), "{path}: a feature removes `{name}`");
    }
}
