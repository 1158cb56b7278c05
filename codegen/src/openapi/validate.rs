//! Checks the nodes of a description against the grammar, so that each problem is reported at its position,
//! and then reads them as `openapiv3` types without further interpretation.

mod names;
mod values;

use std::collections::HashSet;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::diagnostics::suggest::{nearest, suggestion};
use crate::diagnostics::{Code, Finding, Fix, Place, Pointer, Report};
use crate::openapi::grammar::{self, Holds, Object};
use crate::source::{Source, Targets, discriminator_targets, resolve};
use values::{default_of, in_form_of_3_0, meant, requirement};

/// Checks the whole description against the grammar of OpenAPI, following every reference. Returns the fixes
/// for problems that generation can survive, in the order in which they must be applied.
pub(crate) fn check_shape(source: &Source, report: &mut Report) -> Vec<Fix> {
    let mut check = Check {
        source,
        report,
        seen: HashSet::new(),
        pending: Vec::new(),
        seen_elsewhere: HashSet::new(),
        elsewhere: Vec::new(),
        targets: Targets::default(),
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
    // From the last to the first, so that the indices of list elements stay valid.
    check.fixes.reverse();
    check.fixes
}

/// Reads a node as a type of `openapiv3`.
///
/// # Errors
/// Fails if the type does not accept the node, although the grammar does.
pub(crate) fn read<T: DeserializeOwned>(source: &Source, place: &Place) -> Result<T, Finding> {
    let Some(node) = source.value(place) else {
        return Err(Finding::error(Code::DanglingReference, place.clone(), "this node does not exist"));
    };
    T::deserialize(node).map_err(|error| Finding::error(Code::Shape, place.clone(), error.to_string()))
}

struct Check<'a> {
    source: &'a Source,
    report: &'a mut Report,
    /// The targets of references, so that each target is checked once.
    seen: HashSet<(Object, Place)>,
    pending: Vec<(Object, Place)>,
    /// The same for targets that are not objects of the specification: maps and texts.
    seen_elsewhere: HashSet<(Holds, Place)>,
    elsewhere: Vec<Target>,
    targets: Targets,
    /// The number of map entries that have been replaced by references.
    entries: usize,
    fixes: Vec<Fix>,
}

/// The target of a reference in place of a map or text.
struct Target {
    holds: Holds,
    /// The key that holds the reference.
    name: String,
    target: Place,
    /// The fix if the target does not have the required type.
    fix: Fix,
}

/// The largest number of map entries that may be replaced by references. Each referenced map is written out,
/// and a hundred references may name the same map.
const MOST_ENTRIES: usize = 100_000;

