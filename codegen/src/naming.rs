//! Converts words of a description into identifiers. No other module creates identifiers.
//!
//! A word is split where its author changed case or wrote a symbol, and its parts are joined in the case that
//! Rust uses (Rust API guidelines, C-CASE): `region_slug` and `regionSlug` both give the type `RegionSlug`
//! and the field `region_slug`. Digits of two parts stay apart: `1.2` gives `Value1_2`. A name also stores
//! the original word, for the wire.

pub(crate) mod reserved;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use proc_macro2::{Ident, Span};

use crate::diagnostics::{Code, Finding, Place};
use crate::text::{Foreign, hash};

/// A name on the wire and in Rust. Most names are the same in both, and then share their text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    wire: Arc<str>,
    rust: Arc<str>,
}

impl Name {
    /// Returns the name in the description and on the wire.
    pub fn wire(&self) -> &str {
        &self.wire
    }

    /// Returns the name in Rust, without `r#`.
    pub fn rust(&self) -> &str {
        &self.rust
    }

    /// Returns the name in Rust, for Markdown.
    pub(crate) fn plain(&self) -> Plain<'_> {
        Plain(&self.rust)
    }

    /// Returns whether the script of the name has letter case, so that fields and variants look different.
    pub(crate) fn has_case(&self) -> bool {
        self.rust.starts_with(|first: char| first.is_ascii() || first.is_lowercase() || first.is_uppercase())
    }

    /// Returns the identifier, which is raw if the name is a keyword.
    pub(crate) fn ident(&self) -> Ident {
        ident(&self.rust)
    }
}

/// A name in Rust for display: only letters, digits and `_`.
pub(crate) struct Plain<'a>(&'a str);

impl std::fmt::Display for Plain<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.0)
    }
}

impl crate::text::Safe for Plain<'_> {}

/// The kind of an item. It determines the case of the identifier and the prefix for a name that begins with a
/// digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Type,
    Variant,
    Field,
    Method,
    Constant,
}

impl Kind {
    fn first_word(self) -> &'static str {
        match self {
            Self::Type => "schema",
            Self::Variant => "value",
            Self::Field => "field",
            Self::Method => "call",
            Self::Constant => "header",
        }
    }

    fn join(self, words: &[String]) -> String {
        match self {
            Self::Type | Self::Variant => words.iter().fold(String::new(), |mut name, word| {
                // `gpt-4-1106` must differ from `gpt-41-106`.
                let ends_in_digit = name.ends_with(|last: char| last.is_numeric());
                if ends_in_digit && word.starts_with(|first: char| first.is_numeric()) {
                    name.push('_');
                }
                name + &capitalised(word)
            }),
            Self::Field | Self::Method => words.join("_"),
            Self::Constant => words.join("_").to_uppercase(),
        }
    }
}

/// The names in one scope, such as the types of a module or the fields of a struct.
#[derive(Debug)]
pub(crate) struct Scope {
    kind: Kind,
    taken: HashMap<String, Option<Place>>,
    /// How often each name was requested again after all of its longer forms were taken.
    met: HashMap<String, usize>,
}

const DIGITS: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

impl Scope {
    /// Creates a scope in which `reserved` is taken: names that generated code uses itself.
    pub(crate) fn new(kind: Kind, reserved: &[&str]) -> Self {
        Self {
            kind,
            met: HashMap::new(),
            taken: reserved.iter().map(|word| ((*word).to_owned(), None)).collect(),
        }
    }

    /// Returns the first free candidate. Candidates go from the plain word to words that describe the item's
    /// place, so that a new neighbor never renames an item. If none is free, tries spellings of the word, and
    /// finally numbers the names.
    pub(crate) fn claim(&mut self, wire: &str, candidates: &[&str], place: &Place) -> Name {
        self.claim_with_finding(wire, candidates, place).0
    }

