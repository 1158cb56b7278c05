//! Emits the module `resources`: a type for each tag, with a documented method for each operation.

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::client::group_line;
use super::docs::{Text, cell, line};
use super::models::deprecated;
use super::operations::{accepted, body_call, body_type, called, parameter_value};
use super::printer::ModulePrinter;
use super::types::{self, From};
use super::{example, render};
use crate::analysis::{Examples, Passing};
use crate::ir::walk::models_in;
use crate::ir::{Bodies, Body, Constant, Group, GroupId, Location, Operation, Parameter, Type};
use crate::markdown;
use crate::naming::Name;
use crate::text::{Markdown, code};

pub(super) fn emit(context: Context<'_>, module: &mut ModulePrinter) {
    for (id, group) in context.api.groups_with_ids() {
        let condition = context.attributes.of_group(id);
        module.push(&condition, resource(group));
        module.push_impl(&condition, head(group), methods(context, id, group));
    }
}

fn resource(group: &Group) -> TokenStream {
    let name = group.name.ident();
    let docs = Text::new()
        .own(group_line(group))
        .described(&group.docs)
        .own("Creating and cloning it is cheap.")
        .attributes();
    quote! {
        #docs
        #[derive(Debug, Clone)]
        pub struct #name {
            client: runtime::Client,
        }
    }
}

fn head(group: &Group) -> TokenStream {
    let name = group.name.ident();
    quote!(impl #name)
}

fn methods<'a>(
    context: Context<'a>,
    id: GroupId,
    group: &'a Group,
) -> impl Iterator<Item = TokenStream> + 'a {
    let operations = context.api.operations.iter().filter(move |operation| operation.group == id);
    let methods = operations.flat_map(move |operation| {
        let others = operation.bodies.iter().filter_map(|body| Some((body, body.method.as_ref()?)));
        let others = others.map(move |(body, name)| method_with(context, operation, body, name));
        std::iter::once(method(context, group, operation)).chain(others)
    });
    let new = quote! {
        pub(crate) fn new(client: &runtime::Client) -> Self {
            Self { client: client.clone() }
        }
    };
    std::iter::once(new).chain(methods)
}

fn method(context: Context<'_>, group: &Group, operation: &Operation) -> TokenStream {
    let docs = operation_docs(context, group, operation);
    let body = operation.body().filter(|body| body.required);
    call(context, operation, &operation.name, body, &docs)
}

/// Renders the method that sends a body of another media type.
fn method_with(context: Context<'_>, operation: &Operation, body: &Body, name: &Name) -> TokenStream {
    let own = operation.name.ident();
    let docs =
        line(markdown!("Like [`{}`](Self::{}), with a body of the type {}.", &own, &own, code(&body.media)));
    call(context, operation, name, Some(body), &docs)
}

