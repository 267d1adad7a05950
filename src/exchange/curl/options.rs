//! The options of curl: their names, and which of them take a value.
//! Not what they mean; that is `arguments`.
//! Source: curl's own table (`src/tool_getparam.c`) and the help of version 7.88; names of newer versions are in it too.
//! **Invariant:** no name and no letter stands twice.

/// Options that take a value, with the letter that is short for each.
#[rustfmt::skip]
const WITH_VALUE: &[(&str, char)] = &[
    ("abstract-unix-socket", ' '), ("alt-svc", ' '), ("aws-sigv4", ' '), ("cacert", ' '), ("capath", ' '), ("cert", 'E'),
    ("cert-type", ' '), ("ciphers", ' '), ("config", 'K'), ("connect-timeout", ' '), ("connect-to", ' '),
    ("continue-at", 'C'), ("cookie", 'b'), ("cookie-jar", 'c'), ("create-file-mode", ' '), ("crlfile", ' '), ("curves", ' '),
    ("data", 'd'), ("data-ascii", ' '), ("data-binary", ' '), ("data-raw", ' '), ("data-urlencode", ' '),
    ("delegation", ' '), ("dns-interface", ' '), ("dns-ipv4-addr", ' '), ("dns-ipv6-addr", ' '), ("dns-servers", ' '),
    ("doh-url", ' '), ("dump-header", 'D'), ("ech", ' '), ("egd-file", ' '), ("engine", ' '), ("etag-compare", ' '),
    ("etag-save", ' '), ("expect100-timeout", ' '), ("form", 'F'), ("form-string", ' '), ("ftp-account", ' '),
    ("ftp-alternative-to-user", ' '), ("ftp-method", ' '), ("ftp-port", 'P'), ("ftp-ssl-ccc-mode", ' '),
    ("happy-eyeballs-timeout-ms", ' '), ("haproxy-clientip", ' '), ("header", 'H'), ("hostpubmd5", ' '),
    ("hostpubsha256", ' '), ("hsts", ' '), ("interface", ' '), ("ip-tos", ' '), ("ipfs-gateway", ' '), ("json", ' '),
    ("keepalive-cnt", ' '), ("keepalive-time", ' '), ("key", ' '), ("key-type", ' '), ("knownhosts", ' '), ("krb", ' '),
    ("libcurl", ' '), ("limit-rate", ' '), ("local-port", ' '), ("login-options", ' '), ("mail-auth", ' '),
    ("mail-from", ' '), ("mail-rcpt", ' '), ("max-filesize", ' '), ("max-redirs", ' '), ("max-time", 'm'),
    ("netrc-file", ' '), ("noproxy", ' '), ("oauth2-bearer", ' '), ("output", 'o'), ("output-dir", ' '),
    ("parallel-max", ' '), ("parallel-max-host", ' '), ("pass", ' '), ("pinnedpubkey", ' '), ("preproxy", ' '),
    ("proto", ' '), ("proto-default", ' '), ("proto-redir", ' '), ("proxy", 'x'), ("proxy-cacert", ' '),
    ("proxy-capath", ' '), ("proxy-cert", ' '), ("proxy-cert-type", ' '), ("proxy-ciphers", ' '), ("proxy-crlfile", ' '),
    ("proxy-header", ' '), ("proxy-key", ' '), ("proxy-key-type", ' '), ("proxy-pass", ' '), ("proxy-pinnedpubkey", ' '),
    ("proxy-service-name", ' '), ("proxy-tls13-ciphers", ' '), ("proxy-tlsauthtype", ' '), ("proxy-tlspassword", ' '),
    ("proxy-tlsuser", ' '), ("proxy-user", 'U'), ("proxy1.0", ' '), ("pubkey", ' '), ("quote", 'Q'), ("random-file", ' '),
    ("range", 'r'), ("rate", ' '), ("referer", 'e'), ("request", 'X'), ("request-target", ' '), ("resolve", ' '),
    ("retry", ' '), ("retry-delay", ' '), ("retry-max-time", ' '), ("sasl-authzid", ' '), ("service-name", ' '),
    ("sigalgs", ' '), ("socks4", ' '), ("socks4a", ' '), ("socks5", ' '), ("socks5-gssapi-service", ' '),
    ("socks5-hostname", ' '), ("speed-limit", 'Y'), ("speed-time", 'y'), ("stderr", ' '), ("telnet-option", 't'),
    ("tftp-blksize", ' '), ("time-cond", 'z'), ("tls-max", ' '), ("tls13-ciphers", ' '), ("tlsauthtype", ' '),
    ("tlspassword", ' '), ("tlsuser", ' '), ("trace", ' '), ("trace-ascii", ' '), ("trace-config", ' '),
    ("unix-socket", ' '), ("upload-file", 'T'), ("upload-flags", ' '), ("url", ' '), ("url-query", ' '), ("user", 'u'),
    ("user-agent", 'A'), ("variable", ' '), ("vlan-priority", ' '), ("write-out", 'w'),
];

