//! Runs the shell blocks of the guide as they are written, each page in a folder of its own, and compares their
//! output with the page.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod pages;
mod server;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use pages::{Page, Step};

/// Marks the output of each step. No page prints it.
const MARK: &str = "\u{1e}";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The pages that begin in a folder with a description and a copy of the repository. The others begin in the crate
/// that `new.md` creates.
const FROM_THE_START: [&str; 2] = ["new.md", "start.md"];

const CRATE: &str = "openapi-client new openapi.yaml --out photos --committed
cd photos
git init --quiet
git add .
git commit --quiet --message one
";

/// Creates the folder of a page.
fn prepared(page: &Page) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guide").join(&page.name);
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir_all(&folder).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(root(), folder.join("openapi-client")).unwrap();
    let read = |name: &str| std::fs::read_to_string(pages::folder().join(name)).unwrap();
    std::fs::write(folder.join("openapi.yaml"), read("photos.yaml")).unwrap();
    folder
}

/// Runs a script in a folder, and returns its output.
fn run(script: &str, folder: &Path, variables: &[(&str, String)]) -> (bool, String) {
    let file = folder.with_extension("sh");
    std::fs::write(&file, script).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_openapi-client")).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    let output = Command::new("bash")
        .args(["-euo", "pipefail"])
        .arg(&file)
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", program.display()))
        // Git needs an author, and must not read the settings of this machine.
        .envs([("GIT_AUTHOR_NAME", "a"), ("GIT_COMMITTER_NAME", "a"), ("GIT_CONFIG_GLOBAL", "/dev/null")])
        .envs([("GIT_AUTHOR_EMAIL", "a@example"), ("GIT_COMMITTER_EMAIL", "a@example")])
        .envs(variables.iter().map(|(name, value)| (*name, value)))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    (output.status.success(), String::from_utf8(output.stdout).unwrap())
}

/// Follows a page, and compares each output that it shows.
fn follow(page: &Page, variables: &[(&str, String)]) {
    let folder = prepared(page);
    let steps = page.steps();
    let mut script = "exec 2>&1\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n".to_owned();
    script += if FROM_THE_START.contains(&page.name.as_str()) { "" } else { CRATE };
    for step in &steps {
        script += &format!("printf '{MARK}'\n");
        script += &match step {
            Step::Run { commands, .. } => commands.clone(),
            Step::Write { path, text, is_added } => {
                let operator = if *is_added { ">>" } else { ">" };
                format!("cat {operator} '{path}' <<'END OF FILE'\n{text}END OF FILE\n")
            }
        };
    }
    let (is_success, output) = run(&script, &folder, variables);
    assert!(is_success, "{}:\n{output}", page.name);
    let outputs: Vec<&str> = output.split(MARK).skip(1).collect();
    assert_eq!(outputs.len(), steps.len(), "{}: {output}", page.name);
    for (step, output) in steps.iter().zip(outputs) {
        if let Step::Run { commands, output: Some(shown) } = step {
            let is_shown = pages::matches(shown, output);
            assert!(is_shown, "{}:\n{commands}prints\n{output}but the page shows\n{shown}", page.name);
        }
    }
}

#[test]
fn the_commands_of_the_guide_print_what_it_shows() {
    let mut count = 0;
    for page in pages::all().iter().filter(|page| !page.compiles()) {
        count += page.steps().len();
        follow(page, &[]);
    }
    assert!(count > 15, "{count} steps");
}

/// Compiles crates: `.ci/run start` runs it.
#[test]
#[ignore = "it compiles several crates"]
fn the_commands_of_the_guide_that_compile_print_what_it_shows() {
    let server = server::start();
    let target = root().join("target/guide-crates");
    let installed = target.join("bin").display().to_string();
    let path = format!("{installed}:{}", std::env::var("PATH").unwrap());
    let mut count = 0;
    for page in pages::all().iter().filter(|page| page.compiles()) {
        count += 1;
        let variables = [
            ("PATH", path.clone()),
            ("DIGITALOCEAN_API_URL", server.clone()),
            ("CARGO_TARGET_DIR", target.display().to_string()),
            ("CARGO_INSTALL_ROOT", target.display().to_string()),
            // `cargo install` compiles with the release profile, which takes minutes when it optimizes.
            ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0".to_owned()),
        ];
        follow(page, &variables);
    }
    assert!(count >= 1);
}

#[test]
fn every_page_is_in_the_summary_and_its_rust_blocks_are_compiled() {
    let summary = std::fs::read_to_string(pages::folder().join("src/SUMMARY.md")).unwrap();
    let compiled = std::fs::read_to_string(pages::folder().join("lib.rs")).unwrap();
    for page in pages::all().iter().filter(|page| page.name != "SUMMARY.md") {
        assert!(summary.contains(&format!("({})", page.name)), "{} is not in SUMMARY.md", page.name);
        let blocks = page.blocks();
        let is_rust = blocks.iter().any(|block| block.language.starts_with("rust"));
        let is_compiled = compiled.contains(&format!(": \"{}\",", page.name));
        assert_eq!(is_rust, is_compiled, "{}: the list in docs/guide/lib.rs", page.name);
        for block in blocks {
            let known = ["rust", "rust,no_run", "sh", "text", "toml", "yaml"];
            assert!(known.contains(&block.language.as_str()), "{}: {}", page.name, block.language);
        }
        for target in page.text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            let is_page = pages::folder().join("src").join(target).is_file();
            assert!(is_page || target.starts_with("https://"), "{}: {target}", page.name);
        }
    }
}
