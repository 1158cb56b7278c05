//! `openapi-client api`: what a description becomes, as a list for people or as JSON.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use openapi_client_codegen::listing::{ListedArgument, Listing};
use openapi_client_codegen::{Report, Settings, generate, listing, open};

/// What `api` is given.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The description (OpenAPI or Swagger, YAML or JSON), or a settings file (`.toml`).
    description: PathBuf,
    /// Prints the whole listing as JSON, in the form that docs/api-listing.md describes.
    #[arg(long)]
    json: bool,
    /// Takes for a warning what is wrong and can be survived.
    #[arg(long)]
    lenient: bool,
}

/// What is printed, and what there is to say about the description.
///
/// # Errors
/// Everything that is wrong with the description.
pub(crate) fn run(arguments: &Arguments) -> Result<(String, Report), Report> {
    let is_settings = arguments.description.extension().is_some_and(|extension| extension == "toml");
    let mut settings = if is_settings {
        Settings::open(&arguments.description)?
    } else {
        Settings::new(&arguments.description, "client")
    };
    settings.lenient |= arguments.lenient;
    let generated = generate(&open(&settings)?, &settings)?;
    let listing = listing(&generated.api);
    let text = if arguments.json { json(&listing) } else { plain(&listing) };
    Ok((text, generated.report))
}

fn json(listing: &Listing) -> String {
    // Every key of the listing is a string, so there is nothing that cannot be written.
    serde_json::to_string_pretty(listing).map(|text| text + "\n").unwrap_or_default()
}

/// A line an operation, with what it takes below; then a line a model.
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
        let _ = writeln!(text, "{} {}", operation.method, operation.path);
        let _ = writeln!(text, "    client.{call}({}) -> {output}", arguments.join(", "));
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
