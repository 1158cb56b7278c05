//! An independent reader of descriptions, with which the results of the client are compared.
//!
//! It finds the declared bodies, and the value of an XML document by its schemas.

use roxmltree::{Document, Node};
use serde_json::{Map, Value};

use super::driver::Module;

/// A description whose references stay within its file.
pub(crate) struct Description(Value);

/// The value, or a difference between the document and the description.
type Read<T> = std::result::Result<T, String>;

impl Description {
    /// Reads the description of a client.
    pub(crate) fn of(module: &Module) -> Self {
        let text = std::fs::read_to_string(&module.settings.description).unwrap_or_default();
        Self(serde_yaml::from_str(&text).unwrap_or_default())
    }

    fn landed<'v>(&'v self, value: &'v Value) -> &'v Value {
        let pointer = value.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'));
        pointer.and_then(|pointer| self.0.pointer(pointer)).unwrap_or(value)
    }

    fn operation(&self, path: &str, method: &str) -> Option<&Value> {
        self.0.get("paths")?.get(path)?.get(method.to_ascii_lowercase())
    }

    /// Returns the media type object of a request's body, or null.
    pub(crate) fn request(&self, path: &str, method: &str, media: &str) -> Value {
        let body = self.operation(path, method).and_then(|operation| operation.get("requestBody"));
        let content = body.and_then(|body| self.landed(body).pointer("/content")?.get(media));
        content.cloned().unwrap_or_default()
    }

    /// Returns the media type object of a response, or null.
    pub(crate) fn response(&self, path: &str, method: &str, status: u16, media: &str) -> Value {
        let responses = self.operation(path, method).and_then(|operation| operation.get("responses"));
        let range = format!("{}XX", status / 100);
        let response = responses.and_then(|responses| {
            [status.to_string().as_str(), &range, "default"].iter().find_map(|key| responses.get(*key))
        });
        let content = response.and_then(|response| self.landed(response).pointer("/content")?.get(media));
        content.cloned().unwrap_or_default()
    }

    /// Returns a schema with its `allOf` merged into it; its own keys take precedence.
    fn merged(&self, schema: &Value) -> Map<String, Value> {
        let own = self.landed(schema).as_object().cloned().unwrap_or_default();
        let mut all = Map::new();
        for part in own.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            let mut part = self.merged(part);
            // The XML name belongs to the place where a schema is used.
            part.remove("xml");
            all.extend(part);
        }
        all.extend(own);
        all
    }

    /// Returns whether there is a schema, and its type is `string`.
    pub(crate) fn is_text(&self, schema: Option<&Value>) -> bool {
        schema.is_some_and(|schema| self.merged(schema).get("type") == Some(&Value::from("string")))
    }

    /// Returns the parts of a multipart body as values of their schemas: a number becomes a string if the
    /// schema has one.
    pub(crate) fn texts(&self, schema: &Value, parts: &Map<String, Value>) -> Value {
        let schema = self.merged(schema);
        let value = |(name, value): (&String, &Value)| {
            let of_part = schema.get("properties").and_then(|properties| properties.get(name));
            let is_text = self.is_text(of_part) && !value.is_string();
            (name.clone(), if is_text { Value::from(value.to_string()) } else { value.clone() })
        };
        Value::Object(parts.iter().map(value).collect())
    }

    /// Returns the value of an XML document by a schema (OpenAPI 3.0.4, "XML Object").
    ///
    /// # Errors
    /// Fails with the difference and its element if the document does not match the schema.
    pub(crate) fn xml(&self, schema: Option<&Value>, text: &str) -> Read<Value> {
        let document = Document::parse(text).map_err(|error| error.to_string())?;
        self.element(schema.unwrap_or(&Value::Null), document.root_element())
    }

    fn element(&self, schema: &Value, element: Node<'_, '_>) -> Read<Value> {
        let schema = self.merged(schema);
        let children: Vec<Node<'_, '_>> = element.children().filter(Node::is_element).collect();
        if schema.get("properties").and_then(Value::as_object).is_some() {
            return self.object(&schema, element);
        }
        let values = ["additionalProperties", "unevaluatedProperties"];
        if let Some(values) = values.iter().find_map(|key| schema.get(*key)) {
            let entry = |child: &Node<'_, '_>| {
                Ok((child.tag_name().name().to_owned(), self.element(values, *child)?))
            };
            return Ok(Value::Object(children.iter().map(entry).collect::<Read<_>>()?));
        }
        if let Some(child) = children.first() {
            let (inner, outer) = (child.tag_name().name(), element.tag_name().name());
            return Err(format!("the description has no place for <{inner}> in <{outer}>"));
        }
        scalar(&schema, element.text().unwrap_or_default())
    }

    fn object(&self, schema: &Map<String, Value>, element: Node<'_, '_>) -> Read<Value> {
        let mut object = Map::new();
        let mut claimed = Vec::new();
        let properties = schema.get("properties").and_then(Value::as_object);
        for (key, property) in properties.into_iter().flatten() {
            let property = self.merged(property);
            let name = xml_name(&property).unwrap_or(key).to_owned();
            let value = if has_flag(&property, "attribute") {
                let attribute = element.attributes().find(|attribute| attribute.name() == name);
                claimed.push(name);
                attribute.map(|attribute| scalar(&property, attribute.value()))
            } else if property.get("type") == Some(&"array".into()) && property.contains_key("items") {
                self.list(&property, name, element, &mut claimed)
            } else {
                let child = children(element, &name).next();
                claimed.push(name);
                child.map(|child| self.element(&Value::Object(property), child))
            };
            if let Some(value) = value {
                object.insert(key.clone(), value?);
            }
        }
        complete(schema, &object, element)?;
        all_claimed(&claimed, element)?;
        Ok(Value::Object(object))
    }

    /// Returns the items of a list, which are inside another element if the list is wrapped.
    fn list(
        &self,
        property: &Map<String, Value>,
        name: String,
        element: Node<'_, '_>,
        claimed: &mut Vec<String>,
    ) -> Option<Read<Value>> {
        let items = property.get("items")?;
        let item = self.merged(items);
        let item_name = xml_name(&item).map_or_else(|| name.clone(), str::to_owned);
        let is_wrapped = has_flag(property, "wrapped");
        let around = if is_wrapped { children(element, &name).next() } else { Some(element) };
        claimed.push(if is_wrapped { name } else { item_name.clone() });
        Some(children(around?, &item_name).map(|child| self.element(items, child)).collect())
    }
}

