//! The page of a tag: a table of its methods, then a section for each method.

use openapi_client_codegen::listing::{ListedArgument, ListedOperation};
use openapi_client_codegen::text::{Foreign, Markdown};

use super::{Book, cell, default, is_word};

/// Returns a row of a table of methods.
pub(super) fn row(book: &Book, group: &str, operation: &ListedOperation) -> String {
    let name = method(operation);
    let file = book.group_file(group);
    let call = Foreign::new(&format!("{} {}", operation.method, operation.path)).code().in_cell();
    format!("[**{name}**]({file}#{name}) | {call} | {}\n", cell(&operation.summary))
}

pub(super) fn page(book: &Book, group: &str, operations: &[&ListedOperation]) -> String {
    let base = book.base("the base URL");
    let accessor =
        operations.first().and_then(|operation| operation.call.split('.').next()).unwrap_or_default();
    let rows: String = operations.iter().map(|operation| row(book, group, operation)).collect();
    let each: String = operations.iter().map(|operation| one(book, operation)).collect();
    format!(
        "# {group}\n\n`client.{accessor}`. All paths are relative to {base}\n\n\
         Method | HTTP request | Description\n------------- | ------------- | -------------\n{rows}\n{each}"
    )
}

fn method(operation: &ListedOperation) -> &str {
    operation.rust.rsplit("::").next().unwrap_or_default()
}

fn one(book: &Book, operation: &ListedOperation) -> String {
    let arguments: Vec<String> =
        operation.arguments.iter().map(|argument| format!("{}: {}", argument.name, argument.ty)).collect();
    let mut page = format!(
        "# **{}**\n\n> {}({}) -> {}\n\n",
        method(operation),
        method(operation),
        arguments.join(", ").replace("models::", "").replace("runtime::", ""),
        operation.output.replace("models::", "")
    );
    if operation.deprecated {
        page.push_str("Deprecated.\n\n");
    }
    for words in [&operation.summary, &operation.doc] {
        if !words.trim().is_empty() {
            page.push_str(&format!("{}\n\n", Foreign::new(words).markdown()));
        }
    }
    if let Some(example) = book.examples.get(&operation.rust).filter(|example| !example.is_empty()) {
        page.push_str(&format!("### Example\n\n{}\n\n", Markdown::example(example)));
    }
    page.push_str(&parameters(book, operation));
    page.push_str(&format!("### Return type\n\n{}\n\n", book.ty(&operation.output)));
    page.push_str(&format!("Declared error responses have the body {}.\n\n", book.ty(&operation.failure)));
    page.push_str(&format!("### Authorization\n\n{}\n\n", authorization(operation)));
    page.push_str(&headers(operation));
    page.push_str(&responses(book, operation));
    page.push_str("[[Back to top]](#) [[All operations and models]](README.md)\n\n");
    page
}

fn parameters(book: &Book, operation: &ListedOperation) -> String {
    let required = operation.arguments.iter().map(|argument| (argument, "argument"));
    let optional = operation.setters.iter().map(|setter| (setter, "setter"));
    let constants = operation.constants.iter().map(|constant| {
        let (name, value) =
            (cell(&constant.wire), Foreign::new(&constant.value.to_string()).code().in_cell());
        format!("**{name}** | {} | | {} | always {value}\n", constant.place, cell(&constant.doc))
    });
    let arguments = required.chain(optional).map(|(argument, how)| parameter(book, argument, how));
    let rows: String = arguments.chain(constants).collect();
    if rows.is_empty() {
        return "### Parameters\n\nNone.\n\n".to_owned();
    }
    let head = "Name | In | Type | Description | Notes\n------------- | ------------- | ------------- | ------------- | -------------\n";
    format!("### Parameters\n\n{head}{rows}\n")
}

fn parameter(book: &Book, argument: &ListedArgument, how: &str) -> String {
    let default = default(argument.default.as_ref());
    let (name, place, ty) = (&argument.name, argument.place, book.ty(&argument.value));
    format!("**{name}** | {place} | {ty} | {} | {how}{default}\n", cell(&argument.doc))
}

fn authorization(operation: &ListedOperation) -> String {
    let link = |name: &String| match is_word(name) {
        true => format!("[{name}](README.md#{name})"),
        false => Foreign::new(name).code().to_string(),
    };
    let alternatives: Vec<String> = operation
        .security
        .iter()
        .map(|needed| needed.iter().map(link).collect::<Vec<_>>().join(" and "))
        .map(|needed| if needed.is_empty() { "none".to_owned() } else { needed })
        .collect();
    if alternatives.is_empty() { "No authorization".to_owned() } else { alternatives.join(", or ") }
}

fn headers(operation: &ListedOperation) -> String {
    let list = |media: Vec<&str>| match media.as_slice() {
        [] => "none".into(),
        media => Markdown::joined(media.iter().map(|media| Foreign::new(media).code()), ", "),
    };
    let sent = operation.bodies.iter().map(|body| body.media.as_str()).collect();
    let mut accepted: Vec<&str> = Vec::new();
    for media in operation.outcomes.iter().flat_map(|outcome| &outcome.media) {
        if !accepted.contains(&media.as_str()) {
            accepted.push(media);
        }
    }
    format!(
        "### HTTP request headers\n\n - **Content-Type**: {}\n - **Accept**: {}\n\n",
        list(sent),
        list(accepted)
    )
}

fn responses(book: &Book, operation: &ListedOperation) -> String {
    let rows: String = operation
        .outcomes
        .iter()
        .map(|outcome| {
            let headers = outcome.headers.iter().map(|header| Foreign::new(&header.wire).code().in_cell());
            let headers = Markdown::joined(headers, ", ");
            let ty = outcome.ty.as_ref().map_or_else(|| "no body".to_owned(), |ty| book.ty(ty));
            format!("**{}** | {} | {ty} | {headers}\n", cell(&outcome.status), cell(&outcome.doc))
        })
        .collect();
    let head = "Status code | Description | Body | Response headers\n------------- | ------------- | ------------- | -------------\n";
    format!("### HTTP response details\n\n{head}{rows}\n")
}
