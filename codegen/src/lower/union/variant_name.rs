//! Names of variants: of the component that a branch refers to, or by what distinguishes the branch.

use std::collections::{HashMap, HashSet};

use crate::lower::Lowering;
use crate::lower::model::Form;
use crate::openapi::schema_type::SchemaType;
use crate::resolve::{Additional, Linked, Schema, SchemaId};

impl Lowering<'_> {
    /// Returns whether a branch has neither a component name nor a title, so that its discriminator value is
    /// the best name.
    pub(super) fn is_nameless(&self, branch: SchemaId) -> bool {
        let schema = self.linked.schema(branch);
        schema.is_some_and(|schema| schema.title.is_empty()) && self.referred_name(branch).is_none()
    }

    /// Returns the name of the component that a branch is or refers to. Keywords beside the reference do not
    /// change the name, unless they add properties.
    fn referred_name(&self, branch: SchemaId) -> Option<&str> {
        let mut branch = branch;
        let mut passed = HashSet::new();
        while passed.insert(branch) {
            let schema = self.linked.schema(branch)?;
            if let Some(name) = &schema.component {
                return Some(name);
            }
            let only = self.linked.sole_part(schema).or_else(|| {
                let adds = |part: &&SchemaId| {
                    let part = self.linked.schema(**part);
                    part.is_some_and(|part| part.component.is_some() || self.linked.has_properties(part))
                };
                let mut adding = schema.all_of.iter().filter(adds);
                let only = adding.next().filter(|_| adding.next().is_none());
                only.filter(|_| schema.properties.is_empty() && schema.branches().next().is_none()).copied()
            });
            branch = only?;
        }
        None
    }

    /// Returns a name for a branch: its component name or title, a constant, its type, or a key that
    /// distinguishes it.
    pub(super) fn branch_word(&self, branch: SchemaId, index: usize, siblings: &Siblings<'_>) -> String {
        if let Some(name) = self.referred_name(branch) {
            return self.component_word(name).to_owned();
        }
        let mut branch = branch;
        let mut passed = HashSet::new();
        let schema = loop {
            let Some(schema) = self.linked.schema(branch) else { return ordinal(index) };
            if let Some(name) = schema.component.as_ref() {
                return self.component_word(name).to_owned();
            }
            if !schema.title.is_empty() && schema.title.len() <= 40 {
                return self.component_word(&schema.title).to_owned();
            }
            if let Some(word) = self.constant(branch) {
                return word;
            }
            match self.form(branch, schema) {
                Form::Same(only) if passed.insert(only) => branch = only,
                _ => break schema,
            }
        };
        match schema.schema_type {
            Some(SchemaType::Array) => self.list_word(schema),
            Some(SchemaType::Object) | None => match siblings.own_key(branch, schema) {
                Some(key) if siblings.has_other_with(branch, key) => {
                    let value = schema.properties.get(key).and_then(|value| self.value_word(*value));
                    format!("with {}", value.as_deref().unwrap_or(key))
                }
                Some(key) => format!("with {key}"),
                None if matches!(schema.additional, Additional::Of(_) | Additional::Allowed) => {
                    "map".to_owned()
                }
                None if schema.schema_type.is_some() => "object".to_owned(),
                None if schema.branches().next().is_some() && self.is_object(branch) => "object".to_owned(),
                None => ordinal(index),
            },
            Some(SchemaType::String) if !schema.enumeration.is_empty() => match schema.enumeration.as_slice()
            {
                [serde_json::Value::String(only)] => only.clone(),
                // The other branch is usually any string.
                _ => "known".to_owned(),
            },
            Some(other) => {
                let has_twin = siblings.has_other_of(branch, other);
                // The format distinguishes it from another branch of the same type.
                schema.format.clone().filter(|_| has_twin).unwrap_or_else(|| other.as_str().to_owned())
            }
        }
    }

    /// Returns a name for a list: by its elements, if they have one type.
    fn list_word(&self, list: &Schema) -> String {
        let mut lists = 1;
        let mut items = list.items;
        // The description's file limits the depth, unless a list contains itself.
        while let Some(schema) = items.and_then(|items| self.linked.schema(items)).filter(|_| lists < 4) {
            if let Some(name) = schema.component.as_deref() {
                return self.component_word(name).to_owned() + &" list".repeat(lists);
            }
            match schema.schema_type {
                Some(SchemaType::Array) => (items, lists) = (schema.items, lists + 1),
                Some(other) => return other.as_str().to_owned() + &" list".repeat(lists),
                None => break,
            }
        }
        "list".to_owned() + &" list".repeat(lists - 1)
    }

    /// Returns the name of the component that a property refers to, or that its elements are.
    fn value_word(&self, value: SchemaId) -> Option<String> {
        if let Some(name) = self.referred_name(value) {
            return Some(self.component_word(name).to_owned());
        }
        let schema = self.linked.schema(value)?;
        let name = self.referred_name(schema.items?)?;
        Some(self.component_word(name).to_owned() + " list")
    }

    /// Returns the only value of a property with exactly one, such as the `type` that distinguishes a branch.
    fn constant(&self, id: SchemaId) -> Option<String> {
        let mut visited = HashSet::new();
        let mut pending = vec![id];
        while let Some(id) = pending.pop() {
            let Some(schema) = self.linked.schema(id).filter(|_| visited.insert(id)) else { continue };
            let own = schema.properties.values().find_map(|property| {
                match self.linked.schema(*property)?.enumeration.as_slice() {
                    [serde_json::Value::String(only)] if !only.is_empty() => Some(only.clone()),
                    _ => None,
                }
            });
            if own.is_some() {
                return own;
            }
            pending.extend(schema.all_of.iter().rev());
        }
        None
    }
}

