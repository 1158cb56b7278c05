//! Tokens to text: item by item, with a blank line between items and between methods.

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;
use syn::Item;

use crate::diagnostics::{Code, Finding};
use crate::output::Room;
use crate::text::{Foreign, file_stem};

/// The text of a module in the making. Each item is printed when it comes: thousands of them as tokens would
/// take many times the memory of their text.
pub(crate) struct Page<'a> {
    text: String,
    /// What is behind a condition goes into a file of its own, which rustc does not read where the condition does not
    /// hold.
    conditional: IndexMap<String, String>,
    fault: Option<Finding>,
    dress: &'a dyn Fn(&mut syn::File),
}

impl<'a> Page<'a> {
    /// An empty page, whose items will be left as `dress` leaves them.
    pub(crate) fn new(dress: &'a dyn Fn(&mut syn::File)) -> Self {
        Self { text: String::new(), conditional: IndexMap::new(), fault: None, dress }
    }

    /// Prints an item, after a blank line.
    pub(crate) fn push(&mut self, item: TokenStream) {
        for (condition, printed) in self.printed(item) {
            let text = self.text_of(condition);
            text.push('\n');
            text.push_str(&printed);
        }
    }

    /// Prints an `impl` member by member: those of a large tag, all at once as tokens, take a hundred times the memory
    /// of their text.
    pub(crate) fn push_impl(&mut self, head: &TokenStream, members: impl IntoIterator<Item = TokenStream>) {
        for (index, member) in members.into_iter().enumerate() {
            let item = quote!(#head { #member });
            if index == 0 {
                self.push(item);
                continue;
            }
            for (condition, printed) in self.printed(item) {
                let text = self.text_of(condition);
                // The brace that closes it comes after this member now.
                text.truncate(text.trim_end().strip_suffix('}').map_or(text.len(), str::len));
                let member = printed.split_once("{\n").map_or("", |(_, member)| member);
                text.push('\n');
                text.push_str(member);
            }
        }
    }

    /// The text that goes to where a condition holds; without one, the module's own.
    fn text_of(&mut self, condition: Option<String>) -> &mut String {
        match condition {
            None => &mut self.text,
            Some(condition) => self.conditional.entry(condition).or_default(),
        }
    }

    /// The texts of an item, with the conditions that they are behind.
    fn printed(&mut self, item: TokenStream) -> Vec<(Option<String>, String)> {
        let mut file = match syn::parse2::<syn::File>(item) {
            Ok(file) => file,
            Err(error) => {
                let before = self.text.lines().rfind(|line| !line.is_empty()).unwrap_or_default();
                let what = format!("generated tokens are no Rust: {error}; they follow `{before}`");
                let finding = Finding::error(Code::Internal, None, what)
                    .help("this is a fault of the generator: please report it with the description");
                self.fault.get_or_insert(finding);
                return Vec::new();
            }
        };
        (self.dress)(&mut file);
        let mut groups: Vec<(Option<String>, Vec<Item>)> = Vec::new();
        for mut item in std::mem::take(&mut file.items) {
            let condition = condition(&mut item);
            match groups.last_mut().filter(|(known, _)| *known == condition) {
                Some((_, items)) => items.push(item),
                None => groups.push((condition, vec![item])),
            }
        }
        let printed = groups.into_iter().map(|(condition, items)| {
            file.items = items;
            (condition, spaced(&prettyplease::unparse(&file)))
        });
        printed.collect()
    }

    /// Prints items, each after a blank line.
    pub(crate) fn extend(&mut self, items: impl IntoIterator<Item = TokenStream>) {
        items.into_iter().for_each(|item| self.push(item));
    }

    /// The module called `stem`, and the files that it includes: each below a header, which is a comment line, the first
    /// with those of some imports that they use: the word that paths begin with, and the line that brings it in.
    ///
    /// # Errors
    /// Tokens that were no Rust: a fault of the generator, never of the description.
    pub(crate) fn finish(
        self,
        stem: &str,
        header: &str,
        imports: &[(&str, &str)],
    ) -> Result<Vec<Room>, Finding> {
        let Self { mut text, conditional, fault, dress } = self;
        let texts = || std::iter::once(&text).chain(conditional.values());
        let used = imports.iter().filter(|(word, _)| texts().any(|text| uses(text, word)));
        let used: TokenStream = used.filter_map(|(_, import)| import.parse::<TokenStream>().ok()).collect();
        let mut top = Self::new(dress);
        if !used.is_empty() {
            top.push(used);
        }
        if let Some(fault) = top.fault.or(fault) {
            return Err(fault);
        }
        let header = format!("// {}\n", Foreign::new(header).line());
        let mut parts = Vec::with_capacity(conditional.len());
        for (condition, part) in conditional {
            let file_name = format!("{stem}/{}.rs", file_stem(&features(&condition)));
            text.push_str(&format!("\n#[cfg({condition})]\ninclude!({file_name:?});\n"));
            parts.push(Room { file_name, text: format!("{header}{part}") });
        }
        text.insert_str(0, &(header + &top.text));
        text.shrink_to_fit();
        Ok(std::iter::once(Room { file_name: format!("{stem}.rs"), text }).chain(parts).collect())
    }
}

/// Takes the first condition that an item is behind; none where it is always there.
fn condition(item: &mut Item) -> Option<String> {
    let attributes = match item {
        Item::Struct(item) => &mut item.attrs,
        Item::Enum(item) => &mut item.attrs,
        Item::Type(item) => &mut item.attrs,
        Item::Impl(item) => &mut item.attrs,
        Item::Macro(item) => &mut item.attrs,
        _ => return None,
    };
    let at = attributes.iter().position(|attribute| attribute.path().is_ident("cfg"))?;
    let condition = attributes.remove(at).parse_args::<TokenStream>().ok()?;
    // As people write it.
    Some(condition.to_string().replace(" (", "(").replace(" ,", ","))
}

/// The features in a condition, as `cats+dogs`: what the file is called that holds what is behind it.
fn features(condition: &str) -> String {
    condition.split('"').skip(1).step_by(2).collect::<Vec<_>>().join("+")
}

/// Whether code has a path that begins with a word. Comments and texts are no code.
fn uses(code: &str, word: &str) -> bool {
    let path = format!("{word}::");
    code.match_indices(&path).any(|(at, _)| {
        let before = code.get(..at).unwrap_or_default();
        let before = before.rsplit('\n').next().unwrap_or_default();
        let is_code = !before.trim_start().starts_with("//");
        let begins = !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':'));
        let quotes = before.matches('"').count() - before.matches("\\\"").count();
        is_code && begins && quotes.is_multiple_of(2)
    })
}

/// prettyplease sets items and the methods of an `impl` close together; a blank line goes after each.
fn spaced(printed: &str) -> String {
    let mut text = String::with_capacity(printed.len() + printed.len() / 8);
    let mut closed_at = None;
    for line in printed.lines() {
        let indent = line.len() - line.trim_start().len();
        let rest = line.trim_start();
        if closed_at == Some(indent) && !rest.starts_with(['}', ')', ']']) {
            text.push('\n');
        }
        closed_at = (rest == "}" && indent <= 4).then_some(indent);
        text.push_str(line);
        text.push('\n');
    }
    text
}
