// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;

/// Schema `When`.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum When {
    /// A variant of the union.
    Now(WhenNow),

    /// A date-time.
    DateTime(runtime::DateTime),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<WhenNow> for When {
    fn from(value: WhenNow) -> Self {
        Self::Now(value)
    }
}

impl From<&str> for When {
    fn from(value: &str) -> Self {
        Self::Now(value.into())
    }
}

impl From<runtime::DateTime> for When {
    fn from(value: runtime::DateTime) -> Self {
        Self::DateTime(value)
    }
}

/// Schema `WhenReversed`.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WhenReversed {
    /// A date-time.
    DateTime(runtime::DateTime),

    /// A variant of the union.
    Now(WhenReversedNow),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<runtime::DateTime> for WhenReversed {
    fn from(value: runtime::DateTime) -> Self {
        Self::DateTime(value)
    }
}

impl From<WhenReversedNow> for WhenReversed {
    fn from(value: WhenReversedNow) -> Self {
        Self::Now(value)
    }
}

impl From<&str> for WhenReversed {
    fn from(value: &str) -> Self {
        Self::Now(value.into())
    }
}

/// Schema `Account`.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Account {
    /// A variant of the union.
    Me(AccountMe),

    /// A string.
    Id(String),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<AccountMe> for Account {
    fn from(value: AccountMe) -> Self {
        Self::Me(value)
    }
}

impl From<String> for Account {
    fn from(value: String) -> Self {
        Self::Id(value)
    }
}

impl From<&str> for Account {
    fn from(value: &str) -> Self {
        Self::Id(value.into())
    }
}

/// Schema `Word`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Word {
    /// `none`
    None,

    /// `all`
    All,

    /// A value not listed in the API description.
    Unrecognized(Unrecognized),
}

impl Word {
    /// Returns the value as sent on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::None => "none",
            Self::All => "all",
            Self::Unrecognized(value) => &value.0,
        }
    }
}

impl From<&str> for Word {
    fn from(value: &str) -> Self {
        match value {
            "none" => Self::None,
            "all" => Self::All,
            other => Self::Unrecognized(Unrecognized(other.into())),
        }
    }
}

/// Schema `Data`.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Data {
    /// Schema `Word`.
    Word(Word),

    /// Bytes as base64.
    Byte(runtime::Base64),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<Word> for Data {
    fn from(value: Word) -> Self {
        Self::Word(value)
    }
}

impl From<&str> for Data {
    fn from(value: &str) -> Self {
        Self::Word(value.into())
    }
}

impl From<runtime::Base64> for Data {
    fn from(value: runtime::Base64) -> Self {
        Self::Byte(value)
    }
}

/// Schema `Count`.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Count {
    /// A variant of the union.
    Zero(CountZero),

    /// An integer.
    Int64(i64),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<CountZero> for Count {
    fn from(value: CountZero) -> Self {
        Self::Zero(value)
    }
}

impl From<i64> for Count {
    fn from(value: i64) -> Self {
        Self::Int64(value)
    }
}

/// Schema `Amount`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Amount {
    /// A variant of the union.
    Zero(AmountZero),

    /// A number.
    Number(f64),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<AmountZero> for Amount {
    fn from(value: AmountZero) -> Self {
        Self::Zero(value)
    }
}

impl From<f64> for Amount {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

/// Schema `Low`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Low {
    /// `1`
    Value1,

    /// `2`
    Value2,

    /// A value not listed in the API description.
    Unrecognized(UnrecognizedInteger),
}

impl Low {
    /// Returns the value as sent on the wire.
    pub fn as_i64(&self) -> i64 {
        match self {
            Self::Value1 => 1,
            Self::Value2 => 2,
            Self::Unrecognized(value) => value.0,
        }
    }
}

impl From<i64> for Low {
    fn from(value: i64) -> Self {
        match value {
            1 => Self::Value1,
            2 => Self::Value2,
            other => Self::Unrecognized(UnrecognizedInteger(other)),
        }
    }
}

/// Schema `High`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum High {
    /// `3`
    Value3,

    /// `4`
    Value4,

    /// A value not listed in the API description.
    Unrecognized(UnrecognizedInteger),
}

impl High {
    /// Returns the value as sent on the wire.
    pub fn as_i64(&self) -> i64 {
        match self {
            Self::Value3 => 3,
            Self::Value4 => 4,
            Self::Unrecognized(value) => value.0,
        }
    }
}

impl From<i64> for High {
    fn from(value: i64) -> Self {
        match value {
            3 => Self::Value3,
            4 => Self::Value4,
            other => Self::Unrecognized(UnrecognizedInteger(other)),
        }
    }
}

/// Schema `Level`.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Level {
    /// Schema `Low`.
    Low(Low),

    /// Schema `High`.
    High(High),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<Low> for Level {
    fn from(value: Low) -> Self {
        Self::Low(value)
    }
}

impl From<High> for Level {
    fn from(value: High) -> Self {
        Self::High(value)
    }
}

