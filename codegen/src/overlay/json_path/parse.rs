//! Parses JSONPath by recursive descent through the grammar of RFC 9535, appendix A.

use serde_json::Value;

use super::{Condition, Operand, Operator, Query, Segment, Selector};

/// The largest depth of nested filters and parentheses, far beyond practical use.
const DEEPEST: usize = 64;

/// The largest absolute value of an integer (RFC 9535, section 2.1: the range in which doubles are exact).
const LARGEST: u64 = (1 << 53) - 1;

/// Parses a path. The error is a message about the text that is not valid.
pub(in super::super) fn parse(text: &str) -> Result<Query, String> {
    let mut parser = Parser { rest: text, depth: 0, fault: None };
    if !parser.rest.starts_with('$') {
        return Err(format!("`{text}` does not begin with `$`"));
    }
    match parser.query().filter(|_| parser.rest.is_empty()) {
        Some(query) => Ok(query),
        None => Err(parser
            .fault
            .unwrap_or_else(|| format!("`{}` in `{text}` is not supported as JSONPath", parser.rest))),
    }
}

/// The parser's remaining input. A method returns `None` if the input is something else than the method
/// parses.
struct Parser<'a> {
    rest: &'a str,
    depth: usize,
    /// A message about the fault, if there is a more precise one.
    fault: Option<String>,
}

