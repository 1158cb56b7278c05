//! Conversion of XML to JSON.

use std::borrow::Cow;
use std::collections::HashSet;

use super::element::Element;
use super::{Field, Kind, MergedShape, Shape};
use crate::codec::json::Writer;

/// Converts an XML document to JSON. Ignores elements and attributes that the structure does not contain, and
/// ignores prefixes.
///
/// # Errors
/// Fails if the text is not XML.
pub(crate) fn json_of(text: &str, shape: Shape) -> Result<String, String> {
    let root = Element::read(text)?;
    let mut writer = Writer::default();
    value(&mut writer, &root, shape);
    Ok(writer.into_text())
}

fn value(writer: &mut Writer, element: &Element, shape: Shape) {
    if element.is_nil() {
        return writer.raw("null");
    }
    match shape {
        Shape::Text => writer.string(&element.text),
        Shape::Word => word(writer, &element.text),
        Shape::Object(fields, rest) => object(writer, element, fields, rest),
        Shape::List(item) => list(writer, element.children.iter(), item()),
        Shape::Map(entry) => {
            writer.begin_object();
            entries(writer, element.children.iter(), entry());
            writer.end_object();
        }
        Shape::OneOf(parts) => match MergedShape::of(parts) {
            MergedShape::Object(fields, rest) => object(writer, element, &fields, rest),
            MergedShape::Other(shape) => value(writer, element, shape),
        },
        Shape::Any => any(writer, element),
    }
}

/// Writes a number or boolean. Other text becomes a string, which the type then refuses with a JSON path.
fn word(writer: &mut Writer, text: &str) {
    let text = text.trim();
    match (text, number(text)) {
        ("", _) => writer.raw("null"),
        ("true" | "false", _) => writer.raw(text),
        (_, Some(number)) => writer.raw(&number),
        _ => writer.string(text),
    }
}

/// Converts a number of XML Schema (sections 3.3.3 and 3.3.5) to JSON. Removes a plus sign, leading zeros and
/// a trailing point, and adds a zero before a leading point. Returns `None` for other text, and for `INF` and
/// `NaN`, which JSON lacks.
fn number(text: &str) -> Option<Cow<'_, str>> {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(m, e)| (m, Some(e)));
    let (sign, unsigned) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let power = exponent.map(|text| text.strip_prefix(['+', '-']).unwrap_or(text));
    if whole.len() + fraction.len() == 0
        || ![whole, fraction].into_iter().all(is_digits)
        || power.is_some_and(|power| power.is_empty() || !is_digits(power))
    {
        return None;
    }
    let digits = whole.trim_start_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    let is_plain = mantissa.len() == sign.len() + unsigned.len()
        && digits.len() == whole.len()
        && fraction.is_empty() != unsigned.contains('.');
    if is_plain {
        return Some(Cow::Borrowed(text));
    }
    let point = if fraction.is_empty() { "" } else { "." };
    let power = exponent.map(|power| format!("e{power}")).unwrap_or_default();
    Some(Cow::Owned(format!("{sign}{digits}{point}{fraction}{power}")))
}

fn list<'e>(writer: &mut Writer, items: impl Iterator<Item = &'e Element>, item: Shape) {
    writer.begin_array();
    for element in items {
        writer.element();
        value(writer, element, item);
    }
    writer.end_array();
}

fn object(writer: &mut Writer, element: &Element, fields: &[Field], rest: Option<fn() -> Shape>) {
    writer.begin_object();
    for field in fields {
        self::field(writer, element, field);
    }
    if let Some(rest) = rest {
        let is_field = |child: &&Element| {
            let mut named = fields.iter().filter(|field| field.node.kind == Kind::Element);
            named.any(|field| child.name == field.node.name)
        };
        entries(writer, element.children.iter().filter(|child| !is_field(child)), rest());
    }
    writer.end_object();
}

fn field(writer: &mut Writer, element: &Element, field: &Field) {
    let shape = (field.shape)();
    let text = match field.node.kind {
        Kind::Element => None,
        Kind::Attribute => element.attribute(field.node.name),
        Kind::Text => Some(element.text.as_str()),
    };
    if let Some(text) = text {
        writer.key(field.key);
        return match shape {
            Shape::Word => word(writer, text),
            // A list in a single text (XML Schema, section 2.5.1.2).
            Shape::List(item) => {
                writer.begin_array();
                for part in text.split_whitespace() {
                    writer.element();
                    if matches!(item(), Shape::Word) { word(writer, part) } else { writer.string(part) }
                }
                writer.end_array();
            }
            _ => writer.string(text),
        };
    }
    if field.node.kind != Kind::Element {
        return;
    }
    let mut found = element.children.iter().filter(|child| child.name == field.node.name).peekable();
    match shape {
        Shape::List(item) if !field.node.wrapped => {
            if field.is_required || found.peek().is_some() {
                writer.key(field.key);
                list(writer, found, item());
            }
        }
        Shape::List(_) if found.peek().is_none() && field.is_required => {
            writer.key(field.key);
            writer.raw("[]");
        }
        shape => {
            if let Some(child) = found.next() {
                writer.key(field.key);
                value(writer, child, shape);
            }
        }
    }
}

