//! What the target calls a provider that the source names by slug, slug with a variant, or display name.
//!
//! Not the models of a provider, and not a live list: what is not in the table is not known, which proves nothing.
//! Source: slugs of the source's published SDK reference, ids of the target's catalogue and its own aliases
//! (22 August 2026); the columns of the table say which.
//! **Invariant:** an id of the target leads to itself.

use std::sync::LazyLock;

const TABLE: &str = include_str!("providers.tsv");

/// How sure a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// The same id on both sides, or an alias that the target reads.
    Certain,
    /// Alike by name only.
    Likely,
    /// The target had none on the date of the row.
    None,
    /// Only the target has it.
    Own,
}

/// A provider under both its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Provider {
    /// Slug at the source; empty if only the target has it.
    pub slug: &'static str,
    /// Display name at the source; may be empty.
    pub name: &'static str,
    /// Id at the target; empty if it has none.
    pub target: &'static str,
    /// How sure that is.
    pub certainty: Certainty,
    /// Where it was read.
    pub source: &'static str,
    /// The date of the source, ISO 8601.
    pub date: &'static str,
}

impl Provider {
    fn read(line: &'static str) -> Option<Provider> {
        let mut cells = line.split('\t');
        Some(Provider {
            slug: cells.next()?,
            name: cells.next()?,
            target: cells.next()?,
            certainty: match cells.next()? {
                "certain" => Certainty::Certain,
                "likely" => Certainty::Likely,
                "none" => Certainty::None,
                "own" => Certainty::Own,
                _ => return None,
            },
            source: cells.next()?,
            date: cells.next()?,
        })
    }
}

/// What a name leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// It is an id of the target.
    Same,
    /// The target calls it so.
    Known {
        /// Its id at the target.
        target: &'static str,
        /// Whether a variant (`/turbo`) was left out.
        variant: bool,
        /// Whether only the names are alike.
        likely: bool,
    },
    /// The target is not known to have it.
    Unknown,
}

/// The whole table: providers of the source by slug, then those that only the target has.
#[must_use]
pub fn providers() -> &'static [Provider] {
    static PROVIDERS: LazyLock<Vec<Provider>> =
        LazyLock::new(|| TABLE.lines().skip(1).filter_map(Provider::read).collect());
    &PROVIDERS
}

/// Looks a name up as it stands in `provider.order`, `only` or `ignore`.
#[must_use]
pub fn find(name: &str) -> Found {
    if providers().iter().any(|provider| provider.target == name && !name.is_empty()) {
        return Found::Same;
    }
    let slug = name.split('/').next().unwrap_or(name);
    let same = |provider: &&Provider| {
        !provider.target.is_empty()
            && (provider.slug.eq_ignore_ascii_case(slug) && !slug.is_empty()
                || provider.name.eq_ignore_ascii_case(name) && !name.is_empty()
                || provider.target.eq_ignore_ascii_case(slug))
    };
    match providers().iter().find(same) {
        Some(provider) => Found::Known {
            target: provider.target,
            variant: slug.len() != name.len(),
            likely: provider.certainty == Certainty::Likely && provider.target != slug,
        },
        None => Found::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_row_with_its_source() {
        assert_eq!(providers().len(), TABLE.lines().count() - 1);
        for provider in providers() {
            assert!(!provider.slug.is_empty() || !provider.target.is_empty(), "{provider:?}");
            assert_eq!(provider.target.is_empty(), provider.certainty == Certainty::None, "{provider:?}");
            assert_eq!(provider.slug.is_empty(), provider.certainty == Certainty::Own, "{provider:?}");
            assert!(provider.date.len() == 10 && !provider.source.is_empty());
            let twice = providers().iter().filter(|other| !other.slug.is_empty() && other.slug == provider.slug);
            assert!(twice.count() <= 1, "{provider:?}");
        }
    }

    #[test]
    fn an_id_of_the_target_leads_to_itself() {
        for provider in providers().iter().filter(|provider| !provider.target.is_empty()) {
            assert_eq!(find(provider.target), Found::Same, "{provider:?}");
        }
    }

    #[test]
    fn names_lead_to_the_target() {
        let known = |target, variant, likely| Found::Known { target, variant, likely };
        for (name, found) in [
            ("openai", Found::Same),
            ("OpenAI", known("openai", false, false)),
            ("Google AI Studio", known("google-ai-studio", false, false)),
            ("deepinfra/turbo", known("deepinfra", true, false)),
            ("openai/priority", known("openai", true, false)),
            ("nebius", known("nebius-token-factory", false, true)),
            ("wandb", known("weights-and-biases", false, true)),
            ("WandB", known("weights-and-biases", false, true)),
            ("alibaba", known("alibaba-cloud", false, true)),
            ("xai", known("spacex-ai", false, false)),
            ("xAI", known("spacex-ai", false, false)),
            ("novita-ai", known("novita", false, false)),
            ("chutes", Found::Unknown),
            ("no such provider", Found::Unknown),
            ("", Found::Unknown),
            ("/", Found::Unknown),
        ] {
            assert_eq!(find(name), found, "{name}");
        }
    }
}
