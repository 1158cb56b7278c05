//! Generation of large descriptions, from the start of the process to the written files.

use super::{Bench, Figure, Goal, argument, peers};
use crate::Result;
use crate::measure::Cost;

/// The names, the descriptions, and bundled descriptions for generators that do not read several files.
const DESCRIPTIONS: [(&str, &str, &str); 2] = [
    ("github", "github-rest/api.github.com.json", "github-rest/api.github.com.json"),
    (
        "digitalocean tree",
        "digitalocean-tree/specification/DigitalOcean-public.v2.yaml",
        "digitalocean-bundled/digitalocean.bundled.yaml",
    ),
];
const RUNS: usize = 5;

pub(super) fn measure(bench: &Bench) -> Result<()> {
    let program = bench.generator()?;
    for (name, description, bundled) in DESCRIPTIONS {
        let path = bench.description(description)?;
        let root = path.strip_suffix("specification/DigitalOcean-public.v2.yaml").unwrap_or("..");
        let settings = bench.scratch.join("generation.toml");
        let mut text = format!("description = {path:?}\npackage = \"bench\"\nlenient = true\n");
        if path.starts_with(root) {
            text.push_str(&format!("root = {root:?}\n"));
        }
        std::fs::write(&settings, text)?;
        let out = bench.scratch.join("generated");
        let ours = bench.cost_of(&[&program, "generate", &argument(&settings), "--out", &argument(&out)])?;
        let title = format!("generation of {name}");
        let mut wall = Figure::new(&*title, "s", ours.wall_s).goal(Goal::Times(0.7));
        let mut cpu = Figure::new(&*title, "CPU s", ours.cpu_s).goal(Goal::Times(0.7));
        let mut memory = Figure::new(&*title, "MB", ours.peak_mb);
        let bundled = bench.description(bundled)?;
        #[expect(clippy::cast_precision_loss, reason = "the sizes of files fit into 52 bits")]
        let size = std::fs::metadata(&bundled)?.len() as f64 / 1e6;
        memory = memory.goal(Goal::AtMost((size * 5.0).round()));
        for peer in peers::here() {
            let out = bench.scratch.join("peers").join(peer.name);
            let command = peer.command(&bundled, &out)?;
            let Ok(cost) = bench.cost_of(&command) else { continue };
            wall = wall.beside(peer.name, cost.wall_s);
            cpu = cpu.beside(peer.name, cost.cpu_s);
            memory = memory.beside(peer.name, cost.peak_mb);
        }
        [wall, cpu, memory].into_iter().try_for_each(|figure| bench.take(figure))?;
    }
    Ok(())
}

impl Bench {
    /// Returns the lowest cost of several runs, each into an empty folder.
    fn cost_of<S: AsRef<str>>(&self, command: &[S]) -> Result<Cost> {
        self.least(RUNS, "generation", command)
    }
}
