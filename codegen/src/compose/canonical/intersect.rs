//! Intersections of schemas that are not objects: `allOf`, and a type or format beside the branches of a
//! union.

use std::collections::HashSet;

use serde_json::Value;

use super::types::{self, Types};
use super::{Canon, narrow, parts};
use crate::resolve::{Additional, Bounds, Linked, Note, Schema, SchemaId};

/// The largest number of combinations of branches in an intersection of several unions.
const MOST_COMBINATIONS: usize = 64;

/// The largest number of direct and indirect parts in one intersection.
const MOST_PARTS: usize = 256;

/// Returns whether a value may match both schemas, according to their types and enum values. Items and
/// properties do not matter: an empty list matches any two lists, and an object may have the keys of both
/// objects.
pub(super) fn may_meet(linked: &Linked, one: SchemaId, other: SchemaId) -> bool {
    let types = types::shallow(linked, one).and(types::shallow(linked, other));
    let schema = |id| linked.schema(linked.core(id));
    let (Some(one), Some(other)) = (schema(one), schema(other)) else { return true };
    if one.nullable && other.nullable {
        return true;
    }
    let share = || {
        let (few, many) = (&one.enumeration, &other.enumeration);
        let many_set: HashSet<&Value> = many.iter().collect();
        few.is_empty() || many.is_empty() || few.iter().any(|value| many_set.contains(value))
    };
    types != Types::NONE && share()
}

/// Rewrites an intersection. Objects with properties remain for [`super::distribute`] and
/// [`crate::compose::objects`].
pub(super) fn intersect(canon: &mut Canon<'_>, id: SchemaId) {
    let Some(schema) = canon.linked.schema(id) else { return };
    if parts(schema).next().is_none() {
        return;
    }
    let types = types::of(canon, id);
    if types == Types::NONE {
        return empty(canon, id);
    }
    if types == Types::OBJECT {
        narrow::objects_only(canon, id);
    }
    let Some(found) = Conjuncts::of(canon, id) else { return };
    if types == Types::OBJECT {
        return maps(canon, id, &found);
    }
    match found.unions.as_slice() {
        [] => plain(canon, id, &found.plain, types),
        unions => {
            let unions = unions.to_vec();
            distribute(canon, id, &found.plain, &unions);
        }
    }
}

/// Rewrites a schema that at most null matches.
fn empty(canon: &mut Canon<'_>, id: SchemaId) {
    let Some(schema) = canon.linked.schema(id) else { return };
    // If the schema is only a union, each branch that no value matches has its own finding.
    if schema.all_of.is_empty() && schema.schema_type.is_none() && schema.enumeration.is_empty() {
        return;
    }
    if !schema.nullable {
        return canon.contradiction(id);
    }
    if let Some(schema) = canon.linked.schema_mut(id) {
        schema.schema_type = None;
        schema.format = None;
        schema.all_of = Vec::new().into();
        schema.any_of = Vec::new().into();
        schema.one_of = Vec::new().into();
        schema.enumeration = vec![Value::Null].into();
    }
}

/// The schemas that a value must match, collected from all parts of a schema.
#[derive(Default)]
struct Conjuncts {
    /// Schemas of which only the keywords beside their parts count. The schema itself may be one of them.
    plain: Vec<SchemaId>,
    /// The branches of each union.
    unions: Vec<Vec<SchemaId>>,
}

impl Conjuncts {
    /// Collects the schemas, or returns `None` if there are more than [`MOST_PARTS`].
    fn of(canon: &Canon<'_>, id: SchemaId) -> Option<Self> {
        let mut found = Self::default();
        let mut visited = HashSet::new();
        let mut pending = vec![id];
        while let Some(next) = pending.pop() {
            let core = if next == id { id } else { canon.core(next) };
            let Some(schema) = canon.linked.schema(core).filter(|_| visited.insert(core)) else { continue };
            if visited.len() > MOST_PARTS {
                return None;
            }
            let branches: Vec<SchemaId> = schema.branches().collect();
            match branches.as_slice() {
                [] => {}
                [only] => pending.push(*only),
                _ => found.unions.push(branches),
            }
            if says_of_value(canon.linked, schema) {
                found.plain.push(core);
            }
            pending.extend(schema.all_of.iter().rev());
        }
        Some(found)
    }
}

