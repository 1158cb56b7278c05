//! Tests of the files that the program reads, writes and does not touch.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{run_in, scratch};

/// Returns a description whose schema `A` is a reference.
fn description(reference: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n    A:\n      $ref: '{reference}'\n"
    )
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Returns the relative paths of all files below a folder.
fn tree(folder: &Path) -> Vec<String> {
    fn gather(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() { gather(&entry, found) } else { found.push(entry) }
        }
    }
    let mut found = Vec::new();
    gather(folder, &mut found);
    let mut names: Vec<String> =
        found.iter().map(|path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_leads_to_no_file_outside() {
    let folder = scratch("links");
    write(&folder, "outside/key.yaml", "words-of-a-key: [\n");
    let inside = folder.join("inside");
    write(&inside, "openapi.yaml", &description("leak.yaml"));
    write(
        &inside,
        "empty.yaml",
        &description("#/components/schemas/B").replace("    A:", "    B: {}\n    A:"),
    );
    for name in ["leak.yaml", "description.yaml", "overlay.yaml", "client.toml"] {
        std::os::unix::fs::symlink("../outside/key.yaml", inside.join(name)).unwrap();
    }
    std::os::unix::fs::symlink("../outside", inside.join("folder")).unwrap();
    for arguments in [
        &["check", "openapi.yaml"][..],
        &["check", "description.yaml"],
        &["check", "empty.yaml", "--overlay", "overlay.yaml"],
        &["check", "client.toml"],
        &["new", "openapi.yaml", "--out", "../made"],
    ] {
        let shown = run_in(&inside, arguments);
        let output = shown.out + &shown.err;
        assert_eq!(shown.code, 1, "{arguments:?}: {output}");
        assert!(output.contains("symbolic link out of"), "{arguments:?}: {output}");
        assert!(!output.contains("words-of-a-key"), "{arguments:?}: {output}");
    }
    // The link may be the file itself or one of its folders.
    assert!(run_in(&inside, &["check", "openapi.yaml"]).out.contains("openapi.yaml:7:"));
    write(&inside, "openapi.yaml", &description("folder/key.yaml"));
    assert!(run_in(&inside, &["check", "openapi.yaml"]).out.contains("symbolic link out of"));
    // Files that are not read are not copied.
    assert_eq!(run_in(&inside, &["new", "openapi.yaml", "--out", "../lenient", "--lenient"]).code, 0);
    for name in tree(&folder.join("lenient")) {
        let text = std::fs::read_to_string(folder.join("lenient").join(&name)).unwrap();
        assert!(!text.contains("words-of-a-key"), "{name}");
    }
    // With a root that contains both folders, the file is read, and its own problem is reported.
    let shown = run_in(&inside, &["check", "openapi.yaml", "--root", ".."]);
    assert!(shown.out.contains("folder/key.yaml:2:1"), "{}", shown.out);
}

#[test]
fn the_root_is_the_same_folder_however_it_is_spelled() {
    let folder = scratch("roots");
    write(&folder, "api/v1/openapi.yaml", &description("../../common/a.yaml"));
    write(&folder, "common/a.yaml", "type: string\n");
    let api = folder.join("api");
    let root = folder.to_str().unwrap();
    for root in ["..", "../", "../common/..", "v1/../..", root] {
        for description in ["v1/openapi.yaml", "./v1/../v1/openapi.yaml", "../api/v1/openapi.yaml"] {
            let shown = run_in(&api, &["check", description, "--root", root]);
            assert_eq!(shown.code, 0, "{root}, {description}: {}", shown.out);
        }
    }
    let shown = run_in(&api, &["check", "v1/openapi.yaml", "--root", "v1"]);
    assert!(shown.code == 1 && shown.out.contains("outside of `v1`"), "{}", shown.out);
    let shown = run_in(&api, &["check", "v1/openapi.yaml", "--root", "gone"]);
    assert!(shown.code == 1 && shown.out.contains("the folder `gone`"), "{}", shown.out);
}

#[test]
fn a_file_that_is_named_in_two_ways_is_one_file() {
    let folder = scratch("twice");
    let text = description("../api/a.yaml").replace("    A:", "    B: {$ref: a.yaml}\n    A:");
    write(&folder, "api/openapi.yaml", &text);
    write(&folder, "api/a.yaml", "type: object\nproperties: {id: {type: string}}\n");
    let listed = run_in(&folder.join("api"), &["api", "openapi.yaml", "--root", "..", "--json"]);
    assert_eq!(listed.code, 0, "{}", listed.err);
    let listed: serde_json::Value = serde_json::from_str(&listed.out).unwrap();
    let structs = listed["models"].as_array().unwrap().iter();
    let structs: Vec<_> =
        structs.filter(|model| model["fields"].as_array().is_some_and(|f| !f.is_empty())).collect();
    assert_eq!(structs.len(), 1, "{structs:#?}");
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_refused() {
    let folder = scratch("special");
    assert!(Command::new("mkfifo").arg(folder.join("pipe")).status().unwrap().success());
    std::fs::create_dir(folder.join("folder")).unwrap();
    write(&folder, "openapi.yaml", &description("pipe"));
    for (name, what) in
        [("pipe", "a device or a pipe"), ("folder", "a folder"), ("/dev/zero", "a device or a pipe")]
    {
        let shown = run_in(&folder, &["check", name]);
        assert!(shown.code == 1 && shown.out.contains(what), "{name}: {}", shown.out);
    }
    let shown = run_in(&folder, &["check", "openapi.yaml"]);
    assert!(
        shown.out.contains("a device or a pipe") && shown.out.contains("openapi.yaml:7:"),
        "{}",
        shown.out
    );
    let large = std::fs::File::create(folder.join("large.yaml")).unwrap();
    large.set_len((256 << 20) + 1).unwrap();
    let shown = run_in(&folder, &["check", "large.yaml"]);
    assert!(shown.code == 1 && shown.out.contains("larger than 256 MiB"), "{}", shown.out);
}

#[test]
fn text_in_another_encoding_is_refused_where_it_begins() {
    let folder = scratch("encodings");
    std::fs::write(folder.join("openapi.yaml"), b"openapi: 3.0.3\ninfo: {title: caf\xe9}\n").unwrap();
    let shown = run_in(&folder, &["check", "openapi.yaml", "--format", "json"]);
    assert!(shown.out.contains("not encoded in UTF-8") && shown.out.contains("\"line\": 2"), "{}", shown.out);
}

/// The files of a description are copied to `spec`, whatever their paths are.
#[test]
fn a_new_crate_is_written_into_its_own_folder_alone() {
    let folder = scratch("inside");
    write(&folder, "a/api/openapi.yaml", &description("models/a.yaml"));
    write(&folder, "a/api/models/a.yaml", "$ref: '../../common/b.yaml'\n");
    write(&folder, "a/common/b.yaml", "type: string\n");
    let before = tree(&folder);
    for (index, name) in
        ["openapi.yaml", "../api/openapi.yaml", "./models/../../api/openapi.yaml"].into_iter().enumerate()
    {
        let out = format!("../../made/{index}");
        let made =
            run_in(&folder.join("a/api"), &["new", name, "--out", &out, "--name", "made", "--root", ".."]);
        assert_eq!(made.code, 0, "{}", made.err);
        let made = folder.join("made").join(index.to_string());
        let files = tree(&made);
        for file in ["spec/api/openapi.yaml", "spec/api/models/a.yaml", "spec/common/b.yaml"] {
            assert!(files.iter().any(|name| name == file), "{name}: {files:?}");
        }
        assert_eq!(run_in(&made, &["check", "client.toml"]).code, 0);
    }
    let made = folder.join("made");
    // Neither other files nor temporary files are left.
    assert_eq!(std::fs::read_dir(&made).unwrap().count(), 3);
    std::fs::remove_dir_all(&made).unwrap();
    assert_eq!(tree(&folder), before);
}

#[test]
fn pages_replace_pages_alone() {
    let folder = scratch("pages");
    write(
        &folder,
        "openapi.yaml",
        &description("#/components/schemas/B").replace("    A:", "    B: {}\n    A:"),
    );
    write(&folder, "client.toml", "description = \"openapi.yaml\"\npackage = \"client\"\n");
    let docs = || run_in(&folder, &["docs", "client.toml", "--out", "pages"]);
    write(&folder, "pages/README.md", "Written by hand.\n");
    let shown = docs();
    assert!(
        shown.code == 1 && shown.err.contains("pages/README.md: this file was not generated"),
        "{}",
        shown.err
    );
    assert_eq!(tree(&folder.join("pages")), ["README.md"]);
    std::fs::remove_file(folder.join("pages/README.md")).unwrap();
    write(&folder, "pages/notes.md", "Written by hand.\n");
    assert_eq!(docs().code, 0);
    assert_eq!(docs().code, 0);
    // Modules and pages in the same folder do not affect each other.
    assert_eq!(run_in(&folder, &["generate", "client.toml", "--out", "pages"]).code, 0);
    assert_eq!(docs().code, 0);
    assert_eq!(run_in(&folder, &["generate", "client.toml", "--out", "pages", "--check"]).code, 0);
    assert_eq!(std::fs::read_to_string(folder.join("pages/notes.md")).unwrap(), "Written by hand.\n");

    let coverage = || run_in(&folder, &["coverage", "client.toml", "--html", "coverage.html"]);
    write(&folder, "coverage.html", "<p>Written by hand.</p>");
    let shown = coverage();
    assert!(shown.code == 1 && shown.err.contains("this file was not generated"), "{}", shown.err);
    std::fs::remove_file(folder.join("coverage.html")).unwrap();
    assert_eq!(coverage().code, 0);
    assert_eq!(coverage().code, 0);
}

#[cfg(unix)]
#[test]
fn pages_are_not_written_through_a_symbolic_link() {
    let folder = scratch("page-links");
    write(
        &folder,
        "openapi.yaml",
        &description("#/components/schemas/B").replace("    A:", "    B: {}\n    A:"),
    );
    write(&folder, "client.toml", "description = \"openapi.yaml\"\npackage = \"client\"\n");
    write(&folder, "precious", "Written by hand.\n");
    std::fs::create_dir(folder.join("pages")).unwrap();
    std::os::unix::fs::symlink("../precious", folder.join("pages/README.md")).unwrap();
    std::os::unix::fs::symlink("precious", folder.join("coverage.html")).unwrap();
    for arguments in [
        &["docs", "client.toml", "--out", "pages"][..],
        &["coverage", "client.toml", "--html", "coverage.html"],
    ] {
        let shown = run_in(&folder, arguments);
        assert!(shown.code == 1 && shown.err.contains("this is a symbolic link"), "{}", shown.err);
    }
    assert_eq!(std::fs::read_to_string(folder.join("precious")).unwrap(), "Written by hand.\n");
}

#[test]
fn generated_files_replace_generated_files_alone() {
    let folder = scratch("own");
    write(
        &folder,
        "openapi.yaml",
        &description("#/components/schemas/B").replace("    A:", "    B: {}\n    A:"),
    );
    let generate = |flags: &[&str]| {
        let arguments = [&["generate", "client.toml"], flags].concat();
        run_in(&folder, &arguments)
    };
    write(&folder, "client.toml", "description = \"openapi.yaml\"\npackage = \"client\"\noutput = \"src\"\n");
    write(&folder, "src/models.rs", "//! Written by hand.\n");
    let shown = generate(&[]);
    assert!(
        shown.code == 1 && shown.err.contains("src/models.rs: this file was not generated"),
        "{}",
        shown.err
    );
    assert_eq!(tree(&folder.join("src")), ["models.rs"]);
    std::fs::remove_file(folder.join("src/models.rs")).unwrap();
    write(&folder, "src/lib.rs", "//! Written by hand.\n");
    assert_eq!(generate(&[]).code, 0);
    assert_eq!(generate(&["--check"]).code, 0);
    // The list is a generated file too.
    std::fs::remove_file(folder.join("src/.openapi-client")).unwrap();
    let shown = generate(&["--check"]);
    assert!(shown.code == 1 && shown.err.contains("src/.openapi-client"), "{}", shown.err);
    assert_eq!(generate(&[]).code, 0);
    // Files that are no longer generated are removed.
    let list = std::fs::read_to_string(folder.join("src/.openapi-client")).unwrap();
    write(&folder, "src/.openapi-client", &format!("{list}models/old.rs\n"));
    write(&folder, "src/models/old.rs", "// Generated from openapi.yaml.\n");
    let shown = generate(&["--check"]);
    assert!(shown.code == 1 && shown.err.contains("src/models/old.rs"), "{}", shown.err);
    let shown = generate(&[]);
    assert!(shown.code == 0 && shown.err.contains("1 removed"), "{}", shown.err);
    assert!(!folder.join("src/models").exists());
    assert_eq!(std::fs::read_to_string(folder.join("src/.openapi-client")).unwrap(), list);
    assert_eq!(std::fs::read_to_string(folder.join("src/lib.rs")).unwrap(), "//! Written by hand.\n");
    assert!(list.lines().skip(1).all(|name| folder.join("src").join(name).is_file()), "{list}");
    // A list cannot name files in other folders.
    for name in ["../openapi.yaml", "/etc/hostname", "a/../../openapi.yaml", "a\\..\\b"] {
        write(&folder, "src/.openapi-client", &format!("{list}{name}\n"));
        let shown = generate(&[]);
        assert!(
            shown.code == 1 && shown.err.contains("not a list of generated files"),
            "{name}: {}",
            shown.err
        );
    }
    assert!(folder.join("openapi.yaml").exists());
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_symbolic_link() {
    let folder = scratch("written-links");
    write(
        &folder,
        "openapi.yaml",
        &description("#/components/schemas/B").replace("    A:", "    B: {}\n    A:"),
    );
    write(&folder, "client.toml", "description = \"openapi.yaml\"\npackage = \"client\"\noutput = \"src\"\n");
    write(&folder, "outside.rs", "// Generated from another description.\n");
    std::fs::create_dir(folder.join("src")).unwrap();
    for name in ["wire.rs", ".openapi-client"] {
        let link = folder.join("src").join(name);
        std::os::unix::fs::symlink("../outside.rs", &link).unwrap();
        let shown = run_in(&folder, &["generate", "client.toml"]);
        assert!(shown.code == 1 && shown.err.contains("symbolic link"), "{}", shown.err);
        std::fs::remove_file(&link).unwrap();
        assert_eq!(tree(&folder.join("src")), Vec::<String>::new());
    }
    let text = std::fs::read_to_string(folder.join("outside.rs")).unwrap();
    assert_eq!(text, "// Generated from another description.\n");
    // The output folder itself may be a symbolic link, because the user names it.
    std::fs::create_dir(folder.join("real")).unwrap();
    std::fs::remove_dir(folder.join("src")).unwrap();
    std::os::unix::fs::symlink("real", folder.join("src")).unwrap();
    assert_eq!(run_in(&folder, &["generate", "client.toml"]).code, 0);
    assert!(folder.join("real/models.rs").is_file());
}
