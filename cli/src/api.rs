//! `api`: prints the generated API as text or JSON.

use openapi_client_codegen::listing;
use openapi_client_codegen::listing::{ListedArgument, Listing};
use openapi_client_codegen::text::{Foreign, visible_json};
use std::fmt::Write as _;

use crate::arguments::Api;
use crate::{Outcome, excerpt, input, terminal};

pub(crate) fn run(options: &Api) -> Outcome {
    let (_, generated) = input::generated(&options.input.settings()?)?;
    terminal::remark(&excerpt::render(&generated.report.summary()));
    let listing = listing(&generated.api);
    terminal::print(&if options.json { json(&listing) } else { plain(&listing) });
    Ok(true)
}

fn json(listing: &Listing) -> String {
    // Cannot fail: every key of the listing is a string.
    serde_json::to_string_pretty(listing).map(|text| visible_json(&text) + "\n").unwrap_or_default()
}

/// Formats each operation as a line, followed by its call and setters; then each model as a line.
fn plain(listing: &Listing) -> String {
    let mut text = String::new();
    for operation in &listing.operations {
        let arguments: Vec<String> = operation
            .arguments
            .iter()
            .map(|argument| format!("{}: {}", argument.name, argument.ty))
            .collect();
        let (call, output) = (&operation.call, &operation.output);
        // Writing to a string cannot fail.
        let _ =
            writeln!(text, "{}", Foreign::new(&format!("{} {}", operation.method, operation.path)).line());
        let pages = operation.paged.as_ref().map(|item| format!(", in pages of {item}")).unwrap_or_default();
        let _ = writeln!(text, "    client.{call}({}) -> {output}{pages}", arguments.join(", "));
        let setter = |setter: &ListedArgument| format!(".{}({})", setter.name, setter.ty);
        for line in operation.setters.iter().map(setter) {
            let _ = writeln!(text, "        {line}");
        }
    }
    for model in &listing.models {
        let fields: Vec<&str> = model.fields.iter().map(|field| field.name.as_str()).collect();
        let variants: Vec<&str> = model.variants.iter().map(|variant| variant.name.as_str()).collect();
        let held = [fields, variants].concat().join(", ");
        let _ = match &model.ty {
            Some(ty) => writeln!(text, "{} {} = {ty}", model.kind, model.rust),
            None => writeln!(text, "{} {} {{ {held} }}", model.kind, model.rust),
        };
    }
    text
}
