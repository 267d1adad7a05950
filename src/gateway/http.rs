//! HTTP as data: what is to be sent, and what came back as far as a browser could read it.
//! Not a client: sending is an effect. **Invariant:** no value here holds an `Authorization` header;
//! the key joins a request only at the moment of sending, and only if it belongs to the request's origin.

/// The methods that the two gateways are asked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `OPTIONS`
    Options,
}

impl Method {
    /// The method as it is written on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Options => "OPTIONS",
        }
    }
}

/// A request without its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// Method.
    pub method: Method,
    /// Absolute URL.
    pub url: String,
    /// Header names and values in the order of sending; never `Authorization`.
    pub headers: Vec<(String, String)>,
    /// JSON text, if any.
    pub body: Option<String>,
}

/// What stands before a body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HttpHead {
    /// Status code.
    pub status: u16,
    /// Those headers that could be read. In a browser a header that is missing here may still have been sent:
    /// CORS hides all but the safelisted and the exposed ones, so absence is "not readable", never "absent".
    pub headers: Vec<(String, String)>,
}

impl HttpHead {
    /// The value of the first header of that name, compared without regard to case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}
