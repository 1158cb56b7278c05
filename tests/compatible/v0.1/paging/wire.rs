// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;
use openapi_client_runtime::codegen::json;

impl json::Decode for super::Thing {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["id"]);
        let (id,) = codegen::read!(read);
        Ok(Self { id })
    }
}

impl json::Encode for super::Thing {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["id"], (&self.id,));
    }
}

impl json::Decode for super::ByLink200Response {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["things", "warnings", "links"]);
        let (things, warnings, links) = codegen::read!(read);
        Ok(Self { things, warnings, links })
    }
}

impl json::Encode for super::ByLink200Response {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer
            .record(
                &["things", "warnings", "links"],
                (&self.things, &self.warnings, &self.links),
            );
    }
}

impl json::Decode for super::ByLink200ResponseLinks {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["next"]);
        let (next,) = codegen::read!(read);
        Ok(Self { next })
    }
}

impl json::Encode for super::ByLink200ResponseLinks {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["next"], (&self.next,));
    }
}

impl json::Decode for super::ByCursor200Response {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["data", "has_more"]);
        let (data, has_more) = codegen::read!(read);
        Ok(Self { data, has_more })
    }
}

impl json::Encode for super::ByCursor200Response {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["data", "has_more"], (&self.data, &self.has_more));
    }
}

impl json::Decode for super::ByOffset200Response {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["things", "total"]);
        let (things, total) = codegen::read!(read);
        Ok(Self { things, total })
    }
}

impl json::Encode for super::ByOffset200Response {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["things", "total"], (&json::OrNull(&self.things), &self.total));
    }
}

impl json::Decode for super::ByNumber200Response {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["names"]);
        let (names,) = codegen::read!(read);
        Ok(Self { names })
    }
}

impl json::Encode for super::ByNumber200Response {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["names"], (&self.names,));
    }
}

impl json::Decode for super::WithoutList200Response {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["text"]);
        let (text,) = codegen::read!(read);
        Ok(Self { text })
    }
}

impl json::Encode for super::WithoutList200Response {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["text"], (&self.text,));
    }
}

codegen::models!(
    super::Thing, super::ByLink200Response, super::ByLink200ResponseLinks,
    super::ByCursor200Response, super::ByOffset200Response, super::ByNumber200Response,
    super::WithoutList200Response
);
