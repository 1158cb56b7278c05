//! Tests that the documentation and the JSON Schema of the settings match the code, and of errors in
//! settings.

use std::path::{Path, PathBuf};

use openapi_client_codegen::{Code, GroupBy, OperationNames, Report, Settings, generate, open};
use serde_json::Value;

/// Reads settings from a text; adds the two required keys if they are absent.
fn read(name: &str, text: &str) -> Result<Settings, Report> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("settings");
    std::fs::create_dir_all(&folder).unwrap();
    let path: PathBuf = folder.join(format!("{name}.toml"));
    let needed = "description = \"openapi.yaml\"\npackage = \"client\"\n";
    let text = if text.contains("description = ") { text.to_owned() } else { format!("{needed}{text}") };
    std::fs::write(&path, text).unwrap();
    Settings::open(&path)
}

/// Returns the keys that the code reads, from the error about an unknown key, which lists them.
fn known(table: &str) -> Vec<String> {
    let report = read("unknown", &format!("{table}\nno_such_key = 1\n")).unwrap_err();
    let message = report.findings()[0].what.clone();
    let message = message.split(" for key ").next().unwrap();
    let words: Vec<String> = message.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    assert_eq!(words[0], "no_such_key", "{message}");
    words[1..].to_vec()
}

fn schema() -> Value {
    serde_json::from_str(&std::fs::read_to_string("docs/settings.schema.json").unwrap()).unwrap()
}

fn sorted<T: Into<String>>(words: impl IntoIterator<Item = T>) -> Vec<String> {
    let mut words: Vec<String> = words.into_iter().map(Into::into).collect();
    words.sort();
    words
}

fn properties(schema: &Value) -> Vec<String> {
    assert_eq!(schema["additionalProperties"], false);
    sorted(schema["properties"].as_object().unwrap().keys().cloned())
}

#[test]
fn the_schema_has_the_keys_of_the_code() {
    let schema = schema();
    assert_eq!(properties(&schema), sorted(known("")));
    for table in ["include", "exclude", "errors", "retry", "rate_limit", "limits"] {
        assert_eq!(properties(&schema["properties"][table]), sorted(known(&format!("[{table}]"))), "{table}");
    }
    let rule = &schema["properties"]["paging"]["items"];
    assert_eq!(properties(rule), sorted(known("[[paging]]")));
    let codes = Code::ALL.iter().map(|code| code.as_str());
    assert_eq!(properties(&schema["properties"]["severities"]), sorted(codes));
    for code in Code::ALL {
        read("severity", &format!("[severities]\n{code} = \"note\"\n")).unwrap();
    }
}

#[test]
fn the_page_has_every_key() {
    let page = std::fs::read_to_string("docs/settings.md").unwrap();
    for key in known("") {
        let has = page.contains(&format!("| `{key}` |")) || page.contains(&format!("| `[{key}]` |"));
        assert!(has, "docs/settings.md does not describe `{key}`");
    }
    let tables = ["[include]", "[errors]", "[retry]", "[rate_limit]", "[limits]", "[[paging]]"];
    for key in tables.into_iter().flat_map(known) {
        assert!(page.contains(&format!("| `{key}` |")), "docs/settings.md does not describe `{key}`");
    }
}

#[test]
fn every_example_of_the_page_is_read() {
    let page = std::fs::read_to_string("docs/settings.md").unwrap();
    let examples: Vec<&str> =
        page.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(examples.len() > 5);
    for example in examples {
        read("example", example).unwrap_or_else(|report| panic!("{report}\n{example}"));
    }
}

/// Returns the generated module `client` for `tests/fixtures/calls` with some settings.
fn client(change: impl FnOnce(&mut Settings)) -> Result<String, Report> {
    let mut settings = Settings::new("tests/fixtures/calls/openapi.yaml", "fixture");
    change(&mut settings);
    let modules = generate(&open(&settings)?, &settings)?.output.modules;
    Ok(modules.into_iter().find(|module| module.file_name == "client.rs").unwrap().text)
}

