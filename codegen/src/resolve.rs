//! The description without references: schemas have IDs, and each operation has everything that applies to
//! it.

mod adjust;
mod bounds;
pub(crate) mod check;
mod constants;
mod discriminator;
mod incoming;
mod linked;
mod operation;
mod order;
mod part_encoding;
mod referenced;
mod schema;
mod server;
mod sparse;
mod survey;
mod untyped;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::diagnostics::{FileId, Place, Report};
use crate::naming::{Kind, rust_name};
use crate::openapi::validate;
use crate::source::{Source, Targets};

pub(crate) use adjust::adjust;
pub(crate) use bounds::{Bounds, Width};
pub(crate) use constants::{Note, as_whole};
pub(crate) use linked::{
    Additional, Body, Discriminator, Header, Incoming, Linked, Media, Operation, Parameter, Response, Schema,
    SchemaId, SecurityScheme, Server, ServerVariable, Status, Tag, Tuple, Xml,
};
pub use linked::{Encoding, Flow, Grant, Location, SchemeKind, Style};
use sparse::Sparse;

/// Follows every reference of a description that has passed `validate::check_shape`. An owned source is
/// released while it is linked, one schema at a time, to limit memory.
///
/// `styles_parts` is whether the parts of a body have styles. In OpenAPI 3.0, they do not.
pub(crate) fn link(source: &mut Cow<'_, Source>, styles_parts: bool, report: &mut Report) -> Linked {
    let entered = match &*source {
        Cow::Owned(source) => referenced::entered(source),
        Cow::Borrowed(_) => BTreeSet::new(),
    };
    let is_split = source.file_ids().count() > 1;
    let mut linker = Linker {
        source,
        report,
        linked: Linked::default(),
        ids: HashMap::new(),
        targets: Targets::default(),
        entered,
        styles_parts,
        unread: HashMap::new(),
        pending: Vec::new(),
        order: order::Order::new(is_split),
        calls: HashSet::new(),
        inherited: 0,
        needed: 0,
        keys: HashSet::new(),
        public: HashMap::new(),
    };
    linker.document();
    linker.linked.survey();
    linker.linked
}

/// Returns the kind of a security scheme, or `None` if the grammar does not allow it, which has been
/// reported.
fn scheme_kind(node: &Value) -> Option<SchemeKind> {
    let text = |key: &str| node.get(key).and_then(Value::as_str);
    Some(match text("type")? {
        "http" => match text("scheme")? {
            scheme if scheme.eq_ignore_ascii_case("basic") => SchemeKind::Basic,
            scheme if scheme.eq_ignore_ascii_case("bearer") => SchemeKind::Bearer,
            scheme => SchemeKind::Http(scheme.to_owned()),
        },
        "apiKey" => match (text("in")?, text("name")?) {
            ("header", name) => SchemeKind::Header(name.to_ascii_lowercase()),
            ("query", name) => SchemeKind::Query(name.to_owned()),
            ("cookie", name) => SchemeKind::Cookie(name.to_owned()),
            _ => return None,
        },
        // Both kinds of tokens are sent as bearer tokens. The caller obtains them.
        "oauth2" | "openIdConnect" => SchemeKind::Bearer,
        "mutualTLS" => SchemeKind::Connection,
        _ => return None,
    })
}

/// Returns the flows of a security scheme that need no user. Every flow with a token endpoint may have a refresh
/// token, except that of client credentials (RFC 6749, section 4.4.3).
fn flows(node: &Value) -> Vec<Flow> {
    let url = |flow: &str, key: &str| {
        let url = node.get("flows")?.get(flow)?.get(key)?.as_str()?;
        (!url.is_empty()).then(|| url.to_owned())
    };
    let of_client = url("clientCredentials", "tokenUrl");
    let others = ["authorizationCode", "password"];
    let refresh =
        others.into_iter().find_map(|flow| url(flow, "refreshUrl").or_else(|| url(flow, "tokenUrl")));
    let of_client = of_client.map(|url| Flow { grant: Grant::ClientCredentials, url });
    of_client.into_iter().chain(refresh.map(|url| Flow { grant: Grant::RefreshToken, url })).collect()
}

/// The state of linking. A schema gets its ID when it is first found, so that a cycle ends at that ID. The
/// target of a reference is read later, so that a chain of references may have any length.
struct Linker<'a, 's> {
    source: &'a mut Cow<'s, Source>,
    report: &'a mut Report,
    linked: Linked,
    ids: HashMap<Place, SchemaId>,
    targets: Targets,
    /// The places of schemas that have an ID and have not been read.
    unread: HashMap<SchemaId, Place>,
    /// The same schemas as a stack. Some may have been read since.
    pending: Vec<SchemaId>,
    order: order::Order,
    /// The places of webhooks and callbacks.
    calls: HashSet<Place>,
    /// The number of parameters that operations inherit from their paths.
    inherited: usize,
    /// The number of security schemes that operations need, summed over the operations.
    needed: usize,
    /// The names of the components in the entry, in Rust.
    keys: HashSet<String>,
    /// The names of the schemas that components of the entry are or refer to.
    public: HashMap<Place, String>,
    /// The places that references lead to, if linked schemas are released.
    entered: BTreeSet<Place>,
    /// Whether the parts of a body have styles.
    styles_parts: bool,
}