/// Writes elements as entries by their names. Elements with the same name become a list, if the structure
/// allows one.
fn entries<'e>(writer: &mut Writer, elements: impl Iterator<Item = &'e Element>, entry: Shape) {
    let mut groups: indexmap::IndexMap<&str, Vec<&Element>> = indexmap::IndexMap::new();
    for element in elements {
        groups.entry(&element.name).or_default().push(element);
    }
    for (name, group) in groups {
        writer.key(name);
        match (group.as_slice(), entry) {
            ([only], _) => value(writer, only, entry),
            (all, Shape::Any) => list(writer, all.iter().copied(), entry),
            (all, Shape::List(item)) => list(writer, all.iter().copied(), item()),
            // A key has one value, so the last element counts.
            (all, _) => {
                if let Some(last) = all.last() {
                    value(writer, last, entry);
                }
            }
        }
    }
}

/// Writes text as a string, and child elements as an object that also has the attributes as keys.
fn any(writer: &mut Writer, element: &Element) {
    if element.children.is_empty() && element.attributes.is_empty() {
        return writer.string(&element.text);
    }
    writer.begin_object();
    let mut names: HashSet<&str> = element.children.iter().map(|child| child.name.as_str()).collect();
    for (name, value) in &element.attributes {
        if names.insert(name) {
            writer.key(name);
            writer.string(value);
        }
    }
    entries(writer, element.children.iter(), Shape::Any);
    if element.children.is_empty() && !element.text.trim().is_empty() {
        writer.key("#text");
        writer.string(&element.text);
    }
    writer.end_object();
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    fn word_of(text: &str) -> String {
        json_of(&format!("<a>{text}</a>"), Shape::Word).unwrap()
    }

    #[test]
    fn reading_ends_for_unions_that_are_variants_of_each_other() {
        fn leaf() -> Shape {
            Shape::Object(
                &const { [Field::new("a", crate::codec::xml::Node::element("a"), || Shape::Word)] },
                None,
            )
        }
        fn one() -> Shape {
            Shape::OneOf(&const { [leaf as fn() -> Shape, other] })
        }
        fn other() -> Shape {
            Shape::OneOf(&const { [one as fn() -> Shape, other] })
        }
        assert_eq!(json_of("<x><a>1</a></x>", one()).unwrap(), r#"{"a":1}"#);
        assert_eq!(json_of("<x><a>1</a></x>", other()).unwrap(), r#"{"a":1}"#);
    }

    #[test]
    fn numbers_of_xml_schema_become_numbers_of_json() {
        for (text, expected) in [
            ("7", "7"),
            ("-7", "-7"),
            ("+7", "7"),
            (" 007 ", "7"),
            ("-00.50", "-0.50"),
            (".5", "0.5"),
            ("5.", "5"),
            ("0", "0"),
            ("1.5e+3", "1.5e+3"),
            ("+1E5", "1e5"),
            ("true", "true"),
            ("", "null"),
            ("12345678901234567890123", "12345678901234567890123"),
            ("+", "\"+\""),
            ("++1", "\"++1\""),
            ("+-1", "\"+-1\""),
            (".", "\".\""),
            ("1e", "\"1e\""),
            ("1.2.3", "\"1.2.3\""),
            ("INF", "\"INF\""),
            ("[1]", "\"[1]\""),
        ] {
            assert_eq!(word_of(text), expected, "{text}");
        }
    }

    #[test]
    fn text_with_many_signs_is_not_a_number() {
        let signs = "+".repeat(100_000) + "1";
        assert_eq!(word_of(&signs), format!("\"{signs}\""));
    }

    /// Quadratic work would take minutes for this number.
    #[test]
    fn time_is_linear_in_attributes_and_children() {
        let many = 100_000;
        let attributes: String = (0..many).map(|number| format!(" a{number}=''")).collect();
        let children: String = (0..many).map(|number| format!("<c{number}/>")).collect();
        let began = Instant::now();
        let json = json_of(&format!("<a{attributes}>{children}</a>"), Shape::Any).unwrap();
        assert_eq!(json.matches(':').count(), many * 2);
        assert!(began.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn an_element_takes_precedence_over_an_attribute_of_its_name() {
        let json = json_of("<a n:b='1' m:b='2' c='3'><c>4</c></a>", Shape::Any).unwrap();
        assert_eq!(json, r#"{"b":"1","c":"4"}"#);
    }
}