    /// Returns a name, and a finding if no candidate was free.
    pub(crate) fn claim_with_finding(
        &mut self,
        wire: &str,
        candidates: &[&str],
        place: &Place,
    ) -> (Name, Option<Finding>) {
        if let Some(name) = candidates.iter().find_map(|word| self.free(wire, word, place)) {
            return (name, None);
        }
        let plain = candidates.first().map(|word| rust_name(word, self.kind)).unwrap_or_default();
        let other = self.taken.get(&plain).cloned().flatten();
        let by_kind = candidates.iter().map(|word| format!("{word} {}", self.kind.first_word()));
        let words: Vec<String> = match &other {
            // Every client has the reserved name, so no change of the description frees it.
            None => by_kind.chain(spellings(wire)).collect(),
            Some(_) => spellings(wire).into_iter().chain(by_kind).collect(),
        };
        let found = words.iter().find_map(|word| self.free(wire, word, place));
        let name = found.unwrap_or_else(|| self.again(wire, words.last().map_or("", String::as_str), place));
        let finding = match other {
            None => {
                let what =
                    format!("`{wire}` is renamed `{}`: generated code uses `{plain}` itself", name.rust);
                Finding::note(Code::NameClash, place.clone(), what)
            }
            Some(other) => {
                let both = format!("`{wire}` and the name at `{}` both become `{plain}`", other.pointer);
                let what = format!("{both}; this one is renamed `{}`", name.rust);
                Finding::warning(Code::NameClash, place.clone(), what)
            }
        };
        let line = format!("[names] {} = \"…\"", Foreign::new(place.pointer.as_str()).toml());
        (name, Some(finding.help(format!("set a name in the settings: {line}"))))
    }

    /// Returns a numbered name: the first numbers repeat the word `again`, later ones have their digits in
    /// words, because no name ends in a counter.
    fn again(&mut self, wire: &str, word: &str, place: &Place) -> Name {
        let base = rust_name(word, self.kind);
        loop {
            let met = self.met.entry(base.clone()).or_default();
            *met += 1;
            let suffix = match *met {
                met @ 1..=3 => " again".repeat(met),
                met => {
                    let digits = met.to_string();
                    let digits = digits.chars().filter_map(|digit| DIGITS.get(digit.to_digit(10)? as usize));
                    digits.fold(" again".to_owned(), |text, digit| text + " " + digit)
                }
            };
            if let Some(name) = self.free(wire, &(word.to_owned() + &suffix), place) {
                break name;
            }
        }
    }

    fn free(&mut self, wire: &str, word: &str, place: &Place) -> Option<Name> {
        let rust = rust_name(word, self.kind);
        if self.taken.contains_key(&rust) {
            return None;
        }
        self.taken.insert(rust.clone(), Some(place.clone()));
        let wire = Arc::from(wire);
        let rust = if *wire == *rust { Arc::clone(&wire) } else { rust.into() };
        Some(Name { wire, rust })
    }
}

/// Returns the indexes of words in the order in which they claim their names, which does not depend on the order of
/// the words: if several become the same name, the one that is written like it is first, or else the first in the
/// order of the alphabet. Words that lose their names come last.
pub(crate) fn order_of_claims<'w>(words: impl Iterator<Item = &'w str>, kind: Kind) -> Vec<usize> {
    let named = words.enumerate().map(|(index, word)| (rust_name(word, kind), word, index));
    let mut order: Vec<_> = named.map(|(name, word, index)| (name != word, word, name, index)).collect();
    order.sort();
    let mut met = HashSet::new();
    let (first, others): (Vec<_>, Vec<_>) =
        order.into_iter().partition(|(_, _, name, _)| met.insert(name.clone()));
    first.into_iter().chain(others).map(|(.., index)| index).collect()
}

/// Returns a valid name in Rust for any text.
pub(crate) fn rust_name(text: &str, kind: Kind) -> String {
    let mut words = words(text);
    if words.is_empty() {
        words = text.chars().filter_map(symbol_word).map(str::to_owned).collect();
    } else if let Some(sign) = text.chars().next().filter(|first| matches!(first, '+' | '-')) {
        // `+1` and `-1` must differ.
        words.splice(0..0, symbol_word(sign).map(str::to_owned));
    }
    let starts_well =
        words.first().and_then(|word| word.chars().next()).is_some_and(unicode_ident::is_xid_start);
    if !starts_well {
        words.insert(0, kind.first_word().to_owned());
    }
    let name = bounded(kind.join(&words), kind);
    // These four words are not allowed as raw identifiers.
    if matches!(name.as_str(), "self" | "Self" | "super" | "crate") { format!("{name}_") } else { name }
}

/// The largest length of a name, in bytes: rustdoc uses names as file names, which file systems limit to 255.
const LONGEST: usize = 200;

