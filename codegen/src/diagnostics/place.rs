//! Places: a node of a file, and its line and column.

use super::Pointer;

/// The number of a file in a [`Source`](crate::Source).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u32);

impl FileId {
    /// Creates the number of the file at an index.
    pub(crate) fn at(index: u32) -> Self {
        Self(index)
    }

    /// Returns the index of the file in its source.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A node of a description: its file and its pointer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The file that holds the node.
    pub file: FileId,
    /// The pointer to the node within the file.
    pub pointer: Pointer,
}

impl Place {
    /// Returns the place of a key of the object at this place.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        Self { file: self.file, pointer: self.pointer.key(key) }
    }

    /// Returns the place of an element of the array at this place.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self { file: self.file, pointer: self.pointer.index(index) }
    }

    /// Returns the place of another node of the same file.
    #[must_use]
    pub fn at(&self, pointer: Pointer) -> Self {
        Self { file: self.file, pointer }
    }
}

/// The position of a node in a file. Lines and columns count from one; columns count characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The file, as the user or the reference named it.
    pub file: String,
    /// The line, from one.
    pub line: usize,
    /// The column, from one.
    pub column: usize,
}
