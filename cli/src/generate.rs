//! `generate`: writes the modules of a client into a folder, or checks that they are up to date.

use std::path::Path;

use openapi_client_codegen::{Generated, Settings};

use crate::arguments::Generate;
use crate::{Failure, Outcome, excerpt, input, new, terminal};

pub(crate) fn run(options: &Generate) -> Outcome {
    let settings = Settings::open(&options.settings)?;
    let Some(folder) = options.out.as_ref().or(settings.output.as_ref()) else {
        return Err(Failure::Words("no output folder\nset `--out`, or `output` in the settings".to_owned()));
    };
    let generated = input::generated_once(&settings)?;
    terminal::remark(&excerpt::render(&generated.report.summary()));
    if options.check {
        let stale: Vec<String> = generated.output.stale(folder)?;
        let stale: Vec<String> = stale.iter().map(|name| terminal::path(&folder.join(name))).collect();
        if !stale.is_empty() {
            let out =
                options.out.as_ref().map(|out| format!(" --out {}", terminal::path(out))).unwrap_or_default();
            return Err(Failure::Words(format!(
                "out of date: {}\nrun: openapi-client generate {}{out}",
                stale.join(", "),
                terminal::path(&options.settings),
            )));
        }
        if let Some(words) = undeclared(&settings, &generated, folder) {
            return Err(Failure::Words(words));
        }
        terminal::remark(&format!("{} is up to date\n", terminal::path(folder)));
        return Ok(true);
    }
    let written = generated.output.write_to(folder)?;
    let removed = match written.removed {
        0 => String::new(),
        removed => format!(", {removed} removed"),
    };
    terminal::remark(&format!("{} files written, {} unchanged{removed}\n", written.changed, written.same));
    if let Some(words) = undeclared(&settings, &generated, folder) {
        terminal::remark(&format!("note: {words}\n"));
    }
    Ok(true)
}

/// Returns what to do about features of tags that the manifest of the crate does not declare: Cargo never
/// compiles the code behind them, so the operations of a tag with a new name would be lost. Without a
/// manifest that can be read, there is no message.
fn undeclared(settings: &Settings, generated: &Generated, folder: &Path) -> Option<String> {
    let (manifest, declared) = features(folder).filter(|_| settings.tag_features)?;
    let features = generated.tag_features().into_iter().filter(|feature| !declared.contains(feature));
    let lines: Vec<String> = features.map(|feature| format!("  {} = []", new::key(&feature))).collect();
    if lines.is_empty() {
        return None;
    }
    let manifest = terminal::path(&manifest);
    let all = if declared.iter().any(|name| name == "all") { ", and to the list `all`" } else { "" };
    Some(format!(
        "{manifest} does not declare the features of some tags, so their operations are not compiled\n\
         add these lines to `[features]`{all}:\n{}",
        lines.join("\n")
    ))
}

/// Returns the manifest of the package that contains a folder, and the features that it declares.
fn features(folder: &Path) -> Option<(std::path::PathBuf, Vec<String>)> {
    let folder = std::path::absolute(folder).ok()?;
    let manifest = folder.ancestors().map(|folder| folder.join("Cargo.toml")).find(|path| path.is_file())?;
    let text = std::fs::read_to_string(&manifest).ok()?;
    let content: serde_json::Value = basic_toml::from_str(&text).ok()?;
    content.get("package")?;
    let features = content.get("features").and_then(serde_json::Value::as_object);
    Some((manifest, features.map(|features| features.keys().cloned().collect()).unwrap_or_default()))
}
