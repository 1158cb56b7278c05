//! `docs`: a reference of the client in Markdown: one page per tag, one per model, and one that leads to them.

mod model;
mod operation;

use std::collections::HashMap;

use openapi_client_codegen::listing::{ListedOperation, Listing};
use openapi_client_codegen::{Settings, listing};

use crate::arguments::Docs;
use crate::{Outcome, input, terminal};

pub(crate) fn run(options: &Docs) -> Outcome {
    let settings = Settings::open(&options.settings)?;
    let generated = input::generated_once(&settings)?;
    let resources = generated.output.rooms.iter().filter(|room| room.module() == "resources");
    let book = Book {
        listing: listing(&generated.api),
        package: settings.package.clone(),
        examples: resources.flat_map(|room| examples(&room.text)).collect(),
    };
    let pages = book.pages();
    std::fs::create_dir_all(&options.out)?;
    for (name, text) in &pages {
        std::fs::write(options.out.join(name), text)?;
    }
    terminal::remark(&format!("{} pages written to {}\n", pages.len(), options.out.display()));
    Ok(true)
}

struct Book {
    listing: Listing,
    package: String,
    /// By the method's path, as `resources::Images::get_image`.
    examples: HashMap<String, String>,
}

impl Book {
    /// Every page, by its file's name.
    fn pages(&self) -> Vec<(String, String)> {
        let mut pages = vec![("README.md".to_owned(), self.front())];
        for (group, operations) in self.groups() {
            pages.push((format!("{group}Api.md"), operation::page(self, group, &operations)));
        }
        for model in &self.listing.models {
            pages.push((format!("{}.md", page_of(&model.rust)), model::page(self, model)));
        }
        pages
    }

    /// The types of the groups, each with its operations.
    fn groups(&self) -> Vec<(&str, Vec<&ListedOperation>)> {
        let mut groups: Vec<(&str, Vec<&ListedOperation>)> = Vec::new();
        for operation in &self.listing.operations {
            let group = operation.rust.split("::").nth(1).unwrap_or_default();
            match groups.iter_mut().find(|(known, _)| *known == group) {
                Some((_, operations)) => operations.push(operation),
                None => groups.push((group, vec![operation])),
            }
        }
        groups
    }

    fn front(&self) -> String {
        let base = self.listing.base_url.as_deref().unwrap_or("none: the program names it");
        let mut page = format!(
            "# {}\n\nThe {}, as `{}` has it.\n\nAll paths are relative to *{base}*\n\n## Operations\n\n\
             Method | HTTP request | Description\n------------- | ------------- | -------------\n",
            self.package, self.listing.title, self.package
        );
        for (group, operations) in self.groups() {
            operations.iter().for_each(|operation| page.push_str(&operation::row(group, operation)));
        }
        page.push_str("\n## Models\n\n");
        for model in &self.listing.models {
            let name = page_of(&model.rust);
            page.push_str(&format!("* [{name}]({name}.md)\n"));
        }
        page.push_str("\n## Authorization\n\n");
        for scheme in &self.listing.schemes {
            let key = scheme.key.as_ref().map(|key| format!(", `{key}`")).unwrap_or_default();
            page.push_str(&format!("### {}\n\n{}{key}\n\n", scheme.name, scheme.kind));
        }
        page
    }

    /// A type as code, with a link to the model within it.
    fn ty(&self, ty: &str) -> String {
        let plain = ty.replace("models::", "").replace("runtime::", "");
        let is_part = |character: char| character.is_alphanumeric() || character == '_';
        let named =
            ty.split("models::").nth(1).map(|rest| rest.split(|c| !is_part(c)).next().unwrap_or_default());
        match named.filter(|name| self.listing.models.iter().any(|model| page_of(&model.rust) == *name)) {
            Some(name) => format!("[`{plain}`]({name}.md)"),
            None => format!("`{plain}`"),
        }
    }
}

/// The file of a model, without its ending.
fn page_of(rust: &str) -> &str {
    rust.rsplit("::").next().unwrap_or(rust)
}

/// What a description says on one line, for a cell of a table.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// The examples that the generated methods are documented with.
fn examples(resources: &str) -> HashMap<String, String> {
    let mut examples = HashMap::new();
    let mut group = "";
    let mut block: Option<Vec<&str>> = None;
    let mut example = String::new();
    for line in resources.lines() {
        if let Some(rest) = line.strip_prefix("impl ") {
            group = rest.trim_end_matches(" {");
        }
        let line = line.trim_start();
        let said = line.strip_prefix("///").map(|said| said.strip_prefix(' ').unwrap_or(said));
        match (said, &mut block) {
            (Some("```no_run"), _) => block = Some(Vec::new()),
            (Some("```"), Some(lines)) => {
                example = lines.join("\n");
                block = None;
            }
            // rustdoc hides what begins so.
            (Some(said), Some(lines)) if !said.starts_with("# ") => lines.push(said),
            _ => {}
        }
        if let Some(name) = line.strip_prefix("pub fn ").and_then(|rest| rest.split('(').next()) {
            examples.insert(format!("resources::{group}::{name}"), std::mem::take(&mut example));
        }
    }
    examples
}
