//! Tokens to text: item by item, with a blank line between items and between methods.

use proc_macro2::TokenStream;

use crate::report::{Code, Finding};

/// Prints items below a header of plain comment lines, each as `dress` leaves it.
///
/// # Errors
/// Tokens that are no Rust: a fault of the generator, never of the description.
pub(crate) fn print(
    header: &str,
    items: Vec<TokenStream>,
    dress: impl Fn(&mut syn::File),
) -> Result<String, Finding> {
    let mut text = String::new();
    for line in header.lines() {
        text.push_str("// ");
        text.push_str(line);
        text.push('\n');
    }
    for item in items {
        let shown = item.to_string();
        let mut file: syn::File = syn::parse2(item).map_err(|error| {
            let start: String = shown.chars().take(200).collect();
            Finding::error(Code::Internal, None, format!("generated tokens are no Rust: {error}: {start}"))
                .help("this is a fault of the generator: please report it with the description")
        })?;
        dress(&mut file);
        text.push('\n');
        spaced(&prettyplease::unparse(&file), &mut text);
    }
    Ok(text)
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
