//! Checks generated values: each valid value is decoded, and encoded to an equal value.

use openapi_client_codegen::ir::{Api, BodyForm, Operation, Type};
use openapi_client_codegen::{Place, Settings, Source, generate, open, rust_type};
use serde::Serialize;
use serde_json::{Value, json};

use super::Mode;
use super::declared::Declared;
use super::directions::Directions;
use super::driver::{Answer, Driver, Types};
use crate::conformance::equal::{Null, same};
use crate::explore::second::Second;
use crate::invent::{Inventor, Standard, Way, smaller};
use crate::{Result, print};

/// The number of failures that are reduced, and the number of steps.
const SHRUNK: usize = 12;
const ROUNDS: usize = 60;
/// The number of smaller values that are checked at once.
const CANDIDATES: usize = 80;

/// The results of the values of one description.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Outcome {
    pub(crate) name: String,
    pub(crate) seed: u64,
    pub(crate) passed: usize,
    pub(crate) total: usize,
    pub(crate) failures: Vec<Value>,
    /// The schemas for which some values could not be generated, with the reasons.
    pub(crate) not_invented: Vec<Value>,
}

/// A schema for which values are generated.
pub(crate) struct Root {
    pub(crate) place: String,
    pub(crate) ty: usize,
    pub(crate) definition: usize,
    way: Way,
}

struct Case {
    root: usize,
    value: Value,
}

/// The maker of further values, and the treatment of null in requests.
pub(crate) struct Search<'a> {
    pub(crate) second: Option<&'a mut Second>,
    pub(crate) sent_null: Null,
}

/// Generates `count` values for every named schema and every JSON body, and decodes and encodes each, with those
/// that the second maker has made.
pub(crate) fn run(
    name: &str,
    settings: &Settings,
    mode: Mode,
    count: u64,
    seed: u64,
    search: Search<'_>,
) -> Result<Outcome> {
    let source = open(settings)?;
    let generated = generate(&source, settings)?;
    let mut types = Types::default();
    // As shipped, integers without limits have 64 bits.
    let mut standard = match mode {
        Mode::AsShipped => Standard::narrow(&source),
        _ => Standard::new(&source),
    };
    let roots = roots(&source, &generated.api, &mut types, &mut standard);
    let mut inventor = Inventor::new(standard)?;
    let declared = (mode == Mode::AsShipped).then(|| Declared::new(inventor.document()));
    let judge = Judge { roots: &roots, declared, sent_null: search.sent_null };
    let mut outcome = Outcome { name: name.to_owned(), seed, ..Outcome::default() };
    let mut cases: Vec<Case> = Vec::new();
    for (index, root) in roots.iter().enumerate() {
        let first = cases.len();
        let (mut missing, mut why) = (0, None);
        for turn in 0..count {
            match inventor.invent(root.definition, seed_of(seed, &root.place, turn)) {
                Ok(value) => {
                    let is_new = !cases.iter().skip(first).any(|case| case.value == value);
                    cases.extend(is_new.then_some(Case { root: index, value }));
                }
                Err(gap) => {
                    missing += 1;
                    why = Some(gap.to_string());
                }
            }
        }
        if let Some(why) = why {
            outcome.not_invented.push(json!({"where": root.place, "values": missing, "why": why}));
        }
    }
    if let Some(second) = search.second {
        let definitions: Vec<usize> = roots.iter().map(|root| root.definition).collect();
        let of = |case: &Case| roots.get(case.root).map_or(0, |root| root.definition);
        let judged: Vec<(usize, &Value)> = cases.iter().map(|case| (of(case), &case.value)).collect();
        for (definition, value) in second.ask(&inventor.document(), &definitions, &judged)? {
            let root = roots.iter().position(|root| root.definition == definition);
            let root = root.filter(|_| inventor.is_valid(definition, &value));
            cases.extend(root.map(|root| Case { root, value }));
        }
    }
    outcome.total = cases.len();
    let driver = Driver::build(&generated.output, &types)?;
    let answers = send(&driver, &roots, &cases)?;
    let mut failed: Vec<Case> = Vec::new();
    for (case, answer) in cases.into_iter().zip(answers) {
        match judge.fault(&case, &answer) {
            None => outcome.passed += 1,
            Some(_) => failed.push(case),
        }
    }
    // One failure of each schema suffices.
    failed.sort_by_key(|case| case.root);
    failed.dedup_by_key(|case| case.root);
    let rest = failed.split_off(failed.len().min(SHRUNK));
    let shrunk = shrink(&driver, &judge, &mut inventor, failed)?;
    for case in shrunk.into_iter().chain(rest) {
        let answer = send(&driver, &roots, std::slice::from_ref(&case))?;
        let root = roots.get(case.root).map(|root| root.place.clone());
        let got = answer.first().and_then(|answer| answer.as_ref().ok()).map(|got| got.value.clone());
        let why = answer.first().and_then(|answer| judge.fault(&case, answer));
        outcome.failures.push(json!({"where": root, "value": case.value, "got": got, "why": why}));
    }
    Ok(outcome)
}

