//! Combines the statements about items into one change for each operation, field and type, with the types
//! that only this change adds or removes.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::places::{self, ItemOrigin, Items};
use super::renames::Renames;
use super::{Change, Counts, Side, Statement, Tally, Weight, calls, kept_names, messages};
use crate::diagnostics::Place;
use crate::ir::{Api, GroupId, Model, ModelId, Operation, Shape, Type, walk};
use crate::source::Source;

/// One of the two clients.
pub(super) struct Client<'a> {
    pub(super) api: &'a Api,
    pub(super) source: &'a Source,
    pub(super) items: &'a Items,
}

/// A change whose places are not looked up yet.
pub(super) struct PlacedChange {
    pub(super) change: Change,
    pub(super) old: Option<Place>,
    pub(super) new: Option<Place>,
}

/// The statements about one subject.
struct Subject {
    path: String,
    old: Option<ItemOrigin>,
    new: Option<ItemOrigin>,
    statements: Vec<Statement>,
    added_types: Vec<String>,
    removed_types: Vec<String>,
}

/// Returns the changes of all subjects, the heaviest first, and their numbers.
pub(super) fn changes(
    statements: Vec<Statement>,
    old: &Client<'_>,
    new: &Client<'_>,
    renames: &Renames<'_>,
    originals: &HashMap<String, String>,
) -> (Vec<PlacedChange>, Counts) {
    let mut subjects: IndexMap<String, Subject> = IndexMap::new();
    for mut statement in statements {
        let original = originals.get(&statement.item).unwrap_or(&statement.item);
        let was = places::find(old.items, original).filter(|_| statement.only != Some(Side::New));
        let is = places::find(new.items, &statement.item).filter(|_| statement.only != Some(Side::Old));
        let path = match (is, was) {
            (Some(is), _) => is.subject.clone(),
            (None, Some(was)) => renames.path(&was.subject),
            (None, None) => statement.item.clone(),
        };
        let subject = subjects.entry(path.clone()).or_insert_with(|| Subject::new(path));
        subject.describe(was, is);
        let place = |described: Option<&ItemOrigin>| described.and_then(|one| one.place.clone());
        let places = statement.places.take().unwrap_or_else(|| (place(was), place(is)));
        statement.places = Some(places);
        if let (Some(side), Some(words)) = (statement.only, is.or(was).and_then(|one| one.words.as_ref())) {
            let setter = messages::short(&statement.item);
            statement.what = match side {
                Side::Old => format!("no longer takes {words} (`{setter}`)"),
                Side::New => format!("also takes {words} (`{setter}`)"),
            };
        }
        subject.statements.push(statement);
    }
    split(&mut subjects, old.api, new.api);
    explain(&mut subjects);
    let operations = Operations::new(old.api, new.api, renames);
    for subject in subjects.values_mut() {
        subject.reduce(&operations);
    }
    // Constants of the client change with what operations need; alone, they are a change of the settings.
    let is_explained = subjects.values().any(|subject| subject.statements.iter().any(|one| !one.is_quiet()));
    if let Some(client) = subjects.get_mut("client::Client").filter(|_| is_explained) {
        client.statements.retain(|one| !one.is_vague);
    }
    // The changes of its operations show that a group was added or removed.
    subjects.retain(|path, subject| {
        let is_group =
            path.starts_with("resources::") && subject.statements.iter().all(|one| one.only.is_some());
        !subject.statements.is_empty() && !is_group
    });
    for (side, client) in [(Side::New, new), (Side::Old, old)] {
        fold(&mut subjects, side, client.api, &operations);
    }
    let counts = count(&subjects);
    let mut changes: Vec<PlacedChange> =
        subjects.into_values().flat_map(|subject| subject.changes(&operations, new, renames)).collect();
    changes.sort_by_key(|placed| placed.change.weight);
    (changes, counts)
}

impl Subject {
    fn new(path: String) -> Self {
        Self {
            path,
            old: None,
            new: None,
            statements: Vec::new(),
            added_types: Vec::new(),
            removed_types: Vec::new(),
        }
    }