/// Options that take none.
#[rustfmt::skip]
const SWITCHES: &[(&str, char)] = &[
    ("alpn", ' '), ("anyauth", ' '), ("append", 'a'), ("basic", ' '), ("buffer", 'N'), ("ca-native", ' '),
    ("cert-status", ' '), ("clobber", ' '), ("compressed", ' '), ("compressed-ssh", ' '), ("create-dirs", ' '),
    ("crlf", ' '), ("digest", ' '), ("disable", 'q'), ("disable-eprt", ' '), ("disable-epsv", ' '),
    ("disallow-username-in-url", ' '), ("doh-cert-status", ' '), ("doh-insecure", ' '), ("dump-ca-embed", ' '),
    ("eprt", ' '), ("epsv", ' '), ("fail", 'f'), ("fail-early", ' '), ("fail-with-body", ' '), ("false-start", ' '),
    ("follow", ' '), ("form-escape", ' '), ("ftp-create-dirs", ' '), ("ftp-pasv", ' '), ("ftp-pret", ' '),
    ("ftp-skip-pasv-ip", ' '), ("ftp-ssl", ' '), ("ftp-ssl-ccc", ' '), ("ftp-ssl-control", ' '), ("ftp-ssl-reqd", ' '),
    ("get", 'G'), ("globoff", 'g'), ("haproxy-protocol", ' '), ("head", 'I'), ("help", 'h'), ("http0.9", ' '),
    ("http1.0", '0'), ("http1.1", ' '), ("http2", ' '), ("http2-prior-knowledge", ' '), ("http3", ' '),
    ("http3-only", ' '), ("ignore-content-length", ' '), ("include", ' '), ("insecure", 'k'), ("ipv4", '4'), ("ipv6", '6'),
    ("junk-session-cookies", 'j'), ("keepalive", ' '), ("list-only", 'l'), ("location", 'L'), ("location-trusted", ' '),
    ("mail-rcpt-allowfails", ' '), ("manual", 'M'), ("metalink", ' '), ("mptcp", ' '), ("negotiate", ' '), ("netrc", 'n'),
    ("netrc-optional", ' '), ("next", ':'), ("npn", ' '), ("ntlm", ' '), ("ntlm-wb", ' '),
    ("out-null", ' '), ("parallel", 'Z'), ("parallel-immediate", ' '), ("path-as-is", ' '), ("post301", ' '),
    ("post302", ' '), ("post303", ' '), ("progress-bar", '#'), ("progress-meter", ' '), ("proxy-anyauth", ' '),
    ("proxy-basic", ' '), ("proxy-ca-native", ' '), ("proxy-digest", ' '), ("proxy-http2", ' '), ("proxy-insecure", ' '),
    ("proxy-negotiate", ' '), ("proxy-ntlm", ' '), ("proxy-ssl-allow-beast", ' '), ("proxy-ssl-auto-client-cert", ' '),
    ("proxy-tlsv1", ' '), ("proxytunnel", 'p'), ("raw", ' '), ("remote-header-name", 'J'), ("remote-name", 'O'),
    ("remote-name-all", ' '), ("remote-time", 'R'), ("remove-on-error", ' '), ("retry-all-errors", ' '),
    ("retry-connrefused", ' '), ("sasl-ir", ' '), ("sessionid", ' '), ("show-error", 'S'), ("show-headers", 'i'),
    ("silent", 's'), ("skip-existing", ' '), ("socks5-basic", ' '), ("socks5-gssapi", ' '), ("socks5-gssapi-nec", ' '),
    ("ssl", ' '), ("ssl-allow-beast", ' '), ("ssl-auto-client-cert", ' '), ("ssl-no-revoke", ' '), ("ssl-reqd", ' '),
    ("ssl-revoke-best-effort", ' '), ("ssl-sessions", ' '), ("sslv2", '2'), ("sslv3", '3'), ("styled-output", ' '),
    ("suppress-connect-headers", ' '), ("tcp-fastopen", ' '), ("tcp-nodelay", ' '), ("tftp-no-options", ' '),
    ("tls-earlydata", ' '), ("tlsv1", '1'), ("tlsv1.0", ' '), ("tlsv1.1", ' '), ("tlsv1.2", ' '), ("tlsv1.3", ' '),
    ("tr-encoding", ' '), ("trace-ids", ' '), ("trace-time", ' '), ("use-ascii", 'B'), ("verbose", 'v'), ("version", 'V'),
    ("xattr", ' '),
];

