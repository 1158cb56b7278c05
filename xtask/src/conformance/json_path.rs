//! Runs the JSONPath compliance test suite with the implementation for overlays.

use std::path::Path;

use openapi_client_codegen::{Pointer, json_path};
use serde::Deserialize;
use serde_json::Value;

use crate::{Result, print};

/// The content of `cts.json`.
#[derive(Deserialize)]
struct Suite {
    tests: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    selector: String,
    #[serde(default)]
    document: Value,
    /// The selected values, if the order is defined.
    result: Option<Vec<Value>>,
    /// The selected values in every allowed order, if there are several.
    results: Option<Vec<Vec<Value>>>,
    #[serde(default)]
    invalid_selector: bool,
}

impl Case {
    /// Returns the problem with a selection, if there is one.
    fn fault(&self, selected: std::result::Result<Vec<Pointer>, String>) -> Option<String> {
        let selected = match selected {
            Ok(_) if self.invalid_selector => return Some("is accepted".to_owned()),
            Err(_) if self.invalid_selector => return None,
            Err(error) => return Some(error),
            Ok(selected) => selected,
        };
        let values = selected.iter().filter_map(|pointer| self.document.pointer(pointer.as_str()));
        let values: Vec<&Value> = values.collect();
        let is_allowed = self.result.iter().chain(self.results.iter().flatten()).any(|allowed| {
            let pairs = allowed.iter().zip(&values);
            allowed.len() == values.len() && pairs.into_iter().all(|(allowed, value)| allowed == *value)
        });
        (!is_allowed).then(|| format!("selects {values:?}"))
    }
}

/// Runs the suite. Returns whether every selector selects the expected values, and every invalid one is
/// refused.
///
/// Selectors with `match` or `search` do not count, because they need a regex engine; the implementation
/// refuses them.
pub(crate) fn run(file: &Path) -> Result<bool> {
    let suite: Suite = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    let (mut passed, mut failed, mut left_out) = (0, 0, 0);
    for case in &suite.tests {
        let selected = json_path(&case.selector, &case.document);
        let has_regex = ["match(", "search("].iter().any(|function| case.selector.contains(function));
        match case.fault(selected.clone()) {
            None => passed += 1,
            Some(_) if has_regex && selected.is_err() => left_out += 1,
            Some(fault) => {
                failed += 1;
                print(&format!("{} ({}): {fault}", case.name, case.selector));
            }
        }
    }
    print(&format!("{passed} pass, {failed} fail, {left_out} need `match` or `search`"));
    Ok(failed == 0 && passed > 0)
}
