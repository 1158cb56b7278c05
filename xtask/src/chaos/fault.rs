//! The faults of the server. The seed, the number of the call and the attempt decide which one happens.

/// A behaviour of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The right response.
    Nothing,
    /// The right response, after some milliseconds.
    Late(u64),
    /// A status, with or without `Retry-After`.
    Status { code: u16, retry_after: Option<&'static str>, is_processed: bool },
    /// The connection is reset: for HTTP/2, the stream.
    Reset { is_processed: bool },
    /// A part of the head and nothing more, on a connection that the server closes or not.
    HalfHead { closes: bool },
    /// Fewer bytes than `Content-Length` declares.
    Truncated,
    /// More bytes than `Content-Length` declares.
    TooLong,
    /// The right response twice.
    Doubled,
    /// The right response, then an unsolicited response to another call.
    Unasked { status: u16 },
    /// A chunk whose length is not a number.
    BadChunk,
    /// The right response, compressed in several members.
    Gzip,
    /// A redirect to another image.
    Redirect(u16),
    /// An informational response before the right one.
    Informational,
    /// The right response, and a connection that the server closes soon after without notice.
    IdleClose,
    /// The right response with `Connection: close`.
    Close,
    /// HTTP/2: the server refuses the stream and does not process it (RFC 9113, section 8.7).
    Refused,
    /// HTTP/2: the server ends the connection by GOAWAY; it has not processed streams above the last one
    /// (section 6.8).
    GoAway,
    /// HTTP/2: the server accepts no new streams, and completes the others.
    GoAwayGracefully,
}

impl Fault {
    /// Returns whether the server processes the request.
    pub(super) fn is_processed(self) -> bool {
        match self {
            Self::Status { is_processed, .. } | Self::Reset { is_processed } => is_processed,
            Self::Redirect(_) | Self::Refused | Self::GoAway => false,
            _ => true,
        }
    }

    /// Returns whether a client may repeat any request after it, because it knows that the server has not
    /// processed it.
    pub(super) fn may_be_repeated(self) -> bool {
        matches!(self, Self::Refused | Self::Status { code: 425 | 429, .. })
    }

    /// Returns whether the response is right and complete, so that the call must succeed.
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

    /// Returns the name in the table.
    pub(super) fn name(self) -> String {
        match self {
            Self::Status { code, retry_after, .. } => match retry_after {
                Some(_) => format!("status {code} with Retry-After"),
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

/// Returns a number that depends on all of its input (SplitMix64).
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

/// Returns the fault for an attempt of a call; about 60 of 100 attempts have none.
pub(super) fn fault(seed: u64, call: u64, attempt: u64, is_http2: bool) -> Fault {
    let random = mixed(seed, call, attempt);
    let detail = random >> 32;
    let is_processed = detail & 1 == 0;
    match random % 1000 {
        0..600 => Fault::Nothing,
        600..650 => Fault::Late(detail % 60),
        // Longer than the timeout of an attempt.
        650..655 => Fault::Late(900),
        655..745 => status(detail, is_processed),
        745..775 => Fault::Reset { is_processed },
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

fn status(detail: u64, is_processed: bool) -> Fault {
    let code = pick([408, 425, 429, 429, 500, 502, 503, 504, 520, 529], detail >> 4);
    let retry_after = pick([None, None, Some("0"), Some("Wed, 09 Jun 2021 10:18:14 GMT")], detail >> 12);
    Fault::Status { code, retry_after, is_processed: is_processed && !matches!(code, 425 | 429) }
}

fn pick<T: Copy, const COUNT: usize>(from: [T; COUNT], random: u64) -> T {
    let [first, ..] = from.as_slice() else { unreachable!("no list here is empty") };
    from.get((random % COUNT as u64) as usize).copied().unwrap_or(*first)
}