impl Parser<'_> {
    fn blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn take(&mut self, token: &str) -> bool {
        let after = self.rest.strip_prefix(token);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Parses `$` or `@` and the segments after it.
    fn query(&mut self) -> Option<Query> {
        let is_relative = self.take("@");
        if !is_relative && !self.take("$") {
            return None;
        }
        let mut segments = Vec::new();
        loop {
            let before = self.rest;
            self.blanks();
            if !self.rest.starts_with(['.', '[']) {
                self.rest = before;
                return Some(Query { is_relative, segments });
            }
            segments.push(self.segment()?);
        }
    }

    fn segment(&mut self) -> Option<Segment> {
        if self.take("..") {
            let selectors =
                if self.rest.starts_with('[') { self.bracketed()? } else { vec![self.shorthand()?] };
            return Some(Segment::Descendant(selectors));
        }
        if self.take(".") {
            return Some(Segment::Child(vec![self.shorthand()?]));
        }
        self.bracketed().map(Segment::Child)
    }

    /// Reads `*` or a plain name, which does not begin with a digit. Hyphens are allowed, in contrast to the
    /// RFC, because the extensions of OpenAPI contain them.
    fn shorthand(&mut self) -> Option<Selector> {
        if self.take("*") {
            return Some(Selector::Wildcard);
        }
        let is_part = |character: char| {
            character.is_alphanumeric() || matches!(character, '_' | '-') || !character.is_ascii()
        };
        let end = self.rest.find(|character| !is_part(character)).unwrap_or(self.rest.len());
        let begins = |first: char| !first.is_ascii_digit() && first != '-';
        let (name, after) = self.rest.split_at_checked(end).filter(|(name, _)| name.starts_with(begins))?;
        self.rest = after;
        Some(Selector::Name(name.to_owned()))
    }

    fn bracketed(&mut self) -> Option<Vec<Selector>> {
        if !self.take("[") {
            return None;
        }
        let mut selectors = Vec::new();
        loop {
            self.blanks();
            selectors.push(self.selector()?);
            self.blanks();
            if self.take("]") {
                return Some(selectors);
            }
            if !self.take(",") {
                return None;
            }
        }
    }

    fn selector(&mut self) -> Option<Selector> {
        if self.take("*") {
            return Some(Selector::Wildcard);
        }
        if self.take("?") {
            self.blanks();
            return self.condition().map(Selector::Filter);
        }
        if self.rest.starts_with(['\'', '"']) {
            return self.quoted().map(Selector::Name);
        }
        let start = self.integer()?;
        self.blanks();
        if !self.take(":") {
            return start.map(Selector::Index);
        }
        self.blanks();
        let end = self.integer()?;
        self.blanks();
        let mut step = None;
        if self.take(":") {
            self.blanks();
            step = self.integer()?;
        }
        Some(Selector::Slice { start, end, step: step.unwrap_or(1) })
    }

    /// Parses an integer. Returns `Some(None)` if there is none, and `None` if the digits are not a valid
    /// integer.
    fn integer(&mut self) -> Option<Option<i64>> {
        let length = self.rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'-').count();
        let (digits, after) = self.rest.split_at_checked(length)?;
        if digits.is_empty() {
            return Some(None);
        }
        let plain = digits.trim_start_matches('-');
        if plain.len() > 1 && plain.starts_with('0') || digits == "-0" {
            return None;
        }
        self.rest = after;
        digits.parse().ok().filter(|number: &i64| number.unsigned_abs() <= LARGEST).map(Some)
    }

    fn quoted(&mut self) -> Option<String> {
        let mut characters = self.rest.char_indices();
        let (_, quote) = characters.next()?;
        // Convert the string to JSON, whose parser handles escapes and surrogates.
        let mut text = String::from("\"");
        while let Some((index, character)) = characters.next() {
            match character {
                '\\' => match characters.next()?.1 {
                    '\'' if quote == '\'' => text.push('\''),
                    '"' if quote == '\'' => return None,
                    escaped => text.extend(['\\', escaped]),
                },
                end if end == quote => {
                    self.rest = self.rest.get(index + 1..)?;
                    text.push('"');
                    return serde_json::from_str(&text).ok();
                }
                '"' => text.push_str("\\\""),
                other => text.push(other),
            }
        }
        None
    }

    /// Parses alternatives of conjunctions: `&&` binds stronger than `||`.
    fn condition(&mut self) -> Option<Condition> {
        self.depth += 1;
        let found = if self.depth > DEEPEST {
            None
        } else {
            self.separated("||", Condition::Any, |this| this.separated("&&", Condition::All, Self::basic))
        };
        self.depth -= 1;
        found
    }

    fn separated(
        &mut self,
        token: &str,
        join: fn(Vec<Condition>) -> Condition,
        part: impl Fn(&mut Self) -> Option<Condition>,
    ) -> Option<Condition> {
        let mut parts = vec![part(self)?];
        loop {
            let before = self.rest;
            self.blanks();
            if !self.take(token) {
                self.rest = before;
                break;
            }
            self.blanks();
            parts.push(part(self)?);
        }
        if parts.len() > 1 { Some(join(parts)) } else { parts.pop() }
    }

    fn basic(&mut self) -> Option<Condition> {
        if self.take("!") {
            self.blanks();
            let inner = if self.rest.starts_with('(') {
                self.parenthesised()?
            } else {
                Condition::Exists(self.query()?)
            };
            return Some(Condition::Not(Box::new(inner)));
        }
        if self.rest.starts_with('(') {
            return self.parenthesised();
        }
        let left = self.operand()?;
        let before = self.rest;
        self.blanks();
        let Some(operator) = self.operator() else {
            self.rest = before;
            return match left {
                Operand::Query(query) => Some(Condition::Exists(query)),
                _ => None,
            };
        };
        self.blanks();
        let right = self.operand()?;
        (is_value(&left) && is_value(&right)).then_some(Condition::Compare(left, operator, right))
    }

    fn parenthesised(&mut self) -> Option<Condition> {
        if !self.take("(") {
            return None;
        }
        self.blanks();
        let condition = self.condition()?;
        self.blanks();
        self.take(")").then_some(condition)
    }

    fn operator(&mut self) -> Option<Operator> {
        let operators = [
            ("==", Operator::Equal),
            ("!=", Operator::NotEqual),
            ("<=", Operator::LessOrEqual),
            (">=", Operator::GreaterOrEqual),
            ("<", Operator::Less),
            (">", Operator::Greater),
        ];
        operators.into_iter().find(|(token, _)| self.take(token)).map(|(_, operator)| operator)
    }

    fn operand(&mut self) -> Option<Operand> {
        if self.rest.starts_with(['@', '$']) {
            return self.query().map(Operand::Query);
        }
        if self.rest.starts_with(['\'', '"']) {
            return self.quoted().map(|text| Operand::Literal(Value::String(text)));
        }
        for (word, value) in
            [("true", Value::Bool(true)), ("false", Value::Bool(false)), ("null", Value::Null)]
        {
            if self.take(word) {
                return Some(Operand::Literal(value));
            }
        }
        if self.rest.starts_with(|first: char| first.is_ascii_lowercase()) {
            return self.function();
        }
        let is_part =
            |character: char| character.is_ascii_digit() || matches!(character, '-' | '+' | '.' | 'e' | 'E');
        let end = self.rest.find(|character| !is_part(character)).unwrap_or(self.rest.len());
        let (number, after) = self.rest.split_at_checked(end)?;
        let number: serde_json::Number = serde_json::from_str(number).ok()?;
        self.rest = after;
        Some(Operand::Literal(Value::Number(number)))
    }

    fn function(&mut self) -> Option<Operand> {
        let (name, after) = self.rest.split_once('(')?;
        if matches!(name, "match" | "search") {
            self.fault = Some(format!("`{name}` needs a regular expression, which is not supported"));
            return None;
        }
        self.rest = after;
        self.blanks();
        let found = match name {
            "length" => Operand::Length(Box::new(self.operand().filter(is_value)?)),
            "count" => Operand::Count(self.query()?),
            "value" => Operand::Value(self.query()?),
            _ => return None,
        };
        self.blanks();
        self.take(")").then_some(found)
    }
}

/// Returns whether an operand has at most one value (RFC 9535, section 2.3.5.1: a singular query).
fn is_value(operand: &Operand) -> bool {
    !matches!(operand, Operand::Query(query) if !query.is_singular())
}
