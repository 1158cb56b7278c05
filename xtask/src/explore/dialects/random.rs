//! Random schemas.

use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde_json::{Value, json};

use super::model::{Bound, Kind, List, Named, Number, Object, Others, Schema, Text};

/// A source of random parts of a model.
pub(super) struct Random {
    pub(super) rng: StdRng,
    /// Whether 2.0 can describe the parts.
    pub(super) is_plain: bool,
    /// The names of the component schemas, and of those that are objects.
    pub(super) names: Vec<String>,
    pub(super) objects: Vec<String>,
}

const PROPERTIES: [&str; 8] = ["id", "name", "size", "made-at", "type", "labels", "parent", "Total"];
const WORDS: [&str; 6] = ["red", "green", "blue", "dark blue", "1", "none"];
const PROSE: [&str; 5] = [
    "Something to buy.",
    "Two lines\nof text.",
    "With `code` and [brackets].",
    "No full stop",
    "A list:\n\n* one\n* two",
];

impl Random {
    pub(super) fn chance(&mut self, share: f64) -> bool {
        self.rng.random_bool(share)
    }

    pub(super) fn below(&mut self, most: usize) -> usize {
        self.rng.random_range(0..most.max(1))
    }

    pub(super) fn one<T: Clone + Default>(&mut self, of: &[T]) -> T {
        of.choose(&mut self.rng).cloned().unwrap_or_default()
    }

    pub(super) fn prose(&mut self, share: f64) -> Option<String> {
        self.chance(share).then(|| self.one(&PROSE).to_owned())
    }

    /// Returns a schema of any kind. The depth limits how far it nests.
    pub(super) fn schema(&mut self, depth: usize) -> Schema {
        let nests = depth > 0;
        let kind = match self.below(if nests { 16 } else { 8 }) {
            0..=4 => return self.scalar(),
            5 => Kind::Base64,
            6 => Kind::Anything,
            7 | 8 => self.reference(),
            9 | 10 => Kind::List(Box::new(self.list(depth))),
            11 | 12 => Kind::Object(self.object(depth)),
            13 => Kind::AllOf(self.records(depth)),
            _ if self.is_plain => Kind::Object(self.object(depth)),
            14 => Kind::Types(self.types()),
            _ => match self.below(3) {
                0 => Kind::AnyOf(self.parts(depth)),
                1 => Kind::OneOf(self.parts(depth)),
                _ if self.objects.is_empty() => Kind::Boolean,
                _ => Kind::Tagged("type".to_owned(), self.objects.iter().take(3).cloned().collect()),
            },
        };
        self.annotated(kind)
    }

    /// Returns a schema that a parameter of 2.0 may have.
    pub(super) fn scalar(&mut self) -> Schema {
        let kind = match self.below(6) {
            0 => Kind::Boolean,
            1 => Kind::Integer(self.number(&["int32", "int64", "uint32"])),
            2 => Kind::Number(self.number(&["float", "double"])),
            3 => Kind::Values(self.values()),
            _ => Kind::Text(self.text()),
        };
        let default = match &kind {
            Kind::Boolean => json!(true),
            Kind::Integer(number) | Kind::Number(number) => {
                json!(number.least.map_or(5, |bound| bound.value + 1))
            }
            Kind::Values(values) => values.first().cloned().unwrap_or_default(),
            _ => json!("text"),
        };
        let is_stated = !matches!(&kind, Kind::Text(text) if *text != Text::default());
        let mut schema = self.annotated(kind);
        schema.default = (is_stated && self.chance(0.15)).then(|| default.clone());
        schema.example = (is_stated && self.chance(0.15)).then_some(default);
        schema
    }

    /// Returns a scalar, or a list of scalars.
    pub(super) fn scalars(&mut self) -> Schema {
        if self.chance(0.6) {
            return self.scalar();
        }
        let items = Schema { form: 0, is_nullable: false, ..self.scalar() };
        let list = List { items, least: self.count(), most: None, is_unique: self.chance(0.2) };
        let mut schema = self.annotated(Kind::List(Box::new(list)));
        schema.is_nullable = false;
        schema
    }

    fn annotated(&mut self, kind: Kind) -> Schema {
        let may_be_null = kind != Kind::Anything;
        Schema {
            is_nullable: may_be_null && self.chance(0.2),
            title: self.chance(0.05).then(|| "Thing".to_owned()),
            description: self.prose(0.25),
            is_read_only: self.chance(0.08),
            is_write_only: !self.is_plain && self.chance(0.05),
            is_deprecated: !self.is_plain && self.chance(0.08),
            default: None,
            example: None,
            form: self.below(12),
            kind,
        }
    }

    fn reference(&mut self) -> Kind {
        let names = self.names.clone();
        if names.is_empty() { Kind::Boolean } else { Kind::Reference(self.one(&names)) }
    }

