//! Tests of `diff` with edits of the Images description: the changes and their places.

use std::path::{Path, PathBuf};

use openapi_client_codegen::{
    Code, Diff, Generated, Settings, Severity, Source, Verdict, Weight, diff, generate, open,
};
use serde_json::{Value, json};

use super::cases;

/// Returns the edits in a file, with their names.
fn edits(kind: &str) -> Vec<(String, Value)> {
    let text = std::fs::read_to_string(format!("tests/edits/{kind}.yaml")).unwrap();
    let edits: serde_yaml::Mapping = serde_yaml::from_str(&text).unwrap();
    let edits = edits
        .into_iter()
        .map(|(name, actions)| (name.as_str().unwrap().to_owned(), serde_json::to_value(actions).unwrap()));
    edits.collect()
}

fn client(settings: &Settings) -> (Generated, Source) {
    let source = open(settings).unwrap_or_else(|report| panic!("{report}"));
    let generated = generate(&source, settings).unwrap_or_else(|report| panic!("{report}"));
    (generated, source)
}

fn settings() -> Settings {
    let mut settings = Settings::open(Path::new("spec/images.toml")).unwrap();
    // An edit may remove nodes that the settings name.
    settings.severities.insert(Code::Settings, Severity::Warning);
    settings
}

/// Writes an edit as an overlay.
fn overlay(folder: &Path, index: usize, actions: &Value) -> PathBuf {
    let path = folder.join(format!("{index}.json"));
    let text = json!({"overlay": "1.0.0", "info": {"title": "edit", "version": "1"}, "actions": actions});
    std::fs::write(&path, text.to_string()).unwrap();
    path
}

/// Returns the result of `diff` for every edit of a kind.
fn diffs(kind: &str) -> Vec<(String, Diff)> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("edits").join(kind);
    std::fs::create_dir_all(&folder).unwrap();
    let (old, old_source) = client(&settings());
    let mut diffs = Vec::new();
    for (index, (name, actions)) in edits(kind).into_iter().enumerate() {
        let mut edited = settings();
        edited.overlays.push(overlay(&folder, index, &actions));
        let (new, new_source) = client(&edited);
        diffs.push((name, diff((&old, &old_source), (&new, &new_source)).unwrap()));
    }
    diffs
}

/// Formats each change as a line, with its line in the description.
fn shown(diffs: &[(String, Diff)]) -> String {
    let mut text = String::new();
    for (name, diff) in diffs {
        text.push_str(&format!("{name}: {}\n", diff.verdict().as_str()));
        for change in &diff.changes {
            let types = [("adds", &change.added_types), ("removes", &change.removed_types)];
            let types = types.into_iter().filter(|(_, types)| !types.is_empty());
            let types = types.map(|(verb, types)| format!("; {verb} {}", types.join(", ")));
            let place = change.old.as_ref().or(change.new.as_ref());
            // The place may be in the overlay, whose path is different in each run.
            let place = place.map(|place| {
                if place.file.contains("spec/") {
                    format!("line {}", place.line)
                } else {
                    "the edit".to_owned()
                }
            });
            text.push_str(&format!(
                "    {:8} {}{} ({})\n",
                change.weight.as_str(),
                change.what,
                types.collect::<String>(),
                place.unwrap_or_default()
            ));
        }
    }
    text
}

#[test]
fn additive_edits_are_additive() {
    let diffs = diffs("additive");
    cases::assert_snapshot(Path::new("tests/edits"), "additive", &shown(&diffs));
    assert!(diffs.len() >= 30, "{}", diffs.len());
    for (name, diff) in diffs {
        assert!(diff.verdict() <= Verdict::Minor, "{name}: {:#?}", diff.changes);
        assert!(!diff.changes.is_empty(), "{name}: no changes");
    }
}

#[test]
fn breaking_edits_are_breaking_and_have_a_place() {
    let diffs = diffs("breaking");
    cases::assert_snapshot(Path::new("tests/edits"), "breaking", &shown(&diffs));
    assert!(diffs.len() >= 30, "{}", diffs.len());
    for (name, diff) in diffs {
        assert_eq!(diff.verdict(), Verdict::Major, "{name}: {:#?}", diff.changes);
        for change in diff.of(Weight::Breaking) {
            assert!(change.old.is_some() || change.new.is_some(), "{name}: {change:#?}");
        }
    }
}

#[test]
fn edits_of_the_wire_are_never_silent() {
    let diffs = diffs("wire");
    cases::assert_snapshot(Path::new("tests/edits"), "wire", &shown(&diffs));
    for (name, diff) in diffs {
        assert!(diff.of(Weight::Wire).next().is_some(), "{name}: {:#?}", diff.changes);
        assert!(diff.compiles(), "{name}: {:#?}", diff.changes);
        assert_eq!(diff.verdict(), Verdict::Major, "{name}");
    }
}

#[test]
fn equal_clients_have_no_changes() {
    let (images, source) = client(&settings());
    let same = diff((&images, &source), (&images, &source)).unwrap();
    assert_eq!(same.verdict(), Verdict::Nothing);
}

/// Returns the changes between two descriptions, which are parts of a minimal one.
pub(crate) fn changes_between(old: &Value, new: &Value) -> Vec<String> {
    let client = |part: &Value| {
        let mut description =
            json!({"openapi": "3.1.1", "info": {"title": "Edited", "version": "1"}, "paths": {}});
        description.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
        let source = Source::from_text("edited.json", &description.to_string()).unwrap();
        let generated = generate(&source, &Settings::new("edited.json", "edited")).unwrap();
        (generated, source)
    };
    let ((old, old_source), (new, new_source)) = (client(old), client(new));
    let changes = diff((&old, &old_source), (&new, &new_source)).unwrap().changes;
    changes.iter().map(|change| format!("{} {}", change.weight.as_str(), change.what)).collect()
}

