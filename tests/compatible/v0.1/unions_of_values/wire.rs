// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;
use openapi_client_runtime::codegen::json;

impl json::Decode for super::When {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        for index in reader
            .candidates(
                &[
                    json::Pattern {
                        kinds: &[json::Kind::String],
                        words: &["now"],
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::String],
                        ..json::Pattern::ANY
                    },
                ],
            )?
        {
            let chosen = match index {
                0 => reader.attempt().map(Self::Now),
                _ => reader.attempt().map(Self::DateTime),
            };
            if let Some(value) = chosen {
                return Ok(value);
            }
        }
        reader.value().map(Self::Unrecognized)
    }
}

impl json::Encode for super::When {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::Now(value) => value.encode(writer),
            Self::DateTime(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl json::Decode for super::WhenReversed {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        for index in reader
            .candidates(
                &[
                    json::Pattern {
                        kinds: &[json::Kind::String],
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::String],
                        words: &["now"],
                        ..json::Pattern::ANY
                    },
                ],
            )?
        {
            let chosen = match index {
                0 => reader.attempt().map(Self::DateTime),
                _ => reader.attempt().map(Self::Now),
            };
            if let Some(value) = chosen {
                return Ok(value);
            }
        }
        reader.value().map(Self::Unrecognized)
    }
}

impl json::Encode for super::WhenReversed {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::DateTime(value) => value.encode(writer),
            Self::Now(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl json::Decode for super::Account {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        for index in reader
            .candidates(
                &[
                    json::Pattern {
                        kinds: &[json::Kind::String],
                        words: &["me"],
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::String],
                        ..json::Pattern::ANY
                    },
                ],
            )?
        {
            let chosen = match index {
                0 => reader.attempt().map(Self::Me),
                _ => reader.attempt().map(Self::Id),
            };
            if let Some(value) = chosen {
                return Ok(value);
            }
        }
        reader.value().map(Self::Unrecognized)
    }
}

impl json::Encode for super::Account {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::Me(value) => value.encode(writer),
            Self::Id(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl json::Decode for super::Data {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        for index in reader
            .candidates(
                &[
                    json::Pattern {
                        kinds: &[json::Kind::String],
                        words: &["none", "all"],
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::String],
                        ..json::Pattern::ANY
                    },
                ],
            )?
        {
            let chosen = match index {
                0 => reader.attempt().map(Self::Word),
                _ => reader.attempt().map(Self::Byte),
            };
            if let Some(value) = chosen {
                return Ok(value);
            }
        }
        reader.value().map(Self::Unrecognized)
    }
}

impl json::Encode for super::Data {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::Word(value) => value.encode(writer),
            Self::Byte(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl json::Decode for super::Count {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        for index in reader
            .candidates(
                &[
                    json::Pattern {
                        kinds: &[json::Kind::Number],
                        whole: true,
                        words: &["0"],
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::Number],
                        whole: true,
                        ..json::Pattern::ANY
                    },
                ],
            )?
        {
            let chosen = match index {
                0 => reader.attempt().map(Self::Zero),
                _ => reader.attempt().map(Self::Int64),
            };
            if let Some(value) = chosen {
                return Ok(value);
            }
        }
        reader.value().map(Self::Unrecognized)
    }
}

impl json::Encode for super::Count {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::Zero(value) => value.encode(writer),
            Self::Int64(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl json::Decode for super::Amount {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        for index in reader
            .candidates(
                &[
                    json::Pattern {
                        kinds: &[json::Kind::Number],
                        whole: true,
                        words: &["0"],
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::Number],
                        ..json::Pattern::ANY
                    },
                ],
            )?
        {
            let chosen = match index {
                0 => reader.attempt().map(Self::Zero),
                _ => reader.attempt().map(Self::Number),
            };
            if let Some(value) = chosen {
                return Ok(value);
            }
        }
        reader.value().map(Self::Unrecognized)
    }
}

impl json::Encode for super::Amount {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::Zero(value) => value.encode(writer),
            Self::Number(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl json::Decode for super::Level {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        for index in reader
            .candidates(
                &[
                    json::Pattern {
                        kinds: &[json::Kind::Number],
                        whole: true,
                        words: &["1", "2"],
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::Number],
                        whole: true,
                        words: &["3", "4"],
                        ..json::Pattern::ANY
                    },
                ],
            )?
        {
            let chosen = match index {
                0 => reader.attempt().map(Self::Low),
                _ => reader.attempt().map(Self::High),
            };
            if let Some(value) = chosen {
                return Ok(value);
            }
        }
        reader.value().map(Self::Unrecognized)
    }
}