impl Check<'_> {
    /// Checks the targets of all references, and the targets of the references in them.
    fn follow(&mut self) {
        loop {
            if let Some((object, place)) = self.pending.pop() {
                // If the target does not exist, the reference to it has already been reported.
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
        self.report.push(super::other_form::finding(root, place));
        false
    }

    fn object(&mut self, object: Object, node: &Value, place: &Place, fix: Fix) {
        let Value::Object(fields) = node else {
            return self.wrong(place, &format!("{} must be an object", grammar::title(object)), node, fix);
        };
        grammar::rules::check(object, fields, place, self.report);
        super::plausible::check(object, fields, place, self.report);
        self.names(object, fields, place, &fix);
        let keys = grammar::keys_of(object);
        let schema = place;
        for (name, value) in fields {
            let place = place.key(name);
            if name.starts_with("x-") || name == "$ref" {
                continue;
            }
            if let Some(key) = keys.iter().find(|key| key.name == name) {
                let words = grammar::words_of(object, name, fields).unwrap_or_default();
                let word = value.as_str().filter(|word| !words.is_empty() && !words.contains(word));
                if let Some(word) = word {
                    // A client cannot use an object without a required key, so that without a similar word, the
                    // fix applies to the whole object.
                    let fix = match nearest(word, words.iter().copied()) {
                        Some(meant) => Fix::Replace(place.clone(), Value::from(meant)),
                        None if key.required => fix.clone(),
                        None => Fix::Remove(place.clone()),
                    };
                    self.no_such_word(name, word, words, place, fix);
                    continue;
                }
                let newer =
                    (object == Object::Schema).then(|| in_form_of_3_0(fields, name, schema)).flatten();
                let fix = if let Some(newer) = newer {
                    newer
                } else if key.required {
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
                    // An overlay cannot rename a key, and removing it would lose what the author intended.
                    Some(help) => finding.help(help),
                    None => {
                        let help = "remove it, or write it as an extension, `x-…`";
                        finding.help(help).fix(Fix::Remove(place))
                    }
                });
            }
        }
        if object == Object::Discriminator {
            // A mapping without a target is reported when it is read.
            for target in
                discriminator_targets(fields).filter_map(|target| resolve(self.source, place, target).ok())
            {
                if self.seen.insert((Object::Schema, target.clone())) {
                    self.pending.push((Object::Schema, target));
                }
            }
        }
        if object == Object::SecurityScheme {
            for name in grammar::needs_of_scheme(fields).iter().filter(|name| !fields.contains_key(**name)) {
                let what = format!("{} of this type needs `{name}`", grammar::title(object));
                let finding = Finding::error(Code::Shape, place.clone(), what).help(format!("add `{name}`"));
                self.fault(finding, fix.clone());
            }
        }
        // A parameter without a name or a location cannot be sent.
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
            let finding = Finding::error(Code::Shape, place.clone(), what).help("describe the value");
            self.fault(finding, Fix::Insert(place.clone(), "schema", Value::Object(Map::new())));
        }
    }

    fn linked(&mut self, object: Object, node: &Value, place: &Place, fix: Fix) {
        let Some(reference) = node.get("$ref") else {
            return self.object(object, node, place, fix);
        };
        // A schema without a target may be any value; any other object is left out.
        let fix = if object == Object::Schema {
            Fix::Replace(place.clone(), Value::Object(Map::new()))
        } else {
            fix
        };
        let Some(reference) = reference.as_str() else {
            return self.wrong(&place.key("$ref"), "a `$ref` must be a string", reference, fix);
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

    /// Handles `nullable` beside a reference. OpenAPI ignores it (OpenAPI 3.0.3, section 4.7.23), but authors
    /// expect it to apply.
    fn nullable_reference(&mut self, node: &Value, reference: &str, place: &Place) {
        let is_read = self.report.survives(Code::UnknownKey);
        let what = if is_read { "it is applied anyway" } else { "it is ignored" };
        let what = format!("`nullable` is not allowed beside a `$ref`; {what}");
        let finding = Finding::warning(Code::UnknownKey, place.key("nullable"), what);
        self.report.push(finding.help("move the reference into an `allOf` beside it"));
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
            // Some descriptions have a whole map or a long text in another file.
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
            (Holds::Count, _) => "a non-negative integer",
            (Holds::SchemaOrFlag, _) => "a schema, `true` or `false`",
            (Holds::List(_), _) => "a list",
            (Holds::Map(_), _) => "a map",
        };
        if let (true, Holds::List(_) | Holds::Map(_)) = (name == "security", holds) {
            return self.requirement(holds, expected, value, place);
        }
        // The intended value of `yes`, `"10"` or an unquoted `1.0` is clear.
        let fix = meant(holds, value).map_or(fix, |value| Fix::Replace(place.clone(), value));
        self.wrong(place, &format!("`{name}` must be {expected}"), value, fix);
    }

    /// Reports a security requirement of the wrong type. Without it, requests would have no credentials, so it is
    /// never removed.
    fn requirement(&mut self, holds: Holds, expected: &str, value: &Value, place: &Place) {
        match requirement(holds, value) {
            Some(meant) => {
                let fix = Fix::Replace(place.clone(), meant);
                self.wrong(place, &format!("`security` must be {expected}"), value, fix);
            }
            None => {
                let what = format!("`security` must be {expected}, not {}", kind_of(value));
                let help = "name each scheme with a list of scopes: `security: [{scheme: []}]`";
                self.report.push(Finding::error(Code::Shape, place.clone(), what).help(help));
            }
        }
    }

    fn elsewhere(&mut self, holds: Holds, name: &str, fields: &Map<String, Value>, place: &Place, fix: Fix) {
        let reference = fields.get("$ref").and_then(Value::as_str).unwrap_or_default();
        let end = match self.targets.of(self.source, place) {
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
                    let what = format!("referenced maps have more than {MOST_ENTRIES} entries in total");
                    let finding = Finding::error(Code::Limit, place.key("$ref"), what);
                    return self.report.push(finding.help("write the map in place of the reference"));
                }
                // Refer to each entry at its original place, so that its own references stay valid.
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
            Finding::error(Code::Shape, place, format!("`{key}` must be one of {listed}, not `{word}`"));
        let help = suggestion(word, words.iter().copied()).unwrap_or_else(|| "correct it".to_owned());
        self.fault(finding.help(help), fix);
    }

    fn wrong(&mut self, place: &Place, expected: &str, found: &Value, fix: Fix) {
        let what = format!("{expected}, not {}", kind_of(found));
        let finding = Finding::error(Code::Shape, place.clone(), what);
        let finding = match &fix {
            Fix::Replace(_, value) if !value.is_object() && !value.is_array() && !is_empty(value) => {
                finding.help(format!("write `{value}`"))
            }
            Fix::Update(_, values) => {
                let words = values.iter().map(|(key, value)| format!("`{key}: {value}`"));
                finding.help(format!("write {}", words.collect::<Vec<_>>().join(" and ")))
            }
            _ => finding,
        };
        self.fault(finding, fix);
    }

    fn fault(&mut self, finding: Finding, fix: Fix) {
        // Without `lenient`, later stages only report their errors.
        if !self.report.survives(finding.code) {
            self.report.changed(&fix);
        }
        self.fixes.push(fix.clone());
        self.report.survivable(finding.fix(fix));
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn is_empty(value: &Value) -> bool {
    matches!(value, Value::Null) || value.as_str() == Some("") || *value == Value::Bool(false) || *value == 0
}

fn is_reference(fields: &Map<String, Value>) -> bool {
    fields.len() == 1 && fields.get("$ref").is_some_and(Value::is_string)
}
