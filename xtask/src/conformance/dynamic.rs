//! Dynamic references (JSON Schema core 2020-12, section 8.2.3.2): the type of each binding.
//!
//! DIR contains only descriptions. The table here has the expected properties of each bound schema, by the
//! specification.

use std::path::Path;

use openapi_client_codegen::ir::{Api, Shape, Type};
use openapi_client_codegen::{Code, Settings, generate, open};

use crate::{Result, print};

/// A description, the path of an operation, the properties that lead to a bound schema, and the properties of
/// that schema.
type Case = (&'static str, &'static str, &'static [&'static str], &'static [&'static str]);

const CASES: &[Case] = &[
    ("array-root-dynamicref", "/users/list", &[], &["id", "name"]),
    ("array-root-dynamicref", "/groups/list", &[], &["id", "label"]),
    ("generic-binding", "/users", &["items"], &["id", "name"]),
    ("generic-binding", "/groups", &["items"], &["id", "label"]),
    ("generic-binding", "/profiles", &["items"], &["id", "displayName"]),
    ("inherited-component-binding", "/pages/users", &["items"], &["id"]),
    ("inherited-component-binding", "/pages/groups", &[], &["items", "page"]),
    ("inline-binding", "/users", &["items"], &["id", "name"]),
    ("inline-binding", "/groups", &["items"], &["id", "label"]),
    ("inline-binding", "/orgs/users", &["items"], &["id", "orgRole"]),
    ("inline-binding", "/teams/users", &["items"], &["id", "teamRole"]),
    ("mixed-anchor-binding", "/mixed", &["inline"], &["code"]),
    ("mixed-anchor-binding", "/mixed", &["ref"], &["id", "name"]),
    ("nested-dynamic-scope", "/outer", &["middle", "next", "next"], &["id", "next"]),
    (
        "recursive-category-tree",
        "/categories/tree",
        &["children", "children"],
        &["id", "children", "displayName", "locale"],
    ),
    ("request-body-generic-binding", "/users/search", &["filters"], &["id", "name"]),
    ("request-body-generic-binding", "/groups/search", &["filters"], &["id", "label"]),
];

/// The description with an unknown dynamic anchor.
const UNRESOLVED: &str = "unresolved-dynamicref";

/// Generates the descriptions of the folder. Returns whether every binding has its own type, and every file
/// is in the table.
pub(crate) fn run(dir: &Path) -> Result<bool> {
    let mut names: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    let mut passed = 0;
    for name in &names {
        let faults = faults(dir, name)?;
        passed += usize::from(faults.is_empty());
        faults.iter().for_each(|fault| print(&format!("{name}: {fault}")));
    }
    print(&format!("{passed} of {} descriptions", names.len()));
    Ok(passed == names.len() && !names.is_empty())
}

/// Returns the differences between a generated API and the table.
fn faults(dir: &Path, name: &str) -> Result<Vec<String>> {
    let settings = Settings::new(dir.join(format!("{name}.yaml")), "dynamic");
    let generated = generate(&open(&settings)?, &settings);
    if name == UNRESOLVED {
        let report = generated.as_ref().map_or_else(|report| report, |generated| &generated.report);
        let is_found = report.findings().iter().any(|finding| finding.code == Code::DanglingReference);
        return Ok(if is_found { Vec::new() } else { vec!["the unknown anchor is not reported".to_owned()] });
    }
    let api = match generated {
        Ok(generated) => generated.api,
        Err(report) => return Ok(vec![report.to_string()]),
    };
    let cases: Vec<&Case> = CASES.iter().filter(|(case, ..)| *case == name).collect();
    if cases.is_empty() {
        return Ok(vec!["the table has no entry for it".to_owned()]);
    }
    let wrong = |(_, path, way, expected): &&&Case| properties(&api, path, way).as_deref() != Some(*expected);
    let told = |case: &&Case| format!("{case:?} has {:?}", properties(&api, case.1, case.2));
    Ok(cases.iter().filter(wrong).map(told).collect())
}

/// Returns the properties of the schema at a path of properties, starting from the body of an operation.
fn properties<'a>(api: &'a Api, path: &str, way: &[&str]) -> Option<Vec<&'a str>> {
    let operation = api.operations.iter().find(|operation| operation.path == path)?;
    let request = operation.body().map(|body| &body.ty);
    let mut ty = request.or_else(|| operation.outcome.responses.first()?.body.as_ref())?;
    let fields = |ty: &'a Type| {
        let mut ty = api.resolved(ty);
        while let Type::List(inner) | Type::Nullable(inner) = ty {
            ty = api.resolved(inner);
        }
        let Type::Model(id) = ty else { return None };
        match &api.model(*id)?.shape {
            Shape::Record(record) => Some(&record.fields),
            _ => None,
        }
    };
    for key in way {
        ty = &fields(ty)?.iter().find(|field| field.name.wire() == *key)?.ty;
    }
    Some(fields(ty)?.iter().map(|field| field.name.wire()).collect())
}
