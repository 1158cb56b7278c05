// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;
use openapi_client_runtime::codegen::json;

impl json::Decode for super::GetThingFilter {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["name"]);
        let (name,) = codegen::read!(read);
        Ok(Self { name })
    }
}

impl json::Encode for super::GetThingFilter {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["name"], (&self.name,));
    }
}

codegen::models!(super::GetThingFilter);
