// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;

/// Schema `shape`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Shape {
    /// Schema `frame`.
    Frame(Box<Frame>),

    /// Schema `row`.
    Row(Box<Row>),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<Frame> for Shape {
    fn from(value: Frame) -> Self {
        Self::Frame(Box::new(value))
    }
}

impl From<Row> for Shape {
    fn from(value: Row) -> Self {
        Self::Row(Box::new(value))
    }
}

/// Schema `frame`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Frame {
    /// `inner`
    pub inner: Shape,
}

impl Frame {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(inner: impl Into<Shape>) -> Self {
        Self { inner: inner.into() }
    }
}

/// Schema `row`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Row {
    /// `cells`
    pub cells: Vec<Shape>,
}

impl Row {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(cells: impl IntoIterator<Item = impl Into<Shape>>) -> Self {
        Self {
            cells: cells.into_iter().map(Into::into).collect(),
        }
    }
}
