//! Attempts at the variants of a union.

#[cfg(feature = "test-util")]
use super::strict;
use super::union::Pattern;
use super::{Decode, Fault, Reader, TextForm};
use crate::Value;

/// The largest number of nested attempts at one value. Without a limit, unions that are variants of each
/// other would recurse forever.
const MOST_ATTEMPTS: u8 = 32;

/// The bytes for which a contradiction counts: more than those of any keys that a server adds.
const CONTRADICTION: usize = 1 << 20;

impl Reader<'_> {
    /// Reads a value if it is of the type; otherwise returns `None` without consuming the value.
    pub fn attempt<T: Decode>(&mut self) -> Option<T> {
        let before = self.clone();
        #[cfg(feature = "test-util")]
        let noted = strict::count();
        let value = if self.begin_attempt() { T::decode(self).ok() } else { None };
        if value.is_none() {
            *self = before;
            #[cfg(feature = "test-util")]
            strict::forget_after(noted);
        }
        value
    }

    /// Counts an attempt, and returns whether it is permitted. Not generic, so it is compiled once.
    fn begin_attempt(&mut self) -> bool {
        let (at, count) = self.attempts;
        let count = if at == self.at { count.saturating_add(1) } else { 1 };
        self.attempts = (self.at, count);
        count <= MOST_ATTEMPTS
    }

    /// Reads a value as the most likely of the types that it may have. Types that are equally likely by the
    /// value's own keys are compared by what each would lose of the values within it. Returns `None`, without
    /// consuming the value, if it is of none of the types.
    ///
    /// `attempt` reads the value as the type with an index, by [`Reader::attempt`].
    ///
    /// # Errors
    /// Fails if the text is not JSON.
    pub fn choose<T>(
        &mut self,
        patterns: &'static [Pattern],
        mut attempt: impl FnMut(&mut Self, usize) -> Option<T>,
    ) -> Result<Option<T>, Fault> {
        let scored = self.scored(patterns)?;
        for group in scored.chunk_by(|(one, _), (other, _)| one.features == other.features) {
            let mut indices: Vec<usize> = group.iter().map(|(_, index)| *index).collect();
            // Within a comparison, a union has its first variant that decodes. Otherwise the work would double
            // with each level of unions within unions.
            if indices.len() > 1 && !self.is_comparing {
                let mut losses = Vec::new();
                for index in indices {
                    let mut ahead = self.comparing();
                    #[cfg(feature = "test-util")]
                    let noted = strict::count();
                    let Some(value) = attempt(&mut ahead, index) else { continue };
                    if ahead.losses == 0 {
                        self.at = ahead.at;
                        return Ok(Some(value));
                    }
                    #[cfg(feature = "test-util")]
                    strict::forget_after(noted);
                    losses.push((ahead.losses, index));
                }
                losses.sort_by_key(|(losses, _)| *losses);
                indices = losses.into_iter().map(|(_, index)| index).collect();
            }
            for index in indices {
                if let Some(value) = attempt(self, index) {
                    return Ok(Some(value));
                }
            }
        }
        Ok(None)
    }

    /// Creates a reader that counts what a type loses of the next value.
    fn comparing(&self) -> Self {
        let mut ahead = self.clone();
        (ahead.is_comparing, ahead.losses) = (true, 0);
        ahead
    }

    /// Counts the text since a position as one for which the type has no place. Its length counts, because a
    /// type that has no place for an object is less likely than one that has no place for a value within it.
    pub(super) fn lose_since(&mut self, start: usize) {
        self.losses = self.losses.saturating_add(self.at.saturating_sub(start));
    }

    /// Counts a value that contradicts its type: one that an enum does not list, or without the form of a
    /// format.
    pub(super) fn contradict(&mut self) {
        self.losses = self.losses.saturating_add(CONTRADICTION);
    }

    /// Reads a string that usually has a form.
    pub(crate) fn formed(&mut self, form: Option<TextForm>) -> Result<String, Fault> {
        let text: String = self.value()?;
        if self.is_comparing && form.is_some_and(|form| !form.matches(&text)) {
            self.contradict();
        }
        Ok(text)
    }

    /// Reads a value that is of no variant of its union.
    ///
    /// # Errors
    /// Fails if the text is not JSON.
    pub fn unmatched(&mut self) -> Result<Value, Fault> {
        let start = self.at;
        let value = self.value()?;
        self.lose_since(start);
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::json::Kind;

    /// A union whose only variant is itself.
    enum Endless {
        Inner(Box<Self>),
        Other,
    }

    impl Decode for Endless {
        fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
            match reader.attempt() {
                Some(inner) => Ok(Self::Inner(inner)),
                None => reader.skip().map(|()| Self::Other),
            }
        }
    }

    /// A variant with one key, whose value is an object with one optional key.
    macro_rules! variant {
        ($outer:ident, $inner:ident, $key:literal) => {
            #[derive(Debug)]
            struct $inner(#[allow(dead_code, reason = "only read by `Debug`")] Option<Union>);

            #[derive(Debug)]
            struct $outer(#[allow(dead_code, reason = "only read by `Debug`")] Option<Vec<$inner>>);

            impl Decode for $inner {
                fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
                    reader.record(&[$key]).map(|(value,)| Self(value))
                }
            }

            impl Decode for $outer {
                fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
                    reader.record(&["data"]).map(|(data,)| Self(data))
                }
            }
        };
    }

    variant!(User, UserData, "user");
    variant!(Team, TeamData, "team");

    #[derive(Debug)]
    #[allow(dead_code, reason = "only read by `Debug`")]
    enum Union {
        User(Box<User>),
        Team(Box<Team>),
        Other,
    }

    const KEYED: Pattern = Pattern { kinds: &[Kind::Object], known: &["data"], ..Pattern::ANY };

    impl Decode for Union {
        fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
            let chosen = reader.choose(&[KEYED, KEYED], |reader, index| match index {
                0 => reader.attempt().map(Self::User),
                _ => reader.attempt().map(Self::Team),
            })?;
            match chosen {
                Some(value) => Ok(value),
                None => reader.unmatched().map(|_| Self::Other),
            }
        }
    }

    #[test]
    fn variants_are_compared_by_the_values_within_them() {
        for (text, expected) in [
            (r#"{"data":[{"user":null}]}"#, "User(User(Some([UserData(None)])))"),
            (r#"{"data":[{"team":null}]}"#, "Team(Team(Some([TeamData(None)])))"),
            (
                r#"{"data":[{"user":{"data":[{"team":null}]}}]}"#,
                "User(User(Some([UserData(Some(Team(Team(Some([TeamData(None)])))))])))",
            ),
            (
                r#"{"data":[{"new":1},{"team":{"data":[{"new":1},{"user":3}]},"old":2}]}"#,
                "Team(Team(Some([TeamData(None), TeamData(Some(User(User(Some([UserData(None), UserData(Some(Other))])))))])))",
            ),
            (r#"{"data":[{"new":1}]}"#, "User(User(Some([UserData(None)])))"),
        ] {
            let mut reader = Reader::new(text);
            assert_eq!(format!("{:?}", Union::decode(&mut reader).unwrap()), expected);
            assert_eq!((reader.at, reader.is_comparing), (text.len(), false));
        }
    }

    #[test]
    fn the_work_of_comparing_does_not_grow_exponentially() {
        let text = r#"{"data":[{"team":"#.repeat(31) + r#"{"new":1}"# + &"}]}".repeat(31);
        assert!(matches!(Union::decode(&mut Reader::new(&text)), Ok(Union::Team(_))));
    }

    #[test]
    fn decoding_ends_for_unions_that_are_variants_of_each_other() {
        let mut reader = Reader::new("[1]");
        let mut value = Endless::decode(&mut reader).unwrap();
        let mut depth = 0;
        while let Endless::Inner(inner) = value {
            (value, depth) = (*inner, depth + 1);
        }
        assert_eq!(depth, MOST_ATTEMPTS);
        // The attempts at one value do not count for the next one.
        let mut reader = Reader::new("[1, 2]");
        let mut elements = reader.array().unwrap();
        while elements.next(&mut reader).unwrap() {
            assert!(matches!(Endless::decode(&mut reader), Ok(Endless::Inner(_))));
        }
    }
}
