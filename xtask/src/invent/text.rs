//! Strings: of a format, of a pattern, or arbitrary.

use rand::RngExt;
use rand::distr::Distribution;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use regex_syntax::hir::{Hir, HirKind};

/// Characters that encodings escape, or that are easily confused.
const CHARACTERS: &[char] = &[
    'a',
    'b',
    'Z',
    '0',
    '7',
    ' ',
    '-',
    '_',
    '.',
    '/',
    '\\',
    '"',
    '\'',
    '\n',
    '\t',
    '\u{0}',
    '\u{7f}',
    '<',
    '&',
    '%',
    '{',
    'é',
    'ß',
    '中',
    '\u{2028}',
    '\u{feff}',
    '😀',
    '\u{1F469}',
];

/// Returns a string of a format, or an arbitrary one for an unknown format, with a length in characters.
pub(super) fn of_format(rng: &mut StdRng, format: &str, least: usize, most: usize) -> String {
    let mut digits = |count: usize| -> String {
        (0..count).map(|_| char::from(b'0' + rng.random_range(0..10_u8))).collect()
    };
    let text = match format {
        "date-time" => format!(
            "20{}-0{}-1{}T1{}:2{}:3{}{}",
            digits(2),
            1 + digits(1).len(),
            digits(1),
            digits(1),
            digits(1),
            digits(1),
            ["Z", ".5Z", "+02:00", ".123456789-07:30"].choose(rng).unwrap_or(&"Z")
        ),
        "date" => format!("20{}-02-1{}", digits(2), digits(1)),
        "time" => format!("1{}:2{}:3{}Z", digits(1), digits(1), digits(1)),
        "duration" => format!("P{}D", digits(2)),
        "uuid" => format!("{}-{}-4{}-8{}-{}", digits(8), digits(4), digits(3), digits(3), digits(12)),
        "email" | "idn-email" => format!("a{}@example.com", digits(3)),
        "hostname" | "idn-hostname" => format!("h{}.example.com", digits(3)),
        "ipv4" | "ip" => format!("10.{}.0.1", digits(2).trim_start_matches('0').len() + 1),
        "ipv6" => format!("2001:db8::{}", digits(4)),
        "uri" | "url" | "iri" => format!("https://example.com/{}?a=b#c", digits(3)),
        "uri-reference" | "iri-reference" => format!("/a/{}", digits(3)),
        "byte" => ["", "YQ==", "AAEC/w==", "-_8="].choose(rng).copied().unwrap_or_default().to_owned(),
        _ => return of_length(rng, least, most),
    };
    let length = text.chars().count();
    if (least..=most).contains(&length) { text } else { of_length(rng, least, most) }
}

fn of_length(rng: &mut StdRng, least: usize, most: usize) -> String {
    let length = rng.random_range(least..=most.min(least.saturating_add(12)).max(least));
    (0..length).filter_map(|_| CHARACTERS.choose(rng)).collect()
}

/// Returns a key that a description is unlikely to declare.
pub(super) fn key(rng: &mut StdRng) -> String {
    format!(
        "{}-{}",
        ["made up", "x", "Schlüssel", "__proto__"].choose(rng).unwrap_or(&"x"),
        rng.random_range(0..1000)
    )
}

/// Converts a pattern of ECMA-262 to Rust, where `\d` and similar classes match only ASCII. `None` if Rust
/// has no equivalent, such as for a look-ahead.
pub(super) fn standard(pattern: &str) -> Option<String> {
    let mut text = String::with_capacity(pattern.len());
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            text.push(character);
            continue;
        }
        match characters.next()? {
            'd' => text.push_str("[0-9]"),
            'D' => text.push_str("[^0-9]"),
            'w' => text.push_str("[A-Za-z0-9_]"),
            'W' => text.push_str("[^A-Za-z0-9_]"),
            's' => text.push_str("[ \\t\\n\\r]"),
            '/' => text.push('/'),
            other => text.extend(['\\', other]),
        }
    }
    // A pattern may also be too large, because some repeat thousands of times.
    regex::Regex::new(&text).ok().map(|_| text)
}

/// Returns a string that matches a pattern from [`standard`], or `None` if none was found.
pub(super) fn of_pattern(rng: &mut StdRng, pattern: &str, least: usize, most: usize) -> Option<String> {
    let parsed = without_anchors(&regex_syntax::parse(pattern).ok()?);
    for repeats in [6, 40, 200] {
        let strings = rand_regex::Regex::with_hir(parsed.clone(), repeats).ok()?;
        for _ in 0..20 {
            let text: String = strings.sample(rng);
            if (least..=most).contains(&text.chars().count()) {
                return Some(text);
            }
        }
    }
    None
}

/// Removes anchors: a string that is generated from the pattern begins and ends with it.
fn without_anchors(pattern: &Hir) -> Hir {
    match pattern.kind() {
        HirKind::Look(_) => Hir::empty(),
        HirKind::Repetition(repetition) => {
            let mut repetition = repetition.clone();
            repetition.sub = Box::new(without_anchors(&repetition.sub));
            Hir::repetition(repetition)
        }
        HirKind::Capture(capture) => without_anchors(&capture.sub),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(without_anchors).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(without_anchors).collect()),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) => pattern.clone(),
    }
}

/// Returns whether a pattern from [`standard`] matches a part of a text.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    regex::Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(text))
}
