//! Nodes of a description as `openapiv3` types: held against the grammar first, so that what is wrong
//! is said where it stands, then read as written, with no opinions.

mod names;
mod values;

use std::collections::HashSet;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::diagnostics::Fix;
use crate::diagnostics::Place;
use crate::diagnostics::Pointer;
use crate::diagnostics::suggest::suggestion;
use crate::diagnostics::{Code, Finding, Report};
use crate::openapi::grammar::{self, Holds, Object};
use crate::source::{Source, Targets, resolve};
use values::{default_of, meant};

/// Holds the whole description against the grammar of OpenAPI, following every reference. What may be
/// survived is fixed by what comes back, to be applied in that order.
pub(crate) fn check_shape(source: &Source, report: &mut Report) -> Vec<Fix> {
    let mut check = Check {
        source,
        report,
        seen: HashSet::new(),
        pending: Vec::new(),
        seen_elsewhere: HashSet::new(),
        elsewhere: Vec::new(),
        ends: Targets::default(),
        entries: 0,
        fixes: Vec::new(),
    };
    let entry = source.entry();
    if let Some(root) = source.value(&entry) {
        if !check.version(root, &entry) {
            return Vec::new();
        }
        check.object(Object::Document, root, &entry, Fix::Remove(entry.clone()));
    }
    check.follow();
    // From the last to the first, so that the places of list elements stay true.
    check.fixes.reverse();
    check.fixes
}

/// Reads a node as a type of `openapiv3`.
///
/// # Errors
/// A node that the type does not accept, although the grammar did.
pub(crate) fn read<T: DeserializeOwned>(source: &Source, place: &Place) -> Result<T, Finding> {
    let Some(node) = source.value(place) else {
        return Err(Finding::error(Code::DanglingReference, place.clone(), "there is nothing here"));
    };
    T::deserialize(node).map_err(|error| Finding::error(Code::Shape, place.clone(), error.to_string()))
}

struct Check<'a> {
    source: &'a Source,
    report: &'a mut Report,
    /// What a reference led to, so that each target is checked once.
    seen: HashSet<(Object, Place)>,
    pending: Vec<(Object, Place)>,
    /// The same for what is no object of the specification and stands elsewhere all the same: maps and texts.
    seen_elsewhere: HashSet<(Holds, Place)>,
    elsewhere: Vec<Target>,
    ends: Targets,
    /// How many entries of maps have been referred to where they are.
    entries: usize,
    fixes: Vec<Fix>,
}

/// What a reference in the place of a map or text leads to.
struct Target {
    holds: Holds,
    /// The key that holds the reference.
    name: String,
    target: Place,
    /// What is to be done where the target is not what is to stand there.
    fix: Fix,
}

/// How many entries of maps may be referred to where they are: each map that stands elsewhere is written out, and a
/// hundred of them may be the same one.
const MOST_ENTRIES: usize = 100_000;

