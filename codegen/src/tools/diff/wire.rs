//! The differences between two clients in what models read and write, also where the Rust items are the same.

use super::renames::Renames;
use super::{Statement, Weight};
use crate::ir::{Access, Api, Enum, Field, Model, Record, Shape, Union, Xml};

/// Compares the models of both clients.
pub(super) fn compare(old: &Api, new: &Api, renames: &Renames<'_>) -> Vec<Statement> {
    let mut found = Vec::new();
    for (before, after) in &renames.models {
        let (Some(before), Some(after)) = (old.model(*before), new.model(*after)) else { continue };
        let path = format!("models::{}", after.name.rust());
        let mut models = Models { path, before, after, renames, found: &mut found };
        match (&before.shape, &after.shape) {
            (Shape::Record(was), Shape::Record(is)) => models.records(was, is),
            (Shape::Enum(was), Shape::Enum(is)) => models.words(was, is),
            (Shape::Union(was), Shape::Union(is)) => models.unions(was, is),
            _ => {}
        }
    }
    found
}

struct Models<'a> {
    path: String,
    before: &'a Model,
    after: &'a Model,
    renames: &'a Renames<'a>,
    found: &'a mut Vec<Statement>,
}

impl Models<'_> {
    fn records(&mut self, was: &Record, is: &Record) {
        for before in &was.fields {
            let name = self.new_name(&before.name.ident().to_string());
            if let Some(after) = is.fields.iter().find(|after| after.name.ident() == name) {
                self.fields(before, after);
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
            let what = format!("{shown} is the key `{}`, was `{}`", after.name.wire(), name.wire());
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
                Some(value) => format!("`{value}`"),
                None => "none".to_owned(),
            };
            let (is, was) = (value(&after.default), value(default));
            self.push(Weight::Internal, &item, format!("the server's default of {shown} is {is}, was {was}"));
        }
        if xml != &after.xml {
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
                    "`{}::{}` is `{}` on the wire, was `{}`",
                    self.after.name.rust(),
                    after.rust(),
                    after.wire(),
                    before.wire()
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
                Some(tag) => format!("`{tag}`"),
                None => "no key".to_owned(),
            };
            let what = format!("{} distinguishes the variants of `{name}`, was {}", key(&is.tag), key(tag));
            self.push(Weight::Wire, &path, what);
        }
        if is_tag_optional != &is.is_tag_optional
            && let Some(tag) = &is.tag
        {
            let may = if is.is_tag_optional { "may be absent" } else { "is always present" };
            self.push(Weight::Internal, &path, format!("`{tag}` of `{name}` {may}"));
        }
        for before in variants {
            let variant = self.new_name(before.name.rust());
            let Some(after) = is.variants.iter().find(|after| after.name.rust() == variant) else { continue };
            if before.tags == after.tags {
                continue;
            }
            let values = |tags: &[String]| match tags {
                [] => "none".to_owned(),
                tags => tags.iter().map(|tag| format!("`{tag}`")).collect::<Vec<_>>().join(" or "),
            };
            // The first value is the one that is sent.
            let is_wider = before.tags.first() == after.tags.first()
                && before.tags.iter().all(|tag| after.tags.contains(tag));
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
    format!("{kind} `{prefix}{}`{namespace}{}", xml.name, items.unwrap_or_default())
}
