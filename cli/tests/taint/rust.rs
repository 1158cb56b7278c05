//! Checks that foreign text is only in literals and documentation of Rust code.

use proc_macro2::{TokenStream, TokenTree};

use crate::{MARK, markdown, programs};

/// Fails if foreign text is outside of literals and documentation, or if documentation shows it as anything
/// but text.
pub(crate) fn assert_dead(name: &str, text: &str) {
    programs::assert_plain(name, text);
    syn::parse_file(text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
    for line in text.lines().map(str::trim_start) {
        let is_comment = line.starts_with("//") && !line.starts_with("///") && !line.starts_with("//!");
        assert!(!(is_comment && line.contains(MARK)), "{name}: {line}");
    }
    assert_in_literals(name, text);
    let mut docs = Vec::new();
    gather(text.parse().unwrap(), &mut docs);
    assert!(docs.iter().all(|doc| !doc.is_empty()), "{name}");
    for doc in docs {
        // rustdoc removes the space at the start of all lines.
        let lines: Vec<&str> = doc.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        assert!(doc.iter().all(|line| line.is_empty() || line.starts_with(' ')), "{name}: {doc:?}");
        markdown::assert_dead(name, &lines.join("\n"));
    }
}

/// Fails if a token other than a literal contains the mark.
pub(crate) fn assert_in_literals(name: &str, code: &str) {
    let tokens: TokenStream = code.parse().unwrap_or_else(|error| panic!("{name}: {error}\n{code}"));
    syn::parse2::<syn::File>(tokens.clone()).unwrap_or_else(|error| panic!("{name}: {error}\n{code}"));
    let rest = without_literals(tokens);
    // Outside of a literal, the mark is three tokens: an identifier, a symbol and a literal.
    let (word, _) = MARK.split_once('-').unwrap();
    assert!(!rest.contains(MARK) && !rest.contains(&format!("{word} -")), "{name}: {rest}");
}

fn without_literals(tokens: TokenStream) -> String {
    let shown = tokens.into_iter().map(|tree| match tree {
        TokenTree::Literal(_) => String::new(),
        TokenTree::Group(group) => without_literals(group.stream()),
        tree => tree.to_string(),
    });
    shown.collect::<Vec<_>>().join(" ")
}

/// Returns the lines of each doc comment; as tokens, doc comments are attributes.
fn gather(tokens: TokenStream, docs: &mut Vec<Vec<String>>) {
    let mut lines = Vec::new();
    for tree in tokens {
        match tree {
            TokenTree::Punct(punct) if matches!(punct.as_char(), '#' | '!') => {}
            TokenTree::Group(group) => match documentation(group.stream()) {
                Some(line) => lines.push(line),
                None => {
                    flush(&mut lines, docs);
                    gather(group.stream(), docs);
                }
            },
            _ => flush(&mut lines, docs),
        }
    }
    flush(&mut lines, docs);
}

fn flush(lines: &mut Vec<String>, docs: &mut Vec<Vec<String>>) {
    if !lines.is_empty() {
        docs.push(std::mem::take(lines));
    }
}

/// Returns the text of `doc = "…"`.
fn documentation(tokens: TokenStream) -> Option<String> {
    let mut trees = tokens.into_iter();
    let is_doc = matches!(trees.next()?, TokenTree::Ident(ident) if ident == "doc");
    let (Some(TokenTree::Punct(_)), Some(TokenTree::Literal(text))) = (trees.next(), trees.next()) else {
        return None;
    };
    let text = syn::parse_str::<syn::LitStr>(&text.to_string()).ok()?;
    is_doc.then(|| text.value())
}
