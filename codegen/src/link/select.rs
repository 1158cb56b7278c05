//! What the settings choose of a description: operations by tag, path and name, and of the named schemas
//! those that they reach. Formats are read, and operations called, as the settings say.

use std::collections::HashSet;

use super::{Additional, Linked, Operation, Schema, SchemaId};
use crate::nearest::nearest;
use crate::report::{Code, Finding, Report};
use crate::settings::{RetryRules, Selection, Settings};

/// Leaves out what the settings leave out. A selector or format that matches nothing is an error: it was
/// right once, or is misspelt.
pub(crate) fn select(linked: &mut Linked, settings: &Settings, report: &mut Report) {
    for (name, selection) in [("include", &settings.include), ("exclude", &settings.exclude)] {
        selection.check(name, linked, settings, report);
    }
    for (key, operations) in
        [("retry.idempotent", &settings.retry.idempotent), ("retry.once", &settings.retry.once)]
    {
        check_operations(key, operations, linked, settings, report);
    }
    formats(linked, settings, report);
    for operation in &mut linked.operations {
        if let Some(name) = settings.name_of(&operation.place) {
            operation.id = Some(name.to_owned());
        }
    }
    if report.has_errors() || settings.include.is_empty() && settings.exclude.is_empty() {
        return;
    }
    let (chosen, left): (Vec<Operation>, Vec<Operation>) =
        std::mem::take(&mut linked.operations).into_iter().partition(|operation| {
            (settings.include.is_empty() || settings.include.matches(operation))
                && !settings.exclude.matches(operation)
        });
    linked.operations = chosen;
    let reached = Reach { linked, found: HashSet::new() }.of_operations();
    let unreached = linked.components.values().filter(|id| !reached.contains(*id));
    let schemas = unreached.filter_map(|id| linked.schema(*id)?.place.clone());
    for place in left.into_iter().map(|operation| operation.place).chain(schemas) {
        report.push(Finding::note(Code::Excluded, place, "the settings leave it out"));
    }
    linked.components.retain(|_, id| reached.contains(id));
}

/// Reads every format as the one that the settings put in its place.
fn formats(linked: &mut Linked, settings: &Settings, report: &mut Report) {
    for (from, to) in &settings.formats {
        let mut known: Vec<String> =
            linked.schemas.iter().filter_map(|schema| schema.format.clone()).collect();
        known.sort_unstable();
        known.dedup();
        if known.contains(from) {
            for schema in linked.schemas.iter_mut().filter(|schema| schema.format.as_ref() == Some(from)) {
                schema.format = (to != PLAIN).then(|| to.clone());
            }
        } else {
            report.survivable(unmatched("formats", from, "no schema has this format", &known, settings));
        }
    }
}

/// Stands for no format at all.
const PLAIN: &str = "plain";

fn unmatched(key: &str, selector: &str, what: &str, known: &[String], settings: &Settings) -> Finding {
    let finding = settings.finding(selector, format!("[{key}] `{selector}`: {what}"));
    match nearest(selector, known.iter().map(String::as_str)) {
        Some(known) => finding.help(format!("did you mean `{known}`?")),
        None => finding.help("correct it, or remove it"),
    }
}

impl Selection {
    fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.paths.is_empty() && self.operations.is_empty()
    }

    fn matches(&self, operation: &Operation) -> bool {
        self.tags.iter().any(|tag| operation.tags.contains(tag))
            || self.paths.iter().any(|pattern| is_like(&operation.path, pattern))
            || self.operations.iter().any(|name| names(operation).contains(name))
    }

    /// Says which of its selectors match nothing.
    fn check(&self, key: &str, linked: &Linked, settings: &Settings, report: &mut Report) {
        let operations = &linked.operations;
        let all = |of: fn(&Operation) -> Vec<String>| operations.iter().flat_map(of).collect::<Vec<_>>();
        let tags = all(|operation| operation.tags.clone());
        for tag in self.tags.iter().filter(|tag| !tags.contains(tag)) {
            report.survivable(unmatched(key, tag, "no operation has this tag", &tags, settings));
        }
        let paths = all(|operation| vec![operation.path.clone()]);
        for pattern in self.paths.iter().filter(|pattern| !paths.iter().any(|path| is_like(path, pattern))) {
            report.survivable(unmatched(key, pattern, "no path is like this", &paths, settings));
        }
        check_operations(key, &self.operations, linked, settings, report);
    }
}