    fn types(&mut self) -> Vec<String> {
        let all = ["string", "integer", "boolean", "number", "object", "array"];
        let first = self.below(all.len());
        let second = (first + 1 + self.below(all.len() - 1)) % all.len();
        let kinds = [first, second].into_iter().filter_map(|at| all.get(at));
        let kinds: Vec<String> = kinds.map(|kind| (*kind).to_owned()).collect();
        // An integer is a number.
        let has = |kind: &str| kinds.iter().any(|known| known == kind);
        if has("integer") && has("number") { vec!["string".to_owned(), "number".to_owned()] } else { kinds }
    }

    fn parts(&mut self, depth: usize) -> Vec<Schema> {
        let count = 1 + self.below(3);
        let mut parts: Vec<Schema> = (0..count)
            .map(|_| match self.chance(0.5) {
                true => Schema { kind: self.reference(), ..Schema::default() },
                false => self.schema(depth - 1),
            })
            .collect();
        parts.dedup();
        parts
    }

    /// Returns schemas of objects, which one value can match together.
    fn records(&mut self, depth: usize) -> Vec<Schema> {
        let count = 1 + self.below(2);
        let mut parts: Vec<Schema> = Vec::new();
        let objects = self.objects.clone();
        if !objects.is_empty() && self.chance(0.7) {
            parts.push(Schema { kind: Kind::Reference(self.one(&objects)), ..Schema::default() });
        }
        for index in 0..count {
            let mut object = self.object(depth - 1);
            object.others = Others::Unstated;
            for property in &mut object.properties {
                property.name = format!("{}-{index}-{depth}", property.name);
            }
            parts.push(Schema { kind: Kind::Object(object), ..Schema::default() });
        }
        parts
    }

    fn list(&mut self, depth: usize) -> List {
        let items = self.schema(depth - 1);
        List {
            items,
            least: self.count(),
            most: self.count().map(|count| count + 3),
            is_unique: self.chance(0.1),
        }
    }

    pub(super) fn object(&mut self, depth: usize) -> Object {
        let count = self.below(5);
        let properties = self.properties(count, depth);
        let others = match self.below(8) {
            0 => Others::Forbidden,
            1 => Others::Allowed,
            2 | 3 => Others::Of(Box::new(self.schema(depth.saturating_sub(1)))),
            _ => Others::Unstated,
        };
        Object { properties, others, least: self.count(), most: None, selector: None }
    }

    fn properties(&mut self, count: usize, depth: usize) -> Vec<Named> {
        let mut properties: Vec<Named> = Vec::new();
        for _ in 0..count {
            let name = self.one(&PROPERTIES).to_owned();
            if properties.iter().all(|property| property.name != name) {
                let schema = self.schema(depth.saturating_sub(1));
                properties.push(Named { name, is_required: self.chance(0.4), schema });
            }
        }
        properties
    }

    /// Returns fields of a form.
    pub(super) fn fields(&mut self) -> Vec<Named> {
        let mut fields: Vec<Named> = Vec::new();
        for _ in 0..=self.below(3) {
            let name = self.one(&PROPERTIES).to_owned();
            if fields.iter().all(|field| field.name != name) {
                let mut schema = self.scalars();
                (schema.is_read_only, schema.is_write_only, schema.is_deprecated) = (false, false, false);
                // Parameters of 2.0 do not have these.
                (schema.title, schema.example, schema.is_nullable) = (None, None, false);
                fields.push(Named { name, is_required: self.chance(0.5), schema });
            }
        }
        fields
    }

    fn text(&mut self) -> Text {
        let formats = ["date-time", "date", "uuid", "email", "uri", "password", "binary", "ipv4", "duration"];
        Text {
            format: self.chance(0.4).then(|| self.one(&formats).to_owned()),
            least: self.count(),
            most: self.count().map(|count| count + 9),
            pattern: self.chance(0.1).then(|| "^[a-z]+$".to_owned()),
        }
    }

    fn number(&mut self, formats: &[&str]) -> Number {
        Number {
            format: self.chance(0.5).then(|| self.one(formats).to_owned()),
            least: self.bound(0),
            most: self.bound(100),
            multiple: self.chance(0.1).then_some(5),
        }
    }

    fn bound(&mut self, value: i64) -> Option<Bound> {
        self.chance(0.3).then(|| Bound { value, is_exclusive: self.chance(0.5) })
    }

    fn count(&mut self) -> Option<u64> {
        self.chance(0.15).then_some(1)
    }

    fn values(&mut self) -> Vec<Value> {
        let count = 1 + self.below(3);
        if self.chance(0.2) {
            return (1..=count).map(|number| json!(number)).collect();
        }
        let first = self.below(WORDS.len());
        WORDS.iter().cycle().skip(first).take(count).map(|word| json!(word)).collect()
    }
}
