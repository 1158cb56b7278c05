//! Findings about a description and their parts: codes, places, texts and fixes.

mod code;
mod finding;
mod fix;
mod place;
mod pointer;
mod report;
pub(crate) mod suggest;

pub use code::{Code, Severity};
pub use finding::Finding;
pub(crate) use fix::Fix;
pub use place::{FileId, Place, Position};
pub use pointer::Pointer;
pub(crate) use report::Policy;
pub use report::Report;
