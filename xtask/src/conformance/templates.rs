//! Expansions of URI templates (RFC 6570), for the styles of parameters that OpenAPI adopts from it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use openapi_client_runtime::codegen::{Api, Meta, Parameter, RequestParts, Style};
use openapi_client_runtime::{Client, ClientBuilder};
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Result, print};

/// Templates of one section, with the variables that they share.
#[derive(Debug, Deserialize)]
struct Section {
    variables: Map<String, Value>,
    /// A template and its expansion: one, any of several, or `false` if the template is invalid.
    testcases: Vec<(String, Value)>,
}

#[derive(Debug, Default, Serialize)]
struct Report {
    passed: usize,
    total: usize,
    left_out: BTreeMap<&'static str, Vec<String>>,
    failures: Vec<Value>,
}

/// A piece of a template.
#[derive(Debug)]
enum Piece {
    Literal(String),
    Expression { operator: Option<char>, variables: Vec<Variable> },
}

/// A variable within an expression.
#[derive(Debug)]
struct Variable {
    name: String,
    explode: bool,
}

/// The result, or the reason why OpenAPI cannot express a template.
type Left<T> = std::result::Result<T, &'static str>;

/// Runs every template of the folder's files. Returns whether all that OpenAPI can express pass.
pub(crate) fn run(dir: &Path, report: Option<&Path>) -> Result<bool> {
    let client: Client = ClientBuilder::new(Api::new("xtask")).base_url("http://localhost").build()?;
    let mut outcome = Report::default();
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(dir)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    for path in &paths {
        let sections: BTreeMap<String, Section> = serde_json::from_str(&std::fs::read_to_string(path)?)?;
        for (name, section) in &sections {
            for (template, expected) in &section.testcases {
                match expand(&client, template, &section.variables) {
                    _ if expected == &Value::Bool(false) => {
                        let why = "invalid templates: OpenAPI has no operators";
                        outcome.left_out.entry(why).or_default().push(template.clone());
                    }
                    Err(why) => outcome.left_out.entry(why).or_default().push(template.clone()),
                    Ok(got) => outcome.count(name, template, expected, got),
                }
            }
        }
    }
    for failure in &outcome.failures {
        print(&failure.to_string());
    }
    for (why, templates) in &outcome.left_out {
        print(&format!("left out, {}: {why}", templates.len()));
    }
    print(&format!("{} of {} expansions are correct", outcome.passed, outcome.total));
    if let Some(path) = report {
        std::fs::write(path, serde_json::to_string_pretty(&outcome)?)?;
    }
    Ok(outcome.failures.is_empty() && outcome.total > 0)
}

impl Report {
    fn count(&mut self, section: &str, template: &str, expected: &Value, got: Result<String>) {
        self.total += 1;
        let got = got.unwrap_or_else(|error| format!("error: {error}"));
        let is_right = match expected {
            Value::Array(any) => any.iter().any(|right| *right == got),
            one => *one == got,
        };
        if is_right {
            self.passed += 1;
        } else {
            self.failures.push(serde_json::json!({
                "section": section, "template": template, "got": got, "expect": expected,
            }));
        }
    }
}

/// Splits a template.
fn pieces(template: &str) -> Left<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        pieces.push(Piece::Literal(literal.to_owned()));
        let (expression, after) = after.split_once('}').ok_or("a template that does not end")?;
        rest = after;
        let operator = expression.chars().next().filter(|c| "+#./;?&".contains(*c));
        let names = operator.map_or(expression, |operator| expression.trim_start_matches(operator));
        let variable = |text: &str| {
            if text.contains(':') {
                return Err("OpenAPI has no prefix of a value");
            }
            let name = percent_decode_str(text.trim_end_matches('*')).decode_utf8_lossy().into_owned();
            Ok(Variable { name, explode: text.ends_with('*') })
        };
        let variables = names.split(',').map(variable).collect::<Left<_>>()?;
        pieces.push(Piece::Expression { operator, variables });
    }
    pieces.push(Piece::Literal(rest.to_owned()));
    Ok(pieces)
}

/// The request in OpenAPI that is equivalent to a template.
#[derive(Default)]
struct Plan {
    /// The path, with a placeholder for each variable.
    path: String,
    parameters: Vec<(Parameter, Value)>,
    /// The part of the query that the template does not have.
    extra: &'static str,
    /// The query parameter whose value follows.
    named: Option<String>,
}