/// Returns whether the keywords of a schema, without its parts, restrict a value.
fn says_of_value(linked: &Linked, schema: &Schema) -> bool {
    schema.schema_type.is_some()
        || schema.format.is_some()
        || schema.content.is_some()
        || !schema.enumeration.is_empty()
        || !schema.properties.is_empty()
        || !schema.required.is_empty()
        || schema.items.is_some_and(|items| !linked.is_unconstrained(items))
        || matches!(schema.additional, Additional::Of(_))
}

/// Rewrites a map whose entries are described by several parts.
fn maps(canon: &mut Canon<'_>, id: SchemaId, found: &Conjuncts) {
    let linked = &*canon.linked;
    let schemas = || found.plain.iter().filter_map(|id| linked.schema(*id));
    let is_record = schemas().any(|schema| !schema.properties.is_empty());
    if is_record
        || !found.unions.is_empty()
        || linked.schema(id).is_some_and(|schema| schema.discriminator.is_some())
    {
        return;
    }
    plain(canon, id, &found.plain, Types::OBJECT);
}

/// Replaces a schema by the intersection of its parts, none of which is a union.
fn plain(canon: &mut Canon<'_>, id: SchemaId, all: &[SchemaId], types: Types) {
    let Some(met) = met(canon, id, all, types) else { return };
    let Some(own) = canon.linked.schema(id) else { return };
    let is_nullable = own.nullable;
    // If one part equals the intersection, the schema becomes an alias of it and the part keeps its name.
    let is_whole = |part: &&SchemaId| {
        let core = canon.core(**part);
        canon
            .linked
            .schema(core)
            .is_some_and(|part| core != id && is_same(part, &met) && (is_nullable || !part.nullable))
    };
    let all_of = own.all_of.iter().chain(&own.any_of).chain(&own.one_of);
    let named =
        |part: &&SchemaId| canon.linked.schema(canon.core(**part)).is_some_and(|it| it.component.is_some());
    let wholes: Vec<SchemaId> = all_of.filter(is_whole).copied().collect();
    let whole = wholes.iter().find(named).or(wholes.first()).copied();
    let description = described(canon.linked, own);
    // `readOnly` and `writeOnly` count in every part, also in a part that is an alias.
    let in_any_part = |pick: fn(&Schema) -> bool| {
        let parts = own.all_of.iter().chain(&own.any_of).chain(&own.one_of).chain(all);
        parts.filter_map(|id| canon.linked.schema(*id)).any(pick)
    };
    let read_only = own.read_only || in_any_part(|part| part.read_only);
    let write_only = own.write_only || in_any_part(|part| part.write_only);
    let schema = match whole {
        Some(whole) => Schema {
            schema_type: None,
            format: None,
            content: None,
            items: None,
            enumeration: Vec::new().into(),
            required: Vec::new().into(),
            additional: Additional::Unstated,
            all_of: vec![whole].into(),
            any_of: Vec::new().into(),
            one_of: Vec::new().into(),
            nullable: own.nullable,
            read_only,
            write_only,
            description,
            ..own.clone()
        },
        None => {
            let last = |pick: fn(&Schema) -> bool| {
                let parts = all.iter().rev().filter_map(|id| canon.linked.schema(*id));
                std::iter::once(own).chain(parts).find(|schema| pick(schema))
            };
            Schema {
                place: own.place.clone(),
                component: own.component.clone(),
                is_referred_to: own.is_referred_to,
                description,
                nullable: own.nullable,
                read_only,
                write_only,
                deprecated: own.deprecated,
                title: own.title.clone(),
                default: last(|schema| schema.default.is_some()).and_then(|schema| schema.default.clone()),
                example: last(|schema| schema.example.is_some()).and_then(|schema| schema.example.clone()),
                xml: last(|schema| schema.xml.is_some()).and_then(|schema| schema.xml.clone()),
                ..met
            }
        }
    };
    canon.replace(id, schema);
}

