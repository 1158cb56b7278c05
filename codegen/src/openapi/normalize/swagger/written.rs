//! Where Swagger 2.0 has the nodes of the rewritten description.

use serde_json::Value;

use super::{BODIES, MOVED, parameter};
use crate::diagnostics::Place;
use crate::source::Source;

/// Returns the place where the description has a node, or else the innermost node around it.
pub(in crate::openapi::normalize) fn written(source: &Source, place: &Place) -> Place {
    let steps: Vec<String> = place.pointer.steps().collect();
    let mut at = place.at(Default::default());
    let mut rest = steps.as_slice();
    if place.file == source.entry().file
        && let [first, kind, others @ ..] = rest
        && first == "components"
    {
        let mut moves = MOVED.into_iter().chain([("parameters", BODIES)]);
        let Some((from, _)) = moves.find(|(_, to)| to == kind) else { return at };
        at = at.key(from);
        rest = others;
    }
    while let [step, others @ ..] = rest {
        let (next, left) = match (step.as_str(), others) {
            // A list of parameters also has the bodies, which are not parameters any more.
            ("parameters", [index, others @ ..]) if is_list(source, &at.key(step)) => {
                let list = at.key(step);
                let index = index.parse().ok().and_then(|index| nth(source, &list, index));
                (index.map(|index| list.index(index)), others)
            }
            ("requestBody", _) if !has(source, &at.key(step)) => (body(source, &at), others),
            // The fields of a form are parameters.
            ("schema", [key, name, others @ ..]) if key == "properties" && is_list(source, &at) => {
                (field(source, &at, name), others)
            }
            // The schema of a response has no media type around it, and a parameter or header has no schema.
            ("content", [_, others @ ..]) if !has(source, &at.key(step)) => (Some(at.clone()), others),
            ("schema", _) if !has(source, &at.key(step)) => (Some(at.clone()), others),
            _ => (Some(at.key(step)).filter(|next| has(source, next)), others),
        };
        let Some(next) = next else { break };
        at = next;
        rest = left;
    }
    at
}

/// Returns the place where the description has a node, or `None` if it has only a node around it.
pub(in crate::openapi::normalize) fn written_exactly(source: &Source, place: &Place) -> Option<Place> {
    let found = written(source, place);
    let steps = |place: &Place| place.pointer.steps().count();
    // Components are one level higher.
    let is_component = place.pointer.steps().next().is_some_and(|first| first == "components");
    (steps(&found) + usize::from(is_component) == steps(place)).then_some(found)
}

fn has(source: &Source, place: &Place) -> bool {
    source.value(place).is_some()
}

fn is_list(source: &Source, place: &Place) -> bool {
    source.value(place).is_some_and(Value::is_array)
}

/// Returns the parameters of a list, with references resolved.
fn parameters<'s>(source: &'s Source, list: &Place) -> Vec<&'s Value> {
    let listed = source.value(list).and_then(Value::as_array).into_iter().flatten();
    let resolved = listed.map(|node| {
        let reference = node.get("$ref").and_then(Value::as_str);
        let target = reference.and_then(|reference| source.resolve(list, reference));
        target.and_then(|target| source.value(&target)).unwrap_or(node)
    });
    resolved.collect()
}

/// Returns the index of a parameter in the list that also has bodies.
fn nth(source: &Source, list: &Place, index: usize) -> Option<usize> {
    let parameters = parameters(source, list);
    let others = parameters.iter().enumerate().filter(|(_, node)| !parameter::is_body(node));
    others.map(|(index, _)| index).nth(index)
}

/// Returns the place of the body of an operation: its parameter, or the list of the fields of a form.
fn body(source: &Source, operation: &Place) -> Option<Place> {
    let list = operation.key("parameters");
    let parameters = parameters(source, &list);
    let whole = parameters.iter().position(|node| parameter::place_of(node) == Some("body"));
    Some(whole.map_or(list.clone(), |index| list.index(index))).filter(|_| !parameters.is_empty())
}

/// Returns the place of a field of a form.
fn field(source: &Source, list: &Place, name: &str) -> Option<Place> {
    let is_field = |node: &Value| {
        parameter::place_of(node) == Some("formData")
            && node.get("name").and_then(Value::as_str) == Some(name)
    };
    parameters(source, list).iter().position(|node| is_field(node)).map(|index| list.index(index))
}
