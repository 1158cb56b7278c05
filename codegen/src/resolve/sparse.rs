//! Storage for fields that few schemas have.
//!
//! An empty one takes one machine word, and a description may have a hundred thousand schemas.

use std::ops::{Deref, DerefMut};
use std::sync::LazyLock;

use indexmap::IndexMap;

use super::SchemaId;

/// A list, map or string that is usually empty.
#[derive(Debug, Clone)]
pub(crate) struct Sparse<T>(Option<Box<T>>);

/// A type with an empty value for [`Sparse`].
pub(crate) trait Empty: Default + 'static {
    /// Returns the empty value.
    fn empty() -> &'static Self;
}

impl<T: 'static> Empty for Vec<T> {
    fn empty() -> &'static Self {
        const { &Self::new() }
    }
}

impl Empty for String {
    fn empty() -> &'static Self {
        const { &Self::new() }
    }
}

impl Empty for IndexMap<String, SchemaId> {
    fn empty() -> &'static Self {
        static EMPTY: LazyLock<IndexMap<String, SchemaId>> = LazyLock::new(IndexMap::default);
        &EMPTY
    }
}

impl<T: Empty + PartialEq> PartialEq for Sparse<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T> Default for Sparse<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Sparse<T> {
    /// Returns the value for changes, or `None` if it is empty.
    pub(crate) fn get_mut(&mut self) -> Option<&mut T> {
        self.0.as_deref_mut()
    }
}

impl<T: Empty> Deref for Sparse<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or_else(|| T::empty())
    }
}

impl<T: Empty> DerefMut for Sparse<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.get_or_insert_default()
    }
}

impl<'a, T: Empty> IntoIterator for &'a Sparse<T>
where
    &'a T: IntoIterator,
{
    type Item = <&'a T as IntoIterator>::Item;
    type IntoIter = <&'a T as IntoIterator>::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        (**self).into_iter()
    }
}

impl<T: Empty + PartialEq> From<T> for Sparse<T> {
    fn from(value: T) -> Self {
        Self((value != *T::empty()).then(|| Box::new(value)))
    }
}

impl<A, T: Empty + PartialEq + FromIterator<A>> FromIterator<A> for Sparse<T> {
    fn from_iter<I: IntoIterator<Item = A>>(items: I) -> Self {
        items.into_iter().collect::<T>().into()
    }
}
