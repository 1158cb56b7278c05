//! Tests of the code for the Images description: snapshots, and equal output of all ways to generate it.

use std::path::Path;

use openapi_client_codegen::{Settings, generate, open};

use super::cases;

#[test]
fn the_modules_match_their_snapshots() {
    let settings = Settings::open(Path::new("spec/images.toml")).unwrap();
    let generated = generate(&open(&settings).unwrap(), &settings).unwrap();
    assert_eq!(generated.report.to_string(), "");
    for module in generated.output.modules {
        cases::assert_snapshot(Path::new("tests/images"), &module.file_name, &module.text);
    }
}

#[test]
fn the_readme_shows_generated_models() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let models = std::fs::read_to_string(Path::new(env!("OUT_DIR")).join("models.rs")).unwrap();
    let (_, shown) = readme.split_once("Two models of this client:\n\n```rust,ignore\n").unwrap();
    let items: Vec<&str> = shown.split("\n```").next().unwrap().split("\n}\n\n").collect();
    assert_eq!(items.len(), 2);
    assert!(items.iter().all(|item| models.contains(item)), "{items:?}");
}

#[test]
fn the_build_script_wrote_the_same_text() {
    let settings = Settings::open(Path::new("spec/images.toml")).unwrap();
    let generated = generate(&open(&settings).unwrap(), &settings).unwrap();
    for module in generated.output.modules {
        let built = std::fs::read_to_string(Path::new(env!("OUT_DIR")).join(&module.file_name)).unwrap();
        assert_eq!(built, module.text, "{}", module.file_name);
    }
}

#[test]
fn only_changed_files_are_written() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("written");
    // An earlier run may have left files.
    drop(std::fs::remove_dir_all(&folder));
    let settings = Settings::open(Path::new("spec/images.toml")).unwrap();
    let output = generate(&open(&settings).unwrap(), &settings).unwrap().output;
    let all = output.modules.len();
    let first = output.write_to(&folder).unwrap();
    assert_eq!((first.changed, first.same), (all, 0));
    std::fs::write(folder.join("models.rs"), "changed by hand").unwrap();
    let second = output.write_to(&folder).unwrap();
    assert_eq!((second.changed, second.same), (1, all - 1));
}

#[test]
fn a_new_property_changes_only_its_struct_and_its_encoding() {
    let settings = Settings::open(Path::new("spec/images.toml")).unwrap();
    let before = generate(&open(&settings).unwrap(), &settings).unwrap().output;
    let text = std::fs::read_to_string("spec/images.yaml").unwrap();
    let status = "        status:\n          type: string\n";
    assert!(text.contains(status));
    let with = format!(
        "        checksum:\n          type: string\n          description: SHA-256 of the image.\n{status}"
    );
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("new-property");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy("spec/images.overlay.yaml", folder.join("images.overlay.yaml")).unwrap();
    std::fs::copy("spec/images.toml", folder.join("images.toml")).unwrap();
    std::fs::write(folder.join("images.yaml"), text.replace(status, &with)).unwrap();
    let settings = Settings::open(&folder.join("images.toml")).unwrap();
    let after = generate(&open(&settings).unwrap(), &settings).unwrap().output;
    for (before, after) in before.modules.iter().zip(&after.modules) {
        match before.file_name.as_str() {
            "models.rs" => {
                let added = "    /// SHA-256 of the image.\n    pub checksum: Option<String>,\n\n";
                assert_eq!(after.text.replace(added, ""), before.text);
                assert_ne!(after.text, before.text);
            }
            "wire.rs" => {
                assert!(after.text.contains("\"checksum\"") && !before.text.contains("\"checksum\""))
            }
            _ => assert_eq!(after.text, before.text, "{}", before.file_name),
        }
    }
}
