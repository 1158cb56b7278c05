// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;

/// Schema `misspelt`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Misspelt {
    /// `name`
    pub name: String,

    /// `kind`
    pub kind: Option<runtime::Value>,
}

impl Misspelt {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            kind: None,
        }
    }

    /// Sets `kind`.
    #[must_use]
    pub fn kind(mut self, kind: impl Into<runtime::Value>) -> Self {
        self.kind = Some(kind.into());
        self
    }
}

/// Schema `number_enum`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum NumberEnum {
    /// `1`
    Value1,

    /// `2`
    Value2,

    /// `3`
    Value3,

    /// A value not listed in the API description.
    Unrecognized(UnrecognizedInteger),
}

impl NumberEnum {
    /// Returns the value as sent on the wire.
    pub fn as_i64(&self) -> i64 {
        match self {
            Self::Value1 => 1,
            Self::Value2 => 2,
            Self::Value3 => 3,
            Self::Unrecognized(value) => value.0,
        }
    }
}

impl From<i64> for NumberEnum {
    fn from(value: i64) -> Self {
        match value {
            1 => Self::Value1,
            2 => Self::Value2,
            3 => Self::Value3,
            other => Self::Unrecognized(UnrecognizedInteger(other)),
        }
    }
}

/// Schema `levelled`.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Levelled {
    /// The level.
    pub level: Option<LevelledLevel>,
}

impl Levelled {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self { level: None }
    }

    /// Sets `level`.
    #[must_use]
    pub fn level(mut self, level: impl Into<LevelledLevel>) -> Self {
        self.level = Some(level.into());
        self
    }
}

/// Schema `mixed_enum`.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MixedEnum {
    /// A variant of the union.
    A(MixedEnumA),

    /// A variant of the union.
    Integer(MixedEnumInteger),

    /// A boolean.
    Boolean(bool),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<MixedEnumA> for MixedEnum {
    fn from(value: MixedEnumA) -> Self {
        Self::A(value)
    }
}

impl From<&str> for MixedEnum {
    fn from(value: &str) -> Self {
        Self::A(value.into())
    }
}

impl From<MixedEnumInteger> for MixedEnum {
    fn from(value: MixedEnumInteger) -> Self {
        Self::Integer(value)
    }
}

impl From<bool> for MixedEnum {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

/// Schema `bytes`.
pub type Bytes = runtime::Base64;

/// Schema `file`.
pub type File = runtime::File;

/// Schema `free`.
pub type Free = runtime::Value;

/// Schema `nothing_but_not`.
pub type NothingButNot = runtime::Value;

/// Schema `limited`.
pub type Limited = String;

/// Schema `tree`.
#[derive(Clone, PartialEq)]
pub struct Tree(
    /// The content.
    pub Vec<Tree>,
);

/// Schema `dictionary`.
#[derive(Clone, PartialEq)]
pub struct Dictionary(
    /// The content.
    pub runtime::Map<Dictionary>,
);

/// Schema `holder`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Holder {
    /// `free`
    pub free: runtime::Value,

    /// `file`
    pub file: Option<File>,

    /// `lists`
    pub lists: Option<Vec<Vec<i32>>>,

    /// `count`
    pub count: Option<u64>,
}

impl Holder {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(free: impl Into<runtime::Value>) -> Self {
        Self {
            free: free.into(),
            file: None,
            lists: None,
            count: None,
        }
    }

    /// Sets `file`.
    #[must_use]
    pub fn file(mut self, file: impl Into<File>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// Sets `lists`.
    #[must_use]
    pub fn lists(mut self, lists: impl IntoIterator<Item = Vec<i32>>) -> Self {
        self.lists = Some(lists.into_iter().collect());
        self
    }

    /// Sets `count`.
    #[must_use]
    pub fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }
}

/// Schema `dated`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Dated {
    /// `day`
    pub day: runtime::Date,

    /// `key`
    pub key: runtime::Base64,

    /// Where it is.
    pub address: runtime::Verbatim<std::net::Ipv4Addr>,

    /// `seen`
    pub seen: Option<runtime::DateTime>,

    /// `either`
    pub either: Option<DatedEither>,
}

impl Dated {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(
        day: runtime::Date,
        key: impl Into<runtime::Base64>,
        address: impl Into<runtime::Verbatim<std::net::Ipv4Addr>>,
    ) -> Self {
        Self {
            day,
            key: key.into(),
            address: address.into(),
            seen: None,
            either: None,
        }
    }

    /// Sets `seen`.
    #[must_use]
    pub fn seen(mut self, seen: impl Into<runtime::DateTime>) -> Self {
        self.seen = Some(seen.into());
        self
    }

    /// Sets `either`.
    #[must_use]
    pub fn either(mut self, either: impl Into<DatedEither>) -> Self {
        self.either = Some(either.into());
        self
    }
}