/// Schema `LevelOrAny`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum LevelOrAny {
    /// Schema `Low`.
    Low(Low),

    /// Any value.
    Any(runtime::Value),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<Low> for LevelOrAny {
    fn from(value: Low) -> Self {
        Self::Low(value)
    }
}

/// Schema `Step`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Step {
    /// A tuple.
    Go(runtime::Tuple<(StepGoFirst, i64)>),

    /// A tuple.
    Say(runtime::Tuple<(StepSayFirst, String)>),

    /// A tuple.
    Wait(runtime::Tuple<(StepWaitFirst,)>),

    /// A tuple.
    Numbered(runtime::Tuple<(StepNumberedFirst, runtime::Nullable<String>)>),

    /// A list.
    Words(Vec<String>),

    /// A tuple.
    More(runtime::Tuple<runtime::WithRest<(StepMoreFirst,), i64>>),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<runtime::Tuple<(StepGoFirst, i64)>> for Step {
    fn from(value: runtime::Tuple<(StepGoFirst, i64)>) -> Self {
        Self::Go(value)
    }
}

impl From<runtime::Tuple<(StepSayFirst, String)>> for Step {
    fn from(value: runtime::Tuple<(StepSayFirst, String)>) -> Self {
        Self::Say(value)
    }
}

impl From<runtime::Tuple<(StepWaitFirst,)>> for Step {
    fn from(value: runtime::Tuple<(StepWaitFirst,)>) -> Self {
        Self::Wait(value)
    }
}

impl From<runtime::Tuple<(StepNumberedFirst, runtime::Nullable<String>)>> for Step {
    fn from(
        value: runtime::Tuple<(StepNumberedFirst, runtime::Nullable<String>)>,
    ) -> Self {
        Self::Numbered(value)
    }
}

impl From<Vec<String>> for Step {
    fn from(value: Vec<String>) -> Self {
        Self::Words(value)
    }
}

impl From<runtime::Tuple<runtime::WithRest<(StepMoreFirst,), i64>>> for Step {
    fn from(value: runtime::Tuple<runtime::WithRest<(StepMoreFirst,), i64>>) -> Self {
        Self::More(value)
    }
}

/// Schema `Row`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Row {
    /// A list.
    Texts(Vec<String>),

    /// A tuple.
    Pair(runtime::Tuple<(String, String)>),

    /// A list.
    Known(Vec<Word>),

    /// A list.
    Cats(Vec<RowCatsItem>),

    /// A list.
    Dogs(Vec<RowDogsItem>),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<Vec<String>> for Row {
    fn from(value: Vec<String>) -> Self {
        Self::Texts(value)
    }
}

impl From<runtime::Tuple<(String, String)>> for Row {
    fn from(value: runtime::Tuple<(String, String)>) -> Self {
        Self::Pair(value)
    }
}

impl From<Vec<Word>> for Row {
    fn from(value: Vec<Word>) -> Self {
        Self::Known(value)
    }
}

impl From<Vec<RowCatsItem>> for Row {
    fn from(value: Vec<RowCatsItem>) -> Self {
        Self::Cats(value)
    }
}

impl From<Vec<RowDogsItem>> for Row {
    fn from(value: Vec<RowDogsItem>) -> Self {
        Self::Dogs(value)
    }
}

/// Schema `Place`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Place {
    /// A tuple.
    Pair(runtime::Tuple<(f64, f64)>),

    /// Schema `Word`.
    Word(Word),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<runtime::Tuple<(f64, f64)>> for Place {
    fn from(value: runtime::Tuple<(f64, f64)>) -> Self {
        Self::Pair(value)
    }
}

impl From<Word> for Place {
    fn from(value: Word) -> Self {
        Self::Word(value)
    }
}

impl From<&str> for Place {
    fn from(value: &str) -> Self {
        Self::Word(value.into())
    }
}

/// Described at `#/components/schemas/When/anyOf/0`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum WhenNow {
    /// `now`
    Now,

    /// A value not listed in the API description.
    Unrecognized(Unrecognized),
}

impl WhenNow {
    /// Returns the value as sent on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Now => "now",
            Self::Unrecognized(value) => &value.0,
        }
    }
}

impl From<&str> for WhenNow {
    fn from(value: &str) -> Self {
        match value {
            "now" => Self::Now,
            other => Self::Unrecognized(Unrecognized(other.into())),
        }
    }
}

/// Described at `#/components/schemas/WhenReversed/anyOf/1`.
pub type WhenReversedNow = WhenNow;

/// me
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum AccountMe {
    /// `me`
    Me,

    /// A value not listed in the API description.
    Unrecognized(Unrecognized),
}

impl AccountMe {
    /// Returns the value as sent on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Me => "me",
            Self::Unrecognized(value) => &value.0,
        }
    }
}

impl From<&str> for AccountMe {
    fn from(value: &str) -> Self {
        match value {
            "me" => Self::Me,
            other => Self::Unrecognized(Unrecognized(other.into())),
        }
    }
}

/// zero
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum CountZero {
    /// `0`
    Value0,

    /// A value not listed in the API description.
    Unrecognized(UnrecognizedInteger),
}