/// Prints a summary of a description.
pub(crate) fn summary(outcome: &Outcome) {
    for failure in &outcome.failures {
        print(&format!("  {}", failure.to_string().chars().take(600).collect::<String>()));
    }
    let missing: u64 = outcome.not_invented.iter().filter_map(|gap| gap.get("values")?.as_u64()).sum();
    print(&format!(
        "{}: {} of {} pass, {missing} not invented (of {} schemas), seed {}",
        outcome.name,
        outcome.passed,
        outcome.total,
        outcome.not_invented.len(),
        outcome.seed
    ));
}

fn send(driver: &Driver, roots: &[Root], cases: &[Case]) -> Result<Vec<Answer>> {
    driver.run(cases.iter().filter_map(|case| Some((roots.get(case.root)?.ty, &case.value))))
}

/// Compares values with their results.
struct Judge<'a> {
    roots: &'a [Root],
    /// The declared keys, if the client drops others.
    declared: Option<Declared>,
    sent_null: Null,
}

impl Judge<'_> {
    /// Returns the difference between a result and the value, if there is one.
    fn fault(&self, case: &Case, answer: &Answer) -> Option<String> {
        let root = self.roots.get(case.root)?;
        let null = if root.way == Way::Request { self.sent_null } else { Null::Folded };
        let pointer = format!("/$defs/{}", root.definition);
        let kept = self.declared.as_ref().map(|declared| declared.at(&pointer, &case.value));
        match answer {
            Ok(got) if has_kept(kept.as_ref().unwrap_or(&case.value), &got.value, &case.value, null) => None,
            Ok(_) => Some("the result differs".to_owned()),
            Err(why) => Some(why.clone()),
        }
    }
}

/// Returns whether a result has all declared keys of a value, and no other parts than the value. A client may preserve
/// keys that no schema declares.
fn has_kept(declared: &Value, got: &Value, value: &Value, null: Null) -> bool {
    match (declared, got, value) {
        (Value::Array(declared), Value::Array(got), Value::Array(value)) => {
            declared.len() == got.len()
                && got.len() == value.len()
                && declared
                    .iter()
                    .zip(got)
                    .zip(value)
                    .all(|((declared, got), value)| has_kept(declared, got, value, null))
        }
        (Value::Object(declared), Value::Object(got), Value::Object(value)) => {
            let counts = |part: &Value| null == Null::Kept || !part.is_null();
            declared.iter().all(|(key, part)| !counts(part) || got.contains_key(key))
                && got.iter().filter(|(_, part)| counts(part)).all(|(key, got)| {
                    value.get(key).is_some_and(|value| match declared.get(key) {
                        Some(declared) => has_kept(declared, got, value, null),
                        None => is_within(got, value, null),
                    })
                })
        }
        // A number without a type of integers is a double.
        (_, Value::Number(got), Value::Number(value)) if got.is_f64() => got.as_f64() == value.as_f64(),
        _ => same(value, got, null),
    }
}

/// Returns whether a result is a value without some of its keys.
fn is_within(got: &Value, value: &Value, null: Null) -> bool {
    match (got, value) {
        (Value::Array(got), Value::Array(value)) => {
            got.len() == value.len() && got.iter().zip(value).all(|(got, value)| is_within(got, value, null))
        }
        (Value::Object(got), Value::Object(value)) => got
            .iter()
            .all(|(key, got)| value.get(key).map_or(got.is_null(), |value| is_within(got, value, null))),
        _ => has_kept(value, got, value, null),
    }
}

