//! Items that have another name in the new client: they are reported as renamed, instead of as removed and
//! added.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::surface::{Item, Surface};
use crate::diagnostics::{FileId, Place, Pointer};
use crate::ir::{Api, Bodies, Model, ModelId, Operation, Shape, Type, walk};
use crate::openapi::path_template::PathTemplate;
use crate::source::Source;

/// The pairs of items of both clients, and the names of those that were renamed.
pub(super) struct Renames<'a> {
    pub(super) operations: Vec<(&'a Operation, &'a Operation)>,
    pub(super) models: Vec<(ModelId, ModelId)>,
    /// New names by old names, of models.
    model_names: BTreeMap<&'a str, &'a str>,
    /// New names by old names, of the types of `operations`.
    marker_names: BTreeMap<&'a str, &'a str>,
    /// New paths by old paths, of methods, fields and variants.
    paths: HashMap<String, String>,
}

impl<'a> Renames<'a> {
    pub(super) fn of((old, old_source): (&'a Api, &Source), (new, new_source): (&'a Api, &Source)) -> Self {
        let operations = operations(old, new);
        let mut renames = Self {
            models: models((old, old_source), (new, new_source), &operations),
            operations,
            model_names: BTreeMap::new(),
            marker_names: BTreeMap::new(),
            paths: HashMap::new(),
        };
        for (before, after) in renames.models.clone() {
            if let (Some(before), Some(after)) = (old.model(before), new.model(after)) {
                if before.name.rust() != after.name.rust() {
                    renames.model_names.insert(before.name.rust(), after.name.rust());
                }
                renames.parts(old, new, before, after);
            }
        }
        for (before, after) in renames.operations.clone() {
            renames.operation(old, new, before, after);
        }
        renames
    }

