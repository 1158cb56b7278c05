//! Media types (RFC 9110, section 8.3.1) and the encoding of bodies.

/// The encoding of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BodyForm {
    /// JSON.
    Json,
    /// An HTML form.
    Form,
    /// A multipart body.
    Multipart,
    /// JSON values, one on each line.
    Lines,
    /// XML.
    Xml,
    /// Plain text.
    Text,
    /// Bytes.
    Bytes,
}

/// Returns whether a media type is that of server-sent events.
pub(crate) fn is_event_stream(media: &str) -> bool {
    essence(media) == "text/event-stream"
}

/// Returns the encoding of a media type.
pub(crate) fn form_of(media: &str) -> BodyForm {
    match essence(media).as_str() {
        "application/json" | "text/json" => BodyForm::Json,
        "application/x-www-form-urlencoded" => BodyForm::Form,
        json if json.ends_with("+json") => BodyForm::Json,
        multipart if multipart.starts_with("multipart/") => BodyForm::Multipart,
        "application/xml" | "text/xml" => BodyForm::Xml,
        xml if xml.ends_with("+xml") => BodyForm::Xml,
        text if text.starts_with("text/") || text.ends_with("xml") || text.ends_with("yaml") => {
            BodyForm::Text
        }
        "application/jsonl"
        | "application/jsonlines"
        | "application/x-jsonlines"
        | "application/ndjson"
        | "application/x-ndjson"
        | "application/json-seq" => BodyForm::Lines,
        "application/graphql" | "application/javascript" => BodyForm::Text,
        _ => BodyForm::Bytes,
    }
}

/// Returns a media type without its parameters, in lower case (RFC 9110, section 8.3.1).
pub(crate) fn essence(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
