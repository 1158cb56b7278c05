//! Lists whose first elements have their own types.

use std::fmt;

use super::cursor::Elements;
use super::{Decode, Encode, Fault, Reader, Writer};
use crate::Value;
use crate::codec::xml::Shape;

/// A list whose first elements have their own types: `Tuple<(String, i64)>` is a string and a number.
///
/// `From` converts a Rust tuple. Decoding accepts every list; a list that does not match is preserved.
///
/// ```
/// # use openapi_client_runtime::Tuple;
/// let pair = Tuple::from(("a".to_owned(), 1_i64));
/// assert_eq!(pair.known(), Some(&("a".to_owned(), 1)));
/// ```
#[derive(Clone, PartialEq)]
pub enum Tuple<T> {
    /// The elements that the description lists.
    Known(Box<T>),
    /// A list with another length or other elements, preserved.
    Unrecognized(Vec<Value>),
}

/// The first elements of a list and the elements after them: the type within a [`Tuple`] if the list may be
/// longer than its first elements.
///
/// ```
/// # use openapi_client_runtime::{Tuple, WithRest};
/// # fn example(row: Tuple<WithRest<(String, i64), f64>>) {
/// if let Some(row) = row.known() {
///     println!("{}: {}, then {} numbers", row.items.0, row.items.1, row.rest.len());
/// }
/// # }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct WithRest<T, R> {
    /// The elements with their own types, as a tuple. Optional elements are an [`Option`].
    pub items: T,
    /// The elements after them.
    pub rest: Vec<R>,
}

impl<T> Tuple<T> {
    /// Returns the elements, if the list matches the description.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(elements) => Some(elements),
            Self::Unrecognized(_) => None,
        }
    }

    /// Takes the elements, if the list matches the description.
    pub fn into_known(self) -> Option<T> {
        match self {
            Self::Known(elements) => Some(*elements),
            Self::Unrecognized(_) => None,
        }
    }
}

impl<T> From<T> for Tuple<T> {
    fn from(elements: T) -> Self {
        Self::Known(Box::new(elements))
    }
}

/// Creates an empty list.
impl<T> Default for Tuple<T> {
    fn default() -> Self {
        Self::Unrecognized(Vec::new())
    }
}

/// The content of a [`Tuple`].
pub trait Row: Sized {
    /// Reads the elements from a list.
    ///
    /// # Errors
    /// Fails if an element is missing or of another type.
    fn read(reader: &mut Reader<'_>, list: &mut List) -> Result<Self, Fault>;

    /// Writes the elements. Leaves out absent elements at the end, unless more elements follow.
    fn write(&self, writer: &mut Writer, is_followed: bool);
}

/// The list that a [`Row`] is read from.
#[derive(Debug)]
pub struct List {
    elements: Elements,
    is_done: bool,
}

impl List {
    fn next(&mut self, reader: &mut Reader<'_>) -> Result<bool, Fault> {
        self.is_done = self.is_done || !self.elements.next(reader)?;
        Ok(!self.is_done)
    }

    /// Reads the next element. An optional element may be missing, but not null.
    fn element<T: Decode + Encode>(&mut self, reader: &mut Reader<'_>) -> Result<T, Fault> {
        if !self.next(reader)? {
            return T::absent().ok_or_else(|| reader.fault(reader.at, "an element is missing"));
        }
        let before = reader.clone();
        let value: T = reader.value()?;
        if value.is_absent() { Err(before.refused("element must not be null".to_owned())) } else { Ok(value) }
    }
}

/// A list that matches its description.
struct Exactly<T>(T);

impl<T: Row> Decode for Exactly<T> {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        let mut list = List { elements: reader.array()?, is_done: false };
        let row = T::read(reader, &mut list)?;
        if list.next(reader)? {
            return Err(reader.fault(reader.at, "the list is longer than described"));
        }
        Ok(Self(row))
    }
}

impl<T: Row> Decode for Tuple<T> {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        match reader.attempt::<Exactly<T>>() {
            Some(Exactly(row)) => Ok(row.into()),
            None => reader.value().map(Self::Unrecognized),
        }
    }

    fn xml() -> Shape {
        Shape::Any
    }
}

impl<T: Row> Encode for Tuple<T> {
    fn encode(&self, writer: &mut Writer) {
        match self {
            Self::Known(row) => {
                writer.begin_array();
                row.write(writer, false);
                writer.end_array();
            }
            Self::Unrecognized(elements) => elements.encode(writer),
        }
    }
}

