//! Unions, from `oneOf`, `anyOf` and discriminators: their variants, and the discriminator values of each.

mod variant_name;

use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;

use super::Lowering;
use super::model::Hint;
use crate::compose::canonical::{default_subclass, values_of_class};
use crate::diagnostics::{Code, Finding, Place};
use crate::ir::{Shape, Union, Variant};
use crate::naming::{Kind, Scope};
use crate::openapi::schema_type::SchemaType;
use crate::resolve::{Additional, Schema, SchemaId};
use variant_name::Siblings;
pub(super) use variant_name::ordinal;

impl Lowering<'_> {
    /// Finds the components that inherit by `allOf` from each schema with a discriminator.
    pub(super) fn find_subtypes(&mut self) {
        let linked = self.linked;
        let mut heirs: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
        for id in linked.schema_ids() {
            for part in linked.schema(id).into_iter().flat_map(|schema| &schema.all_of) {
                heirs.entry(*part).or_default().push(id);
            }
        }
        let mut components: HashMap<SchemaId, Vec<usize>> = HashMap::new();
        for (index, id) in linked.components.values().enumerate() {
            components.entry(*id).or_default().push(index);
        }
        let mut count = 0;
        for base in linked.schema_ids() {
            let Some(schema) = linked.schema(base) else { continue };
            if schema.discriminator.is_none() || schema.branches().next().is_some() {
                continue;
            }
            let mut found = IndexSet::new();
            let mut pending: Vec<SchemaId> = heirs.get(&base).cloned().unwrap_or_default();
            while let Some(id) = pending.pop() {
                if id != base && found.insert(id) {
                    pending.extend(heirs.get(&id).into_iter().flatten());
                }
            }
            let kinds = found.iter().filter_map(|id| components.get(id)).flatten().copied();
            let mut kinds: Vec<usize> = kinds.collect();
            kinds.sort_unstable();
            count += kinds.len();
            if count > self.settings.limits.composed_properties {
                let what = "schemas with a discriminator have too many subclasses, some of them here";
                let finding = Finding::error(Code::Limit, schema.place.clone(), what);
                self.report.push(finding.help("reduce the inheritance, or set `limits.composed_properties`"));
                return;
            }
            let kinds = kinds.into_iter().filter_map(|index| linked.components.get_index(index));
            let mut kinds: Vec<_> = kinds.map(|(name, id)| (name.clone(), linked.itself(*id))).collect();
            let itself = linked.itself(base);
            if !kinds.is_empty() && itself != base {
                kinds.push((schema.component.clone().unwrap_or_default(), itself));
            }
            // The target of each mapping is a variant, even if it does not inherit; usually it is the base
            // itself.
            let discriminator = schema.discriminator.iter();
            let values = discriminator.clone().flat_map(|it| &it.mapping).map(|(value, _)| value.as_str());
            let values = values.chain(["default"]);
            for (value, target) in values.zip(discriminator.flat_map(|it| it.targets())) {
                let is_known = target == base || kinds.iter().any(|(_, kind)| *kind == target);
                if !kinds.is_empty() && !is_known {
                    let of_target = linked.schema(target).filter(|target| !target.title.is_empty());
                    let named = linked.schema(target).and_then(|target| target.component.clone());
                    let word = named.or_else(|| of_target.map(|target| target.title.to_string()));
                    kinds.push((word.unwrap_or_else(|| value.to_owned()), target));
                }
            }
            if !kinds.is_empty() {
                self.subtypes.insert(base, kinds);
            }
        }
    }

    /// Returns whether a schema becomes a union.
    pub(super) fn is_union(&self, id: SchemaId, schema: &Schema) -> bool {
        if schema.discriminator.is_some() && self.subtypes.contains_key(&id) {
            return true;
        }
        let branches: Vec<SchemaId> = schema.branches().collect();
        if branches.len() < 2 || self.are_only_limits(&branches) {
            return false;
        }
        let alone = schema.properties.is_empty()
            && schema.all_of.is_empty()
            && schema.additional == Additional::Unstated;
        if !schema.one_of.is_empty() {
            // Branches beside properties describe the same object, so they are merged with it.
            return alone || schema.discriminator.is_some() && self.all_declare(&branches, schema);
        }
        // A value may match several branches of an `anyOf` of objects, so they become one struct. The
        // exceptions are branches that a discriminator or property distinguishes, and a map, which would
        // include the fields of the others.
        let may_be_one = schema.discriminator.is_none() && !self.linked.has_map(&branches);
        let are_one = || self.linked.are_objects(&branches) && self.kinds(&branches, true).is_none();
        alone && !(may_be_one && are_one())
    }

    /// Returns whether every branch has the properties beside the branches, so that a union loses none.
    fn all_declare(&self, branches: &[SchemaId], schema: &Schema) -> bool {
        let is_map = matches!(schema.additional, Additional::Of(_));
        let has = |key: &String| branches.iter().all(|branch| self.declares(*branch, key));
        !is_map && schema.properties.keys().all(has)
    }

    fn declares(&self, id: SchemaId, key: &str) -> bool {
        let mut visited = HashSet::new();
        let mut pending = vec![id];
        while let Some(id) = pending.pop() {
            let Some(schema) = self.linked.schema(id).filter(|_| visited.insert(id)) else { continue };
            if schema.properties.contains_key(key) {
                return true;
            }
            pending.extend(schema.all_of.iter());
        }
        false
    }

    /// Returns whether the branches only restrict which keys are required.
    fn are_only_limits(&self, branches: &[SchemaId]) -> bool {
        branches.iter().all(|&branch| {
            self.linked.schema(branch).is_some_and(|schema| {
                schema.schema_type.is_none_or(|it| it == SchemaType::Object)
                    && schema.properties.is_empty()
                    && schema.enumeration.is_empty()
                    && schema.branches().next().is_none()
                    && schema.all_of.is_empty()
                    && schema.items.is_none()
                    && (!schema.required.is_empty() || schema.not.is_some())
            })
        })
    }

    /// Creates the union of a schema for which [`Self::is_union`] returns true.
    pub(super) fn union(
        &mut self,
        id: SchemaId,
        schema: &Schema,
        place: &Place,
        owner: &str,
    ) -> Option<Shape> {
        let kinds = self.kinds(&schema.branches().collect::<Vec<_>>(), schema.one_of.is_empty());
        let declared = schema.discriminator.as_ref().map(|discriminator| discriminator.property.clone());
        let tag = declared.or_else(|| kinds.as_ref().map(|(property, ..)| property.clone()));
        let branches: Vec<SchemaId> = schema.branches().collect();
        let has_root =
            schema.discriminator.as_ref().is_some_and(|discriminator| discriminator.root.is_some());
        let is_tag_inherited = has_root && !branches.is_empty();
        let is_tag_optional = match &schema.discriminator {
            None => kinds.as_ref().is_some_and(|(.., is_required)| !is_required),
            Some(it) => {
                is_tag_inherited && !branches.iter().all(|branch| self.requires(*branch, &it.property))
            }
        };
        let mut found: Vec<(String, SchemaId, Vec<String>)> = Vec::new();
        if branches.is_empty() {
            for (name, subtype) in self.subtypes.get(&id).cloned().unwrap_or_default() {
                let is_itself = subtype != id && subtype == self.linked.itself(id);
                let tags = if is_itself {
                    self.tags_of_itself(schema, subtype, &name)
                } else {
                    self.tags_of(schema, subtype, &name)
                };
                let word = if is_itself { "base" } else { self.component_word(&name) };
                found.push((word.to_owned(), subtype, tags));
            }
        }
        let tags = match kinds {
            Some((_, tags, _)) if schema.discriminator.is_none() => tags,
            _ => self.tags_of_branches(schema, &branches),
        };
        let siblings = Siblings::of(self.linked, &branches);
        for (index, (&branch, mut tags)) in branches.iter().zip(tags).enumerate() {
            if is_tag_inherited && !self.is_object(branch) {
                tags.clear();
            }
            let word = match tags.as_slice() {
                [only] if self.is_nameless(branch) => only.clone(),
                _ => self.branch_word(branch, index, &siblings),
            };
            found.push((word, branch, tags));
        }
        // A value that several variants share is only one feature among others that distinguish them.
        let mut known: HashSet<&str> = HashSet::new();
        let is_ambiguous = found.iter().flat_map(|(_, _, tags)| tags).any(|tag| !known.insert(tag));
        let is_tag_optional = is_tag_optional || is_ambiguous;
        let is_tag_inherited = is_tag_inherited && !is_ambiguous;
        let itself = Some(self.linked.itself(id)).filter(|itself| branches.is_empty() && *itself != id);
        let default = schema.discriminator.as_ref().and_then(|it| it.default);
        let is_default = |branch: SchemaId| default == Some(branch);
        // A default of the discriminator means a subclass. Without one, objects without a value are of the
        // base.
        let default_value = default_subclass(self.linked, id).filter(|_| branches.is_empty());
        let is_untagged = |branch: SchemaId, tags: &[String]| {
            let is_meant = match &default_value {
                Some(value) => tags.contains(value),
                None => itself == Some(branch) && default.is_none(),
            };
            tag.as_deref().is_some_and(|tag| is_meant && !self.requires(branch, tag))
        };
        // A discriminator without values, as with branches without names, distinguishes nothing. Branches
        // that are not objects have no values.
        let is_distinguished = |(_, branch, tags): &(String, SchemaId, Vec<String>)| {
            !tags.is_empty()
                || is_default(*branch)
                || is_untagged(*branch, tags)
                || is_tag_inherited && !self.is_object(*branch)
        };
        let untagged: Vec<bool> = found.iter().map(|(_, branch, tags)| is_untagged(*branch, tags)).collect();
        let tag = tag.clone().filter(|_| found.iter().all(is_distinguished));
        let mut scope = Scope::new(Kind::Variant, &["Self"]);
        let mut variants: Vec<Variant> = Vec::new();
        for (index, ((word, branch, tags), is_untagged)) in found.into_iter().zip(untagged).enumerate() {
            if self.is_only_null(branch) {
                continue;
            }
            let by_order = format!("{} {word}", ordinal(index));
            let hint = Hint::new(format!("{owner} {word}"), "variant").or(format!("{owner} {by_order}"));
            let ty = self.type_of(branch, &hint)?;
            let name = scope.claim(&word, &[&word, &by_order], place);
            variants.push(Variant { name, ty, tags, is_untagged, is_default: is_default(branch) });
        }
        let other = scope.claim("", &["unrecognized", "unrecognized value", "unlisted"], place);
        let is_base = branches.is_empty();
        Some(Shape::Union(Union { variants, tag, is_tag_optional, is_tag_inherited, is_base, other }))
    }

    /// Returns the discriminator values of a subclass.
    pub(super) fn tags_of(&self, schema: &Schema, subtype: SchemaId, name: &str) -> Vec<String> {
        match &schema.discriminator {
            Some(discriminator) => values_of_class(self.linked, discriminator, subtype, name),
            None => vec![name.to_owned()],
        }
    }

    fn is_only_null(&self, id: SchemaId) -> bool {
        self.linked.schema(id).is_some_and(|schema| {
            schema.nullable
                && !schema.enumeration.is_empty()
                && schema.enumeration.iter().all(serde_json::Value::is_null)
        })
    }
}
