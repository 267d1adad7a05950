//! The providers behind both gateways: what each side calls them. Not their models.
//! **Invariant:** a target id stands once; every provider of the model table has a row (a test says so).

/// A provider under both its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulator) struct Provider {
    /// Id at the target (Aug 2026 catalogue).
    pub(in crate::simulator) target: &'static str,
    /// Display name, at the source and, in our simulation, at the target.
    pub(in crate::simulator) name: &'static str,
    /// Slug at the source, as it stands in `provider.order`.
    pub(in crate::simulator) source: &'static str,
    /// Two letters of a country.
    pub(in crate::simulator) country: &'static str,
}

const fn row(target: &'static str, name: &'static str, source: &'static str, country: &'static str) -> Provider {
    Provider { target, name, source, country }
}

/// All providers of the model table.
pub(in crate::simulator) const PROVIDERS: &[Provider] = &[
    row("openai", "OpenAI", "openai", "US"),
    row("anthropic", "Anthropic", "anthropic", "US"),
    row("google-vertex", "Google", "google-vertex", "US"),
    row("google-ai-studio", "Google AI Studio", "google-ai-studio", "US"),
    row("amazon-bedrock", "Amazon Bedrock", "amazon-bedrock", "US"),
    row("deepinfra", "DeepInfra", "deepinfra", "US"),
    row("novita", "Novita", "novita", "US"),
    row("together", "Together", "together", "US"),
    row("groq", "Groq", "groq", "US"),
    row("fireworks", "Fireworks", "fireworks", "US"),
    row("baseten", "BaseTen", "baseten", "US"),
    row("gmicloud", "GMICloud", "gmicloud", "US"),
    row("siliconflow", "SiliconFlow", "siliconflow", "SG"),
    row("alibaba-cloud", "Alibaba", "alibaba", "SG"),
    row("atlascloud", "AtlasCloud", "atlas-cloud", "US"),
    row("mistral", "Mistral", "mistral", "FR"),
    row("deepseek", "DeepSeek", "deepseek", "CN"),
    row("moonshotai", "Moonshot AI", "moonshotai", "SG"),
    row("minimax", "Minimax", "minimax", "SG"),
    row("z-ai", "Z.AI", "z-ai", "SG"),
    row("spacex-ai", "xAI", "xai", "US"),
    row("nebius-token-factory", "Nebius", "nebius", "NL"),
    row("cerebras", "Cerebras", "cerebras", "US"),
    row("venice", "Venice", "venice", "US"),
    row("xiaomi", "Xiaomi", "xiaomi", "CN"),
    row("poolside", "Poolside", "poolside", "US"),
    row("cohere", "Cohere", "cohere", "CA"),
    row("perplexity", "Perplexity", "perplexity", "US"),
];

/// The provider that the target calls so, its accepted aliases included (`lib/config/providerAliases.ts`, Aug 2026).
pub(in crate::simulator) fn by_target_id(id: &str) -> Option<&'static Provider> {
    let id = match id {
        "x-ai" | "xai" => "spacex-ai",
        "novitaai" | "novita-ai" => "novita",
        other => other,
    };
    PROVIDERS.iter().find(|provider| provider.target == id)
}

/// The provider that the source calls so: slug, slug with a variant (`deepinfra/turbo`), or display name.
pub(in crate::simulator) fn by_source_name(name: &str) -> Option<&'static Provider> {
    let slug = name.split('/').next().unwrap_or(name);
    PROVIDERS
        .iter()
        .find(|provider| provider.source.eq_ignore_ascii_case(slug) || provider.name.eq_ignore_ascii_case(name))
}
