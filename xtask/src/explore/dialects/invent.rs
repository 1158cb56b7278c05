//! Random APIs.

use rand::rngs::StdRng;

use super::model::{
    Body, Flow, Kind, Media, Model, Named, Operation, Parameter, Place, Response, Schema, Scheme, Style, Tag,
};
use super::random::Random;

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// Returns a random API.
pub(super) fn model(rng: StdRng) -> Model {
    let mut random = Random { rng, is_plain: true, names: Vec::new(), objects: Vec::new() };
    random.is_plain = random.chance(0.6);
    let count = random.below(5);
    random.names = ["Good", "fault", "Page of goods", "Link", "order_item"]
        .iter()
        .take(count)
        .map(|name| name.replace(' ', "."))
        .collect();
    for name in random.names.clone() {
        if random.chance(0.7) {
            random.objects.push(name);
        }
    }
    let mut model = Model { is_plain: random.is_plain, description: random.prose(0.3), ..Model::default() };
    model.servers = servers(&mut random);
    let count = random.below(3);
    model.schemes = (0..count).map(|index| scheme(&mut random, index)).collect();
    model.is_protected = random.chance(0.5);
    model.tags = (0..random.below(3)).map(|index| tag(&mut random, index)).collect();
    model.schemas = schemas(&mut random);
    if random.chance(0.3) {
        let mut shared = parameter(&mut random, "shared");
        shared.place = Place::Query;
        model.parameters.push(shared);
    }
    if random.chance(0.3) {
        let mut shared = response(&mut random, "missing", Media::Json);
        shared.schema = random.chance(0.7).then(|| random.schema(1));
        model.responses.push(shared);
    }
    let count = 1 + random.below(3);
    for index in 0..count {
        let operation = operation(&mut random, &model, index);
        let is_other =
            |known: &Operation| (&known.path, &known.method) != (&operation.path, &operation.method);
        if model.operations.iter().all(is_other) {
            model.operations.push(operation);
        }
    }
    model
}

fn servers(random: &mut Random) -> Vec<String> {
    let urls = ["https://example.com/v1", "http://example.com", "https://api.example.com:8443/a/b"];
    let count = if random.is_plain { random.below(2) } else { random.below(3) };
    let first = random.below(urls.len());
    urls.iter().cycle().skip(first).take(count).map(|url| (*url).to_owned()).collect()
}

fn scheme(random: &mut Random, index: usize) -> Scheme {
    let flows = [Flow::Implicit, Flow::Password, Flow::Application, Flow::AccessCode];
    match random.below(if random.is_plain { 3 } else { 4 }) {
        0 => Scheme::Basic,
        1 => {
            let places: &[&str] =
                if random.is_plain { &["header", "query"] } else { &["header", "query", "cookie"] };
            Scheme::Key { name: format!("x-key-{index}"), place: random.one(places).to_owned() }
        }
        2 => {
            let flow = random.below(flows.len());
            Scheme::OAuth2(flows.get(flow).copied().unwrap_or(Flow::Implicit))
        }
        _ => Scheme::Bearer,
    }
}

fn tag(random: &mut Random, index: usize) -> Tag {
    Tag {
        name: ["goods", "Order items"].get(index).copied().unwrap_or("others").to_owned(),
        description: random.prose(0.5),
        link: random.chance(0.2).then(|| "https://example.com/docs".to_owned()),
    }
}

fn schemas(random: &mut Random) -> Vec<Named> {
    let names = random.names.clone();
    let mut schemas: Vec<Named> = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let mut schema = match random.objects.contains(name) {
            true => Schema { kind: Kind::Object(random.object(2)), ..Schema::default() },
            false => random.schema(2),
        };
        // A base, with the next schema as its subclass.
        if index == 0 && names.len() > 1 && random.chance(0.2) {
            let selector = Named {
                name: "sort".to_owned(),
                is_required: true,
                schema: Schema { kind: Kind::Text(super::model::Text::default()), ..Schema::default() },
            };
            let mut object = random.object(1);
            object.properties.retain(|property| property.name != "sort");
            object.properties.push(selector);
            object.selector = Some("sort".to_owned());
            schema = Schema { kind: Kind::Object(object), ..Schema::default() };
        }
        let is_base =
            |base: &Named| matches!(&base.schema.kind, Kind::Object(object) if object.selector.is_some());
        if let (1, Some(base)) = (index, schemas.first().filter(|base| is_base(base))) {
            let base = Schema { kind: Kind::Reference(base.name.clone()), ..Schema::default() };
            let own = Schema { kind: Kind::Object(random.object(1)), ..Schema::default() };
            schema = Schema { kind: Kind::AllOf(vec![base, own]), ..Schema::default() };
        }
        schemas.push(Named { name: name.clone(), is_required: false, schema });
    }
    schemas
}

