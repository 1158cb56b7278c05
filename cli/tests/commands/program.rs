//! Tests of what the program tells about itself: settings, man pages, and the crates that `new` depends on.

use super::{Path, Value, run, scratch};

#[test]
fn settings_are_printed_as_a_page_and_as_a_schema() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let read = |name: &str| std::fs::read_to_string(docs.join(name)).unwrap();
    assert_eq!(run(&["settings"]).out, read("settings.md"));
    assert_eq!(run(&["settings", "--schema"]).out, read("settings.schema.json"));
    // Headings are bold, but not the comments of a block of code.
    let coloured = run(&["settings", "--color", "always"]).out;
    assert!(coloured.starts_with("\u{1b}[1m# Settings\u{1b}[0m\n"), "{coloured}");
    assert!(coloured.contains("\n#:schema ./settings.schema.json\n"), "{coloured}");
}

#[test]
fn every_command_has_a_man_page() {
    let folder = scratch("man");
    let made = run(&["man", "--out", folder.to_str().unwrap()]);
    assert_eq!(made.code, 0, "{}", made.err);
    let help = run(&["--help"]).out;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names =
        commands.take_while(|line| !line.is_empty()).filter_map(|line| line.split_whitespace().next());
    let names: Vec<&str> = names.filter(|name| *name != "help").collect();
    assert!(names.len() > 10, "{names:?}");
    for name in names {
        let page = std::fs::read_to_string(folder.join(format!("openapi-client-{name}.1"))).unwrap();
        assert!(page.contains("Examples:") && page.contains(".SH"), "{page}");
    }
    assert!(folder.join("openapi-client.1").exists());
}

#[test]
fn a_new_crate_depends_on_the_sources_of_the_program_and_has_the_schema_of_its_settings() {
    let folder = scratch("sources");
    let made = |name: &str, arguments: &[&str]| {
        let out = folder.join(name);
        let made = run(&[&["new", "spec/images.yaml", "--out", out.to_str().unwrap()], arguments].concat());
        assert_eq!(made.code, 0, "{}", made.err);
        let read = |file: &str| std::fs::read_to_string(out.join(file)).unwrap();
        (made.err, read("Cargo.toml"), read("client.toml"), read("client.schema.json"))
    };
    let (remarks, manifest, settings, schema) = made("built", &[]);
    assert!(remarks.contains("--published"), "{remarks}");
    assert!(manifest.contains("runtime\", default-features = false }\n"), "{manifest}");
    assert!(settings.starts_with("#:schema ./client.schema.json\n"), "{settings}");
    assert!(serde_json::from_str::<Value>(&schema).unwrap()["properties"]["description"].is_object());
    let page = std::fs::read_to_string(folder.join("built/src/lib.rs")).unwrap();
    for line in [
        "let response = client.images().get_images_list().await?;",
        "* `bearer_auth`: a bearer token, by",
        "| `http2` |",
    ] {
        assert!(page.contains(&format!("\n//! {line}")), "{line}: {page}");
    }
    let (remarks, manifest, ..) = made("published", &["--published"]);
    assert!(!remarks.contains("--crates") && !manifest.contains("path ="), "{remarks}{manifest}");
}
