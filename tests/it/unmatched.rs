//! Tests that no setting passes silently if it matches nothing, or is not what its key needs.

use std::collections::BTreeSet;
use std::path::Path;

use openapi_client_codegen::{Report, Settings, generate, open};
use serde_json::Value;

/// A setting that is wrong: its key, the settings file without the two required keys, and a part of the finding.
type Case = (&'static str, &'static str, &'static str);

const CASES: &[Case] = &[
    ("description", "description = \"none.yaml\"", "none.yaml"),
    ("root", "root = \".\"", "does not contain the description"),
    ("overlays", "overlays = [\"none.yaml\"]", "none.yaml"),
    ("operation_names", "operation_names = \"shrt\"", "unknown variant `shrt`"),
    ("group_by", "group_by = \"tags\"", "unknown variant `tags`"),
    ("schema_prefixes", "schema_prefixes = [\"None\"]", "no name of a schema begins with it"),
    ("idempotency_key", "idempotency_key = \"a key\"", "is not the name of a header"),
    ("end_of_events", "end_of_events = \"[DONE]\"", "no response is a stream of events"),
    ("names", "[names]\n\"/components/schemas/None\" = \"A\"", "is neither a schema"),
    ("names", "[names]\n\"/components/schemas/Thing\" = \"Failure\"", "is the name of the schema `Failure`"),
    ("formats", "[formats]\nuuid = \"plain\"", "no schema has this format"),
    ("formats", "[formats]\ndate-time = \"dates\"", "is neither a format with a type of its own"),
    ("derives", "[derives]\nNone = [\"Default\"]", "`None`"),
    ("severities", "[severities]\nnone = \"note\"", "unknown variant `none`"),
    ("include.tags", "[include]\ntags = [\"none\"]", "no operation has this tag"),
    ("include.paths", "[include]\npaths = [\"/none*\"]", "no path matches"),
    ("include.operations", "[include]\noperations = [\"none\"]", "there is no such operation"),
    ("exclude.tags", "[exclude]\ntags = [\"none\"]", "no operation has this tag"),
    ("exclude.paths", "[exclude]\npaths = [\"/none*\"]", "no path matches"),
    ("exclude.operations", "[exclude]\noperations = [\"none\"]", "there is no such operation"),
    ("retry.idempotent", "[retry]\nidempotent = [\"none\"]", "there is no such operation"),
    ("retry.once", "[retry]\nonce = [\"none\"]", "there is no such operation"),
    ("rate_limit.limit", "[rate_limit]\nlimit = \"a limit\"", "is not the name of a header"),
    ("rate_limit.remaining", "[rate_limit]\nremaining = \"\"", "is not the name of a header"),
    ("rate_limit.reset", "[rate_limit]\nreset = \"a:b\"", "is not the name of a header"),
    ("errors.code", "[errors]\ncode = \"/code\"", "no response of a failure has a text at `/code`"),
    ("errors.message", "[errors]\nmessage = \"message\"", "is not a JSON pointer"),
    (
        "errors.message",
        "[errors]\nmessage = \"/details\"",
        "no response of a failure has a text at `/details`",
    ),
    ("errors.request_id", "[errors]\nrequest_id = \"/id\"", "no response of a failure has a text at `/id`"),
    ("errors.request_id_header", "[errors]\nrequest_id_header = \"a b\"", "is not the name of a header"),
    ("paging.by", "[[paging]]\nby = \"cursor\"\nparameter = \"page\"\nitems = \"/things\"", "needs `next`"),
    ("paging.parameter", "[[paging]]\nby = \"number\"\nparameter = \"none\"", "no query has the parameter"),
    (
        "paging.next",
        "[[paging]]\nby = \"cursor\"\nparameter = \"page\"\nitems = \"/things\"\nnext = \"/none\"",
        "has no value at `/none`",
    ),
    (
        "paging.items",
        "[[paging]]\nby = \"number\"\nparameter = \"page\"\nitems = \"/none\"",
        "has no list at `/none`",
    ),
    (
        "paging.more",
        "[[paging]]\nby = \"number\"\nparameter = \"page\"\nitems = \"/things\"\nmore = \"/next\"",
        "is not a boolean",
    ),
    (
        "paging.total",
        "[[paging]]\nby = \"number\"\nparameter = \"page\"\nitems = \"/things\"\ntotal = \"/none\"",
        "has no value at `/none`",
    ),
    (
        "paging.first",
        "[[paging]]\nby = \"offset\"\nparameter = \"page\"\nitems = \"/things\"\nfirst = 0",
        "`first` has an effect only",
    ),
    (
        "paging.size",
        "[[paging]]\nby = \"number\"\nparameter = \"page\"\nitems = \"/things\"\nsize = \"none\"",
        "has a number `none` in its query",
    ),
    (
        "paging.at_a_time",
        "[[paging]]\nby = \"number\"\nparameter = \"page\"\nitems = \"/things\"\nat_a_time = 5",
        "`at_a_time` has an effect only beside `size`",
    ),
    (
        "paging.operations",
        "[[paging]]\nby = \"number\"\nparameter = \"page\"\nitems = \"/things\"\noperations = [\"none\"]",
        "there is no such operation",
    ),
];

/// Settings that refer to nothing in a description.
const OTHERS: &[(&str, &str)] = &[
    ("package", "a name"),
    ("output", "a folder that is created"),
    ("lenient", "a choice for any description"),
    ("keep_unknown", "a choice for any description"),
    ("untyped_is_any", "a choice for any description"),
    ("separate_types", "a choice for any description"),
    ("tag_features", "a choice for any description"),
    ("limits.depth", "a number"),
    ("limits.composed_properties", "a number"),
    ("limits.items", "a number"),
    ("limits.pointer", "a number"),
];

/// Returns the keys of all settings according to their JSON Schema, with the keys of tables after a dot.
fn keys(schema: &Value, around: &str, found: &mut BTreeSet<String>) {
    for (key, value) in schema["properties"].as_object().unwrap() {
        let name = if around.is_empty() { key.clone() } else { format!("{around}.{key}") };
        let inner = if value["items"]["properties"].is_object() { &value["items"] } else { value };
        // The keys of `severities` are all codes.
        if inner["properties"].is_object() && key != "severities" {
            keys(inner, &name, found);
        } else {
            found.insert(name);
        }
    }
}

fn report(index: usize, settings: &str) -> (String, Report) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("unmatched");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("{index}.toml"));
    let description = std::fs::canonicalize("tests/settings/openapi.yaml").unwrap();
    let description = format!("description = {:?}\n", description.to_str().unwrap());
    let description = if settings.starts_with("description") { "" } else { &description };
    let text = format!("package = \"client\"\n{description}{settings}\n");
    std::fs::write(&path, &text).unwrap();
    let outcome = Settings::open(&path)
        .and_then(|settings| generate(&open(&settings)?, &settings))
        .map(|generated| generated.report);
    (text, outcome.err().unwrap_or_else(|| panic!("{settings} has no error")))
}

