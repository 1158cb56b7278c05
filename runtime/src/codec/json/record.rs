//! Records: objects with known keys. Their fields are read and written as tuples, so that the code of a model
//! is one call in each direction.
//!
//! The type of a field decides whether it is required: an [`Option`] or a [`Nullable`](crate::Nullable) may
//! be left out.

#[cfg(feature = "test-util")]
use super::strict;
use super::{Decode, Encode, Fault, Keys, Reader, Writer};
use crate::Map;
use crate::Value;

/// The fields of a record: a tuple in the order of its keys.
pub trait Fields: Sized {
    /// The fields while they are read.
    type Slots: Slots;

    /// Returns the slots before any field is read.
    fn empty() -> Self::Slots;

    /// Converts the slots to fields after all are read; `None` if a required field is missing.
    fn full(slots: Self::Slots) -> Option<Self>;
}

/// The fields of a record while they are read.
pub trait Slots {
    /// Returns the number of fields.
    fn count(&self) -> usize;

    /// Reads the value of the field with that index; returns `false` if there is no such field.
    ///
    /// # Errors
    /// Fails as [`Decode::decode`] does.
    fn read(&mut self, index: usize, reader: &mut Reader<'_>) -> Result<bool, Fault>;

    /// Sets each absent field to its value for absence. Returns the index of the first field that has no such
    /// value.
    fn missing(&mut self) -> Option<usize>;
}

/// The fields of a record with more than sixteen: the first ones, and the rest. Each part may itself be a
/// chain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chain<A, B>(
    /// The first fields.
    pub A,
    /// The other fields.
    pub B,
);

impl<A: Fields, B: Fields> Fields for Chain<A, B> {
    type Slots = Chain<A::Slots, B::Slots>;

    fn empty() -> Self::Slots {
        Chain(A::empty(), B::empty())
    }

    fn full(slots: Self::Slots) -> Option<Self> {
        Some(Self(A::full(slots.0)?, B::full(slots.1)?))
    }
}

impl<A: Slots, B: Slots> Slots for Chain<A, B> {
    fn count(&self) -> usize {
        self.0.count() + self.1.count()
    }

    fn read(&mut self, index: usize, reader: &mut Reader<'_>) -> Result<bool, Fault> {
        match index.checked_sub(self.0.count()) {
            None => self.0.read(index, reader),
            Some(index) => self.1.read(index, reader),
        }
    }

    fn missing(&mut self) -> Option<usize> {
        self.0.missing().or_else(|| self.1.missing().map(|index| index + self.0.count()))
    }
}