/// Returns the description of a schema, or else of its last part that has one.
pub(super) fn described(linked: &Linked, schema: &Schema) -> String {
    let parts = schema.all_of.iter().rev().filter_map(|part| linked.schema(*part));
    let mut all = std::iter::once(schema).chain(parts).map(|schema| &schema.description);
    all.find(|words| !words.is_empty()).cloned().unwrap_or_default()
}

/// Returns whether a schema without parts allows the same values as an intersection.
fn is_same(part: &Schema, met: &Schema) -> bool {
    part.schema_type == met.schema_type
        && part.format == met.format
        && part.content == met.content
        && *part.enumeration == *met.enumeration
        && part.items == met.items
        && part.tuple == met.tuple
        && part.bounds == met.bounds
        && part.additional == met.additional
        && part.properties.is_empty()
        && parts(part).next().is_none()
}

/// Returns the intersection of several schemas as one schema without parts.
fn met(canon: &mut Canon<'_>, id: SchemaId, all: &[SchemaId], types: Types) -> Option<Schema> {
    let schemas: Vec<Schema> = all.iter().filter_map(|id| canon.linked.schema(*id)).cloned().collect();
    // The keywords that are not merged below come from the most detailed part.
    let mut met = schemas.iter().max_by_key(|schema| details(schema)).cloned().unwrap_or_default();
    met.all_of = Vec::new().into();
    met.any_of = Vec::new().into();
    met.one_of = Vec::new().into();
    met.component = None;
    met.bounds = schemas.iter().map(|schema| schema.bounds).reduce(Bounds::and).unwrap_or_default();
    met.schema_type = types.only().or(met.schema_type);
    met.format = format(&schemas, types);
    met.content = schemas.iter().rev().find_map(|schema| schema.content);
    met.limits = Vec::new().into();
    let mut limits: Vec<String> = schemas.iter().flat_map(|schema| schema.limits.iter()).cloned().collect();
    let mut listed: Option<Vec<Value>> = None;
    for schema in schemas.iter().filter(|schema| !schema.enumeration.is_empty()) {
        let fits = |value: &&Value| !value.is_null() && types.has(Types::of_value(value));
        let own = schema.enumeration.iter().filter(fits);
        match &mut listed {
            None => listed = Some(own.cloned().collect()),
            Some(known) => {
                let own: HashSet<&Value> = own.collect();
                known.retain(|value| own.contains(value));
            }
        }
    }
    if listed.as_ref().is_some_and(Vec::is_empty) {
        if canon.linked.schema(id).is_some_and(|schema| schema.nullable) {
            return Some(Schema { enumeration: vec![Value::Null].into(), ..Schema::default() });
        }
        canon.contradiction(id);
        return None;
    }
    if let Some(listed) = listed {
        // Each part has a limit for its own list; replace them by one for the numbers that are left.
        if listed.iter().any(Value::is_number) {
            limits.retain(|limit| !limit.starts_with("one of "));
            let numbers: Vec<String> = listed.iter().map(Value::to_string).collect();
            limits.push(format!("one of {}", numbers.join(", ")));
        }
        let kept: HashSet<&Value> = listed.iter().collect();
        let notes = met.enumeration.iter().zip(&met.notes).filter(|(value, _)| kept.contains(value));
        let notes: Vec<Note> = notes.map(|(_, note)| note.clone()).collect();
        met.notes = if notes.len() == listed.len() { notes.into() } else { Vec::new().into() };
        met.enumeration = listed.into();
    } else {
        met.enumeration = Vec::new().into();
    }
    let mut known = HashSet::new();
    limits.retain(|limit| known.insert(limit.clone()));
    met.limits = limits.into();
    let items: Vec<SchemaId> = schemas.iter().filter_map(|schema| schema.items).collect();
    // Elements of any value still imply a list.
    let any = items.first().copied().filter(|_| items.iter().all(|it| canon.linked.is_unconstrained(*it)));
    met.items = together(canon, items).or(any);
    let entries = schemas.iter().filter_map(|schema| match schema.additional {
        Additional::Of(values) => Some(values),
        _ => None,
    });
    met.additional = match together(canon, entries.collect()) {
        Some(values) => Additional::Of(values),
        None => schemas
            .iter()
            .map(|schema| schema.additional.clone())
            .find(|it| *it != Additional::Unstated)
            .unwrap_or_default(),
    };
    Some(met)
}

