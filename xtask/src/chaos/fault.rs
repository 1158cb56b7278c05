//! What the server does to a request, by the seed and the number of the call: the same again for the same numbers.

/// One thing that a server can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The right response.
    Nothing,
    /// The right response, after some milliseconds.
    Late(u64),
    /// A status; the hint is `Retry-After` in seconds.
    Status { code: u16, hint: Option<&'static str>, carries_out: bool },
    /// The connection is reset: for HTTP/2, the stream.
    Reset { carries_out: bool },
    /// A part of the head, then nothing more, on a connection that closes or not.
    HalfHead { closes: bool },
    /// Fewer bytes than `Content-Length` says.
    Truncated,
    /// More bytes than `Content-Length` says.
    TooLong,
    /// The right response twice.
    Doubled,
    /// The right response; then a response to another call that nobody made.
    Unasked { status: u16 },
    /// Chunks whose length is no number.
    BadChunk,
    /// The right response, compressed in several members.
    Gzip,
    /// A redirect to another image.
    Redirect(u16),
    /// An informational response before the right one.
    Informational,
    /// The right response, and a connection that is closed soon after without a word.
    IdleClose,
    /// The right response, and a connection that is said to be closed.
    Close,
    /// HTTP/2: the stream is refused, so that it was not processed (RFC 9113, section 8.7).
    Refused,
    /// HTTP/2: the connection is given up by GOAWAY; streams above its last one were not processed (section 6.8).
    GoAway,
    /// HTTP/2: no new streams are taken, and those that are there end well.
    GoAwayGracefully,
}

impl Fault {
    /// Whether the request is carried out.
    pub(super) fn carries_out(self) -> bool {
        match self {
            Self::Status { carries_out, .. } | Self::Reset { carries_out } => carries_out,
            Self::Redirect(_) | Self::Refused | Self::GoAway => false,
            _ => true,
        }
    }

    /// Whether a client may repeat any request after it: it knows that this one was not processed.
    pub(super) fn may_be_repeated(self) -> bool {
        matches!(self, Self::Refused | Self::Status { code: 425 | 429, .. })
    }

    /// Whether the response is right and whole, so that the call must succeed.
    pub(super) fn is_good(self) -> bool {
        matches!(
            self,
            Self::Nothing
                | Self::Gzip
                | Self::Informational
                | Self::IdleClose
                | Self::Close
                | Self::Doubled
                | Self::Unasked { .. }
                | Self::GoAwayGracefully
        )
    }

    /// For the table.
    pub(super) fn name(self) -> String {
        match self {
            Self::Status { code, hint, .. } => match hint {
                Some(_) => format!("status {code}, with a hint"),
                None => format!("status {code}"),
            },
            Self::Late(millis) if millis > 300 => "later than a timeout".to_owned(),
            Self::Late(_) => "late".to_owned(),
            Self::Redirect(code) => format!("redirect {code}"),
            Self::Unasked { status } => format!("unasked {status} after the response"),
            other => format!("{other:?}"),
        }
    }
}

/// A number that depends on all of its input (SplitMix64).
pub(super) fn mixed(seed: u64, one: u64, two: u64) -> u64 {
    let mut state = seed ^ one.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ two.wrapping_mul(0xD1B5_4A32_D192_ED03);
    for _ in 0..2 {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        state ^= state >> 31;
    }
    state
}

/// What becomes of an attempt of a call; of 100, about 60 go well.
pub(super) fn fault(seed: u64, call: u64, attempt: u64, is_http2: bool) -> Fault {
    let random = mixed(seed, call, attempt);
    let detail = random >> 32;
    let carries_out = detail & 1 == 0;
    match random % 1000 {
        0..600 => Fault::Nothing,
        600..650 => Fault::Late(detail % 60),
        // Longer than an attempt may take.
        650..655 => Fault::Late(900),
        655..745 => status(detail, carries_out),
        745..775 => Fault::Reset { carries_out },
        775..790 => Fault::Redirect(pick([301, 302, 303, 307, 308], detail)),
        790..830 => Fault::Gzip,
        830..850 => Fault::Truncated,
        850..870 => Fault::Informational,
        870..1000 if is_http2 => match detail % 6 {
            0..3 => Fault::Refused,
            3 => Fault::GoAway,
            4 => Fault::GoAwayGracefully,
            _ => Fault::Nothing,
        },
        870..873 => Fault::HalfHead { closes: !detail.is_multiple_of(8) },
        873..890 => Fault::BadChunk,
        890..905 => Fault::TooLong,
        905..925 => Fault::Doubled,
        925..950 => Fault::Unasked { status: pick([200, 408], detail) },
        950..985 => Fault::IdleClose,
        _ => Fault::Close,
    }
}

fn status(detail: u64, carries_out: bool) -> Fault {
    let code = pick([408, 425, 429, 429, 500, 502, 503, 504, 520, 529], detail >> 4);
    let hint = pick([None, None, Some("0"), Some("Wed, 09 Jun 2021 10:18:14 GMT")], detail >> 12);
    Fault::Status { code, hint, carries_out: carries_out && !matches!(code, 425 | 429) }
}

fn pick<T: Copy, const COUNT: usize>(from: [T; COUNT], random: u64) -> T {
    let [first, ..] = from.as_slice() else { unreachable!("no list here is empty") };
    from.get((random % COUNT as u64) as usize).copied().unwrap_or(*first)
}
