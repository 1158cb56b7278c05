// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;
use openapi_client_runtime::codegen::json;

impl json::Decode for super::Window {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["day"]);
        let (day,) = codegen::read!(read);
        Ok(Self { day })
    }
}

impl json::Encode for super::Window {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["day"], (&self.day,));
    }
}

impl json::Decode for super::SendFormBody {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["a"]);
        let (a,) = codegen::read!(read);
        Ok(Self { a })
    }
}

impl json::Encode for super::SendFormBody {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["a"], (&self.a,));
    }
}

impl json::Decode for super::SendPartsBody {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["file", "tags"]);
        let (file, tags) = codegen::read!(read);
        Ok(Self { file, tags })
    }
}

impl json::Encode for super::SendPartsBody {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["file", "tags"], (&self.file, &self.tags));
    }
}

impl json::Decode for super::SendEncodedFormBody {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["tags", "meta", "url"]);
        let (tags, meta, url) = codegen::read!(read);
        Ok(Self { tags, meta, url })
    }
}

impl json::Encode for super::SendEncodedFormBody {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["tags", "meta", "url"], (&self.tags, &self.meta, &self.url));
    }
}

impl json::Decode for super::SendEncodedFormBodyMeta {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["n"]);
        let (n,) = codegen::read!(read);
        Ok(Self { n })
    }
}

impl json::Encode for super::SendEncodedFormBodyMeta {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["n"], (&self.n,));
    }
}

codegen::models!(
    super::Window, super::SendFormBody, super::SendPartsBody, super::SendEncodedFormBody,
    super::SendEncodedFormBodyMeta
);
