//! Media types (RFC 9110, section 8.3.1), and how bodies of each are encoded.

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BodyForm {
    /// As JSON.
    Json,
    /// As an HTML form.
    Form,
    /// In parts.
    Multipart,
    /// As JSON values, one a line.
    Lines,
    /// As XML.
    Xml,
    /// As text.
    Text,
    /// As bytes.
    Bytes,
}

/// How a media type is written.
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

/// A media type without its parameters, in small letters (RFC 9110, section 8.3.1).
pub(crate) fn essence(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
