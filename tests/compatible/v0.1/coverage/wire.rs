// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;
use openapi_client_runtime::codegen::json;

impl json::Decode for super::Image {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["name", "regions"]);
        let (name, regions) = codegen::read!(read);
        Ok(Self { name, regions })
    }
}

impl json::Encode for super::Image {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["name", "regions"], (&self.name, &self.regions));
    }
}

impl json::Decode for super::Pair {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["left", "right"]);
        let (left, right) = codegen::read!(read);
        Ok(Self { left, right })
    }
}

impl json::Encode for super::Pair {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["left", "right"], (&self.left, &self.right));
    }
}

impl json::Decode for super::Borrowed {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["left", "right"]);
        let (left, right) = codegen::read!(read);
        Ok(Self { left, right })
    }
}

impl json::Encode for super::Borrowed {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["left", "right"], (&self.left, &self.right));
    }
}

impl json::Decode for super::Extended {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["x-rank", "pair"]);
        let (x_rank, pair) = codegen::read!(read);
        Ok(Self { x_rank, pair })
    }
}

impl json::Encode for super::Extended {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["x-rank", "pair"], (&self.x_rank, &self.pair));
    }
}

impl json::Decode for super::ImageRegionsFirst {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["slug"]);
        let (slug,) = codegen::read!(read);
        Ok(Self { slug })
    }
}

impl json::Encode for super::ImageRegionsFirst {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["slug"], (&self.slug,));
    }
}

impl json::Decode for super::PairLeft {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["size"]);
        let (size,) = codegen::read!(read);
        Ok(Self { size })
    }
}

impl json::Encode for super::PairLeft {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["size"], (&self.size,));
    }
}

codegen::models!(
    super::Image, super::Pair, super::Borrowed, super::Extended,
    super::ImageRegionsFirst, super::PairLeft
);
