//! Dynamic references (JSON Schema core 2020-12, section 8.2.3.2): what a name stands for depends on the schemas by way of
//! which a reference is reached. Each way that binds a name otherwise gets a copy of what it refers to, so that later stages
//! meet ordinary references alone.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::identifiers;
use crate::document;
use crate::report::{Code, Finding, Report};
use crate::source::{Place, Source};

/// What names stand for.
type Bindings = BTreeMap<String, Place>;

/// How many values the copies may have, all together, and how deep copies may lie in each other.
const MOST_COPIED: usize = 100_000;
const DEEPEST: usize = 16;

/// How many names there may be.
const MOST_NAMES: usize = 64;

/// Rewrites every dynamic reference into an ordinary one.
pub(super) fn bind(source: &mut Source, report: &mut Report) {
    let survey = Survey::of(source);
    if !survey.is_used {
        return;
    }
    if survey.anchors.len() > MOST_NAMES {
        let what = format!("there are more than {MOST_NAMES} names of dynamic anchors");
        report.push(Finding::error(Code::Limit, source.entry(), what).help("use fewer names"));
        return;
    }
    let needs = survey.needs();
    let roots: Vec<Place> = source.roots().collect();
    let values: Vec<(Place, Value)> = {
        let mut binder = Binder {
            source,
            report,
            survey: &survey,
            needs,
            made: HashMap::new(),
            copies: Vec::new(),
            copied: 0,
            depth: 0,
        };
        let mut values = Vec::new();
        for root in roots {
            let Some(mut node) = binder.source.value(&root).cloned() else { continue };
            binder.node(&mut node, &root, &Bindings::new(), false);
            values.push((root, node));
        }
        values.extend(std::mem::take(&mut binder.copies));
        values
    };
    for (place, value) in values {
        insert(source, &place, value);
    }
}

/// Puts a value where it belongs; what would hold it is made where it is missing.
fn insert(source: &mut Source, place: &Place, value: Value) {
    let last = place.pointer.steps().last();
    let (Some(key), Some(map)) = (last, place.pointer.parent()) else {
        return source.change(place, |node| *node = value);
    };
    let Some(holder) = map.parent() else { return };
    source.change(&place.at(holder), |holder| {
        if let Value::Object(fields) = holder
            && let Value::Object(map) = fields.entry("$defs").or_insert_with(|| json!({}))
        {
            map.insert(key, value);
        }
    });
}

/// Where the names and references of a description are.
#[derive(Debug, Default)]
struct Survey {
    is_used: bool,
    /// The places of each dynamic anchor.
    anchors: BTreeMap<String, Vec<Place>>,
    /// What a target of references refers to, and the names that it uses.
    by_target: IndexMap<Place, (Vec<Place>, BTreeSet<String>)>,
}

impl Survey {
    fn of(source: &Source) -> Self {
        let mut survey = Self::default();
        let mut pending: Vec<Place> = Vec::new();
        for root in source.roots() {
            let Some(node) = source.value(&root) else { continue };
            identifiers::walk(node, &root, "", &root, &mut |fields, place, _, _| {
                survey.is_used |= fields.get("$dynamicRef").is_some_and(Value::is_string);
                if let Some(anchor) = fields.get("$dynamicAnchor").and_then(Value::as_str) {
                    survey.anchors.entry(anchor.to_owned()).or_default().push(place.clone());
                }
            });
        }
        if !survey.is_used {
            return survey;
        }
        for root in source.roots() {
            let Some(node) = source.value(&root) else { continue };
            identifiers::walk(node, &root, "", &root, &mut |fields, place, _, _| {
                pending.extend(target(source, fields, place));
            });
        }
        pending.extend(survey.anchors.values().flatten().cloned());
        while let Some(place) = pending.pop() {
            if survey.by_target.contains_key(&place) {
                continue;
            }
            let Some(node) = source.value(&place) else { continue };
            let (mut targets, mut names) = (Vec::new(), BTreeSet::new());
            identifiers::walk(node, &place, "", &place, &mut |fields, place, _, _| {
                targets.extend(target(source, fields, place));
                names.extend(name_of(fields).map(str::to_owned));
            });
            // What a name stands for may use other names.
            targets.extend(names.iter().filter_map(|name| survey.anchors.get(name)).flatten().cloned());
            pending.extend(targets.iter().cloned());
            survey.by_target.insert(place, (targets, names));
        }
        survey
    }