#[test]
fn functions_of_servers_are_compared() {
    let servers = |urls: &[&str]| {
        let urls: Vec<Value> = urls.iter().map(|url| json!({"url": url})).collect();
        json!({"servers": urls})
    };
    let one = servers(&["https://a.example", "https://b.example"]);
    let other = servers(&["https://a.example", "https://c.example", "https://d.example"]);
    let changes = changes_between(&one, &other);
    let expected = [
        "breaking function `b_example()` was removed",
        "additive function `c_example()` was added",
        "additive function `d_example()` was added",
    ];
    assert_eq!(changes, expected);
}

#[test]
fn what_has_another_name_is_paired_and_can_keep_its_name() {
    let api = |operation: &str, schema: &str, extra: Value| {
        let reference = json!({"$ref": format!("#/components/schemas/{schema}")});
        let content = json!({"application/json": {"schema": reference}});
        let responses = json!({"200": {"description": "The disk.", "content": content}});
        let properties =
            json!({"id": {"type": "integer"}, "kind": {"type": "string", "enum": ["hdd", "ssd"]}});
        let mut description = json!({
            "openapi": "3.1.1",
            "info": {"title": "Edited", "version": "1"},
            "paths": {"/disks": {"get": {"operationId": operation, "responses": responses}}},
            "components": {"schemas": {schema: {"type": "object", "properties": properties}}},
        });
        description.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        Source::from_text("edited.json", &description.to_string()).unwrap()
    };
    let client = |source: &Source, names: &[(String, String)]| {
        let mut settings = Settings::new("edited.json", "edited");
        settings.names.extend(names.iter().cloned());
        generate(source, &settings).unwrap()
    };
    let (old, new) = (api("get_disk", "Disk", json!({})), api("read_disk", "Volume", json!({})));
    let (before, after) = (client(&old, &[]), client(&new, &[]));
    let changes = diff((&before, &old), (&after, &new)).unwrap().changes;
    let told: Vec<&str> =
        changes.iter().filter(|change| !change.is_documentation).map(|change| change.what.as_str()).collect();
    let expected = [
        "`GET /disks`: `disks().get_disk()` is now called `disks().read_disk()`",
        "struct `Disk` is now called `Volume`",
        "enum `DiskKind` is now called `VolumeKind`",
    ];
    assert_eq!(told, expected);
    let lines: Vec<&String> = changes.iter().filter_map(|change| change.settings.as_ref()).collect();
    assert_eq!(lines.len(), 3, "{lines:#?}");
    let names: Vec<(String, String)> = lines
        .iter()
        .map(|line| line.trim_matches('"').split_once("\" = \"").unwrap())
        .map(|(place, name)| (place.to_owned(), name.to_owned()))
        .collect();
    let kept = client(&new, &names);
    let changes = diff((&before, &old), (&kept, &new)).unwrap().changes;
    assert!(changes.iter().all(|change| change.weight == Weight::Internal), "{changes:#?}");
}

#[test]
fn a_type_is_the_target_of_its_alias() {
    let body = |schema: Value| {
        let content = json!({"application/json": {"schema": schema}});
        let responses = json!({"204": {"description": "Saved."}});
        let save =
            json!({"operationId": "save", "requestBody": {"content": content}, "responses": responses});
        let labels = json!({"type": "object", "additionalProperties": {"type": "string"}});
        json!({"paths": {"/labels": {"put": save}}, "components": {"schemas": {"Labels": labels}}})
    };
    let named = body(json!({"$ref": "#/components/schemas/Labels"}));
    let inline = body(json!({"type": "object", "additionalProperties": {"type": "string"}}));
    let changes = changes_between(&named, &inline);
    assert!(!changes.iter().any(|change| change.starts_with("breaking")), "{changes:#?}");
    let other = body(json!({"type": "object", "additionalProperties": {"type": "integer"}}));
    let changes = changes_between(&named, &other);
    assert!(changes.iter().any(|change| change.starts_with("breaking")), "{changes:#?}");
}

#[test]
fn a_required_field_is_told() {
    let schema = |required: Value| {
        let properties = json!({"name": {"type": "string"}, "size": {"type": "integer"}});
        let mut schema = json!({"type": "object", "properties": properties, "required": required});
        if required == json!(["name"]) {
            schema["properties"].as_object_mut().unwrap().shift_remove("size");
        }
        json!({"components": {"schemas": {"Image": schema}}})
    };
    let changes = changes_between(&schema(json!(["name"])), &schema(json!(["name", "size"])));
    assert!(
        changes.contains(&"additive required field `Image::size: i64` was added".to_owned()),
        "{changes:#?}"
    );
}

#[test]
fn a_verdict_determines_the_next_version() {
    for (verdict, before, after) in [
        (Verdict::Major, "1.4.2", "2.0.0"),
        (Verdict::Minor, "1.4.2", "1.5.0"),
        (Verdict::Patch, "1.4.2", "1.4.3"),
        (Verdict::Nothing, "1.4.2", "1.4.2"),
        (Verdict::Major, "0.4.2", "0.5.0"),
        (Verdict::Minor, "0.4.2", "0.4.3"),
        (Verdict::Major, "0.0.3", "0.0.4"),
        (Verdict::Patch, "2.0.0-rc.1", "2.0.1"),
    ] {
        assert_eq!(verdict.next(before).as_deref(), Some(after), "{verdict:?} of {before}");
    }
    assert_eq!(Verdict::Major.next("one"), None);
}
