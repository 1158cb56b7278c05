// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;
use openapi_client_runtime::codegen::json;

impl json::Decode for super::Country {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["note", "largest_number", "more", "code", "name"]);
        let (note, largest_number, more, code, name) = codegen::read!(read);
        Ok(Self {
            note,
            largest_number,
            more,
            code,
            name,
        })
    }
}

impl json::Encode for super::Country {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer
            .record(
                &["note", "largest_number", "more", "code", "name"],
                (&self.note, &self.largest_number, &self.more, &self.code, &self.name),
            );
    }
}

impl json::Decode for super::GetCountry404Response {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["code", "note"]);
        let (code, note) = codegen::read!(read);
        Ok(Self { code, note })
    }
}

impl json::Encode for super::GetCountry404Response {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["code", "note"], (&self.code, &self.note));
    }
}

codegen::open_enums!(super::CountryCode);

codegen::models!(super::Country, super::GetCountry404Response);
