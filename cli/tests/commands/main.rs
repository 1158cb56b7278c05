//! Tests of the program: its output and its exit codes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod files;
mod program;
mod revision;
mod update;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The output and the exit code of a run.
struct Run {
    code: i32,
    out: String,
    err: String,
}

/// Runs the program in the folder of the workspace.
fn run(arguments: &[&str]) -> Run {
    run_in(Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap(), arguments)
}

/// Runs the program in a folder.
fn run_in(folder: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_openapi-client"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// Creates an empty folder for the files of a test.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Returns the cases of `tests/diagnostics`: the folder, and the argument of `check`.
fn broken() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("tests/diagnostics");
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let input = |folder: &PathBuf| {
        let file = ["settings.toml", "openapi.yaml", "openapi.json"]
            .into_iter()
            .find(|name| folder.join(name).exists());
        let name = folder.file_name().unwrap().to_str().unwrap();
        (folder.clone(), format!("tests/diagnostics/{name}/{}", file.expect("a case has a description")))
    };
    folders.iter().map(input).collect()
}

#[test]
fn every_finding_is_shown_at_its_position() {
    for (folder, input) in broken() {
        let shown = run(&["check", &input]);
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("shown", shown.out));
        let is_wrong = shown.out.lines().any(|line| line.starts_with("error["));
        assert_eq!(shown.code, i32::from(is_wrong), "{input}");
        assert_eq!(run(&["check", &input, "--deny", "notes"]).code, 1, "{input}");
        assert!(!shown.out.contains('\u{1b}'), "{input}: a pipe has no colours");
    }
}

fn findings(arguments: &[&str]) -> Vec<Value> {
    let shown = run(arguments);
    let value: Value = serde_json::from_str(&shown.out).unwrap();
    value["findings"].as_array().unwrap().clone()
}

/// Applying an overlay action that a finding shows removes the finding.
#[test]
fn every_overlay_action_fixes_its_finding() {
    let folder = scratch("mends");
    let mut tried = 0;
    for (_, input) in broken() {
        for finding in findings(&["check", &input, "--format", "json"]) {
            let action = &finding["overlay_action"];
            if action.is_null() {
                continue;
            }
            tried += 1;
            let overlay = folder.join(format!("{tried}.yaml"));
            let text = serde_json::json!({
                "overlay": "1.0.0", "info": {"title": "mend", "version": "1"}, "actions": [action],
            });
            std::fs::write(&overlay, text.to_string()).unwrap();
            let after =
                findings(&["check", &input, "--format", "json", "--overlay", overlay.to_str().unwrap()]);
            let is_same = |other: &Value| {
                other["message"] == finding["message"] && other["pointer"] == finding["pointer"]
            };
            assert!(!after.iter().any(is_same), "{input}: {action} does not fix {}", finding["message"]);
            assert!(!after.iter().any(|other| other["code"] == "overlay"), "{input}: {action}: {after:#?}");
        }
    }
    assert!(tried > 5, "{tried} actions are shown");
}

#[test]
fn findings_are_written_for_programs() {
    let input = "tests/diagnostics/operations/openapi.yaml";
    let sarif: Value = serde_json::from_str(&run(&["check", input, "--format", "sarif"]).out).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results[0]["ruleId"], "duplicate-operation");
    assert_eq!(results[0]["locations"][0]["physicalLocation"]["region"]["startLine"], 16);
    let github = run(&["check", input, "--format", "github"]).out;
    let first =
        "::error file=tests/diagnostics/operations/openapi.yaml,line=16,col=20,title=duplicate-operation::";
    assert!(github.starts_with(first), "{github}");
    assert_eq!(github.lines().count(), results.len());
}

#[test]
fn stale_output_is_reported_with_the_command_that_updates_it() {
    let folder = scratch("generated");
    let out = folder.to_str().unwrap();
    let generate = ["generate", "spec/images.toml", "--out", out];
    assert_eq!(run(&generate).code, 0);
    let check = [generate.as_slice(), &["--check"]].concat();
    assert_eq!(run(&check).code, 0);
    std::fs::write(folder.join("models.rs"), "changed by hand").unwrap();
    let stale = run(&check);
    assert_eq!(stale.code, 1);
    assert!(stale.err.contains("models.rs"), "{}", stale.err);
    assert!(
        stale.err.contains(&format!("run: openapi-client generate spec/images.toml --out {out}")),
        "{}",
        stale.err
    );
    assert_eq!(std::fs::read_to_string(folder.join("models.rs")).unwrap(), "changed by hand");
}

