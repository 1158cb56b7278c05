// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;
use openapi_client_runtime::codegen::json;

impl json::Decode for super::Progress {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["done"]);
        let (done,) = codegen::read!(read);
        Ok(Self { done })
    }
}

impl json::Encode for super::Progress {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["done"], (&self.done,));
    }
}

impl json::Decode for super::Message {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["progress", "words", "next", "history", "other"]);
        let (progress, words, next, history, other) = codegen::read!(read);
        Ok(Self {
            progress,
            words,
            next,
            history,
            other,
        })
    }
}

impl json::Encode for super::Message {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer
            .record(
                &["progress", "words", "next", "history", "other"],
                (&self.progress, &self.words, &self.next, &self.history, &self.other),
            );
    }
}

impl json::Decode for super::FindBody {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["words"]);
        let (words,) = codegen::read!(read);
        Ok(Self { words })
    }
}

impl json::Encode for super::FindBody {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["words"], (&self.words,));
    }
}

impl json::Decode for super::ReportBody {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["words"]);
        let (words,) = codegen::read!(read);
        Ok(Self { words })
    }
}

impl json::Encode for super::ReportBody {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["words"], (&self.words,));
    }
}

impl json::Decode for super::ListEventsEventStream200Response {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["event", "data"]);
        let (event, data) = codegen::read!(read);
        Ok(Self { event, data })
    }
}

impl json::Encode for super::ListEventsEventStream200Response {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["event", "data"], (&self.event, &self.data));
    }
}

codegen::models!(
    super::Progress, super::Message, super::FindBody, super::ReportBody,
    super::ListEventsEventStream200Response
);