/// References to the fields of a record: a tuple in the order of its keys.
pub trait Members {
    /// Writes the fields with their keys, and returns the remaining keys.
    fn write<'k>(&self, keys: &'k [&'k str], writer: &mut Writer) -> &'k [&'k str];
}

impl<A: Members, B: Members> Members for Chain<A, B> {
    fn write<'k>(&self, keys: &'k [&'k str], writer: &mut Writer) -> &'k [&'k str] {
        let keys = self.0.write(keys, writer);
        self.1.write(keys, writer)
    }
}

/// Implements `Fields`, `Slots` and `Members` for a tuple.
macro_rules! tuple {
    ($($field:ident $index:tt),+) => {
        impl<$($field: Decode),+> Fields for ($($field,)+) {
            type Slots = ($(Option<$field>,)+);

            fn empty() -> Self::Slots {
                ($(None::<$field>,)+)
            }

            fn full(slots: Self::Slots) -> Option<Self> {
                Some(($(slots.$index?,)+))
            }
        }

        impl<$($field: Decode),+> Slots for ($(Option<$field>,)+) {
            fn count(&self) -> usize {
                const { [$($index),+].len() }
            }

            fn read(&mut self, index: usize, reader: &mut Reader<'_>) -> Result<bool, Fault> {
                match index {
                    $($index => self.$index = Some($field::decode(reader)?),)+
                    _ => return Ok(false),
                }
                Ok(true)
            }

            fn missing(&mut self) -> Option<usize> {
                $(if self.$index.is_none() {
                    self.$index = $field::absent();
                    if self.$index.is_none() {
                        return Some($index);
                    }
                })+
                None
            }
        }

        impl<$($field: Encode),+> Members for ($(&$field,)+) {
            fn write<'k>(&self, keys: &'k [&'k str], writer: &mut Writer) -> &'k [&'k str] {
                writer.members(keys, &[$(self.$index),+])
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14, P 15);

/// A record without known keys.
impl Fields for () {
    type Slots = ();

    fn empty() {}

    fn full((): ()) -> Option<()> {
        Some(())
    }
}

impl Slots for () {
    fn count(&self) -> usize {
        0
    }

    fn read(&mut self, _: usize, _: &mut Reader<'_>) -> Result<bool, Fault> {
        Ok(false)
    }

    fn missing(&mut self) -> Option<usize> {
        None
    }
}

impl Members for () {
    fn write<'k>(&self, keys: &'k [&'k str], _: &mut Writer) -> &'k [&'k str] {
        keys
    }
}

/// Skips the value of an unknown key.
fn pass_over(reader: &mut Reader<'_>) -> Result<(), Fault> {
    #[cfg(feature = "test-util")]
    strict::note(reader.at);
    let start = reader.at;
    reader.skip()?;
    reader.lose_since(start);
    Ok(())
}

impl<'de> Reader<'de> {
    /// Reads a record with these keys, and skips all other keys.
    ///
    /// # Errors
    /// Fails if the value is not an object, lacks a required key, or has a field that does not decode.
    pub fn record<T: Fields>(&mut self, keys: &'static [&'static str]) -> Result<T, Fault> {
        let mut slots = T::empty();
        let start = self.fill(keys, &mut slots, &mut |_, reader| pass_over(reader))?;
        T::full(slots).ok_or_else(|| self.fault(start, "a required key is missing"))
    }

    /// Reads a record with these keys, and preserves all other keys.
    ///
    /// # Errors
    /// Fails as [`Reader::record`] does, and if the value of another key is not a `V`.
    pub fn open_record<T: Fields, V: Decode>(
        &mut self,
        keys: &'static [&'static str],
    ) -> Result<(T, Map<V>), Fault> {
        let (mut slots, mut rest) = (T::empty(), Map::new());
        let start = self.fill(keys, &mut slots, &mut |keys, reader| keys.keep(reader, &mut rest))?;
        let fields = T::full(slots).ok_or_else(|| self.fault(start, "a required key is missing"))?;
        Ok((fields, rest))
    }

    /// Reads a record with these keys, and preserves all other keys: those with a `V` as value, and the rest
    /// as JSON.
    ///
    /// # Errors
    /// Fails as [`Reader::record`] does.
    pub fn typed_record<T: Fields, V: Decode>(
        &mut self,
        keys: &'static [&'static str],
    ) -> Result<(T, Map<V>, Map<Value>), Fault> {
        let (mut slots, mut rest, mut unrecognized) = (T::empty(), Map::new(), Map::new());
        let start = self.fill(keys, &mut slots, &mut |keys, reader| match reader.attempt() {
            Some(value) => {
                // If a key occurs twice, its last value counts.
                unrecognized.shift_remove(keys.unknown());
                rest.insert(keys.take_unknown().into_owned(), value);
                Ok(())
            }
            None => {
                let start = reader.at;
                rest.shift_remove(keys.unknown());
                keys.keep(reader, &mut unrecognized)?;
                reader.lose_since(start);
                Ok(())
            }
        })?;
        let fields = T::full(slots).ok_or_else(|| self.fault(start, "a required key is missing"))?;
        Ok((fields, rest, unrecognized))
    }

    /// Reads the object, and returns the position of its beginning. Not generic, so it is compiled once.
    fn fill(
        &mut self,
        known: &'static [&'static str],
        slots: &mut dyn Slots,
        other: &mut dyn FnMut(&mut Keys<'de>, &mut Self) -> Result<(), Fault>,
    ) -> Result<usize, Fault> {
        let mut keys = self.object(known)?;
        let start = self.at.saturating_sub(1);
        while let Some(index) = keys.next(self)? {
            if !slots.read(index, self)? {
                other(&mut keys, self)?;
            }
        }
        match slots.missing().and_then(|index| known.get(index)) {
            Some(key) => Err(Fault::of_missing(start, key)),
            None => Ok(start),
        }
    }
}

impl Writer {
    /// Writes a record with these keys.
    pub fn record(&mut self, keys: &[&str], members: impl Members) {
        self.begin_object();
        members.write(keys, self);
        self.end_object();
    }

    /// Writes a record with these keys, and the other keys that were preserved.
    pub fn open_record<V: Encode>(&mut self, keys: &[&str], members: impl Members, rest: &Map<V>) {
        self.begin_object();
        members.write(keys, self);
        self.entries(rest);
        self.end_object();
    }

    /// Writes a record with these keys, and the other keys that were preserved: those with a `V` as value,
    /// and the rest.
    pub fn typed_record<V: Encode>(
        &mut self,
        keys: &[&str],
        members: impl Members,
        rest: &Map<V>,
        unrecognized: &Map<Value>,
    ) {
        self.begin_object();
        members.write(keys, self);
        self.entries(rest);
        self.entries(unrecognized);
        self.end_object();
    }

    fn members<'k>(&mut self, keys: &'k [&'k str], members: &[&dyn Encode]) -> &'k [&'k str] {
        for (key, value) in keys.iter().zip(members) {
            if !value.is_absent() {
                self.field(key, *value);
            }
        }
        keys.get(members.len()..).unwrap_or_default()
    }
}

/// A field that is written as `null` if it has no value, because its key is required.
#[derive(Debug, Clone, Copy)]
pub struct OrNull<'a, T>(pub &'a Option<T>);

impl<T: Encode> Encode for OrNull<'_, T> {
    fn encode(&self, writer: &mut Writer) {
        self.0.encode(writer);
    }
}

/// A field whose value is secret.
#[derive(Debug, Clone, Copy)]
pub struct Secret<'a, T>(pub &'a T);

impl<T: Encode> Encode for Secret<'_, T> {
    fn encode(&self, writer: &mut Writer) {
        writer.secret(self.0);
    }

    fn is_absent(&self) -> bool {
        self.0.is_absent()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::json::{from_str, to_string};
    use crate::{Nullable, Value};

    #[derive(Debug, PartialEq)]
    struct Record {
        id: i64,
        name: Option<String>,
        size: Nullable<f64>,
        note: Option<String>,
    }

    const KEYS: &[&str] = &["id", "name", "size", "note"];

    impl Decode for Record {
        fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
            let (id, name, size, note) = reader.record(KEYS)?;
            Ok(Self { id, name, size, note })
        }
    }

    impl Encode for Record {
        fn encode(&self, writer: &mut Writer) {
            writer.record(KEYS, (&self.id, &self.name, &self.size, &OrNull(&self.note)));
        }
    }

    #[test]
    fn field_types_decide_which_keys_are_optional() {
        for (text, written) in [
            (r#"{"id":1}"#, r#"{"id":1,"note":null}"#),
            (
                r#"{"note":"n","other":[{}],"size":null,"name":null,"id":2}"#,
                r#"{"id":2,"size":null,"note":"n"}"#,
            ),
            (r#"{"id":3,"id":4,"size":0.5}"#, r#"{"id":4,"size":0.5,"note":null}"#),
        ] {
            assert_eq!(to_string(&from_str::<Record>(text).unwrap()), written);
        }
    }

    #[test]
    fn a_missing_key_is_reported_at_the_start_of_its_object() {
        for (text, at) in [(r#"  {"name":"x"}"#, 2), ("{}", 0)] {
            let fault = from_str::<Record>(text).unwrap_err();
            assert_eq!(fault.to_string(), "the required key `id` is missing");
            assert_eq!(fault.offset(), at);
        }
        assert!(from_str::<Record>("[1]").is_err());
    }

    #[test]
    fn a_free_value_may_be_null() {
        let mut reader = Reader::new(r#"{"a":null}"#);
        let (a, b): (Option<Value>, Option<Value>) = reader.record(&["a", "b"]).unwrap();
        assert_eq!((a, b), (Some(Value::Null), None));
    }

    #[test]
    fn records_may_have_any_width() {
        type Six = (Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>, i64);
        type Ten<T> = (T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T);
        const KEYS: &[&str] = &[
            "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17",
            "18", "19", "20", "21",
        ];
        let text = r#"{"21":21,"0":0,"16":16,"15":15,"more":"x"}"#;
        let mut reader = Reader::new(text);
        let (Chain(first, last), rest): (Chain<Ten<Option<i64>>, Six>, Map<String>) =
            reader.open_record(KEYS).unwrap();
        assert_eq!((first.0, first.15, last.0, last.5), (Some(0), Some(15), Some(16), 21));
        let mut writer = Writer::default();
        let members = Chain(
            (
                &first.0, &first.1, &first.2, &first.3, &first.4, &first.5, &first.6, &first.7, &first.8,
                &first.9, &first.10, &first.11, &first.12, &first.13, &first.14, &first.15,
            ),
            (&last.0, &last.1, &last.2, &last.3, &last.4, &last.5),
        );
        writer.open_record(KEYS, members, &rest);
        assert_eq!(writer.into_text(), r#"{"0":0,"15":15,"16":16,"21":21,"more":"x"}"#);
        let lacks = Reader::new("{}").open_record::<Chain<Ten<Option<i64>>, Six>, String>(KEYS);
        assert_eq!(lacks.err().unwrap().to_string(), "the required key `21` is missing");
    }

    #[test]
    fn the_first_fields_of_a_wide_record_may_be_wide() {
        type Two = (Option<i64>, i64);
        const KEYS: &[&str] = &["0", "1", "2", "3", "4", "5"];
        let text = r#"{"4":4,"5":5,"3":3,"1":1}"#;
        let read: Chain<Chain<Two, Two>, Two> = Reader::new(text).record(KEYS).unwrap();
        assert_eq!(read, Chain(Chain((None, 1), (None, 3)), (Some(4), 5)));
        let mut writer = Writer::default();
        let Chain(Chain(a, b), c) = read;
        writer.record(KEYS, Chain(Chain((&a.0, &a.1), (&b.0, &b.1)), (&c.0, &c.1)));
        assert_eq!(writer.into_text(), r#"{"1":1,"3":3,"4":4,"5":5}"#);
        let lacks = Reader::new(r#"{"1":1}"#).record::<Chain<Chain<Two, Two>, Two>>(KEYS);
        assert_eq!(lacks.err().unwrap().to_string(), "the required key `3` is missing");
    }
}
