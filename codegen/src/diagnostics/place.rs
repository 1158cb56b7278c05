//! Where something is: a node of a file, and its line and column.

use super::Pointer;

/// A file of a [`Source`], by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u32);

impl FileId {
    /// The file at an index of its source.
    pub(crate) fn at(index: u32) -> Self {
        Self(index)
    }

    /// Its position among the files of its source.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A node of a description: which file, and where in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The file that holds the node.
    pub file: FileId,
    /// Where in the file.
    pub pointer: Pointer,
}

impl Place {
    /// The place one step further down, to a key of an object.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        Self { file: self.file, pointer: self.pointer.key(key) }
    }

    /// The place one step further down, to an element of an array.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self { file: self.file, pointer: self.pointer.index(index) }
    }

    /// The place of another node of the same file.
    #[must_use]
    pub fn at(&self, pointer: Pointer) -> Self {
        Self { file: self.file, pointer }
    }
}

/// Where a node is written. Line and column count from one, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The file, as it was named.
    pub file: String,
    /// The line, from one.
    pub line: usize,
    /// The column, from one.
    pub column: usize,
}
