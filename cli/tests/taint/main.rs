//! Foreign text is data: strings of a description appear in the output only as text.
//!
//! Every string of OpenAPI, by the table of its grammar, gets hostile values. The output is parsed as rustc,
//! rustdoc, Cargo, a browser and a terminal parse it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod descriptions;
mod html;
mod markdown;
mod programs;
mod rust;

use openapi_client_codegen::{Generated, Report, Settings, Source, generate};
use serde_json::Value;

/// The mark in all foreign text. It contains a `-`, so it cannot be part of an identifier.
pub(crate) const MARK: &str = "TAINT-9f3";

/// Hostile texts, each with the mark in the harmful part.
pub(crate) const HOSTILE: &[&str] = &[
    "TAINT-9f3",
    "x\n\n    TAINT-9f3();\n",
    "`\n\n    TAINT-9f3();\n",
    "```\nTAINT-9f3();\n```",
    "```<script>TAINT-9f3</script>",
    "> ~~~\n> TAINT-9f3();",
    "- ~~~\n  TAINT-9f3();\n  ~~~\n- ~~~",
    ">     TAINT-9f3();",
    "a\n3. b\n\n       TAINT-9f3();",
    "x\n\n\u{b}\u{c}\u{85} TAINT-9f3();\n\n\u{1}\u{1}\u{1}\u{1}TAINT-9f3();",
    "```standalone_crate\nTAINT-9f3();\n```\n~~~ignore-x,rust\nTAINT-9f3();",
    "<script>TAINT-9f3</script>\n<img src=x onerror=TAINT-9f3>\n\n<!-- TAINT-9f3",
    "[TAINT-9f3](javascript:TAINT-9f3) <javascript:TAINT-9f3> [a](<http://a b> \"TAINT-9f3\")",
    "![TAINT-9f3](http://e.example/TAINT-9f3.png) ![x](data:TAINT-9f3)",
    "[`Client`]: http://TAINT-9f3.example\n[`A`]: http://TAINT-9f3.example\n\n[`Client`]",
    "[^1]: TAINT-9f3\n\n[^1]\n\n[^a]:     TAINT-9f3();",
    "\u{1b}[2J\u{1b}[31mTAINT-9f3\u{1b}]0;x\u{7}\u{9b}31m",
    "\u{202e}TAINT-9f3\u{2066}\u{200f}\u{61c}",
    "TAINT-9f3\u{7f}\u{0}\u{ffff}",
    "\"TAINT-9f3\\",
    "*/TAINT-9f3/*\"#\"##//!",
    "{{crate}}TAINT-9f3{{title}}{}{0}",
    "TAINT-9f3\ncargo::rustc-cfg=x\r::error::x",
    "|TAINT-9f3|\n|---|\n|`TAINT-9f3|",
    "x|`TAINT-9f3\\|`|`<b>TAINT-9f3",
    "\r\r    TAINT-9f3();\r\n\ttab",
    "'TAINT-9f3'&amp;&#27;&lt;b&gt;&#x202e;",
    "a: TAINT-9f3\n# TAINT-9f3\n- TAINT-9f3\n===",
    "<br>\n<a href=\"TAINT-9f3\">\n<br/>TAINT-9f3",
    "[a]\nb = \"TAINT-9f3\"\n'''",
    "\u{2028}TAINT-9f3\u{2029}",
];

/// Returns each hostile text alone, and combinations of some.
pub(crate) fn payloads() -> Vec<String> {
    let alone = HOSTILE.iter().map(|text| (*text).to_owned());
    let pairs = HOSTILE.iter().zip(HOSTILE.iter().skip(7)).map(|(one, other)| format!("{one}\n{other}"));
    let joined = HOSTILE.iter().zip(HOSTILE.iter().skip(11)).map(|(one, other)| format!("{other}{one}"));
    alone.chain(pairs).chain(joined).collect()
}

/// Generates a client from a description.
fn outcome(description: &Value, lenient: bool) -> Result<Generated, Report> {
    let mut settings = Settings::new("openapi.json", "client");
    settings.lenient = lenient;
    let source = Source::from_text("openapi.json", &description.to_string())?;
    generate(&source, &settings)
}

fn assert_dead(name: &str, outcome: Result<Generated, Report>) -> bool {
    let (report, is_generated) = match outcome {
        Ok(generated) => {
            for module in &generated.output.modules {
                rust::assert_dead(&format!("{name}: {}", module.file_name), &module.text);
            }
            (generated.report, true)
        }
        Err(report) => (report, false),
    };
    programs::assert_plain(name, &report.to_string());
    assert_eq!(report.to_string().lines().count(), report.findings().len(), "{name}");
    is_generated
}

#[test]
fn every_string_of_openapi_is_data() {
    let holes = descriptions::holes();
    assert!(holes.len() > 400, "{} places", holes.len());
    // Two descriptions with many constructs each.
    let all = [HOSTILE.concat(), HOSTILE.join("\n\n")];
    let mut generated = 0;
    for (index, hole) in holes.iter().enumerate() {
        let payload = HOSTILE[index % HOSTILE.len()];
        for text in [payload, &all[index % 2]] {
            let description = descriptions::filled(hole, text);
            let name = format!("{hole} with {text:?}");
            generated += usize::from(assert_dead(&name, outcome(&description, true)));
        }
    }
    // Refused descriptions test little, so most must be generated.
    assert!(generated > holes.len(), "{generated} of {} are generated", holes.len() * 2);
}

#[test]
fn every_hostile_text_is_data_wherever_it_stands() {
    for payload in payloads() {
        let description = descriptions::everywhere(&payload);
        let outcome = outcome(&description, false);
        if let Err(report) = &outcome {
            panic!("{payload:?}: {report}");
        }
        assert_dead(&format!("{payload:?}"), outcome);
    }
}
