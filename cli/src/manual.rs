//! `man`: writes a man page for each command.

use clap::CommandFactory as _;

use crate::arguments::{Arguments, Man};
use crate::{Failure, Outcome, terminal};

pub(crate) fn run(options: &Man) -> Outcome {
    let failed = |error| Failure::Words(format!("{}: {error}", terminal::path(&options.out)));
    std::fs::create_dir_all(&options.out).map_err(failed)?;
    clap_mangen::generate_to(Arguments::command(), &options.out).map_err(failed)?;
    let pages = Arguments::command().get_subcommands().count() + 1;
    terminal::remark(&format!("{pages} pages written to {}\n", terminal::path(&options.out)));
    Ok(true)
}