impl Check<'_> {
    /// Looks at everything that references have led to, and at what that leads to.
    fn follow(&mut self) {
        loop {
            if let Some((object, place)) = self.pending.pop() {
                // Where there is nothing, the reference that led here has been reported.
                if let Some(node) = self.source.value(&place) {
                    let fix = Fix::Replace(place.clone(), Value::Object(Map::new()));
                    self.linked(object, node, &place, fix);
                }
            } else if let Some(Target { holds, name, target, fix }) = self.elsewhere.pop() {
                if let Some(node) = self.source.value(&target) {
                    self.holds(holds, &name, node, &target, fix);
                }
            } else {
                break;
            }
        }
    }

    fn version(&mut self, root: &Value, place: &Place) -> bool {
        let version = root.get("openapi").and_then(Value::as_str).unwrap_or_default();
        if version.starts_with("3.0") {
            return true;
        }
        let finding = if root.get("swagger").is_some() {
            Finding::error(Code::Version, place.key("swagger"), "this version of Swagger is not read")
        } else if version.is_empty() {
            Finding::error(
                Code::Version,
                place.clone(),
                "this is no OpenAPI description: it has no `openapi`",
            )
        } else {
            Finding::error(Code::Version, place.key("openapi"), format!("OpenAPI {version} is not read"))
        };
        self.report.push(finding.help("write the description in Swagger 2.0 or OpenAPI 3.0 to 3.2"));
        false
    }

    fn object(&mut self, object: Object, node: &Value, place: &Place, fix: Fix) {
        let Value::Object(fields) = node else {
            return self.wrong(place, &format!("{} is an object", grammar::title(object)), node, fix);
        };
        grammar::rules::check(object, fields, place, self.report);
        self.names(object, fields, place, &fix);
        let keys = grammar::keys_of(object);
        for (name, value) in fields {
            let place = place.key(name);
            if name.starts_with("x-") || name == "$ref" {
                continue;
            }
            if let Some(key) = keys.iter().find(|key| key.name == name) {
                let words = grammar::words_of(object, name, fields).unwrap_or_default();
                let word = value.as_str().filter(|word| !words.is_empty() && !words.contains(word));
                if let Some(word) = word {
                    // Without it, there is nothing that a client could do with the whole.
                    let fix = if key.required { fix.clone() } else { Fix::Remove(place.clone()) };
                    self.no_such_word(name, word, words, place, fix);
                    continue;
                }
                let fix = if key.required {
                    Fix::Replace(place.clone(), default_of(key.holds))
                } else {
                    Fix::Remove(place.clone())
                };
                self.holds(key.holds, name, value, &place, fix);
            } else if let Some(entry) = grammar::entries_of(object) {
                self.holds(entry, name, value, &place, Fix::Remove(place.clone()));
            } else {
                let what = format!("{} has no key `{name}`; it is ignored", grammar::title(object));
                let finding = Finding::warning(Code::UnknownKey, place.clone(), what);
                self.report.push(match suggestion(name, keys.iter().map(|key| key.name)) {
                    // An overlay cannot rename, and what was meant is not to be lost.
                    Some(help) => finding.help(help),
                    None => {
                        let help = "remove it, or write it as an extension, `x-…`";
                        finding.help(help).fix(Fix::Remove(place))
                    }
                });
            }
        }
        if object == Object::SecurityScheme {
            for name in grammar::needs_of_scheme(fields).iter().filter(|name| !fields.contains_key(**name)) {
                let what = format!("{} of this type needs `{name}`", grammar::title(object));
                let finding = Finding::error(Code::Shape, place.clone(), what).help(format!("add `{name}`"));
                self.fault(finding, fix.clone());
            }
        }
        // A parameter without a name, or without a place, cannot be sent.
        let nameless =
            object == Object::Parameter && !(fields.contains_key("name") && fields.contains_key("in"));
        for key in keys.iter().filter(|key| key.required && !fields.contains_key(key.name)) {
            let what = format!("{} needs `{}`", grammar::title(object), key.name);
            let finding =
                Finding::error(Code::Shape, place.clone(), what).help(format!("add `{}`", key.name));
            let fix = Fix::Insert(place.clone(), key.name, default_of(key.holds));
            self.fault(finding, if nameless { Fix::Remove(place.clone()) } else { fix });
        }
        let described = fields.contains_key("schema") || fields.contains_key("content");
        if matches!(object, Object::Parameter | Object::Header) && !described && !nameless {
            let what = format!("{} needs `schema` or `content`", grammar::title(object));
            let finding = Finding::error(Code::Shape, place.clone(), what).help("say what the value is");
            self.fault(finding, Fix::Insert(place.clone(), "schema", Value::Object(Map::new())));
        }
    }

    fn linked(&mut self, object: Object, node: &Value, place: &Place, fix: Fix) {
        let Some(reference) = node.get("$ref") else {
            return self.object(object, node, place, fix);
        };
        // A schema that cannot be found may be anything; anything else is left out.
        let fix = if object == Object::Schema {
            Fix::Replace(place.clone(), Value::Object(Map::new()))
        } else {
            fix
        };
        let Some(reference) = reference.as_str() else {
            return self.wrong(&place.key("$ref"), "a `$ref` is a string", reference, fix);
        };
        if object == Object::Schema && node.get("nullable") == Some(&Value::Bool(true)) {
            self.nullable_reference(node, reference, place);
        }
        match resolve(self.source, place, reference) {
            Ok(target) => {
                if self.seen.insert((object, target.clone())) {
                    self.pending.push((object, target));
                }
            }
            Err(finding) => self.fault(finding, fix),
        }
    }

    /// What stands beside a reference says nothing (OpenAPI 3.0.3, section 4.7.23); authors mean it all the same.
    fn nullable_reference(&mut self, node: &Value, reference: &str, place: &Place) {
        let is_read = self.report.survives(Code::UnknownKey);
        let what = if is_read { "it is read all the same" } else { "it is ignored" };
        let what = format!("`nullable` says nothing beside a `$ref`; {what}");
        let finding = Finding::warning(Code::UnknownKey, place.key("nullable"), what);
        self.report.push(finding.help("write the reference into an `allOf` beside it"));
        if is_read && resolve(self.source, place, reference).is_ok() {
            let mut around = node.clone();
            if let Value::Object(fields) = &mut around {
                fields.shift_remove("$ref");
                fields.insert("allOf".to_owned(), serde_json::json!([{ "$ref": reference }]));
            }
            self.fixes.push(Fix::Replace(place.clone(), around));
        }
    }

    fn holds(&mut self, holds: Holds, name: &str, value: &Value, place: &Place, fix: Fix) {
        let expected = match (holds, value) {
            (Holds::Anything, _)
            | (Holds::Text, Value::String(_))
            | (Holds::Flag | Holds::SchemaOrFlag, Value::Bool(_))
            | (Holds::Number, Value::Number(_)) => return,
            (Holds::Count, Value::Number(number)) if number.is_u64() => return,
            (Holds::One(object), _) => return self.object(object, value, place, fix),
            (Holds::Linked(object), _) => return self.linked(object, value, place, fix),
            (Holds::SchemaOrFlag, Value::Object(_)) => {
                return self.linked(Object::Schema, value, place, fix);
            }
            (Holds::List(each), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    let place = place.index(index);
                    self.holds(*each, name, item, &place, Fix::Remove(place.clone()));
                }
                return;
            }
            // Some descriptions keep a whole map, or a long text, in another file.
            (Holds::Map(_) | Holds::Text, Value::Object(fields)) if is_reference(fields) => {
                return self.elsewhere(holds, name, fields, place, fix);
            }
            (Holds::Map(each), Value::Object(entries)) => {
                for (key, entry) in entries {
                    let place = place.key(key);
                    self.holds(*each, name, entry, &place, Fix::Remove(place.clone()));
                }
                return;
            }
            (Holds::Text, _) => "a string",
            (Holds::Flag, _) => "`true` or `false`",
            (Holds::Number, _) => "a number",
            (Holds::Count, _) => "a whole number from zero on",
            (Holds::SchemaOrFlag, _) => "a schema, `true` or `false`",
            (Holds::List(_), _) => "a list",
            (Holds::Map(_), _) => "a map",
        };
        // What is meant is clear from `yes`, `"10"` or an unquoted `1.0`.
        let fix = meant(holds, value).map_or(fix, |value| Fix::Replace(place.clone(), value));
        self.wrong(place, &format!("`{name}` is {expected}"), value, fix);
    }

    fn elsewhere(&mut self, holds: Holds, name: &str, fields: &Map<String, Value>, place: &Place, fix: Fix) {
        let reference = fields.get("$ref").and_then(Value::as_str).unwrap_or_default();
        let end = match self.ends.of(self.source, place) {
            Ok(end) => end,
            Err(finding) => return self.fault(finding, fix),
        };
        let target = match (holds, resolve(self.source, place, reference)) {
            (Holds::Map(_), Ok(target)) => target,
            _ => end,
        };
        match (holds, self.source.value(&target)) {
            (Holds::Text, Some(Value::String(text))) => {
                return self.fixes.push(Fix::Replace(place.clone(), Value::String(text.clone())));
            }
            (Holds::Map(_), Some(Value::Object(entries))) => {
                self.entries += entries.len();
                if self.entries > MOST_ENTRIES {
                    let what = format!("maps that stand elsewhere have more than {MOST_ENTRIES} entries");
                    let finding = Finding::error(Code::Limit, place.key("$ref"), what);
                    return self.report.push(finding.help("write the map where it belongs"));
                }
                // Each entry is referred to where it is, so that its own references stay true.
                let separator = if reference.contains('#') { "" } else { "#" };
                let entries = entries.keys().map(|key| {
                    let step = Pointer::root().key(key);
                    let entry = format!("{reference}{separator}{}", step.as_str());
                    (key.clone(), serde_json::json!({ "$ref": entry }))
                });
                self.fixes.push(Fix::Replace(place.clone(), Value::Object(entries.collect())));
            }
            _ => {}
        }
        if self.seen_elsewhere.insert((holds, target.clone())) {
            self.elsewhere.push(Target { holds, name: name.to_owned(), target, fix });
        }
    }

    fn no_such_word(&mut self, key: &str, word: &str, words: &[&str], place: Place, fix: Fix) {
        let listed = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let finding =
            Finding::error(Code::Shape, place, format!("`{key}` is one of {listed}, and not `{word}`"));
        let help = suggestion(word, words.iter().copied()).unwrap_or_else(|| "correct it".to_owned());
        self.fault(finding.help(help), fix);
    }

    fn wrong(&mut self, place: &Place, expected: &str, found: &Value, fix: Fix) {
        let found = match found {
            Value::Null => "nothing",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        let finding = Finding::error(Code::Shape, place.clone(), format!("{expected}, but here is {found}"));
        let finding = match &fix {
            Fix::Replace(_, value) if !value.is_object() && !value.is_array() && !is_empty(value) => {
                finding.help(format!("write `{value}`"))
            }
            _ => finding,
        };
        self.fault(finding, fix);
    }

    fn fault(&mut self, finding: Finding, fix: Fix) {
        if self.report.survives(finding.code) {
            self.fixes.push(fix.clone());
        }
        self.report.survivable(finding.fix(fix));
    }
}

fn is_empty(value: &Value) -> bool {
    matches!(value, Value::Null) || value.as_str() == Some("") || *value == Value::Bool(false) || *value == 0
}

fn is_reference(fields: &Map<String, Value>) -> bool {
    fields.len() == 1 && fields.get("$ref").is_some_and(Value::is_string)
}