/// Returns how detailed a schema is; formats, items and enum values weigh more than a type.
fn details(schema: &Schema) -> usize {
    usize::from(schema.schema_type.is_some())
        + 2 * usize::from(schema.format.is_some())
        + 2 * usize::from(schema.items.is_some())
        + 3 * usize::from(schema.tuple.is_some())
        + 2 * usize::from(schema.content.is_some())
        + 4 * usize::from(!schema.enumeration.is_empty())
}

/// Returns the preferred format: known formats before unknown ones, then the narrower number, then the first.
fn format(schemas: &[Schema], types: Types) -> Option<String> {
    let formats = schemas.iter().filter_map(|schema| schema.format.as_ref());
    let is_number = Types::NUMBER.has(types);
    let rank = |format: &String| match (is_number, format.as_str()) {
        (true, "uint8" | "int8") => 0,
        (true, "uint16" | "int16") => 1,
        (true, "int32") => 2,
        (true, "uint32") => 3,
        (true, "uint" | "uint64") => 4,
        (true, _) => 5,
        (false, "date-time" | "date" | "byte" | "binary" | "uuid" | "password") => 0,
        (false, _) => 1,
    };
    formats.min_by_key(|format| rank(format)).cloned()
}

/// Returns the schema of an element or entry that several parts describe, or `None` if no value matches all
/// of them.
fn together(canon: &mut Canon<'_>, ids: Vec<SchemaId>) -> Option<SchemaId> {
    let mut kept: Vec<SchemaId> = Vec::new();
    // Expand intersections that were created earlier, so that the same parts always give the same schema.
    let of = |id: SchemaId| canon.known.made_of.get(&id).cloned().unwrap_or_else(|| vec![id]);
    for id in ids.into_iter().flat_map(of) {
        if !kept.contains(&id) && !canon.linked.is_unconstrained(id) {
            kept.push(id);
        }
    }
    match kept.as_slice() {
        [] => None,
        [only] => Some(*only),
        _ => {
            kept.sort_unstable();
            if let Some(made) = canon.known.made.get(&kept) {
                return Some(*made);
            }
            let meet = |one: &SchemaId| kept.iter().all(|other| may_meet(canon.linked, *one, *other));
            // No element matches both: only an empty list or map does.
            if !kept.iter().all(meet) {
                return None;
            }
            let last = kept.last().and_then(|id| canon.linked.schema(*id))?;
            let schema = Schema {
                place: last.place.clone(),
                is_referred_to: true,
                all_of: kept.clone().into(),
                ..Schema::default()
            };
            canon.reserve()?;
            let made = canon.linked.add(schema);
            // Register it before `settle`, which may need the same intersection for a recursive schema.
            canon.known.made_of.insert(made, kept.clone());
            canon.known.made.insert(kept, made);
            canon.settle_within(made);
            Some(made)
        }
    }
}

