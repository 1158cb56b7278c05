//! Tests that the documentation and the JSON Schema of the settings match the code, and of errors in
//! settings.

use std::path::{Path, PathBuf};

use openapi_client_codegen::{Code, Report, Settings, generate, open};
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
