//! The page of a model: its fields, variants or values.

use openapi_client_codegen::listing::ListedModel;
use openapi_client_codegen::text::{Foreign, Markdown};

use super::{Book, cell, default, page_of};

pub(super) fn page(book: &Book, model: &ListedModel) -> String {
    let mut page = format!("# {}\n\n", page_of(&model.rust));
    if model.deprecated {
        page.push_str("Deprecated.\n\n");
    }
    if !model.doc.trim().is_empty() {
        page.push_str(&format!("{}\n\n", Foreign::new(&model.doc).markdown()));
    }
    page.push_str(&match model.kind {
        "record" => fields(book, model),
        "words" => words(model),
        "choice" => variants(book, model),
        _ => format!("Another name for {}.\n\n", book.ty(model.ty.as_deref().unwrap_or_default())),
    });
    page.push_str("[[All operations and models]](README.md)\n");
    page
}

fn fields(book: &Book, model: &ListedModel) -> String {
    let rows: String = model
        .fields
        .iter()
        .map(|field| {
            let default = default(field.default.as_ref());
            let deprecated = if field.deprecated { ", deprecated" } else { "" };
            let (name, ty, words) = (&field.name, book.ty(&field.ty), cell(&field.doc));
            format!("**{name}** | {ty} | {words} | {}{default}{deprecated}\n", field.presence)
        })
        .collect();
    let rest =
        model.rest.as_ref().map(|ty| format!("Other keys are preserved, each as {}.\n\n", book.ty(ty)));
    let head =
        "Name | Type | Description | Notes\n------------- | ------------- | ------------- | -------------\n";
    format!("{head}{rows}\n{}", rest.unwrap_or_default())
}

fn words(model: &ListedModel) -> String {
    let rows: String = model
        .variants
        .iter()
        .map(|variant| {
            format!(
                "**{}** | {}\n",
                variant.name,
                Foreign::new(variant.wire.as_deref().unwrap_or_default()).code().in_cell()
            )
        })
        .collect();
    format!(
        "Variant | Value\n------------- | -------------\n{rows}\nA value that is not listed is preserved.\n\n"
    )
}

fn variants(book: &Book, model: &ListedModel) -> String {
    let rows: String = model
        .variants
        .iter()
        .map(|variant| {
            let tags = variant.tags.iter().map(|tag| Foreign::new(tag).code().in_cell());
            let ty = variant.ty.as_ref().map(|ty| book.ty(ty)).unwrap_or_default();
            format!("**{}** | {ty} | {}\n", variant.name, Markdown::joined(tags, ", "))
        })
        .collect();
    let tag = model.tag.as_ref().map_or_else(
        || "The content of a value determines its variant.\n\n".to_owned(),
        |tag| format!("The value of {} determines the variant.\n\n", Foreign::new(tag).code()),
    );
    format!(
        "{tag}Variant | Type | Values\n------------- | ------------- | -------------\n{rows}\nAny other value is preserved.\n\n"
    )
}