    /// The names that each target of references uses, by itself or by way of others.
    fn needs(&self) -> HashMap<Place, BTreeSet<String>> {
        let mut users: HashMap<&Place, Vec<&Place>> = HashMap::new();
        for (place, (targets, _)) in &self.by_target {
            targets.iter().for_each(|target| users.entry(target).or_default().push(place));
        }
        let mut needs: HashMap<Place, BTreeSet<String>> = HashMap::new();
        for name in self.anchors.keys() {
            let uses = |(_, (_, names)): &(&Place, &(Vec<Place>, BTreeSet<String>))| names.contains(name);
            let mut pending: Vec<&Place> =
                self.by_target.iter().filter(uses).map(|(place, _)| place).collect();
            while let Some(place) = pending.pop() {
                if needs.entry(place.clone()).or_default().insert(name.clone()) {
                    pending.extend(users.get(place).into_iter().flatten().copied());
                }
            }
        }
        needs
    }
}

/// Where an ordinary reference leads.
fn target(source: &Source, fields: &Map<String, Value>, place: &Place) -> Option<Place> {
    let reference = fields.get("$ref")?.as_str()?;
    document::resolve(source, place, reference).ok()
}

/// The name that a dynamic reference uses.
fn name_of(fields: &Map<String, Value>) -> Option<&str> {
    let reference = fields.get("$dynamicRef")?.as_str()?;
    let (_, name) = reference.split_once('#')?;
    Some(name).filter(|name| !name.is_empty() && !name.starts_with('/'))
}

/// The names that a schema itself binds, and what each stands for.
fn own(node: &Map<String, Value>, place: &Place) -> Bindings {
    let anchor = |node: &Value| node.get("$dynamicAnchor").and_then(Value::as_str).map(str::to_owned);
    let mut bindings = Bindings::new();
    if let Some(name) = node.get("$dynamicAnchor").and_then(Value::as_str) {
        bindings.insert(name.to_owned(), place.clone());
    }
    for map in ["$defs", "definitions"] {
        for (key, definition) in node.get(map).and_then(Value::as_object).into_iter().flatten() {
            if let Some(name) = anchor(definition) {
                bindings.entry(name).or_insert_with(|| place.key(map).key(key));
            }
        }
    }
    bindings
}

struct Binder<'a> {
    source: &'a Source,
    report: &'a mut Report,
    survey: &'a Survey,
    /// The names that each target of references uses.
    needs: HashMap<Place, BTreeSet<String>>,
    /// The copy of each schema for what names stand for.
    made: HashMap<(Place, Bindings), Place>,
    /// Copies that are to be put among the definitions of what they are copies of.
    copies: Vec<(Place, Value)>,
    copied: usize,
    depth: usize,
}