/// Expands a template as OpenAPI writes parameters.
fn expand(client: &Client, template: &str, values: &Map<String, Value>) -> Left<Result<String>> {
    // A letter before the template, so that an empty value leaves a segment.
    let mut plan = Plan { path: "/x".to_owned(), ..Plan::default() };
    let mut in_query = false;
    let pieces = pieces(template)?;
    if let [Piece::Literal(before), Piece::Expression { operator: Some('+'), .. }, Piece::Literal(after)] =
        pieces.as_slice()
        && before.is_empty()
        && after.is_empty()
    {
        // Reserved characters can stay unencoded only in queries.
        plan.named = Some("ref".to_owned());
        plan.extra = "?ref=";
    }
    for piece in pieces {
        match piece {
            Piece::Literal(text) => in_query |= plan.literal(&text, in_query)?,
            Piece::Expression { operator, variables } => {
                for (index, variable) in variables.into_iter().enumerate() {
                    let value = values.get(&variable.name).or_else(|| {
                        // Names that the suite writes percent-encoded.
                        values
                            .iter()
                            .find(|(name, _)| percent_decode_str(name).decode_utf8_lossy() == variable.name)
                            .map(|(_, value)| value)
                    });
                    plan.variable(
                        operator,
                        variable,
                        value.filter(|value| !value.is_null()),
                        index,
                        in_query,
                    )?;
                }
                in_query |= matches!(operator, Some('?' | '&'));
            }
        }
    }
    Ok(plan.written(client))
}

impl Plan {
    /// Adds a literal. Returns whether the query begins with it.
    fn literal(&mut self, text: &str, in_query: bool) -> Left<bool> {
        let (path, query) = text.split_once('?').map_or((text, None), |(path, query)| (path, Some(query)));
        if in_query {
            return if text.is_empty() {
                Ok(false)
            } else {
                Err("text within the query that is not a parameter")
            };
        }
        self.path.push_str(path);
        let Some(query) = query else { return Ok(false) };
        let (name, value) = query.split_once('=').ok_or("a query that is not a pair of name and value")?;
        if value.is_empty() {
            self.named = Some(name.to_owned());
            return Ok(true);
        }
        let parameter = Parameter::query(name.to_owned().leak()).style(Style::Form);
        self.parameters.push((parameter, Value::from(value)));
        Ok(true)
    }

    fn variable(
        &mut self,
        operator: Option<char>,
        variable: Variable,
        value: Option<&Value>,
        index: usize,
        in_query: bool,
    ) -> Left<()> {
        if let Some(outer) = self.named.take() {
            return self.reserved(outer, operator, variable.explode, value);
        }
        // The runtime requires names with a static lifetime, as in generated code.
        let name: &'static str = variable.name.leak();
        let style = match operator {
            None => Style::Simple,
            Some('.') => Style::Label,
            Some(';') => Style::Matrix,
            Some('?' | '&') => Style::Form,
            Some('+') => return Err("reserved characters in a path, or beside other variables"),
            Some('#') => return Err("OpenAPI has no fragments"),
            _ => return Err("OpenAPI has no style for segments of a path"),
        };
        if style == Style::Form {
            if operator == Some('&') && !in_query && self.parameters.is_empty() {
                self.extra = "?fixed=yes";
                self.parameters.push((Parameter::query("fixed").style(Style::Form), Value::from("yes")));
            }
            if let Some(value) = value {
                let parameter = Parameter::query(name).style(style).explode(variable.explode);
                self.parameters.push((parameter, value.clone()));
            }
            return Ok(());
        }
        if in_query {
            return Err("a style of paths within the query");
        }
        let value = value.ok_or("a variable of a path that is not defined: OpenAPI requires it")?;
        if self.path.contains(&format!("{{{name}}}")) {
            return Err("a variable that occurs twice in a path");
        }
        if index > 0 && style == Style::Simple {
            self.path.push(',');
        }
        self.path.push_str(&format!("{{{name}}}"));
        self.parameters.push((Parameter::path(name).style(style).explode(variable.explode), value.clone()));
        Ok(())
    }

    /// Adds a value of the query in which reserved characters stay unencoded (`allowReserved`).
    fn reserved(
        &mut self,
        name: String,
        operator: Option<char>,
        explode: bool,
        value: Option<&Value>,
    ) -> Left<()> {
        let value = value.ok_or("a variable of a pair that is not defined")?;
        if operator != Some('+') || explode {
            return Err("a parameter whose name is outside of its expression");
        }
        let parameter = Parameter::query(name.leak()).style(Style::Form).explode(false).reserved();
        self.parameters.push((parameter, value.clone()));
        Ok(())
    }

    /// Returns the path and query of the request, without the parts that the template does not have.
    fn written(self, client: &Client) -> Result<String> {
        let meta = Meta::new("template", "GET", self.path.leak());
        let mut parts = RequestParts::new(meta);
        for (parameter, value) in &self.parameters {
            parts.parameter(*parameter, value);
        }
        let request = client.build(&parts)?;
        let path = request.uri().path().strip_prefix("/x").unwrap_or_default();
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        Ok(format!("{path}{}", query.strip_prefix(self.extra).unwrap_or(&query)))
    }
}
