//! Tests of `diff` with the revisions of a repository.

use std::process::Command;

use serde_json::Value;

use super::repository;

#[test]
fn a_revision_is_compared_with_the_files() {
    let folder = repository();
    let diff = |arguments: &[&str], below: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_openapi-client"))
            .arg("diff")
            .args(arguments)
            .current_dir(folder.join(below))
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        (output.status.code().unwrap(), text)
    };
    // Findings about a revision have positions in the revision.
    let broken = folder.join("broken.yaml");
    std::fs::write(&broken, "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: []\n").unwrap();
    let commit =
        ["-c", "user.name=a", "-c", "user.email=a@example", "commit", "--quiet", "-m", "two", "broken.yaml"];
    for arguments in [&["add", "broken.yaml"][..], &commit] {
        assert!(Command::new("git").args(arguments).current_dir(&folder).status().unwrap().success());
    }
    let (code, text) = diff(&["HEAD:broken.yaml", "broken.yaml"], ".");
    assert_eq!(code, 1);
    assert!(text.contains("--> HEAD:broken.yaml:3:8") && text.contains("paths: []"), "{text}");
    let (code, text) = diff(&["HEAD:spec/images.toml", "spec/images.toml", "--current", "1.2.3"], ".");
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("images().delete_image() is now called images().remove_image()"), "{text}");
    assert!(text.contains("\n    spec/images.yaml:169:20\n"), "{text}");
    assert!(text.ends_with(
        "Semantic versioning: major (1 breaking, 0 wire, 0 additive, 0 internal), the next version is 2.0.0\n"
    ), "{text}");
    assert_eq!(diff(&["HEAD:./images.toml", "images.toml", "--deny", "breaking"], "spec").0, 3);
    assert_eq!(diff(&["HEAD:spec/images.toml", "HEAD:spec/images.toml", "--deny", "additive"], ".").0, 0);
    let (code, text) = diff(&["gone:spec/images.toml", "spec/images.toml"], ".");
    assert!(code == 1 && text.contains("has no revision `gone`"), "{text}");
    let (code, text) = diff(&["HEAD:images.toml", "images.toml"], "spec");
    assert!(code == 1 && text.contains("a similar file is `HEAD:spec/images.toml`"), "{text}");
    let bare = folder.join("bare.git");
    let clone = ["clone", "--quiet", "--bare", ".", "bare.git"];
    assert!(Command::new("git").args(clone).current_dir(&folder).status().unwrap().success());
    let (code, text) = diff(&["HEAD:spec/images.toml", "HEAD:spec/images.yaml"], "bare.git");
    assert_eq!(code, 0, "{text}");
    std::fs::remove_dir_all(bare).unwrap();
    let markdown = diff(&["HEAD:spec/images.yaml", "spec/images.yaml", "--format", "markdown"], ".").1;
    assert!(
        markdown.starts_with(
            "## Unreleased\n\nOperations: 1 renamed.\n\n### Breaking\n\n* `DELETE /v2/images/{image_id}`: "
        ),
        "{markdown}"
    );
    let json: Value =
        serde_json::from_str(&diff(&["HEAD:spec/images.yaml", "spec/images.yaml", "--json"], ".").1).unwrap();
    assert_eq!(json["verdict"], "major");
    assert_eq!(json["changes"][0]["old"]["line"], 169);
    // The index of the repository is unchanged.
    let status = Command::new("git").args(["status", "--porcelain"]).current_dir(&folder).output().unwrap();
    assert_eq!(String::from_utf8(status.stdout).unwrap(), " M spec/images.yaml\n");
}