impl Binder<'_> {
    fn node(&mut self, node: &mut Value, place: &Place, bindings: &Bindings, is_map: bool) {
        match node {
            Value::Object(fields) if is_map => {
                for (key, value) in fields {
                    self.node(value, &place.key(key), bindings, false);
                }
            }
            Value::Object(fields) => {
                let mut own = own(fields, place);
                // The outermost schema that binds a name wins.
                own.extend(bindings.iter().map(|(name, place)| (name.clone(), place.clone())));
                self.dynamic_reference(fields, place, &own);
                self.children(fields, place, &own);
                self.reference(fields, place, &own);
            }
            Value::Array(items) => {
                for (index, value) in items.iter_mut().enumerate() {
                    self.node(value, &place.index(index), bindings, false);
                }
            }
            _ => {}
        }
    }

    fn children(&mut self, fields: &mut Map<String, Value>, place: &Place, bindings: &Bindings) {
        for (key, value) in fields {
            if !identifiers::is_literal(key) {
                self.node(value, &place.key(key), bindings, identifiers::is_map(key));
            }
        }
    }

    /// Replaces a dynamic reference by what its name stands for.
    fn dynamic_reference(&mut self, fields: &mut Map<String, Value>, place: &Place, bindings: &Bindings) {
        let Some(Value::String(reference)) = fields.get("$dynamicRef").cloned() else { return };
        let name = name_of(fields).map(str::to_owned);
        fields.shift_remove("$dynamicRef");
        let Some(name) = name else {
            // Without an anchor, it is an ordinary reference.
            fields.insert("$ref".to_owned(), Value::String(reference));
            return;
        };
        let anchors = self.survey.anchors.get(&name).map(Vec::as_slice).unwrap_or_default();
        let only = match anchors {
            [only] if only.pointer.steps().count() == 3 => Some(only),
            _ => None,
        };
        let bound = bindings.get(&name).or(only);
        match bound {
            Some(target) => {
                let reference = self.source.reference_to(place.file, target);
                if fields.contains_key("$ref") {
                    let part = json!({"$ref": reference});
                    match fields.get_mut("allOf") {
                        Some(Value::Array(parts)) => parts.push(part),
                        _ => drop(fields.insert("allOf".to_owned(), json!([part]))),
                    }
                } else {
                    fields.insert("$ref".to_owned(), Value::String(reference));
                }
            }
            None if anchors.is_empty() => {
                let what = format!("`{reference}` leads nowhere: no schema has the dynamic anchor `{name}`");
                let finding = Finding::error(Code::DanglingReference, place.key("$dynamicRef"), what);
                self.report.survivable(finding.help("correct the name, or add a schema with the anchor"));
            }
            None => {
                let what = format!("nothing binds `{name}` here: any value is taken");
                self.report.push(Finding::note(Code::Unsupported, place.key("$dynamicRef"), what));
            }
        }
    }

    /// Leads a reference to a copy of its target, if names stand for something else there than they do here.
    fn reference(&mut self, fields: &mut Map<String, Value>, place: &Place, bindings: &Bindings) {
        let Some(target) = target(self.source, fields, place) else { return };
        let Some(needs) = self.needs.get(&target) else { return };
        let wanted = bindings.iter().filter(|(name, _)| needs.contains(*name));
        let wanted: Bindings = wanted.map(|(name, place)| (name.clone(), place.clone())).collect();
        let Some(original) = self.source.value(&target).filter(|target| target.is_object()) else { return };
        let by_itself = original.as_object().map(|fields| own(fields, &target)).unwrap_or_default();
        if wanted.iter().all(|(name, place)| by_itself.get(name) == Some(place)) {
            return;
        }
        let key = (target.clone(), wanted.clone());
        if let Some(copy) = self.made.get(&key) {
            let reference = self.source.reference_to(place.file, copy);
            fields.insert("$ref".to_owned(), Value::String(reference));
            return;
        }
        let mut copy = original.clone();
        self.copied += size(&copy);
        if self.copied > MOST_COPIED || self.depth >= DEEPEST {
            let what = "dynamic references ask for too many copies of schemas; here is one of them";
            let finding = Finding::error(Code::Limit, place.clone(), what);
            self.report.push(finding.help("bind fewer names, or write the schemas out"));
            return;
        }
        for key in ["$id", "$anchor"] {
            copy.as_object_mut().and_then(|fields| fields.shift_remove(key));
        }
        self.depth += 1;
        match self.name(&wanted) {
            // It has a name that does not depend on who refers to it.
            Some(name) => {
                let at = target.key("$defs").key(&name);
                self.made.insert(key, at.clone());
                self.node(&mut copy, &at, &wanted, false);
                fields.insert("$ref".to_owned(), Value::String(self.source.reference_to(place.file, &at)));
                self.copies.push((at, copy));
            }
            None => {
                fields.shift_remove("$ref");
                let is_alone =
                    fields.keys().all(|key| matches!(key.as_str(), "$defs" | "definitions" | "$id"));
                let at = if is_alone { place.clone() } else { place.key("allOf").index(0) };
                self.made.insert(key, at.clone());
                self.node(&mut copy, &at, &wanted, false);
                match (copy, is_alone) {
                    (Value::Object(copy), true) => {
                        for (key, value) in copy {
                            fields.entry(key).or_insert(value);
                        }
                    }
                    (copy, _) => match fields.get_mut("allOf") {
                        // The place of no part may change.
                        Some(Value::Array(_)) => {
                            let others = fields.shift_remove("allOf").unwrap_or_default();
                            fields.insert("allOf".to_owned(), json!([copy, {"allOf": others}]));
                        }
                        _ => drop(fields.insert("allOf".to_owned(), json!([copy]))),
                    },
                }
            }
        }
        self.depth -= 1;
    }

    /// The name of a copy, if all that it is bound to has a name: `of Cat`.
    fn name(&self, bindings: &Bindings) -> Option<String> {
        let mut named = Vec::new();
        for place in bindings.values() {
            let reference =
                self.source.value(place).and_then(|node| target(self.source, node.as_object()?, place));
            let steps: Vec<String> = reference.as_ref().unwrap_or(place).pointer.steps().collect();
            match steps.as_slice() {
                [components, schemas, name] if components == "components" && schemas == "schemas" => {
                    named.push(name.clone());
                }
                _ => return None,
            }
        }
        Some(format!("of {}", named.join(" and ")))
    }
}

/// How many values a value is made of.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Object(fields) => fields.values().map(size).sum(),
        Value::Array(items) => items.iter().map(size).sum(),
        _ => 0,
    }
}
