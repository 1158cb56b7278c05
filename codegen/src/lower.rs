//! The linked description in terms of Rust. Every decision about names and types is made here.

mod body;
mod deduplicate;
mod discriminator;
mod failure;
mod group;
mod home;
mod incoming;
mod model;
#[cfg(feature = "tools")]
pub(crate) mod name_proposals;
mod object;
mod operation;
mod operation_name;
pub(crate) mod paging;
mod plain_type;
mod read_write;
mod responses;
mod schema_name;
mod server;
mod simplify;
mod string_enum;
mod union;
mod xml;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use crate::compose::objects::Compositions;
use crate::diagnostics::suggest::suggestion;
use crate::diagnostics::{Code, FileId, Finding, Place, Report, Severity};
use crate::ir::{Api, ErrorShape, Format, GroupId, HeaderId, Model, ModelId, Record, Scheme, Shape, Type};
use crate::naming::{self, Kind, Name, Scope, reserved};
use crate::openapi::media_type::is_event_stream;
use crate::openapi::schema_type::SchemaType;
use crate::resolve::{self, Linked, Schema, SchemaId};
use crate::settings::Settings;

/// Lowers a description that has passed `check` to an API.
pub(crate) fn lower(
    mut linked: Linked,
    compositions: Compositions,
    settings: &Settings,
    report: &mut Report,
) -> Api {
    let mut api = shapes(&linked, &compositions, settings, report);
    let operations = std::mem::take(&mut linked.operations);
    compositions.finding(&linked).into_iter().for_each(|finding| report.push(finding));
    // The API contains everything from here on, so release the memory.
    drop((linked, compositions));
    let before = report.findings().len();
    simplify::simplify(&mut api, settings, report);
    if report.findings().iter().skip(before).any(|finding| finding.severity == Severity::Error) {
        return api;
    }
    paging::find(&mut api, &operations, settings, report);
    failure::find(&mut api, settings, report);
    api
}

/// Lowers each model and each operation on its own.
fn shapes(linked: &Linked, compositions: &Compositions, settings: &Settings, report: &mut Report) -> Api {
    let mut lowering = Lowering {
        linked,
        compositions,
        settings,
        report,
        api: Api {
            title: linked.title.clone(),
            description: linked.description.clone(),
            files: linked.files.clone(),
            base_url: linked.servers.first().map(server::with_defaults),
            servers: Vec::new(),
            server_variables: Vec::new(),
            models: Vec::new(),
            groups: Vec::new(),
            operations: Vec::new(),
            incoming: Vec::new(),
            headers: Vec::new(),
            schemes: Vec::new(),
            formats: settings
                .typed_formats()
                .map(|(name, ty)| Format { name: name.to_owned(), ty: ty.to_owned() })
                .collect(),
            errors: ErrorShape::default(),
        },
        models: HashMap::new(),
        subtypes: HashMap::new(),
        forms: RefCell::default(),
        listings: string_enum::Listings::of(linked),
        directions: object::Directions::of(linked),
        homes: home::homes(linked),
        nullable: Lowering::nullable_schemas(linked),
        under_way: Vec::new(),
        named_at: 0,
        current_file: None,
        has_xml: xml::is_used(linked),
        type_names: Scope::new(Kind::Type, reserved::MODELS),
        markers: Scope::new(Kind::Type, reserved::OPERATIONS),
        header_names: Scope::new(Kind::Constant, &[]),
        methods: Vec::new(),
        groups: HashMap::new(),
        tags_by_accessor: HashMap::new(),
        short_ids: HashMap::new(),
        short_components: HashMap::new(),
        headers: HashMap::new(),
    };
    lowering.schemes();
    lowering.short_ids();
    lowering.short_components();
    lowering.find_subtypes();
    lowering.components();
    lowering.find_tags();
    lowering.groups();
    for operation in &linked.operations {
        lowering.operation(operation);
    }
    linked.incoming.iter().for_each(|call| lowering.incoming(call));
    lowering.servers();
    lowering.settings_were_used();
    lowering.names_are_free();
    lowering.split_directions();
    lowering.api
}

