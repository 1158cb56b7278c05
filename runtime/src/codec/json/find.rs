//! Lookup of a value in a text by its JSON pointer (RFC 6901), without decoding the rest.

use super::{Kind, Reader};

/// Returns the text of the value at a pointer; `None` if the text has no such value. The token `-` is the
/// last element of a list, because RFC 6901 leaves its use to applications.
pub(crate) fn find<'de>(text: &'de str, pointer: &str) -> Option<&'de str> {
    let mut value = text;
    for token in pointer.split('/').skip(1) {
        let mut reader = Reader::new(value);
        value = match reader.kind().ok()? {
            Kind::Object => {
                let token = token.replace("~1", "/").replace("~0", "~");
                let mut keys = reader.object(&[]).ok()?;
                loop {
                    keys.next(&mut reader).ok()??;
                    let found = reader.raw();
                    if keys.unknown() == token {
                        break found.ok()?;
                    }
                }
            }
            Kind::Array => {
                let wanted: Option<usize> = token.parse().ok();
                if wanted.is_none() && token != "-" {
                    return None;
                }
                let mut elements = reader.array().ok()?;
                let mut last = None;
                let mut index = 0;
                while elements.next(&mut reader).ok()? && wanted.is_none_or(|wanted| index <= wanted) {
                    last = Some(reader.raw().ok()?);
                    index += 1;
                }
                last.filter(|_| wanted.is_none_or(|wanted| index == wanted + 1))?
            }
            _ => return None,
        };
    }
    Some(value)
}

/// Returns the number of elements of the list at a pointer; `None` if the text has no such list.
pub(crate) fn count(text: &str, pointer: &str) -> Option<usize> {
    let mut reader = Reader::new(find(text, pointer)?);
    let mut elements = reader.array().ok()?;
    let mut count = 0;
    while elements.next(&mut reader).ok()? {
        reader.skip().ok()?;
        count += 1;
    }
    Some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_pointer() {
        let text = r#" {"a": [1, {"b/c": "x~"}, [2, 3]], "links": {"pages": null}, "n": {"": 7}} "#;
        assert_eq!(find(text, "/a/1/b~1c"), Some("\"x~\""));
        assert_eq!(find(text, "/a/-/-"), Some("3"));
        assert_eq!(find(text, "/a/2/1"), Some("3"));
        assert_eq!(find(text, "/links/pages"), Some("null"));
        assert_eq!(find(text, "/n/"), Some("7"));
        for absent in ["/a/3", "/a/x", "/links/pages/next", "/b", "/n/a"] {
            assert_eq!(find(text, absent), None, "{absent}");
        }
        assert_eq!((count(text, "/a"), count("[]", ""), count(text, "/n")), (Some(3), Some(0), None));
        assert_eq!(find("{\"a\": [", "/a/0"), None);
    }
}
