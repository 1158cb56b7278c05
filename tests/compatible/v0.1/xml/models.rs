// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;

/// Schema `Pets`.
pub type Pets = Vec<Pet>;

/// Schema `Pet`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Pet {
    /// `id`
    pub id: i64,

    /// `name`
    pub name: Option<String>,

    /// `weight`
    pub weight: Option<f64>,

    /// `isTame`
    pub is_tame: Option<bool>,

    /// `born`
    pub born: Option<runtime::DateTime>,

    /// `status`
    pub status: Option<PetStatus>,

    /// `tags`
    pub tags: Vec<String>,

    /// `photos`
    pub photos: Option<Vec<String>>,

    /// `colors`
    pub colors: Option<Vec<String>>,

    /// `sizes`
    pub sizes: Option<Vec<i64>>,

    /// `friends`
    pub friends: Option<Vec<Pet>>,

    /// `owner`
    pub owner: Option<Owner>,

    /// `toy`
    pub toy: Option<PetToy>,

    /// `notes`
    pub notes: Option<runtime::Map<i64>>,

    /// `extra`
    pub extra: Option<runtime::Value>,
}

impl Pet {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(id: i64, tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            id,
            name: None,
            weight: None,
            is_tame: None,
            born: None,
            status: None,
            tags: tags.into_iter().map(Into::into).collect(),
            photos: None,
            colors: None,
            sizes: None,
            friends: None,
            owner: None,
            toy: None,
            notes: None,
            extra: None,
        }
    }

    /// Sets `name`.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets `weight`.
    #[must_use]
    pub fn weight(mut self, weight: f64) -> Self {
        self.weight = Some(weight);
        self
    }

    /// Sets `isTame`.
    #[must_use]
    pub fn is_tame(mut self, is_tame: bool) -> Self {
        self.is_tame = Some(is_tame);
        self
    }

    /// Sets `born`.
    #[must_use]
    pub fn born(mut self, born: impl Into<runtime::DateTime>) -> Self {
        self.born = Some(born.into());
        self
    }

    /// Sets `status`.
    #[must_use]
    pub fn status(mut self, status: impl Into<PetStatus>) -> Self {
        self.status = Some(status.into());
        self
    }

    /// Sets `photos`.
    #[must_use]
    pub fn photos(
        mut self,
        photos: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.photos = Some(photos.into_iter().map(Into::into).collect());
        self
    }

    /// Sets `colors`.
    #[must_use]
    pub fn colors(
        mut self,
        colors: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.colors = Some(colors.into_iter().map(Into::into).collect());
        self
    }

    /// Sets `sizes`.
    #[must_use]
    pub fn sizes(mut self, sizes: impl IntoIterator<Item = i64>) -> Self {
        self.sizes = Some(sizes.into_iter().collect());
        self
    }

    /// Sets `friends`.
    #[must_use]
    pub fn friends(mut self, friends: impl IntoIterator<Item = Pet>) -> Self {
        self.friends = Some(friends.into_iter().collect());
        self
    }

    /// Sets `owner`.
    #[must_use]
    pub fn owner(mut self, owner: Owner) -> Self {
        self.owner = Some(owner);
        self
    }

    /// Sets `toy`.
    #[must_use]
    pub fn toy(mut self, toy: impl Into<PetToy>) -> Self {
        self.toy = Some(toy.into());
        self
    }

    /// Sets `notes`.
    #[must_use]
    pub fn notes(mut self, notes: runtime::Map<i64>) -> Self {
        self.notes = Some(notes);
        self
    }

    /// Sets `extra`.
    #[must_use]
    pub fn extra(mut self, extra: impl Into<runtime::Value>) -> Self {
        self.extra = Some(extra.into());
        self
    }
}

/// Schema `Owner`.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Owner {
    /// `since`
    pub since: Option<String>,

    /// `words`
    pub words: Option<String>,
}

impl Owner {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self { since: None, words: None }
    }

    /// Sets `since`.
    #[must_use]
    pub fn since(mut self, since: impl Into<String>) -> Self {
        self.since = Some(since.into());
        self
    }

    /// Sets `words`.
    #[must_use]
    pub fn words(mut self, words: impl Into<String>) -> Self {
        self.words = Some(words.into());
        self
    }
}

/// Schema `Ball`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Ball {
    /// `radius`
    pub radius: i64,
}

impl Ball {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(radius: i64) -> Self {
        Self { radius }
    }
}

/// Schema `Rope`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Rope {
    /// `length`
    pub length: i64,
}

impl Rope {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(length: i64) -> Self {
        Self { length }
    }
}

/// Described at `#/components/schemas/Pet/properties/status`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum PetStatus {
    /// `sold`
    Sold,

    /// `free`
    Free,

    /// A value not listed in the API description.
    Unrecognized(Unrecognized),
}

impl PetStatus {
    /// Returns the value as sent on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Sold => "sold",
            Self::Free => "free",
            Self::Unrecognized(value) => &value.0,
        }
    }
}

impl From<&str> for PetStatus {
    fn from(value: &str) -> Self {
        match value {
            "sold" => Self::Sold,
            "free" => Self::Free,
            other => Self::Unrecognized(Unrecognized(other.into())),
        }
    }
}

/// Described at `#/components/schemas/Pet/properties/toy`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum PetToy {
    /// Schema `Ball`.
    Ball(Box<Ball>),

    /// Schema `Rope`.
    Rope(Box<Rope>),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<Ball> for PetToy {
    fn from(value: Ball) -> Self {
        Self::Ball(Box::new(value))
    }
}

impl From<Rope> for PetToy {
    fn from(value: Rope) -> Self {
        Self::Rope(Box::new(value))
    }
}

/// Described at `#/paths/~1pets/get/responses/4XX/content/application~1problem+xml/schema`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ListPets4XxResponse {
    /// `detail`
    pub detail: Option<String>,
}

/// An enum value not listed in the API description.
///
/// To create one, convert a string to the enum: listed strings become their variants.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unrecognized(Box<str>);

impl Unrecognized {
    /// Returns the value as sent on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