fn check_operations(key: &str, listed: &[String], linked: &Linked, settings: &Settings, report: &mut Report) {
    let known: Vec<String> = linked.operations.iter().flat_map(names).collect();
    for name in listed.iter().filter(|name| !known.contains(name)) {
        report.survivable(unmatched(key, name, "there is no such operation", &known, settings));
    }
}

impl RetryRules {
    /// What they say of an operation: whether carrying it out twice is the same as once.
    pub(crate) fn of(&self, operation: &Operation) -> Option<bool> {
        let names = names(operation);
        let lists = |list: &[String]| list.iter().any(|name| names.contains(name));
        if lists(&self.once) { Some(false) } else { lists(&self.idempotent).then_some(true) }
    }
}

/// What an operation can be called: its operationId, or `GET /v2/images`.
fn names(operation: &Operation) -> Vec<String> {
    operation.id.iter().cloned().chain([format!("{} {}", operation.method, operation.path)]).collect()
}

/// Whether a path is like a pattern, in which `*` stands for anything.
fn is_like(path: &str, pattern: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return path == pattern };
    let Some(mut left) = path.strip_prefix(first) else { return false };
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return left.ends_with(part);
        }
        match left.find(part) {
            Some(at) => left = left.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    true
}

/// Schemas that can be got to.
struct Reach<'a> {
    linked: &'a Linked,
    found: HashSet<SchemaId>,
}

impl Reach<'_> {
    fn of_operations(mut self) -> HashSet<SchemaId> {
        for operation in &self.linked.operations {
            let parameters = operation.parameters.iter().filter_map(|parameter| parameter.schema);
            let bodies = operation.body.iter().flat_map(|body| &body.content);
            let answers = operation.responses.iter().flat_map(|response| &response.content);
            let headers = operation.responses.iter().flat_map(|response| &response.headers);
            let schemas = bodies.chain(answers).filter_map(|media| media.schema);
            self.go(parameters.chain(schemas).chain(headers.filter_map(|header| header.schema)).collect());
        }
        self.heirs();
        self.found
    }

    fn go(&mut self, mut pending: Vec<SchemaId>) {
        while let Some(id) = pending.pop() {
            if self.found.insert(id)
                && let Some(schema) = self.linked.schema(id)
            {
                pending.extend(parts(schema));
            }
        }
    }

    /// A base with a discriminator may be any that inherits from it, although it names none of them.
    fn heirs(&mut self) {
        loop {
            let is_base = |id: &SchemaId| {
                self.found.contains(id)
                    && self.linked.schema(*id).is_some_and(|base| base.discriminator.is_some())
            };
            let heirs = self.linked.components.values().filter(|id| !self.found.contains(id));
            let heirs: Vec<SchemaId> = heirs
                .filter(|id| self.linked.schema(**id).is_some_and(|schema| schema.all_of.iter().any(is_base)))
                .copied()
                .collect();
            if heirs.is_empty() {
                return;
            }
            self.go(heirs);
        }
    }
}

fn parts(schema: &Schema) -> Vec<SchemaId> {
    let additional = match schema.additional {
        Additional::Of(id) => Some(id),
        _ => None,
    };
    let mapped =
        schema.discriminator.iter().flat_map(|discriminator| &discriminator.mapping).map(|(_, id)| *id);
    let lists = [&schema.all_of, &schema.any_of, &schema.one_of];
    let listed = lists.into_iter().flatten().copied();
    let single = [schema.items, schema.not, additional].into_iter().flatten();
    schema.properties.values().copied().chain(listed).chain(single).chain(mapped).collect()
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn a_star_stands_for_anything() {
        for (path, pattern, expected) in [
            ("/v2/images", "/v2/images", true),
            ("/v2/images/{id}", "/v2/images", false),
            ("/v2/images/{id}", "/v2/images*", true),
            ("/v2/images/{id}/actions", "/v2/*/actions", true),
            ("/v2/images/{id}/actions", "*/{id}/*", true),
            ("/v2/images", "*", true),
            ("/v2/images", "/v1*", false),
            ("/v2/images", "*droplets*", false),
        ] {
            assert_eq!(is_like(path, pattern), expected, "{path} {pattern}");
        }
    }
}
