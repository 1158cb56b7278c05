//! `anyOf` and `oneOf` to enums: which branch a value belongs to is decided here, not when it arrives.

use super::Lowering;
use crate::ir::{JsonKind, Type, Variant};
use crate::link::{Schema, SchemaId};
use crate::name::{Kind, Scope};
use crate::source::Place;

impl Lowering<'_> {
    /// Whether a schema offers several types that JSON itself tells apart.
    pub(super) fn is_scalar_choice(&self, schema: &Schema) -> bool {
        let branches = branches(schema);
        let kinds: Vec<_> = branches.iter().filter_map(|&branch| self.scalar_kind(branch)).collect();
        let distinct =
            kinds.iter().enumerate().all(|(index, kind)| !kinds.iter().take(index).any(|k| k == kind));
        branches.len() > 1 && kinds.len() == branches.len() && distinct && schema.properties.is_empty()
    }

    fn scalar_kind(&self, id: SchemaId) -> Option<JsonKind> {
        let schema = self.linked.schema(id)?;
        if !schema.enumeration.is_empty() || schema.format.as_deref().is_some_and(|format| format != "int64")
        {
            return None;
        }
        Some(match schema.type_name.as_deref()? {
            "boolean" => JsonKind::Boolean,
            "integer" | "number" => JsonKind::Number,
            "string" => JsonKind::String,
            _ => return None,
        })
    }

    /// The variants of a schema for which [`Self::is_scalar_choice`] holds.
    pub(super) fn choice(&mut self, schema: &Schema, place: &Place, owner: &str) -> Option<Vec<Variant>> {
        let mut scope = Scope::new(Kind::Variant, &["Self"]);
        let mut variants = Vec::new();
        for branch in branches(schema) {
            let kind = self.scalar_kind(branch)?;
            let ty = self.type_of(branch, &super::model::Hint::new(owner.to_owned(), "branch"))?;
            let word = match ty {
                Type::Boolean => "boolean",
                Type::Integer => "integer",
                Type::Number => "number",
                _ => "string",
            };
            let claim = scope.claim(word, &[word], place);
            variants.push(Variant { name: self.claimed(claim)?, ty, kind });
        }
        Some(variants)
    }
}

fn branches(schema: &Schema) -> Vec<SchemaId> {
    schema.any_of.iter().chain(&schema.one_of).copied().collect()
}
