//! What a client of the source's own packages becomes in its ecosystem, as data.
//! Not the edits: the rule makes them.
//! **Invariant:** an option that is not listed here is not known to mean the same, so that the rule abstains.
//!
//! Sources: the published packages `@openrouter/ai-sdk-provider`, `@langchain/openrouter`, `@openrouter/sdk`,
//! `@tanstack/ai-openrouter`, `langchain-openrouter`, `llama-index-llms-openrouter`, `pydantic-ai`, `openrouter`, and their OpenAI-compatible
//! counterparts, 2026-11.

use crate::migrate::change::Safety;

/// A value that is added to the options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// The target's base URL as a string.
    BaseUrl,
    /// The key from the environment.
    Key,
    /// Code; `{base_url}` stands for the address.
    Text(&'static str),
}

/// One rewriting.
#[derive(Debug)]
pub(super) struct Recipe {
    /// The module that is imported today.
    pub module: &'static str,
    /// The name that is imported today.
    pub name: &'static str,
    pub module_to: &'static str,
    pub name_to: &'static str,
    /// What is called instead; `{base_url}`, `{key}` and `{model}` stand for the address, the key and the call's model.
    pub callee: &'static str,
    /// The option of the new client for further fields of the body, and the old options that are such fields.
    pub body: &'static str,
    pub fields: &'static [(&'static str, &'static str)],
    /// Whether options are properties of an object, rather than named arguments.
    pub in_object: bool,
    /// Options that mean the same.
    pub known: &'static [&'static str],
    /// Options that go without a loss.
    pub dropped: &'static [&'static str],
    pub renamed: &'static [(&'static str, &'static str)],
    /// Options that are added where they are absent.
    pub added: &'static [(&'static str, Value)],
    /// Methods of the client by their names behind the variable.
    pub methods: &'static [(&'static [&'static str], &'static str)],
    /// Methods that have no counterpart.
    pub refused_methods: &'static [&'static str],
    /// Arguments of those methods that mean the same; empty if they are not looked at.
    pub arguments: &'static [&'static str],
    pub argument_names: &'static [(&'static str, &'static str)],
    pub safety: Safety,
    pub reason: &'static str,
}

/// The recipe for a name of a module.
pub(super) fn recipe(module: &str, name: &str) -> Option<&'static Recipe> {
    RECIPES.iter().find(|recipe| recipe.module == module && recipe.name == name)
}

/// The recipe of the function that makes what a package brings ready-made: `openrouter` of the AI SDK's provider is
/// `createOpenRouter()`.
pub(super) fn of_instance(module: &str, name: &str) -> Option<&'static Recipe> {
    let made = module == "@openrouter/ai-sdk-provider" && name == "openrouter";
    if made { recipe(module, "createOpenRouter") } else { None }
}

/// The recipes for a module.
pub(super) fn of_module(module: &str) -> impl Iterator<Item = &'static Recipe> {
    RECIPES.iter().filter(move |recipe| recipe.module == module)
}

const CHAT_OPTIONS: &[&str] = &[
    "model",
    "temperature",
    "maxTokens",
    "topP",
    "streaming",
    "maxRetries",
    "timeout",
    "stop",
    "apiKey",
    "verbose",
    "callbacks",
];

const SDK_ARGUMENTS: &[&str] = &["model", "messages", "stream", "temperature", "seed", "stop", "user", "tools"];

