//! The models of both simulated gateways, one row a model. Not a mirror of either catalogue: a selection that shows
//! what a move meets (identical ids, renamed ones, ids that only one side has, free ones).
//! **Invariant:** an id stands once in each of the first two columns.
//!
//! Ids and source prices: the public models.dev mirror of OpenRouter's list (2 Jul 2026). Target ids and providers: the
//! catalogue of phaseoteam/Phaseo (22 Aug 2026). Target prices are assumed equal; those of rows with no source id are
//! plausible, not quoted.

use super::{Inputs, Model, Reasoning, State, Upstream};

const TEXT: Inputs = Inputs::Text;
const IMAGE: Inputs = Inputs::Image;
const FILE: Inputs = Inputs::File;
const NEVER: Reasoning = Reasoning::Never;
const ASKED: Reasoning = Reasoning::WhenAsked;
const ALWAYS: Reasoning = Reasoning::Always;
const RESPONSES: Upstream = Upstream::Responses;
const CHAT: Upstream = Upstream::Chat;
const GOOGLE: Upstream = Upstream::Google;

/// Source id, target id (empty: none), dated permanent slug, name, release, context, longest output, US dollars a
/// million prompt tokens, the same for completion tokens, inputs, reasoning, upstream, target provider ids.
#[rustfmt::skip]
pub(in crate::simulator) static ROWS: &[Model] = &[
    row("openai/gpt-4o", "openai/gpt-4o", "openai/gpt-4o", "OpenAI: GPT-4o", "2024-05-13", 128_000, 16_384, "2.5", "10", FILE, NEVER, RESPONSES, &["openai"]),
    row("openai/gpt-4o-mini", "openai/gpt-4o-mini", "openai/gpt-4o-mini-2024-07-18", "OpenAI: GPT-4o-mini", "2024-07-18", 128_000, 16_384, "0.15", "0.6", FILE, NEVER, RESPONSES, &["openai"]),
    row("openai/gpt-4o-2024-11-20", "openai/gpt-4o-2024-11-20", "openai/gpt-4o-2024-11-20", "OpenAI: GPT-4o (2024-11-20)", "2024-11-20", 128_000, 16_384, "2.5", "10", FILE, NEVER, RESPONSES, &["openai"]),
    row("openai/gpt-4.1", "openai/gpt-4.1", "openai/gpt-4.1-2025-04-14", "OpenAI: GPT-4.1", "2025-04-14", 1_047_576, 32_768, "2", "8", FILE, NEVER, RESPONSES, &["openai"]),
    row("openai/gpt-4.1-mini", "openai/gpt-4.1-mini", "openai/gpt-4.1-mini-2025-04-14", "OpenAI: GPT-4.1 Mini", "2025-04-14", 1_047_576, 32_768, "0.4", "1.6", FILE, NEVER, RESPONSES, &["openai"]),
    row("openai/gpt-4.1-nano", "openai/gpt-4.1-nano", "openai/gpt-4.1-nano-2025-04-14", "OpenAI: GPT-4.1 Nano", "2025-04-14", 1_047_576, 32_768, "0.1", "0.4", FILE, NEVER, RESPONSES, &["openai"]),
    row("openai/gpt-5", "openai/gpt-5", "openai/gpt-5-2025-08-07", "OpenAI: GPT-5", "2025-08-07", 400_000, 128_000, "1.25", "10", FILE, ALWAYS, RESPONSES, &["openai"]),
    row("openai/gpt-5-mini", "openai/gpt-5-mini", "openai/gpt-5-mini-2025-08-07", "OpenAI: GPT-5 Mini", "2025-08-07", 400_000, 128_000, "0.25", "2", FILE, ALWAYS, RESPONSES, &["openai"]),
    row("openai/gpt-5-nano", "openai/gpt-5-nano", "openai/gpt-5-nano-2025-08-07", "OpenAI: GPT-5 Nano", "2025-08-07", 400_000, 128_000, "0.05", "0.4", FILE, ALWAYS, RESPONSES, &["openai"]),
    row("openai/gpt-5.1", "openai/gpt-5.1", "openai/gpt-5.1-20251113", "OpenAI: GPT-5.1", "2025-11-13", 400_000, 128_000, "1.25", "10", FILE, ASKED, RESPONSES, &["openai"]),
    row("openai/gpt-5.2", "openai/gpt-5.2", "openai/gpt-5.2-20251211", "OpenAI: GPT-5.2", "2025-12-11", 400_000, 128_000, "1.75", "14", FILE, ASKED, RESPONSES, &["openai"]),
    row("openai/gpt-5.4", "openai/gpt-5.4", "openai/gpt-5.4-20260305", "OpenAI: GPT-5.4", "2026-03-05", 1_050_000, 128_000, "2.5", "15", FILE, ASKED, RESPONSES, &["openai"]),
    row("openai/gpt-5.4-mini", "openai/gpt-5.4-mini", "openai/gpt-5.4-mini-20260317", "OpenAI: GPT-5.4 Mini", "2026-03-17", 400_000, 128_000, "0.75", "4.5", FILE, ASKED, RESPONSES, &["openai"]),
    row("openai/gpt-5.4-nano", "openai/gpt-5.4-nano", "openai/gpt-5.4-nano-20260317", "OpenAI: GPT-5.4 Nano", "2026-03-17", 400_000, 128_000, "0.2", "1.25", FILE, ASKED, RESPONSES, &["openai"]),
    row("openai/gpt-5.5", "openai/gpt-5.5", "openai/gpt-5.5-20260423", "OpenAI: GPT-5.5", "2026-04-23", 1_050_000, 128_000, "5", "30", FILE, ASKED, RESPONSES, &["openai"]),
    row("openai/gpt-5-codex", "openai/gpt-5-codex", "openai/gpt-5-codex", "OpenAI: GPT-5 Codex", "2025-09-15", 400_000, 128_000, "1.25", "10", IMAGE, ALWAYS, RESPONSES, &["openai"]),
    row("openai/o1", "openai/o1", "openai/o1-2024-12-05", "OpenAI: o1", "2024-12-05", 200_000, 100_000, "15", "60", FILE, ALWAYS, RESPONSES, &["openai"]),
    row("openai/o3", "openai/o3", "openai/o3-2025-04-16", "OpenAI: o3", "2025-04-16", 200_000, 100_000, "2", "8", FILE, ALWAYS, RESPONSES, &["openai"]),
    row("openai/o3-mini", "openai/o3-mini", "openai/o3-mini-2024-12-20", "OpenAI: o3 Mini", "2024-12-20", 200_000, 100_000, "1.1", "4.4", TEXT, ALWAYS, RESPONSES, &["openai"]),
    row("openai/o4-mini", "openai/o4-mini", "openai/o4-mini-2025-04-16", "OpenAI: o4 Mini", "2025-04-16", 200_000, 100_000, "1.1", "4.4", FILE, ALWAYS, RESPONSES, &["openai"]),
    row("openai/gpt-oss-120b", "openai/gpt-oss-120b", "openai/gpt-oss-120b", "OpenAI: gpt-oss-120b", "2025-08-05", 131_072, 131_072, "0.03", "0.15", TEXT, ALWAYS, CHAT, &["atlascloud", "baseten", "cerebras"]),
    row("openai/gpt-oss-20b", "openai/gpt-oss-20b", "openai/gpt-oss-20b", "OpenAI: gpt-oss-20b", "2025-08-05", 131_072, 131_072, "0.029", "0.14", TEXT, ALWAYS, CHAT, &["deepinfra", "fireworks", "groq"]),
    row("openai/gpt-oss-20b:free", "", "openai/gpt-oss-20b:free", "OpenAI: gpt-oss-20b (free)", "2025-08-05", 131_072, 32_768, "0", "0", TEXT, ALWAYS, CHAT, &["openai"]),
    row("openai/gpt-4", "", "openai/gpt-4", "OpenAI: GPT-4", "2023-11-06", 8_191, 4_096, "30", "60", TEXT, NEVER, RESPONSES, &["openai"]),
    row("openai/gpt-4-turbo", "", "openai/gpt-4-turbo", "OpenAI: GPT-4 Turbo", "2023-11-06", 128_000, 4_096, "10", "30", IMAGE, NEVER, RESPONSES, &["openai"]),
    row("openai/gpt-3.5-turbo", "", "openai/gpt-3.5-turbo", "OpenAI: GPT-3.5 Turbo", "2023-03-01", 16_385, 4_096, "0.5", "1.5", TEXT, NEVER, RESPONSES, &["openai"]),
    row("anthropic/claude-3-haiku", "anthropic/claude-3-haiku", "anthropic/claude-3-haiku", "Anthropic: Claude 3 Haiku", "2024-03-13", 200_000, 4_096, "0.25", "1.25", IMAGE, NEVER, CHAT, &["google-vertex"]),
    row("anthropic/claude-haiku-4.5", "anthropic/claude-haiku-4.5", "anthropic/claude-4.5-haiku-20251015", "Anthropic: Claude Haiku 4.5", "2025-10-15", 200_000, 64_000, "1", "5", FILE, ASKED, RESPONSES, &["anthropic", "google-vertex"]),
    row("anthropic/claude-sonnet-4", "", "anthropic/claude-4-sonnet-20250522", "Anthropic: Claude Sonnet 4", "2025-05-22", 1_000_000, 64_000, "3", "15", FILE, ASKED, RESPONSES, &["anthropic", "google-vertex"]),
    row("anthropic/claude-sonnet-4.5", "anthropic/claude-sonnet-4.5", "anthropic/claude-4.5-sonnet-20250929", "Anthropic: Claude Sonnet 4.5", "2025-09-29", 1_000_000, 64_000, "3", "15", FILE, ASKED, RESPONSES, &["anthropic", "venice"]),
    row("anthropic/claude-sonnet-4.6", "anthropic/claude-sonnet-4.6", "anthropic/claude-4.6-sonnet-20260217", "Anthropic: Claude Sonnet 4.6", "2026-02-17", 1_000_000, 128_000, "3", "15", FILE, ASKED, RESPONSES, &["anthropic", "venice"]),
    row("anthropic/claude-sonnet-5", "anthropic/claude-sonnet-5", "anthropic/claude-5-sonnet-20260630", "Anthropic: Claude Sonnet 5", "2026-06-30", 1_000_000, 128_000, "2", "10", FILE, ASKED, RESPONSES, &["amazon-bedrock", "anthropic", "deepinfra"]),
    row("anthropic/claude-opus-4.1", "", "anthropic/claude-4.1-opus-20250805", "Anthropic: Claude Opus 4.1", "2025-08-05", 200_000, 32_000, "15", "75", FILE, ASKED, RESPONSES, &["anthropic", "google-vertex"]),
    row("anthropic/claude-opus-4.5", "anthropic/claude-opus-4.5", "anthropic/claude-4.5-opus-20251124", "Anthropic: Claude Opus 4.5", "2025-11-24", 200_000, 64_000, "5", "25", FILE, ASKED, RESPONSES, &["anthropic", "venice"]),
    row("anthropic/claude-opus-4.6", "anthropic/claude-opus-4.6", "anthropic/claude-4.6-opus-20260205", "Anthropic: Claude Opus 4.6", "2026-02-05", 1_000_000, 128_000, "5", "25", FILE, ASKED, RESPONSES, &["anthropic", "venice"]),
    row("anthropic/claude-opus-4.7", "anthropic/claude-opus-4.7", "anthropic/claude-4.7-opus-20260416", "Anthropic: Claude Opus 4.7", "2026-04-16", 1_000_000, 128_000, "5", "25", FILE, ASKED, RESPONSES, &["anthropic", "venice"]),
    row("anthropic/claude-opus-4.8", "anthropic/claude-opus-4.8", "anthropic/claude-4.8-opus-20260528", "Anthropic: Claude Opus 4.8", "2026-05-28", 1_000_000, 128_000, "5", "25", FILE, ASKED, RESPONSES, &["anthropic", "venice"]),
    row("google/gemini-2.5-pro", "google/gemini-2.5-pro", "google/gemini-2.5-pro", "Google: Gemini 2.5 Pro", "2025-06-17", 1_048_576, 65_536, "1.25", "10", FILE, ALWAYS, GOOGLE, &["google-ai-studio", "google-vertex", "deepinfra"]),
    row("google/gemini-2.5-flash", "google/gemini-2.5-flash", "google/gemini-2.5-flash", "Google: Gemini 2.5 Flash", "2025-06-17", 1_048_576, 65_535, "0.3", "2.5", FILE, ASKED, GOOGLE, &["google-ai-studio", "google-vertex", "deepinfra"]),
    row("google/gemini-2.5-flash-lite", "google/gemini-2.5-flash-lite", "google/gemini-2.5-flash-lite", "Google: Gemini 2.5 Flash Lite", "2025-06-17", 1_048_576, 65_535, "0.1", "0.4", FILE, ASKED, GOOGLE, &["google-ai-studio", "google-vertex"]),
    row("google/gemini-3-flash-preview", "google/gemini-3-flash-preview", "google/gemini-3-flash-preview-20251217", "Google: Gemini 3 Flash Preview", "2025-12-17", 1_048_576, 65_535, "0.5", "3", FILE, ASKED, GOOGLE, &["google-ai-studio", "google-vertex", "venice"]),
    row("google/gemini-3.1-pro-preview", "google/gemini-3.1-pro-preview", "google/gemini-3.1-pro-preview-20260219", "Google: Gemini 3.1 Pro Preview", "2026-02-19", 1_048_576, 65_536, "2", "12", FILE, ALWAYS, GOOGLE, &["google-ai-studio", "google-vertex", "venice"]),
    row("google/gemini-3.1-flash-lite", "google/gemini-3.1-flash-lite", "google/gemini-3.1-flash-lite-20260507", "Google: Gemini 3.1 Flash Lite", "2026-05-07", 1_048_576, 65_536, "0.25", "1.5", FILE, ASKED, GOOGLE, &["google-ai-studio", "google-vertex", "deepinfra"]),
    row("google/gemini-3.5-flash", "google/gemini-3.5-flash", "google/gemini-3.5-flash-20260519", "Google: Gemini 3.5 Flash", "2026-05-19", 1_048_576, 65_536, "1.5", "9", FILE, ASKED, GOOGLE, &["google-ai-studio", "google-vertex", "deepinfra"]),
    row("google/gemma-3-27b-it", "google/gemma-3-27b", "google/gemma-3-27b-it", "Google: Gemma 3 27B", "2025-03-12", 131_072, 16_384, "0.08", "0.16", IMAGE, NEVER, CHAT, &["nebius-token-factory", "novita", "venice"]),
    row("google/gemma-4-31b-it", "google/gemma-4-31b", "google/gemma-4-31b-it", "Google: Gemma 4 31B", "2026-04-02", 262_144, 262_144, "0.12", "0.35", IMAGE, ASKED, CHAT, &["cerebras", "gmicloud", "novita"]),
    row("google/gemma-4-31b-it:free", "google/gemma-4-31b:free", "google/gemma-4-31b-it:free", "Google: Gemma 4 31B (free)", "2026-04-02", 262_144, 8_192, "0", "0", IMAGE, ASKED, GOOGLE, &["google-ai-studio"]),
    row("google/gemma-2-27b-it", "", "google/gemma-2-27b-it", "Google: Gemma 2 27B", "2024-07-13", 8_192, 2_048, "0.65", "0.65", TEXT, NEVER, CHAT, &["deepinfra"]),
    row("meta-llama/llama-3.1-8b-instruct", "meta/llama-3.1-8b", "meta-llama/llama-3.1-8b-instruct", "Meta: Llama 3.1 8B Instruct", "2024-07-23", 131_072, 16_384, "0.02", "0.03", TEXT, NEVER, CHAT, &["deepinfra", "groq", "novita"]),
    row("meta-llama/llama-3.1-70b-instruct", "meta/llama-3.1-70b", "meta-llama/llama-3.1-70b-instruct", "Meta: Llama 3.1 70B Instruct", "2024-07-23", 131_072, 16_384, "0.4", "0.4", TEXT, NEVER, CHAT, &["deepinfra"]),
    row("meta-llama/llama-3.3-70b-instruct", "meta/llama-3.3-70b", "meta-llama/llama-3.3-70b-instruct", "Meta: Llama 3.3 70B Instruct", "2024-12-06", 131_072, 16_384, "0.1", "0.32", TEXT, NEVER, CHAT, &["deepinfra", "groq", "nebius-token-factory"]),
    row("meta-llama/llama-3.3-70b-instruct:free", "", "meta-llama/llama-3.3-70b-instruct:free", "Meta: Llama 3.3 70B Instruct (free)", "2024-12-06", 65_536, 65_536, "0", "0", TEXT, NEVER, CHAT, &["venice"]),
    row("meta-llama/llama-4-scout", "meta/llama-4-scout", "meta-llama/llama-4-scout", "Meta: Llama 4 Scout", "2025-04-05", 327_680, 16_384, "0.1", "0.3", IMAGE, NEVER, CHAT, &["deepinfra", "novita"]),
    row("meta-llama/llama-4-maverick", "meta/llama-4-maverick", "meta-llama/llama-4-maverick", "Meta: Llama 4 Maverick", "2025-04-05", 1_048_576, 16_384, "0.15", "0.6", IMAGE, NEVER, CHAT, &["deepinfra", "novita"]),
    row("mistralai/mistral-large-2512", "mistral/mistral-large-3", "mistralai/mistral-large-2512", "Mistral: Mistral Large 3 2512", "2024-11-01", 262_144, 262_144, "0.5", "1.5", IMAGE, NEVER, CHAT, &["mistral"]),
    row("mistralai/mistral-medium-3.1", "mistral/mistral-medium-3.1", "mistralai/mistral-medium-3.1", "Mistral: Mistral Medium 3.1", "2025-08-13", 131_072, 131_072, "0.4", "2", IMAGE, NEVER, CHAT, &["mistral"]),
    row("mistralai/mistral-small-3.2-24b-instruct", "mistral/mistral-small-3.2", "mistralai/mistral-small-3.2-24b-instruct", "Mistral: Mistral Small 3.2 24B", "2025-06-20", 128_000, 16_384, "0.075", "0.2", IMAGE, NEVER, CHAT, &["deepinfra", "mistral", "venice"]),
    row("mistralai/mistral-nemo", "mistral/mistral-nemo", "mistralai/mistral-nemo", "Mistral: Mistral Nemo", "2024-07-01", 131_072, 131_072, "0.02", "0.03", TEXT, NEVER, CHAT, &["novita"]),
    row("mistralai/codestral-2508", "mistral/codestral", "mistralai/codestral-2508", "Mistral: Codestral 2508", "2025-08-01", 256_000, 256_000, "0.3", "0.9", TEXT, NEVER, CHAT, &["mistral"]),
    row("mistralai/devstral-2512", "mistral/devstral-2", "mistralai/devstral-2512", "Mistral: Devstral 2 2512", "2025-12-09", 262_144, 262_144, "0.4", "2", TEXT, NEVER, CHAT, &["mistral"]),
    row("deepseek/deepseek-chat", "deepseek/deepseek-v3", "deepseek/deepseek-chat", "DeepSeek: DeepSeek V3", "2025-12-01", 128_000, 16_000, "0.2002", "0.8001", TEXT, NEVER, CHAT, &["deepinfra", "siliconflow"]),
    row("deepseek/deepseek-chat-v3-0324", "deepseek/deepseek-v3-0324", "deepseek/deepseek-chat-v3-0324", "DeepSeek: DeepSeek V3 0324", "2025-03-24", 163_840, 16_384, "0.2", "0.77", TEXT, NEVER, CHAT, &["atlascloud", "baseten", "deepinfra"]),
    row("deepseek/deepseek-chat-v3.1", "deepseek/deepseek-v3.1", "deepseek/deepseek-chat-v3.1", "DeepSeek: DeepSeek V3.1", "2025-08-21", 163_840, 32_768, "0.21", "0.79", TEXT, ASKED, CHAT, &["atlascloud", "baseten", "deepinfra"]),
    row("deepseek/deepseek-v3.2", "deepseek/deepseek-v3.2", "deepseek/deepseek-v3.2", "DeepSeek: DeepSeek V3.2", "2025-12-01", 128_000, 64_000, "0.2288", "0.3432", TEXT, ASKED, CHAT, &["atlascloud", "deepinfra", "gmicloud"]),
    row("deepseek/deepseek-v4-flash", "deepseek/deepseek-v4-flash", "deepseek/deepseek-v4-flash", "DeepSeek: DeepSeek V4 Flash", "2026-04-24", 1_048_575, 65_536, "0.098", "0.196", TEXT, ASKED, RESPONSES, &["alibaba-cloud", "atlascloud", "deepinfra"]),
    row("deepseek/deepseek-v4-pro", "deepseek/deepseek-v4-pro", "deepseek/deepseek-v4-pro", "DeepSeek: DeepSeek V4 Pro", "2026-04-24", 1_048_576, 384_000, "0.435", "0.87", TEXT, ASKED, RESPONSES, &["atlascloud", "baseten", "deepinfra"]),
    row("deepseek/deepseek-r1", "deepseek/deepseek-r1", "deepseek/deepseek-r1", "DeepSeek: R1", "2025-01-20", 64_000, 16_000, "0.7", "2.5", TEXT, ALWAYS, CHAT, &["siliconflow"]),
    row("deepseek/deepseek-r1-0528", "deepseek/deepseek-r1-0528", "deepseek/deepseek-r1-0528", "DeepSeek: R1 0528", "2025-05-28", 163_840, 32_768, "0.5", "2.15", TEXT, ALWAYS, CHAT, &["atlascloud", "deepinfra", "gmicloud"]),
    row("qwen/qwen-2.5-72b-instruct", "qwen/qwen2.5-72b", "qwen/qwen-2.5-72b-instruct", "Qwen: Qwen2.5 72B Instruct", "2024-09-19", 32_768, 16_384, "0.36", "0.4", TEXT, NEVER, CHAT, &["alibaba-cloud", "deepinfra", "nebius-token-factory"]),
    row("qwen/qwen3-235b-a22b-2507", "qwen/qwen3-235b-a22b-2507", "qwen/qwen3-235b-a22b-2507", "Qwen: Qwen3 235B A22B Instruct 2507", "2025-07-21", 262_144, 16_384, "0.09", "0.1", TEXT, NEVER, CHAT, &["deepinfra", "gmicloud", "nebius-token-factory"]),
    row("qwen/qwen3-30b-a3b", "qwen/qwen3-30b-a3b", "qwen/qwen3-30b-a3b", "Qwen: Qwen3 30B A3B", "2025-04-28", 40_960, 16_384, "0.12", "0.5", TEXT, ASKED, CHAT, &["atlascloud", "deepinfra", "gmicloud"]),
    row("qwen/qwen3-coder", "qwen/qwen3-coder", "qwen/qwen3-coder", "Qwen: Qwen3 Coder 480B A35B", "2025-07-23", 262_144, 65_536, "0.22", "1.8", TEXT, NEVER, CHAT, &["atlascloud"]),
    row("qwen/qwen3-max", "qwen/qwen3-max", "qwen/qwen3-max", "Qwen: Qwen3 Max", "2025-09-23", 262_144, 32_768, "0.78", "3.9", TEXT, NEVER, CHAT, &["deepinfra", "novita"]),
    row("qwen/qwen3-vl-235b-a22b-instruct", "qwen/qwen3-vl-235b-a22b-instruct", "qwen/qwen3-vl-235b-a22b-instruct", "Qwen: Qwen3 VL 235B A22B Instruct", "2025-09-23", 262_144, 16_384, "0.2", "0.88", IMAGE, NEVER, CHAT, &["atlascloud", "deepinfra", "siliconflow"]),
    row("qwen/qwen3.6-plus", "qwen/qwen3.6-plus", "qwen/qwen3.6-plus", "Qwen: Qwen3.6 Plus", "2026-04-02", 1_000_000, 65_536, "0.325", "1.95", IMAGE, ASKED, CHAT, &["alibaba-cloud", "together", "venice"]),
    row("z-ai/glm-4.5-air", "z-ai/glm-4.5-air", "z-ai/glm-4.5-air-20250728", "Z.ai: GLM 4.5 Air", "2025-07-28", 131_072, 98_304, "0.13", "0.85", TEXT, ASKED, CHAT, &["gmicloud", "siliconflow", "z-ai"]),
    row("z-ai/glm-4.6", "z-ai/glm-4.6", "z-ai/glm-4.6-20250930", "Z.ai: GLM 4.6", "2025-09-30", 202_752, 131_072, "0.43", "1.74", TEXT, ASKED, CHAT, &["atlascloud", "baseten", "deepinfra"]),
    row("z-ai/glm-5", "z-ai/glm-5", "z-ai/glm-5-20260212", "Z.ai: GLM 5", "2026-02-12", 202_752, 128_000, "0.6", "1.92", TEXT, ASKED, CHAT, &["atlascloud", "baseten", "deepinfra"]),
    row("moonshotai/kimi-k2", "moonshotai/kimi-k2", "moonshotai/kimi-k2", "MoonshotAI: Kimi K2 0711", "2025-07-11", 131_072, 100_352, "0.57", "2.3", TEXT, NEVER, CHAT, &["gmicloud", "moonshotai", "novita"]),
    row("moonshotai/kimi-k2-thinking", "moonshotai/kimi-k2-thinking", "moonshotai/kimi-k2-thinking", "MoonshotAI: Kimi K2 Thinking", "2025-11-06", 262_144, 262_144, "0.6", "2.5", TEXT, ALWAYS, CHAT, &["atlascloud", "moonshotai", "novita"]),
    row("moonshotai/kimi-k2.5", "moonshotai/kimi-k2.5", "moonshotai/kimi-k2.5", "MoonshotAI: Kimi K2.5", "2026-01-15", 256_000, 256_000, "0.375", "2.025", IMAGE, ASKED, CHAT, &["atlascloud", "baseten", "deepinfra"]),
    row("minimax/minimax-m2", "minimax/minimax-m2", "minimax/minimax-m2", "MiniMax: MiniMax M2", "2025-10-27", 196_608, 196_608, "0.255", "1", TEXT, ALWAYS, CHAT, &["atlascloud", "minimax", "novita"]),
    row("minimax/minimax-m2-her", "minimax/m2-her", "minimax/minimax-m2-her", "MiniMax: MiniMax M2-her", "2026-01-23", 65_536, 2_048, "0.3", "1.2", TEXT, NEVER, CHAT, &["minimax"]),
    row("x-ai/grok-4.3", "spacex-ai/grok-4.3", "x-ai/grok-4.3", "xAI: Grok 4.3", "2026-04-17", 1_000_000, 1_000_000, "1.25", "2.5", IMAGE, ASKED, CHAT, &["spacex-ai", "venice"]),
    row("x-ai/grok-build-0.1", "spacex-ai/grok-build-0.1", "x-ai/grok-build-0.1", "xAI: Grok Build 0.1", "2026-04-16", 256_000, 256_000, "1", "2", TEXT, ALWAYS, CHAT, &["spacex-ai", "venice"]),
    row("nousresearch/hermes-3-llama-3.1-405b", "nous/hermes-3-llama-3.1-405b", "nousresearch/hermes-3-llama-3.1-405b", "Nous: Hermes 3 405B Instruct", "2024-08-16", 131_072, 16_384, "1", "1", TEXT, NEVER, CHAT, &["deepinfra", "venice"]),
    row("nousresearch/hermes-4-70b", "nousresearch/hermes-4-70b", "nousresearch/hermes-4-70b", "Nous: Hermes 4 70B", "2025-08-26", 131_072, 131_072, "0.13", "0.4", TEXT, ASKED, CHAT, &["nebius-token-factory"]),
    row("microsoft/phi-4", "microsoft/phi-4", "microsoft/phi-4", "Microsoft: Phi 4", "2025-01-10", 16_384, 16_384, "0.07", "0.14", TEXT, NEVER, CHAT, &["deepinfra"]),
    row("nvidia/nemotron-3-nano-30b-a3b", "nvidia/nemotron-3-nano-30b-a3b", "nvidia/nemotron-3-nano-30b-a3b", "NVIDIA: Nemotron 3 Nano 30B A3B", "2025-12-15", 262_144, 228_000, "0.05", "0.2", TEXT, ASKED, CHAT, &["deepinfra", "novita", "venice"]),
    row("stepfun/step-3.5-flash", "stepfun/step-3.5-flash", "stepfun/step-3.5-flash", "StepFun: Step 3.5 Flash", "2026-01-29", 262_144, 65_536, "0.1", "0.3", TEXT, ASKED, CHAT, &["siliconflow"]),
    row("xiaomi/mimo-v2.5", "xiaomi/mimo-v2.5", "xiaomi/mimo-v2.5", "Xiaomi: MiMo-V2.5", "2026-04-22", 32_000, 32_000, "0.105", "0.28", TEXT, ASKED, CHAT, &["novita", "venice", "xiaomi"]),
    row("perplexity/sonar", "", "perplexity/sonar", "Perplexity: Sonar", "2025-01-27", 127_072, 127_072, "1", "1", IMAGE, NEVER, CHAT, &["perplexity"]),
    row("perplexity/sonar-pro", "", "perplexity/sonar-pro", "Perplexity: Sonar Pro", "2025-03-07", 200_000, 8_000, "3", "15", IMAGE, NEVER, CHAT, &["perplexity"]),
    row("cohere/command-a", "", "cohere/command-a", "Cohere: Command A", "2025-03-13", 256_000, 8_192, "2.5", "10", TEXT, NEVER, CHAT, &["cohere"]),
    row("cohere/command-r-plus-08-2024", "", "cohere/command-r-plus-08-2024", "Cohere: Command R+ (08-2024)", "2024-08-30", 128_000, 4_000, "2.5", "10", TEXT, NEVER, CHAT, &["cohere"]),
    row("amazon/nova-pro-v1", "", "amazon/nova-pro-v1", "Amazon: Nova Pro 1.0", "2024-12-05", 300_000, 5_120, "0.8", "3.2", IMAGE, NEVER, CHAT, &["amazon-bedrock"]),
    row("amazon/nova-lite-v1", "", "amazon/nova-lite-v1", "Amazon: Nova Lite 1.0", "2024-12-05", 300_000, 5_120, "0.06", "0.24", IMAGE, NEVER, CHAT, &["amazon-bedrock"]),
    row("", "poolside/laguna-m.1:free", "poolside/laguna-m.1:free", "Poolside: Laguna M.1 (free)", "2026-04-28", 262_144, 32_768, "0", "0", TEXT, NEVER, CHAT, &["poolside"]),
    row("", "tencent/hy3:free", "tencent/hy3:free", "Tencent: Hy3 (free)", "2026-07-10", 262_144, 65_536, "0", "0", TEXT, ASKED, CHAT, &["siliconflow"]),
    row("", "mistral/devstral-small-2:free", "mistral/devstral-small-2:free", "Mistral: Devstral Small 2 (free)", "2025-12-09", 262_144, 65_536, "0", "0", TEXT, NEVER, CHAT, &["mistral"]),
    row("", "google/gemini-3.7-flash", "google/gemini-3.7-flash", "Google: Gemini 3.7 Flash", "2026-08-12", 1_048_576, 65_536, "1.5", "9", FILE, ASKED, GOOGLE, &["google-ai-studio", "google-vertex", "deepinfra"]),
    row("", "moonshotai/kimi-k3", "moonshotai/kimi-k3", "MoonshotAI: Kimi K3", "2026-07-28", 262_144, 131_072, "0.6", "3", IMAGE, ASKED, CHAT, &["baseten", "deepinfra", "fireworks"]),
    row("", "spacex-ai/grok-4.6", "spacex-ai/grok-4.6", "SpaceXAI: Grok 4.6", "2026-08-05", 1_000_000, 131_072, "1.5", "4", IMAGE, ASKED, CHAT, &["spacex-ai", "venice"]),
];

#[expect(clippy::too_many_arguments, reason = "one argument a column; the table reads like one")]
const fn row(
    source: &'static str,
    target: &'static str,
    canonical: &'static str,
    name: &'static str,
    released: &'static str,
    context: u32,
    output: u32,
    prompt: &'static str,
    completion: &'static str,
    inputs: Inputs,
    reasoning: Reasoning,
    upstream: Upstream,
    providers: &'static [&'static str],
) -> Model {
    let source = if source.is_empty() { None } else { Some(source) };
    let target = if target.is_empty() { None } else { Some(target) };
    Model {
        source,
        target,
        canonical,
        name,
        released,
        context,
        output,
        prompt,
        completion,
        inputs,
        reasoning,
        upstream,
        providers,
        outputs: &["text"],
        state: State::Active,
    }
}
