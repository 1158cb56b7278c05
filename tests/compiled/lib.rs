//! Everything that the fixtures become, compiled under the workspace's own lints.

include!(concat!(env!("OUT_DIR"), "/tree.rs"));
