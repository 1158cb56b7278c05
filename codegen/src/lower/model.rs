//! The types of schemas: whether each has a name, and its shape.

use std::path::Path;

use serde_json::Value;

use super::Lowering;
use super::string_enum::Listing;
use crate::diagnostics::{Code, Finding, Place};
use crate::graph;
use crate::ir::{Enum, ModelId, Shape, Type};
use crate::openapi::schema_type::SchemaType;
use crate::resolve::{Linked, Schema, SchemaId};

/// Candidates for the name of an inline schema, from its place.
#[derive(Debug, Clone)]
pub(super) struct Hint {
    /// The preferred name, such as `image type`.
    pub(super) plain: String,
    /// The names if that is taken, with the role or the position, such as `image type property`.
    precise: Vec<String>,
}

impl Hint {
    pub(super) fn new(plain: String, role: &str) -> Self {
        let precise = vec![format!("{plain} {role}")];
        Self { plain, precise }
    }

    /// Adds a name, for the case that all others are taken.
    pub(super) fn or(mut self, precise: String) -> Self {
        self.precise.push(precise);
        self
    }

    fn candidates(&self) -> Vec<&str> {
        std::iter::once(&self.plain).chain(&self.precise).map(String::as_str).collect()
    }

    /// Returns a hint for a part of a component, if references lead to the part. It depends on the place of
    /// the part only, not on the first schema that refers to it.
    pub(super) fn of_part(
        place: &Place,
        role: &str,
        component_word: impl FnOnce(&str) -> String,
    ) -> Option<Self> {
        let mut steps = place.pointer.steps();
        if steps.next().as_deref() != Some("components") || steps.next().as_deref() != Some("schemas") {
            return None;
        }
        // The index of a branch is part of the name only if necessary, because branches may be added before
        // it.
        let (mut words, mut precise) = (Vec::new(), Vec::new());
        let mut is_index = false;
        let component = component_word(&steps.next()?);
        for step in std::iter::once(component).chain(steps) {
            let is_list = matches!(step.as_str(), "allOf" | "anyOf" | "oneOf");
            let word = match step.as_str() {
                "properties" | "$defs" | "definitions" => continue,
                "items" => "item".to_owned(),
                "additionalProperties" => "value".to_owned(),
                _ => step,
            };
            if !is_list {
                precise.push(word.clone());
            }
            if !is_list && !is_index {
                words.push(word);
            }
            is_index = is_list;
        }
        match (words.len(), precise.len()) {
            (0 | 1, 0 | 1) => None,
            (0 | 1, _) => Some(Self::new(precise.join(" "), role)),
            _ => Some(Self::new(words.join(" "), role).or(precise.join(" "))),
        }
    }
}

/// The form that a schema takes in Rust.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Form {
    /// A string enum or an integer enum.
    Enum,
    /// An alias of another schema.
    Same(SchemaId),
    /// A union.
    Union,
    /// A struct.
    Record,
    /// A type that needs no name.
    Plain,
}

