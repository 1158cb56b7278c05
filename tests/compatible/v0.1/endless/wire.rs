// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;
use openapi_client_runtime::codegen::json;

impl json::Decode for super::Shape {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        for index in reader
            .candidates(
                &[
                    json::Pattern {
                        kinds: &[json::Kind::Object],
                        required: &["inner"],
                        known: &["inner"],
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::Object],
                        required: &["cells"],
                        known: &["cells"],
                        ..json::Pattern::ANY
                    },
                ],
            )?
        {
            let chosen = match index {
                0 => reader.attempt().map(Self::Frame),
                _ => reader.attempt().map(Self::Row),
            };
            if let Some(value) = chosen {
                return Ok(value);
            }
        }
        reader.value().map(Self::Unrecognized)
    }
}

impl json::Encode for super::Shape {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::Frame(value) => value.encode(writer),
            Self::Row(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl json::Decode for super::Frame {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["inner"]);
        let (inner,) = codegen::read!(read);
        Ok(Self { inner })
    }
}

impl json::Encode for super::Frame {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["inner"], (&self.inner,));
    }
}

impl json::Decode for super::Row {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["cells"]);
        let (cells,) = codegen::read!(read);
        Ok(Self { cells })
    }
}

impl json::Encode for super::Row {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["cells"], (&self.cells,));
    }
}

codegen::models!(super::Frame, super::Row);

codegen::unions!(super::Shape { Frame, Row, Unrecognized });