/// Options that say how to connect, which a page cannot follow. All others that are not read change only what curl
/// shows, saves or tries again.
#[rustfmt::skip]
const CONNECTION: &[&str] = &[
    "abstract-unix-socket", "aws-sigv4", "cacert", "capath", "cert", "config", "connect-to", "digest", "doh-url",
    "interface", "insecure", "key", "negotiate", "netrc", "netrc-file", "netrc-optional", "ntlm", "pass", "preproxy", "proxy",
    "proxy-header", "proxy-user", "proxy1.0", "request-target", "resolve", "socks4", "socks4a", "socks5", "socks5-hostname",
    "time-cond", "unix-socket", "anyauth", "variable",
];

/// An option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CurlOption {
    /// Its long name, without dashes.
    pub name: &'static str,
    /// Whether it takes a value.
    pub takes_value: bool,
}

/// What a long name means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// This option; switched off if the second is false.
    Option(CurlOption, bool),
    /// The beginning of several, which all take a value or not.
    Ambiguous {
        /// Whether they do.
        take_value: bool,
    },
    /// Nothing.
    Unknown,
}

impl CurlOption {
    fn all() -> impl Iterator<Item = (CurlOption, char)> {
        let with = |takes_value: bool| {
            move |(name, letter): &(&'static str, char)| (CurlOption { name, takes_value }, *letter)
        };
        WITH_VALUE.iter().map(with(true)).chain(SWITCHES.iter().map(with(false)))
    }

    /// The option that a letter is short for.
    pub fn short(letter: char) -> Option<CurlOption> {
        Self::all().find(|(_, other)| *other == letter && letter != ' ').map(|(option, _)| option)
    }

    /// The option of a long name, or of a beginning that only one name has, as curl took it up to version 8.
    pub fn long(name: &str) -> Found {
        // `--expand-url` replaces curl's own variables first; what they hold is not known here.
        let name = name.strip_prefix("expand-").unwrap_or(name).to_ascii_lowercase();
        let exact = |name: &str| Self::all().find(|(option, _)| option.name == name).map(|(option, _)| option);
        if let Some(option) = exact(&name) {
            return Found::Option(option, true);
        }
        let bare = name.strip_prefix("no-");
        if let Some(option) = bare.and_then(exact).filter(|option| !option.takes_value) {
            return Found::Option(option, false);
        }
        let begins = |start: &str| Self::all().filter(|(option, _)| option.name.starts_with(start)).count();
        let (start, on) = match bare {
            Some(bare) if begins(&name) == 0 => (bare, false),
            _ => (name.as_str(), true),
        };
        match (start.is_empty(), begins(start)) {
            (true, _) | (_, 0) => Found::Unknown,
            (_, 1) => match Self::all().find(|(option, _)| option.name.starts_with(start)) {
                Some((option, _)) => Found::Option(option, on),
                None => Found::Unknown,
            },
            _ => {
                let mut named = Self::all().filter(|(option, _)| option.name.starts_with(start));
                Found::Ambiguous { take_value: named.all(|(option, _)| option.takes_value) }
            }
        }
    }

    /// Whether it says how to connect.
    pub fn is_of_connection(self) -> bool {
        CONNECTION.contains(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_and_letters_are_unique() {
        let names: BTreeSet<&str> = CurlOption::all().map(|(option, _)| option.name).collect();
        assert_eq!(names.len(), CurlOption::all().count());
        let letters: Vec<char> = CurlOption::all().map(|(_, letter)| letter).filter(|letter| *letter != ' ').collect();
        assert_eq!(letters.iter().collect::<BTreeSet<_>>().len(), letters.len());
        for name in CONNECTION {
            assert!(names.contains(name), "{name}");
        }
    }

    #[test]
    fn beginnings_are_enough_if_they_are_of_one() {
        let name = |text: &str| match CurlOption::long(text) {
            Found::Option(option, on) => Some((option.name, on)),
            _ => None,
        };
        assert_eq!(name("data"), Some(("data", true)));
        assert_eq!(name("data-u"), Some(("data-urlencode", true)));
        assert_eq!(name("req"), None, "request and request-target");
        assert_eq!(name("compress"), None);
        assert_eq!(name("silen"), Some(("silent", true)));
        assert_eq!(name("no-silent"), Some(("silent", false)));
        assert_eq!(name("no-buffer"), Some(("buffer", false)));
        assert_eq!(name("no-keepalive"), Some(("keepalive", false)));
        assert_eq!(CurlOption::long("nonsense"), Found::Unknown);
        assert_eq!(CurlOption::long(""), Found::Unknown);
        assert_eq!(CurlOption::long("no-"), Found::Unknown);
    }
}
