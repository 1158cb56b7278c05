//! The parsers of foreign text, and the properties that each must have.

use openapi_client_codegen::{Code, Report, Settings, Source, generate};
use openapi_client_runtime::codegen::json;
use openapi_client_runtime::{Date, DateTime, EventStream, JsonLines, Value};

use crate::calls;

/// A parser and its property.
pub(crate) struct Target {
    /// Its name, which is that of the folder of its corpus.
    pub(crate) name: &'static str,
    /// Parses a text, and fails if the property does not hold.
    pub(crate) run: fn(&[u8]) -> Result<(), String>,
    /// Words that have a meaning to the parser.
    pub(crate) words: &'static [&'static str],
    /// The cost of a text relative to JSON, by which the number of mutants is divided.
    pub(crate) weight: u64,
}

pub(crate) const TARGETS: &[Target] = &[
    Target {
        name: "json",
        run: json,
        words: &[
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\u",
            "\\ud800",
            "\\udc00",
            "1e400",
            "-0",
            "18446744073709551616",
            "null",
            "true",
            "{\"a\":",
        ],
        weight: 1,
    },
    Target {
        name: "xml",
        run: xml,
        words: &[
            "<",
            ">",
            "</",
            "/>",
            "<a>",
            "</a>",
            "<![CDATA[",
            "]]>",
            "<!--",
            "-->",
            "<?",
            "?>",
            "&",
            "&#0;",
            "&#x10ffff;",
            "&lt;",
            "xmlns=\"\"",
            "=\"",
            "+",
            "<!DOCTYPE",
        ],
        weight: 10,
    },
    Target {
        name: "events",
        run: events,
        words: &[
            "data: ", "data:", "id: ", "event: ", "retry: ", ":", "\n\n", "\r\r", "\r", "id: \0\n", "[DONE]",
        ],
        weight: 20,
    },
    Target { name: "lines", run: lines, words: &["{\"a\":1}", "\n", "\u{1e}", "[", "]", "1"], weight: 20 },
    Target {
        name: "link",
        run: link,
        words: &[
            "<",
            ">",
            ";",
            ",",
            "rel=",
            "rel=\"next\"",
            "\"",
            "\\",
            "page=2",
            "<https://example.com/?page=3>",
            "*=utf-8''",
        ],
        weight: 20,
    },
    Target {
        name: "date",
        run: date,
        words: &["T", "Z", ":", ".", "+", "23:59:60", "0000", "-02-29", "99999999999"],
        weight: 1,
    },
    Target {
        name: "yaml",
        run: yaml,
        words: &[
            "- ",
            "? ",
            ": ",
            "|",
            ">",
            "&a ",
            "*a",
            "!!str ",
            "<<: *a",
            "[",
            "]",
            "{",
            "}",
            "---\n",
            "...\n",
            "%TAG ! !\n",
            "#",
            "\n  ",
            "\n",
        ],
        weight: 5,
    },
    Target {
        name: "description",
        run: description,
        words: &[
            "$ref",
            "#/components/schemas/A",
            "allOf",
            "oneOf",
            "anyOf",
            "type",
            "object",
            "array",
            "items",
            "properties",
            "enum",
            "null",
            "discriminator",
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
        ],
        weight: 100,
    },
];

/// The runtime's reader and serde_json accept the same texts, and read the same values.
fn json(bytes: &[u8]) -> Result<(), String> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(()) };
    let ours = json::from_str::<Value>(text);
    let skipped = json::Reader::new(text).skip();
    match (ours, serde_json::from_str::<Value>(text)) {
        (Ok(ours), Ok(theirs)) => {
            skipped.map_err(|fault| format!("it can be read, but not skipped: {fault}"))?;
            let again = json::from_str::<Value>(&json::to_string(&ours));
            let is_same = again.is_ok_and(|again| again == ours);
            if ours != theirs || !is_same {
                Err(format!("it is {theirs}, and read as {ours}"))
            } else {
                Ok(())
            }
        }
        (Err(fault), Ok(_)) => Err(format!("it is JSON, and refused: {fault}")),
        (Ok(ours), Err(error)) => {
            let why = error.to_string();
            // What the runtime accepts beyond JSON, and one level of nesting more.
            let is_known = text.starts_with('\u{feff}')
                || why.contains("surrogate")
                || why.contains("hex escape")
                || why.contains("recursion");
            if is_known { Ok(()) } else { Err(format!("it is no JSON, {why}, and read as {ours}")) }
        }
        (Err(_), Err(_)) => Ok(()),
    }
}

