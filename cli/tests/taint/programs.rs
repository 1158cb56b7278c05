//! Checks the output of the program: crates, references, coverage and text for a terminal.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::{HOSTILE, MARK, descriptions, html, markdown, rust};

/// Fails if a text contains characters that a terminal or rustc would interpret.
pub(crate) fn assert_plain(name: &str, text: &str) {
    let obeyed = |character: char| {
        (character.is_control() && character != '\n')
            || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let found = text.lines().find(|line| line.contains(obeyed));
    assert!(found.is_none(), "{name}: {found:?}");
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_openapi-client")).args(arguments).current_dir(folder).output().unwrap()
}

/// Fails if the output has control sequences other than the styles of the program.
fn assert_styled(name: &str, output: &Output) {
    for text in [&output.stdout, &output.stderr] {
        let text = String::from_utf8(text.clone()).unwrap();
        let mut plain = String::new();
        for (index, part) in text.split("\u{1b}[").enumerate() {
            let style = if index == 0 { "" } else { part.split('m').next().unwrap() };
            assert!(style.chars().all(|c| c.is_ascii_digit() || c == ';'), "{name}: {part:?}");
            plain.push_str(if index == 0 { part } else { &part[style.len() + 1..] });
        }
        assert!(!text.contains(&format!("\u{1b}[31m{MARK}")), "{name}: {text}");
        assert_plain(name, &plain);
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

fn keys_are_own(name: &str, value: &Value) {
    if let Value::Object(fields) = value {
        for (key, value) in fields {
            assert!(!key.contains(MARK), "{name}: {key}");
            keys_are_own(name, value);
        }
    }
}

fn assert_files_are_dead(name: &str, folder: &Path) -> usize {
    let mut found = Vec::new();
    files(folder, &mut found);
    for path in &found {
        let name = format!("{name}: {}", path.display());
        let text = std::fs::read_to_string(path).unwrap();
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("rs") => rust::assert_dead(&name, &text),
            Some("toml") => {
                assert_plain(&name, &text);
                let value: Value =
                    basic_toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
                keys_are_own(&name, &value);
                // Cargo sets an environment variable to it.
                let description = value["package"]["description"].as_str();
                assert!(
                    !description.is_some_and(|text| text.contains(char::is_control)),
                    "{name}: {description:?}"
                );
            }
            Some("md") => {
                assert_plain(&name, &text);
                markdown::assert_dead(&name, &text);
            }
            _ => {}
        }
    }
    found.len()
}

#[test]
fn what_the_program_writes_and_shows_is_data() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("taint");
    drop(std::fs::remove_dir_all(&folder));
    // A run for each hostile text would take minutes: a few have all of them, or are specific to files.
    let all = HOSTILE.join("\n\n");
    let joined = HOSTILE.concat();
    for (index, text) in
        [&all, &joined].into_iter().map(String::as_str).chain(HOSTILE[15..20].iter().copied()).enumerate()
    {
        let name = format!("{text:?}");
        let place = folder.join(index.to_string());
        std::fs::create_dir_all(&place).unwrap();
        let description = descriptions::everywhere(text);
        std::fs::write(place.join("openapi.json"), description.to_string()).unwrap();
        let color = ["--color", "always"];
        for flavour in [&["--out", "built"][..], &["--out", "committed", "--committed", "--tag-features"]] {
            let made = run(&place, &[&["new", "openapi.json"], flavour, &color].concat());
            assert!(made.status.success(), "{name}: {}", String::from_utf8_lossy(&made.stderr));
            assert_styled(&name, &made);
        }
        let docs = run(&place, &["docs", "built/client.toml", "--out", "docs", "--color", "always"]);
        assert!(docs.status.success(), "{name}: {}", String::from_utf8_lossy(&docs.stderr));
        for arguments in [
            &["check", "openapi.json"][..],
            &["check", "openapi.json", "--format", "json"],
            &["check", "openapi.json", "--format", "github"],
            &["api", "openapi.json"],
            &["api", "openapi.json", "--json"],
            &["coverage", "openapi.json", "--html", "coverage.html"],
            &["diff", "openapi.json", "built/client.toml"],
        ] {
            let shown = run(&place, &[arguments, &color].concat());
            assert!(
                shown.status.success(),
                "{name} {arguments:?}: {}",
                String::from_utf8_lossy(&shown.stderr)
            );
            assert_styled(&format!("{name} {arguments:?}"), &shown);
        }
        assert!(assert_files_are_dead(&name, &place) > 30);
        let page = std::fs::read_to_string(place.join("coverage.html")).unwrap();
        assert_plain(&name, &page);
        html::assert_dead(&name, &page);
    }
}

/// A tag may have the name of a feature of new crates; its feature then gets another name.
#[test]
fn no_tag_takes_the_feature_of_another() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("taint-features");
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir_all(&folder).unwrap();
    let make = |name: &str, tags: &[String]| {
        let paths = tags.iter().enumerate().map(|(index, tag)| {
            let operation = json!({ "tags": [tag], "responses": { "204": { "description": "x" } } });
            (format!("/{index}"), json!({ "get": operation }))
        });
        let paths: serde_json::Map<String, Value> = paths.collect();
        let description = json!({
            "openapi": "3.0.3", "info": { "title": "T", "version": "1" }, "paths": paths,
        });
        std::fs::write(folder.join("openapi.json"), description.to_string()).unwrap();
        let made = run(&folder, &["new", "openapi.json", "--out", name, "--tag-features", "--name", "pets"]);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let manifest = std::fs::read_to_string(folder.join(name).join("Cargo.toml")).unwrap();
        let manifest: Value =
            basic_toml::from_str(&manifest).unwrap_or_else(|error| panic!("{error}\n{manifest}"));
        let names = |table: &Value| table.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        (names(&manifest["features"]), names(&manifest["dependencies"]))
    };
    let (features, dependencies) = make("plain", &["cats".to_owned()]);
    let mut tags: Vec<String> = features.into_iter().chain(dependencies).collect();
    tags.extend(["default api", "événements", "con", "aux"].map(str::to_owned));
    tags.push("a".repeat(300));
    let (named, _) = make("named", &tags);
    // Each tag has a feature, even if its name is taken.
    assert!(named.len() >= 2 * tags.len() - 8, "{named:?}");
}

#[test]
fn what_is_refused_is_shown_as_data() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("taint-refused");
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir_all(&folder).unwrap();
    let hostile = "a\u{1b}[2J\u{1b}[31mTAINT-9f3\u{7}\u{202e}\ncargo::error=x";
    for (index, hole) in descriptions::holes().iter().enumerate().step_by(23) {
        let file = format!("{index}.json");
        std::fs::write(folder.join(&file), descriptions::filled(hole, hostile).to_string()).unwrap();
        assert_styled(&file, &run(&folder, &["check", &file, "--color", "always"]));
    }
    // File names and arguments.
    #[cfg(unix)]
    for arguments in [
        &["check", hostile][..],
        &["generate", hostile],
        &["new", hostile, "--out", "x"],
        &["new", "0.json", "--out", "x", "--name", hostile],
        &["explain", hostile],
        &[hostile],
        &["diff", hostile, "0.json", "--current", hostile],
    ] {
        let shown = run(&folder, &[arguments, &["--color", "always"]].concat());
        assert!(!shown.status.success(), "{arguments:?}");
        assert_styled(&format!("{arguments:?}"), &shown);
    }
}
