//! A page of images in the form of DigitalOcean's server, for measuring decoding.

use std::fmt::Write as _;

const REGIONS: [&str; 13] =
    ["nyc1", "nyc2", "nyc3", "sfo1", "sfo2", "sfo3", "ams2", "ams3", "fra1", "lon1", "sgp1", "tor1", "blr1"];
const DISTRIBUTIONS: [&str; 4] = ["Ubuntu", "Debian", "Fedora", "AlmaLinux"];

/// Returns a page with this number of images; 200 images are 113 KB.
#[must_use]
pub fn page(images: usize) -> String {
    let mut text = String::from("{\"images\":[");
    for index in 0..images {
        let pick = |from: &[&'static str]| from.get(index % from.len()).copied().unwrap_or_default();
        let distribution = pick(&DISTRIBUTIONS);
        let kind = pick(&["base", "snapshot", "backup", "custom"]);
        let id = 63_663_980 + index;
        let regions = REGIONS.map(|region| format!("\"{region}\"")).join(",");
        // Few texts have escapes.
        let golden = if index % 10 == 0 { "\\\"golden\\\"" } else { "golden" };
        let comma = if index == 0 { "" } else { "," };
        let _: Result<(), std::fmt::Error> = write!(
            text,
            "{comma}{{\"id\":{id},\"name\":\"{distribution} 24.04 (LTS) x64\",\"distribution\":\"{distribution}\",\
             \"slug\":\"image-{index}-x64\",\"public\":true,\"regions\":[{regions}],\
             \"created_at\":\"2020-05-15T05:{:02}:50Z\",\"min_disk_size\":20,\"type\":\"{kind}\",\
             \"size_gigabytes\":2.{:02},\"description\":\"The {golden} image of team {index}, made every night \
             from the main branch and kept for four weeks; see the handbook for what is in it and how to ask for \
             more before it is removed\",\"tags\":[\"base-image\",\"prod\"],\"status\":\"available\",\"error_message\":\"\"}}",
            index % 60,
            index % 100,
        );
    }
    let links = ["first", "prev", "next", "last"].map(|name| {
        format!("\"{name}\":\"https://api.digitalocean.com/v2/images?page=3&per_page={images}\"")
    });
    format!("{text}],\"links\":{{\"pages\":{{{}}}}},\"meta\":{{\"total\":1000}}}}", links.join(","))
}
