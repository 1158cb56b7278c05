//! The versions of OpenAPI.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A version of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ValueEnum, Serialize, Deserialize)]
pub(crate) enum Dialect {
    #[value(name = "2.0")]
    #[serde(rename = "2.0")]
    V2_0,
    #[value(name = "3.0")]
    #[serde(rename = "3.0")]
    V3_0,
    #[value(name = "3.1")]
    #[serde(rename = "3.1")]
    V3_1,
    #[value(name = "3.2")]
    #[serde(rename = "3.2")]
    V3_2,
}

impl Dialect {
    /// Returns whether schemas are JSON Schema 2020-12.
    pub(crate) fn is_json_schema(self) -> bool {
        matches!(self, Self::V3_1 | Self::V3_2)
    }

    /// Returns the start of a reference to a component schema.
    pub(crate) fn schemas(self) -> &'static str {
        if self == Self::V2_0 { "#/definitions/" } else { "#/components/schemas/" }
    }

    /// Returns the version of a description.
    pub(crate) fn of(description: &Value) -> Option<Self> {
        let version = description.get("openapi").or_else(|| description.get("swagger"))?.as_str()?;
        let starts = [("2.", Self::V2_0), ("3.0", Self::V3_0), ("3.1", Self::V3_1), ("3.2", Self::V3_2)];
        starts.into_iter().find(|(start, _)| version.starts_with(start)).map(|(_, dialect)| dialect)
    }

    /// Returns a description with component schemas and paths.
    pub(crate) fn description(self, schemas: &Value, paths: &Value) -> Value {
        let version = match self {
            Self::V2_0 => "2.0",
            Self::V3_0 => "3.0.4",
            Self::V3_1 => "3.1.1",
            Self::V3_2 => "3.2.0",
        };
        let info = json!({"title": "Explored", "version": "1"});
        if self == Self::V2_0 {
            json!({"swagger": version, "info": info, "paths": paths, "definitions": schemas})
        } else {
            json!({"openapi": version, "info": info, "paths": paths, "components": {"schemas": schemas}})
        }
    }
}