/// Returns the name of the element or attribute of a schema.
fn xml_name(schema: &Map<String, Value>) -> Option<&str> {
    schema.get("xml")?.get("name")?.as_str()
}

fn has_flag(schema: &Map<String, Value>, flag: &str) -> bool {
    schema.get("xml").and_then(|xml| xml.get(flag)) == Some(&Value::Bool(true))
}

/// Returns the child elements with a name.
fn children<'a, 'input>(parent: Node<'a, 'input>, name: &str) -> impl Iterator<Item = Node<'a, 'input>> {
    parent.children().filter(move |child| child.is_element() && child.tag_name().name() == name)
}

fn complete(schema: &Map<String, Value>, object: &Map<String, Value>, element: Node<'_, '_>) -> Read<()> {
    let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
    let missing = required.filter_map(Value::as_str).find(|key| !object.contains_key(*key));
    missing.map_or(Ok(()), |key| {
        Err(format!("`{key}`, which the description requires, is missing in <{}>", element.tag_name().name()))
    })
}

fn all_claimed(claimed: &[String], element: Node<'_, '_>) -> Read<()> {
    let is_lost = |name: &&str| !claimed.iter().any(|claimed| claimed == name);
    let children = element.children().filter(Node::is_element).map(|child| child.tag_name().name());
    let attributes = element.attributes().map(|attribute| attribute.name());
    let lost = children.chain(attributes).find(is_lost);
    lost.map_or(Ok(()), |name| {
        Err(format!("the description has no place for `{name}` in <{}>", element.tag_name().name()))
    })
}

/// Converts a text to a value of its schema.
fn scalar(schema: &Map<String, Value>, text: &str) -> Read<Value> {
    let kind = schema.get("type").and_then(Value::as_str).unwrap_or("string");
    match kind {
        "integer" | "number" | "boolean" => {
            serde_json::from_str(text.trim()).map_err(|_| format!("`{}` is not of type {kind}", text.trim()))
        }
        "object" | "array" => {
            Err(format!("`{}` is text, but the description declares an {kind}", text.trim()))
        }
        _ => Ok(Value::from(text)),
    }
}
