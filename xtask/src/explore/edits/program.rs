//! A program that uses every public item of a client, by the items' full types.

use std::fmt::Write as _;

use openapi_client_codegen::{Module, Output};
use quote::ToTokens;
use syn::{Fields, FnArg, ImplItem, Item, ReturnType, Visibility};

use crate::Result;

/// The names that each module of a client can use.
const SCOPES: [(&str, &str); 7] = [
    ("models", "use CLIENT::models::*;"),
    ("wire", "use CLIENT::models::*;\nuse runtime::codegen::json;"),
    ("operations", "use CLIENT::operations::*;\nuse CLIENT::models;"),
    ("resources", "use CLIENT::resources::*;\nuse CLIENT::{models, operations};"),
    ("headers", "use CLIENT::headers::*;\nuse CLIENT::models;"),
    ("servers", "use CLIENT::servers::*;\nuse CLIENT::models;"),
    ("client", "use CLIENT::client::*;\nuse CLIENT::{models, resources};"),
];
/// The traits of types for which the runtime's macros write the implementations.
const MACROS: [(&str, &[&str]); 4] = [
    ("models", &["std::fmt::Debug"]),
    ("unions", &["std::fmt::Debug"]),
    ("open_enums", ENUM),
    ("open_integers", ENUM),
];
const ENUM: &[&str] = &["std::fmt::Debug", "std::fmt::Display", "Eq", "Ord", "std::hash::Hash"];

/// Returns the program, in which `CLIENT` stands for the path of the client.
pub(crate) fn of(output: &Output) -> Result<String> {
    let mut text = String::new();
    for (name, scope) in SCOPES {
        let mut program = Program::default();
        for module in output.modules.iter().filter(|module| module.name() == name) {
            items(module)?.iter().try_for_each(|item| program.item(item))?;
        }
        let uses = program.text.replace("super :: ", "");
        writeln!(
            text,
            "mod {name} {{\nuse openapi_client_runtime as runtime;\nuse runtime::codegen;\n{scope}\n{uses}}}"
        )?;
    }
    Ok(text)
}

/// Returns the items of a generated module.
pub(super) fn items(module: &Module) -> Result<Vec<Item>> {
    let file = syn::parse_file(&module.text).map_err(|error| format!("{}: {error}", module.file_name))?;
    Ok(file.items)
}

#[derive(Default)]
struct Program {
    text: String,
    count: usize,
}

impl Program {
    /// Adds a function.
    fn function(&mut self, parameters: &str, output: &str, body: &str) -> Result<()> {
        self.count += 1;
        writeln!(self.text, "pub fn f{}({parameters}) -> {output} {{ {body} }}", self.count)?;
        Ok(())
    }

