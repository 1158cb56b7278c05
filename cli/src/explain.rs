//! `explain`: prints the page of a diagnostic. Findings are shown with its first paragraph under "Why it
//! matters".

use openapi_client_codegen::{Code, suggestion};

use crate::{Failure, Outcome, terminal};

macro_rules! pages {
    ($($code:literal)*) => {
        &[$(($code, include_str!(concat!("../diagnostics/", $code, ".md"))),)*]
    };
}

/// The pages, by code.
const PAGES: &[(&str, &str)] = pages![
    "unreadable-file" "syntax" "number-range" "limit" "settings" "overlay" "overlay-target" "overlay-stale" "shape" "unknown-key" "version"
    "dangling-reference" "cyclic-reference" "excluded" "unsupported" "contradiction" "indistinct" "name-clash"
    "path-template" "path-variable" "duplicate-parameter" "duplicate-operation" "unknown-security-scheme" "output" "internal"
];

pub(crate) fn run(code: Option<&str>) -> Outcome {
    let Some(code) = code else {
        let width = Code::ALL.iter().map(|code| code.as_str().len()).max().unwrap_or_default();
        let lines = Code::ALL.iter().map(|code| format!("{:width$}  {}\n", code.as_str(), code.meaning()));
        terminal::print(&lines.collect::<String>());
        return Ok(true);
    };
    match page(code) {
        Some(page) => {
            terminal::page(page);
            Ok(true)
        }
        None => {
            let codes = || Code::ALL.iter().map(|code| code.as_str());
            let begun = || codes().find(|known| code.len() > 2 && known.starts_with(code));
            let begun = || begun().map(|known| format!("did you mean `{known}`?"));
            let help = match suggestion(code, codes()).or_else(begun) {
                Some(suggestion) => suggestion,
                None => "`openapi-client explain` lists all diagnostics".to_owned(),
            };
            Err(Failure::Words(format!("`{code}` is not a diagnostic\n{help}")))
        }
    }
}

fn page(code: &str) -> Option<&'static str> {
    PAGES.iter().find(|(known, _)| *known == code).map(|(_, page)| *page)
}

/// Returns the first paragraph of the section "Why it matters".
pub(crate) fn why(code: Code) -> Option<String> {
    let section = page(code.as_str())?.split("## Why it matters\n").nth(1)?.trim_start();
    let paragraph = section.split("\n\n").next()?;
    Some(paragraph.lines().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_page_and_every_page_a_code() {
        for code in Code::ALL {
            let page = page(code.as_str()).unwrap_or_else(|| panic!("diagnostics/{code}.md is not listed"));
            assert!(page.starts_with(&format!("# {code}\n\n{}\n", code.meaning())), "{code}: {page}");
            assert!(page.contains("\n## What to do\n"), "{code} has no section \"What to do\"");
            assert!(
                why(*code).is_some_and(|why| !why.is_empty()),
                "{code} has no section \"Why it matters\""
            );
        }
        assert_eq!(PAGES.len(), Code::ALL.len());
        let files = std::fs::read_dir("diagnostics").unwrap().count();
        assert_eq!(files, Code::ALL.len());
    }
}