    /// Returns the old name of a model that has another one now.
    pub(super) fn old_name(&self, new: &str) -> Option<&'a str> {
        self.model_names.iter().find(|(_, name)| **name == new).map(|(old, _)| *old)
    }

    /// Returns the new path of a field or variant with the path `models::Old::field`, if it was renamed.
    pub(super) fn member(&self, path: &str) -> Option<&str> {
        self.paths.get(path).map(String::as_str)
    }

    /// Returns the old and new paths of the renamed fields and variants.
    pub(super) fn members(&self) -> Vec<(&str, &str)> {
        let members =
            self.paths.iter().filter(|(old, _)| old.starts_with("models::") && !old.ends_with("()"));
        let mut members: Vec<_> = members.map(|(old, new)| (old.as_str(), new.as_str())).collect();
        members.sort_unstable();
        members
    }

    /// Returns the old client as if its items had the new names, and the old paths by the new ones.
    pub(super) fn apply(&self, surface: Surface) -> (Surface, HashMap<String, String>) {
        let mut originals = HashMap::new();
        let mut renamed = Surface::with_capacity(surface.len());
        for (path, mut item) in surface {
            let is_model = path.starts_with("models::");
            let new = self.path(&path);
            self.item(&mut item, is_model);
            if new != path {
                originals.insert(new.clone(), path);
            }
            renamed.insert(new, item);
        }
        (renamed, originals)
    }

    fn item(&self, item: &mut Item, is_model: bool) {
        if self.model_names.is_empty() && self.marker_names.is_empty() {
            return;
        }
        item.signature = self.tokens(&item.signature, is_model);
        item.code = self.tokens(&item.code, is_model);
        if let Some(function) = &mut item.function {
            function.output = self.tokens(&function.output, is_model);
            for input in &mut function.inputs {
                *input = self.tokens(input, is_model);
            }
        }
    }

    /// Returns the new path of an item.
    pub(super) fn path(&self, path: &str) -> String {
        let (owner, bound) =
            path.split_once(": ").map_or((path, None), |(owner, bound)| (owner, Some(bound)));
        let mut owner = self.paths.get(owner).cloned().unwrap_or_else(|| owner.to_owned());
        let steps: Vec<&str> = owner.split("::").collect();
        let names = match steps.first() {
            Some(&"models") => &self.model_names,
            Some(&"operations") => &self.marker_names,
            _ => return owner_with(owner, bound.map(|bound| self.tokens(bound, false))),
        };
        if let Some((name, new)) = steps.get(1).and_then(|name| Some((*name, *names.get(name)?))) {
            let end = owner.find("::").map_or(0, |start| start + 2) + name.len();
            owner.replace_range(end - name.len()..end, new);
        }
        owner_with(owner, bound.map(|bound| self.tokens(bound, path.starts_with("models::"))))
    }

    /// Replaces the names of types in tokens.
    fn tokens(&self, tokens: &str, is_model: bool) -> String {
        let mut words: Vec<&str> = Vec::new();
        for word in tokens.split(' ') {
            let module = match words.as_slice() {
                [.., module, "::"] => Some(*module),
                _ => None,
            };
            let new = match module {
                Some("models" | "super") => self.model_names.get(word),
                Some("operations") => self.marker_names.get(word),
                Some(_) => None,
                None if is_model => self.model_names.get(word),
                None => self.marker_names.get(word),
            };
            words.push(new.copied().unwrap_or(word));
        }
        words.join(" ")
    }

    fn operation(&mut self, old: &'a Api, new: &'a Api, before: &'a Operation, after: &'a Operation) {
        let mut is = |before: &'a str, after: &'a str| {
            if before != after {
                self.marker_names.insert(before, after);
            }
        };
        is(before.marker.rust(), after.marker.rust());
        for (before, after) in [
            (&before.outcome.success, &after.outcome.success),
            (&before.outcome.failure, &after.outcome.failure),
        ] {
            if let (Bodies::ByStatus { name: before, .. }, Bodies::ByStatus { name: after, .. }) =
                (before, after)
            {
                is(before.rust(), after.rust());
            }
        }
        for before in &before.representations {
            let same = |other: &&crate::ir::Representation| other.media == before.media;
            if let Some(after) = after.representations.iter().find(same) {
                is(before.marker.rust(), after.marker.rust());
            }
        }
        let method = |api: &Api, operation: &Operation, name: &crate::naming::Name| {
            let group = api.groups.get(operation.group.0 as usize)?;
            Some(format!("resources::{}::{}()", group.name.rust(), name.ident()))
        };
        let mut paths = vec![(method(old, before, &before.name), method(new, after, &after.name))];
        for body in &before.bodies {
            let same = after.bodies.iter().find(|other| other.media == body.media);
            if let (Some(name), Some(other)) = (&body.method, same.and_then(|other| other.method.as_ref())) {
                paths.push((method(old, before, name), method(new, after, other)));
            }
        }
        self.paths.extend(paths.into_iter().filter_map(|(before, after)| {
            let (before, after) = (before?, after?);
            (before != after).then_some((before, after))
        }));
    }

    /// Finds fields with the same key, and variants with the same value or type.
    fn parts(&mut self, old: &Api, new: &Api, before: &Model, after: &Model) {
        let mut pairs: Vec<(String, String)> = Vec::new();
        match (&before.shape, &after.shape) {
            (Shape::Record(was), Shape::Record(is)) => {
                for field in &was.fields {
                    let same = is.fields.iter().find(|other| other.name.wire() == field.name.wire());
                    let Some(other) = same.filter(|other| other.name.rust() != field.name.rust()) else {
                        continue;
                    };
                    pairs.push((field.name.ident().to_string(), other.name.ident().to_string()));
                    pairs
                        .push((format!("{}()", field.setter.ident()), format!("{}()", other.setter.ident())));
                    if let (Some(was), Some(is)) = (&field.null_setter, &other.null_setter) {
                        pairs.push((format!("{}()", was.ident()), format!("{}()", is.ident())));
                    }
                }
            }
            (Shape::Enum(was), Shape::Enum(is)) => {
                for word in &was.known {
                    let same = is.known.iter().find(|other| other.wire() == word.wire());
                    if let Some(other) = same.filter(|other| other.rust() != word.rust()) {
                        pairs.push((word.rust().to_owned(), other.rust().to_owned()));
                    }
                }
            }
            (Shape::Union(was), Shape::Union(is)) => {
                let name = |api: &Api, ty: &Type| match ty {
                    Type::Model(id) => api.model(*id).map(|model| model.name.rust().to_owned()),
                    _ => None,
                };
                for variant in &was.variants {
                    let Some(target) = name(old, &variant.ty) else { continue };
                    let target = self.model_names.get(target.as_str()).map_or(target.as_str(), |new| *new);
                    let same =
                        is.variants.iter().find(|other| name(new, &other.ty).as_deref() == Some(target));
                    if let Some(other) = same.filter(|other| other.name.rust() != variant.name.rust()) {
                        pairs.push((variant.name.rust().to_owned(), other.name.rust().to_owned()));
                    }
                }
            }
            _ => {}
        }
        let (owner, new_owner) = (before.name.rust(), after.name.rust());
        let (was, is) = (members(before), members(after));
        for (before, after) in pairs {
            // A name that now belongs to another key is a change of meaning.
            if !is.contains(&before) && !was.contains(&after) {
                self.paths
                    .insert(format!("models::{owner}::{before}"), format!("models::{new_owner}::{after}"));
            }
        }
    }
}

