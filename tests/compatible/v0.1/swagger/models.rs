// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;

/// Schema `pet`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Pet {
    /// `name`
    pub name: String,

    /// `nick`
    pub nick: runtime::Nullable<String>,
}

impl Pet {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            nick: runtime::Nullable::Absent,
        }
    }

    /// Sets `nick`.
    #[must_use]
    pub fn nick(mut self, nick: impl Into<String>) -> Self {
        self.nick = runtime::Nullable::Value(nick.into());
        self
    }

    /// Sets `nick` to null.
    #[must_use]
    pub fn nick_null(mut self) -> Self {
        self.nick = runtime::Nullable::Null;
        self
    }
}

/// Schema `fault`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Fault {
    /// `message`
    pub message: Option<String>,
}

/// Described at `#/paths/~1photos/post/requestBody/content/multipart~1form-data/schema`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct SendPhotoBody {
    /// `photo`
    pub photo: runtime::File,

    /// `title`
    pub title: Option<String>,

    /// `places`
    pub places: Option<Vec<String>>,
}

impl SendPhotoBody {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(photo: impl Into<runtime::File>) -> Self {
        Self {
            photo: photo.into(),
            title: None,
            places: None,
        }
    }

    /// Sets `title`.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Sets `places`.
    #[must_use]
    pub fn places(
        mut self,
        places: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.places = Some(places.into_iter().map(Into::into).collect());
        self
    }
}

/// Described at `#/paths/~1photos~1{id}/patch/requestBody/content/application~1x-www-form-urlencoded/schema`.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct DescribePhotoBody {
    /// `tags`
    pub tags: Option<Vec<String>>,
}

impl DescribePhotoBody {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self { tags: None }
    }

    /// Sets `tags`.
    #[must_use]
    pub fn tags(mut self, tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.tags = Some(tags.into_iter().map(Into::into).collect());
        self
    }
}
