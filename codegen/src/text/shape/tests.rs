//! Tests of the conversion of Markdown.

use super::*;

fn lines(text: &str) -> String {
    blocks(text).join("\n")
}

#[test]
fn text_does_not_become_a_link_or_tag_by_accident() {
    for (written, shown) in [
        ("an `id` or [a link](https://example.com)", "an `id` or [a link](https://example.com)"),
        ("see https://example.com.", "see <https://example.com>."),
        ("see https://example.com/a_b_c?d=1&e=2, or not", "see <https://example.com/a_b_c?d=1&e=2>, or not"),
        ("a [V2] host <host> and a ` tick", "a \\[V2\\] host \\<host> and a \\` tick"),
        ("tags<br><br>more", "tags<br><br>more"),
        ("[local](#section) word", "local word"),
        ("`a [b] <c>`", "`a [b] <c>`"),
        (
            "snake_case and *em* and __strong__ and ~~gone~~",
            "snake_case and *em* and __strong__ and ~~gone~~",
        ),
        ("escaped \\*stars\\* and \\[x\\] and C:\\dir", "escaped \\*stars\\* and \\[x\\] and C:\\dir"),
        ("&lt;b&gt; &amp; &#27;", "&lt;b&gt; &amp; \u{fffd}"),
        ("[x](javascript:alert(1)) [y](data:text/html,z)", "x y"),
        (
            "<javascript:alert(1)> <http://a.b/c_d> <a@b.c>",
            "\\<javascript:alert(1)> <http://a.b/c_d> <a@b.c>",
        ),
        (
            "![alt](https://a.b/c.png) wow!![alt](http://d.e)",
            "[alt](https://a.b/c.png) wow\\![alt](http://d.e)",
        ),
        ("[a](<https://b c> \"d\")", "[a](https://b%20c)"),
        ("[`Vec`]: https://evil.example\n\n[`Vec`] [^1]", "[`Vec`](https://evil.example) \\[^1\\]"),
        ("<http://a\u{1}b>", "<http://a\u{fffd}b>"),
    ] {
        assert_eq!(lines(written), shown);
    }
}

#[test]
fn html_is_shown_as_text_and_its_content_is_markdown() {
    for (written, shown) in [
        ("<div>\n*a*\n<b>x</b>\n</div>", "\\<div>\n*a*\n\\<b>x\\</b>\n\\</div>"),
        ("<script>\n\nalert(1)\n</script>", "\\<script>\n\nalert(1)\n\\</script>"),
        ("<!-- a\n\n    b -->", "\\<!-- a\n\n```text\nb -->\n```"),
        ("<br>\n**a**", "**a**"),
        ("<p><br />b</p>", "\\<p><br />b\\</p>"),
        ("a\n<div>\n<div>\n<p>", "a\n\\<div>\n\\<div>\n\\<p>"),
    ] {
        assert_eq!(lines(written), shown);
    }
}

#[test]
fn code_is_never_a_doctest_and_its_text_is_preserved() {
    for (written, shown) in [
        ("```\ncurl\n```", "```text\ncurl\n```"),
        ("```rust\nfn", "```text\nfn\n```"),
        ("```standalone_crate\nfn\n```", "```text\nfn\n```"),
        ("```json\n{\n  \"a\": 1\n}\n```", "```json\n{\n  \"a\": 1\n}\n```"),
        ("~~~yaml\na:\n    - b\n~~~", "```yaml\na:\n    - b\n```"),
        ("x\n\n    if a:\n        b()", "x\n\n```text\nif a:\n    b()\n```"),
        ("> ~~~\n> evil();", "> ```text\n> evil();\n> ```"),
        (">     evil();", "> ```text\n> evil();\n> ```"),
        ("- ~~~\n  evil();\n  ~~~", "- ```text\n  evil();\n  ```"),
        ("a\n2. b\n\n       evil();", "a\n2\\. b\n\n```text\n   evil();\n```"),
        ("\u{1}\u{1}\u{1}\u{1}evil();", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}evil();"),
        ("x\n\n\u{b}\u{b}\u{b}\u{b}evil();", "x\n\n```text\nevil();\n```"),
        ("````\n```\nevil();\n````", "````text\n```\nevil();\n````"),
        ("x\r\r    evil();", "x\n\n```text\nevil();\n```"),
    ] {
        assert_eq!(lines(written), shown, "{written:?}");
    }
}

