//! The fields of every object, and descriptions that use them.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::Result;
use crate::explore::Dialect;

/// The table in `fields.yaml`.
#[derive(Debug, Deserialize)]
pub(super) struct Fields {
    base: Map<String, Value>,
    places: Map<String, Value>,
    /// The fields by object. A map of `serde_json` preserves the order.
    objects: Map<String, Value>,
    #[serde(skip)]
    parsed: Vec<(String, Vec<(String, Field)>)>,
}

/// A field with a value that uses it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Field {
    #[serde(default)]
    key: Option<String>,
    #[serde(default, rename = "in")]
    versions: Option<Vec<Dialect>>,
    value: Value,
    /// The value in the description to compare with.
    #[serde(default)]
    instead: Option<Value>,
    #[serde(default)]
    at: Option<String>,
    #[serde(default)]
    on: Option<Value>,
    #[serde(default)]
    beside: Map<String, Value>,
    #[serde(default)]
    add: Map<String, Value>,
    #[serde(default, rename = "move")]
    moved: Option<String>,
    #[serde(default)]
    pub(super) documentary: Option<String>,
    #[serde(default)]
    pub(super) gap: Option<String>,
}

/// A description that uses a field, and the same description without the field.
pub(super) struct Pair {
    pub(super) with: Value,
    pub(super) without: Value,
}

impl Fields {
    pub(super) fn read() -> Result<Self> {
        let mut fields: Self = serde_yaml::from_str(include_str!("fields.yaml"))?;
        for (object, rows) in &fields.objects {
            let rows = rows.as_object().into_iter().flatten();
            let rows = rows.map(|(name, field)| {
                let field = Field::deserialize(field).map_err(|error| format!("{object} {name}: {error}"))?;
                let name = if field.key.is_none() { name.trim() } else { name };
                Ok((name.to_owned(), field))
            });
            fields.parsed.push((object.clone(), rows.collect::<Result<_>>()?));
        }
        Ok(fields)
    }

    pub(super) fn objects(&self) -> impl Iterator<Item = (&str, &[(String, Field)])> {
        self.parsed.iter().map(|(object, rows)| (object.as_str(), rows.as_slice()))
    }

    /// Returns whether a version has a field.
    pub(super) fn has(&self, object: &str, field: &Field, dialect: Dialect) -> bool {
        let has_object = self.places.get(family(dialect)).is_some_and(|places| places.get(object).is_some());
        field.versions.as_ref().map_or(has_object, |versions| versions.contains(&dialect))
    }

    /// Returns whether an object has a row for a key.
    #[cfg(test)]
    pub(super) fn lists(&self, object: &str, key: &str) -> bool {
        self.objects()
            .filter(|(name, _)| *name == object)
            .flat_map(|(_, rows)| rows)
            .any(|(name, field)| name.trim() == key || field.key.as_deref() == Some(key))
    }

    /// Returns the descriptions for a field.
    pub(super) fn pair(&self, object: &str, name: &str, field: &Field, dialect: Dialect) -> Result<Pair> {
        let places = self.places.get(family(dialect)).and_then(|places| places.get(object));
        let place = field.at.as_deref().or_else(|| places?.as_str()).ok_or("the object has no place")?;
        let mut without = self.base.get(family(dialect)).cloned().ok_or("there is no base")?;
        let version = match dialect {
            Dialect::V2_0 | Dialect::V3_0 => None,
            Dialect::V3_1 => Some("3.1.1"),
            Dialect::V3_2 => Some("3.2.0"),
        };
        if let Some(version) = version {
            set(&mut without, "/openapi", Value::from(version));
        }
        if let Some(on) = &field.on {
            set(&mut without, place, on.clone());
        }
        for (key, value) in &field.beside {
            set(&mut without, &below(place, key), value.clone());
        }
        for (pointer, value) in &field.add {
            set(&mut without, pointer, value.clone());
        }
        let key = field.key.as_deref().unwrap_or(name);
        let place = below(place, key);
        let mut with = without.clone();
        if field.value != "VERSION" {
            set(&mut with, &place, field.value.clone());
        }
        match &field.instead {
            Some(instead) => set(&mut without, &place, instead.clone()),
            None if field.on.is_some() || with == without => {}
            None => remove(&mut without, &place),
        }
        if let Some(path) = &field.moved {
            for description in [&mut with, &mut without] {
                if let Some(Value::Object(paths)) = description.get_mut("paths")
                    && let Some(item) = paths.shift_remove("/goods")
                {
                    paths.insert(path.clone(), item);
                }
            }
        }
        Ok(Pair { with, without })
    }
}

fn family(dialect: Dialect) -> &'static str {
    if dialect == Dialect::V2_0 { "2.0" } else { "3" }
}

fn below(place: &str, key: &str) -> String {
    format!("{place}/{}", key.replace('~', "~0").replace('/', "~1"))
}

fn steps(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect()
}

/// Sets a node, and creates the objects around it.
fn set(root: &mut Value, pointer: &str, value: Value) {
    let mut node = root;
    for step in steps(pointer) {
        node = match node {
            Value::Array(items) => {
                let index = step.parse().unwrap_or(items.len());
                if index >= items.len() {
                    items.push(Value::Object(Map::new()));
                }
                let last = items.len().saturating_sub(1);
                match items.get_mut(index.min(last)) {
                    Some(item) => item,
                    None => return,
                }
            }
            Value::Object(fields) => fields.entry(step).or_insert_with(|| Value::Object(Map::new())),
            _ => return,
        };
    }
    *node = value;
}

fn remove(root: &mut Value, pointer: &str) {
    let Some((around, last)) = pointer.rsplit_once('/') else { return };
    if let Some(Value::Object(fields)) = root.pointer_mut(around) {
        fields.shift_remove(&last.replace("~1", "/").replace("~0", "~"));
    }
}