#[test]
fn settings_of_calls_are_in_the_generated_code() {
    let text = client(|settings| {
        settings.retry.idempotent.push("POST /ping".to_owned());
        settings.retry.once.push("pets_get".to_owned());
        settings.rate_limit.remaining = Some("x-calls-left".to_owned());
        settings.idempotency_key = Some("idempotency-key".to_owned());
    })
    .unwrap();
    for line in [
        ".idempotent(&[\"ping\"])",
        ".once(&[\"pets_get\"])",
        ".remaining(\"x-calls-left\")",
        ".idempotency_key(\"idempotency-key\")",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    // Settings name operations by their names in the description, even if they are renamed.
    let text = client(|settings| {
        settings.retry.idempotent.push("ping".to_owned());
        settings.names.insert("/paths/~1ping/post".to_owned(), "knock".to_owned());
    });
    assert!(text.unwrap().contains(".idempotent(&[\"knock\"])"));
    let report = client(|settings| settings.retry.once.push("pets_gets".to_owned())).unwrap_err();
    let message = report.to_string();
    assert!(
        message.contains("[retry.once] `pets_gets`: there is no such operation — did you mean `pets_get`?"),
        "{message}"
    );
}

#[test]
fn the_end_of_events_is_in_the_generated_code() {
    let mut settings = Settings::new("tests/fixtures/streams/openapi.yaml", "fixture");
    settings.end_of_events = Some("[DONE]".to_owned());
    let modules = generate(&open(&settings).unwrap(), &settings).unwrap().output.modules;
    assert!(modules.iter().any(|module| module.text.contains(".end_of_events(\"[DONE]\")")));
}

/// Returns the calls of a fixture's operations, by their operationIds.
fn calls(fixture: &str, change: impl FnOnce(&mut Settings)) -> Vec<(String, String)> {
    let mut settings = Settings::new(format!("tests/fixtures/{fixture}/openapi.yaml"), "fixture");
    change(&mut settings);
    let generated =
        generate(&open(&settings).unwrap(), &settings).unwrap_or_else(|report| panic!("{report}"));
    let operations = openapi_client_codegen::listing(&generated.api).operations.into_iter();
    operations.map(|operation| (operation.id, operation.call)).collect()
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs.iter().map(|(id, call)| ((*id).to_owned(), (*call).to_owned())).collect()
}

#[test]
fn operations_are_grouped_by_tag_or_path() {
    let by_tag = pairs([
        ("listPets", "pets().list_pets"),
        ("getPet", "pets().get_pet"),
        ("searchPets", "pets().search_pets"),
        ("listOwners", "owners().list_owners"),
        ("addOwner", "owners().add_owner"),
        ("listToys", "things().list_toys"),
        ("addToy", "toys().add_toy"),
        ("getRequest", "request_api().get_request"),
        ("getAny", "untagged().get_any"),
    ]);
    assert_eq!(calls("path-groups", |_| {}), by_tag);
    let by_path = calls("path-groups", |settings| settings.group_by = GroupBy::Path);
    assert_eq!(by_path[5].1, "toys().list_toys");
    let by_tag_only = calls("path-groups", |settings| settings.group_by = GroupBy::TagOnly);
    let groups: Vec<&str> = by_tag_only.iter().map(|(_, call)| call.split('(').next().unwrap()).collect();
    let untagged = "untagged";
    assert_eq!(
        groups,
        [untagged, untagged, untagged, "owners", untagged, "things", untagged, untagged, untagged]
    );
}

#[test]
fn short_names_are_those_of_functions() {
    let short = calls("short-names", |settings| settings.operation_names = OperationNames::Short);
    let expected = pairs([
        ("read_flow_flows__flow_id__get", "flows().read_flow"),
        ("delete_flow_flows__flow_id__delete", "flows().delete_flow"),
        ("read_flow_v2_flows__flow_id__get", "flows().read_flow_v2_flows_flow_id_get"),
        ("read_flow_files_get", "files().read_flow"),
        ("upload_file_files_post", "files().upload_file"),
        ("replace_files_put", "files().replace"),
        ("CatsController_findAll", "cats().find_all"),
        ("ToyCatsController_findAll", "cats().toy_cats_find_all"),
        ("listUsingGET_1", "owners().list"),
        ("addOwner", "owners().add_owner"),
    ]);
    assert_eq!(short, expected);
}

#[test]
fn a_prefix_that_no_schema_has_is_an_error() {
    let mut settings = Settings::new("tests/fixtures/schema-prefixes/openapi.yaml", "fixture");
    settings.schema_prefixes.push("io.k8s.api.core.v2.".to_owned());
    let report = generate(&open(&settings).unwrap(), &settings).unwrap_err().to_string();
    let expected = "[schema_prefixes] `io.k8s.api.core.v2.`: no name of a schema begins with it";
    assert!(report.contains(expected), "{report}");
}