impl Lowering<'_> {
    /// Returns a hint for an inline schema of an operation. If the schema is in a component, or in another
    /// file than the operation, the hint comes from there, so that it does not change if another operation
    /// uses it too.
    pub(super) fn hint_at_home(&self, place: &Place, operation: &str, use_of_it: &str, role: &str) -> Hint {
        let steps: Vec<String> = place.pointer.steps().take_while(|step| step != "content").collect();
        let component = match steps.as_slice() {
            [components, kind, name, ..] if components == "components" && kind != "schemas" => {
                Some((kind, name))
            }
            _ => None,
        };
        let kind = match component.map_or(role, |(kind, _)| kind.as_str()) {
            "responses" | "body" => "response",
            "parameters" | "parameter" => "parameter",
            _ => "body",
        };
        if let Some((_, name)) = component {
            return Hint::new(format!("{name} {kind}"), role);
        }
        let file = self.linked.files.get(place.file.index()).map(|file| Path::new(file.as_str()));
        let stem = file.and_then(Path::file_stem).map(|stem| stem.to_string_lossy().into_owned());
        let stem = stem.filter(|_| self.current_file.is_some_and(|file| file != place.file));
        // The index in a list is not a name.
        let is_index = steps.last().is_some_and(|step| step.bytes().all(|byte| byte.is_ascii_digit()));
        match stem.filter(|_| !is_index) {
            Some(stem) => {
                let name = steps.last().unwrap_or(&stem);
                Hint::new(format!("{name} {kind}"), role).or(format!("{stem} {name} {kind}"))
            }
            None => Hint::new(format!("{operation} {use_of_it}"), role),
        }
    }

    /// Returns the form of a schema.
    pub(super) fn form(&self, id: SchemaId, schema: &Schema) -> Form {
        let known = self.forms.borrow().get(&id).copied();
        known.unwrap_or_else(|| {
            let form = self.form_anew(id, schema);
            self.forms.borrow_mut().insert(id, form);
            form
        })
    }

    fn form_anew(&self, id: SchemaId, schema: &Schema) -> Form {
        if schema.is_words() || schema.is_whole_words() {
            return Form::Enum;
        }
        match self.listing(id) {
            Some(Listing::Component(known)) => return Form::Same(known),
            Some(Listing::Enum { .. }) => return Form::Enum,
            None => {}
        }
        if let Some(only) = self.linked.sole_part(schema) {
            // A component that inherits from a base and adds nothing is a subclass, not the base itself.
            let is_kind =
                self.subtypes.get(&only).is_some_and(|kinds| kinds.iter().any(|(_, kind)| *kind == id));
            return if is_kind { Form::Record } else { Form::Same(only) };
        }
        if self.is_union(id, schema) {
            Form::Union
        } else if self.linked.is_record(schema) {
            Form::Record
        } else if let Some(part) = self.typed_part(schema) {
            Form::Same(part)
        } else {
            Form::Plain
        }
    }

    /// Returns the documentation of a schema: its own description, or else that of a part.
    pub(super) fn words_of(&self, schema: &Schema) -> String {
        let parts = schema.all_of.iter().rev().copied().chain(self.linked.sole_part(schema));
        let own = std::iter::once(schema).chain(parts.filter_map(|part| self.linked.schema(part)));
        own.map(|schema| schema.description.as_str())
            .find(|words| !words.is_empty())
            .unwrap_or_default()
            .to_owned()
    }

    /// Returns the part of an `allOf` that determines the type. The other parts only restrict its values.
    fn typed_part(&self, schema: &Schema) -> Option<SchemaId> {
        let matches = |id: &&SchemaId| {
            self.linked.schema(**id).is_some_and(|part| {
                part.schema_type.is_some()
                    || !part.enumeration.is_empty()
                    || !part.properties.is_empty()
                    || !part.all_of.is_empty()
                    || !part.any_of.is_empty()
                    || !part.one_of.is_empty()
            })
        };
        schema.all_of.iter().find(matches).copied().filter(|_| schema.schema_type != Some(SchemaType::Object))
    }

    /// Returns the type of a schema at a use, or `None` if that failed, which has been reported.
    pub(super) fn type_of(&mut self, id: SchemaId, hint: &Hint) -> Option<Type> {
        if let Some(model) = self.models.get(&id) {
            return Some(Type::Model(*model));
        }
        let schema = self.linked.schema(id)?;
        let place = schema.place.clone()?;
        let by_place = if schema.is_referred_to {
            let is_composed = !self.compositions.scattered_parts(self.linked, id).is_empty();
            let role = if is_composed { "property" } else { "part" };
            Hint::of_part(&place, role, |name| self.component_word(name).to_owned())
        } else {
            self.hint_of_home(id)
        };
        let hint = by_place.as_ref().unwrap_or(hint);
        if self.under_way.iter().skip(self.named_at).any(|other| *other == id) {
            let finding = Finding::error(Code::CyclicReference, place, "this schema is a part of itself");
            self.report.survivable(finding.help("make it a component, so that it has a name"));
            return Some(Type::Json);
        }
        if self.under_way.len() >= self.settings.limits.depth {
            let what = format!("this schema is nested more than {} levels deep", self.under_way.len());
            let finding = Finding::error(Code::Limit, place, what);
            self.report.push(finding.help("make some of the parts components, or set `limits.depth`"));
            return Some(Type::Json);
        }
        self.under_way.push(id);
        let ty = match self.form(id, schema) {
            Form::Same(only) => self.type_of(only, hint),
            Form::Plain => self.plain_type(schema, &place, hint),
            Form::Enum | Form::Union | Form::Record => {
                let own = schema.enum_name.as_str();
                let own = Some(own).filter(|own| !own.is_empty() && schema.component.is_none());
                let candidates: Vec<&str> = own.into_iter().chain(hint.candidates()).collect();
                let model = self.claim_model(id, &hint.plain, &candidates, &place, false);
                model.map(|model| {
                    self.shape_of(id, model);
                    Type::Model(model)
                })
            }
        };
        self.under_way.pop();
        // The failure has been reported. If the report tolerates it, any JSON value is allowed.
        if ty.is_none() && self.report.survives(Code::Unsupported) { Some(Type::Json) } else { ty }
    }

    /// Returns whether a schema allows null.
    pub(super) fn is_nullable(&self, id: SchemaId) -> bool {
        self.nullable.get(id.index()).copied().unwrap_or_default()
    }

    /// Returns for each schema whether it allows null.
    pub(super) fn nullable_schemas(linked: &Linked) -> Vec<bool> {
        let ids: Vec<SchemaId> = linked.schema_ids().collect();
        let schema = |index: usize| ids.get(index).and_then(|id| linked.schema(*id));
        let parts = |index: usize| {
            let parts = schema(index).into_iter();
            parts.flat_map(|schema| linked.sole_part(schema).into_iter().chain(schema.branches()))
        };
        let matches = |schema: &Schema| schema.nullable || schema.enumeration.iter().any(Value::is_null);
        let parts = |index: usize| parts(index).map(SchemaId::index);
        graph::leading_to(ids.len(), parts, |index| schema(index).is_some_and(matches))
    }

    /// Returns the type of a schema in a list or map. Unlike a field, an element has no presence that
    /// includes null.
    pub(super) fn element_type(&mut self, id: SchemaId, hint: &Hint) -> Option<Type> {
        let ty = self.type_of(id, hint)?;
        Some(if self.is_nullable(id) && ty != Type::Json { Type::Nullable(Box::new(ty)) } else { ty })
    }

    /// Creates the shape of a schema that has a model.
    pub(super) fn shape_of(&mut self, id: SchemaId, model: ModelId) {
        let Some(schema) = self.linked.schema(id) else { return };
        let Some(place) = schema.place.clone() else { return };
        let named_at = std::mem::replace(&mut self.named_at, self.under_way.len());
        let name = self.api.model(model).map(|model| model.name.rust().to_owned()).unwrap_or_default();
        let shape = match self.form(id, schema) {
            Form::Enum => {
                let at = place.key("enum");
                Some(Shape::Enum(match self.listing(id) {
                    Some(Listing::Enum { words, is_open, is_whole }) => {
                        Enum { is_open, is_whole, ..self.words(words, &at) }
                    }
                    _ => self.words_of_schema(schema, &at),
                }))
            }
            // The model takes the shape of a part without a name, such as the branch beside null.
            Form::Same(only) if self.is_unnamed(only) => {
                self.models.insert(only, model);
                self.shape_of(only, model);
                self.named_at = named_at;
                return;
            }
            Form::Same(only) => self.type_of(only, &Hint::new(name, "part")).map(Shape::Alias),
            Form::Union => self.union(id, schema, &place, &name),
            Form::Record => self.record(id, &place, &name).map(Shape::Record),
            Form::Plain => self.plain_type(schema, &place, &Hint::new(name, "value")).map(Shape::Alias),
        };
        self.named_at = named_at;
        // As in `type_of`: the failure has been reported. If the report tolerates it, any JSON value is
        // allowed.
        let shape =
            shape.or_else(|| self.report.survives(Code::Unsupported).then_some(Shape::Alias(Type::Json)));
        if let (Some(shape), Some(model)) = (shape, self.api.models.get_mut(model.0 as usize)) {
            model.shape = shape;
        }
    }

    /// Returns whether a schema needs a name and has none, and nothing else refers to it.
    fn is_unnamed(&self, id: SchemaId) -> bool {
        let Some(schema) = self.linked.schema(id) else { return false };
        let is_model = matches!(self.form(id, schema), Form::Enum | Form::Union | Form::Record);
        is_model && schema.component.is_none() && !schema.is_referred_to && !self.models.contains_key(&id)
    }
}
