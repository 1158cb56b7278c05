//! The writer (RFC 8259).

use super::Encode;
use crate::codec::form::File;

/// A writer of JSON without white space.
#[derive(Debug, Default)]
pub struct Writer {
    text: String,
    /// Whether the next key or element needs a comma before it.
    after_value: bool,
    /// The files that are collected separately; `None` if files are written as strings.
    files: Option<Files>,
    /// Whether the text is for people, so that secrets are hidden.
    is_for_people: bool,
    findings: Findings,
}

/// Facts about a text that matter before it is sent or shown.
#[derive(Debug, Clone, Default)]
pub(crate) struct Findings {
    /// The reason why the text must not be sent.
    fault: Option<&'static str>,
    /// The secrets in the text, as JSON: errors and recordings hide them.
    secrets: Vec<String>,
}

/// Files that are collected separately, each with the position in the text of the string that represents it.
pub(crate) type Files = Vec<(usize, File)>;

impl Writer {
    /// Creates a writer that collects files separately, for multipart bodies.
    pub(crate) fn with_files() -> Self {
        Self { files: Some(Vec::new()), ..Self::default() }
    }

    /// Creates a writer of text for people, which hides secrets and the content of files.
    pub(crate) fn for_people() -> Self {
        Self { is_for_people: true, ..Self::default() }
    }

    /// Writes a secret value.
    pub(super) fn secret(&mut self, value: &dyn Encode) {
        if self.is_for_people {
            return self.string(crate::secret::HIDDEN);
        }
        let before = self.text.len();
        value.encode(self);
        self.findings.secrets.extend(self.text.get(before..).map(str::to_owned));
    }

    /// Takes the secrets in the text, as JSON.
    pub(crate) fn take_secrets(&mut self) -> Vec<String> {
        std::mem::take(&mut self.findings.secrets)
    }

    /// Returns the text, and the files that were collected separately, in the order of their positions.
    ///
    /// # Errors
    /// Fails if the value cannot be sent.
    pub(crate) fn into_parts(self) -> Result<(String, Files), &'static str> {
        self.findings.fault.map_or_else(|| Ok((self.text, self.files.unwrap_or_default())), Err)
    }

    /// Writes a file: collects it separately, or writes it as a string.
    pub(crate) fn file(&mut self, file: &File) {
        match &mut self.files {
            Some(files) => {
                files.push((self.text.len(), file.clone()));
                self.string("");
            }
            None if self.is_for_people => self.string("a file"),
            None => match file.content().as_bytes().map(|bytes| std::str::from_utf8(bytes)) {
                Some(Ok(text)) => self.string(text),
                Some(Err(_)) => self.refuse("a file that is not UTF-8 cannot be sent within JSON"),
                None => self.refuse("a streamed file cannot be sent within JSON"),
            },
        }
    }

    /// Writes `null` for a value that JSON cannot represent, and records why the text must not be sent.
    pub(super) fn refuse(&mut self, why: &'static str) {
        self.findings.fault = self.findings.fault.or(Some(why));
        self.raw("null");
    }

    /// Returns the text, as the content of a string, and the findings.
    pub(super) fn into_embedded(self) -> (String, Findings) {
        (self.text, self.findings)
    }

    /// Writes a string that contains JSON. The findings about it apply to the surrounding text too.
    pub(crate) fn embedded(&mut self, text: &str, findings: &Findings) {
        if self.is_for_people && !findings.secrets.is_empty() {
            return self.string(crate::secret::HIDDEN);
        }
        self.string(text);
        self.findings.fault = self.findings.fault.or(findings.fault);
        self.findings.secrets.extend_from_slice(&findings.secrets);
    }

    /// Begins a record of a JSON text sequence (RFC 7464, section 2.2).
    pub(crate) fn begin_record(&mut self) {
        self.text.push('\u{1e}');
    }

    /// Ends a line of a text with a value on each line.
    pub(crate) fn end_line(&mut self) {
        self.text.push('\n');
        self.after_value = false;
    }

    /// Returns the text.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Opens an object.
    pub fn begin_object(&mut self) {
        self.text.push('{');
        self.after_value = false;
    }

    /// Closes an object.
    pub fn end_object(&mut self) {
        self.text.push('}');
        self.after_value = true;
    }

    /// Opens a list.
    pub fn begin_array(&mut self) {
        self.text.push('[');
        self.after_value = false;
    }

    /// Closes a list.
    pub fn end_array(&mut self) {
        self.text.push(']');
        self.after_value = true;
    }

    /// Begins the next element of a list.
    pub fn element(&mut self) {
        if self.after_value {
            self.text.push(',');
        }
        self.after_value = false;
    }

    /// Writes a key, whose value must follow.
    pub fn key(&mut self, key: &str) {
        self.element();
        self.string(key);
        self.text.push(':');
        self.after_value = false;
    }

    /// Writes a key and its value.
    pub fn field(&mut self, key: &str, value: &dyn Encode) {
        self.key(key);
        value.encode(self);
    }

    /// Writes an object with its discriminator value. If `field`, the object's own field for `key`, is
    /// absent, the value is `tag`, which is JSON.
    pub fn tagged(&mut self, key: &str, tag: &str, field: &dyn Encode, value: &dyn Encode) {
        let start = self.text.len();
        value.encode(self);
        if !field.is_absent() || self.text.get(start..).is_none_or(|text| !text.starts_with('{')) {
            return;
        }
        let mut own = Self::default();
        own.key(key);
        own.raw(tag);
        if self.text.get(start + 1..) != Some("}") {
            own.text.push(',');
        }
        self.text.insert_str(start + 1, &own.text);
        for (at, _) in self.files.iter_mut().flatten().filter(|(at, _)| *at > start) {
            *at += own.text.len();
        }
    }

    /// Writes the entries of a map as further fields of an object.
    pub fn entries<T: Encode>(&mut self, entries: &crate::Map<T>) {
        for (key, value) in entries {
            self.field(key, value);
        }
    }

    /// Writes text that is already JSON: a number, `true`, or a complete value.
    pub fn raw(&mut self, text: &str) {
        self.text.push_str(text);
        self.after_value = true;
    }

    /// Writes a string.
    pub fn string(&mut self, value: &str) {
        self.text.push('"');
        let mut rest = value;
        while let Some(at) = rest.find(|c: char| matches!(c, '"' | '\\' | '\0'..='\u{1f}')) {
            let (plain, special) = rest.split_at_checked(at).unwrap_or((rest, ""));
            self.text.push_str(plain);
            let mut characters = special.chars();
            match characters.next() {
                Some('"') => self.text.push_str("\\\""),
                Some('\\') => self.text.push_str("\\\\"),
                Some('\n') => self.text.push_str("\\n"),
                Some('\r') => self.text.push_str("\\r"),
                Some('\t') => self.text.push_str("\\t"),
                Some(control) => self.text.push_str(&format!("\\u{:04x}", u32::from(control))),
                None => {}
            }
            rest = characters.as_str();
        }
        self.text.push_str(rest);
        self.text.push('"');
        self.after_value = true;
    }
}
