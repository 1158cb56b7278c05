//! Tokens to text: item by item, with a blank line between items and between methods.

use proc_macro2::TokenStream;

use crate::report::{Code, Finding};

/// The text of a module in the making. Each item is printed when it comes: thousands of them as tokens would
/// take many times the memory of their text.
pub(crate) struct Page<'a> {
    text: String,
    fault: Option<Finding>,
    dress: &'a dyn Fn(&mut syn::File),
}

impl<'a> Page<'a> {
    /// An empty page, whose items will be left as `dress` leaves them.
    pub(crate) fn new(dress: &'a dyn Fn(&mut syn::File)) -> Self {
        Self { text: String::new(), fault: None, dress }
    }

    /// Prints an item, after a blank line.
    pub(crate) fn push(&mut self, item: TokenStream) {
        match syn::parse2::<syn::File>(item) {
            Ok(mut file) => {
                (self.dress)(&mut file);
                self.text.push('\n');
                spaced(&prettyplease::unparse(&file), &mut self.text);
            }
            Err(error) => {
                let before = self.text.lines().rfind(|line| !line.is_empty()).unwrap_or_default();
                let what = format!("generated tokens are no Rust: {error}; they follow `{before}`");
                let finding = Finding::error(Code::Internal, None, what)
                    .help("this is a fault of the generator: please report it with the description");
                self.fault.get_or_insert(finding);
            }
        }
    }

    /// Prints items, each after a blank line.
    pub(crate) fn extend(&mut self, items: impl IntoIterator<Item = TokenStream>) {
        items.into_iter().for_each(|item| self.push(item));
    }

    /// The whole text, below a header of plain comment lines and those of some imports that it uses: the word
    /// that paths begin with, and the line that brings it in.
    ///
    /// # Errors
    /// Tokens that were no Rust: a fault of the generator, never of the description.
    pub(crate) fn finish(self, header: &str, imports: &[(&str, &str)]) -> Result<String, Finding> {
        let used = imports.iter().filter(|(word, _)| uses(&self.text, word));
        let used: TokenStream = used.filter_map(|(_, import)| import.parse::<TokenStream>().ok()).collect();
        let mut top = Self::new(self.dress);
        if !used.is_empty() {
            top.push(used);
        }
        let header: String = header.lines().map(|line| format!("// {line}\n")).collect();
        match top.fault.or(self.fault) {
            Some(fault) => Err(fault),
            None => Ok(header + &top.text + &self.text),
        }
    }
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
fn spaced(printed: &str, text: &mut String) {
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
}
