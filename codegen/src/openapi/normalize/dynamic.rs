//! Dynamic references (JSON Schema core 2020-12, section 8.2.3.2): the target of a dynamic anchor depends on
//! the path of references that leads to it. Each distinct set of targets gets its own copy of the referenced
//! schema, so that later stages have only ordinary references.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::identifiers;
use crate::diagnostics::{Code, Finding, Place, Report};
use crate::source::{self, Source};

/// The schema that each dynamic anchor refers to.
type Bindings = BTreeMap<String, Place>;

/// The largest number of JSON values in all copies together.
const MOST_COPIED: usize = 100_000;

/// The largest depth of copies within copies.
const DEEPEST: usize = 16;

/// The largest number of distinct dynamic anchors.
const MOST_NAMES: usize = 64;

/// Rewrites every dynamic reference into an ordinary one.
pub(super) fn bind(source: &mut Source, report: &mut Report) {
    let survey = Survey::of(source);
    if !survey.is_used {
        return;
    }
    if survey.anchors.len() > MOST_NAMES {
        let what = format!("there are more than {MOST_NAMES} distinct dynamic anchors");
        report.push(Finding::error(Code::Limit, source.entry(), what).help("use fewer anchors"));
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
            is_full: false,
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

/// Replaces the root of a file, or inserts a copy into the `$defs` of a schema.
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

/// The dynamic anchors and the references of a description.
#[derive(Debug, Default)]
struct Survey {
    is_used: bool,
    /// The places of each dynamic anchor.
    anchors: BTreeMap<String, Vec<Place>>,
    /// The schemas that each target of a reference refers to, and the anchors that it uses.
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
            pending.extend(targets.iter().cloned());
            survey.by_target.insert(place, (targets, names));
        }
        survey
    }

    /// Returns the anchors that each target of a reference uses, directly or through other schemas.
    fn needs(&self) -> HashMap<Place, BTreeSet<String>> {
        let mut users: HashMap<&Place, Vec<&Place>> = HashMap::new();
        for (place, (targets, _)) in &self.by_target {
            targets.iter().for_each(|target| users.entry(target).or_default().push(place));
        }
        // A schema that uses an anchor uses every schema to which the anchor may refer.
        let mut users_of_name: HashMap<&str, Vec<&Place>> = HashMap::new();
        for (place, (_, names)) in &self.by_target {
            names.iter().for_each(|name| users_of_name.entry(name).or_default().push(place));
        }
        let mut names_at: HashMap<&Place, Vec<&str>> = HashMap::new();
        for (name, places) in &self.anchors {
            places.iter().for_each(|place| names_at.entry(place).or_default().push(name));
        }
        let mut needs: HashMap<Place, BTreeSet<String>> = HashMap::new();
        for name in self.anchors.keys() {
            let mut known: HashSet<&str> = HashSet::from([name.as_str()]);
            let mut pending = users_of_name.get(name.as_str()).cloned().unwrap_or_default();
            while let Some(place) = pending.pop() {
                if !needs.entry(place.clone()).or_default().insert(name.clone()) {
                    continue;
                }
                pending.extend(users.get(place).into_iter().flatten().copied());
                let names = names_at.get(place).into_iter().flatten().filter(|name| known.insert(name));
                let more = names.filter_map(|name| users_of_name.get(*name));
                pending.extend(more.flatten().copied());
            }
        }
        needs
    }
}

/// Returns the target of an ordinary reference.
fn target(source: &Source, fields: &Map<String, Value>, place: &Place) -> Option<Place> {
    let reference = fields.get("$ref")?.as_str()?;
    source::resolve(source, place, reference).ok()
}

/// Returns the anchor that a dynamic reference uses.
fn name_of(fields: &Map<String, Value>) -> Option<&str> {
    let reference = fields.get("$dynamicRef")?.as_str()?;
    let (_, name) = reference.split_once('#')?;
    Some(name).filter(|name| !name.is_empty() && !name.starts_with('/'))
}

/// Returns the anchors of a schema and its definitions.
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
    /// The anchors that each target of a reference uses.
    needs: HashMap<Place, BTreeSet<String>>,
    /// The copy of each schema for each set of bindings.
    made: HashMap<(Place, Bindings), Place>,
    /// Copies to insert into the `$defs` of their originals.
    copies: Vec<(Place, Value)>,
    copied: usize,
    depth: usize,
    /// Whether a limit is exceeded, which is reported once.
    is_full: bool,
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
                // The outermost schema with an anchor takes precedence (JSON Schema core 2020-12, section
                // 8.2.3.2).
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

    /// Replaces a dynamic reference by an ordinary one.
    fn dynamic_reference(&mut self, fields: &mut Map<String, Value>, place: &Place, bindings: &Bindings) {
        let Some(Value::String(reference)) = fields.get("$dynamicRef").cloned() else { return };
        let name = name_of(fields).map(str::to_owned);
        fields.shift_remove("$dynamicRef");
        let Some(name) = name else {
            // A dynamic reference without an anchor works like an ordinary reference.
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
                let what = format!("no schema has the dynamic anchor `{name}`");
                let finding = Finding::error(Code::DanglingReference, place.key("$dynamicRef"), what);
                self.report.survivable(finding.help("correct the name, or add a schema with the anchor"));
            }
            None => {
                let what = format!("no schema binds `{name}` here: any value is accepted");
                self.report.push(Finding::note(Code::Unsupported, place.key("$dynamicRef"), what));
            }
        }
    }

    /// Changes a reference to a copy of its target, if the target uses anchors that are bound differently
    /// here.
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
        if self.is_full {
            return;
        }
        let mut copy = original.clone();
        self.copied += size(&copy);
        if self.copied > MOST_COPIED || self.depth >= DEEPEST {
            self.is_full = true;
            let what =
                "dynamic references require too many copies of schemas, among them one for this reference";
            let finding = Finding::error(Code::Limit, place.clone(), what);
            self.report.push(finding.help("bind fewer anchors, or use ordinary references"));
            return;
        }
        for key in ["$id", "$anchor"] {
            copy.as_object_mut().and_then(|fields| fields.shift_remove(key));
        }
        self.depth += 1;
        match self.name(&wanted) {
            // The name is independent of the reference, so all references share the copy.
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
                        // Put the others one level down: the place of the copy is registered as `allOf/0`.
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

    /// Returns the name of a copy, such as `of Cat`, if all of its bindings are components.
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

/// Returns the number of JSON values in a value, including itself.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Object(fields) => fields.values().map(size).sum(),
        Value::Array(items) => items.iter().map(size).sum(),
        _ => 0,
    }
}
