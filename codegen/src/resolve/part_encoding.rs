//! Encodings of the properties of forms and multipart bodies (OpenAPI 3.0.4, "Encoding Object").

use serde_json::Value;

use super::{Encoding, Linker, SchemaId, Style};
use crate::diagnostics::{Code, Finding, Place};
use crate::openapi::normalize::COLLECTION_FORMAT;
use crate::openapi::schema_type::SchemaType;

impl Linker<'_, '_> {
    /// Returns the encodings of a media type whose schema has been linked.
    pub(super) fn encodings(
        &mut self,
        media: &Place,
        media_name: &str,
        schema: Option<SchemaId>,
    ) -> Vec<Encoding> {
        let place = media.key("encoding");
        // In OpenAPI 3.0, only forms have styles (OpenAPI 3.0.3, "Encoding Object").
        let is_form = media_name.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded");
        let has_styles = is_form || self.styles_parts;
        let mut encodings = Vec::new();
        for name in self.keys(&place) {
            let Some(node) = self.source.value(&place.key(&name)) else { continue };
            if node.get("headers").is_some() {
                let what =
                    format!("headers of the part `{name}` are not sent; `File::header` sets those of a file");
                let place = place.key(&name).key("headers");
                self.report.push(Finding::note(Code::Unsupported, place, what));
            }
            let text = |key: &str| node.get(key).and_then(Value::as_str);
            let flag = |key: &str| node.get(key).and_then(Value::as_bool);
            let style = match text("style") {
                _ if text(COLLECTION_FORMAT) == Some("tsv") => Style::Tab,
                Some("spaceDelimited") => Style::Space,
                Some("pipeDelimited") => Style::Pipe,
                Some("deepObject") => Style::DeepObject,
                _ => Style::Form,
            };
            let styled =
                ["style", "explode", "allowReserved"].into_iter().find(|key| node.get(*key).is_some());
            let is_styled = styled.is_some() && has_styles;
            if let Some(key) = styled.filter(|_| !has_styles) {
                let what =
                    format!("`{key}` has no effect here, because OpenAPI 3.0 supports it for forms only");
                self.report.push(Finding::note(Code::UnknownKey, place.key(&name).key(key), what));
            }
            // With several media types or a range, the caller chooses.
            let media = text("contentType").filter(|media| !media.contains([',', '*']));
            if media.is_none() && !is_styled {
                continue;
            }
            if media.is_some_and(is_xml) && !self.is_text(schema, &name) {
                let what = format!("the part `{name}` is sent as JSON instead of XML");
                let place = place.key(&name).key("contentType");
                let finding = Finding::warning(Code::Unsupported, place, what);
                self.report.push(finding.help("describe it as a string and pass the XML"));
            }
            encodings.push(Encoding {
                media: media.map(str::to_owned),
                style: is_styled.then_some(style),
                explode: flag("explode").unwrap_or(matches!(style, Style::Form | Style::DeepObject)),
                reserved: flag("allowReserved").unwrap_or_default(),
                name,
            });
        }
        encodings
    }

    /// Returns whether a property is a string or a file, which is sent unchanged.
    fn is_text(&self, schema: Option<SchemaId>, name: &str) -> bool {
        let property = schema.and_then(|id| self.linked.schema(id)?.properties.get(name));
        let property = property.and_then(|id| self.linked.schema(*id));
        property.is_some_and(|schema| schema.schema_type == Some(SchemaType::String))
    }
}

fn is_xml(media: &str) -> bool {
    matches!(media, "application/xml" | "text/xml") || media.ends_with("+xml")
}
