//! `docs`: writes a reference of the client in Markdown, with one page per tag, one per model, and an index.

mod model;
mod operation;

use std::collections::HashMap;

use openapi_client_codegen::listing::{ListedOperation, Listing};
use openapi_client_codegen::text::{Foreign, Markdown, file_names};
use openapi_client_codegen::{Module, Settings, listing, markdown, write_reference};

use crate::arguments::Docs;
use crate::{Outcome, input, terminal};

pub(crate) fn run(options: &Docs) -> Outcome {
    let settings = Settings::open(&options.settings)?;
    let generated = input::generated_once(&settings)?;
    let resources = generated.output.modules.iter().filter(|module| module.name() == "resources");
    let examples = resources.flat_map(|module| examples(&module.text)).collect();
    let book = Book::new(listing(&generated.api), settings.package.clone(), examples);
    let pages = book.pages().into_iter().map(|(file_name, text)| Module { file_name, text });
    let pages: Vec<Module> = pages.collect();
    write_reference(&pages, &options.out)?;
    terminal::remark(&format!("{} pages written to {}\n", pages.len(), terminal::path(&options.out)));
    Ok(true)
}

struct Book {
    listing: Listing,
    package: String,
    /// The example of each method, by its path, such as `resources::Images::get_image`.
    examples: HashMap<String, String>,
    /// The name of the page of each group, by the group's type.
    groups: HashMap<String, String>,
    /// The name of the page of each model, by the model's type.
    models: HashMap<String, String>,
}

impl Book {
    fn new(listing: Listing, package: String, examples: HashMap<String, String>) -> Self {
        let mut book = Self { listing, package, examples, groups: HashMap::new(), models: HashMap::new() };
        let groups: Vec<String> = book.groups().into_iter().map(|(group, _)| group.to_owned()).collect();
        let models = book.listing.models.iter().map(|model| page_of(&model.rust).to_owned());
        let models: Vec<String> = models.collect();
        let pages: Vec<String> =
            groups.iter().map(|group| format!("{group}Api")).chain(models.iter().cloned()).collect();
        let mut stems = file_names(pages.iter().map(String::as_str), &["README"]).into_iter();
        book.groups = groups.into_iter().zip(stems.by_ref()).collect();
        book.models = models.into_iter().zip(stems).collect();
        book
    }

    /// Returns the file name of a group's page.
    fn group_file(&self, group: &str) -> String {
        format!("{}.md", self.groups.get(group).map_or(group, String::as_str))
    }

    /// Returns the file name of a model's page.
    fn model_file(&self, model: &str) -> String {
        format!("{}.md", self.models.get(model).map_or(model, String::as_str))
    }

    /// Returns all pages, each with its file name.
    fn pages(&self) -> Vec<(String, String)> {
        let mut pages = vec![("README.md".to_owned(), self.front())];
        for (group, operations) in self.groups() {
            pages.push((self.group_file(group), operation::page(self, group, &operations)));
        }
        for model in &self.listing.models {
            pages.push((self.model_file(page_of(&model.rust)), model::page(self, model)));
        }
        pages
    }

    /// Returns the types of the groups, each with its operations.
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
        let base = self.base("none: the program sets it");
        let mut page = format!(
            "# {}\n\nThe {} in the Rust crate `{}`.\n\nAll paths are relative to {base}\n\n## Operations\n\n\
             Method | HTTP request | Description\n------------- | ------------- | -------------\n",
            self.package,
            Foreign::new(&self.listing.title).inline(),
            self.package
        );
        for (group, operations) in self.groups() {
            operations.iter().for_each(|operation| page.push_str(&operation::row(self, group, operation)));
        }
        page.push_str("\n## Models\n\n");
        for model in &self.listing.models {
            let name = page_of(&model.rust);
            page.push_str(&format!("* [{name}]({})\n", self.model_file(name)));
        }
        page.push_str("\n## Authorization\n\n");
        for scheme in &self.listing.schemes {
            let key = scheme.key.as_ref().map(|key| markdown!(", {}", Foreign::new(key).code()));
            let (name, key) = (heading(&scheme.name), key.unwrap_or_default());
            page.push_str(&format!("### {name}\n\n{}{key}\n\n", scheme.kind));
        }
        page
    }

    /// Returns the base URL, or `otherwise` if the description has none.
    fn base(&self, otherwise: &'static str) -> Markdown {
        match &self.listing.base_url {
            Some(url) => Foreign::new(url).code(),
            None => markdown!("*{}*", otherwise),
        }
    }

    /// Returns a type as code, with a link to the first model in it.
    fn ty(&self, ty: &str) -> String {
        let plain = ty.replace("models::", "").replace("runtime::", "");
        let is_part = |character: char| character.is_alphanumeric() || character == '_';
        let named =
            ty.split("models::").nth(1).map(|rest| rest.split(|c| !is_part(c)).next().unwrap_or_default());
        match named.filter(|name| self.listing.models.iter().any(|model| page_of(&model.rust) == *name)) {
            Some(name) => format!("[`{plain}`]({})", self.model_file(name)),
            None => format!("`{plain}`"),
        }
    }
}

/// Returns the last segment of a model's path, which names its page.
fn page_of(rust: &str) -> &str {
    rust.rsplit("::").next().unwrap_or(rust)
}

/// Returns a text of the description as the cell of a table.
fn cell(text: &str) -> Markdown {
    Foreign::new(text).cell()
}

/// Returns a note about a default, which the client does not send; empty if there is no default.
fn default(value: Option<&serde_json::Value>) -> Markdown {
    let shown = |value: &serde_json::Value| Foreign::new(&value.to_string()).code().in_cell();
    value.map(|value| markdown!(", by default {}", shown(value))).unwrap_or_default()
}

/// Returns a name of the description as a heading: as text if a link can refer to it, else as code.
fn heading(name: &str) -> Markdown {
    if is_word(name) { Foreign::new(name).inline() } else { Foreign::new(name).code() }
}

fn is_word(name: &str) -> bool {
    name.chars().all(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '_'))
}

/// Returns the examples in the documentation of the generated methods, by the path of each method.
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
        let text = line.strip_prefix("///").map(|line| line.strip_prefix(' ').unwrap_or(line));
        match (text, &mut block) {
            (Some("```no_run"), _) => block = Some(Vec::new()),
            (Some("```"), Some(lines)) => {
                example = lines.join("\n");
                block = None;
            }
            // rustdoc hides lines that begin with `# `.
            (Some(line), Some(lines)) if !line.starts_with("# ") => lines.push(line),
            _ => {}
        }
        if let Some(name) = line.strip_prefix("pub fn ").and_then(|rest| rest.split('(').next()) {
            examples.insert(format!("resources::{group}::{name}"), std::mem::take(&mut example));
        }
    }
    examples
}
