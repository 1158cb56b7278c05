// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;
use openapi_client_runtime::codegen::json;

impl json::Decode for super::Misspelt {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["name", "kind"]);
        let (name, kind) = codegen::read!(read);
        Ok(Self { name, kind })
    }
}

impl json::Encode for super::Misspelt {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["name", "kind"], (&self.name, &self.kind));
    }
}

impl json::Decode for super::Levelled {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["level"]);
        let (level,) = codegen::read!(read);
        Ok(Self { level })
    }
}

impl json::Encode for super::Levelled {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["level"], (&self.level,));
    }
}

impl json::Decode for super::MixedEnum {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        for index in reader
            .candidates(
                &[
                    json::Pattern {
                        kinds: &[json::Kind::String],
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::Number],
                        whole: true,
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::Boolean],
                        ..json::Pattern::ANY
                    },
                ],
            )?
        {
            let chosen = match index {
                0 => reader.attempt().map(Self::A),
                1 => reader.attempt().map(Self::Integer),
                _ => reader.attempt().map(Self::Boolean),
            };
            if let Some(value) = chosen {
                return Ok(value);
            }
        }
        reader.value().map(Self::Unrecognized)
    }
}

impl json::Encode for super::MixedEnum {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::A(value) => value.encode(writer),
            Self::Integer(value) => value.encode(writer),
            Self::Boolean(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl json::Decode for super::Tree {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        reader.value().map(Self)
    }
}

impl json::Encode for super::Tree {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        self.0.encode(writer);
    }
}

impl json::Decode for super::Dictionary {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        reader.value().map(Self)
    }
}

impl json::Encode for super::Dictionary {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        self.0.encode(writer);
    }
}

impl json::Decode for super::Holder {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["free", "file", "lists", "count"]);
        let (free, file, lists, count) = codegen::read!(read);
        Ok(Self { free, file, lists, count })
    }
}

impl json::Encode for super::Holder {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer
            .record(
                &["free", "file", "lists", "count"],
                (&self.free, &self.file, &self.lists, &self.count),
            );
    }
}

impl json::Decode for super::Dated {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["day", "key", "address", "seen", "either"]);
        let (day, key, address, seen, either) = codegen::read!(read);
        Ok(Self {
            day,
            key,
            address,
            seen,
            either,
        })
    }
}

impl json::Encode for super::Dated {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer
            .record(
                &["day", "key", "address", "seen", "either"],
                (&self.day, &self.key, &self.address, &self.seen, &self.either),
            );
    }
}

impl json::Decode for super::Measured {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader
            .record(
                &[
                    "grains",
                    "script",
                    "serial",
                    "below",
                    "signed",
                    "atoms",
                    "debt",
                    "port",
                ],
            );
        let (grains, script, serial, below, signed, atoms, debt, port) = codegen::read!(
            read
        );
        Ok(Self {
            grains,
            script,
            serial,
            below,
            signed,
            atoms,
            debt,
            port,
        })
    }
}

impl json::Encode for super::Measured {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer
            .record(
                &[
                    "grains",
                    "script",
                    "serial",
                    "below",
                    "signed",
                    "atoms",
                    "debt",
                    "port",
                ],
                (
                    &self.grains,
                    &self.script,
                    &self.serial,
                    &self.below,
                    &self.signed,
                    &self.atoms,
                    &self.debt,
                    &self.port,
                ),
            );
    }
}

impl json::Decode for super::DatedEither {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        for index in reader
            .candidates(
                &[
                    json::Pattern {
                        kinds: &[json::Kind::String],
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::Number],
                        whole: true,
                        ..json::Pattern::ANY
                    },
                ],
            )?
        {
            let chosen = match index {
                0 => reader.attempt().map(Self::String),
                _ => reader.attempt().map(Self::Integer),
            };
            if let Some(value) = chosen {
                return Ok(value);
            }
        }
        reader.value().map(Self::Unrecognized)
    }
}

impl json::Encode for super::DatedEither {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::String(value) => value.encode(writer),
            Self::Integer(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

codegen::open_enums!(super::MixedEnumA);

codegen::open_integers!(
    super::NumberEnum, super::LevelledLevel, super::MixedEnumInteger
);

codegen::models!(
    super::Misspelt, super::Levelled, super::Tree, super::Dictionary, super::Holder,
    super::Dated, super::Measured
);

codegen::unions!(
    super::MixedEnum { A, Integer, Boolean, Unrecognized }, super::DatedEither { String,
    Integer, Unrecognized }
);
