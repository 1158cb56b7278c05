//! The pages of the guide: their blocks, and the steps that a reader follows.

use std::path::{Path, PathBuf};

/// A page of the guide.
pub(crate) struct Page {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// What a reader does with a block.
#[derive(Debug)]
pub(crate) enum Step {
    /// Runs the commands, and compares the output if the page shows it.
    Run { commands: String, output: Option<String> },
    /// Writes a file, or adds lines to it.
    Write { path: String, text: String, is_added: bool },
}

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("docs/guide")
}

/// Returns all pages, in the order of their names.
pub(crate) fn all() -> Vec<Page> {
    let entries = std::fs::read_dir(folder().join("src")).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let page = |path: PathBuf| Page {
        name: path.file_name().unwrap().to_str().unwrap().to_owned(),
        text: std::fs::read_to_string(path).unwrap(),
    };
    paths.into_iter().map(page).collect()
}

/// A block of code.
pub(crate) struct Block {
    /// The language and what follows it, such as `rust,no_run`.
    pub(crate) language: String,
    /// The paragraph before the block.
    before: String,
    text: String,
}

impl Page {
    /// Returns the blocks of code, in order.
    pub(crate) fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let (mut before, mut open): (String, Option<Block>) = (String::new(), None);
        for line in self.text.lines() {
            match (&mut open, line.strip_prefix("```")) {
                (None, Some(language)) => {
                    let before = std::mem::take(&mut before);
                    open = Some(Block { language: language.to_owned(), before, text: String::new() });
                }
                (Some(_), Some("")) => blocks.extend(open.take()),
                (Some(block), _) => block.text += &format!("{line}\n"),
                (None, None) if line.is_empty() => {}
                (None, None) => before = line.to_owned(),
            }
        }
        assert!(open.is_none(), "{}: a block is not closed", self.name);
        blocks
    }

    /// Returns the steps. A block after "In `path`:" or "…, in `path`:" is a file, one after "Add to `path`:" are
    /// lines at its end; a block of text after a line with "prints" is the output of the commands before it.
    pub(crate) fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        for block in self.blocks() {
            let before = block.before.strip_suffix("`:");
            let path = |word: &str| before.and_then(|line| line.rsplit_once(word)).map(|(_, path)| path);
            let (written, added) = (path("n `"), path("dd to `"));
            match (block.language.as_str(), written.or(added), steps.last_mut()) {
                ("sh", ..) => steps.push(Step::Run { commands: block.text, output: None }),
                ("text", _, Some(Step::Run { output, .. })) if block.before.contains("rints") => {
                    *output = Some(block.text);
                }
                (_, Some(path), _) => {
                    let (path, is_added) = (path.to_owned(), written.is_none());
                    steps.push(Step::Write { path, text: block.text, is_added });
                }
                _ => {}
            }
        }
        steps
    }

    /// Returns whether a command of the page compiles crates, which takes minutes.
    pub(crate) fn compiles(&self) -> bool {
        let runs = |line: &str| line.split_whitespace().any(|word| word == "cargo");
        self.steps().iter().any(|step| match step {
            Step::Run { commands, .. } => commands.lines().any(runs),
            Step::Write { .. } => false,
        })
    }
}

/// Returns whether an output is as a page shows it. `…` in the page is any text of the same line.
pub(crate) fn matches(shown: &str, output: &str) -> bool {
    let matches_line = |(shown, line): (&str, &str)| {
        let mut parts = shown.split('…');
        let Some(mut rest) = parts.next().and_then(|first| line.strip_prefix(first)) else { return false };
        for part in parts {
            match rest.find(part) {
                Some(at) if !part.is_empty() => rest = &rest[at + part.len()..],
                _ if part.is_empty() => rest = "",
                _ => return false,
            }
        }
        rest.is_empty()
    };
    let (shown, output) = (shown.trim_end(), output.trim_end());
    shown.lines().count() == output.lines().count() && shown.lines().zip(output.lines()).all(matches_line)
}

#[test]
fn an_ellipsis_is_any_text_of_a_line() {
    assert!(matches("a … b\nc", "a x y b\nc\n") && matches("a…", "abc") && matches("a", "a"));
    assert!(
        !matches("a … b", "a x y c") && !matches("a", "ab") && !matches("a", "a\nb") && !matches("a…", "b")
    );
}