fn call(
    context: Context<'_>,
    operation: &Operation,
    name: &Name,
    body: Option<&Body>,
    docs: &TokenStream,
) -> TokenStream {
    let (name, marker) = (name.ident(), operation.marker.ident());
    let required: Vec<_> = operation.parameters.iter().filter(|parameter| parameter.is_argument()).collect();
    let parameters = required.iter().map(|parameter| {
        let name = parameter.name.ident();
        let ty = types::parameter_argument(context.api, &parameter.ty, &name).ty;
        quote!(#name: #ty)
    });
    let bodies = body.iter().map(|body| {
        let (name, ty) = (body.name.ident(), body_type(context.api, body));
        quote!(#name: #ty)
    });
    let parameters = parameters.chain(bodies);
    let sent = operation.parameters.iter().filter(|parameter| parameter.required);
    let set = sent.map(|parameter| {
        let described = parameter_value(parameter);
        let value = match &parameter.constant {
            Some(constant) => constant_value(constant),
            None => types::parameter_argument(context.api, &parameter.ty, &parameter.name.ident()).value,
        };
        quote!(.parameter(#described, #value))
    });
    let count = required.len() + usize::from(body.is_some());
    let many =
        (count > 6).then(|| quote!(#[allow(clippy::too_many_arguments, reason = "so many are required")]));
    let sent = body.iter().map(|body| body_call(body));
    let deprecated = deprecated(operation.deprecated);
    quote! {
        #docs
        #deprecated
        #many
        #[inline]
        pub fn #name(&self, #(#parameters),*) -> operations::Request<operations::#marker> {
            operations::Request::new(&self.client) #(#set)* #(#sent)*
        }
    }
}

/// Renders the value of a parameter that has only one.
fn constant_value(constant: &Constant) -> TokenStream {
    match constant {
        Constant::Text(text) => quote!(&#text),
        Constant::Integer(number) => quote!(&#number),
        Constant::Number(number) => quote!(&#number),
        Constant::Boolean(value) => quote!(&#value),
    }
}

/// Renders the documentation of an operation, as complete as a reference page.
fn operation_docs(context: Context<'_>, group: &Group, operation: &Operation) -> TokenStream {
    let mut links = Links::default();
    let success = links.bodies(context, &operation.outcome.success);
    let failure = match &operation.outcome.failure {
        Bodies::Empty => Markdown::default(),
        bodies => markdown!("Declared errors have the body {}.", links.bodies(context, bodies)),
    };
    let parameters = parameters_table(context, operation, &mut links);
    let responses = responses_table(context, operation, &mut links);
    let mut content = Vec::new();
    content.extend(operation.bodies.iter().map(|body| code(&format!("Content-Type: {}", body.media))));
    let accept = accepted(&operation.outcome, None);
    if !accept.is_empty() {
        content.push(code(&format!("Accept: {accept}")));
    }
    Text::new()
        .described(&operation.summary)
        .own(called(operation))
        .described(&operation.docs)
        .own(served_at(operation))
        .own(parameters)
        .own(section("Returns", success))
        .own(if operation.paging.is_some() { PAGES } else { "" })
        .own(others(context, operation, &mut links))
        .own(section("Errors", failure))
        .own(section("Authorization", authorization(operation)))
        .own(section("Content types", Markdown::joined(content, ", ")))
        .own(responses)
        .own(example_block(context, group, operation))
        .own(links.targets())
        .attributes()
}

/// Returns a section, or nothing if it would be empty.
fn section(title: &'static str, content: Markdown) -> Markdown {
    if content.is_empty() { content } else { markdown!("# {}\n{}", title, content) }
}

/// Returns the section about the other content types that a response may have.
fn others(context: Context<'_>, operation: &Operation, links: &mut Links) -> Markdown {
    let rows = operation.representations.iter().map(|other| {
        let success = links.bodies(context, &other.outcome.success);
        markdown!("| `.{}()` | {} | {} |", other.name.plain(), code(&other.media).in_cell(), success)
    });
    let rows = Markdown::joined(rows, "\n");
    if rows.is_empty() {
        return rows;
    }
    markdown!("# Other response types\n| method | content type | returns |\n|---|---|---|\n{}", rows)
}

/// Returns a line with the server of an operation, or nothing if the operation has no server of its own.
fn served_at(operation: &Operation) -> Markdown {
    let line = |url: &String| markdown!("Sent to {}, unless the base URL of the client is set.", code(url));
    operation.server.as_ref().map(line).unwrap_or_default()
}

/// The section about pages, for an operation that returns a list in pages.
const PAGES: &str = "# Pages\nReturns one page of a list. [`items`](super::operations::Request::items) iterates over all items, \
     [`pages`](super::operations::Request::pages) over all pages.";

/// The links in the documentation of an item: labels in the text, and their targets at its end.
#[derive(Default)]
struct Links(IndexMap<String, (Markdown, Markdown)>);

impl Links {
    fn ty(&mut self, context: Context<'_>, ty: Option<&Type>) -> Markdown {
        let Some(ty) = ty else { return "nothing".into() };
        let mut models = models_in(ty);
        models.dedup();
        let model = match models.as_slice() {
            [id] => context.api.model(*id),
            _ => None,
        };
        if let (Type::Model(_), Some(model)) = (ty, model) {
            return self.to(&model.name, "models");
        }
        let written = render::ty(&types::plain(context.api, ty, From::Sibling));
        let written = code(&written.replace("models::", "").replace("runtime::", ""));
        // The link of a list or map is that of its only model.
        match model {
            Some(model) => markdown!("[{}](super::models::{})", written, model.name.plain()),
            None => written,
        }
    }

    fn bodies(&mut self, context: Context<'_>, bodies: &Bodies) -> Markdown {
        match bodies {
            Bodies::Empty => Markdown::default(),
            Bodies::One(ty) => self.ty(context, Some(ty)),
            Bodies::ByStatus { name, .. } => self.to(name, "operations"),
        }
    }

    /// Returns a link to an item of a generated module.
    fn to(&mut self, name: &Name, module: &'static str) -> Markdown {
        self.link(code(name.rust()), name.rust(), markdown!("super::{}::{}", module, name.plain()))
    }

    /// Returns a link to the constant of a header, with its name on the wire as the text.
    fn header(&mut self, name: &Name) -> Markdown {
        self.link(code(name.wire()).in_cell(), name.wire(), markdown!("super::headers::{}", name.plain()))
    }

    /// Returns a link by label, or an inline link if the label is in use or invalid. Labels contain no
    /// brackets, and differ in more than case (CommonMark 0.31, section 6.3).
    fn link(&mut self, word: Markdown, label: &str, target: Markdown) -> Markdown {
        let is_plain = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_');
        let key = label.to_lowercase();
        let is_free = self.0.get(&key).is_none_or(|(_, known)| *known == target);
        if is_free && label.chars().all(is_plain) {
            let label = markdown!("[{}]", word);
            self.0.entry(key).or_insert((label.clone(), target));
            label
        } else {
            markdown!("[{}]({})", word, target)
        }
    }

    fn targets(self) -> Markdown {
        let lines = self.0.into_values().map(|(label, target)| markdown!("{}: {}", label, target));
        Markdown::joined(lines, "\n")
    }
}

fn parameters_table(context: Context<'_>, operation: &Operation, links: &mut Links) -> Markdown {
    let mut rows = Vec::new();
    for parameter in &operation.parameters {
        rows.push(parameter_row(context, parameter, links));
    }
    if let Some(body) = operation.body() {
        let required = if body.required { "yes" } else { "no" };
        let ty = links.ty(context, Some(&body.ty));
        let name = code(body.name.rust());
        rows.push(markdown!("| {} | body | {} | {} | | {} |", name, ty, required, cell(&body.docs)));
    }
    if rows.is_empty() {
        return Markdown::default();
    }
    let head = "# Parameters\n| name | in | type | required | default | meaning |\n|---|---|---|---|---|---|";
    markdown!("{}\n{}{}", head, Markdown::joined(rows, "\n"), setters_line(operation))
}

/// Returns a line with the setters of an operation, or nothing if it has none. They are on the page of
/// `Request`, which has an `impl` for each operation: rustdoc names it in the fragment.
fn setters_line(operation: &Operation) -> Markdown {
    let optional = operation.parameters.iter().filter(|parameter| !parameter.required);
    let bodies = operation.bodies.iter().filter(|body| !body.required);
    let names = optional.map(|parameter| &parameter.name).chain(bodies.map(|body| &body.name));
    let names = Markdown::joined(names.map(|name| code(&name.ident().to_string())), ", ");
    if names.is_empty() {
        return names;
    }
    let target = markdown!("super::operations::Request#impl-Request%3C{}%3E", operation.marker.plain());
    markdown!("\n\n[Setters]({}): {}", target, names)
}

fn parameter_row(context: Context<'_>, parameter: &Parameter, links: &mut Links) -> Markdown {
    let place = match parameter.place {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    let written = |value: &serde_json::Value| code(&value.to_string()).in_cell();
    let required = match &parameter.constant {
        Some(constant) => markdown!("always {}", written(&constant.to_json())),
        None if parameter.required => "yes".into(),
        None => "no".into(),
    };
    let default = parameter.default.as_ref().map(written).unwrap_or_default();
    let mut meaning = cell(&parameter.docs);
    if !parameter.limits.is_empty() {
        meaning = markdown!("{} ({})", meaning, cell(&parameter.limits.join(", ")));
    }
    let ty = links.ty(context, Some(&parameter.ty));
    let name = code(parameter.name.wire()).in_cell();
    markdown!("| {} | {} | {} | {} | {} | {} |", name, place, ty, required, default, meaning)
}

fn authorization(operation: &Operation) -> Markdown {
    let needed = |needed: &Vec<String>| match needed.as_slice() {
        [] => "none".into(),
        names => Markdown::joined(names.iter().map(|name| code(name)), " and "),
    };
    Markdown::joined(operation.security.iter().map(needed), ", or ")
}

fn responses_table(context: Context<'_>, operation: &Operation, links: &mut Links) -> Markdown {
    let rows = operation.outcome.responses.iter().map(|response| {
        let headers = response.headers.iter().filter_map(|id| context.api.headers.get(id.0 as usize));
        let headers: Vec<Markdown> = headers.map(|header| links.header(&header.name)).collect();
        let body = links.ty(context, response.body.as_ref());
        let (status, meaning) = (cell(&response.status), cell(&response.docs));
        markdown!("| {} | {} | {} | {} |", status, meaning, body, Markdown::joined(headers, ", "))
    });
    let rows = Markdown::joined(rows, "\n");
    markdown!("# Responses\n| status | meaning | body | headers |\n|---|---|---|---|\n{}", rows)
}

/// Returns the section with an example, which documentation tests compile and never run; empty if the
/// operation has no example.
fn example_block(context: Context<'_>, group: &Group, operation: &Operation) -> Markdown {
    let package = context.settings.package.replace('-', "_");
    // Otherwise the import of a module `models` would hide the package of this name.
    let root = if package == "models" { "::" } else { "" };
    let examples = Examples { api: context.api, facts: context.facts };
    let Some(shown) = examples.call(operation) else { return Markdown::default() };
    let argument = |(value, is_reference): &(_, _)| {
        let value = example::value(context.api, value);
        render::expression(&if *is_reference { quote!(&#value) } else { value })
    };
    let mut arguments: Vec<String> = shown.parameters.iter().map(argument).collect();
    let (mut body, mut setter) = (String::new(), String::new());
    if let Some(shown) = &shown.body {
        body = render::statements(&example::body(context, shown)) + "\n";
        let argument = match shown.passing {
            Passing::OptionalReference => "Some(&body)",
            Passing::Reference => "&body",
            Passing::Text | Passing::Into | Passing::Value => "body",
        };
        match shown.setter {
            Some(name) => setter = format!(".{}({argument})", name.ident()),
            None => arguments.push(argument.to_owned()),
        }
    }
    let (binding, print) = match shown.has_response {
        true => ("let response = ", "println!(\"{response:?}\");\n"),
        false => ("", ""),
    };
    let call = format!(
        "{binding}client.{}().{}({}){setter}.await?;",
        group.accessor.ident(),
        operation.name.ident(),
        arguments.join(", ")
    );
    let imported = if shown.names_model() { "{Client, models}" } else { "Client" };
    let example = Markdown::doctest(&format!(
        "use {root}{package}::{imported};\n\n# async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {{\n\
         {body}{call}\n{print}# Ok(())\n# }}",
    ));
    markdown!("# Example\n{}", example)
}
