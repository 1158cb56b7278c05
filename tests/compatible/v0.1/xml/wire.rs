// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;
use openapi_client_runtime::codegen;
use openapi_client_runtime::codegen::json;
use openapi_client_runtime::codegen::xml;

impl json::Decode for super::Pet {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader
            .record(
                &[
                    "id",
                    "name",
                    "weight",
                    "isTame",
                    "born",
                    "status",
                    "tags",
                    "photos",
                    "colors",
                    "sizes",
                    "friends",
                    "owner",
                    "toy",
                    "notes",
                    "extra",
                ],
            );
        let (
            id,
            name,
            weight,
            is_tame,
            born,
            status,
            tags,
            photos,
            colors,
            sizes,
            friends,
            owner,
            toy,
            notes,
            extra,
        ) = codegen::read!(read);
        Ok(Self {
            id,
            name,
            weight,
            is_tame,
            born,
            status,
            tags,
            photos,
            colors,
            sizes,
            friends,
            owner,
            toy,
            notes,
            extra,
        })
    }

    fn xml() -> xml::Shape {
        static FIELDS: &[xml::Field] = &[
            xml::Field::new("id", xml::Node::attribute("id"), <i64 as json::Decode>::xml)
                .required(),
            xml::Field::new(
                "name",
                xml::Node::element("given-name"),
                <String as json::Decode>::xml,
            ),
            xml::Field::new(
                "weight",
                xml::Node::element("weight"),
                <f64 as json::Decode>::xml,
            ),
            xml::Field::new(
                "isTame",
                xml::Node::element("isTame"),
                <bool as json::Decode>::xml,
            ),
            xml::Field::new(
                "born",
                xml::Node::element("born"),
                <runtime::DateTime as json::Decode>::xml,
            ),
            xml::Field::new(
                "status",
                xml::Node::element("status"),
                <super::PetStatus as json::Decode>::xml,
            ),
            xml::Field::new(
                    "tags",
                    xml::Node::element("tags")
                        .around(const { &xml::Node::element("tags") }),
                    <Vec<String> as json::Decode>::xml,
                )
                .required(),
            xml::Field::new(
                "photos",
                xml::Node::element("album")
                    .around(const { &xml::Node::element("photo") }),
                <Vec<String> as json::Decode>::xml,
            ),
            xml::Field::new(
                "colors",
                xml::Node::element("color"),
                <Vec<String> as json::Decode>::xml,
            ),
            xml::Field::new(
                "sizes",
                xml::Node::attribute("sizes"),
                <Vec<i64> as json::Decode>::xml,
            ),
            xml::Field::new(
                "friends",
                xml::Node::element("pet").within("https://example.com/pets", "p"),
                <Vec<super::Pet> as json::Decode>::xml,
            ),
            xml::Field::new(
                "owner",
                xml::Node::element("owner"),
                <super::Owner as json::Decode>::xml,
            ),
            xml::Field::new(
                "toy",
                xml::Node::element("toy"),
                <super::PetToy as json::Decode>::xml,
            ),
            xml::Field::new(
                "notes",
                xml::Node::element("notes"),
                <runtime::Map<i64> as json::Decode>::xml,
            ),
            xml::Field::new(
                "extra",
                xml::Node::element("extra"),
                <runtime::Value as json::Decode>::xml,
            ),
        ];
        xml::Shape::Object(FIELDS, None)
    }
}

impl json::Encode for super::Pet {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer
            .record(
                &[
                    "id",
                    "name",
                    "weight",
                    "isTame",
                    "born",
                    "status",
                    "tags",
                    "photos",
                    "colors",
                    "sizes",
                    "friends",
                    "owner",
                    "toy",
                    "notes",
                    "extra",
                ],
                (
                    &self.id,
                    &self.name,
                    &self.weight,
                    &self.is_tame,
                    &self.born,
                    &self.status,
                    &self.tags,
                    &self.photos,
                    &self.colors,
                    &self.sizes,
                    &self.friends,
                    &self.owner,
                    &self.toy,
                    &self.notes,
                    &self.extra,
                ),
            );
    }
}

impl json::Decode for super::Owner {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["since", "words"]);
        let (since, words) = codegen::read!(read);
        Ok(Self { since, words })
    }

    fn xml() -> xml::Shape {
        static FIELDS: &[xml::Field] = &[
            xml::Field::new(
                "since",
                xml::Node::attribute("since"),
                <String as json::Decode>::xml,
            ),
            xml::Field::new("words", xml::Node::text(), <String as json::Decode>::xml),
        ];
        xml::Shape::Object(FIELDS, None)
    }
}

impl json::Encode for super::Owner {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["since", "words"], (&self.since, &self.words));
    }
}

impl json::Decode for super::Ball {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["radius"]);
        let (radius,) = codegen::read!(read);
        Ok(Self { radius })
    }

    fn xml() -> xml::Shape {
        static FIELDS: &[xml::Field] = &[
            xml::Field::new(
                    "radius",
                    xml::Node::element("radius"),
                    <i64 as json::Decode>::xml,
                )
                .required(),
        ];
        xml::Shape::Object(FIELDS, None)
    }
}

impl json::Encode for super::Ball {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["radius"], (&self.radius,));
    }
}

impl json::Decode for super::Rope {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["length"]);
        let (length,) = codegen::read!(read);
        Ok(Self { length })
    }

    fn xml() -> xml::Shape {
        static FIELDS: &[xml::Field] = &[
            xml::Field::new(
                    "length",
                    xml::Node::element("length"),
                    <i64 as json::Decode>::xml,
                )
                .required(),
        ];
        xml::Shape::Object(FIELDS, None)
    }
}

impl json::Encode for super::Rope {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["length"], (&self.length,));
    }
}

impl json::Decode for super::PetToy {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        for index in reader
            .candidates(
                &[
                    json::Pattern {
                        kinds: &[json::Kind::Object],
                        required: &["radius"],
                        known: &["radius"],
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::Object],
                        required: &["length"],
                        known: &["length"],
                        ..json::Pattern::ANY
                    },
                ],
            )?
        {
            let chosen = match index {
                0 => reader.attempt().map(Self::Ball),
                _ => reader.attempt().map(Self::Rope),
            };
            if let Some(value) = chosen {
                return Ok(value);
            }
        }
        reader.value().map(Self::Unrecognized)
    }

    fn xml() -> xml::Shape {
        static TYPES: &[fn() -> xml::Shape] = &[
            <super::Ball as json::Decode>::xml,
            <super::Rope as json::Decode>::xml,
        ];
        xml::Shape::OneOf(TYPES)
    }
}

impl json::Encode for super::PetToy {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::Ball(value) => value.encode(writer),
            Self::Rope(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl json::Decode for super::ListPets4XxResponse {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["detail"]);
        let (detail,) = codegen::read!(read);
        Ok(Self { detail })
    }

    fn xml() -> xml::Shape {
        static FIELDS: &[xml::Field] = &[
            xml::Field::new(
                "detail",
                xml::Node::element("detail"),
                <String as json::Decode>::xml,
            ),
        ];
        xml::Shape::Object(FIELDS, None)
    }
}

impl json::Encode for super::ListPets4XxResponse {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["detail"], (&self.detail,));
    }
}

codegen::xml_open_enums!(super::PetStatus);

codegen::models!(
    super::Pet, super::Owner, super::Ball, super::Rope, super::ListPets4XxResponse
);

codegen::unions!(super::PetToy { Ball, Rope, Unrecognized });