#[test]
fn coverage_is_a_table_a_page_and_data() {
    let page = scratch("coverage").join("coverage.html");
    let input = "tests/fixtures/coverage/openapi.yaml";
    let table = run(&["coverage", input, "--html", page.to_str().unwrap()]);
    assert_eq!(table.code, 0);
    insta::assert_snapshot!("coverage", table.out);
    assert_eq!(run(&["ledger", input]).out, table.out, "the command keeps its old name");
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains("<td>webhook</td>") && page.contains("requests that the server sends"), "{page}");
    // The page has no external resources.
    for outside in ["http://", "https://", "<script", "<img", "<link", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
    let json: Value = serde_json::from_str(&run(&["coverage", input, "--format", "json"]).out).unwrap();
    assert_eq!(json["unsupported"], 0);
    let count = json["entries"].as_array().unwrap().len();
    let sum = ["generated", "ignored", "unsupported"].map(|verdict| json[verdict].as_u64().unwrap());
    assert_eq!(sum.iter().sum::<u64>(), count as u64);
    assert_eq!(run(&["coverage", "tests/diagnostics/lenient/settings.toml", "--deny-unsupported"]).code, 1);
    assert_eq!(run(&["coverage", "spec/images.toml", "--deny-unsupported"]).code, 0);
}

#[test]
fn the_reference_has_a_page_per_tag_and_model_and_no_dead_links() {
    let folder = scratch("reference");
    let made = run(&["docs", "spec/images.toml", "--out", folder.to_str().unwrap()]);
    assert_eq!(made.code, 0, "{}", made.err);
    let pages: Vec<PathBuf> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(pages.len() > 20);
    let mut links = 0;
    for page in pages {
        let text = std::fs::read_to_string(&page).unwrap();
        for target in text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            if file.starts_with("http") || file.is_empty() {
                continue;
            }
            links += 1;
            let linked =
                std::fs::read_to_string(folder.join(file)).unwrap_or_else(|_| panic!("{page:?}: {target}"));
            let has = heading.is_empty()
                || linked.contains(&format!("# **{heading}**"))
                || linked.contains(&format!("# {heading}\n"));
            assert!(has, "{page:?}: {target}");
        }
    }
    assert!(links > 50, "{links}");
}

#[test]
fn the_reference_in_docs_is_that_of_the_shipped_client() {
    let folder = scratch("shipped-reference");
    let made = run(&["docs", "spec/images.toml", "--out", folder.to_str().unwrap()]);
    assert_eq!(made.code, 0, "{}", made.err);
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reference");
    assert_eq!(names_in(&folder), names_in(&shipped), "{REGENERATE}");
    for name in names_in(&folder) {
        let [made, shipped] =
            [&folder, &shipped].map(|folder| std::fs::read_to_string(folder.join(&name)).unwrap());
        assert_eq!(made, shipped, "{name}: {REGENERATE}");
    }
}

const REGENERATE: &str =
    "run `cargo run -p openapi-client-cli -- docs spec/images.toml --out docs/reference`";

fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// `.ci/run` checks that a new crate builds and passes its own tests.
#[test]
fn a_new_crate_is_complete() {
    let folder = scratch("new");
    let read = |path: &str| std::fs::read_to_string(folder.join(path)).unwrap_or_default();
    for flavour in [&[][..], &["--committed"], &["--tag-features"]] {
        let name = flavour.first().map_or("--built", |flag| *flag).trim_start_matches('-');
        let out = folder.join(name);
        let made = run(&[
            &["new", "tests/fixtures/several-files/openapi.yaml", "--out", out.to_str().unwrap()],
            flavour,
        ]
        .concat());
        assert_eq!(made.code, 0, "{}", made.err);
        let again = run(&["new", "spec/images.yaml", "--out", out.to_str().unwrap()]);
        assert!(again.code == 1 && again.err.contains("is not empty"), "{}", again.err);
        assert!(read(&format!("{name}/spec/models/parts.yaml")).contains("type"));
        assert!(read(&format!("{name}/README.md")).starts_with(&format!("# {name}\n")));
        let settings = out.join("client.toml");
        assert_eq!(run(&["check", settings.to_str().unwrap(), "--deny", "warnings"]).code, 0);
    }
    assert!(read("built/build.rs").contains("Generator::from_settings"));
    assert!(read("committed/Cargo.toml").contains("[dev-dependencies]"));
    assert!(!read("committed/Cargo.toml").contains("[build-dependencies]"));
    let settings = folder.join("committed/client.toml");
    assert_eq!(run(&["generate", settings.to_str().unwrap(), "--check"]).code, 0);
    assert!(read("tag-features/Cargo.toml").contains("\n# All tags.\nall = ["));
    assert!(read("tag-features/README.md").contains("behind a feature"));
    assert!(read("tag-features/tests/client.rs").contains("#[cfg(feature = "));
    assert_eq!(run(&["new", "spec/images.yaml", "--out", "target/1st"]).code, 1);
}