struct Lowering<'a> {
    linked: &'a Linked,
    compositions: &'a Compositions,
    settings: &'a Settings,
    report: &'a mut Report,
    api: Api,
    /// The model of each schema that becomes one.
    models: HashMap<SchemaId, ModelId>,
    /// The schemas that inherit from each schema with a discriminator, with their discriminator values.
    subtypes: HashMap<SchemaId, Vec<(String, SchemaId)>>,
    /// The forms of the schemas that have been examined.
    forms: RefCell<HashMap<SchemaId, model::Form>>,
    listings: string_enum::Listings,
    directions: object::Directions,
    homes: home::Homes<'a>,
    /// Whether each schema allows null.
    nullable: Vec<bool>,
    /// The stack of schemas whose types are being determined.
    under_way: Vec<SchemaId>,
    /// The index in `under_way` of the last schema with a name. A cycle among the schemas after it has no
    /// named type, so Rust cannot express it.
    named_at: usize,
    /// The file of the operation that is being lowered.
    current_file: Option<FileId>,
    /// Whether any body is XML.
    has_xml: bool,
    type_names: Scope,
    markers: Scope,
    header_names: Scope,
    /// The names of the methods of each group.
    methods: Vec<Scope>,
    groups: HashMap<group::Key, GroupId>,
    /// The tag that has each accessor.
    tags_by_accessor: HashMap<String, String>,
    /// The short names of operations, by operationId.
    short_ids: HashMap<String, String>,
    /// The names of components that the settings shorten.
    short_components: HashMap<String, String>,
    /// The constants of response headers, by name and type.
    headers: HashMap<(String, Type), HeaderId>,
}

impl<'a> Lowering<'a> {
    fn schemes(&mut self) {
        let schemes = self.linked.security_schemes.iter();
        self.api.schemes = schemes
            .map(|(name, scheme)| Scheme {
                name: name.clone(),
                kind: scheme.kind.clone(),
                flows: scheme.flows.clone(),
            })
            .collect();
    }

    /// Claims the names of components first, so that no inline schema takes one. Then creates their shapes,
    /// in the same order.
    fn components(&mut self) {
        let mut own = Vec::new();
        let mut aliases = Vec::new();
        for (name, &id) in &self.linked.components {
            let Some(schema) = self.linked.schema(id) else { continue };
            let Some(origin) = &schema.place else { continue };
            let Some(place) = self.component_place(name, schema) else { continue };
            if schema.component.as_deref() != Some(name) || self.models.contains_key(&id) {
                aliases.push((name, id, place));
            } else {
                own.push((name.as_str(), id, place, origin));
            }
        }
        let mut names: Vec<Option<Name>> = vec![None; own.len()];
        // A name in the settings is as it is written.
        let words = own.iter().map(|(name, _, place, _)| {
            self.settings.name_of(place).unwrap_or_else(|| self.component_word(name))
        });
        for index in naming::order_of_claims(words, Kind::Type) {
            if let (Some((name, _, place, _)), Some(claimed)) = (own.get(index), names.get_mut(index)) {
                let short = self.component_word(name).to_owned();
                *claimed = Some(self.claim_name(name, &[&short, name], place));
            }
        }
        let mut claimed = Vec::new();
        for ((_, id, _, origin), name) in own.into_iter().zip(names) {
            if let Some(model) = name.and_then(|name| self.add_model(id, name, origin, true)) {
                claimed.push((id, model));
            }
        }
        for (name, id, place) in aliases {
            self.alias(name, id, place);
        }
        for (id, model) in claimed {
            self.shape_of(id, model);
        }
    }

