// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;
use openapi_client_runtime::codegen::json;

impl json::Decode for super::Owner {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["name"]);
        let (name,) = codegen::read!(read);
        Ok(Self { name })
    }
}

impl json::Encode for super::Owner {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["name"], (&self.name,));
    }
}

impl json::Decode for super::Pet {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["name", "owner", "$ref"]);
        let (name, owner, r#ref) = codegen::read!(read);
        Ok(Self { name, owner, r#ref })
    }
}

impl json::Encode for super::Pet {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer
            .record(&["name", "owner", "$ref"], (&self.name, &self.owner, &self.r#ref));
    }
}

impl json::Decode for super::Wanted {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["name", "owner"]);
        let (name, owner) = codegen::read!(read);
        Ok(Self { name, owner })
    }
}

impl json::Encode for super::Wanted {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["name", "owner"], (&self.name, &self.owner));
    }
}

codegen::models!(super::Owner, super::Pet, super::Wanted);
