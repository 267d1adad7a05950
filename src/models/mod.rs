//! Model ids: the list that a code base uses, how each stands in the target's catalogue, and the alias map.
//!
//! Not the catalogues themselves: reading them is `gateway`'s.
//!
//! **Invariant:** similar spelling never decides. A missing id gets candidates with reasons, and a person chooses.

pub mod alias_map;
mod author;
mod date;
pub mod id_list;
mod judging;
mod known;
mod likeness;
mod name;
pub mod nearest;
pub mod pair;
mod release;
mod row_conflict;
pub mod snapshot;
mod source_index;
pub mod validation;
