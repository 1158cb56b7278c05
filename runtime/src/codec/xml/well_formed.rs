//! Well-formedness (XML 1.0) beyond the tokenizer's checks: characters, names, attributes, references.

use std::collections::HashSet;

use quick_xml::escape::resolve_predefined_entity;

/// Returns whether XML allows a character (section 2.2).
pub(super) fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// Returns whether a text is a name (section 2.3).
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(is_name_start) && text.chars().all(is_name_part)
}

fn is_name_start(c: char) -> bool {
    matches!(c, ':' | '_' | 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}' | '\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
}

fn is_name_part(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}' | '\u{2040}')
}

/// Returns whether a character is white space (section 2.3).
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// Resolves the reference with the name between `&` and `;` (sections 4.1 and 4.6).
///
/// # Errors
/// Fails if XML does not allow the character, or does not define the entity.
pub(super) fn resolve(name: &str, out: &mut String) -> Result<(), String> {
    if let Some(number) = name.strip_prefix('#') {
        let digits = number.strip_prefix('x');
        let (digits, radix) = digits.map_or((number, 10), |digits| (digits, 16));
        let all = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
        let code = all.then(|| u32::from_str_radix(digits, radix).ok()).flatten();
        let character = code.and_then(char::from_u32).filter(|c| is_character(*c));
        out.push(character.ok_or_else(|| format!("`&{};` is not a character of XML", shown(name)))?);
        return Ok(());
    }
    out.push_str(resolve_predefined_entity(name).ok_or_else(|| format!("unknown entity `{}`", shown(name)))?);
    Ok(())
}

/// Returns the beginning of a text, escaped, for messages.
pub(super) fn shown(text: &str) -> String {
    text.chars().take(40).collect::<String>().escape_debug().to_string()
}

/// Splits the text after the name in a start tag into names and values (section 3.1).
///
/// # Errors
/// Fails if the text is not a list of attributes, or if a name occurs twice.
pub(super) fn attributes(tag: &str) -> Result<Vec<(&str, String)>, String> {
    let mut found = Vec::new();
    let mut names = HashSet::new();
    let mut rest = tag;
    loop {
        let trimmed = rest.trim_start_matches(is_space);
        if trimmed.is_empty() {
            return Ok(found);
        }
        if trimmed.len() == rest.len() {
            return Err(format!("white space is missing before `{}`", shown(rest)));
        }
        let wrong = || format!("`{}` is not an attribute", shown(trimmed));
        let (name, value) = trimmed.split_once('=').ok_or_else(wrong)?;
        let name = name.trim_end_matches(is_space);
        let value = value.trim_start_matches(is_space);
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'')).ok_or_else(wrong)?;
        let (value, after) = value.get(1..).and_then(|value| value.split_once(quote)).ok_or_else(wrong)?;
        if !is_name(name) {
            return Err(wrong());
        }
        if !names.insert(name) {
            return Err(format!("the attribute `{}` occurs twice", shown(name)));
        }
        found.push((name, attribute_value(value)?));
        rest = after;
    }
}

/// Resolves the references in an attribute's value, and replaces its white space with spaces (section 3.3.3).
fn attribute_value(text: &str) -> Result<String, String> {
    let mut value = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&', '\t', '\n', '\r']) {
        let (plain, special) = rest.split_at_checked(at).unwrap_or((rest, ""));
        value.push_str(plain);
        let mut characters = special.chars();
        match characters.next() {
            Some('<') => return Err("an attribute's value contains `<`".to_owned()),
            Some('&') => {
                let (name, after) = characters
                    .as_str()
                    .split_once(';')
                    .ok_or_else(|| "an attribute's value contains `&` without a reference".to_owned())?;
                resolve(name, &mut value)?;
                rest = after;
                continue;
            }
            // A carriage return and the line feed after it are one line end (section 2.11).
            Some('\r') => {
                value.push(' ');
                rest = characters.as_str();
                rest = rest.strip_prefix('\n').unwrap_or(rest);
                continue;
            }
            _ => value.push(' '),
        }
        rest = characters.as_str();
    }
    value.push_str(rest);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_parsed() {
        let found = attributes(" a=\"1\"\n b = '\"&lt;&#x41;\r\n\t' ").unwrap();
        assert_eq!(found, [("a", "1".to_owned()), ("b", "\"<A  ".to_owned())]);
        for wrong in [
            " a",
            " a=",
            " a=1",
            " a=\"1",
            " a=\"1\"b=\"2\"",
            " =\"1\"",
            " 1=\"1\"",
            " a=\"<\"",
            " a=\"&\"",
            " a=\"&b;\"",
            " a=\"&#0;\"",
            " a=\"&#x1;\"",
            " a=\"&#+65;\"",
            " a='1' a='2'",
            " a='1' /",
        ] {
            assert!(attributes(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn names_are_valid_as_the_xml_recommendation_defines() {
        for name in ["a", "_", ":", "é", "a-b.c:d9", "名前"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "1", "-a", ".a", "a b", "a\u{d7}", "a/", "\u{b7}", "a<"] {
            assert!(!is_name(name), "{name}");
        }
    }
}
