//! Tests of `update`: a new description in a crate, and what remains if it is refused.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{run_in, scratch};

const DESCRIPTION: &str = "openapi: 3.0.3
info: {title: Disks, version: '1'}
servers: [{url: 'https://disks.example'}]
paths:
  /disks:
    get:
      operationId: list_disks
      responses: {'200': {description: All., content: {application/json: {schema: {$ref: 'schemas/disk.yaml'}}}}}
";

const DISK: &str = "type: object\nproperties:\n  sizeBytes: {type: integer}\n";

/// Creates a crate for a description of two files, with committed modules.
fn made(name: &str) -> (PathBuf, PathBuf) {
    let folder = scratch(name);
    write(&folder, "api.yaml", DESCRIPTION);
    write(&folder, "schemas/disk.yaml", DISK);
    let outcome = run_in(&folder, &["new", "api.yaml", "--out", "disks", "--committed"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let made = folder.join("disks");
    (folder, made)
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Returns the paths and bytes of all files below a folder.
fn content(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut content = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(folder) = pending.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                pending.push(path);
            } else {
                content.push((path.clone(), std::fs::read(path).unwrap()));
            }
        }
    }
    content.sort();
    content
}

#[test]
fn a_new_description_replaces_the_files_of_the_old_one() {
    let (folder, made) = made("update");
    write(&folder, "next/api.yaml", &DESCRIPTION.replace("schemas/disk.yaml", "models/disk.yaml"));
    write(&folder, "next/models/disk.yaml", &DISK.replace("sizeBytes", "size_bytes"));
    let before = content(&made);
    let planned = run_in(&made, &["update", "../next", "--dry-run"]);
    assert_eq!(planned.code, 0, "{}", planned.err);
    assert_eq!(content(&made), before, "a dry run writes nothing");

    let updated = run_in(&made, &["update", "../next"]);
    assert_eq!(updated.code, 0, "{}", updated.err);
    assert_eq!(updated.out, planned.out);
    for words in ["is the key `size_bytes`, was `sizeBytes`", "version = \"0.2.0\" (is 0.1.0)", "## 0.2.0\n"]
    {
        assert!(updated.out.contains(words), "{}", updated.out);
    }
    assert!(made.join("spec/models/disk.yaml").is_file());
    assert!(!made.join("spec/schemas/disk.yaml").exists());
    assert_eq!(run_in(&made, &["generate", "client.toml", "--check"]).code, 0);
    let again = run_in(&made, &["update", "../next"]);
    assert!(again.out.starts_with("Semantic versioning: nothing"), "{}", again.out);
}

#[test]
fn a_refused_update_changes_nothing() {
    let (folder, made) = made("refused");
    write(&folder, "next/api.yaml", &DESCRIPTION.replace("list_disks", "get_disks"));
    write(&folder, "next/schemas/disk.yaml", DISK);
    write(&folder, "broken/api.yaml", &DESCRIPTION.replace("disk.yaml", "gone.yaml"));
    let before = content(&made);
    let broken = run_in(&made, &["update", "../broken"]);
    assert!(broken.code == 1 && broken.err.contains("gone.yaml"), "{}", broken.err);
    assert_eq!(content(&made), before);

    // The last step fails: a module is not ours to overwrite.
    write(&made, "src/generated/models.rs", "// A person's own.\n");
    let list = made.join("src/generated/.openapi-client");
    let names = std::fs::read_to_string(&list).unwrap();
    std::fs::write(&list, names.replace("models.rs\n", "")).unwrap();
    let before = content(&made);
    let refused = run_in(&made, &["update", "../next"]);
    assert!(refused.code == 1 && refused.err.contains("was not generated"), "{}", refused.err);
    assert_eq!(content(&made), before);
}

#[test]
fn a_description_comes_from_the_standard_input() {
    let folder = scratch("standard-input");
    let one = DESCRIPTION.replace("$ref: 'schemas/disk.yaml'", "type: string");
    write(&folder, "api.yaml", &one);
    assert_eq!(run_in(&folder, &["new", "api.yaml", "--out", "disks", "--committed"]).code, 0);
    let update = |text: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_openapi-client"))
            .args(["update", "-"])
            .current_dir(folder.join("disks"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (code, text) = update(&one.replace("/disks:", "/volumes:"));
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("the request is `GET /volumes`, was `GET /disks`"), "{text}");
    let mut check = Command::new(env!("CARGO_BIN_EXE_openapi-client"))
        .args(["check", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    check.stdin.take().unwrap().write_all(b"openapi: 3\n").unwrap();
    let shown = String::from_utf8(check.wait_with_output().unwrap().stdout).unwrap();
    assert!(shown.contains("--> standard input:1:10"), "{shown}");
    let (code, text) = update("openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: []\n");
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("--> standard input:3:8"), "{text}");
}

#[test]
fn a_file_of_a_person_is_not_replaced() {
    let (folder, made) = made("foreign");
    write(&folder, "next/api.yaml", &DESCRIPTION.replace("disk.yaml", "notes.yaml"));
    write(&folder, "next/schemas/notes.yaml", DISK);
    write(&made, "spec/schemas/notes.yaml", "# A person's notes.\n");
    let before = content(&made);
    let refused = run_in(&made, &["update", "../next"]);
    assert!(
        refused.code == 1 && refused.err.contains("is not part of the present description"),
        "{}",
        refused.err
    );
    assert_eq!(content(&made), before);
}

#[test]
fn an_interrupted_update_is_noticed() {
    let (folder, made) = made("interrupted");
    write(&made, ".openapi-client-update1/old-0", "The only copy.\n");
    write(&folder, "api.yaml", &DESCRIPTION.replace("list_disks", "get_disks"));
    let refused = run_in(&made, &["update", "../api.yaml"]);
    assert!(
        refused.code == 1 && refused.err.contains("an earlier update was interrupted"),
        "{}",
        refused.err
    );
}

#[test]
fn overlays_of_the_crate_apply_to_the_new_description() {
    let (folder, made) = made("overlaid");
    let overlay = "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions:\n  - target: $.info\n    update: {title: Volumes}\n";
    write(&made, "overlay.yaml", overlay);
    let settings = std::fs::read_to_string(made.join("client.toml")).unwrap();
    write(&made, "client.toml", &format!("overlays = [\"overlay.yaml\"]\n{settings}"));
    assert_eq!(run_in(&made, &["generate", "client.toml"]).code, 0);
    write(&folder, "other.yaml", &DESCRIPTION.replace("list_disks", "get_disks"));
    let updated = run_in(&made, &["update", "../other.yaml"]);
    assert_eq!(updated.code, 0, "{}", updated.err);
    assert_eq!(run_in(&made, &["generate", "client.toml", "--check"]).code, 0);
}
