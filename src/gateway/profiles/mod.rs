//! The gateways that Switchyard knows, one file each.

mod ai_stats;
mod generic;
mod openrouter;
mod phaseo;
mod phaseo_catalogue;

pub use ai_stats::AI_STATS;
pub use generic::GENERIC;
pub use openrouter::OPENROUTER;
pub use phaseo::PHASEO;