static RECIPES: [Recipe; 9] = [
    Recipe {
        module: "@openrouter/ai-sdk-provider",
        name: "createOpenRouter",
        module_to: "@ai-sdk/openai-compatible",
        name_to: "createOpenAICompatible",
        callee: "createOpenAICompatible",
        body: "",
        fields: &[],
        in_object: true,
        known: &["apiKey", "baseURL", "headers", "fetch", "name"],
        dropped: &["compatibility", "appName", "appUrl"],
        renamed: &[],
        added: &[("name", Value::Text("\"phaseo\"")), ("baseURL", Value::BaseUrl), ("apiKey", Value::Key)],
        methods: &[(&["chat"], "chatModel"), (&["completion"], "completionModel")],
        refused_methods: &["imageModel", "tools"],
        arguments: &[],
        argument_names: &[],
        safety: Safety::NeedsReview,
        reason: "createOpenAICompatible is the same kind of provider for any OpenAI-compatible gateway. Options of single models (reasoning, usage, plugins) and providerMetadata.openrouter do not go along: check them.",
    },
    Recipe {
        module: "@langchain/openrouter",
        name: "ChatOpenRouter",
        module_to: "@langchain/openai",
        name_to: "ChatOpenAI",
        callee: "ChatOpenAI",
        body: "modelKwargs",
        fields: &[
            ("provider", "provider"),
            ("plugins", "plugins"),
            ("models", "models"),
            ("route", "route"),
            ("reasoning", "reasoning"),
        ],
        in_object: true,
        known: CHAT_OPTIONS,
        dropped: &["siteUrl", "siteName"],
        renamed: &[],
        added: &[("configuration", Value::Text("{ baseURL: \"{base_url}\" }")), ("apiKey", Value::Key)],
        methods: &[],
        refused_methods: &[],
        arguments: &[],
        argument_names: &[],
        safety: Safety::NeedsReview,
        reason: "ChatOpenAI with a base URL is the same chat model for any OpenAI-compatible gateway. siteUrl and siteName were attribution headers of the source.",
    },
    Recipe {
        module: "@openrouter/sdk",
        name: "OpenRouter",
        module_to: "openai",
        name_to: "OpenAI",
        callee: "OpenAI",
        body: "",
        fields: &[],
        in_object: true,
        known: &["apiKey"],
        dropped: &["httpReferer", "appTitle"],
        renamed: &[("serverURL", "baseURL")],
        added: &[("baseURL", Value::BaseUrl), ("apiKey", Value::Key)],
        methods: &[(&["chat", "send"], "chat.completions.create")],
        refused_methods: &[
            "models",
            "generations",
            "credits",
            "apiKeys",
            "embeddings",
            "beta",
            "callModel",
            "oAuth",
            "providers",
            "endpoints",
        ],
        arguments: SDK_ARGUMENTS,
        argument_names: &[
            ("maxTokens", "max_tokens"),
            ("topP", "top_p"),
            ("toolChoice", "tool_choice"),
            ("responseFormat", "response_format"),
        ],
        safety: Safety::NeedsReview,
        reason: "The openai package speaks to any OpenAI-compatible gateway. Its answers have snake-case fields (finish_reason, prompt_tokens): check what reads them.",
    },
    Recipe {
        module: "@tanstack/ai-openrouter",
        name: "openRouterText",
        module_to: "@tanstack/ai-openai/compatible",
        name_to: "openaiCompatible",
        callee: "openaiCompatible({ name: \"phaseo\", baseURL: \"{base_url}\", apiKey: {key}, models: [\"{model}\"] })",
        body: "",
        fields: &[],
        in_object: true,
        known: &[],
        dropped: &[],
        renamed: &[],
        added: &[],
        methods: &[],
        refused_methods: &[],
        arguments: &[],
        argument_names: &[],
        safety: Safety::NeedsReview,
        reason: "openaiCompatible is the adapter of the same family for any gateway with chat completions.",
    },
    Recipe {
        module: "langchain_openrouter",
        name: "ChatOpenRouter",
        module_to: "langchain_openai",
        name_to: "ChatOpenAI",
        callee: "ChatOpenAI",
        body: "extra_body",
        fields: &[
            ("openrouter_provider", "provider"),
            ("plugins", "plugins"),
            ("route", "route"),
            ("reasoning", "reasoning"),
        ],
        in_object: false,
        known: &[
            "model",
            "model_name",
            "temperature",
            "max_tokens",
            "timeout",
            "max_retries",
            "streaming",
            "api_key",
            "seed",
            "top_p",
            "stop",
            "n",
            "default_headers",
        ],
        dropped: &["app_url", "app_title", "app_categories"],
        renamed: &[("openrouter_api_key", "api_key"), ("openrouter_api_base", "base_url")],
        added: &[("base_url", Value::BaseUrl), ("api_key", Value::Key)],
        methods: &[],
        refused_methods: &[],
        arguments: &[],
        argument_names: &[],
        safety: Safety::NeedsReview,
        reason: "ChatOpenAI with a base URL is the same chat model for any OpenAI-compatible gateway. app_url and app_title were attribution headers of the source.",
    },
    Recipe {
        module: "llama_index.llms.openrouter",
        name: "OpenRouter",
        module_to: "llama_index.llms.openai_like",
        name_to: "OpenAILike",
        callee: "OpenAILike",
        body: "",
        fields: &[],
        in_object: false,
        known: &[
            "model",
            "temperature",
            "max_tokens",
            "max_retries",
            "context_window",
            "is_chat_model",
            "is_function_calling_model",
            "timeout",
            "additional_kwargs",
            "default_headers",
            "system_prompt",
        ],
        dropped: &[],
        renamed: &[],
        added: &[("api_base", Value::BaseUrl), ("api_key", Value::Key), ("is_chat_model", Value::Text("True"))],
        methods: &[],
        refused_methods: &[],
        arguments: &[],
        argument_names: &[],
        safety: Safety::Safe,
        reason: "OpenRouter of LlamaIndex is OpenAILike with another base; with the target's base OpenAILike is the same class.",
    },
    Recipe {
        module: "pydantic_ai.models.openrouter",
        name: "OpenRouterModel",
        module_to: "pydantic_ai.models.openai",
        name_to: "OpenAIChatModel",
        callee: "OpenAIChatModel",
        body: "",
        fields: &[],
        in_object: false,
        known: &["provider", "profile", "settings", "model_name"],
        dropped: &[],
        renamed: &[],
        added: &[],
        methods: &[],
        refused_methods: &[],
        arguments: &[],
        argument_names: &[],
        safety: Safety::NeedsReview,
        reason: "OpenAIChatModel speaks to any OpenAI-compatible gateway through its provider, which must have the target's base URL.",
    },
    Recipe {
        module: "pydantic_ai.providers.openrouter",
        name: "OpenRouterProvider",
        module_to: "pydantic_ai.providers.openai",
        name_to: "OpenAIProvider",
        callee: "OpenAIProvider",
        body: "",
        fields: &[],
        in_object: false,
        known: &["openai_client", "http_client"],
        dropped: &["app_url", "app_title"],
        renamed: &[],
        added: &[("base_url", Value::BaseUrl), ("api_key", Value::Key)],
        methods: &[],
        refused_methods: &[],
        arguments: &[],
        argument_names: &[],
        safety: Safety::NeedsReview,
        reason: "OpenAIProvider with a base URL serves any OpenAI-compatible gateway. app_url and app_title were attribution headers of the source.",
    },
    Recipe {
        module: "openrouter",
        name: "OpenRouter",
        module_to: "openai",
        name_to: "OpenAI",
        callee: "OpenAI",
        body: "",
        fields: &[],
        in_object: false,
        known: &["api_key"],
        dropped: &["http_referer", "x_title", "app_title"],
        renamed: &[("server_url", "base_url")],
        added: &[("base_url", Value::BaseUrl), ("api_key", Value::Key)],
        methods: &[(&["chat", "send"], "chat.completions.create")],
        refused_methods: &[
            "models",
            "generations",
            "credits",
            "api_keys",
            "embeddings",
            "beta",
            "o_auth",
            "providers",
            "endpoints",
        ],
        arguments: &[
            "model",
            "messages",
            "stream",
            "temperature",
            "max_tokens",
            "top_p",
            "seed",
            "stop",
            "user",
            "tools",
            "tool_choice",
            "response_format",
        ],
        argument_names: &[],
        safety: Safety::NeedsReview,
        reason: "The openai package speaks to any OpenAI-compatible gateway with the same methods under chat.completions.",
    },
];