/// Shortens a name that is too long, and appends a hash of the whole name.
fn bounded(mut name: String, kind: Kind) -> String {
    if name.len() <= LONGEST {
        return name;
    }
    let hash = hash(&name);
    let mut end = LONGEST;
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.truncate(end);
    let kept = name.trim_end_matches('_');
    match kind {
        Kind::Type | Kind::Variant => format!("{kept}X{hash:016x}"),
        Kind::Field | Kind::Method => format!("{kept}_{hash:016x}"),
        Kind::Constant => format!("{kept}_{hash:016X}"),
    }
}

/// Returns longer forms of a word whose plain name is taken: with its case, with the word for its separators,
/// with its symbols as words and its case, and with its symbols as words. A symbol between two letters or
/// digits only separates words, so it is not a word itself.
fn spellings(wire: &str) -> Vec<String> {
    let characters: Vec<char> = wire.chars().collect();
    let is_part = |index: Option<usize>| {
        index.and_then(|index| characters.get(index)).is_some_and(|c| c.is_alphanumeric())
    };
    let is_separator = |index: usize| {
        let around = is_part(index.checked_sub(1)) && is_part(Some(index + 1));
        around && characters.get(index).is_some_and(|c| matches!(c, '_' | '-' | '.' | ' ' | '/' | ':'))
    };
    let words = characters.iter().enumerate().map(|(index, c)| match symbol_word(*c) {
        Some(_) if is_separator(index) => " ".to_owned(),
        Some(word) => format!(" {word} "),
        None => c.to_string(),
    });
    let spelled: String = words.collect();
    let mut separators = (0..characters.len()).filter(|index| is_separator(*index));
    let style = separators.next().and_then(|index| characters.get(index)).map(|separator| match separator {
        '_' => "snake",
        '-' => "kebab",
        '.' => "dotted",
        ' ' => "spaced",
        _ => "parted",
    });
    let letters = || wire.chars().filter(|c| c.is_alphabetic());
    let case = if letters().all(char::is_lowercase) {
        "lower"
    } else if letters().all(char::is_uppercase) {
        "upper"
    } else if letters().skip(1).all(char::is_lowercase) {
        "capital"
    } else {
        "mixed"
    };
    let styled = style.map(|style| format!("{wire} {style}"));
    let words = [format!("{spelled} {case}"), spelled];
    std::iter::once(format!("{wire} {case}")).chain(styled).chain(words).collect()
}

/// Splits a text into words in lower case: at everything except letters and digits, before an upper-case
/// letter that follows a lower-case letter or digit, and before the last of several upper-case letters if a
/// lower-case letter follows. The `s` of a plural, as in `userIDs`, and the `v` of a version, as in `IPv6`,
/// do not count as lower-case letters.
fn words(text: &str) -> Vec<String> {
    let characters: Vec<char> =
        text.chars().filter(|character| !is_accent(*character)).map(compatible).collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut previous: Option<char> = None;
    for (index, &character) in characters.iter().enumerate() {
        let is_part = character != '_'
            && !is_joiner(character)
            && !is_variant(character)
            && unicode_ident::is_xid_continue(character);
        let after = characters.get(index + 2);
        let next_is_small = match characters.get(index + 1) {
            Some('s') => after.is_some_and(|after| after.is_lowercase()),
            Some('v') => !after.is_some_and(char::is_ascii_digit),
            next => next.is_some_and(|next| next.is_lowercase()),
        };
        let begins = character.is_uppercase()
            && previous.is_some_and(|previous| !previous.is_uppercase() || next_is_small);
        if (!is_part || begins) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if is_part {
            word.extend(character.to_lowercase());
        }
        previous = is_part.then_some(character);
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Returns whether a character is a mark on the letter before it. rustc treats a letter with a mark and the
/// composed letter as the same (Unicode Standard Annex #15, NFC), so names that differ only in their encoding
/// would clash.
fn is_accent(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}')
}

/// Returns whether a character joins, separates or modifies letters without being a letter itself. rustc
/// warns about such characters in identifiers.
fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}' | '\u{2b0}'..='\u{2ff}' | '\u{fe00}'..='\u{fe0f}')
}

/// Returns the usual form of a letter that differs from it only in its appearance (Unicode Standard Annex
/// #15, NFKC). rustc warns about the other form in identifiers.
fn compatible(character: char) -> char {
    match character {
        '\u{b5}' => '\u{3bc}',
        '\u{aa}' => 'a',
        '\u{ba}' => 'o',
        '\u{17f}' => 's',
        // The letters and digits of ASCII in full width.
        '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
            char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
        }
        _ => character,
    }
}

