//! Nodes of a response as the description has them. Types do not tell: equal inline schemas share one.

use serde_json::Value;

use super::Context;
use crate::diagnostics::Place;
use crate::openapi::normalize;
use crate::source::landed;

/// The largest number of schemas that are searched for a property.
const MOST: usize = 200;

impl<'a> Context<'a> {
    /// Returns the node at a place of the normalized description, after references.
    pub(super) fn node(&self, place: &Place) -> Option<&'a Value> {
        self.source.value(&self.landed(&normalize::written(self.source, place))?)
    }

    /// Returns the nodes that describe the value at a pointer in the response: the property itself, and the
    /// target of its reference.
    pub(super) fn described(&self, pointer: &str) -> Vec<&'a Value> {
        let mut budget = MOST;
        let end = self.body().and_then(|body| {
            pointer.split('/').skip(1).try_fold(body, |place, token| {
                self.property(&place, &token.replace("~1", "/").replace("~0", "~"), &mut budget)
            })
        });
        let Some(end) = end else { return Vec::new() };
        let target = self.landed(&end).filter(|target| *target != end);
        [Some(end), target].into_iter().flatten().filter_map(|place| self.source.value(&place)).collect()
    }

    fn landed(&self, place: &Place) -> Option<Place> {
        landed(self.source, place).ok()
    }

    /// Returns the place of the schema of the response.
    fn body(&self) -> Option<Place> {
        let operation = self.landed(&normalize::written(self.source, &self.operation.origin))?;
        let responses = self.landed(&operation.key("responses"))?;
        let statuses = self.source.value(&responses)?.as_object()?.keys();
        let success = statuses.clone().find(|status| status.starts_with('2'));
        let response = self.landed(&responses.key(success.or_else(|| statuses.clone().next())?))?;
        let content = response.key("content");
        let Some(Value::Object(media)) = self.source.value(&content) else {
            return Some(response.key("schema"));
        };
        let json = media.keys().find(|media| media.contains("json")).or_else(|| media.keys().next())?;
        Some(content.key(json).key("schema"))
    }

    /// Returns the place of a property of a schema, which may be that of a part.
    fn property(&self, schema: &Place, name: &str, budget: &mut usize) -> Option<Place> {
        let mut pending = vec![schema.clone()];
        while let Some(place) = pending.pop() {
            *budget = budget.checked_sub(1)?;
            let Some(place) = self.landed(&place) else { continue };
            let Some(node) = self.source.value(&place) else { continue };
            if node.get("properties").and_then(|properties| properties.get(name)).is_some() {
                return Some(place.key("properties").key(name));
            }
            for key in ["allOf", "oneOf", "anyOf"] {
                let parts = node.get(key).and_then(Value::as_array).map_or(0, Vec::len);
                pending.extend((0..parts).map(|index| place.key(key).index(index)));
            }
        }
        None
    }
}