/// Returns the names of the fields, setters and variants of a model.
fn members(model: &Model) -> HashSet<String> {
    match &model.shape {
        Shape::Record(record) => {
            let fields = record.fields.iter();
            let names = fields.flat_map(|field| {
                let setters = [Some(&field.setter), field.null_setter.as_ref()];
                let setters = setters.into_iter().flatten().map(|setter| format!("{}()", setter.ident()));
                setters.chain([field.name.ident().to_string()])
            });
            names.collect()
        }
        Shape::Enum(words) => words.known.iter().map(|word| word.rust().to_owned()).collect(),
        Shape::Union(union) => union.variants.iter().map(|variant| variant.name.rust().to_owned()).collect(),
        Shape::Alias(_) | Shape::Wrapper(_) => HashSet::new(),
    }
}

fn owner_with(owner: String, bound: Option<String>) -> String {
    match bound {
        Some(bound) => format!("{owner}: {bound}"),
        None => owner,
    }
}

/// Pairs the operations with the same name, which programs call, and then those with the same method and
/// path.
fn operations<'a>(old: &'a Api, new: &'a Api) -> Vec<(&'a Operation, &'a Operation)> {
    let by_marker: HashMap<&str, &Operation> =
        new.operations.iter().map(|operation| (operation.marker.rust(), operation)).collect();
    let known: HashSet<&str> = old.operations.iter().map(|operation| operation.marker.rust()).collect();
    let mut added: HashMap<String, &Operation> = new
        .operations
        .iter()
        .filter(|operation| !known.contains(operation.marker.rust()))
        .map(|operation| (call(operation), operation))
        .collect();
    let pair = |before: &'a Operation| match by_marker.get(before.marker.rust()) {
        Some(after) => Some((before, *after)),
        None => added.remove(&call(before)).map(|after| (before, after)),
    };
    old.operations.iter().filter_map(pair).collect()
}

/// Returns the method and path of an operation, without the names of variables.
pub(super) fn call(operation: &Operation) -> String {
    format!("{} {}", operation.method, PathTemplate(&operation.path).without_names())
}

/// Pairs the models with the same name, then those at the same place, then those with the same content.
fn models(
    (old, old_source): (&Api, &Source),
    (new, new_source): (&Api, &Source),
    operations: &[(&Operation, &Operation)],
) -> Vec<(ModelId, ModelId)> {
    let by_name: HashMap<&str, ModelId> =
        new.models_with_ids().map(|(id, model)| (model.name.rust(), id)).collect();
    let old_names: HashSet<&str> = old.models.iter().map(|model| model.name.rust()).collect();
    let mut pairs = Vec::new();
    let mut gone: Vec<(ModelId, &Model)> = Vec::new();
    for (id, model) in old.models_with_ids() {
        match by_name.get(model.name.rust()).and_then(|same| Some((*same, new.model(*same)?))) {
            // The name of the type is an alias of its new name.
            Some((same, Model { shape: Shape::Alias(Type::Model(target)), .. }))
                if model.is_component && !matches!(model.shape, Shape::Alias(_)) =>
            {
                let is_new = new.model(*target).is_some_and(|target| !old_names.contains(target.name.rust()));
                pairs.push((id, if is_new { *target } else { same }));
            }
            Some((same, _)) => pairs.push((id, same)),
            None => gone.push((id, model)),
        }
    }
    let paired: HashSet<ModelId> = pairs.iter().map(|(_, after)| *after).collect();
    let mut added: Vec<(ModelId, &Model)> = new
        .models_with_ids()
        .filter(|(id, model)| !old_names.contains(model.name.rust()) && !paired.contains(id))
        .collect();
    for round in [Round::Place, Round::Content, Round::Place, Round::Content] {
        let prefixes: Vec<(&Place, &Place)> = pairs
            .iter()
            .filter_map(|(before, after)| Some((old.model(*before)?, new.model(*after)?)))
            .filter(|(before, after)| before.name != after.name)
            .map(|(before, after)| (&before.origin, &after.origin))
            .collect();
        let found = match round {
            Round::Place => at_place((&gone, old_source), (&added, new_source), &prefixes),
            Round::Content => {
                let used = used((old, new), operations, &pairs);
                with_content((old, &gone), (new, &added), &used)
            }
        };
        gone.retain(|(id, _)| !found.iter().any(|(before, _)| before == id));
        added.retain(|(id, _)| !found.iter().any(|(_, after)| after == id));
        pairs.extend(found);
    }
    pairs
}

#[derive(Clone, Copy)]
enum Round {
    Place,
    Content,
}

type Models<'a> = Vec<(ModelId, &'a Model)>;

