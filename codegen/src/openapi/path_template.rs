//! Path templates, such as `/v2/images/{image_id}`.

/// A text with variables between braces (OpenAPI 3.0.4, "Path Templating"), as paths and URLs of servers are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PathTemplate<'a>(pub(crate) &'a str);

impl<'a> PathTemplate<'a> {
    /// Returns the names of the variables, in their order.
    pub(crate) fn variables(self) -> impl Iterator<Item = &'a str> {
        self.0.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(variable, _)| variable)
    }

    /// Returns the template with nothing between its braces: templates with the same result match the same
    /// paths.
    pub(crate) fn without_names(self) -> String {
        let mut rest = self.0;
        let mut text = String::new();
        while let Some((before, (_, after))) =
            rest.split_once('{').and_then(|(before, inner)| Some((before, inner.split_once('}')?)))
        {
            text.push_str(before);
            text.push_str("{}");
            rest = after;
        }
        text + rest
    }

    /// Returns whether a brace has no partner.
    pub(crate) fn has_unmatched_brace(self) -> bool {
        self.without_names().replace("{}", "").contains(['{', '}'])
    }
}
