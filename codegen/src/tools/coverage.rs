//! The coverage of a description: whether each node is generated, ignored for a reason, or unsupported.
//!
//! Counts the nodes of the description as it is written, before any stage has changed it, and compares them
//! with the results: the API and the findings.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fmt;

use serde_json::Value;

use crate::diagnostics::{Code, Place, Report, Severity};
use crate::ir::Api;
use crate::source::{Source, Targets};

mod operations;
mod schemas;

/// The coverage of a description, in its order.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Coverage {
    /// One entry for each node.
    pub entries: Vec<Entry>,
}

/// The coverage of one node.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Entry {
    /// The kind of the node.
    pub kind: NodeKind,
    /// The name, status or media type of the node.
    pub name: String,
    /// The place where the node is written.
    pub place: Place,
    /// The status of the node.
    pub status: Status,
}

/// The kind of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the variants have the names of OpenAPI")]
pub enum NodeKind {
    Server,
    SecurityScheme,
    Operation,
    Parameter,
    /// One media type of a request body.
    RequestBody,
    Response,
    /// One media type of a response.
    ResponseBody,
    Header,
    Link,
    Callback,
    Webhook,
    /// A named schema.
    Schema,
    /// A property of any schema, named or not.
    Property,
}

/// The status of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// The client has Rust code for the node.
    Generated,
    /// No code is needed, with the reason.
    Ignored(String),
    /// The node is valid or was tolerated, but the client has no code for it, with the reason.
    Unsupported(String),
}

/// The number of nodes with each status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Nodes with Rust code.
    pub generated: usize,
    /// Nodes that need no code.
    pub ignored: usize,
    /// Nodes without Rust code.
    pub unsupported: usize,
}

impl Coverage {
    /// Compares a description with its API and findings.
    pub(crate) fn of(source: &Source, api: &Api, report: &Report) -> Self {
        let mut survey = Survey {
            source,
            api,
            reasons: Reasons::new(report),
            entries: Vec::new(),
            rows: HashMap::new(),
            schemas: HashSet::new(),
            names: schemas::names(api),
            fields: schemas::fields(api),
            moved: schemas::moved(source),
            targets: RefCell::default(),
        };
        survey.document();
        Self { entries: survey.entries }
    }

    /// Returns the number of nodes with each status.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        self.entries.iter().for_each(|entry| counts.add(&entry.status));
        counts
    }
}

impl Counts {
    /// Counts a node.
    pub fn add(&mut self, status: &Status) {
        match status {
            Status::Generated => self.generated += 1,
            Status::Ignored(_) => self.ignored += 1,
            Status::Unsupported(_) => self.unsupported += 1,
        }
    }
}

/// Formats the kind in words, such as `response header`.
impl fmt::Display for NodeKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Server => "server",
            Self::SecurityScheme => "security scheme",
            Self::Operation => "operation",
            Self::Parameter => "parameter",
            Self::RequestBody => "request body",
            Self::Response => "response",
            Self::ResponseBody => "response body",
            Self::Header => "header",
            Self::Link => "link",
            Self::Callback => "callback",
            Self::Webhook => "webhook",
            Self::Schema => "schema",
            Self::Property => "property",
        })
    }
}