impl<T: Row, R: Decode + Encode> Row for WithRest<T, R> {
    fn read(reader: &mut Reader<'_>, list: &mut List) -> Result<Self, Fault> {
        let items = T::read(reader, list)?;
        let mut rest = Vec::new();
        while list.next(reader)? {
            rest.push(reader.value()?);
        }
        Ok(Self { items, rest })
    }

    fn write(&self, writer: &mut Writer, is_followed: bool) {
        self.items.write(writer, is_followed || !self.rest.is_empty());
        for element in &self.rest {
            writer.element();
            element.encode(writer);
        }
    }
}

/// Writes the elements of a row. Not generic, so it is compiled once.
fn write(elements: &[&dyn Encode], writer: &mut Writer, is_followed: bool) {
    let last = elements.iter().rposition(|element| !element.is_absent());
    let count = if is_followed { elements.len() } else { last.map_or(0, |last| last + 1) };
    for element in elements.iter().take(count) {
        writer.element();
        element.encode(writer);
    }
}

macro_rules! row {
    ($($element:ident $index:tt),+) => {
        impl<$($element: Decode + Encode),+> Row for ($($element,)+) {
            fn read(reader: &mut Reader<'_>, list: &mut List) -> Result<Self, Fault> {
                Ok(($(list.element::<$element>(reader)?,)+))
            }

            fn write(&self, writer: &mut Writer, is_followed: bool) {
                write(&[$(&self.$index),+], writer, is_followed);
            }
        }
    };
}

row!(A 0);
row!(A 0, B 1);
row!(A 0, B 1, C 2);
row!(A 0, B 1, C 2, D 3);
row!(A 0, B 1, C 2, D 3, E 4);
row!(A 0, B 1, C 2, D 3, E 4, F 5);
row!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
row!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
row!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
row!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
row!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
row!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);

impl<T: Row> fmt::Debug for Tuple<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::debug(self, formatter)
    }
}

impl<T: Row> serde::Serialize for Tuple<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        super::serialize(self, serializer)
    }
}

impl<'de, T: Row> serde::Deserialize<'de> for Tuple<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::deserialize(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Nullable;
    use crate::codec::json::{from_str, to_string};

    #[test]
    fn a_list_of_the_described_length_is_a_tuple() {
        let pair: Tuple<(String, i64)> = from_str(r#"["a", 1]"#).unwrap();
        assert_eq!(pair.known(), Some(&("a".to_owned(), 1)));
        assert_eq!(pair, ("a".to_owned(), 1).into());
        assert_eq!(to_string(&pair), r#"["a",1]"#);
        for other in [r#"["a"]"#, r#"["a",1,2]"#, r#"[1,"a"]"#, "[]", "[null,1]"] {
            let pair: Tuple<(String, i64)> = from_str(other).unwrap();
            assert!(pair.known().is_none(), "{other}");
            assert_eq!(to_string(&pair), other);
        }
        assert!(from_str::<Tuple<(String, i64)>>("{}").is_err());
        assert!(from_str::<Tuple<(String, i64)>>("[\"a\",1").is_err());
    }

    #[test]
    fn elements_after_the_first_are_preserved() {
        type Open = Tuple<WithRest<(i64, Option<String>, Nullable<bool>), f64>>;
        for (text, count) in [
            ("[1]", Some(0)),
            (r#"[1,"b"]"#, Some(0)),
            (r#"[1,"b",null]"#, Some(0)),
            (r#"[1,"b",true,0.5,2]"#, Some(2)),
            ("[]", None),
            ("[1,null]", None),
            (r#"[1,"b",true,"c"]"#, None),
        ] {
            let open: Open = from_str(text).unwrap();
            assert_eq!(open.known().map(|known| known.rest.len()), count, "{text}");
            assert_eq!(to_string(&open), text);
            assert_eq!(serde_json::from_str::<Open>(&serde_json::to_string(&open).unwrap()).unwrap(), open);
        }
    }

    #[test]
    fn a_required_null_is_preserved() {
        let text = "[1,null]";
        let pair: Tuple<(i64, Nullable<i64>)> = from_str(text).unwrap();
        assert!(pair.known().is_some());
        assert_eq!(to_string(&pair), text);
    }
}