/// The decoder accepts or refuses any bytes for any type, without a panic.
fn xml(bytes: &[u8]) -> Result<(), String> {
    calls::decoded::<Value>("application/xml", bytes).ok();
    calls::decoded::<Vec<i64>>("application/xml", bytes).ok();
    calls::decoded::<f64>("application/xml", bytes).ok();
    Ok(())
}

/// The events do not depend on the sizes of the chunks.
fn events(bytes: &[u8]) -> Result<(), String> {
    same_in_pieces(|size| calls::drained::<EventStream<Value>>("text/event-stream", bytes, size))
}

/// The values do not depend on the sizes of the chunks.
fn lines(bytes: &[u8]) -> Result<(), String> {
    same_in_pieces(|size| calls::drained::<JsonLines<Value>>("application/jsonl", bytes, size))
}

fn same_in_pieces(read: impl Fn(usize) -> Vec<String>) -> Result<(), String> {
    let whole = read(usize::MAX);
    match [1, 7].into_iter().map(read).find(|pieces| *pieces != whole) {
        Some(pieces) => Err(format!("as a whole it is {whole:?}, and in pieces {pieces:?}")),
        None => Ok(()),
    }
}

/// A list ends, whatever its `Link` header holds.
fn link(bytes: &[u8]) -> Result<(), String> {
    calls::paged(bytes);
    Ok(())
}

/// Accepted dates keep their text, and have a value.
fn date(bytes: &[u8]) -> Result<(), String> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(()) };
    if let Ok(date) = text.parse::<Date>() {
        date.year_month_day().map_err(|error| format!("it is a date, and {error}"))?;
        kept(text, date.as_str())?;
    }
    if let Ok(time) = text.parse::<DateTime>() {
        time.to_system_time().ok();
        kept(text, time.as_str())?;
    }
    Ok(())
}

fn kept(text: &str, written: &str) -> Result<(), String> {
    if text == written { Ok(()) } else { Err(format!("it becomes {written}")) }
}

/// Errors for texts that are not YAML have a place.
fn yaml(bytes: &[u8]) -> Result<(), String> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(()) };
    placed(Source::from_text("openapi.yaml", text).err().as_ref())
}

/// Every finding has a place, in strict and lenient mode, and a failure has an error.
fn description(bytes: &[u8]) -> Result<(), String> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(()) };
    for name in ["openapi.json", "openapi.yaml"] {
        let source = match Source::from_text(name, text) {
            Ok(source) => source,
            Err(report) => {
                placed(Some(&report))?;
                continue;
            }
        };
        for lenient in [false, true] {
            let mut settings = Settings::new(name, "fuzz");
            settings.lenient = lenient;
            match generate(&source, &settings) {
                Ok(generated) => placed(Some(&generated.report))?,
                Err(report) if !report.has_errors() => return Err("it fails without an error".to_owned()),
                Err(report) => placed(Some(&report))?,
            }
        }
    }
    Ok(())
}

fn placed(report: Option<&Report>) -> Result<(), String> {
    let findings = report.map(Report::findings).unwrap_or_default();
    match findings.iter().find(|finding| finding.position.is_none() || finding.code == Code::Internal) {
        Some(finding) => Err(format!("this has no place, or is the generator's fault: {finding}")),
        None => Ok(()),
    }
}
