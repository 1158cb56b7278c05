//! Tests that one API gives the same client in every version of OpenAPI.

use openapi_client_codegen::{Settings, generate, open};

use super::cases;

#[test]
fn every_version_gives_the_same_rust() {
    for folder in cases::folders("dialects") {
        let mut paths: Vec<_> =
            std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        assert!(paths.len() > 1, "{} has only one description", folder.display());
        let clients = paths.iter().map(|path| {
            let settings = Settings::new(path, "fixture");
            let generated = open(&settings).and_then(|source| generate(&source, &settings));
            let generated = generated.unwrap_or_else(|report| panic!("{}:\n{report}", path.display()));
            let name = path.file_name().unwrap().to_str().unwrap();
            // The first line of each module names the file, and places of schemas differ between versions.
            let modules =
                generated.output.modules.into_iter().map(|module| module.text.replacen(name, "FILE", 1));
            modules.map(|text| text.replace("#/definitions/", "#/components/schemas/")).collect::<Vec<_>>()
        });
        let clients: Vec<Vec<String>> = clients.collect();
        for (path, client) in paths.iter().zip(&clients).skip(1) {
            for (first, other) in clients[0].iter().zip(client) {
                for (expected, found) in first.lines().zip(other.lines()) {
                    assert_eq!(found, expected, "{}", path.display());
                }
                assert_eq!(other.lines().count(), first.lines().count(), "{}", path.display());
            }
        }
    }
}
