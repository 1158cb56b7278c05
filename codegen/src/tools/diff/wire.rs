//! The differences between two clients in what models read and write, also where the Rust items are the same.

use super::messages::code;
use super::renames::Renames;
use super::{Statement, Weight};
use crate::analysis::{self, ConstantValue, Facts};
use crate::emit::rust_type;
use crate::ir::{Access, Api, Enum, Field, Model, ModelId, Record, Shape, Union, Xml};

/// Compares the models of both clients.
pub(super) fn compare(old: &Api, new: &Api, renames: &Renames<'_>) -> Vec<Statement> {
    let mut found = Vec::new();
    let (old_facts, new_facts) = (analysis::of(old), analysis::of(new));
    for (before_id, after_id) in &renames.models {
        let (Some(before), Some(after)) = (old.model(*before_id), new.model(*after_id)) else { continue };
        let own = Side { api: old, facts: &old_facts, id: *before_id };
        let other = Side { api: new, facts: &new_facts, id: *after_id };
        let path = format!("models::{}", after.name.rust());
        let mut models = Models { path, before, after, own, other, renames, found: &mut found };
        match (&before.shape, &after.shape) {
            (Shape::Record(was), Shape::Record(is)) => models.records(was, is),
            (Shape::Enum(was), Shape::Enum(is)) => models.words(was, is),
            (Shape::Union(was), Shape::Union(is)) => models.unions(was, is),
            _ => {}
        }
    }
    found
}

/// A model of one of the clients.
struct Side<'a> {
    api: &'a Api,
    facts: &'a Facts,
    id: ModelId,
}

impl Side<'_> {
    fn is_xml(&self) -> bool {
        self.facts.is_xml(self.id)
    }

    /// Returns the fields that are arguments of the model's `new`.
    fn arguments<'r>(&self, record: &'r Record) -> Vec<&'r Field> {
        record.fields.iter().filter(|field| self.facts.is_argument(self.api, self.id, field)).collect()
    }
}

struct Models<'a> {
    path: String,
    own: Side<'a>,
    other: Side<'a>,
    before: &'a Model,
    after: &'a Model,
    renames: &'a Renames<'a>,
    found: &'a mut Vec<Statement>,
}

