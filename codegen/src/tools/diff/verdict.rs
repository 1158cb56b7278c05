//! The effect of a change, and the version that a list of changes requires.

/// The effect of a change on users of the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Code that compiles with the old client may not compile with the new one.
    Breaking,
    /// All existing code still compiles, but sends or reads something else: another key, another place,
    /// another credential.
    Wire,
    /// The client has new items, and all existing code still compiles and does the same.
    Additive,
    /// Only the documentation or the implementation differs.
    Internal,
}

impl Weight {
    /// All weights, with the heaviest first.
    pub const ALL: [Self; 4] = [Self::Breaking, Self::Wire, Self::Additive, Self::Internal];

    /// Returns the name, such as `breaking`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Wire => "wire",
            Self::Additive => "additive",
            Self::Internal => "internal",
        }
    }
}

/// The version that semantic versioning (2.0.0) requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// There are no changes.
    Nothing,
    /// A new patch version.
    Patch,
    /// A new minor version.
    Minor,
    /// A new major version, because programs may not compile, or may do something else.
    Major,
}

impl Verdict {
    /// Returns the name, such as `major`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// Returns the version after another version. Before 1.0.0, Cargo treats a minor version as a major one
    /// and a patch version as a minor one. Returns `None` for a text that does not begin with three numbers.
    pub fn next(self, version: &str) -> Option<String> {
        let core = version.split(['-', '+']).next()?;
        let numbers: Vec<u64> = core.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
        let [major, minor, patch] = numbers.try_into().ok()?;
        let verdict = match (self, major, minor) {
            (Self::Major, 0, 0) | (Self::Minor, 0, _) => Self::Patch,
            (Self::Major, 0, _) => Self::Minor,
            (verdict, ..) => verdict,
        };
        Some(match verdict {
            Self::Nothing => format!("{major}.{minor}.{patch}"),
            Self::Patch => format!("{major}.{minor}.{}", patch + 1),
            Self::Minor => format!("{major}.{}.0", minor + 1),
            Self::Major => format!("{}.0.0", major + 1),
        })
    }
}
