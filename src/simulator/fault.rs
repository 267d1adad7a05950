//! The ways in which a gateway, or something between it and the reader, can go wrong.
//! Not their bytes: `outage` and `strike` write those. **Invariant:** every fault has one name, and `parse` reads it.

/// One thing that goes wrong.
///
/// Chosen by a request (`fault/NAME` as its model) it strikes that request. As a fault of a whole [`super::Simulator`]
/// `502`, `503`, `html`, `hang`, `no-cors`, `refused-header` and `wrong-content-type` strike everything, the other
/// statuses whatever needs a key, and the rest chat and responses only, so that lists and key checks still work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The key is refused.
    Unauthorized,
    /// No credit is left.
    PaymentRequired,
    /// A guardrail or moderation refuses.
    Forbidden,
    /// No provider route is found.
    NotFound,
    /// The upstream takes too long.
    Timeout,
    /// The body is too large.
    TooLarge,
    /// Too many requests, without a word on when to come back.
    RateLimited,
    /// Too many requests, with the seconds to wait.
    RateLimitedWithHint,
    /// Too many requests, with one second to wait.
    RateLimitedBriefly,
    /// The upstream failed.
    BadGateway,
    /// Nobody can serve right now.
    Unavailable,
    /// A proxy's HTML page in place of an answer.
    Html,
    /// Nothing is ever answered.
    Hang,
    /// The answer starts, then stays silent with the connection open.
    HangMidStream,
    /// The answer starts, then the connection is cut.
    CloseMidStream,
    /// The answer starts, then the gateway's own error frame comes.
    ErrorMidStream,
    /// Status 200, and the body holds only an error.
    ErrorIn200,
    /// A few bytes at a time.
    SlowDrip,
    /// All frames in one write.
    Burst,
    /// No CORS header anywhere.
    NoCors,
    /// The preflight does not allow `Authorization`.
    RefusedHeader,
    /// The right bytes under `text/html`.
    WrongContentType,
    /// Bytes that are no UTF-8 inside of the text.
    InvalidUtf8,
    /// A frame of five million bytes.
    HugeFrame,
    /// Many events at a fixed rate, for measuring a reader.
    Flood,
    /// Two parameters are silently not taken as they were sent.
    FaultyParameters,
    /// One request in ten goes wrong, in one of three ways; another attempt of it draws anew.
    Mixed,
}

/// Which answers a fault of the whole gateway strikes. (One chosen by model id strikes that request alone.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Every request below the base path.
    Everything,
    /// Every request that needs a key.
    Keyed,
    /// Chat and responses only, so that model lists and key checks still work.
    Answers,
}

impl Fault {
    /// All, in the order in which a list shows them.
    pub const ALL: [Fault; 27] = [
        Fault::Unauthorized,
        Fault::PaymentRequired,
        Fault::Forbidden,
        Fault::NotFound,
        Fault::Timeout,
        Fault::TooLarge,
        Fault::RateLimited,
        Fault::RateLimitedWithHint,
        Fault::RateLimitedBriefly,
        Fault::BadGateway,
        Fault::Unavailable,
        Fault::Html,
        Fault::Hang,
        Fault::HangMidStream,
        Fault::CloseMidStream,
        Fault::ErrorMidStream,
        Fault::ErrorIn200,
        Fault::SlowDrip,
        Fault::Burst,
        Fault::NoCors,
        Fault::RefusedHeader,
        Fault::WrongContentType,
        Fault::InvalidUtf8,
        Fault::HugeFrame,
        Fault::Flood,
        Fault::FaultyParameters,
        Fault::Mixed,
    ];

