//! `generate`: writes the modules of a client into a folder, or checks that they are up to date.

use openapi_client_codegen::Settings;

use crate::arguments::Generate;
use crate::{Failure, Outcome, excerpt, input, terminal};

pub(crate) fn run(options: &Generate) -> Outcome {
    let settings = Settings::open(&options.settings)?;
    let Some(folder) = options.out.as_ref().or(settings.output.as_ref()) else {
        return Err(Failure::Words("no output folder\nset `--out`, or `output` in the settings".to_owned()));
    };
    let generated = input::generated_once(&settings)?;
    terminal::remark(&excerpt::summary(&generated.report));
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
        terminal::remark(&format!("{} is up to date\n", terminal::path(folder)));
        return Ok(true);
    }
    let written = generated.output.write_to(folder)?;
    let removed = match written.removed {
        0 => String::new(),
        removed => format!(", {removed} removed"),
    };
    terminal::remark(&format!("{} files written, {} unchanged{removed}\n", written.changed, written.same));
    Ok(true)
}