impl CountZero {
    /// Returns the value as sent on the wire.
    pub fn as_i64(&self) -> i64 {
        match self {
            Self::Value0 => 0,
            Self::Unrecognized(value) => value.0,
        }
    }
}

impl From<i64> for CountZero {
    fn from(value: i64) -> Self {
        match value {
            0 => Self::Value0,
            other => Self::Unrecognized(UnrecognizedInteger(other)),
        }
    }
}

/// zero
pub type AmountZero = CountZero;

/// Described at `#/components/schemas/Step/anyOf/0/prefixItems/0`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum StepGoFirst {
    /// `go`
    Go,

    /// A value not listed in the API description.
    Unrecognized(Unrecognized),
}

impl StepGoFirst {
    /// Returns the value as sent on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Go => "go",
            Self::Unrecognized(value) => &value.0,
        }
    }
}

impl From<&str> for StepGoFirst {
    fn from(value: &str) -> Self {
        match value {
            "go" => Self::Go,
            other => Self::Unrecognized(Unrecognized(other.into())),
        }
    }
}

/// Described at `#/components/schemas/Step/anyOf/1/prefixItems/0`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum StepSayFirst {
    /// `say`
    Say,

    /// A value not listed in the API description.
    Unrecognized(Unrecognized),
}

impl StepSayFirst {
    /// Returns the value as sent on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Say => "say",
            Self::Unrecognized(value) => &value.0,
        }
    }
}

impl From<&str> for StepSayFirst {
    fn from(value: &str) -> Self {
        match value {
            "say" => Self::Say,
            other => Self::Unrecognized(Unrecognized(other.into())),
        }
    }
}

/// Described at `#/components/schemas/Step/anyOf/2/prefixItems/0`.
pub type StepWaitFirst = StepGoFirst;

/// Described at `#/components/schemas/Step/anyOf/3/prefixItems/0`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum StepNumberedFirst {
    /// `7`
    Value7,

    /// A value not listed in the API description.
    Unrecognized(UnrecognizedInteger),
}

impl StepNumberedFirst {
    /// Returns the value as sent on the wire.
    pub fn as_i64(&self) -> i64 {
        match self {
            Self::Value7 => 7,
            Self::Unrecognized(value) => value.0,
        }
    }
}

impl From<i64> for StepNumberedFirst {
    fn from(value: i64) -> Self {
        match value {
            7 => Self::Value7,
            other => Self::Unrecognized(UnrecognizedInteger(other)),
        }
    }
}

/// Described at `#/components/schemas/Step/anyOf/5/prefixItems/0`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum StepMoreFirst {
    /// `more`
    More,

    /// A value not listed in the API description.
    Unrecognized(Unrecognized),
}

impl StepMoreFirst {
    /// Returns the value as sent on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::More => "more",
            Self::Unrecognized(value) => &value.0,
        }
    }
}

impl From<&str> for StepMoreFirst {
    fn from(value: &str) -> Self {
        match value {
            "more" => Self::More,
            other => Self::Unrecognized(Unrecognized(other.into())),
        }
    }
}

/// Described at `#/components/schemas/Row/oneOf/3/items`.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct RowCatsItem {
    /// `kind`
    pub kind: Option<RowCatsItemKind>,
}

impl RowCatsItem {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self { kind: None }
    }

    /// Sets `kind`.
    #[must_use]
    pub fn kind(mut self, kind: impl Into<RowCatsItemKind>) -> Self {
        self.kind = Some(kind.into());
        self
    }
}

/// Described at `#/components/schemas/Row/oneOf/3/items/properties/kind`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum RowCatsItemKind {
    /// `cat`
    Cat,

    /// A value not listed in the API description.
    Unrecognized(Unrecognized),
}

impl RowCatsItemKind {
    /// Returns the value as sent on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Cat => "cat",
            Self::Unrecognized(value) => &value.0,
        }
    }
}

impl From<&str> for RowCatsItemKind {
    fn from(value: &str) -> Self {
        match value {
            "cat" => Self::Cat,
            other => Self::Unrecognized(Unrecognized(other.into())),
        }
    }
}

/// Described at `#/components/schemas/Row/oneOf/4/items`.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct RowDogsItem {
    /// `kind`
    pub kind: Option<RowDogsItemKind>,
}

impl RowDogsItem {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self { kind: None }
    }

    /// Sets `kind`.
    #[must_use]
    pub fn kind(mut self, kind: impl Into<RowDogsItemKind>) -> Self {
        self.kind = Some(kind.into());
        self
    }
}

/// Described at `#/components/schemas/Row/oneOf/4/items/properties/kind`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum RowDogsItemKind {
    /// `dog`
    Dog,

    /// A value not listed in the API description.
    Unrecognized(Unrecognized),
}

impl RowDogsItemKind {
    /// Returns the value as sent on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Dog => "dog",
            Self::Unrecognized(value) => &value.0,
        }
    }
}

impl From<&str> for RowDogsItemKind {
    fn from(value: &str) -> Self {
        match value {
            "dog" => Self::Dog,
            other => Self::Unrecognized(Unrecognized(other.into())),
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
