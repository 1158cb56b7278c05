//! Properties that only one side sets, and the targets of references.

use openapi_client_codegen::Place;
use serde_json::Value;

use super::Standard;

/// The direction of a value (OpenAPI 3.0.3, section 4.7.24: `readOnly` and `writeOnly`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Way {
    /// The direction is unknown.
    Either,
    /// The value is sent to the server, without `readOnly` properties.
    Request,
    /// The server sends the value, without `writeOnly` properties.
    Response,
}

impl Standard<'_> {
    /// Returns the place to which the references at a place lead.
    pub(super) fn landed(&self, place: &Place) -> Place {
        let mut place = place.clone();
        // References may be cyclic.
        for _ in 0..64 {
            match self.referred(&place) {
                Some(target) => place = target,
                None => break,
            }
        }
        place
    }

    /// Returns whether only the other side sets a property, by a keyword of its schema or of a part of that.
    pub(super) fn is_of_the_other_side(&self, place: &Place, way: Way) -> bool {
        let keyword = match way {
            Way::Either => return false,
            Way::Request => "readOnly",
            Way::Response => "writeOnly",
        };
        let (mut pending, mut visited) = (vec![place.clone()], Vec::new());
        while let Some(place) = pending.pop() {
            let Some(fields) = self.source.value(&place).and_then(Value::as_object) else { continue };
            if visited.contains(&place) {
                continue;
            }
            if fields.get(keyword) == Some(&Value::Bool(true)) {
                return true;
            }
            pending.extend(self.referred(&place));
            for list in ["allOf", "anyOf", "oneOf"] {
                let count = fields.get(list).and_then(Value::as_array).map_or(0, Vec::len);
                let count = if list == "allOf" || count == 1 { count } else { 0 };
                pending.extend((0..count).map(|index| place.key(list).index(index)));
            }
            visited.push(place);
        }
        false
    }
}