/// Cargo never compiles code behind a feature that the manifest does not declare.
#[test]
fn the_features_of_new_tags_are_missing_in_the_manifest() {
    let folder = scratch("new-tag");
    let description = |tags: &[&str]| {
        let paths = tags.iter().map(|tag| {
            format!(r#""/{tag}": {{"get": {{"operationId": "get_{tag}", "tags": ["{tag}"], "responses": {{"204": {{"description": "a"}}}}}}}}"#)
        });
        let paths: Vec<String> = paths.collect();
        format!(
            r#"{{"openapi": "3.0.3", "info": {{"title": "x", "version": "1"}}, "paths": {{{}}}}}"#,
            paths.join(",")
        )
    };
    let path = folder.join("openapi.json");
    std::fs::write(&path, description(&["one"])).unwrap();
    let out = folder.join("pets");
    let [path, out] = [&path, &out].map(|path| path.to_str().unwrap());
    assert_eq!(run(&["new", path, "--out", out, "--committed", "--tag-features"]).code, 0);
    let manifest = std::fs::read_to_string(folder.join("pets/Cargo.toml")).unwrap();
    assert!(
        manifest.contains("\n[[example]]\nname = \"first_call\"\nrequired-features = [\"one\"]\n"),
        "{manifest}"
    );
    let settings = folder.join("pets/client.toml");
    let generated = || run(&["generate", settings.to_str().unwrap()]);
    assert!(!generated().err.contains("does not declare"));
    std::fs::write(folder.join("pets/spec/openapi.json"), description(&["one", "two", "größe"])).unwrap();
    let made = generated();
    let lines = "add these lines to `[features]`, and to the list `all`:\n  two = []\n  \"größe\" = []\n";
    assert!(made.code == 0 && made.err.contains(lines), "{}", made.err);
    // The code is up to date, but Cargo would never compile the operations of the new tags.
    let checked = run(&["generate", settings.to_str().unwrap(), "--check"]);
    assert!(checked.code == 1 && checked.err.contains("  two = []\n"), "{}", checked.err);
}

/// Neither the folder, nor the locale, nor the order in which files were created affects the output.
#[test]
fn the_same_input_gives_the_same_bytes_everywhere() {
    let parent = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("tests/fixtures/several-files");
    let files = ["openapi.yaml", "shared.yaml", "models/parts.yaml", "models/tree.yaml", "trees/get.yaml"];
    let mut first: Option<Vec<Vec<u8>>> = None;
    for round in 0..20 {
        let name = ["plain", "with spaces and ünïcode"][round % 2];
        let folder = scratch(&format!("everywhere/{name}"));
        let mut shuffled = files;
        shuffled.rotate_left(round % files.len());
        for file in shuffled {
            std::fs::create_dir_all(folder.join(file).parent().unwrap()).unwrap();
            std::fs::copy(parent.join(file), folder.join(file)).unwrap();
        }
        let settings = "description = \"openapi.yaml\"\npackage = \"client\"\noutput = \"generated\"\n";
        std::fs::write(folder.join("client.toml"), settings).unwrap();
        let run = Command::new(env!("CARGO_BIN_EXE_openapi-client"))
            .args(["generate", "client.toml"])
            .env("LC_ALL", ["C", "tr_TR.UTF-8"][round / 2 % 2])
            .current_dir(&folder)
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let modules = ["client", "resources", "operations", "models", "wire", "headers", "servers"];
        let bytes: Vec<Vec<u8>> = modules
            .iter()
            .map(|module| std::fs::read(folder.join(format!("generated/{module}.rs"))).unwrap())
            .collect();
        assert!(first.get_or_insert_with(|| bytes.clone()) == &bytes, "round {round} in {name}");
    }
}

/// Creates a git repository with the Images description, committed and then changed.
fn repository() -> PathBuf {
    let folder = scratch("repository");
    let git = |arguments: &[&str]| {
        let done = Command::new("git").args(arguments).current_dir(&folder).output().unwrap();
        assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    };
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("spec");
    std::fs::create_dir(folder.join("spec")).unwrap();
    for name in ["images.yaml", "images.toml", "images.overlay.yaml"] {
        std::fs::copy(spec.join(name), folder.join("spec").join(name)).unwrap();
    }
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["-c", "user.name=a", "-c", "user.email=a@example", "commit", "--quiet", "-m", "one"]);
    let path = folder.join("spec/images.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(path, text.replace("operationId: delete_image", "operationId: remove_image")).unwrap();
    folder
}

#[test]
fn a_description_named_by_its_name_alone_reaches_no_other_folder() {
    let folder = scratch("bare-name");
    let outside = folder.join("outside.yaml");
    std::fs::write(&outside, "type: string\n").unwrap();
    for reference in ["../outside.yaml", outside.to_str().unwrap()] {
        let inner = folder.join("inner");
        std::fs::create_dir_all(&inner).unwrap();
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{}}\n\
             components: {{schemas: {{A: {{$ref: '{reference}'}}}}}}\n"
        );
        std::fs::write(inner.join("openapi.yaml"), text).unwrap();
        let checked = run_in(&inner, &["check", "openapi.yaml"]);
        assert_eq!(checked.code, 1, "{}", checked.out);
        assert!(checked.out.contains("is outside of"), "{}", checked.out);
        assert_eq!(run_in(&inner, &["check", "openapi.yaml", "--root", ".."]).code, 0);
    }
}

