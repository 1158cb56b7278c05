// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;
use openapi_client_runtime::codegen::json;

impl json::Decode for super::Part {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["text"]);
        let (text,) = codegen::read!(read);
        Ok(Self { text })
    }
}

impl json::Encode for super::Part {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["text"], (&self.text,));
    }
}

impl json::Decode for super::Listen200Response {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let chosen = match reader.tag("event")?.as_deref() {
            Some("added") => reader.attempt().map(Self::Added),
            Some("removed") => reader.attempt().map(Self::Removed),
            _ => None,
        };
        match chosen {
            Some(value) => Ok(value),
            None => reader.value().map(Self::Unrecognized),
        }
    }
}

impl json::Encode for super::Listen200Response {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::Added(value) => value.encode(writer),
            Self::Removed(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl json::Decode for super::Listen200ResponseAdded {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["event", "data"]);
        let (event, data) = codegen::read!(read);
        Ok(Self { event, data })
    }
}

impl json::Encode for super::Listen200ResponseAdded {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["event", "data"], (&self.event, &self.data));
    }
}

impl json::Decode for super::Listen200ResponseRemoved {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["event", "data"]);
        let (event, data) = codegen::read!(read);
        Ok(Self { event, data })
    }
}

impl json::Encode for super::Listen200ResponseRemoved {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["event", "data"], (&self.event, &self.data));
    }
}

codegen::open_enums!(
    super::Listen200ResponseAddedEvent, super::Listen200ResponseRemovedEvent
);

codegen::models!(
    super::Part, super::Listen200ResponseAdded, super::Listen200ResponseRemoved
);

codegen::unions!(super::Listen200Response { Added, Removed, Unrecognized });
