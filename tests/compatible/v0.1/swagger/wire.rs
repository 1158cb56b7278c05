// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;
use openapi_client_runtime::codegen::json;

impl json::Decode for super::Pet {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["name", "nick"]);
        let (name, nick) = codegen::read!(read);
        Ok(Self { name, nick })
    }
}

impl json::Encode for super::Pet {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["name", "nick"], (&self.name, &self.nick));
    }
}

impl json::Decode for super::Fault {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["message"]);
        let (message,) = codegen::read!(read);
        Ok(Self { message })
    }
}

impl json::Encode for super::Fault {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["message"], (&self.message,));
    }
}

impl json::Decode for super::SendPhotoBody {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["photo", "title", "places"]);
        let (photo, title, places) = codegen::read!(read);
        Ok(Self { photo, title, places })
    }
}

impl json::Encode for super::SendPhotoBody {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer
            .record(
                &["photo", "title", "places"],
                (&self.photo, &self.title, &self.places),
            );
    }
}

impl json::Decode for super::DescribePhotoBody {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["tags"]);
        let (tags,) = codegen::read!(read);
        Ok(Self { tags })
    }
}

impl json::Encode for super::DescribePhotoBody {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["tags"], (&self.tags,));
    }
}

codegen::models!(
    super::Pet, super::Fault, super::SendPhotoBody, super::DescribePhotoBody
);