impl json::Encode for super::Level {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::Low(value) => value.encode(writer),
            Self::High(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl json::Decode for super::LevelOrAny {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        for index in reader
            .candidates(
                &[
                    json::Pattern {
                        kinds: &[json::Kind::Number],
                        whole: true,
                        words: &["1", "2"],
                        ..json::Pattern::ANY
                    },
                    json::Pattern::ANY,
                ],
            )?
        {
            let chosen = match index {
                0 => reader.attempt().map(Self::Low),
                _ => reader.attempt().map(Self::Any),
            };
            if let Some(value) = chosen {
                return Ok(value);
            }
        }
        reader.value().map(Self::Unrecognized)
    }
}

impl json::Encode for super::LevelOrAny {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::Low(value) => value.encode(writer),
            Self::Any(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl json::Decode for super::Step {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        for index in reader
            .candidates(
                &[
                    json::Pattern {
                        kinds: &[json::Kind::Array],
                        list: Some(
                            &const {
                                json::ListPattern::new(
                                    &[
                                        json::Pattern {
                                            kinds: &[json::Kind::String],
                                            words: &["go"],
                                            ..json::Pattern::ANY
                                        },
                                        json::Pattern {
                                            kinds: &[json::Kind::Number],
                                            whole: true,
                                            ..json::Pattern::ANY
                                        },
                                    ],
                                    2,
                                    None,
                                )
                            },
                        ),
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::Array],
                        list: Some(
                            &const {
                                json::ListPattern::new(
                                    &[
                                        json::Pattern {
                                            kinds: &[json::Kind::String],
                                            words: &["say"],
                                            ..json::Pattern::ANY
                                        },
                                        json::Pattern {
                                            kinds: &[json::Kind::String],
                                            ..json::Pattern::ANY
                                        },
                                    ],
                                    2,
                                    None,
                                )
                            },
                        ),
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::Array],
                        list: Some(
                            &const {
                                json::ListPattern::new(
                                    &[
                                        json::Pattern {
                                            kinds: &[json::Kind::String],
                                            words: &["go"],
                                            ..json::Pattern::ANY
                                        },
                                    ],
                                    1,
                                    None,
                                )
                            },
                        ),
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::Array],
                        list: Some(
                            &const {
                                json::ListPattern::new(
                                    &[
                                        json::Pattern {
                                            kinds: &[json::Kind::Number],
                                            whole: true,
                                            words: &["7"],
                                            ..json::Pattern::ANY
                                        },
                                        json::Pattern {
                                            kinds: &[json::Kind::String, json::Kind::Null],
                                            ..json::Pattern::ANY
                                        },
                                    ],
                                    2,
                                    None,
                                )
                            },
                        ),
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::Array],
                        list: Some(
                            &const {
                                json::ListPattern::new(
                                    &[],
                                    0,
                                    Some(
                                        &json::Pattern {
                                            kinds: &[json::Kind::String],
                                            ..json::Pattern::ANY
                                        },
                                    ),
                                )
                            },
                        ),
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::Array],
                        list: Some(
                            &const {
                                json::ListPattern::new(
                                    &[
                                        json::Pattern {
                                            kinds: &[json::Kind::String],
                                            words: &["more"],
                                            ..json::Pattern::ANY
                                        },
                                    ],
                                    1,
                                    Some(
                                        &json::Pattern {
                                            kinds: &[json::Kind::Number],
                                            whole: true,
                                            ..json::Pattern::ANY
                                        },
                                    ),
                                )
                            },
                        ),
                        ..json::Pattern::ANY
                    },
                ],
            )?
        {
            let chosen = match index {
                0 => reader.attempt().map(Self::Go),
                1 => reader.attempt().map(Self::Say),
                2 => reader.attempt().map(Self::Wait),
                3 => reader.attempt().map(Self::Numbered),
                4 => reader.attempt().map(Self::Words),
                _ => reader.attempt().map(Self::More),
            };
            if let Some(value) = chosen {
                return Ok(value);
            }
        }
        reader.value().map(Self::Unrecognized)
    }
}

