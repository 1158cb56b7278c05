// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;
use openapi_client_runtime::codegen::json;

impl json::Decode for super::Labels {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.typed_record(&["app"]);
        let ((app,), additional, unrecognized) = codegen::read!(read);
        Ok(Self {
            app,
            additional,
            unrecognized,
        })
    }
}

impl json::Encode for super::Labels {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer
            .typed_record(&["app"], (&self.app,), &self.additional, &self.unrecognized);
    }
}

impl json::Decode for super::Open {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.open_record(&["additional"]);
        let ((additional,), additional_properties) = codegen::read!(read);
        Ok(Self {
            additional,
            additional_properties,
        })
    }
}

impl json::Encode for super::Open {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer
            .open_record(
                &["additional"],
                (&self.additional,),
                &self.additional_properties,
            );
    }
}

impl json::Decode for super::Meant {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["networks", "sizes"]);
        let (networks, sizes) = codegen::read!(read);
        Ok(Self { networks, sizes })
    }
}

impl json::Encode for super::Meant {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["networks", "sizes"], (&self.networks, &self.sizes));
    }
}

codegen::models!(super::Labels, super::Open, super::Meant);
