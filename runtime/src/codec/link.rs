//! The `Link` header (RFC 8288), which contains the URL of the next page of a list.

use http::HeaderMap;
use http::header::LINK;

/// Returns the target of the first link with the relation `next`; `None` if no link has it.
///
/// # Errors
/// Fails if no link has the relation and a header cannot be parsed, because that header may contain the link.
/// Fails if the target is not UTF-8.
pub(crate) fn next(headers: &HeaderMap) -> Result<Option<String>, String> {
    let mut fault = None;
    for value in headers.get_all(LINK) {
        match (Links { rest: value.as_bytes() }).next() {
            Ok(Some(target)) => {
                let target = std::str::from_utf8(target).map(str::to_owned);
                return target.map(Some).map_err(|_| "the link to the next page is not UTF-8".to_owned());
            }
            Ok(None) => {}
            Err(why) => fault = Some(why),
        }
    }
    fault.map_or(Ok(None), |why| Err(format!("invalid header `Link`: {why}")))
}

/// The unparsed rest of a header's value.
struct Links<'a> {
    rest: &'a [u8],
}

type ParseResult<T> = Result<T, &'static str>;

impl<'a> Links<'a> {
    fn next(&mut self) -> ParseResult<Option<&'a [u8]>> {
        let mut found = Ok(None);
        loop {
            self.skip(|byte| is_space(byte) || byte == b',');
            match self.rest.split_first() {
                None => return found,
                Some((b'<', rest)) => self.rest = rest,
                Some(_) => return Err("a link does not begin with `<`"),
            }
            let target = self.until(|byte| byte == b'>');
            if self.rest.is_empty() {
                return Err("a link has no `>`");
            }
            self.skip_one();
            match (self.parameters()?, target) {
                (false, _) => {}
                // The empty reference is the page itself (RFC 3986, section 4.4). A better link may follow.
                (true, b"") => found = Err("the link to the next page is empty"),
                (true, target) => return Ok(Some(target)),
            }
        }
    }

    /// Returns whether the parameters of a link give it the relation `next`. Only the first `rel` counts
    /// (section 3.3), and a link with an `anchor` belongs to another page (section 3.2).
    fn parameters(&mut self) -> ParseResult<bool> {
        let mut relation: Option<Vec<u8>> = None;
        let mut has_anchor = false;
        loop {
            self.skip(is_space);
            match self.rest.first() {
                None | Some(b',') => break,
                Some(b';') => self.skip_one(),
                Some(_) => return Err("the text after a link is not a parameter"),
            }
            self.skip(is_space);
            let name = self.until(|byte| is_space(byte) || matches!(byte, b'=' | b';' | b','));
            self.skip(is_space);
            if self.rest.first() != Some(&b'=') {
                continue;
            }
            self.skip_one();
            self.skip(is_space);
            let value = self.value()?;
            has_anchor |= name.eq_ignore_ascii_case(b"anchor") && !value.is_empty();
            if name.eq_ignore_ascii_case(b"rel") && relation.is_none() {
                relation = Some(value);
            }
        }
        let relation = relation.unwrap_or_default();
        let mut types = relation.split(|byte| is_space(*byte));
        Ok(!has_anchor && types.any(|relation| relation.eq_ignore_ascii_case(b"next")))
    }

    /// Returns a token, or a quoted string without its quotes and escapes (RFC 9110, section 5.6.4).
    fn value(&mut self) -> ParseResult<Vec<u8>> {
        if self.rest.first() != Some(&b'"') {
            return Ok(self.until(|byte| is_space(byte) || matches!(byte, b';' | b',')).to_vec());
        }
        self.skip_one();
        let mut value = Vec::new();
        loop {
            value.extend_from_slice(self.until(|byte| matches!(byte, b'"' | b'\\')));
            let is_end = self.rest.first() == Some(&b'"');
            self.skip_one();
            if is_end {
                return Ok(value);
            }
            value.push(*self.rest.first().ok_or("a quoted string is not closed")?);
            self.skip_one();
        }
    }

    /// Returns the text before the first byte that matches, or the rest.
    fn until(&mut self, is_end: impl Fn(u8) -> bool) -> &'a [u8] {
        let end = self.rest.iter().position(|byte| is_end(*byte)).unwrap_or(self.rest.len());
        let (before, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, &[]));
        self.rest = rest;
        before
    }

    fn skip(&mut self, is_skipped: impl Fn(u8) -> bool) {
        self.until(|byte| !is_skipped(byte));
    }

    fn skip_one(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn of(values: &[&str]) -> Result<Option<String>, String> {
        let value = |value: &&str| (LINK, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        next(&values.iter().map(value).collect())
    }

    #[test]
    fn links_are_found_in_every_form() {
        for value in [
            "<x>; rel=next",
            "<x>;rel=\"next\"",
            "<x> ; REL = \"Prev NEXT\" ;",
            "<x>; rel=\"first\tnext\"; title",
            "<p>; rel=prev, <x>; rel=next",
            ",, <p>; rel=\"prev\" , , <x>; rel=\"next\" , <y>; rel=next",
            "<p>; title=\"a; rel=next, <y>; rel=next\", <x>; rel=next",
            "<p>; title=\"\\\"\\\\\"; rel=last, <x>; rel=\"n\\ext\"",
            "<x>; title=\"é\"; title*=UTF-8''%e2%82%ac; rel=next; rel=prev",
            "<p>; rel=next; anchor=\"#other\", <x>; rel=next; anchor=\"\"",
            "<>; rel=next, <x>; rel=next",
        ] {
            assert_eq!(of(&[value]), Ok(Some("x".to_owned())), "{value}");
        }
        for value in
            ["", "<p>", "<p>; rel=prev; rel=next", "<p>; rel=nextpage", "<p>; rel=\"http://h/next\"", "<>;;"]
        {
            assert_eq!(of(&[value]), Ok(None), "{value}");
        }
        assert_eq!(of(&["<?a=1,2;3&é=<>; rel=next"]), Ok(Some("?a=1,2;3&é=<".to_owned())));
    }

    #[test]
    fn an_invalid_header_is_an_error_unless_another_has_the_link() {
        assert_eq!(of(&["<p>; rel=prev", "<x>; rel=next"]), Ok(Some("x".to_owned())));
        assert_eq!(of(&["broken", "<x>; rel=next"]), Ok(Some("x".to_owned())));
        for broken in [
            "x; rel=next",
            "<>; rel=next",
            "<x; rel=next",
            "<x> rel=next",
            "<x>; rel=\"next",
            "<x>; a=\"\\",
            "<x>x",
            "<x>; rel=next; broken=\"",
        ] {
            let fault = of(&["<p>; rel=prev", broken]).unwrap_err();
            assert!(fault.starts_with("invalid header `Link`: "), "{broken}: {fault}");
        }
        let latin = HeaderValue::from_bytes(b"<?q=\xe9>; rel=next").unwrap();
        assert!(next(&HeaderMap::from_iter([(LINK, latin)])).is_err());
    }

    #[test]
    fn many_links_take_linear_time() {
        let value = "<p>;rel=\"a".repeat(200_000);
        assert!(of(&[&value]).is_err());
        let value = "<p>; rel=prev, ".repeat(200_000) + "<x>; rel=next";
        assert_eq!(of(&[&value]), Ok(Some("x".to_owned())));
    }
}