    /// Remembers the nearest descriptions of the subject's items.
    fn describe(&mut self, was: Option<&ItemOrigin>, is: Option<&ItemOrigin>) {
        for (known, found) in [(&mut self.old, was), (&mut self.new, is)] {
            // The item of the subject itself has the place of the whole.
            if let Some(found) = found.filter(|found| known.is_none() || found.words.is_none()) {
                *known = Some(found.clone());
            }
        }
    }

    /// Returns whether one client has no such subject.
    fn only(&self) -> Option<Side> {
        let own = |one: &&Statement| one.only.is_some() && one.item == self.path;
        self.statements.iter().find(own).and_then(|one| one.only)
    }

    /// Keeps the most specific statements.
    fn reduce(&mut self, operations: &Operations<'_>) {
        let is_operation = self.path.starts_with("operations::");
        if let (true, Some(side)) = (is_operation, self.only()) {
            let call = operations.call(&self.path, side).unwrap_or_default();
            let statement = match side {
                Side::Old => Statement::new(Weight::Breaking, &self.path, format!("`{call}` was removed")),
                Side::New => Statement::new(Weight::Additive, &self.path, format!("`{call}` was added")),
            };
            let places =
                self.statements.iter().find(|one| one.item == self.path).and_then(|one| one.places.clone());
            self.statements = vec![Statement { places, ..statement.only(side) }];
            return;
        }
        let path = self.path.clone();
        let is_member = path.starts_with("models::") && path.matches("::").count() > 1;
        let own = self.statements.iter().filter(|one| one.item == path && !one.is_quiet());
        if let Some(heaviest) = own.map(|one| one.weight).min() {
            // A setter only repeats what happened to its field.
            let is_setter = |one: &Statement| one.item != path && one.item.ends_with("()");
            self.statements.retain(|one| !is_member || !is_setter(one) || one.weight < heaviest);
        }
        if self.statements.iter().any(|one| !one.is_quiet()) {
            self.statements.retain(|one| !one.is_quiet());
        } else if self.statements.iter().any(|one| one.is_vague) {
            self.statements.retain(|one| one.is_vague);
        }
        let mut known = HashSet::new();
        self.statements.retain(|one| known.insert(one.what.clone()));
        self.statements.sort_by_key(|one| one.weight);
    }

    /// Returns the changes of the subject. What is different on the wire is always one of its own, unless it
    /// explains a breaking change of an operation.
    fn changes(
        self,
        operations: &Operations<'_>,
        new: &Client<'_>,
        renames: &Renames<'_>,
    ) -> Vec<PlacedChange> {
        let side = self.only().unwrap_or(Side::New);
        let operation = operations.of(&self.path, side);
        let line = operation.as_ref().map(|(operation, _)| calls::line(operation));
        let group = operation.and_then(|(_, group)| group);
        let is_one = line.is_some() && self.statements.iter().any(|one| one.weight == Weight::Breaking);
        let (wire, rest): (Vec<_>, Vec<_>) =
            self.statements.iter().partition(|one| one.weight == Weight::Wire && !is_one);
        let mut settings = kept_names::of(&self.path, new, renames);
        let (mut added_types, mut removed_types) = (self.added_types, self.removed_types);
        let mut changes = Vec::new();
        for statements in [rest, wire] {
            let Some(weight) = statements.iter().map(|one| one.weight).min() else { continue };
            let is_documentation = statements.iter().all(|one| one.is_documentation);
            let shown = statements.iter().take(if is_documentation { 1 } else { usize::MAX });
            let mut what = shown.map(|one| one.what.as_str()).collect::<Vec<_>>().join("; ");
            if let Some(line) = &line {
                what = match is_documentation {
                    true => format!("the documentation of {} changed", messages::code(line)),
                    false => format!("{}: {what}", messages::code(line)),
                };
            }
            let whole = |described: &Option<ItemOrigin>| described.as_ref().and_then(|one| one.place.clone());
            let first = statements.first().and_then(|one| one.places.clone());
            let is_same_place = statements.iter().all(|one| one.places == first);
            let (old, new) =
                first.filter(|_| is_same_place).unwrap_or_else(|| (whole(&self.old), whole(&self.new)));
            changes.push(PlacedChange {
                change: Change {
                    weight,
                    item: self.path.clone(),
                    operation: line.clone(),
                    group: group.clone(),
                    what,
                    is_documentation,
                    added_types: std::mem::take(&mut added_types),
                    removed_types: std::mem::take(&mut removed_types),
                    settings: settings.take(),
                    old: None,
                    new: None,
                },
                old,
                new,
            });
        }
        changes
    }
}