    /// Returns the place that names a component: its key, also if it is only a reference to another file. The
    /// settings may also name the place of the schema itself.
    fn component_place(&self, name: &str, schema: &'a Schema) -> Option<&'a Place> {
        let origin = schema.place.as_ref()?;
        let is_alias = schema.component.as_deref() != Some(name);
        let is_named = !is_alias && self.settings.name_of(origin).is_some();
        Some(self.linked.references.get(name).filter(|_| !is_named).unwrap_or(origin))
    }

    /// Creates an alias for a component that is only a reference to another one, unless both have the same
    /// name in Rust.
    fn alias(&mut self, name: &str, id: SchemaId, place: &Place) {
        let Some((model, target)) = self.models.get(&id).and_then(|id| Some((*id, self.api.model(*id)?)))
        else {
            return;
        };
        let short = self.component_word(name).to_owned();
        if self.settings.name_of(place).is_none()
            && target.name.rust() == naming::rust_name(&short, Kind::Type)
        {
            return;
        }
        let alias = self.claim_model(id, name, &[&short, name], place, true);
        // References to the alias lead to the schema itself.
        self.models.insert(id, model);
        if let Some(alias) = alias.and_then(|alias| self.api.models.get_mut(alias.0 as usize)) {
            alias.docs = String::new();
            alias.example = None;
            alias.shape = Shape::Alias(Type::Model(model));
        }
    }

    /// Creates the model of a schema, without its shape.
    fn claim_model(
        &mut self,
        id: SchemaId,
        wire: &str,
        candidates: &[&str],
        place: &Place,
        is_component: bool,
    ) -> Option<ModelId> {
        let name = self.claim_name(wire, candidates, place);
        self.add_model(id, name, place, is_component)
    }

    /// Claims the name of the settings, or else one of the candidates.
    fn claim_name(&mut self, wire: &str, candidates: &[&str], place: &Place) -> Name {
        let renamed = self.settings.name_of(place);
        let candidates = renamed.map_or(candidates.to_vec(), |name| vec![name]);
        let name = self.type_name(wire, &candidates, place);
        if renamed.is_some_and(|wanted| naming::rust_name(wanted, Kind::Type) != name.rust()) {
            self.setting_not_kept(place, &name);
        }
        name
    }

    fn add_model(&mut self, id: SchemaId, name: Name, origin: &Place, is_component: bool) -> Option<ModelId> {
        let schema = self.linked.schema(id)?;
        let parts = self.compositions.scattered_parts(self.linked, id);
        let model = ModelId(u32::try_from(self.api.models.len()).unwrap_or(u32::MAX));
        self.api.models.push(Model {
            name,
            docs: self.words_of(schema),
            // A placeholder. It is not an alias, so that nothing resolves it.
            shape: Shape::Record(Record { fields: Vec::new(), rest: None }),
            deprecated: schema.deprecated,
            is_component,
            is_input: false,
            example: schema.example.clone(),
            origin: origin.clone(),
            parts: parts.iter().filter_map(|part| self.linked.schema(*part)?.place.clone()).collect(),
        });
        self.models.insert(id, model);
        Some(model)
    }

    /// Claims the name of a type, and reports a name that differs from the expected one.
    fn type_name(&mut self, wire: &str, candidates: &[&str], place: &Place) -> Name {
        let (name, finding) = self.type_names.claim_with_finding(wire, candidates, place);
        finding.into_iter().for_each(|finding| self.report.push(finding));
        name
    }

    /// Reports a name in the settings that an item cannot have, because generated code or another item has
    /// it.
    fn setting_not_kept(&mut self, place: &Place, given: &Name) {
        if let Some(wanted) = self.settings.name_of(place) {
            let pointer = place.pointer.as_str();
            let what =
                format!("[names] `{pointer}` would be named `{}`, because `{wanted}` is taken", given.rust());
            let help = "choose a name that neither generated code nor another item has";
            self.report.survivable(self.settings.finding(pointer, what).help(help));
        }
    }

    /// Reports each setting that matches nothing, because it is misspelled or outdated.
    fn settings_were_used(&mut self) {
        let schemas = self.api.models.iter().map(|model| model.origin.pointer.as_str());
        let operations = self.linked.operations.iter().map(|operation| operation.place.pointer.as_str());
        let references = self.linked.references.values().map(|place| place.pointer.as_str());
        let known = || schemas.clone().chain(references.clone()).chain(operations.clone());
        let places: HashSet<&str> = known().filter(|_| !self.settings.names.is_empty()).collect();
        for pointer in self.settings.names.keys().filter(|pointer| !places.contains(pointer.as_str())) {
            let what =
                format!("[names] `{pointer}` is neither a schema that becomes a type nor an operation");
            let help = suggestion(pointer, known());
            let help = help.unwrap_or_else(|| "correct the pointer or remove the line".to_owned());
            self.report.survivable(self.settings.finding(pointer, what).help(help));
        }
        let content = self.linked.operations.iter().flat_map(|operation| &operation.responses);
        let mut content = content.flat_map(|response| &response.content);
        if self.settings.end_of_events.is_some() && !content.any(|media| is_event_stream(&media.name)) {
            let finding = self.settings.finding("end_of_events", "no response is a stream of events");
            self.report.survivable(finding.help("remove the line"));
        }
    }

    /// Reports each name in the settings that another component has, which would then be renamed.
    fn names_are_free(&mut self) {
        let settings = self.settings;
        for (pointer, wanted) in &settings.names {
            let wanted_name = naming::rust_name(wanted, Kind::Type);
            let is_of = |place: &Place| place.pointer.as_str() == pointer;
            let is_model = |model: &Model| is_of(&model.origin);
            if !self.api.models.iter().any(is_model) {
                continue;
            }
            let mut components = self.linked.components.iter();
            let owner = components.find_map(|(name, id)| {
                let place = self.linked.schema(*id)?.place.as_ref().filter(|place| !is_of(place))?;
                let is_renamed = settings.name_of(place).is_some();
                let own = naming::rust_name(self.component_word(name), Kind::Type);
                (!is_renamed && own == wanted_name).then_some(name)
            });
            if let Some(owner) = owner {
                let what = format!("[names] `{pointer}`: `{wanted}` is the name of the schema `{owner}`");
                let help = "choose a name that no schema has, or rename the schema too";
                self.report.survivable(settings.finding(pointer, what).help(help));
            }
        }
    }

    /// Returns the constant of a response header. Headers with the same name and type share one constant.
    fn header(&mut self, header: &resolve::Header) -> Option<HeaderId> {
        let schema = header.schema.and_then(|id| self.linked.schema(id));
        let ty = match schema.map(|schema| (schema.schema_type, schema.format.as_deref())) {
            Some((Some(SchemaType::Integer), _)) => Type::Integer,
            Some((Some(SchemaType::Number), _)) => Type::Number,
            Some((Some(SchemaType::Boolean), _)) => Type::Boolean,
            Some((Some(SchemaType::String), Some("date-time"))) => Type::DateTime,
            _ => Type::String,
        };
        let structured = [SchemaType::Array, SchemaType::Object];
        // Without a schema, it has `content`.
        if schema.is_none_or(|schema| schema.schema_type.is_some_and(|one| structured.contains(&one))) {
            let what =
                "a header of a response that is a list, an object or `content` is generated as a string";
            self.report.push_alike(Finding::note(Code::Unsupported, header.place.clone(), what));
        }
        let lower = header.name.to_ascii_lowercase();
        if let Some(known) = self.headers.get(&(lower.clone(), ty.clone())) {
            return Some(*known);
        }
        let by_type = format!("{lower} {}", header_type_word(&ty));
        let name = self.header_names.claim(&lower, &[&lower, &by_type], &header.place);
        let id = HeaderId(u32::try_from(self.api.headers.len()).ok()?);
        self.headers.insert((lower, ty.clone()), id);
        self.api.headers.push(crate::ir::Header {
            name,
            docs: header.description.clone(),
            ty,
            origin: header.place.clone(),
        });
        Some(id)
    }
}

fn header_type_word(ty: &Type) -> &'static str {
    match ty {
        Type::Integer => "integer",
        Type::Number => "number",
        Type::Boolean => "boolean",
        Type::DateTime => "date time",
        _ => "text",
    }
}