impl json::Encode for super::Step {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::Go(value) => value.encode(writer),
            Self::Say(value) => value.encode(writer),
            Self::Wait(value) => value.encode(writer),
            Self::Numbered(value) => value.encode(writer),
            Self::Words(value) => value.encode(writer),
            Self::More(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl json::Decode for super::Row {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        for index in reader
            .candidates(
                &[
                    json::Pattern {
                        kinds: &[json::Kind::Array],
                        list: Some(
                            &const {
                                json::ListPattern::new(
                                    &[],
                                    0,
                                    Some(
                                        &json::Pattern {
                                            kinds: &[json::Kind::String],
                                            ..json::Pattern::ANY
                                        },
                                    ),
                                )
                            },
                        ),
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::Array],
                        list: Some(
                            &const {
                                json::ListPattern::new(
                                    &[
                                        json::Pattern {
                                            kinds: &[json::Kind::String],
                                            ..json::Pattern::ANY
                                        },
                                        json::Pattern {
                                            kinds: &[json::Kind::String],
                                            ..json::Pattern::ANY
                                        },
                                    ],
                                    2,
                                    None,
                                )
                            },
                        ),
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::Array],
                        list: Some(
                            &const {
                                json::ListPattern::new(
                                    &[],
                                    0,
                                    Some(
                                        &json::Pattern {
                                            kinds: &[json::Kind::String],
                                            words: &["none", "all"],
                                            ..json::Pattern::ANY
                                        },
                                    ),
                                )
                            },
                        ),
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::Array],
                        list: Some(
                            &const {
                                json::ListPattern::new(
                                    &[],
                                    0,
                                    Some(
                                        &json::Pattern {
                                            kinds: &[json::Kind::Object],
                                            known: &["kind"],
                                            constants: &[("kind", &["cat"])],
                                            ..json::Pattern::ANY
                                        },
                                    ),
                                )
                            },
                        ),
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::Array],
                        list: Some(
                            &const {
                                json::ListPattern::new(
                                    &[],
                                    0,
                                    Some(
                                        &json::Pattern {
                                            kinds: &[json::Kind::Object],
                                            known: &["kind"],
                                            constants: &[("kind", &["dog"])],
                                            ..json::Pattern::ANY
                                        },
                                    ),
                                )
                            },
                        ),
                        ..json::Pattern::ANY
                    },
                ],
            )?
        {
            let chosen = match index {
                0 => reader.attempt().map(Self::Texts),
                1 => reader.attempt().map(Self::Pair),
                2 => reader.attempt().map(Self::Known),
                3 => reader.attempt().map(Self::Cats),
                _ => reader.attempt().map(Self::Dogs),
            };
            if let Some(value) = chosen {
                return Ok(value);
            }
        }
        reader.value().map(Self::Unrecognized)
    }
}

impl json::Encode for super::Row {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::Texts(value) => value.encode(writer),
            Self::Pair(value) => value.encode(writer),
            Self::Known(value) => value.encode(writer),
            Self::Cats(value) => value.encode(writer),
            Self::Dogs(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl json::Decode for super::Place {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        for index in reader
            .candidates(
                &[
                    json::Pattern {
                        kinds: &[json::Kind::Array],
                        ..json::Pattern::ANY
                    },
                    json::Pattern {
                        kinds: &[json::Kind::String],
                        ..json::Pattern::ANY
                    },
                ],
            )?
        {
            let chosen = match index {
                0 => reader.attempt().map(Self::Pair),
                _ => reader.attempt().map(Self::Word),
            };
            if let Some(value) = chosen {
                return Ok(value);
            }
        }
        reader.value().map(Self::Unrecognized)
    }
}

impl json::Encode for super::Place {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        match self {
            Self::Pair(value) => value.encode(writer),
            Self::Word(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl json::Decode for super::RowCatsItem {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["kind"]);
        let (kind,) = codegen::read!(read);
        Ok(Self { kind })
    }
}

impl json::Encode for super::RowCatsItem {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["kind"], (&self.kind,));
    }
}

impl json::Decode for super::RowDogsItem {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["kind"]);
        let (kind,) = codegen::read!(read);
        Ok(Self { kind })
    }
}

impl json::Encode for super::RowDogsItem {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["kind"], (&self.kind,));
    }
}

codegen::open_enums!(
    super::Word, super::WhenNow, super::AccountMe, super::StepGoFirst,
    super::StepSayFirst, super::StepMoreFirst, super::RowCatsItemKind,
    super::RowDogsItemKind
);

codegen::open_integers!(
    super::Low, super::High, super::CountZero, super::StepNumberedFirst
);

codegen::models!(super::RowCatsItem, super::RowDogsItem);

codegen::unions!(
    super::When { Now, DateTime, Unrecognized }, super::WhenReversed { DateTime, Now,
    Unrecognized }, super::Account { Me, Id, Unrecognized }, super::Data { Word, Byte,
    Unrecognized }, super::Count { Zero, Int64, Unrecognized }, super::Amount { Zero,
    Number, Unrecognized }, super::Level { Low, High, Unrecognized }, super::LevelOrAny {
    Low, Any, Unrecognized }, super::Step { Go, Say, Wait, Numbered, Words, More,
    Unrecognized }, super::Row { Texts, Pair, Known, Cats, Dogs, Unrecognized },
    super::Place { Pair, Word, Unrecognized }
);