/// Explains the types that are split into one for requests and one for responses, or joined again: a property
/// became read-only, or is not any more.
fn split(subjects: &mut IndexMap<String, Subject>, old: &Api, new: &Api) {
    for (api, other, side) in [(new, old, Side::New), (old, new, Side::Old)] {
        let inputs = api.models.iter().filter(|model| model.is_input);
        for input in inputs.filter(|input| !other.models.iter().any(|other| other.name == input.name)) {
            let same = |model: &&Model| !model.is_input && model.origin == input.origin;
            let Some(model) = api.models.iter().find(same) else { continue };
            let path = format!("models::{}", model.name.rust());
            let within = format!("{path}::");
            let causes: Vec<String> = subjects
                .values()
                .filter(|subject| subject.path.starts_with(&within))
                .flat_map(|subject| subject.statements.iter().filter(|one| one.is_cause))
                .map(|one| one.what.clone())
                .collect();
            if causes.is_empty() {
                continue;
            }
            // The setters and constructors move between the two types.
            for subject in subjects.values_mut() {
                let is_own = subject.path == path || subject.path.starts_with(&within);
                let moves = |one: &Statement| {
                    one.is_cause
                        || one.only.is_some() && (one.item.ends_with("()") || one.item.ends_with("Default"))
                };
                subject.statements.retain(|one| !is_own || !moves(one));
            }
            let (name, input) = (model.name.rust(), input.name.rust());
            let what = match side {
                Side::New => {
                    format!("requests contain a `{input}` instead of a `{name}`: {}", causes.join("; "))
                }
                Side::Old => {
                    format!("requests contain a `{name}` instead of a `{input}`: {}", causes.join("; "))
                }
            };
            let subject = subjects.entry(path.clone()).or_insert_with(|| Subject::new(path.clone()));
            let origin = |api: &Api| {
                api.models.iter().find(|other| other.name == model.name).map(|model| model.origin.clone())
            };
            let places = Some((origin(old), origin(new)));
            subject.statements.push(Statement { places, ..Statement::new(Weight::Breaking, &path, what) });
        }
    }
}

/// Removes what a difference of the same type already explains: if the fields of a type change, the code that
/// reads and writes it changes too.
fn explain(subjects: &mut IndexMap<String, Subject>) {
    let owner = |path: &str| super::items::parent(path).unwrap_or(path).to_owned();
    let is_specific = |subject: &&Subject| subject.statements.iter().any(|one| !one.is_quiet());
    let changed: HashSet<String> =
        subjects.values().filter(is_specific).map(|subject| owner(&subject.path)).collect();
    for subject in subjects.values_mut().filter(|subject| changed.contains(&subject.path)) {
        subject.statements.retain(|one| !one.is_vague);
    }
}