#[test]
fn excluded_nodes_are_shown_if_the_settings_raise_their_severity() {
    let folder = scratch("excluded");
    std::fs::copy(
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("spec/images.yaml"),
        folder.join("openapi.yaml"),
    )
    .unwrap();
    for (severity, code) in [("warning", 0), ("error", 1)] {
        let settings = format!(
            "description = \"openapi.yaml\"\npackage = \"client\"\n[include]\noperations = [\"get_image\"]\n\
             [severities]\nexcluded = \"{severity}\"\n"
        );
        std::fs::write(folder.join("client.toml"), settings).unwrap();
        let checked = run_in(&folder, &["check", "client.toml"]);
        assert_eq!(checked.code, code, "{}{}", checked.out, checked.err);
        assert!(checked.out.contains(&format!("{severity}[excluded]")), "{}", checked.out);
    }
}

#[test]
fn a_new_crate_proposes_paging_rules() {
    let folder = scratch("proposals").join("images");
    let made = run(&["new", "spec/images.yaml", "--out", folder.to_str().unwrap()]);
    assert_eq!(made.code, 0, "{}", made.err);
    let settings = std::fs::read_to_string(folder.join("client.toml")).unwrap();
    let proposed =
        "# by = \"link\"\n# parameter = \"page\"\n# next = \"/links/pages/next\"\n# size = \"per_page\"\n";
    assert!(settings.contains(proposed), "{settings}");
    // The proposal is a valid rule.
    let taken = settings.replace("# [[", "[[").replace("# by", "by").replace("# par", "par");
    let taken = taken.replace("# next", "next").replace("# size", "size");
    std::fs::write(folder.join("client.toml"), taken).unwrap();
    let listed = run(&["api", folder.join("client.toml").to_str().unwrap(), "--json"]);
    assert_eq!(listed.code, 0, "{}", listed.err);
    let listed: Value = serde_json::from_str(&listed.out).unwrap();
    assert_eq!(listed["operations"][0]["paged"], "models::Image");
}

/// The settings that shorten names are in the settings of a new crate, whose tests and example use the names.
#[test]
fn a_new_crate_has_settings_that_shorten_names() {
    let folder = scratch("names");
    let made = |fixture: &str| {
        let out = folder.join(fixture);
        let description = format!("tests/fixtures/{fixture}/openapi.yaml");
        let made = run(&["new", &description, "--out", out.to_str().unwrap()]);
        assert_eq!(made.code, 0, "{}", made.err);
        let settings = out.join("client.toml");
        assert_eq!(run(&["check", settings.to_str().unwrap(), "--deny", "warnings"]).code, 0);
        std::fs::read_to_string(settings).unwrap()
    };
    let settings = made("short-names");
    assert!(settings.contains("shortens 8 names."), "{settings}");
    assert!(settings.contains("\noperation_names = \"short\"\n"), "{settings}");
    assert!(!settings.contains("schema_prefixes"), "{settings}");
    let tests = std::fs::read_to_string(folder.join("short-names/tests/client.rs")).unwrap();
    assert!(tests.contains("client().flows().read_flow(\"text\")"), "{tests}");

    let settings = made("schema-prefixes");
    assert!(settings.contains("shortens 6 names.\nschema_prefixes = [\n    \"io.k8s"), "{settings}");
    assert!(!settings.contains("operation_names"), "{settings}");

    let settings = made("paging");
    assert!(!settings.contains("_names") && !settings.contains("_prefixes"), "{settings}");
}

#[test]
fn an_invalid_command_line_exits_with_two() {
    assert_eq!(run(&["check"]).code, 2);
    assert_eq!(run(&["chekc", "spec/images.yaml"]).code, 2);
    assert_eq!(run(&["check", "spec/gone.yaml"]).code, 1);
    assert_eq!(run(&["explain", "gone"]).code, 1);
    assert!(run(&["explain", "syntax"]).out.starts_with("# syntax\n"));
    assert!(run(&["completions", "bash"]).out.contains("openapi-client"));
}
