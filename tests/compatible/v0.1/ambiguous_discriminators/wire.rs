// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;
use openapi_client_runtime::codegen::json;

impl json::Decode for super::Pet {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        for index in reader
            .candidates(
                &[
                    json::Pattern {
                        kinds: &[json::Kind::Object],
                        required: &["kind"],
                        known: &["kind", "bark"],
                        constants: &[("kind", &["dog"])],
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::Object],
                        required: &["kind"],
                        known: &["kind", "age"],
                        constants: &[("kind", &["dog"])],
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::Object],
                        required: &["kind"],
                        known: &["kind", "age"],
                        constants: &[("kind", &["Cat"])],
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::Object],
                        required: &["kind"],
                        known: &["kind"],
                        constants: &[("kind", &["Pet"])],
                        ..json::Pattern::ANY
                    },
                ],
            )?
        {
            let chosen = match index {
                0 => reader.attempt().map(Self::Dog),
                1 => reader.attempt().map(Self::Puppy),
                2 => reader.attempt().map(Self::Cat),
                _ => reader.attempt().map(Self::Base),
            };
            if let Some(value) = chosen {
                return Ok(value);
            }
        }
        reader.value().map(Self::Unrecognized)
    }
}

impl json::Encode for super::Pet {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::Dog(value) => value.encode(writer),
            Self::Puppy(value) => value.encode(writer),
            Self::Cat(value) => value.encode(writer),
            Self::Base(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl json::Decode for super::Dog {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["kind", "bark"]);
        let (kind, bark) = codegen::read!(read);
        Ok(Self { kind, bark })
    }
}

impl json::Encode for super::Dog {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["kind", "bark"], (&self.kind, &self.bark));
    }
}

impl json::Decode for super::Puppy {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["kind", "age"]);
        let (kind, age) = codegen::read!(read);
        Ok(Self { kind, age })
    }
}

impl json::Encode for super::Puppy {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["kind", "age"], (&self.kind, &self.age));
    }
}

impl json::Decode for super::Cat {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["kind", "age"]);
        let (kind, age) = codegen::read!(read);
        Ok(Self { kind, age })
    }
}

impl json::Encode for super::Cat {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["kind", "age"], (&self.kind, &self.age));
    }
}

impl json::Decode for super::Shape {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let chosen = match reader.tag("sort")?.as_deref() {
            Some("Circle") => reader.attempt().map(Self::Circle),
            None | Some("Shape") => reader.attempt().map(Self::Base),
            _ => None,
        };
        match chosen {
            Some(value) => Ok(value),
            None => reader.value().map(Self::Unrecognized),
        }
    }
}

impl json::Encode for super::Shape {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::Circle(value) => {
                writer.tagged("sort", "\"Circle\"", &value.sort, value)
            }
            Self::Base(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl json::Decode for super::Circle {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["color", "sort", "radius"]);
        let (color, sort, radius) = codegen::read!(read);
        Ok(Self { color, sort, radius })
    }
}

impl json::Encode for super::Circle {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer
            .record(
                &["color", "sort", "radius"],
                (&self.color, &self.sort, &self.radius),
            );
    }
}

impl json::Decode for super::Node {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let chosen = match reader.tag("k")?.as_deref() {
            Some("Branch") => reader.attempt().map(Self::Branch),
            Some("u") => reader.attempt().map(Self::NodeOrText),
            _ => None,
        };
        match chosen {
            Some(value) => Ok(value),
            None => reader.value().map(Self::Unrecognized),
        }
    }
}

impl json::Encode for super::Node {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::Branch(value) => value.encode(writer),
            Self::NodeOrText(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl json::Decode for super::Branch {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["k", "b"]);
        let (k, b) = codegen::read!(read);
        Ok(Self { k, b })
    }
}

impl json::Encode for super::Branch {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["k", "b"], (&self.k, &self.b));
    }
}

impl json::Decode for super::NodeOrText {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        for index in reader
            .candidates(
                &[
                    json::Pattern {
                        one_of: &[
                            json::Pattern {
                                kinds: &[json::Kind::Object],
                                required: &["k"],
                                known: &["k"],
                                constants: &[("k", &["Branch", "u"])],
                                others: Some(&[]),
                                ..json::Pattern::ANY
                            },
                        ],
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::String],
                        ..json::Pattern::ANY
                    },
                ],
            )?
        {
            let chosen = match index {
                0 => reader.attempt().map(Self::Node),
                _ => reader.attempt().map(Self::String),
            };
            if let Some(value) = chosen {
                return Ok(value);
            }
        }
        reader.value().map(Self::Unrecognized)
    }
}

impl json::Encode for super::NodeOrText {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::Node(value) => value.encode(writer),
            Self::String(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl json::Decode for super::PetBase {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["kind"]);
        let (kind,) = codegen::read!(read);
        Ok(Self { kind })
    }
}

impl json::Encode for super::PetBase {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["kind"], (&self.kind,));
    }
}

impl json::Decode for super::ShapeBase {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["color", "sort"]);
        let (color, sort) = codegen::read!(read);
        Ok(Self { color, sort })
    }
}

impl json::Encode for super::ShapeBase {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["color", "sort"], (&self.color, &self.sort));
    }
}

codegen::models!(
    super::Dog, super::Puppy, super::Cat, super::Circle, super::Branch, super::PetBase,
    super::ShapeBase
);

codegen::unions!(
    super::Pet { Dog, Puppy, Cat, Base, Unrecognized }, super::Shape { Circle, Base,
    Unrecognized }, super::Node { Branch, NodeOrText, Unrecognized }, super::NodeOrText {
    Node, String, Unrecognized }
);
