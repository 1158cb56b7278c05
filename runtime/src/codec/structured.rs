//! Structured field values (RFC 9651), as far as the headers that the runtime reads use them.

/// A bare item (section 3.3). An item that is neither an integer nor text is parsed without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Bare {
    Integer(i64),
    /// A string or a token.
    Text(String),
    Other,
}

/// An item with its parameters (section 3.1.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) value: Bare,
    parameters: Vec<(String, Bare)>,
}

impl Item {
    /// Returns the value of a parameter that is a non-negative integer. If a name occurs several times, the
    /// last one counts.
    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        let (_, value) = self.parameters.iter().rev().find(|(known, _)| known == name)?;
        value.number()
    }
}

impl Bare {
    pub(crate) fn number(&self) -> Option<u64> {
        if let Self::Integer(number) = self { u64::try_from(*number).ok() } else { None }
    }
}

/// Parses a list (section 4.2.1), in which an inner list is [`Bare::Other`]; `None` if the text is not a
/// list.
pub(crate) fn list(text: &str) -> Option<Vec<Item>> {
    members(text, |parser| parser.member())
}

/// Parses a dictionary (section 4.2.2); `None` if the text is not a dictionary.
pub(crate) fn dictionary(text: &str) -> Option<Vec<(String, Item)>> {
    members(text, |parser| {
        let key = parser.key()?;
        if parser.eat('=') {
            return Some((key, parser.member()?));
        }
        let parameters = parser.parameters()?;
        Some((key, Item { value: Bare::Other, parameters }))
    })
}

fn members<T>(text: &str, mut member: impl FnMut(&mut Parser<'_>) -> Option<T>) -> Option<Vec<T>> {
    let mut parser = Parser { rest: text.trim_matches(' ') };
    let mut found = Vec::new();
    while !parser.rest.is_empty() {
        found.push(member(&mut parser)?);
        parser.skip_space();
        if parser.rest.is_empty() {
            break;
        }
        if !parser.eat(',') {
            return None;
        }
        parser.skip_space();
        // A member must follow a comma.
        if parser.rest.is_empty() {
            return None;
        }
    }
    Some(found)
}

struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
    }

    fn eat(&mut self, wanted: char) -> bool {
        let rest = self.rest.strip_prefix(wanted);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Returns the text before the first character for which `belongs` returns `false`.
    fn take(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !belongs(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    fn member(&mut self) -> Option<Item> {
        let value = if self.eat('(') { self.inner_list()? } else { self.bare()? };
        Some(Item { value, parameters: self.parameters()? })
    }

    fn inner_list(&mut self) -> Option<Bare> {
        loop {
            self.take(|c| c == ' ');
            if self.eat(')') {
                return Some(Bare::Other);
            }
            self.bare()?;
            self.parameters()?;
            if !self.rest.starts_with([' ', ')']) {
                return None;
            }
        }
    }

    fn parameters(&mut self) -> Option<Vec<(String, Bare)>> {
        let mut found = Vec::new();
        while self.eat(';') {
            self.take(|c| c == ' ');
            let key = self.key()?;
            let value = if self.eat('=') { self.bare()? } else { Bare::Other };
            found.push((key, value));
        }
        Some(found)
    }

    fn key(&mut self) -> Option<String> {
        let key = self.take(|c| matches!(c, 'a'..='z' | '0'..='9' | '_' | '-' | '.' | '*'));
        key.starts_with(|c: char| c.is_ascii_lowercase() || c == '*').then(|| key.to_owned())
    }

    fn bare(&mut self) -> Option<Bare> {
        match self.rest.chars().next()? {
            '"' => self.string().map(Bare::Text),
            '-' | '0'..='9' => self.number(),
            '*' | 'a'..='z' | 'A'..='Z' => {
                let is_part = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~:/".contains(c);
                Some(Bare::Text(self.take(is_part).to_owned()))
            }
            // A byte sequence; the next arms are booleans, dates and display strings.
            ':' => self.delimited(':', |c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=')),
            '?' => {
                self.eat('?');
                (self.eat('0') || self.eat('1')).then_some(Bare::Other)
            }
            '@' => {
                self.eat('@');
                self.number().filter(|value| *value != Bare::Other).map(|_| Bare::Other)
            }
            '%' => {
                self.eat('%');
                self.delimited('"', |c| matches!(c, ' ' | '!' | '#'..='~'))
            }
            _ => None,
        }
    }

    fn delimited(&mut self, delimiter: char, belongs: impl Fn(char) -> bool) -> Option<Bare> {
        if !self.eat(delimiter) {
            return None;
        }
        self.take(belongs);
        self.eat(delimiter).then_some(Bare::Other)
    }

    fn string(&mut self) -> Option<String> {
        self.eat('"');
        let mut text = String::new();
        loop {
            text.push_str(self.take(|c| matches!(c, ' '..='~') && !matches!(c, '"' | '\\')));
            if self.eat('"') {
                return Some(text);
            }
            if !self.eat('\\') {
                return None;
            }
            let escaped = self.rest.chars().next().filter(|c| matches!(c, '"' | '\\'))?;
            self.eat(escaped);
            text.push(escaped);
        }
    }

    fn number(&mut self) -> Option<Bare> {
        let is_negative = self.eat('-');
        let digits = self.take(|c| c.is_ascii_digit());
        if digits.is_empty() || digits.len() > 15 {
            return None;
        }
        if self.eat('.') {
            let fraction = self.take(|c| c.is_ascii_digit());
            let is_decimal = digits.len() <= 12 && matches!(fraction.len(), 1..=3);
            return is_decimal.then_some(Bare::Other);
        }
        let number: i64 = digits.parse().ok()?;
        Some(Bare::Integer(if is_negative { -number } else { number }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_parsed() {
        let items = list("\"a \\\"b\\\\\";r=5;t=-3;x , tok/en:;q=1;q=2, 7;w=1.5,(1 \"2\";a  ?1);r=9, :aGk=:, @5, %\"f%20\"").unwrap();
        assert_eq!(items[0].value, Bare::Text("a \"b\\".to_owned()));
        assert_eq!((items[0].number("r"), items[0].number("t"), items[0].number("x")), (Some(5), None, None));
        assert_eq!((&items[1].value, items[1].number("q")), (&Bare::Text("tok/en:".to_owned()), Some(2)));
        assert_eq!((items[2].value.number(), items[2].number("w")), (Some(7), None));
        assert_eq!((&items[3].value, items[3].number("r")), (&Bare::Other, Some(9)));
        assert_eq!(items.len(), 7);
        assert_eq!(list("").unwrap(), []);
        for wrong in [
            ",",
            "a,",
            "a b",
            "\"a",
            "\"\\x\"",
            "\"é\"",
            "a;",
            "a;=1",
            "a;R=1",
            "(1",
            "(1,2)",
            "(\"a\"\"b\")",
            "1.",
            "1.1234",
            "1234567890123456",
            "-",
            "?2",
            ":é:",
            "é",
            "a;r=",
            "@1.5",
        ] {
            assert_eq!(list(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn dictionaries_are_parsed() {
        let members = dictionary("limit=100, remaining=50;x=1,\treset=5, flag;a").unwrap();
        let names: Vec<_> = members.iter().map(|(name, item)| (name.as_str(), item.value.number())).collect();
        assert_eq!(
            names,
            [("limit", Some(100)), ("remaining", Some(50)), ("reset", Some(5)), ("flag", None)]
        );
        for wrong in ["Limit=1", "limit=", "limit=1;", "=1", "limit=1 remaining=2"] {
            assert_eq!(dictionary(wrong), None, "{wrong}");
        }
    }
}
