// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;
use openapi_client_runtime::codegen::json;

impl json::Decode for super::IdOrSlug {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        for index in reader
            .candidates(
                &[
                    json::Pattern {
                        kinds: &[json::Kind::Number],
                        whole: true,
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
                0 => reader.attempt().map(Self::Integer),
                _ => reader.attempt().map(Self::String),
            };
            if let Some(value) = chosen {
                return Ok(value);
            }
        }
        reader.value().map(Self::Unrecognized)
    }
}

impl json::Encode for super::IdOrSlug {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::Integer(value) => value.encode(writer),
            Self::String(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl json::Decode for super::FlagOrNumber {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        for index in reader
            .candidates(
                &[
                    json::Pattern {
                        kinds: &[json::Kind::Boolean],
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::Number],
                        ..json::Pattern::ANY
                    },
                ],
            )?
        {
            let chosen = match index {
                0 => reader.attempt().map(Self::Boolean),
                _ => reader.attempt().map(Self::Number),
            };
            if let Some(value) = chosen {
                return Ok(value);
            }
        }
        reader.value().map(Self::Unrecognized)
    }
}

impl json::Encode for super::FlagOrNumber {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::Boolean(value) => value.encode(writer),
            Self::Number(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

codegen::unions!(
    super::IdOrSlug { Integer, String, Unrecognized }, super::FlagOrNumber { Boolean,
    Number, Unrecognized }
);
