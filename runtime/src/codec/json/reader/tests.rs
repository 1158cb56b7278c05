//! Tests of the reader: what it accepts, refuses and skips.

use super::*;
use crate::codec::json::from_str;

/// A known key is compared by its value, not by its spelling.
#[test]
fn a_key_with_a_quote_in_it_is_one_key() {
    const KNOWN: &[&str] = &["a\":1,\"b", "b", "c\u{1}"];
    let mut reader = Reader::new(r#"{"a":1,"b":2}"#);
    let mut keys = reader.object(KNOWN).unwrap();
    assert_eq!(keys.next(&mut reader).unwrap(), Some(usize::MAX));
    assert_eq!(keys.unknown(), "a");
    reader.skip().unwrap();
    assert_eq!(keys.next(&mut reader).unwrap(), Some(1));
    reader.skip().unwrap();
    assert_eq!(keys.next(&mut reader).unwrap(), None);
    let mut reader = Reader::new(r#"{"a\":1,\"b":7}"#);
    let mut keys = reader.object(KNOWN).unwrap();
    assert_eq!(keys.next(&mut reader).unwrap(), Some(0));
    // A control character must be escaped (RFC 8259, section 7), even in a key that is expected.
    let mut reader = Reader::new("{\"c\u{1}\":7}");
    let mut keys = reader.object(&["c\u{1}"]).unwrap();
    assert!(keys.next(&mut reader).is_err());
}

#[test]
fn reads_strings_with_every_escape() {
    let text = r#""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00 \ud83d end""#;
    assert_eq!(from_str::<String>(text).unwrap(), "a\"\\/\u{8}\u{c}\n\r\té😀 \u{fffd} end");
    for wrong in [r#""a"#, "\"a\nb\"", r#""\x""#, r#""\u12""#, r#""\u+123""#] {
        assert!(from_str::<String>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn finds_the_end_of_a_string_at_any_position() {
    // Every character, at every position of a word and beyond, among neighbours that are one less and one
    // more.
    for character in ('\0'..='\u{ff}').chain(['\u{800}', '\u{ffff}', '😀']) {
        for length in 0..20 {
            let plain = "x!#[]~\u{7f}é ".chars().cycle().take(length).collect::<String>();
            let text = format!("\"{plain}{character}tail of it\"");
            let mut reader = Reader::new(&text);
            match character {
                '"' => assert_eq!(reader.string().unwrap(), plain),
                '\\' => assert_eq!(reader.string().unwrap(), format!("{plain}\tail of it")),
                '\0'..='\u{1f}' => assert_eq!(reader.string().unwrap_err().offset(), 1 + plain.len()),
                _ => assert_eq!(reader.string().unwrap(), text.trim_matches('"')),
            }
        }
    }
}

#[test]
fn reads_numbers_in_every_form_of_json() {
    assert_eq!(from_str::<i64>("-9223372036854775808").unwrap(), i64::MIN);
    assert_eq!(from_str::<i64>("1.0").unwrap(), 1);
    assert_eq!(from_str::<i64>("12e2").unwrap(), 1200);
    assert_eq!(from_str::<f64>("2.34").unwrap(), 2.34);
    for wrong in ["01", "-", "1.", ".5", "1e", "+1", "NaN", "9223372036854775808", "1.5"] {
        assert!(from_str::<i64>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn refuses_invalid_json() {
    for wrong in ["", "[1,]", "[1 2]", "[", "{\"a\":1,}", "{a:1}", "{\"a\" 1}", "[1] x", "nul", "truth"] {
        assert!(from_str::<crate::Value>(wrong).is_err(), "{wrong}");
    }
    let deep = "[".repeat(100_000);
    assert_eq!(from_str::<crate::Value>(&deep).unwrap_err().message(), "the value is nested too deeply");
}

#[test]
fn skips_values_of_any_depth_and_refuses_invalid_json() {
    for depth in [1, 127, 128, 129, 100_000] {
        for (open, inner, close) in
            [("[", "", "]"), ("[1,", "{}", "]"), ("{\"a\":", "[]", "}"), ("[{\"a\":1,\"b\":", "2", "},3]")]
        {
            let text = format!("{}{inner}{}", open.repeat(depth), close.repeat(depth));
            let mut reader = Reader::new(&text);
            reader.skip().unwrap();
            reader.end().unwrap();
            assert_eq!(reader.depth, 0);
        }
        for (open, close) in [("[", "}"), ("{\"a\":", "]"), ("[1,", ",]"), ("{", "}"), ("[", "")] {
            let text = format!("[{}1{}", open.repeat(depth), close.repeat(depth));
            let mut reader = Reader::new(&text);
            assert!(reader.skip().and_then(|()| reader.end()).is_err(), "{depth} {open}");
        }
    }
}

#[test]
fn skips_numbers_of_any_size() {
    let huge = "9".repeat(1000);
    for number in [huge.as_str(), "-1e999999999", "18446744073709551616"] {
        let mut reader = Reader::new(number);
        reader.skip().and_then(|()| reader.end()).unwrap();
    }
}

#[test]
fn skipped_fields_do_not_affect_the_others() {
    let (deep, huge) = (format!("{}{}", "[".repeat(1000), "]".repeat(1000)), "9".repeat(400));
    let text = format!("{{\"a\":{deep},\"id\":1,\"b\":{huge},\"c\":1e999,\"name\":\"x\"}}");
    let (id, name): (i64, String) = Reader::new(&text).record(&["id", "name"]).unwrap();
    assert_eq!((id, name.as_str()), (1, "x"));
}

#[test]
fn skips_a_byte_order_mark() {
    assert_eq!(from_str::<Vec<i64>>("\u{feff} [1]").unwrap(), [1]);
    // Only one: a second one is a character, which is not JSON.
    assert!(from_str::<Vec<i64>>("\u{feff}\u{feff}[1]").is_err());
    assert!(from_str::<Vec<i64>>("[\u{feff}1]").is_err());
}
