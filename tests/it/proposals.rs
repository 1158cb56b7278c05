//! Tests of the pagination rules that `new` proposes.

use openapi_client_codegen::{Generated, PagingProposal, Settings, generate, open};

use super::cases;

/// Returns a rule with its properties that are set, and the operations that it applies to once it is a setting.
fn shown(proposal: &PagingProposal, operations: &[&str]) -> String {
    let rule = &proposal.rule;
    let mut text = format!("{} {}", rule.by.as_str(), rule.parameter);
    let pointers = [
        ("next", &rule.next),
        ("items", &rule.items),
        ("more", &rule.more),
        ("total", &rule.total),
        ("size", &rule.size),
    ];
    for (key, value) in pointers {
        text.extend(value.iter().map(|value| format!(", {key} {value}")));
    }
    text.extend(rule.first.map(|first| format!(", first {first}")));
    text.extend(proposal.extension.map(|extension| format!(" ({extension})")));
    format!("{text}: {}\n", operations.join(", "))
}

/// Generates with settings; the settings must have no findings.
fn accepted(settings: &Settings) -> Generated {
    let generated = generate(&open(settings).unwrap(), settings);
    generated.unwrap_or_else(|report| panic!("{}: {report}", settings.description.display()))
}

/// Checks that each proposal, as a setting, applies to as many operations as it promises, and returns the text of
/// all.
fn checked(folder: &std::path::Path) -> String {
    let mut settings = Settings::new(folder.join("openapi.yaml"), "fixture");
    let source = open(&settings).unwrap();
    let proposals = generate(&source, &settings).unwrap().paging_proposals(&source);
    settings.paging = proposals.iter().map(|proposal| proposal.rule.clone()).collect();
    let generated = accepted(&settings);
    let all = generated.api.operations.iter();
    let rules: Vec<(Option<usize>, &str)> = all
        .map(|operation| (operation.paging.as_ref().map(|paging| paging.rule), operation.path.as_str()))
        .collect();
    let mut text = String::new();
    for (index, proposal) in proposals.iter().enumerate() {
        let paths: Vec<&str> =
            rules.iter().filter(|(rule, _)| *rule == Some(index)).map(|(_, path)| *path).collect();
        assert_eq!(paths.len(), proposal.operations, "{}: {:?}", folder.display(), proposal.rule);
        text.push_str(&shown(proposal, &paths));
    }
    let unpaged: Vec<&str> = rules.iter().filter(|(rule, _)| rule.is_none()).map(|(_, path)| *path).collect();
    text.push_str(&format!("none: {}\n", unpaged.join(", ")));
    text
}

#[test]
fn the_rules_that_a_description_supports_are_proposed() {
    for folder in cases::folders("proposals") {
        cases::assert_snapshot(&folder, "proposals", &checked(&folder));
    }
}

#[test]
fn proposals_are_accepted_as_settings() {
    for name in ["paging", "parameters", "several-files"] {
        checked(&std::path::Path::new("tests/fixtures").join(name));
    }
}
