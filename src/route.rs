//! Page addresses: a route is read from and written to the fragment, so that the page works from any path of any
//! static host and no address reaches a server. **Invariant:** `Route::parse(route.fragment()) == route`.

/// A page of the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Route {
    /// Choose and check the two gateways.
    #[default]
    Connect,
    /// Find every use of the source in a code base.
    Inventory,
    /// Read both catalogues, decide every alias.
    Models,
    /// One request on both sides.
    Compare,
    /// A set of prompts on both sides, many times.
    Golden,
    /// What goes into the user's code.
    Migrate,
    /// Link and files.
    Report,
}

/// What an address asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A page.
    Page(Route),
    /// A shared case, still encoded.
    Case(String),
}

/// What a browser makes of marks around a link; none is part of a case.
const STUCK: [&str; 5] = ["%22", "%27", "%3C", "%3E", "%60"];
/// The prefix of a link that carries a case.
const CASE: &str = "#/case/";

impl Route {
    /// The pages that work, in the order of the steps.
    pub const ALL: [Route; 7] =
        [Route::Connect, Route::Inventory, Route::Models, Route::Compare, Route::Golden, Route::Migrate, Route::Report];

    /// The fragment, with its `#`.
    #[must_use]
    pub const fn fragment(self) -> &'static str {
        match self {
            Route::Connect => "#/connect",
            Route::Inventory => "#/inventory",
            Route::Models => "#/models",
            Route::Compare => "#/compare",
            Route::Golden => "#/golden",
            Route::Migrate => "#/migrate",
            Route::Report => "#/report",
        }
    }

    /// The name in the navigation and in the title.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Route::Connect => "Connect",
            Route::Inventory => "Inventory",
            Route::Models => "Models",
            Route::Compare => "Compare",
            Route::Golden => "Golden set",
            Route::Migrate => "Migrate",
            Route::Report => "Report",
        }
    }

    /// Reads a fragment; whatever is unknown opens the first page.
    #[must_use]
    pub fn parse(fragment: &str) -> Route {
        let bare = fragment.split(['?', '&']).next().unwrap_or("");
        Self::ALL.into_iter().find(|route| route.fragment() == bare).unwrap_or(Route::Connect)
    }
}

impl Address {
    /// Reads a fragment.
    #[must_use]
    pub fn parse(fragment: &str) -> Address {
        match fragment.strip_prefix(CASE) {
            Some(mut code) => {
                // Quotes and brackets that stuck to a link in a mail come escaped by the browser.
                while let Some(shorter) = STUCK.into_iter().find_map(|mark| code.strip_suffix(mark)) {
                    code = shorter;
                }
                Address::Case(code.to_owned())
            }
            None => Address::Page(Route::parse(fragment)),
        }
    }

    /// The fragment of a link that carries the encoded case.
    #[must_use]
    pub fn of_case(code: &str) -> String {
        format!("{CASE}{code}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_round_trip() {
        for route in Route::ALL {
            assert_eq!(Address::parse(route.fragment()), Address::Page(route));
        }
        for odd in ["", "#", "#/", "#/nonsense", "#connect", "/connect"] {
            assert_eq!(Address::parse(odd), Address::Page(Route::Connect), "{odd}");
        }
        assert_eq!(Address::parse(&Address::of_case("1.abc-_")), Address::Case("1.abc-_".into()));
        assert_eq!(Address::parse("#/case/1.abc%22%3E"), Address::Case("1.abc".into()));
    }
}