/// The operations of both clients, by the paths of their markers.
struct Operations<'a> {
    old: HashMap<String, (&'a Operation, Option<String>)>,
    new: HashMap<String, (&'a Operation, Option<String>)>,
}

impl<'a> Operations<'a> {
    fn new(old: &'a Api, new: &'a Api, renames: &Renames<'_>) -> Self {
        let mut operations = Self { old: HashMap::new(), new: HashMap::new() };
        for (side, api) in [(Side::Old, old), (Side::New, new)] {
            for operation in &api.operations {
                let path = format!("operations::{}", operation.marker.rust());
                let path = if side == Side::Old { renames.path(&path) } else { path };
                let group = accessor(api, operation.group);
                let found = if side == Side::Old { &mut operations.old } else { &mut operations.new };
                found.insert(path, (operation, group));
            }
        }
        operations
    }

    fn of(&self, path: &str, side: Side) -> Option<(&'a Operation, Option<String>)> {
        let found = if side == Side::Old { self.old.get(path) } else { self.new.get(path) };
        found.cloned()
    }

    /// Returns an operation as it is called: `things().list()`.
    fn call(&self, path: &str, side: Side) -> Option<String> {
        let (operation, group) = self.of(path, side)?;
        Some(messages::call(group.as_deref(), &operation.name))
    }
}

/// Returns the name of the method that returns a group.
pub(super) fn accessor(api: &Api, group: GroupId) -> Option<String> {
    api.groups.get(group.0 as usize).map(|group| group.accessor.ident().to_string())
}

/// Moves the types that only one change brings along, or takes away, into that change.
fn fold(subjects: &mut IndexMap<String, Subject>, side: Side, api: &Api, operations: &Operations<'_>) {
    let is_alone = |subject: &Subject| subject.only() == Some(side);
    let ids: HashMap<String, ModelId> =
        api.models_with_ids().map(|(id, model)| (format!("models::{}", model.name.rust()), id)).collect();
    let mut loose: HashMap<ModelId, String> = subjects
        .values()
        .filter(|subject| is_alone(subject))
        .filter_map(|subject| Some((*ids.get(&subject.path)?, subject.path.clone())))
        .collect();
    if loose.is_empty() {
        return;
    }
    // Fields of existing types come before operations, so that only what nothing else reaches is folded into
    // a new operation.
    let mut owners: Vec<(u8, String)> = subjects
        .values()
        .filter(|subject| !ids.contains_key(&subject.path))
        .map(|subject| {
            let is_operation = subject.path.starts_with("operations::");
            (u8::from(is_operation) + u8::from(is_operation && is_alone(subject)), subject.path.clone())
        })
        .collect();
    owners.sort_by_key(|(rank, _)| *rank);
    let members = members(api);
    for (_, owner) in owners {
        let roots = roots(&members, operations, &owner, side);
        let mut pending: Vec<ModelId> = roots.into_iter().flat_map(walk::models_in).collect();
        let mut types = Vec::new();
        while let Some(model) = pending.pop() {
            let Some(path) = loose.remove(&model) else { continue };
            pending.extend(walk::parts(api, model).into_iter().flat_map(walk::models_in));
            if let Some(subject) = subjects.shift_remove(&path) {
                types.push(messages::short(&subject.path).to_owned());
            }
        }
        types.sort();
        if let Some(subject) = subjects.get_mut(&owner) {
            match side {
                Side::Old => subject.removed_types.extend(types),
                Side::New => subject.added_types.extend(types),
            }
        }
    }
}

/// Returns the types of a field, a variant or an operation.
fn roots<'a>(
    members: &HashMap<String, &'a Type>,
    operations: &Operations<'a>,
    path: &str,
    side: Side,
) -> Vec<&'a Type> {
    if let Some((operation, _)) = operations.of(path, side) {
        return walk::types_of(operation);
    }
    members.get(path).into_iter().copied().collect()
}

/// Returns the types of the fields and variants of models, by path.
fn members(api: &Api) -> HashMap<String, &Type> {
    let mut members = HashMap::new();
    for model in &api.models {
        let path = |name: &dyn std::fmt::Display| format!("models::{}::{name}", model.name.rust());
        match &model.shape {
            Shape::Record(record) => {
                members.extend(record.fields.iter().map(|field| (path(&field.name.ident()), &field.ty)));
                members.extend(record.rest.iter().map(|rest| (path(&rest.name.ident()), &rest.ty)));
            }
            Shape::Union(union) => {
                let variants = union.variants.iter();
                members.extend(variants.map(|variant| (path(&variant.name.rust()), &variant.ty)));
            }
            Shape::Enum(_) | Shape::Alias(_) | Shape::Wrapper(_) => {}
        }
    }
    members
}

fn count(subjects: &IndexMap<String, Subject>) -> Counts {
    let mut counts = Counts::default();
    let mut changed: HashSet<&str> = HashSet::new();
    for subject in subjects.values() {
        let (tally, owner): (&mut Tally, &str) = if subject.path.starts_with("operations::") {
            (&mut counts.operations, &subject.path)
        } else if let Some(rest) = subject.path.strip_prefix("models::") {
            (&mut counts.models, rest.split("::").next().unwrap_or(rest))
        } else {
            continue;
        };
        let is_whole = subject.path.ends_with(owner);
        match subject.only() {
            Some(Side::Old) if is_whole => tally.removed += 1,
            Some(Side::New) if is_whole => tally.added += 1,
            _ if is_whole && subject.statements.iter().any(|one| one.is_rename) => tally.renamed += 1,
            _ if changed.insert(owner) => tally.changed += 1,
            _ => {}
        }
    }
    counts
}