/// The findings of a report by their places.
struct Reasons<'a>(HashMap<&'a Place, (Severity, Code, &'a str)>);

impl<'a> Reasons<'a> {
    fn new(report: &'a Report) -> Self {
        let mut reasons = HashMap::new();
        for finding in report.findings() {
            if let Some(place) = &finding.place {
                reasons.entry(place).or_insert((finding.severity, finding.code, finding.what.as_str()));
            }
        }
        Self(reasons)
    }

    /// Returns the status from a finding about the node itself.
    fn at(&self, place: &Place) -> Option<Status> {
        self.0.get(place).map(|(severity, _, what)| match severity {
            Severity::Note => Status::Ignored((*what).to_owned()),
            Severity::Warning | Severity::Error => Status::Unsupported((*what).to_owned()),
        })
    }

    /// Returns the status from a finding about the node, or from a finding about one of its ancestors.
    fn around(&self, place: &Place) -> Option<Status> {
        let mut place = place.clone();
        let mut reason = self.at(&place);
        while reason.is_none() {
            place = place.at(place.pointer.parent()?);
            let is_excluded = self.0.get(&place).is_some_and(|(_, code, _)| *code == Code::Excluded);
            let goes_for_parts = |status: &Status| is_excluded || matches!(status, Status::Unsupported(_));
            reason = self.at(&place).filter(goes_for_parts);
        }
        reason
    }
}

/// The state of the survey. A node that several others refer to has one entry, which is generated if any of
/// its uses is.
struct Survey<'a> {
    source: &'a Source,
    api: &'a Api,
    reasons: Reasons<'a>,
    entries: Vec<Entry>,
    rows: HashMap<(NodeKind, Place), usize>,
    schemas: HashSet<Place>,
    names: HashMap<Place, &'a str>,
    /// The places of the fields' schemas, by model and key.
    fields: HashMap<(Place, &'a str), Place>,
    /// Nodes that normalization moves, with their new places.
    moved: Vec<(Place, Place)>,
    targets: RefCell<Targets>,
}

impl<'a> Survey<'a> {
    fn document(&mut self) {
        let root = self.source.entry();
        for (key, place) in self.elements(&root.key("servers")) {
            self.server(&key, &place);
        }
        if self.source.value(&root.key("host")).is_some() {
            self.record(NodeKind::Server, "host", &root.key("host"), self.api.base_url.is_some(), None);
        }
        let paths = self.landed(root.key("paths"));
        for (path, place) in self.members(&paths) {
            self.path_item(&path, &place);
        }
        for (name, place) in self.members(&root.key("webhooks")) {
            self.record(NodeKind::Webhook, &name, &place, false, Some("requests that the server sends"));
        }
        let components = root.key("components");
        for schemas in [components.key("schemas"), root.key("definitions")] {
            let schemas = self.landed(schemas);
            for (name, place) in self.members(&schemas) {
                self.named_schema(&name, &place);
            }
        }
        for schemes in [components.key("securitySchemes"), root.key("securityDefinitions")] {
            for (name, place) in self.members(&self.landed(schemes)) {
                let is_generated = self.api.schemes.iter().any(|scheme| scheme.name == name);
                self.record(NodeKind::SecurityScheme, &name, &place, is_generated, None);
            }
        }
        let unused = "nothing refers to it";
        for (place, kind) in [
            (components.key("parameters"), NodeKind::Parameter),
            (root.key("parameters"), NodeKind::Parameter),
            (components.key("responses"), NodeKind::Response),
            (root.key("responses"), NodeKind::Response),
            (components.key("headers"), NodeKind::Header),
            (components.key("links"), NodeKind::Link),
            (components.key("callbacks"), NodeKind::Callback),
        ] {
            for (name, place) in self.members(&place) {
                let place = self.landed(place);
                // A parameter of Swagger 2.0 may be a body.
                let is_used = [kind, NodeKind::RequestBody]
                    .iter()
                    .any(|kind| self.rows.contains_key(&(*kind, place.clone())));
                if !is_used {
                    self.write(kind, &name, &place, Status::Ignored(unused.to_owned()));
                }
            }
        }
        for (name, place) in self.members(&components.key("requestBodies")) {
            let place = self.landed(place);
            for (media, place) in self.members(&place.key("content")) {
                if !self.rows.contains_key(&(NodeKind::RequestBody, place.clone())) {
                    let name = format!("{name} {media}");
                    self.write(NodeKind::RequestBody, &name, &place, Status::Ignored(unused.to_owned()));
                }
            }
        }
    }

    /// Records a node. The status of a node that was not generated comes from a finding about it, from
    /// `reason`, or from a finding about an ancestor, in this order. Without any of these, it is unsupported
    /// for an unknown reason.
    fn record(
        &mut self,
        kind: NodeKind,
        name: &str,
        place: &Place,
        is_generated: bool,
        reason: Option<&str>,
    ) {
        let unexplained = || Status::Unsupported("not generated, and no finding gives the reason".to_owned());
        let status = match (is_generated, reason) {
            (true, _) => Status::Generated,
            (false, Some(why)) => self.reasons.at(place).unwrap_or_else(|| Status::Ignored(why.to_owned())),
            (false, None) => self.reasons.around(place).unwrap_or_else(unexplained),
        };
        self.write(kind, name, place, status);
    }

    fn write(&mut self, kind: NodeKind, name: &str, place: &Place, status: Status) {
        match self.rows.get(&(kind, place.clone())) {
            None => {
                self.rows.insert((kind, place.clone()), self.entries.len());
                self.entries.push(Entry { kind, name: name.to_owned(), place: place.clone(), status });
            }
            Some(row) => {
                if let Some(entry) = self.entries.get_mut(*row)
                    && status == Status::Generated
                {
                    entry.status = status;
                }
            }
        }
    }

    /// Follows references from a place. References without a target have already been reported.
    fn landed(&self, place: Place) -> Place {
        self.targets.borrow_mut().of(self.source, &place).unwrap_or(place)
    }

    /// Returns the entries of a map without extensions.
    fn members(&self, place: &Place) -> Vec<(String, Place)> {
        let mut members = self.named(place);
        members.retain(|(key, _)| !key.starts_with("x-"));
        members
    }

    /// Returns the entries of a map whose keys are names, so that a key with `x-` is not an extension.
    fn named(&self, place: &Place) -> Vec<(String, Place)> {
        let fields = self.source.value(place).and_then(Value::as_object);
        let keys = fields.into_iter().flat_map(|fields| fields.keys());
        keys.map(|key| (key.clone(), place.key(key))).collect()
    }

    fn elements(&self, place: &Place) -> Vec<(String, Place)> {
        let items = self.source.value(place).and_then(Value::as_array).map_or(0, Vec::len);
        (0..items).map(|index| (index.to_string(), place.index(index))).collect()
    }
}