/// Distributes an intersection over a union: the parts beside the union move into each of its branches.
fn distribute(canon: &mut Canon<'_>, id: SchemaId, plain: &[SchemaId], unions: &[Vec<SchemaId>]) {
    let Some(schema) = canon.linked.schema(id).cloned() else { return };
    if plain.is_empty() && unions.len() == 1 {
        return;
    }
    let mut combinations: Vec<Vec<SchemaId>> = vec![Vec::new()];
    for union in unions {
        let longer = combinations.iter().flat_map(|before| {
            union.iter().map(move |branch| before.iter().copied().chain([*branch]).collect::<Vec<_>>())
        });
        combinations = longer.take(MOST_COMBINATIONS + 1).collect();
        if combinations.len() > MOST_COMBINATIONS && unions.len() > 1 {
            return;
        }
    }
    // The keywords of the schema itself become a schema, so that each branch can have it as a part.
    let mut beside = Vec::new();
    for &part in plain {
        if part != id {
            beside.push(part);
            continue;
        }
        let own = Schema {
            component: None,
            is_referred_to: false,
            nullable: false,
            all_of: Vec::new().into(),
            any_of: Vec::new().into(),
            one_of: Vec::new().into(),
            discriminator: None,
            ..schema.clone()
        };
        let Some(own) = canon.add(own) else { return };
        beside.push(own);
    }
    let mut branches: Vec<SchemaId> = Vec::new();
    for combination in combinations {
        let (all, rest) = (beside.iter().chain(&combination).copied(), combination.as_slice());
        let all: Vec<SchemaId> = all.collect();
        let meet = |one: &SchemaId| all.iter().all(|other| may_meet(canon.linked, *one, *other));
        if !all.iter().all(meet) {
            continue;
        }
        let adds = |part: &SchemaId, to: SchemaId| adds(canon, *part, to);
        let branch = match rest {
            [only] if !beside.iter().any(|part| adds(part, *only)) => Some(*only),
            _ => {
                let last = rest.last().and_then(|id| canon.linked.schema(*id));
                let made = Schema {
                    place: last.and_then(|last| last.place.clone()),
                    title: last.map(|last| last.title.clone()).unwrap_or_default(),
                    description: last.map(|last| last.description.clone()).unwrap_or_default(),
                    all_of: all.clone().into(),
                    ..Schema::default()
                };
                let reported = canon.contradictions.len();
                let made = canon.add(made);
                // Another combination may have values.
                if made.is_some_and(|made| canon.contradictory.contains(&made)) {
                    canon.contradictions.truncate(reported);
                    continue;
                }
                made
            }
        };
        let Some(branch) = branch else { return };
        let is_known = branches.iter().any(|known| {
            let schema = |id: SchemaId| canon.linked.schema(canon.core(id));
            *known == branch
                || schema(*known).zip(schema(branch)).is_some_and(|(one, other)| is_same(one, other))
        });
        if !is_known {
            branches.push(branch);
        }
    }
    if branches.is_empty() {
        return empty(canon, id);
    }
    let is_any = schema.one_of.is_empty() && !schema.any_of.is_empty();
    let (any_of, one_of) = if is_any { (branches, Vec::new()) } else { (Vec::new(), branches) };
    let description = described(canon.linked, &schema);
    canon.replace(
        id,
        Schema {
            schema_type: None,
            format: None,
            content: None,
            items: None,
            enumeration: Vec::new().into(),
            properties: Default::default(),
            required: Vec::new().into(),
            additional: Additional::Unstated,
            all_of: Vec::new().into(),
            any_of: any_of.into(),
            one_of: one_of.into(),
            description,
            ..schema
        },
    );
}

/// Returns whether a schema without parts restricts values that another schema allows.
fn adds(canon: &Canon<'_>, part: SchemaId, to: SchemaId) -> bool {
    let to = canon.core(to);
    let (Some(schema), Some(known)) = (canon.linked.schema(part), canon.linked.schema(to)) else {
        return true;
    };
    let types =
        |id: SchemaId| canon.types.get(&id).copied().unwrap_or_else(|| types::shallow(canon.linked, id));
    let is_stricter = !Types::of_own(canon.linked, schema).has(types(to));
    let listed: HashSet<&Value> = schema.enumeration.iter().collect();
    let lists = !listed.is_empty()
        && (known.enumeration.is_empty() || known.enumeration.iter().any(|value| !listed.contains(value)));
    let has_keys = !schema.properties.is_empty() || !schema.required.is_empty();
    is_stricter
        || lists
        || has_keys
        || schema.format.is_some() && schema.format != known.format && known.enumeration.is_empty()
        || schema.content.is_some() && schema.content != known.content
        || schema
            .items
            .is_some_and(|items| Some(items) != known.items && !canon.linked.is_unconstrained(items))
        || matches!(schema.additional, Additional::Of(_)) && schema.additional != known.additional
}