    /// The name used on a command line and after `fault/` in a model id.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Fault::Unauthorized => "401",
            Fault::PaymentRequired => "402",
            Fault::Forbidden => "403",
            Fault::NotFound => "404",
            Fault::Timeout => "408",
            Fault::TooLarge => "413",
            Fault::RateLimited => "429",
            Fault::RateLimitedWithHint => "429-retry-after",
            Fault::RateLimitedBriefly => "429-brief",
            Fault::BadGateway => "502",
            Fault::Unavailable => "503",
            Fault::Html => "html",
            Fault::Hang => "hang",
            Fault::HangMidStream => "hang-mid-stream",
            Fault::CloseMidStream => "close-mid-stream",
            Fault::ErrorMidStream => "error-mid-stream",
            Fault::ErrorIn200 => "error-in-200",
            Fault::SlowDrip => "slow-drip",
            Fault::Burst => "burst",
            Fault::NoCors => "no-cors",
            Fault::RefusedHeader => "refused-header",
            Fault::WrongContentType => "wrong-content-type",
            Fault::InvalidUtf8 => "invalid-utf-8",
            Fault::HugeFrame => "huge-frame",
            Fault::Flood => "flood",
            Fault::FaultyParameters => "faulty-parameters",
            Fault::Mixed => "mixed",
        }
    }

    /// The fault of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.name() == name)
    }

    /// One sentence for a person who chooses a fault.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Fault::Unauthorized => "The gateway refuses the key, in the shape of each route.",
            Fault::PaymentRequired => "The account has no credit left.",
            Fault::Forbidden => "A guardrail refuses the request.",
            Fault::NotFound => "No provider route is found for the model.",
            Fault::Timeout => "The provider takes too long and the gateway gives up.",
            Fault::TooLarge => "The gateway says that the body is too large.",
            Fault::RateLimited => "Too many requests, without a hint when to try again.",
            Fault::RateLimitedWithHint => "Too many requests, with the seconds to wait where the gateway puts them.",
            Fault::RateLimitedBriefly => "Too many requests, with one second to wait.",
            Fault::BadGateway => "The provider behind the gateway failed.",
            Fault::Unavailable => "Nobody can serve the request right now.",
            Fault::Html => "A proxy answers with an HTML page and status 502.",
            Fault::Hang => "No answer ever starts.",
            Fault::HangMidStream => "The answer starts, then nothing more comes and the connection stays open.",
            Fault::CloseMidStream => "The answer starts, then the connection breaks in the middle of a frame.",
            Fault::ErrorMidStream => "The answer starts, then the gateway reports an error inside of the stream.",
            Fault::ErrorIn200 => "Status 200, but the body holds only an error.",
            Fault::SlowDrip => "The answer comes a few bytes at a time, across frames and characters.",
            Fault::Burst => "The whole answer comes in one write.",
            Fault::NoCors => "The CORS headers are missing, so a browser hides the answer.",
            Fault::RefusedHeader => {
                "The preflight does not allow the Authorization header, so a browser never sends the request."
            }
            Fault::WrongContentType => "The right bytes come under the content type of a web page.",
            Fault::InvalidUtf8 => "The text holds bytes that are not UTF-8.",
            Fault::HugeFrame => "One frame is five million bytes long.",
            Fault::Mixed => {
                "One request in ten goes wrong: a rate limit of a second, a failed provider, or a cut in the middle."
            }
            Fault::Flood => "As many events as max_tokens says, at 500 a second, for measuring the page.",
            Fault::FaultyParameters => {
                "The stop words are dropped and a temperature out of range is brought into it, both without a word."
            }
        }
    }

    pub(super) const fn reach(self) -> Reach {
        match self {
            Fault::BadGateway
            | Fault::Unavailable
            | Fault::Html
            | Fault::Hang
            | Fault::NoCors
            | Fault::RefusedHeader
            | Fault::WrongContentType => Reach::Everything,
            Fault::Unauthorized
            | Fault::PaymentRequired
            | Fault::Forbidden
            | Fault::NotFound
            | Fault::Timeout
            | Fault::TooLarge
            | Fault::RateLimited
            | Fault::RateLimitedWithHint
            | Fault::RateLimitedBriefly => Reach::Keyed,
            Fault::HangMidStream
            | Fault::CloseMidStream
            | Fault::ErrorMidStream
            | Fault::ErrorIn200
            | Fault::SlowDrip
            | Fault::Burst
            | Fault::InvalidUtf8
            | Fault::HugeFrame
            | Fault::Flood
            | Fault::FaultyParameters
            | Fault::Mixed => Reach::Answers,
        }
    }
}