/// Schema `measured`.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Measured {
    /// `grains`
    pub grains: Option<u64>,

    /// `script`
    pub script: Option<u64>,

    /// `serial`
    pub serial: Option<i64>,

    /// `below`
    pub below: Option<u64>,

    /// `signed`
    pub signed: Option<i64>,

    /// `atoms`
    pub atoms: Option<runtime::BigInteger>,

    /// `debt`
    pub debt: Option<runtime::BigInteger>,

    /// `port`
    pub port: Option<i64>,
}

impl Measured {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self {
            grains: None,
            script: None,
            serial: None,
            below: None,
            signed: None,
            atoms: None,
            debt: None,
            port: None,
        }
    }

    /// Sets `grains`.
    #[must_use]
    pub fn grains(mut self, grains: u64) -> Self {
        self.grains = Some(grains);
        self
    }

    /// Sets `script`.
    #[must_use]
    pub fn script(mut self, script: u64) -> Self {
        self.script = Some(script);
        self
    }

    /// Sets `serial`.
    #[must_use]
    pub fn serial(mut self, serial: i64) -> Self {
        self.serial = Some(serial);
        self
    }

    /// Sets `below`.
    #[must_use]
    pub fn below(mut self, below: u64) -> Self {
        self.below = Some(below);
        self
    }

    /// Sets `signed`.
    #[must_use]
    pub fn signed(mut self, signed: i64) -> Self {
        self.signed = Some(signed);
        self
    }

    /// Sets `atoms`.
    #[must_use]
    pub fn atoms(mut self, atoms: impl Into<runtime::BigInteger>) -> Self {
        self.atoms = Some(atoms.into());
        self
    }

    /// Sets `debt`.
    #[must_use]
    pub fn debt(mut self, debt: impl Into<runtime::BigInteger>) -> Self {
        self.debt = Some(debt.into());
        self
    }

    /// Sets `port`.
    #[must_use]
    pub fn port(mut self, port: i64) -> Self {
        self.port = Some(port);
        self
    }
}

/// The level.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum LevelledLevel {
    /// `1`
    Value1,

    /// `2`
    Value2,

    /// `3`
    Value3,

    /// A value not listed in the API description.
    Unrecognized(UnrecognizedInteger),
}

impl LevelledLevel {
    /// Returns the value as sent on the wire.
    pub fn as_i64(&self) -> i64 {
        match self {
            Self::Value1 => 1,
            Self::Value2 => 2,
            Self::Value3 => 3,
            Self::Unrecognized(value) => value.0,
        }
    }
}

impl From<i64> for LevelledLevel {
    fn from(value: i64) -> Self {
        match value {
            1 => Self::Value1,
            2 => Self::Value2,
            3 => Self::Value3,
            other => Self::Unrecognized(UnrecognizedInteger(other)),
        }
    }
}

/// Described at `#/components/schemas/mixed_enum`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum MixedEnumA {
    /// `a`
    A,

    /// A value not listed in the API description.
    Unrecognized(Unrecognized),
}

impl MixedEnumA {
    /// Returns the value as sent on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::A => "a",
            Self::Unrecognized(value) => &value.0,
        }
    }
}

impl From<&str> for MixedEnumA {
    fn from(value: &str) -> Self {
        match value {
            "a" => Self::A,
            other => Self::Unrecognized(Unrecognized(other.into())),
        }
    }
}

/// Described at `#/components/schemas/mixed_enum`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum MixedEnumInteger {
    /// `1`
    Value1,

    /// A value not listed in the API description.
    Unrecognized(UnrecognizedInteger),
}

impl MixedEnumInteger {
    /// Returns the value as sent on the wire.
    pub fn as_i64(&self) -> i64 {
        match self {
            Self::Value1 => 1,
            Self::Unrecognized(value) => value.0,
        }
    }
}

impl From<i64> for MixedEnumInteger {
    fn from(value: i64) -> Self {
        match value {
            1 => Self::Value1,
            other => Self::Unrecognized(UnrecognizedInteger(other)),
        }
    }
}

/// Described at `#/components/schemas/dated/properties/either`.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DatedEither {
    /// A string in the format `ipv4`.
    String(runtime::Verbatim<std::net::Ipv4Addr>),

    /// An integer.
    Integer(i64),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<runtime::Verbatim<std::net::Ipv4Addr>> for DatedEither {
    fn from(value: runtime::Verbatim<std::net::Ipv4Addr>) -> Self {
        Self::String(value)
    }
}

impl From<i64> for DatedEither {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl std::fmt::Display for DatedEither {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::String(value) => value.fmt(formatter),
            Self::Integer(value) => value.fmt(formatter),
            Self::Unrecognized(value) => value.fmt(formatter),
        }
    }
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

/// An integer not listed in the API description.
///
/// To create one, convert a number to the enum: listed numbers become their variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UnrecognizedInteger(i64);

impl UnrecognizedInteger {
    /// Returns the value as sent on the wire.
    pub fn as_i64(self) -> i64 {
        self.0
    }
}