/// Pairs the models at the same place; also in a schema that has another place.
fn at_place(
    (gone, old): (&Models<'_>, &Source),
    (added, new): (&Models<'_>, &Source),
    moved: &[(&Place, &Place)],
) -> Vec<(ModelId, ModelId)> {
    let key = |source: &Source, file: FileId, pointer: Pointer, model: &Model| {
        // The entry file may have another name.
        let name = (file != source.entry().file).then(|| source.relative_name(file));
        (name, pointer, model.is_input, std::mem::discriminant(&model.shape))
    };
    let own =
        |source: &Source, model: &Model| key(source, model.origin.file, model.origin.pointer.clone(), model);
    let mut places: HashMap<_, ModelId> = added.iter().map(|(id, model)| (own(new, model), *id)).collect();
    let mut pairs = Vec::new();
    for (id, model) in gone {
        let place = &model.origin;
        let is_within =
            |(from, _): &&(&Place, &Place)| from.file == place.file && place.pointer.is_within(&from.pointer);
        let inner = moved.iter().filter(is_within);
        let moved =
            inner.map(|(from, to)| key(new, to.file, place.pointer.moved(&from.pointer, &to.pointer), model));
        let found = moved.chain([own(old, model)]).find_map(|key| places.remove(&key));
        pairs.extend(found.map(|other| (*id, other)));
    }
    pairs
}

/// Returns the pairs of models that paired operations and fields have in the same place.
fn used(
    (old, new): (&Api, &Api),
    operations: &[(&Operation, &Operation)],
    models: &[(ModelId, ModelId)],
) -> HashSet<(ModelId, ModelId)> {
    let mut types: Vec<(&Type, &Type)> = Vec::new();
    for (before, after) in operations {
        types.extend(walk::types_of(before).into_iter().zip(walk::types_of(after)));
    }
    for (before, after) in models {
        let shapes =
            (old.model(*before).map(|model| &model.shape), new.model(*after).map(|model| &model.shape));
        if let (Some(Shape::Record(was)), Some(Shape::Record(is))) = shapes {
            let keys: HashMap<&str, &Type> =
                is.fields.iter().map(|field| (field.name.wire(), &field.ty)).collect();
            let same = was.fields.iter().filter_map(|field| Some((&field.ty, *keys.get(field.name.wire())?)));
            types.extend(same);
        }
    }
    let pairs = types.into_iter().map(|(before, after)| (walk::models_in(before), walk::models_in(after)));
    pairs.flat_map(|(before, after)| before.into_iter().zip(after)).collect()
}

/// Types with fewer members can be alike by chance.
const MANY_MEMBERS: usize = 4;

/// Pairs the models with the same content, if no other model has it, and if they are used in the same place
/// or have many keys.
fn with_content(
    gone: (&Api, &Models<'_>),
    added: (&Api, &Models<'_>),
    used: &HashSet<(ModelId, ModelId)>,
) -> Vec<(ModelId, ModelId)> {
    let sorted = |(api, models): (&Api, &Models<'_>)| {
        let mut sorted: BTreeMap<String, Vec<ModelId>> = BTreeMap::new();
        for (id, model) in models {
            if let Some(content) = content(api, model) {
                sorted.entry(content).or_default().push(*id);
            }
        }
        sorted
    };
    let (gone, added) = (sorted(gone), sorted(added));
    let only = |models: &Vec<ModelId>| match models.as_slice() {
        [model] => Some(*model),
        _ => None,
    };
    let mut pairs: Vec<(ModelId, ModelId)> = Vec::new();
    for (content, models) in &gone {
        let Some(pair) = only(models).zip(added.get(content).and_then(only)) else { continue };
        if used.contains(&pair) || content.lines().count() >= MANY_MEMBERS {
            pairs.push(pair);
        }
    }
    pairs
}

/// Returns the keys and types of a model, one in each line. Returns `None` for an alias.
fn content(api: &Api, model: &Model) -> Option<String> {
    let ty = |ty: &Type| match api.resolved(ty.not_null()) {
        // A model within may have another name, too.
        Type::Model(_) => "model".to_owned(),
        ty => format!("{:?}", std::mem::discriminant(ty)),
    };
    let mut lines: Vec<String> = match &model.shape {
        Shape::Record(record) => {
            let fields = record.fields.iter();
            fields
                .map(|field| format!("{}: {:?} {}", field.name.wire(), field.presence, ty(&field.ty)))
                .collect()
        }
        Shape::Enum(words) => words.known.iter().map(|word| word.wire().to_owned()).collect(),
        Shape::Union(union) => {
            union.variants.iter().map(|variant| format!("{} {:?}", ty(&variant.ty), variant.tags)).collect()
        }
        Shape::Alias(_) | Shape::Wrapper(_) => Vec::new(),
    };
    lines.sort_unstable();
    let kind = std::mem::discriminant(&model.shape);
    (!lines.is_empty()).then(|| format!("{kind:?} {} {}", model.is_input, lines.join("\n")))
}