#[test]
fn lists_quotes_and_tables_are_preserved() {
    let shown = lines("Do:\n\n- one\ngoes on\n    - two\n\n        deep\n> quote\nlazy");
    assert_eq!(shown, "Do:\n\n- one\n  goes on\n  - two\n\n    deep\n> quote\n> lazy");
    assert_eq!(lines("*   wide\ngoes on\n    \n    below"), "* wide\n  goes on\n\n  below");
    assert_eq!(lines("Do:\n * a\n * b"), "Do:\n* a\n* b");
    assert_eq!(lines("3. c\n4. d\n\ne"), "3. c\n4. d\n\ne");
    assert_eq!(lines("# A\ntext\n## B ##\n\nTitle\n==="), "# A\ntext\n## B\n\n# Title");
    assert_eq!(lines("|a|b|\n|:-|-:|\n|c\\|d|`e\\|f`|"), "| a | b |\n|:--|--:|\n| c\\|d | `e\\|f` |");
    assert_eq!(lines("- [ ] a\n- [x] b\n-"), "- [ ] a\n- [x] b\n-");
    assert_eq!(lines("a\n\n***\n\nb"), "a\n\n---\n\nb");
}

#[test]
fn blocks_are_joined_into_one_line() {
    assert_eq!(inline("A\n\n- b\n- c\n\n```sh\nd\ne\n```"), "A - b - c `d e`");
    assert_eq!(cell("a|b `c|d` <i>\n\nx"), "a\\|b `c\\|d` \\<i> x");
    assert_eq!(cell("```\n| `x`\n```"), "`` \\| `x` ``");
    assert_eq!(
        cell("One of:\n\n- `a`\n  - b\n- c\n\nor\n\n1. d"),
        "One of: <br>• `a` <br>• b <br>• c <br> or <br>1. d"
    );
    assert_eq!(cell("* a\n* b"), "• a <br>• b");
}

/// Combines marks of every kind at random: the result must have no active content, and must not be much
/// larger than the input.
#[test]
fn random_combinations_are_safe() {
    const PARTS: &[&str] = &[
        "evil",
        " ",
        "    ",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "2) ",
        "```",
        "~~~",
        "`",
        "``",
        "rust",
        "<",
        ">",
        "<div>",
        "<b ",
        "<!--",
        "-->",
        "[",
        "]",
        "(",
        ")",
        "](http://x ",
        "](javascript:",
        "[x]: ",
        "[^1]",
        "![",
        "!",
        "*",
        "**",
        "_",
        "~",
        "|",
        "---",
        "===",
        "\\",
        "&lt;",
        "&#96;",
        "http://a",
        "#",
        "\u{1}",
        "\u{b}",
        "\r",
        "\t",
        "\u{202e}",
        "é",
        ":",
        "<br>",
        "<br/>",
    ];
    let mut state = 7_u64;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % limit
    };
    let mut given_up = 0;
    for _ in 0..5_000 {
        let text: String = (0..1 + below(14)).map(|_| PARTS[below(PARTS.len())]).collect();
        let shown = lines(&text);
        assert!(is_safe(&shown), "{text:?} -> {shown:?}");
        assert!(!shown.contains(|c: char| c != '\n' && c.is_control() || is_turning(c)), "{shown:?}");
        assert!(shown.len() < 20 * text.len() + 20, "{text:?} -> {shown:?}");
        let written = print::blocks(&without_html(&cleaned(&text))).join("\n");
        given_up += usize::from(!is_safe(&written));
        assert!(is_safe(&format!("x {}", inline(&text))), "{text:?}");
        let cell = cell(&text);
        let row = format!("| a | b |\n|---|---|\n| {cell} | z |");
        assert!(is_safe(&row), "{text:?} -> {row}");
        let cells =
            Parser::new_ext(&row, options()).filter(|event| matches!(event, Event::Start(Tag::TableCell)));
        assert_eq!(cells.count(), 4, "{text:?} -> {row}");
    }
    // Text that is only shown as code would be safe, too.
    assert!(given_up < 10, "{given_up}");
}
