// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;

/// Schema `Pet`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Pet {
    /// Schema `Dog`.
    Dog(Box<Dog>),

    /// Schema `Puppy`.
    Puppy(Box<Puppy>),

    /// Schema `Cat`.
    Cat(Box<Cat>),

    /// A variant of the union.
    Base(Box<PetBase>),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<Dog> for Pet {
    fn from(value: Dog) -> Self {
        Self::Dog(Box::new(value))
    }
}

impl From<Puppy> for Pet {
    fn from(value: Puppy) -> Self {
        Self::Puppy(Box::new(value))
    }
}

impl From<Cat> for Pet {
    fn from(value: Cat) -> Self {
        Self::Cat(Box::new(value))
    }
}

impl From<PetBase> for Pet {
    fn from(value: PetBase) -> Self {
        Self::Base(Box::new(value))
    }
}

/// Schema `Dog`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Dog {
    /// `kind`
    pub kind: String,

    /// `bark`
    pub bark: Option<i64>,
}

impl Default for Dog {
    fn default() -> Self {
        Self::new()
    }
}

impl Dog {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self {
            kind: "dog".into(),
            bark: None,
        }
    }

    /// Sets `bark`.
    #[must_use]
    pub fn bark(mut self, bark: i64) -> Self {
        self.bark = Some(bark);
        self
    }
}

/// Schema `Puppy`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Puppy {
    /// `kind`
    pub kind: String,

    /// `age`
    pub age: Option<i64>,
}

impl Default for Puppy {
    fn default() -> Self {
        Self::new()
    }
}

impl Puppy {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self {
            kind: "dog".into(),
            age: None,
        }
    }

    /// Sets `age`.
    #[must_use]
    pub fn age(mut self, age: i64) -> Self {
        self.age = Some(age);
        self
    }
}

/// Schema `Cat`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Cat {
    /// `kind`
    pub kind: String,

    /// `age`
    pub age: Option<i64>,
}

impl Default for Cat {
    fn default() -> Self {
        Self::new()
    }
}

impl Cat {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self {
            kind: "Cat".into(),
            age: None,
        }
    }

    /// Sets `age`.
    #[must_use]
    pub fn age(mut self, age: i64) -> Self {
        self.age = Some(age);
        self
    }
}

/// Schema `Shape`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Shape {
    /// Schema `Circle`.
    Circle(Box<Circle>),

    /// A variant of the union.
    Base(Box<ShapeBase>),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<Circle> for Shape {
    fn from(value: Circle) -> Self {
        Self::Circle(Box::new(value))
    }
}

impl From<ShapeBase> for Shape {
    fn from(mut value: ShapeBase) -> Self {
        if value.sort.is_none() {
            value.sort = Some(String::from("Shape"));
        }
        Self::Base(Box::new(value))
    }
}

/// Schema `Circle`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Circle {
    /// `color`
    pub color: Option<String>,

    /// `sort`
    pub sort: Option<String>,

    /// `radius`
    pub radius: f64,
}

impl Circle {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(radius: f64) -> Self {
        Self {
            color: None,
            sort: None,
            radius,
        }
    }

    /// Sets `color`.
    #[must_use]
    pub fn color(mut self, color: impl Into<String>) -> Self {
        self.color = Some(color.into());
        self
    }

    /// Sets `sort`.
    #[must_use]
    pub fn sort(mut self, sort: impl Into<String>) -> Self {
        self.sort = Some(sort.into());
        self
    }
}

/// Schema `Node`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Node {
    /// Schema `Branch`.
    Branch(Box<Branch>),

    /// Schema `NodeOrText`.
    NodeOrText(Box<NodeOrText>),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<Branch> for Node {
    fn from(value: Branch) -> Self {
        Self::Branch(Box::new(value))
    }
}

impl From<NodeOrText> for Node {
    fn from(value: NodeOrText) -> Self {
        Self::NodeOrText(Box::new(value))
    }
}

impl From<&str> for Node {
    fn from(value: &str) -> Self {
        Self::NodeOrText(Box::new(value.into()))
    }
}

/// Schema `Branch`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Branch {
    /// `k`
    pub k: String,

    /// `b`
    pub b: Option<i64>,
}

impl Default for Branch {
    fn default() -> Self {
        Self::new()
    }
}

impl Branch {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self {
            k: "Branch".into(),
            b: None,
        }
    }

    /// Sets `b`.
    #[must_use]
    pub fn b(mut self, b: i64) -> Self {
        self.b = Some(b);
        self
    }
}

/// Schema `NodeOrText`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum NodeOrText {
    /// Schema `Node`.
    Node(Box<Node>),

    /// A string.
    String(String),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<Node> for NodeOrText {
    fn from(value: Node) -> Self {
        Self::Node(Box::new(value))
    }
}

impl From<String> for NodeOrText {
    fn from(value: String) -> Self {
        Self::String(value)
    }
}

impl From<&str> for NodeOrText {
    fn from(value: &str) -> Self {
        Self::String(value.into())
    }
}

/// Described at `#/components/schemas/Pet`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct PetBase {
    /// `kind`
    pub kind: String,
}

impl Default for PetBase {
    fn default() -> Self {
        Self::new()
    }
}

impl PetBase {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self { kind: "Pet".into() }
    }
}

/// Described at `#/components/schemas/Shape`.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct ShapeBase {
    /// `color`
    pub color: Option<String>,

    /// `sort`
    pub sort: Option<String>,
}

impl ShapeBase {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self { color: None, sort: None }
    }

    /// Sets `color`.
    #[must_use]
    pub fn color(mut self, color: impl Into<String>) -> Self {
        self.color = Some(color.into());
        self
    }

    /// Sets `sort`.
    #[must_use]
    pub fn sort(mut self, sort: impl Into<String>) -> Self {
        self.sort = Some(sort.into());
        self
    }
}