/// Properties of all branches of a union.
pub(super) struct Siblings<'a> {
    branches: HashSet<SchemaId>,
    /// The number of branches with each key.
    keys: HashMap<&'a str, usize>,
    /// The number of branches of each type.
    types: HashMap<SchemaType, usize>,
}

impl<'a> Siblings<'a> {
    pub(super) fn of(linked: &'a Linked, branches: &[SchemaId]) -> Self {
        let mut siblings = Self { branches: HashSet::new(), keys: HashMap::new(), types: HashMap::new() };
        for branch in branches {
            let Some(schema) = linked.schema(*branch).filter(|_| siblings.branches.insert(*branch)) else {
                continue;
            };
            let mut met = HashSet::new();
            for key in keys(schema).filter(|key| met.insert(*key)) {
                *siblings.keys.entry(key).or_default() += 1;
            }
            if let Some(own) = schema.schema_type {
                *siblings.types.entry(own).or_default() += 1;
            }
        }
        siblings
    }

    /// Returns a key that no other branch has, or else any: if possible the first required one, or else the
    /// first by the alphabet, because the order of properties has no meaning.
    fn own_key<'s>(&self, branch: SchemaId, schema: &'s Schema) -> Option<&'s str> {
        let own = usize::from(self.branches.contains(&branch));
        let is_own = |key: &&str| self.keys.get(key).is_none_or(|count| *count <= own);
        let required = || schema.required.iter().map(String::as_str);
        let others = || schema.properties.keys().map(String::as_str);
        let own = required().find(is_own).or_else(|| others().filter(is_own).min());
        own.or_else(|| required().next()).or_else(|| others().min())
    }

    /// Returns whether another branch has the key.
    fn has_other_with(&self, branch: SchemaId, key: &str) -> bool {
        let own = usize::from(self.branches.contains(&branch));
        self.keys.get(key).is_some_and(|count| *count > own)
    }

    /// Returns whether another branch has the given type.
    fn has_other_of(&self, branch: SchemaId, schema_type: SchemaType) -> bool {
        let own = usize::from(self.branches.contains(&branch));
        self.types.get(&schema_type).is_some_and(|count| *count > own)
    }
}

/// Returns the keys of an object, required ones first.
fn keys(schema: &Schema) -> impl Iterator<Item = &str> {
    schema.required.iter().chain(schema.properties.keys()).map(String::as_str)
}

/// Returns the ordinal for an index, for names without a better word.
pub(crate) fn ordinal(index: usize) -> String {
    const ORDINALS: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    ORDINALS.get(index).map_or_else(|| format!("option {}", index + 1), |word| (*word).to_owned())
}
