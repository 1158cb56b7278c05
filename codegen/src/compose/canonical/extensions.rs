//! Objects without a name that extend a class with subclasses: each may be any of the subclasses.

use std::collections::{BTreeMap, HashSet};

use super::hierarchy::Classes;
use super::signature::values_of_class;
use crate::diagnostics::{Code, Finding, Report};
use crate::resolve::{Additional, Discriminator, Linked, Schema, SchemaId};

/// The largest number of subclasses of a class that an object extends.
const MOST_SUBCLASSES: usize = 64;

/// Rewrites each such object to a union of the extended subclasses. At most `room` schemas are created;
/// further objects have only the properties of the class, and a warning.
pub(super) fn distribute(linked: &mut Linked, classes: &Classes, room: usize, report: &mut Report) {
    // Classes, branches and parts of other schemas are not such objects.
    let mut known: HashSet<SchemaId> = HashSet::new();
    for schema in linked.schema_ids().filter_map(|id| linked.schema(id)) {
        known.extend(schema.branches());
        let discriminator = schema.discriminator.iter();
        known.extend(discriminator.flat_map(|it| it.targets().chain(it.itself)));
    }
    let mut subclasses = Subclasses::of(linked);
    let mut room = room;
    for (index, _) in classes.heirs.iter().enumerate().filter(|(_, heirs)| heirs.is_empty()) {
        let id = SchemaId::of(index);
        let is_extension = |schema: &&Schema| {
            schema.component.is_none()
                && !known.contains(&id)
                && schema.branches().next().is_none()
                && linked.sole_part(schema).is_none()
        };
        let Some(schema) = linked.schema(id).filter(is_extension) else { continue };
        let base = schema.all_of.iter().copied().find(|part| {
            let is_base = |base: &Schema| base.discriminator.is_some() && base.branches().next().is_none();
            linked.schema(*part).is_some_and(is_base) && classes.has_subclass(part.index())
        });
        let Some(base) = base else { continue };
        let Some(written) = linked.schema(base).and_then(|base| base.discriminator.as_deref()).cloned()
        else {
            continue;
        };
        // An object that describes the discriminator is one of the subclasses itself.
        let rest: Vec<SchemaId> = schema.all_of.iter().copied().filter(|part| *part != base).collect();
        let describes = |schema: &Schema| schema.properties.contains_key(&written.property);
        if describes(schema) || rest.iter().filter_map(|part| linked.schema(*part)).any(describes) {
            continue;
        }
        let found = subclasses.of_base(linked, classes, base, &written);
        let count = found.len() + 1;
        if found.len() > MOST_SUBCLASSES || count > room {
            reported(linked, base, schema, report);
            continue;
        }
        room -= count;
        let schema = schema.clone();
        extend(linked, id, &schema, rest, base, &written.property, found);
    }
}

fn reported(linked: &Linked, base: SchemaId, schema: &Schema, report: &mut Report) {
    let base = linked.schema(base).and_then(|base| base.component.as_deref()).unwrap_or("the class");
    let what = format!("the properties of the subclasses of `{base}` are not part of this object");
    let finding = Finding::warning(Code::Unsupported, schema.place.clone(), what);
    report.push_alike(
        finding.help("extend each subclass that is allowed here, and list the results in a `oneOf`"),
    );
}

/// A subclass, with its name and its discriminator values.
type Subclass = (SchemaId, String, Vec<String>);

/// Replaces an object by the union of the subclasses, each with the other parts of the object.
fn extend(
    linked: &mut Linked,
    id: SchemaId,
    schema: &Schema,
    mut rest: Vec<SchemaId>,
    base: SchemaId,
    property: &str,
    subclasses: Vec<Subclass>,
) {
    let has_keys = !schema.properties.is_empty()
        || !schema.required.is_empty()
        || schema.additional != Additional::Unstated;
    if has_keys {
        rest.push(linked.add(Schema {
            is_referred_to: false,
            all_of: Vec::new().into(),
            description: String::new(),
            ..schema.clone()
        }));
    }
    let mut mapping = Vec::new();
    let mut branches = Vec::new();
    for (index, (subclass, name, values)) in subclasses.into_iter().enumerate() {
        let branch = linked.add(Schema {
            place: schema.place.as_ref().map(|place| place.key("oneOf").index(index)),
            title: name.into(),
            all_of: std::iter::once(subclass).chain(rest.iter().copied()).collect(),
            ..Schema::default()
        });
        mapping.extend(values.into_iter().map(|value| (value, branch)));
        branches.push(branch);
    }
    let property = property.to_owned();
    let discriminator = Discriminator { property, mapping, root: Some(base), ..Discriminator::default() };
    if let Some(slot) = linked.schema_mut(id) {
        slot.schema_type = None;
        slot.properties = Default::default();
        slot.required = Vec::new().into();
        slot.additional = Additional::Unstated;
        slot.all_of = Vec::new().into();
        slot.one_of = branches.into();
        slot.discriminator = Some(Box::new(discriminator));
    }
}

/// The subclasses of the bases that are extended.
struct Subclasses {
    /// The position of each component in the description.
    order: BTreeMap<SchemaId, usize>,
    found: BTreeMap<SchemaId, Vec<Subclass>>,
}

impl Subclasses {
    fn of(linked: &Linked) -> Self {
        let order = linked.components.values().enumerate().map(|(index, id)| (*id, index)).collect();
        Self { order, found: BTreeMap::new() }
    }

    /// Returns the components that inherit from a base, and the base itself if it is a class, up to one more
    /// than the limit.
    fn of_base(
        &mut self,
        linked: &Linked,
        classes: &Classes,
        base: SchemaId,
        written: &Discriminator,
    ) -> Vec<Subclass> {
        if let Some(found) = self.found.get(&base) {
            return found.clone();
        }
        let mut visited = HashSet::from([base.index()]);
        let mut pending = vec![base.index()];
        let mut ids = Vec::new();
        while let Some(index) = pending.pop().filter(|_| ids.len() <= MOST_SUBCLASSES) {
            for &heir in classes.heirs.get(index).into_iter().flatten() {
                if visited.insert(heir) {
                    pending.push(heir);
                    ids.extend(Some(SchemaId::of(heir)).filter(|heir| self.order.contains_key(heir)));
                }
            }
        }
        ids.sort_by_key(|id| self.order.get(id).copied());
        let own = linked.itself(base);
        let mut known: HashSet<SchemaId> =
            ids.iter().map(|id| linked.itself(*id)).chain([base, own]).collect();
        // The target of each mapping is a variant of the base, even if it does not inherit.
        ids.extend(written.targets().filter(|target| known.insert(linked.itself(*target))));
        let subclass = |id: SchemaId| {
            let name = linked.schema(id)?.component.clone()?;
            let class = linked.itself(id);
            let values = values_of_class(linked, written, class, &name);
            Some((class, name, values))
        };
        let mut found: Vec<Subclass> = ids.into_iter().filter_map(subclass).collect();
        if own != base {
            found.push((own, "base".to_owned(), linked.values_for(written, own)));
        }
        self.found.insert(base, found.clone());
        found
    }
}
