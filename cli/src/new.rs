//! `new`: a crate that is ready to build, test and publish.

mod texts;

use std::path::{Component, Path, PathBuf};

use openapi_client_codegen::listing::Listing;
use openapi_client_codegen::{Generated, Settings, Source, listing};

use crate::arguments::New;
use crate::{Failure, Outcome, excerpt, input, terminal};

pub(crate) fn run(options: &New) -> Outcome {
    if options.out.exists() && std::fs::read_dir(&options.out)?.next().is_some() {
        return Err(Failure::Words(format!(
            "{} is not empty\nname a folder that is not there yet",
            options.out.display()
        )));
    }
    let mut settings = Settings::new(&options.description, package(options)?);
    settings.root = options.root.clone();
    settings.lenient = options.lenient;
    settings.tag_features = options.tag_features;
    let (source, generated) = input::generated(&settings)?;
    terminal::remark(&excerpt::counts(generated.report.findings()));
    let plan = Plan { options, settings, listing: listing(&generated.api), generated, source };
    let files = plan.files()?;
    for (path, text) in &files {
        let path = options.out.join(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, text)?;
    }
    let out = quoted(&options.out.display().to_string());
    terminal::remark(&format!("{} files written\nnext: cd {out} && cargo test\n", files.len()));
    Ok(true)
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "/._-~".contains(character);
    if path.chars().all(is_plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

/// The package's name: the one that was asked for, or that of the folder.
fn package(options: &New) -> Result<String, Failure> {
    let folder = options.out.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = options.name.clone().or(folder).unwrap_or_default();
    let fits = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.chars().all(fits) {
        Ok(name)
    } else {
        Err(Failure::Words(format!("`{name}` cannot be the name of a package\nname it by --name")))
    }
}

/// What is to be written.
struct Plan<'a> {
    options: &'a New,
    settings: Settings,
    listing: Listing,
    generated: Generated,
    source: Source,
}

impl Plan<'_> {
    /// Every file of the crate, by its path.
    fn files(&self) -> Result<Vec<(PathBuf, String)>, Failure> {
        let folder = common_folder(self.source.paths());
        let inside = |path: &Path| Path::new("spec").join(path.strip_prefix(&folder).unwrap_or(path));
        let mut files = Vec::new();
        for path in self.source.paths() {
            files.push((inside(path), std::fs::read_to_string(path)?));
        }
        let description = inside(&self.options.description);
        let texts = texts::Texts {
            description: description.display().to_string().replace('\\', "/"),
            root: folder != self.options.description.parent().unwrap_or(Path::new("")),
            plan: self,
        };
        files.push((PathBuf::from("Cargo.toml"), texts.manifest()?));
        files.push((PathBuf::from("client.toml"), texts.settings()));
        files.push((PathBuf::from("README.md"), texts.readme()));
        files.push((PathBuf::from("src/lib.rs"), texts.library()));
        files.push((PathBuf::from("examples/first_call.rs"), texts.example()));
        files.push((PathBuf::from("tests/client.rs"), texts.tests()));
        files.push((PathBuf::from(".gitignore"), "/target\n".to_owned()));
        if self.options.committed {
            let rooms = &self.generated.output.rooms;
            files.extend(
                rooms
                    .iter()
                    .map(|room| (Path::new("src/generated").join(&room.file_name), room.text.clone())),
            );
        } else {
            files.push((PathBuf::from("build.rs"), texts.build_script()));
        }
        Ok(files)
    }
}

/// The folder that holds all of some files.
fn common_folder<'a>(mut paths: impl Iterator<Item = &'a Path>) -> PathBuf {
    let first = paths.next().and_then(Path::parent).unwrap_or(Path::new(""));
    let mut parts: Vec<Component<'_>> = first.components().collect();
    for path in paths {
        let same = parts.iter().zip(path.components()).take_while(|(one, other)| *one == other).count();
        parts.truncate(same);
    }
    parts.iter().collect()
}