/// Reduces each failing value as far as it still fails. Each step checks all values at once.
fn shrink(
    driver: &Driver,
    judge: &Judge<'_>,
    inventor: &mut Inventor,
    mut failing: Vec<Case>,
) -> Result<Vec<Case>> {
    let mut done = vec![false; failing.len()];
    for _ in 0..ROUNDS {
        let mut tried: Vec<(usize, Case)> = Vec::new();
        for (index, case) in failing.iter().enumerate().filter(|(index, _)| done.get(*index) == Some(&false))
        {
            let Some(definition) = judge.roots.get(case.root).map(|root| root.definition) else { continue };
            let candidates = smaller(&case.value).into_iter();
            let candidates = candidates.filter(|value| inventor.is_valid(definition, value)).take(CANDIDATES);
            tried.extend(candidates.map(|value| (index, Case { root: case.root, value })));
        }
        if tried.is_empty() {
            break;
        }
        let cases = tried.iter().filter_map(|(_, case)| Some((judge.roots.get(case.root)?.ty, &case.value)));
        let answers = driver.run(cases)?;
        done.fill(true);
        let mut next: Vec<(usize, Case)> = Vec::new();
        for ((index, case), answer) in tried.into_iter().zip(answers) {
            let is_first = !next.iter().any(|(known, _)| *known == index);
            if is_first && judge.fault(&case, &answer).is_some() {
                next.push((index, case));
            }
        }
        for (index, case) in next {
            if let (Some(slot), Some(done)) = (failing.get_mut(index), done.get_mut(index)) {
                (*slot, *done) = (case, false);
            }
        }
    }
    Ok(failing)
}

/// Returns a seed for each value that does not depend on other schemas (FNV-1a).
fn seed_of(seed: u64, place: &str, turn: u64) -> u64 {
    let hash = place.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ turn.rotate_left(32)
}

/// Returns the named schemas and the JSON bodies of operations.
pub(crate) fn roots(source: &Source, api: &Api, types: &mut Types, standard: &mut Standard<'_>) -> Vec<Root> {
    let mut roots = Vec::new();
    let mut add = |name: String, ty: &Type, place: Place, way: Way, is_named: bool| {
        if source.value(&place).is_some() {
            let ty = rust_type(api, ty);
            // A named type does not include null; its uses do.
            let ty = if is_named { format!("Option<{ty}>") } else { ty };
            let definition = standard.schema(&place, way);
            roots.push(Root { place: name, ty: types.number(ty), definition, way });
        }
    };
    let directions = Directions::of(api);
    for (id, model) in api.models_with_ids().filter(|(_, model)| model.is_component && !model.is_input) {
        // Swagger 2.0 has them in `definitions`.
        let definitions = source.entry().key("definitions").key(model.name.wire());
        let places = [model.origin.clone(), definitions];
        let place = places.into_iter().find(|place| source.value(place).is_some());
        if let Some(place) = place {
            add(
                format!("schema {}", model.name.wire()),
                &Type::Model(id),
                place,
                directions.of_model(api, id),
                true,
            );
        }
    }
    for operation in &api.operations {
        let name = format!("{} {}", operation.method, operation.path);
        for body in operation.bodies.iter().filter(|body| body.form == BodyForm::Json) {
            let place = request_schema(source, operation, &body.media);
            place
                .into_iter()
                .for_each(|place| add(format!("{name} request"), &body.ty, place, Way::Request, false));
        }
        for response in &operation.outcome.responses {
            let media = response.media.first().filter(|media| media.contains("json"));
            let (Some(ty), Some(media)) = (&response.body, media) else { continue };
            // Streams are not single values.
            let is_stream = matches!(ty, Type::Events(_) | Type::FullEvents(_) | Type::Lines(_));
            if is_stream || matches!(ty, Type::Bytes | Type::Text) {
                continue;
            }
            let place = landed(source, operation.origin.key("responses").key(&response.status));
            let places = [place.key("content").key(media).key("schema"), place.key("schema")];
            if let Some(place) = places.into_iter().find(|place| source.value(place).is_some()) {
                add(format!("{name} {}", response.status), ty, place, Way::Response, false);
            }
        }
    }
    roots
}

pub(crate) fn request_schema(source: &Source, operation: &Operation, media: &str) -> Option<Place> {
    let place = landed(source, operation.origin.key("requestBody")).key("content").key(media).key("schema");
    // In Swagger 2.0, the body is a parameter of the operation or of its path.
    let own = operation.origin.key("parameters");
    let shared = operation.origin.pointer.parent().map(|path| operation.origin.at(path).key("parameters"));
    let parameters = std::iter::once(own).chain(shared).flat_map(|list| {
        let count = source.value(&list).and_then(Value::as_array).map_or(0, Vec::len);
        (0..count).map(move |index| list.index(index))
    });
    let is_body = |place: &Place| source.value(&place.key("in")).and_then(Value::as_str) == Some("body");
    let mut parameters = parameters.map(|place| landed(source, place)).filter(is_body);
    source.value(&place).is_some().then_some(place).or_else(|| Some(parameters.next()?.key("schema")))
}

/// Follows references to the place of a node.
pub(crate) fn landed(source: &Source, mut place: Place) -> Place {
    // References may be cyclic.
    for _ in 0..64 {
        let reference = source.value(&place.key("$ref")).and_then(Value::as_str);
        match reference.and_then(|reference| source.resolve(&place, reference)) {
            Some(target) => place = target,
            None => break,
        }
    }
    place
}