impl Linker<'_, '_> {
    fn document(&mut self) {
        let root = self.source.entry();
        if let Some(info) = self.read::<openapiv3::Info>(&root.key("info")) {
            self.linked.title = info.title;
            self.linked.version = info.version;
            self.linked.description = info.description.unwrap_or_default();
        }
        let files: Vec<FileId> = self.source.file_ids().collect();
        if files.len() > 1 {
            self.linked.files =
                files.into_iter().filter_map(|file| self.source.relative_name(file)).collect();
        }
        self.linked.servers = self.servers(&root.key("servers"));
        if let Some(tags) = self.read_optional::<Vec<openapiv3::Tag>>(&root.key("tags")) {
            let tags = tags.into_iter();
            self.linked.tags = tags
                .map(|tag| Tag { name: tag.name, description: tag.description.unwrap_or_default() })
                .collect();
        }
        self.components(&root.key("components"));
        self.paths(&root);
        self.incoming(&root);
    }

    fn components(&mut self, place: &Place) {
        let schemas = self.landed(place.key("schemas"));
        let names = self.keys(&schemas);
        self.find_public_names(&schemas, &names);
        for name in names {
            let id = self.schema_at(&schemas.key(&name));
            if let Some(schema) = self.linked.schema_mut(id) {
                schema.component.get_or_insert_with(|| name.clone());
            }
            self.linked.components.insert(name, id);
        }
        let schemes = self.landed(place.key("securitySchemes"));
        for name in self.keys(&schemes) {
            let place = self.landed(schemes.key(&name));
            let Some(node) = self.source.value(&place) else { continue };
            let Some(kind) = scheme_kind(node) else { continue };
            let flows = flows(node);
            self.linked.security_schemes.insert(name, SecurityScheme { place, kind, flows });
        }
    }

    /// Finds the names of the schemas that components are or refer to. The key of a component is the public
    /// name, whatever the file of the schema is called. If several components refer to a schema elsewhere,
    /// the first names it, and the others are aliases.
    fn find_public_names(&mut self, schemas: &Place, names: &[String]) {
        let places = || names.iter().map(|name| (schemas.key(name), name.clone()));
        self.keys = names.iter().map(|name| rust_name(name, Kind::Type)).collect();
        let own: HashMap<Place, String> = places().collect();
        for (place, name) in places() {
            let node = self.source.value(&place).and_then(|node| node.get("$ref"));
            let Some(reference) = node.and_then(Value::as_str) else { continue };
            let next = crate::source::resolve(self.source, &place, reference);
            // A reference without a target is reported when it is read.
            if let Ok(target) = self.targets.of(self.source, &place)
                && !next.is_ok_and(|next| own.contains_key(&next))
            {
                self.public.entry(target).or_insert_with(|| name.clone());
            }
            self.linked.references.insert(name, place);
        }
        self.public.extend(own);
    }

    /// Returns the place at the end of a chain of references, or the place itself if the chain leads nowhere.
    fn landed(&mut self, place: Place) -> Place {
        self.end_of(&place).unwrap_or(place)
    }

    /// Returns the place at the end of a chain of references. A chain that leads nowhere is reported.
    fn end_of(&mut self, place: &Place) -> Option<Place> {
        self.targets.of(self.source, place).map_err(|finding| self.report.survivable(finding)).ok()
    }

    /// Returns the keys of an object, in order; empty if there is no object.
    fn keys(&self, place: &Place) -> Vec<String> {
        let fields = self.source.value(place).and_then(Value::as_object);
        fields.map(|fields| fields.keys().cloned().collect()).unwrap_or_default()
    }

    /// Reads a node, and reports it if it cannot be read.
    fn read<T: DeserializeOwned>(&mut self, place: &Place) -> Option<T> {
        validate::read(self.source, place).map_err(|finding| self.report.push(finding)).ok()
    }

    fn read_optional<T: DeserializeOwned>(&mut self, place: &Place) -> Option<T> {
        self.source.value(place).is_some().then(|| self.read(place)).flatten()
    }

    /// Reads a node that may be a reference. Returns it with its place.
    fn follow<T: DeserializeOwned>(&mut self, place: &Place) -> Option<(Place, T)> {
        let place = self.end_of(place)?;
        let item = self.read(&place)?;
        Some((place, item))
    }
}