impl Models<'_> {
    fn records(&mut self, was: &Record, is: &Record) {
        let mut kept = Vec::new();
        for before in &was.fields {
            let name = self.new_name(&before.name.ident().to_string());
            if let Some(index) = is.fields.iter().position(|after| after.name.ident() == name)
                && let Some(after) = is.fields.get(index)
            {
                self.fields(before, after);
                kept.push(index);
            }
        }
        let name = self.after.name.rust().to_owned();
        if self.own.is_xml() && self.other.is_xml() && !kept.is_sorted() {
            let what = format!("in XML, the elements of `{name}` are in another order");
            self.push(Weight::Wire, &self.path.clone(), what);
        }
        // Calls of `new` do not name its arguments, so that those of the same type can be exchanged.
        let (own, other) = (self.own.arguments(was), self.other.arguments(is));
        let same_type = |(own, other): (&&Field, &&Field)| {
            rust_type(self.own.api, &own.ty) == rust_type(self.other.api, &other.ty)
        };
        // Other types do not compile.
        if own.len() == other.len() && own.iter().zip(&other).all(same_type) {
            for (index, (own, other)) in own.into_iter().zip(other).enumerate() {
                if other.name.ident() != self.new_name(&own.name.ident().to_string()) {
                    let (is, was) = (code(other.name.wire()), code(own.name.wire()));
                    let what = format!("argument {} of `{name}::new()` is {is}, was {was}", index + 1);
                    self.push(Weight::Wire, &format!("{}::new()", self.path), what);
                }
            }
        }
    }

    /// Returns the new name of a field or variant.
    fn new_name(&self, name: &str) -> String {
        let renamed = self.renames.member(&format!("models::{}::{name}", self.before.name.rust()));
        renamed.and_then(|path| path.rsplit("::").next()).unwrap_or(name).to_owned()
    }

    fn fields(&mut self, before: &Field, after: &Field) {
        let Field {
            name,
            setter: _,
            null_setter: _,
            docs: _,
            ty: _,
            presence: _,
            access,
            is_secret,
            deprecated: _,
            default,
            known: _,
            example: _,
            xml,
            origin: _,
        } = before;
        let item = format!("{}::{}", self.path, after.name.ident());
        let shown = format!("`{}::{}`", self.after.name.rust(), after.name.ident());
        if name.wire() != after.name.wire() {
            let what = format!("{shown} is the key {}, was {}", code(after.name.wire()), code(name.wire()));
            self.push(Weight::Wire, &item, what);
        }
        if access != &after.access {
            let what = match (access, after.access) {
                (_, Access::ReadOnly) => format!("{shown} is read-only now"),
                (_, Access::WriteOnly) => format!("{shown} is write-only now"),
                (Access::ReadOnly, Access::Both) => format!("{shown} is no longer read-only"),
                (_, Access::Both) => format!("{shown} is no longer write-only"),
            };
            let statement = Statement::new(Weight::Internal, &item, what);
            self.found.push(Statement { is_cause: true, ..statement });
        }
        if is_secret != &after.is_secret {
            let shows = if after.is_secret { "does not show" } else { "shows" };
            self.push(Weight::Internal, &item, format!("`Debug` {shows} the value of {shown}"));
        }
        if default != &after.default {
            let value = |value: &Option<Box<serde_json::Value>>| match value {
                Some(value) => code(&value.to_string()),
                None => "none".to_owned(),
            };
            let (is, was) = (value(&after.default), value(default));
            self.push(Weight::Internal, &item, format!("the server's default of {shown} is {is}, was {was}"));
        }
        let constant = |side: &Side<'_>, field| match side.facts.constant(side.api, side.id, field)? {
            ConstantValue::Word(word) => Some(word.wire().to_owned()),
            ConstantValue::Text(text) => Some(text.to_owned()),
            ConstantValue::Number(number) => Some(number.to_string()),
        };
        if let (Some(was), Some(is)) = (constant(&self.own, before), constant(&self.other, after))
            && was != is
        {
            self.push(Weight::Wire, &item, format!("{shown} is always {}, was {}", code(&is), code(&was)));
        }
        if xml != &after.xml && self.own.is_xml() && self.other.is_xml() {
            let (is, was) = (in_xml(after.xml.as_deref()), in_xml(xml.as_deref()));
            self.push(Weight::Wire, &item, format!("in XML, {shown} is {is}, was {was}"));
        }
    }

    fn words(&mut self, was: &Enum, is: &Enum) {
        for before in &was.known {
            let name = self.new_name(before.rust());
            let after = is.known.iter().find(|after| after.rust() == name);
            if let Some(after) = after.filter(|after| before.wire() != after.wire()) {
                let what = format!(
                    "`{}::{}` is {} on the wire, was {}",
                    self.after.name.rust(),
                    after.rust(),
                    code(after.wire()),
                    code(before.wire())
                );
                self.push(Weight::Wire, &format!("{}::{}", self.path, after.rust()), what);
            }
        }
    }

    fn unions(&mut self, was: &Union, is: &Union) {
        let Union { variants, tag, is_tag_optional, is_tag_inherited: _, is_base: _, other: _ } = was;
        let name = self.after.name.rust();
        let path = self.path.clone();
        if tag != &is.tag {
            let key = |tag: &Option<String>| match tag {
                Some(tag) => code(tag),
                None => "no key".to_owned(),
            };
            let what = format!("{} distinguishes the variants of `{name}`, was {}", key(&is.tag), key(tag));
            self.push(Weight::Wire, &path, what);
        }
        if is_tag_optional != &is.is_tag_optional
            && let Some(tag) = &is.tag
        {
            let may = if is.is_tag_optional { "may be absent" } else { "is always present" };
            self.push(Weight::Internal, &path, format!("{} of `{name}` {may}", code(tag)));
        }
        let kept: Vec<usize> = variants
            .iter()
            .filter_map(|before| {
                let name = self.new_name(before.name.rust());
                is.variants.iter().position(|after| after.name.rust() == name)
            })
            .collect();
        if is.tag.is_none() && !kept.is_sorted() {
            let what =
                format!("the variants of `{name}` are in another order: a value of several is of the first");
            self.push(Weight::Wire, &path, what);
        }
        for before in variants {
            let variant = self.new_name(before.name.rust());
            let Some(after) = is.variants.iter().find(|after| after.name.rust() == variant) else { continue };
            if before.tags == after.tags {
                continue;
            }
            let values = |tags: &[String]| match tags {
                [] => "none".to_owned(),
                tags => tags.iter().map(|tag| code(tag)).collect::<Vec<_>>().join(" or "),
            };
            let is_wider = before.tags.iter().all(|tag| after.tags.contains(tag));
            let weight = if is_wider { Weight::Internal } else { Weight::Wire };
            let what = format!(
                "the discriminator of `{name}::{}` is {}, was {}",
                after.name.rust(),
                values(&after.tags),
                values(&before.tags)
            );
            self.push(weight, &format!("{path}::{}", after.name.rust()), what);
        }
    }

    fn push(&mut self, weight: Weight, item: &str, what: String) {
        self.found.push(Statement::new(weight, item, what));
    }
}

/// Describes the form of a value in XML.
pub(super) fn in_xml(xml: Option<&Xml>) -> String {
    let Some(xml) = xml else { return "an element of its own name".to_owned() };
    let kind = match xml.kind {
        crate::ir::XmlKind::Element => "the element",
        crate::ir::XmlKind::Attribute => "the attribute",
        crate::ir::XmlKind::Text => return "the text of its element".to_owned(),
    };
    let prefix = if xml.prefix.is_empty() { String::new() } else { format!("{}:", xml.prefix) };
    let namespace = if xml.namespace.is_empty() {
        String::new()
    } else {
        format!(" of the namespace `{}`", xml.namespace)
    };
    let items = xml.item.as_deref().map(|item| format!(" with items of {}", in_xml(Some(item))));
    format!("{kind} {}{namespace}{}", code(&format!("{prefix}{}", xml.name)), items.unwrap_or_default())
}