    fn item(&mut self, item: &Item) -> Result<()> {
        match item {
            Item::Struct(item) if is_public(&item.vis) && item.generics.params.is_empty() => {
                let name = item.ident.to_string();
                self.derives(&name, &item.attrs)?;
                for (index, field) in
                    item.fields.iter().enumerate().filter(|(_, field)| is_public(&field.vis))
                {
                    let field_name =
                        field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string);
                    let ty = text(&field.ty);
                    self.function(&format!("value: {name}"), &ty, &format!("value.{field_name}"))?;
                    let parameters = format!("value: &mut {name}, field: {ty}");
                    self.function(&parameters, "()", &format!("value.{field_name} = field;"))?;
                }
            }
            Item::Enum(item) if is_public(&item.vis) && item.generics.params.is_empty() => {
                self.of_enum(item)?
            }
            Item::Type(item) if is_public(&item.vis) => {
                let (name, ty) = (item.ident.to_string(), text(&item.ty));
                self.function(&format!("value: {name}"), &ty, "value")?;
                self.function(&format!("value: {ty}"), &name, "value")?;
            }
            Item::Const(item) if is_public(&item.vis) => {
                self.function("", &text(&item.ty), &item.ident.to_string())?;
            }
            Item::Fn(item) if is_public(&item.vis) => self.call("", &item.sig)?,
            Item::Impl(item) => self.implementation(item)?,
            Item::Macro(item) => {
                let name = item.mac.path.segments.last().map(|segment| segment.ident.to_string());
                let traits = MACROS.iter().find(|(known, _)| name.as_deref() == Some(known));
                if let Some((_, traits)) = traits {
                    for ty in without_variants(&item.mac.tokens.to_string()) {
                        traits.iter().try_for_each(|bound| self.holds(&ty, bound))?;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Constructs and matches each variant.
    fn of_enum(&mut self, item: &syn::ItemEnum) -> Result<()> {
        let name = item.ident.to_string();
        self.derives(&name, &item.attrs)?;
        let is_open = item.attrs.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"));
        let mut arms = String::new();
        for variant in &item.variants {
            let (path, Fields::Unnamed(fields)) = (format!("{name}::{}", variant.ident), &variant.fields)
            else {
                let path = format!("{name}::{}", variant.ident);
                self.function("", &name, &path)?;
                write!(arms, "{path} => (), ")?;
                continue;
            };
            let types: Vec<String> = fields.unnamed.iter().map(|field| text(&field.ty)).collect();
            let (ty, names) = match types.as_slice() {
                [ty] => (ty.clone(), "field".to_owned()),
                several => (
                    format!("({})", several.join(", ")),
                    (0..several.len()).map(|index| format!("field.{index}")).collect::<Vec<_>>().join(", "),
                ),
            };
            self.function(&format!("field: {ty}"), &name, &format!("{path}({names})"))?;
            if types.len() == 1 {
                let body = format!("if let {path}(field) = value {{ Some(field) }} else {{ None }}");
                self.function(&format!("value: {name}"), &format!("Option<{ty}>"), &body)?;
            }
            write!(arms, "{path}(..) => (), ")?;
        }
        if is_open {
            arms.push_str("_ => (), ");
        }
        self.function(&format!("value: {name}"), "()", &format!("match value {{ {arms}}}"))
    }

    fn derives(&mut self, name: &str, attributes: &[syn::Attribute]) -> Result<()> {
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
            let parser = syn::punctuated::Punctuated::<syn::Path, syn::Token![,]>::parse_terminated;
            for derived in attribute.parse_args_with(parser)? {
                // The names of these traits are not in the prelude, those of their derive macros are.
                let derived = match text(&derived).as_str() {
                    "Debug" => "std::fmt::Debug".to_owned(),
                    "Hash" => "std::hash::Hash".to_owned(),
                    other => other.to_owned(),
                };
                self.holds(name, &derived)?;
            }
        }
        Ok(())
    }

    /// Requires that a type implements a trait.
    fn holds(&mut self, ty: &str, bound: &str) -> Result<()> {
        let bound = bound.replace("& ", "&'static ");
        self.function("", "()", &format!("fn holds<T: {bound}>() {{}} holds::<{ty}>();"))
    }

    fn implementation(&mut self, item: &syn::ItemImpl) -> Result<()> {
        if !item.generics.params.is_empty() {
            return Ok(());
        }
        let owner = text(&item.self_ty);
        let Some((bound, _)) = &item.trait_ else {
            for member in &item.items {
                if let ImplItem::Fn(method) = member
                    && is_public(&method.vis)
                {
                    self.call(&owner, &method.sig)?;
                }
            }
            return Ok(());
        };
        let bound = text(bound);
        self.holds(&owner, &bound)?;
        for member in &item.items {
            if let ImplItem::Type(ty) = member {
                let associated = format!("<{owner} as {bound}>::{}", ty.ident);
                self.function(
                    &format!("value: {associated}"),
                    &text(&ty.ty).replace("Self", &owner),
                    "value",
                )?;
            }
        }
        Ok(())
    }

    /// Calls a function from one with the same signature, so that it must accept the same arguments.
    fn call(&mut self, owner: &str, signature: &syn::Signature) -> Result<()> {
        let (mut parameters, mut arguments, mut receiver) = (Vec::new(), Vec::new(), None);
        for (index, input) in signature.inputs.iter().enumerate() {
            match input {
                FnArg::Receiver(this) => {
                    let this = text(this);
                    let reference = this.strip_suffix("self").filter(|this| this.starts_with('&'));
                    parameters.push(format!("this: {}{owner}", reference.unwrap_or_default()));
                    receiver = Some("this.".to_owned());
                }
                FnArg::Typed(argument) => {
                    parameters.push(format!("a{index}: {}", text(&argument.ty)));
                    arguments.push(format!("a{index}"));
                }
            }
        }
        let output = match &signature.output {
            ReturnType::Default => "()".to_owned(),
            ReturnType::Type(_, ty) => text(ty),
        };
        let path =
            receiver.unwrap_or_else(|| if owner.is_empty() { String::new() } else { format!("<{owner}>::") });
        let body = format!("{path}{}({})", signature.ident, arguments.join(", "));
        let itself = |text: &str| text.replace("Self", owner);
        self.function(&itself(&parameters.join(", ")), &itself(&output), &body)
    }
}

/// Returns the types in the arguments of a macro, without the variants that follow some of them.
fn without_variants(tokens: &str) -> Vec<String> {
    let (mut types, mut depth, mut ty) = (Vec::new(), 0_usize, String::new());
    for word in tokens.split_inclusive(['{', '}', ',']) {
        match word.chars().next_back() {
            Some('{') => {
                if depth == 0 {
                    ty.push_str(word.trim_end_matches('{'));
                }
                depth += 1;
            }
            Some('}') => depth = depth.saturating_sub(1),
            _ if depth == 0 => {
                ty.push_str(word.trim_end_matches(','));
                types.push(std::mem::take(&mut ty));
            }
            _ => {}
        }
    }
    types.push(ty);
    types.retain(|ty| !ty.trim().is_empty());
    types
}

fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}