fn parameter(random: &mut Random, name: &str) -> Parameter {
    let places = [Place::Path, Place::Query, Place::Query, Place::Header, Place::Cookie];
    let known = if random.is_plain { 4 } else { 5 };
    let place = places.get(random.below(known)).copied().unwrap_or_default();
    let mut one = Parameter {
        name: name.to_owned(),
        place,
        description: random.prose(0.4),
        is_required: random.chance(0.3),
        allows_empty: place == Place::Query && random.chance(0.05),
        is_deprecated: !random.is_plain && random.chance(0.1),
        schema: random.scalars(),
        ..Parameter::default()
    };
    one.schema.is_nullable = false;
    (one.schema.is_read_only, one.schema.is_write_only, one.schema.is_deprecated) = (false, false, false);
    // Parameters of 2.0 have one description, and no title or example.
    (one.schema.title, one.schema.description, one.schema.example) = (None, None, None);
    if let Kind::List(list) = &mut one.schema.kind {
        list.items.is_read_only = false;
        (list.items.title, list.items.description, list.items.example) = (None, None, None);
    }
    if place == Place::Query {
        let styles = [Style::Commas, Style::Repeated, Style::Spaces, Style::Pipes];
        one.style = styles.get(random.below(4)).copied().unwrap_or_default();
    }
    if random.is_plain {
        return one;
    }
    one.example = (one.schema.kind == Kind::Boolean && random.chance(0.5)).then(|| true.into());
    match random.below(6) {
        0 if place == Place::Query => {
            one.schema = Schema { kind: Kind::Object(random.object(1)), ..Schema::default() };
            one.style = Style::Deep;
        }
        1 => {
            one.schema = random.schema(1);
            one.is_json = true;
            one.example = None;
        }
        _ => {}
    }
    one
}

fn operation(random: &mut Random, model: &Model, index: usize) -> Operation {
    let path = ["/goods", "/goods/all", "/orders"].get(random.below(3)).copied().unwrap_or("/goods");
    let mut one = Operation {
        method: random.one(&METHODS).to_owned(),
        path: path.to_owned(),
        id: random.chance(0.7).then(|| format!("call_{index}")),
        summary: random.prose(0.4),
        description: random.prose(0.4),
        is_deprecated: random.chance(0.1),
        ..Operation::default()
    };
    one.tags.extend(model.tags.first().filter(|_| random.chance(0.6)).map(|tag| tag.name.clone()));
    let count = random.below(4);
    one.parameters = (0..count)
        .filter_map(|at| Some(parameter(random, ["first", "second-one", "x-third", "limit"].get(at)?)))
        .collect();
    for variable in one.parameters.iter().filter(|it| it.place == Place::Path) {
        one.path = format!("{}/{{{}}}", one.path, variable.name);
    }
    one.shared = model.parameters.iter().filter(|_| random.chance(0.5)).map(|it| it.name.clone()).collect();
    if matches!(one.method.as_str(), "put" | "post" | "patch") {
        one.body = random.chance(0.8).then(|| body(random));
    }
    let media = [
        Media::Json,
        Media::Json,
        Media::Vendor,
        Media::Text,
        Media::Bytes,
        Media::Xml,
        Media::Events,
        Media::Lines,
    ];
    let known = if random.is_plain { 6 } else { 8 };
    one.media = media.get(random.below(known)).copied().unwrap_or_default();
    one.responses = responses(random, one.media);
    for shared in model.responses.iter().filter(|_| random.chance(0.5)) {
        one.shared_responses.push(("404".to_owned(), shared.status.clone()));
    }
    if !model.schemes.is_empty() && random.chance(0.3) {
        let count = random.below(model.schemes.len() + 1);
        one.schemes = Some((0..count).collect());
    }
    one
}

fn responses(random: &mut Random, media: Media) -> Vec<Response> {
    let mut responses = vec![response(random, "200", media)];
    if random.chance(0.2) {
        responses.push(Response { schema: None, ..response(random, "204", media) });
    }
    // In 2.0, all responses of an operation have the same media types.
    if matches!(media, Media::Json | Media::Vendor) {
        for status in ["202", "400", "default"] {
            if random.chance(0.2) {
                responses.push(response(random, status, media));
            }
        }
    }
    responses
}

fn response(random: &mut Random, status: &str, media: Media) -> Response {
    let mut one =
        Response { status: status.to_owned(), description: "The result.".to_owned(), ..Response::default() };
    one.schema = random.chance(0.85).then(|| random.schema(2));
    if let (Media::Bytes | Media::Text, Some(schema)) = (media, &mut one.schema) {
        *schema = Schema { form: schema.form, ..Schema::default() };
    }
    if random.chance(0.2) {
        let mut schema = random.scalar();
        (schema.is_nullable, schema.is_read_only, schema.is_write_only) = (false, false, false);
        (schema.title, schema.example, schema.is_deprecated) = (None, None, false);
        one.headers.push(Named { name: "x-total".to_owned(), is_required: false, schema });
    }
    one
}

fn body(random: &mut Random) -> Body {
    match random.below(6) {
        0 => Body::Form { fields: random.fields() },
        1 => Body::Multipart {
            fields: random.fields(),
            files: ["file"].iter().map(|name| (*name).to_owned()).collect(),
        },
        other => {
            let media = match other {
                2 => Media::Bytes,
                3 => Media::Vendor,
                _ => Media::Json,
            };
            let (is_required, description) = (random.chance(0.7), random.prose(0.3));
            Body::Whole { media, schema: Box::new(random.schema(2)), is_required, description }
        }
    }
}
