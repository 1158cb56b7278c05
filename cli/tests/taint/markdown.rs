//! Checks Markdown as rustdoc parses it: with its options for pages, and without options for doctests.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::{MARK, rust};

/// Languages of code blocks that rustdoc does not run.
const TEXT: &[&str] = &["text", "json", "yaml", "sh", "http", "rust,no_run"];

/// Fails if foreign text is anything but text.
pub(crate) fn assert_dead(name: &str, markdown: &str) {
    let shown = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    for options in [shown, Options::empty()] {
        let parser = Parser::new_ext(markdown, options);
        for (label, definition) in parser.reference_definitions().iter() {
            let is_own = !label.contains(MARK) && !definition.dest.contains(MARK);
            assert!(is_own, "{name}: defines [{label}]: {}\n{markdown}", definition.dest);
        }
        let mut code: Option<(String, String)> = None;
        for event in parser {
            match event {
                Event::Text(text) if code.is_some() => code.as_mut().unwrap().1.push_str(&text),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                    code = Some((language.into_string(), String::new()));
                }
                Event::End(TagEnd::CodeBlock) => code_is_dead(name, &code.take().unwrap()),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    let is_known = ["http://", "https://", "mailto:"].iter().any(|s| dest_url.starts_with(s));
                    assert!(is_known || !dest_url.contains(MARK), "{name}: leads to {dest_url}\n{markdown}");
                    assert!(
                        !dest_url.contains("script:") && !dest_url.contains("data:"),
                        "{name}: {dest_url}"
                    );
                }
                Event::InlineHtml(tag) => assert!(tag.starts_with("<br"), "{name}: {tag}\n{markdown}"),
                Event::Start(
                    Tag::CodeBlock(_) | Tag::Image { .. } | Tag::HtmlBlock | Tag::FootnoteDefinition(_),
                )
                | Event::Html(_)
                | Event::FootnoteReference(_) => panic!("{name}: {event:?}\n{markdown}"),
                _ => {}
            }
        }
    }
}

fn code_is_dead(name: &str, (language, code): &(String, String)) {
    if matches!(language.as_str(), "no_run" | "rust" | "rust,no_run") {
        // An example from the generator; rustdoc hides lines that begin with `# `.
        let lines: Vec<&str> = code.lines().map(|line| line.strip_prefix("# ").unwrap_or(line)).collect();
        rust::assert_in_literals(name, &format!("fn example() {{ {} }}", lines.join("\n")));
    } else {
        assert!(TEXT.contains(&language.as_str()), "{name}: code in `{language}`: {code}");
    }
}