#[test]
fn every_setting_has_a_case_that_matches_nothing() {
    let schema =
        serde_json::from_str(&std::fs::read_to_string("docs/settings.schema.json").unwrap()).unwrap();
    let mut expected = BTreeSet::new();
    keys(&schema, "", &mut expected);
    let cases = CASES.iter().map(|(key, ..)| *key).chain(OTHERS.iter().map(|(key, _)| *key));
    assert_eq!(cases.map(str::to_owned).collect::<BTreeSet<String>>(), expected);
}

#[test]
fn a_setting_that_matches_nothing_is_an_error_with_its_line() {
    for (index, (key, settings, expected)) in CASES.iter().enumerate() {
        let (text, report) = report(index, settings);
        let mut findings = report.findings().iter();
        let finding = findings.find(|finding| finding.what.contains(expected));
        let finding = finding.unwrap_or_else(|| panic!("{settings}: {report}"));
        // A file that cannot be read has no lines.
        if matches!(*key, "description" | "overlays") {
            continue;
        }
        let position = finding.position.as_ref().unwrap_or_else(|| panic!("{finding}"));
        let line = text.lines().nth(position.line - 1).unwrap();
        let word = settings.split('"').nth(1).unwrap();
        let last = key.rsplit('.').next().unwrap();
        assert!(line.contains(last) || line.contains(word) || line.contains("None"), "{key}: {line}");
    }
}