/// Returns whether a character is another form of several letters, or of a letter or digit in a block of such
/// forms: ligatures, letterlike symbols, numerals, and forms of Arabic, Hebrew, kana and hangul by position
/// or width.
fn is_variant(character: char) -> bool {
    matches!(
        character,
        '\u{132}'..='\u{133}'
            | '\u{13f}'..='\u{140}'
            | '\u{149}'
            | '\u{1c4}'..='\u{1cc}'
            | '\u{1f1}'..='\u{1f3}'
            | '\u{1d2c}'..='\u{1d6a}'
            | '\u{2070}'..='\u{209c}'
            | '\u{2100}'..='\u{2188}'
            | '\u{3131}'..='\u{318e}'
            | '\u{fb00}'..='\u{fdff}'
            | '\u{fe70}'..='\u{feff}'
            | '\u{ff65}'..='\u{ffdc}'
            | '\u{1d400}'..='\u{1d7ff}'
            | '\u{1ee00}'..='\u{1eeff}'
    )
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

fn symbol_word(symbol: char) -> Option<&'static str> {
    Some(match symbol {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '~' => "tilde",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '?' => "question",
        '@' => "at",
        '#' => "hash",
        '$' => "dollar",
        '(' => "open",
        ')' => "close",
        '[' | '{' => "left",
        ']' | '}' => "right",
        '"' | '\'' | '`' => "quote",
        '_' => "underscore",
        ' ' => "space",
        _ => return None,
    })
}

fn ident(name: &str) -> Ident {
    if reserved::KEYWORDS.contains(&name) {
        Ident::new_raw(name, Span::call_site())
    } else {
        Ident::new(name, Span::call_site())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_names() {
        for (text, variant, field) in [
            ("region_slug", "RegionSlug", "region_slug"),
            ("regionSlug", "RegionSlug", "region_slug"),
            ("Arch Linux", "ArchLinux", "arch_linux"),
            ("CentOS", "CentOs", "cent_os"),
            ("openSUSE", "OpenSuse", "open_suse"),
            ("NEW", "New", "new"),
            ("nyc3", "Nyc3", "nyc3"),
            ("gpt-4-1106-preview", "Gpt4_1106Preview", "gpt_4_1106_preview"),
            ("1.2", "Value1_2", "field_1_2"),
            ("HTTPServer", "HttpServer", "http_server"),
            ("x-request-id", "XRequestId", "x_request_id"),
            ("userIDs", "UserIds", "user_ids"),
            ("URLsAndIDs", "UrlsAndIds", "urls_and_ids"),
            ("reservedIPv6Address", "ReservedIpv6Address", "reserved_ipv6_address"),
            ("HTTPVersion", "HttpVersion", "http_version"),
            ("HTTPStatus", "HttpStatus", "http_status"),
            ("2fa", "Value2fa", "field_2fa"),
            ("+1", "Plus1", "plus_1"),
            ("-1", "Minus1", "minus_1"),
            ("*", "Star", "star"),
            ("", "Value", "field"),
            ("größe", "Größe", "größe"),
            ("名前", "名前", "名前"),
            ("e\u{301}t\u{e9}", "Eté", "eté"),
            ("می\u{200c}خواهم", "میخواهم", "می_خواهم"),
            ("✅\u{fe0f} done", "Done", "done"),
            ("bar ʿebroyo", "BarEbroyo", "bar_ebroyo"),
            ("\u{b5}s", "Μs", "μs"),
            ("\u{ff21}b\u{ff11}", "Ab1", "ab1"),
            ("of\u{fb01}ce", "OfCe", "of_ce"),
            ("self", "Self_", "self_"),
        ] {
            assert_eq!(rust_name(text, Kind::Variant), variant, "{text}");
            assert_eq!(rust_name(text, Kind::Field), field, "{text}");
        }
    }

    #[test]
    fn long_names_are_shortened_and_stay_distinct() {
        for kind in [Kind::Type, Kind::Field, Kind::Constant] {
            let (one, other) =
                (rust_name(&"é word ".repeat(60), kind), rust_name(&"é word ".repeat(61), kind));
            assert!(one.len() < 220 && one != other, "{one}");
            assert_eq!(syn::parse_str::<Ident>(&one).map(|ident| ident.to_string()).ok(), Some(one));
        }
    }

    #[test]
    fn every_keyword_is_a_valid_name() {
        for keyword in reserved::KEYWORDS {
            assert_eq!(ident(keyword).to_string(), format!("r#{keyword}"));
        }
    }
}
