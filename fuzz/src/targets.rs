//! What reads texts of others, and what must hold of each.

use openapi_client_codegen::{Code, Report, Settings, Source, generate};
use openapi_client_runtime::{Date, DateTime, EventStream, JsonLines, Value, json};

use crate::calls;

/// A reader, by what it reads.
pub(crate) struct Target {
    /// Its name, which is that of the folder of its corpus.
    pub(crate) name: &'static str,
    /// Tells what is wrong about a text, if anything is.
    pub(crate) run: fn(&[u8]) -> Result<(), String>,
    /// Words that mean something to it.
    pub(crate) words: &'static [&'static str],
    /// How many times as long as JSON a text takes: it runs so many times fewer.
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

/// Both readers of JSON accept the same texts, and find the same in them.
fn json(bytes: &[u8]) -> Result<(), String> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(()) };
    let ours = json::from_str::<Value>(text);
    let skipped = json::Reader::new(text).skip();
    match (ours, serde_json::from_str::<Value>(text)) {
        (Ok(ours), Ok(theirs)) => {
            skipped.map_err(|fault| format!("it is read and not passed over: {fault}"))?;
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

/// What is read is a value, which can be written.
fn xml(bytes: &[u8]) -> Result<(), String> {
    calls::decoded::<Value>("application/xml", bytes).ok();
    calls::decoded::<Vec<i64>>("application/xml", bytes).ok();
    calls::decoded::<f64>("application/xml", bytes).ok();
    Ok(())
}

/// However the bytes arrive, they are the same events.
fn events(bytes: &[u8]) -> Result<(), String> {
    let read = |size| calls::drained::<EventStream<Value>>("text/event-stream", bytes, size);
    same(&read(usize::MAX), &read(1)).and_then(|()| same(&read(usize::MAX), &read(7)))
}

/// However the bytes arrive, they are the same values.
fn lines(bytes: &[u8]) -> Result<(), String> {
    let read = |size| calls::drained::<JsonLines<Value>>("application/jsonl", bytes, size);
    same(&read(usize::MAX), &read(1)).and_then(|()| same(&read(usize::MAX), &read(7)))
}

fn same(whole: &[String], pieces: &[String]) -> Result<(), String> {
    if whole == pieces {
        Ok(())
    } else {
        Err(format!("as a whole it is {whole:?}, and in pieces {pieces:?}"))
    }
}

/// Pages end.
fn link(bytes: &[u8]) -> Result<(), String> {
    calls::paged(bytes);
    Ok(())
}

/// What is accepted stays as it was written, and can be asked what it means.
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

/// What is no YAML is refused at its place; what is JSON is YAML, and means the same.
fn yaml(bytes: &[u8]) -> Result<(), String> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(()) };
    placed(Source::from_text("openapi.yaml", text).err().as_ref())
}

/// What is refused is refused at its place, lenient or not, and what is found has one.
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
